# Virgo: one makefile, everything out of tree in $(BUILD).  `make help` lists the targets.
#
# Order of construction:
#   isa-spec/isagen  ->  $(BUILD)/isagen  ->  $(GEN)/*   (views of the specs)
#   compiler/ vm/ runtime/                ->  $(BUILD)/libvirgo.a
#   vm/cli/                               ->  $(BUILD)/virgo
#   golang-1.19-src under stdlib/         ->  $(BUILD)/std.vga   (the std archive)
#   vm/run/ vm/ runtime/                  ->  $(BUILD)/virgo-run (the VM of `virgo build --exe`)
#
# With HOST the same objects are compiled for another machine, into build/HOST; what runs while
# building (isagen, bison, flex, the std archive's compiler) is the native build's.

# -- Switches ------------------------------------------------------------------
# SAN=1    ASan and UBSan, in build-san       TSAN=1   ThreadSanitizer, in build-tsan
# READLINE=0  build without libreadline       V=1      show every command
# STATIC=0    link virgo with shared libraries (its start is slower)
# CORPUS=all  every program of Go's corpus, also under SAN=1
# HOST=aarch64   build for another host (runtime/host/hosts.def), linked statically, in build/HOST
NATIVE   ?= build$(if $(SAN),-san)$(if $(TSAN),-tsan)
BUILD    ?= $(NATIVE)$(if $(HOST),/$(HOST))
# Within the tree a folder has one name: another would compile everything again.
override BUILD := $(patsubst $(CURDIR)/%,%,$(BUILD))
PREFIX   ?= /usr/local
DESTDIR  ?=
READLINE ?= 1
STATIC   ?= $(if $(SAN)$(TSAN),0,1)
CC       := $(if $(filter default,$(origin CC)),gcc,$(CC))
BISON    ?= bison
FLEX     ?= flex
GO       ?= /usr/lib/go-1.19/bin/go
TESTJOBS ?= 2

GEN := $(if $(HOST),$(NATIVE),$(BUILD))/gen
OBJ := $(BUILD)/obj

# -- The host ------------------------------------------------------------------
HOSTS    := $(shell awk -F'[(), ]+' '/^HOST_ROW/ { print $$2 }' runtime/host/hosts.def)
HOST_ROW := $(shell awk -F'[(), ]+' '/^HOST_ROW/ && $$2 == "$(HOST)" { print $$3, $$4 }' runtime/host/hosts.def)
ifeq ($(filter $(or $(HOST),$(shell uname -m)),$(HOSTS)),)
$(error host $(or $(HOST),$(shell uname -m)) is not supported; there are: $(HOSTS))
endif
ifneq ($(HOST),)
TRIPLE   := $(word 1,$(HOST_ROW))
SYSROOTS ?= $(NATIVE)/sysroot
SYSROOT  := $(SYSROOTS)/$(HOST)
CC       := $(TRIPLE)-gcc
AR       := $(TRIPLE)-ar
STATIC   := 1
SYSINC   := -isystem $(SYSROOT)/usr/include -isystem $(SYSROOT)/usr/include/$(TRIPLE)
SYSLIB   := -L$(SYSROOT)/usr/lib/$(TRIPLE) -L$(SYSROOT)/usr/lib
READY    := $(SYSROOT)/$(if $(filter vm,$(MAKECMDGOALS)),libgc,complete) native
endif

OPTFLAGS := -O2
ifneq ($(SAN),)
OPTFLAGS := -O1
SANFLAGS := -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
endif
ifneq ($(TSAN),)
OPTFLAGS := -O1
SANFLAGS := -fsanitize=thread -fno-omit-frame-pointer
endif

# -ffp-contract=off: guest arithmetic is never fused.  -fno-strict-aliasing: guest memory has Go's types.
CFLAGS   ?= $(OPTFLAGS) -g
ALLFLAGS := -std=gnu11 $(CFLAGS) $(SANFLAGS) -Wall -Wextra -Wno-unused-parameter \
            -ffp-contract=off -fno-strict-aliasing -pthread
