#!/usr/bin/env bash
# Writes build/locks anew after a change of packages: every package by hash, for the selection in use and, on Orleans itself,
# for the same selection with Orleans' stand-in, which the tests build beside it.
source "$(dirname "$0")/lib.sh"
"$root/build/selection.sh"
[ "${CI:-}" != true ] || fail "under CI restores only compare with the locks: unset CI"
lock() {
  local folder; folder=$(dotnet msbuild "$root/grains/Darkroom.Grains.csproj" -nologo -getProperty:PackageLocks)
  rm -rf "$folder"; mkdir -p "$folder"
  dotnet restore "$root/Cluster.sln" --force-evaluate -v q || fail "restore failed"
  say "locked $(ls "$folder" | wc -l) projects in ${folder#"$root"/}"
}
lock
if [ "$(engine)" = real ]; then ORLEANS=standin lock; fi
