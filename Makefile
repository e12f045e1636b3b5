# Every target does all the set-up that it needs. `make help` lists them.
BUILD ?= build
JOBS  ?= $(shell nproc)

.DEFAULT_GOAL := gantry
.PHONY: help gantry setup configure demo test test-sanitize test-thread test-long dst fuzz bench \
  bench-long bench-compare fmt lint install \
  package clean

help: ## What there is to make
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

setup:
	@tools/setup build

$(BUILD)/build.ninja: CMakeLists.txt
	@tools/setup test
	cmake --preset release -B $(BUILD)

gantry: $(BUILD)/build.ninja ## Build build/bin/gantry
	cmake --build $(BUILD) -j $(JOBS) --target gantry

demo: gantry ## Watch 240 orders run through a company with faults (KEEP=1 leaves it running)
	$(BUILD)/bin/gantry demo $(if $(KEEP),--keep) $(DEMO_FLAGS)

test: $(BUILD)/build.ninja ## Build release and run everything that finishes in minutes
	cmake --build $(BUILD) -j $(JOBS)
	ctest --test-dir $(BUILD) --output-on-failure -j $(JOBS) -LE long

test-sanitize: ## Unit, store and actor tests under address and undefined sanitizers
	@tools/setup test
	cmake --preset sanitize
	cmake --build build-sanitize -j $(JOBS)
	ctest --test-dir build-sanitize --output-on-failure -LE 'long|crash|e2e'

test-thread: ## Store, actors, HTTP front and 2,000 orders under ThreadSanitizer, with a CAF of its own
	@tools/setup develop
	tools/instrumented_caf build-thread/caf
	cmake --preset thread
	cmake --build build-thread -j $(JOBS) --target gantry persistence_tests actors_tests gateway_tests
	ctest --test-dir build-thread --output-on-failure -R '^(persistence|actors|gateway):'
	build-thread/bin/gantry bench --orders 2000 --in-flight 64
	build-thread/bin/gantry bench --orders 2000 --in-flight 64 --http

test-long: $(BUILD)/build.ninja ## Crash runs, simulation and model with much more of what may go wrong, and tests/fuzz for ten minutes each
	cmake --build $(BUILD) -j $(JOBS)
	ctest --test-dir $(BUILD) --output-on-failure -L long
	$(MAKE) fuzz

# TARGET: one of them, all of them when empty
fuzz: TARGETS = $(or $(TARGET),lexer parser checker evaluator mapping json x12 table)
fuzz: ## Fuzz with libFuzzer: TARGET=parser SECONDS=600
	@tools/setup develop
	cmake --preset fuzz
	cmake --build build-fuzz -j $(JOBS) --target $(addprefix fuzz_,$(TARGETS))
	tests/fuzz/run build-fuzz $(or $(SECONDS),600) $(TARGETS)

# Each seed by one process alone; as many processes as there are jobs, each with seeds of its own.
dst: SEEDS_EACH = $(shell echo $$(( ($(or $(SEEDS),1000) + $(JOBS) - 1) / $(JOBS) )))
dst: $(BUILD)/build.ninja ## Whole engines in virtual time, on disks and days that are bad: SEEDS=1000 FROM=1
	cmake --build $(BUILD) -j $(JOBS) --target gantry_dst
	seq 0 $(SEEDS_EACH) $$(( $(or $(SEEDS),1000) - 1 )) | xargs -P $(JOBS) -I AFTER sh -c \
	  '$(BUILD)/bin/gantry_dst --from $$(( $(or $(FROM),1) + AFTER )) --seeds $(SEEDS_EACH)'

bench: gantry ## Measure, with the raw cost of the same rows through SQLite beside it
	bench/run $(BUILD)/bin/gantry

bench-long: gantry ## A million that wait, ten million that are stored, overload: 40 GB below /tmp, 90 minutes
	bench/run $(BUILD)/bin/gantry long

# PEERS: folder with restate/run and dbos/run
bench-compare: gantry ## The same work with Restate and DBOS in one run: PEERS=../shared/peers
	bench/compare $(BUILD)/bin/gantry $(or $(PEERS),../shared/peers)

fmt: ## Lay out all sources
	@tools/setup develop
	git ls-files '*.cpp' '*.hpp' | xargs clang-format -i

lint: ## Layout and clang-tidy
	@tools/setup develop
	git ls-files '*.cpp' '*.hpp' | xargs clang-format --dry-run --Werror
	cmake --preset lint
	git ls-files '*.cpp' | grep -v '^tests/' | xargs -P $(JOBS) -n 4 clang-tidy --quiet -p build-lint

install: gantry ## Install below PREFIX (default /usr/local)
	cmake --install $(BUILD) --prefix $(or $(PREFIX),/usr/local)

package: gantry ## Make the Debian package
	@tools/setup develop
	cd $(BUILD) && cpack -G DEB

clean:
	rm -rf build build-debug build-fuzz build-lint build-sanitize
