#include "tests/dsl/large_examples.hpp"

#include "dsl/limits.hpp"

#include <functional>

namespace gantry::tests {

namespace {

namespace limits = dsl::limits;

/// One for each number from the first to the last, each with what divides them behind it.
std::string numbered(std::size_t first, std::size_t last,
                     const std::function<std::string(const std::string&)>& one) {
  std::string all;
  for (std::size_t i = first; i <= last; ++i)
    all += one(std::to_string(i));
  return all;
}

std::string large_file() {
  std::string text = "// A flow file of 1,048,577 bytes begins here\n";
  const std::string end = "// and ends here.\n";
  while (text.size() + end.size() + 1 < limits::file_bytes + 1)
    text += text.size() % 100 == 99 ? "\n" : "/";
  return text + "\n" + end;
}

large_example halves_of_a_file() {
  return {"import \"first_half.flow\"\nimport \"second_half.flow\"\n",
          {{"main.flow", "import \"first_half.flow\"\nimport \"second_half.flow\"\n"
                         "type Both { one: First, other: Second }\n"},
           {"first_half.flow", "type First { id: string }\n"},
           {"second_half.flow", "type Second { id: string }\n"}}};
}

std::string long_name() {
  const std::string begins = "the_price_of_the_line_before_any_discount_";
  const std::string ends = "_and_without_tax";
  std::string name = begins;
  while (name.size() + ends.size() <= limits::name_bytes)
    name += "x";
  return "define " + name + ends + "(l: Line) -> decimal = l.quantity\n";
}

std::string long_chain() {
  std::string text = "hold job.id + \", \" + job.text";
  for (int i = 0; i < 130; ++i)
    text += " + \", \" + job.text";
  return text + "\n";
}

std::string deep_blocks() {
  std::string open, close;
  const int deep = limits::block_depth + 1;
  for (int i = 1; i <= deep; ++i) {
    const std::string margin(2 * static_cast<std::size_t>(i - 1), ' ');
    open += margin + "if job.count > " + std::to_string(i) + " {\n";
    close.insert(0, margin + "}\n");
  }
  return open + "    hold \"many\"\n" + close;
}

large_example folder_of(std::size_t count) {
  large_example made;
  for (std::size_t i = 1; i <= count; ++i) {
    const std::string number = std::to_string(10'000 + i).substr(1);
    made.files.push_back({"order_" + number + ".flow", "// one of many\n"});
    made.whole += "flows/" + made.files.back().path + "\n";
  }
  return made;
}

std::string many_parameters() {
  const std::string rest = numbered(3, limits::list + 1, [](const std::string& n) {
    return (n == "3" ? "" : ", ") + ("amount_" + n) + ": decimal";
  });
  return "define total(amount_1: decimal, amount_2: decimal, " + rest + ") -> decimal = amount_1\n";
}

std::string many_types(const std::string& second) {
  return numbered(1, limits::mistakes_told + 1, [&](const std::string& n) {
    return "type Price" + n + " { amount: decimal, " + second + ": string }\n";
  });
}

std::string many_names() {
  constexpr std::size_t loops = 33; // of two names each
  return "if " +
         numbered(1, loops,
                  [](const std::string& n) { return "job.tags.all(i" + n + ", t" + n + ", "; }) +
         "t1 == t2" + std::string(loops, ')') + " { hold \"all tags are one\" }\n";
}

std::string boxes_in_boxes() {
  const std::string last = std::to_string(limits::type_depth + 1);
  std::string all;
  for (std::size_t i = 1; i <= limits::type_depth; ++i)
    all += "type Box" + std::to_string(i) + " { inside: Box" + std::to_string(i + 1) + " }\n";
  return all + "type Box" + last + " { inside: string }\n";
}

std::string boxes_by_key() {
  return "type Box1 { inside_id: string }\n" +
         numbered(2, limits::type_depth,
                  [](const std::string& n) {
                    return "type Box" + n + " { id: string key, inside_id: string }\n";
                  }) +
         "type Box33 { id: string key, inside: string }\n";
}

} // namespace

std::optional<large_example> large_example_of(const std::string& code, bool is_mended) {
  const auto whole_file = [](const std::string& text) {
    return large_example{text, {{"main.flow", text}}};
  };
  if (code == "GF0106")
    return is_mended ? halves_of_a_file() : whole_file(large_file());
  if (code == "GF0125")
    return folder_of(is_mended ? limits::files / 2 : limits::files + 1);
  if (code == "GF0129")
    return whole_file(many_types(is_mended ? "currency" : "amount"));
  if (code == "GF0279")
    return whole_file(is_mended ? boxes_by_key() : boxes_in_boxes());
  if (is_mended)
    return std::nullopt;
  if (code == "GF0107")
    return large_example{long_name(), {}};
  if (code == "GF0112")
    return large_example{long_chain(), {}};
  if (code == "GF0124")
    return large_example{deep_blocks(), {}};
  if (code == "GF0127")
    return whole_file(many_parameters());
  if (code == "GF0208")
    return large_example{many_names(), {}};
  return std::nullopt;
}

bool is_shortened(const std::string& printed, const std::string& whole) {
  static const std::string mark = "…";
  std::size_t seen = 0, from = 0;
  while (true) {
    const std::size_t to = printed.find(mark, from);
    std::string part = printed.substr(from, to == std::string::npos ? to : to - from);
    while (part.starts_with(' ') && from > 0)
      part.erase(0, 1); // the blanks around the mark belong to it
    while (part.ends_with(' '))
      part.pop_back();
    if (to == std::string::npos)
      return whole.size() >= seen + part.size() && whole.ends_with(part);
    const std::size_t at =
        from == 0 ? (whole.starts_with(part) ? 0 : std::string::npos) : whole.find(part, seen);
    if (at == std::string::npos)
      return false;
    seen = at + part.size();
    from = to + mark.size();
  }
}

} // namespace gantry::tests
