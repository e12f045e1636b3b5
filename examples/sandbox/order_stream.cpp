#include "examples/sandbox/order_stream.hpp"

#include "examples/sandbox/clock.hpp"
#include "examples/sandbox/stream/stream_order.hpp"

#include <algorithm>

namespace gantry::sandbox {
namespace {

constexpr std::uint64_t orders_per_seed = 1'000'000;
constexpr std::uint64_t interchanges_per_seed = 100'000;

class stream_maker {
public:
  explicit stream_maker(const order_stream_options& options)
      : options_(options), numbers_(options.seed),
        run_(static_cast<std::uint64_t>(draw(options.seed, "order stream") * 8'000)) {}

  std::vector<stream_document> make() {
    std::vector<stream_document> documents;
    while (made_ < options_.orders_count)
      documents.push_back(next_document());
    return documents;
  }

private:
  stream_document next_document() {
    const auto kind = numbers_.below(100);
    if (kind < 40)
      return write_json_order(next_order(false));
    if (kind < 75)
      return write_shopify_order(next_order(false), options_.shopify_secret);
    std::vector<stream_order> orders;
    const std::size_t left = options_.orders_count - made_;
    for (auto n = std::min<std::size_t>(left, 1 + numbers_.below(3)); n > 0; --n)
      orders.push_back(next_order(true));
    return write_x12_interchange(orders, next_control(), numbers_);
  }

  stream_order next_order(bool wholesale) {
    const std::uint64_t number = (1'000 + run_) * orders_per_seed + ++made_;
    // Orders were placed over the last hours, so that none looks like the other.
    const duration ago = seconds(numbers_.between(0, 6 * 3600));
    return draw_order(numbers_, std::to_string(number), options_.issued - ago, wholesale);
  }

  /// ISA13: nine digits, unique for each partner across streams.
  std::string next_control() {
    return std::to_string((1'000 + run_) * interchanges_per_seed + ++interchanges_);
  }

  const order_stream_options& options_;
  dice numbers_;
  std::uint64_t run_; ///< keeps the numbers of different seeds apart
  std::size_t made_ = 0;
  std::uint64_t interchanges_ = 0;
};

} // namespace

std::vector<stream_document> make_order_stream(const order_stream_options& options) {
  return stream_maker(options).make();
}

std::vector<stream_document> make_order_stream(std::uint64_t seed, std::size_t orders_count) {
  order_stream_options options;
  options.seed = seed;
  options.orders_count = orders_count;
  options.issued = wall_clock();
  return make_order_stream(options);
}

} // namespace gantry::sandbox
