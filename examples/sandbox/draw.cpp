#include "examples/sandbox/draw.hpp"

namespace gantry::sandbox {
namespace {

/// The finaliser of splitmix64: every bit of the input reaches every bit of the result.
std::uint64_t mix(std::uint64_t bits) {
  bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9ull;
  bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebull;
  return bits ^ (bits >> 31);
}

double to_unit(std::uint64_t bits) {
  return static_cast<double>(bits >> 11) * 0x1.0p-53;
}

} // namespace

double draw(std::uint64_t seed, std::string_view about, std::uint64_t n) {
  std::uint64_t bits = mix(seed + 0x9e3779b97f4a7c15ull);
  for (const char c : about)
    bits = (bits ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
  return to_unit(mix(mix(bits) + n * 0x9e3779b97f4a7c15ull));
}

std::uint64_t dice::next() {
  state_ += 0x9e3779b97f4a7c15ull;
  return mix(state_);
}

std::int64_t dice::between(std::int64_t low, std::int64_t high) {
  return low + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(high - low + 1)));
}

bool dice::chance(double probability) {
  return to_unit(next()) < probability;
}

} // namespace gantry::sandbox
