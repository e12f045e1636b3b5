#include "dsl/lower/follow_ups.hpp"

#include "dsl/check/codes.hpp"
#include "dsl/check/walk.hpp"
#include "dsl/limits.hpp"
#include "dsl/lower/missed_names.hpp"
#include "dsl/lower/open_blocks.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

namespace gantry::dsl {

namespace {

using line_of_file = std::pair<std::string, std::uint32_t>;

/// How the note at the declaration begins that a mistake may come from. What stands behind it after
/// `: ` is told there when several places rely on it.
constexpr std::string_view cause = "it is declared here";

constexpr std::string_view file_too_large = "GF0106"; // dsl/syntax/lex/token.hpp
constexpr std::string_view not_utf8 = "GF0108";

bool is_text(const diagnostic& d) {
  return d.level == diagnostic::severity::error && d.code < "GF0130";
}

/// Files that import one of which nothing was read, through whichever others: expressions see the
/// fields of types that are not imported.
std::set<std::string> importers_of_unread(const std::vector<unit>& units,
                                          const std::vector<diagnostic>& diagnostics) {
  std::set<std::string_view> unread;
  for (const diagnostic& d : diagnostics)
    if (d.code == file_too_large || (d.code == not_utf8 && d.at.line == 1 && d.at.column == 1))
      unread.insert(d.at.file);
  std::set<std::string> importers;
  for (const unit& u : units)
    if (!unread.empty())
      for (const unit* reached : closure_of(u))
        if (unread.contains(reached->said.path))
          importers.insert(u.said.path);
  return importers;
}

/// What a file that was not found, or not read, declares may be anything.
void imports_not_found(const std::vector<source_file>& files, const std::vector<unit>& units,
                       std::vector<diagnostic>& diagnostics) {
  std::set<std::string> lacking = importers_of_unread(units, diagnostics);
  for (const diagnostic& d : diagnostics) {
    if (d.code == codes::import_not_found.code)
      lacking.insert(d.at.file);
    if (!is_text(d))
      continue;
    for (const source_file& f : files) {
      if (f.path != d.at.file)
        continue;
      std::size_t at = 0;
      for (std::uint32_t line = 1; line < d.at.line && at != std::string::npos; ++line)
        at = f.text.find('\n', at) + 1;
      if (std::string_view(f.text).substr(at).starts_with("imp"))
        lacking.insert(d.at.file);
    }
  }
  std::erase_if(diagnostics, [&](const diagnostic& d) {
    const bool needs_type = d.code == "GF0212" || d.code == codes::match_incomplete.code;
    return d.code != codes::import_not_found.code && (is_unknown_name(d) || needs_type) &&
           lacking.contains(d.at.file);
  });
}

/// Whether a message speaks of one of the names, in back quotes.
bool says_one_of(const std::string& message, const std::set<std::string, std::less<>>& names) {
  const auto quoted = quoted_in(message, '`');
  return std::any_of(quoted.begin(), quoted.end(),
                     [&](const std::string& name) { return names.contains(name); });
}

/// Whether what a mistake misses is declared by one of these words.
bool misses_one_of(const diagnostic& d, const std::set<std::string_view>& words) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 11> declared_by = {
      {{"GF0213", "define"},
       {"GF0213", "table"},
       {"GF0213", "mapping"},
       {"GF0507", "table"},
       {"GF0209", "type"},
       {"GF0260", "type"},
       {"GF0302", "contract"},
       {"GF0303", "policy"},
       {"GF0316", "workflow"},
       {"GF0318", "workflow"},
       {"GF0506", "calendar"}}};
  return std::any_of(declared_by.begin(), declared_by.end(), [&](const auto& pair) {
    return pair.first == d.code && words.contains(pair.second);
  });
}

/// What a declaration declares that was not understood is not missed: its name, wherever it is
/// used, and in its own file names that were declared there, since its name may be what is lost.
void declarations_not_understood(const std::vector<unit>& units,
                                 std::vector<diagnostic>& diagnostics) {
  std::set<std::string, std::less<>> names;
  std::set<std::string, std::less<>> files_with_holes;
  std::set<std::string_view> nameless; // what one of them declares
  for (const unit& u : units)
    for (const syntax::broken_declaration& b : u.said.broken) {
      files_with_holes.insert(u.said.path);
      nameless.insert(b.lacks_name_of == "enum" ? "type" : std::string_view(b.lacks_name_of));
      for (const syntax::identifier& name : b.binds)
        names.insert(name.text);
    }
  std::erase_if(diagnostics, [&](const diagnostic& d) {
    if (d.code == "GF0213" && files_with_holes.contains(d.at.file))
      return true;
    const bool is_setting =
        nameless.contains("setting") && d.code == "GF0201" && !d.help.starts_with("did you mean");
    return is_unknown_name(d) &&
           (is_setting || says_one_of(d.message, names) || misses_one_of(d, nameless));
  });
}

/// Where a statement may not stand, it hides nothing that stands behind it.
void behind_what_is_misplaced(std::vector<diagnostic>& diagnostics) {
  std::set<line_of_file> misplaced;
  for (const diagnostic& d : diagnostics)
    if (d.code == codes::misplaced.code)
      misplaced.emplace(d.at.file, d.at.line);
  std::erase_if(diagnostics, [&](const diagnostic& d) {
    return d.code == codes::unreachable.code && !d.notes.empty() &&
           misplaced.contains({d.notes[0].at.file, d.notes[0].at.line});
  });
}

/// A quote that was left out turns the words of its line into texts, and the texts into words.
void behind_texts_not_closed(std::vector<diagnostic>& diagnostics) {
  constexpr std::string_view text_not_closed = "GF0102"; // dsl/syntax/lex/token.hpp
  std::set<line_of_file> lines;
  for (const diagnostic& d : diagnostics)
    if (d.code == text_not_closed)
      lines.emplace(d.at.file, d.at.line);
  std::erase_if(diagnostics, [&](const diagnostic& d) {
    return is_text(d) && d.code != text_not_closed && lines.contains({d.at.file, d.at.line});
  });
}

/// A call with arguments that its workflow does not take was meant for another one, so it closes
/// no circle.
void calls_meant_for_another(std::vector<diagnostic>& diagnostics) {
  std::set<line_of_file> doubtful;
  for (const diagnostic& d : diagnostics)
    if (d.code == codes::argument_unknown.code)
      doubtful.emplace(d.at.file, d.at.line);
  std::erase_if(diagnostics, [&](const diagnostic& d) {
    return d.code == codes::workflow_cycle.code && doubtful.contains({d.at.file, d.at.line});
  });
}

/// A line that was not understood is told as such and as nothing else.
void lines_not_understood(std::vector<diagnostic>& diagnostics) {
  std::set<line_of_file> lines;
  for (const diagnostic& d : diagnostics)
    if (is_text(d))
      lines.emplace(d.at.file, d.at.line);
  std::erase_if(diagnostics, [&](const diagnostic& d) {
    return !is_text(d) && lines.contains({d.at.file, d.at.line});
  });
}

/// What a contract or a policy lacks may be what was not understood of it.
void what_rests_on_declarations(const std::vector<unit>& units,
                                std::vector<diagnostic>& diagnostics) {
  constexpr std::array<std::string_view, 13> resting = {
      "GF0318", "GF0305", "GF0709", "GF0312", "GF0315", "GF0317", "GF0320",
      "GF0401", "GF0501", "GF0502", "GF0702", "GF0802", "GF0803"};
  std::set<std::string_view> unsure; // files
  for (const unit& u : units) {
    const auto is_broken = [](const auto& said) { return said.is_broken; };
    if (std::any_of(u.said.contracts.begin(), u.said.contracts.end(), is_broken) ||
        std::any_of(u.said.policies.begin(), u.said.policies.end(),
                    [](const syntax::policy& p) { return p.said.is_broken; }))
      unsure.insert(u.said.path);
    const bool has_flows = !u.said.workflows.empty(); // whose times are told as well
    for (const diagnostic& d : diagnostics)
      if (!has_flows && d.at.file == u.said.path && d.code == codes::duration_due.code)
        unsure.insert(u.said.path);
  }
  if (unsure.empty())
    return;
  std::set<std::string_view> resting_files;
  for (const unit& u : units)
    for (const unit* reached : closure_of(u))
      if (unsure.contains(reached->said.path))
        resting_files.insert(u.said.path);
  std::erase_if(diagnostics, [&](const diagnostic& d) {
    const bool is_receipt = d.code == "GF0202" && d.message.ends_with("`receipt`");
    const bool rests = std::find(resting.begin(), resting.end(), d.code) != resting.end();
    return (rests || is_receipt) && resting_files.contains(d.at.file);
  });
}

/// Nothing is said of fields of a type that was not understood, or that contains itself.
void values_of_unknown_types(const std::vector<unit>& units, std::vector<diagnostic>& diagnostics) {
  bool is_any_unknown = false;
  for (const unit& u : units) {
    is_any_unknown = is_any_unknown || !u.said.broken.empty();
    for (const syntax::record& r : u.said.records)
      is_any_unknown = is_any_unknown || r.is_broken;
  }
  std::set<std::string> recursive;
  for (const diagnostic& d : diagnostics)
    is_any_unknown = is_any_unknown || d.code == codes::unknown_type.code;
  for (const diagnostic& d : diagnostics)
    if (d.code == codes::recursive_type.code) // "the type `Stop` contains itself"
      recursive.insert(d.message.substr(d.message.find('`') + 1,
                                        d.message.rfind('`') - d.message.find('`') - 1));
  std::erase_if(diagnostics, [&](const diagnostic& d) {
    const bool needs_fields = d.code == "GF0209" || d.code == "GF0212";
    const bool needs_cases =
        d.code == codes::match_incomplete.code && d.message.ends_with("other values");
    if (is_any_unknown && needs_cases)
      return true;
    return (is_any_unknown && needs_fields && d.message.find(" is json") != std::string::npos) ||
           (d.code == "GF0211" && recursive.contains(d.message.substr(0, d.message.find(' '))));
  });
}

/// An error whose handler is misspelt is handled.
void handled_by_a_misspelt_name(std::vector<diagnostic>& diagnostics) {
  std::set<std::string> names;
  constexpr std::string_view meant_is = "did you mean ";
  for (const diagnostic& d : diagnostics)
    if (d.code == codes::undeclared_error.code && d.help.starts_with(meant_is))
      names.insert(d.help.substr(meant_is.size(), d.help.size() - meant_is.size() - 1));
  std::erase_if(diagnostics, [&](const diagnostic& d) {
    return d.code == codes::error_unhandled.code &&
           std::any_of(names.begin(), names.end(), [&](const std::string& name) {
             return d.message.find("may answer " + name) != std::string::npos;
           });
  });
}

/// What nobody reads is most likely what another mistake of the file is about: a misspelt name, one
/// that is out of sight, or a line that was meant otherwise.
void read_where_something_is_wrong(std::vector<diagnostic>& diagnostics) {
  std::set<std::string> wrong;
  for (const diagnostic& d : diagnostics)
    if (d.level == diagnostic::severity::error)
      wrong.insert(d.at.file);
  std::erase_if(diagnostics, [&](const diagnostic& d) {
    return d.code == codes::unused_result.code && wrong.contains(d.at.file);
  });
}

/// What `if … as NAME` would bind is missed in its block where the `as` was left out.
void names_of_unwrapped_values(const std::vector<unit>& units,
                               std::vector<diagnostic>& diagnostics) {
  using place = std::tuple<std::string, std::uint32_t, std::uint32_t>;
  const auto place_of = [](const source_span& at) { return place{at.file, at.line, at.column}; };
  std::set<place> wrapped; // optionals that are asked as if they were bools
  for (const diagnostic& d : diagnostics)
    if (d.code == "GF0203" && d.message.ends_with("?, and bool is due here"))
      wrapped.insert(place_of(d.at));
  std::vector<source_span> blocks;
  const auto look = [&](const syntax::if_else& c) {
    if (c.condition && !c.as && wrapped.contains(place_of(span_of(*c.condition))))
      blocks.push_back(c.then.at);
  };
  for (const unit& u : units)
    for (const syntax::workflow& w : u.said.workflows)
      if (!wrapped.empty())
        each_statement_anywhere(w.body, [&](const syntax::statement& s) {
          if (const auto* choice = std::get_if<syntax::if_else>(&s.is))
            look(*choice);
          if (const auto* let = std::get_if<syntax::let>(&s.is); let && let->choice)
            look(*let->choice);
        });
  const auto is_inside = [](const source_span& at, const source_span& block) {
    const std::pair from{block.line, block.column}, to{block.end_line, block.end_column};
    return at.file == block.file && from <= std::pair{at.line, at.column} &&
           std::pair{at.line, at.column} < to;
  };
  std::erase_if(diagnostics, [&](const diagnostic& d) {
    return d.code == "GF0201" &&
           std::any_of(blocks.begin(), blocks.end(),
                       [&](const source_span& block) { return is_inside(d.at, block); });
  });
}

/// A name that is bound twice may have been meant to be one that is missed further down.
void names_given_to_another(std::vector<diagnostic>& diagnostics) {
  std::map<std::string, std::uint32_t> first_doubled;
  for (const diagnostic& d : diagnostics)
    if (d.code == codes::shadowed_name.code)
      first_doubled.emplace(d.at.file, d.at.line);
  std::erase_if(diagnostics, [&](const diagnostic& d) {
    const auto doubled = first_doubled.find(d.at.file);
    return d.code == "GF0201" && doubled != first_doubled.end() && doubled->second <= d.at.line &&
           !d.help.starts_with("did you mean");
  });
}

/// An enum with a doubled member most likely lacks the one that stands there no more.
void members_of_doubtful_enums(const std::vector<unit>& units,
                               std::vector<diagnostic>& diagnostics) {
  std::vector<std::string> ends;
  for (const unit& u : units)
    for (const syntax::enumeration& e : u.said.enumerations) {
      std::set<std::string> seen;
      for (const syntax::identifier& member : e.members)
        if (!seen.insert(member.text).second)
          ends.push_back("no member of " + e.name.text);
    }
  std::erase_if(diagnostics, [&](const diagnostic& d) {
    return std::any_of(ends.begin(), ends.end(),
                       [&](const std::string& end) { return d.message.ends_with(end); });
  });
}

/// What several places lack because of one declaration is told there, with the places as notes.
void told_at_the_cause(std::vector<diagnostic>& diagnostics) {
  const auto has_cause = [](const diagnostic& d) {
    return d.level == diagnostic::severity::error && d.notes.size() == 1 &&
           d.notes[0].message.starts_with(cause);
  };
  using place = std::tuple<std::string, std::string, std::uint32_t, std::uint32_t>;
  const auto key_of = [](const diagnostic& d) {
    const source_span& at = d.notes[0].at;
    return place{d.code, at.file, at.line, at.column};
  };
  std::map<place, std::vector<diagnostic>> by_cause;
  for (const diagnostic& d : diagnostics)
    if (has_cause(d))
      by_cause[key_of(d)].push_back(d);
  std::erase_if(diagnostics, [&](const diagnostic& d) {
    return has_cause(d) && by_cause.at(key_of(d)).size() > 1;
  });
  for (auto& [key, places] : by_cause) {
    if (places.size() < 2)
      continue;
    diagnostic whole = places[0];
    whole.at = places[0].notes[0].at;
    const std::string& told = places[0].notes[0].message;
    if (told.size() > cause.size()) // says itself what is wrong
      whole.message = told.substr(cause.size() + 2) + ", and " + std::to_string(places.size()) +
                      " places rely on it";
    whole.notes.clear();
    constexpr std::size_t notes_max = 5;
    for (std::size_t i = 0; i < std::min(places.size(), notes_max); ++i)
      whole.notes.push_back({places[i].at, "it is used here"});
    diagnostics.push_back(std::move(whole));
  }
}

/// The same name that is missed in several places of a file is one mistake, and so is the same
/// value of a wrong type, or word that an enum lacks.
void the_same_again(std::vector<diagnostic>& diagnostics) {
  std::map<std::pair<std::string, std::string>, std::size_t> first;
  std::vector<diagnostic> kept;
  for (diagnostic& d : diagnostics) {
    if (is_unknown_name(d) || d.code == "GF0203" || d.code == "GF0206") {
      const auto [at, is_new] =
          first.emplace(std::pair{d.at.file, d.code + d.message}, kept.size());
      if (!is_new) {
        kept[at->second].notes.push_back({d.at, "and here"});
        continue;
      }
    }
    kept.push_back(std::move(d));
  }
  diagnostics = std::move(kept);
}

} // namespace

