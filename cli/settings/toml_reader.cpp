#include "cli/settings/toml_reader.hpp"

#include "dsl/syntax/parse/words.hpp"

#include <toml.hpp>

#include <fmt/format.h>

namespace gantry::cli {
namespace {

/// Reads the keys of one table; what nobody asked for is refused at the end.
class table_reader {
public:
  table_reader(const toml::value& table, std::string file, std::string title)
      : table_(table.as_table()), file_(std::move(file)), title_(std::move(title)),
        origin_(where(table)) {}

  std::string text(const std::string& key, bool required = false) {
    const auto* found = take(key, required);
    if (found == nullptr)
      return {};
    if (!found->is_string())
      return refuse(*found, key, "a text in quotes"), std::string{};
    return found->as_string().str;
  }

  double number(const std::string& key, double otherwise) {
    const auto* found = take(key, false);
    if (found == nullptr)
      return otherwise;
    if (found->is_integer())
      return static_cast<double>(found->as_integer());
    if (found->is_floating())
      return found->as_floating();
    return refuse(*found, key, "a number"), otherwise;
  }

  /// A scalar as the text that a flag would have carried.
  std::string scalar(const std::string& key) {
    const auto* found = take(key, false);
    if (found == nullptr)
      return {};
    if (found->is_string())
      return found->as_string().str;
    if (found->is_integer())
      return std::to_string(found->as_integer());
    return refuse(*found, key, "a text or a whole number"), std::string{};
  }

  [[nodiscard]] std::string where(const toml::value& value) const {
    return fmt::format("{}:{}", file_, value.location().line());
  }
  [[nodiscard]] const toml::value* find(const std::string& key) const {
    const auto found = table_.find(key);
    return found == table_.end() ? nullptr : &found->second;
  }
  void know(const std::string& key) { known_.push_back(key); }

  /// Errors that came up on the way, or an unknown key.
  result<void> finish() {
    // First of all: a misspelt key is what explains that another one is missing.
    for (const auto& [key, value] : table_)
      if (std::find(known_.begin(), known_.end(), key) == known_.end()) {
        const auto near = dsl::words::nearest(key, known_);
        return fail(errc::config_invalid,
                    fmt::format("{}: {} has no key `{}`", where(value), title_, key),
                    near.empty() ? fmt::format("the known keys are {}", fmt::join(known_, ", "))
                                 : fmt::format("did you mean `{}`?", near));
      }
    if (failed_)
      return tl::unexpected(*failed_);
    return {};
  }

private:
  const toml::value* take(const std::string& key, bool required) {
    known_.push_back(key);
    const auto* found = find(key);
    if (found == nullptr && required && !failed_)
      failed_ = error{errc::config_invalid,
                      fmt::format("{}: {} needs the key `{}`", origin_, title_, key),
                      {},
                      {}};
    return found;
  }
  void refuse(const toml::value& value, const std::string& key, std::string_view wanted) {
    if (!failed_)
      failed_ = error{errc::config_invalid,
                      fmt::format("{}: `{}` of {} has to be {}", where(value), key, title_, wanted),
                      {},
                      {}};
  }

  const toml::table& table_;
  std::string file_, title_, origin_;
  std::vector<std::string> known_;
  std::optional<error> failed_;
};

result<adapter_settings> read_adapter(const std::string& name, const toml::value& value,
                                      const std::string& file) {
  table_reader table(value, file, fmt::format("[adapters.{}]", name));
  adapter_settings adapter;
  adapter.name = name;
  adapter.origin = table.where(value);
  adapter.contract = table.text("contract", true);
  adapter.kind = table.text("kind", true);
  adapter.url = table.text("url", true);
  const auto in_flight = table.number("max_in_flight", 16);
  adapter.rate_per_s = table.number("rate_per_s", 0);
  if (auto fine = table.finish(); !fine)
    return tl::unexpected(fine.error());
  if (in_flight < 1 || in_flight > 10'000)
    return fail(errc::config_invalid,
                fmt::format("{}: max_in_flight of [adapters.{}] is not between 1 and 10000",
                            adapter.origin, name));
  if (adapter.rate_per_s < 0)
    return fail(errc::config_invalid,
                fmt::format("{}: rate_per_s of [adapters.{}] is negative", adapter.origin, name));
  adapter.max_in_flight = static_cast<std::int64_t>(in_flight);
  if (adapter.kind != "http")
    return fail(errc::config_invalid,
                fmt::format("{}: [adapters.{}] has the unknown kind `{}`", adapter.origin, name,
                            adapter.kind),
                "the kind of adapters that this version has is `http`");
  return adapter;
}

result<channel_settings> read_channel(const std::string& name, const toml::value& value,
                                      const std::string& file) {
  table_reader table(value, file, fmt::format("[channels.{}]", name));
  channel_settings channel;
  channel.name = name;
  channel.origin = table.where(value);
  channel.kind = table.text("kind", true);
  channel.workflow = table.text("workflow", true);
  channel.mapping = table.text("mapping");
  channel.partner = table.text("partner");
  channel.secret = table.text("secret");
  channel.replies = table.text("replies");
  if (auto fine = table.finish(); !fine)
    return tl::unexpected(fine.error());
  return channel;
}

template <class Read, class Out>
result<void> read_group(table_reader& root, const std::string& group, const std::string& file,
                        Read read, Out& out) {
  root.know(group);
  const auto* found = root.find(group);
  if (found == nullptr)
    return {};
  if (!found->is_table())
    return fail(errc::config_invalid, fmt::format("{}: `{}` has to be tables such as [{}.NAME]",
                                                  root.where(*found), group, group));
  for (const auto& [name, value] : found->as_table()) {
    if (!value.is_table())
      return fail(errc::config_invalid,
                  fmt::format("{}: `{}.{}` has to be a table", root.where(value), group, name));
    auto one = read(name, value, file);
    if (!one)
      return tl::unexpected(one.error());
    out.push_back(std::move(*one));
  }
  // toml11 keeps tables in a hash map: the order of the file is not the order of the map.
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return {};
}

result<toml_contents> read_root(const toml::value& document, const std::string& file) {
  toml_contents contents;
  table_reader root(document, file, "the settings file");
  for (const auto& definition : setting_definitions()) {
    const std::string key(definition.name);
    if (auto text = root.scalar(key); !text.empty())
      contents.values[key] = {std::move(text), root.where(*root.find(key))};
  }
  if (auto fine = read_group(root, "adapters", file, read_adapter, contents.adapters); !fine)
    return tl::unexpected(fine.error());
  if (auto fine = read_group(root, "channels", file, read_channel, contents.channels); !fine)
    return tl::unexpected(fine.error());
  if (auto fine = root.finish(); !fine)
    return tl::unexpected(fine.error());
  return contents;
}

} // namespace

result<toml_contents> read_toml(const std::filesystem::path& file) {
  try {
    return read_root(toml::parse(file.string()), file.string());
  } catch (const std::exception& e) {
    return fail(errc::config_invalid, fmt::format("{} is not TOML: {}", file.string(), e.what()),
                "see docs/operations.md for an example");
  }
}

} // namespace gantry::cli
