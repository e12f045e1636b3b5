#include "tests/gateway/api_at_work.hpp"

#include "channels/factory.hpp"
#include "dsl/compile.hpp"
#include "gateway/api.hpp"
#include "persistence/sqlite/sqlite_store.hpp"
#include "tests/support/project_mapping.hpp"
#include "tests/support/raw_connection.hpp"

#include <catch2/catch.hpp>

#include <thread>

namespace gantry::gateway::test {
namespace {

using kind = engine::outcome::kind;

constexpr auto flow = R"(
policy calm { timeout 5s  retry 2 times, from 10ms to 20ms else hold "retries spent" }
contract far with calm {
  read       look(text: string) -> Seen   errors missing, closed(reason: string)
  once       make(text: string, amount: decimal) -> Made
               verify find(reference: key) settle 50ms within 5s
  read       find(reference: string) -> Made[]
  idempotent take_back(number: string)
  event      told(id: string key, count: int)  keep 1d
}
type Source { channel: string, partner: string, external_id: string }
type Seen   { text: string }
type Made   { number: string key, amount: decimal }
type Job {
  id: string, source: Source, customer: string, city: string, amount: decimal, mode: string,
  tags: string[], note: string?
}
workflow job(order: Job) -> Made {
  version 1
  key     order.source.channel, order.source.partner, order.source.external_id
  search  customer = order.customer, city = order.city

  step seen = far.look(text: order.mode) {
    on missing         { reject "nothing is there" }
    on closed as answer { hold "closed: " + answer.reason }
  }
  stage looked
  step made = far.make(text: order.mode, amount: order.amount) {
    compensate far.take_back(number: made.number)
  }
  if order.mode == "wait" {
    wait word = far.told(id: order.id) { within 1h else hold "nobody said a word" }
  }
  stage finished final
  return made
}
)";

std::vector<dsl::program_ptr> programs() {
  const std::vector<dsl::source_file> files{{"job.flow", flow}};
  auto compiled = dsl::compile(files);
  std::string mistakes;
  for (const auto& each : compiled.diagnostics)
    if (each.level == dsl::diagnostic::severity::error)
      mistakes += dsl::render(each, files, false);
  if (!mistakes.empty())
    FAIL(mistakes);
  return std::move(compiled.programs);
}

dsl::mapping_ptr mapping_for(const std::string& of_kind) {
  const auto usual = channels::usual_mapping(of_kind);
  return usual.empty() ? nullptr : tests::project_mapping(usual);
}

std::shared_ptr<channels::channel> channel(const std::string& name, const std::string& of_kind,
                                           const std::string& secret) {
  auto made = channels::make_channel(
      {name, of_kind, "job", "partner-1", secret, "main", mapping_for(of_kind)});
  if (!made)
    FAIL(made.error().message);
  return std::move(*made);
}

std::string document_under(const std::string& key) {
  return R"({"number":"N-)" + key.substr(0, 6) + R"(","amount":"12.50"})";
}

std::shared_ptr<scripted_systems> usual_systems() {
  auto far = std::make_shared<scripted_systems>();
  far->on("look", [](const engine::far_request& request) {
    const auto mode = argument(request, "text");
    if (mode == "reject")
      return business_error(request, "missing");
    if (mode == "hold")
      return business_error(request, "closed", R"({"reason":"sunday"})");
    if (mode == "odd")
      return ended_as(kind::contract_violation, "answered 404");
    return ok(request, R"({"text":"seen"})");
  });
  far->on("make", [](const engine::far_request& request) {
    if (argument(request, "text") == "twice")
      return ended_as(kind::unknown, "no answer");
    return ok(request, document_under(request.key));
  });
  // A truthful finder: what was made under the key, and twice what is made twice.
  far->on("find", [books = far.get()](const engine::far_request& request) {
    const auto key = argument(request, "reference");
    for (const auto& made : books->asked("make")) {
      if (made.key != key)
        continue;
      if (argument(made, "text") == "twice")
        return ok(request,
                  R"([{"number":"N-1","amount":"12.50"},{"number":"N-2","amount":"12.50"}])");
      return ok(request, "[" + document_under(key) + "]");
    }
    return ok(request, "[]");
  });
  far->on("take_back", [](const engine::far_request& request) { return ok(request, "null"); });
  return far;
}

} // namespace

std::string reply::at(const std::string& path) const {
  const auto* found = json.find_path(path);
  if (found == nullptr)
    return "(no " + path + ")";
  return found->is_string() ? found->as_string() : to_json(*found);
}

