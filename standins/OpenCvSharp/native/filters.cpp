#include "shim.hpp"

#include <opencv2/imgproc.hpp>

using dk::guard;
using dk::In;
using dk::Input;

DK_API dk_convert_color(Input a, cv::Mat* to, int code, int channels) {
    return guard([&] { cv::cvtColor(In(a), *to, code, channels); });
}

DK_API dk_threshold(Input a, cv::Mat* to, double threshold, double maximum, int type, double* used) {
    return guard([&] { *used = cv::threshold(In(a), *to, threshold, maximum, type); });
}

DK_API dk_gaussian_blur(Input a, cv::Mat* to, int width, int height, double sigma_x, double sigma_y, int border) {
    return guard([&] { cv::GaussianBlur(In(a), *to, cv::Size(width, height), sigma_x, sigma_y, border); });
}

DK_API dk_box_filter(Input a, cv::Mat* to, int depth, int width, int height, int anchor_x, int anchor_y, int normalize, int border) {
    return guard([&] {
        cv::boxFilter(In(a), *to, depth, cv::Size(width, height), cv::Point(anchor_x, anchor_y), normalize != 0, border);
    });
}

DK_API dk_median_blur(Input a, cv::Mat* to, int size) {
    return guard([&] { cv::medianBlur(In(a), *to, size); });
}

DK_API dk_bilateral_filter(Input a, cv::Mat* to, int diameter, double color, double space, int border) {
    return guard([&] { cv::bilateralFilter(In(a), *to, diameter, color, space, border); });
}

DK_API dk_filter(Input a, cv::Mat* to, int depth, Input kernel, int anchor_x, int anchor_y, double delta, int border) {
    return guard([&] { cv::filter2D(In(a), *to, depth, In(kernel), cv::Point(anchor_x, anchor_y), delta, border); });
}

DK_API dk_separable_filter(Input a, cv::Mat* to, int depth, Input x, Input y, int anchor_x, int anchor_y, double delta, int border) {
    return guard([&] { cv::sepFilter2D(In(a), *to, depth, In(x), In(y), cv::Point(anchor_x, anchor_y), delta, border); });
}

DK_API dk_sobel(Input a, cv::Mat* to, int depth, int dx, int dy, int size, double scale, double delta, int border) {
    return guard([&] { cv::Sobel(In(a), *to, depth, dx, dy, size, scale, delta, border); });
}

DK_API dk_laplacian(Input a, cv::Mat* to, int depth, int size, double scale, double delta, int border) {
    return guard([&] { cv::Laplacian(In(a), *to, depth, size, scale, delta, border); });
}

DK_API dk_canny(Input a, cv::Mat* to, double low, double high, int aperture, int l2) {
    return guard([&] { cv::Canny(In(a), *to, low, high, aperture, l2 != 0); });
}

DK_API dk_structuring_element(int shape, int width, int height, int anchor_x, int anchor_y, cv::Mat** element) {
    return guard([&] {
        *element = new cv::Mat(cv::getStructuringElement(shape, cv::Size(width, height), cv::Point(anchor_x, anchor_y)));
    });
}

// Operations as cv::MorphTypes; erosion and dilation are two of them.
DK_API dk_morphology(Input a, cv::Mat* to, int operation, Input element, int anchor_x, int anchor_y, int iterations,
                     int border, const double* border_value) {
    return guard([&] {
        const cv::Scalar value = border_value ? dk::scalar(border_value) : cv::morphologyDefaultBorderValue();
        cv::morphologyEx(In(a), *to, operation, In(element), cv::Point(anchor_x, anchor_y), iterations, border, value);
    });
}

DK_API dk_connected_components(Input a, cv::Mat* labels, cv::Mat* stats, cv::Mat* centroids, int connectivity, int type, int* count) {
    return guard([&] { *count = cv::connectedComponentsWithStats(In(a), *labels, *stats, *centroids, connectivity, type); });
}

DK_API dk_distance_transform(Input a, cv::Mat* to, int distance, int mask, int type) {
    return guard([&] { cv::distanceTransform(In(a), *to, distance, mask, type); });
}
