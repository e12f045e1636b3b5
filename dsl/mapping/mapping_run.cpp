#include "dsl/base/control_characters.hpp"
#include "dsl/base/json.hpp"
#include "dsl/base/utf8.hpp"
#include "dsl/mapping/finding_text.hpp"
#include "dsl/mapping/mapping_tree.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace gantry::dsl {

namespace {

constexpr std::size_t findings_max = 100;
constexpr std::size_t characters_shown = 100;
/// More items than any document of 16 MiB holds orders or lines worth reading.
constexpr std::size_t items_max = 100'000;

bool is_list_or_object(const value* found) {
  return found != nullptr && (found->is_list() || found->is_map() || found->is_record());
}

/// Of a list or an object the place says more than its beginning would.
std::string shown(const value* found) {
  if (found == nullptr || found->is_none() || is_list_or_object(found))
    return {};
  const auto text = found->is_string() ? found->as_string() : to_json(*found);
  const auto start = utf8_prefix(text, characters_shown);
  return std::string(start) + (start.size() < text.size() ? "…" : "");
}

/// Stands for a value in a sentence; empty: there is none.
std::string described(const value* found) {
  if (found == nullptr || found->is_none())
    return {};
  if (found->is_list())
    return found->as_list().empty() ? "an empty list"
                                    : "a list of " + std::to_string(found->as_list().size());
  if (found->is_map() || found->is_record())
    return "an object";
  const auto text = shown(found);
  return is_blank(text) ? "an empty text" : text;
}

/// Of all places that a field is made of, the one that keeps it from being made: a value that does
/// not do, else one that is missing.
const mapping_finding::place* likeliest(const std::vector<mapping_finding::place>& all) {
  for (const auto& place : all)
    if (!place.found.empty() && !place.is_list_or_object)
      return &place;
  for (const auto& place : all)
    if (place.found.empty())
      return &place;
  return all.empty() ? nullptr : &all.front();
}

/// How a slot came to its value, for paths that people read.
struct slot_origin {
  const source_path* list = nullptr; ///< an item of the list there
  std::size_t index = 0;
  const source_path* given = nullptr; ///< an argument that stands there
  bool is_known = false;              ///< false: computed, so it has no place of its own
};

/// One run over one document.
class mapping_run {
public:
  mapping_run(const mapping_definition& of, std::span<const value> arguments, timestamp now,
              std::vector<field_origin>* origins)
      : of_(of), now_(now), origins_(origins), slots_(of.slots), from_(of.slots) {
    for (std::size_t i = 0; i < arguments.size() && i < slots_.size(); ++i) {
      slots_[i] = arguments[i];
      from_[i].is_known = true;
    }
  }

  mapped_value run() {
    for (const auto& rule : of_.rules)
      ask(rule);
    value made;
    const bool whole = make(*of_.result, made);
    const auto refuses = [](const mapping_finding& f) { return f.refuses; };
    if (whole && std::none_of(findings_.begin(), findings_.end(), refuses))
      return {std::move(made), std::move(findings_)};
    if (is_other_document())
      findings_.assign(1, other_document());
    for (auto& finding : findings_)
      finding.message = sentence_of(finding, [](const std::string& path) { return path; });
    return {{}, std::move(findings_)};
  }

private:
  [[nodiscard]] dsl::scope here(std::vector<std::string>* rows_read = nullptr) const {
    return {slots_, now_, {}, rows_read, false, false};
  }

  // ---- the document as a whole ----

  /// Nothing that is read is there: every field would say the same.
  [[nodiscard]] bool is_other_document() const {
    const auto& document = slots_.front();
    return !of_.members.empty() &&
           std::none_of(of_.members.begin(), of_.members.end(), [&](const std::string& name) {
             return document.is_map() && document.find(name) != nullptr;
           });
  }

  [[nodiscard]] mapping_finding other_document() const {
    const auto& document = slots_.front();
    std::vector<std::string> own;
    if (document.is_map())
      for (const auto& [name, what] : document.as_map())
        if (own.size() < 100 && name.is_string())
          own.emplace_back(utf8_prefix(name.as_string(), 40));
    mapping_finding finding;
    finding.code = "mapping-document";
    finding.message = "nothing that the mapping `" + of_.name + "` reads is in the document: it " +
                      "looks for " + listed(of_.members, "and") + ", and the document " +
                      (!own.empty()        ? "has " + listed(own, "and")
                       : document.is_map() ? "is empty"
                                           : "is " + described(&document)) +
                      "; send a document of the kind, or name another mapping";
    return finding;
  }

  // ---- places ----

  [[nodiscard]] std::string text_of(const source_path& path) const {
    const auto text = root_of(path.slot) + text_of_steps(path);
    return text.starts_with('.') ? text.substr(1) : text;
  }

