#pragma once

#include <string>
#include <string_view>

namespace gantry {

/// The unit of a duration that a word of everyday language or of another notation means: `min` for
/// `minutes`, `minuts`, `M`; empty where none is near.
[[nodiscard]] std::string_view unit_meant(std::string_view word);

/// A duration in the notation of the language, of one in another: `30min` for `30 minutes`,
/// `PT30M` or `00:30`; empty where it is none.
[[nodiscard]] std::string span_meant(std::string_view text);

} // namespace gantry
