#pragma once

/// Flows of one or two steps that several tests of the engine share.
namespace gantry::tests {

/// One document, made at most once, that can be taken back.
inline constexpr const char* makes_one = R"(
workflow small(job: Job) -> Made {
  version 1  key job.id
  step made = far.make(text: job.text, amount: job.amount) {
    compensate far.unmake(number: made.number)
    on blocked as e { reject e.reason }
  }
  return made
})";

/// One document, and then the order waits: its call has ended, and the order has not.
inline constexpr const char* makes_and_waits = R"(
workflow small(job: Job) -> Made {
  version 1  key job.id
  step made = far.make(text: job.text, amount: job.amount) {
    compensate far.unmake(number: made.number)
    on blocked as e { reject e.reason }
  }
  wait seen = far.arrived(id: job.id) { within 10d else hold "nothing arrived" }
  return made
})";

/// Two documents, both to be taken back when the order does not come through.
inline constexpr const char* makes_two = R"(
workflow small(job: Job) {
  version 1  key job.id
  step kept = far.keep(text: job.text) {
    compensate far.drop(id: kept.id)
  }
  step made = far.make(text: job.text, amount: job.amount) {
    compensate far.unmake(number: made.number)
  }
  wait seen = far.arrived(id: job.id) { within 10d else hold "nothing arrived" }
})";

/// An idempotent call and nothing else.
inline constexpr const char* keeps_one = R"(
workflow small(job: Job) -> Kept {
  version 1  key job.id
  step kept = far.keep(text: job.text) {
    compensate far.drop(id: kept.id)
  }
  return kept
})";

/// A `once` call that nobody can be asked about.
inline constexpr const char* blind_one = R"(
workflow small(job: Job) {
  version 1  key job.id
  step made = far.blind(text: job.text) {
    compensate far.unmake(number: made.number)
    on unknown as u {
      wait word = far.told(id: job.id) { within 1h else hold "nobody knows" }
      yield Made { number: "by word", amount: job.amount }
    }
  }
  wait seen = far.arrived(id: job.id) { within 10d else hold "nothing arrived" }
})";

inline constexpr const char* one_document = R"({"number":"M-1","amount":"10.00"})";
inline constexpr const char* found_one = R"([{"number":"M-1","amount":"10.00"}])";
/// What the idempotent `keep` answers.
inline constexpr const char* kept = R"({"id":"K-1"})";
inline constexpr const char* found_other = R"([{"number":"M-1","amount":"11.00"}])";
inline constexpr const char* found_two =
    R"([{"number":"M-1","amount":"10.00"},{"number":"M-2","amount":"10.00"}])";

} // namespace gantry::tests
