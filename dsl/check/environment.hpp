#pragma once

#include "dsl/check/library.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace gantry::dsl {

/// What an expression outside a workflow sees: the types and defines of its file, and the names
/// that are given to it, in slots 0, 1, ….
class declaration_environment : public static_environment {
public:
  declaration_environment(library& all, const unit& in, const std::vector<field>& names)
      : all_(all), in_(in) {
    for (const field& f : names)
      add(f.name, f.of);
  }
  void add(const std::string& name, type_ref of) {
    const auto slot = static_cast<std::uint32_t>(names_.size());
    names_.emplace(name, static_name{slot, std::move(of)});
  }
  [[nodiscard]] const static_name* find_name(std::string_view name) const override {
    const auto at = names_.find(name);
    return at == names_.end() ? nullptr : &at->second;
  }
  [[nodiscard]] type_ref find_type(std::string_view name) const override {
    return all_.type_reached(in_, name);
  }
  [[nodiscard]] std::string type_meant(std::string_view name) const override {
    return all_.type_meant(in_, name);
  }
  [[nodiscard]] const static_define* find_define(std::string_view name) const override {
    return all_.define_reached(in_, name);
  }
  [[nodiscard]] type_ref find_setting(std::string_view name) const override {
    return all_.setting_reached(in_, name);
  }
  [[nodiscard]] bool counts_money() const override { return true; }
  [[nodiscard]] bool is_taken(std::string_view name) const override {
    return names_.find(name) != names_.end();
  }
  [[nodiscard]] std::vector<std::string> names() const override {
    std::vector<std::string> known = all_.define_names(in_);
    for (const auto& [name, meaning] : names_)
      known.push_back(name);
    return known;
  }

private:
  library& all_;
  const unit& in_;
  std::map<std::string, static_name, std::less<>> names_;
};

} // namespace gantry::dsl
