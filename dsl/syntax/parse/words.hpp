#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The words of the language, in the groups in which the parser meets them.
namespace gantry::dsl::words {

using list = std::span<const std::string_view>;

/// Begin a declaration of a file.
[[nodiscard]] list declarations();
/// Begin a header of a workflow.
[[nodiscard]] list headers();
/// Begin a statement.
[[nodiscard]] list statements();
/// Begin a clause of a step or policy.
[[nodiscard]] list clauses();
/// Begin a member of a contract.
[[nodiscard]] list members();
/// Begin a header or a statement: what a workflow's body is made of.
[[nodiscard]] list body();
/// Begin what is done otherwise, after `else`.
[[nodiscard]] list outcomes();

[[nodiscard]] bool is_in(list words, std::string_view word);
/// Statement words and a few more cannot be names.
[[nodiscard]] bool is_reserved(std::string_view word);
/// Whether the language has the word, wherever it may stand.
[[nodiscard]] bool is_known(std::string_view word);
/// The candidate that a mistyped word most likely meant, or nothing.
[[nodiscard]] std::string_view nearest(std::string_view word, list candidates);
[[nodiscard]] std::string nearest(const std::string& word,
                                  const std::vector<std::string>& candidates);

} // namespace gantry::dsl::words
