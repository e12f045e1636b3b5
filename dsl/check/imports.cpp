#include "dsl/check/data_files.hpp"
#include "dsl/check/library.hpp"
#include "dsl/check/report.hpp"
#include "dsl/limits.hpp"
#include "dsl/syntax/parse/parse_file.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace gantry::dsl {

namespace {

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
        if (std::find(u.imports.begin(), u.imports.end(), meant_file->second) == u.imports.end())
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

/// Those that are not there are told where the table is checked.
void resolve_data(unit& u, const std::map<std::string_view, const source_file*>& data) {
  for (const syntax::table& table : u.said.tables) {
    const auto path = table.file ? data_path(u.said.path, table.file->path) : std::nullopt;
    const auto file = path ? data.find(*path) : data.end();
    if (file != data.end() && std::find(u.data.begin(), u.data.end(), file->second) == u.data.end())
      u.data.push_back(file->second);
  }
}

const source_span& import_of(const unit& from, const unit& to) {
  for (const syntax::import_line& line : from.said.imports)
    if (line.path == to.said.path)
      return line.at;
  return from.said.at;
}

/// One import after the other that leads back to where it began; `path[i]` imports `path[i + 1]`,
/// the last one the first.
using import_circle = std::vector<const unit*>;

/// A shortest circle through a file; empty when there is none.
import_circle circle_through(const unit& start) {
  std::map<const unit*, const unit*> reached_from;
  std::vector<const unit*> open{&start};
  for (std::size_t i = 0; i < open.size(); ++i)
    for (const unit* next : open[i]->imports) {
      if (next != &start) {
        if (reached_from.emplace(next, open[i]).second)
          open.push_back(next);
        continue;
      }
      import_circle circle;
      for (const unit* at = open[i]; at != &start; at = reached_from.at(at))
        circle.push_back(at);
      circle.push_back(&start);
      std::reverse(circle.begin(), circle.end());
      return circle;
    }
  return {};
}

/// Whether a file is still on a circle when one import is taken out.
bool is_circle_without(const unit& start, const unit& from, const unit& to) {
  std::set<const unit*> seen;
  std::vector<const unit*> open{&start};
  while (!open.empty()) {
    const unit* u = open.back();
    open.pop_back();
    for (const unit* next : u->imports) {
      if (u == &from && next == &to)
        continue;
      if (next == &start)
        return true;
      if (seen.insert(next).second)
        open.push_back(next);
    }
  }
  return false;
}

bool reaches(const unit& from, const unit& to) {
  const std::vector<const unit*> all = closure_of(from);
  return std::find(all.begin(), all.end(), &to) != all.end();
}

/// The place in a circle whose import is most likely the wrong one: without it the fewest files
/// are on a circle still, and of several the one of the file that is imported most, since what
/// everybody imports seldom needs one of those that do.
std::size_t doubtful_import(const import_circle& circle, const std::vector<const unit*>& on_circles,
                            const std::map<const unit*, std::size_t>& importers) {
  std::size_t best = 0;
  std::pair<std::size_t, std::size_t> best_rank;
  for (std::size_t i = 0; i < circle.size(); ++i) {
    const unit& from = *circle[i];
    const unit& to = *circle[(i + 1) % circle.size()];
    const auto freed = std::count_if(on_circles.begin(), on_circles.end(), [&](const unit* u) {
      return !is_circle_without(*u, from, to);
    });
    const std::pair rank{static_cast<std::size_t>(freed), importers.at(&from)};
    if (i == 0 || rank > best_rank) {
      best = i;
      best_rank = rank;
    }
  }
  return best;
}

/// Each knot of circles is told once, at the import that most likely ties it.
void tell_circles(const std::vector<unit>& units, std::vector<diagnostic>& diagnostics) {
  constexpr std::size_t judged_max = 100; // of larger knots the first circle is told as it is
  std::map<const unit*, std::size_t> importers;
  std::vector<const unit*> on_circles;
  for (const unit& u : units) {
    importers.try_emplace(&u, 0);
    for (const unit* imported : u.imports)
      ++importers[imported];
    if (!circle_through(u).empty())
      on_circles.push_back(&u);
  }
  std::set<const unit*> told;
  for (const unit* u : on_circles) {
    if (told.contains(u))
      continue;
    const import_circle circle = circle_through(*u);
    const std::size_t at =
        on_circles.size() > judged_max ? 0 : doubtful_import(circle, on_circles, importers);
    const auto one = [&](std::size_t i) { return circle[(at + i) % circle.size()]; };
    diagnostic& d = report(diagnostics, codes::import_cycle, import_of(*one(0), *one(1)),
                           "importing " + quoted(one(1)->said.path) + " closes a circle of files",
                           "move what both need into a file of its own");
    for (std::size_t i = 1; i < circle.size(); ++i)
      d.notes.push_back({import_of(*one(i), *one(i + 1)),
                         quoted(one(i)->said.path) + " imports " + quoted(one(i + 1)->said.path)});
    for (const unit* other : on_circles)
      if (reaches(*u, *other) && reaches(*other, *u))
        told.insert(other);
  }
}

} // namespace

std::vector<unit> read_units(const std::vector<source_file>& files,
                             std::vector<diagnostic>& diagnostics) {
  std::vector<unit> units;
  if (files.size() > limits::files) {
    report(diagnostics, codes::too_many_files, {files[limits::files].path, 1, 1, 1, 1},
           "a folder of flows holds at most 1,000 files", "split it into several folders");
    return units;
  }
  std::size_t bytes = 0;
  for (const source_file& source : files)
    bytes += source.text.size();
  if (bytes > limits::folder_bytes) {
    report(diagnostics, codes::too_many, {files.back().path, 1, 1, 1, 1},
           "the flows of a folder hold at most 16 MiB together, and these hold " +
               with_thousands(bytes) + " bytes",
           "split it into several folders");
    return units;
  }
  units.reserve(files.size());
  std::map<std::string_view, const source_file*> data;
  for (const source_file& source : files) {
    if (is_data_file(source.path)) {
      data.emplace(source.path, &source);
      continue;
    }
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
  for (unit& u : units) {
    resolve_imports(u, by_path, diagnostics);
    resolve_data(u, data);
  }
  tell_circles(units, diagnostics);
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

std::vector<const source_file*> data_of(const std::vector<const unit*>& flows) {
  std::map<std::string_view, const source_file*> by_path;
  for (const unit* flow : flows)
    for (const source_file* file : flow->data)
      by_path.emplace(file->path, file);
  std::vector<const source_file*> all;
  for (const auto& [path, file] : by_path)
    all.push_back(file);
  return all;
}

} // namespace gantry::dsl
