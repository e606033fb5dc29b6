#include "shim.hpp"

#include <vector>

using dk::guard;
using dk::In;
using dk::Input;

// Gives as many new matrices as the source has channels; `planes` has room for them.
DK_API dk_split(cv::Mat* mat, cv::Mat** planes) {
    return guard([&] {
        std::vector<cv::Mat> split;
        cv::split(*mat, split);
        std::vector<std::unique_ptr<cv::Mat>> owned;
        for (auto& plane : split) owned.push_back(std::make_unique<cv::Mat>(std::move(plane)));
        for (size_t i = 0; i < owned.size(); i++) planes[i] = owned[i].release();
    });
}

DK_API dk_merge(cv::Mat* const* planes, int count, cv::Mat* to) {
    return guard([&] {
        std::vector<cv::Mat> list;
        for (int i = 0; i < count; i++) list.push_back(*planes[i]);
        cv::merge(list, *to);
    });
}

DK_API dk_mix_channels(cv::Mat* const* from, int from_count, cv::Mat* const* to, int to_count, const int* pairs, int count) {
    return guard([&] {
        std::vector<cv::Mat> sources, targets;
        for (int i = 0; i < from_count; i++) sources.push_back(*from[i]);
        for (int i = 0; i < to_count; i++) targets.push_back(*to[i]);
        cv::mixChannels(sources.data(), sources.size(), targets.data(), targets.size(), pairs, (size_t)count);
    });
}

DK_API dk_extract_channel(Input a, cv::Mat* to, int channel) {
    return guard([&] { cv::extractChannel(In(a), *to, channel); });
}

DK_API dk_insert_channel(Input a, cv::Mat* to, int channel) {
    return guard([&] { cv::insertChannel(In(a), *to, channel); });
}
