#pragma once

#include "gateway/api/api_call.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace gantry::gateway {

using endpoint = std::function<void(const api_call&)>;

/// One method of one address. `{…}` in a pattern stands for one part of the path, not empty.
struct route {
  std::string method;  ///< GET also serves HEAD
  std::string pattern; ///< `/v1/orders/{id}/timeline`, as in docs/openapi.yaml
  endpoint serve;
};

/// Finds the endpoint of a request: 404 for an address that nothing has, 405 with the methods that
/// it does have. Literal parts win over `{…}`.
class router {
public:
  void add(std::string method, std::string pattern, endpoint serve);
  void serve(const api_call& call) const;
  [[nodiscard]] const std::vector<route>& routes() const { return routes_; }

private:
  std::vector<route> routes_;
};

/// The parts in the places of `{…}` when a path fits a pattern.
[[nodiscard]] bool fits(std::string_view pattern, std::string_view path,
                        std::vector<std::string>& parts);

} // namespace gantry::gateway
