#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <functional>
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
  [[nodiscard]] std::size_t hash() const noexcept { return std::hash<std::string_view>{}(view()); }

  friend bool operator==(const inline_key& a, const inline_key& b) { return a.view() == b.view(); }

private:
  std::array<char, longest> text_{};
  std::uint8_t size_ = 0;
};

} // namespace gantry::actors
