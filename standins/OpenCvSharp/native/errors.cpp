#include "shim.hpp"

#include <string>

namespace dk {
namespace {

struct Failure {
    int code = 0;
    int line = 0;
    std::string function, message, file;
};

thread_local Failure last;

// OpenCV prints every error to stderr before it throws, unless somebody listens. We report through the exception.
int silent(int, const char*, const char*, const char*, int, void*) { return 0; }
[[maybe_unused]] const auto listener = cv::redirectError(silent);

}  // namespace

void remember(const cv::Exception& error) noexcept {
    try {
        last.code = error.code < 0 ? error.code : cv::Error::StsError;
        last.line = error.line;
        last.function = error.func;
        last.message = error.err;
        last.file = error.file;
    } catch (...) {
        last.code = cv::Error::StsNoMem;
    }
}

void remember(int code, const char* message) noexcept {
    try {
        last = Failure{code, 0, {}, message, {}};
    } catch (...) {
        last.code = cv::Error::StsNoMem;
    }
}

int last_code() noexcept { return last.code; }

}  // namespace dk

// The pointers are valid until the next failure on the same thread.
DK_API dk_last_error(int* line, const char** function, const char** message, const char** file) {
    *line = dk::last.line;
    *function = dk::last.function.c_str();
    *message = dk::last.message.c_str();
    *file = dk::last.file.c_str();
    return dk::last.code;
}
