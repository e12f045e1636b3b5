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
    const std::string latin = is_utf8 ? std::string{} : x12::from_latin_1(document.body);
    const std::string_view text = is_utf8 ? std::string_view(document.body) : latin;
    const auto stream = x12::split(text);
    if (!stream) {
      mapped.findings.push_back(
          {"x12-no-interchange", "error", "ISA", shortened(text), stream.error().message});
      return mapped;
    }
    if (!is_utf8)
      mapped.findings.push_back({"x12-encoding", "warning", "", "",
                                 "the document is not UTF-8: it was read as ISO 8859-1"});
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
      take_group(group, interchange, partner, mapped);
    if (auto reply = x12::acknowledge(interchange, document.received_at))
      mapped.replies.push_back(std::move(*reply));
  }

  void take_group(x12::functional_group& group, const x12::interchange& interchange,
                  const std::string& partner, mapped_document& mapped) const {
    if (group.function == "FA")
      return; // an acknowledgement is never acknowledged, and brings no order
    for (const auto& code : group.codes)
      mapped.findings.push_back({"x12-group-" + code, "error",
                                 "GS[" + std::string(group.control) + "]", "",
                                 code == "5"   ? "GE01 does not state the number of sets that are "
                                                 "there: no order of the group is taken"
                                 : code == "4" ? "GE02 is not the number of GS06: no order of the "
                                                 "group is taken"
                                               : "the group has no GE: no order of it is taken"});
    for (auto& set : group.sets) {
      if (set.code != "850") {
        set.codes.assign(1, "1");
        mapped.findings.push_back({"x12-set-not-handled", "error",
                                   "ST[" + std::string(set.control) + "]", std::string(set.code),
                                   "this channel takes 850 purchase orders only"});
        continue;
      }
      auto order = map_order_850(set, {options_.name, partner, interchange.test});
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
