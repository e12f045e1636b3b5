# `make install` and the Debian package.
include(GNUInstallDirs)
install(TARGETS gantry RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY workflows DESTINATION ${CMAKE_INSTALL_DATADIR}/gantry)
install(DIRECTORY examples/orders DESTINATION ${CMAKE_INSTALL_DATADIR}/gantry/examples)
install(FILES README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY docs/ DESTINATION ${CMAKE_INSTALL_DOCDIR}/docs)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)
install(CODE "
  file(MAKE_DIRECTORY \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/share/bash-completion/completions\")
  file(MAKE_DIRECTORY \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/share/zsh/vendor-completions\")
  execute_process(COMMAND \"$<TARGET_FILE:gantry>\" completion bash OUTPUT_FILE
    \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/share/bash-completion/completions/gantry\")
  execute_process(COMMAND \"$<TARGET_FILE:gantry>\" completion zsh OUTPUT_FILE
    \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/share/zsh/vendor-completions/_gantry\")")
install(FILES tools/debian/gantry.service DESTINATION lib/systemd/system)
install(FILES tools/debian/gantry.toml DESTINATION ${CMAKE_INSTALL_DATADIR}/gantry)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME gantry)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "Gantry developers <developers@gantry.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS adduser)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
  "${PROJECT_SOURCE_DIR}/tools/debian/postinst;${PROJECT_SOURCE_DIR}/tools/debian/prerm;${PROJECT_SOURCE_DIR}/tools/debian/postrm")
include(CPack)
