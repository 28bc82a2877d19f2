/* compiler/package/package.h - which source files make a package, and which packages make a program.
 *
 * The loader finds directories, selects files by build constraints, parses them, applies the overlay (std packages),
 * and orders packages so that each comes after those it imports.  It knows nothing of types. */
#ifndef VIRGO_PACKAGE_H
#define VIRGO_PACKAGE_H

#include <stdbool.h>
#include <stddef.h>
#include "compiler/diag/diag.h"
#include "compiler/syntax/ast.h"
#include "runtime/base/arena.h"
#include "runtime/base/vec.h"

/* A source package, parsed. */
struct source_package {
    const char *path;           /* import path; "main" or "command-line-arguments" for file lists, as gc prints after "# " */
    const char *name;           /* package clause */
    const char *dir;
    const char *lang;           /* "go1.19": language level of its module */
    struct file **files; int nfiles;        /* overlay applied (std) */
    const char **imports; int nimports;     /* resolved import paths, source order, no duplicates, without "unsafe" and "C" */
    struct source_package **deps; int ndeps;/* those that are source packages of this load */
    struct diag *diag;          /* messages of this package (syntax errors so far); shared with the type checker */
    bool is_std;
    const char *home;           /* what the rule of internal packages goes by; NULL: path */
    bool has_assembly;          /* functions without a body are allowed */
    bool under_test;            /* main packages too are known by their path */
};

enum cover_mode { COVER_SET, COVER_COUNT, COVER_ATOMIC };
struct cover_options {          /* statement counters for `virgo test -cover` */
    enum cover_mode mode;
    const char *const *paths; int npaths;   /* packages that get them */
    const char *where;          /* what testing prints behind the percentage: "" or " in PATTERNS" */
};

struct load_options {
    /* true if the package comes compiled (from the std archive) and need not be loaded from source */
    bool (*have_compiled)(void *ctx, const char *path);
    void *ctx;
    const char *goroot;         /* std sources (building the archive), or NULL */
    const char *distribution;   /* GOROOT, or NULL: programs below it may import what is internal to it */
    const char *overlay;        /* overlay directory for std sources, or NULL */
    const char *const *tags; int ntags;     /* extra build tags */
    const char *const *std_tags; int nstd_tags;     /* those of the library where they differ, or NULL */
    const char *lang;           /* override, or NULL */
    bool real_paths;            /* line tables name files by absolute paths (tests look for their data beside them) */
    const char *testdir;        /* relative-import mode: groups of files in this directory are packages */
    bool single_file_packages;  /* in it, every file is one */
    const struct cover_options *cover;      /* tests: NULL for none */
};

struct file_text { const struct file *f; const char *text; size_t n; };

struct load {
    struct arena arena;
    struct diag diag;           /* one file table for all packages */
    vec(struct source_package *) packages;  /* dependency order: imported ones first */
    struct source_package *main;            /* the root package (programs) */
    const char *module;                     /* path of the module it belongs to, or NULL */
    vec(struct file_text) texts;            /* sources, for load_file_text() */
    char *error;                /* NULL, or what could not be loaded: complete lines as the go command prints them */
};

/* Loads a program: .go files, or one directory or import path ("." "./cmd/x" "example.org/p"); "-" is standard input.
 * Returns false with l->error (missing packages, cycles, no Go files, mixed packages ...).  Syntax errors are in diag. */
bool load_program(struct load *l, const struct load_options *o, const char *const *inputs, int n);
/* Adds to a load one import path, as code in the current folder would import it, and what it imports; nothing if it is
 * compiled already.  l->diag must be initialised. */
bool load_import(struct load *l, const struct load_options *o, const char *path);
/* Loads the listed std packages (import paths) and what they import, from o->goroot with o->overlay. */
bool load_std(struct load *l, const struct load_options *o, const char *const *paths, int n);

/* -- Tests (test.c) */
enum test_kind { TEST_TEST, TEST_BENCHMARK, TEST_FUZZ, TEST_EXAMPLE };
struct test_func {
    enum test_kind kind;
    bool external;              /* in package p_test */
    const char *name;
    const char *output;         /* examples: what is expected, or NULL if it is compiled only */
    bool unordered;
};
struct test_package {           /* what is to be tested */
    const char *path;           /* import path */
    const char *dir;            /* where it is, and where the test runs */
    const char *shown;          /* dir as messages show it */
    bool is_std;
};
/* Loads a package with its test files, its external test package, and a main package made to run them: l->main.
 * *none: it has no test files (then true, and nothing is loaded).  is_std needs o->goroot and o->overlay. */
bool load_test(struct load *l, const struct load_options *o, const struct test_package *t, bool *none);
/* The packages that words of a command line name: directories, import paths, "std", and any of the former with "/...".
 * False with *why. */
typedef vec(struct test_package) test_package_list;
bool load_list(struct arena *a, const char *goroot, const char *const *words, int n, test_package_list *out, char **why);

void load_done(struct load *l);
/* Text of a parsed file (for export of generic bodies), NULL if unknown. */
const char *load_file_text(const struct load *l, const struct file *f, size_t *n);

#endif
