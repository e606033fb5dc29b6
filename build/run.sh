#!/usr/bin/env bash
# Sets up what is missing and serves the embedded default.
source "$(dirname "$0")/lib.sh"
"$root/build/setup.sh" run
out="$root/artifacts/$(engine)/bin/Darkroom.Silo/release/Darkroom.Silo.dll"
newest() { find "$root"/{silo,client,grains,standins,brands,models} \( -name build -o -name package -o -name store \) -prune -o -type f -newer "$out" -print -quit; }
if [ ! -f "$out" ] || [ -n "$(newest)" ]; then
  say "building"
  log="$setup_dir/build.log"
  dotnet build "$root/silo/Host/Darkroom.Silo.csproj" -c Release --no-restore -v q --nologo -p:RunAnalyzers=false > "$log" 2>&1 \
    || { grep -E 'error' "$log" | sort -u | head -20 >&2; fail "the build failed; the whole log is $log"; }
  touch "$out"
fi
cd "$root"
exec dotnet "$out" "$@"
