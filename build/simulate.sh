#!/usr/bin/env bash
# The cluster's grains under virtual time, seeded faults and a seeded order; the last line is `N seeds, N violations, N virtual days, N seeds/min`.
# Environment: SEEDS (how many; default 300), SEED (that one alone), FIRST (where to begin), STORE=model|sqlite, PLANT (a known bug, to see it
# found), WITHOUT (kinds of faults to leave out, with commas), JOBS (processes at a time; default: one a core).
export ORLEANS=standin
source "$(dirname "$0")/lib.sh"
"$root/build/setup.sh" run
say "building (Release)"
dotnet build "$root/tests/Simulator" -c Release --no-restore -v q --nologo -p:RunAnalyzers=false > "$setup_dir/simulate-build.log" 2>&1 \
  || { grep error "$setup_dir/simulate-build.log" | sort -u | head >&2; fail "the build failed; the whole log is $setup_dir/simulate-build.log"; }
simulator="$root/artifacts/standin/bin/Darkroom.Simulation/release/Darkroom.Simulation.dll"
with=(${STORE:+--store "$STORE"} ${PLANT:+--plant "$PLANT"} ${WITHOUT:+--without "$WITHOUT"})
if [ -n "${SEED:-}" ]; then exec dotnet "$simulator" --seed "$SEED" "${with[@]}"; fi

# Every process takes its part of the seeds: a run is one thread.
seeds=${SEEDS:-300}; first=${FIRST:-1}; jobs=${JOBS:-$(nproc)}
[ "$jobs" -le "$seeds" ] || jobs=$seeds
parts=$(mktemp -d); trap 'rm -rf "$parts"' EXIT
start=$(date +%s%N); status=0; running=()
for ((i = 0; i < jobs; i++)); do
  from=$((first + seeds * i / jobs)); count=$((seeds * (i + 1) / jobs - seeds * i / jobs))
  dotnet "$simulator" --first "$from" --seeds "$count" --keep-going "${with[@]}" > "$parts/$i" 2>&1 & running+=($!)
done
for pid in "${running[@]}"; do wait "$pid" || status=1; done
for ((i = 0; i < jobs; i++)); do
  grep -qE '^[0-9]+ seeds, [0-9]+ violations' "$parts/$i" || { cat "$parts/$i" >&2; fail "a part of the run broke off"; }
  sed '$d' "$parts/$i"
done
took=$(( ($(date +%s%N) - start) / 1000000 ))
tail -qn1 "$parts"/* | awk -v ms="$took" '{ gsub(",", ""); seeds += $1; violations += $3; days += $5 }
  END { printf "%d seeds, %d violations, %d virtual days, %d seeds/min\n", seeds, violations, days, seeds * 60000 / ms }'
exit "$status"
