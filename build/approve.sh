#!/usr/bin/env bash
# Writes the approved lists anew: the API of the packages in use (standins/*/api.txt), the wire contract, and the
# clauses that are enforced and tested (docs/clauses.lock). Look at the diff.
source "$(dirname "$0")/lib.sh"
node "$root/build/clauses.mjs" --approve
export APPROVE=yes
# The lists of what the stand-ins offer come from the stand-ins themselves, those of what is in use from the product.
ORLEANS=standin OPENCV=standin STRIPE=standin FILTER='FullyQualifiedName~ApiTests|FullyQualifiedName~ApiInUse|FullyQualifiedName~WireContract' \
  "$root/build/test.sh" Orleans Hosting Imaging Stripe Silo
git -C "$root" status --short -- 'standins/*/api.txt' tests/Orleans/Wire docs/clauses.lock
