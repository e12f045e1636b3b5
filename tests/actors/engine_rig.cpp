#include "tests/actors/engine_rig.hpp"

#include "actors/folded_order.hpp"
#include "dsl/base/digest.hpp"
#include "dsl/base/json.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace gantry::tests {
namespace {

template <class T>
std::pair<owed<T>, actors::answer<T>> promise() {
  auto place = std::make_shared<std::optional<result<T>>>();
  return {place, [place](result<T> with) {
            if (place->has_value())
              tell_broken("a caller was answered twice");
            *place = std::move(with);
          }};
}

std::string job_json(const std::string& number, const std::string& amount, bool urgent) {
  return R"({"number":")" + number + R"(","amount":")" + amount + R"(","urgent":)" +
         (urgent ? "true" : "false") + "}";
}

/// What the rig needs to go on.
template <class T>
const T& must(const std::optional<T>& what, const std::string& otherwise) {
  if (!what)
    throw std::runtime_error(otherwise);
  return *what;
}

template <class T>
T must(result<T> what) {
  if (!what)
    throw std::runtime_error(what.error().message);
  return std::move(*what);
}

} // namespace

engine_rig::engine_rig(const std::string& workflow, settings more)
    : engine_rig(workflow, std::move(more), {}) {
  start();
}

engine_rig::engine_rig(const std::string& workflow, settings more, opens_store opens)
    : engine_rig(compile_for_actors(workflow), std::move(more), std::move(opens)) {}

engine_rig::engine_rig(dsl::program_ptr program, settings more, opens_store opens)
    : far(std::make_shared<far_systems>(time)), program_(std::move(program)),
      more_(std::move(more)), opens_(std::move(opens)), disk_(test::make_memory_disk()) {
  spdlog::set_level(spdlog::level::off);
  far->on_request = [this](const engine::far_request& what) { check_sent_is_durable(what); };
  deployed = {program_};
}

engine_rig::~engine_rig() {
  kill();
  far->forget();
}

