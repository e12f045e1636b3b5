#pragma once

#include "bench/recording_store.hpp"
#include "dsl/base/error.hpp"

#include <filesystem>

namespace gantry::bench {

/// Writes recorded batches into an empty database of the same schema, batch for batch, each a
/// transaction with the same durability, from one thread with nothing around it. Seconds.
[[nodiscard]] result<double> replay_raw(const recorded_batches& recorded,
                                        const std::filesystem::path& folder, timestamp now);

} // namespace gantry::bench
