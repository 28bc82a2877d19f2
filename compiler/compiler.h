/* compiler/compiler.h - the compiler's public face: Go source in, .vgo bytes or messages out.
 *
 * A compilation has no global state; several may run in one process, one after another or in different threads. */
#ifndef VIRGO_COMPILER_H
#define VIRGO_COMPILER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include "runtime/base/arena.h"
#include "runtime/base/strbuf.h"

/* How line tables, and so tracebacks and runtime.Caller, name the program's files. */
enum file_names {
    FILES_AS_SHOWN,             /* as messages do: relative to the current folder where possible */
    FILES_IN_PACKAGE,           /* IMPORT/PATH/FILE.go: nothing of the machine that compiles */
    FILES_ABSOLUTE,
};

struct compile_options {
    const char *const *inputs; int ninputs;     /* .go files, or one directory / package path; "-" = standard input */
    const char *lang;           /* "-lang=go1.19" or NULL */
    const char *archive;        /* path of the std archive */
    const char *goroot;         /* the distribution's sources: programs in there may import what is internal, or NULL */
    const char *testdir;        /* --testdir DIR: packages of a rundir test, see compiler/package */
    bool single_file_packages;  /* with testdir: every file is a package */
    bool all_errors;            /* report more than the first ten */
    const char *debug;          /* -d=STAGE[:FUNC]: ast types ir opt bc, or NULL */
    const char *shebang;        /* first line to write, without newline, or NULL */
    bool check_only;
    enum file_names file_names;
    FILE *messages;             /* where "# pkg" and file:line:col messages go */
};

/* Compiles a program (package main and the user packages it imports).  Returns 0 and the container bytes in out, or
 * the exit status to use (1) after printing messages. */
int compile_program(const struct compile_options *o, struct strbuf *out);

struct std_options {
    const char *goroot;         /* /usr/share/go-1.19 */
    const char *overlay;        /* stdlib/overlay */
    const char *list;           /* stdlib/packages.list */
    bool verbose;
    const char *debug;
    FILE *messages;
};
/* Compiles the std archive. */
int compile_std(const struct std_options *o, struct strbuf *out);

/* -- Tests --------------------------------------------------------------------------------------------------------- */
struct test_target {
    const char *path;           /* import path */
    const char *dir;            /* where its files are, absolute */
    const char *shown;          /* the same in messages */
    bool is_std;                /* a package of the library */
};
struct test_list { struct arena arena; struct test_target *at; int n; };
/* The packages that words name: directories, import paths, "std", any with "/...".  0, or 1 after messages. */
int list_tests(const char *goroot, const char *const *words, int n, struct test_list *out, FILE *messages);
void test_list_free(struct test_list *l);

/* Statement counters of `virgo test -cover`. */
struct test_cover {
    const char *mode;           /* "set", "count" or "atomic" */
    const char *const *paths; int npaths;   /* packages that get them; NULL: the one under test */
    const char *where;          /* " in PATTERNS", or "" */
};
struct test_options {
    const char *goroot, *overlay;       /* library packages only */
    const char *archive;
    const char *lang;           /* NULL: by go.mod */
    const char *const *tags; int ntags; /* further build tags, of user packages */
    const char *shebang;        /* first line of the program, or NULL */
    const struct test_cover *cover;     /* NULL: none */
    FILE *messages;
};
enum test_outcome { TEST_COMPILED, TEST_NO_FILES, TEST_BUILD_FAILED, TEST_SETUP_FAILED };
/* The packages matching a pattern of -coverpkg that the tests depend on, library packages too: import paths in out.
 * Patterns that match none are warned of.  0, or 1 after messages. */
int cover_packages(const struct test_options *o, const struct test_list *tests, const char *const *patterns, int n,
                   struct test_list *out);
/* Compiles the program that runs t's tests.  A library package is compiled with its internal tests into the program,
 * where it replaces the archive's (see virgo_options.library_tests). */
enum test_outcome compile_test(const struct test_options *o, const struct test_target *t, struct strbuf *out);

#endif
