/* compiler/session/complete.c - words that complete a line: members of what stands before the last dot, or names. */
#include "compiler/session/internal.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const char *const keywords[] = {
    "break", "case", "chan", "const", "continue", "default", "defer", "else", "fallthrough", "for", "func", "go", "goto",
    "if", "import", "interface", "map", "package", "range", "return", "select", "struct", "switch", "type", "var", NULL };

struct completion {
    struct session *s;
    const char *text; size_t n;
    const char *word; size_t len;       /* what is to be completed */
    vec(const char *) found;
};

static bool is_letter(unsigned char c) { return isalnum(c) || c == '_' || c >= 0x80; }

static void offer(struct completion *c, const char *name)
{
    if (strncmp(name, c->word, c->len) == 0 && is_letter((unsigned char)name[0]) && strcmp(name, "_") != 0 &&
        (unsigned char)name[0] != 0xC2)
        vec_push(&c->found, name);
}

static void offer_scope(struct completion *c, struct scope *scope, bool exported)
{
    scope_load(scope);
    for (size_t i = 0; i < scope->names.n; i++) {
        struct object *o = scope->names.entries[i].val;
        const char *key = scope->names.entries[i].key;
        if (o && (!exported || name_is_exported(o->name)))
            offer(c, arena_strndup(&c->s->c.load.arena, key, scope->names.entries[i].len));
    }
}

/* -- Members --------------------------------------------------------------------------------------- */

static void offer_fields(struct completion *c, struct type *t, int depth)
{
    if (t->kind == TY_POINTER)
        t = t->pointer.elem;
    t = ty_underlying(t);
    if (t->kind == TY_POINTER)
        t = ty_underlying(t->pointer.elem);
    if (t->kind != TY_STRUCT || depth > 8)
        return;
    for (int i = 0; i < t->strct.n; i++) {
        struct type_field *f = &t->strct.fields[i];
        if (name_is_exported(f->name) || (f->pkg && f->pkg->family))
            offer(c, f->name);
        if (f->embedded)
            offer_fields(c, f->type, depth + 1);
    }
}

static void offer_methods(struct completion *c, struct type *t)
{
    if (t->kind != TY_POINTER && !ty_is_interface(t))
        t = ty_pointer(c->s->c.u, t);
    struct method_set *m = ty_method_set(c->s->c.u, t);
    for (int i = 0; i < m->n; i++)
        if (name_is_exported(m->at[i].name) || (m->at[i].pkg && m->at[i].pkg->family))
            offer(c, m->at[i].name);
}

static void skip_back(const char *text, size_t *at)
{
    int depth = 0;
    do {
        char ch = text[--*at];
        depth += ch == ')' || ch == ']' || ch == '}';
        depth -= ch == '(' || ch == '[' || ch == '{';
    } while (depth > 0 && *at > 0);
}

/* Start of the operand that ends at `end`: names, dots, calls, indices, literals in parentheses. */
static size_t operand_start(const char *text, size_t end)
{
    size_t at = end;
    while (at > 0) {
        unsigned char ch = (unsigned char)text[at - 1];
        if (is_letter(ch) || ch == '.')
            at--;
        else if (ch == ')' || ch == ']' || ch == '}')
            skip_back(text, &at);
        else if (ch == '"' || ch == '`') {
            size_t k = at - 1;
            while (k > 0 && text[k - 1] != (char)ch)
                k--;
            if (k == 0)
                break;
            at = k - 1;
        } else {
            break;
        }
    }
    return at;
}

static struct package *package_named(struct session *s, const char *name)
{
    struct object *o = scope_lookup(s->scope, name);
    if (o)
        return o->kind == OBJ_PKGNAME ? o->imported : NULL;
    const char *path = session_std_path(s, name);
    char *why;
    return path ? compilation_import(&s->c, path, NULL, &why) : NULL;
}

static void offer_members(struct completion *c, size_t dot)
{
    struct session *s = c->s;
    size_t from = operand_start(c->text, dot);
    const char *base = arena_strndup(&s->c.load.arena, c->text + from, dot - from);
    struct package *p = package_named(s, base);
    if (p) {
        offer_scope(c, p->scope, true);
        return;
    }
    struct package *unit = NULL;
    bool quiet = s->quiet;
    s->quiet = true;
    session_clear_errors(s);
    struct expr *x = session_expr(s, base, strlen(base), &unit);
    if (x && x->type && x->type->kind != TY_TUPLE && x->mode != MODE_NOVALUE && !ty_is_untyped(x->type)) {
        offer_fields(c, x->type, 0);
        offer_methods(c, x->type);
    }
    struct object *o = scope_lookup(s->scope, base);
    if (!x && o && o->kind == OBJ_TYPE)
        offer_methods(c, o->type);
    session_clear_errors(s);
    s->quiet = quiet;
}

/* -- Names -------------------------------------------------------------------------------------------- */

static void offer_names(struct completion *c)
{
    struct session *s = c->s;
    offer_scope(c, s->scope, false);
    for (struct scope *u = s->c.u->scope; u; u = u->parent)
        offer_scope(c, u, false);
    for (int i = 0; keywords[i]; i++)
        offer(c, keywords[i]);
    if (c->len)
        for (size_t i = 0; i < s->std_names.n; i++)
            offer(c, s->std_names.entries[i].key);
}

/* Within quotes after import: paths. */
static bool in_import(const char *text, size_t n, size_t *start)
{
    const char *quote = memrchr(text, '"', n);
    size_t k = 0;
    if (!quote || strncmp(text, "import", 6) != 0)
        return false;
    for (const char *p = text; p <= quote; p++)
        k += *p == '"';
    *start = (size_t)(quote - text) + 1;
    return k % 2 == 1;
}

static int by_text(const void *x, const void *y) { return strcmp(*(char *const *)x, *(char *const *)y); }

struct question { const char *text; size_t n, *start; struct strbuf *words; size_t count; };

static void answer(struct session *s, void *arg)
{
    struct question *q = arg;
    struct completion c = {.s = s, .text = q->text, .n = q->n};
    size_t from = q->n, path_from;
    while (from > 0 && is_letter((unsigned char)q->text[from - 1]))
        from--;
    c.word = arena_strndup(&s->c.load.arena, q->text + from, q->n - from);
    c.len = q->n - from;
    if (in_import(q->text, q->n, &path_from)) {
        const char *path;
        size_t skip = from - path_from;
        c.word = arena_strndup(&s->c.load.arena, q->text + path_from, q->n - path_from);
        c.len = q->n - path_from;
        for (uint32_t i = 0; (path = std_archive_path(&s->c.archive, i)); i++)
            if (!strstr(path, "internal") && strncmp(path, "vendor/", 7) != 0 && strncmp(path, c.word, c.len) == 0)
                vec_push(&c.found, path + skip);
    } else if (from > 0 && q->text[from - 1] == '.') {
        offer_members(&c, from - 1);
    } else {
        offer_names(&c);
    }
    *q->start = from;
    if (c.found.n)
        qsort(c.found.at, c.found.n, sizeof *c.found.at, by_text);
    for (size_t i = 0; i < c.found.n; i++) {
        if (i && strcmp(c.found.at[i], c.found.at[i - 1]) == 0)
            continue;
        strbuf_add(q->words, c.found.at[i], strlen(c.found.at[i]) + 1);
        q->count++;
    }
    vec_free(&c.found);
}

size_t session_complete(struct session *s, const char *text, size_t n, size_t *start, struct strbuf *words)
{
    struct question q = {text, n, start, words, 0};
    session_on_stack(s, answer, &q);
    return q.count;
}
