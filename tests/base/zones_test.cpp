#include "dsl/base/time.hpp"
#include "dsl/base/zones.hpp"

#include <catch2/catch.hpp>

using namespace gantry;

namespace {

/// Hours by which the zone is ahead of UTC at a time; -100 for no zone.
double hours_ahead(std::string_view zone, const char* at) {
  const auto offset = zone_offset_at(zone, parse_timestamp(at)->ns / 1'000'000'000);
  return offset ? *offset / 3600.0 : -100;
}

} // namespace

TEST_CASE("zones know summer and winter on both sides of the equator", "[unit]") {
  CHECK(hours_ahead("Europe/Berlin", "2026-01-15T12:00:00Z") == 1);
  CHECK(hours_ahead("Europe/Berlin", "2026-07-15T12:00:00Z") == 2);
  CHECK(hours_ahead("Europe/Berlin", "2026-03-29T00:59:59Z") == 1);
  CHECK(hours_ahead("Europe/Berlin", "2026-03-29T01:00:00Z") == 2);
  CHECK(hours_ahead("Europe/Berlin", "2026-10-25T00:59:59Z") == 2);
  CHECK(hours_ahead("Europe/Berlin", "2026-10-25T01:00:00Z") == 1);
  CHECK(hours_ahead("Australia/Sydney", "2026-01-15T12:00:00Z") == 11);
  CHECK(hours_ahead("Australia/Sydney", "2026-07-15T12:00:00Z") == 10);
  CHECK(hours_ahead("America/St_Johns", "2026-01-15T12:00:00Z") == -3.5);
  CHECK(hours_ahead("Asia/Kathmandu", "2026-01-15T12:00:00Z") == 5.75);
}

TEST_CASE("zones go on by their rule after the last year that is listed", "[unit]") {
  CHECK(hours_ahead("Europe/Berlin", "2190-01-15T12:00:00Z") == 1);
  CHECK(hours_ahead("Europe/Berlin", "2190-07-15T12:00:00Z") == 2);
  CHECK(hours_ahead("Australia/Sydney", "2190-01-15T12:00:00Z") == 11);
  CHECK(hours_ahead("Australia/Sydney", "2190-07-15T12:00:00Z") == 10);
  CHECK(hours_ahead("America/New_York", "2190-07-15T12:00:00Z") == -4);
  CHECK(hours_ahead("Asia/Tokyo", "2190-07-15T12:00:00Z") == 9);
}

TEST_CASE("zones know the past, and old names", "[unit]") {
  CHECK(hours_ahead("Europe/Berlin", "1945-07-01T00:00:00Z") == 3);
  CHECK(hours_ahead("America/New_York", "1975-02-24T12:00:00Z") == -4);
  CHECK(hours_ahead("US/Central", "2014-07-15T12:00:00Z") == -5);
  CHECK(hours_ahead("UTC", "2026-01-15T12:00:00Z") == 0);
}

TEST_CASE("an offset is a zone, and other texts are none", "[unit]") {
  const auto now = "2026-01-15T12:00:00Z";
  CHECK(hours_ahead("+05:30", now) == 5.5);
  CHECK(hours_ahead("-09:30", now) == -9.5);
  CHECK(hours_ahead("02:00", now) == 2);
  for (const auto* none : {"", "Europe/Berln", "+24:00", "+5:30", "05:60", "europe/berlin", "+"})
    CHECK(hours_ahead(none, now) == -100);
  CHECK(is_time_zone("Europe/Berlin"));
  CHECK_FALSE(is_time_zone("+02:00"));
  CHECK(time_zone_names().size() > 500);
}
