#include "dsl/base/json.hpp"
#include "dsl/lower/lowering.hpp"

#include <string_view>

namespace gantry::dsl {

void add_closure(const checked_workflow& w, program& p) {
  std::vector<std::string_view> parts{p.name};
  std::string text = "[";
  for (const unit* file : closure_of(*w.file)) {
    parts.push_back(file->source->path);
    parts.push_back(file->source->text);
    text += text.size() > 1 ? R"(,{"path":)" : R"({"path":)";
    append_json_string(text, file->source->path);
    text += R"(,"text":)";
    append_json_string(text, file->source->text);
    text += '}';
  }
  p.closure = sha256_of(parts);
  p.closure_text = text + "]";
}

} // namespace gantry::dsl
