/* compiler/diag/diag.c - collects, filters, sorts and prints messages.
 *
 * The filter is gc's: of the syntax errors of one line only the first reported
 * is kept, and of equal other messages of one line only one.  The limit counts
 * in the order of reporting; what remains is printed in the order of position. */
#include "compiler/diag/diag.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/base/fatal.h"

void diag_init(struct diag *d)
{
    memset(d, 0, sizeof *d);
}

void diag_done(struct diag *d)
{
    for (size_t i = 0; i < d->files.n; i++)
        vec_free(&d->files.at[i].lines);
    vec_free(&d->files);
    vec_free(&d->msgs);
    arena_done(&d->arena);
    memset(d, 0, sizeof *d);
}

uint32_t diag_add_file(struct diag *d, const char *path)
{
    struct diag_file *f = vec_add(&d->files);
    f->path = arena_strdup(&d->arena, path);
    return (uint32_t)(d->files.n - 1);
}

void diag_set_line(struct diag *d, uint32_t file, uint32_t line, const char *path, uint32_t newline)
{
    diag_set_line_col(d, file, line, 1, path, newline, 0);
}

void diag_set_line_col(struct diag *d, uint32_t file, uint32_t line, uint32_t col, const char *path,
                       uint32_t newline, uint32_t newcol)
{
    ASSERT(file < d->files.n, "file %u", file);
    struct diag_line l = {line, arena_strdup(&d->arena, path), newline, col, newcol};
    vec_push(&d->files.at[file].lines, l);
}

/* -- Positions ---------------------------------------------------------------- */

int pos_cmp(struct pos a, struct pos b)
{
    if (a.file != b.file)
        return a.file < b.file ? -1 : 1;
    if (a.line != b.line)
        return a.line < b.line ? -1 : 1;
    return a.col < b.col ? -1 : a.col > b.col;
}

void diag_resolve(const struct diag *d, struct pos pos, const char **path, uint32_t *line, uint32_t *col)
{
    if (pos.line == 0 || pos.file >= d->files.n) {
        *path = pos.file < d->files.n ? d->files.at[pos.file].path : "";
        *line = *col = 0;
        return;
    }
    const struct diag_file *f = &d->files.at[pos.file];
    *path = f->path;
    *line = pos.line;
    *col = pos.col;

    /* The last directive at or before pos; directives were noted in order of position. */
    size_t lo = 0, hi = f->lines.n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        const struct diag_line *l = &f->lines.at[mid];
        if (l->line < pos.line || (l->line == pos.line && l->col <= pos.col))
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo == 0)
        return;
    const struct diag_line *l = &f->lines.at[lo - 1];
    *path = l->path;
    *line = l->newline + (pos.line - l->line);
    if (l->newcol == 0)
        *col = 0;
    else if (pos.line == l->line)
        *col = l->newcol + (pos.col - l->col);
}

void diag_set_real(struct diag *d, uint32_t file, const char *real)
{
    d->files.at[file].real = arena_strdup(&d->arena, real);
}

void diag_locate(const struct diag *d, struct pos pos, const char **path, uint32_t *line)
{
    uint32_t col;
    diag_resolve(d, pos, path, line, &col);
    if (pos.file < d->files.n && *path == d->files.at[pos.file].path && d->files.at[pos.file].real)
        *path = d->files.at[pos.file].real;
}

/* -- Reporting ------------------------------------------------------------------ */

static void add(struct diag *d, struct pos pos, bool soft, const char *fmt, va_list ap)
{
    struct diag_msg m = {pos, (int)d->msgs.n, soft, arena_vprintf(&d->arena, fmt, ap)};
    vec_push(&d->msgs, m);
}

void diag_error(struct diag *d, struct pos pos, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    add(d, pos, false, fmt, ap);
    va_end(ap);
}

void diag_soft(struct diag *d, struct pos pos, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    add(d, pos, true, fmt, ap);
    va_end(ap);
}

int diag_count(const struct diag *d)
{
    return (int)d->msgs.n;
}

/* -- Printing -------------------------------------------------------------------- */

static bool is_syntax_error(const struct diag_msg *m)
{
    return strncmp(m->text, "syntax error", 12) == 0;
}

static int by_position(const void *pa, const void *pb)
{
    const struct diag_msg *a = pa, *b = pb;
    int c = pos_cmp(a->pos, b->pos);
    return c ? c : (a->seq > b->seq) - (a->seq < b->seq);
}

static void print_pos(struct diag *d, struct pos pos, FILE *out)
{
    const char *path;
    uint32_t line, col;
    diag_resolve(d, pos, &path, &line, &col);
    if (line == 0 && *path == 0)
        return;
    fputs(path, out);
    if (line)
        fprintf(out, ":%u", line);
    if (line && col)
        fprintf(out, ":%u", col);
    fputs(": ", out);
}

int diag_print(struct diag *d, FILE *out)
{
    size_t limit = d->limit == 0 ? 10 : d->limit < 0 ? SIZE_MAX : (size_t)d->limit;
    bool hard = false;
    for (size_t i = 0; i < d->msgs.n; i++)
        hard |= !d->msgs.at[i].soft;

    vec(struct diag_msg) kept = {0};
    const struct diag_msg *last_syntax = NULL, *last_other = NULL;
    for (size_t i = 0; i < d->msgs.n && kept.n < limit; i++) {
        const struct diag_msg *m = &d->msgs.at[i];
        if (m->soft && hard)
            continue;
        if (is_syntax_error(m)) {
            if (last_syntax && last_syntax->pos.file == m->pos.file && last_syntax->pos.line == m->pos.line)
                continue;
            last_syntax = m;
        } else {
            if (last_other && last_other->pos.file == m->pos.file && last_other->pos.line == m->pos.line &&
                strcmp(last_other->text, m->text) == 0)
                continue;
            last_other = m;
        }
        vec_push(&kept, *m);
    }

    bool too_many = kept.n == limit;
    struct pos last = kept.n ? vec_last(&kept).pos : (struct pos){0};
    if (kept.n > 1)
        qsort(kept.at, kept.n, sizeof kept.at[0], by_position);
    int n = 0;
    for (size_t i = 0; i < kept.n; i++) {
        const struct diag_msg *m = &kept.at[i];
        if (i > 0 && pos_cmp(m[-1].pos, m->pos) == 0 && strcmp(m[-1].text, m->text) == 0)
            continue;
        print_pos(d, m->pos, out);
        fprintf(out, "%s\n", m->text);
        n++;
    }
    if (too_many) {
        print_pos(d, last, out);
        fputs("too many errors\n", out);
    }
    vec_free(&kept);
    return n;
}
