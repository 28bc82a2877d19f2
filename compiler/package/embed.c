/* compiler/package/embed.c - //go:embed: variables whose value is files of the package's folder.
 *
 * The tree of such a variable gets an initialiser: T("contents") for strings and byte slices, and for embed.FS a call of
 * embed.newFS (stdlib/overlay/embed) with the names and contents of all files, so that nothing behind the loader knows
 * of embedding.  See https://pkg.go.dev/embed for what patterns mean. */
#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "compiler/package/internal.h"

struct embedding {
    struct loader *x;
    const struct source_package *p;
    struct pos pos;             /* of the pattern's directive */
    const char *pattern;
    str_list files;             /* slash-separated, relative to the package's folder; may hold one twice */
};

static const char *in_dir(const struct embedding *e, const char *name)
{
    return arena_printf(&e->x->l->arena, "%s/%s", e->p->dir, name);
}

__attribute__((format(printf, 2, 3)))
static void failed(struct embedding *e, const char *fmt, ...)
{
    const char *path;
    uint32_t line, col;
    va_list ap;
    diag_resolve(&e->x->l->diag, e->pos, &path, &line, &col);
    if (strncmp(path, "./", 2) == 0)
        path += 2;
    strbuf_printf(&e->x->errors, "%s:%u:%u: pattern %s: ", path, line, col, e->pattern);
    va_start(ap, fmt);
    strbuf_vprintf(&e->x->errors, fmt, ap);
    va_end(ap);
    strbuf_putc(&e->x->errors, '\n');
}

/* -- Patterns ---------------------------------------------------------------------------------------- */
static int by_name(const void *x, const void *y) { return strcmp(*(const char *const *)x, *(const char *const *)y); }

static void list_dir(const struct embedding *e, const char *dir, str_list *out)
{
    DIR *d = opendir(in_dir(e, dir));
    for (struct dirent *i; d && (i = readdir(d));)
        if (strcmp(i->d_name, ".") != 0 && strcmp(i->d_name, "..") != 0)
            vec_push(out, arena_strdup(&e->x->l->arena, i->d_name));
    if (d)
        closedir(d);
    if (out->n)
        qsort(out->at, out->n, sizeof *out->at, by_name);
}

static bool is_module_root(const struct embedding *e, const char *dir)
{
    return access(in_dir(e, arena_printf(&e->x->l->arena, "%s/go.mod", dir)), F_OK) == 0;
}

static bool is_version_control(const char *name)
{
    return strcmp(name, ".git") == 0 || strcmp(name, ".hg") == 0 || strcmp(name, ".svn") == 0 || strcmp(name, ".bzr") == 0;
}

/* All regular files below dir; hidden ones (.x, _x) only for patterns that say "all:". */
static void add_tree(struct embedding *e, const char *dir, bool all)
{
    str_list names = {0};
    list_dir(e, dir, &names);
    for (size_t i = 0; i < names.n; i++) {
        const char *name = arena_printf(&e->x->l->arena, "%s/%s", dir, names.at[i]);
        struct stat st;
        if ((!all && (names.at[i][0] == '.' || names.at[i][0] == '_')) || lstat(in_dir(e, name), &st) != 0)
            continue;
        if (S_ISREG(st.st_mode))
            vec_push(&e->files, name);
        else if (S_ISDIR(st.st_mode) && !is_version_control(names.at[i]) && !is_module_root(e, name))
            add_tree(e, name, all);
    }
    vec_free(&names);
}