const value::list_type& reply::list(const std::string& path) const& {
  return list_in(path);
}

const value::list_type& reply::list_in(const std::string& path) const {
  const auto* found = json.find_path(path);
  INFO(text);
  REQUIRE(found != nullptr);
  REQUIRE(found->is_list());
  return found->as_list();
}

std::string reply::header(const std::string& lower_case_name) const {
  for (const auto& [name, content] : headers)
    if (name == lower_case_name)
      return content;
  return {};
}

std::string reply::problem() const {
  const std::string folder = "/problems/";
  const auto type = at("type");
  return type.rfind(folder, 0) == 0 ? type.substr(folder.size()) : type;
}

std::string reply::mistakes() const {
  std::string paths;
  for (const auto& each : list("errors"))
    paths += (paths.empty() ? "" : " ") + each.find("path")->as_string();
  return paths;
}

api_at_work::api_at_work() : far_(usual_systems()) {
  start();
}

api_at_work::~api_at_work() {
  stop();
}

void api_at_work::start() {
  const auto environment = actors::real_environment();
  persistence::sqlite_options where;
  where.folder = folder_.path();
  auto store = persistence::open_sqlite(where, environment.wall_clock());
  if (!store)
    FAIL(store.error().message);
  actors::runtime_options options;
  actors::adapter_options adapter;
  adapter.name = adapter.contract = "far";
  adapter.to = far_;
  options.adapters.push_back(adapter);
  options.drain = milliseconds(500);
  options.channels["shop"] = channel("shop", "json", shop_secret);
  options.channels["edi"] = channel("edi", "x12", "");
  auto engine = actors::runtime::start(std::move(options), environment, *store, programs());
  if (!engine)
    FAIL(engine.error().message);
  engine_ = std::move(*engine);
  api_options api;
  api.backups = folder_ / "backups";
  api.version = "0.0-test";
  auto server = http_server::listen("127.0.0.1:0", api_limits(api), make_api(*engine_, api));
  if (!server)
    FAIL(server.error().message);
  server_ = std::move(*server);
  client_ = std::make_unique<http_client>("http://127.0.0.1:" + std::to_string(port()), 20'000);
}

void api_at_work::stop() {
  client_.reset();
  server_->stop(2'000);
  server_.reset();
  engine_->drain();
  engine_.reset();
}

void api_at_work::restart() {
  stop();
  start();
}

reply api_at_work::send(const std::string& method, const std::string& target,
                        const std::string& body, const header_list& headers) {
  const auto answer = client_->request(method, target, body, headers);
  if (!answer)
    FAIL(answer.error().message);
  reply got;
  got.status = answer->status;
  got.text = answer->body;
  got.headers = answer->headers;
  if (auto parsed = parse_json(answer->body, {64, 64u << 20}))
    got.json = std::move(*parsed);
  return got;
}

reply api_at_work::get(const std::string& target, const header_list& headers) {
  return send("GET", target, {}, headers);
}

std::string api_at_work::submit(const std::string& external_id, const std::string& mode,
                                const std::string& more) {
  const auto taken = post("/v1/orders", submission_of(job(external_id, mode, more)));
  INFO(taken.text);
  REQUIRE(taken.status == 202);
  return taken.at("id");
}

reply api_at_work::when(const std::string& order, const std::string& status) {
  const auto start = std::chrono::steady_clock::now();
  auto found = get("/v1/orders/" + order);
  while (found.at("status") != status && gantry::test::milliseconds_since(start) < 10'000) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    found = get("/v1/orders/" + order);
  }
  INFO(found.text);
  REQUIRE(found.at("status") == status);
  return found;
}

std::string job(const std::string& external_id, const std::string& mode, const std::string& more) {
  const auto member = [&more](const std::string& name, const std::string& usual) {
    return more.find("\"" + name + "\":") == std::string::npos ? "\"" + name + "\":" + usual + ","
                                                               : std::string{};
  };
  std::string text = "{";
  text +=
      member("source", R"({"channel":"web","partner":"p","external_id":")" + external_id + "\"}");
  text +=
      member("customer", "\"C-1\"") + member("city", "\"Graz\"") + member("amount", "\"12.50\"");
  text += member("tags", "[]") + member("mode", "\"" + mode + "\"");
  if (more.empty())
    text.pop_back();
  return text + more + "}";
}

std::string submission_of(const std::string& order, const std::string& workflow) {
  return R"({"workflow":")" + workflow + R"(","input":)" + order + "}";
}

} // namespace gantry::gateway::test
