#include "dsl/base/json.hpp"
#include "dsl/graph/picture/picture.hpp"

#include <charconv>

namespace gantry::dsl::graph {
namespace {

/// Numbers between commas and blanks: `88,107`, `e,88,125.2 88,180.82 …`.
std::vector<double> numbers_in(std::string_view text) {
  std::vector<double> numbers;
  while (!text.empty()) {
    double number = 0;
    const auto done = std::from_chars(text.data(), text.data() + text.size(), number);
    if (done.ec == std::errc{}) {
      numbers.push_back(number);
      text.remove_prefix(static_cast<std::size_t>(done.ptr - text.data()));
    } else {
      text.remove_prefix(1);
    }
  }
  return numbers;
}

std::string_view text_in(const value& object, std::string_view name) {
  const value* found = object.find(name);
  return found != nullptr && found->is_string() ? std::string_view(found->as_string())
                                                : std::string_view{};
}

std::optional<std::uint32_t> index_in(std::string_view text, std::string_view lead) {
  std::uint32_t index = 0;
  if (!text.starts_with(lead))
    return std::nullopt;
  text.remove_prefix(lead.size());
  const auto done = std::from_chars(text.data(), text.data() + text.size(), index);
  return done.ec == std::errc{} ? std::optional(index) : std::nullopt;
}

/// Graphviz counts y from below.
class layout_reader {
public:
  result<placed_part> read(const value& answer) {
    const auto box = numbers_in(text_in(answer, "bb"));
    if (box.size() != 4)
      return fail(errc::internal, "the layout of Graphviz has no size");
    part_.width_px = box[2];
    part_.height_px = box[3];
    each_of(answer, "objects", [&](const value& v) { object(v); });
    each_of(answer, "edges", [&](const value& v) { line(v); });
    return std::move(part_);
  }

private:
  template <class Visit>
  static void each_of(const value& in, std::string_view name, const Visit& visit) {
    const value* list = in.find(name);
    if (list != nullptr && list->is_list())
      for (const value& v : list->as_list())
        if (v.is_map())
          visit(v);
  }

  [[nodiscard]] point at(double x, double y) const { return {x, part_.height_px - y}; }

  void object(const value& v) {
    const auto name = text_in(v, "name");
    if (const auto index = index_in(name, "n")) {
      const auto place = numbers_in(text_in(v, "pos"));
      if (place.size() == 2)
        part_.nodes.push_back({*index, at(place[0], place[1])});
    } else if (index_in(name, "cluster_")) {
      const auto box = numbers_in(text_in(v, "bb"));
      if (box.size() == 4)
        part_.frames.push_back({at(box[0], box[3]), at(box[2], box[1])});
    }
  }

  void line(const value& v) {
    const auto index = index_in(text_in(v, "id"), "e");
    if (!index)
      return;
    placed_edge placed;
    placed.edge = *index;
    const auto text = text_in(v, "pos");
    const auto numbers = numbers_in(text.starts_with("e,") ? text.substr(2) : text);
    for (std::size_t i = 0; i + 1 < numbers.size(); i += 2)
      placed.curve.push_back(at(numbers[i], numbers[i + 1]));
    if (text.starts_with("e,") && !placed.curve.empty()) {
      placed.tip = placed.curve.front();
      placed.curve.erase(placed.curve.begin());
    }
    part_.edges.push_back(std::move(placed));
  }

  placed_part part_;
};

} // namespace

result<placed_part> read_layout(std::string_view answer) {
  const auto parsed = parse_json(answer);
  if (!parsed)
    return fail(errc::internal, "the layout of Graphviz is no JSON: " + parsed.error().message);
  return layout_reader().read(*parsed);
}

} // namespace gantry::dsl::graph
