#include "dsl/expr/pattern.hpp"

#include <re2/re2.h>
#include <string>

namespace gantry::dsl {
namespace {

constexpr std::int64_t compiled_bytes_max = 1 << 20;
constexpr std::size_t work_a_step = 32;

} // namespace

pattern::pattern(std::unique_ptr<re2::RE2> made) : made_(std::move(made)) {}
pattern::~pattern() = default;

result<std::shared_ptr<const pattern>> pattern::compile(std::string_view written) {
  if (written.size() > bytes_max)
    return fail(errc::expression, "a regular expression has at most 1,000 bytes, not " +
                                      std::to_string(written.size()));
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(compiled_bytes_max);
  auto made = std::make_unique<re2::RE2>(re2::StringPiece(written.data(), written.size()), options);
  if (!made->ok())
    return fail(errc::expression,
                "\"" + std::string(written) + "\" is no regular expression: " + made->error(),
                "the syntax is that of RE2: https://github.com/google/re2/wiki/Syntax");
  return std::shared_ptr<const pattern>(new pattern(std::move(made)));
}

bool pattern::is_found_in(std::string_view text) const {
  return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *made_);
}

std::size_t pattern::steps_for(std::string_view text) const {
  const auto size = static_cast<std::size_t>(made_->ProgramSize());
  return 1 + text.size() / work_a_step * (1 + size / work_a_step);
}

} // namespace gantry::dsl
