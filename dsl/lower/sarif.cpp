#include "dsl/base/json.hpp"
#include "dsl/compile.hpp"

#include <map>
#include <utility>

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

/// Of a path; what has a meaning of its own in a URI is written in figures.
std::string uri_of(std::string_view path) {
  static constexpr std::string_view plain = "-._~/!$&'()*+,;=:@";
  static constexpr char figures[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : path) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') || plain.find(c) != std::string_view::npos;
    const auto byte = static_cast<unsigned char>(c);
    out += is_plain ? std::string(1, c) : std::string{'%', figures[byte >> 4], figures[byte & 15]};
  }
  return out;
}

std::string place(const source_span& at) {
  std::string out = R"("physicalLocation":{"artifactLocation":{)";
  if (at.file.starts_with('/')) {
    put(out, "uri", "file://" + uri_of(at.file));
  } else {
    put(out, "uri", uri_of(at.file));
    out += R"(,"uriBaseId":"SRCROOT")";
  }
  return out + "},\"region\":" + region(at) + "}";
}

std::string result_of(const diagnostic& d, std::size_t rule) {
  std::string out = "{";
  put(out, "ruleId", d.code);
  out += ",\"ruleIndex\":" + std::to_string(rule) + ",";
  put(out, "level", to_string(d.level));
  out += ",\"message\":{";
  put(out, "text", d.help.empty() ? d.message : d.message + "\nhelp: " + d.help);
  out += "},\"locations\":[{" + place(d.at) + "}]";
  if (!d.notes.empty()) {
    out += ",\"relatedLocations\":[";
    for (std::size_t i = 0; i < d.notes.size(); ++i) {
      out += (i == 0 ? "{\"id\":" : ",{\"id\":") + std::to_string(i + 1) + "," +
             place(d.notes[i].at) + ",\"message\":{";
      put(out, "text", d.notes[i].message);
      out += "}}";
    }
    out += ']';
  }
  return out + "}";
}

void append_page(std::string& out, const rule_page& page) {
  if (!page.title.empty()) {
    for (const char* name : {"shortDescription", "fullDescription"}) {
      out += std::string(",\"") + name + "\":{";
      put(out, "text", page.title);
      out += '}';
    }
  }
  if (!page.uri.empty()) {
    out += ',';
    put(out, "helpUri", page.uri);
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
                     std::string_view source_root,
                     const std::function<rule_page(const std::string& code)>& page_of) {
  std::string out =
      R"({"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"tool":{"driver":{"name":"gantry",)";
  put(out, "version", version);
  out += ",\"rules\":[";
  std::map<std::string, std::pair<std::size_t, diagnostic::severity>> codes;
  for (const diagnostic& d : diagnostics)
    codes.emplace(d.code, std::pair(0, d.level));
  std::size_t rules = 0;
  for (auto& [code, rule] : codes) {
    rule.first = rules++;
    out += rule.first == 0 ? "{" : ",{";
    put(out, "id", code);
    append_page(out, page_of(code));
    out += R"(,"defaultConfiguration":{)";
    put(out, "level", to_string(rule.second));
    out += "}}";
  }
  out += "]}}";
  if (!source_root.empty()) {
    out += R"(,"originalUriBaseIds":{"SRCROOT":{)";
    put(out, "uri", "file://" + uri_of(source_root) + (source_root.ends_with('/') ? "" : "/"));
    out += "}}";
  }
  out += R"(,"columnKind":"unicodeCodePoints","results":[)";
  for (std::size_t i = 0; i < diagnostics.size(); ++i)
    out += (i == 0 ? "" : ",") + result_of(diagnostics[i], codes.at(diagnostics[i].code).first);
  return out + "]}]}";
}

} // namespace gantry::dsl
