#include "gateway/api/backup_desk.hpp"
#include "gateway/api/clock.hpp"
#include "gateway/api/endpoints.hpp"
#include "gateway/api/json_writer.hpp"
#include "gateway/api/query_parameters.hpp"
#include "gateway/api/request_body.hpp"

namespace gantry::gateway {
namespace {

std::string_view word_of(backup_item::state is) {
  switch (is) {
  case backup_item::state::running: return "running";
  case backup_item::state::done: return "done";
  case backup_item::state::failed: return "failed";
  }
  return "failed";
}

void write_backup(json_writer& out, const backup_desk& desk, const backup_item& item) {
  out.begin_object();
  out.name("name").text(item.name);
  out.name("file").text(desk.file_of(item.name).string());
  out.name("state").text(word_of(item.is));
  out.name("bytes_copied").number(item.bytes_copied);
  out.name("bytes").number(item.bytes);
  out.name("at").time(item.at);
  out.name("code").text_or_null(item.why ? describe(item.why->code).code : "");
  out.name("detail").text_or_null(item.why ? item.why->message + " " + item.why->help : "");
  out.end_object();
}

/// The name of the body, or one of the present; empty: a mistake was answered.
std::string name_of(const api_call& call) {
  if (call.request().body.empty())
    return backup_name_at(wall_clock());
  const auto body = json_body(call.request());
  if (!body) {
    call.answer_error(body.error());
    return {};
  }
  request_object object{*body, {"name"}};
  auto name = object.has("name") ? object.required_text("name") : backup_name_at(wall_clock());
  if (object.ok() && !is_backup_name(name))
    object.mistake("name", "name", object.find("name"),
                   "a name has letters, digits, `-`, `_` and `.`, at most 100, and does not begin "
                   "with a dot");
  if (object.ok())
    return name;
  call.answer_error(object.problem());
  return {};
}

} // namespace

void post_backup(const api_call& call) {
  query_parameters query{call.request(), {}};
  if (!query.ok())
    return call.answer_error(query.problem());
  const auto name = name_of(call);
  if (name.empty())
    return;
  call.read([name](const api_call& reading) {
    auto& desk = reading.backups();
    const auto begun = desk.begin(name, wall_clock());
    if (!begun)
      return reading.answer_error(begun.error());
    json_writer out;
    write_backup(out, desk, *begun);
    reading.answer_json(202, out.take());
  });
}

void list_backups(const api_call& call) {
  query_parameters query{call.request(), {}};
  if (!query.ok())
    return call.answer_error(query.problem());
  call.read([](const api_call& reading) {
    const auto& desk = reading.backups();
    json_writer out;
    out.begin_object().name("items").begin_list();
    for (const auto& item : desk.list())
      write_backup(out, desk, item);
    out.end_list().end_object();
    reading.answer_json(200, out.take());
  });
}

void show_backup(const api_call& call) {
  call.read([](const api_call& reading) {
    const auto& desk = reading.backups();
    const auto found = desk.find(reading.part(0));
    if (!found)
      return reading.answer_error({errc::not_found,
                                   "there is no backup " + reading.part(0),
                                   "GET /v1/backups lists them.",
                                   {}});
    json_writer out;
    write_backup(out, desk, *found);
    reading.answer_json(200, out.take());
  });
}

} // namespace gantry::gateway
