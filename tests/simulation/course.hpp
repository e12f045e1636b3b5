#pragma once

#include "tests/actors/engine_rig.hpp"
#include "tests/simulation/backup_folder.hpp"
#include "tests/simulation/company.hpp"
#include "tests/simulation/draw.hpp"
#include "tests/simulation/far_ledger.hpp"
#include "tests/simulation/order_book.hpp"
#include "tests/simulation/planted_bug.hpp"
#include "tests/simulation/referees/rules.hpp"
#include "tests/simulation/verdict.hpp"
#include "tests/support/own_folder.hpp"
#include "tests/support/power_disk.hpp"

#include <map>
#include <string>
#include <vector>

namespace gantry::simulation {

/// How often what happened, of what is out of the ordinary.
using happenings = std::map<std::string, std::uint64_t>;

/// One course of an engine's life: bad days of machine, disk, far systems and people, then good
/// ones, until every order has ended. One seed, one course; referees look at everything that
/// becomes durable or leaves. For one thread, one at a time.
class course {
public:
  struct options {
    std::uint64_t seed = 1;
    planted_bug bug = planted_bug::none;
    bool tells = false; ///< prints what happens, with the virtual time
  };

  explicit course(options how);
  ~course();
  course(const course&) = delete;
  course& operator=(const course&) = delete;

  void run();

  [[nodiscard]] const verdict& said() const { return said_; }
  [[nodiscard]] const happenings& happened() const { return happened_; }
  [[nodiscard]] test::power_disk::counts disk_counts() const { return disk_.seen(); }
  [[nodiscard]] std::uint64_t facts_seen() const { return facts_; }

private:
  struct job {
    std::string number;
    bool urgent = false;
    tests::owed<actors::submit_answer> asked;
  };
  struct backup {
    std::filesystem::path file;
    backup_span when;
    bool copied = false;   ///< to its last page
    bool finished = false; ///< and somebody was told so
  };
  struct list_of_jobs {
    std::string body;
    std::shared_ptr<std::optional<result<actors::document_answer>>> asked;
  };

  // course.cpp: the days
  void bad_days();
  void good_days();
  void look_at_rest();
  void look_at_everything();
  // engine_life.cpp: machine and disk
  void set_up(actors::runtime_options& how);
  [[nodiscard]] std::shared_ptr<persistence::store> open();
  void start();
  void die_and_start();
  void stop_and_start();
  void after_faults();
  void disturb_machine();
  [[nodiscard]] test::store_fault next_fault();
  // backups.cpp
  void back_up();
  void during_backup(backup& which, const persistence::backup_progress& so_far);
  void look_at_backups();
  void look_into(const backup& which);
  // outside.cpp: who hands in, and the far systems
  void new_jobs();
  void hand_in(job& which);
  void hand_in_list(std::size_t from, std::size_t many);
  void hand_in_again();
  void note_promises();
  void announce(const job& which);
  [[nodiscard]] tests::far_behaviour behaviour(const engine::far_request& what);
  // people.cpp
  void press_a_button();
  void set_right();
  struct button {
    std::string verb;
    value argument = {};
  };
  void help_where_in_doubt();
  void help_with_hold(const seen_order& order);
  [[nodiscard]] button for_doubt(const seen_order& order, const seen_hold& hold);
  void mend_incidents();

  void tell(const std::string& what);
  [[nodiscard]] std::string shown(const engine::far_request& what) const;
  void count(const std::string& what) { ++happened_[what]; }

  options how_;
  draw draw_;
  verdict said_;
  happenings happened_;
  std::uint64_t facts_ = 0;
  bool bad_ = true;
  bool nobody_to_ask_ = false; ///< finders do not answer
  bool rush_ = false;          ///< many urgent orders, and a carrier that takes its time
  company company_;
  order_book book_;
  far_ledger ledger_;
  test::own_folder folder_;
  test::power_disk disk_;
  std::shared_ptr<backup_folder> backup_folder_;
  std::vector<backup> backups_;
  std::vector<job> jobs_;
  std::vector<list_of_jobs> lists_;
  std::set<std::string> promised_; ///< ids of orders whose acceptance somebody was told
  std::uint64_t receipts_ = 0;
  tests::engine_rig rig_;
};

} // namespace gantry::simulation
