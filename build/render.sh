#!/usr/bin/env bash
# Renders every overlay of k8s/ with kustomize into artifacts/manifests/NAME.yaml; prints the files. kustomize refuses what it does not know.
source "$(dirname "$0")/lib.sh"
out="$root/artifacts/manifests"
rm -rf "$out"; mkdir -p "$out"
for folder in "$root"/k8s/overlays/* "$root/k8s/cert-manager"; do
  file="$out/$(basename "$folder").yaml"
  "$setup_dir/kubernetes/kubectl" kustomize "$folder" > "$file.partial" || fail "kustomize cannot render ${folder#"$root"/}"
  mv "$file.partial" "$file"
  echo "$file"
done
