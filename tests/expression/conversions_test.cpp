#include "tests/expression/cel_alone.hpp"
#include "tests/expression/evaluate.hpp"

#include <catch2/catch.hpp>

using namespace gantry::tests;

TEST_CASE("numbers are cut towards zero and told where they do not fit", "[unit]") {
  CHECK(cel("int(-1.9)") == "-1");
  CHECK(cel("int(12.9m)") == "12");
  CHECK(cel("int(-0.4m)") == "0");
  CHECK(cel("uint(1e3m)") == "parse");
  CHECK(cel("uint(decimal('1E+3'))") == "1000");
  CHECK(cel("uint(-1)") == "eval");
  CHECK(cel("int(9223372036854775808.0)") == "eval");
  CHECK(cel("int(18446744073709551615u)") == "eval");
  CHECK(cel("int(decimal('1E+6000'))") == "eval");
  CHECK(cel("int('12a')") == "eval");
  CHECK(cel("int('')") == "eval");
  CHECK(cel("double('-Infinity') < 0.0") == "true");
  CHECK(cel("double('1e-400')") == "0");
  CHECK(cel("double('1e400')") == "eval");
  CHECK(cel("double('nan')") == "eval");
}

TEST_CASE("spans are read and written with the units of CEL", "[unit]") {
  CHECK(cel("duration('1h30m') == 90min") == "true");
  CHECK(cel("duration('-1.5h') == -90min") == "true");
  CHECK(cel("string(duration('1h'))") == "\"3600s\"");
  CHECK(cel("string(duration('-0.000000001s'))") == "\"-0.000000001s\"");
  CHECK(cel("string(duration('123.321456789s'))") == "\"123.321456789s\"");
  CHECK(cel("duration('123.321456789s').getMilliseconds()") == "321");
  CHECK(cel("duration('1h2m').getMinutes()") == "62");
  for (const auto* none : {"", "1", "s", "1d", "1.s.", "1 s", "-", "--1s", "9999999h", "1e3s"}) {
    INFO(none);
    CHECK(cel("duration('" + std::string(none) + "')") == "eval");
  }
}

TEST_CASE("parts of a time are those of a clock in a zone", "[unit]") {
  const std::string t = "timestamp('2026-03-29T00:30:00.250Z')";
  CHECK(cel(t + ".getHours('Europe/Berlin')") == "1");
  CHECK(cel("(" + t + " + 30min).getHours('Europe/Berlin')") == "3");
  CHECK(cel(t + ".getDayOfYear()") == "87");
  CHECK(cel(t + ".getDayOfMonth()") == "28");
  CHECK(cel(t + ".getDate('-01:00')") == "28");
  CHECK(cel(t + ".getDayOfWeek()") == "0");
  CHECK(cel(t + ".getMilliseconds()") == "250");
  CHECK(cel(t + ".getHours('Nowhere/At_All')") == "eval");
}

TEST_CASE("times of CEL reach from the year 1 to 9999, times of flows from 1678 to 2261",
          "[unit]") {
  CHECK(cel("timestamp('9999-12-31T23:59:59Z') > timestamp('0001-01-01T00:00:00Z')") == "true");
  CHECK(cel("string(timestamp('0001-01-01T00:00:00Z') + duration('1ns'))") ==
        "\"0001-01-01T00:00:00.000000001Z\"");
  CHECK(cel("timestamp('9999-12-31T23:59:59.999999999Z') + duration('1ns')") == "eval");
  CHECK(cel("timestamp('9999-12-31T23:59:59Z').getFullYear()") == "9999");
  CHECK(cel("timestamp(-62135596800) == timestamp('0001-01-01T00:00:00Z')") == "true");
  CHECK(cel("timestamp(-62135596801)") == "eval");
  CHECK(cel("type(timestamp('0001-01-01T00:00:00Z')) == google.protobuf.Timestamp") == "true");
  CHECK(result_of("timestamp(\"0001-01-01T00:00:00Z\")") == "GF0214");
  CHECK(result_of("timestamp(\"2262-01-01T00:00:00Z\") + 365d") == "failed");
  CHECK(result_of("timestamp(0)") == "\"1970-01-01T00:00:00Z\"");
}

TEST_CASE("base64 is read with and without its padding", "[unit]") {
  CHECK(cel("base64.encode(b'hello')") == "\"aGVsbG8=\"");
  CHECK(cel("base64.decode('aGVsbG8=') == base64.decode('aGVsbG8')") == "true");
  CHECK(cel("base64.decode('a')") == "eval");
  CHECK(cel("base64.decode('?!')") == "eval");
}

TEST_CASE("types are values with names", "[unit]") {
  CHECK(cel("type(1) == int && type(1u) == uint && type(1.0) == double") == "true");
  CHECK(cel("type(1m) == decimal && type(1h) == duration && type(null) == null_type") == "true");
  CHECK(cel("type([]) == list && type({}) == map && type(type(1)) == type") == "true");
  CHECK(cel("type(optional.none()) == optional_type && type(b'') == bytes") == "true");
}

TEST_CASE("a blank between day and time is no RFC 3339 as CEL has it", "[unit]") {
  CHECK(cel("timestamp('2024-01-01 00:00:00Z')") == "eval");
  CHECK(cel("timestamp('2024-01-01T00:00:00Z')") == "\"2024-01-01T00:00:00Z\"");
}
