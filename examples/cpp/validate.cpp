// Validates the invoices of a folder and prints the findings in Vietnamese: validate [--trust CERTIFICATES]... FOLDER
//
//   c++ -std=c++17 -I include examples/cpp/validate.cpp -L target/release -ltaxdoc -Wl,-rpath,target/release -o validate
//
// Exit status: 0 all valid, 1 one invalid, 2 none invalid but one undetermined, 3 a file or a call failed.
#include <algorithm>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "taxdoc.hpp"

static std::string read_file(const std::filesystem::path &path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        throw std::runtime_error(path.string() + ": không đọc được");
    return std::string(std::istreambuf_iterator<char>(file), {});
}

static const char *verdict_name(std::int32_t verdict)
{
    return verdict == TAXDOC_VERDICT_VALID ? "HỢP LỆ" : verdict == TAXDOC_VERDICT_INVALID ? "KHÔNG HỢP LỆ" : "CHƯA XÁC ĐỊNH";
}

static const char *severity_name(std::int32_t severity)
{
    return severity == TAXDOC_SEVERITY_ERROR ? "lỗi" : severity == TAXDOC_SEVERITY_WARNING ? "cảnh báo" : "lưu ý";
}

static int validate_folder(int argc, char **argv)
{
    taxdoc::Options options;
    options.now(std::time(nullptr));
    int first = 1;
    for (; first + 1 < argc && std::string(argv[first]) == "--trust"; first += 2)
        options.trust(read_file(argv[first + 1]));
    if (first + 1 != argc)
        throw std::runtime_error("validate [--trust CERTIFICATES]... FOLDER");

    std::vector<std::filesystem::path> files;
    for (const auto &entry : std::filesystem::directory_iterator(argv[first]))
        if (entry.path().extension() == ".xml")
            files.push_back(entry.path());
    std::sort(files.begin(), files.end());

    taxdoc::Validator validator(options);
    bool invalid = false, undetermined = false;
    for (const auto &file : files) {
        taxdoc::Report report = validator.validate(read_file(file));
        std::cout << file.string() << ": " << verdict_name(report.verdict()) << '\n';
        for (const auto &finding : report.findings()) {
            std::cout << "  " << severity_name(finding.severity()) << " [" << finding.code() << ']';
            if (finding.line() != 0)
                std::cout << " dòng " << finding.line() << ", cột " << finding.column();
            std::cout << ": " << finding.message() << '\n';
        }
        invalid |= report.verdict() == TAXDOC_VERDICT_INVALID;
        undetermined |= report.verdict() == TAXDOC_VERDICT_UNDETERMINED;
    }
    return invalid ? 1 : undetermined ? 2 : 0;
}

int main(int argc, char **argv)
{
    try {
        return validate_folder(argc, argv);
    } catch (const std::exception &error) {
        std::cerr << error.what() << '\n';
        return 3;
    }
}
