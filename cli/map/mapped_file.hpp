#pragma once

#include "channels/mapped_by.hpp"

#include <string>
#include <vector>

namespace gantry::cli {

/// One order that a mapping makes of a document, with the way it came about.
struct mapped_one {
  std::string input; ///< the part of the file that it is made of, as people read it
  value document;
  value output;                           ///< none when it would be refused
  std::vector<dsl::field_origin> origins; ///< places in the words of the document's standard
  std::vector<channels::finding> findings;
};

/// A JSON document, or the orders of an X12 interchange: what a channel would make of them. A
/// document of which the mapping reads nothing may hold its orders: `{"order": {…}}`, a list, or
/// `{"orders": […]}`; places begin with that. Errors: malformed_json, invalid_input (no 850 in the
/// interchange, EDIFACT, XML), too_large.
[[nodiscard]] result<std::vector<mapped_one>>
map_file(const std::string& text, const dsl::mapping_ptr& by, const channels::arrival& how);

} // namespace gantry::cli
