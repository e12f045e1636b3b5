#include "tests/dsl/flow_folder.hpp"

#include <sstream>

namespace gantry::tests {

namespace {

/// `// units.csv` and the comment lines below it, which are the rows.
void add_data_files(const std::string& flow, std::vector<dsl::source_file>& to) {
  std::istringstream lines(flow);
  dsl::source_file* file = nullptr;
  for (std::string line; std::getline(lines, line);) {
    const bool is_comment = line.starts_with("// ");
    if (is_comment && line.ends_with(".csv"))
      file = &to.emplace_back(dsl::source_file{line.substr(3), {}});
    else if (is_comment && file != nullptr)
      file->text += line.substr(3) + "\n";
    else
      file = nullptr;
  }
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
                                      {"main.flow", "import \"far.flow\"\n" + workflow}};
  add_data_files(workflow, files);
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
