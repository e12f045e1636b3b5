# `make install` and the Debian package.
include(GNUInstallDirs)
# What is installed is built before (`make install`, `make package`); tests need not be.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)
install(TARGETS gantry RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY workflows DESTINATION ${CMAKE_INSTALL_DATADIR}/gantry)
install(DIRECTORY examples/orders DESTINATION ${CMAKE_INSTALL_DATADIR}/gantry/examples)
install(FILES tools/debian/gantry.toml DESTINATION ${CMAKE_INSTALL_DATADIR}/gantry)
install(FILES README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY docs/ DESTINATION ${CMAKE_INSTALL_DOCDIR}/docs)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)
# Of these packages code stands in the program itself, and their licences ask to be shown with it.
foreach(package liblz4-dev libsqlitecpp-dev libcli11-dev libtoml11-dev libboost1.81-dev
                libexpected-dev)
  if(EXISTS "/usr/share/doc/${package}/copyright")
    install(FILES "/usr/share/doc/${package}/copyright"
            DESTINATION ${CMAKE_INSTALL_DOCDIR}/third-party RENAME ${package})
  endif()
endforeach()
set(gantry_program "$<TARGET_FILE:gantry>")
install(CODE "
  set(source \"${PROJECT_SOURCE_DIR}\")
  set(program \"${gantry_program}\")")
install(SCRIPT cmake/install_generated.cmake)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME gantry)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "Gantry developers <developers@gantry.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS adduser)
# Lays out the pictures of `gantry graph`; everything else does without.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS graphviz)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
  "${PROJECT_SOURCE_DIR}/tools/debian/postinst;${PROJECT_SOURCE_DIR}/tools/debian/prerm;${PROJECT_SOURCE_DIR}/tools/debian/postrm")
include(CPack)
