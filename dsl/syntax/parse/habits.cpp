#include "dsl/syntax/parse/habits.hpp"

#include <array>
#include <span>

namespace gantry::dsl::words {

namespace {

struct brought_word {
  std::string_view words; ///< between blanks
  std::string_view here;
};

constexpr std::array<brought_word, 17> statement_habits{{
    {" var const val int string decimal bool auto def ",
     "a value gets its name with `let NAME = …`"},
    {" elif elseif elsif ", "write `else if`"},
    {" otherwise default ", "what is done otherwise stands behind `else`"},
    {" then do ", "what is done stands in braces: `{ … }`"},
    {" call invoke await async run exec execute start perform ",
     "a call is a step with a name: `step NAME = CONTRACT.OPERATION(…)`"},
    {" try catch except finally rescue ",
     "what may go wrong stands in the braces of the step: `{ on ERROR { … } }`"},
    {" throw raise fail error abort stop exit die ",
     "`reject \"…\"` ends the order, `hold \"…\"` lets a person decide"},
    {" ensure assert require check must expect guard unless ",
     "write `if !(CONDITION) { reject \"…\" }`"},
    {" print log echo console debug info warn ",
     "nothing is printed: `emit CONTRACT.EVENT(…)` tells what happened"},
    {" while loop ", "what is repeated has a bound: `repeat NAME until …, at most N else … { … }`"},
    {" for foreach ", "a list is gone through with `each NAME for ITEM in LIST, 4 at once { … }`"},
    {" switch case select when choose ",
     "values are told apart with `match VALUE { … else { … } }`"},
    {" sleep delay pause ", "write `wait for 5min`"},
    {" goto jump ", "write `back to STAGE, at most 3 else hold \"…\"`"},
    {" continue next skip pass ", "a round ends with `yield`; an empty block does nothing"},
    {" final ", "`final` stands behind the name: `stage NAME final`"},
    {" end endif fi done begin endfor ", "a block ends with `}`"},
}};

constexpr std::array<brought_word, 9> declaration_habits{{
    {" function def func fn procedure fun formula macro ",
     "a formula gets its name with `define NAME(x: int) -> int = …`"},
    {" record struct class interface object entity message data schema model ",
     "a record is declared with `type NAME { field: TYPE }`"},
    {" include require use using from package module load ", "write `import \"FILE.flow\"`"},
    {" service api adapter system port client ",
     "what may be asked of a far system is a `contract NAME { … }`"},
    {" flow process saga pipeline task job orchestration ",
     "a process is a `workflow NAME(order: Order) { … }`"},
    {" const let var param parameter config option variable constant ",
     "a value gets its name with `define NAME() -> TYPE = …`, or `setting NAME: TYPE = …`"},
    {" map transform converter mapper ", "write `mapping NAME(doc: json) -> TYPE { … }`"},
    {" event operation read once idempotent ", "it stands in a contract: `contract NAME { … }`"},
    {" step if wait stage hold reject version key ",
     "it stands in a workflow: `workflow NAME(order: Order) { … }`"},
}};

constexpr std::array<brought_word, 3> member_habits{{
    {" GET POST PUT PATCH DELETE get post put delete patch query command operation call method "
     "function def rpc write send ",
     "an operation begins with its effect: `read`, `idempotent` or `once`"},
    {" throws raises fails error returns ", "what may be answered otherwise is `errors NAME`, the "
                                            "result `-> TYPE`"},
    {" on signal message emits listen ", "what the far system tells by itself is `event NAME(…)`"},
}};

constexpr std::array<brought_word, 2> arm_habits{{
    {" else default after ", "what is done when all stages have passed is `otherwise { … }`"},
    {" if when until case ", "write `before STAGE { … }`"},
}};

constexpr std::array<brought_word, 3> clause_habits{{
    {" catch except onError error ",
     "what the far system may answer is handled by `on ERROR { … }`"},
    {" undo rollback revert ", "what takes a step back is `compensate CONTRACT.OPERATION(…)`"},
    {" deadline until expires ", "write `within 5min else hold \"…\"`"},
}};

constexpr std::array<brought_word, 9> type_habits{{
    {" str String text varchar char Text uuid UUID ", "a text is `string`"},
    {" integer Integer long Long Int short number_int ", "a whole number is `int`"},
    {" float Float number Number money Money numeric Decimal BigDecimal currency real ",
     "money and quantities are `decimal`"},
    {" boolean Boolean Bool ", "it is written `bool`"},
    {" date Date datetime DateTime time instant Instant Timestamp ",
     "a point in time is `timestamp`"},
    {" interval timedelta period Duration span ", "a span of time is `duration`"},
    {" list List array Array vector set Set Seq ", "a list is written with its items: `string[]`"},
    {" dict Map hash object Object any Any dynamic ",
     "anything is `json`; texts with values of one type are `map[int]`"},
    {" optional Optional Option nullable Maybe ", "what may be absent is written `string?`"},
}};

std::string brought(std::span<const brought_word> habits, std::string_view word) {
  const std::string looked_for = " " + std::string(word) + " ";
  for (const brought_word& h : habits)
    if (h.words.find(looked_for) != std::string_view::npos)
      return std::string(h.here);
  return {};
}

} // namespace

std::string habit(std::string_view word, list candidates) {
  if (is_in(candidates, "step"))
    return brought(statement_habits, word);
  if (is_in(candidates, "import"))
    return brought(declaration_habits, word);
  if (is_in(candidates, "idempotent"))
    return brought(member_habits, word);
  if (is_in(candidates, "timeout"))
    return brought(clause_habits, word);
  if (is_in(candidates, "otherwise"))
    return brought(arm_habits, word);
  return {};
}

std::string type_habit(std::string_view name) {
  return brought(type_habits, name);
}

} // namespace gantry::dsl::words
