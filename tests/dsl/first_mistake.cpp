#include "tests/dsl/first_mistake.hpp"

#include "tests/dsl/flow_folder.hpp"
#include "tests/dsl/text_under.hpp"

namespace gantry::tests {

first_mistake first_mistake_of(const std::string& flow) {
  const auto files = with_small_contract(flow);
  const auto compiled = dsl::compile(files);
  first_mistake found;
  found.rendered = flow + "\n" + rendered(compiled, files);
  for (const auto& d : compiled.diagnostics) {
    if (d.level != dsl::diagnostic::severity::error)
      continue;
    if (++found.errors > 1)
      continue;
    found.wrong = text_under(d.at, files);
    found.help = d.help;
  }
  return found;
}

} // namespace gantry::tests
