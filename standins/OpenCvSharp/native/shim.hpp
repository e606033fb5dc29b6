// The C surface between the managed stand-in and OpenCV.
//
// Every function answers a status: 0, or the negative code of the cv::Exception that was caught. The details of
// the last failure are kept per thread and read with dk_last_error. No C++ exception leaves this library.
#pragma once

#include <cstdint>
#include <exception>
#include <memory>
#include <new>
#include <opencv2/core.hpp>

#define DK_API extern "C" __attribute__((visibility("default"))) int

namespace dk {

void remember(const cv::Exception& error) noexcept;
void remember(int code, const char* message) noexcept;
int last_code() noexcept;

template <typename Body>
int guard(Body&& body) noexcept {
    try {
        body();
        return 0;
    } catch (const cv::Exception& error) {
        remember(error);
    } catch (const std::bad_alloc&) {
        remember(cv::Error::StsNoMem, "out of memory");
    } catch (const std::exception& error) {
        remember(cv::Error::StsError, error.what());
    } catch (...) {
        remember(cv::Error::StsError, "unknown native exception");
    }
    return last_code();
}

// An input argument as the managed side lays it out: nothing, a matrix, four numbers, or one.
struct Input {
    enum Kind : int32_t { None = 0, Matrix = 1, Scalar = 2, Number = 3 };

    cv::Mat* matrix;
    int64_t kind;
    double numbers[4];
};

// Keeps the values alive that a cv::_InputArray only points to; use it within the full expression or as a local.
class In {
public:
    explicit In(const Input& input) : scalar_(input.numbers[0], input.numbers[1], input.numbers[2], input.numbers[3]) {
        switch (input.kind) {
            case Input::Matrix: array_ = cv::_InputArray(*input.matrix); break;
            case Input::Scalar: array_ = cv::_InputArray(scalar_); break;
            case Input::Number: array_ = cv::_InputArray(scalar_.val[0]); break;
            default: array_ = cv::_InputArray(); break;
        }
    }
    In(const In&) = delete;
    In& operator=(const In&) = delete;

    operator const cv::_InputArray&() const { return array_; }

private:
    cv::Scalar scalar_;
    cv::_InputArray array_;
};

inline cv::Scalar scalar(const double* v) { return {v[0], v[1], v[2], v[3]}; }

}  // namespace dk
