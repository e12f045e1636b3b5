#include "dsl/format/flow_writer.hpp"

#include <utility>

/// Tests that stand beside a flow.
namespace gantry::dsl::layout {

namespace {

constexpr std::size_t fact_word_width = 5; // `given`
constexpr int fact_indent = 6;             // of lines that continue a fact

} // namespace

piece flow_writer::fact(const syntax::fact& f) {
  line_of line(*this);
  line.add(padded_word(fact_word_width)).tight();
  if (const auto* given = std::get_if<syntax::given_values>(&f.is)) {
    line.add(labels(given->values));
  } else if (const auto* event = std::get_if<syntax::delivered>(&f.is)) {
    line.add(call(event->event));
  } else if (const auto* chosen = std::get_if<syntax::chosen>(&f.is)) {
    line.through(chosen->choice.at);
    if (at("with"))
      line.token().add(labelled_arguments(chosen->fields));
  } else if (const auto* fault = std::get_if<syntax::fault>(&f.is)) {
    if (fault->answer != nullptr)
      line.until(fault->answer->at).add(expression(*fault->answer));
    if (fault->error) {
      line.through(fault->error->at);
      if (at("("))
        line.add_tight(labelled_arguments(fault->parameters));
    }
    if (fault->delay)
      line.until(fault->delay->at).add(span(*fault->delay));
  }
  return make_indent(fact_indent, line.through(f.at).done());
}

piece flow_writer::test(const syntax::test& t) {
  line_of line(*this);
  while (!at("{"))
    line.token();
  std::vector<placed> parts;
  for (const syntax::fact& f : t.facts)
    parts.push_back({f.at, [this, &f] { return fact(f); }});
  return line.add(braced_rows(std::move(parts))).done();
}

} // namespace gantry::dsl::layout
