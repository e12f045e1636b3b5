#include "dsl/expr/nodes_macro.hpp"

#include "dsl/expr/extent.hpp"
#include "dsl/expr/nodes_access.hpp"
#include "dsl/expr/nodes_basic.hpp"
#include "dsl/expr/nodes_build.hpp"

#include <algorithm>
#include <compare>

namespace gantry::dsl {

namespace {

constexpr std::size_t rounds_between_checks = 16;

/// Binds the variables to one item after the other and calls `each(item)`, which answers false to
/// stop. The range must outlive the walk. False when the range is nothing to walk over, or the
/// budget is spent.
template <class Each>
bool walk(const walk_parts& parts, const value& range, frame& f, const expression_syntax& at,
          Each each) {
  if (range.is_list()) {
    std::int64_t position = 0;
    value position_value;
    for (const value& item : range.as_list()) {
      if (!f.spend_steps(1, at))
        return false;
      if (parts.has_two) {
        position_value = value(position++);
        f.bind(parts.local, &position_value);
        f.bind(parts.local + 1, &item);
      } else {
        f.bind(parts.local, &item);
      }
      if (!each(item))
        return true;
    }
    return true;
  }
  if (!range.is_map())
    return f.fail(parts.range->syntax(), "a list or a map is due here, not " + show(range));
  for (const auto& entry : range.as_map()) {
    if (!f.spend_steps(1, at))
      return false;
    f.bind(parts.local, &entry.first);
    if (parts.has_two)
      f.bind(parts.local + 1, &entry.second);
    if (!each(entry.first))
      return true;
  }
  return true;
}

} // namespace

bool quantifier_node::decide(frame& f, bool& answer) const {
  value local;
  const value* range = parts_.range->run(f, local);
  if (range == nullptr)
    return false;
  const bool decisive = kind_ == macro_kind::exists;
  const bool counts = kind_ == macro_kind::exists_one;
  std::size_t found = 0;
  bool decided = false;
  bool failed = false;
  frame::failure_state first;
  const bool walked = walk(parts_, *range, f, syntax(), [&](const value&) {
    bool holds = false;
    if (!parts_.body->test(f, holds)) {
      if (!failed)
        first = f.take_failure();
      failed = true;
      if (!f.is_exhausted() && !f.spend_steps(steps_of_failure, syntax()))
        first = f.take_failure();
      // A later item may still decide, but not how many there are.
      return !counts && !f.is_exhausted();
    }
    if (counts) {
      found += holds ? 1 : 0;
      return true;
    }
    decided = holds == decisive;
    return !decided;
  });
  if (!walked)
    return false;
  if (failed && !decided)
    f.restore_failure(std::move(first));
  answer = decided ? decisive : counts ? found == 1 : !decisive;
  return decided || !failed;
}

const value* transform_node::evaluate(frame& f, value& scratch) const {
  value local;
  const value* range = parts_.range->run(f, local);
  if (range == nullptr)
    return nullptr;
  value::list_type items;
  value::map_entries entries;
  bool failed = false;
  const bool walked = walk(parts_, *range, f, syntax(), [&](const value& item) {
    bool holds = true;
    failed = parts_.condition != nullptr && !parts_.condition->test(f, holds);
    if (failed || !holds)
      return !failed;
    failed = !f.spend_bytes(sizeof(value), syntax());
    if (failed)
      return false;
    if (parts_.body == nullptr) {
      items.push_back(item);
      return true;
    }
    value made;
    const value* v = parts_.body->run(f, made);
    failed = v == nullptr;
    if (failed)
      return false;
    if (kind_ == macro_kind::transform_map_entry)
      return add_entries(*v, entries, f) || !(failed = true);
    if (kind_ == macro_kind::transform_map)
      entries.emplace_back(f.local(parts_.local), *v);
    else
      items.push_back(*v);
    return true;
  });
  if (!walked || failed)
    return nullptr;
  const bool makes_map =
      kind_ == macro_kind::transform_map || kind_ == macro_kind::transform_map_entry;
  return give(makes_map ? value::make_map(std::move(entries)) : value::make_list(std::move(items)),
              scratch);
}

bool transform_node::add_entries(const value& made, value::map_entries& entries, frame& f) const {
  if (!made.is_map())
    return f.fail(parts_.body->syntax(), "a map is due here, not " + show(made));
  for (const auto& entry : made.as_map()) {
    if (!f.spend_steps(1 + entries.size() / 16, syntax()))
      return false;
    for (const auto& known : entries)
      if (known.first == entry.first)
        return f.fail(syntax(), "two entries have the key " + show(entry.first));
    entries.push_back(entry);
  }
  return true;
}

const value* sum_node::evaluate(frame& f, value& scratch) const {
  value local;
  const value* range = parts_.range->run(f, local);
  if (range == nullptr)
    return nullptr;
  value total = zero_;
  bool is_first = true;
  bool failed = false;
  const bool walked = walk(parts_, *range, f, syntax(), [&](const value&) {
    value made;
    const value* v = parts_.body->run(f, made);
    failed = v == nullptr;
    if (failed)
      return false;
    value next;
    // Where the type is not known the zero is an int, which is no beginning for doubles and times.
    if (is_first && (v->is_double() || v->is_uint() || v->is_duration()))
      next = *v;
    else
      failed = !apply_arithmetic(arithmetic::add, total, *v, next, f, syntax());
    is_first = false;
    total = std::move(next);
    return !failed;
  });
  return walked && !failed ? give(std::move(total), scratch) : nullptr;
}

const value* extreme_node::evaluate(frame& f, value& scratch) const {
  value local;
  const value* range = parts_.range->run(f, local);
  if (range == nullptr)
    return nullptr;
  const value* best_item = nullptr;
  value best;
  bool failed = false;
  const bool walked = walk(parts_, *range, f, syntax(), [&](const value& item) {
    value made;
    const value* v = parts_.body->run(f, made);
    failed = v == nullptr;
    if (failed)
      return false;
    if (best_item != nullptr) {
      const auto better =
          apply_relation(largest_ ? relation::greater : relation::less, *v, best, f, syntax());
      failed = !better;
      if (failed || !*better)
        return !failed;
    }
    best = value(*v);
    best_item = &item;
    return true;
  });
  if (!walked || failed)
    return nullptr;
  if (best_item != nullptr)
    return keep(*best_item, scratch);
  f.fail(syntax(),
         std::string("an empty list has no ") + (largest_ ? "largest" : "smallest") + " item",
         "ask `size(list) > 0` first");
  return nullptr;
}

const value* grouping_node::evaluate(frame& f, value& scratch) const {
  value local;
  const value* range = parts_.range->run(f, local);
  if (range == nullptr)
    return nullptr;
  std::vector<std::pair<value, value::list_type>> groups;
  bool failed = false;
  const bool walked = walk(parts_, *range, f, syntax(), [&](const value& item) {
    value made;
    const value* key = parts_.body->run(f, made);
    failed = key == nullptr || !f.spend_bytes(2 * sizeof(value), syntax());
    if (failed)
      return false;
    if (!group_ && !is_map_key(*key)) {
      failed =
          !f.fail(parts_.body->syntax(), "a key is a string, int, uint or bool, not " + show(*key));
      return false;
    }
    for (auto& group : groups) {
      bool equal = false;
      failed = !are_equal(group.first, *key, equal, f, syntax());
      if (failed)
        return false;
      if (!equal)
        continue;
      if (!group_)
        failed = !f.fail(syntax(), "two items have the key " + show(*key),
                         "take group_by where several items may have one key");
      else
        group.second.push_back(item);
      return !failed;
    }
    groups.emplace_back(*key, value::list_type{item});
    return true;
  });
  if (!walked || failed)
    return nullptr;
  if (group_) {
    value::list_type all;
    all.reserve(groups.size());
    for (auto& [key, items] : groups)
      all.push_back(
          value::make_record(group_, {std::move(key), value::make_list(std::move(items))}));
    return give(value::make_list(std::move(all)), scratch);
  }
  std::vector<std::pair<value, value>> entries;
  entries.reserve(groups.size());
  for (auto& group : groups)
    entries.emplace_back(std::move(group.first), std::move(group.second.front()));
  return give(value::make_map(std::move(entries)), scratch);
}

const value* sorting_node::evaluate(frame& f, value& scratch) const {
  value local;
  const value* range = parts_.range->run(f, local);
  if (range == nullptr)
    return nullptr;
  std::vector<std::pair<value, value>> items; // what an item is sorted by, and the item
  bool failed = false;
  const bool walked = walk(parts_, *range, f, syntax(), [&](const value& item) {
    value made;
    const value* v = parts_.body->run(f, made);
    failed = v == nullptr || !f.spend_bytes(2 * sizeof(value), syntax());
    if (failed)
      return false;
    items.emplace_back(*v, item);
    const auto order = order_of(items.front().first, *v);
    if (!order || *order == std::partial_ordering::unordered)
      failed = !f.fail(parts_.body->syntax(),
                       show(items.front().first) + " and " + show(*v) + " have no order",
                       "sort by numbers, texts, bytes, bools, times or spans of one kind");
    return !failed;
  });
  for (auto n = items.size(); n > 1 && walked && !failed; n /= 2)
    failed = !f.spend_steps(items.size(), syntax());
  if (!walked || failed)
    return nullptr;
  std::stable_sort(items.begin(), items.end(), [](const auto& a, const auto& b) {
    const auto order = order_of(a.first, b.first);
    return order && *order == std::partial_ordering::less;
  });
  value::list_type sorted;
  for (auto& [by, item] : items)
    sorted.push_back(std::move(item));
  return give(value::make_list(std::move(sorted)), scratch);
}

const value* fold_node::evaluate(frame& f, value& scratch) const {
  value local;
  const value* range = parts_.range->run(f, local);
  if (range == nullptr)
    return nullptr;
  value made;
  const value* start = initial_->run(f, made);
  if (start == nullptr)
    return nullptr;
  value total = *start;
  bool failed = false;
  std::size_t rounds = 0;
  const bool walked = walk(parts_, *range, f, syntax(), [&](const value&) {
    f.bind(parts_.local + 1, &total);
    value next_scratch;
    const value* next = parts_.body->run(f, next_scratch);
    failed = next == nullptr;
    if (failed)
      return false;
    keep(*next, total);
    // What grows in every round is bounded long before it could be too deep to walk over.
    if (++rounds % rounds_between_checks == 0 && exceeds(total, result_bounds))
      failed = !f.fail(syntax(), "the total of `fold` is too large: more than 200,000 values, or "
                                 "nested too deep");
    return !failed;
  });
  return walked && !failed ? give(std::move(total), scratch) : nullptr;
}

const value* bind_node::evaluate(frame& f, value& scratch) const {
  value local;
  const value* bound = initial_->run(f, local);
  if (bound == nullptr)
    return nullptr;
  f.bind(local_, bound);
  const value* v = body_->run(f, scratch);
  return v == nullptr || v == &scratch ? v : keep(*v, scratch);
}

const value* optional_map_node::evaluate(frame& f, value& scratch) const {
  value local;
  const value* target = target_->run(f, local);
  if (target == nullptr)
    return nullptr;
  const value* inside = present_value(*target);
  if (inside == nullptr)
    return give(value::make_absent_optional(), scratch);
  f.bind(local_, inside);
  value made;
  const value* v = body_->run(f, made);
  if (v == nullptr)
    return nullptr;
  if (flat_)
    return keep(*v, scratch);
  return give(value::make_optional(*v), scratch);
}

} // namespace gantry::dsl
