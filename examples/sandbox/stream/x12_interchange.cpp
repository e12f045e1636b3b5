#include "examples/sandbox/document.hpp"
#include "examples/sandbox/stream/stream_order.hpp"

#include <initializer_list>

namespace gantry::sandbox {
namespace {

constexpr std::string_view partners[] = {"ACMESTORES", "BAUHOFKETTE", "LAKESIDEHW", "JARDINPLUS"};

std::string padded(std::string_view text, std::size_t width) {
  std::string whole(text.substr(0, width));
  whole.append(width - whole.size(), ' ');
  return whole;
}

/// The date and time parts of `2026-11-24T09:15:00Z`.
std::string date_of(timestamp at) {
  const std::string text = format_timestamp(at);
  return text.substr(0, 4) + text.substr(5, 2) + text.substr(8, 2);
}
std::string time_of(timestamp at) {
  const std::string text = format_timestamp(at);
  return text.substr(11, 2) + text.substr(14, 2);
}

/// ASC X12 with `*`, `>` and `~`; counts the segments of the open transaction set.
class x12_writer {
public:
  void put(std::initializer_list<std::string_view> elements) {
    bool first = true;
    for (const auto element : elements) {
      if (!first)
        text_ += '*';
      text_ += element;
      first = false;
    }
    text_ += "~\n";
    ++segments_;
  }
  void count_from_here() { segments_ = 0; }
  [[nodiscard]] std::string count_with_this() const { return std::to_string(segments_ + 1); }
  [[nodiscard]] std::string take() { return std::move(text_); }

private:
  std::string text_;
  int segments_ = 0;
};

void put_address(x12_writer& out, const stream_order& order) {
  const auto& to = order.ship_to;
  out.put({"N1", "ST", to.first_name + " " + to.last_name});
  out.put({"N3", to.street});
  out.put({"N4", to.city, to.region, to.postal_code, to.country_code});
}

void put_line(x12_writer& out, const stream_line& line, std::size_t number) {
  const std::string quantity = std::to_string(line.quantity);
  out.put({"PO1", std::to_string(number), quantity, "EA", money(line.unit_price), "PE", "VN",
           line.sku});
  out.put({"PID", "F", "", "", "", line.title});
}

void put_order(x12_writer& out, const stream_order& order, const std::string& control) {
  out.count_from_here();
  out.put({"ST", "850", control});
  out.put({"BEG", "00", "SA", "PO-" + order.number, "", date_of(order.issued)});
  out.put({"CUR", "BY", order.currency});
  out.put({"DTM", "002", date_of(order.issued + seconds(7 * 86'400))});
  if (order.rush)
    out.put({"TD5", "E"});
  out.put({"N1", "BY", order.account_name, "92", order.account});
  put_address(out, order);
  std::size_t number = 0;
  for (const auto& line : order.lines)
    put_line(out, line, ++number);
  out.put({"CTT", std::to_string(number)});
  out.put({"AMT", "TT", money(order.total)});
  out.put({"SE", out.count_with_this(), control});
}

std::string set_control(std::size_t position) {
  const std::string digits = std::to_string(position);
  return std::string(4 - digits.size(), '0') + digits;
}

} // namespace

stream_document write_x12_interchange(const std::vector<stream_order>& orders,
                                      const std::string& control, dice& numbers) {
  const std::string_view partner = partners[numbers.below(std::size(partners))];
  const timestamp at = orders.front().issued;
  x12_writer out;
  out.put({"ISA", "00", padded("", 10), "00", padded("", 10), "ZZ", padded(partner, 15), "ZZ",
           padded("GANTRYDEMO", 15), date_of(at).substr(2), time_of(at), "U", "00401", control, "0",
           "P", ">"});
  out.put({"GS", "PO", partner, "GANTRYDEMO", date_of(at), time_of(at), control, "X", "004010"});
  stream_document document{"x12", "application/edi-x12", {}, {}, {}};
  for (const auto& order : orders) {
    put_order(out, order, set_control(document.orders.size() + 1));
    document.orders.push_back({"PO-" + order.number, order.outcome, order.reason});
  }
  out.put({"GE", std::to_string(orders.size()), control});
  out.put({"IEA", "1", control});
  document.body = out.take();
  return document;
}

} // namespace gantry::sandbox
