#include "gateway/api/backup_desk.hpp"

#include "dsl/base/size_text.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <system_error>

namespace gantry::gateway {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t name_max = 100;
constexpr auto ending = ".db";

timestamp time_of(fs::file_time_type written) {
  const auto since = std::chrono::file_clock::to_sys(written).time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::nanoseconds>(since).count()};
}

/// Copies that nobody goes on with: their engine died, an hour ago at least.
void remove_left_over(const fs::path& folder, timestamp now) {
  constexpr duration given_up_after = seconds(3'600);
  std::error_code failed;
  for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
    std::error_code gone;
    const bool is_partial = at->path().extension() == ".partial";
    if (!is_partial || now - time_of(at->last_write_time(gone)) < given_up_after || gone)
      continue;
    if (fs::remove(at->path(), gone))
      spdlog::info("what a backup left that was never finished is removed: {}",
                   at->path().string());
  }
}

} // namespace

bool is_backup_name(std::string_view name) {
  const auto may_stand = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  };
  return !name.empty() && name.size() <= name_max && name.front() != '.' &&
         std::ranges::all_of(name, may_stand);
}

std::string backup_name_at(timestamp now) {
  auto name = format_timestamp(timestamp{now.ns - now.ns % 1'000'000'000});
  std::erase_if(name, [](char c) { return c == '-' || c == ':'; });
  return name;
}

backup_desk::backup_desk(const persistence::store& of, fs::path folder)
    : store_(of), folder_(std::move(folder)) {}

backup_desk::~backup_desk() {
  ending_ = true;
  if (thread_.joinable())
    thread_.join();
}

fs::path backup_desk::file_of(const std::string& name) const {
  return folder_ / (name + ending);
}

result<backup_item> backup_desk::begin(const std::string& name, timestamp now) {
  const std::lock_guard held(lock_);
  if (latest_ && latest_->is == backup_item::state::running)
    return fail(errc::unavailable, "the backup " + latest_->name + " is being made",
                "Wait until it is done; GET /v1/backups shows how far it is.");
  std::error_code ignored;
  if (fs::exists(file_of(name), ignored))
    return tl::unexpected(error{errc::invalid_request,
                                "there is a backup " + name + " already",
                                "Give this one another name; a backup is never written over.",
                                {{"name", "unique", name, "this name is taken"}}});
  if (thread_.joinable())
    thread_.join(); // it ended: its last act was to say so
  remove_left_over(folder_, now);
  latest_.emplace();
  latest_->name = name;
  latest_->at = now;
  thread_ = std::thread([this, name] { make(name); });
  return *latest_;
}

void backup_desk::make(const std::string& name) {
  const auto watch = [this](const persistence::backup_progress& now) {
    const std::lock_guard held(lock_);
    latest_->bytes_copied = now.bytes_copied;
    latest_->bytes = now.bytes;
    return !ending_;
  };
  auto made = [&]() -> result<persistence::backup_progress> {
    try {
      return store_.back_up({file_of(name), watch});
    } catch (const std::exception& what) {
      return fail(errc::internal, "the backup " + name + " failed: " + what.what(),
                  "Begin it again, and report this when it happens again.");
    }
  }();
  if (made)
    spdlog::info("backup {} is made: {}", file_of(name).string(), megabytes(made->bytes));
  else
    spdlog::error("backup {} failed: {} {}", name, made.error().message, made.error().help);
  const std::lock_guard held(lock_);
  latest_->is = made ? backup_item::state::done : backup_item::state::failed;
  if (!made)
    latest_->why = std::move(made.error());
}

std::vector<backup_item> backup_desk::list() const {
  std::vector<backup_item> all;
  std::error_code failed;
  for (fs::directory_iterator at(folder_, failed), end; !failed && at != end;
       at.increment(failed)) {
    if (at->path().extension() != ending)
      continue;
    std::error_code gone;
    backup_item item;
    item.name = at->path().stem().string();
    item.is = backup_item::state::done;
    item.bytes = item.bytes_copied = at->file_size(gone);
    item.at = time_of(at->last_write_time(gone));
    if (!gone)
      all.push_back(std::move(item));
  }
  std::ranges::sort(all, [](const auto& a, const auto& b) { return a.at > b.at; });
  const std::lock_guard held(lock_);
  if (latest_ && latest_->is != backup_item::state::done)
    all.insert(all.begin(), *latest_);
  return all;
}

std::optional<backup_item> backup_desk::find(const std::string& name) const {
  for (auto& item : list())
    if (item.name == name)
      return item;
  return std::nullopt;
}

} // namespace gantry::gateway
