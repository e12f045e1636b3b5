#include "dsl/check/constants.hpp"
#include "dsl/check/report.hpp"
#include "dsl/check/workflow_checker.hpp"
#include "dsl/types/builders.hpp"

#include <algorithm>
#include <utility>

/// `parallel`, `each` and `repeat`.
namespace gantry::dsl {

namespace {

constexpr std::int64_t width_max = 1'000;
constexpr std::int64_t rounds_max = 100'000;

/// Items that name themselves: plain values, and documents with a key.
bool names_itself(const type& item) {
  if (item.is == type::kind::record)
    return std::any_of(item.fields.begin(), item.fields.end(),
                       [](const field& f) { return f.is_key; });
  return item.is == type::kind::string || item.is == type::kind::integer ||
         item.is == type::kind::enumeration || item.is == type::kind::dynamic;
}

} // namespace

/// What stands directly in it goes on beside the rest of it, and so does not see its names.
void workflow_checker::visit(const syntax::parallel& p, const surroundings& where) {
  not_run("parallel", here_);
  surroundings inner = where;
  inner.in_fan = true;
  inner.in_body = false;
  inner.in_parallel = true;
  auto& level = scopes_.innermost();
  std::map<std::string, binding, std::less<>> bound;
  for (const syntax::statement& s : p.body.statements) {
    const auto before = level;
    statement(s, inner);
    for (auto& [name, meaning] : level) {
      const auto known = before.find(name);
      if (known != before.end())
        continue;
      const auto [first, is_new] = bound.emplace(name, meaning);
      if (!is_new)
        report(diagnostics_, codes::shadowed_name, meaning.at,
               quoted(name) + " is bound already, and a name means one thing in a flow",
               "choose another name")
            .notes.push_back({first->second.at, "it is bound here"});
    }
    std::erase_if(level, [&](const auto& each) { return !before.contains(each.first); });
  }
  level.insert(bound.begin(), bound.end());
}

void workflow_checker::visit(const syntax::branch& b, const surroundings& where) {
  block(b.body, where);
}

void workflow_checker::iteration(const syntax::each& e) {
  const bool is_understood = scalar(e.by, "what names an iteration");
  const auto read = names_read(*e.by);
  if (is_understood && std::find(read.begin(), read.end(), e.item.text) == read.end())
    report(diagnostics_, codes::fan_out_unnamed, span_of(*e.by),
           "this is the same for every " + quoted(e.item.text) +
               ", so it does not tell the iterations apart",
           "name them by the item: `by " + e.item.text + ".id`");
}

void workflow_checker::visit(const syntax::each& e, const surroundings& where) {
  not_run("each", e.at);
  const type_ref list = value(e.list, nullptr);
  type_ref item = dynamic_type();
  if (list && list->is == type::kind::list)
    item = list->element;
  else if (list && list->is != type::kind::dynamic)
    report(diagnostics_, codes::list_due, span_of(*e.list),
           quoted(text_of(*e.list)) + " is " + to_string(*list) +
               ", and `each` goes through a list",
           is_optional(*list) ? "say what it is when absent: `.orValue([])`"
                              : "name the list that is meant");
  scopes_.open();
  bind(e.item, item, &e.item, false, list == nullptr);
  bind_personal(e.item, is_personal(e.list));
  if (e.by)
    iteration(e);
  else if (list && !names_itself(*item))
    report(diagnostics_, codes::fan_out_unnamed, e.at,
           "nothing names the iterations, so they could not be told apart after a change",
           "add what names an item: `by " + e.item.text + ".id`");
  const auto width = whole_number(e.width);
  if (width && (*width < 1 || *width > width_max))
    report(diagnostics_, codes::fan_out_wrong, span_of(*e.width),
           "between 1 and 1,000 iterations go on at once", "write how many the far systems bear");
  std::vector<yielded> yields;
  surroundings inner = where;
  inner.in_fan = true;
  inner.in_repeat = false;
  inner.in_body = false;
  inner.yields = &yields;
  inner.yield_expected = nullptr;
  statements(e.body, inner);
  close_scope();
  const type_ref results = list_of(joined(yields, nullptr));
  if (!yields.empty()) {
    result_.yielding.insert(&e);
    gathered_.push_back({e.name.text, results, yields.front().at});
  }
  bind(e.name, results, &e, false, !yields.empty() && !is_any_known(yields));
  bind_personal(e.name, is_any_personal(yields));
}

void workflow_checker::rounds(const syntax::repeat& r, const surroundings& where,
                              const type_ref& item, std::vector<yielded>& yields) {
  surroundings inner = where;
  inner.in_repeat = true;
  if (inner.outermost_repeat == nullptr)
    inner.outermost_repeat = &r;
  inner.yields = &yields;
  inner.yield_expected = nullptr;
  scopes_.open();
  bind(r.name, list_of(item), &r);
  value(r.until, boolean_type());
  scopes_.open();
  statements(r.body, inner);
  close_scope();
  surroundings spent = inner;
  spent.in_body = false;
  block(r.otherwise, spent);
  const bool is_read = scopes_.find(r.name.text)->is_read;
  if (is_read && yields.empty() && !result_.is_partial)
    report(diagnostics_, codes::no_exit, r.name.at,
           quoted(r.name.text) + " is read, and no round yields anything, so it stays empty",
           "end the block with `yield …`: what the round brings");
  (void)scopes_.close();
}

/// The type of what a round yields: found by going through the rounds once without a word, since
/// the rounds see the list of what they yield.
type_ref workflow_checker::item_of(const syntax::repeat& r, const surroundings& where,
                                   std::vector<yielded>& yields) {
  constexpr int dry_runs_max = 2;
  if (dry_runs_ >= dry_runs_max)
    return dynamic_type();
  ++dry_runs_;
  const auto told = diagnostics_.size();
  // Of expressions a dry run reads only those that it types itself; there are most of them.
  auto values = std::exchange(result_.values, {});
  checked_workflow aside = result_; // swapped, so that what callers point to stays where it is
  std::swap(aside, result_);
  rounds(r, where, dynamic_type(), yields);
  type_ref item = joined(yields, nullptr);
  diagnostics_.resize(told);
  std::swap(aside, result_);
  result_.values = std::move(values);
  if (own_slots_)
    std::erase_if(*own_slots_, [&](std::uint32_t slot) { return slot >= result_.slots.size(); });
  --dry_runs_;
  return item;
}

void workflow_checker::visit(const syntax::repeat& r, const surroundings& where) {
  not_run("repeat", r.at);
  const auto most = whole_number(r.at_most);
  if (most && (*most < 1 || *most > rounds_max))
    report(diagnostics_, codes::unbounded_repeat, span_of(*r.at_most),
           "between 1 and 100,000 rounds can be asked for", "bound them by sense");
  std::vector<yielded> foreseen, yields;
  const type_ref list = list_of(item_of(r, where, foreseen));
  rounds(r, where, list->element, yields);
  joined(yields, nullptr); // rounds that disagree
  if (!yields.empty()) {
    result_.yielding.insert(&r);
    gathered_.push_back({r.name.text, list, yields.front().at});
  }
  bind(r.name, list, &r, false, !yields.empty() && !is_any_known(yields));
  bind_personal(r.name, is_any_personal(yields));
}

} // namespace gantry::dsl
