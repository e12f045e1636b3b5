#include "dsl/base/control_characters.hpp"

#include <catch2/catch.hpp>

using namespace gantry;
using namespace std::string_literals;

TEST_CASE("control characters are shown by their numbers, everything else as it is", "[unit]") {
  CHECK(printable("E1\x1b[2J") == "E1\\u001b[2J");
  CHECK(printable("a\0b\nc\x7f"s) == "a\\u0000b\\u000ac\\u007f");
  CHECK(printable("\xC2\x9B"
                  "31m") == "\\u009b31m");
  CHECK(printable("\xE2\x80\xAEgnp\xE2\x81\xA9\xE2\x80\xA8") == "\\u202egnp\\u2069\\u2028");
  CHECK(printable("Zürich – 東京 €\xC2\xA0") == "Zürich – 東京 €\xC2\xA0");
  CHECK(printable("half \xE2\x82, lone \x9b") == "half \\xe2\\x82, lone \\x9b");
  CHECK(printable("two\nlines\x1b", "\n") == "two\nlines\\u001b");
}

TEST_CASE("a text with a control character, and one of blanks, is told from others", "[unit]") {
  for (const auto& text : {"\x1b"s, "a\0"s, "a\nb"s, "\xC2\x85"s, "\xE2\x80\xAE"s, "\xE2\x81\xA6"s})
    CHECK(has_control_character(text));
  for (const auto& text : {""s, "PO 4711/7"s, "Müller"s, "\xE2\x80\x93"s, "\xC3\x85"s})
    CHECK_FALSE(has_control_character(text));
  for (const auto& text : {""s, " "s, "\t \xC2\xA0"s})
    CHECK(is_blank(text));
  CHECK_FALSE(is_blank(" x "));
}
