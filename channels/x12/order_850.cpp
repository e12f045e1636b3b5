#include "channels/x12/order_850.hpp"

#include "channels/canonical/order_builder.hpp"

#include <array>
#include <map>

namespace gantry::channels::x12 {
namespace {

constexpr int money_digits_max = 6;
constexpr std::array<std::string_view, 9> item_qualifiers{"VN", "VP", "SK", "MG", "BP",
                                                          "IN", "CB", "PI", "ST"};
constexpr std::array<std::string_view, 4> gtin_qualifiers{"UP", "EN", "UK", "UA"};

/// CCYYMMDD as midnight UTC, or YYMMDD of this century.
result<timestamp> parse_date(std::string_view text) {
  text = trim(text);
  std::string whole(text.size() == 6 ? "20" : "");
  whole += text;
  if (whole.size() != 8)
    return fail(errc::bad_timestamp, "not a date");
  return parse_timestamp(whole.substr(0, 4) + "-" + whole.substr(4, 2) + "-" + whole.substr(6) +
                         "T00:00:00Z");
}

struct party {
  std::string name, qualifier, id, street, city, postal_code, country, phone;
  bool present = false;
};

class order_mapper {
public:
  order_mapper(transaction_set& set, const order_origin& origin) : set_(set), origin_(origin) {}

  mapped_order run() {
    mapped_.test = origin_.test;
    for (const auto& error : set_.errors) // found while the envelope was read
      tell(error);
    for (const auto& part : set_.segments)
      take(part);
    check_totals();
    auto input = build();
    if (origin_.test)
      mapped_.findings.push_back({"test-order", "error", "ISA15", "T",
                                  "a test interchange: it was checked and answered, and is not "
                                  "run, so that it reaches no real system"});
    for (const auto& code : set_.codes)
      tell_set_code(code);
    if (!set_.errors.empty() && !set_.rejected())
      set_.codes.emplace_back("5");
    if (!set_.rejected() && !origin_.test && !refused_)
      mapped_.input = std::move(input);
    return std::move(mapped_);
  }

private:
  void take(const segment& part) {
    if (part.id == "BEG")
      take_beginning(part);
    else if (part.id == "CUR")
      currency_ = trim(part.at(2));
    else if (part.id == "DTM" && lines_.empty())
      take_date(part);
    else if (part.id == "N1")
      lines_.empty() ? open_party(part) : check_line_party(part);
    else if (part.id == "N3" && party_ != nullptr)
      take_street(part);
    else if (part.id == "N4" && party_ != nullptr)
      take_place(part);
    else if (part.id == "PER" && party_ != nullptr && part.at(3) == "TE")
      party_->phone = trim(part.at(4));
    else if (part.id == "PO1")
      take_line(part);
    else if (part.id == "SDQ")
      refuse_destinations("SDQ", part);
    else if (part.id == "CTT")
      lines_stated_ = to_count(part.at(1));
    else if (part.id == "TD5" && part.at(1) == "E")
      rush_ = true;
  }

  // ---- complaints ----

  void tell(const segment_error& error) {
    auto path = error.segment_id + "[" + std::to_string(error.position) + "]";
    if (error.element > 0)
      path +=
          "/" + error.segment_id + (error.element < 10 ? "0" : "") + std::to_string(error.element);
    mapped_.findings.push_back(
        {"x12-segment", "error", std::move(path), shortened(error.value), error.message});
  }

  void complain(const segment& part, std::size_t element, std::string code, std::string message) {
    segment_error error{
        std::string(part.id),          part.position,     "8", element, std::move(code),
        std::string(part.at(element)), std::move(message)};
    tell(error);
    set_.errors.push_back(std::move(error));
  }

  void miss(std::string segment_id, std::string message) {
    segment_error error{std::move(segment_id), set_.segments.size(), "3", 0, "", "",
                        std::move(message)};
    tell(error);
    set_.errors.push_back(std::move(error));
  }

  void warn(std::string code, std::string path, std::string_view found, std::string message) {
    mapped_.findings.push_back(
        {std::move(code), "warning", std::move(path), shortened(found), std::move(message)});
  }

  /// The document is sound, but the order cannot be taken: a matter between people, not of the 997.
  void refuse(std::string code, std::string path, std::string_view found, std::string message) {
    refused_ = true;
    mapped_.findings.push_back(
        {std::move(code), "error", std::move(path), shortened(found), std::move(message)});
  }

