#include "actors/scratch_file.hpp"

#include "dsl/base/error.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <mutex>
#include <sys/mman.h>
#include <unistd.h>

namespace gantry::actors {

namespace {

constexpr std::uint64_t magic = 0x314843544152'4347ull; // says which layout it is
constexpr std::size_t slots = 64;
constexpr std::size_t remembered_max = 64;

struct hand {
  persistence::instance_number order = 0; ///< 0: nothing in hand
  std::uint64_t sequence = 0;
  std::array<char, 24> event{};
  std::uint32_t died = 0;
  std::uint32_t deaths = 0; ///< of what is remembered
};

bool same_event(const hand& a, const hand& b) {
  return a.order == b.order && a.sequence == b.sequence && a.event == b.event;
}

/// The slot of the running thread. Plain thread-local data, so that a signal handler can read it.
thread_local hand* my_hand = nullptr;
std::atomic<std::size_t> next_slot{0};

extern "C" void on_fatal_signal(int which) {
  scratch_file::mark_death();
  // The handler is gone (SA_RESETHAND): the signal does now what it would have done.
  ::raise(which);
}

void install_handlers() {
  struct sigaction action {};
  action.sa_handler = on_fatal_signal;
  action.sa_flags = static_cast<int>(SA_RESETHAND | SA_NODEFER);
  sigemptyset(&action.sa_mask);
  for (const int which : {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL})
    ::sigaction(which, &action, nullptr);
}

} // namespace

struct scratch_file::layout {
  std::uint64_t magic = 0;
  std::array<hand, slots> in_hand;
  std::array<hand, remembered_max> remembered; ///< deaths of earlier processes
};

scratch_file::scratch_file(layout* file, std::size_t bytes) : file_(file), bytes_(bytes) {}

scratch_file::~scratch_file() {
  my_hand = nullptr;
  ::munmap(file_, bytes_);
}

result<std::unique_ptr<scratch_file>> scratch_file::open(const std::filesystem::path& folder) {
  const auto path = folder / "in-hand.scratch";
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  const auto failed = [&](const char* what) {
    const int why = errno;
    if (file >= 0)
      ::close(file);
    return fail(errc::store_unwritable,
                std::string{what} + " " + path.string() + ": " + std::strerror(why),
                "The folder has to exist and be writable for the engine.");
  };
  if (file < 0)
    return failed("cannot open");
  if (::ftruncate(file, sizeof(layout)) != 0)
    return failed("cannot size");
  void* place = ::mmap(nullptr, sizeof(layout), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (place == MAP_FAILED)
    return failed("cannot map");
  ::close(file);
  auto opened =
      std::unique_ptr<scratch_file>(new scratch_file(static_cast<layout*>(place), sizeof(layout)));
  opened->take_stock();
  static std::once_flag once;
  std::call_once(once, install_handlers);
  return opened;
}

void scratch_file::take_stock() {
  if (file_->magic != magic)
    *file_ = layout{};
  file_->magic = magic;
  std::array<hand, remembered_max> kept{};
  std::size_t used = 0;
  for (const auto& left : file_->in_hand) {
    if (left.order == 0 || left.died == 0 || used == kept.size())
      continue;
    auto now = left;
    now.deaths = 1;
    for (const auto& before : file_->remembered)
      if (same_event(before, left))
        now.deaths = before.deaths + 1;
    if (now.deaths >= deaths_max)
      quarantined_.push_back({now.order, now.sequence, std::string{now.event.data()}});
    kept[used++] = now;
  }
  // Only deaths in a row count: what did not happen again is forgotten.
  file_->remembered = kept;
  file_->in_hand = {};
  next_slot = 0;
}

void scratch_file::hand_on(persistence::instance_number order, std::uint64_t sequence,
                           std::string_view event) noexcept {
  thread_local const layout* mine_in = nullptr;
  if (my_hand == nullptr || mine_in != file_) {
    mine_in = file_;
    my_hand = &file_->in_hand[next_slot++ % slots];
  }
  my_hand->died = 0;
  my_hand->sequence = sequence;
  my_hand->event = {};
  std::memcpy(my_hand->event.data(), event.data(),
              std::min(event.size(), my_hand->event.size() - 1));
  std::atomic_signal_fence(std::memory_order_release);
  my_hand->order = order;
}

void scratch_file::hand_off() noexcept {
  if (my_hand != nullptr)
    my_hand->order = 0;
}

void scratch_file::mark_death() noexcept {
  if (my_hand != nullptr && my_hand->order != 0)
    my_hand->died = 1;
}

} // namespace gantry::actors
