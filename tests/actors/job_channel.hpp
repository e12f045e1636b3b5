#pragma once

#include "channels/channel.hpp"

#include <string>

namespace gantry::tests {

/// Takes a JSON list of jobs, and answers with a receipt.
class job_channel : public channels::channel {
public:
  [[nodiscard]] result<void> admit(const channels::raw_document& document) const override;
  [[nodiscard]] channels::mapped_document
  map(const channels::raw_document& document) const override;
  [[nodiscard]] const std::string& workflow() const override { return workflow_; }

private:
  std::string workflow_ = "job";
};

} // namespace gantry::tests
