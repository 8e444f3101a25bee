# stepformer: `make help` lists what one can ask for.

VERSION := 0.1.0
PREFIX  ?= /usr/local
BUILD   ?= build
MODE    ?= release
OUT     := $(BUILD)/$(MODE)

MAKEFLAGS += --no-print-directory

.PHONY: all
all: $(OUT)/stepformer ## build the program (the default); V=1 shows the commands, CC=clang and MODE=asan build otherwise

# How everything is compiled -------------------------------------------------------------------------------------------

PACKAGES := libcjson libpng libpcre2-8 libutf8proc freetype2 fontconfig libcmark ncursesw nettle
WARNINGS := -Wall -Wextra -Wpedantic -Werror
SANITIZE := -fno-sanitize-recover=undefined -fno-omit-frame-pointer

OPTIMISE.release := -O3 -g
OPTIMISE.asan    := -O1 -g -fsanitize=address,undefined $(SANITIZE)
OPTIMISE.fuzz    := -O1 -g -fsanitize=fuzzer-no-link,address,undefined $(SANITIZE)

# pkg-config is asked once, when first needed: by then `make deps run` has installed it.
pkg-config     = $(or $(shell pkg-config $(1) $(PACKAGES)),$(error libraries are missing; install them with "make deps"))
PACKAGE_CFLAGS = $(eval PACKAGE_CFLAGS := $(call pkg-config,--cflags))$(PACKAGE_CFLAGS)
PACKAGE_LIBS   = $(eval PACKAGE_LIBS := $(call pkg-config,--libs))$(PACKAGE_LIBS)

DIALECT = -std=gnu17 -D_GNU_SOURCE -fopenmp -Isrc -DSTEPFORMER_VERSION='"$(VERSION)"' $(PACKAGE_CFLAGS)
COMPILE = $(CC) $(DIALECT) $(OPTIMISE.$(MODE)) -fno-math-errno $(WARNINGS) $(CPPFLAGS) $(CFLAGS)
DEPEND  = -MMD -MP -MF $@.d
LIBS    = $(LDFLAGS) $(PACKAGE_LIBS) -lm

# $(call say,WORD): the start of a recipe line that tells the word and its target in place of the command.
say = $(if $(V),,@printf '  %-6s %s\n' $(1) $@;)

# Translations ---------------------------------------------------------------------------------------------------------

# One file a language, assets/po/LANGUAGE.po. What the program looks its words up in stands beside it.
TRANSLATIONS := $(wildcard assets/po/*.po)
CATALOGUES   := $(TRANSLATIONS:assets/po/%.po=$(OUT)/locale/%/LC_MESSAGES/stepformer.mo)
TEMPLATE     := $(OUT)/stepformer.pot

XGETTEXT = xgettext --language=C --from-code=UTF-8 --add-location=file --add-comments=Translators --sort-by-file \
           --keyword=_ --keyword=N_ --keyword=plural_:1,2 --package-name=stepformer --package-version=$(VERSION)

$(OUT)/locale/%/LC_MESSAGES/stepformer.mo: assets/po/%.po
	@mkdir -p $(@D)
	$(call say,PO)msgfmt --check -o $@ $<

$(TEMPLATE): $(wildcard src/*.c src/*/*.[ch]) $(OUT)/assets/keys.c
	@mkdir -p $(@D)
	$(call say,POT)$(XGETTEXT) --directory=. --directory=$(OUT) -o - $(sort $(^:$(OUT)/%=%)) | sed '/^"POT-Creation-Date/d' > $@

# What keys do is told in their table, behind a #: "step: run one instruction", or without the hint before the colon.
$(OUT)/assets/keys.c: assets/keys
	@mkdir -p $(@D)
	@awk 'sub(/^[^#].* # /, "") {hint = match($$0, /^[^ :]+: /) ? RLENGTH : 0; if (hint) print substr($$0, 1, hint - 2); \
	    print substr($$0, hint + 1)}' $< | sed 's/.*/N_("&")/' > $@

