#include "dsl/base/json.hpp"
#include "dsl/expr/ast.hpp"

namespace gantry::dsl {

namespace {

/// Writes a tree back as it was written, with the blanks of the canonical layout.
class text_writer {
public:
  std::string write(const expression_syntax& e) {
    put(e);
    return std::move(out_);
  }

private:
  void put(const expression_syntax& e) {
    if (e.is_parenthesised)
      out_ += "(";
    put_bare(e);
    if (e.is_parenthesised)
      out_ += ")";
  }

  void put_bare(const expression_syntax& e) {
    switch (e.is) {
    case syntax_kind::literal: put_literal(e); return;
    case syntax_kind::name: put_name(e); return;
    case syntax_kind::field:
      put(*e.target);
      out_ += e.is_optional ? ".?" : ".";
      out_ += e.name;
      return;
    case syntax_kind::index:
      put(*e.target);
      out_ += e.is_optional ? "[?" : "[";
      put(*e.operands[0]);
      out_ += "]";
      return;
    case syntax_kind::call: put_call(e); return;
    case syntax_kind::list:
    case syntax_kind::map:
    case syntax_kind::record: put_entries(e); return;
    case syntax_kind::unary:
      out_ += e.name;
      put(*e.operands[0]);
      return;
    case syntax_kind::binary:
      put(*e.operands[0]);
      out_ += " " + e.name + " ";
      put(*e.operands[1]);
      return;
    case syntax_kind::conditional:
      put(*e.operands[0]);
      out_ += " ? ";
      put(*e.operands[1]);
      out_ += " : ";
      put(*e.operands[2]);
      return;
    }
  }

  void put_literal(const expression_syntax& e) {
    if (e.constant.is_string())
      append_json_string(out_, e.constant.as_string());
    else if (e.constant.is_bytes())
      put_bytes(e.constant.as_bytes());
    else
      out_ += e.name;
  }

  void put_bytes(const std::string& bytes) {
    out_ += "b\"";
    for (const char c : bytes) {
      const auto byte = static_cast<unsigned char>(c);
      if (byte >= 0x20 && byte < 0x7F && c != '"' && c != '\\') {
        out_.push_back(c);
        continue;
      }
      static constexpr char digits[] = "0123456789abcdef";
      out_ += "\\x";
      out_.push_back(digits[byte >> 4u]);
      out_.push_back(digits[byte & 0xFu]);
    }
    out_ += "\"";
  }

  void put_name(const expression_syntax& e) {
    if (e.is_rooted)
      out_ += ".";
    out_ += e.name;
  }

  void put_call(const expression_syntax& e) {
    if (e.target != nullptr) {
      put(*e.target);
      out_ += ".";
    }
    put_name(e);
    out_ += "(";
    for (std::size_t i = 0; i < e.operands.size(); ++i) {
      if (i > 0)
        out_ += ", ";
      put(*e.operands[i]);
    }
    out_ += ")";
  }

  void put_entries(const expression_syntax& e) {
    const bool is_list = e.is == syntax_kind::list;
    if (e.is == syntax_kind::record) {
      put_name(e);
      out_ += " ";
    }
    out_ += is_list ? "[" : "{";
    for (std::size_t i = 0; i < e.entries.size(); ++i) {
      const expression_syntax::entry& item = e.entries[i];
      if (i > 0)
        out_ += ", ";
      if (item.is_optional)
        out_ += "?";
      if (item.key != nullptr)
        put(*item.key);
      else
        out_ += item.name;
      if (!is_list)
        out_ += ": ";
      put(*item.value);
    }
    out_ += is_list ? "]" : "}";
  }

  std::string out_;
};

} // namespace

std::string text_of(const expression_syntax& e) {
  return text_writer().write(e);
}

} // namespace gantry::dsl
