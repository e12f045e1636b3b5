#pragma once

#include "dsl/mapping/mapping.hpp"

#include <functional>
#include <string>
#include <vector>

namespace gantry::dsl {

/// How the senders of a document name one of its places; `PO1[9]/PO102` for `po1[0].e02`.
using place_words = std::function<std::string(const std::string& path)>;

/// A finding as a sentence for the people who write documents and mappings: the fields of the
/// result, where they were looked for, what stands there, why that does not do, and what to do.
/// Of a rule it is the rule's own sentence.
[[nodiscard]] std::string sentence_of(const mapping_finding& finding, const place_words& words);

/// `a`, `a and b`, `a, b and c`; of many the first, and how many more there are.
[[nodiscard]] std::string listed(const std::vector<std::string>& all, const std::string& last_word);

} // namespace gantry::dsl
