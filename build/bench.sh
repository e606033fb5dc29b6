#!/usr/bin/env bash
# Measures against the rivals in the same run; prints a table and writes artifacts/bench.json. Argument: one bench's name.
source "$(dirname "$0")/lib.sh"
"$root/build/setup.sh" run
say "building (Release)"
dotnet build "$root/tests/Benchmarks/Darkroom.Benchmarks.csproj" -c Release --no-restore -v q --nologo -p:RunAnalyzers=false > "$setup_dir/bench-build.log" 2>&1 \
  || { grep error "$setup_dir/bench-build.log" | sort -u | head >&2; fail "the build failed; the whole log is $setup_dir/bench-build.log"; }

# Grain calls are measured on both engines, each in a program of its own: 'make bench ONLY=calls' compares them.
case "${1:-calls}" in calls*)
  for engine in $(engine) standin; do
    ORLEANS=$engine "$root/build/setup.sh" run
    ORLEANS=$engine dotnet build "$root/tests/Benchmarks/Calls/Darkroom.Benchmarks.Calls.csproj" -c Release --no-restore -v q --nologo -p:RunAnalyzers=false \
      > "$setup_dir/bench-calls-$engine.log" 2>&1 || { grep error "$setup_dir/bench-calls-$engine.log" | sort -u | head >&2; fail "the build failed; the whole log is $setup_dir/bench-calls-$engine.log"; }
  done ;;
esac
rivals="$root/tests/Benchmarks/rivals"
if [ ! -d "$rivals/node_modules/sharp" ]; then
  say "fetching the rivals"
  # Without scripts: one of them would fetch a GPU library from elsewhere.
  (cd "$rivals" && npm ci --ignore-scripts --no-audit --no-fund > "$setup_dir/rivals.log" 2>&1) \
    || fail "npm ci failed in tests/Benchmarks/rivals; see $setup_dir/rivals.log"
fi
cd "$root"
exec dotnet "artifacts/$(engine)/bin/Darkroom.Benchmarks/release/Darkroom.Benchmarks.dll" ${1:+--only "$1"}
