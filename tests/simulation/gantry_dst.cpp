#include "tests/simulation/course.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <malloc.h>
#include <string>
#include <string_view>

/// Runs courses of the simulation, one after the other. Exit 0: nothing was wrong; 1: a referee saw
/// something, which is printed with its seed; 2: the command line cannot be read.
namespace {

using namespace gantry::simulation;

struct wanted {
  std::uint64_t from = 1;
  std::uint64_t seeds = 100;
  course::options how;
};

const char* const usage = R"(usage: gantry_dst [--from K] [--seeds N] [--planted BUG]
       gantry_dst --seed K [--trace] [--planted BUG]
Runs whole engines in virtual time, on disks that fail, beside far systems that lose calls and answers.
  --seed K       one course, again
  --trace        prints what happens in it
  --planted BUG  with a mistake in it; ends with 0 when a referee has seen it
bugs:
)";

int explain() {
  std::fputs(usage, stderr);
  for (const auto& each : planted_bugs())
    std::fprintf(stderr, "  %-20s %s\n", std::string{each.name}.c_str(),
                 std::string{each.what}.c_str());
  return 2;
}

bool plant(std::string_view name, wanted& into) {
  for (const auto& each : planted_bugs())
    if (each.name == name) {
      into.how.bug = each.is;
      return true;
    }
  return false;
}

bool read(int count, char** words, wanted& into) {
  for (int i = 1; i < count; ++i) {
    const std::string_view word = words[i];
    if (word == "--trace") {
      into.how.tells = true;
      continue;
    }
    if (i + 1 == count)
      return false;
    const char* given = words[++i];
    if (word == "--planted") {
      if (!plant(given, into))
        return false;
      continue;
    }
    char* end = nullptr;
    const auto number = std::strtoull(given, &end, 10);
    if (*end != '\0' || number == 0)
      return false;
    if (word == "--seed")
      into.from = number, into.seeds = 1;
    else if (word == "--from")
      into.from = number;
    else if (word == "--seeds")
      into.seeds = number;
    else
      return false;
  }
  return true;
}

struct totals {
  happenings happened;
  gantry::test::power_disk::counts disk;
  std::uint64_t facts = 0;

  void add(const course& one) {
    for (const auto& [what, many] : one.happened())
      happened[what] += many;
    const auto seen = one.disk_counts();
    disk.writes += seen.writes;
    disk.syncs += seen.syncs;
    disk.cuts += seen.cuts;
    disk.refused_for_room += seen.refused_for_room;
    disk.sectors.lost += seen.sectors.lost;
    disk.sectors.torn += seen.sectors.torn;
    facts += one.facts_seen();
  }

  void print(std::uint64_t seeds, double ms) const {
    std::printf(
        "%llu courses, %.1f ms each: %llu facts seen; %llu writes, %llu syncs, %llu cuts "
        "of the power, %llu sectors lost, %llu torn, %llu writes without room\n",
        static_cast<unsigned long long>(seeds), ms / static_cast<double>(seeds),
        static_cast<unsigned long long>(facts), static_cast<unsigned long long>(disk.writes),
        static_cast<unsigned long long>(disk.syncs), static_cast<unsigned long long>(disk.cuts),
        static_cast<unsigned long long>(disk.sectors.lost),
        static_cast<unsigned long long>(disk.sectors.torn),
        static_cast<unsigned long long>(disk.refused_for_room));
    for (const auto& [what, many] : happened)
      std::printf("  %8llu %s\n", static_cast<unsigned long long>(many), what.c_str());
  }
};

} // namespace

int main(int count, char** words) {
  wanted what;
  if (!read(count, words, what))
    return explain();
  // Files in memory grow and go with every course: their room stays with the process.
  ::mallopt(M_MMAP_THRESHOLD, 1 << 30);
  ::mallopt(M_TRIM_THRESHOLD, 1 << 30);
  const bool planted = what.how.bug != planted_bug::none;
  totals all;
  std::uint64_t wrong = 0;
  const auto began = std::chrono::steady_clock::now();
  auto seed = what.from;
  for (; seed < what.from + what.seeds && !(planted && wrong > 0); ++seed) {
    what.how.seed = seed;
    course one{what.how};
    one.run();
    all.add(one);
    if (one.said().is_clean())
      continue;
    ++wrong;
    std::printf("seed %llu: %s\n", static_cast<unsigned long long>(seed),
                one.said().first().c_str());
  }
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - began;
  all.print(seed - what.from, took.count());
  if (planted && wrong == 0)
    std::printf("the planted bug was not seen\n");
  return (wrong > 0) == planted ? 0 : 1;
}
