/* compiler/diag/diag.h - collected messages about source text.
 *
 * Messages are reported in any order and printed sorted by position, at most
 * one syntax error per line of source and no equal ones, 10 per package unless
 * told otherwise (then "too many errors"), as gc does: "path:line:col: text".
 * A reporter goes on after an error; nothing here exits or unwinds. */
#ifndef VIRGO_DIAG_DIAG_H
#define VIRGO_DIAG_DIAG_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include "runtime/base/arena.h"
#include "runtime/base/vec.h"
#include "compiler/syntax/ast.h"

struct diag_msg { struct pos pos; int seq; bool soft; char *text; };
/* A //line directive: from (line, col) on, positions count from (newline, newcol) of path;
 * newcol 0: columns are unknown. */
struct diag_line { uint32_t line; const char *path; uint32_t newline; uint32_t col, newcol; };
struct diag_file { char *path, *real; vec(struct diag_line) lines; };

struct diag {
    struct arena arena;
    vec(struct diag_file) files;
    vec(struct diag_msg) msgs;
    int limit;                  /* 0: 10, negative: no limit */
};

void diag_init(struct diag *d);
void diag_done(struct diag *d);
/* Registers a file for messages; returns its index for struct pos. */
uint32_t diag_add_file(struct diag *d, const char *path);
/* Notes a //line directive: line 'line' of the file is line 'newline' of path. */
void diag_set_line(struct diag *d, uint32_t file, uint32_t line, const char *path, uint32_t newline);
/* The form with columns: //line path:line:col and the one inside a line. */
void diag_set_line_col(struct diag *d, uint32_t file, uint32_t line, uint32_t col, const char *path,
                       uint32_t newline, uint32_t newcol);
/* Path and line of a position after //line directives; column 0 if remapped without one. */
void diag_resolve(const struct diag *d, struct pos pos, const char **path, uint32_t *line, uint32_t *col);
/* Says where a file is, which is what line tables hold; without it, the path messages show. */
void diag_set_real(struct diag *d, uint32_t file, const char *real);
/* As diag_resolve, for line tables. */
void diag_locate(const struct diag *d, struct pos pos, const char **path, uint32_t *line);
/* Reports an error.  A text may contain newlines (continuation lines start with a tab). */
void diag_error(struct diag *d, struct pos pos, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* A soft error is dropped if its package has hard ones (unused variables, imports, labels). */
void diag_soft(struct diag *d, struct pos pos, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
int diag_count(const struct diag *d);
/* Prints the sorted messages; returns their number. */
int diag_print(struct diag *d, FILE *out);
int pos_cmp(struct pos a, struct pos b);

#endif
