#include "examples/sandbox/database.hpp"

#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Transaction.h>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace gantry::sandbox {
namespace {

constexpr int schema_version = 1;

constexpr const char* schema = R"sql(
create table effects (
  seq       integer primary key,   -- order of the ledger
  system    text not null,
  operation text not null,
  key       text not null,         -- Idempotency-Key of the call that made it
  document  text not null,         -- number of the document that it made or changed
  at_ns     integer not null,
  undone_by text,                  -- key of the call that undid it
  order_id  text not null,
  answer    text not null,         -- the document as the caller sees it
  detail    text not null          -- what the system keeps for itself
);
create index effects_by_key on effects (key);
create index effects_by_document on effects (document);
create index effects_by_order on effects (order_id);

create table answers (
  operation text not null,         -- SYSTEM.OPERATION
  key       text not null,
  digest    text not null,         -- of the request, so that another one under the key is noticed
  body      text not null,
  primary key (operation, key)
) without rowid;

create table stock (
  sku  text primary key,
  free text not null
) without rowid;

create table picks (
  document text primary key,
  order_id text not null,
  state    text not null,          -- picking, stopped, shipped
  due_ns   integer,                -- when the warehouse ships it by itself
  sends    integer not null        -- how often its event is to be sent
) without rowid;
create index picks_by_order on picks (order_id);
create index picks_due on picks (due_ns) where state = 'picking' and due_ns is not null;

create table outbox (
  seq      integer primary key,
  id       text not null,
  body     text not null,
  sends    integer not null,
  due_ns   integer not null,
  attempts integer not null
);
create index outbox_due on outbox (due_ns);
)sql";

result<int> take_lock(const std::filesystem::path& path) {
  const int lock = ::open((path / "company.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (lock < 0)
    return fail(errc::store_unwritable, "the data folder " + path.string() + " cannot be written",
                "give a folder that this user may write with --data");
  if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
    ::close(lock);
    return fail(errc::store_busy, "another sandbox works in " + path.string(),
                "stop it, or give this one a folder of its own with --data");
  }
  return lock;
}

result<void> make_schema(SQLite::Database& database, const std::filesystem::path& path) {
  const int version = database.execAndGet("pragma user_version").getInt();
  if (version > schema_version)
    return fail(errc::store_newer,
                "the ledger in " + path.string() + " has version " + std::to_string(version) +
                    ", this program knows " + std::to_string(schema_version),
                "use the newer program, or another folder");
  if (version == schema_version)
    return {};
  SQLite::Transaction transaction(database);
  database.exec(schema);
  database.exec("pragma user_version = " + std::to_string(schema_version));
  transaction.commit();
  return {};
}

} // namespace

result<std::unique_ptr<data_folder>> data_folder::open(const std::filesystem::path& path) {
  std::error_code problem;
  std::filesystem::create_directories(path, problem);
  auto lock = take_lock(path);
  if (!lock)
    return tl::unexpected(std::move(lock.error()));
  std::unique_ptr<data_folder> folder(new data_folder);
  folder->lock_ = *lock;
  try {
    const std::string file = (path / "company.db").string();
    folder->writing_ = std::make_unique<SQLite::Database>(
        file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLite::OPEN_NOMUTEX, 5'000);
    auto& database = *folder->writing_;
    database.exec("pragma page_size = 8192");
    database.exec("pragma journal_mode = wal");
    // An answer is a promise, so a commit is on the disk and not only with the operating system.
    database.exec("pragma synchronous = full");
    if (auto made = make_schema(database, path); !made)
      return tl::unexpected(std::move(made.error()));
    folder->reading_ = std::make_unique<SQLite::Database>(
        file, SQLite::OPEN_READONLY | SQLite::OPEN_FULLMUTEX, 5'000);
  } catch (const SQLite::Exception& problem_of_file) {
    return fail(errc::store_corrupt,
                "the ledger in " + path.string() + " cannot be opened: " + problem_of_file.what(),
                "give another folder with --data, or restore this one");
  }
  return folder;
}

data_folder::~data_folder() {
  reading_.reset();
  writing_.reset();
  if (lock_ >= 0)
    ::close(lock_);
}

} // namespace gantry::sandbox
