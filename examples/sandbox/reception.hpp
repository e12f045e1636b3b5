#pragma once

#include "examples/sandbox/desk.hpp"

#include <functional>

namespace gantry::sandbox {

/// Reads addresses: which request is for which part of the company.
class reception {
public:
  /// All of them outlive the reception; `published` is called after events were written.
  reception(const sandbox_options& options, data_folder& folder, books_writer& writer,
            fault_book& faults, own_doors& doors, desk& operations,
            std::function<void()> published);

  void take(const gateway::http_request& request, const gateway::http_answer& reply);

private:
  [[nodiscard]] bool take_page(const gateway::http_request& request,
                               const gateway::http_answer& reply);
  [[nodiscard]] gateway::http_response health();
  [[nodiscard]] gateway::http_response show_ledger(const gateway::http_request& request);
  [[nodiscard]] gateway::http_response show_faults() const;
  [[nodiscard]] gateway::http_response set_faults(const std::string& body);
  void ship_now(const gateway::http_request& request, const gateway::http_answer& reply);
  void take_operation(const gateway::http_request& request, const gateway::http_answer& reply);

  const sandbox_options& options_;
  data_folder& folder_;
  books_writer& writer_;
  fault_book& faults_;
  own_doors& doors_;
  desk& desk_;
  std::function<void()> published_;
};

} // namespace gantry::sandbox
