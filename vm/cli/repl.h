/* vm/cli/repl.h - private to the files repl*.c: the state of `virgo repl`. */
#ifndef VIRGO_VM_CLI_REPL_H
#define VIRGO_VM_CLI_REPL_H

#include "compiler/session.h"
#include "vm/cli/cli.h"
#include "vm/session.h"

struct repl {
    struct session *session;
    bool interactive;           /* a terminal: prompt, history, notes */
    bool quit;
    int status;                 /* exit status so far */
    unsigned number;            /* of the next input */
    struct strbuf text;         /* what was typed, for :save */
    bool timed;                 /* :time is running: values come with times */
    double compile_ms, run_ms;
};

/* -- repl.c -- */
/* Compiles and runs an input whose first line is line `line` of file; 0, or the exit status it is worth. */
int repl_run(struct repl *r, const char *file, unsigned line, const char *text, size_t n);
/* The same for a whole file, as if it were typed. */
int repl_load(struct repl *r, const char *path);

/* -- repl_command.c: lines that begin with ':' -- */
void repl_command(struct repl *r, const char *line);
/* Names of the commands that begin with word[0..n): calls found for each. */
void repl_commands_like(const char *word, size_t n, void (*found)(void *arg, const char *name), void *arg);

/* -- repl_line.c: lines from a terminal -- */
void line_init(struct repl *r);
enum line_result { LINE_READ, LINE_DROPPED, LINE_END };
/* A line, without its newline; a paste may hold several.  Dropped: Ctrl-C. */
enum line_result line_read(const char *prompt, struct strbuf *out);
/* Enters an input into the history, and into its file. */
void line_remember(const char *text);
/* Puts the terminal back as it was. */
void line_leave(void);

#endif
