#include "dsl/mapping/source_path.hpp"

#include "dsl/expr/macro_call.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace gantry::dsl {

namespace {

bool append_step(const expression_syntax& e, source_path& path) {
  if (e.is == syntax_kind::field) {
    path.steps.emplace_back(e.name);
    return true;
  }
  if (e.is != syntax_kind::index || e.operands.size() != 1 ||
      e.operands[0]->is != syntax_kind::literal)
    return false;
  const auto& key = e.operands[0]->constant;
  if (key.is_int() && key.as_int() >= 0)
    path.steps.emplace_back(static_cast<std::size_t>(key.as_int()));
  else if (key.is_string())
    path.steps.emplace_back(key.as_string());
  else
    return false;
  return true;
}

/// Defines may call each other so deep; a circle is a mistake that is reported elsewhere.
constexpr int defines_depth_max = 32;

class path_collector {
public:
  explicit path_collector(const static_environment& names) : names_(names) {}

  void collect(const expression_syntax& e) {
    if (auto path = place_of(e)) {
      add(std::move(*path));
      return;
    }
    if (const auto macro = as_macro(e)) {
      collect_macro(*macro);
      return;
    }
    if (e.is == syntax_kind::call && !e.target)
      if (const auto* called = names_.find_define(e.name)) {
        collect_define(e, *called);
        return;
      }
    if (e.target)
      collect(*e.target);
    for (const auto& operand : e.operands)
      if (operand)
        collect(*operand);
    for (const auto& entry : e.entries) {
      if (entry.key)
        collect(*entry.key);
      if (entry.value)
        collect(*entry.value);
    }
  }

  std::vector<source_path> found;

private:
  /// A name that hides those of the mapping: of a macro, or a parameter of a define.
  struct local {
    std::string name;
    std::optional<source_path> place;
  };

  [[nodiscard]] std::optional<source_path> place_of_name(std::string_view name) const {
    for (std::size_t i = locals_.size(); i > locals_from_; --i)
      if (locals_[i - 1].name == name)
        return locals_[i - 1].place;
    if (depth_ > 0)
      return std::nullopt;
    const auto* known = names_.find_name(name);
    return known == nullptr ? std::nullopt : std::optional(source_path{known->slot, {}});
  }

  [[nodiscard]] std::optional<source_path> place_of(const expression_syntax& e) const {
    if (e.is == syntax_kind::name)
      return place_of_name(e.name);
    if ((e.is != syntax_kind::field && e.is != syntax_kind::index) || !e.target)
      return std::nullopt;
    auto path = place_of(*e.target);
    if (!path || !append_step(e, *path))
      return std::nullopt;
    return path;
  }

  void collect_macro(const macro_call& macro) {
    if (macro.range != nullptr)
      collect(*macro.range);
    if (macro.initial != nullptr)
      collect(*macro.initial);
    const auto before = locals_.size();
    for (const auto* variable : macro.variables)
      locals_.push_back({variable->name, std::nullopt});
    for (const auto* body : macro.bodies)
      collect(*body);
    locals_.resize(before);
  }

  void collect_define(const expression_syntax& call, const static_define& called) {
    std::vector<local> parameters;
    for (std::size_t i = 0; i < std::min(call.operands.size(), called.parameters.size()); ++i) {
      auto place = place_of(*call.operands[i]);
      if (!place)
        collect(*call.operands[i]);
      parameters.push_back({called.parameters[i].name, std::move(place)});
    }
    if (!called.body || depth_ == defines_depth_max)
      return;
    const auto before = locals_.size();
    const auto from = std::exchange(locals_from_, before);
    for (auto& each : parameters)
      locals_.push_back(std::move(each));
    ++depth_;
    collect(*called.body);
    --depth_;
    locals_.resize(before);
    locals_from_ = from;
  }

  void add(source_path path) {
    const auto same = [&](const source_path& other) {
      return other.slot == path.slot && other.steps == path.steps;
    };
    constexpr std::size_t paths_max = 32; // more than a person reads
    if (found.size() < paths_max && std::none_of(found.begin(), found.end(), same))
      found.push_back(std::move(path));
  }

  const static_environment& names_;
  std::vector<local> locals_;
  std::size_t locals_from_ = 0;
  int depth_ = 0;
};

} // namespace

std::vector<source_path> paths_read(const expression_syntax& e, const static_environment& names) {
  path_collector all(names);
  all.collect(e);
  return std::move(all.found);
}

std::string text_of_steps(const source_path& path) {
  std::string text;
  for (const auto& step : path.steps) {
    if (const auto* name = std::get_if<std::string>(&step))
      text += "." + *name;
    else
      text += "[" + std::to_string(std::get<std::size_t>(step)) + "]";
  }
  return text;
}

const value* find_steps(const value& from, const source_path& path) {
  const value* at = &from;
  for (const auto& step : path.steps) {
    if (const auto* name = std::get_if<std::string>(&step)) {
      at = at->is_map() || at->is_record() ? at->find(*name) : nullptr;
    } else {
      const auto index = std::get<std::size_t>(step);
      at = at->is_list() && index < at->as_list().size() ? &at->as_list()[index] : nullptr;
    }
    if (at == nullptr)
      return nullptr;
  }
  return at;
}

} // namespace gantry::dsl
