# Everything a person does to the project; the scripts behind it are in build/.
.DEFAULT_GOAL := help
.PHONY: help setup run test check format approve bench cluster-test manifests simulate clauses locks clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: ## install and build what is missing on this machine
	@build/setup.sh test

run: ## set up what is missing and serve on http://127.0.0.1:8080 (DARKROOM_URLS, DARKROOM_DATA)
	@build/run.sh

test: ## the tests; the last line is N passed, N failed, N skipped
	@build/test.sh

check: ## what CI runs: format, analyzers, all tests
	@build/check.sh

clauses: ## what the services have promised, with rule, code and test; N of M clauses enforced and tested
	@node build/clauses.mjs

format: ## format the sources
	@dotnet format whitespace Cluster.sln --no-restore --exclude standins/OnnxRuntime/package

approve: ## write the approved lists anew (standins/*/api.txt, the wire contract, docs/clauses.lock); the diff shows what changed
	@build/approve.sh

bench: ## measure against the rivals: make bench [ONLY=resize-2560]
	@build/bench.sh $(ONLY)

manifests: ## render the Kubernetes overlays into artifacts/manifests and check them; N objects valid, N invalid
	@build/manifests.sh

locks: ## write build/locks anew after a change of packages
	@build/locks.sh

cluster-test: ## three silos and two gateways under load and faults, ten minutes [ONLY=silo]
	@build/cluster-test.sh $(ONLY)

simulate: ## the cluster under virtual time and seeded faults: make simulate [SEEDS=n] [SEED=s]
	@build/simulate.sh

clean: ## remove build outputs (not the data folder)
	@rm -rf artifacts .setup
