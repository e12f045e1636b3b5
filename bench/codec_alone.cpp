#include "bench/codec_alone.hpp"

#include "bench/bench_engine.hpp"
#include "bench/machine.hpp"
#include "bench/reducer_alone.hpp"
#include "engine/record.hpp"

#include <fmt/format.h>
#include <vector>

namespace gantry::bench {

result<codec_cost> run_codec_alone(std::uint64_t orders) {
  const auto programs = compile_bench();
  if (!programs)
    return tl::unexpected(programs.error());
  const auto& definition = programs->front();
  const auto records = records_of_one_order(definition);
  codec_cost cost;
  cost.orders = orders;
  cost.records = records.size();
  std::vector<std::string> texts(records.size());
  for (std::uint64_t n = 0; n < orders; ++n) {
    const auto began = monotonic_ns();
    for (std::size_t i = 0; i < records.size(); ++i)
      texts[i] = engine::encode(records[i]);
    const auto written = monotonic_ns();
    for (const auto& text : texts)
      if (const auto read = engine::decode_record(engine::record::version_now, text, *definition);
          !read)
        return tl::unexpected(read.error());
    cost.encode_us += static_cast<double>(written - began) / 1e3;
    cost.decode_us += static_cast<double>(monotonic_ns() - written) / 1e3;
  }
  cost.encode_us /= static_cast<double>(orders);
  cost.decode_us /= static_cast<double>(orders);
  return cost;
}

std::string to_json(const codec_cost& c) {
  return fmt::format(R"({{"orders":{},"records":{},"encode_us":{:.2f},"decode_us":{:.2f}}})",
                     c.orders, c.records, c.encode_us, c.decode_us);
}

} // namespace gantry::bench
