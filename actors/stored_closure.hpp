#pragma once

#include "dsl/compile.hpp"

#include <string>
#include <string_view>

namespace gantry::actors {

/// Compiles a workflow from the text that was stored with its orders.
/// Errors: flow_invalid when this engine does not understand the text any more, or when it gives
/// another closure than the orders name.
[[nodiscard]] result<dsl::program_ptr>
compile_closure(std::string_view text, std::string_view workflow, const std::string& closure);

} // namespace gantry::actors
