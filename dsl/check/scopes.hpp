#pragma once

#include "dsl/check/library.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace gantry::dsl {

/// A name that a workflow binds.
struct binding {
  std::uint32_t slot = no_index;
  type_ref of;
  source_span at;
  /// Its value comes from something that was not understood: what reads it is not judged.
  bool is_refused = false;
  bool is_read = false;
  /// A result that should be read by somebody: of a `read`, or a `let`.
  bool should_be_read = false;
  bool is_input = false;    ///< a parameter of the workflow
  bool is_personal = false; ///< made of what is marked so
};

/// The names in sight at one place of a workflow: lexical, bound once, never shadowed.
class scopes {
public:
  void open() { levels_.emplace_back(); }
  /// Names that nobody read are handed over for the warning.
  [[nodiscard]] std::map<std::string, binding, std::less<>> close();
  void bind(const std::string& name, binding b) { levels_.back().emplace(name, std::move(b)); }
  [[nodiscard]] binding* find(std::string_view name);
  [[nodiscard]] std::vector<std::string> names() const;
  /// What the innermost block has bound so far.
  [[nodiscard]] std::map<std::string, binding, std::less<>>& innermost() { return levels_.back(); }
  /// What the outermost block of the body has bound: what handlers see, as optionals.
  [[nodiscard]] std::map<std::string, binding, std::less<>>& outermost() { return levels_.front(); }

private:
  /// A deque: what `outermost` hands out stays where it is while inner blocks open and close.
  std::deque<std::map<std::string, binding, std::less<>>> levels_;
};

} // namespace gantry::dsl
