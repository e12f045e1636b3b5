#include "tests/support/faulty_store.hpp"

namespace gantry::test {

using namespace persistence;

namespace {

commit_outcome not_taken(commit_state how, errc code, std::string why) {
  return {how, {}, error{code, std::move(why), {}, {}}};
}

} // namespace

fault_source draw_faults(std::uint64_t seed, fault_odds odds) {
  return [odds, random = std::mt19937_64(seed)](std::uint64_t) mutable {
    // Fifty-three bits of the generator's own, because distributions differ between libraries.
    auto drawn = static_cast<double>(random() >> 11) / 9007199254740992.0;
    const auto falls_into = [&](double share) {
      drawn -= share;
      return drawn < 0;
    };
    if (falls_into(odds.lost_acknowledgement))
      return store_fault::lost_acknowledgement;
    if (falls_into(odds.lost_commit))
      return store_fault::lost_commit;
    if (falls_into(odds.disk_full))
      return store_fault::disk_full;
    return falls_into(odds.busy) ? store_fault::busy : store_fault::none;
  };
}

faulty_store::faulty_store(std::shared_ptr<store> inner, fault_source otherwise)
    : forwarding_store(std::move(inner)), otherwise_(std::move(otherwise)) {}

std::shared_ptr<faulty_store> make_faulty_store(std::shared_ptr<store> inner,
                                                fault_source otherwise) {
  return std::make_shared<faulty_store>(std::move(inner), std::move(otherwise));
}

void faulty_store::fail_commit(std::uint64_t nth, store_fault how) {
  const std::lock_guard held(lock_);
  script_[nth] = how;
}
void faulty_store::fail_next_commit(store_fault how) {
  const std::lock_guard held(lock_);
  script_[commits_ + 1] = how;
}
void faulty_store::fill_disk() {
  const std::lock_guard held(lock_);
  disk_full_ = true;
}
void faulty_store::make_room() {
  const std::lock_guard held(lock_);
  disk_full_ = false;
}
void faulty_store::fail_reopen(int times) {
  const std::lock_guard held(lock_);
  reopen_fails_ = times;
}
std::uint64_t faulty_store::commits() const {
  const std::lock_guard held(lock_);
  return commits_;
}
std::uint64_t faulty_store::faults() const {
  const std::lock_guard held(lock_);
  return faults_;
}
std::uint64_t faulty_store::reopenings() const {
  const std::lock_guard held(lock_);
  return reopenings_;
}

store_fault faulty_store::next_fault() {
  const std::lock_guard held(lock_);
  ++commits_;
  auto fault = store_fault::none;
  if (connection_lost_)
    fault = store_fault::lost_commit;
  else if (const auto scripted = script_.find(commits_); scripted != script_.end())
    fault = scripted->second;
  else if (disk_full_)
    fault = store_fault::disk_full;
  else if (otherwise_)
    fault = otherwise_(commits_);
  if (fault != store_fault::none)
    ++faults_;
  if (fault == store_fault::lost_acknowledgement || fault == store_fault::lost_commit)
    connection_lost_ = true;
  return fault;
}

commit_outcome faulty_store::commit(std::span<const write_request* const> batch) {
  switch (next_fault()) {
  case store_fault::none: break;
  case store_fault::lost_acknowledgement:
    if (auto outcome = inner().commit(batch); outcome.is == commit_state::not_committed)
      return outcome;
    return not_taken(commit_state::unknown, errc::commit_unknown,
                     "the connection was lost after the commit");
  case store_fault::lost_commit:
    return not_taken(commit_state::unknown, errc::commit_unknown,
                     "the connection was lost before the commit");
  case store_fault::disk_full:
    return not_taken(commit_state::not_committed, errc::store_full, "the disk is full");
  case store_fault::busy:
    return not_taken(commit_state::not_committed, errc::store_busy, "the database is busy");
  }
  return inner().commit(batch);
}

result<void> faulty_store::reopen() {
  {
    const std::lock_guard held(lock_);
    ++reopenings_;
    if (reopen_fails_ > 0) {
      --reopen_fails_;
      return fail(errc::store_failed, "the database cannot be opened");
    }
    connection_lost_ = false;
  }
  return inner().reopen();
}

} // namespace gantry::test
