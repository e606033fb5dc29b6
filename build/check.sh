#!/usr/bin/env bash
# What CI runs: format, clauses, build with every analyzer, all tiers. Ends with `N passed, N failed, N skipped`.
source "$(dirname "$0")/lib.sh"
"$root/build/setup.sh" test
say "checking format"
dotnet format whitespace "$root/Cluster.sln" --verify-no-changes --no-restore --exclude standins/OnnxRuntime/package > "$setup_dir/format.log" 2>&1 \
  || { head -20 "$setup_dir/format.log" >&2; fail "not formatted: run 'make format'"; }
say "checking clauses"
node "$root/build/clauses.mjs" --check || fail "see 'make clauses' and docs/clauses.md"
ANALYZERS=true exec "$root/build/test.sh"
