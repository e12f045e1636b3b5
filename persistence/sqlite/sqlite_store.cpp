#include "persistence/sqlite/sqlite_store.hpp"

#include "persistence/inspection.hpp"
#include "persistence/sqlite/connection.hpp"
#include "persistence/sqlite/open_folder.hpp"
#include "persistence/sqlite/open_to_read.hpp"
#include "persistence/sqlite/queries.hpp"
#include "persistence/sqlite/reader_pool.hpp"
#include "persistence/sqlite/sqlite_error.hpp"
#include "persistence/sqlite/sqlite_writer.hpp"

#include <sqlite3.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>

namespace gantry::persistence {

namespace {

constexpr std::size_t listers_count = 2;
constexpr auto list_time_max = std::chrono::seconds(5);

/// A question answers with a value or with a result of one.
template <class T>
struct list_answer {
  using type = T;
};
template <class T>
struct list_answer<result<T>> {
  using type = T;
};

/// Ends the time limit of a reader, whichever way its question ends.
class time_limit {
public:
  explicit time_limit(reader& of) : of_(of) {
    of_.answer_until(std::chrono::steady_clock::now() + list_time_max);
  }
  ~time_limit() { of_.answer_until({}); }
  time_limit(const time_limit&) = delete;
  time_limit& operator=(const time_limit&) = delete;

private:
  reader& of_;
};

class sqlite_store final : public store {
public:
  /// Throws SQLite::Exception.
  sqlite_store(opened_folder folder, const sqlite_options& options)
      : lock_(std::move(folder.lock)), path_(std::move(folder.database)),
        identity_(std::move(folder.identity)), compress_(options.compress),
        checkpoint_pages_(options.checkpoint_pages),
        backup_files_(options.backups ? options.backups : real_backup_files()),
        writer_(std::make_unique<sqlite_writer>(std::move(folder.writer), identity_, compress_,
                                                checkpoint_pages_)),
        readers_(std::make_unique<reader_pool>(path_, options.readers)),
        listers_(std::make_unique<reader_pool>(path_, listers_count)) {}

  /// Without a writer.
  sqlite_store(std::filesystem::path database, store_identity identity)
      : path_(std::move(database)), identity_(std::move(identity)),
        readers_(std::make_unique<reader_pool>(path_, 1, open_examiner)),
        listers_(std::make_unique<reader_pool>(path_, 1, open_examiner)) {}

  ~sqlite_store() override {
    // The last connection that closes makes the final checkpoint: that is to be the writer.
    readers_.reset();
    listers_.reset();
  }

  commit_outcome commit(std::span<const write_request* const> batch) override {
    backup_wants_turn_.wait(true);
    const std::lock_guard held(writing_);
    if (!writer_)
      return {commit_state::unknown,
              {},
              error{errc::store_failed, "the database connection is closed", {}, {}}};
    return writer_->commit(batch);
  }

  result<void> reopen() override {
    const std::lock_guard held(writing_);
    backup_.reset(); // it goes through the connection that ends here
    writer_.reset();
    try {
      writer_ = std::make_unique<sqlite_writer>(open_writer(path_), identity_, compress_,
                                                checkpoint_pages_);
      return {};
    } catch (const SQLite::Exception& what) {
      end_process_if_fsync_failed(what.getExtendedErrorCode(), "opening the database again");
      return tl::unexpected(store_error(what, "opening the database again"));
    }
  }

  void housekeeping(timestamp now) override {
    const std::lock_guard held(writing_);
    if (writer_)
      writer_->housekeeping(now);
  }

