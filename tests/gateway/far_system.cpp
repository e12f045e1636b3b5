#include "tests/gateway/far_system.hpp"

#include "dsl/compile.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <ctime>

namespace gantry::gateway::test {
namespace {

constexpr auto far_flow = R"(
policy calm { timeout 10s  retry 2 times, from 100ms to 1s }
type Found { text: string, amount: decimal, note: string? }
type Made  { number: string key }
contract far with calm {
  read       look(text: string) -> Found  errors missing, closed(reason: string)
  idempotent keep(text: string) -> Found  errors missing
  idempotent drop(text: string)
  once       make(text: string) -> Made   errors missing, closed(reason: string)
               verify find(reference: key) settle 2s within 1min
  read       find(reference: string) -> Made[]
}
type Job { id: string, text: string }
workflow job(order: Job) {
  version 1
  key     order.id
  step seen = far.look(text: order.text)
  step kept = far.keep(text: order.text) { compensate none "a test" }
  step gone = far.drop(text: order.text) { compensate none "a test" }
  step made = far.make(text: order.text) { compensate none "a test" }
}
)";

dsl::program_ptr compiled() {
  const std::vector<dsl::source_file> files{{"job.flow", far_flow}};
  auto made = dsl::compile(files);
  std::string mistakes;
  for (const auto& each : made.diagnostics)
    mistakes += dsl::render(each, files, false);
  INFO(mistakes);
  REQUIRE_FALSE(made.has_errors());
  REQUIRE(made.programs.size() == 1);
  return made.programs.front();
}

} // namespace

far_system::far_system(const std::string& url, std::size_t connections_max) : program_(compiled()) {
  http_connector_options options;
  options.url = url;
  options.connections_max = connections_max;
  options.connect_timeout_ms = 2'000;
  auto made = make_http_connector(options);
  if (!made)
    FAIL(made.error().message);
  connector_ = std::move(*made);
}

far_system::under_way far_system::begin(const attempt_wish& wish) {
  const auto declared = std::find_if(program_->operations.begin(), program_->operations.end(),
                                     [&](const auto& each) { return each.name == wish.operation; });
  REQUIRE(declared != program_->operations.end());
  engine::far_request request;
  request.contract = "far";
  request.operation = wish.operation;
  request.effect = declared->effect;
  request.declaration = &*declared;
  request.keep_alive = program_;
  request.key = "0123456789ABCDEFGHJKMNPQRS";
  request.arguments = std::make_shared<const std::string>(wish.arguments);
  request.traceparent = wish.traceparent;
  request.request_id = wish.request_id;
  request.timeout = milliseconds(wish.timeout_ms);
  request.send_by_ns = wish.send_by_ns;
  const auto promised = std::make_shared<std::promise<attempt_end>>();
  under_way begun;
  begun.end = promised->get_future();
  begun.call = connector_->send(std::move(request), [promised](engine::outcome how, bool written) {
    promised->set_value({std::move(how), written}); // a second time would throw
  });
  return begun;
}

attempt_end far_system::attempt(const attempt_wish& wish) {
  auto begun = begin(wish);
  REQUIRE(begun.end.wait_for(std::chrono::seconds(10)) == std::future_status::ready);
  return begun.end.get();
}

std::int64_t boot_clock_ns() {
  timespec now{};
  clock_gettime(CLOCK_BOOTTIME, &now);
  return static_cast<std::int64_t>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

} // namespace gantry::gateway::test
