#include "tests/channels/channel_fixture.hpp"

#include "dsl/compile.hpp"
#include "tests/support/project_mapping.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace gantry::tests {
namespace {

dsl::type_ref order_type() {
  static const auto type = dsl::compile(project_flows()).programs.at(0)->input;
  return type;
}

} // namespace

std::shared_ptr<channels::channel> channel_of(const std::string& kind, const std::string& partner,
                                              const std::string& secret) {
  channels::channel_options options;
  options.name = kind == "x12" ? "edi" : kind == "shopify" ? "webshop" : "portal";
  options.kind = kind;
  options.workflow = "order_to_cash";
  options.partner = partner;
  options.secret = secret;
  if (const auto usual = channels::usual_mapping(kind); !usual.empty())
    options.mapping = project_mapping(usual);
  auto made = channels::make_channel(options);
  REQUIRE(made);
  return *made;
}

channels::raw_document document_of(std::string body, std::string media_type,
                                   std::vector<std::pair<std::string, std::string>> headers) {
  channels::raw_document document;
  document.id = "0193f0a0-0000-7000-8000-000000000001";
  document.media_type = std::move(media_type);
  document.headers = std::move(headers);
  document.body = std::move(body);
  document.received_at = *parse_timestamp("2026-11-24T09:58:00Z");
  return document;
}

channels::mapped_document map_json(const std::string& body) {
  return channel_of("json", "portal")->map(document_of(body, "application/json"));
}
channels::mapped_document map_shopify(const std::string& body) {
  return channel_of("shopify", "webshop")->map(document_of(body, "application/json"));
}
channels::mapped_document map_x12(const std::string& body) {
  return channel_of("x12", "ISA06")->map(document_of(body, "application/edi-x12"));
}

std::vector<std::string> objections(const channels::mapped_order& order) {
  std::vector<std::string> all;
  if (order.input.is_none()) {
    for (const auto& each : order.findings)
      if (each.severity == "error")
        all.push_back(each.code + " " + each.path);
    return all.empty() ? std::vector<std::string>{"document"} : all;
  }
  auto members = order.input.as_map();
  members.emplace_back(value("id"), value("0193f0a0-0000-7000-8000-000000000002"));
  const auto typed = dsl::decode(value::make_map(std::move(members)), *order_type(), "input");
  if (!typed) {
    for (const auto& each : typed.error().fields)
      all.push_back(each.rule + " " + each.path);
    return all;
  }
  for (const auto& each : channels::check_canonical_order(*typed))
    all.push_back(each.rule + " " + each.path);
  return all;
}

bool is_taken(const channels::mapped_order& order) {
  return objections(order).empty();
}

std::vector<std::string> codes_of(const std::vector<channels::finding>& findings) {
  std::vector<std::string> codes;
  for (const auto& each : findings)
    codes.push_back(each.code);
  return codes;
}

bool has_code(const std::vector<channels::finding>& findings, std::string_view code) {
  const auto codes = codes_of(findings);
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string example(const std::string& name) {
  auto text = read_file(std::string(GANTRY_SOURCE_DIR) + "/examples/orders/" + name);
  INFO(name);
  REQUIRE_FALSE(text.empty());
  return text;
}

std::string shared(const std::string& name) {
  auto text = read_file(std::string(GANTRY_SHARED_DATA) + "/" + name);
  if (text.empty())
    WARN("the shared document " << name << " is not here: skipped");
  return text;
}

std::string with(std::string text, std::string_view part, std::string_view instead) {
  const auto at = text.find(part);
  INFO(part);
  REQUIRE(at != std::string::npos);
  return text.replace(at, part.size(), instead);
}

} // namespace gantry::tests
