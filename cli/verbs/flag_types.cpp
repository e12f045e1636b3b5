#include "cli/verbs/flag_types.hpp"

#include "dsl/base/json.hpp"
#include "dsl/base/time.hpp"
#include "dsl/syntax/parse/words.hpp"
#include "gateway/http/address.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace gantry::cli::flag_types {
namespace {

/// A check that says nothing when the text fits.
template <class Check>
CLI::Validator made(Check check, std::string description = {}) {
  return CLI::Validator([check](std::string& text) { return check(text); }, std::move(description));
}

constexpr auto span_help = "is not a time span such as 200ms, 30s, 5min or 1h30min";
constexpr auto moment_help = "is not a time such as 2026-12-01T18:00:00Z";

} // namespace

CLI::Validator span() {
  return made([](const std::string& text) {
    return parse_duration(text) ? std::string{} : fmt::format("`{}` {}", text, span_help);
  });
}

CLI::Validator moment() {
  return made([](const std::string& text) {
    return parse_timestamp(text) ? std::string{} : fmt::format("`{}` {}", text, moment_help);
  });
}

CLI::Validator span_or_moment() {
  return made([](const std::string& text) {
    return parse_duration(text) || parse_timestamp(text)
               ? std::string{}
               : fmt::format("`{}` {}, and {}", text, span_help, moment_help);
  });
}

CLI::Validator not_blank() {
  return made([](const std::string& text) {
    return text.find_first_not_of(" \t\r\n") != std::string::npos ? std::string{}
                                                                  : std::string{"it is empty"};
  });
}

CLI::Validator number(std::int64_t least, std::int64_t most) {
  return made([least, most](const std::string& text) {
    std::int64_t found = 0;
    const auto* end = text.data() + text.size();
    const auto [stopped, failed] = std::from_chars(text.data(), end, found);
    const bool fits = failed == std::errc{} && stopped == end && found >= least && found <= most;
    return fits ? std::string{}
                : fmt::format("`{}` is not a number from {} to {}", text, least, most);
  });
}

CLI::Validator json() {
  return made([](const std::string& text) {
    const auto parsed = parse_json(text);
    return parsed ? std::string{} : fmt::format("this is not JSON: {}", parsed.error().message);
  });
}

CLI::Validator json_object() {
  return made([](const std::string& text) {
    const auto parsed = parse_json(text);
    if (!parsed)
      return fmt::format("this is not JSON: {}", parsed.error().message);
    return parsed->is_map() ? std::string{}
                            : std::string{"this is no JSON object such as {\"account\":\"C-1\"}"};
  });
}

CLI::Validator label() {
  return made([](const std::string& text) {
    const auto equals = text.find('=');
    return equals != std::string::npos && equals > 0 && equals + 1 < text.size()
               ? std::string{}
               : fmt::format("`{}` is not NAME=TEXT, such as customer=C-1001", text);
  });
}

CLI::Validator url() {
  return made([](const std::string& text) {
    const auto parsed = gateway::parse_http_url(text);
    return parsed ? std::string{}
                  : fmt::format("{} ({})", parsed.error().message, parsed.error().help);
  });
}

CLI::Validator address() {
  return made([](const std::string& text) {
    const auto parsed = gateway::parse_address(text);
    return parsed ? std::string{}
                  : fmt::format("{} ({})", parsed.error().message, parsed.error().help);
  });
}

CLI::Validator incident() {
  return made([](const std::string& text) {
    const auto slash = text.rfind('/');
    const bool fits = slash != std::string::npos && slash > 0 && slash + 1 < text.size() &&
                      std::all_of(text.begin() + static_cast<std::ptrdiff_t>(slash) + 1, text.end(),
                                  [](char c) { return c >= '0' && c <= '9'; });
    return fits ? std::string{}
                : fmt::format("`{}` is not ORDER/NUMBER, as `gantry incidents` prints it", text);
  });
}

void take_one_of(CLI::Option& option, std::vector<std::string> words) {
  option.type_name(fmt::format("{{{}}}", fmt::join(words, ",")));
  option.check(made([words = std::move(words)](const std::string& text) {
    if (std::find(words.begin(), words.end(), text) != words.end())
      return std::string{};
    const auto near = dsl::words::nearest(text, words);
    return near.empty() ? fmt::format("`{}` is none of {}", text, fmt::join(words, ", "))
                        : fmt::format("there is no `{}`; did you mean `{}`?", text, near);
  }));
}

CLI::Validator setting(const setting_definition& definition) {
  return made([&definition](const std::string& text) {
    const auto fits = check_setting(definition, text);
    if (fits)
      return std::string{};
    return fits.error().help.empty()
               ? fits.error().message
               : fmt::format("{} ({})", fits.error().message, fits.error().help);
  });
}

std::vector<std::string> words_of(const CLI::Option& option) {
  const auto type = option.get_type_name();
  const auto open = type.find('{'), close = type.find('}');
  if (open == std::string::npos || close == std::string::npos)
    return {};
  return CLI::detail::split(type.substr(open + 1, close - open - 1), ',');
}

} // namespace gantry::cli::flag_types
