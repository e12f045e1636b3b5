#include "dsl/check/library.hpp"
#include "dsl/check/report.hpp"
#include "dsl/syntax/parse/parse_file.hpp"

#include <algorithm>
#include <functional>

namespace gantry::dsl {

namespace {

constexpr std::size_t files_max = 1'000;

void resolve_imports(unit& u, const std::map<std::string_view, const unit*>& by_path,
                     std::vector<diagnostic>& diagnostics) {
  for (const syntax::import_line& line : u.said.imports) {
    const auto target = by_path.find(line.path);
    if (target == by_path.end()) {
      std::vector<std::string> paths;
      for (const auto& [path, file] : by_path)
        paths.emplace_back(path);
      const std::string near = words::nearest(line.path, paths);
      report(diagnostics, codes::import_not_found, line.at, "there is no file " + quoted(line.path),
             near.empty() ? "paths start at the root of the flows"
                          : "did you mean " + quoted(near) + "?");
      const auto meant_file = by_path.find(near); // so that nothing of it is missed as well
      if (meant_file != by_path.end() && meant_file->second != &u) {
        u.imports.push_back(meant_file->second);
        u.used.insert(meant_file->second);
      }
    } else if (target->second == &u) {
      report(diagnostics, codes::import_cycle, line.at, "this file imports itself",
             "take the line out");
    } else if (std::find(u.imports.begin(), u.imports.end(), target->second) != u.imports.end()) {
      report(diagnostics, codes::import_doubled, line.at, quoted(line.path) + " is imported twice",
             "take this line out");
    } else {
      u.imports.push_back(target->second);
    }
  }
}

const source_span& import_of(const unit& from, const unit& to) {
  for (const syntax::import_line& line : from.said.imports)
    if (line.path == to.said.path)
      return line.at;
  return from.said.at;
}

/// Depth first; an edge back to a file on the present path closes a circle.
class cycle_finder {
public:
  explicit cycle_finder(std::vector<diagnostic>& diagnostics) : diagnostics_(diagnostics) {}
  void visit(const unit& u) {
    if (!seen_.insert(&u).second)
      return;
    path_.push_back(&u);
    for (const unit* next : u.imports) {
      const auto back = std::find(path_.begin(), path_.end(), next);
      if (back != path_.end())
        tell(u, *next, back - path_.begin());
      else
        visit(*next);
    }
    path_.pop_back();
  }

private:
  void tell(const unit& from, const unit& to, std::ptrdiff_t first) {
    diagnostic& d = report(diagnostics_, codes::import_cycle, import_of(from, to),
                           "importing " + quoted(to.said.path) + " closes a circle of files",
                           "move what both need into a file of its own");
    for (auto at = path_.begin() + first; at + 1 < path_.end(); ++at)
      d.notes.push_back({import_of(**at, **(at + 1)),
                         quoted((*at)->said.path) + " imports " + quoted((*(at + 1))->said.path)});
  }

  std::vector<diagnostic>& diagnostics_;
  std::set<const unit*> seen_;
  std::vector<const unit*> path_;
};

} // namespace

std::vector<unit> read_units(const std::vector<source_file>& files,
                             std::vector<diagnostic>& diagnostics) {
  std::vector<unit> units;
  if (files.size() > files_max) {
    report(diagnostics, codes::too_many_files, {files[files_max].path, 1, 1, 1, 1},
           "a folder of flows holds at most 1,000 files", "split it into several folders");
    return units;
  }
  units.reserve(files.size());
  for (const source_file& source : files) {
    unit u;
    u.source = &source;
    u.said = parse_file(source, diagnostics);
    units.push_back(std::move(u));
  }
  std::sort(units.begin(), units.end(),
            [](const unit& a, const unit& b) { return a.said.path < b.said.path; });
  std::map<std::string_view, const unit*> by_path;
  for (const unit& u : units)
    by_path.emplace(u.said.path, &u);
  for (unit& u : units)
    resolve_imports(u, by_path, diagnostics);
  cycle_finder finder(diagnostics);
  for (const unit& u : units)
    finder.visit(u);
  return units;
}

void check_imports_used(const std::vector<unit>& units, std::vector<diagnostic>& diagnostics) {
  for (const unit& u : units)
    for (const unit* imported : u.imports)
      if (!u.used.contains(imported))
        warn(diagnostics, codes::import_unused, import_of(u, *imported),
             "nothing of " + quoted(imported->said.path) + " is used here", "take this line out");
}

std::vector<const unit*> closure_of(const unit& of) {
  std::set<const unit*> reached;
  std::vector<const unit*> open{&of};
  while (!open.empty()) {
    const unit* u = open.back();
    open.pop_back();
    if (reached.insert(u).second)
      open.insert(open.end(), u->imports.begin(), u->imports.end());
  }
  std::vector<const unit*> all(reached.begin(), reached.end());
  std::sort(all.begin(), all.end(),
            [](const unit* a, const unit* b) { return a->said.path < b->said.path; });
  return all;
}

} // namespace gantry::dsl
