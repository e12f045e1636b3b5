#include "dsl/graph/names_in_words.hpp"

#include <algorithm>
#include <array>

namespace gantry::dsl::graph {
namespace {

/// Words that the trade writes in capitals.
bool is_abbreviation(std::string_view word) {
  static constexpr std::array<std::string_view, 14> known{"asn", "crm", "edi", "erp", "gln",
                                                          "id",  "oms", "po",  "rma", "sku",
                                                          "tms", "url", "vat", "wms"};
  return std::find(known.begin(), known.end(), word) != known.end();
}

std::string in_capitals(std::string_view word) {
  std::string letters(word);
  std::transform(letters.begin(), letters.end(), letters.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return letters;
}

} // namespace

std::string words_of(std::string_view name) {
  std::string words;
  while (!name.empty()) {
    const auto end = std::min(name.find_first_of("_- "), name.size());
    const auto word = name.substr(0, end);
    words += is_abbreviation(word) ? in_capitals(word) : std::string(word);
    if (end < name.size())
      words += ' ';
    name.remove_prefix(std::min(end + 1, name.size()));
  }
  return words;
}

std::string title_of(std::string_view name) {
  auto words = words_of(name);
  if (!words.empty() && words.front() >= 'a' && words.front() <= 'z')
    words.front() = static_cast<char>(words.front() - 'a' + 'A');
  return words;
}

std::string system_of(std::string_view contract) {
  return contract.size() > 3 ? title_of(contract) : in_capitals(contract);
}

std::string choice_of(const std::vector<std::string>& texts) {
  std::string all;
  for (std::size_t i = 0; i < texts.size(); ++i)
    all += (i == 0 ? "" : i + 1 == texts.size() ? " or " : ", ") + texts[i];
  return all;
}

std::string shortened(std::string text, std::size_t characters_max) {
  const auto is_lead = [](char c) { return (c & 0xC0) != 0x80; };
  if (static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_lead)) <= characters_max)
    return text;
  std::size_t end = 0, seen = 0;
  for (; end < text.size() && seen < characters_max; ++end)
    seen += is_lead(text[end]) ? 1 : 0;
  const auto blank = text.rfind(' ', end - 1);
  text.resize(blank == std::string::npos || blank * 2 < end ? end - 1 : blank);
  while (!text.empty() && (text.back() == ' ' || text.back() == ',' || !is_lead(text.back())))
    text.pop_back();
  return text + " …";
}

std::string first_paragraph(std::string_view documentation) {
  std::string line;
  for (std::size_t begin = 0; begin < documentation.size();) {
    const auto end = std::min(documentation.find('\n', begin), documentation.size());
    const auto part = documentation.substr(begin, end - begin);
    if (part.find_first_not_of(" \t") == std::string_view::npos && !line.empty())
      break;
    line += (line.empty() ? "" : " ") + std::string(part);
    begin = end + 1;
  }
  return line;
}

} // namespace gantry::dsl::graph