static bool add_match(struct embedding *e, const char *name, bool all)
{
    struct stat st;
    if (lstat(in_dir(e, name), &st) != 0 || (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))) {
        failed(e, "cannot embed irregular file %s", name);
        return false;
    }
    if (S_ISREG(st.st_mode)) {
        vec_push(&e->files, name);
        return true;
    }
    size_t before = e->files.n;
    if (strcmp(name, ".") != 0 && is_module_root(e, name)) {
        failed(e, "cannot embed directory %s: in different module", name);
        return false;
    }
    if (strcmp(name, ".") == 0) {
        str_list names = {0};
        list_dir(e, ".", &names);
        bool ok = true;
        for (size_t i = 0; i < names.n && ok; i++)
            if (all || (names.at[i][0] != '.' && names.at[i][0] != '_')) {
                if (lstat(in_dir(e, names.at[i]), &st) == 0 && S_ISDIR(st.st_mode))
                    add_tree(e, names.at[i], all);
                else
                    ok = add_match(e, names.at[i], all);
            }
        vec_free(&names);
        return ok;
    }
    add_tree(e, name, all);
    if (e->files.n == before)
        failed(e, "cannot embed directory %s: contains no embeddable files", name);
    return e->files.n != before;
}

/* Matches the elements of pattern from 'rest' on against what is in dir. */
static bool glob(struct embedding *e, const char *dir, const char *rest, bool all, int *matches)
{
    struct arena *a = &e->x->l->arena;
    size_t n = strcspn(rest, "/");
    const char *element = arena_strndup(a, rest, n);
    const char *sep = strcmp(dir, ".") == 0 ? "" : arena_printf(a, "%s/", dir);
    str_list names = {0};
    if (strpbrk(element, "*?[\\"))
        list_dir(e, dir, &names);
    else
        vec_push(&names, element);
    bool ok = true;
    for (size_t i = 0; i < names.n && ok; i++) {
        const char *name = arena_printf(a, "%s%s", sep, names.at[i]);
        if ((names.at[i] != element && fnmatch(element, names.at[i], 0) != 0) || access(in_dir(e, name), F_OK) != 0)
            continue;
        if (rest[n]) {
            ok = glob(e, name, rest + n + 1, all, matches);
        } else {
            ++*matches;
            ok = add_match(e, name, all);
        }
    }
    vec_free(&names);
    return ok;
}

/* No element is empty, "." (but for the whole) or "..". */
static bool is_valid(const char *s)
{
    if (strcmp(s, ".") == 0)
        return true;
    for (;;) {
        size_t n = strcspn(s, "/");
        if (n == 0 || (n == 1 && s[0] == '.') || (n == 2 && s[0] == '.' && s[1] == '.'))
            return false;
        if (!s[n])
            return true;
        s += n + 1;
    }
}

static bool add_pattern(struct embedding *e, const char *pattern)
{
    bool all = strncmp(pattern, "all:", 4) == 0;
    int matches = 0;
    e->pattern = pattern;
    if (!is_valid(pattern + 4 * all)) {
        failed(e, "invalid pattern syntax");
        return false;
    }
    if (strcmp(pattern + 4 * all, ".") == 0)
        return add_match(e, ".", all);
    if (!glob(e, ".", pattern + 4 * all, all, &matches))
        return false;
    if (!matches)
        failed(e, "no matching files found");
    return matches > 0;
}

/* The words of a directive: separated by blanks, or Go strings. */
static bool add_patterns(struct embedding *e, const struct pragma *g)
{
    struct arena *a = &e->x->l->arena;
    const char *s = g->text + strlen("go:embed");
    int words = 0;
    while (*(s += strspn(s, " \t"))) {
        size_t n = strcspn(s, " \t");
        const char *word;
        e->pos = g->pos;
        e->pos.col += (uint32_t)(s - g->text);
        if (*s == '"' || *s == '`') {
            const char *q = s + 1;
            while (*q && *q != *s)
                q += *s == '"' && *q == '\\' && q[1] ? 2 : 1;
            uint32_t len;
            if (!*q || (q[1] && q[1] != ' ' && q[1] != '\t')) {
                e->pattern = s;
                failed(e, "invalid quoted string in //go:embed");
                return false;
            }
            n = (size_t)(q + 1 - s);
            word = lit_unquote(a, s, (uint32_t)n, &len);
        } else {
            word = arena_strndup(a, s, n);
        }
        if (!add_pattern(e, word))
            return false;
        s += n;
        words++;
    }
    if (!words)
        diag_error(&e->x->l->diag, g->pos, "usage: //go:embed pattern...");
    return words > 0;
}