  /// The first parameter is the document, whose paths need no name before them.
  [[nodiscard]] std::string root_of(std::uint32_t slot) const {
    const auto& from = from_[slot];
    if (from.list != nullptr)
      return text_of(*from.list) + "[" + std::to_string(from.index) + "]";
    if (from.given != nullptr)
      return text_of(*from.given);
    return slot == 0 || slot >= of_.parameters.size() ? std::string{} : of_.parameters[slot].name;
  }

  [[nodiscard]] const value* found_at(const source_path& path) const {
    return find_steps(slots_[path.slot], path);
  }

  // ---- findings ----

  /// What refuses is told in the place of a warning when there are too many: a document that makes
  /// nothing says why, and one that a rule speaks against is not taken.
  void tell(mapping_finding finding) {
    if (findings_.size() == findings_max) {
      const auto warning = std::find_if(findings_.rbegin(), findings_.rend(),
                                        [](const mapping_finding& f) { return !f.refuses; });
      if (!finding.refuses || warning == findings_.rend())
        return;
      findings_.erase(std::next(warning).base());
    }
    findings_.push_back(std::move(finding));
  }

  [[nodiscard]] bool is_refused(const std::string& path) const {
    return std::any_of(findings_.begin(), findings_.end(), [&](const mapping_finding& f) {
      if (!f.refuses || !f.reason.empty() || !path.starts_with(f.path))
        return false;
      return path.size() == f.path.size() ||
             (!f.path.empty() && (path[f.path.size()] == '.' || path[f.path.size()] == '['));
    });
  }

  void fail(const made_value& is, const error& why) { fail(is.reads, why, is.file, is.line); }

  void fail(const std::vector<source_path>& reads, const error& why, const std::string& file,
            std::uint32_t line) {
    mapping_finding finding;
    finding.code = "mapping-field";
    finding.fields = {field_};
    finding.reason = why.message;
    finding.help = why.help;
    finding.made_at = file + ":" + std::to_string(line);
    for (const auto& path : reads) {
      const auto* found = found_at(path);
      finding.looked_at.push_back({text_of(path), described(found), is_list_or_object(found)});
      if (is_refused(finding.looked_at.back().path))
        return;
      if (finding.found.empty())
        finding.found = shown(found);
    }
    if (const auto* place = likeliest(finding.looked_at))
      finding.path = place->path;
    for (auto& other : findings_)
      if (other.path == finding.path && other.reason == finding.reason)
        return note(other);
    tell(std::move(finding));
  }

  /// The field that is being made has to do with what was found.
  void note(mapping_finding& finding) const {
    constexpr std::size_t fields_max = 100;
    if (finding.fields.size() < fields_max &&
        std::find(finding.fields.begin(), finding.fields.end(), field_) == finding.fields.end())
      finding.fields.push_back(field_);
  }

  /// Rules speak of a place; which fields are made of it, people see at the fields.
  void note_rules(const std::vector<source_path>& reads) {
    for (auto& finding : findings_)
      if (finding.reason.empty() && !finding.path.empty() &&
          std::any_of(reads.begin(), reads.end(),
                      [&](const source_path& path) { return text_of(path) == finding.path; }))
        note(finding);
  }

  // ---- rules ----

  void ask(const compiled_rule& rule) {
    if (!rule.items) {
      judge(rule);
      return;
    }
    const auto items = rule.items->by->evaluate(here());
    if (!items)
      return rule_fails(rule, items.error());
    if (items->is_none())
      return;
    if (!items->is_list())
      return rule_fails(rule,
                        {errc::expression, "`" + rule.items->by->text() + "` is no list", {}, {}});
    const auto& list = items->as_list();
    from_[rule.slot] = {rule.items->reads.empty() ? nullptr : &rule.items->reads.front(), 0,
                        nullptr, true};
    for (std::size_t i = 0; i < std::min(list.size(), items_max); ++i) {
      slots_[rule.slot] = list[i];
      from_[rule.slot].index = i;
      judge(rule);
    }
  }

  void judge(const compiled_rule& rule) {
    const auto says = rule.condition->evaluate(here());
    if (!says)
      return rule_fails(rule, says.error());
    if (!says->is_bool() || !says->as_bool())
      return;
    mapping_finding finding;
    finding.code = rule.code;
    finding.refuses = rule.refuses;
    if (rule.place) {
      finding.path = text_of(*rule.place);
      finding.found = shown(found_at(*rule.place));
    }
    const auto because = rule.because->evaluate(here());
    finding.message =
        because && because->is_string() ? because->as_string() : rule.condition->text();
    tell(std::move(finding));
  }

  void rule_fails(const compiled_rule& rule, const error& why) {
    mapping_finding finding;
    finding.code = "mapping-rule";
    if (rule.place)
      finding.path = text_of(*rule.place);
    finding.message = "the rule \"" + rule.code + "\" cannot be asked: " + why.message +
                      "; correct the mapping (" + rule.file + ":" + std::to_string(rule.line) + ")";
    tell(std::move(finding));
  }

  // ---- fields ----

  /// False: a part could not be made, which was told.
  bool make(const mapping_part& part, value& into) {
    return std::visit([&](const auto& is) { return make(is, into); }, part.is);
  }

