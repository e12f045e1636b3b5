#pragma once

#include "persistence/sqlite/connection.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace gantry::persistence {

/// One connection that reads, with its prepared statements.
class reader {
public:
  explicit reader(std::unique_ptr<SQLite::Database> database) : database_(std::move(database)) {}
  /// Prepared at its first use, then reused. Lists with many filters make many texts, so the store
  /// of statements is bounded.
  SQLite::Statement& prepare(const std::string& sql);
  /// From here on a question fails with SQLITE_INTERRUPT once this time has come; none: no limit.
  void answer_until(std::optional<std::chrono::steady_clock::time_point> latest);

private:
  static int is_too_late(void* self);

  std::unique_ptr<SQLite::Database> database_;
  std::optional<std::chrono::steady_clock::time_point> latest_;
  std::unordered_map<std::string, std::unique_ptr<SQLite::Statement>> statements_;
};

/// Readers for any thread. A reader is lent for one question, so that no snapshot stays open and
/// keeps the write-ahead log from starting over.
class reader_pool {
public:
  using opener = std::unique_ptr<SQLite::Database> (*)(const std::filesystem::path&);
  /// Throws SQLite::Exception.
  reader_pool(const std::filesystem::path& database, std::size_t count, opener open = open_reader);

  class lease {
  public:
    lease(reader_pool& from, reader& which) : from_(from), which_(which) {}
    ~lease() { from_.give_back(which_); }
    lease(const lease&) = delete;
    lease& operator=(const lease&) = delete;
    reader& operator*() const { return which_; }

  private:
    reader_pool& from_;
    reader& which_;
  };
  /// Waits until a reader is free.
  [[nodiscard]] lease take();

private:
  void give_back(reader& which);

  std::mutex lock_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<reader>> all_;
  std::vector<reader*> free_;
};

} // namespace gantry::persistence
