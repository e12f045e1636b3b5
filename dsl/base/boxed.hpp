#pragma once

#include <memory>
#include <optional>
#include <utility>

namespace gantry {

/// A value that may be missing, like std::optional, with a place of its own on the heap: for what
/// is large and mostly missing inside something that is passed on often.
template <class T>
class boxed {
public:
  boxed() = default;
  boxed(std::nullopt_t) {}
  boxed(T what) : at_(std::make_unique<T>(std::move(what))) {}
  boxed(std::optional<T> what) : at_(what ? std::make_unique<T>(std::move(*what)) : nullptr) {}
  boxed(const boxed& other) : at_(other.at_ ? std::make_unique<T>(*other.at_) : nullptr) {}
  boxed(boxed&&) noexcept = default;
  boxed& operator=(boxed other) noexcept {
    at_ = std::move(other.at_);
    return *this;
  }
  ~boxed() = default;

  [[nodiscard]] bool has_value() const { return at_ != nullptr; }
  explicit operator bool() const { return at_ != nullptr; }
  // As of std::optional, only where there is a value.
  [[nodiscard]] T& operator*() { return *at_; }
  [[nodiscard]] const T& operator*() const { return *at_; }
  [[nodiscard]] T* operator->() { return at_.get(); }
  [[nodiscard]] const T* operator->() const { return at_.get(); }
  void reset() { at_.reset(); }

private:
  std::unique_ptr<T> at_;
};

} // namespace gantry