  bool make(const made_value& is, value& into) {
    std::vector<std::string> rows;
    if (!findings_.empty())
      note_rules(is.reads);
    auto made = is.by->evaluate(here(origins_ == nullptr ? nullptr : &rows));
    if (!made) {
      fail(is, made.error());
      return false;
    }
    into = std::move(*made);
    if (origins_ != nullptr)
      note_origin(is, into, std::move(rows));
    return true;
  }

  bool make(const made_record& is, value& into) {
    std::vector<value> fields(is.of->fields.size());
    bool whole = true;
    const auto size = field_.size();
    for (const auto& member : is.members) {
      if (!field_.empty())
        field_ += '.';
      field_ += is.of->fields[member.index].name;
      whole &= make(*member.part, fields[member.index]);
      field_.resize(size);
    }
    into = value::make_record(is.of->shape, std::move(fields));
    return whole;
  }

  bool make(const made_list& is, value& into) {
    if (!findings_.empty())
      note_rules(is.range.reads);
    auto range = is.range.by->evaluate(here());
    if (!range) {
      fail(is.range, range.error());
      return false;
    }
    if (!range->is_list()) {
      fail(is.range, {errc::expression, "`" + is.range.by->text() + "` is no list", {}, {}});
      return false;
    }
    const auto& items = range->as_list();
    if (items.size() > items_max) {
      fail(is.range, {errc::expression, "it has more than 100,000 items", {}, {}});
      return false;
    }
    from_[is.slot] = {is.range.reads.empty() ? nullptr : &is.range.reads.front(), 0, nullptr, true};
    value::list_type made;
    made.reserve(items.size());
    bool whole = true;
    const auto size = field_.size();
    for (std::size_t i = 0; i < items.size(); ++i) {
      slots_[is.slot] = items[i];
      from_[is.slot].index = i;
      field_ += "[" + std::to_string(made.size()) + "]";
      const auto kept = keeps(is);
      whole &= kept.has_value();
      if (kept && *kept) {
        value item;
        whole &= make(*is.body, item);
        made.push_back(std::move(item));
      }
      field_.resize(size);
    }
    into = value::make_list(std::move(made));
    return whole;
  }

  /// Nothing: whether the item is taken could not be said, which was told.
  std::optional<bool> keeps(const made_list& is) {
    if (!is.keep)
      return true;
    const auto says = is.keep->evaluate(here());
    if (says)
      return says->is_bool() && says->as_bool();
    fail(is.keep_reads, says.error(), is.range.file, is.range.line);
    return std::nullopt;
  }

  bool make(const made_choice& is, value& into) {
    const auto says = is.condition.by->evaluate(here());
    if (!says) {
      fail(is.condition, says.error());
      return false;
    }
    return make(says->is_bool() && says->as_bool() ? *is.yes : *is.no, into);
  }

  bool make(const made_call& is, value& into) {
    for (const auto& argument : is.arguments) {
      auto made = argument.what.by->evaluate(here());
      if (!made) {
        fail(argument.what, made.error());
        return false;
      }
      slots_[argument.slot] = std::move(*made);
      const bool is_place = argument.what.reads.size() == 1;
      from_[argument.slot] = {nullptr, 0, is_place ? &argument.what.reads.front() : nullptr,
                              is_place};
    }
    for (const auto& rule : is.rules)
      ask(rule);
    return make(*is.body, into);
  }

  // ---- where values came from ----

  void note_origin(const made_value& is, const value& made, std::vector<std::string> rows) {
    std::vector<std::string> paths;
    for (const auto& path : is.reads)
      paths.push_back(text_of(path));
    origins_->push_back(
        {field_, made, std::move(paths), std::move(rows), is.by->text(), is.file, is.line});
  }

  const mapping_definition& of_;
  const timestamp now_;
  std::vector<field_origin>* origins_;
  std::vector<value> slots_;
  std::vector<slot_origin> from_;
  std::vector<mapping_finding> findings_;
  std::string field_; ///< that is being made: `lines[2].unit_price`
};

class compiled_mapping final : public mapping {
public:
  explicit compiled_mapping(mapping_definition of) : of_(std::move(of)) {}

  const std::string& name() const override { return of_.name; }
  const std::string& documentation() const override { return of_.documentation; }
  const std::vector<field>& parameters() const override { return of_.parameters; }
  const type_ref& returns() const override { return of_.returns; }

  mapped_value run(std::span<const value> arguments, timestamp now) const override {
    return mapping_run(of_, arguments, now, nullptr).run();
  }
  mapped_value trace(std::span<const value> arguments, timestamp now,
                     std::vector<field_origin>& origins) const override {
    return mapping_run(of_, arguments, now, &origins).run();
  }

private:
  mapping_definition of_;
};

} // namespace

mapping_ptr make_mapping(mapping_definition definition) {
  return std::make_shared<compiled_mapping>(std::move(definition));
}

} // namespace gantry::dsl
