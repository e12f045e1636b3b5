#pragma once

#include "examples/sandbox/books.hpp"

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace gantry::sandbox {

/// One thing to write, and who is to hear whether it is on disk.
struct entry {
  std::function<void(books&)> write;
  /// Called after the commit, on the writer's thread; `committed` false: nothing of it happened.
  std::function<void(bool committed)> written;
};

/// The sole writer of the books. It takes whatever queued up during the last commit as one
/// transaction, so that many calls share one flush of the disk; each entry stands or falls alone.
class books_writer {
public:
  static constexpr std::size_t entries_max = 10'000;

  /// The database outlives the writer.
  explicit books_writer(SQLite::Database& database);
  ~books_writer();

  /// False when too much waits already: nothing was taken.
  [[nodiscard]] bool offer(entry work);
  /// For the company's own upkeep, of which there are only a few at a time: always taken.
  void add(entry work);
  /// Writes what is queued, then ends. What is added later is answered as not committed.
  void stop();

private:
  void run();
  void write(std::vector<entry>& batch);
  [[nodiscard]] bool commit(std::vector<entry>& batch, std::vector<bool>& done);
  [[nodiscard]] bool write_one(const entry& work);
  [[nodiscard]] bool enqueue(entry& work, std::size_t limit);

  SQLite::Database& database_;
  books books_;
  std::mutex mutex_;
  std::condition_variable work_;
  std::vector<entry> queue_;
  bool stopping_ = false;
  std::thread thread_;
};

} // namespace gantry::sandbox
