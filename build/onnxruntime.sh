#!/usr/bin/env bash
# Fetches ONNX Runtime's C# binding and its native library for Linux x64, as pinned in standins/OnnxRuntime/package-lock.json,
# into standins/OnnxRuntime/package/ (ignored by git). Does nothing when that version is there.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
folder="$root/standins/OnnxRuntime"
name=com.github.asus4.onnxruntime

wanted="$(cksum <"$folder/package-lock.json")"
if [[ "$(cat "$folder/package/.pinned" 2>/dev/null || true)" != "$wanted" ]]; then
    command -v node >/dev/null || { echo "onnxruntime: Node.js with npm is needed (on Debian: apt-get install nodejs npm)" >&2; exit 1; }
    echo "onnxruntime: fetching $name (150 MB)"
    node "$root/build/npm-package.mjs" "$folder" "$name" "$folder/package" \
        Runtime Plugins/Linux/x64 LICENSE ThirdPartyNotices.txt package.json
    echo "$wanted" >"$folder/package/.pinned"
fi
echo "onnxruntime: $folder/package"
