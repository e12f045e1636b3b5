#include "channels/reply_bytes.hpp"
#include "tests/channels/channel_fixture.hpp"
#include "tests/channels/x12_builder.hpp"

#include <catch2/catch.hpp>

#include <sstream>

using namespace gantry;
using namespace gantry::tests;
using texts = std::vector<std::string>;

namespace {

/// Segments of the only reply, without line ends and terminators.
texts answer_to(const std::string& body) {
  const auto mapped = map_x12(body);
  INFO(broken_invariant(mapped));
  REQUIRE(broken_invariant(mapped).empty());
  REQUIRE(mapped.replies.size() == 1);
  CHECK(mapped.replies[0].media_type == "application/edi-x12");
  texts segments;
  std::istringstream in(mapped.replies[0].body);
  for (std::string line; std::getline(in, line);)
    segments.push_back(line.substr(0, line.find('~')));
  return segments;
}

/// What stands between ST and SE.
texts body_of(const texts& segments) {
  texts body;
  bool inside = false;
  for (const auto& each : segments) {
    if (each.starts_with("SE*"))
      inside = false;
    if (inside)
      body.push_back(each);
    if (each.starts_with("ST*"))
      inside = true;
  }
  return body;
}

x12_text three_orders() {
  x12_text text;
  text.sets = {purchase_order("A-1", "0001"), purchase_order("A-2", "0002"),
               purchase_order("A-3", "0003")};
  return text;
}

} // namespace

TEST_CASE("a 997 goes back to the sender under the number that it answers", "[unit]") {
  const auto segments = answer_to(one_order().str());
  CHECK(segments ==
        texts{"ISA*00*          *00*          *01*GANTRYDEMO     *ZZ*ACMESTORES     *261124*0958*U*"
              "00401*000000031*0*P*>",
              "GS*FA*GANTRYDEMO*ACMESTORES*20261124*0958*000000031*X*004010", "ST*997*0001",
              "AK1*PO*31", "AK2*850*0001", "AK5*A", "AK9*A*1*1*1", "SE*6*0001", "GE*1*000000031",
              "IEA*1*000000031"});
  CHECK(segments[0].size() == 105);
  CHECK(map_x12(one_order().str()).replies[0].name == "997-000000031.edi");
}

TEST_CASE("a 997 to a test interchange is a test itself", "[unit]") {
  auto text = one_order();
  text.usage = "T";
  const auto segments = answer_to(text.str());
  CHECK(segments[0].ends_with("*0*T*>"));
  CHECK(body_of(segments) == texts{"AK1*PO*31", "AK2*850*0001", "AK5*A", "AK9*A*1*1*1"});
}

TEST_CASE("a 997 says which set was refused and with which code", "[unit]") {
  const auto text = three_orders().str();
  const auto answers = [&](std::string_view part, std::string_view instead) {
    return body_of(answer_to(with(text, part, instead)));
  };
  const texts head{"AK1*PO*31", "AK2*850*0001", "AK5*A", "AK2*850*0002"};
  const auto expected = [&](const std::string& answer) {
    auto all = head;
    all.insert(all.end(), {answer, "AK2*850*0003", "AK5*A", "AK9*P*3*3*2"});
    return all;
  };
  CHECK(answers("SE*11*0002~", "") == expected("AK5*R*2"));
  CHECK(answers("SE*11*0002", "SE*11*0009") == expected("AK5*R*3"));
  CHECK(answers("SE*11*0002", "SE*10*0002") == expected("AK5*R*4"));
  CHECK(answers("SE*11*0002", "SE*10*0009") == expected("AK5*R*4*3"));
}

TEST_CASE("a 997 says which segment and element is wrong and how", "[unit]") {
  const auto answers = [](const std::string& segment, const std::string& instead) {
    auto text = one_order();
    for (auto& each : text.sets[0])
      if (each.starts_with(segment))
        each = instead;
    std::erase(text.sets[0], "");
    return body_of(answer_to(text.str()));
  };
  CHECK(answers("PO1", "PO1*1*a dozen*EA*8.84*PE*VN*SKU-5") ==
        texts{"AK1*PO*31", "AK2*850*0001", "AK3*PO1*9**8", "AK4*2**6*a dozen", "AK5*R*5",
              "AK9*R*1*1*0"});
  CHECK(answers("PO1", "PO1*1**EA*8.84*PE*VN*SKU-5") ==
        texts{"AK1*PO*31", "AK2*850*0001", "AK3*PO1*9**8", "AK4*2**1", "AK5*R*5", "AK9*R*1*1*0"});
  CHECK(answers("PO1", "PO1*1*12*EA*8.84*PE*VN*SKU-5*UP") ==
        texts{"AK1*PO*31", "AK2*850*0001", "AK3*PO1*9**8", "AK4*9**2", "AK5*R*5", "AK9*R*1*1*0"});
  CHECK(answers("BEG", "BEG*00*SA*4500071**20261324") == texts{"AK1*PO*31", "AK2*850*0001",
                                                               "AK3*BEG*2**8", "AK4*5**8*20261324",
                                                               "AK5*R*5", "AK9*R*1*1*0"});
  CHECK(answers("BEG", "") ==
        texts{"AK1*PO*31", "AK2*850*0001", "AK3*BEG*10**3", "AK5*R*5", "AK9*R*1*1*0"});
}

