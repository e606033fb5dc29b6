#include "shim.hpp"

#include <cstring>

using dk::guard;
using dk::In;
using dk::Input;

// What the managed side asks of a matrix again and again, in one call.
struct Header {
    int32_t flags, dims, rows, cols;
    uint8_t *data, *start, *end;
    int64_t step, element, element1, total;
};

DK_API dk_mat_new(cv::Mat** mat) {
    return guard([&] { *mat = new cv::Mat(); });
}

DK_API dk_mat_allocate(int rows, int cols, int type, cv::Mat** mat) {
    return guard([&] { *mat = new cv::Mat(rows, cols, type); });
}

DK_API dk_mat_filled(int rows, int cols, int type, const double* value, cv::Mat** mat) {
    return guard([&] { *mat = new cv::Mat(rows, cols, type, dk::scalar(value)); });
}

// The caller keeps the pixels alive for as long as any header over them lives.
DK_API dk_mat_over(int rows, int cols, int type, void* data, int64_t step, cv::Mat** mat) {
    return guard([&] { *mat = new cv::Mat(rows, cols, type, data, step == 0 ? size_t{cv::Mat::AUTO_STEP} : (size_t)step); });
}

DK_API dk_mat_region(cv::Mat* mat, int top, int bottom, int left, int right, cv::Mat** region) {
    return guard([&] { *region = new cv::Mat(*mat, cv::Range(top, bottom), cv::Range(left, right)); });
}

DK_API dk_mat_reshape(cv::Mat* mat, int channels, int rows, cv::Mat** reshaped) {
    return guard([&] { *reshaped = new cv::Mat(mat->reshape(channels, rows)); });
}

DK_API dk_mat_clone(cv::Mat* mat, cv::Mat** clone) {
    return guard([&] { *clone = new cv::Mat(mat->clone()); });
}

DK_API dk_mat_delete(cv::Mat* mat) {
    return guard([&] { delete mat; });
}

DK_API dk_mat_release(cv::Mat* mat) {
    return guard([&] { mat->release(); });
}

DK_API dk_mat_create(cv::Mat* mat, int rows, int cols, int type) {
    return guard([&] { mat->create(rows, cols, type); });
}

DK_API dk_mat_header(cv::Mat* mat, Header* header) {
    return guard([&] {
        const bool empty = mat->empty();
        *header = {mat->flags, mat->dims, mat->rows, mat->cols,
                   mat->data, const_cast<uint8_t*>(mat->datastart), const_cast<uint8_t*>(mat->dataend),
                   empty && mat->dims == 0 ? 0 : (int64_t)mat->step[0],
                   (int64_t)mat->elemSize(), (int64_t)mat->elemSize1(), (int64_t)mat->total()};
    });
}

DK_API dk_mat_copy(cv::Mat* mat, cv::Mat* to, Input mask) {
    return guard([&] {
        if (mask.kind == Input::None) mat->copyTo(*to);
        else mat->copyTo(*to, In(mask));
    });
}

DK_API dk_mat_convert(cv::Mat* mat, cv::Mat* to, int type, double alpha, double beta) {
    return guard([&] { mat->convertTo(*to, type, alpha, beta); });
}

DK_API dk_mat_set(cv::Mat* mat, Input value, Input mask) {
    return guard([&] { mat->setTo(In(value), In(mask)); });
}

// Copies rows between the matrix and tightly packed memory of the managed side.
DK_API dk_mat_pixels(cv::Mat* mat, uint8_t* packed, int into) {
    return guard([&] {
        CV_Assert(mat->dims <= 2);
        const size_t row = mat->elemSize() * (size_t)mat->cols;
        for (int y = 0; y < mat->rows; y++, packed += row) {
            if (into) std::memcpy(mat->ptr(y), packed, row);
            else std::memcpy(packed, mat->ptr(y), row);
        }
    });
}
