#pragma once

namespace gantry::cli {

/// Takes SIGTERM, SIGINT and SIGHUP out of every thread that is started later, so that a program
/// ends by its own hand: make one before the first thread, then wait for them or look.
class end_signals {
public:
  end_signals();
  /// Blocks until one of them arrives.
  void wait() const;
  /// Whether one has arrived that nobody waited for.
  [[nodiscard]] bool arrived() const;
  /// Lets what has arrived act as if it had never been taken out: the caller's shell is to learn
  /// that the program ended by a signal. To be called when everything is put away.
  void let_act() const;
};

/// Of a process that was just forked: signals reach it again, whatever its parent takes out.
void take_signals_again();

} // namespace gantry::cli
