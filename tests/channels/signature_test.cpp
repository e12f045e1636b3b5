#include "dsl/base/digest.hpp"
#include "tests/channels/channel_fixture.hpp"

#include <catch2/catch.hpp>

using namespace gantry;
using namespace gantry::tests;

namespace {

const std::string secret = "a secret of the shop";

std::string mac_of(const std::string& body, const std::string& key) {
  const auto mac = hmac_sha256(key, body);
  return {reinterpret_cast<const char*>(mac.data()), mac.size()};
}

struct signed_kind {
  std::string kind, media_type, header;
};

const std::vector<signed_kind> kinds{{"json", "application/json", "x-gantry-hmac-sha256"},
                                     {"shopify", "application/json", "x-shopify-hmac-sha256"},
                                     {"x12", "application/edi-x12", "x-gantry-hmac-sha256"}};

errc refusal(const signed_kind& kind, const std::string& body, const std::string& signature) {
  const auto admitted = channel_of(kind.kind, "p", secret)
                            ->admit(document_of(body, kind.media_type, {{kind.header, signature}}));
  REQUIRE_FALSE(admitted);
  CHECK_FALSE(admitted.error().help.empty());
  CHECK(admitted.error().message.find(secret) == std::string::npos);
  return admitted.error().code;
}

} // namespace

TEST_CASE("a document whose signature fits its bytes is admitted", "[unit]") {
  const std::string body = "{\"a\":\"ä\"}\n";
  for (const auto& kind : kinds) {
    const auto document = document_of(
        body, kind.media_type, {{"host", "x"}, {kind.header, to_base64(mac_of(body, secret))}});
    CHECK(channel_of(kind.kind, "p", secret)->admit(document));
  }
}

TEST_CASE("a signature that is wrong, missing or written otherwise is refused", "[unit]") {
  const std::string body = "{\"a\":1}";
  const auto right = to_base64(mac_of(body, secret));
  for (const auto& kind : kinds) {
    INFO(kind.kind);
    CHECK(refusal(kind, body + " ", right) == errc::bad_signature);
    CHECK(refusal(kind, body, to_base64(mac_of(body, "another secret"))) == errc::bad_signature);
    CHECK(refusal(kind, body, "") == errc::bad_signature);
    CHECK(refusal(kind, body, to_hex(hmac_sha256(secret, body))) == errc::bad_signature);
    CHECK(refusal(kind, body, right.substr(0, right.size() - 1)) == errc::bad_signature);
    CHECK(refusal(kind, body, right + "=") == errc::bad_signature);
    CHECK(refusal(kind, body, "sha256=" + right) == errc::bad_signature);
    const auto none = channel_of(kind.kind, "p", secret)->admit(document_of(body, kind.media_type));
    REQUIRE_FALSE(none);
    CHECK(none.error().code == errc::bad_signature);
  }
}

TEST_CASE("the signature of another header does not count", "[unit]") {
  const std::string body = "{}";
  const auto document = document_of(body, "application/json",
                                    {{"x-gantry-hmac-sha256", to_base64(mac_of(body, secret))}});
  CHECK_FALSE(channel_of("shopify", "p", secret)->admit(document));
}

TEST_CASE("a channel without a secret checks no signature", "[unit]") {
  for (const auto& kind : kinds)
    CHECK(channel_of(kind.kind, "p")
              ->admit(document_of("x", kind.media_type, {{kind.header, "nonsense"}})));
}

TEST_CASE("a channel admits what it speaks, however the media type is written", "[unit]") {
  const auto admits = [](const char* kind, const char* media_type) {
    const auto admitted = channel_of(kind, "p")->admit(document_of("x", media_type));
    if (!admitted)
      CHECK(admitted.error().code == errc::unsupported_media);
    return admitted.has_value();
  };
  for (const auto* json : {"application/json", "Application/JSON",
                           "application/json ; charset=utf-8", "application/vnd.shop+json"}) {
    INFO(json);
    CHECK(admits("json", json));
    CHECK(admits("shopify", json));
    CHECK_FALSE(admits("x12", json));
  }
  for (const auto* edi : {"application/edi-x12", "application/EDI-X12", "text/plain; charset=ascii",
                          "application/octet-stream"}) {
    INFO(edi);
    CHECK(admits("x12", edi));
    CHECK_FALSE(admits("json", edi));
  }
  CHECK_FALSE(admits("json", ""));
  CHECK_FALSE(admits("json", "text/json-ish"));
  CHECK_FALSE(admits("x12", "application/xml"));
}

TEST_CASE("a channel without a workflow or of an unknown kind is refused at start", "[unit]") {
  const auto refused = [](const char* kind, const char* workflow) {
    channels::channel_options options;
    options.name = "edi";
    options.kind = kind;
    options.workflow = workflow;
    const auto made = channels::make_channel(options);
    REQUIRE_FALSE(made);
    CHECK(made.error().message.find("[channels.edi]") != std::string::npos);
    return made.error().code;
  };
  CHECK(refused("x12", "") == errc::config_invalid);
  CHECK(refused("edifact", "order_to_cash") == errc::config_invalid);
}

TEST_CASE("a Shopify channel without a secret is warned of, others may go without", "[unit]") {
  channels::channel_options options;
  options.name = "webshop";
  options.kind = "shopify";
  options.workflow = "order_to_cash";
  CHECK(channels::warning_of(options).find("[channels.webshop]") != std::string::npos);
  options.secret = "hush";
  CHECK(channels::warning_of(options).empty());
  options.secret.clear();
  options.kind = "x12";
  CHECK(channels::warning_of(options).empty());
}
