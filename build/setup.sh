#!/usr/bin/env bash
# Everything a fresh machine needs, each step once; a step that failed is taken up again by the next call.
# Argument: run (default), or test (adds the browser for the end-to-end tests).
source "$(dirname "$0")/lib.sh"
level=${1:-run}

"$root/build/debian.sh" "$level"
"$root/build/selection.sh"
if [ "$(selected OpenCvSource)" = standin ]; then "$root/build/native.sh"; fi
if [ "$(selected OnnxRuntimeSource)" = standin ]; then "$root/build/onnxruntime.sh"; fi
node "$root/build/models.mjs"

inputs=("$root/standins/selection.props" "$root/Directory.Packages.props" $(git -C "$root" ls-files '*.csproj' 2>/dev/null | sed "s:^:$root/:"))
step="restore-$(engine)"
if ! is_done "$step" "${inputs[@]}" || [ ! -f "$root/artifacts/$(engine)/obj/Darkroom.Silo/project.assets.json" ]; then
  say "restoring packages"
  log="$setup_dir/$step.log"
  dotnet restore "$root/Cluster.sln" > "$log" 2>&1 || { tail -20 "$log" >&2; fail "restore failed; see $log. With a network at hand run the same command again."; }
  mark_done "$step" "${inputs[@]}"
fi
