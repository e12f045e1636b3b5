#pragma once

#include "persistence/store.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace gantry::test {

/// So many seconds after a morning in March.
[[nodiscard]] constexpr timestamp at(std::int64_t second) {
  return timestamp{1'772'438'400'000'000'000} + seconds(second);
}
[[nodiscard]] uuid id_of(std::uint64_t number);

/// The value of a result that has to be there.
template <class T>
T ok(result<T> given) {
  INFO((given ? std::string() : given.error().message));
  REQUIRE(given.has_value());
  return std::move(*given);
}

/// What a question has to find.
template <class T>
T there(result<std::optional<T>> given) {
  auto found = ok(std::move(given));
  REQUIRE(found.has_value());
  return std::move(*found);
}

/// What a writer knows of an order that it has written.
struct written_order {
  persistence::instance_row row;
  persistence::instance_number number = 0;
  persistence::lsn last = 0;
  std::uint64_t sequence = 0;
};

/// An order that was not there before, with its first record. Its id comes from `number`.
[[nodiscard]] persistence::create_instance new_order(const std::string& key, std::uint64_t number);
/// An event that the outside sent at second `second`.
[[nodiscard]] persistence::store_event event_of(const std::string& type,
                                                const std::string& correlation,
                                                const std::string& id, std::int64_t second = 0);
[[nodiscard]] persistence::document_row document_of(std::uint64_t number, std::string body);

/// A filter of which a test names only the members that it is about.
struct list_of {
  std::string site = "main";
  std::string status = {}, stage = {}, channel = {}, customer = {}, key = {};
  std::optional<timestamp> created_before = {};
  std::vector<std::pair<std::string, std::string>> search = {};
  std::size_t limit = 50;
  std::string cursor = {};
  bool count = false;
};

/// A store under test, and short ways to write to it.
class tested_store {
public:
  using opener = std::function<std::shared_ptr<persistence::store>()>;
  /// `unlock`: takes away what keeps a second engine out, as somebody does who removes a lock file.
  explicit tested_store(
      opener open, std::function<void()> unlock = [] {})
      : open_(std::move(open)), unlock_(std::move(unlock)), store_(open_()) {}

  persistence::store* operator->() const { return store_.get(); }
  persistence::store& operator*() const { return *store_; }
  /// As an engine that ended well and was started again on what it had kept.
  void restart();
  /// Another engine that opens the same while this one still lives.
  [[nodiscard]] tested_store rival() const;

  /// One transaction, which has to be durable.
  std::vector<persistence::write_result>
  write_all(const std::vector<persistence::write_request>& batch);
  persistence::write_result write(persistence::write_request request);
  /// The order has to be new.
  written_order create(const persistence::create_instance& what);
  written_order create(const std::string& key);
  /// The next record of an order. Where `changes` names no record, it is a small one at the second
  /// of its sequence.
  [[nodiscard]] persistence::append_record next_of(const written_order& order,
                                                   persistence::instance_changes changes) const;
  /// The same, written; the writer knows of it afterwards.
  persistence::write_result append(written_order& order,
                                   persistence::instance_changes changes = {});
  /// The end of an order.
  persistence::write_result finish(written_order& order, const std::string& status = "completed");

  /// Orders of a status as the counters have them.
  [[nodiscard]] std::int64_t total(const std::string& status) const;
  [[nodiscard]] result<persistence::order_page> list(const list_of& filter) const;
  /// The business keys of a list's page.
  [[nodiscard]] std::vector<std::string> keys(const list_of& filter = {}) const;

private:
  opener open_;
  std::function<void()> unlock_;
  std::shared_ptr<persistence::store> store_;
  std::uint64_t ids_ = 1'000'000;
};

} // namespace gantry::test
