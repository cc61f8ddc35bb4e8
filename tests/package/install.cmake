# SPDX-FileCopyrightText: 2026 ConnLimit contributors
# SPDX-License-Identifier: MIT

# Installs BUILD to PREFIX, which is emptied first, and looks for all public headers of LIB there,
# but for those of the components NOT_BUILT.

file(REMOVE_RECURSE ${PREFIX})
execute_process(COMMAND ${CMAKE_COMMAND} --install ${BUILD} --prefix ${PREFIX}
    COMMAND_ERROR_IS_FATAL ANY)

file(GLOB_RECURSE headers RELATIVE ${LIB} ${LIB}/connlimit/*.h)
foreach(folder IN LISTS NOT_BUILT)
    list(FILTER headers EXCLUDE REGEX "^connlimit/${folder}/")
endforeach()
foreach(header IN LISTS headers)
    if(header MATCHES "_p\\.h$")
        if(EXISTS ${PREFIX}/include/${header})
            message(FATAL_ERROR "Installed, but private: ${header}")
        endif()
    elseif(NOT EXISTS ${PREFIX}/include/${header})
        message(FATAL_ERROR "Not installed: ${header}")
    endif()
endforeach()
