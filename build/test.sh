#!/usr/bin/env bash
# Runs test projects one after the other and adds up their results; the last line is `N passed, N failed, N skipped`.
# Arguments: the tiers (folders below tests/); default: all of CI's, and on Orleans itself those of the stand-in as well.
# Environment: FILTER (a dotnet test filter), ORLEANS=real|standin (that engine only).
source "$(dirname "$0")/lib.sh"
"$root/build/setup.sh" test
results="$root/artifacts/results"
rm -rf "$results"; mkdir -p "$results"
status=0

# The tiers that say something about the stand-in of Orleans: what it does like Orleans, and the simulator that it is.
standin_tiers=(Orleans Simulation)
all_tiers() {
  local project
  for project in "$root"/tests/*/*.Tests.csproj; do
    local tier; tier=$(basename "$(dirname "$project")")
    [ "$tier" = Simulation ] && [ "$(engine)" = real ] && continue
    echo "$tier"
  done
}

# build PROJECT...: with the engine in use.
build() {
  local log="$setup_dir/build-$(engine).log" project
  for project in "$@"; do
    dotnet build "$project" --no-restore -v q --nologo -p:RunAnalyzers="${ANALYZERS:-false}" > "$log" 2>&1 \
      || { grep -E 'error|warning' "$log" | sort -u | head -30 >&2; fail "the build failed; the whole log is $log"; }
  done
}

# test_tiers TIER...: on the engine in use.
test_tiers() {
  local tier project name
  for tier in "$@"; do
    project=$(ls "$root/tests/$tier"/*.csproj)
    name="$tier-$(engine)"
    say "testing $tier ($([ "$(engine)" = real ] && echo Orleans || echo "stand-in"))"
    dotnet test "$project" --no-build --nologo -v q --results-directory "$results" --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=minimal" \
      --blame-hang-timeout 10m ${FILTER:+--filter "$FILTER"} > "$results/$name.log" 2>&1 || { status=1; grep -vE '^\s*$' "$results/$name.log" | tail -80; }
    [ -f "$results/$name.trx" ] || { status=1; echo "$name wrote no results" >&2; }
  done
}

tiers=("$@")
[ "${#tiers[@]}" -gt 0 ] || mapfile -t tiers < <(all_tiers)
say "building"
build "$root/Cluster.sln"
test_tiers "${tiers[@]}"

if [ "$#" = 0 ] && [ -z "${ORLEANS:-}" ] && [ "$(engine)" = real ]; then
  export ORLEANS=standin
  "$root/build/setup.sh" test
  say "building with the stand-in of Orleans"
  tiers=()
  for tier in "${standin_tiers[@]}"; do if [ -d "$root/tests/$tier" ]; then tiers+=("$tier"); fi; done
  build "${tiers[@]/#/$root/tests/}"
  test_tiers "${tiers[@]}"
fi

sum() { cat "$results"/*.trx 2>/dev/null | grep -oE "<Counters [^>]*" | grep -oE " $1=\"[0-9]+\"" | grep -oE '[0-9]+' | awk '{ n += $1 } END { print n + 0 }'; }
total=$(sum total); passed=$(sum passed); failed=$(( $(sum failed) + $(sum error) + $(sum timeout) + $(sum aborted) ))
skipped=$(( total - passed - failed ))
[ "${passed:-0}" -gt 0 ] || status=1
[ "$status" = 0 ] || [ "$failed" -gt 0 ] || failed=1   # a run that broke outside a test is a failure too
# Once more what failed and why, where a reader of the last lines alone will see it.
awk '/^  Failed .*\[/ { show = 12 } /^ *(Stack Trace:|Passed|Standard Output)/ { if (show > 3) show = 3 } show-- > 0 { print FILENAME ": " $0 }' "$results"/*.log 2>/dev/null | sed "s|^$results/||" | cut -c1-300
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] && exit "$status" || exit 1
