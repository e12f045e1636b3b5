#include "tests/gateway/scripted_systems.hpp"

#include "dsl/base/json.hpp"
#include "dsl/types/type.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <iterator>

namespace gantry::gateway::test {
namespace {

class answered_call final : public engine::far_call {
public:
  void abort() override {} // the answer was there before the question was over
};

} // namespace

std::shared_ptr<engine::far_call>
scripted_systems::send(engine::far_request request,
                       std::function<void(engine::outcome how, bool first_byte_written)> done) {
  script how;
  {
    const std::lock_guard lock(mutex_);
    asked_.push_back(request);
    how = scripts_.at(request.operation);
  }
  done(how(request), true);
  return std::make_shared<answered_call>();
}

void scripted_systems::on(const std::string& operation, script how) {
  const std::lock_guard lock(mutex_);
  scripts_[operation] = std::move(how);
}

std::vector<engine::far_request> scripted_systems::asked(const std::string& operation) const {
  const std::lock_guard lock(mutex_);
  std::vector<engine::far_request> found;
  std::copy_if(asked_.begin(), asked_.end(), std::back_inserter(found),
               [&](const auto& each) { return each.operation == operation; });
  return found;
}

engine::outcome ok(const engine::far_request& request, const std::string& json) {
  engine::outcome how;
  how.is = engine::outcome::kind::ok;
  if (!request.declaration->returns)
    return how;
  const auto parsed = parse_json(json);
  auto decoded = dsl::decode_lenient(*parsed, *request.declaration->returns, "result");
  if (!decoded)
    return ended_as(engine::outcome::kind::contract_violation, decoded.error().message);
  how.result = std::move(*decoded);
  return how;
}

engine::outcome business_error(const engine::far_request& request, const std::string& name,
                               const std::string& fields) {
  auto how = ended_as(engine::outcome::kind::business_error, {});
  how.error_name = name;
  for (const auto& declared : request.declaration->errors)
    if (declared.name == name && declared.as_record)
      how.error_fields = *dsl::decode_lenient(*parse_json(fields), *declared.as_record, "fields");
  return how;
}

engine::outcome ended_as(engine::outcome::kind is, std::string detail) {
  engine::outcome how;
  how.is = is;
  how.detail = std::move(detail);
  return how;
}

std::string argument(const engine::far_request& request, const std::string& name) {
  const auto arguments = parse_json(*request.arguments);
  const auto* found = arguments ? arguments->find(name) : nullptr;
  return found != nullptr && found->is_string() ? found->as_string() : std::string{};
}

} // namespace gantry::gateway::test
