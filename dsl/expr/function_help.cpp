#include "dsl/expr/function_help.hpp"

#include "dsl/base/nearest_word.hpp"
#include "dsl/expr/function_table.hpp"
#include "dsl/expr/macro_call.hpp"

#include <algorithm>
#include <array>

namespace gantry::dsl {

namespace {

struct habit {
  std::string_view names; ///< in small letters without `_`, between blanks
  std::string_view here;  ///< how it is written here
};

/// Functions of other languages that no spelling comes near.
constexpr std::array<habit, 31> function_habits{{
    {" len length count ", "the length is `size(x)`"},
    {" lower tolower tolowercase lowercase lcase ", "it is called `x.lowerAscii()`"},
    {" upper toupper touppercase uppercase ucase ", "it is called `x.upperAscii()`"},
    {" tostring str tostr stringof ", "a text of a value is `string(x)`"},
    {" parseint toint integer toint64 ", "a whole number is `int(x)`"},
    {" number tonumber todecimal parsefloat float money numeric ",
     "a number of a text is `decimal(x)`"},
    {" any some ", "one of them is asked for with `list.exists(x, condition)`"},
    {" every foralls ", "all of them are asked with `list.all(x, condition)`"},
    {" where findall ", "items are chosen with `list.filter(x, condition)`"},
    {" find single ", "the first that fits is `list.filter(x, condition).first()`"},
    {" select collect foreach ", "something is made of each item with `list.map(x, value)`"},
    {" reduce aggregate inject ", "it is called `list.fold(x, total, start, next)`"},
    {" strip ltrim rtrim ", "it is called `x.trim()`"},
    {" includes ", "a text is asked with `x.contains(\"…\")`, a list with `value in list`"},
    {" coalesce ifnull nvl isnull getorelse orelse getordefault ",
     "a value instead of what is absent is `x.orValue(y)`"},
    {" ispresent isset exists notnull isnotnull ", "whether it is there is `x.hasValue()`"},
    {" isempty isblank empty ",
     "a text is compared, `x == \"\"`, a list is counted, `size(x) == 0`"},
    {" max greatest ", "the greatest is `math.greatest(a, b)`, of a list `list.max_by(x, value)`"},
    {" min least ", "the least is `math.least(a, b)`, of a list `list.min_by(x, value)`"},
    {" if iif choose ", "a choice is written `condition ? value : other`"},
    {" concat append ", "texts and lists are joined with `+`"},
    {" substr slice mid ", "a part is `x.substring(from, to)`"},
    {" left ", "the first letters are `x.substring(0, 3)`"},
    {" avg average mean ", "an average is `list.sum(x, value) / size(list)`"},
    {" now today getdate currentdate currenttimestamp sysdate ", "the present is `now`, without "
                                                                 "brackets"},
    {" not ", "`not` is written `!`: `!(condition)`"},
    {" and or ", "conditions are joined with `&&`, and with two bars for or"},
    {" date datetime todate totimestamp parsedate ", "a time of a text is `timestamp(x)`"},
    {" sorted orderby sorton ",
     "`list.sort()` sorts, and `list.sort_by(x, value)` by a value of each item"},
    {" unique dedupe toset ", "it is called `list.distinct()`"},
    {" regex regexmatch match test ", "a pattern is asked with `x.matches(\"…\")`"},
}};

std::string in_small_letters_alone(std::string_view name) {
  std::string small;
  for (const char c : name)
    if (c != '_')
      small += 'A' <= c && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return small;
}

/// Misspelt ones too, where they are long enough to be told apart.
std::string of_another_language(std::string_view name, bool may_be_misspelt) {
  constexpr std::size_t shortest_misspelt = 5;
  const std::string small = in_small_letters_alone(name);
  for (const habit& h : function_habits) {
    std::vector<std::string> names;
    for (std::size_t from = 1; from < h.names.size(); from = h.names.find(' ', from) + 1)
      names.emplace_back(h.names.substr(from, h.names.find(' ', from) - from));
    const bool is_misspelt =
        may_be_misspelt && small.size() >= shortest_misspelt && !nearest_word(small, names).empty();
    if (is_misspelt || std::find(names.begin(), names.end(), small) != names.end())
      return std::string(h.here);
  }
  return {};
}

/// It exists, and is called in the other way.
std::string in_the_other_form(std::string_view name, bool is_method) {
  std::string usages;
  if (const auto* forms = find_functions(name))
    for (const function_form& form : *forms)
      if (form.is_method != is_method)
        usages += (usages.empty() ? "`" : ", `") + usage_of(form) + "`";
  if (usages.empty())
    return {};
  return (is_method ? "it is not called on a value: it takes "
                    : "it is called on a value: it takes ") +
         usages;
}

/// `greatest` of `math.greatest`.
std::string in_a_space(std::string_view name) {
  for (const std::string& known : function_names()) {
    const auto point = known.rfind('.');
    if (point != std::string::npos && std::string_view(known).substr(point + 1) == name)
      return known;
  }
  return {};
}

std::string asked(const std::string& name) {
  return "did you mean `" + name + "`?";
}

} // namespace

std::string function_meant(const missing_function& called,
                           const std::vector<std::string>& declared) {
  const std::string name(called.name);
  if (const std::string usage = macro_usage(name); !usage.empty())
    return "it is written " + usage;
  if (auto other = in_the_other_form(name, called.is_method); !other.empty())
    return other;
  if (!called.space.empty())
    if (const auto near = nearest_word(std::string(called.space) + "." + name, function_names());
        !near.empty())
      return asked(near);
  if (const std::string spaced = in_a_space(name); !spaced.empty())
    return asked(spaced);
  const auto point = name.rfind('.');
  const std::string alone = point == std::string::npos ? name : name.substr(point + 1);
  if (auto here = of_another_language(alone, false); !here.empty())
    return here;
  std::vector<std::string> known = function_names();
  for (std::string& macro : macro_names())
    known.push_back(std::move(macro));
  known.insert(known.end(), declared.begin(), declared.end());
  const std::string near = nearest_word(name, known);
  return near.empty() ? of_another_language(name, true) : asked(near);
}

} // namespace gantry::dsl