void engine_rig::start() {
  const auto life = ++life_;
  store_.reset(); // a data folder is held by one store
  store_ = opens_ ? opens_() : test::open_memory_store(disk_);
  auto store = test::make_faulty_store(store_, [this, life](std::uint64_t) {
    if (life != life_)
      return test::store_fault::disk_full; // the process of that life is dead
    ++commits_;
    return next_fault ? next_fault() : test::store_fault::none;
  });
  actors::environment machine;
  machine.wall_clock = [this] {
    if (before_clock)
      before_clock();
    return time.wall();
  };
  machine.boot_clock_ns = [this] { return time.boot_ns(); };
  machine.random = [this] { return ids_(); };
  machine.let_work = [this] { let_work(); };
  machine.before_event = [this](std::string_view order, std::string_view event) {
    if (before_event)
      before_event(order, event);
  };
  actors::runtime_options how;
  how.adapters.push_back({"far", "far", far, 16, 0, 10'000});
  how.on_finished = [this](std::string_view order, std::string_view) { ended.emplace_back(order); };
  if (more_)
    more_(how);
  engine_ = must(actors::runtime::start(std::move(how), std::move(machine), store, deployed));
}

duration engine_rig::stop() {
  const auto before = time.boot_ns();
  engine_->drain();
  engine_.reset();
  return {time.boot_ns() - before};
}

void engine_rig::kill() {
  ++life_;
  engine_.reset();
  if (opens_)
    store_.reset();
}

bool engine_rig::commit() {
  if (!engine_ || is_committing() || !engine_->by_hand()->commit())
    return false;
  if (commit_takes)
    disk_busy_until_ns_ = time.boot_ns() + commit_takes().ns;
  return true;
}

bool engine_rig::work_shuffled() {
  auto& parts = *engine_->by_hand();
  std::array<int, 5> order{0, 1, 2, 3, 4};
  std::shuffle(order.begin(), order.end(), *shuffled_);
  for (const int part : order) {
    const bool worked = part == 0   ? parts.act()
                        : part == 1 ? parts.help()
                        : part == 2 ? commit()
                        : part == 3 ? parts.ring()
                                    : time.run_one();
    if (worked)
      return true;
  }
  return false;
}

bool engine_rig::work_once(bool commits) {
  if (is_dark && is_dark())
    return false;
  if (!engine_)
    return time.run_one();
  if (shuffled_ && commits)
    return work_shuffled();
  auto& parts = *engine_->by_hand();
  return parts.act() || parts.help() || parts.ring() || time.run_one() || (commits && commit());
}

void engine_rig::work() {
  while (work_once(true))
    continue;
}

void engine_rig::work_without_commits() {
  while (work_once(false))
    continue;
}

std::optional<std::int64_t> engine_rig::next_ns() const {
  const auto outside = time.next_ns();
  auto next = engine_ ? engine_->by_hand()->next_alarm_ns() : std::nullopt;
  if (outside)
    next = std::min(next.value_or(*outside), *outside);
  if (is_committing())
    next = std::min(next.value_or(disk_busy_until_ns_), disk_busy_until_ns_);
  return next;
}

void engine_rig::pass(duration span) {
  const auto ends_ns = time.boot_ns() + span.ns;
  for (;;) {
    work();
    const auto next = next_ns();
    if (!next || *next > ends_ns || (is_dark && is_dark()))
      break;
    time.move_to(std::max(*next, time.boot_ns()));
  }
  time.move_to(ends_ns);
  work();
}

void engine_rig::let_work() {
  if (work_once(true))
    return;
  const auto later = time.boot_ns() + milliseconds(100).ns;
  const bool dark = is_dark && is_dark();
  time.move_to(dark ? later : std::clamp(next_ns().value_or(later), time.boot_ns() + 1, later));
}

owed<actors::submit_answer> engine_rig::hand_in(const std::string& number,
                                                const std::string& amount, bool urgent,
                                                const std::string& idempotency) {
  actors::submission what;
  what.workflow = "job";
  what.raw_body = job_json(number, amount, urgent);
  what.input = parse_json(what.raw_body).value();
  what.cause.principal = "test";
  if (!idempotency.empty()) {
    what.idempotency.emplace();
    what.idempotency->scope = "test";
    what.idempotency->key = idempotency;
    what.idempotency->body_digest = to_hex(sha256(what.raw_body));
  }
  auto [place, done] = promise<actors::submit_answer>();
  engine_->submit(std::move(what), std::move(done));
  return place;
}

std::string engine_rig::submit(const std::string& number, bool urgent) {
  const auto answer = hand_in(number, "10.00", urgent);
  work();
  return must(must(*answer, "nobody answered " + number)).order.id;
}

owed<actors::document_answer> engine_rig::hand_in_document(const std::string& channel,
                                                           const std::string& body) {
  channels::raw_document what;
  what.channel = channel;
  what.media_type = "application/json";
  what.body = body;
  auto [place, done] = promise<actors::document_answer>();
  engine_->document(std::move(what), std::move(done));
  return place;
}

owed<actors::command_answer> engine_rig::tell(const std::string& order, const std::string& verb,
                                              value argument, engine::hold_id hold) {
  actors::command_input what;
  what.order = order;
  what.verb = verb;
  what.hold = hold;
  what.argument = std::move(argument);
  what.cause.principal = "test";
  what.cause.reason = "the test wants it";
  auto [place, done] = promise<actors::command_answer>();
  engine_->command(std::move(what), std::move(done));
  return place;
}

owed<actors::event_answer> engine_rig::announce(const std::string& number,
                                                const std::string& event_id,
                                                const std::string& type) {
  actors::event_input what;
  what.id = event_id;
  what.source = "test";
  what.type = type;
  what.data = parse_json(R"({"number":")" + number + R"(","count":1})").value();
  what.cause.principal = "test";
  auto [place, done] = promise<actors::event_answer>();
  engine_->event(std::move(what), std::move(done));
  return place;
}

result<actors::command_answer> engine_rig::command(const std::string& order,
                                                   const std::string& verb) {
  const auto answer = tell(order, verb);
  work();
  return must(*answer, "nobody answered");
}

result<actors::event_answer> engine_rig::arrives(const std::string& number,
                                                 const std::string& event_id) {
  const auto answer = announce(number, event_id);
  work();
  return must(*answer, "nobody answered");
}

persistence::instance_row engine_rig::row(const std::string& order) const {
  return must(must(store_->find_instance(parse_uuid(order).value())), order + " is not there");
}

std::vector<persistence::instance_row> engine_rig::all_orders() const {
  std::vector<persistence::instance_row> all;
  persistence::order_filter filter;
  filter.limit = 500;
  for (;;) {
    auto page = must(store_->list_orders(filter));
    std::move(page.items.begin(), page.items.end(), std::back_inserter(all));
    if (page.next.empty())
      return all;
    filter.cursor = page.next;
  }
}

std::vector<engine::fact> engine_rig::all_facts(const std::string& order) const {
  std::vector<engine::fact> all;
  for (const auto& each : must(store_->load_journal(row(order).number))) {
    auto record = must(actors::record_of(each, *program_));
    std::ranges::move(record.facts, std::back_inserter(all));
  }
  return all;
}

std::size_t engine_rig::records(const std::string& order) const {
  return store_->load_journal(row(order).number).value().size();
}

std::string engine_rig::index_against_journal() const {
  for (const auto& row : all_orders()) {
    const auto folded = actors::fold_order(
        *store_, row.number,
        [this](const std::string&) -> result<dsl::program_ptr> { return program_; });
    if (!folded)
      return folded.error().message;
    auto by_journal = row;
    if (actors::project_summary(by_journal, engine::summarise(folded->order)))
      return "order " + row.key + " is " + row.status + " in the index and " + by_journal.status +
             " by its journal";
  }
  return {};
}

void engine_rig::check_sent_is_durable(const engine::far_request& what) const {
  if (what.effect == dsl::effect_class::read)
    return;
  const auto sent = facts<engine::attempt_sent>(what.order);
  const bool durable = std::any_of(sent.begin(), sent.end(), [&](const auto& fact) {
    return fact.key == what.key && fact.attempt == what.attempt;
  });
  if (!durable)
    tell_broken(what.operation + " of order " + what.order + ", attempt " +
                std::to_string(what.attempt) + ", left before its record was durable");
}

} // namespace gantry::tests
