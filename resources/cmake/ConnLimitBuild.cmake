# SPDX-FileCopyrightText: 2026 ConnLimit contributors
# SPDX-License-Identifier: MIT
#
# What every target of the project has in common, and how the libraries become a package.

include(CMakePackageConfigHelpers)
include(GenerateExportHeader)

# Installed shared libraries are found from where the file that needs them lies, in any prefix.
if(APPLE)
    set(connlimit_origin "@loader_path")
else()
    set(connlimit_origin "$ORIGIN")
endif()

# Language level, warnings' baseline and Qt's strictness for one of our own targets.
function(connlimit_target_defaults target)
    target_compile_features(${target} PUBLIC cxx_std_20)
    set_target_properties(${target} PROPERTIES
        CXX_EXTENSIONS OFF
        CXX_VISIBILITY_PRESET hidden
        VISIBILITY_INLINES_HIDDEN ON
        AUTOMOC ON)
    target_compile_definitions(${target} PRIVATE
        QT_NO_KEYWORDS QT_NO_FOREACH QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII
        QT_NO_CAST_FROM_BYTEARRAY QT_NO_URL_CAST_FROM_STRING
        QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_USE_QSTRINGBUILDER)
    target_compile_options(${target} PRIVATE
        $<$<CXX_COMPILER_ID:GNU,Clang,AppleClang>:-Wall -Wextra -Wpedantic -Wshadow>
        $<$<CXX_COMPILER_ID:Clang,AppleClang>:-Wthread-safety -Wdocumentation>)
endfunction()

# connlimit_library(Net HEADERS a.h SOURCES a.cpp PUBLIC_LIBRARIES Qt6::Network)
#
# A library of the folder that calls this: target ConnLimitNet, alias and exported name
# ConnLimit::Net, headers installed below include/connlimit/net. It is static unless
# BUILD_SHARED_LIBS says otherwise.
function(connlimit_library component)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "HEADERS;SOURCES;PUBLIC_LIBRARIES")
    set(target ConnLimit${component})
    string(TOLOWER ${component} folder)

    add_library(${target} ${arg_SOURCES} ${arg_HEADERS})
    add_library(ConnLimit::${component} ALIAS ${target})
    connlimit_target_defaults(${target})
    set_target_properties(${target} PROPERTIES
        EXPORT_NAME ${component}
        POSITION_INDEPENDENT_CODE ON
        VERSION ${PROJECT_VERSION}
        SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR}
        INSTALL_RPATH ${connlimit_origin})
    if(NOT CMAKE_CXX_FLAGS MATCHES "-fsanitize" AND CMAKE_SYSTEM_NAME STREQUAL "Linux")
        # A header that AUTOMOC has missed shows here, not at the first consumer.
        target_link_options(${target} PRIVATE -Wl,--no-undefined)
    endif()

    string(TOUPPER CONNLIMIT_${component}_EXPORT export_macro)
    generate_export_header(${target} BASE_NAME connlimit_${folder}
        EXPORT_MACRO_NAME ${export_macro}
        EXPORT_FILE_NAME ${PROJECT_BINARY_DIR}/include/connlimit/${folder}/export.h)
    target_include_directories(${target} PUBLIC
        $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/lib>
        $<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/include>
        $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
    target_link_libraries(${target} PUBLIC ${arg_PUBLIC_LIBRARIES})

    if(CONNLIMIT_INSTALL)
        install(TARGETS ${target} EXPORT ConnLimit${component}Targets
            LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
            ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
            RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
        install(FILES ${arg_HEADERS} ${PROJECT_BINARY_DIR}/include/connlimit/${folder}/export.h
            DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/connlimit/${folder})
        install(EXPORT ConnLimit${component}Targets NAMESPACE ConnLimit::
            DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/ConnLimit)
    endif()
endfunction()

# connlimit_program(name SOURCES main.cpp LIBRARIES ConnLimit::Control)
#
# A program that is installed, with its manual page resources/man/name.1.
function(connlimit_program target)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LIBRARIES")
    add_executable(${target} ${arg_SOURCES})
    connlimit_target_defaults(${target})
    target_link_libraries(${target} PRIVATE ${arg_LIBRARIES})
    if(CONNLIMIT_INSTALL)
        set_target_properties(${target} PROPERTIES
            INSTALL_RPATH ${connlimit_origin}/../${CMAKE_INSTALL_LIBDIR})
        install(TARGETS ${target} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
        install(FILES ${PROJECT_SOURCE_DIR}/resources/man/${target}.1
            DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
    endif()
endfunction()

# The package that find_package(ConnLimit COMPONENTS ...) finds.
function(connlimit_install_package)
    set(destination ${CMAKE_INSTALL_LIBDIR}/cmake/ConnLimit)
    set(components Core Net Control)
    foreach(component IN ITEMS Http WebSockets)
        if(TARGET ConnLimit::${component})
            list(APPEND components ${component})
        endif()
    endforeach()
    configure_package_config_file(
        ${PROJECT_SOURCE_DIR}/resources/cmake/ConnLimitConfig.cmake.in
        ${PROJECT_BINARY_DIR}/ConnLimitConfig.cmake
        INSTALL_DESTINATION ${destination})
    write_basic_package_version_file(${PROJECT_BINARY_DIR}/ConnLimitConfigVersion.cmake
        COMPATIBILITY SameMinorVersion)
    install(FILES
        ${PROJECT_BINARY_DIR}/ConnLimitConfig.cmake
        ${PROJECT_BINARY_DIR}/ConnLimitConfigVersion.cmake
        DESTINATION ${destination})
endfunction()
