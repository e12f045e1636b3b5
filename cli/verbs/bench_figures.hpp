#pragma once

#include "bench/bench.hpp"
#include "bench/codec_alone.hpp"
#include "bench/due_timers.hpp"
#include "bench/expression_cost.hpp"
#include "bench/killed_orders.hpp"
#include "bench/language_alone.hpp"
#include "bench/overload.hpp"
#include "bench/reducer_alone.hpp"
#include "bench/stored_orders.hpp"
#include "bench/waiting_orders.hpp"

/// What was measured, for people, on standard output.
namespace gantry::cli {

void print_figures(const bench::bench_result& r);
void print_figures(const bench::reducer_cost& c);
void print_figures(const bench::language_cost& c);
void print_figures(const bench::expression_cost& c);
void print_figures(const bench::waiting_result& r);
void print_figures(const bench::codec_cost& c);
void print_figures(const bench::timers_result& r);
void print_figures(const bench::stored_result& r);
void print_figures(const bench::overload_result& r);
void print_figures(const bench::killed_result& r);

} // namespace gantry::cli
