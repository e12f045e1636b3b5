#include "tests/dsl/flow_folder.hpp"

#include <sstream>

namespace gantry::tests {

namespace {

/// `// units.csv` and the comment lines below it, which are the rows; the flow without the rows.
std::string add_data_files(const std::string& flow, std::vector<dsl::source_file>& to) {
  std::istringstream lines(flow);
  std::string rest;
  dsl::source_file* file = nullptr;
  for (std::string line; std::getline(lines, line);) {
    const bool is_comment = line.starts_with("// ");
    if (is_comment && file != nullptr && !line.ends_with(".csv")) {
      file->text += line.substr(3) + "\n";
      continue;
    }
    const bool begins = is_comment && line.ends_with(".csv");
    file = begins ? &to.emplace_back(dsl::source_file{line.substr(3), {}}) : nullptr;
    rest += line + "\n";
  }
  return rest;
}

} // namespace

std::vector<dsl::source_file> with_small_contract(const std::string& workflow) {
  std::vector<dsl::source_file> files{{"far.flow", R"(
policy calm { timeout 10s  retry 2 times, from 100ms to 1s }

contract far with calm {
  read       look(text: string) -> Found  errors missing, closed(reason: string)
  idempotent keep(text: string) -> Kept   errors full
  idempotent drop(id: string)
  once       make(text: string, amount: decimal) -> Made  errors blocked(reason: string)
               verify find(reference: key) match found.amount == amount settle 2s within 1min
  read       find(reference: string) -> Made[]
  once       blind(text: string) -> Made
  event      arrived(id: string key, count: int)  keep 1d
  event      told(id: string key)
  idempotent ask(text: string) -> Asked   answer answered(id: receipt.id)
  event      answered(id: string key, ok: bool)  errors faulty(reason: string)  keep 1d
}
enum Kind { plain, rush }
type Found { text: string, limit: decimal, note: string?, kind: Kind }
type Kept  { id: string key }
type Made  { number: string key, amount: decimal }
type Asked { id: string key }
type Line  { sku: string, quantity: decimal }
type Job   { id: string, text: string, amount: decimal, count: int, tags: string[], due: timestamp,
             kind: Kind, lines: Line[], email: string? personal }
table holidays() -> string[]
calendar desk { zone "Europe/Berlin"  open mon..fri "08:00".."17:00"  holidays holidays }
)"},
                                      {"main.flow", {}}};
  const std::string flow = add_data_files(workflow, files);
  files[1].text = "import \"far.flow\"\n" + flow;
  return files;
}

std::string rendered(const dsl::compilation& c, const std::vector<dsl::source_file>& files) {
  std::string text;
  for (const auto& d : c.diagnostics)
    text += dsl::render(d, files, false);
  return text;
}

std::vector<std::string> codes_of(const dsl::compilation& c) {
  std::vector<std::string> codes;
  for (const auto& d : c.diagnostics)
    codes.push_back(d.code);
  return codes;
}

} // namespace gantry::tests