  result<std::optional<instance_row>> find_instance(const uuid& id) const override {
    return ask("looking for an order",
               [&](reader& from) { return queries::find_instance(from, id); });
  }
  result<std::optional<instance_row>> find_instance(instance_number number) const override {
    return ask("looking for an order",
               [&](reader& from) { return queries::find_instance(from, number); });
  }
  result<std::optional<instance_row>> find_by_key(std::string_view site, std::string_view workflow,
                                                  std::string_view key) const override {
    return ask("looking for a business key",
               [&](reader& from) { return queries::find_by_key(from, site, workflow, key); });
  }
  result<std::vector<journal_row>> load_journal(instance_number number) const override {
    return ask_fallible<std::vector<journal_row>>(
        "loading a journal", [&](reader& from) { return queries::load_journal(from, number); });
  }
  result<order_page> list_orders(const order_filter& filter) const override {
    return ask_list("listing orders",
                    [&](reader& from) { return queries::list_orders(from, filter); });
  }
  result<std::vector<instance_row>> needing_attention(std::int64_t cursor,
                                                      std::size_t limit) const override {
    return ask("looking for orders to take up",
               [&](reader& from) { return queries::needing_attention(from, cursor, limit); });
  }
  result<std::vector<timer_row>> timers_due(timestamp until, std::size_t limit) const override {
    return ask("looking for due timers",
               [&](reader& from) { return queries::timers_due(from, until, limit); });
  }
  result<std::optional<timestamp>> next_timer(timestamp after) const override {
    return ask("looking for the next timer",
               [&](reader& from) { return queries::next_timer(from, after); });
  }
  result<std::vector<lane_row>> lane_queue(std::string_view contract,
                                           std::size_t limit) const override {
    return ask("reading a lane's queue",
               [&](reader& from) { return queries::lane_queue(from, contract, limit); });
  }
  result<std::vector<std::pair<std::string, std::int64_t>>>
  lanes_without(std::span<const std::string> contracts) const override {
    return ask("counting what waits for lanes",
               [&](reader& from) { return queries::lanes_without(from, contracts); });
  }
  result<std::vector<delivery>> pending_deliveries(delivery_cursor behind,
                                                   std::size_t limit) const override {
    return ask("looking for events to deliver",
               [&](reader& from) { return queries::pending_deliveries(from, behind, limit); });
  }
  result<std::vector<delivery>> deliveries_of(instance_number instance, std::uint64_t from_inbox,
                                              std::size_t limit) const override {
    return ask("looking for events of an order", [&](reader& from) {
      return queries::deliveries_of(from, instance, from_inbox, limit);
    });
  }
  result<std::optional<document_row>> find_document(const uuid& id) const override {
    return ask("looking for a document",
               [&](reader& from) { return queries::find_document(from, id); });
  }
  result<std::vector<document_row>> documents_received(std::size_t limit) const override {
    return ask("looking for documents to map",
               [&](reader& from) { return queries::documents_received(from, limit); });
  }
  result<std::vector<document_row>> list_documents(const document_filter& filter) const override {
    return ask_list("listing documents",
                    [&](reader& from) { return queries::list_documents(from, filter); });
  }
  result<std::vector<inbox_row>> list_inbox(std::string_view state, std::size_t limit,
                                            std::uint64_t cursor) const override {
    return ask_list("listing the inbox",
                    [&](reader& from) { return queries::list_inbox(from, state, limit, cursor); });
  }
  result<std::vector<incident_row>> list_incidents(std::size_t limit,
                                                   std::int64_t cursor) const override {
    return ask_list("listing incidents",
                    [&](reader& from) { return queries::list_incidents(from, limit, cursor); });
  }
  result<std::optional<idempotency_row>> find_idempotency(std::string_view site,
                                                          std::string_view scope,
                                                          std::string_view key) const override {
    return ask("looking for an Idempotency-Key",
               [&](reader& from) { return queries::find_idempotency(from, site, scope, key); });
  }
  result<std::optional<definition_row>> find_definition(std::string_view closure) const override {
    return ask("looking for a definition",
               [&](reader& from) { return queries::find_definition(from, closure); });
  }

  result<backup_progress> back_up(const backup_request& what) const override {
    if (const std::unique_lock alone(backing_up_, std::try_to_lock); alone) {
      try {
        auto made = copy_all(what);
        end_backup();
        return made;
      } catch (const SQLite::Exception& failure) {
        end_backup();
        return tl::unexpected(store_error(failure, "making the backup " + what.file.string()));
      }
    }
    return fail(errc::unavailable, "another backup is being made",
                "Wait until it is done; `gantry backup --list` shows how far it is.");
  }

  result<void> put_definition(const definition_row& row) override {
    const std::lock_guard held(writing_);
    try {
      if (!writer_)
        return fail(errc::store_failed, "the database connection is closed");
      writer_->put_definition(row);
      return {};
    } catch (const SQLite::Exception& what) {
      end_process_if_fsync_failed(what.getExtendedErrorCode(), "storing a definition");
      return tl::unexpected(store_error(what, "storing a definition"));
    }
  }
  instance_number next_instance_number() const override {
    const std::lock_guard held(writing_);
    return writer_ ? writer_->next_number() : 0;
  }
  const store_identity& identity() const override { return identity_; }
  result<std::vector<std::pair<std::string, std::int64_t>>> totals() const override {
    return ask("reading the counters", [](reader& from) { return queries::totals(from); });
  }

private:
  struct backup_step {
    bool done = false;
    backup_progress progress;
    std::chrono::steady_clock::duration took{};
  };

  /// One step of the backup under the writer's lock; none when the connection was opened again. A
  /// mutex is not fair, and a journal with work takes it again at once: so the next commit waits
  /// until the step has it.
  [[nodiscard]] std::optional<backup_step> step_backup() const {
    backup_wants_turn_ = true;
    const std::lock_guard held(writing_);
    backup_wants_turn_ = false;
    backup_wants_turn_.notify_all();
    if (!backup_)
      return std::nullopt;
    const auto began = std::chrono::steady_clock::now();
    const bool done = backup_->step();
    return backup_step{done, backup_->progress(), std::chrono::steady_clock::now() - began};
  }

