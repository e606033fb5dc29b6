#!/usr/bin/env bash
# Compiles the native part of the OpenCV stand-in against the distribution's OpenCV 4, only what changed.
# Output: standins/OpenCvSharp/native/build/libDarkroomOpenCv.so
set -euo pipefail

source_folder="$(cd "$(dirname "${BASH_SOURCE[0]}")/../standins/OpenCvSharp/native" && pwd)"
output="$source_folder/build"
library="$output/libDarkroomOpenCv.so"
modules=(core imgproc imgcodecs photo)
# DARKROOM_CXXFLAGS: for a sanitizer build, say.
flags=(-std=c++17 -O2 -g0 -fPIC -fvisibility=hidden -Wall -Wextra -Werror -I/usr/include/opencv4)
read -r -a extra <<<"${DARKROOM_CXXFLAGS:-}"
flags+=("${extra[@]}")

missing() {
    echo "native: $1" >&2
    echo "native: on Debian: apt-get install --no-install-recommends g++ $(printf 'libopencv-%s-dev ' "${modules[@]}")" >&2
    exit 1
}

command -v g++ >/dev/null || missing "no C++ compiler (g++)"
for module in "${modules[@]}"; do
    [[ -e /usr/include/opencv4/opencv2/$module.hpp ]] || missing "the OpenCV headers of '$module' are not installed"
done

mkdir -p "$output"
exec 9>"$output/.lock"
flock 9

# Whatever else decides the result, besides the sources: a change of it rebuilds everything.
stamp="$(g++ -dumpfullversion) $(g++ -dumpmachine) ${flags[*]} $(cat /usr/include/opencv4/opencv2/core/version.hpp | cksum)"
[[ "$(cat "$output/stamp" 2>/dev/null || true)" == "$stamp" ]] || rm -f "$output"/*.o "$library"

relink=false
pids=()
objects=()
for source in "$source_folder"/*.cpp; do
    object="$output/$(basename "${source%.cpp}").o"
    objects+=("$object")
    [[ "$object" -nt "$source" && "$object" -nt "$source_folder/shim.hpp" ]] && continue
    relink=true
    g++ "${flags[@]}" -c "$source" -o "$object" &
    pids+=($!)
    # Two compilers at a time: each needs some hundred megabytes for OpenCV's headers.
    if ((${#pids[@]} % 2 == 0)); then wait "${pids[-2]}" "${pids[-1]}"; fi
done
for pid in "${pids[@]}"; do wait "$pid"; done

if $relink || [[ ! -e "$library" ]]; then
    g++ "${flags[@]}" -shared -Wl,-z,defs -Wl,--as-needed "${objects[@]}" \
        "${modules[@]/#/-lopencv_}" -o "$library.new"
    mv "$library.new" "$library"
    echo "$stamp" >"$output/stamp"
fi
echo "native: $library"
