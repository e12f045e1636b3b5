#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace gantry {

/// Text that grows at its end. Where a `std::string` checks and moves its size for every piece,
/// this moves one pointer: JSON is written of many small pieces.
class text_buffer {
public:
  text_buffer() = default;
  text_buffer(const text_buffer&) = delete;
  text_buffer& operator=(const text_buffer&) = delete;

  void put(char c) {
    if (at_ == end_)
      grow(1);
    *at_++ = c;
  }
  void put(std::string_view text) { at_ += text.copy(room(text.size()), text.size()); }
  /// At least `size` bytes to write into; `took` says how many were written.
  [[nodiscard]] char* room(std::size_t size) {
    if (static_cast<std::size_t>(end_ - at_) < size)
      grow(size);
    return at_;
  }
  void took(std::size_t size) { at_ += size; }

  [[nodiscard]] std::string_view view() const {
    return {begin_, static_cast<std::size_t>(at_ - begin_)};
  }
  [[nodiscard]] std::string str() const { return std::string{view()}; }

private:
  void grow(std::size_t size);

  std::array<char, 512> first_; // most texts end here
  std::unique_ptr<char[]> more_;
  char* begin_ = first_.data();
  char* at_ = begin_;
  char* end_ = begin_ + first_.size();
};

} // namespace gantry
