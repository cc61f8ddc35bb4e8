# SPDX-FileCopyrightText: 2026 ConnLimit contributors
# SPDX-License-Identifier: MIT

# Installs BUILD to PREFIX, which is emptied first, and looks for all public headers of LIB there,
# but for those of the components NOT_BUILT; and for what goes with the programs of BUILD: a manual
# page for each, and completions. PROGRAMS says whether there are any.

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

file(GLOB programs RELATIVE ${PREFIX}/bin ${PREFIX}/bin/*)
file(GLOB pages RELATIVE ${PREFIX}/share/man/man1 ${PREFIX}/share/man/man1/*.1)
list(TRANSFORM programs APPEND .1)
list(SORT programs)
list(SORT pages)
if(NOT "${programs}" STREQUAL "${pages}")
    message(FATAL_ERROR "Programs and manual pages are not the same: ${programs}; ${pages}")
endif()
set(files
    bash-completion/completions/connlimitctl zsh/site-functions/_connlimitctl
    fish/vendor_completions.d/connlimitctl.fish man/man1/connlimitctl.1)
foreach(file IN LISTS files)
    if(PROGRAMS AND NOT EXISTS ${PREFIX}/share/${file})
        message(FATAL_ERROR "Not installed: share/${file}")
    elseif(NOT PROGRAMS AND EXISTS ${PREFIX}/share/${file})
        message(FATAL_ERROR "Installed without its program: share/${file}")
    endif()
endforeach()
# The dashboard, where it was built, for desktops.
if(EXISTS ${PREFIX}/bin/connlimit-dashboard)
    foreach(file IN ITEMS applications/connlimit-dashboard.desktop
            icons/hicolor/48x48/apps/connlimit-dashboard.png
            icons/hicolor/scalable/apps/connlimit-dashboard.svg
            metainfo/org.connlimit.dashboard.metainfo.xml)
        if(NOT EXISTS ${PREFIX}/share/${file})
            message(FATAL_ERROR "Not installed: share/${file}")
        endif()
    endforeach()
endif()
