/* compiler/syntax/directive.c - comments that speak to the compiler: //line, //go:linkname and friends. */
#include <string.h>

#include "compiler/syntax/internal.h"

enum { MAX_LINE = 1 << 30 };

/* -- Line directives --------------------------------------------------------------- */

/* The number after the last ':' of s[0..n): its index (0 if there is no ':') and whether it is one. */
static size_t trailing_digits(const char *s, size_t n, uint32_t *value, bool *ok)
{
    size_t i = n;
    while (i > 0 && s[i - 1] != ':')
        i--;
    uint64_t v = 0;
    *ok = i < n;
    for (size_t k = i; k < n && *ok; k++) {
        if (s[k] < '0' || s[k] > '9')
            *ok = false;
        else if (v <= MAX_LINE)
            v = v * 10 + (uint64_t)(s[k] - '0');
    }
    *value = v > MAX_LINE ? MAX_LINE + 1u : (uint32_t)v;
    return i;
}

/* text follows "line " and starts at 'at'; the mapping begins at 'after'. */
static void line_directive(struct parser *p, const char *text, size_t n, struct src_pos at, struct src_pos after)
{
    uint32_t last, before, line, col = 0;
    bool ok, ok2 = false;
    size_t i = trailing_digits(text, n, &last, &ok);
    if (i == 0)
        return;
    struct src_pos where = {at.line, at.col + (uint32_t)i};
    if (!ok) {
        syn_error(p, where, "invalid line number: %.*s", (int)(n - i), text + i);
        return;
    }
    size_t i2 = trailing_digits(text, i - 1, &before, &ok2);
    size_t path_len = i - 1;
    line = last;
    if (i2 > 0 && ok2) {
        line = before;
        col = last;
        if (col == 0 || col > MAX_LINE) {
            syn_error(p, where, "invalid column number: %.*s", (int)(n - i), text + i);
            return;
        }
        path_len = i2 - 1;
        where.col = at.col + (uint32_t)i2;
        i = i2;
    } else {
        ok2 = false;
    }
    if (line == 0 || line > MAX_LINE) {
        size_t end = ok2 ? path_len + 1 + strcspn(text + path_len + 1, ":") : n;
        syn_error(p, where, "invalid line number: %.*s", (int)(end - i), text + i);
        return;
    }
    const char *path = arena_strndup(p->a, text, path_len);
    if (path_len == 0 && ok2) {
        uint32_t l, c;
        diag_resolve(p->d, syn_pos(p, after), &path, &l, &c);
    }
    diag_set_line_col(p->d, p->file->index, after.line, after.col, path, line, col);
}

/* -- Pragmas ----------------------------------------------------------------------- */

static bool is_verb(const char *text, const char *verb)
{
    size_t n = strlen(verb);
    return strncmp(text, verb, n) == 0 && (text[n] == 0 || text[n] == ' ' || text[n] == '\t');
}

static const char *next_word(struct arena *a, const char **s)
{
    *s += strspn(*s, " \t");
    size_t n = strcspn(*s, " \t");
    if (n == 0)
        return NULL;
    const char *word = arena_strndup(a, *s, n);
    *s += n;
    return word;
}

static void pragma(struct parser *p, struct src_pos at, const char *s, size_t n)
{
    struct pragma pr = {PRAGMA_OTHER, syn_pos(p, at), arena_strndup(p->a, s, n), NULL, NULL};
    const char *rest = pr.text + strcspn(pr.text, " \t");
    pr.kind = is_verb(pr.text, "go:linkname")   ? PRAGMA_LINKNAME
              : is_verb(pr.text, "go:noinline") ? PRAGMA_NOINLINE
              : is_verb(pr.text, "go:noescape") ? PRAGMA_NOESCAPE
              : is_verb(pr.text, "go:embed")    ? PRAGMA_EMBED
              : is_verb(pr.text, "go:build")    ? PRAGMA_BUILD
                                                : PRAGMA_OTHER;
    pr.arg1 = next_word(p->a, &rest);
    pr.arg2 = next_word(p->a, &rest);
    if (pr.kind == PRAGMA_LINKNAME && (!pr.arg1 || next_word(p->a, &rest)))
        syn_error(p, at, "usage: //go:linkname localname [linkname]");
    else
        vec_push(&p->pragmas, pr);
}

void directive_seen(struct parser *p, struct src_pos at, const char *s, size_t n, bool blank, struct src_pos after)
{
    const char *text = s + 2;
    n -= s[1] == '*' ? 4 : 2;
    if (s[1] == '/' && n > 0 && text[n - 1] == '\r')
        n--;
    if (n >= 5 && memcmp(text, "line ", 5) == 0) {
        if (s[1] == '/' ? at.col == 1 : !memchr(text, '\n', n))
            line_directive(p, text + 5, n - 5, (struct src_pos){at.line, at.col + 7}, after);
    } else if (n >= 3 && memcmp(text, "go:", 3) == 0) {
        if (blank)
            pragma(p, (struct src_pos){at.line, at.col + 2}, text, n);
        else
            diag_error(p->d, syn_pos(p, (struct src_pos){at.line, at.col + 2}), "misplaced compiler directive");
    }
}
