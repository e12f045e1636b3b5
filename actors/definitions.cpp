#include "actors/definitions.hpp"

#include "actors/stored_closure.hpp"

#include <algorithm>

namespace gantry::actors {

result<void> definitions::deploy(persistence::store& into,
                                 const std::vector<dsl::program_ptr>& programs, timestamp now) {
  for (const auto& program : programs) {
    const auto closure = to_hex(program->closure);
    auto stored =
        into.put_definition({closure, program->name, program->version, program->closure_text, now});
    if (!stored)
      return stored;
    std::lock_guard guard(lock_);
    by_closure_[closure] = program;
  }
  deployed_ = programs;
  return {};
}

dsl::program_ptr definitions::deployed(std::string_view workflow) const {
  const auto place = std::find_if(deployed_.begin(), deployed_.end(),
                                  [&](const auto& each) { return each->name == workflow; });
  return place == deployed_.end() ? nullptr : *place;
}

result<dsl::program_ptr> definitions::find(const std::string& closure) {
  {
    std::lock_guard guard(lock_);
    const auto known = by_closure_.find(closure);
    if (known != by_closure_.end())
      return known->second;
  }
  auto compiled = compile_stored(closure);
  if (!compiled)
    return compiled;
  std::lock_guard guard(lock_);
  return by_closure_.try_emplace(closure, *compiled).first->second;
}

result<dsl::program_ptr> definitions::compile_stored(const std::string& closure) const {
  auto row = from_.find_definition(closure);
  if (!row)
    return tl::unexpected(row.error());
  if (!*row)
    return fail(errc::not_found, "the definition " + closure + " is not stored",
                "The database lost a row of `definitions`; restore it from a backup.");
  return compile_closure((*row)->text, (*row)->workflow, closure);
}

} // namespace gantry::actors
