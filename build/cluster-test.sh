#!/usr/bin/env bash
# Three silos, two gateways, PostgreSQL and S3 under load and faults; the report is artifacts/cluster-test.txt, its last line
# `N faults, N violations`. About ten minutes. The cut between two silos needs root (network namespaces) and is left out without it.
# Argument: a word that the names of the wanted faults have in them.
source "$(dirname "$0")/lib.sh"
if [ "$(engine)" != real ]; then
  echo "skipped: this build uses the stand-in of Orleans, which is one process and no cluster (see standins/selection.props, or ORLEANS=real)"
  exit 0
fi
"$root/build/setup.sh" test
say "building (Release)"
log="$setup_dir/cluster-test-build.log"
dotnet build "$root/tests/ClusterTest/Darkroom.ClusterTest.csproj" -c Release --no-restore -v q --nologo -p:RunAnalyzers=false > "$log" 2>&1 \
  || { grep error "$log" | sort -u | head >&2; fail "the build failed; the whole log is $log"; }
cd "$root"
exec dotnet "artifacts/$(engine)/bin/Darkroom.ClusterTest/release/Darkroom.ClusterTest.dll" ${1:+--only "$1"}
