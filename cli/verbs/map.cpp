#include "channels/factory.hpp"
#include "channels/mapped_by.hpp"
#include "channels/x12/documents_850.hpp"
#include "cli/clock.hpp"
#include "cli/flow_files.hpp"
#include "cli/input_file.hpp"
#include "cli/terminal.hpp"
#include "cli/verbs/verbs.hpp"
#include "dsl/base/control_characters.hpp"
#include "dsl/base/json.hpp"
#include "dsl/syntax/parse/words.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <memory>

namespace gantry::cli {
namespace {

constexpr std::size_t document_bytes_max = 16u << 20;

struct map_flags {
  std::string name, file, flows = "workflows", channel = "channel", partner = "partner";
  bool check = false;
};

struct outcome_of_map {
  value document;
  value output; ///< none when it would be refused
  std::vector<dsl::field_origin> origins;
  std::vector<channels::finding> findings;
};

result<dsl::mapping_ptr> find_mapping(const map_flags& flags) {
  const auto files = read_flow_files(flags.flows);
  if (!files)
    return tl::unexpected(files.error());
  const auto compiled = dsl::compile(*files);
  const auto shown = as_shown(compiled, *files, flags.flows);
  for (const auto& d : shown.diagnostics)
    if (d.level == dsl::diagnostic::severity::error)
      fmt::print(stderr, "{}\n", dsl::render(d, shown.files, wants_colour(stderr)));
  if (compiled.has_errors())
    return fail(errc::flow_invalid, "the flows of " + flags.flows + " do not check",
                "mend what is said above");
  std::vector<std::string> known;
  for (const auto& each : compiled.mappings) {
    if (each->name() == flags.name)
      return each;
    known.push_back(each->name());
  }
  std::string list;
  for (const auto& name : known)
    list += (list.empty() ? "" : ", ") + name;
  const auto near = dsl::words::nearest(flags.name, known);
  return fail(errc::not_found, "there is no mapping " + flags.name + " in " + flags.flows,
              near.empty() ? (list.empty() ? "" : "there are: " + list)
                           : "did you mean " + near + "?");
}

outcome_of_map trace(const dsl::mapping& by, value document, const channels::arrival& how) {
  outcome_of_map one;
  const auto arguments = channels::arguments_of(by, document, how);
  one.output = by.trace(arguments, how.received_at, one.origins).what;
  one.findings = channels::map_with(by, document, how).findings;
  one.document = std::move(document);
  return one;
}

/// What the channel would say: envelopes and the standard count beside the mapping.
void tell_as_channel(const std::string& text, const dsl::mapping_ptr& by,
                     const channels::arrival& how, std::vector<outcome_of_map>& all) {
  const auto channel =
      channels::make_channel({how.channel, "x12", "none", how.partner, "", "main", by});
  if (!channel)
    return;
  channels::raw_document raw;
  raw.channel = how.channel;
  raw.body = text;
  raw.received_at = how.received_at;
  auto mapped = (*channel)->map(raw);
  for (std::size_t i = 0; i < std::min(all.size(), mapped.orders.size()); ++i) {
    all[i].findings = std::move(mapped.orders[i].findings);
    if (mapped.orders[i].input.is_none())
      all[i].output = {};
  }
  if (!all.empty())
    all.front().findings.insert(all.front().findings.begin(), mapped.findings.begin(),
                                mapped.findings.end());
}

/// A JSON document, or the orders of an X12 interchange.
result<std::vector<outcome_of_map>> map_all(const std::string& text, const dsl::mapping_ptr& by,
                                            const channels::arrival& how) {
  std::vector<outcome_of_map> all;
  if (!channels::x12::looks_like_x12(text)) {
    auto parsed = parse_json(text, {.long_numbers_as_text = true});
    if (!parsed)
      return tl::unexpected(parsed.error());
    all.push_back(trace(*by, std::move(*parsed), how));
    return all;
  }
  auto orders = channels::x12::documents_850(text);
  if (!orders)
    return tl::unexpected(std::move(orders.error()));
  for (auto& each : *orders)
    all.push_back(trace(*by, std::move(each), how));
  tell_as_channel(text, by, how, all);
  return all;
}

std::string sources_of(const dsl::field_origin& origin) {
  if (origin.paths.empty() && origin.rows.empty())
    return "constant";
  std::string all;
  for (const auto& path : origin.paths)
    all += (all.empty() ? "" : ", ") + (path.empty() ? std::string("the document") : path);
  for (const auto& row : origin.rows)
    all += (all.empty() ? "" : ", ") + row;
  return all;
}

void print_findings(const std::vector<channels::finding>& findings) {
  for (const auto& f : findings)
    fmt::print("{}[{}] {}{}: {}\n",
               paint(stdout, f.severity == "error" ? tint::red : tint::yellow, f.severity), f.code,
               f.path.empty() ? "document" : printable(f.path),
               f.value.empty() ? "" : " (" + printable(f.value) + ")", printable(f.message));
}

void print_for_people(const outcome_of_map& one, const map_flags& flags) {
  if (!flags.check) {
    text_table table;
    table.add({"field", "value", "from", "line"});
    for (const auto& origin : one.origins)
      table.add({origin.field, to_json(origin.what), sources_of(origin),
                 fmt::format("{}:{}", origin.file, origin.line)});
    fmt::print("{}", table.render(stdout));
    if (!one.findings.empty())
      fmt::print("\n");
  }
  print_findings(one.findings);
  if (flags.check && one.findings.empty())
    fmt::print("no findings\n");
}

void print_json(const outcome_of_map& one) {
  value::list_type fields, findings;
  for (const auto& origin : one.origins) {
    value::list_type paths, rows;
    for (const auto& path : origin.paths)
      paths.emplace_back(path);
    for (const auto& row : origin.rows)
      rows.emplace_back(row);
    fields.push_back(
        value::make_map({{value("field"), value(origin.field)},
                         {value("value"), origin.what},
                         {value("from"), value::make_list(std::move(paths))},
                         {value("rows"), value::make_list(std::move(rows))},
                         {value("file"), value(origin.file)},
                         {value("line"), value(static_cast<std::int64_t>(origin.line))}}));
  }
  for (const auto& f : one.findings)
    findings.push_back(value::make_map({{value("code"), value(f.code)},
                                        {value("severity"), value(f.severity)},
                                        {value("path"), value(f.path)},
                                        {value("value"), value(f.value)},
                                        {value("message"), value(f.message)}}));
  fmt::print("{}\n", to_json(value::make_map(
                         {{value("input"), one.document},
                          {value("output"), one.output},
                          {value("fields"), value::make_list(std::move(fields))},
                          {value("findings"), value::make_list(std::move(findings))}})));
}

void map_file(globals& all, const map_flags& flags) {
  const auto by = find_mapping(flags);
  if (!by)
    return all.failed(by.error());
  if (const auto serves = channels::can_serve(**by); !serves)
    return all.failed(serves.error());
  const auto text = read_input_file(flags.file, document_bytes_max);
  if (!text)
    return all.failed(text.error());
  const auto all_made = map_all(*text, *by, {flags.channel, flags.partner, wall_clock()});
  if (!all_made)
    return all.failed(all_made.error());
  std::size_t number = 0;
  for (const auto& one : *all_made) {
    ++number;
    if (!all.json && all_made->size() > 1)
      fmt::print("{}order {} of {}\n", number > 1 ? "\n" : "", number, all_made->size());
    if (all.json)
      print_json(one);
    else
      print_for_people(one, flags);
    if (one.output.is_none())
      all.code = exit_failed;
  }
}

} // namespace

void add_map(CLI::App& app, globals& all) {
  auto* verb = app.add_subcommand(
      "map", "Show what a mapping makes of a document, and where each field came from");
  const auto flags = std::make_shared<map_flags>();
  verb->add_option("name", flags->name, "the mapping")->required()->type_name("NAME");
  verb->add_option("file", flags->file,
                   "a JSON document or an X12 interchange; - is standard input")
      ->required()
      ->type_name("FILE");
  verb->add_option("--flows", flags->flows, "folder of the flows [default: workflows]")
      ->type_name("FOLDER");
  verb->add_option("--channel", flags->channel, "channel that the document is said to come through")
      ->type_name("NAME");
  verb->add_option("--partner", flags->partner, "partner that it is said to be from")
      ->type_name("NAME");
  verb->add_flag("--check", flags->check, "only the findings");
  all.add_json(*verb);
  verb->footer("Ends with 1 when the document would be refused.\n"
               "Example: gantry map shopify_order examples/orders/shop.json\n"
               "         gantry map x12_850 examples/orders/stores.edi --check");
  verb->callback([&all, flags] { map_file(all, *flags); });
}

} // namespace gantry::cli
