// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// Runs a fuzzer's function on the files of directories, without a fuzzer: what was found once stays
// found, with every compiler.

#include "require.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

int main(int argc, char *argv[])
{
    unsigned count = 0;
    for (int i = 1; i < argc; ++i) {
        for (const auto &file : std::filesystem::directory_iterator(argv[i])) {
            std::printf("%s\n", file.path().string().c_str());
            std::fflush(stdout); // the last one is the one that fails
            std::ifstream stream(file.path(), std::ios::binary);
            const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
            require(!stream.bad(), "the file can be read");
            LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t *>(bytes.data()),
                                   bytes.size());
            ++count;
        }
    }
    require(count > 0, "there are files");
}
