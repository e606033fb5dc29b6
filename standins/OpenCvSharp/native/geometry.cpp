#include "shim.hpp"

#include <opencv2/imgproc.hpp>

using dk::guard;
using dk::In;
using dk::Input;

DK_API dk_resize(Input a, cv::Mat* to, int width, int height, double fx, double fy, int interpolation) {
    return guard([&] { cv::resize(In(a), *to, cv::Size(width, height), fx, fy, interpolation); });
}

DK_API dk_flip(Input a, cv::Mat* to, int code) {
    return guard([&] { cv::flip(In(a), *to, code); });
}

DK_API dk_rotate(Input a, cv::Mat* to, int code) {
    return guard([&] { cv::rotate(In(a), *to, code); });
}

DK_API dk_transpose(Input a, cv::Mat* to) {
    return guard([&] { cv::transpose(In(a), *to); });
}

DK_API dk_border(Input a, cv::Mat* to, int top, int bottom, int left, int right, int type, const double* value) {
    return guard([&] { cv::copyMakeBorder(In(a), *to, top, bottom, left, right, type, dk::scalar(value)); });
}

DK_API dk_warp_affine(Input a, cv::Mat* to, Input transform, int width, int height, int flags, int border, const double* value) {
    return guard([&] { cv::warpAffine(In(a), *to, In(transform), cv::Size(width, height), flags, border, dk::scalar(value)); });
}

DK_API dk_warp_perspective(Input a, cv::Mat* to, Input transform, int width, int height, int flags, int border, const double* value) {
    return guard([&] { cv::warpPerspective(In(a), *to, In(transform), cv::Size(width, height), flags, border, dk::scalar(value)); });
}

DK_API dk_pyr_down(Input a, cv::Mat* to, int width, int height, int border) {
    return guard([&] { cv::pyrDown(In(a), *to, cv::Size(width, height), border); });
}

DK_API dk_pyr_up(Input a, cv::Mat* to, int width, int height, int border) {
    return guard([&] { cv::pyrUp(In(a), *to, cv::Size(width, height), border); });
}
