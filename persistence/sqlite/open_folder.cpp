#include "persistence/sqlite/open_folder.hpp"

#include "persistence/sqlite/connection.hpp"
#include "persistence/sqlite/host_mark.hpp"
#include "persistence/sqlite/open_to_read.hpp"
#include "persistence/sqlite/run_statement.hpp"
#include "persistence/sqlite/schema.hpp"
#include "persistence/sqlite/sqlite_error.hpp"

#include <SQLiteCpp/Transaction.h>

#include <random>
#include <unistd.h>

namespace gantry::persistence {

namespace {

std::string new_mark(timestamp now) {
  std::random_device random;
  const auto word = [&] { return (std::uint64_t{random()} << 32) | random(); };
  const auto high = word();
  return to_string(make_uuid7(now, high, word()));
}

/// Two ways to tell a copy: the file is another one than the database says, or the folder has seen
/// a later epoch of this database than the file knows, so an older state was put back into it.
std::string why_copied(const store_identity& stored, const std::string& host_mark,
                       const folder_lock& lock) {
  if (stored.host_mark != host_mark)
    return "it was made on another machine, in another place, or from a backup";
  if (lock.incarnation_seen() == stored.incarnation && lock.epoch_seen() > stored.epoch)
    return "its folder has seen start " + std::to_string(lock.epoch_seen()) +
           ", the database knows " + std::to_string(stored.epoch) +
           ", so an older state was put back";
  return {};
}

/// Whether this engine may work on a folder that says who it is.
result<void> check_identity(const store_identity& stored, const sqlite_options& options,
                            const std::string& host_mark, const folder_lock& lock) {
  if (stored.site != options.site)
    return fail(errc::config_invalid,
                "the data folder " + options.folder.string() + " is of the site `" + stored.site +
                    "`, and the setting `site` says `" + options.site + "`",
                "Set `site` to what the folder is of, or give this site a data folder of its own: "
                "under another site the business keys of the folder would not be known, and its "
                "orders could run a second time.");
  if (const auto copied = why_copied(stored, host_mark, lock); !copied.empty() && !options.adopt)
    return fail(errc::store_copied,
                "the data folder " + options.folder.string() + " is a copy: " + copied,
                "Make sure that the original never runs again, then start with --adopt: what "
                "it has already sent must not be sent twice.");
  return {};
}

/// A folder that is refused is left as it is, above all one of an older schema: the engine that may
/// have it can still read it.
result<void> check_before_upgrade(SQLite::Database& database, const sqlite_options& options,
                                  const std::string& host_mark, const folder_lock& lock) {
  const auto has = schema_of(database, schema_files());
  if (!has)
    return tl::unexpected(has.error());
  const auto stored = *has > 0 ? read_identity(database) : std::nullopt;
  return stored ? check_identity(*stored, options, host_mark, lock) : result<void>{};
}

result<store_identity> claim(SQLite::Database& database, const sqlite_options& options,
                             const std::string& host_mark, const folder_lock& lock, timestamp now) {
  SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
  const auto stored = read_identity(database);
  if (stored)
    if (auto mine = check_identity(*stored, options, host_mark, lock); !mine)
      return tl::unexpected(std::move(mine.error()));
  auto mine = stored.value_or(store_identity{});
  if (!stored)
    mine.site = options.site;
  if (!stored || !why_copied(*stored, host_mark, lock).empty())
    mine.incarnation = new_mark(now);
  mine.host_mark = host_mark;
  mine.epoch = std::max(mine.epoch, stored ? lock.epoch_seen() : 0) + 1;
  mine.process_mark = std::to_string(::getpid()) + "-" + new_mark(now);
  SQLite::Statement write(database, "INSERT OR REPLACE INTO meta (id, site, incarnation, "
                                    "host_mark, epoch) VALUES (1, ?1, ?2, ?3, ?4)");
  run(write, mine.site, mine.incarnation, mine.host_mark, mine.epoch);
  transaction.commit();
  return mine;
}

} // namespace

result<opened_folder> open_folder(const sqlite_options& options, timestamp now) {
  auto lock = folder_lock::take(options.folder);
  if (!lock)
    return tl::unexpected(std::move(lock.error()));
  const auto path = options.folder / "gantry.db";
  try {
    auto writer = open_writer(path);
    const auto host_mark = host_mark_of(path);
    if (!host_mark)
      return tl::unexpected(host_mark.error());
    if (auto fit = check_before_upgrade(*writer, options, *host_mark, *lock); !fit)
      return tl::unexpected(std::move(fit.error()));
    if (auto applied = apply_schema(*writer, schema_files(), now); !applied)
      return tl::unexpected(std::move(applied.error()));
    auto identity = claim(*writer, options, *host_mark, *lock, now);
    if (!identity)
      return tl::unexpected(std::move(identity.error()));
    lock->sign(identity->incarnation, identity->epoch);
    return opened_folder{std::move(*lock), path, std::move(*identity), std::move(writer)};
  } catch (const SQLite::Exception& what) {
    end_process_if_fsync_failed(what.getExtendedErrorCode(), "opening " + path.string());
    auto why = store_error(what, "opening " + path.string());
    if (why.code == errc::store_full) // nothing runs yet that could go on by itself
      why.help = "Free room on the disk of the data folder and start the engine again.";
    return tl::unexpected(std::move(why));
  }
}

} // namespace gantry::persistence
