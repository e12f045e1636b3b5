#include "tests/expression/cel_alone.hpp"

#include <catch2/catch.hpp>

using namespace gantry::tests;

TEST_CASE("positions in texts count characters, and lie within them", "[unit]") {
  CHECK(cel("'aüb'.charAt(1)") == "\"ü\"");
  CHECK(cel("'ab'.charAt(2)") == "\"\"");
  CHECK(cel("'ab'.charAt(3)") == "eval");
  CHECK(cel("'ab'.charAt(-1)") == "eval");
  CHECK(cel("'xaxa'.indexOf('a', 2)") == "3");
  CHECK(cel("'abc'.indexOf('', 9)") == "eval");
  CHECK(cel("'xaxa'.lastIndexOf('a')") == "3");
  CHECK(cel("'xaxa'.lastIndexOf('a', 2)") == "1");
  CHECK(cel("'xaxa'.lastIndexOf('a', 0)") == "-1");
  CHECK(cel("'abc'.lastIndexOf('a', -1)") == "eval");
  CHECK(cel("'aüb'.reverse()") == "\"büa\"");
}

TEST_CASE("replace and split take how often", "[unit]") {
  CHECK(cel("'aaa'.replace('a', 'b', 2)") == "\"bba\"");
  CHECK(cel("'aaa'.replace('a', 'b', 0)") == "\"aaa\"");
  CHECK(cel("'aaa'.replace('a', 'b', -1)") == "\"bbb\"");
  CHECK(cel("'aü'.replace('', '-')") == "\"-a-ü-\"");
  CHECK(cel("'aü'.replace('', '-', 1)") == "\"-aü\"");
  CHECK(cel("'a,b,c'.split(',', 2)") == R"(["a","b,c"])");
  CHECK(cel("'a,b,'.split(',')") == R"(["a","b",""])");
  CHECK(cel("'a,b'.split(',', 0)") == "[]");
  CHECK(cel("'aüb'.split('')") == R"(["a","ü","b"])");
  CHECK(cel("'aüb'.split('', 2)") == R"(["a","üb"])");
  CHECK(cel("''.split(',')") == R"([""])");
  CHECK(cel("''.split('')") == "[]");
}

TEST_CASE("matches looks for a pattern of RE2 anywhere in a text", "[unit]") {
  CHECK(cel("'SO-2026-17'.matches('^SO-[0-9]{4}-[0-9]+$')") == "true");
  CHECK(cel("matches('grey', 'gr(a|e)y')") == "true");
  CHECK(cel("'grey'.matches('^e')") == "false");
  CHECK(cel("'über'.matches('^.ber$')") == "true");
  CHECK(cel("['a', 'b'].exists(p, 'xbx'.matches(p))") == "true");
}

TEST_CASE("a pattern that is none is told before anything runs where it is written out", "[unit]") {
  CHECK(cel("'a'.matches('(')") == "check");
  CHECK(cel("'a'.matches('(' + '')") == "eval");
  CHECK(cel("'a'.matches('(?=a)')") == "check"); // RE2 looks neither ahead nor back
  CHECK(cel("'a'.matches('((a{1000}){1000}){1000}')") == "check");
  CHECK(cel("'a'.matches('" + std::string(1'001, 'a') + "')") == "check");
}

TEST_CASE("format writes values into a text", "[unit]") {
  CHECK(cel("'%s: %d of %d'.format(['A', 1, 2u])") == "\"A: 1 of 2\"");
  CHECK(cel("'%.2f'.format([12.345m])") == "\"12.34\"");
  CHECK(cel("'%.2f'.format([2])") == "\"2.00\"");
  CHECK(cel("'%e'.format([1234.5])") == "\"1.234500e+03\"");
  CHECK(cel("'%x %X %o %b'.format([-255, 'z', 8, 5u])") == "\"-ff 7A 10 101\"");
  CHECK(cel("'%s'.format([{'b': [1, null], 'a': type(1)}])") == "\"{a: int, b: [1, null]}\"");
  CHECK(cel("'%s %s'.format([duration('90m'), timestamp('2026-01-02T03:04:05.50Z')])") ==
        "\"5400s 2026-01-02T03:04:05.5Z\"");
  CHECK(cel("'%s'.format([ip('10.0.0.1')])") == "\"10.0.0.1\"");
}

TEST_CASE("format tells clauses that it does not know and values that do not fit", "[unit]") {
  for (const auto* wrong :
       {"'%d'.format([1.5])", "'%d'.format(['a'])", "'%f'.format(['a'])", "'%x'.format([1.5])",
        "'%b'.format(['a'])", "'%q'.format([1])", "'%s'.format([])", "'%'.format([1])",
        "'%.'.format([1])", "'%.999f'.format([1.0])", "'%s'.format([optional.none()])"}) {
    INFO(wrong);
    CHECK(cel(wrong) == "eval");
  }
}

TEST_CASE("quote writes a text as a literal that reads back", "[unit]") {
  CHECK(cel(R"(strings.quote('a"b\\c\n\tü') == '"a\\"b\\\\c\\n\\tü"')") == "true");
}

TEST_CASE("doubles are written out unless they are very large or very small", "[unit]") {
  CHECK(cel("string(100000.0)") == "\"100000\"");
  CHECK(cel("'%s'.format([100000.0])") == "\"100000\"");
  CHECK(cel("string(0.0001)") == "\"0.0001\"");
  CHECK(cel("string(-0.000125)") == "\"-0.000125\"");
  CHECK(cel("string(-1234.5)") == "\"-1234.5\"");
  CHECK(cel("string(0.0)") == "\"0\"");
  CHECK(cel("string(1e20)") == "\"100000000000000000000\"");
  CHECK(cel("string(1e21)") == "\"1e+21\"");
  CHECK(cel("string(0.000001)") == "\"0.000001\"");
  CHECK(cel("string(1.5e-7)") == "\"1.5e-07\"");
}
