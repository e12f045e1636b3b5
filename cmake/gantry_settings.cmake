# Compiler settings that every target shares.
option(GANTRY_TESTS "Build the tests" ON)
# The headers of CAF, CLI11 and Beast take longer to read than our sources: read once for several of
# them, a clean build takes less than half as long. Names in unnamed namespaces are therefore unique
# within a room, which readers like too. The debug preset compiles each source alone.
option(GANTRY_UNITY "Compile several sources of a room at once" ON)
option(GANTRY_FUZZ "Build the programs of tests/fuzz with libFuzzer (clang)" OFF)
set(GANTRY_SANITIZE "" CACHE STRING "Sanitizers to build with, for example address,undefined")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Kind of build" FORCE)
endif()

find_program(GANTRY_CCACHE ccache)
if(GANTRY_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # With precompiled headers ccache has to be told that their times do not matter, only their content;
  # the compiler's own list of dependencies spares it to preprocess each source once more.
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND};-E;env" "CCACHE_DEPEND=true"
      "CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime"
      "${GANTRY_CCACHE}")
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-fpch-preprocess)
  endif()
endif()

find_program(GANTRY_MOLD mold)
if(GANTRY_MOLD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_link_options(-fuse-ld=mold)
endif()

add_compile_options(-Wall -Wextra -Wshadow -Wconversion)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 sees overlaps and writes out of bounds in std::string that are not there (GCC bugs 105329
  # and 105651); the sanitizers find those that are.
  add_compile_options(-Wno-restrict -Wno-array-bounds -Wno-stringop-overflow)
endif()
if(GANTRY_UNITY AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # Sources that are included in a batch look like headers to it.
  add_compile_options(-Wno-subobject-linkage)
endif()
if(GANTRY_SANITIZE)
  add_compile_options(-fsanitize=${GANTRY_SANITIZE} -fno-omit-frame-pointer -g1)
  add_link_options(-fsanitize=${GANTRY_SANITIZE})
  if(GANTRY_SANITIZE MATCHES thread)
    # Asio has fences of memory, which this sanitizer does not understand and warns of.
    add_compile_options(-Wno-tsan)
  endif()
endif()
if(GANTRY_FUZZ)
  # Every room tells the fuzzer which of its branches an input took.
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
