#pragma once

#include "dsl/base/json.hpp"
#include "examples/sandbox/sandbox.hpp"
#include "gateway/http_connector.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gantry::sandbox::test {

/// A folder that goes away with its owner.
class temporary_folder {
public:
  temporary_folder();
  ~temporary_folder();
  temporary_folder(const temporary_folder&) = delete;
  temporary_folder& operator=(const temporary_folder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
  std::filesystem::path path_;
};

/// What a caller gets: status 0 stands for a connection that closed without an answer.
struct reply {
  int status = 0;
  std::string text;
  value body;
  std::optional<std::string> retry_after;
};

/// A company on a port of its own, and a caller.
class company_at_work {
public:
  company_at_work() { open(); }
  explicit company_at_work(sandbox_options options) : options_(std::move(options)) { open(); }

  void open();
  void close();

  reply send(const std::string& method, const std::string& target, const std::string& body = {},
             const std::string& key = {});
  reply call(const std::string& operation, const std::string& arguments,
             const std::string& key = {}) {
    return send("POST", "/" + operation, arguments, key);
  }
  reply set_faults(const std::string& plan) { return send("PUT", "/faults", plan); }
  /// Rows of `GET /ledger` for `erp.create_sales_order`.
  value::list_type ledger(const std::string& operation);
  [[nodiscard]] std::string address() const;
  /// Of the listener of a system's own.
  [[nodiscard]] std::string address_of(const std::string& system) const;
  /// Whether nobody listens there.
  [[nodiscard]] bool refuses(const std::string& system) const;
  /// Whether somebody else could have its port now.
  [[nodiscard]] bool gives_away_port_of(const std::string& system) const;
  /// Waits for something that happens soon.
  [[nodiscard]] static bool comes_to(const std::function<bool()>& condition);

private:
  temporary_folder folder_;
  sandbox_options options_;
  std::unique_ptr<company> company_;
};

/// Arguments as the flow gives them; the order has one line of three SKU-7 at 4.50.
std::string address(const std::string& country = "DE");
std::string lines(const std::string& sku = "SKU-7", const std::string& quantity = "3");
std::string order(const std::string& account = "C-1002", const std::string& sku = "SKU-7");
std::string price();
/// Text of a field of a reply, or what stood there instead as JSON.
std::string text_of(const value& document, const std::string& path);

/// Goes the way of an order to its fulfillment; returns the fulfillment's answer.
reply fulfil(company_at_work& company, const std::string& order_id);

} // namespace gantry::sandbox::test
