#include "examples/sandbox/event_sender.hpp"

#include "examples/sandbox/clock.hpp"

#include <algorithm>
#include <memory>

namespace gantry::sandbox {
namespace {

std::int64_t backoff_ms(int attempts) {
  const std::int64_t ms = 50LL << std::min(attempts, 6);
  return std::min(ms, event_sender::backoff_ms_max);
}

} // namespace

event_sender::event_sender(std::string engine, books_writer& writer)
    : engine_(std::move(engine)), writer_(writer) {
  for (int i = 0; i < senders_count; ++i)
    threads_.emplace_back([this] { run(); });
}

event_sender::~event_sender() {
  stop();
}

void event_sender::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  for (auto& thread : threads_)
    if (thread.joinable())
      thread.join();
}

void event_sender::wake() {
  {
    const std::lock_guard lock(mutex_);
    look_again_ = true;
  }
  changed_.notify_one();
}

void event_sender::when_taken(const std::string& id, std::function<void()> heard) {
  const std::lock_guard lock(mutex_);
  listeners_[id] = std::move(heard);
}

void event_sender::forget(const std::string& id) {
  const std::lock_guard lock(mutex_);
  listeners_.erase(id);
}

void event_sender::run() {
  gateway::http_client client(engine_, answer_timeout_ms);
  while (const auto event = take())
    deliver(client, *event);
}

std::optional<outgoing_event> event_sender::take() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const auto now = clock::now();
    if (look_at_ && *look_at_ <= now) {
      look_at_.reset();
      look_again_ = true;
    }
    if (ready_.empty() && look_again_ && !looking_) {
      looking_ = true;
      look_again_ = false;
      lock.unlock(); // the books may answer at once, on this thread
      load();
      lock.lock();
      continue;
    }
    if (!ready_.empty() && paused_until_ <= now) {
      auto event = std::move(ready_.front());
      ready_.pop_front();
      return event;
    }
    if (!ready_.empty())
      changed_.wait_until(lock, clock::time_point(paused_until_));
    else if (look_at_)
      changed_.wait_until(lock, clock::time_point(*look_at_));
    else
      changed_.wait(lock);
  }
  return std::nullopt;
}

/// What was found by an entry of the writer, which may outlive the call that asked for it.
void event_sender::load() {
  struct found {
    std::vector<outgoing_event> events;
    std::optional<timestamp> next_due;
  };
  const auto result = std::make_shared<found>();
  writer_.add({[result](books& in) {
                 const timestamp now = wall_clock();
                 // In hand are at most `loaded_max`, so twice as many rows always hold news.
                 result->events = in.events.due(now, 2 * loaded_max);
                 result->next_due = in.events.next_due(now);
               },
               [this, result](bool) { loaded(result->events, result->next_due); }});
}

void event_sender::loaded(const std::vector<outgoing_event>& events,
                          std::optional<timestamp> next_due) {
  const std::lock_guard lock(mutex_);
  looking_ = false;
  for (const auto& event : events) {
    if (in_hand_.size() >= static_cast<std::size_t>(loaded_max)) {
      look_again_ = true;
      break;
    }
    if (in_hand_.insert(event.id).second)
      ready_.push_back(event);
  }
  if (next_due) {
    const auto wait_ns = std::max<std::int64_t>(0, (*next_due - wall_clock()).ns);
    look_at_ = clock::now() + std::chrono::nanoseconds(wait_ns) + std::chrono::milliseconds(1);
  }
  changed_.notify_all();
}

void event_sender::deliver(gateway::http_client& client, const outgoing_event& event) {
  for (int sent = 0; sent < event.sends; ++sent) {
    const auto answer = client.request("POST", "/v1/events", event.body,
                                       {{"Content-Type", "application/cloudevents+json"}});
    if (!answer)
      return unreachable(event);
    if (answer->status < 200 || answer->status > 299)
      return refused(event);
    tell(event.id);
  }
  delivered(event);
}

void event_sender::delivered(const outgoing_event& event) {
  {
    const std::lock_guard lock(mutex_);
    failures_ = 0;
  }
  writer_.add({[seq = event.seq](books& in) { in.events.taken(seq); },
               [this, id = event.id](bool) { release(id); }});
}

/// The engine answered, but not with a 2xx: this event waits, others go on.
void event_sender::refused(const outgoing_event& event) {
  const int attempts = event.attempts + 1;
  const timestamp due = wall_clock() + milliseconds(backoff_ms(attempts));
  writer_.add(
      {[seq = event.seq, due, attempts](books& in) { in.events.postpone(seq, due, attempts); },
       [this, id = event.id](bool) {
         release(id);
         wake();
       }});
}

/// Nobody is there: all events wait, and this one is the first to try again.
void event_sender::unreachable(outgoing_event event) {
  {
    const std::lock_guard lock(mutex_);
    ready_.push_front(std::move(event));
    const auto until = clock::now() + std::chrono::milliseconds(backoff_ms(failures_));
    if (until > paused_until_) {
      paused_until_ = until;
      ++failures_;
    }
  }
  changed_.notify_all();
}

void event_sender::release(const std::string& id) {
  const std::lock_guard lock(mutex_);
  in_hand_.erase(id);
}

void event_sender::tell(const std::string& id) {
  std::function<void()> heard;
  {
    const std::lock_guard lock(mutex_);
    const auto found = listeners_.find(id);
    if (found == listeners_.end())
      return;
    heard = std::move(found->second);
    listeners_.erase(found);
  }
  heard();
}

} // namespace gantry::sandbox