CPPFLAGS := -I. -I$(GEN) $(SYSINC) -D_GNU_SOURCE -DGC_THREADS
RUN_LIBS := $(SYSLIB) -lgc -lm -lpthread
LDLIBS   := $(SYSLIB) -lgc -lffi -lgmp -lm -lpthread
ifneq ($(READLINE),0)
CPPFLAGS += -DVIRGO_READLINE
CLI_LIBS := $(if $(wildcard vm/cli/repl.c),$(SYSLIB) -lreadline -ltinfo)
# Static, readline's expansion of ~USER, which nothing here uses, draws warnings about the password database.
CLI_LIBS += $(if $(filter 0,$(STATIC)),,-Wl,--no-warnings)
endif
# Loading and relocating shared libraries is a fifth of the time hello world takes.
LINKFLAGS := $(if $(filter 0,$(STATIC)),,-static)

Q := $(if $(V),,@)
say = $(if $(V),,@printf '  %-6s %s\n' '$(1)' '$(patsubst $(BUILD)/%,%,$@)';)

# -- Sources -------------------------------------------------------------------
find_c = $(sort $(shell find $(wildcard $(1)) -name '*.c' 2>/dev/null))

CLI_SRC  := $(call find_c,vm/cli)
LIB_SRC  := $(filter-out vm/cli/% vm/run/%,$(call find_c,runtime vm compiler))
# What runs a compiled program and no more: no compiler, no assembler, no libgmp, no readline.
RUN_SRC  := $(filter-out vm/module/write.c vm/module/asm_parse.c vm/module/subset.c, \
            $(filter runtime/% vm/vm.c vm/module/% vm/interp/%,$(LIB_SRC))) $(call find_c,vm/run)
BASE_SRC := $(filter runtime/base/%,$(LIB_SRC))
GEN_C    := $(if $(wildcard compiler/syntax/parse.y),$(GEN)/parse.c) \
            $(if $(wildcard compiler/syntax/lex.l),$(GEN)/lex.c)
