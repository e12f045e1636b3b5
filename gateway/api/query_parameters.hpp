#pragma once

#include "gateway/http_server.hpp"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gantry::gateway {

/// Reads the parameters of a query and collects what is wrong with them. Parameters that are not
/// known, or stand there twice, are mistakes; names that begin with a `prefix.` are left to the
/// caller.
class query_parameters {
public:
  query_parameters(const http_request& request, std::initializer_list<std::string_view> known,
                   std::string_view prefix = {});

  [[nodiscard]] std::string text(std::string_view name) const;
  [[nodiscard]] std::int64_t integer(std::string_view name, std::int64_t from, std::int64_t to,
                                     std::int64_t otherwise);
  [[nodiscard]] bool flag(std::string_view name);
  void mistake(std::string_view name, std::string_view rule, std::string message);

  [[nodiscard]] bool ok() const { return mistakes_.empty(); }
  /// invalid_request with every mistake.
  [[nodiscard]] error problem() const;

private:
  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;

  const http_request* request_;
  std::vector<field_error> mistakes_;
};

} // namespace gantry::gateway
