#include "engine/priority.hpp"

#include <algorithm>

namespace gantry::engine {

result<int> priority_of(const dsl::program& flow, const dsl::scope& in) {
  if (!flow.priority)
    return usual_priority;
  auto v = flow.priority->evaluate(in);
  if (!v)
    return tl::unexpected(std::move(v.error()));
  return v->is_int() ? static_cast<int>(std::clamp<std::int64_t>(v->as_int(), 0, 100))
                     : usual_priority;
}

result<int> priority_of(const dsl::program& flow, const value& input, timestamp now) {
  std::vector<value> slots(std::max<std::size_t>(1, flow.slots.size()));
  slots.front() = input;
  return priority_of(flow, dsl::scope{slots, now, {}});
}

} // namespace gantry::engine
