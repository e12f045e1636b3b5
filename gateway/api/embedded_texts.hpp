#pragma once

#include <string_view>

namespace gantry::gateway {

/// docs/errors.md and docs/openapi.yaml as they were when this program was built.
[[nodiscard]] std::string_view error_catalogue_text();
[[nodiscard]] std::string_view openapi_text();

} // namespace gantry::gateway
