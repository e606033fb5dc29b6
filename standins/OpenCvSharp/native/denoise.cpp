#include "shim.hpp"

#include <opencv2/photo.hpp>

using dk::guard;
using dk::In;
using dk::Input;

DK_API dk_denoise(Input a, cv::Mat* to, float strength, int patch, int search) {
    return guard([&] { cv::fastNlMeansDenoising(In(a), *to, strength, patch, search); });
}

DK_API dk_denoise_colored(Input a, cv::Mat* to, float strength, float color, int patch, int search) {
    return guard([&] { cv::fastNlMeansDenoisingColored(In(a), *to, strength, color, patch, search); });
}
