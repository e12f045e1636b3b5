#pragma once

#include <cstdio>
#include <string>

namespace gantry::simulation {

/// What the referees of a course have said. The first finding counts: what follows it may be its
/// consequence.
class verdict {
public:
  void say(const std::string& what) {
    if (first_.empty())
      first_ = what;
  }
  [[nodiscard]] bool is_clean() const { return first_.empty(); }
  [[nodiscard]] const std::string& first() const { return first_; }

private:
  std::string first_;
};

} // namespace gantry::simulation
