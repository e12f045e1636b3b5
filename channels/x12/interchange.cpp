#include "channels/x12/interchange.hpp"

#include "channels/canonical/order_builder.hpp"

#include <set>

namespace gantry::channels::x12 {
namespace {

/// Walks the segments once and builds the envelopes that enclose them.
class envelope_reader {
public:
  envelope_reader(const segment_stream& stream, std::vector<finding>& findings)
      : stream_(stream), findings_(findings) {}

  std::vector<interchange> run() {
    for (const auto& part : stream_.segments)
      take(part);
    if (!stream_.remainder.empty())
      tell_remainder();
    if (open_)
      close_interchange(nullptr);
    return std::move(read_);
  }

private:
  void take(const segment& part) {
    if (part.id == "ISA")
      open_interchange(part);
    else if (!open_)
      findings_.push_back({"x12-stray-segment", "error", std::string(part.id), shortened(part.id),
                           "a segment stands outside of any interchange"});
    else if (part.id == "IEA")
      close_interchange(&part);
    else if (part.id == "GS")
      open_group(part);
    else if (part.id == "GE")
      close_group(&part);
    else if (part.id == "ST")
      open_set(part);
    else if (set_ != nullptr)
      add_to_set(part);
    else if (part.id != "TA1" && part.id != "ISB" && part.id != "ISE" && part.id != "TA3")
      complain("x12-stray-segment", std::string(part.id), part.id,
               "a segment stands outside of any transaction set");
  }

  /// After the last IEA it takes nothing away from what is whole before it, unless another
  /// interchange begins there.
  void tell_remainder() {
    if (open_ || stream_.remainder.starts_with("ISA"))
      complain("x12-truncated", "", stream_.remainder,
               "the document ends within a segment: nothing of its last interchange is taken");
    else
      findings_.push_back({"x12-trailing", "warning", "", shortened(stream_.remainder),
                           "text stands behind the last IEA; it was left out"});
  }

  void complain(std::string code, std::string path, std::string_view value, std::string message) {
    auto& where = open_ ? read_.back().findings : findings_;
    where.push_back(
        {std::move(code), "error", std::move(path), shortened(value), std::move(message)});
    if (open_)
      read_.back().broken = true;
  }

  void open_interchange(const segment& part) {
    if (open_)
      close_interchange(nullptr);
    open_ = true;
    interchange next;
    next.by = stream_.by;
    next.header = part;
    next.sender = trim(part.at(6));
    next.receiver = trim(part.at(8));
    next.control = trim(part.at(13));
    next.test = trim(part.at(15)) == "T";
    next.latin_1 = stream_.latin_1;
    if (stream_.envelope_off_width)
      next.findings.push_back({"x12-isa-width", "warning", "ISA", "",
                               "the ISA segment is not 106 bytes wide; its elements were counted"});
    read_.push_back(std::move(next));
  }

  void close_interchange(const segment* trailer) {
    if (group_ != nullptr)
      close_group(nullptr);
    auto& current = read_.back();
    const auto groups = static_cast<long>(current.groups.size());
    if (trailer == nullptr) {
      complain("x12-no-iea", "IEA", "",
               "the interchange " + std::string(current.control) +
                   " has no IEA: it is incomplete and nothing of it is taken");
    } else {
      if (to_count(trailer->at(1)) != groups)
        complain("x12-group-count", "IEA01", trailer->at(1),
                 "IEA01 states " + quoted_count(trim(trailer->at(1))) + " groups, " +
                     std::to_string(groups) + " are there: nothing of it is taken");
      if (!same_number(trailer->at(2), current.control))
        // The end of another interchange: what stood between the two was lost, whatever is counted.
        complain("x12-control-number", "IEA02", trailer->at(2),
                 "IEA02 is `" + std::string(trim(trailer->at(2))) + "`, and ISA13 is `" +
                     std::string(current.control) + "`: nothing of it is taken");
    }
    open_ = false;
  }

  void open_group(const segment& part) {
    if (group_ != nullptr)
      close_group(nullptr);
    functional_group next;
    next.function = trim(part.at(1));
    next.sender = trim(part.at(2));
    next.receiver = trim(part.at(3));
    next.control = trim(part.at(6));
    next.version = trim(part.at(8));
    read_.back().groups.push_back(std::move(next));
    group_ = &read_.back().groups.back();
    set_numbers_.clear();
  }

  void close_group(const segment* trailer) {
    close_set(nullptr);
    if (group_ == nullptr)
      return complain("x12-stray-segment", "GE", "GE", "a GE closes no group");
    const auto sets = static_cast<long>(group_->sets.size());
    if (trailer == nullptr) {
      group_->codes.emplace_back("3");
      complain("x12-no-ge", "GE", "",
               "the group " + std::string(group_->control) + " has no GE: it is incomplete");
    } else {
      group_->trailer = *trailer;
      group_->sets_stated = to_count(trailer->at(1));
      if (group_->sets_stated != sets)
        group_->codes.emplace_back("5");
      if (!same_number(trailer->at(2), group_->control))
        group_->codes.emplace_back("4");
    }
    group_ = nullptr;
  }

  void open_set(const segment& part) {
    close_set(nullptr);
    if (group_ == nullptr)
      return complain("x12-stray-segment", "ST", "ST",
                      "a transaction set stands outside of any group");
    transaction_set next;
    next.code = trim(part.at(1));
    next.control = trim(part.at(2));
    group_->sets.push_back(std::move(next));
    set_ = &group_->sets.back();
    if (!set_numbers_.insert(set_->control).second)
      set_->codes.emplace_back("23");
    add_to_set(part);
  }

  void add_to_set(const segment& part) {
    auto placed = part;
    placed.position = set_->segments.size() + 1;
    if (placed.broken_line)
      set_->errors.push_back({std::string(part.id), placed.position, "8", 0, "", "",
                              "the segment holds a line break: its terminator is missing"});
    set_->segments.push_back(std::move(placed));
    if (part.id == "SE")
      close_set(&set_->segments.back());
  }

  void close_set(const segment* trailer) {
    if (set_ == nullptr)
      return;
    if (trailer == nullptr) {
      set_->codes.emplace_back("2");
    } else {
      if (to_count(trailer->at(1)) != static_cast<long>(set_->segments.size()))
        set_->codes.emplace_back("4");
      if (trim(trailer->at(2)) != set_->control)
        set_->codes.emplace_back("3");
    }
    set_ = nullptr;
  }

  const segment_stream& stream_;
  std::vector<finding>& findings_;
  std::vector<interchange> read_;
  functional_group* group_ = nullptr;
  transaction_set* set_ = nullptr;
  std::set<std::string_view> set_numbers_;
  bool open_ = false;
};

} // namespace

std::vector<interchange> read_interchanges(const segment_stream& stream,
                                           std::vector<finding>& findings) {
  return envelope_reader(stream, findings).run();
}

} // namespace gantry::channels::x12
