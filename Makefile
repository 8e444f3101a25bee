# stepformer: make help lists what one can ask for.

CC       ?= gcc
BUILD    ?= build
MODE     ?= release
PACKAGES := libcjson libpng libpcre2-8 libutf8proc freetype2 fontconfig ncursesw

OPTIMISE.release := -O3 -g
OPTIMISE.asan    := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
OUT      := $(BUILD)/$(MODE)

CPPFLAGS += -Isrc -D_GNU_SOURCE
CFLAGS   += -std=gnu17 $(OPTIMISE.$(MODE)) -fno-math-errno -fopenmp -Wall -Wextra -Wpedantic -Werror
CFLAGS   += $(shell pkg-config --cflags $(PACKAGES))
LDLIBS   += $(shell pkg-config --libs $(PACKAGES)) -lm

SOURCES  := $(sort $(wildcard src/*/*.c))
OBJECTS  := $(SOURCES:src/%.c=$(OUT)/%.o)
LIBRARY  := $(OUT)/libstepformer.a
PROGRAM  := $(OUT)/stepformer

UNIT_TESTS := $(patsubst tests/%.c,$(OUT)/tests/%,$(sort $(wildcard tests/unit/test_*.c)))

.PHONY: all
all: $(PROGRAM)

$(PROGRAM): $(OUT)/main.o $(LIBRARY)
	$(CC) $(CFLAGS) -o $@ $^ $(LDFLAGS) $(LDLIBS)

$(LIBRARY): $(OBJECTS)
	@rm -f $@
	$(AR) rcs $@ $^

$(OUT)/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(OUT)/tests/%: tests/%.c $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -Itests $(CFLAGS) -MMD -MP -o $@ $< $(LIBRARY) $(LDFLAGS) $(LDLIBS) -lcmocka

# The ops once more in double precision, where finite differences are sharp.
DOUBLE_SOURCES := $(wildcard src/base/*.c src/tensor/*.c src/op/*.c)
DOUBLE_OBJECTS := $(DOUBLE_SOURCES:src/%.c=$(OUT)/double/%.o)
GRADIENT_TEST  := $(OUT)/tests/op/test_gradient

$(OUT)/double/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -DSTEPFORMER_DOUBLE $(CFLAGS) -MMD -MP -c -o $@ $<

$(GRADIENT_TEST): tests/op/test_gradient.c $(DOUBLE_OBJECTS)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -DSTEPFORMER_DOUBLE -Itests $(CFLAGS) -MMD -MP -o $@ $< $(DOUBLE_OBJECTS) $(LDFLAGS) $(LDLIBS) -lcmocka

.PHONY: unit
unit: $(UNIT_TESTS) $(GRADIENT_TEST)
	@for test in $^; do $$test || exit 1; done

.PHONY: clean
clean:
	rm -rf $(BUILD)

-include $(OBJECTS:.o=.d) $(OUT)/main.d $(UNIT_TESTS:=.d) $(DOUBLE_OBJECTS:.o=.d) $(GRADIENT_TEST).d
