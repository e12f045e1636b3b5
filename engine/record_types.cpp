#include "engine/record_fields.hpp"

namespace gantry::engine::fields {

const std::string& ok_text() {
  static const std::string ok = "ok";
  return ok;
}

const std::string& text_in(const value& document, std::string_view path) {
  static const std::string none;
  const auto* found = document.find_path(path);
  return found != nullptr && found->is_string() ? found->as_string() : none;
}

const dsl::operation* types_of_values::operation(const std::string& node, bool undo) const {
  for (const auto& statement : program_.code) {
    if (statement.does != dsl::instruction::op::call || statement.id != node)
      continue;
    const auto& step = program_.steps[statement.index];
    if (!undo)
      return &program_.operations[step.call.operation];
    return step.compensate ? &program_.operations[step.compensate->operation] : nullptr;
  }
  return nullptr;
}

dsl::type_ref types_of_values::result(const std::string& node, bool undo) const {
  const auto* called = operation(node, undo);
  return called == nullptr ? nullptr : called->returns;
}

dsl::type_ref types_of_values::finder_result(const std::string& node, bool undo) const {
  const auto* called = operation(node, undo);
  if (called == nullptr || !called->verify)
    return nullptr;
  return program_.operations[called->verify->finder].returns;
}

dsl::type_ref types_of_values::error_record(const std::string& node, bool undo,
                                            const std::string& error) const {
  const auto* called = operation(node, undo);
  if (called != nullptr)
    for (const auto& declared : called->errors)
      if (declared.name == error)
        return declared.as_record;
  return nullptr;
}

dsl::type_ref types_of_values::parameter(std::uint32_t operation, const std::string& name) const {
  if (operation < program_.operations.size())
    for (const auto& parameter : program_.operations[operation].parameters)
      if (parameter.name == name)
        return parameter.of;
  return nullptr;
}

dsl::type_ref types_of_values::slot(std::uint32_t index) const {
  return index < program_.slots.size() ? program_.slots[index].of : nullptr;
}

dsl::type_ref types_of_values::event(const std::string& type) const {
  for (const auto& event : program_.events)
    if (event.full_name() == type)
      return event.as_record;
  return nullptr;
}

} // namespace gantry::engine::fields
