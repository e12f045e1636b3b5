# One static library a room. `gantry_room(NAME [FOLDERS folder…] LINKS target…)` takes every source
# of the calling folder, or of the named folders in it; libraries that a room does not link cannot be
# used in it. BATCH: so many sources are compiled at once (8), see GANTRY_UNITY. PRECOMPILE names
# headers of libraries that most of its sources include and that take long to read; headers of our
# own change, and a compiler that finds one both precompiled and newer reads it twice.
# RUNS_SELDOM: compiled with -O1, which spares a third of its compile time where no order waits for
# its code.
function(gantry_room name)
  cmake_parse_arguments(room "RUNS_SELDOM" "BATCH" "FOLDERS;LINKS;PRIVATE_LINKS;PRECOMPILE" ${ARGN})
  if(NOT room_BATCH)
    set(room_BATCH 8)
  endif()
  if(NOT room_FOLDERS)
    set(room_FOLDERS ".")
  endif()
  set(sources)
  foreach(folder ${room_FOLDERS})
    file(GLOB_RECURSE found CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/${folder}/*.cpp")
    list(APPEND sources ${found})
  endforeach()
  if(sources)
    add_library(gantry_${name} STATIC ${sources})
    target_include_directories(gantry_${name} PUBLIC "${PROJECT_SOURCE_DIR}")
    target_link_libraries(gantry_${name} PUBLIC ${room_LINKS} PRIVATE ${room_PRIVATE_LINKS})
    set_target_properties(gantry_${name} PROPERTIES UNITY_BUILD ${GANTRY_UNITY}
      UNITY_BUILD_BATCH_SIZE ${room_BATCH})
    if(room_PRECOMPILE OR NOT GANTRY_UNITY)
      target_precompile_headers(gantry_${name} PRIVATE
        "${PROJECT_SOURCE_DIR}/cmake/standard_headers.hpp" ${room_PRECOMPILE})
    endif()
    if(room_RUNS_SELDOM)
      target_compile_options(gantry_${name} PRIVATE $<$<CONFIG:Release>:-O1>)
    endif()
  else()
    add_library(gantry_${name} INTERFACE)
    target_include_directories(gantry_${name} INTERFACE "${PROJECT_SOURCE_DIR}")
    target_link_libraries(gantry_${name} INTERFACE ${room_LINKS} ${room_PRIVATE_LINKS})
  endif()
endfunction()