void tell_what_is_read(std::vector<diagnostic>& diagnostics) {
  std::map<std::pair<std::string, diagnostic::severity>, std::size_t> counts;
  std::vector<diagnostic> kept;
  for (diagnostic& d : diagnostics) {
    const std::size_t count = ++counts[{d.at.file, d.level}];
    if (count > limits::mistakes_told + 1)
      continue;
    if (count > limits::mistakes_told) {
      d.notes.clear();
      d.code = codes::more_mistakes.code;
      d.message = "this file holds more than the 100 " + std::string(to_string(d.level)) +
                  "s that are told";
      d.help = "mend those above first";
    }
    kept.push_back(std::move(d));
  }
  diagnostics = std::move(kept);
}

void leave_out_what_follows(const std::vector<source_file>& files, const std::vector<unit>& units,
                            std::vector<diagnostic>& diagnostics) {
  imports_not_found(files, units, diagnostics);
  declarations_not_understood(units, diagnostics);
  behind_what_is_misplaced(diagnostics);
  behind_texts_not_closed(diagnostics);
  leave_out_behind_open_blocks(files, diagnostics);
  calls_meant_for_another(diagnostics);
  lines_not_understood(diagnostics);
  read_where_something_is_wrong(diagnostics);
  names_given_to_another(diagnostics);
  names_of_unwrapped_values(units, diagnostics);
  members_of_doubtful_enums(units, diagnostics);
  what_rests_on_declarations(units, diagnostics);
  values_of_unknown_types(units, diagnostics);
  handled_by_a_misspelt_name(diagnostics);
  told_at_the_cause(diagnostics);
  tell_misspelt_declarations(files, diagnostics);
  the_same_again(diagnostics);
}

} // namespace gantry::dsl
