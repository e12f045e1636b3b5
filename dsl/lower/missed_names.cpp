#include "dsl/lower/missed_names.hpp"

#include "dsl/base/ascii.hpp"
#include "dsl/base/nearest_word.hpp"
#include "dsl/base/utf8.hpp"
#include "dsl/check/codes.hpp"
#include "dsl/check/data_files.hpp"

#include <algorithm>
#include <array>
#include <compare>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace gantry::dsl {

namespace {

/// Codes that say of a name that it is not there.
constexpr std::array<std::string_view, 23> unknown_names = {
    "GF0201", "GF0202", "GF0206", "GF0209", "GF0213", "GF0260", "GF0264", "GF0301",
    "GF0302", "GF0303", "GF0305", "GF0308", "GF0312", "GF0313", "GF0316", "GF0318",
    "GF0408", "GF0409", "GF0503", "GF0506", "GF0507", "GF0706", "GF0801"};

std::size_t characters_of(std::string_view text) {
  std::size_t count = 0;
  for (; !text.empty(); ++count)
    text.remove_prefix(std::max<std::size_t>(utf8_length(text), 1));
  return count;
}

/// Places of the flows where a word stands, outside of comments; at most so many are looked for.
std::vector<source_span> places_of_word(const std::vector<source_file>& files,
                                        const std::string& word, std::size_t places_max) {
  std::vector<source_span> places;
  for (const source_file& f : files) {
    std::uint32_t line_number = 0;
    for (std::string_view rest = f.text; !rest.empty() && !is_data_file(f.path);) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(line.size() + 1, rest.size()));
      ++line_number;
      const std::size_t end = std::min(line.find("//"), line.size());
      for (std::size_t at = line.find(word); at < end; at = line.find(word, at + 1)) {
        const std::size_t behind = at + word.size();
        if ((at > 0 && is_word(line[at - 1])) || (behind < line.size() && is_word(line[behind])))
          continue;
        const auto column = static_cast<std::uint32_t>(characters_of(line.substr(0, at)) + 1);
        places.push_back({f.path, line_number, column, line_number,
                          static_cast<std::uint32_t>(column + word.size())});
        if (places.size() == places_max)
          return places;
      }
    }
  }
  return places;
}

/// What a mistake misses, and what its help line takes it for; in back quotes.
struct slip {
  std::string missed, near;
  auto operator<=>(const slip&) const = default;
};

/// What is missed is what the message quotes that is most like what is there.
std::optional<slip> slip_of(const diagnostic& d) {
  constexpr std::string_view meant_is = "did you mean `";
  if (!is_unknown_name(d) || !d.help.starts_with(meant_is))
    return std::nullopt;
  const std::string near = d.help.substr(meant_is.size(), d.help.rfind('`') - meant_is.size());
  std::vector<std::string> quoted = quoted_in(d.message, '`');
  for (std::string& text : quoted_in(d.message, '"'))
    quoted.push_back(std::move(text));
  const std::string missed = nearest_word(near, quoted);
  if (missed.empty())
    return std::nullopt;
  return slip{"`" + missed + "`", "`" + near + "`"};
}

diagnostic at_declaration(const slip& s, const std::vector<diagnostic>& places,
                          const source_span& declared) {
  // Tests say what stands in the flow once more, and calls of the flow what it takes.
  const auto is_plain = [](const diagnostic& d) {
    return d.code != codes::test_wrong.code && d.code != codes::argument_unknown.code;
  };
  const auto first = std::find_if(places.begin(), places.end(), is_plain);
  diagnostic told = first == places.end() ? places.front() : *first;
  told.at = declared;
  told.message = s.near + " is used nowhere, and " + std::to_string(places.size()) +
                 " places want " + s.missed;
  told.help = "did you mean " + s.missed + "?";
  told.notes.clear();
  constexpr std::size_t notes_max = 5;
  for (std::size_t i = 0; i < std::min(places.size(), notes_max); ++i)
    told.notes.push_back({places[i].at, s.missed + " is missed here"});
  return told;
}

} // namespace

std::vector<std::string> quoted_in(const std::string& message, char quote) {
  std::vector<std::string> all;
  for (auto open = message.find(quote); open != std::string::npos;) {
    const auto close = message.find(quote, open + 1);
    if (close == std::string::npos)
      break;
    all.push_back(message.substr(open + 1, close - open - 1));
    open = message.find(quote, close + 1);
  }
  return all;
}

bool is_unknown_name(const diagnostic& d) {
  return std::find(unknown_names.begin(), unknown_names.end(), d.code) != unknown_names.end();
}

void tell_misspelt_declarations(const std::vector<source_file>& files,
                                std::vector<diagnostic>& diagnostics) {
  std::map<slip, std::vector<diagnostic>> missed;
  for (const diagnostic& d : diagnostics)
    if (const auto s = slip_of(d))
      missed[*s].push_back(d);
  for (const auto& [s, places] : missed) {
    if (places.size() < 2)
      continue;
    const auto declared = places_of_word(files, s.near.substr(1, s.near.size() - 2), 2);
    if (declared.size() != 1)
      continue;
    std::erase_if(diagnostics, [&s = s](const diagnostic& d) { return slip_of(d) == s; });
    diagnostics.push_back(at_declaration(s, places, declared.front()));
  }
}

} // namespace gantry::dsl
