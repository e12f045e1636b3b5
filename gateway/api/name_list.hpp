#pragma once

#include <string>

namespace gantry::gateway {

/// Names in a sentence: `held, paused`; `none` where there are no names.
template <class Names>
[[nodiscard]] std::string joined(const Names& names) {
  std::string text;
  for (const auto& name : names)
    text.append(text.empty() ? "" : ", ").append(name);
  return text.empty() ? "none" : text;
}

} // namespace gantry::gateway
