#include "examples/sandbox/reception.hpp"

#include "dsl/base/json.hpp"
#include "examples/sandbox/clock.hpp"
#include "examples/sandbox/document.hpp"
#include "examples/sandbox/ledger_page.hpp"
#include "examples/sandbox/master_data.hpp"
#include "examples/sandbox/problem.hpp"
#include "examples/sandbox/warehouse.hpp"

#include <SQLiteCpp/Exception.h>

#include <memory>

namespace gantry::sandbox {
namespace {

gateway::http_response not_there(const gateway::http_request& request) {
  return problem({errc::not_found,
                  "nothing is at " + request.method + " " + request.path,
                  "operations are POST /SYSTEM/OPERATION with the systems crm, erp, tms and wms",
                  {}});
}

gateway::http_response wrong_method(const gateway::http_request& request,
                                    std::string_view allowed) {
  auto response = problem({errc::method_not_allowed,
                           request.path + " does not take " + request.method,
                           "it takes " + std::string(allowed),
                           {}});
  response.headers.emplace_back("Allow", std::string(allowed));
  return response;
}

} // namespace

reception::reception(const sandbox_options& options, data_folder& folder, books_writer& writer,
                     fault_book& faults, own_doors& doors, desk& operations,
                     std::function<void()> published)
    : options_(options), folder_(folder), writer_(writer), faults_(faults), doors_(doors),
      desk_(operations), published_(std::move(published)) {}

void reception::take(const gateway::http_request& request, const gateway::http_answer& reply) {
  try {
    if (!take_page(request, reply))
      take_operation(request, reply);
  } catch (const SQLite::Exception& why) {
    reply(problem({errc::store_failed,
                   std::string("the ledger cannot be read: ") + why.what(),
                   "look at the disk of the sandbox's data folder",
                   {}}));
  }
}

/// Everything but the operations; false when the address is none of these.
bool reception::take_page(const gateway::http_request& request, const gateway::http_answer& reply) {
  const bool get = request.method == "GET";
  const auto page = [&](auto make) { reply(get ? make() : wrong_method(request, "GET")); };
  if (request.path == "/healthz")
    page([&] { return health(); });
  else if (request.path == "/masterdata")
    page([] { return json(200, to_json(describe_master_data())); });
  else if (request.path == "/ledger")
    page([&] { return show_ledger(request); });
  else if (request.path == "/faults" && request.method == "PUT")
    reply(set_faults(request.body));
  else if (request.path == "/faults")
    reply(get ? show_faults() : wrong_method(request, "GET, PUT"));
  else if (request.path == "/events/ship" && request.method == "POST")
    ship_now(request, reply);
  else if (request.path == "/events/ship")
    reply(wrong_method(request, "POST"));
  else
    return false;
  return true;
}

gateway::http_response reception::health() {
  return json(200, to_json(object({{"status", "ok"},
                                   {"events_waiting", count_waiting_events(folder_.reading())}})));
}

gateway::http_response reception::show_ledger(const gateway::http_request& request) {
  const auto query = read_ledger_query(request);
  if (!query)
    return problem(query.error());
  return json(200, ledger_page(read_ledger(folder_.reading(), *query), *query));
}

gateway::http_response reception::show_faults() const {
  return json(200, to_json(faults_.describe(fault_book::clock::now())));
}

gateway::http_response reception::set_faults(const std::string& body) {
  auto plan = parse_json(body).and_then(
      [this](const value& parsed) { return read_fault_plan(parsed, options_.seed); });
  if (!plan)
    return problem(plan.error());
  faults_.replace(std::move(*plan));
  doors_.open_all();
  return show_faults();
}

void reception::ship_now(const gateway::http_request& request, const gateway::http_answer& reply) {
  const auto body = parse_json(request.body);
  if (!body)
    return reply(problem(body.error()));
  field_reader reader(*body);
  reader.expect_only({"order_id"});
  const std::string order_id = reader.text("order_id");
  if (!reader.errors().empty())
    return reply(bad_arguments(reader).response);
  struct shipment {
    bool known = false;
    std::vector<std::string> events;
  };
  const auto made = std::make_shared<shipment>();
  const bool taken = writer_.offer(
      {[made, order_id](books& in) {
         made->known = !in.picks.of_order(order_id).empty();
         made->events = ship_order(in, order_id, wall_clock());
       },
       [this, made, order_id, reply](bool committed) {
         if (!committed)
           return reply(problem({errc::internal, "the ledger could not be written", "", {}}));
         if (!made->known)
           return reply(problem({errc::not_found,
                                 "no fulfillment is known for order " + order_id,
                                 "ship after wms.create_fulfillment was answered",
                                 {}}));
         published_();
         value::list_type ids;
         for (const auto& id : made->events)
           ids.emplace_back(id);
         reply(json(200, to_json(object({{"order_id", order_id},
                                         {"events", value::make_list(std::move(ids))}}))));
       }});
  if (!taken)
    reply(come_again("too much waits to be written", 1));
}

void reception::take_operation(const gateway::http_request& request,
                               const gateway::http_answer& reply) {
  const std::string_view path = request.path;
  const auto slash = path.find('/', 1);
  if (!path.starts_with('/') || slash == std::string_view::npos)
    return reply(not_there(request));
  const auto* const what = find_operation(path.substr(1, slash - 1), path.substr(slash + 1));
  if (!what)
    return reply(not_there(request));
  if (request.method != "POST")
    return reply(wrong_method(request, "POST"));
  desk_.take(*what, request, reply);
}

} // namespace gantry::sandbox
