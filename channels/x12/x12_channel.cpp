#include "channels/x12/x12_channel.hpp"

#include "channels/canonical/order_builder.hpp"
#include "channels/signature.hpp"
#include "channels/x12/acknowledgement.hpp"
#include "channels/x12/order_850.hpp"
#include "channels/x12/reader.hpp"
#include "dsl/base/utf8.hpp"

namespace gantry::channels {
namespace {

bool speaks_x12(std::string_view media_type) {
  const auto bare = bare_media_type(media_type);
  return bare.empty() || bare == "application/edi-x12" || bare == "text/plain" ||
         bare == "application/octet-stream";
}

class x12_channel final : public channel {
public:
  explicit x12_channel(const channel_options& options) : options_(options) {}

  result<void> admit(const raw_document& document) const override {
    if (!speaks_x12(document.media_type))
      return fail(errc::unsupported_media,
                  "channel " + options_.name + " takes X12, not " + document.media_type,
                  "send it as application/edi-x12");
    return check_signature(document, options_.name, options_.secret, "x-gantry-hmac-sha256");
  }

  mapped_document map(const raw_document& document) const override {
    mapped_document mapped;
    mapped.partner = options_.partner == "ISA06" ? "" : options_.partner;
    const bool is_utf8 = is_valid_utf8(document.body);
    auto stream = x12::split(document.body);
    if (!stream) {
      const auto front = std::string_view(document.body).substr(0, 200);
      mapped.findings.push_back({"x12-no-interchange", "error", "ISA",
                                 shortened(is_utf8 ? std::string(utf8_prefix(document.body, 200))
                                                   : x12::from_latin_1(front)),
                                 stream.error().message});
      return mapped;
    }
    if (!is_utf8) {
      x12::read_as_latin_1(*stream);
      mapped.findings.push_back({"x12-encoding", "warning", "", "",
                                 "the document is not UTF-8: it was read as ISO 8859-1, and is "
                                 "answered in it"});
    }
    for (auto& interchange : x12::read_interchanges(*stream, mapped.findings))
      take(interchange, document, mapped);
    return mapped;
  }

  const std::string& workflow() const override { return options_.workflow; }

private:
  void take(x12::interchange& interchange, const raw_document& document,
            mapped_document& mapped) const {
    const auto partner =
        options_.partner == "ISA06" ? std::string(interchange.sender) : options_.partner;
    if (mapped.partner.empty())
      mapped.partner = partner;
    if (mapped.reference.empty())
      mapped.reference = interchange.control;
    for (auto& finding : interchange.findings)
      mapped.findings.push_back(finding);
    for (auto& group : interchange.groups)
      take_group(group, interchange, {options_.name, partner, document.received_at}, mapped);
    if (auto reply = x12::acknowledge(interchange, document.received_at))
      mapped.replies.push_back(std::move(*reply));
  }

  static void tell_group_code(const x12::functional_group& group, const std::string& code,
                              mapped_document& mapped) {
    const auto text = [](std::string_view what) { return std::string(x12::trim(what)); };
    std::string found, message = "the group has no GE";
    if (code == "5") {
      found = text(group.trailer.at(1));
      message = "GE01 states " + quoted_count(found) + " sets, " +
                std::to_string(group.sets.size()) + " are there";
    } else if (code == "4") {
      found = text(group.trailer.at(2));
      message = "GE02 is `" + found + "`, and GS06 is `" + std::string(group.control) + "`";
    }
    mapped.findings.push_back({"x12-group-" + code, "error",
                               "GS[" + std::string(group.control) + "]", shortened(found),
                               message + ": no order of the group is taken"});
  }

  void take_group(x12::functional_group& group, const x12::interchange& interchange,
                  const arrival& how, mapped_document& mapped) const {
    if (group.function == "FA")
      return; // an acknowledgement is never acknowledged, and brings no order
    for (const auto& code : group.codes)
      tell_group_code(group, code, mapped);
    for (auto& set : group.sets) {
      if (set.code != "850") {
        set.codes.assign(1, "1");
        mapped.findings.push_back({"x12-set-not-handled", "error",
                                   "ST[" + std::string(set.control) + "]", std::string(set.code),
                                   "this channel takes 850 purchase orders only"});
        continue;
      }
      auto order = map_order_850(set, *options_.mapping, how, interchange.test);
      if (interchange.broken || !group.codes.empty())
        order.input = value{}; // the envelope does not hold: nothing in it is half taken
      mapped.orders.push_back(std::move(order));
    }
  }

  channel_options options_;
};

} // namespace

std::shared_ptr<channel> make_x12_channel(const channel_options& options) {
  return std::make_shared<x12_channel>(options);
}

} // namespace gantry::channels
