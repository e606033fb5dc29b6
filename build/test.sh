#!/usr/bin/env bash
# Runs test projects one after the other and adds up their results; the last line is `N passed, N failed, N skipped`.
# Arguments: the tiers (folders below tests/); default: all of CI's. Environment: FILTER (a dotnet test filter).
source "$(dirname "$0")/lib.sh"
"$root/build/setup.sh" test
tiers=("$@")
if [ "${#tiers[@]}" -eq 0 ]; then
  for project in "$root"/tests/*/*.Tests.csproj; do tiers+=("$(basename "$(dirname "$project")")"); done
fi
results="$root/artifacts/results"
rm -rf "$results"; mkdir -p "$results"

say "building"
dotnet build "$root/Cluster.sln" --no-restore -v q --nologo -p:RunAnalyzers="${ANALYZERS:-false}" > "$setup_dir/build.log" 2>&1 \
  || { grep -E 'error|warning' "$setup_dir/build.log" | sort -u | head -30 >&2; fail "the build failed; the whole log is $setup_dir/build.log"; }

status=0
for tier in "${tiers[@]}"; do
  project=$(ls "$root/tests/$tier"/*.csproj)
  say "testing $tier"
  dotnet test "$project" --no-build --nologo -v q --results-directory "$results" --logger "trx;LogFileName=$tier.trx" \
    --blame-hang-timeout 10m ${FILTER:+--filter "$FILTER"} > "$results/$tier.log" 2>&1 || { status=1; grep -vE '^\s*$' "$results/$tier.log" | tail -80; }
  [ -f "$results/$tier.trx" ] || { status=1; echo "$tier wrote no results" >&2; }
done

sum() { cat "$results"/*.trx 2>/dev/null | grep -oE "<Counters [^>]*" | grep -oE " $1=\"[0-9]+\"" | grep -oE '[0-9]+' | awk '{ n += $1 } END { print n + 0 }'; }
total=$(sum total); passed=$(sum passed); failed=$(( $(sum failed) + $(sum error) + $(sum timeout) + $(sum aborted) ))
skipped=$(( total - passed - failed ))
[ "${passed:-0}" -gt 0 ] || status=1
[ "$status" = 0 ] || [ "$failed" -gt 0 ] || failed=1   # a run that broke outside a test is a failure too
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] && exit "$status" || exit 1
