#include "shim.hpp"

#include <opencv2/imgcodecs.hpp>
#include <vector>

using dk::guard;
using dk::In;
using dk::Input;

// Undecodable data gives an empty matrix, as cv::imdecode does.
DK_API dk_decode(const uint8_t* data, int length, int flags, cv::Mat** mat) {
    return guard([&] {
        const cv::Mat buffer(1, length, CV_8UC1, const_cast<uint8_t*>(data));
        *mat = new cv::Mat(cv::imdecode(buffer, flags));
    });
}

// The bytes stay with the vector until dk_bytes_delete.
DK_API dk_encode(const char* extension, Input image, const int* parameters, int count,
                 std::vector<uint8_t>** bytes, const uint8_t** data, int64_t* length, int* encoded) {
    return guard([&] {
        auto output = std::make_unique<std::vector<uint8_t>>();
        *encoded = cv::imencode(extension, In(image), *output, std::vector<int>(parameters, parameters + count));
        *data = output->data();
        *length = (int64_t)output->size();
        *bytes = output.release();
    });
}

DK_API dk_bytes_delete(std::vector<uint8_t>* bytes) {
    return guard([&] { delete bytes; });
}

DK_API dk_have_writer(const char* name, int* answer) {
    return guard([&] { *answer = cv::haveImageWriter(name); });
}

DK_API dk_have_reader(const char* name, int* answer) {
    return guard([&] { *answer = cv::haveImageReader(name); });
}
