#include "actors/stored_closure.hpp"

#include "dsl/base/json.hpp"

namespace gantry::actors {

result<dsl::program_ptr> compile_closure(std::string_view text, std::string_view workflow,
                                         const std::string& closure) {
  const auto parsed = parse_json(text);
  if (!parsed || !parsed->is_list())
    return fail(errc::store_corrupt,
                "the stored text of " + std::string(workflow) + " is not the list of its files");
  std::vector<dsl::source_file> files;
  for (const auto& file : parsed->as_list()) {
    const auto* path = file.find("path");
    const auto* body = file.find("text");
    if (path == nullptr || body == nullptr || !path->is_string() || !body->is_string())
      return fail(errc::store_corrupt, "the stored text of " + std::string(workflow) +
                                           " has a file without path or text");
    files.push_back({path->as_string(), body->as_string()});
  }
  auto compiled = dsl::compile(files);
  for (const auto& d : compiled.diagnostics)
    if (d.level == dsl::diagnostic::severity::error)
      return fail(errc::flow_invalid,
                  "the stored text of " + std::string(workflow) +
                      " does not check any more: " + d.message,
                  "start an engine of the version that took these orders");
  for (const auto& program : compiled.programs)
    if (program->name == workflow && to_hex(program->closure) == closure)
      return program;
  return fail(errc::flow_invalid, "the stored text of " + std::string(workflow) +
                                      " gives another definition than its orders name");
}

} // namespace gantry::actors