ISAGEN_SRC   := $(wildcard isa-spec/isagen/*.c)
ISAGEN_GEN_C := $(if $(wildcard isa-spec/isagen/parse.y),$(GEN)/isagen/parse.c) \
                $(if $(wildcard isa-spec/isagen/lex.l),$(GEN)/isagen/lex.c)
SPECS    := $(filter-out isa-spec/isagen/%,$(shell find isa-spec -type f 2>/dev/null))
UNIT_SRC := $(wildcard tests/unit/*.c)
STD_SRC  := $(shell find stdlib -type f 2>/dev/null)

LIB_OBJ    := $(LIB_SRC:%.c=$(OBJ)/%.o) $(GEN_C:$(GEN)/%.c=$(OBJ)/gen/%.o)
CLI_OBJ    := $(CLI_SRC:%.c=$(OBJ)/%.o)
RUN_OBJ    := $(RUN_SRC:%.c=$(OBJ)/%.o)
BASE_OBJ   := $(BASE_SRC:%.c=$(OBJ)/%.o)
ISAGEN_OBJ := $(ISAGEN_SRC:%.c=$(OBJ)/%.o) $(ISAGEN_GEN_C:$(GEN)/%.c=$(OBJ)/gen/%.o)
UNIT_BIN   := $(UNIT_SRC:tests/unit/%.c=$(BUILD)/unit/%)
ALL_OBJ    := $(LIB_OBJ) $(CLI_OBJ) $(RUN_OBJ) $(ISAGEN_OBJ) $(UNIT_SRC:%.c=$(OBJ)/%.o)

VIRGO   := $(BUILD)/virgo
# A sanitizer's library cannot be linked statically, so there is no run-only VM with one.
RUN     := $(if $(SANFLAGS),,$(BUILD)/virgo-run)
ARCHIVE := $(BUILD)/std.vga
STAMP   := $(GEN)/isa.stamp

.DELETE_ON_ERROR:
.SUFFIXES:
.SECONDARY:
.PHONY: all lib vm std run test test-std test-others test-hosts check-repro unit install clean help setup setup-test regen-expect \
        bench-start bench-interp bench-repl check-style docs

all: $(VIRGO) $(RUN) $(ARCHIVE) $(BUILD)/licences.txt $(BUILD)/libvirgo.a   ## build virgo and the std archive (HOST=: for another host)
lib: $(BUILD)/libvirgo.a
vm: $(RUN)   ## only the run-only VM, which `virgo build --exe` joins programs to (HOST=: of another host)
std: $(ARCHIVE)

# -- Generated sources -----------------------------------------------------------
ifeq ($(HOST),)
# bison leaves an equal header alone, hence touch.
$(GEN)/parse.c: compiler/syntax/parse.y
	@mkdir -p $(@D)
	$(call say,BISON)$(BISON) -Wall -Wno-yacc --header=$(GEN)/parse.h -o $@ $<
$(GEN)/parse.h: $(GEN)/parse.c
	@touch $@
$(GEN)/lex.c: compiler/syntax/lex.l
	@mkdir -p $(@D)
	$(call say,FLEX)$(FLEX) -o $@ $<
$(GEN)/isagen/parse.c: isa-spec/isagen/parse.y
	@mkdir -p $(@D)
	$(call say,BISON)$(BISON) -Wall -Wno-yacc --header=$(GEN)/isagen/parse.h -o $@ $<
$(GEN)/isagen/parse.h: $(GEN)/isagen/parse.c
	@touch $@
$(GEN)/isagen/lex.c: isa-spec/isagen/lex.l
	@mkdir -p $(@D)
	$(call say,FLEX)$(FLEX) -o $@ $<

# isagen writes every view beside the old ones; only views that changed are replaced,
# so that a comment in a spec rebuilds nothing.
$(GEN)/isa.stamp: $(BUILD)/isagen $(SPECS)
	@rm -rf $(GEN)/isa.new && mkdir -p $(GEN)/isa.new
	$(call say,ISAGEN)$(SANENV) $(BUILD)/isagen --out=$(GEN)/isa.new isa-spec
	@cd $(GEN)/isa.new && find . -type f | while read f; do \
	    cmp -s "$$f" "../$$f" || { mkdir -p "../$$(dirname "$$f")" && mv "$$f" "../$$f"; }; done
	@rm -rf $(GEN)/isa.new && touch $@
$(GEN)/%.h: $(STAMP)
	@:
$(GEN)/%.inc: $(STAMP)
	@:
$(GEN)/%.def: $(STAMP)
	@:
else
.PHONY: native
native:
	$(Q)$(MAKE) --no-print-directory HOST= BUILD=$(NATIVE) all
$(GEN)/%.c $(GEN)/%.h $(GEN)/%.inc $(GEN)/%.def $(GEN)/%.stamp: native
	@:
$(SYSROOT)/complete $(SYSROOT)/libgc:
	$(Q)runtime/host/sysroot $(HOST_ROW) $(SYSROOT) $(@F)
endif

# -- Objects -----------------------------------------------------------------------
compile = $(call say,CC)$(CC) $(ALLFLAGS) $(CPPFLAGS) $(EXTRA) -MMD -MP -c -o $@ $<

# A change of flags rebuilds; the file changes only when they do.
FLAGS_NOW := $(CC) $(ALLFLAGS) $(CPPFLAGS) $(LINKFLAGS)
$(shell mkdir -p $(BUILD); printf '%s\n' '$(subst ','"'"',$(FLAGS_NOW))' >$(BUILD)/.flags.new; \
    cmp -s $(BUILD)/.flags.new $(BUILD)/flags && rm $(BUILD)/.flags.new \
    || mv $(BUILD)/.flags.new $(BUILD)/flags)

$(OBJ)/%.o: %.c $(BUILD)/flags | $(READY)
	@mkdir -p $(@D)
	$(compile)
$(OBJ)/gen/%.o: $(GEN)/%.c $(BUILD)/flags | $(READY)
	@mkdir -p $(@D)
	$(compile)

# Sources written by flex and bison answer to their authors for unused labels and functions.
$(OBJ)/gen/%.o: EXTRA = -Wno-unused-function -Wno-sign-compare -Wno-unused-but-set-variable
$(ISAGEN_OBJ): EXTRA += -I$(GEN)/isagen
$(ISAGEN_OBJ): | $(ISAGEN_GEN_C)
$(filter-out $(BASE_OBJ),$(LIB_OBJ) $(RUN_OBJ)) $(CLI_OBJ): | $(STAMP) $(GEN_C)

-include $(ALL_OBJ:.o=.d)

# -- Programs ------------------------------------------------------------------------
$(BUILD)/isagen: $(ISAGEN_OBJ) $(BASE_OBJ)
	$(call say,LINK)$(CC) $(ALLFLAGS) -o $@ $^ -lm

$(BUILD)/libvirgo.a: $(LIB_OBJ)
	@rm -f $@
	$(call say,AR)$(AR) rcs $@ $^

$(BUILD)/virgo: $(CLI_OBJ) $(BUILD)/libvirgo.a
	$(call say,LINK)$(CC) $(ALLFLAGS) $(LINKFLAGS) -o $@ $^ $(CLI_LIBS) $(LDLIBS)

$(BUILD)/virgo-run: $(RUN_OBJ)
	$(call say,LINK)$(CC) $(ALLFLAGS) -static -s -Wl,--no-warnings -o $@ $^ $(RUN_LIBS)

DOC ?= /usr/share/doc
$(BUILD)/licences.txt: vm/cli/notices LICENSE
	$(Q)vm/cli/notices $(DOC) $(READLINE) >$@

ifeq ($(HOST),)
$(BUILD)/std.vga: $(BUILD)/virgo $(STD_SRC)
	$(call say,STD)$(SANENV) $(BUILD)/virgo build-std -o $@
else
$(BUILD)/std.vga: native
	$(Q)cmp -s $(NATIVE)/std.vga $@ || cp $(NATIVE)/std.vga $@
endif

$(BUILD)/unit/%: $(OBJ)/tests/unit/%.o $(BUILD)/libvirgo.a
	@mkdir -p $(@D)
	$(call say,LINK)$(CC) $(ALLFLAGS) -o $@ $^ $(LDLIBS)
$(UNIT_SRC:%.c=$(OBJ)/%.o): | $(STAMP) $(GEN_C)

# libgc keeps what it allocates, so leaks are not looked for.
SANENV := $(if $(SAN),ASAN_OPTIONS=detect_leaks=0:detect_stack_use_after_return=0)

# -- Use ---------------------------------------------------------------------------------
run: setup   ## install what is missing, build, run an example
	$(Q)$(MAKE) --no-print-directory all
	$(Q)$(BUILD)/virgo run examples/mandelbrot.go

# The other hosts' programs run under qemu-user; an instrumented build is tested natively only.
test: setup setup-test   ## build and run all the tests
	$(Q)$(MAKE) --no-print-directory all unit-programs
ifeq ($(SANFLAGS),)
	$(Q)$(MAKE) --no-print-directory HOST=aarch64 all
	$(Q)$(MAKE) --no-print-directory HOST=riscv64 vm
endif
	$(Q)$(SANENV) tests/run --build=$(BUILD) -j$(TESTJOBS) $(if $(SANFLAGS),,--hosts=aarch64,riscv64) \
	    $(if $(SAN)$(TSAN),--slow $(if $(filter all,$(CORPUS)),,--every 5)) all

HOSTS_OTHER := $(filter-out $(shell uname -m),$(HOSTS))
comma := ,
test-hosts: setup-test all   ## the portable programs on every other host
	$(Q)set -e; for h in $(HOSTS_OTHER); do $(MAKE) --no-print-directory HOST=$$h all; done
	$(Q)tests/run --build=$(BUILD) -j$(TESTJOBS) --hosts=$(subst $() $(),$(comma),$(HOSTS_OTHER)) portable

check-repro: setup-test all   ## is the whole std archive the same when built by aarch64's virgo?
	$(Q)$(MAKE) --no-print-directory HOST=aarch64 all
	$(Q)qemu-aarch64-static $(BUILD)/aarch64/virgo build-std -o $(BUILD)/aarch64/repro.vga
	$(Q)sha256sum $(BUILD)/std.vga $(BUILD)/aarch64/repro.vga && cmp $(BUILD)/std.vga $(BUILD)/aarch64/repro.vga

unit-programs: $(UNIT_BIN)
unit: $(UNIT_BIN)   ## only the unit tests in C
	$(Q)$(SANENV) tests/run --build=$(BUILD) unit

test-std: setup-test all   ## the library's own tests (PKGS=, resumable)
	$(Q)tests/std --build=$(BUILD) $(PKGS)

test-others: setup-test all   ## gofmt, asm, and the tests of Debian's Go packages
	@$(call apt_get,$(NEEDED_OTHERS))
	$(Q)tests/others $(BUILD)

install: all   ## install under PREFIX (DESTDIR is honoured)
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib/virgo $(DESTDIR)$(PREFIX)/share/doc/virgo
	install -m 755 $(BUILD)/virgo $(DESTDIR)$(PREFIX)/bin/virgo
	install -m 644 $(BUILD)/std.vga $(BUILD)/licences.txt $(DESTDIR)$(PREFIX)/lib/virgo/
	$(Q)for h in $(HOSTS); do \
	    vm=$(BUILD)/$$h/virgo-run; [ $$h = $$(uname -m) ] && vm=$(BUILD)/virgo-run; [ -e $$vm ] || continue; \
	    install -d $(DESTDIR)$(PREFIX)/lib/virgo/$$h && install -m 755 $$vm $(DESTDIR)$(PREFIX)/lib/virgo/$$h/; done
	rm -rf $(DESTDIR)$(PREFIX)/lib/virgo/overlay
	cp -r stdlib/overlay $(DESTDIR)$(PREFIX)/lib/virgo/overlay
	install -m 644 LICENSE docs/licences.md $(DESTDIR)$(PREFIX)/share/doc/virgo/

clean:   ## remove the build folder
	rm -rf $(BUILD)

help:   ## this list
	@awk -F ':.*## *' '/^[a-z-]+:.*##/ { printf "  make %-14s %s\n", $$1, $$2 }' Makefile
	@echo "switches: HOST=$(subst $() $(),|,$(HOSTS)) BUILD=dir PREFIX=dir SAN=1 TSAN=1 READLINE=0 STATIC=0 V=1 CORPUS=all"

# -- What must be installed -----------------------------------------------------------------
NEEDED      := gcc make bison flex libc6-dev libgc-dev libffi-dev libreadline-dev libgmp-dev golang-1.19-src
NEEDED_TEST := golang-1.19-go lua5.4 expect python3 curl qemu-user-static
NEEDED_OTHERS := golang-github-google-btree-dev golang-github-google-uuid-dev golang-github-burntsushi-toml-dev \
                 golang-gopkg-yaml.v3-dev golang-github-russross-blackfriday-v2-dev golang-github-spf13-pflag-dev \
                 golang-github-davecgh-go-spew-dev golang-github-gorilla-mux-dev golang-github-mattn-go-runewidth-dev \
                 golang-github-google-go-cmp-dev golang-github-stretchr-testify-dev golang-starlark-dev
installed = dpkg-query -W -f '$${Status}\n' $(1) 2>/dev/null | grep -c '^install ok installed'
apt_get = if ! command -v dpkg-query >/dev/null; then \
	    echo "setup: no dpkg here; please install the equivalents of: $(1)"; \
	elif [ "$$($(call installed,$(1)))" -lt $(words $(1)) ]; then \
	    sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	    $$sudo apt-get update -q && \
	    DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -q -y --no-install-recommends $(1); \
	fi

setup:   ## install what building and running need (Debian 12)
	@$(call apt_get,$(NEEDED))
setup-test: setup   ## install what only the tests need
	@$(call apt_get,$(NEEDED_TEST))

# -- Upkeep ------------------------------------------------------------------------------------
regen-expect: setup-test   ## rewrite stored expectations with native Go
	$(Q)tests/regen-expect --go=$(GO)

bench-start: setup-test all   ## size, time and memory of hello world, beside native Go
	$(Q)bench/start --build=$(BUILD) --go=$(GO)
bench-interp: setup-test all   ## fib(32) and a sieve, beside PUC Lua 5.4
	$(Q)bench/interp --build=$(BUILD)
bench-repl: setup-test all   ## the prompt: start, and how soon a line is answered
	$(Q)bench/repl --build=$(BUILD)

docs: $(STAMP)   ## copy the generated pages (isa.md ...) to docs/
	$(Q)cp $(GEN)/docs/*.md docs/

check-style: $(STAMP)   ## layers, file sizes, leftovers
	$(Q)tests/check-style $(GEN)
