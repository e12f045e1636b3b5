#pragma once

#include "persistence/rows.hpp"
#include "persistence/search_text.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <cstddef>
#include <string>
#include <tuple>
#include <vector>

namespace gantry::persistence {

/// Names of what every order has, beside the labels of its flow, which cannot begin with a dot.
inline const std::string stage_label = ".stage";
inline const std::string channel_label = ".channel";
inline const std::string customer_label = ".customer";

/// What an order is found by, as its row has it.
struct labelled_order {
  std::string stage, channel, customer;
  std::string search; ///< encoded
};

/// All labels under which a finished order stands in `finished_labels`.
[[nodiscard]] search_pairs labels_of_order(const labelled_order& order);

/// Moves finished orders from `finished_lately` into `finished_labels`: many at a time and sorted,
/// so that an order costs a row in a page that others use too, and a few rows with each commit, so
/// that no commit waits for all of them. It works inside the writer's transactions and costs none
/// of its own. Everything in it throws SQLite::Exception.
class finished_indexer {
public:
  /// So many gather; lists look through that many at most twice.
  static constexpr std::size_t gathered_max = 16'384;

  explicit finished_indexer(SQLite::Database& database);

  /// The order has finished in this transaction; its row in `instances` says so.
  void add(instance_number instance);
  /// The part of this transaction. Last in it.
  void work();
  /// Orders are gone that may have been gathered.
  void gather_anew();
  void committed();
  void rolled_back();

private:
  using label_row = std::tuple<std::string, std::string, std::string, instance_number>;
  void gather();

  SQLite::Statement add_, gather_, insert_, remove_;
  std::size_t lately_ = 0;            ///< rows of `finished_lately`, about
  std::size_t added_ = 0;             ///< in this transaction
  std::vector<label_row> labels_;     ///< sorted, to be inserted
  std::vector<instance_number> gone_; ///< whose rows are removed after that
  std::size_t done_ = 0, next_ = 0;   ///< of both: in earlier transactions, and with this one
};

} // namespace gantry::persistence
