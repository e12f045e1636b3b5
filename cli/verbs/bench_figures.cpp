#include "cli/verbs/bench_figures.hpp"

#include <fmt/format.h>

namespace gantry::cli {

void print_figures(const bench::bench_result& r) {
  fmt::print("{} orders, {} in flight\n", r.orders, r.in_flight);
  fmt::print("  {:>12.0f} orders/s   {:.0f} steps/s\n", r.orders_per_s, r.steps_per_s);
  fmt::print("  {:>12.2f} ms p50     {:.2f} ms p95   {:.2f} ms p99\n", r.p50_ms, r.p95_ms,
             r.p99_ms);
  fmt::print("  {:>12.0f} µs CPU an order\n", r.cpu_us_per_order);
  fmt::print("  {:>12.0f} bytes on disk an order\n", r.bytes_per_order);
  fmt::print("  {:>12.0f} MB of memory\n", r.rss_mb);
  fmt::print("  {:>12} commits\n", r.commits);
  if (r.raw_orders_per_s > 0)
    fmt::print("  {:>12.0f} orders/s that the database takes alone; ours is {:.0f} %\n",
               r.raw_orders_per_s, r.raw_share * 100);
}

void print_figures(const bench::reducer_cost& c) {
  fmt::print("{} orders through the reducer alone, each\n", c.orders);
  fmt::print("  {:>12.1f} µs to decide\n", c.advance_us);
  fmt::print("  {:>12.1f} µs to write {:.0f} records of {:.0f} bytes together\n", c.encode_us,
             c.records, c.record_bytes);
  fmt::print("  {:>12.1f} µs to leave memory\n", c.destroy_us);
  fmt::print("record of a step: {}\n", c.last_step);
}

void print_figures(const bench::language_cost& c) {
  fmt::print("a flow of {} lines ({} bytes)\n", c.flow_lines, c.flow_bytes);
  fmt::print("  {:>12.1f} ms to check\n", c.check_ms);
  fmt::print("  {:>12.1f} ms to lay out\n", c.format_ms);
  fmt::print("an order of a shop ({} bytes, {} lines)\n", c.document_bytes, c.document_lines);
  fmt::print("  {:>12.1f} µs to map\n", c.map_us);
  fmt::print("  {:>12.1f} µs to read\n", c.read_us);
  fmt::print("  {:>12.1f} µs to read and map\n", c.both_us);
}

void print_figures(const bench::expression_cost& c) {
  fmt::print("expressions over an order with 20 lines, medians of {} rounds\n", c.rounds);
  fmt::print("  {:>12.2f} µs   order.total > 5000m && order.lines.all(l, l.quantity > 0m)\n",
             c.condition_us);
  fmt::print("  {:>12.2f} µs   order.lines.sum(l, l.quantity * l.price)\n", c.sum_us);
  fmt::print("  {:>12.1f} ns   1234.56 + 78.90\n", c.add_ns);
  fmt::print("  {:>12.1f} ns   1234.56 * 78.90\n", c.multiply_ns);
}

void print_figures(const bench::waiting_result& r) {
  fmt::print("{} orders that wait, handed in at {:.0f} a second\n", r.orders, r.created_per_s);
  fmt::print("  {:>12.0f} MB of memory in all\n", r.rss_mb);
  fmt::print("  {:>12.0f} bytes on disk an order\n", r.bytes_per_order);
  fmt::print("  {:>12.4f} cores busy while nothing happens\n", r.idle_cpu_cores);
  fmt::print("  {:>12.2f} ms p50     {:.2f} ms p99 from one event to the order's end\n",
             r.wake_p50_ms, r.wake_p99_ms);
  fmt::print("  {:>12.2f} s from {} events to the ends of their orders ({:.0f} a second)\n",
             r.signal_and_finish_s, r.signalled, r.signalled_per_s);
  fmt::print("after kill -9 with {} orders that wait and {} under way\n", r.open_orders,
             r.interrupted);
  fmt::print("  {:>12.2f} s until intake is open\n", r.start_s);
  fmt::print("  {:>12.2f} s until all that were under way have gone on\n", r.taken_up_s);
}

void print_figures(const bench::codec_cost& c) {
  fmt::print("{} records of an order, {} times\n", c.records, c.orders);
  fmt::print("  {:>12.2f} µs to write them all\n", c.encode_us);
  fmt::print("  {:>12.2f} µs to read them all\n", c.decode_us);
}

void print_figures(const bench::timers_result& r) {
  fmt::print("{} orders that wait for a time, {:.0f} due each second\n", r.orders, r.due_per_s);
  fmt::print("  {:>12.0f} MB of memory when all wait\n", r.rss_mb);
  fmt::print(
      "  {:>12.2f} ms p50     {:.2f} ms p99     {:.2f} ms at most from the time to the end\n",
      r.late_p50_ms, r.late_p99_ms, r.late_max_ms);
}

void print_figures(const bench::stored_result& r) {
  fmt::print("{} finished orders stored, {:.1f} GB, loaded at {:.0f} a second\n", r.stored,
             r.stored_gb, r.loaded_per_s);
  fmt::print("  {:>12.0f} orders/s beside them, {:.0f} on an empty store: {:.1f} % lost\n",
             r.full.orders_per_s, r.empty.orders_per_s, r.lost_share * 100);
  fmt::print("  {:>12.2f} ms p50     {:.2f} ms p99\n", r.full.p50_ms, r.full.p99_ms);
  fmt::print("  {:>12} lists while orders ran, slowest of hundred by\n", r.lists);
  for (const auto& [name, ms] : r.list_p99_ms)
    fmt::print("  {:>12.2f} ms {}\n", ms, name);
  fmt::print("  {:>12.0f} orders/s, {:.2f} ms p99 while it is backed up, in {:.1f} s\n",
             r.backed_up.orders_per_s, r.backed_up.p99_ms, r.backup_s);
}

void print_figures(const bench::killed_result& r) {
  fmt::print("{} orders at once, killed when {} of them had ended\n", r.orders, r.ended_before);
  fmt::print("  {:>12.2f} s until intake is open\n", r.start_s);
  fmt::print("  {:>12.2f} s until all have ended that are not in doubt\n", r.others_s);
  fmt::print("  {:>12.2f} s until the {} have that wait out their settle time of 2 s\n", r.all_s,
             r.in_doubt);
}

void print_figures(const bench::overload_result& r) {
  fmt::print("{} orders offered, {:.0f} a second can be done\n", r.offered, r.capacity_per_s);
  fmt::print("  {:>12} taken      {} refused with 503, {} otherwise\n", r.taken, r.refused,
             r.failed);
  fmt::print("  {:>12} urgent     of {} that were offered\n", r.urgent_taken, r.urgent_offered);
  fmt::print("  {:>12.0f} orders/s ended meanwhile\n", r.ended_per_s);
  fmt::print("  {:>12.0f} ms p50     {:.0f} ms p99 of urgent orders\n", r.urgent_p50_ms,
             r.urgent_p99_ms);
  fmt::print("  {:>12.0f} ms p50     {:.0f} ms p99 of the others\n", r.others_p50_ms,
             r.others_p99_ms);
  fmt::print("  {:>12.0f} MB of memory after a tenth of the time, {:.0f} MB at its end\n",
             r.rss_mb.front(), r.rss_mb.back());
  fmt::print("  {:>12.1f} s until the last of them had ended\n", r.drained_s);
}

} // namespace gantry::cli
