#include "dsl/base/error_codes.hpp"
#include "gateway/api/endpoints.hpp"
#include "gateway/api/verb_request.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>

namespace gantry::gateway::test {
namespace {

std::string description() {
  std::ifstream in(GANTRY_SOURCE_DIR "/docs/openapi.yaml");
  return {std::istreambuf_iterator<char>(in), {}};
}

/// `GET /v1/orders/{id}` of every operation in the description: paths stand two blanks deep below
/// `paths:`, methods four.
std::set<std::string> described_operations(const std::string& yaml) {
  static const std::map<std::string, std::string> methods{
      {"get", "GET"}, {"post", "POST"}, {"put", "PUT"}, {"delete", "DELETE"}, {"patch", "PATCH"}};
  std::istringstream in(yaml);
  std::set<std::string> operations;
  std::string path;
  bool in_paths = false;
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && line[0] != ' ')
      in_paths = line == "paths:";
    if (!in_paths || line.size() < 4 || line.back() != ':')
      continue;
    const auto depth = line.find_first_not_of(' ');
    auto name = line.substr(depth, line.size() - depth - 1);
    if (depth == 2)
      path = name;
    if (const auto method = methods.find(name); depth == 4 && method != methods.end())
      operations.insert(method->second + " " + path);
  }
  return operations;
}

std::string enumeration(const std::vector<verb_rule>& rules) {
  std::string names;
  for (const auto& rule : rules)
    names += (names.empty() ? "" : ", ") + std::string{rule.verb};
  return "enum: [" + names + "]";
}

} // namespace

TEST_CASE("every path that is served stands in docs/openapi.yaml, and no others", "[unit]") {
  std::set<std::string> served;
  const auto router = make_router();
  for (const auto& route : router.routes())
    served.insert(route.method + " " + route.pattern);
  const auto described = described_operations(description());
  CHECK(served.size() == 21);
  for (const auto& operation : served) {
    INFO(operation << " is served and not described");
    CHECK(described.count(operation) == 1);
  }
  for (const auto& operation : described) {
    INFO(operation << " is described and not served");
    CHECK(served.count(operation) == 1);
  }
}

TEST_CASE("the verbs of docs/openapi.yaml are the verbs of the code", "[unit]") {
  const auto yaml = description();
  CHECK(yaml.find(enumeration(order_verbs())) != std::string::npos);
  CHECK(yaml.find(enumeration(incident_verbs())) != std::string::npos);
  const auto from = yaml.find("\n    verb:\n");
  const auto members = yaml.substr(from, yaml.find("\n\n", from) - from);
  for (const auto& rule : order_verbs())
    for (const auto member : {rule.member, rule.other})
      if (!member.empty()) {
        INFO(rule.verb << " takes " << member);
        CHECK(members.find("\n        " + std::string{member} + ":") != std::string::npos);
      }
}

TEST_CASE("problems that docs/openapi.yaml names are errors of the code", "[unit]") {
  std::set<std::string> known;
#define GANTRY_NAME(name, code, problem, status, title) known.insert(problem);
  GANTRY_ERRORS(GANTRY_NAME)
#undef GANTRY_NAME
  const auto yaml = description();
  for (const std::string named :
       {"unknown-workflow", "key-conflict", "idempotency-mismatch", "illegal-verb", "bad-signature",
        "unknown-channel", "unsupported-media"}) {
    INFO(named);
    CHECK(yaml.find("`" + named + "`") != std::string::npos);
    CHECK(known.count(named) == 1);
  }
}

} // namespace gantry::gateway::test
