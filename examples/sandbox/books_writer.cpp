#include "examples/sandbox/books_writer.hpp"

#include <SQLiteCpp/Exception.h>

#include <iostream>
#include <limits>

namespace gantry::sandbox {

books_writer::books_writer(SQLite::Database& database)
    : database_(database), books_(database), thread_([this] { run(); }) {}

books_writer::~books_writer() {
  stop();
}

bool books_writer::offer(entry work) {
  return enqueue(work, entries_max);
}

void books_writer::add(entry work) {
  if (!enqueue(work, std::numeric_limits<std::size_t>::max()))
    work.written(false);
}

bool books_writer::enqueue(entry& work, std::size_t limit) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || queue_.size() >= limit)
      return false;
    queue_.push_back(std::move(work));
  }
  work_.notify_one();
  return true;
}

void books_writer::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  work_.notify_one();
  if (thread_.joinable())
    thread_.join();
}

void books_writer::run() {
  while (true) {
    std::vector<entry> batch;
    {
      std::unique_lock lock(mutex_);
      work_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (queue_.empty())
        return;
      batch.swap(queue_);
    }
    write(batch);
  }
}

void books_writer::write(std::vector<entry>& batch) {
  std::vector<bool> done(batch.size(), false);
  const bool committed = commit(batch, done);
  for (std::size_t i = 0; i < batch.size(); ++i)
    batch[i].written(committed && done[i]);
}

bool books_writer::commit(std::vector<entry>& batch, std::vector<bool>& done) {
  try {
    database_.exec("begin immediate");
    for (std::size_t i = 0; i < batch.size(); ++i)
      done[i] = write_one(batch[i]);
    database_.exec("commit");
    return true;
  } catch (const SQLite::Exception& problem) {
    std::cerr << "sandbox: the ledger could not be written: " << problem.what() << '\n';
    database_.tryExec("rollback");
    return false;
  }
}

bool books_writer::write_one(const entry& work) {
  database_.exec("savepoint entry");
  try {
    work.write(books_);
    database_.exec("release entry");
    return true;
  } catch (const SQLite::Exception& problem) {
    std::cerr << "sandbox: a call could not be written down: " << problem.what() << '\n';
    database_.exec("rollback to entry");
    database_.exec("release entry");
    return false;
  }
}

} // namespace gantry::sandbox
