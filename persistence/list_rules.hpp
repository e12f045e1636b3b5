#pragma once

#include "dsl/base/error.hpp"
#include "persistence/query.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// What every store's lists have in common.
namespace gantry::persistence {

inline constexpr std::size_t list_limit_max = 500;
inline constexpr std::int64_t count_exact_max = 10'000;

/// completed, rejected, cancelled, aborted.
[[nodiscard]] bool is_end_status(std::string_view status);
[[nodiscard]] std::size_t page_size_of(const order_filter& filter);
/// A page goes on below the number of its last order. Opaque outside of the store.
[[nodiscard]] std::string encode_cursor(instance_number last);
/// The largest number for an empty cursor. Errors: invalid_request.
[[nodiscard]] result<instance_number> decode_cursor(std::string_view cursor);
/// `17`; `10000+` beyond `count_exact_max`.
[[nodiscard]] std::string format_count(std::int64_t found);
/// `items` holds one row more than a page when there is another page.
[[nodiscard]] order_page make_page(std::vector<instance_row> items, std::size_t page_size);

} // namespace gantry::persistence
