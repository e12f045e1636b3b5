#include "tests/channels/x12_builder.hpp"

#include <algorithm>

namespace gantry::tests {
namespace {

std::string padded(std::string text, std::size_t width) {
  text.resize(width, ' ');
  return text;
}

} // namespace

std::string x12_text::str() const {
  std::string out;
  const auto put = [&](std::string segment) {
    std::replace(segment.begin(), segment.end(), '*', element);
    out += segment + terminator;
  };
  put("ISA*00*" + padded("", 10) + "*00*" + padded("", 10) + "*ZZ*" + padded("ACMESTORES", 15) +
      "*01*" + padded("GANTRYDEMO", 15) + "*261124*0930*U*00401*" + control + "*" + ta1 + "*" +
      usage + "*" + component);
  put("GS*PO*ACMESTORES*GANTRYDEMO*20261124*0930*" + group_control + "*X*004010");
  for (const auto& set : sets) {
    for (const auto& segment : set)
      put(segment);
    const auto control_number = set.front().substr(set.front().rfind('*') + 1);
    put("SE*" + std::to_string(set.size() + 1) + "*" + control_number);
  }
  put("GE*" + std::to_string(sets.size()) + "*" + group_control);
  put("IEA*1*" + control);
  return out;
}

std::vector<std::string> purchase_order(const std::string& number, const std::string& control) {
  return {"ST*850*" + control,
          "BEG*00*SA*" + number + "**20261124",
          "CUR*BY*USD",
          "DTM*002*20261201",
          "N1*BY*Acme Stores*92*C-1007",
          "N1*ST*Acme Store 12*92*12",
          "N3*18 Harbor Road*Dock 3",
          "N4*Savannah*GA*31401*US",
          "PO1*1*12*EA*8.84*PE*VN*SKU-5*UP*012345678905",
          "CTT*1"};
}

x12_text one_order() {
  x12_text text;
  text.sets = {purchase_order("4500071", "0001")};
  return text;
}

} // namespace gantry::tests
