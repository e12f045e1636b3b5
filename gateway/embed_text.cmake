# Writes a text file into a C++ source as one string: cmake -DFROM=… -DTO=… -DNAME=… -P embed_text.cmake
file(READ "${FROM}" text)
file(WRITE "${TO}" "#include \"gateway/api/embedded_texts.hpp\"

namespace gantry::gateway {
std::string_view ${NAME}() {
  static constexpr std::string_view text = R\"gantry_text(${text})gantry_text\";
  return text;
}
} // namespace gantry::gateway
")
