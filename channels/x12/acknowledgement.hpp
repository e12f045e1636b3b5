#pragma once

#include "channels/channel.hpp"
#include "channels/x12/interchange.hpp"

#include <optional>

namespace gantry::channels::x12 {

/// The functional acknowledgement (997) of one interchange: a set for each group that is no
/// acknowledgement itself, and a TA1 where ISA14 asks for one. It says what was understood, not
/// whether the goods will come. Its control number is the one that it answers.
/// None when there is nothing to acknowledge.
[[nodiscard]] std::optional<reply_document> acknowledge(const interchange& received,
                                                        timestamp received_at);

} // namespace gantry::channels::x12
