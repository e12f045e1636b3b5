#include "tests/expression/cel_alone.hpp"

#include <catch2/catch.hpp>

using namespace gantry::tests;

TEST_CASE("addresses are written in their shortest form", "[unit]") {
  CHECK(cel("string(ip('2001:0DB8:0:0:1:0:0:1'))") == "\"2001:db8::1:0:0:1\"");
  CHECK(cel("string(ip('::'))") == "\"::\"");
  CHECK(cel("string(ip('::1'))") == "\"::1\"");
  CHECK(cel("string(ip('1:0:2:3:4:5:6:7'))") == "\"1:0:2:3:4:5:6:7\"");
  CHECK(cel("string(ip('fe80::'))") == "\"fe80::\"");
  CHECK(cel("string(ip('64:ff9b::10.0.0.1'))") == "\"64:ff9b::a00:1\"");
  CHECK(cel("string(ip('::ffff:c0a8:1'))") == "\"::ffff:192.168.0.1\"");
}

TEST_CASE("texts that only resemble addresses are none", "[unit]") {
  for (const auto* text : {"",
                           "1.2.3",
                           "1.2.3.4.5",
                           "1.2.3.256",
                           "01.2.3.4",
                           "1.2.3.4 ",
                           "1..2.3",
                           "::1::",
                           ":::",
                           "1:2:3:4:5:6:7",
                           "1:2:3:4:5:6:7:8:9",
                           "1:2:3:4::5:6:7:8",
                           "12345::",
                           "g::",
                           "1:",
                           ":1",
                           "fe80::1%eth0",
                           "::ffff:10.0.0.1",
                           "1.2.3.4::",
                           "::1.2.3",
                           "::1.2.3.4:5"}) {
    INFO(text);
    CHECK(cel("isIP('" + std::string(text) + "')") == "false");
    CHECK(cel("ip('" + std::string(text) + "')") == "eval");
  }
  for (const auto* text : {"10.0.0.0", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/08", "10.0.0.0/-1",
                           "::/129", "::/1/2", "/8", "10.0.0.0/8 "}) {
    INFO(text);
    CHECK(cel("isCIDR('" + std::string(text) + "')") == "false");
  }
}

TEST_CASE("addresses know what they are for", "[unit]") {
  CHECK(cel("ip('0.0.0.0').isUnspecified() && ip('::').isUnspecified()") == "true");
  CHECK(cel("ip('127.1.2.3').isLoopback() && ip('::1').isLoopback()") == "true");
  CHECK(cel("ip('10.0.0.1').isGlobalUnicast()") == "true");
  for (const auto* other : {"255.255.255.255", "0.0.0.0", "127.0.0.1", "224.0.0.1", "169.254.1.1"})
    CHECK(cel("ip('" + std::string(other) + "').isGlobalUnicast()") == "false");
  CHECK(cel("ip('ff02::1').isLinkLocalMulticast() && !ip('ff05::1').isLinkLocalMulticast()") ==
        "true");
  CHECK(cel("ip('10.0.0.1').family() == 4 && ip('::1').family() == 6") == "true");
  CHECK(cel("ip.isCanonical('2001:db8::1') && !ip.isCanonical('2001:DB8::1')") == "true");
}

TEST_CASE("blocks contain addresses and smaller blocks of their family", "[unit]") {
  CHECK(cel("cidr('10.0.0.0/8').containsIP('10.255.0.1')") == "true");
  CHECK(cel("cidr('10.0.0.0/8').containsIP(ip('11.0.0.1'))") == "false");
  CHECK(cel("cidr('0.0.0.0/0').containsIP('::1')") == "false");
  CHECK(cel("cidr('2001:db8::/33').containsIP('2001:db8:8000::')") == "false");
  CHECK(cel("cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16')") == "true");
  CHECK(cel("cidr('10.1.0.0/16').containsCIDR('10.0.0.0/8')") == "false");
  CHECK(cel("string(cidr('10.1.2.3/15').masked())") == "\"10.0.0.0/15\"");
  CHECK(cel("cidr('10.1.2.3/15').ip() == ip('10.1.2.3')") == "true");
  CHECK(cel("cidr('10.1.2.3/15').prefixLength()") == "15");
  CHECK(cel("cidr('10.0.0.0/8').containsIP('nonsense')") == "eval");
}
