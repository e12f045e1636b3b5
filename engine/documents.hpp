#pragma once

#include "dsl/program.hpp"

/// What far systems made, as their finders and answers tell of it (docs/effects.md E4.6).
namespace gantry::engine {

/// By the fields marked `key` of the result type, else the whole. Without a result there is no
/// document that could be another one.
[[nodiscard]] bool is_same_document(const dsl::operation& of, const value& a, const value& b);
/// Documents of a finder's answer: a list, or one or none.
[[nodiscard]] value::list_type documents_in(const value& found);
/// Adds what a later answer found; of a document that is known already the newer state stays.
void join_documents(value::list_type& known, const dsl::operation& of,
                    const value::list_type& found);

} // namespace gantry::engine