  /// What the envelope found wrong with the set as a whole.
  void tell_set_code(const std::string& code) {
    const auto stated = [this](std::size_t element) {
      return std::string(set_.segments.empty() ? "" : trim(set_.segments.back().at(element)));
    };
    const auto tell = [this](const char* name, const std::string& found, std::string message) {
      mapped_.findings.push_back({name, "error", "ST[" + std::string(set_.control) + "]",
                                  shortened(found), std::move(message)});
    };
    if (code == "2")
      tell("x12-no-se", {}, "the transaction set has no SE: it is incomplete");
    else if (code == "3")
      tell("x12-set-control", stated(2),
           "SE02 is `" + stated(2) + "`, and ST02 is `" + std::string(set_.control) + "`");
    else if (code == "4")
      tell("x12-segment-count", stated(1),
           "SE01 states " + quoted_count(stated(1)) + " segments, " +
               std::to_string(set_.segments.size()) + " are there");
    else if (code == "23")
      tell("x12-set-number-twice", std::string(set_.control), "ST02 stands twice in its group");
  }

  // ---- heading ----

  void take_beginning(const segment& part) {
    if (begun_) {
      set_.errors.push_back({"BEG", part.position, "5", 0, "", "", "BEG stands twice"});
      return tell(set_.errors.back());
    }
    begun_ = true;
    mapped_.external_id = trim(part.at(3));
    if (mapped_.external_id.empty())
      complain(part, 3, "1", "BEG03, the purchase order number, is missing");
    const auto purpose = trim(part.at(1));
    if (purpose != "00" && purpose != "05" && purpose != "06")
      refuse("x12-purpose", "BEG01", purpose,
             "only originals (00, 06) and replacements of what was never taken (05) are taken as "
             "new orders");
    const auto date = parse_date(part.at(5));
    if (date)
      issued_ = *date;
    else
      complain(part, 5, part.at(5).empty() ? "1" : "8", "BEG05 is no date (CCYYMMDD)");
  }

  void take_date(const segment& part) {
    const auto date = parse_date(part.at(2));
    if (date)
      dates_.emplace(trim(part.at(1)), *date);
    else if (!part.at(2).empty())
      complain(part, 2, "8", "DTM02 is no date (CCYYMMDD)");
  }

  void open_party(const segment& part) {
    party_ = &parties_[std::string(trim(part.at(1)))];
    *party_ = {};
    party_->present = true;
    party_->name = trim(part.at(2));
    party_->qualifier = trim(part.at(3));
    party_->id = trim(part.at(4));
  }

  void take_street(const segment& part) {
    for (const std::size_t element : {1U, 2U})
      if (const auto text = trim(part.at(element)); !text.empty())
        party_->street += (party_->street.empty() ? "" : ", ") + std::string(text);
  }

  void take_place(const segment& part) {
    party_->city = trim(part.at(1));
    party_->postal_code = trim(part.at(3));
    party_->country = trim(part.at(4));
  }

  // ---- lines ----

  /// One order goes to one place: what names another place for a line is not passed over.
  void check_line_party(const segment& part) {
    party_ = nullptr;
    if (trim(part.at(1)) == "ST")
      refuse_destinations("N1*ST", part);
  }

  void refuse_destinations(const std::string& what, const segment& part) {
    refuse("x12-line-destination", std::string(part.id) + "[" + std::to_string(part.position) + "]",
           trim(part.at(2)),
           what + " sends a line to a place of its own: send one order for each place");
  }

  void take_line(const segment& part) {
    party_ = nullptr; // N3 and N4 after a line are not of the heading's parties
    const auto quantity = decimal::parse(trim(part.at(2)));
    if (!quantity)
      complain(part, 2, trim(part.at(2)).empty() ? "1" : "6", "PO102, the quantity, is no number");
    auto price = result<decimal>(decimal{});
    if (trim(part.at(4)).empty())
      warn("x12-no-price", "PO1[" + std::to_string(part.position) + "]/PO104", "",
           "the line has no price: the ERP's price will stand");
    else if (price = decimal::parse(trim(part.at(4))); !price)
      complain(part, 4, "6", "PO104, the price, is no number");

    std::map<std::string_view, std::string_view> items;
    read_items(part, items);
    const auto sku = first_of(items, item_qualifiers);
    const auto gtin = first_of(items, gtin_qualifiers);
    if (sku.empty() && gtin.empty())
      complain(part, 7, "1", "the line names no item that we know how to read (PO106 on)");
    auto id = std::string(trim(part.at(1)));
    if (id.empty())
      id = std::to_string(lines_.size() + 1);
    object_builder line;
    line.set("id", id).set("sku", sku.empty() ? gtin : sku).set_text("gtin", gtin);
    const auto unit = trim(part.at(3));
    lines_.push_back(line.set("quantity", quantity ? value(*quantity) : value())
                         .set("unit", unit.empty() ? std::string_view("EA") : unit)
                         .set("unit_price", price ? value(*price) : value())
                         .build());
    add_to_total(quantity, price);
  }

