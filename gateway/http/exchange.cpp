#include "gateway/http/exchange.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>

#include <array>
#include <ctime>
#include <netinet/tcp.h>
#include <utility>

namespace gantry::gateway {
namespace {

namespace net = boost::asio;
using boost::system::error_code;
using net::ip::tcp;

constexpr std::size_t answer_header_bytes_max = 64 * 1024;
constexpr std::size_t answer_buffer_bytes = 16 * 1024;

/// The clock of `send_by`: it runs on while the machine is suspended (E2.5).
std::int64_t boot_clock_ns() {
  timespec now{};
  clock_gettime(CLOCK_BOOTTIME, &now);
  return static_cast<std::int64_t>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

std::string milliseconds_text(std::chrono::nanoseconds span) {
  return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(span).count()) +
         " ms";
}

} // namespace

std::string_view exchange_end::header(std::string_view lower_case_name) const {
  for (const auto& [name, value] : headers)
    if (name == lower_case_name)
      return value;
  return {};
}

exchange::exchange(std::shared_ptr<host_pool> pool, exchange_request request, completion done)
    : pool_(std::move(pool)), request_(std::move(request)), done_(std::move(done)),
      strand_(net::make_strand(pool_->context())), resolver_(strand_), timer_(strand_),
      deadline_(clock::now() + request_.timeout), socket_(pool_->context()),
      reader_(message_reader::side::response, answer_header_bytes_max) {}

void exchange::start() {
  net::post(strand_, [self = shared_from_this()] {
    self->arm_timer(self->deadline_ - clock::now());
    self->acquire();
  });
}

void exchange::abort() {
  net::post(strand_, [self = shared_from_this()] {
    if (self->phase_ == phase::ended)
      return;
    if (self->written_ == 0)
      return self->finish_not_sent("given up before anything was sent", false);
    exchange_end end;
    end.how = exchange_end::kind::given_up;
    end.detail = "given up while its answer was awaited";
    self->finish(std::move(end));
  });
}

void exchange::acquire() {
  phase_ = phase::waiting;
  if (!pool_->acquire(shared_from_this()))
    finish_not_sent("too many requests wait for a connection to " + pool_->url.authority(), false);
}

void exchange::use(host_pool::socket_type socket) {
  net::dispatch(strand_, [self = shared_from_this(), kept = std::move(socket)]() mutable {
    if (self->phase_ == phase::ended)
      return self->pool_->keep(std::move(kept));
    self->holds_slot_ = true;
    self->kept_connection_ = true;
    self->socket_ = std::move(kept);
    // It may have waited in a queue since it was looked at.
    if (is_quiet(self->socket_))
      self->begin_writing();
    else
      self->replace_connection();
  });
}

void exchange::use_fresh_slot() {
  net::dispatch(strand_, [self = shared_from_this()] {
    if (self->phase_ == phase::ended)
      return self->pool_->release();
    self->holds_slot_ = true;
    self->kept_connection_ = false;
    self->resolve();
  });
}

void exchange::resolve() {
  phase_ = phase::resolving;
  arm_timer(
      std::min<std::chrono::nanoseconds>(deadline_ - clock::now(), pool_->options.connect_timeout));
  const auto& url = pool_->url;
  error_code not_numeric;
  const auto numeric = net::ip::make_address(url.host, not_numeric);
  if (!not_numeric)
    return connect({tcp::endpoint{numeric, url.port}}, 0);
  resolver_.async_resolve(
      url.host, std::to_string(url.port),
      [self = shared_from_this()](const error_code& ec, const tcp::resolver::results_type& found) {
        if (self->phase_ != phase::resolving)
          return;
        if (ec || found.empty())
          return self->finish_not_sent(
              "the name " + self->pool_->url.host + " is not found: " + ec.message(), false);
        std::vector<tcp::endpoint> endpoints;
        for (const auto& entry : found)
          endpoints.push_back(entry.endpoint());
        self->connect(endpoints, 0);
      });
}

void exchange::connect(const std::vector<tcp::endpoint>& to, std::size_t index) {
  phase_ = phase::connecting;
  socket_ = host_pool::socket_type{pool_->context()};
  socket_.async_connect(
      to[index],
      net::bind_executor(strand_, [self = shared_from_this(), to, index](const error_code& ec) {
        if (self->phase_ != phase::connecting)
          return;
        if (!ec)
          return self->connected();
        if (index + 1 < to.size())
          return self->connect(to, index + 1);
        self->finish_not_sent(
            "no connection to " + self->pool_->url.authority() + ": " + ec.message(), false);
      }));
}

void exchange::connected() {
  error_code ignored;
  socket_.set_option(tcp::no_delay{true}, ignored);
  arm_timer(deadline_ - clock::now());
  begin_writing();
}

void exchange::begin_writing() {
  phase_ = phase::writing;
  error_code ec;
  socket_.non_blocking(true, ec);
  if (ec)
    return finish_not_sent("the connection cannot be used: " + ec.message(), false);
  if (request_.user_timeout_ms > 0) {
    using user_timeout = net::detail::socket_option::integer<IPPROTO_TCP, TCP_USER_TIMEOUT>;
    socket_.set_option(user_timeout{static_cast<int>(request_.user_timeout_ms)}, ec);
  }
  write_more();
}

std::size_t exchange::total_bytes() const {
  return request_.head.size() + (request_.body ? request_.body->size() : 0);
}

bool exchange::too_late_to_send() const {
  return request_.send_by_ns != 0 && boot_clock_ns() >= request_.send_by_ns;
}

void exchange::write_more() {
  // Written here and now rather than by an asynchronous operation: the count of bytes that left is
  // exact at every instant, and nothing stands between the look at the clock and the write.
  while (written_ < total_bytes()) {
    const auto head_done = std::min(written_, request_.head.size());
    const auto body_done = written_ - head_done;
    const std::array parts{
        net::const_buffer{request_.head.data() + head_done, request_.head.size() - head_done},
        request_.body ? net::const_buffer{net::buffer(*request_.body) + body_done}
                      : net::const_buffer{}};
    if (written_ == 0 && too_late_to_send())
      return finish_not_sent("the time to send by had passed before the first byte", true);
    error_code ec;
    const auto sent = socket_.write_some(parts, ec);
    if (ec == net::error::would_block || ec == net::error::try_again)
      return wait_writable();
    if (ec && written_ == 0 && kept_connection_)
      return replace_connection();
    if (ec && written_ == 0)
      return finish_not_sent("the connection broke before the first byte: " + ec.message(), false);
    if (ec)
      break; // the far side may have answered before it stopped to read
    written_ += sent;
  }
  phase_ = phase::reading;
  if (!request_.answer_has_body)
    reader_.expect_no_body();
  buffer_.resize(answer_buffer_bytes);
  read_some();
}

void exchange::wait_writable() {
  socket_.async_wait(tcp::socket::wait_write,
                     net::bind_executor(strand_, [self = shared_from_this()](const error_code&) {
                       if (self->phase_ == phase::writing)
                         self->write_more();
                     }));
}

void exchange::replace_connection() {
  error_code ignored;
  socket_.close(ignored);
  kept_connection_ = false;
  resolve(); // under the same slot
}

void exchange::read_some() {
  socket_.async_read_some(
      net::buffer(buffer_),
      net::bind_executor(strand_, [self = shared_from_this()](const error_code& ec, std::size_t n) {
        if (self->phase_ != phase::reading)
          return;
        if (ec)
          return self->closed_by_peer(ec == net::error::eof ? "closed by the far side"
                                                            : ec.message());
        self->take(n);
      }));
}

void exchange::take(std::size_t bytes) {
  std::string_view rest{buffer_.data(), bytes};
  const auto joined = pending_.empty() ? std::string{} : std::exchange(pending_, {}).append(rest);
  if (!joined.empty())
    rest = joined;
  exchange_end end;
  for (;;) {
    const auto state = reader_.feed(rest);
    if (state == reading::header) {
      reader_.limit_body(request_.answer_bytes_max);
      end.status = reader_.status();
      if (reader_.content_length().value_or(0) > request_.answer_bytes_max) {
        end.how = exchange_end::kind::answer_too_large;
        break;
      }
      continue;
    }
    if (state == reading::whole && reader_.status() / 100 == 1 && reader_.status() != 101) {
      reader_ = message_reader{message_reader::side::response, answer_header_bytes_max};
      continue;
    }
    if (state == reading::whole) {
      end.how = exchange_end::kind::answered;
      break;
    }
    if (state == reading::more) {
      if (rest.size() > answer_header_bytes_max) {
        end.how = exchange_end::kind::garbage;
        end.detail = "a line of the answer is too long";
        break;
      }
      pending_ = std::string{rest};
      return read_some();
    }
    if (state == reading::body_too_large) {
      end.how = exchange_end::kind::answer_too_large;
      break;
    }
    end.how = exchange_end::kind::garbage;
    end.detail = "the answer is not HTTP/1.1: " + reader_.problem();
    break;
  }
  reusable_ = end.how == exchange_end::kind::answered && rest.empty() && reader_.keep_alive() &&
              written_ == total_bytes();
  finish(std::move(end));
}

void exchange::closed_by_peer(const std::string& why) {
  exchange_end end;
  end.how = exchange_end::kind::lost;
  if (reader_.header_done() && reader_.finish() == reading::whole)
    end.how = exchange_end::kind::answered;
  end.detail = "the connection was lost before the answer was complete: " + why;
  finish(std::move(end));
}

void exchange::arm_timer(std::chrono::nanoseconds after) {
  timer_.expires_after(after);
  timer_.async_wait([self = shared_from_this()](const error_code& ec) {
    if (!ec && self->phase_ != phase::ended && self->timer_.expiry() <= clock::now())
      self->timer_fired();
  });
}

void exchange::timer_fired() {
  switch (phase_) {
  case phase::waiting:
    return finish_not_sent("no connection was free within " + milliseconds_text(request_.timeout),
                           true);
  case phase::resolving:
  case phase::connecting:
    return finish_not_sent("no connection to " + pool_->url.authority() + " in time", true);
  case phase::writing:
  case phase::reading: break;
  case phase::ended: return;
  }
  if (written_ == 0)
    return finish_not_sent("nothing could be sent within " + milliseconds_text(request_.timeout),
                           true);
  exchange_end end;
  end.how = exchange_end::kind::timed_out;
  end.detail = "no answer within " + milliseconds_text(request_.timeout);
  finish(std::move(end));
}

void exchange::finish_not_sent(std::string detail, bool late) {
  exchange_end end;
  end.how = exchange_end::kind::not_sent;
  end.late = late;
  end.detail = std::move(detail);
  finish(std::move(end));
}

void exchange::finish(exchange_end end) {
  const bool waited = phase_ == phase::waiting;
  phase_ = phase::ended;
  timer_.cancel();
  resolver_.cancel();
  end.first_byte_written = written_ > 0;
  if (end.how == exchange_end::kind::answered || end.how == exchange_end::kind::answer_too_large)
    end.status = reader_.status();
  if (end.how == exchange_end::kind::answered) {
    end.headers = reader_.take_fields();
    end.body = reader_.take_body();
  }
  // The socket is shut down before anybody hears of the end, so that nothing of this attempt can
  // be written any more (E2.5); a reset also drops what still lies in the kernel's buffer.
  if (!reusable_) {
    error_code ignored;
    if (end.how != exchange_end::kind::answered)
      socket_.set_option(net::socket_base::linger{true, 0}, ignored);
    socket_.close(ignored);
  }
  if (waited)
    pool_->forget(*this);
  if (holds_slot_ && reusable_)
    pool_->keep(std::move(socket_));
  else if (holds_slot_)
    pool_->release();
  holds_slot_ = false;
  auto done = std::move(done_);
  done_ = nullptr;
  done(std::move(end));
}

} // namespace gantry::gateway
