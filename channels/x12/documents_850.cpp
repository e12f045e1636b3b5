#include "channels/x12/documents_850.hpp"

#include "channels/x12/document_tree.hpp"
#include "dsl/base/utf8.hpp"

namespace gantry::channels::x12 {

bool looks_like_x12(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF"))
    text.remove_prefix(3);
  return trim(text.substr(0, 200)).starts_with("ISA");
}

result<void> each_850(std::string_view text, const take_850& take) {
  auto stream = split(text);
  if (!stream)
    return tl::unexpected(std::move(stream.error()));
  if (!is_valid_utf8(text))
    read_as_latin_1(*stream);
  std::vector<finding> findings;
  bool is_any = false;
  for (const auto& interchange : read_interchanges(*stream, findings))
    for (const auto& group : interchange.groups)
      for (const auto& set : group.sets)
        if (set.code == "850") {
          take(set, interchange.by);
          is_any = true;
        }
  if (!is_any)
    return fail(errc::invalid_input, "the interchange holds no 850 purchase order");
  return {};
}

result<std::vector<value>> documents_850(std::string_view text) {
  std::vector<value> found;
  const auto read = each_850(text, [&found](const transaction_set& set, const separators&) {
    found.push_back(tree_of(set));
  });
  if (!read)
    return tl::unexpected(read.error());
  return found;
}

} // namespace gantry::channels::x12
