/* compiler/session.h - compiling what is typed at a prompt, piece by piece (virgo repl).
 *
 * A session keeps the types, scopes and imports of all inputs so far.  Each input is cut into units: a run of declarations,
 * or one statement.  Every unit becomes a module of its own, which refers to the variables and functions of earlier ones as
 * to those of imported packages.  A name means what was declared last; code compiled before keeps what it was compiled
 * with, but for functions and methods redefined with the same signature (see struct session_unit). */
#ifndef VIRGO_COMPILER_SESSION_H
#define VIRGO_COMPILER_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include "runtime/base/strbuf.h"

struct session_options {
    const char *archive;        /* path of the std archive */
    const char *goroot;         /* the library's sources, for documentation */
    const char *lang;           /* "go1.23", or NULL: the newest */
    FILE *messages;             /* errors */
    bool notes;                 /* also what is done unasked: imports, declarations kept back */
};

struct session;
/* NULL after a message. */
struct session *session_new(const struct session_options *o);
void session_free(struct session *s);
/* Forgets all declarations and imports. */
void session_reset(struct session *s);

/* -- Inputs ---------------------------------------------------------------------------------------------------------- */
enum session_state { SESSION_EMPTY, SESSION_INCOMPLETE, SESSION_COMPLETE };
/* Can the text be an input, or must more lines follow? */
enum session_state session_state(const char *text, size_t n);

struct session_module { const uint8_t *at; size_t n; };
struct session_value { const char *pkg, *name, *label; bool ends_line; };
struct session_redefinition { const char *pkg, *name, *new_pkg, *new_name; };

struct session_unit {
    const struct session_module *modules; size_t nmodules;  /* packages compiled for it, and last its own */
    const char *package;        /* path of its own module */
    const char *entry;          /* function to call after initialisation, or NULL */
    const struct session_value *values; size_t nvalues;     /* what its expression yields, to be printed */
    const struct session_redefinition *redefined; size_t nredefined;
    const char *says;           /* to be printed as it is, or NULL */
};

enum session_step { SESSION_END, SESSION_UNIT, SESSION_ERROR };
/* Starts an input; messages place it at line `line` of `file`. */
void session_begin(struct session *s, const char *file, uint32_t line, const char *text, size_t n);
/* Compiles the next unit.  SESSION_ERROR: it has errors, which were printed; the rest of the input is dropped.  After
 * SESSION_UNIT the caller runs it and calls session_settle() before the next.  The unit lives as long as the session. */
enum session_step session_next(struct session *s, const struct session_unit **u);
/* The unit has run: ok false takes its declarations back. */
void session_settle(struct session *s, bool ok);
/* Declarations that wait for what they mention to be declared: prints why, returns their number. */
int session_report_waiting(struct session *s);

/* -- Questions --------------------------------------------------------------------------------------------------------- */
/* Type of an expression, or what a type is; false after messages. */
bool session_type(struct session *s, const char *text, size_t n, struct strbuf *out);
/* What is declared, one line each ("x int"); variables are left out. */
void session_names(struct session *s, struct strbuf *out);
/* The variables, as values to be printed with their names and types. */
size_t session_variables(struct session *s, const struct session_value **out);
/* Documentation of PACKAGE, PACKAGE.NAME, PACKAGE.TYPE.METHOD, or of what a name of the session belongs to; false if there
 * is none. */
bool session_doc(struct session *s, const char *what, struct strbuf *out);
/* Module that holds function or method `name` ("f", "T.M", "(*T).M"), or the last one (name NULL); *symbol: as the module
 * calls it.  False if there is none. */
bool session_code(struct session *s, const char *name, struct session_module *m, const char **symbol);
/* Words that complete text[0..n) at its end, sorted, each NUL-terminated, one after another; *start: where the word that
 * they replace begins. */
size_t session_complete(struct session *s, const char *text, size_t n, size_t *start, struct strbuf *words);

#endif
