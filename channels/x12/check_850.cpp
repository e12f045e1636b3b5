#include "channels/x12/check_850.hpp"

#include "dsl/base/decimal.hpp"
#include "dsl/base/time.hpp"

#include <string>
#include <utility>

namespace gantry::channels::x12 {
namespace {

/// CCYYMMDD, or YYMMDD of this century.
bool is_date(std::string_view text) {
  text = trim(text);
  std::string whole(text.size() == 6 ? "20" : "");
  whole += text;
  return whole.size() == 8 && parse_timestamp(whole.substr(0, 4) + "-" + whole.substr(4, 2) + "-" +
                                              whole.substr(6) + "T00:00:00Z")
                                  .has_value();
}

class checker {
public:
  explicit checker(transaction_set& set) : set_(set) {}

  void run() {
    for (const auto& part : set_.segments)
      take(part);
    if (!begun_)
      miss("BEG", "BEG, the beginning of the purchase order, is missing: send its number and date "
                  "(BEG*00*SA*NUMBER**CCYYMMDD)");
    if (!has_line_)
      miss("PO1", "the order has no line: send a PO1 for every item");
  }

private:
  void take(const segment& part) {
    if (part.id == "BEG")
      take_beginning(part);
    else if (part.id == "DTM" && !has_line_ && !part.at(2).empty() && !is_date(part.at(2)))
      complain(part, 2, "8", "DTM02 is no date: write it as CCYYMMDD");
    else if (part.id == "PO1")
      take_line(part);
  }

  void take_beginning(const segment& part) {
    if (begun_) {
      set_.errors.push_back(
          {"BEG", part.position, "5", 0, "", "", "BEG stands twice: send one for each ST"});
      return;
    }
    begun_ = true;
    if (trim(part.at(3)).empty())
      complain(part, 3, "1",
               "BEG03, the purchase order number, is missing: give the number that the order has "
               "with you");
    if (!is_date(part.at(5)))
      complain(part, 5, part.at(5).empty() ? "1" : "8",
               "BEG05 is no date of the order: write it as CCYYMMDD");
  }

  void take_line(const segment& part) {
    has_line_ = true;
    const auto quantity = trim(part.at(2));
    if (!decimal::parse(quantity))
      complain(part, 2, quantity.empty() ? "1" : "6",
               "PO102, the quantity, is no number: write it as 12 or 2.5");
    const auto price = trim(part.at(4));
    if (!price.empty() && !decimal::parse(price))
      complain(part, 4, "6", "PO104, the price, is no number: write it as 12.50");
    bool names_item = false;
    for (std::size_t i = 6; i <= part.elements.size(); i += 2) {
      const bool qualified = !trim(part.at(i)).empty();
      const bool named = !trim(part.at(i + 1)).empty();
      if (qualified != named)
        complain(part, qualified ? i + 1 : i, "2",
                 "a qualifier and its item number stand together or not at all");
      names_item = names_item || (qualified && named);
    }
    if (!names_item)
      complain(part, 7, "1",
               "the line names no item: give a qualifier and a number, such as VN and SKU-4 "
               "(PO106, PO107)");
  }

  void complain(const segment& part, std::size_t element, std::string code, std::string message) {
    set_.errors.push_back({std::string(part.id), part.position, "8", element, std::move(code),
                           std::string(part.at(element)), std::move(message)});
  }

  void miss(std::string segment_id, std::string message) {
    set_.errors.push_back(
        {std::move(segment_id), set_.segments.size(), "3", 0, "", "", std::move(message)});
  }

  transaction_set& set_;
  bool begun_ = false, has_line_ = false;
};

} // namespace

void check_850(transaction_set& set) {
  checker(set).run();
}

} // namespace gantry::channels::x12
