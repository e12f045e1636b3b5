#include "actors/document_intake.hpp"

#include "actors/document_outcome.hpp"
#include "actors/key_conflict.hpp"
#include "actors/order_draft.hpp"
#include "actors/order_intake.hpp"
#include "channels/reply_bytes.hpp"
#include "dsl/base/digest.hpp"
#include "dsl/base/json.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

namespace gantry::actors {

namespace {

/// Never stored: they let whoever reads them act for the sender.
constexpr std::array<std::string_view, 3> secret_headers{"authorization", "cookie",
                                                         "proxy-authorization"};

/// Of documents that are stored or mapped at this moment: each is in memory up to three times.
constexpr std::size_t bytes_in_hand_max = 128 * 1024 * 1024;

std::string headers_json(const std::vector<std::pair<std::string, std::string>>& headers) {
  value::map_entries members;
  for (const auto& [name, text] : headers)
    if (std::find(secret_headers.begin(), secret_headers.end(), name) == secret_headers.end())
      members.emplace_back(value(name), value(text));
  return to_json(value::make_map(std::move(members)));
}

std::vector<std::pair<std::string, std::string>> headers_in(const std::string& json) {
  std::vector<std::pair<std::string, std::string>> headers;
  if (const auto parsed = parse_json(json); parsed && parsed->is_map())
    for (const auto& [name, text] : parsed->as_map())
      if (name.is_string() && text.is_string())
        headers.emplace_back(name.as_string(), text.as_string());
  return headers;
}

/// What an order began with.
const value& input_of(const first_commit& order) {
  static const value nothing;
  for (const auto& fact : order.facts)
    if (const auto* created = std::get_if<engine::order_created>(&fact))
      return created->what.input;
  return nothing;
}

std::string header_of(const channels::raw_document& document, std::string_view name) {
  for (const auto& [known, text] : document.headers)
    if (known == name)
      return text;
  return {};
}

persistence::document_row row_of(const channels::raw_document& document, const uuid& id,
                                 const std::string& site) {
  persistence::document_row row;
  row.id = id;
  row.site = site;
  row.channel = document.channel;
  row.media_type = document.media_type;
  row.headers = headers_json(document.headers);
  row.body = document.body;
  row.digest = to_hex(sha256(document.body));
  row.received_at = document.received_at;
  row.state = "received";
  return row;
}

} // namespace

/// One document on its way from its bytes to its orders and answers.
struct document_intake::job {
  channels::raw_document raw;
  uuid id;
  const channels::channel* by = nullptr;
  dsl::program_ptr definition;
  answer<document_answer> done;
  std::vector<first_commit> orders;                            ///< those that are to be created
  std::unordered_map<std::string, std::size_t> first_with_key; ///< of `orders`
  std::vector<channels::reply_document> replies;
  std::string outcome;     ///< before the writer has filled it in
  std::string worst;       ///< of the mapping's findings
  std::string first_error; ///< the first of them that speaks against an order, for the log
  std::size_t refused = 0, tests = 0;
  std::function<void(bool)> over; ///< told once at the end: whether all was done, replies included
};

void document_intake::take(channels::raw_document what, answer<document_answer> done) {
  if (auto why = world_.order_refusal()) {
    done(tl::unexpected(std::move(*why)));
    return;
  }
  const auto channel = world_.options.channels.find(what.channel);
  if (channel == world_.options.channels.end()) {
    std::string known;
    for (const auto& [name, each] : world_.options.channels)
      known += (known.empty() ? "; there are: " : ", ") + name;
    done(fail(errc::unknown_channel, "no channel " + what.channel + " is configured" + known,
              "Send it to one of these, or add a table [channels." + what.channel +
                  "] to the settings and start the engine again."));
    return;
  }
  const auto workflow = world_.known_definitions.deployed(channel->second->workflow());
  if (auto why = workflow ? world_.crowd_refusal(*workflow) : std::nullopt) {
    done(tl::unexpected(std::move(*why)));
    return;
  }
  if (bytes_in_hand_ + what.body.size() > bytes_in_hand_max) {
    done(fail(errc::overloaded,
              "documents of " + std::to_string(bytes_in_hand_ / 1'000'000) +
                  " MB wait to be mapped already",
              "Send it again in a moment."));
    return;
  }
  auto made = std::make_shared<job>();
  made->id = world_.new_id();
  what.id = to_string(made->id);
  what.received_at = world_.now();
  if (auto admitted = channel->second->admit(what); !admitted) {
    done(tl::unexpected(std::move(admitted.error())));
    return;
  }
  made->raw = std::move(what);
  made->by = channel->second.get();
  made->done = world_.gate.guard(std::move(done));
  const auto bytes = made->raw.body.size();
  bytes_in_hand_ += bytes;
  made->over = [this, bytes, document = made->raw.id](bool) {
    bytes_in_hand_ -= bytes;
    end(document);
  };
  (void)begin(made->raw.id); // the id is new
  world_.desk.write(persistence::store_document{row_of(made->raw, made->id, world_.options.site)},
                    [this, made](const write_desk::written& how) {
                      if (how.result.failed && !how.repeated) {
                        made->done(tl::unexpected(*how.result.failed));
                        made->over(false);
                        return;
                      }
                      ++world_.count.documents_received;
                      world_.mapping.post([this, made] { map(made); });
                    });
}

bool document_intake::begin(const std::string& document) {
  const std::lock_guard guard(lock_);
  return under_way_.insert(document).second;
}

void document_intake::end(const std::string& document) {
  const std::lock_guard guard(lock_);
  under_way_.erase(document);
}

void document_intake::take_up(persistence::document_row row, std::function<void(bool)> told) {
  const auto document = to_string(row.id);
  if (!begin(document)) {
    told(false);
    return;
  }
  auto over = [this, document, told = std::move(told)](bool done) {
    end(document);
    told(done);
  };
  // Since its row was read, whoever had it may have brought it further.
  auto now = world_.store().find_document(row.id);
  if (!now || !*now) {
    over(false);
    return;
  }
  row = std::move(**now);
  if (row.state != "received" && row.state != "replying") {
    over(true);
    return;
  }
  if (row.state == "replying") {
    const auto replies = replies_in(row.outcome);
    if (!replies) {
      spdlog::error("document {}: {}", to_string(row.id), replies.error().message);
      over(false);
      return;
    }
    hand_out_replies(row.id, row.channel, *replies, std::move(over));
    return;
  }
  const auto channel = world_.options.channels.find(row.channel);
  if (channel == world_.options.channels.end()) {
    spdlog::error("document {} waits for the channel {}, which is not configured any more",
                  to_string(row.id), row.channel);
    over(false);
    return;
  }
  auto made = std::make_shared<job>();
  made->id = row.id;
  made->raw = {to_string(row.id),       row.channel,         row.media_type,
               headers_in(row.headers), std::move(row.body), row.received_at};
  made->by = channel->second.get();
  made->done = [](const result<document_answer>&) {};
  made->over = std::move(over);
  world_.mapping.post([this, made] { map(made); });
}

void document_intake::map(const job_ptr& what) {
  auto& all = *what;
  auto definition = deployed_workflow(world_.known_definitions, all.by->workflow());
  if (!definition) {
    all.done(tl::unexpected(std::move(definition.error())));
    all.over(false);
    return;
  }
  all.definition = std::move(*definition);
  auto mapped = all.by->map(all.raw);
  value::list_type orders;
  for (auto& each : mapped.orders) {
    auto begun = map_order(all, each);
    if (!begun) {
      ++(each.test ? all.tests : all.refused);
      orders.push_back(refused_order(each));
      continue;
    }
    orders.push_back(taken_order(each, begun->create.row.key));
    all.first_with_key.emplace(begun->create.row.key, all.orders.size());
    all.orders.push_back(std::move(*begun));
  }
  all.outcome = outcome_json(std::move(orders), mapped);
  all.worst = worst_of(mapped);
  all.first_error = first_error_of(mapped);
  all.replies = std::move(mapped.replies);
  persistence::finish_document request;
  request.document = all.id;
  request.partner = std::move(mapped.partner);
  request.outcome = all.outcome;
  request.has_replies = !all.replies.empty() && world_.options.on_replies != nullptr;
  request.worst = all.worst;
  for (const auto& each : all.orders) {
    request.orders.push_back(each.create);
    request.differences.push_back(difference_of(all, each));
  }
  world_.desk.write(std::move(request),
                    [this, what](const write_desk::written& how) { finished(what, how); });
}

std::optional<first_commit> document_intake::map_order(const job& of,
                                                       channels::mapped_order& order) {
  const auto speaks_against = [&order](const error& why) {
    for (auto& each : findings_of(why))
      order.findings.push_back(std::move(each));
    return std::nullopt;
  };
  if (order.input.is_none())
    return std::nullopt;
  draft_input from;
  from.definition = of.definition;
  from.input = order.input;
  from.site = world_.options.site;
  from.intake = of.raw.channel;
  from.id = world_.new_id();
  from.number = world_.new_number();
  from.document = of.raw.id;
  from.cause.principal = "channel:" + of.raw.channel;
  from.cause.traceparent = header_of(of.raw, "traceparent");
  from.cause.request_id = header_of(of.raw, "x-request-id");
  from.now = world_.now();
  const auto start = draft_order(std::move(from));
  if (!start)
    return speaks_against(start.error());
  if (order.test)
    return std::nullopt; // checked and answered, never run
  auto begun = decide_first(**start);
  if (!begun)
    return speaks_against(begun.error());
  return std::move(*begun);
}

/// Where the order differs from the one that has its key: in the store, or earlier in the document.
persistence::key_difference document_intake::difference_of(const job& of,
                                                           const first_commit& order) {
  const auto& row = order.create.row;
  const auto& input = input_of(order);
  auto stored = difference_from_holder(
      world_.store(), [this](const std::string& closure) { return world_.definition(closure); },
      row, input);
  if (!stored.path.empty())
    return stored;
  const auto first = of.first_with_key.at(row.key);
  const auto& other = of.orders[first];
  if (other.create.row.input_digest != row.input_digest)
    return actors::difference_of(input_of(other), input);
  return {};
}

void document_intake::finished(const job_ptr& what, const write_desk::written& how) {
  auto& all = *what;
  if (how.result.failed) {
    // The bytes are kept, and mapped again in a while.
    spdlog::error("document {} could not be finished: {}", all.raw.id, how.result.failed->message);
    all.done(document_answer{all.raw.id, "{}"});
    all.over(false);
    left_over_();
    return;
  }
  begin_orders(all, how);
  count_orders(all, how);
  const auto& outcome = how.result.outcome.empty() ? all.outcome : how.result.outcome;
  all.done(document_answer{all.raw.id, outcome});
  hand_out_replies(all.id, all.raw.channel, all.replies, std::move(all.over));
}

/// Nobody waits for what a document brings, so what was not taken is counted and logged.
void document_intake::count_orders(const job& what, const write_desk::written& how) {
  using kind = persistence::create_result::kind;
  auto& count = world_.count;
  std::uint64_t conflicts = 0;
  for (std::size_t i = 0; i < std::min(how.result.created.size(), what.orders.size()); ++i) {
    const auto& created = how.result.created[i];
    if (created.is == kind::conflict)
      ++conflicts;
    else if (created.is == kind::created || created.id == what.orders[i].create.row.id)
      ++count.document_orders_taken;
    else
      ++count.document_orders_duplicate;
  }
  count.document_orders_conflict += conflicts;
  count.document_orders_refused += what.refused;
  count.document_orders_test += what.tests;
  if (what.worst != "error" && conflicts == 0)
    return;
  ++count.documents_with_errors;
  if (what.tests > 0 && what.refused == 0 && conflicts == 0)
    return; // a test that was answered as such is nobody's trouble
  const auto all = what.orders.size() + what.refused + what.tests;
  spdlog::warn("document {} of channel {}: {} of {} orders were not taken{}{}", what.raw.id,
               what.raw.channel, what.refused + conflicts, all,
               conflicts == 0 ? "" : ", another order has the key of " + std::to_string(conflicts),
               what.first_error.empty() ? "" : "; " + what.first_error);
}

void document_intake::begin_orders(const job& what, const write_desk::written& how) {
  using kind = persistence::create_result::kind;
  const auto& created = how.result.created;
  std::vector<persistence::instance_number> begun;
  for (std::size_t i = 0; i < std::min(created.size(), what.orders.size()); ++i) {
    const auto& order = what.orders[i];
    const auto& row = order.create.row;
    // Of a commit whose acknowledgement was lost, the order that is there may be this very one.
    const bool is_ours = created[i].is == kind::created ||
                         (created[i].is == kind::duplicate && created[i].id == row.id);
    if (!is_ours)
      continue;
    const auto& changes = order.create.changes;
    world_.durable(order.identity(),
                   {order.facts, changes.timers_set, changes.timers_cleared, row});
    if (order.ended.empty())
      begun.push_back(row.number);
    else
      world_.tell_finished(to_string(row.id), order.ended);
  }
  world_.take_ups.add(std::move(begun), static_cast<std::int64_t>(world_.options.open_orders_max));
}

void document_intake::hand_out_replies(const uuid& document, const std::string& channel,
                                       const std::vector<channels::reply_document>& replies,
                                       std::function<void(bool)> over) {
  if (replies.empty() || !world_.options.on_replies) {
    over(true);
    return;
  }
  auto as_sent = replies;
  for (auto& each : as_sent)
    each.body = channels::reply_bytes(each);
  if (const auto done = world_.options.on_replies(channel, as_sent); !done) {
    spdlog::error("the replies to document {} could not be handed out: {}", to_string(document),
                  done.error().message);
    over(false);
    left_over_();
    return;
  }
  world_.desk.write(
      persistence::replies_handed_out{document},
      [over = std::move(over)](const write_desk::written& how) { over(!how.result.failed); });
}

} // namespace gantry::actors
