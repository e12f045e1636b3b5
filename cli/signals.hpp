#pragma once

namespace gantry::cli {

/// Takes SIGTERM and SIGINT out of every thread that is started later, so that a server ends by its
/// own hand: make one before the first thread, then wait.
class end_signals {
public:
  end_signals();
  /// Blocks until one of them arrives.
  void wait() const;
};

} // namespace gantry::cli
