#include "dsl/expr/operator_habits.hpp"

#include <algorithm>
#include <span>
#include <utility>

namespace gantry::dsl {

namespace {

using spelling = std::pair<std::string_view, std::string_view>; ///< there, and what to write here

constexpr spelling operator_habits[] = {
    {"and", "`and` is written `&&`"},
    {"AND", "`and` is written `&&`"},
    {"or", "`or` is written with two bars: `||`"},
    {"OR", "`or` is written with two bars: `||`"},
    {"&", "`and` is written `&&`"},
    {"===", "equality is written `==`"},
    {"!==", "inequality is written `!=`"},
    {"<>", "inequality is written `!=`"},
    {"=<", "at most is written `<=`"},
    {"=>", "at least is written `>=`"},
    {"=!", "inequality is written `!=`"},
    {"=~", "a pattern is asked with `text.matches(\"…\")`"},
    {"is", "equality is written `==`; whether something is there is `x.hasValue()`"},
    {"IS", "equality is written `==`; whether something is there is `x.hasValue()`"},
    {"isnt", "inequality is written `!=`"},
    {"equals", "equality is written `==`"},
    {"eq", "equality is written `==`"},
    {"ne", "inequality is written `!=`"},
    {"gt", "greater is written `>`"},
    {"ge", "at least is written `>=`"},
    {"gte", "at least is written `>=`"},
    {"lt", "less is written `<`"},
    {"le", "at most is written `<=`"},
    {"lte", "at most is written `<=`"},
    {"not", "`not in` is written `!(value in list)`"},
    {"IN", "`in` has small letters"},
    {"like",
     "a text is asked with `x.contains(\"…\")`, `x.startsWith(\"…\")` or `x.matches(\"…\")`"},
    {"LIKE",
     "a text is asked with `x.contains(\"…\")`, `x.startsWith(\"…\")` or `x.matches(\"…\")`"},
    {"contains", "it is called on the value: `x.contains(\"…\")`; of a list `value in list`"},
    {"matches", "it is called on the value: `x.matches(\"…\")`"},
    {"startsWith", "it is called on the value: `x.startsWith(\"…\")`"},
    {"endsWith", "it is called on the value: `x.endsWith(\"…\")`"},
    {"between", "both ends are compared: `x >= 1 && x <= 5`"},
    {"BETWEEN", "both ends are compared: `x >= 1 && x <= 5`"},
    {"mod", "the remainder is written `%`"},
    {"div", "a division is written `/`; of ints it gives the whole part"},
    {"xor", "either, and not both, is written `a != b`"},
    {"++", "nothing is counted up in place: `x + 1`; texts and lists are joined with one `+`"},
    {"**", "there are no powers: multiply"},
    {"??", "a value instead of what is absent is `x.orValue(y)`"},
    {"?:", "a value instead of what is absent is `x.orValue(y)`"},
    {"+=", "a name is bound once: `let NEW = x + …`, or `fold` over a list"},
    {"-=", "a name is bound once: `let NEW = x - …`"},
    {"*=", "a name is bound once: `let NEW = x * …`"},
    {"/=", "a name is bound once: `let NEW = x / …`"},
    {"||=", "a value instead of what is absent is `x.orValue(y)`"},
};

constexpr spelling prefix_habits[] = {
    {"not", "`not` is written `!`: `!(condition)`"},
    {"NOT", "`not` is written `!`: `!(condition)`"},
    {"new", "take `new` away: `Kept { id: … }` makes a record"},
    {"await", "take `await` away: a step ends when its answer is there"},
    {"async", "take `async` away: a step ends when its answer is there"},
    {"return", "take `return` away: an expression is its value"},
    {"if", "a choice of values is `condition ? value : other`"},
    {"match", "cases are a statement: `let NAME = match VALUE { … { yield … } }`"},
    {"case", "cases are a statement: `let NAME = match VALUE { … { yield … } }`"},
    {"f", "texts are joined with `+`, or made with `\"%s of %s\".format([a, b])`"},
    {"lambda", "a macro takes the name and then the expression: `list.map(x, x.field)`"},
    {"typeof", "the type of a value is `type(x)`"},
};

constexpr spelling name_habits[] = {
    {"True", "it is written `true`"},
    {"TRUE", "it is written `true`"},
    {"yes", "it is written `true`"},
    {"False", "it is written `false`"},
    {"FALSE", "it is written `false`"},
    {"no", "it is written `false`"},
    {"None", "what is absent is `none`"},
    {"Null", "what is absent is `none`"},
    {"NULL", "what is absent is `none`"},
    {"nil", "what is absent is `none`"},
    {"Nil", "what is absent is `none`"},
    {"undefined", "what is absent is `none`"},
    {"nothing", "what is absent is `none`"},
    {"empty", "what is absent is `none`; an empty text is `\"\"`, an empty list `[]`"},
    {"today", "the present is `now`"},
    {"undo", "why something is taken back is known in a block behind `compensate` only"},
    {"found", "what a finder found is known behind `match` only"},
    {"receipt", "the receipt of a call stands behind `answer`, or is `STEP.receipt`"},
    {"this", "the input has the name that the workflow's parameter gives it"},
    {"self", "the input has the name that the workflow's parameter gives it"},
    {"input", "the input has the name that the workflow's parameter gives it"},
};

std::string spelled_here(std::span<const spelling> habits, std::string_view written) {
  const auto found = std::find_if(habits.begin(), habits.end(),
                                  [&](const spelling& s) { return s.first == written; });
  return found == habits.end() ? std::string{} : std::string(found->second);
}

} // namespace

std::string operator_habit(std::string_view written) {
  return spelled_here(operator_habits, written);
}

std::string prefix_habit(std::string_view written) {
  return spelled_here(prefix_habits, written);
}

std::string name_habit(std::string_view written) {
  return spelled_here(name_habits, written);
}

} // namespace gantry::dsl
