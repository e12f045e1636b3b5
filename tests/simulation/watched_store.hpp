#pragma once

#include "tests/simulation/order_book.hpp"
#include "tests/support/forwarding_store.hpp"

#include <functional>
#include <memory>

namespace gantry::simulation {

/// Shows the book every record that has become durable, before anybody else hears of it.
class watched_store final : public test::forwarding_store {
public:
  /// What reaches the store instead of what was asked; for bugs that are planted.
  using spoiler = std::function<void(persistence::write_request&)>;

  watched_store(std::shared_ptr<persistence::store> inner, order_book& book, spoiler spoils = {})
      : forwarding_store(std::move(inner)), book_(book), spoils_(std::move(spoils)) {}

  persistence::commit_outcome
  commit(std::span<const persistence::write_request* const> batch) override;
  result<void> reopen() override;

private:
  persistence::commit_outcome
  commit_and_show(std::span<const persistence::write_request* const> batch);
  persistence::commit_outcome
  commit_spoiled(std::span<const persistence::write_request* const> batch);
  void show(const persistence::write_request& asked, const persistence::write_result& got);

  order_book& book_;
  spoiler spoils_;
};

} // namespace gantry::simulation
