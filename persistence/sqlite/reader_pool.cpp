#include "persistence/sqlite/reader_pool.hpp"

#include <sqlite3.h>

#include <algorithm>

namespace gantry::persistence {

namespace {

constexpr std::size_t statements_max = 64;

} // namespace

SQLite::Statement& reader::prepare(const std::string& sql) {
  if (const auto found = statements_.find(sql); found != statements_.end())
    return *found->second;
  if (statements_.size() >= statements_max)
    statements_.clear();
  auto made = std::make_unique<SQLite::Statement>(*database_, sql);
  return *statements_.emplace(sql, std::move(made)).first->second;
}

void reader::answer_until(std::optional<std::chrono::steady_clock::time_point> latest) {
  constexpr int steps_between_looks = 10'000;
  latest_ = latest;
  sqlite3_progress_handler(database_->getHandle(), latest ? steps_between_looks : 0,
                           latest ? is_too_late : nullptr, this);
}

int reader::is_too_late(void* self) {
  return std::chrono::steady_clock::now() > *static_cast<const reader*>(self)->latest_ ? 1 : 0;
}

reader_pool::reader_pool(const std::filesystem::path& database, std::size_t count, opener open) {
  for (std::size_t i = 0; i < std::max<std::size_t>(count, 1); ++i) {
    all_.push_back(std::make_unique<reader>(open(database)));
    free_.push_back(all_.back().get());
  }
}

reader_pool::lease reader_pool::take() {
  std::unique_lock held(lock_);
  returned_.wait(held, [&] { return !free_.empty(); });
  auto* which = free_.back();
  free_.pop_back();
  return lease(*this, *which);
}

void reader_pool::give_back(reader& which) {
  {
    const std::lock_guard held(lock_);
    free_.push_back(&which);
  }
  returned_.notify_one();
}

} // namespace gantry::persistence
