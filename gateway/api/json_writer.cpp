#include "gateway/api/json_writer.hpp"

#include "dsl/base/json.hpp"

namespace gantry::gateway {

void json_writer::separate() {
  if (!first_)
    out_ += ',';
  first_ = false;
}

json_writer& json_writer::open(char bracket) {
  separate();
  out_ += bracket;
  first_ = true;
  return *this;
}

json_writer& json_writer::close(char bracket) {
  out_ += bracket;
  first_ = false;
  return *this;
}

json_writer& json_writer::name(std::string_view name) {
  separate();
  append_json_string(out_, name);
  out_ += ':';
  first_ = true; // the value that follows needs no comma
  return *this;
}

json_writer& json_writer::raw(std::string_view json) {
  separate();
  out_ += json.empty() ? std::string_view{"null"} : json;
  return *this;
}

json_writer& json_writer::text(std::string_view value) {
  separate();
  append_json_string(out_, value);
  return *this;
}

json_writer& json_writer::text_or_null(std::string_view value) {
  return value.empty() ? null() : text(value);
}

json_writer& json_writer::boolean(bool value) {
  return raw(value ? "true" : "false");
}

json_writer& json_writer::time(timestamp value) {
  return text(format_timestamp(value));
}

json_writer& json_writer::time_or_null(timestamp value) {
  return value.ns == 0 ? null() : time(value);
}

json_writer& json_writer::any(const value& v) {
  separate();
  append_json(out_, v);
  return *this;
}

} // namespace gantry::gateway