/* -- Initialisers -------------------------------------------------------------------------------------- */
static struct expr *string_literal(struct arena *a, struct pos pos, const char *s, size_t n)
{
    struct strbuf b = {0};
    strbuf_putc(&b, '"');
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        if (c == '"' || c == '\\')
            strbuf_putc(&b, '\\');
        if (c < ' ' || c >= 0x7f)
            strbuf_printf(&b, "\\x%02x", c);
        else
            strbuf_putc(&b, (char)c);
    }
    strbuf_putc(&b, '"');
    struct expr *x = expr_new(a, EX_BASIC_LIT, pos);
    x->basic.lit = LIT_STRING;
    x->basic.text = arena_strndup(a, b.at, b.n);
    x->basic.len = (uint32_t)b.n;
    x->end = pos;
    strbuf_free(&b);
    return x;
}

static struct expr *call(struct arena *a, struct expr *fun, struct pos pos, struct expr **args, int n)
{
    struct expr *x = expr_new(a, EX_CALL, pos);
    x->pos2 = x->end = pos;
    x->call.fun = fun;
    x->call.args = args;
    x->call.nargs = n;
    return x;
}

static struct expr *contents(struct embedding *e, struct pos pos, const char *name)
{
    size_t n;
    char *text = source_read(&e->x->l->arena, in_dir(e, name), &n);
    if (!text) {
        strbuf_printf(&e->x->errors, "%s: %s\n", in_dir(e, name), strerror(errno));
        return NULL;
    }
    return string_literal(&e->x->l->arena, pos, text, n);
}

/* By folder, then by last element; as embed.FS searches. */
static int by_folder(const void *x, const void *y)
{
    const char *s = *(const char *const *)x, *t = *(const char *const *)y;
    size_t ns = strlen(s), nt = strlen(t);
    ns -= s[ns - 1] == '/';
    nt -= t[nt - 1] == '/';
    const char *ls = memrchr(s, '/', ns), *lt = memrchr(t, '/', nt);
    const char *ds = ls ? s : ".", *dt = lt ? t : ".";
    size_t ks = ls ? (size_t)(ls - s) : 1, kt = lt ? (size_t)(lt - t) : 1;
    int c = memcmp(ds, dt, ks < kt ? ks : kt);
    if (c || ks != kt)
        return c ? c : ks < kt ? -1 : 1;
    ls = ls ? ls + 1 : s;
    lt = lt ? lt + 1 : t;
    ks = (size_t)(s + ns - ls);
    kt = (size_t)(t + nt - lt);
    c = memcmp(ls, lt, ks < kt ? ks : kt);
    return c ? c : ks < kt ? -1 : ks > kt;
}

/* embed.newFS("a", "contents of a", "dir/", "", ...) */
static struct expr *file_system(struct embedding *e, struct expr *type)
{
    struct arena *a = &e->x->l->arena;
    str_list names = {0};
    for (size_t i = 0; i < e->files.n; i++) {
        vec_push(&names, e->files.at[i]);
        for (const char *s = strchr(e->files.at[i], '/'); s; s = strchr(s + 1, '/'))
            vec_push(&names, arena_strndup(a, e->files.at[i], (size_t)(s + 1 - e->files.at[i])));
    }
    if (names.n)
        qsort(names.at, names.n, sizeof *names.at, by_folder);
    struct expr **args = arena_array(a, struct expr *, 2 * names.n + 1);
    int n = 0;
    bool ok = true;
    for (size_t i = 0; i < names.n && ok; i++) {
        size_t k = strlen(names.at[i]);
        if (i && strcmp(names.at[i], names.at[i - 1]) == 0)
            continue;
        args[n++] = string_literal(a, type->pos, names.at[i], k);
        args[n] = names.at[i][k - 1] == '/' ? string_literal(a, type->pos, "", 0) : contents(e, type->pos, names.at[i]);
        ok = args[n++] != NULL;
    }
    vec_free(&names);
    struct expr *pkg = expr_new(a, EX_IDENT, type->pos), *fun = expr_new(a, EX_SELECTOR, type->pos);
    pkg->ident.name = type->sel.x->ident.name;
    fun->sel.x = pkg;
    fun->sel.sel = "newFS";
    fun->sel.hidden = true;
    fun->pos2 = type->pos2;
    return ok ? call(a, fun, type->pos, args, n) : NULL;
}

