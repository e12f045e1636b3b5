#include "examples/sandbox/sandbox.hpp"

#include "cli/signals.hpp"
#include "cli/verbs/flag_types.hpp"
#include "cli/verbs/verbs.hpp"
#include "dsl/base/time.hpp"

#include <CLI/CLI.hpp>

#include <fmt/format.h>
#include <memory>

namespace gantry::cli {
namespace {

struct sandbox_flags {
  sandbox::sandbox_options options;
  std::string ships_after;
};

void run_sandbox(globals& all, sandbox_flags& flags) {
  if (const auto span = parse_duration(flags.ships_after))
    flags.options.ships_after_ms = span->ns / 1'000'000;
  const end_signals signals;
  const auto company = sandbox::company::open(flags.options);
  if (!company)
    return all.failed(company.error());
  fmt::print(stderr,
             "the sandbox company listens on port {}: /erp /wms /tms /crm /ledger /faults "
             "/masterdata\n",
             (*company)->port());
  signals.wait();
  (*company)->stop();
}

} // namespace

void add_sandbox(CLI::App& app, globals& all) {
  auto* verb = app.add_subcommand("sandbox",
                                  "Run a company with ERP, WMS, TMS and CRM to try flows against");
  const auto flags = std::make_shared<sandbox_flags>();
  flags->options.data = "var/sandbox";
  verb->add_option("--data", flags->options.data, "folder of the ledgers [default: var/sandbox]")
      ->type_name("FOLDER");
  verb->add_option("--listen", flags->options.listen, "address and port [default: 127.0.0.1:7500]")
      ->type_name("ADDRESS:PORT")
      ->check(flag_types::address());
  verb->add_option("--engine", flags->options.engine,
                   "engine that events go to, such as http://127.0.0.1:7400")
      ->type_name("URL")
      ->check(flag_types::url());
  verb->add_option("--ships-after", flags->ships_after,
                   "the warehouse confirms shipments by itself after this span, such as 2s")
      ->type_name("SPAN")
      ->check(flag_types::span());
  verb->add_option("--seed", flags->options.seed, "seed of everything that is drawn [default: 1]");
  verb->footer("Example: gantry sandbox --engine http://127.0.0.1:7400 --ships-after 2s\n"
               "         curl -X PUT localhost:7500/faults -d '{\"seed\":7,\"rules\":[{\"system\":"
               "\"erp\",\"operation\":\"create_sales_order\",\"kind\":\"lost_after\","
               "\"probability\":0.05}]}'");
  verb->callback([&all, flags] { run_sandbox(all, *flags); });
}

} // namespace gantry::cli
