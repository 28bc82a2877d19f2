/* compiler/session/doc.c - documentation: the comments in the library's sources, found by reading lines.
 *
 * Declarations are recognised by how gofmt writes them: at the beginning of a line, or one tab deep in a group. */
#include "compiler/session/internal.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

struct search {
    const char *name, *method;          /* method: of type name; name NULL: the package */
    struct strbuf *out;
    bool found;
};

static const char *line_end(const char *p)
{
    const char *nl = strchr(p, '\n');
    return nl ? nl : p + strlen(p);
}

static bool word_at(const char *p, const char *word)
{
    size_t n = strlen(word);
    unsigned char next = (unsigned char)p[n];
    return strncmp(p, word, n) == 0 && next != '_' && next < 0x80 && !(next >= '0' && next <= '9') &&
           !(next >= 'A' && next <= 'Z') && !(next >= 'a' && next <= 'z');
}

/* func (r *T[K]) Method( */
static bool is_method_line(const char *p, const char *type, const char *method)
{
    if (strncmp(p, "func (", 6) != 0)
        return false;
    const char *close = strchr(p, ')');
    if (!close || !word_at(close + 2, method))
        return false;
    for (const char *t = p + 6; t < close; t++)
        if ((t[-1] == ' ' || t[-1] == '*' || t[-1] == '(') && word_at(t, type))
            return true;
    return false;
}

static bool is_decl_line(const char *p, const struct search *q, bool *grouped, const char *group)
{
    static const char *const heads[] = { "func ", "type ", "var ", "const " };
    *grouped = false;
    if (q->method)
        return is_method_line(p, q->name, q->method);
    for (size_t i = 0; i < 4; i++)
        if (strncmp(p, heads[i], strlen(heads[i])) == 0 && word_at(p + strlen(heads[i]), q->name))
            return true;
    *grouped = group && p[0] == '\t' && word_at(p + 1, q->name);
    return *grouped;
}

/* The comment lines that end right before `decl`; NULL: none. */
static const char *comment_before(const char *text, const char *decl)
{
    const char *start = decl;
    while (start > text) {
        const char *prev = start - 1;
        while (prev > text && prev[-1] != '\n')
            prev--;
        const char *p = prev + strspn(prev, "\t");
        if (strncmp(p, "//", 2) != 0 || strncmp(p, "//go:", 5) == 0)
            break;
        start = prev;
    }
    return start < decl ? start : NULL;
}

static void put_comment(struct strbuf *out, const char *from, const char *to)
{
    for (const char *p = from; p < to;) {
        const char *end = line_end(p);
        p += strspn(p, "\t");
        p += strncmp(p, "//", 2) == 0 ? 2 : 0;
        strbuf_puts(out, "   ");
        strbuf_add(out, p, (size_t)(end - p));
        strbuf_putc(out, '\n');
        p = *end ? end + 1 : end;
    }
}

/* The declaration itself: of a function its first line, of a type up to the closing brace. */
static void put_decl(struct strbuf *out, const char *p)
{
    const char *end = line_end(p);
    size_t n = (size_t)(end - p);
    bool func = strncmp(p, "func ", 5) == 0;
    bool open = n && p[n - 1] == '{' && !func;
    const char *body = func ? memmem(p, n, " {", 2) : NULL;
    if (body)
        n = (size_t)(body - p);
    strbuf_add(out, p, n);
    strbuf_putc(out, '\n');
    while (open && *end) {
        p = end + 1;
        end = line_end(p);
        strbuf_add(out, p, (size_t)(end - p));
        strbuf_putc(out, '\n');
        open = !(p[0] == '}' || (p[0] == '\t' && p[1] == '}'));
    }
}

static void search_package(struct search *q, const char *text)
{
    const char *p = strncmp(text, "package ", 8) == 0 ? text : strstr(text, "\npackage ");
    p = p && *p == '\n' ? p + 1 : p;
    if (!p || p == text)
        return;
    const char *comment = comment_before(text, p);
    if (p >= text + 3 && strncmp(p - 3, "*/\n", 3) == 0) {
        const char *open = NULL;
        for (const char *at = text; (at = strstr(at, "/*")) && at < p; at += 2)
            open = at;
        if (open) {
            strbuf_add(q->out, open + 2, (size_t)(p - 3 - open - 2));
            strbuf_putc(q->out, '\n');
            q->found = true;
        }
    } else if (comment && strncmp(comment, "// Package", 10) == 0) {
        put_comment(q->out, comment, p);
        q->found = true;
    }
}

