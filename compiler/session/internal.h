/* compiler/session/internal.h - private to session/: the state of a session. */
#ifndef VIRGO_SESSION_INTERNAL_H
#define VIRGO_SESSION_INTERNAL_H

#include "compiler/driver/internal.h"
#include "compiler/session.h"
#include "compiler/syntax/split.h"

#define SESSION_FAMILY "main"           /* the package that all inputs are */
#define PROMPT_FUNC "\xC2\xB7prompt"    /* the function that a statement becomes; no name a user can write */

/* A declaration kept back because it mentions what is not declared yet. */
struct waiting {
    const char *file, *text; size_t n; uint32_t line, col;
    const char *name;
    const char **needs; int nneeds;     /* names that were not declared */
};

struct session {
    struct session_options o;
    struct compilation c;               /* one universe, archive, diag and list of packages for all inputs */
    struct scope *scope;                /* what is declared; "_" is the last value */
    vec(struct type *) types;           /* defined types that are bound to a name, for methods declared later */
    uint32_t ninputs;                   /* units so far: number of the last module */
    vec(struct session_module) mods;    /* modules of the user's packages not handed out yet */
    vec(struct package *) imported;     /* unasked, not known to the VM yet */
    struct strmap modules;              /* path -> struct session_module * */
    struct session_module *last;        /* of the last unit */
    struct strmap std_names;            /* "fmt" -> path, of the library's packages */
    vec(struct waiting) waiting;
    /* the input */
    const char *file, *text;
    size_t n;
    uint32_t line;
    struct syn_item *items;
    int nitems, next;
    bool cut_off;                       /* it is not complete, and no more follows */
    bool program;                       /* it has a package clause: main is to be run */
    bool main_due;
    /* the unit that is out */
    struct package *unit;
    struct session_unit out;
    const char *assign;                 /* text of a statement to follow, or NULL */
    const char *kept_back;              /* declaration of this input that waits, to be noted */
    size_t retry;                       /* waiting declarations not looked at since something was declared */
    bool quiet;                         /* errors are not printed (completion) */
};

/* -- session.c -- */
/* A file of one unit: prefix, then text placed at line:col of file.  NULL after syntax errors were reported. */
struct file *unit_parse(struct session *s, const char *prefix, const char *file, uint32_t line, uint32_t col,
                        const char *text, size_t n, const char *suffix);
/* Compiles user packages that f imports; false after messages. */
bool unit_imports(struct session *s, struct file *f);
/* Type-checks f as the next module; NULL if there are errors, which stay in the session's diag. */
struct package *unit_check(struct session *s, struct file *f, bool lone_expr);
/* Emits a checked unit into s->out; false after messages. */
bool unit_emit(struct session *s, struct package *p);
/* Enters an import under its name. */
bool session_import(struct session *s, const char *path);
/* After a check failed: undeclared names that are packages of the library (and stand before a dot in text) are imported;
 * true if there were any. */
bool session_import_undefined(struct session *s, const char *text);
/* Path of the library's package of this name, or NULL. */
const char *session_std_path(struct session *s, const char *name);
void session_clear_errors(struct session *s);
/* Prints and drops the errors. */
void session_print_errors(struct session *s);
/* Runs work(s) where there is stack enough for the passes over trees. */
void session_on_stack(struct session *s, void (*work)(struct session *s, void *arg), void *arg);

/* Parses an expression at file:line:col and checks it as the one statement of a unit: the node, or NULL with errors in the
 * diag. */
struct expr *session_expr(struct session *s, const char *text, size_t n, struct package **p);

#endif
