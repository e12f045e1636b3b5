#include "cli/client.hpp"

#include "cli/order_text.hpp"
#include "cli/terminal.hpp"
#include "dsl/base/control_characters.hpp"

#include <cstdlib>
#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

namespace gantry::cli {
namespace {

/// Orders, events and documents are written by strangers.
value for_eyes(const value& what) {
  if (what.is_string())
    return value(printable(what.as_string()));
  if (what.is_list()) {
    value::list_type items;
    for (const auto& item : what.as_list())
      items.push_back(for_eyes(item));
    return value::make_list(std::move(items));
  }
  if (what.is_map()) {
    value::map_entries members;
    for (const auto& [name, member] : what.as_map())
      members.emplace_back(for_eyes(name), for_eyes(member));
    return value::make_map(std::move(members));
  }
  return what;
}

/// Who gave the command: behind `sudo` the person, not root.
std::string own_principal() {
  const auto user = ::geteuid();
  if (const char* person = std::getenv("SUDO_USER"); user == 0 && person != nullptr && *person)
    return std::string("cli:") + person;
  const auto* entry = ::getpwuid(user);
  return entry != nullptr ? std::string("cli:") + entry->pw_name : fmt::format("cli:uid {}", user);
}

} // namespace

engine_client::engine_client(std::string server, std::int64_t timeout_ms)
    : server_(std::move(server)), principal_(own_principal()), http_(server_, timeout_ms) {}

result<engine_answer> engine_client::request(std::string_view method, std::string_view target,
                                             std::string_view body, const headers& with) {
  auto all = with;
  all.emplace_back("x-gantry-principal", principal_);
  bool typed = false;
  for (const auto& [name, text] : with)
    typed = typed || name == "content-type";
  if (!body.empty() && !typed)
    all.emplace_back("content-type", "application/json");
  auto got = http_.request(method, target, body, all);
  if (!got)
    return fail(got.error().code,
                fmt::format("the engine at {} does not answer: {}", server_, got.error().message),
                "start one with `gantry serve`, or name another with --server or GANTRY_SERVER");
  engine_answer answer{got->status, std::move(got->body), {}};
  if (auto parsed = parse_json(answer.body))
    answer.json = for_eyes(*parsed);
  return answer;
}

std::optional<engine_client> connect(globals& all) {
  const auto in_force = all.load({"server"});
  if (!in_force)
    return std::nullopt;
  return engine_client(in_force->text("server"));
}

std::optional<engine_answer> ask(globals& all, std::string_view method, std::string_view target,
                                 std::string_view body) {
  auto client = connect(all);
  if (!client)
    return std::nullopt;
  auto answer = client->request(method, target, body);
  if (!answer) {
    all.failed(answer.error());
    return std::nullopt;
  }
  if (!answer->fine()) {
    print_problem(all, *answer);
    return std::nullopt;
  }
  return std::move(*answer);
}

void print_problem(globals& all, const engine_answer& answer, std::string_view about) {
  all.code = exit_code_of_status(answer.status);
  if (all.json) {
    fmt::print(stderr, "{}\n", answer.body);
    return;
  }
  const auto code = text_of(answer.json, "code");
  const auto detail = text_of(answer.json, "detail");
  fmt::print(stderr, "{}: {}{}{}\n",
             paint(stderr, tint::red,
                   code.empty() ? fmt::format("error: HTTP {}", answer.status)
                                : fmt::format("error[{}]", code)),
             about, about.empty() ? "" : ": ",
             detail.empty() ? text_of(answer.json, "title") : detail);
  if (const auto* fields = answer.json.find("errors"); fields != nullptr && fields->is_list())
    for (const auto& field : fields->as_list())
      if (const auto text = mistake_text(field); detail.find(text) == std::string::npos)
        fmt::print(stderr, "  {}\n", text);
  const auto* legal = answer.json.find("legal");
  if (legal != nullptr)
    fmt::print(stderr, "  {} {}\n", paint(stderr, tint::blue, "legal now:"), in_words(legal));
  if (const auto help = text_of(answer.json, "help"); legal == nullptr && !help.empty())
    fmt::print(stderr, "  {} {}\n", paint(stderr, tint::blue, "help:"), help);
}

std::string url_encode(std::string_view text) {
  std::string out;
  for (const unsigned char c : text) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
        c == '_' || c == '.' || c == '~')
      out += static_cast<char>(c);
    else
      out += fmt::format("%{:02X}", c);
  }
  return out;
}

std::string text_of(const value& object, std::string_view name) {
  const auto* found = object.find(name);
  if (found == nullptr || found->is_none())
    return {};
  if (found->is_string())
    return found->as_string();
  return to_json(*found);
}

} // namespace gantry::cli
