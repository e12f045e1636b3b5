#include "dsl/base/text_buffer.hpp"

#include <algorithm>
#include <cstring>

namespace gantry {

void text_buffer::grow(std::size_t size) {
  const auto used = static_cast<std::size_t>(at_ - begin_);
  const auto wanted = std::max(used + size, static_cast<std::size_t>(end_ - begin_) * 4);
  auto larger = std::make_unique_for_overwrite<char[]>(wanted);
  std::memcpy(larger.get(), begin_, used);
  more_ = std::move(larger);
  begin_ = more_.get();
  at_ = begin_ + used;
  end_ = begin_ + wanted;
}

} // namespace gantry
