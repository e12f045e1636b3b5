#include "cli/settings/settings.hpp"
#include "dsl/base/time.hpp"
#include "gateway/http/address.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace gantry::cli {
namespace {

result<void> check_integer(const setting_definition& definition, std::string_view text) {
  std::int64_t number = 0;
  const auto* end = text.data() + text.size();
  const auto [stopped, failed] = std::from_chars(text.data(), end, number);
  if (failed != std::errc{} || stopped != end)
    return fail(errc::config_invalid, fmt::format("`{}` is not a whole number", text));
  if (number < definition.least || number > definition.most)
    return fail(errc::config_invalid, fmt::format("{} is not between {} and {}", number,
                                                  definition.least, definition.most));
  return {};
}

} // namespace

const std::vector<setting_definition>& setting_definitions() {
  using kind = setting_definition::kind;
  static const std::vector<setting_definition> all{
      {"data", "var/gantry", kind::path, "folder of the database; one engine a folder"},
      {"backups", "var/backups", kind::path, "folder of backups; best on another disk than data"},
      {"listen", "127.0.0.1:7400", kind::address, "address and port of the HTTP front"},
      {"flows", "workflows", kind::path, "folder of the flows, read whole at start"},
      {"site", "main", kind::text, "tenant or legal entity that orders of this engine belong to"},
      {"server", "http://127.0.0.1:7400", kind::url, "address of the engine that is asked"},
      {"log_level", "info", kind::log_level, "debug, info, warn or error"},
      {"shards", "2", kind::integer, "shards that own the orders", 1, 64},
      {"threads", "2", kind::integer, "threads of the actor scheduler", 1, 256},
      {"http_threads", "1", kind::integer, "threads of the HTTP front", 1, 64},
      {"open_orders_max", "100000", kind::integer, "orders in memory; beyond, intake answers 503",
       1, 10'000'000},
      {"connections_max", "1000", kind::integer, "connections of the HTTP front", 1, 100'000},
      {"passivate_after", "10s", kind::span, "an idle order leaves memory after so long"},
      {"drain", "10s", kind::span, "how long a stop waits for calls that are under way"},
      {"disk_warn_mb", "2000", kind::integer, "room on the disk of data below which the log warns",
       0, 1'000'000'000},
      {"disk_reserve_mb", "200", kind::integer,
       "room there that is kept for orders that run; below, intake answers 503", 0, 1'000'000'000},
      {"keep_orders", "0s", kind::keep,
       "finished orders are removed so long after their end; 0s: never"},
      {"keep_documents", "0s", kind::keep,
       "documents and events are removed so long after their receipt; 0s: never"},
      {"bodies", "compressed", kind::bodies,
       "what is stored of records, documents and events: compressed, or text for any program"},
      {"crashes_max", "3", kind::integer,
       "crashes of one order within a minute until it is held as poisoned", 1, 100},
  };
  return all;
}

std::string flag_of(std::string_view name) {
  std::string flag = "--" + std::string(name);
  std::replace(flag.begin(), flag.end(), '_', '-');
  return flag;
}

namespace {

/// What is removed is gone: `90s` where `90d` was meant would be an empty database.
constexpr auto keep_at_least = seconds(24 * 60 * 60);

result<void> check_span(const setting_definition& definition, std::string_view text) {
  const bool keeps = definition.is == setting_definition::kind::keep;
  const std::string example = keeps ? "90d or 400d" : "200ms, 10s, 5min or 1h30min";
  const auto span = parse_duration(text);
  if (!span)
    return fail(errc::config_invalid, fmt::format("`{}` is not a time span", text),
                "write a span such as " + example);
  if (span->ns < 0)
    return fail(errc::config_invalid, fmt::format("`{}` is less than nothing", text),
                "write a span such as " + example);
  if (keeps && span->ns > 0 && *span < keep_at_least)
    return fail(errc::config_invalid,
                fmt::format("`{}` would remove what is younger than a day", text),
                "write at least 1d, or 0s to remove nothing");
  return {};
}

} // namespace

result<void> check_setting(const setting_definition& definition, std::string_view text) {
  using kind = setting_definition::kind;
  if (text.empty())
    return fail(errc::config_invalid, "it is empty");
  switch (definition.is) {
  case kind::integer: return check_integer(definition, text);
  case kind::span:
  case kind::keep: return check_span(definition, text);
  case kind::address:
    if (const auto fits = gateway::parse_address(text); !fits)
      return fail(errc::config_invalid, fits.error().message, fits.error().help);
    return {};
  case kind::url:
    if (const auto fits = gateway::parse_http_url(text); !fits)
      return tl::unexpected(fits.error());
    return {};
  case kind::log_level:
    for (const std::string_view level : {"debug", "info", "warn", "error"})
      if (text == level)
        return {};
    return fail(errc::config_invalid, fmt::format("there is no level `{}`", text),
                "the levels are debug, info, warn and error");
  case kind::bodies:
    if (text == "compressed" || text == "text")
      return {};
    return fail(errc::config_invalid, fmt::format("bodies cannot be `{}`", text),
                "they are stored compressed, or as text");
  case kind::text:
  case kind::path: break;
  }
  return {};
}

} // namespace gantry::cli
