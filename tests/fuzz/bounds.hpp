#pragma once

#include <cstddef>
#include <string_view>

/// What one text may take of the machine.
namespace gantry::fuzz {

/// Ends the process, and prints the text, when it is not done within 30 seconds: a text on which
/// something never ends must be known, and a test that hangs tells nobody.
class hang_guard {
public:
  explicit hang_guard(std::string_view input);
  ~hang_guard();
  hang_guard(const hang_guard&) = delete;
  hang_guard& operator=(const hang_guard&) = delete;
};

/// Processor time of this thread so far.
[[nodiscard]] double processor_time_s();
/// The most memory that the process ever held.
[[nodiscard]] std::size_t peak_memory_bytes();

/// A sanitizer makes everything several times slower and larger.
#if defined(__SANITIZE_ADDRESS__)
inline constexpr double input_s_max = 10;
inline constexpr std::size_t memory_bytes_max = std::size_t{4} << 30;
#else
inline constexpr double input_s_max = 1;
inline constexpr std::size_t memory_bytes_max = std::size_t{256} << 20;
#endif

} // namespace gantry::fuzz