static void initialise(struct embedding *e, struct decl *d)
{
    struct arena *a = &e->x->l->arena;
    struct expr *type = d->value.type, *value = NULL;
    if (type->kind == EX_SELECTOR && strcmp(type->sel.sel, "FS") == 0 && type->sel.x->kind == EX_IDENT) {
        value = file_system(e, type);
    } else if (e->files.n != 1) {
        diag_error(&e->x->l->diag, d->pos, "invalid go:embed: multiple files for type %s", expr_text(a, type));
    } else {
        struct expr *text = contents(e, type->pos, e->files.at[0]);
        if (text)
            value = call(a, type, type->pos, arena_memdup(a, &text, sizeof text), 1);
    }
    if (value) {
        d->value.values = arena_memdup(a, &value, sizeof value);
        d->value.nvalues = 1;
    }
}

/* -- Directives ------------------------------------------------------------------------------------------- */
static bool imports_embed(const struct file *f)
{
    for (int i = 0; i < f->ndecls; i++)
        if (f->decls[i]->kind == DECL_IMPORT && f->decls[i]->import.path && strcmp(f->decls[i]->import.path, "embed") == 0)
            return true;
    return false;
}

/* The variable that a directive is about: the declaration after it. */
static struct decl *subject(const struct file *f, struct pos pos, bool *inside)
{
    for (int i = 0; i < f->ndecls; i++) {
        struct decl *d = f->decls[i];
        if (d->kind == DECL_FUNC && d->func.func->body && pos_cmp(d->pos, pos) < 0 &&
            pos_cmp(pos, d->func.func->body->end) < 0) {
            *inside = true;
            return NULL;
        }
        if (pos_cmp(d->pos, pos) > 0)
            return d->kind == DECL_VAR ? d : NULL;
    }
    return NULL;
}

static bool embed_file(struct loader *x, const struct source_package *p, struct file *f)
{
    struct diag *diag = &x->l->diag;
    for (int i = 0; i < f->npragmas; i++) {
        if (f->pragmas[i].kind != PRAGMA_EMBED)
            continue;
        struct embedding e = {.x = x, .p = p};
        bool inside = false;
        struct pos at = f->pragmas[i].pos;
        struct decl *d = subject(f, at, &inside);
        if (!imports_embed(f))
            diag_error(diag, at, "go:embed only allowed in Go files that import \"embed\"");
        else if (inside)
            diag_error(diag, at, "go:embed cannot apply to var inside func");
        else if (!d)
            diag_error(diag, at, "misplaced go:embed directive");
        else if (d->value.n > 1)
            diag_error(diag, at, "go:embed cannot apply to multiple vars");
        else if (d->value.nvalues)
            diag_error(diag, at, "go:embed cannot apply to var with initializer");
        else if (!d->value.type)
            diag_error(diag, at, "go:embed cannot apply to var without type");
        else {
            bool ok = add_patterns(&e, &f->pragmas[i]);
            /* several lines may belong to one variable */
            while (ok && i + 1 < f->npragmas && f->pragmas[i + 1].kind == PRAGMA_EMBED &&
                   subject(f, f->pragmas[i + 1].pos, &inside) == d)
                ok = add_patterns(&e, &f->pragmas[++i]);
            if (ok)
                initialise(&e, d);
        }
        vec_free(&e.files);
        if (x->errors.n)
            return false;
    }
    return true;
}

bool embed_files(struct loader *x, const struct source_package *p)
{
    for (int i = 0; i < p->nfiles; i++)
        if (!embed_file(x, p, p->files[i]))
            return false;
    return true;
}
