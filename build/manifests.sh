#!/usr/bin/env bash
# Renders every overlay of k8s/ into artifacts/manifests, checks the objects against the schemas of Kubernetes and against our own rules
# (tests/Manifests). The last line is `N objects valid, N invalid`; it fails on any that is, and when a rule is broken.
source "$(dirname "$0")/lib.sh"
"$root/build/setup.sh" test
say "rendering"
mapfile -t files < <("$root/build/render.sh")
[ "${#files[@]}" -gt 0 ] || fail "nothing was rendered"
printf '%s\n' "${files[@]#"$root"/}"
say "checking our rules"
project="$root/tests/Manifests/Darkroom.Manifests.Tests.csproj"
log="$setup_dir/manifests.log"
status=0
dotnet build "$project" --no-restore -v q --nologo -p:RunAnalyzers=false > "$log" 2>&1 || { grep -E 'error' "$log" | sort -u | head -20 >&2; fail "the build failed; the whole log is $log"; }
dotnet test "$project" --no-build --nologo -v q > "$log" 2>&1 || { status=1; grep -vE '^\s*$|^\s+at ' "$log" | tail -60; }
say "checking the schemas"
node "$root/build/manifests/validate.mjs" "${files[@]}" || status=1
exit "$status"
