#include "dsl/base/json.hpp"
#include "dsl/lower/lowering.hpp"

#include <string_view>

namespace gantry::dsl {

void add_closure(const checked_workflow& w, program& p) {
  std::vector<std::string_view> parts{p.name};
  std::string text = "[";
  const auto add = [&](const source_file& file) {
    parts.push_back(file.path);
    parts.push_back(file.text);
    text += text.size() > 1 ? R"(,{"path":)" : R"({"path":)";
    append_json_string(text, file.path);
    text += R"(,"text":)";
    append_json_string(text, file.text);
    text += '}';
  };
  const auto flows = closure_of(*w.file);
  for (const unit* flow : flows)
    add(*flow->source);
  for (const source_file* file : data_of(flows)) // the rows of their tables
    add(*file);
  p.closure = sha256_of(parts);
  p.closure_text = text + "]";
}

} // namespace gantry::dsl
