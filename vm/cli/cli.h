/* vm/cli/cli.h - the command `virgo`: one file per verb, over compiler/compiler.h and vm/virgo.h only.
 *
 * Exit statuses: 0, or the program's own; 1 when the input was at fault (a
 * message says how); 2 when the command line was, or when a module was refused. */
#ifndef VIRGO_VM_CLI_CLI_H
#define VIRGO_VM_CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "runtime/base/strbuf.h"
#include "runtime/base/vec.h"

enum { EXIT_INPUT = 1, EXIT_USAGE = 2 };

/* -- Capabilities a program is given (grants.c) ------------------------------------------ */

enum grant_kind { GRANT_READ, GRANT_WRITE, GRANT_NET, GRANT_ENV, GRANT_RUN, GRANT_UNSAFE, GRANT_KINDS };

struct grants {
    bool all;                                   /* -A */
    struct {
        bool any;                               /* --allow-X without a list */
        vec(const char *) allow;                /* --allow-X=A,B */
    } kind[GRANT_KINDS];
};

extern const char *const grant_names[GRANT_KINDS];      /* "read", "write" ... */

/* Takes one command-line word; false if it is no grant.  Ends the process on a malformed one. */
bool grants_option(struct grants *g, const char *word);
/* Is anything granted? */
bool grants_any(const struct grants *g);
/* The first line of a module that asks for these grants, without newline. */
void grants_first_line(const struct grants *g, struct strbuf *out);

/* -- Options (options.c) -------------------------------------------------------------------- */

struct cli_options {
    const char *lang, *debug, *output, *testdir, *symbol, *code;
    bool verbose, single_file_packages, all_errors;
    bool exe, absolute_files;
    const char *host, *vm;
    const char *goroot, *overlay, *list;
    struct grants grants;
    bool help;
};

/* Which of them a verb takes. */
enum option_set {
    OPT_LANG = 1, OPT_DEBUG = 2, OPT_OUTPUT = 4, OPT_GRANTS = 8, OPT_TESTDIR = 16, OPT_SYMBOL = 32,
    OPT_STD = 64, OPT_VERBOSE = 128, OPT_LANG_ONLY = 256, OPT_EVAL = 512, OPT_EXE = 1024, OPT_FOR_EXE = 2048,
};

/* Reads the options at the front of argv[0..argc); returns how many words they are.  A word that
 * does not begin with '-' (or "-" itself, or what follows "--") ends them.  Ends the process on an unknown one. */
int options_read(struct cli_options *o, const char *verb, unsigned set, int argc, char **argv);
/* Prints the help lines of a set. */
void options_help(unsigned set, FILE *to);

/* -- Verbs -------------------------------------------------------------------------------------- */

struct command {
    const char *name, *synopsis, *summary, *text;
    unsigned options;
    int (*run)(const struct command *self, int argc, char **argv);
    bool internal;                              /* not listed by `virgo help` */
};

extern const struct command commands[];         /* ends in a NULL name */
const struct command *command_find(const char *name);

int cmd_run(const struct command *self, int argc, char **argv);
int cmd_build(const struct command *self, int argc, char **argv);
int cmd_test(const struct command *self, int argc, char **argv);
int cmd_test_program(const struct command *self, int argc, char **argv);
int cmd_build_std(const struct command *self, int argc, char **argv);
int cmd_dis(const struct command *self, int argc, char **argv);
int cmd_info(const struct command *self, int argc, char **argv);
int cmd_licenses(const struct command *self, int argc, char **argv);
int cmd_env(const struct command *self, int argc, char **argv);
int cmd_version(const struct command *self, int argc, char **argv);
int cmd_repl(const struct command *self, int argc, char **argv);
/* virgo [grants] -e CODE [ARGS] */
int cmd_eval(struct cli_options *o, int argc, char **argv);
int cmd_help(const struct command *self, int argc, char **argv);
/* virgo [grants] FILE.vgo [ARGS] */
int cmd_module(int argc, char **argv);

/* Help on one verb. */
void help_on(const struct command *c, FILE *to);
/* "virgo VERB: message" and a pointer to help, on stderr; status 2. */
_Noreturn void usage_error(const char *verb, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* "virgo: message" on stderr; returns EXIT_INPUT. */
int input_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* -- Shared steps --------------------------------------------------------------------------------- */

/* Does a name end in suffix, with something before it? */
bool has_suffix(const char *s, const char *suffix);
/* Splits "FILES|DIR|PKG ARGS": how many leading words name the program. */
int count_inputs(int argc, char **argv);
/* Compiles inputs to a module image; 0 or the exit status. */
int compile_inputs(const struct cli_options *o, int n, char **inputs, const char *first_line, struct strbuf *out);
/* The same for a file that is kept: nothing of this machine in it, unless -g asks. */
int compile_portable(const struct cli_options *o, int n, char **inputs, const char *first_line, struct strbuf *out);
/* Runs a module image (execute.c); argv[0] is the program's name.  Does not return but to report
 * a module that was refused: then a status. */
int execute(const char *name, const uint8_t *image, size_t n, const struct grants *g, int argc, char **argv);
/* The same for a test program, in which packages may stand for the library's (virgo_options.library_tests). */
int execute_test(const char *name, const uint8_t *image, size_t n, const struct grants *g, int argc, char **argv);
/* Reads a whole file; false (and a message) if that fails. */
bool read_file(const char *path, struct strbuf *out);
/* Writes an executable file, by renaming where the target is a regular file; 0 or a status. */
int write_file(const char *path, const struct strbuf *data, bool executable);

/* Where things are (locate.c): never NULL, but for the VM file of a host. */
const char *locate_archive(void);
const char *locate_goroot(void);
const char *locate_overlay(void);
const char *locate_licences(void);
/* The run-only VM of a host, which accepts() says of a file that exists; NULL if there is none. */
const char *locate_vm(const char *host, bool (*accepts)(const char *path, const char *host));

#endif
