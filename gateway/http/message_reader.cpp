#include "gateway/http/message_reader.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include <algorithm>
#include <limits>
#include <variant>

namespace gantry::gateway {
namespace {

namespace beast = boost::beast;
namespace beast_http = boost::beast::http;
using text_view = beast::string_view;

/// A length that a header promises is not yet a byte: what is reserved on its word is bounded, so
/// that idle uploads cost little memory.
constexpr std::size_t body_reserve_max = 64 * 1024;

std::string_view plain(text_view text) {
  return {text.data(), text.size()};
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

struct message {
  std::string method;
  std::string target;
  int version = 11;
  int status = 0;
  name_values fields;
  std::string body;
  bool header_done = false;
  bool other_coding = false;
};

/// Both of Beast's parsers, filling the same plain message.
template <bool is_request>
class parser final : public beast_http::basic_parser<is_request> {
public:
  explicit parser(message& into) : into_(into) {}

private:
  using error_code = beast::error_code;

  void on_request_impl(beast_http::verb, text_view method, text_view target, int version,
                       error_code& ec) override {
    ec = {};
    into_.method = std::string{plain(method)};
    into_.target = std::string{plain(target)};
    into_.version = version;
  }
  void on_response_impl(int status, text_view, int version, error_code& ec) override {
    ec = {};
    into_.status = status;
    into_.version = version;
  }
  void on_field_impl(beast_http::field name, text_view name_text, text_view value,
                     error_code& ec) override {
    ec = {};
    if (into_.header_done)
      return;
    if (name == beast_http::field::transfer_encoding &&
        !equal_ignoring_case(plain(value), "chunked"))
      into_.other_coding = true;
    into_.fields.emplace_back(to_lower_case(plain(name_text)), std::string{plain(value)});
  }
  void on_header_impl(error_code& ec) override {
    ec = {};
    into_.header_done = true;
  }
  void on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code& ec) override {
    ec = {};
    if (length)
      into_.body.reserve(
          static_cast<std::size_t>(std::min<std::uint64_t>(*length, body_reserve_max)));
  }
  std::size_t on_body_impl(text_view body, error_code& ec) override {
    ec = {};
    into_.body.append(body.data(), body.size());
    return body.size();
  }
  void on_chunk_header_impl(std::uint64_t, text_view, error_code& ec) override { ec = {}; }
  std::size_t on_chunk_body_impl(std::uint64_t, text_view body, error_code& ec) override {
    return on_body_impl(body, ec);
  }
  void on_finish_impl(error_code& ec) override { ec = {}; }

  message& into_;
};

} // namespace

struct message_reader::impl {
  using request_parser = parser<true>;
  using response_parser = parser<false>;

  message content;
  std::variant<std::monostate, request_parser, response_parser> parsers;
  std::string problem;
  bool header_told = false;

  template <class Function>
  auto with(Function&& function) {
    if (auto* request = std::get_if<request_parser>(&parsers))
      return function(*request);
    return function(std::get<response_parser>(parsers));
  }

  impl(side of, std::size_t header_bytes_max) {
    if (of == side::request)
      parsers.emplace<request_parser>(content);
    else
      parsers.emplace<response_parser>(content);
    with([&](auto& p) {
      p.header_limit(static_cast<std::uint32_t>(
          std::min<std::size_t>(header_bytes_max, std::numeric_limits<std::uint32_t>::max())));
      p.body_limit(boost::none);
      p.eager(false);
    });
  }

  reading failed(const beast::error_code& ec) {
    problem = ec.message();
    if (ec == beast_http::error::header_limit)
      return reading::header_too_large;
    if (ec == beast_http::error::body_limit)
      return reading::body_too_large;
    return reading::malformed;
  }

  reading state(bool done) {
    if (content.other_coding)
      return reading::body_unsupported;
    if (done)
      return reading::whole;
    if (content.header_done && !header_told) {
      header_told = true;
      return reading::header;
    }
    return reading::more;
  }
};

message_reader::message_reader(side of, std::size_t header_bytes_max)
    : impl_(std::make_unique<impl>(of, header_bytes_max)) {}
message_reader::~message_reader() = default;
message_reader::message_reader(message_reader&&) noexcept = default;
message_reader& message_reader::operator=(message_reader&&) noexcept = default;

reading message_reader::feed(std::string_view& bytes) {
  return impl_->with([&](auto& p) {
    beast::error_code ec;
    while (!p.is_done() && !bytes.empty()) {
      const bool in_header = !impl_->content.header_done;
      const auto taken = p.put(boost::asio::const_buffer(bytes.data(), bytes.size()), ec);
      bytes.remove_prefix(taken);
      if (ec == beast_http::error::need_more)
        break;
      if (ec)
        return impl_->failed(ec);
      if (in_header && impl_->content.header_done)
        break; // the caller decides about the body first
    }
    return impl_->state(p.is_done());
  });
}

reading message_reader::finish() {
  return impl_->with([&](auto& p) {
    beast::error_code ec;
    if (!p.got_some()) {
      impl_->problem = "closed before the first byte";
      return reading::malformed;
    }
    if (!p.is_done())
      p.put_eof(ec);
    if (ec)
      return impl_->failed(ec);
    return impl_->state(p.is_done());
  });
}

void message_reader::limit_body(std::size_t bytes_max) {
  impl_->with([&](auto& p) {
    p.body_limit(bytes_max);
    p.eager(true);
  });
}

void message_reader::expect_no_body() {
  impl_->with([](auto& p) { p.skip(true); });
}

bool message_reader::got_some() const {
  return impl_->with([](auto& p) { return p.got_some(); });
}
bool message_reader::header_done() const {
  return impl_->content.header_done;
}
const std::string& message_reader::method() const {
  return impl_->content.method;
}
const std::string& message_reader::target() const {
  return impl_->content.target;
}
int message_reader::version() const {
  return impl_->content.version;
}
int message_reader::status() const {
  return impl_->content.status;
}
bool message_reader::keep_alive() const {
  return impl_->with([](auto& p) { return p.keep_alive(); });
}
std::optional<std::uint64_t> message_reader::content_length() const {
  const auto length = impl_->with([](auto& p) { return p.content_length(); });
  return length ? std::optional<std::uint64_t>{*length} : std::nullopt;
}
std::string_view message_reader::field(std::string_view lower_case_name) const {
  for (const auto& [name, value] : impl_->content.fields)
    if (name == lower_case_name)
      return value;
  return {};
}
std::size_t message_reader::count(std::string_view lower_case_name) const {
  const auto& fields = impl_->content.fields;
  return static_cast<std::size_t>(std::count_if(
      fields.begin(), fields.end(), [&](const auto& f) { return f.first == lower_case_name; }));
}
std::size_t message_reader::body_size() const {
  return impl_->content.body.size();
}
const std::string& message_reader::problem() const {
  return impl_->problem;
}
name_values message_reader::take_fields() {
  return std::move(impl_->content.fields);
}
std::string message_reader::take_body() {
  return std::move(impl_->content.body);
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [](char x, char y) { return lower(x) == lower(y); });
}
std::string to_lower_case(std::string_view text) {
  std::string out{text};
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

} // namespace gantry::gateway
