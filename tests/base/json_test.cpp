#include "dsl/base/json.hpp"

#include <catch2/catch.hpp>

using namespace gantry;

namespace {

std::string complaint(std::string_view text) {
  const auto parsed = parse_json(text);
  return parsed ? std::string("accepted") : parsed.error().message;
}

} // namespace

TEST_CASE("json: numbers keep the digits that were written", "[unit]") {
  const auto parsed = parse_json(R"({"price":19.10,"big":99999999999999.99,"count":7})");
  REQUIRE(parsed);
  CHECK(parsed->find("price")->as_decimal().to_string() == "19.10");
  CHECK(parsed->find("big")->as_decimal().to_string() == "99999999999999.99");
  CHECK(parsed->find("count")->as_int() == 7);
  CHECK(to_json(*parsed) == R"({"price":"19.10","big":"99999999999999.99","count":7})");
}

TEST_CASE("json: what is malformed is told with line and column", "[unit]") {
  CHECK(complaint("{\n  \"a\": }") == "line 2, column 8: a value is expected, at `}`");
  CHECK(complaint("[1,]") == "line 1, column 4: a value is expected, at `]`");
  CHECK(complaint("{\"a\":1,\"a\":2}").find("stands twice") != std::string::npos);
  CHECK(complaint("\"\xff\"").find("not valid UTF-8") != std::string::npos);
  CHECK(complaint("\"\\ud800\"").find("surrogate") != std::string::npos);
  CHECK(complaint("01").find("leading zeros") != std::string::npos);
  CHECK(complaint("[1] 2").find("follows the end") != std::string::npos);
  CHECK(complaint("\"abc").find("not closed") != std::string::npos);
  CHECK(complaint("").find("value is expected") != std::string::npos);
  CHECK(complaint("12345678901234567890123456789012345").find("34 digits") != std::string::npos);
}

TEST_CASE("json: a number that no decimal holds can be had as the text that stood there",
          "[unit]") {
  const auto parsed = parse_json("[12345678901234567890123456789012345, 1e99999, 12.5, 7]",
                                 {.long_numbers_as_text = true});
  REQUIRE(parsed);
  const auto& all = parsed->as_list();
  CHECK(all.at(0).as_string() == "12345678901234567890123456789012345");
  CHECK(all.at(1).as_string() == "1e99999");
  CHECK(all.at(2).is_decimal());
  CHECK(all.at(3).is_int());
}

TEST_CASE("json: nesting is bounded", "[unit]") {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  CHECK(parse_json(nested(32)));
  CHECK_FALSE(parse_json(nested(33)));
  CHECK(complaint(std::string(1'000'000, '[')).find("too deeply") != std::string::npos);
}

TEST_CASE("json: the canonical form sorts names by UTF-16 units and normalises decimals",
          "[unit]") {
  // The example of RFC 8785 section 3.2.3, names alone.
  const auto parsed = parse_json(
      "{\"\\u20ac\":1,\"\\r\":2,\"\\ufb33\":3,\"1\":4,\"\\ud83d\\ude00\":5,\"\\u0080\":6,"
      "\"\\u00f6\":7}");
  REQUIRE(parsed);
  CHECK(to_canonical_json(*parsed) ==
        "{\"\\r\":2,\"1\":4,\"\xC2\x80\":6,\"\xC3\xB6\":7,\"\xE2\x82\xAC\":1,"
        "\"\xF0\x9F\x98\x80\":5,\"\xEF\xAC\xB3\":3}");
  CHECK(to_canonical_json(*parse_json("[2.50, 2.5, 25e-1, null]")) ==
        R"(["2.5","2.5","2.5",null])");
}

TEST_CASE("json: a record has the text of the object with its members, in both forms", "[unit]") {
  // U+FF5E comes before U+1F600 in UTF-8, and behind it in UTF-16.
  const std::vector<std::string> names{"b", "a\"quoted\"", "\U0001F600", "\uFF5E", "absent", "a"};
  const auto shape = std::make_shared<const record_shape>("Odd", names);
  std::vector<value> fields;
  value::map_entries members;
  for (std::size_t i = 0; i < names.size(); ++i) {
    fields.push_back(names[i] == "absent" ? value() : value(static_cast<int>(i)));
    if (names[i] != "absent")
      members.emplace_back(value(names[i]), fields.back());
  }
  const auto record = value::make_record(shape, fields);
  const auto object = value::make_map(members);
  CHECK(to_json(record) == to_json(object));
  CHECK(to_canonical_json(record) == to_canonical_json(object));
}

TEST_CASE("json: decimals of every size are written without an exponent", "[unit]") {
  for (const auto* text :
       {"0", "-0", "0.00", "-0.05", "1", "-12.50", "100", "0.000001", "18446744073709551615",
        "-18446744073709551616", "1234567890123456789", "0.1234567890123456789012345678901234",
        "9999999999999999999999999999999999", "12345678901234567890.123456789",
        "0.00000000000000000000000000000000000000001", "0000000000000000000000012.30"}) {
    INFO(text);
    const auto number = decimal::parse(text);
    REQUIRE(number);
    text_buffer written;
    number->put_plain(written);
    CHECK(written.view() == number->to_plain_string());
    CHECK(decimal::parse(written.view())->to_string() == number->to_string());
  }
  CHECK(to_json(value(*decimal::parse("12E+3"))) == R"("12000")");
}

TEST_CASE("json: the first difference of two documents is named by its path", "[unit]") {
  const auto a = *parse_json(R"({"lines":[{"quantity":1},{"quantity":2}],"note":"x"})");
  const auto b = *parse_json(R"({"lines":[{"quantity":1},{"quantity":3}],"note":"x"})");
  CHECK(first_difference(a, b) == "lines[1].quantity");
  CHECK(first_difference(a, a).empty());
  CHECK(first_difference(a, *parse_json(R"({"lines":[{"quantity":1}],"note":"x"})")) == "lines[1]");
}

TEST_CASE("json: what a complaint names is what the reader has to look for", "[unit]") {
  CHECK(complaint(R"({"a":1,"total":2,"total":3})").find("the member `total` stands twice") !=
        std::string::npos);
  CHECK(complaint(std::string(40, '[')).find("in more than 32 lists and objects") !=
        std::string::npos);
  // The place of a number is where it begins.
  CHECK(complaint(R"({"a":12345678901234567890123456789012345})") ==
        "line 1, column 6: a number has more than 34 digits or is out of range, at "
        "`12345678901234567890`");
}