TEST_CASE("a set of another kind is answered as not handled", "[unit]") {
  auto text = one_order();
  text.sets.push_back({"ST*860*0002", "BCH*01*SA*A-1***20261124"});
  CHECK(body_of(answer_to(text.str())) ==
        texts{"AK1*PO*31", "AK2*850*0001", "AK5*A", "AK2*860*0002", "AK5*R*1", "AK9*P*2*2*1"});
}

TEST_CASE("a 997 refuses the whole group when its trailer does not hold", "[unit]") {
  const auto text = three_orders().str();
  const auto last = [&](std::string_view part, std::string_view instead) {
    const auto body = body_of(answer_to(with(text, part, instead)));
    CHECK(body.at(2) == "AK5*R");
    return body.back();
  };
  CHECK(last("GE*3*31", "GE*2*31") == "AK9*R*2*3*0*5");
  CHECK(last("GE*3*31", "GE*3*30") == "AK9*R*3*3*0*4");
  CHECK(last("GE*3*31~", "") == "AK9*R*3*3*0*3");
  CHECK(last("IEA*1*", "IEA*2*") == "AK9*R*3*3*0");
  CHECK(last("IEA*1*000000031", "IEA*1*000000032") == "AK9*R*3*3*0");
}

TEST_CASE("a sender who asks for a TA1 gets one with the right code", "[unit]") {
  auto text = one_order();
  text.ta1 = "1";
  const auto answer = [](const std::string& body) { return answer_to(body).at(1); };
  CHECK(answer(text.str()) == "TA1*000000031*261124*0930*A*000");
  CHECK(answer(with(text.str(), "IEA*1*000000031", "IEA*1*000000039")) ==
        "TA1*000000031*261124*0930*R*001");
  CHECK(answer(with(text.str(), "IEA*1*", "IEA*2*")) == "TA1*000000031*261124*0930*R*021");
  CHECK(answer(with(text.str(), "IEA*1*000000031~", "")) == "TA1*000000031*261124*0930*R*023");
}

TEST_CASE("an interchange without a number is answered under one that holds", "[unit]") {
  const auto body = with(with(one_order().str(), "*000000031*0*P", "*         *0*P"),
                         "IEA*1*000000031", "IEA*1*");
  const auto segments = answer_to(body);
  CHECK(segments.front().find("*000000000*0*P*") != std::string::npos);
  CHECK(segments.back() == "IEA*1*0");
}

TEST_CASE("an acknowledgement is never acknowledged", "[unit]") {
  const auto reply = map_x12(one_order().str()).replies.at(0).body;
  const auto mapped = map_x12(reply);
  CHECK(mapped.orders.empty());
  CHECK(mapped.replies.empty());
}

TEST_CASE("a 997 is written with the separators of what it answers", "[unit]") {
  auto text = one_order();
  text.element = '|';
  text.terminator = "\n";
  const auto body = map_x12(text.str()).replies.at(0).body;
  CHECK(body.find("AK9|A|1|1|1\n") != std::string::npos);
  CHECK(body.find('*') == std::string::npos);
  CHECK(body.find('~') == std::string::npos);
}

TEST_CASE("a line break in the names of an envelope does not break the answer", "[unit]") {
  auto body = three_orders().str();
  const auto sender = body.find("ACMESTORES ");
  REQUIRE(sender != std::string::npos);
  body[sender + 4] = '\n';
  const auto segments = answer_to(body);
  CHECK(segments[0].find("*ACME TORES ") != std::string::npos);
}

TEST_CASE("a sender who writes ISO 8859-1 is read and answered in it", "[unit]") {
  const auto body = with(one_order().str(), "ACMESTORES     ", "L\xC4KESIDEHW     ");
  const auto mapped = map_x12(body);
  CHECK(codes_of(mapped.findings) == texts{"x12-encoding"}); // its ISA is 106 bytes wide
  CHECK(mapped.partner == "L\xC3\x84KESIDEHW");
  REQUIRE(mapped.replies.size() == 1);
  const auto& reply = mapped.replies[0];
  CHECK(reply.media_type == "application/edi-x12; charset=iso-8859-1");
  CHECK(reply.body.find("L\xC3\x84KESIDEHW     *") != std::string::npos);
  const auto sent = channels::reply_bytes(reply);
  CHECK(sent.find('~') == 105);
  CHECK(sent.find("L\xC4KESIDEHW     *") != std::string::npos);
  // Read back, the reply is as right as the document.
  CHECK(codes_of(map_x12(sent).findings) == texts{"x12-encoding"});
}

TEST_CASE("a component separator of ISO 8859-1 is one byte", "[unit]") {
  auto text = one_order();
  text.component = '\xA7';
  const auto mapped = map_x12(text.str());
  CHECK(codes_of(mapped.findings) == texts{"x12-encoding"});
  CHECK(mapped.orders.size() == 1);
  REQUIRE(mapped.replies.size() == 1);
  CHECK(channels::reply_bytes(mapped.replies[0]).substr(104, 2) == "\xA7~");
}
