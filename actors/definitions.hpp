#pragma once

#include "dsl/compile.hpp"
#include "persistence/store.hpp"

#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace gantry::actors {

/// The definitions that orders run under: those that are deployed, and older ones that orders are
/// pinned to, compiled again from the text that is stored with them.
class definitions {
public:
  explicit definitions(const persistence::store& from) : from_(from) {}

  /// Stores the closure of every program, so that an order never outlives its definition.
  [[nodiscard]] result<void> deploy(persistence::store& into,
                                    const std::vector<dsl::program_ptr>& programs, timestamp now);
  /// Null when no such workflow is deployed.
  [[nodiscard]] dsl::program_ptr deployed(std::string_view workflow) const;
  [[nodiscard]] const std::vector<dsl::program_ptr>& deployed() const { return deployed_; }
  /// Errors: not_found, flow_invalid, store errors.
  [[nodiscard]] result<dsl::program_ptr> find(const std::string& closure);

private:
  [[nodiscard]] result<dsl::program_ptr> compile_stored(const std::string& closure) const;

  const persistence::store& from_;
  std::vector<dsl::program_ptr> deployed_; ///< fixed after `deploy`
  std::mutex lock_;
  std::map<std::string, dsl::program_ptr, std::less<>> by_closure_;
};

} // namespace gantry::actors
