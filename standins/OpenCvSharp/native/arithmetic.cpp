#include "shim.hpp"

#include <cmath>
#include <cstring>
#include <opencv2/core/utility.hpp>
#include <vector>

using dk::guard;
using dk::In;
using dk::Input;

// std::min and std::max would win over cv::min and cv::max for any argument that needs a conversion.
static void pick(void (*choose)(cv::InputArray, cv::InputArray, cv::OutputArray), cv::InputArray a, cv::InputArray b, cv::OutputArray to) {
    choose(a, b, to);
}

DK_API dk_add(Input a, Input b, cv::Mat* to, Input mask, int depth) {
    return guard([&] { cv::add(In(a), In(b), *to, In(mask), depth); });
}

DK_API dk_subtract(Input a, Input b, cv::Mat* to, Input mask, int depth) {
    return guard([&] { cv::subtract(In(a), In(b), *to, In(mask), depth); });
}

DK_API dk_multiply(Input a, Input b, cv::Mat* to, double scale, int depth) {
    return guard([&] { cv::multiply(In(a), In(b), *to, scale, depth); });
}

DK_API dk_divide(Input a, Input b, cv::Mat* to, double scale, int depth) {
    return guard([&] { cv::divide(In(a), In(b), *to, scale, depth); });
}

DK_API dk_add_weighted(Input a, double alpha, Input b, double beta, double gamma, cv::Mat* to, int depth) {
    return guard([&] { cv::addWeighted(In(a), alpha, In(b), beta, gamma, *to, depth); });
}

DK_API dk_absdiff(Input a, Input b, cv::Mat* to) {
    return guard([&] { cv::absdiff(In(a), In(b), *to); });
}

DK_API dk_min(Input a, Input b, cv::Mat* to) {
    return guard([&] { pick(cv::min, In(a), In(b), *to); });
}

DK_API dk_max(Input a, Input b, cv::Mat* to) {
    return guard([&] { pick(cv::max, In(a), In(b), *to); });
}

DK_API dk_bitwise_and(Input a, Input b, cv::Mat* to, Input mask) {
    return guard([&] { cv::bitwise_and(In(a), In(b), *to, In(mask)); });
}

DK_API dk_bitwise_or(Input a, Input b, cv::Mat* to, Input mask) {
    return guard([&] { cv::bitwise_or(In(a), In(b), *to, In(mask)); });
}

DK_API dk_bitwise_not(Input a, cv::Mat* to, Input mask) {
    return guard([&] { cv::bitwise_not(In(a), *to, In(mask)); });
}

DK_API dk_compare(Input a, Input b, cv::Mat* to, int operation) {
    return guard([&] { cv::compare(In(a), In(b), *to, operation); });
}

DK_API dk_in_range(Input a, Input lower, Input upper, cv::Mat* to) {
    return guard([&] { cv::inRange(In(a), In(lower), In(upper), *to); });
}

DK_API dk_pow(Input a, double power, cv::Mat* to) {
    return guard([&] { cv::pow(In(a), power, *to); });
}

DK_API dk_sqrt(Input a, cv::Mat* to) {
    return guard([&] { cv::sqrt(In(a), *to); });
}

DK_API dk_lut(Input a, Input table, cv::Mat* to) {
    return guard([&] { cv::LUT(In(a), In(table), *to); });
}

DK_API dk_mean(Input a, Input mask, double* mean) {
    return guard([&] {
        const cv::Scalar value = cv::mean(In(a), In(mask));
        std::memcpy(mean, value.val, sizeof value.val);
    });
}

DK_API dk_mean_deviation(Input a, double* mean, double* deviation, Input mask) {
    return guard([&] {
        cv::Scalar average, spread;
        cv::meanStdDev(In(a), average, spread, In(mask));
        std::memcpy(mean, average.val, sizeof average.val);
        std::memcpy(deviation, spread.val, sizeof spread.val);
    });
}

DK_API dk_sum(Input a, double* sum) {
    return guard([&] {
        const cv::Scalar value = cv::sum(In(a));
        std::memcpy(sum, value.val, sizeof value.val);
    });
}

DK_API dk_extremes(Input a, double* low, double* high, int* low_at, int* high_at, Input mask) {
    return guard([&] {
        cv::Point lowest, highest;
        cv::minMaxLoc(In(a), low, high, &lowest, &highest, In(mask));
        low_at[0] = lowest.x, low_at[1] = lowest.y;
        high_at[0] = highest.x, high_at[1] = highest.y;
    });
}

DK_API dk_count_non_zero(Input a, int* count) {
    return guard([&] { *count = cv::countNonZero(In(a)); });
}

DK_API dk_norm(Input a, int type, Input mask, double* norm) {
    return guard([&] { *norm = cv::norm(In(a), type, In(mask)); });
}

DK_API dk_norm_difference(Input a, Input b, int type, Input mask, double* norm) {
    return guard([&] { *norm = cv::norm(In(a), In(b), type, In(mask)); });
}

DK_API dk_psnr(Input a, Input b, double peak, double* decibels) {
    return guard([&] { *decibels = cv::PSNR(In(a), In(b), peak); });
}

DK_API dk_normalize(Input a, cv::Mat* to, double alpha, double beta, int type, int depth, Input mask) {
    return guard([&] { cv::normalize(In(a), *to, alpha, beta, type, depth, In(mask)); });
}

DK_API dk_set_threads(int count) {
    return guard([&] { cv::setNumThreads(count); });
}

DK_API dk_get_threads(int* count) {
    return guard([&] { *count = cv::getNumThreads(); });
}

DK_API dk_set_optimized(int on) {
    return guard([&] { cv::setUseOptimized(on != 0); });
}

DK_API dk_get_optimized(int* on) {
    return guard([&] { *on = cv::useOptimized(); });
}

DK_API dk_version(int* major, int* minor, int* revision) {
    *major = cv::getVersionMajor(), *minor = cv::getVersionMinor(), *revision = cv::getVersionRevision();
    return 0;
}
