#pragma once

#include "dsl/base/error.hpp"

#include <string>
#include <string_view>

/// First texts of flows, contracts and mappings, which check as they are and say what to change.
namespace gantry::cli::scaffold {

struct made_file {
  std::string path; ///< below the folder of the flows: `contracts/erp.flow`
  std::string text; ///< in the canonical layout
  std::string next; ///< what to try, with `{file}`, `{folder}` and `{name}` to fill in
};

/// `flow`, `contract` or `mapping`. Errors: bad_argument where the name cannot be used in one.
[[nodiscard]] result<made_file> make(std::string_view what, const std::string& name);

/// A name as the language writes them: small letters, digits and `_`, no word of the language.
[[nodiscard]] bool is_name(std::string_view text);
/// What a text that is no name most likely meant: `order_to_cash` for `Order-to-Cash`.
[[nodiscard]] std::string name_like(std::string_view text);

[[nodiscard]] std::string_view flow_template();
[[nodiscard]] std::string_view contract_template();
[[nodiscard]] std::string_view mapping_template();

} // namespace gantry::cli::scaffold
