#include "examples/sandbox/sandbox.hpp"

#include "cli/signals.hpp"
#include "cli/verbs/flag_types.hpp"
#include "cli/verbs/verbs.hpp"
#include "dsl/base/time.hpp"
#include "examples/sandbox/operation.hpp"
#include "gateway/http/address.hpp"

#include <CLI/CLI.hpp>

#include <fmt/format.h>
#include <memory>

namespace gantry::cli {
namespace {

struct sandbox_flags {
  sandbox::sandbox_options options;
  std::string ships_after;
  std::vector<std::string> own_listeners; ///< `erp=127.0.0.1:7501`
};

/// Of a mistake: what is wrong; empty when `text` is SYSTEM=ADDRESS:PORT.
std::string not_a_listener(const std::string& text) {
  const auto equals = text.find('=');
  if (equals == std::string::npos || !sandbox::is_system(text.substr(0, equals)))
    return fmt::format("`{}` does not begin with crm=, erp=, tms= or wms=", text);
  const auto address = gateway::parse_address(text.substr(equals + 1));
  return address ? std::string{} : address.error().message;
}

void run_sandbox(globals& all, sandbox_flags& flags) {
  if (const auto span = parse_duration(flags.ships_after))
    flags.options.ships_after_ms = span->ns / 1'000'000;
  for (const auto& each : flags.own_listeners)
    flags.options.own_listeners[each.substr(0, each.find('='))] = each.substr(each.find('=') + 1);
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
  verb->add_option("--listen-for", flags->own_listeners,
                   "a listener of a system's own, which its outages close; may be repeated")
      ->type_name("SYSTEM=ADDRESS:PORT")
      ->allow_extra_args(false)
      ->check(not_a_listener);
  verb->add_option("--engine", flags->options.engine,
                   "engine that events go to, such as http://127.0.0.1:7400")
      ->type_name("URL")
      ->check(flag_types::url());
  verb->add_option("--ships-after", flags->ships_after,
                   "the warehouse confirms shipments by itself after this span, such as 2s")
      ->type_name("SPAN")
      ->check(flag_types::span());
  verb->add_option("--seed", flags->options.seed,
                   "seed of everything that is drawn: the same seed draws the same [default: 1]")
      ->type_name("NUMBER");
  verb->footer("Example: gantry sandbox --engine http://127.0.0.1:7400 --ships-after 2s\n"
               "         curl -X PUT localhost:7500/faults -d '{\"seed\":7,\"rules\":[{\"system\":"
               "\"erp\",\"operation\":\"create_sales_order\",\"kind\":\"lost_after\","
               "\"probability\":0.05}]}'");
  verb->callback([&all, flags] { run_sandbox(all, *flags); });
}

} // namespace gantry::cli
