#include "cli/demo/progress.hpp"

#include "cli/terminal.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace gantry::cli {
namespace {

struct standing {
  std::size_t taken = 0, before_release = 0, with_warehouse = 0, invoicing = 0, held = 0,
              completed = 0, turned_away = 0;
};

standing count(const std::vector<listed_order>& orders) {
  standing now;
  now.taken = orders.size();
  for (const auto& order : orders) {
    if (order.status == "completed")
      ++now.completed;
    else if (order.ended())
      ++now.turned_away;
    else if (order.status == "held")
      ++now.held;
    else if (order.stage.empty())
      ++now.before_release;
    else if (order.stage == "released")
      ++now.with_warehouse;
    else
      ++now.invoicing;
  }
  return now;
}

std::string bar(std::size_t done, std::uint64_t total) {
  constexpr std::size_t width = 24;
  const auto full = total == 0 ? 0 : std::min<std::size_t>(width, width * done / total);
  std::string drawn;
  for (std::size_t i = 0; i < width; ++i)
    drawn += i < full ? "█" : "░";
  return drawn;
}

} // namespace

progress::progress(std::uint64_t orders_total)
    : orders_total_(orders_total), started_(std::chrono::steady_clock::now()), printed_(started_),
      redraws_(is_terminal(stdout)) {}

void progress::show(const std::vector<listed_order>& orders) {
  using namespace std::chrono_literals;
  const auto now = std::chrono::steady_clock::now();
  if (!redraws_ || (drawn_ && now - printed_ < 100ms))
    return;
  printed_ = now;
  drawn_ = true;
  const auto counted = count(orders);
  const auto line = fmt::format(
      "{} {:5.1f} s  taken {:>3}/{}  to release {:>3} | with the warehouse {:>3} | invoicing {:>3} "
      "| completed {} | turned away {} | held {}",
      bar(counted.completed + counted.turned_away + counted.held, orders_total_),
      std::chrono::duration<double>(now - started_).count(), counted.taken, orders_total_,
      counted.before_release, counted.with_warehouse, counted.invoicing,
      paint(stdout, tint::green, std::to_string(counted.completed)), counted.turned_away,
      paint(stdout, tint::yellow, std::to_string(counted.held)));
  fmt::print("\r\x1b[K{}", line);
  std::fflush(stdout);
}

void progress::end() {
  if (drawn_)
    fmt::print("\n");
}

} // namespace gantry::cli
