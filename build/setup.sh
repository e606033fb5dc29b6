#!/usr/bin/env bash
# Everything a fresh machine needs, each step once; a step that failed is taken up again by the next call.
# Argument: run (default), or test (adds the browser for the end-to-end tests, and what renders the Kubernetes manifests).
source "$(dirname "$0")/lib.sh"
level=${1:-run}

"$root/build/debian.sh" "$level"
"$root/build/selection.sh"
if [ "$(selected OpenCvSource)" = standin ]; then "$root/build/native.sh"; fi
if [ "$(selected OnnxRuntimeSource)" = standin ]; then "$root/build/onnxruntime.sh"; fi
node "$root/build/models.mjs"
if [ "$level" = test ]; then "$root/build/kubernetes.sh"; fi

# The S3 server that the tests talk to; without the packages' own scripts, which it does not need.
s3="$root/tests/Drivers/s3"
if [ "$level" = test ] && { ! is_done s3 "$s3/package-lock.json" || [ ! -d "$s3/node_modules" ]; }; then
  say "fetching the tests' S3 server"
  (cd "$s3" && npm ci --ignore-scripts --no-audit --no-fund > "$setup_dir/s3.log" 2>&1) \
    || fail "npm ci failed in tests/Drivers/s3; see $setup_dir/s3.log. With a network at hand run the same command again."
  mark_done s3 "$s3/package-lock.json"
fi

# Another selection brings other packages, so it is among what the restore was made for.
chosen="$setup_dir/selected-$(engine)"
for source in OrleansSource OpenCvSource OnnxRuntimeSource StripeSource; do selected "$source"; done > "$chosen"
inputs=("$chosen" "$root/standins/selection.props" "$root/Directory.Packages.props" $(git -C "$root" ls-files '*.csproj' 2>/dev/null | sed "s:^:$root/:"))
step="restore-$(engine)"
if ! is_done "$step" "${inputs[@]}" || [ ! -f "$root/artifacts/$(engine)/obj/Darkroom.Silo/project.assets.json" ]; then
  say "restoring packages"
  log="$setup_dir/$step.log"
  dotnet restore "$root/Cluster.sln" > "$log" 2>&1 || { tail -20 "$log" >&2; fail "restore failed; see $log. With a network at hand run the same command again."; }
  mark_done "$step" "${inputs[@]}"
fi
