#pragma once

#include "dsl/compile.hpp"

#include <string>
#include <vector>

namespace gantry::dsl {

/// What a message has between these quotes, in its order.
[[nodiscard]] std::vector<std::string> quoted_in(const std::string& message, char quote);

/// Whether a mistake says of a name that it is not there.
[[nodiscard]] bool is_unknown_name(const diagnostic& d);

/// A name that several places miss, and one much like it that stands where it is declared and
/// nowhere else: the declaration is misspelt, and told once, in place of all that miss it.
void tell_misspelt_declarations(const std::vector<source_file>& files,
                                std::vector<diagnostic>& diagnostics);

} // namespace gantry::dsl
