#include "channels/x12/acknowledgement.hpp"

#include "channels/reply_bytes.hpp"
#include "dsl/base/ascii.hpp"
#include "dsl/base/utf8.hpp"

#include <algorithm>
#include <iterator>
#include <string>

namespace gantry::channels::x12 {
namespace {

/// So many bytes wide as the reply is sent: of ISO 8859-1 every character is one.
std::string padded(std::string_view text, std::size_t width, bool latin_1) {
  std::string out;
  std::size_t used = 0;
  while (!text.empty()) {
    const auto length = std::max<std::size_t>(1, utf8_length(text));
    const auto taken = latin_1 ? 1 : length;
    if (used + taken > width)
      break;
    out.append(text.substr(0, length));
    text.remove_prefix(length);
    used += taken;
  }
  out.append(width - used, ' ');
  return out;
}

/// `20261124` and `0958` of a time in UTC.
struct stamp {
  explicit stamp(timestamp at) {
    const auto text = format_timestamp(at);
    date = text.substr(0, 4) + text.substr(5, 2) + text.substr(8, 2);
    time = text.substr(11, 2) + text.substr(14, 2);
  }
  std::string date, time;
};

class writer {
public:
  writer(const interchange& received, timestamp at) : in_(received), at_(at) {}

  std::optional<reply_document> run() {
    std::size_t groups = 0;
    for (const auto& group : in_.groups)
      groups += group.function != "FA" ? 1 : 0;
    const bool wants_ta1 = trim(in_.header.at(14)) == "1";
    if (groups == 0 && !wants_ta1)
      return std::nullopt;
    open_interchange();
    if (wants_ta1)
      put_ta1();
    if (groups > 0)
      put_group();
    put({"IEA", groups > 0 ? "1" : "0", control()});
    reply_document reply;
    reply.name = "997-" + control() + ".edi";
    reply.media_type = in_.latin_1 ? std::string(edi_in_latin_1) : "application/edi-x12";
    reply.body = std::move(out_);
    return reply;
  }

private:
  /// The number that is answered, without what would break the reply; a sender who gave none is
  /// answered under one all the same.
  [[nodiscard]] std::string control() const {
    std::string number;
    std::copy_if(in_.control.begin(), in_.control.end(), std::back_inserter(number), is_word);
    return number.empty() ? "0" : number;
  }

  /// What a sender wrote, with blanks for what would end the element or the line here.
  [[nodiscard]] std::string as_data(std::string text) const {
    std::replace_if(
        text.begin(), text.end(),
        [this](char c) {
          return c == in_.by.element || c == in_.by.terminator || c == '\n' || c == '\r';
        },
        ' ');
    return text;
  }

  /// One segment; trailing empty elements are left out, and no data carries a separator.
  void put(std::vector<std::string> parts) {
    while (parts.size() > 1 && parts.back().empty())
      parts.pop_back();
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (i > 0)
        out_ += in_.by.element;
      out_ += as_data(parts[i]);
    }
    out_ += in_.by.terminator;
    if (in_.by.terminator != '\n')
      out_ += '\n';
    ++segments_;
  }

  void open_interchange() {
    const auto& isa = in_.header;
    const stamp now(at_);
    const auto part = [&](std::size_t number) { return as_data(std::string(isa.at(number))); };
    std::string line = "ISA";
    const auto add = [&](std::string_view text) {
      line += in_.by.element;
      line += text;
    };
    const auto add_padded = [&](std::string_view text, std::size_t width) {
      add(padded(text, width, in_.latin_1));
    };
    add("00");
    add_padded("", 10);
    add("00");
    add_padded("", 10);
    add_padded(part(7), 2); // their receiver is our sender
    add_padded(as_data(std::string(in_.receiver)), 15);
    add_padded(part(5), 2);
    add_padded(as_data(std::string(in_.sender)), 15);
    add(now.date.substr(2));
    add(now.time);
    add_padded(part(11), 1);
    add_padded(part(12), 5);
    const auto number = control();
    add(std::string(number.size() < 9 ? 9 - number.size() : 0, '0') + number);
    add("0");
    add(in_.test ? "T" : "P");
    const std::string component(1, in_.by.component);
    add(in_.latin_1 ? from_latin_1(component) : component);
    out_ = line;
    out_ += in_.by.terminator;
    if (in_.by.terminator != '\n')
      out_ += '\n';
  }

  void put_ta1() {
    std::string code = "000";
    const std::string ack = in_.broken ? "R" : "A";
    for (const auto& finding : in_.findings) {
      if (finding.code == "x12-control-number")
        code = "001";
      else if (finding.code == "x12-group-count")
        code = "021";
      else if (finding.code == "x12-no-iea" || finding.code == "x12-truncated")
        code = "023";
    }
    put({"TA1", control(), std::string(trim(in_.header.at(9))),
         std::string(trim(in_.header.at(10))), ack, code});
  }

  void put_group() {
    const auto& first = in_.groups.front();
    const stamp now(at_);
    put({"GS", "FA", std::string(first.receiver), std::string(first.sender), now.date, now.time,
         control(), "X", std::string(first.version)});
    int sets = 0;
    for (const auto& group : in_.groups)
      if (group.function != "FA")
        put_set(group, ++sets);
    put({"GE", std::to_string(sets), control()});
  }

  void put_set(const functional_group& group, int number) {
    auto text = std::to_string(number);
    text.insert(0, text.size() < 4 ? 4 - text.size() : 0, '0');
    segments_ = 0;
    put({"ST", "997", text});
    put({"AK1", std::string(group.function), std::string(group.control)});
    long accepted = 0;
    const bool whole = !in_.broken && group.codes.empty();
    for (const auto& set : group.sets) {
      put_answer(set, whole);
      accepted += whole && !set.rejected() ? 1 : 0;
    }
    put_group_answer(group, accepted);
    put({"SE", std::to_string(segments_ + 1), text});
  }

  void put_answer(const transaction_set& set, bool group_whole) {
    put({"AK2", std::string(set.code), std::string(set.control)});
    for (const auto& error : set.errors) {
      put({"AK3", error.segment_id, std::to_string(error.position), "", error.segment_code});
      if (error.element > 0)
        put({"AK4", std::to_string(error.element), "", error.element_code,
             std::string(utf8_prefix(error.value, 99))});
    }
    std::vector<std::string> answer{"AK5", group_whole && !set.rejected() ? "A" : "R"};
    for (std::size_t i = 0; i < set.codes.size() && i < 5; ++i)
      answer.push_back(set.codes[i]);
    put(std::move(answer));
  }

  void put_group_answer(const functional_group& group, long accepted) {
    const auto received = static_cast<long>(group.sets.size());
    std::vector<std::string> answer{
        "AK9",
        accepted == received && received > 0 ? "A"
        : accepted == 0                      ? "R"
                                             : "P",
        std::to_string(group.sets_stated < 0 ? received : group.sets_stated),
        std::to_string(received), std::to_string(accepted)};
    for (std::size_t i = 0; i < group.codes.size() && i < 5; ++i)
      answer.push_back(group.codes[i]);
    put(std::move(answer));
  }

  const interchange& in_;
  timestamp at_;
  std::string out_;
  std::size_t segments_ = 0;
};

} // namespace

std::optional<reply_document> acknowledge(const interchange& received, timestamp received_at) {
  return writer(received, received_at).run();
}

} // namespace gantry::channels::x12
