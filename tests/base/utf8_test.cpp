#include "dsl/base/decimal.hpp"
#include "dsl/base/json.hpp"
#include "dsl/base/time.hpp"
#include "dsl/base/utf8.hpp"
#include "dsl/base/uuid.hpp"
#include "dsl/types/builders.hpp"

#include <catch2/catch.hpp>

using namespace gantry;

TEST_CASE("utf8: what RFC 3629 allows is valid, and nothing else", "[unit]") {
  for (const std::string good :
       {"", "a", "\xC2\x80", "ä", "€", "\xEF\xBF\xBF", "𐍈", "\xF4\x8F\xBF\xBF"})
    CHECK(is_valid_utf8(good));
  for (const std::string bad :
       {"\x80", "\xC3", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xE2\x82", "\xF0\x80\x80\xAF",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "a\xE4z"})
    CHECK_FALSE(is_valid_utf8(bad));
}

TEST_CASE("utf8: a text is never cut inside a character", "[unit]") {
  const std::string text = "aä€𐍈z";
  for (std::size_t most = 0; most <= text.size() + 2; ++most) {
    const auto cut = utf8_prefix(text, most);
    CHECK(cut.size() <= most);
    CHECK(is_valid_utf8(cut));
  }
  CHECK(utf8_prefix(text, 100) == text);
}

TEST_CASE("decode: the value of a field that does not fit is shown without half a character",
          "[unit]") {
  for (std::size_t before = 95; before <= 101; ++before) {
    std::string text(before, 'x');
    text += "€€€€";
    const auto decoded = dsl::decode(value(text), *dsl::int_type(), "input.version");
    REQUIRE_FALSE(decoded);
    REQUIRE(decoded.error().fields.size() == 1);
    CHECK(is_valid_utf8(decoded.error().fields[0].value));
  }
}

TEST_CASE("utf8: what is no time, span, number or UUID is shown to a whole character", "[unit]") {
  // One letter and then characters of two bytes: every even limit lies inside of one.
  std::string text = "x";
  for (int i = 0; i < 100; ++i)
    text += "ß";
  CHECK(is_valid_utf8(parse_timestamp(text).error().message));
  CHECK(is_valid_utf8(parse_duration(text).error().message));
  CHECK(is_valid_utf8(decimal::parse(text).error().message));
  CHECK(is_valid_utf8(parse_uuid(text).error().message));
}
