#pragma once

namespace gantry::cli {

/// Every line of the log goes to stderr, whatever the verb: stdout is the answer, and may be read
/// by a program.
void log_to_stderr();

} // namespace gantry::cli
