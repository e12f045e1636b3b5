#pragma once

#include "channels/channel.hpp"
#include "channels/x12/reader.hpp"

#include <string>
#include <vector>

namespace gantry::channels::x12 {

/// One complaint about a segment, as AK3 and AK4 of a 997 report it (X12 data elements 720 and
/// 723).
struct segment_error {
  std::string segment_id;
  std::size_t position = 0; ///< counted from ST = 1
  std::string segment_code; ///< AK304: 1 unrecognised, 2 unexpected, 3 missing, 8 data errors
  std::size_t element = 0;  ///< AK401; 0: the complaint is about the segment
  std::string element_code; ///< AK403: 1 missing, 2 conditional missing, 6 character, 7 code,
                            ///< 8 date
  std::string value;
  std::string message;
};

/// One transaction set, ST to SE.
struct transaction_set {
  std::string_view code;          ///< ST01: 850
  std::string_view control;       ///< ST02
  std::vector<segment> segments;  ///< ST and SE included
  std::vector<std::string> codes; ///< AK502: 1 not handled, 2 trailer missing, 3 control numbers,
                                  ///< 4 count, 5 segments in error, 23 number not unique
  std::vector<segment_error> errors;
  [[nodiscard]] bool rejected() const { return !codes.empty(); }
};

struct functional_group {
  std::string_view function;         ///< GS01: PO
  std::string_view sender, receiver; ///< GS02, GS03
  std::string_view control;          ///< GS06
  std::string_view version;          ///< GS08
  std::vector<transaction_set> sets;
  long sets_stated = -1;          ///< GE01
  segment trailer;                ///< GE, when there is one
  std::vector<std::string> codes; ///< AK905: 3 trailer missing, 4 control numbers, 5 count
};

struct interchange {
  separators by;
  segment header;                             ///< ISA
  std::string_view sender, receiver, control; ///< trimmed ISA06, ISA08, ISA13
  bool test = false;                          ///< ISA15 is T
  bool latin_1 = false;                       ///< came in ISO 8859-1, and is answered in it
  std::vector<functional_group> groups;
  std::vector<finding> findings; ///< of the envelope; an `error` speaks against the whole
  bool broken = false;           ///< trailer missing or counts wrong: nothing of it is taken
};

/// All interchanges of a document, their envelopes checked against what is really there.
[[nodiscard]] std::vector<interchange> read_interchanges(const segment_stream& stream,
                                                         std::vector<finding>& findings);

} // namespace gantry::channels::x12
