#pragma once

#include "tests/simulation/far_document.hpp"
#include "tests/simulation/order_book.hpp"

#include <functional>
#include <span>
#include <string>
#include <vector>

/// What may not become durable, given what was durable before it. Each rule looks at one fact; the
/// names I1 to I13 are those of `docs/model`, the numbers those of `docs/effects.md`.
namespace gantry::simulation {

using say_wrong = std::function<void(const std::string&)>;

/// Nothing is sent that must not be: after an end, under a pause, under a cancel, twice at once, a
/// second time while the first may still take effect (I2, I5, I11, E4, E6.1).
void look_at_sending(const seen_order& order, const engine::fact& what, const say_wrong& say);
/// A call is in doubt, held and ended only as it may be (I8, I9, E2.1).
void look_at_calls(const seen_order& order, const engine::fact& what, const say_wrong& say);
/// An order's phases follow each other, nothing comes after its end, and it ends with nothing owed
/// and nothing open (I7, E6.1, E7.1).
void look_at_phases(const seen_order& order, const engine::fact& what, const say_wrong& say);
/// No second document without somebody who caused it, no event taken twice (I10, E8.2).
void look_at_findings(const seen_order& order, const engine::fact& what, const say_wrong& say);

/// What lists show of the order is what its records say.
void look_at_index(const seen_order& order, const say_wrong& say);
/// No open incident is about the call's own document, which would be undone as a second one (E7.5).
void look_at_incidents(const seen_order& order, const say_wrong& say);
/// What finders named is the call's own, held for a person, or an incident (E5.5).
void look_at_found(const seen_order& order, const say_wrong& say);
/// Something that is written down moves an order that is not over (I4).
void look_at_standstill(const seen_order& order, const say_wrong& say);

/// A `once` call takes effect a second time under its key only where the far side made two of one
/// request, or a person had said of the first that it is not there (I2). `call` may be unknown.
void look_at_effect(const seen_call* call, std::span<const far_document> before,
                    const far_document& what, const say_wrong& say);
/// What is undone under a call was made under it (I7).
void look_at_undone(std::span<const far_document> made, const std::string& number,
                    const say_wrong& say);
/// What was made for an order belongs to it as it ended: known, once, undone where the order was
/// (I1, I3, I7). A second document has to be known wherever a finder named it, and wherever the
/// rules ask for it once more (E5.5, E5.9).
void look_at_documents(const seen_order& order, std::span<const far_document> all,
                       const say_wrong& say);

/// What a backup has to hold, by how much had become durable.
struct backup_span {
  std::size_t began = 0; ///< everything up to here, at least
  std::size_t ended = 0; ///< nothing behind it: the last of it was copied then
};
/// A backup holds the orders as they were at one moment between its beginning and its end: nothing
/// that was durable before is missing, and nothing is in it that never was (E8).
void look_at_backup(const std::vector<seen_record>& durable, const std::vector<seen_record>& kept,
                    const backup_span& when, const say_wrong& say);

} // namespace gantry::simulation
