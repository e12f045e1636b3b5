#include "dsl/base/digest.hpp"
#include "persistence/sqlite/body_codec.hpp"

#include <SQLiteCpp/Exception.h>
#include <catch2/catch.hpp>
#include <sqlite3.h>

#include <random>

using namespace gantry;
using namespace gantry::persistence;

namespace {

const std::string record =
    R"(["answer",{"key":"B99XYXDGV3A60DMQ80BSPQV80N","node":"posted","result":{"number":"SO-0000265",)"
    R"("note":""}},"ended","moved",{"to":7},"call",{"key":"M590AFD0Y4M08BZZ91GGWMA0FF","node":"shipped",)"
    R"("digest":"6JB4JRNZCM4K3B7A3DENET6RZM","arguments":{"order_id":"01a21e1b-c2d9-7f12"}},"sent"])";

std::string noise(std::size_t bytes) {
  std::mt19937 draw(1);
  std::string text;
  while (text.size() < bytes)
    text += static_cast<char>(draw());
  return text;
}

std::string decoded(const stored_body& stored) {
  return decode_body(stored.codec,
                     stored.text != nullptr ? std::string_view(*stored.text) : stored.bytes);
}

} // namespace

TEST_CASE("what is stored of a body is read as it was", "[store]") {
  body_encoder encoder(true);
  for (const auto& body : {std::string(), std::string("{}"), record, std::string(100'000, '.'),
                           noise(10), noise(70'000), std::string("\0\xff\0", 3) + record})
    for (const bool is_text : {true, false}) {
      INFO(body.size() << " bytes");
      CHECK(decoded(encoder.encode(body, is_text)) == body);
    }
}

TEST_CASE("bodies do not depend on those before them", "[store]") {
  // The encoder's table is not wiped in between: what it notes of one body must not reach another.
  body_encoder used(true);
  std::mt19937 draw(11);
  for (int i = 0; i < 3'000; ++i) {
    std::string body;
    for (auto pieces = draw() % (i % 500 == 0 ? 4'000 : 12); pieces > 0; --pieces)
      body += draw() % 3 == 0 ? noise(draw() % 20) : record.substr(draw() % record.size(), 40);
    INFO("body " << i << " of " << body.size() << " bytes");
    REQUIRE(decoded(used.encode(body, true)) == body);
  }
}

TEST_CASE("a record of keys and digests takes two thirds at most, and noise does not grow",
          "[store]") {
  body_encoder encoder(true);
  const auto small = encoder.encode(record, true);
  CHECK(small.codec == codec_lz4);
  CHECK(small.bytes.size() < record.size() * 2 / 3);
  const auto body = noise(5'000);
  const auto kept = encoder.encode(body, false);
  CHECK(kept.codec == codec_plain);
  CHECK(kept.bytes.data() == body.data());
}

TEST_CASE("without compression bodies stay as they are", "[store]") {
  body_encoder encoder(false);
  const auto kept = encoder.encode(record, true);
  CHECK(kept.codec == codec_plain);
  CHECK(kept.text == &record);
}

TEST_CASE("a damaged body is said to be damaged, and never read beyond its end", "[store]") {
  body_encoder encoder(true);
  const std::string whole(encoder.encode(record, true).bytes);
  const auto is_damaged = [](int codec, const std::string& stored) {
    try {
      const auto read = decode_body(codec, stored);
      return read != record;
    } catch (const SQLite::Exception& what) {
      return what.getErrorCode() == SQLITE_CORRUPT;
    }
  };
  CHECK_FALSE(is_damaged(codec_lz4, whole));
  CHECK(is_damaged(2, whole));
  for (std::size_t bytes = 0; bytes < whole.size(); ++bytes)
    CHECK(is_damaged(codec_lz4, whole.substr(0, bytes)));
  std::string too_long = whole;
  too_long[3] = '\x7f';
  CHECK(is_damaged(codec_lz4, too_long));
  std::mt19937 draw(7);
  for (int i = 0; i < 2'000; ++i) {
    auto changed = whole;
    changed[draw() % changed.size()] ^= static_cast<char>(1 + draw() % 255);
    CHECK_NOTHROW(is_damaged(codec_lz4, changed));
  }
}

TEST_CASE("the dictionary of codec 1 is the one that bodies were stored with", "[store]") {
  // A change here makes every stored body unreadable: add a codec instead.
  CHECK(to_hex(sha256(body_dictionary())) ==
        "4a4b2592fdb0a90ff6afe0d44d79d3049cedb4c50ba8699ed446c39548776af5");
}