.PHONY: po
po: $(TEMPLATE) ## bring the words of the source into assets/po/*.po, there to be translated
	@for file in $(TRANSLATIONS); do \
	    msgmerge --quiet --update --backup=none --no-fuzzy-matching --sort-by-file $$file $< && \
	    msgattrib --no-obsolete --sort-by-file -o $$file $$file || exit; done

# The library and the program ------------------------------------------------------------------------------------------

SOURCES := $(sort $(wildcard src/*/*.c))
OBJECTS := $(SOURCES:src/%.c=$(OUT)/%.o)
LIBRARY := $(OUT)/libstepformer.a
PROGRAM := $(OUT)/stepformer

$(PROGRAM): $(OUT)/main.o $(LIBRARY) | $(CATALOGUES)
	$(call say,LINK)$(COMPILE) -o $@ $^ $(LIBS)

$(LIBRARY): $(OBJECTS)
	$(call say,AR)rm -f $@ && $(AR) rcs $@ $^

$(OUT)/%.o: src/%.c $(OUT)/flags
	@mkdir -p $(@D)
	$(call say,CC)$(COMPILE) $(DEPEND) -c -o $@ $<

# Only find.c knows where data is installed, so that another PREFIX recompiles one file.
$(OUT)/model/find.o: CPPFLAGS += -DSTEPFORMER_DATA_FOLDER='"$(PREFIX)/share/stepformer"'
$(OUT)/model/find.o: $(OUT)/prefix

# Each of these files holds a text, and is as old as that text: what depends on it is made anew when the text changes.
# What is asked for together with `deps` waits for it here.
$(OUT)/flags:   text = $(COMPILE)
$(OUT)/prefix:  text = $(PREFIX)
$(OUT)/objects: text = $(OBJECTS)
$(LIBRARY): $(OUT)/objects
$(OUT)/flags $(OUT)/prefix $(OUT)/objects: FORCE | $(filter deps deps-dev,$(MAKECMDGOALS))
	@mkdir -p $(@D)
	@echo "$(subst ",\",$(text))" > $@.new; if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

.PHONY: FORCE
FORCE:

# Tests ----------------------------------------------------------------------------------------------------------------

# Every program and script below runs by itself; run.sh keeps its output as a log and counts what passed.
TESTS   := $(patsubst tests/%.c,%,$(sort $(wildcard tests/unit/test_*.c tests/op/test_*.c)))
TESTS   += $(patsubst tests/fuzz/fuzz_%.c,fuzz/replay_%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))
SCRIPTS := $(patsubst tests/%.sh,%,$(wildcard tests/structure.sh tests/translations.sh tests/models.sh tests/cli/run.sh tests/screen/run.sh \
             tests/screen/handling.sh tests/screen/lessons.sh))

TEST_PROGRAMS := $(TESTS:%=$(OUT)/tests/%)
TEST_LOGS     := $(TESTS:%=$(OUT)/logs/%.log)
SCRIPT_LOGS   := $(SCRIPTS:%=$(OUT)/logs/%.log)

.PHONY: check unit golden asan valgrind
check: $(TEST_LOGS) $(SCRIPT_LOGS) ## build and run every test
	@tests/run.sh --total $^

unit: $(TEST_LOGS) ## build and run the tests that are C programs
	@tests/run.sh --total $^

asan: ## check, under AddressSanitizer and UndefinedBehaviorSanitizer, with 100,000 random keys
	@$(MAKE) MODE=asan RANDOM_KEYS=50000 TEST_SECONDS=1800 check

VALGRIND := valgrind --quiet --error-exitcode=9 --leak-check=full --show-leak-kinds=definite \
            --errors-for-leak-kinds=definite --suppressions=tests/valgrind.supp
valgrind: ## unit, under valgrind
	@$(MAKE) unit RUNNER="$(VALGRIND)" TEST_SECONDS=900

# C programs with golden screens say so by what they include.
GOLDEN_TESTS := $(patsubst tests/%.c,$(OUT)/tests/%,$(shell grep -lE 'support/(golden|screen|trace|view)\.h' tests/unit/*.c))
golden: $(PROGRAM) $(GOLDEN_TESTS) ## refresh the golden texts of commands and screens; read the diff before you commit it
	@for test in $(SCRIPTS:%=tests/%.sh) $(GOLDEN_TESTS); do REFRESH_GOLDEN=1 STEPFORMER=$(PROGRAM) $$test >$(OUT)/golden.log || exit; done

$(TEST_LOGS): $(OUT)/logs/%.log: $(OUT)/tests/% FORCE | $(CATALOGUES)
	@tests/run.sh $@ $(RUNNER) $<

$(OUT)/logs/translations.log: $(TEMPLATE)
$(SCRIPT_LOGS): $(OUT)/logs/%.log: tests/%.sh $(PROGRAM) FORCE
	@STEPFORMER=$(PROGRAM) tests/run.sh $@ $<

$(OUT)/tests/%: tests/%.c $(LIBRARY)
	@mkdir -p $(@D)
	$(call say,TEST)$(COMPILE) $(DEPEND) -Itests -o $@ $< $(LIBRARY) $(LIBS) -lcmocka

$(OUT)/tests/fuzz/replay_%: tests/fuzz/fuzz_%.c tests/fuzz/replay.c $(LIBRARY)
	@mkdir -p $(@D)
	$(call say,TEST)$(COMPILE) $(DEPEND) -DTARGET='"$*"' -o $@ tests/fuzz/replay.c $< $(LIBRARY) $(LIBS) -lcmocka

# The ops once more in double precision, where finite differences are sharp.
DOUBLE_OBJECTS := $(patsubst src/%.c,$(OUT)/double/%.o,$(wildcard src/base/*.c src/tensor/*.c src/op/*.c))

$(OUT)/double/%.o: src/%.c $(OUT)/flags
	@mkdir -p $(@D)
	$(call say,CC)$(COMPILE) -DSTEPFORMER_DOUBLE $(DEPEND) -c -o $@ $<

$(filter $(OUT)/tests/op/%,$(TEST_PROGRAMS)): $(OUT)/tests/%: tests/%.c $(DOUBLE_OBJECTS)
	@mkdir -p $(@D)
	$(call say,TEST)$(COMPILE) -DSTEPFORMER_DOUBLE $(DEPEND) -Itests -o $@ $< $(DOUBLE_OBJECTS) $(LIBS) -lcmocka

# Fuzzing --------------------------------------------------------------------------------------------------------------

# One target a file tests/fuzz/fuzz_NAME.c. What it finds stays in tests/fuzz/regressions/NAME, which check replays.
FUZZ_NAMES   := $(patsubst tests/fuzz/fuzz_%.c,%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))
FUZZ_SECONDS ?= 600

# Where each target's first inputs come from, and how long an input may grow.
FUZZ_SEEDS.safetensors := tests/fixtures/models
FUZZ_SEEDS.config      := tests/fixtures/models
FUZZ_SEEDS.tokenizer   := tests/fixtures/tokenizers
FUZZ_SEEDS.lesson      := tests/fixtures/lessons/01-small
FUZZ_LENGTH            := 4096
FUZZ_LENGTH.tokenizer  := 16384

.PHONY: fuzz fuzz-build $(FUZZ_NAMES:%=fuzz-%)
fuzz: $(FUZZ_NAMES:%=fuzz-%) ## run every fuzz target for FUZZ_SECONDS=600 (one alone: make fuzz-NAME); needs clang

fuzz-build:
	@$(MAKE) MODE=fuzz CC=clang $(FUZZ_NAMES:%=$(BUILD)/fuzz/tests/fuzz/fuzz_%)

$(OUT)/tests/fuzz/fuzz_%: tests/fuzz/fuzz_%.c $(LIBRARY)
	@mkdir -p $(@D)
	$(call say,FUZZ)$(COMPILE) $(DEPEND) -fsanitize=fuzzer -o $@ $< $(LIBRARY) $(LIBS)

$(FUZZ_NAMES:%=fuzz-%): fuzz-%: fuzz-build
	@mkdir -p $(BUILD)/fuzz/corpus/$*
	$(BUILD)/fuzz/tests/fuzz/fuzz_$* -max_total_time=$(FUZZ_SECONDS) -max_len=$(or $(FUZZ_LENGTH.$*),$(FUZZ_LENGTH)) -timeout=10 \
	    $(patsubst %,-dict=%,$(wildcard tests/fuzz/$*.dict)) -artifact_prefix=$(BUILD)/fuzz/$*- \
	    $(BUILD)/fuzz/corpus/$* $(wildcard tests/fuzz/regressions/$* $(FUZZ_SEEDS.$*))

# Using it -------------------------------------------------------------------------------------------------------------

.PHONY: deps deps-dev run bench screenshots
deps: ## install the libraries (apt-get), or say how (dnf, pacman, brew); goes before other targets: make deps run
	@./deps.sh build

deps-dev: ## the same for the tools behind lint, format, valgrind, fuzz and CC=clang
	@./deps.sh dev

run: $(PROGRAM) ## open the interpreter; MODEL=DIR chooses the model
	@$(PROGRAM) tui $(if $(MODEL),--model '$(MODEL)')

bench: $(PROGRAM) ## measure speed on this machine; MODEL=DIR chooses the model
	@$(PROGRAM) bench $(if $(MODEL),--model '$(MODEL)')

screenshots: $(PROGRAM) ## write the pictures in docs by the scripts in docs/screenshots; MODEL=DIR chooses the model
	@for script in docs/screenshots/*.txt; do $(PROGRAM) script $$script $(if $(MODEL),--model '$(MODEL)') || exit; done
	@$(PROGRAM) heatmap $(if $(MODEL),--model '$(MODEL)') --prompt '그는 가방을 들고 학교에 갔다. 그곳에서' \
	    --layer all --head all -o docs/heads.png

# Care of the source ---------------------------------------------------------------------------------------------------

C_FILES = $(wildcard src/*.c src/*/*.[ch] tests/*.[ch] tests/*/*.[ch])

.PHONY: format lint fixtures
format: ## lay out the C source (clang-format)
	@clang-format -i $(C_FILES)

lint: ## look for doubtful source (clang-format, clang-tidy, cppcheck)
	@clang-format --dry-run -Werror $(C_FILES)
	@printf '%s\n' $(SOURCES) | xargs -P "$$(nproc)" -I FILE clang-tidy --quiet FILE -- $(DIALECT)
	@cppcheck --quiet --error-exitcode=1 --inline-suppr -j "$$(nproc)" --enable=warning,performance,portability \
	    --suppress=returnDanglingLifetime --suppress=uninitvar:src/tensor/lanes.inc --std=c11 -Isrc -D_GNU_SOURCE src

fixtures: ## compute the reference values in tests/fixtures anew; needs Python with torch
	@for script in tests/reference/make_*.py; do $(PYTHON) $$script || exit; done

# Passing it on --------------------------------------------------------------------------------------------------------

SHARE = $(abspath $(DESTDIR)$(PREFIX)/share)

# $(call install-files,FOLDER,PLACE): the files of a folder, where there is one, below $(SHARE).
install-files = if [ -d $(1) ]; then cd $(1) && find . -type f -exec install -Dm644 {} $(SHARE)/$(2)/{} \; ; fi

.PHONY: install uninstall dist clean help
install: $(PROGRAM) ## install below PREFIX=/usr/local, staged in DESTDIR
	install -D $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/stepformer
	$(call install-files,data,stepformer)
	$(call install-files,lessons,stepformer/lessons)
	$(call install-files,assets,stepformer/assets)
	install -Dm644 docs/stepformer.1 $(SHARE)/man/man1/stepformer.1
	$(call install-files,$(OUT)/locale,locale)

uninstall: ## remove what install put there
	rm -rf $(DESTDIR)$(PREFIX)/bin/stepformer $(SHARE)/stepformer $(SHARE)/man/man1/stepformer.1 \
	    $(SHARE)/locale/*/LC_MESSAGES/stepformer.mo

dist: ## pack the committed source as build/stepformer-VERSION.tar.gz
	@mkdir -p $(BUILD)
	git archive --prefix=stepformer-$(VERSION)/ -o $(BUILD)/stepformer-$(VERSION).tar.gz HEAD

clean: ## remove all that was built
	rm -rf $(BUILD)

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "%-10s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

-include $(addsuffix .d,$(OBJECTS) $(OUT)/main.o $(DOUBLE_OBJECTS) $(TEST_PROGRAMS))