  void read_items(const segment& part, std::map<std::string_view, std::string_view>& items) {
    for (std::size_t i = 6; i <= part.elements.size(); i += 2) {
      const auto qualifier = trim(part.at(i));
      const auto item = trim(part.at(i + 1));
      if (qualifier.empty() != item.empty())
        complain(part, qualifier.empty() ? i : i + 1, "2",
                 "a qualifier and its item number stand together or not at all");
      else if (!qualifier.empty())
        items.emplace(qualifier, item);
    }
  }

  template <std::size_t N>
  static std::string first_of(const std::map<std::string_view, std::string_view>& items,
                              const std::array<std::string_view, N>& qualifiers) {
    for (const auto qualifier : qualifiers)
      if (const auto found = items.find(qualifier); found != items.end())
        return std::string(found->second);
    return {};
  }

  void add_to_total(const result<decimal>& quantity, const result<decimal>& price) {
    if (!quantity || !price)
      return;
    const auto amount = quantity->multiply(*price);
    const auto sum = amount ? total_.add(*amount) : amount;
    if (sum)
      total_ = sum->scale() > money_digits_max ? sum->round(money_digits_max).value_or(*sum) : *sum;
  }

  // ---- whole ----

  void check_totals() {
    if (!begun_)
      miss("BEG", "BEG, the beginning of the purchase order, is missing");
    if (lines_.empty())
      miss("PO1", "the order has no line (PO1)");
    if (lines_stated_ >= 0 && lines_stated_ != static_cast<long>(lines_.size()))
      refuse("x12-line-count", "CTT01", std::to_string(lines_stated_),
             "CTT01 states " + std::to_string(lines_stated_) + " lines, " +
                 std::to_string(lines_.size()) + " are there");
  }

  [[nodiscard]] timestamp date_of(std::initializer_list<std::string_view> qualifiers,
                                  timestamp otherwise) const {
    for (const auto qualifier : qualifiers)
      if (const auto found = dates_.find(qualifier); found != dates_.end())
        return found->second;
    return otherwise;
  }

  value build() {
    const auto promised = date_of({"002", "106", "064", "010"}, promise_of(issued_));
    if (currency_.empty()) {
      currency_ = "USD";
      warn("x12-no-currency", "CUR", "", "no CUR segment: US dollars are meant");
    }
    object_builder source, window, order;
    source.set("channel", origin_.channel)
        .set("partner", origin_.partner)
        .set("external_id", mapped_.external_id);
    window.set("not_before", value(date_of({"037", "010"}, issued_)))
        .set("not_after", value(date_of({"038", "001"}, promised)));
    return order.set("order_number", mapped_.external_id)
        .set("version", 1)
        .set("issued_at", value(issued_))
        .set("source", source.build())
        .set("buyer", buyer())
        .set("ship_to", ship_to())
        .set("lines", value::make_list(std::move(lines_)))
        .set("currency", currency_)
        .set("payable_amount", value(total_))
        .set("rush", rush_)
        .set("promised", value(promised))
        .set("ship_window", window.build())
        .build();
  }

  value buyer() {
    const auto& found = parties_["BY"];
    const bool assigned = found.qualifier == "91" || found.qualifier == "92";
    object_builder built;
    built.set("account", assigned && !found.id.empty() ? found.id : origin_.partner)
        .set("name", found.name.empty() ? origin_.partner : found.name);
    return built.set_text("gln", found.qualifier == "UL" ? found.id : "").build();
  }

  value ship_to() {
    const auto& found = parties_["ST"];
    if (!found.present || found.city.empty()) {
      refuse("x12-no-ship-to", "N1*ST", "",
             "the order has no ship-to address (N1*ST with N3 and N4)");
      return {};
    }
    object_builder built;
    built.set("name", found.name)
        .set("street", found.street)
        .set("postal_code", found.postal_code)
        .set("city", found.city)
        .set("country", found.country.empty() ? std::string("US") : found.country);
    return built.set_text("gln", found.qualifier == "UL" ? found.id : "")
        .set_text("phone", found.phone)
        .build();
  }

  transaction_set& set_;
  const order_origin& origin_;
  mapped_order mapped_;
  std::map<std::string, party> parties_;
  std::map<std::string_view, timestamp> dates_;
  std::vector<value> lines_;
  party* party_ = nullptr;
  decimal total_;
  timestamp issued_;
  std::string currency_;
  long lines_stated_ = -1;
  bool begun_ = false, rush_ = false, refused_ = false;
};

} // namespace

mapped_order map_order_850(transaction_set& set, const order_origin& origin) {
  return order_mapper(set, origin).run();
}

} // namespace gantry::channels::x12
