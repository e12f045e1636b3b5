#include "dsl/base/json.hpp"
#include "tests/engine/order_driver.hpp"

#include <sstream>

namespace gantry::tests {
namespace {

/// With its kind: the text `10.00` and the decimal 10.00 are different values.
void put(std::ostream& out, const value& v) {
  if (v.is_record()) {
    out << v.kind_name() << '{';
    for (const auto& field : v.fields()) {
      put(out, field);
      out << ',';
    }
    out << '}';
  } else if (v.is_list()) {
    out << '[';
    for (const auto& item : v.as_list()) {
      put(out, item);
      out << ',';
    }
    out << ']';
  } else {
    out << v.kind_name() << ':' << to_json(v);
  }
}

void put(std::ostream& out, const engine::outcome& how) {
  out << static_cast<int>(how.is) << ' ' << how.error_name << ' ' << how.detail << ' '
      << how.retry_after_ms << ' ';
  put(out, how.result);
  put(out, how.error_fields);
}

void put(std::ostream& out, const engine::call_state& c) {
  out << "call " << c.key << " branch " << c.branch << " node " << c.node << " step " << c.step
      << " operation " << c.operation << " undo " << c.undo << " revision " << c.revision
      << " digest " << c.digest << " undoes " << c.undoes << "\n  made " << c.times_made
      << " budget_from " << c.budget_from << " granted " << c.granted << " doubt " << c.in_doubt
      << " since " << c.doubt_since.ns << " deadline " << c.deadline_passed << " block "
      << c.left_to_block << " given_up " << c.given_up << " declared " << c.absence_declared
      << " questions " << c.questions << " sweeps " << c.sweeps << "\n  timers " << c.retry << ' '
      << c.verify << ' ' << c.give_up << ' ' << c.watch << ' ' << c.sweep << " hold " << c.hold
      << " ended " << c.ended << ' ';
  put(out, c.result);
  for (const auto& document : c.found)
    put(out, document);
  for (const auto& a : c.arguments) {
    out << "\n  argument " << a.name << ' ';
    put(out, a.what);
  }
  for (const auto& a : c.attempts) {
    out << "\n  attempt " << a.number << " is " << static_cast<int>(a.is) << " settled "
        << a.settled << " clean " << a.clean << " watched " << a.watched << ' ';
    put(out, a.how);
  }
  out << '\n';
}

void put(std::ostream& out, const engine::branch_state& b) {
  out << "branch " << b.id << " at " << b.at << " block " << b.block << " handler " << b.handler
      << " arm " << b.arm << " inbox " << b.inbox << " event " << b.event << " open " << b.open
      << " call " << b.call << " left " << b.left_call << " wait " << b.wait << " hold " << b.hold
      << " deadline " << b.deadline << " statement " << b.statement << " until "
      << (b.until ? b.until->ns : 0) << '\n';
}

void put_order(std::ostream& out, const engine::instance_state& s) {
  const auto& o = s.order;
  out << "order " << o.workflow << ' ' << o.workflow_version << ' ' << o.definition << ' '
      << o.what.business_key << ' ' << o.what.generation << ' ' << o.what.site << ' '
      << o.what.instance << ' ' << o.what.document << ' ' << o.what.channel << ' ' << o.what.test
      << " created " << s.created << " at " << s.created_at.ns;
  for (const auto& [name, text] : o.search)
    out << " search " << name << '=' << text;
  out << "\nphase " << s.phase << " control " << s.control << " paused_at " << s.paused_at.ns
      << " reason " << s.end_reason << " priority " << s.priority << " assigned " << s.assigned
      << " poisoned " << s.poisoned << " ever " << s.branches_ever << ' ' << s.timers_ever << ' '
      << s.waits_ever << ' ' << s.holds_ever << ' ' << s.incidents_ever << " output ";
  put(out, s.output);
  if (s.cancel)
    out << " cancel " << s.cancel->kind << ' ' << s.cancel->reason << ' ' << s.cancel->by;
  out << '\n';
}

void put_waiting(std::ostream& out, const engine::instance_state& s) {
  for (const auto& t : s.timers)
    out << "timer " << t.what.timer << " due " << t.what.due.ns << " purpose "
        << static_cast<int>(t.what.purpose) << " key " << t.what.key << " branch " << t.what.branch
        << " attempt " << t.what.attempt << " fixed " << t.what.fixed << " since " << t.since.ns
        << " elapsed " << t.elapsed << '\n';
  for (const auto& w : s.waits) {
    out << "wait " << w.wait << " branch " << w.branch << " handler " << w.handler << ' ' << w.index
        << ' ' << w.event_type;
    for (const auto& correlation : w.correlations)
      out << ' ' << correlation;
    out << '\n';
  }
  for (const auto& k : s.kept) {
    out << "kept " << k.inbox << ' ' << k.event << ' ' << k.type << ' ' << k.became << ' '
        << k.received_at.ns << ' ';
    put(out, k.data);
    out << '\n';
  }
}

void put_people(std::ostream& out, const engine::instance_state& s) {
  for (const auto& h : s.holds) {
    out << "hold " << h.what.hold << " branch " << h.what.branch << ' ' << h.what.cause << ' '
        << h.what.node << ' ' << h.what.key << ' ' << h.what.evidence << " since " << h.since.ns
        << ' ';
    put(out, h.what.documents);
    out << '\n';
  }
  for (const auto& i : s.incidents) {
    out << "incident " << i.what.incident << ' ' << i.what.key << ' ' << i.what.node << ' '
        << i.what.why << " undo " << i.what.undo << " open " << i.open << ' ';
    put(out, i.what.ours);
    put(out, i.what.other);
    out << '\n';
  }
  for (const auto& o : s.owed)
    out << "owed " << o.key << ' ' << o.node << '\n';
}

} // namespace

std::string state_text(const engine::instance_state& s) {
  std::ostringstream out;
  put_order(out, s);
  for (std::size_t slot = 0; slot < s.slots.size(); ++slot) {
    out << "slot " << s.program().slots[slot].name << '@' << s.slot_versions[slot] << ' ';
    put(out, s.slots[slot]);
    out << '\n';
  }
  for (const auto& branch : s.branches)
    put(out, branch);
  for (const auto& call : s.calls)
    put(out, call);
  for (const auto& stage : s.stages)
    out << "stage " << stage.passed << ' ' << stage.at.ns << '\n';
  out << "last stage " << s.last_stage << '\n';
  put_waiting(out, s);
  put_people(out, s);
  return out.str();
}

} // namespace gantry::tests
