#pragma once

#include "dsl/check/codes.hpp"
#include "dsl/compile.hpp"
#include "dsl/syntax/parse/words.hpp"

#include <string>
#include <utility>
#include <vector>

namespace gantry::dsl {

/// Adds a diagnostic; the result may be given notes.
inline diagnostic& report(std::vector<diagnostic>& to, const diagnostic_code& what,
                          const source_span& at, std::string message, std::string help = {}) {
  diagnostic d;
  d.code = std::string(what.code);
  d.at = at;
  d.message = std::move(message);
  d.help = std::move(help);
  to.push_back(std::move(d));
  return to.back();
}

/// As `report`, for what is allowed and still worth a look.
inline diagnostic& warn(std::vector<diagnostic>& to, const diagnostic_code& what,
                        const source_span& at, std::string message, std::string help = {}) {
  diagnostic& d = report(to, what, at, std::move(message), std::move(help));
  d.level = diagnostic::severity::warning;
  return d;
}

/// Names of fields, operations, events, ….
template <class T>
std::vector<std::string> names_of(const std::vector<T>& all) {
  std::vector<std::string> names;
  for (const T& each : all)
    names.push_back(each.name);
  return names;
}

inline std::string quoted(const std::string& name) {
  return "`" + name + "`";
}

/// `did you mean …?`, or what else can be done.
inline std::string meant(const std::string& name, const std::vector<std::string>& known,
                         const std::string& otherwise) {
  const std::string near = words::nearest(name, known);
  return near.empty() ? otherwise : "did you mean " + quoted(near) + "?";
}

/// `1,000`
inline std::string with_thousands(std::size_t number) {
  std::string text = std::to_string(number);
  for (std::size_t digits = 3; digits < text.size(); digits += 4)
    text.insert(text.size() - digits, 1, ',');
  return text;
}

inline std::string listed(const std::vector<std::string>& names) {
  std::string all;
  for (const std::string& n : names)
    all += (all.empty() ? "" : ", ") + quoted(n);
  return all;
}

} // namespace gantry::dsl
