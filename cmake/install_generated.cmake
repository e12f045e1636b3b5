# What is made while installing: completion, the manual page, and the unit with the path of the
# program. Runs with `source` and `program` set.
set(root "$ENV{DESTDIR}${CMAKE_INSTALL_PREFIX}")
set(prefix "${CMAKE_INSTALL_PREFIX}")
if(prefix MATCHES "/_CPack_Packages/") # a package is put together in a folder of its own
  set(prefix /usr)
endif()

# Where zsh looks for what packages bring, and for what a machine's owner brings.
if(prefix STREQUAL "/usr")
  set(zsh_folder share/zsh/vendor-completions)
else()
  set(zsh_folder share/zsh/site-functions)
endif()
file(MAKE_DIRECTORY "${root}/share/bash-completion/completions" "${root}/${zsh_folder}"
  "${root}/share/man/man1")
foreach(shell_file "bash;share/bash-completion/completions/gantry" "zsh;${zsh_folder}/_gantry")
  list(GET shell_file 0 shell)
  list(GET shell_file 1 path)
  message(STATUS "Installing: ${root}/${path}")
  execute_process(COMMAND "${program}" completion ${shell} OUTPUT_FILE "${root}/${path}"
    COMMAND_ERROR_IS_FATAL ANY)
endforeach()

message(STATUS "Installing: ${root}/share/man/man1/gantry.1.gz")
execute_process(COMMAND gzip -9nc "${source}/tools/debian/gantry.1"
  OUTPUT_FILE "${root}/share/man/man1/gantry.1.gz" COMMAND_ERROR_IS_FATAL ANY)

message(STATUS "Installing: ${root}/lib/systemd/system/gantry.service")
configure_file("${source}/tools/debian/gantry.service.in" "${root}/lib/systemd/system/gantry.service"
  @ONLY FILE_PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
