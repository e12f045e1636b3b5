#include "dsl/base/json.hpp"
#include "dsl/compile.hpp"

#include <set>

namespace gantry::dsl {

namespace {

void put(std::string& out, const char* name, std::string_view text) {
  out += std::string("\"") + name + "\":";
  append_json_string(out, text);
}

std::string region(const source_span& at) {
  const auto number = [](const char* name, std::uint32_t n) {
    return std::string("\"") + name + "\":" + std::to_string(n == 0 ? 1 : n);
  };
  return "{" + number("startLine", at.line) + "," + number("startColumn", at.column) + "," +
         number("endLine", at.end_line) + "," + number("endColumn", at.end_column) + "}";
}

std::string place(const source_span& at) {
  std::string out = R"("physicalLocation":{"artifactLocation":{)";
  put(out, "uri", at.file);
  return out + "},\"region\":" + region(at) + "}";
}

std::string result_of(const diagnostic& d) {
  std::string out = "{";
  put(out, "ruleId", d.code);
  out += ',';
  put(out, "level", to_string(d.level));
  out += ",\"message\":{";
  put(out, "text", d.help.empty() ? d.message : d.message + "\nhelp: " + d.help);
  out += "},\"locations\":[{" + place(d.at) + "}]";
  if (!d.notes.empty()) {
    out += ",\"relatedLocations\":[";
    for (std::size_t i = 0; i < d.notes.size(); ++i) {
      out += (i == 0 ? "{" : ",{") + place(d.notes[i].at) + ",\"message\":{";
      put(out, "text", d.notes[i].message);
      out += "}}";
    }
    out += ']';
  }
  return out + "}";
}

void append_page(std::string& out, const rule_page& page) {
  if (!page.title.empty()) {
    out += ",\"shortDescription\":{";
    put(out, "text", page.title);
    out += '}';
  }
  if (!page.text.empty()) {
    out += ",\"help\":{";
    put(out, "text", page.text);
    out += ',';
    put(out, "markdown", page.text);
    out += '}';
  }
}

} // namespace

std::string to_sarif(const std::vector<diagnostic>& diagnostics, std::string_view version,
                     const std::function<rule_page(const std::string& code)>& page_of) {
  std::string out =
      R"({"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"tool":{"driver":{"name":"gantry",)";
  put(out, "version", version);
  out += ",\"rules\":[";
  std::set<std::string> codes;
  for (const diagnostic& d : diagnostics)
    codes.insert(d.code);
  for (const std::string& code : codes) {
    out += code == *codes.begin() ? "{" : ",{";
    put(out, "id", code);
    append_page(out, page_of(code));
    out += '}';
  }
  out += R"(]}},"columnKind":"unicodeCodePoints","results":[)";
  for (std::size_t i = 0; i < diagnostics.size(); ++i)
    out += (i == 0 ? "" : ",") + result_of(diagnostics[i]);
  return out + "]}]}";
}

} // namespace gantry::dsl
