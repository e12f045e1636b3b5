#include "bench/reducer_alone.hpp"

#include "bench/bench_engine.hpp"
#include "bench/bench_flow.hpp"
#include "bench/machine.hpp"
#include "dsl/base/digest.hpp"
#include "dsl/base/json.hpp"
#include "dsl/compile.hpp"
#include "engine/record.hpp"
#include "engine/reducer.hpp"

#include <algorithm>
#include <deque>
#include <fmt/format.h>
#include <optional>
#include <stdexcept>

namespace gantry::bench {
namespace {

constexpr std::int64_t start_ns = 1'700'000'000'000'000'000;

value typed(std::string_view json, const dsl::type& as) {
  auto decoded = dsl::decode(*parse_json(json), as, "value");
  if (!decoded)
    throw std::runtime_error(decoded.error().message);
  return std::move(*decoded);
}

/// Keeps what an order's batch gathers until something in it has to be durable, as its actor does.
class one_order final : public engine::sink {
public:
  one_order(dsl::program_ptr definition, reducer_cost& cost)
      : definition_(std::move(definition)), cost_(cost), order_(std::in_place, definition_) {}

  void begin(std::uint64_t n) { feed(first_event(n)); }

  /// The next answer; false when the order has ended.
  bool go_on() {
    if (!next_)
      return false;
    engine::event e;
    e.what = engine::attempt_ended{next_->key, next_->attempt, answer_to(*next_), true};
    next_.reset();
    feed(std::move(e));
    return true;
  }

  void keep_records(std::vector<engine::record>& in) { records_ = &in; }

  void leave() {
    const auto before = monotonic_ns();
    order_.reset();
    cost_.destroy_us += static_cast<double>(monotonic_ns() - before) / 1e3;
  }

  void record(engine::fact&& f) override { batch_.facts.push_back(std::move(f)); }
  void release(engine::effect e) override { effects_.push_back(std::move(e)); }
  bool claim_permit(std::uint32_t, const engine::call_key&) override { return true; }

private:
  [[nodiscard]] engine::event first_event(std::uint64_t n) const {
    const auto text = bench_order(n);
    engine::started first;
    auto with_id = text;
    with_id.insert(1, R"("id":"00000000-0000-4000-8000-000000000001",)");
    first.input = typed(with_id, *definition_->input);
    first.business_key = fmt::format("bench/load/B{:010}", n);
    first.site = "bench";
    first.instance = "00000000-0000-4000-8000-000000000001";
    first.document = first.instance;
    first.channel = "bench";
    engine::event e;
    e.what = std::move(first);
    e.cause.principal = "cli:bench";
    return e;
  }

  [[nodiscard]] engine::outcome answer_to(const engine::send_attempt& sent) const {
    const auto& operation = definition_->operations[sent.operation];
    engine::outcome how;
    how.is = engine::outcome::kind::ok;
    how.result = typed(operation.name == "validate"
                           ? R"({"account":"C-1","name":"Hofer Garden Supplies","credit":"50000"})"
                       : operation.name == "price" ? R"({"total":"598.80","currency":"EUR"})"
                                                   : fmt::format(R"({{"number":"{}","note":"{}"}})",
                                                                 sent.key, std::string(150, '.')),
                       *operation.returns);
    return how;
  }

  void feed(engine::event e) {
    e.now = {start_ns + static_cast<std::int64_t>(batch_.sequence) * 1'000'000};
    const auto before = monotonic_ns();
    const auto verdict = engine::advance(*order_, e, *this);
    cost_.advance_us += static_cast<double>(monotonic_ns() - before) / 1e3;
    if (verdict.is == engine::verdict::kind::defect)
      throw std::runtime_error(verdict.why);
    bool urgent = std::holds_alternative<engine::started>(e.what);
    for (auto& effect : effects_) {
      urgent |= std::holds_alternative<engine::finished>(effect);
      if (auto* sent = std::get_if<engine::send_attempt>(&effect)) {
        urgent |= !sent->is_read;
        next_ = std::move(*sent);
      }
    }
    effects_.clear();
    if (urgent)
      write_record(e);
  }

  void write_record(const engine::event& e) {
    batch_.at = e.now;
    batch_.cause = e.cause;
    if (records_ != nullptr)
      records_->push_back(batch_);
    const auto before = monotonic_ns();
    const auto text = engine::encode(batch_);
    cost_.encode_us += static_cast<double>(monotonic_ns() - before) / 1e3;
    cost_.records += 1;
    cost_.record_bytes += static_cast<double>(text.size());
    if (++batch_.sequence == 4)
      cost_.last_step = text;
    batch_.facts.clear();
  }

  dsl::program_ptr definition_;
  reducer_cost& cost_;
  std::optional<engine::instance> order_;
  engine::record batch_;
  std::vector<engine::record>* records_ = nullptr;
  std::vector<engine::effect> effects_;
  std::optional<engine::send_attempt> next_;
};

} // namespace

std::vector<engine::record> records_of_one_order(const dsl::program_ptr& definition) {
  reducer_cost ignored;
  std::vector<engine::record> records;
  one_order order(definition, ignored);
  order.keep_records(records);
  order.begin(1);
  while (order.go_on()) {
  }
  return records;
}

result<reducer_cost> run_reducer_alone(std::uint64_t orders, std::uint64_t in_flight) {
  const auto programs = compile_bench();
  if (!programs)
    return tl::unexpected(programs.error());
  reducer_cost cost;
  const auto rounds = std::max<std::uint64_t>(1, orders / in_flight);
  for (std::uint64_t round = 0; round <= rounds; ++round) {
    if (round == 1)
      cost = {}; // the first round finds cold caches
    std::deque<one_order> under_way;
    for (std::uint64_t n = 0; n < in_flight; ++n)
      under_way.emplace_back(programs->front(), cost).begin(round * in_flight + n);
    for (bool any = true; any;) {
      any = false;
      for (auto& order : under_way)
        any |= order.go_on();
    }
    for (auto& order : under_way)
      order.leave();
  }
  cost.orders = rounds * in_flight;
  for (auto* sum :
       {&cost.advance_us, &cost.encode_us, &cost.destroy_us, &cost.records, &cost.record_bytes})
    *sum /= static_cast<double>(cost.orders);
  return cost;
}

std::string to_json(const reducer_cost& c) {
  return fmt::format("{{\"orders\":{},\"advance_us\":{:.2f},\"encode_us\":{:.2f},"
                     "\"destroy_us\":{:.2f},\"records\":{:.1f},\"record_bytes\":{:.0f}}}",
                     c.orders, c.advance_us, c.encode_us, c.destroy_us, c.records, c.record_bytes);
}

} // namespace gantry::bench
