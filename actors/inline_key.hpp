#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>

namespace gantry::actors {

/// The key of a call, in place. It is copied at every link of a call's way, and as a `std::string`
/// its 26 characters (E3.2) would be an allocation each time.
class inline_key {
public:
  static constexpr std::size_t longest = 39;

  inline_key() = default;
  inline_key(std::string_view text) {
    if (text.size() > longest)
      throw std::length_error("the key of a call is too long: " + std::string{text});
    std::memcpy(text_.data(), text.data(), text.size());
    size_ = static_cast<std::uint8_t>(text.size());
  }
  inline_key(const std::string& text) : inline_key(std::string_view{text}) {}
  inline_key(const char* text) : inline_key(std::string_view{text}) {}

  [[nodiscard]] std::string_view view() const { return {text_.data(), size_}; }
  [[nodiscard]] std::string str() const { return std::string{view()}; }
  /// Keys are digests: their first characters are as good as any hash of them all.
  [[nodiscard]] std::size_t hash() const noexcept {
    std::uint64_t first = 0, second = 0;
    std::memcpy(&first, text_.data(), sizeof first);
    std::memcpy(&second, text_.data() + sizeof first, sizeof second);
    return (first ^ (second * 31)) * 0x9E3779B97F4A7C15u >> 17;
  }

  friend bool operator==(const inline_key& a, const inline_key& b) { return a.view() == b.view(); }

private:
  std::array<char, longest> text_{};
  std::uint8_t size_ = 0;
};

} // namespace gantry::actors
