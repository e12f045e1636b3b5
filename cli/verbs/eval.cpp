#include "cli/input_file.hpp"
#include "cli/terminal.hpp"
#include "cli/verbs/verbs.hpp"
#include "dsl/base/json.hpp"
#include "dsl/conformance/evaluate_alone.hpp"
#include "dsl/conformance/records.hpp"
#include "dsl/expr/far_time.hpp"

#include <CLI/CLI.hpp>

#include <chrono>
#include <fmt/format.h>
#include <iostream>
#include <memory>

namespace gantry::cli {
namespace {

struct eval_flags {
  std::string expression, bindings;
  bool expression_records = false, decimal_records = false;
};

result<value> read_bindings(const std::string& given) {
  if (given.empty())
    return value::make_map({});
  std::string text = given;
  if (given.front() == '@') {
    constexpr std::size_t bindings_bytes_max = 16u << 20;
    auto read = read_input_file(given.substr(1), bindings_bytes_max);
    if (!read)
      return fail(read.error().code, "the bindings: " + read.error().message,
                  "name a file behind the @, or write the JSON itself");
    text = std::move(*read);
  }
  auto bindings = parse_json(text);
  if (bindings && !bindings->is_map())
    return fail(errc::bad_argument, "the bindings are no JSON object",
                R"(write names and values: --bindings '{"order":{"total":5200.50}}')");
  return bindings;
}

timestamp present() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::nanoseconds>(now).count()};
}

/// A name that means nothing has no flow around it that could bind it.
void tell_how_to_bind(dsl::diagnostic& mistake) {
  const auto from = mistake.message.find('`');
  const auto to = mistake.message.find('`', from + 1);
  if (mistake.code == "GF0201" && mistake.help.starts_with("names are bound by") &&
      to != std::string::npos)
    mistake.help = fmt::format("give it a value: --bindings '{{\"{}\": 1}}'",
                               mistake.message.substr(from + 1, to - from - 1));
}

void print_value(const value& v, bool as_json) {
  fmt::print("{}\n", as_json ? dsl::json_value(v) : dsl::shown_value(v));
  if (dsl::is_far_time(v))
    fmt::print(stderr, "note: CEL has this time, and no field of a flow can hold it: "
                       "those know the years 1678 to 2261\n");
}

void evaluate_one(globals& all, const eval_flags& flags) {
  auto bindings = read_bindings(flags.bindings);
  if (!bindings)
    return all.failed(bindings.error());
  dsl::lone_expression e;
  e.text = flags.expression;
  e.bindings = std::move(*bindings);
  e.now = present();
  auto outcome = dsl::evaluate_alone(e);
  for (auto& mistake : outcome.mistakes)
    tell_how_to_bind(mistake);
  for (const auto& mistake : outcome.mistakes)
    fmt::print(stderr, "{}\n",
               dsl::render(mistake, {{"expression", e.text}}, wants_colour(stderr)));
  if (outcome.failure)
    return all.failed(*outcome.failure);
  if (outcome.is)
    print_value(*outcome.is, all.json);
  else
    all.code = exit_failed;
}

void answer_lines(std::string (*answer)(std::string_view)) {
  for (std::string line; std::getline(std::cin, line);)
    if (!line.empty())
      fmt::print("{}\n", answer(line));
}

void run_eval(globals& all, const eval_flags& flags) {
  const int modes = (flags.expression.empty() ? 0 : 1) + (flags.expression_records ? 1 : 0) +
                    (flags.decimal_records ? 1 : 0);
  if (modes != 1) {
    all.failed({errc::bad_argument,
                "one expression is due, or --jsonl, or --decimal-jsonl",
                "for example: gantry eval '0.1m + 0.2m'",
                {}});
    all.code = exit_usage;
    return;
  }
  if (flags.expression_records)
    return answer_lines(dsl::answer_expression_record);
  if (flags.decimal_records)
    return answer_lines(dsl::answer_decimal_record);
  evaluate_one(all, flags);
}

} // namespace

void add_eval(CLI::App& app, globals& all) {
  auto* verb = app.add_subcommand("eval", "Evaluate an expression as flows do, without a flow");
  const auto flags = std::make_shared<eval_flags>();
  verb->add_option("expression", flags->expression, "the expression; docs/cel.md is the reference")
      ->type_name("TEXT");
  verb->add_option("--bindings", flags->bindings,
                   "names that it uses, as a JSON object, or @FILE with one")
      ->type_name("JSON");
  all.add_json(*verb, "print the value as JSON: decimals, times and spans as texts");
  verb->add_flag("--jsonl", flags->expression_records,
                 "answer records {\"id\", \"expr\", \"bindings\"} from standard input, one a line, "
                 "with typed values");
  verb->add_flag("--decimal-jsonl", flags->decimal_records,
                 "answer records {\"id\", \"op\", \"rounding\", \"args\"} of decimal arithmetic");
  verb->footer(
      "The value is printed as an expression that gives it again: 0.3m is a decimal, \"0.3\" a "
      "text.\n"
      "Examples: gantry eval '0.1m + 0.2m == 0.3m'\n"
      "          gantry eval --bindings '{\"x\": 41}' 'x + 1'\n"
      "          gantry eval --bindings '{\"x\": 41}' -- '-x'\n"
      "          gantry eval 'order.lines.sum(l, l.price)' \\\n"
      "            --bindings '{\"order\":{\"lines\":[{\"price\":12.50},{\"price\":2}]}}'\n"
      "          gantry eval --jsonl < vectors.jsonl");
  verb->callback([&all, flags] { run_eval(all, *flags); });
}

} // namespace gantry::cli