  /// Rests after each step for as long as the step took, so that a disk that is slow for the copy
  /// is not slow for orders.
  result<backup_progress> copy_all(const backup_request& what) const {
    {
      const std::lock_guard held(writing_);
      if (!writer_)
        return fail(errc::store_failed, "the database connection is closed");
      auto begun = writer_->begin_backup(what, backup_files_);
      if (!begun)
        return tl::unexpected(std::move(begun.error()));
      backup_ = std::move(*begun);
    }
    for (bool done = false; !done;) {
      const auto stepped = step_backup();
      if (!stepped)
        return fail(errc::store_failed,
                    "the database connection was opened again while the backup " +
                        what.file.string() + " was made",
                    "Look at the disk below the data folder, then begin the backup again.");
      done = stepped->done;
      if (what.watcher && !what.watcher(stepped->progress) && !done)
        return fail(errc::unavailable, "the backup " + what.file.string() + " was given up",
                    "Begin it again.");
      if (!done)
        std::this_thread::sleep_for(stepped->took);
    }
    // What is left concerns the copy alone, and may take its time.
    const auto copy = take_backup();
    if (!copy)
      return fail(errc::store_failed, "the database connection was closed");
    if (auto kept = copy->keep(); !kept)
      return tl::unexpected(std::move(kept.error()));
    return copy->progress();
  }

  std::unique_ptr<online_backup> take_backup() const {
    const std::lock_guard held(writing_);
    return std::move(backup_);
  }

  void end_backup() const {
    const std::lock_guard held(writing_); // its end goes through the writer's connection
    backup_.reset();
  }

  template <class T, class Question>
  result<T> ask_fallible(std::string_view doing, const Question& question) const {
    const auto lent = readers_->take();
    try {
      return question(*lent);
    } catch (const SQLite::Exception& what) {
      return tl::unexpected(store_error(what, doing));
    }
  }
  /// Lists may have to look at many rows: they have readers of their own, so that nothing short
  /// waits behind them, and not for ever.
  template <class Question>
  auto ask_list(std::string_view doing, const Question& question) const
      -> result<typename list_answer<decltype(question(std::declval<reader&>()))>::type> {
    const auto lent = listers_->take();
    const time_limit limited(*lent);
    try {
      return question(*lent);
    } catch (const SQLite::Exception& what) {
      if (what.getErrorCode() == SQLITE_INTERRUPT)
        return fail(errc::unavailable,
                    std::string(doing) + " took longer than 5 s and was given up",
                    "Narrow it: by status, key or number, or among open orders by stage, channel, "
                    "customer or search.");
      return tl::unexpected(store_error(what, doing));
    }
  }
  template <class Question>
  auto ask(std::string_view doing, const Question& question) const
      -> result<decltype(question(std::declval<reader&>()))> {
    using answer = decltype(question(std::declval<reader&>()));
    return ask_fallible<answer>(doing,
                                [&](reader& from) -> result<answer> { return question(from); });
  }

  std::optional<folder_lock> lock_; ///< none: it only reads
  std::filesystem::path path_;
  store_identity identity_;
  bool compress_ = true;
  int checkpoint_pages_ = 0;                   ///< without a writer: none
  std::shared_ptr<backup_files> backup_files_; ///< without a writer: none
  mutable std::mutex writing_; ///< the journal's thread has it nearly always, and alone
  std::unique_ptr<sqlite_writer> writer_;
  mutable std::mutex backing_up_; ///< taken before `writing_`
  mutable std::atomic<bool> backup_wants_turn_{false};
  mutable std::unique_ptr<online_backup> backup_; ///< of the writer's connection; by `writing_`
  std::unique_ptr<reader_pool> readers_;
  std::unique_ptr<reader_pool> listers_;
};

} // namespace

result<std::shared_ptr<store>> open_sqlite(const sqlite_options& options, timestamp now) {
  auto folder = open_folder(options, now);
  if (!folder)
    return tl::unexpected(std::move(folder.error()));
  try {
    return std::make_shared<sqlite_store>(std::move(*folder), options);
  } catch (const SQLite::Exception& what) {
    return tl::unexpected(store_error(what, "preparing the database"));
  }
}

result<std::shared_ptr<const store>> open_sqlite_to_read(const std::filesystem::path& database) {
  try {
    auto opened = open_to_read(database);
    if (!opened)
      return tl::unexpected(std::move(opened.error()));
    const auto identity = read_identity(**opened);
    if (!identity)
      return fail(errc::store_corrupt,
                  database.string() + " does not say which engine it belongs to");
    return std::make_shared<const sqlite_store>(database, *identity);
  } catch (const SQLite::Exception& what) {
    return tl::unexpected(store_error(what, "opening " + database.string()));
  }
}

} // namespace gantry::persistence