static void search_text(struct search *q, const char *text)
{
    if (!q->name) {
        search_package(q, text);
        return;
    }
    const char *group = NULL;           /* start of the group the line is in */
    for (const char *p = text; *p && !q->found; p = *line_end(p) ? line_end(p) + 1 : line_end(p)) {
        bool grouped;
        if (strncmp(p, "const (", 7) == 0 || strncmp(p, "var (", 5) == 0 || strncmp(p, "type (", 6) == 0)
            group = p;
        else if (p[0] == ')')
            group = NULL;
        if (!is_decl_line(p, q, &grouped, group))
            continue;
        const char *comment = comment_before(text, p);
        if (!comment && grouped)
            comment = comment_before(text, group);
        const char *end = comment ? comment : p;
        while (*end == '/' || *end == '\t') {
            const char *e = line_end(end);
            if (strncmp(end + strspn(end, "\t"), "//", 2) != 0)
                break;
            end = *e ? e + 1 : e;
        }
        if (grouped)
            strbuf_add(q->out, group, strcspn(group, " ")), strbuf_putc(q->out, ' ');
        put_decl(q->out, grouped ? p + 1 : p);
        if (comment)
            put_comment(q->out, comment, end);
        q->found = true;
    }
}

/* -- Folders ------------------------------------------------------------------------------------------ */

static bool is_source(const char *name)
{
    size_t n = strlen(name);
    return n > 3 && strcmp(name + n - 3, ".go") == 0 && !(n > 8 && strcmp(name + n - 8, "_test.go") == 0);
}

static char *read_text(const char *path)
{
    FILE *f = fopen(path, "r");
    if (!f)
        return NULL;
    struct strbuf b = {0};
    char chunk[8192];
    size_t n;
    while ((n = fread(chunk, 1, sizeof chunk, f)) > 0)
        strbuf_add(&b, chunk, n);
    fclose(f);
    return b.at;
}

static int by_text(const void *x, const void *y) { return strcmp(*(char *const *)x, *(char *const *)y); }

static void search_folder(struct session *s, struct search *q, const char *dir)
{
    struct arena *a = &s->c.load.arena;
    vec(const char *) names = {0};
    DIR *d = opendir(dir);
    for (struct dirent *e; d && (e = readdir(d));)
        if (is_source(e->d_name))
            vec_push(&names, arena_strdup(a, e->d_name));
    if (d)
        closedir(d);
    if (names.n)
        qsort(names.at, names.n, sizeof *names.at, by_text);
    for (size_t i = 0; i < names.n && !q->found; i++) {
        char *text = read_text(arena_printf(a, "%s/%s", dir, names.at[i]));
        if (text)
            search_text(q, text);
        free(text);
    }
    vec_free(&names);
}

/* Where the sources of a package are: the library's, or those of a package compiled from source. */
static const char *folder_of(struct session *s, const char *path)
{
    for (size_t i = 0; i < s->c.load.packages.n; i++)
        if (strcmp(s->c.load.packages.at[i]->path, path) == 0)
            return s->c.load.packages.at[i]->dir;
    return arena_printf(&s->c.load.arena, "%s/src/%s", s->o.goroot, path);
}

/* -- Names of the session -------------------------------------------------------------------------------- */

/* What a session's name is: its declaration; then the documentation of its type, if a package has it. */
static bool own_name(struct session *s, const char *name, const char *member, struct search *q)
{
    struct arena *a = &s->c.load.arena;
    struct object *o = scope_lookup(s->scope, name);
    if (!o || o->kind == OBJ_PKGNAME || !o->type)
        return false;
    struct type *t = o->type->kind == TY_POINTER ? o->type->pointer.elem : o->type;
    struct package *home = t->kind == TY_NAMED ? t->named.obj->pkg : NULL;
    if (!member) {
        if (o->kind == OBJ_FUNC)
            strbuf_printf(q->out, "func %s\n", ty_func_text(a, o->name, o->type, o->pkg));
        else
            strbuf_printf(q->out, "%s %s %s\n", o->kind == OBJ_TYPE ? "type" : o->kind == OBJ_CONST ? "const" : "var", o->name,
                          ty_text(a, o->kind == OBJ_TYPE ? ty_underlying(t) : o->type, o->pkg));
        q->found = true;
    }
    if (!home || home->family)
        return q->found;
    bool before = q->found;
    q->found = false;
    q->name = t->named.obj->name;
    q->method = member;
    search_folder(s, q, folder_of(s, home->path));
    q->found |= before;
    return true;
}

bool session_doc(struct session *s, const char *what, struct strbuf *out)
{
    struct arena *a = &s->c.load.arena;
    struct search q = {.out = out};
    const char *slash = strrchr(what, '/'), *dot = strchr(slash ? slash : what, '.');
    const char *first = dot ? arena_strndup(a, what, (size_t)(dot - what)) : what;
    const char *second = dot ? dot + 1 : NULL;
    if (own_name(s, first, second, &q))
        return q.found;
    struct object *o = scope_lookup(s->scope, first);
    const char *path = o && o->kind == OBJ_PKGNAME ? o->imported->path : session_std_path(s, first);
    if (second) {
        const char *dot2 = strchr(second, '.');
        q.name = dot2 ? arena_strndup(a, second, (size_t)(dot2 - second)) : second;
        q.method = dot2 ? dot2 + 1 : NULL;
    }
    if (!path && !dot && scope_lookup(s->c.u->scope, what)) {     /* predeclared: documented in package builtin */
        path = "builtin";
        q.name = what;
    }
    search_folder(s, &q, folder_of(s, path ? path : first));
    return q.found;
}
