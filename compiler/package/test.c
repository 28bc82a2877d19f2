/* compiler/package/test.c - a package with its tests: which files, which functions, and the main package that runs them.
 *
 * As the go command arranges it: _test.go files of package p join p; those of package p_test are a package of their
 * own that imports p; the generated main package lists the functions of both for testing.MainStart. */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "compiler/package/cover.h"
#include "compiler/package/internal.h"
#include "compiler/package/module.h"

struct tests {
    struct loader *x;
    const struct test_package *t;
    vec(struct test_func) funcs;
    bool main, main_external;           /* there is a TestMain */
    bool uses, external_uses;           /* the generated file refers to p, p_test */
};

/* -- Functions -------------------------------------------------------------------------------------- */
/* "Test" and "TestX", but not "Testimony". */
static bool is_name(const char *name, const char *prefix)
{
    size_t n = strlen(prefix);
    return strncmp(name, prefix, n) == 0 && !islower((unsigned char)name[n]);
}

/* Takes one parameter *T or *testing.T and returns nothing; T is "T", "B", "F" or "M". */
static bool takes(const struct func_lit *f, const char *type)
{
    const struct expr *t = f->type;
    if (t->functype.nresults || t->functype.nparams != 1 || t->functype.ntparams)
        return false;
    const struct expr *p = t->functype.params[0].type;
    if (!p || p->kind != EX_STAR)
        return false;
    p = p->star.x;
    return p->kind == EX_IDENT ? strcmp(p->ident.name, type) == 0
                               : p->kind == EX_SELECTOR && strcmp(p->sel.sel, type) == 0;
}

static void wrong_signature(struct tests *s, const struct decl *d, const char *param, const char *type)
{
    diag_error(&s->x->l->diag, d->pos, "wrong signature for %s, must be: func %s(%s *testing.%s)", d->func.name,
               d->func.name, param, type);
}

/* -- Expected output of examples ------------------------------------------------------------------------- */
static const char *offset_of(const char *text, size_t n, struct pos pos)
{
    const char *p = text, *end = text + n;
    for (uint32_t line = 1; line < pos.line && p < end; line++) {
        const char *e = memchr(p, '\n', (size_t)(end - p));
        p = e ? e + 1 : end;
    }
    return p + pos.col - 1 < end ? p + pos.col - 1 : end;
}

/* The last group of comments (no line between them) in the block at p. */
static bool last_comments(const char *p, const char *end, const char **from, const char **to)
{
    int depth = 0, newlines = 2;
    *from = NULL;
    do {
        const char *e = source_token_end(p, end);
        if (e - p > 1 && p[0] == '/') {
            if (newlines > 1)
                *from = p;
            *to = e;
            newlines = 0;
        } else if (*p == '\n') {
            newlines++;
        } else if (!isspace((unsigned char)*p)) {
            newlines = 2;
            depth += *p == '{' ? 1 : *p == '}' ? -1 : 0;
        }
        p = e;
    } while (p < end && depth > 0);
    return *from != NULL;
}

/* The comments' text without markers. */
static void comment_text(const char *p, const char *to, struct strbuf *out)
{
    while (p < to) {
        if (isspace((unsigned char)*p)) {
            p++;
            continue;
        }
        const char *e = source_token_end(p, to);
        bool block = p[1] == '*';
        const char *s = p + 2, *t = block && e - p >= 4 ? e - 2 : e;
        if (!block && s < t && *s == ' ')
            s++;
        while (t > s && isspace((unsigned char)t[-1]))
            t--;
        strbuf_add(out, s, (size_t)(t - s));
        strbuf_putc(out, '\n');
        p = e;
    }
}

static bool skip_word(const char **p, const char *word)
{
    size_t n = strlen(word);
    if (strncasecmp(*p, word, n) != 0)
        return false;
    *p += n;
    return true;
}

static void example_output(struct tests *s, const struct file *f, const struct decl *d, struct test_func *out)
{
    size_t n;
    const char *text = load_file_text(s->x->l, f, &n), *from, *to;
    if (!text || !d->func.func->body)
        return;
    const char *body = offset_of(text, n, d->func.func->body->pos);
    if (body == text + n || !last_comments(body, text + n, &from, &to))
        return;
    struct strbuf b = {0};
    comment_text(from, to, &b);
    const char *p = b.at;
    while (isspace((unsigned char)*p))
        p++;
    bool unordered = skip_word(&p, "unordered ");
    if (skip_word(&p, "output:")) {
        out->unordered = unordered;
        out->output = arena_strdup(&s->x->l->arena, p);
    }
    strbuf_free(&b);
}

static void collect_func(struct tests *s, const struct file *f, const struct decl *d, bool external)
{
    static const struct { const char *prefix, *param, *type; enum test_kind kind; } forms[] = {
        {"Test", "t", "T", TEST_TEST}, {"Benchmark", "b", "B", TEST_BENCHMARK}, {"Fuzz", "f", "F", TEST_FUZZ},
    };
    struct test_func t = {.name = d->func.name, .external = external};
    const struct func_lit *fn = d->func.func;
    bool *uses = external ? &s->external_uses : &s->uses;
    if (strcmp(t.name, "TestMain") == 0 && !takes(fn, "T")) {
        if (!takes(fn, "M")) {
            wrong_signature(s, d, "m", "M");
        } else if (s->main) {
            diag_error(&s->x->l->diag, d->pos, "multiple definitions of TestMain");
        } else {
            s->main = *uses = true;
            s->main_external = external;
        }
        return;
    }
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        if (is_name(t.name, forms[i].prefix)) {
            if (!takes(fn, forms[i].type)) {
                wrong_signature(s, d, forms[i].param, forms[i].type);
                return;
            }
            t.kind = forms[i].kind;
            *uses = true;
            vec_push(&s->funcs, t);
            return;
        }
    if (is_name(t.name, "Example") && !fn->type->functype.nparams && !fn->type->functype.nresults &&
        !fn->type->functype.ntparams) {
        t.kind = TEST_EXAMPLE;
        example_output(s, f, d, &t);
        if (t.output) {
            *uses = true;
            vec_push(&s->funcs, t);
        }
    }
}

static void collect(struct tests *s, const struct file *f, bool external)
{
    for (int i = 0; i < f->ndecls; i++)
        if (f->decls[i]->kind == DECL_FUNC && !f->decls[i]->func.recv)
            collect_func(s, f, f->decls[i], external);
}

/* -- The generated main package ----------------------------------------------------------------------------- */
static void put_quoted(struct strbuf *b, const char *s)
{
    strbuf_putc(b, '"');
    for (; *s; s++)
        if (*s == '\n')
            strbuf_puts(b, "\\n");
        else if (*s == '"' || *s == '\\')
            strbuf_printf(b, "\\%c", *s);
        else if ((unsigned char)*s < ' ' || (unsigned char)*s >= 0x7f)
            strbuf_printf(b, "\\x%02x", (unsigned char)*s);
        else
            strbuf_putc(b, *s);
    strbuf_putc(b, '"');
}

static void put_list(const struct tests *s, struct strbuf *b, enum test_kind kind, const char *name, const char *type)
{
    strbuf_printf(b, "var %s = []testing.%s{\n", name, type);
    for (size_t i = 0; i < s->funcs.n; i++) {
        const struct test_func *t = &s->funcs.at[i];
        if (t->kind != kind)
            continue;
        strbuf_printf(b, "\t{\"%s\", %s.%s", t->name, t->external ? "_xtest" : "_test", t->name);
        if (kind == TEST_EXAMPLE) {
            strbuf_puts(b, ", ");
            put_quoted(b, t->output);
            strbuf_puts(b, t->unordered ? ", true" : ", false");
        }
        strbuf_puts(b, "},\n");
    }
    strbuf_puts(b, "}\n");
}

static void put_import(struct strbuf *b, bool used, const char *name, const char *path)
{
    strbuf_printf(b, "import %s ", used ? name : "_");
    put_quoted(b, path);
    strbuf_putc(b, '\n');
}

/* What testing.RegisterCover is given. */
static void put_cover(const struct tests *s, struct strbuf *b)
{
    static const char *const modes[] = {[COVER_SET] = "set", [COVER_COUNT] = "count", [COVER_ATOMIC] = "atomic"};
    const struct cover_options *o = s->x->o->cover;
    struct strbuf counters = {0}, blocks = {0};
    int n = 0;
    for (size_t i = 0; i < s->x->covered.n; i++)
        for (size_t k = 0; k < s->x->covered.at[i]->files.n; k++, n++) {
            const struct cover_file *f = &s->x->covered.at[i]->files.at[k];
            strbuf_printf(b, "var coverBlocks%d = []testing.CoverBlock{\n", n);
            for (size_t j = 0; j < f->blocks.n; j++) {
                const struct cover_block *c = &f->blocks.at[j];
                strbuf_printf(b, "\t{%u, %u, %u, %u, %u},\n", c->line0, c->col0 & 0xffff, c->line1, c->col1 & 0xffff,
                              c->stmts);
            }
            strbuf_puts(b, "}\n");
            put_quoted(&counters, f->name);
            strbuf_printf(&counters, ": _cover%zu.%s[:],\n", i, f->var);
            put_quoted(&blocks, f->name);
            strbuf_printf(&blocks, ": coverBlocks%d,\n", n);
        }
    strbuf_printf(b, "func init() {\n\ttesting.RegisterCover(testing.Cover{\nMode: \"%s\",\nCoveredPackages: ", modes[o->mode]);
    put_quoted(b, o->where);
    strbuf_printf(b, ",\nCounters: map[string][]uint32{\n%s},\n", counters.n ? counters.at : "");
    strbuf_printf(b, "Blocks: map[string][]testing.CoverBlock{\n%s},\n})\n}\n", blocks.n ? blocks.at : "");
    strbuf_free(&counters);
    strbuf_free(&blocks);
}

static struct file *generate_main(struct tests *s, bool have, const char *external)
{
    struct strbuf b = {0};
    strbuf_puts(&b, "package main\nimport \"os\"\nimport \"testing\"\nimport \"testing/internal/testdeps\"\n");
    if (s->main)
        strbuf_puts(&b, "import \"reflect\"\n");
    if (have)
        put_import(&b, s->uses, "_test", s->t->path);
    if (external)
        put_import(&b, s->external_uses, "_xtest", external);
    for (size_t i = 0; i < s->x->covered.n; i++) {
        char name[32];
        snprintf(name, sizeof name, "_cover%zu", i);
        put_import(&b, true, name, s->x->covered.at[i]->path);
    }
    if (s->x->o->cover)
        put_cover(s, &b);
    put_list(s, &b, TEST_TEST, "tests", "InternalTest");
    put_list(s, &b, TEST_BENCHMARK, "benchmarks", "InternalBenchmark");
    put_list(s, &b, TEST_FUZZ, "fuzzTargets", "InternalFuzzTarget");
    put_list(s, &b, TEST_EXAMPLE, "examples", "InternalExample");
    strbuf_puts(&b, "func init() { testdeps.ImportPath = ");
    put_quoted(&b, s->t->path);
    strbuf_puts(&b, " }\nfunc main() {\n\tm := testing.MainStart(testdeps.TestDeps{}, tests, benchmarks, fuzzTargets, examples)\n");
    if (s->main)
        strbuf_printf(&b, "\t%s.TestMain(m)\n\tos.Exit(int(reflect.ValueOf(m).Elem().FieldByName(\"exitCode\").Int()))\n",
                      s->main_external ? "_xtest" : "_test");
    else
        strbuf_puts(&b, "\tos.Exit(m.Run())\n");
    strbuf_puts(&b, "}\n");
    struct file *f = load_text(s->x, "_testmain.go", arena_strndup(&s->x->l->arena, b.at, b.n), b.n);
    strbuf_free(&b);
    return f;
}

/* -- Loading ------------------------------------------------------------------------------------------------- */
static struct source_package *load_plain(struct loader *x, const struct test_package *t)
{
    str_list names = {0};
    size_t ignored = 0;
    load_select(x, t->dir, false, NULL, &names, &ignored);
    bool any = names.n > 0;
    vec_free(&names);
    if (any && t->is_std)
        return load_std_package(x, t->path);
    if (any)
        return load_dir(x, t->path, t->dir, t->shown);
    struct source_package *p = load_new_package(x, t->path, t->dir);    /* test files only */
    if (!x->o->lang && x->mod->lang)
        p->lang = x->mod->lang;
    p->is_std = t->is_std;
    return p;
}

static struct source_package *sibling(struct loader *x, const struct source_package *p, const char *suffix)
{
    struct source_package *q = load_new_package(x, arena_printf(&x->l->arena, "%s%s", p->path, suffix), p->dir);
    q->lang = p->lang;
    q->home = p->path;
    q->is_std = p->is_std;
    return q;
}

static bool is_external(const struct source_package *p, const struct file *f)
{
    size_t n = f->package ? strlen(f->package) : 0;
    if (n <= 5 || strcmp(f->package + n - 5, "_test") != 0)
        return false;
    return !p->name || strcmp(f->package, p->name) != 0;
}

/* Names of test files; those of the overlay begin with its folder. */
static void select_tests(struct loader *x, const struct test_package *t, str_list *names)
{
    struct overlay ov = {0};
    char *why = NULL;
    size_t ignored = 0;
    if (t->is_std && !overlay_read(&ov, &x->l->arena, x->o->overlay, t->path, &why))
        strbuf_puts(&x->errors, why);
    load_select(x, t->dir, true, &ov, names, &ignored);
    for (size_t i = 0; i < ov.add.n; i++)
        if (is_test_file(ov.add.at[i]))
            vec_push(names, arena_printf(&x->l->arena, "%s/%s/%s", x->o->overlay, t->path, ov.add.at[i]));
    overlay_done(&ov);
}

static struct file *load_test_file(struct loader *x, const struct test_package *t, const char *name)
{
    struct arena *a = &x->l->arena;
    const char *slash = strrchr(name, '/'), *base = slash ? slash + 1 : name;
    const char *shown = t->is_std ? arena_printf(a, "/usr/share/go-1.19/src/%s/%s", t->path, base)
                                  : arena_printf(a, "%s/%s", t->shown, base);
    return load_file(x, slash ? name : arena_printf(a, "%s/%s", t->dir, name), shown);
}

static bool load_all(struct tests *s, const str_list *names)
{
    struct loader *x = s->x;
    /* Before anything from the archive refers to them. */
    if (!s->t->is_std && !load_covered(x, true))
        return false;
    struct source_package *p = load_plain(x, s->t);
    if (!p)
        return false;
    struct source_package *ext = sibling(x, p, "_test");
    bool internal = false;
    for (size_t i = 0; i < names->n; i++) {
        struct file *f = load_test_file(x, s->t, names->at[i]);
        if (!f)
            return false;
        bool external = is_external(p, f);
        if (!external && p->name && f->package && strcmp(f->package, p->name) != 0) {
            strbuf_printf(&x->errors, "found packages %s (%s) and %s (%s) in %s\n", p->name, p->files[0]->path, f->package,
                          names->at[i], s->t->dir);
            return false;
        }
        internal |= !external;
        load_add_file(x, external ? ext : p, f);
        collect(s, f, external);
    }
    p->under_test = ext->under_test = true;
    bool compiled = !internal && !cover_wants(x->o->cover, p->path) && x->o->have_compiled &&
                    x->o->have_compiled(x->o->ctx, p->path);
    bool have = p->nfiles > 0;
    if (have && !compiled) {
        strmap_put(&x->by_path, p->path, p);
        if (!load_finish(x, p))
            return false;
    }
    if (ext->nfiles) {
        strmap_put(&x->by_path, ext->path, ext);
        if (!load_finish(x, ext))
            return false;
    }
    if (!load_covered(x, true) || !load_covered(x, false))
        return false;
    struct source_package *m = sibling(x, p, ".test");
    m->is_std = true;           /* it may import what is internal to testing */
    m->lang = "go1.19";
    load_add_file(x, m, generate_main(s, have, ext->nfiles ? ext->path : NULL));
    x->l->main = m;
    return load_finish(x, m);
}

bool load_test(struct load *l, const struct load_options *o, const struct test_package *t, bool *none)
{
    struct loader x;
    struct tests s = {.x = &x, .t = t};
    load_init(&x, l, o);
    str_list names = {0};
    char *why = NULL;
    select_tests(&x, t, &names);
    *none = names.n == 0;
    bool ok = true;
    if (x.errors.n) {
        ok = false;
    } else if (!*none) {
        /* Beside a library package, packages of the user's may be covered. */
        bool wanted = !t->is_std || o->cover;
        if (wanted && !module_find(x.mod, &l->arena, t->is_std ? "." : t->dir, &why)) {
            strbuf_puts(&x.errors, why);
            ok = false;
        } else {
            ok = load_all(&s, &names);
        }
    }
    vec_free(&names);
    vec_free(&s.funcs);
    return load_end(&x, ok);
}

/* -- Lists of packages ------------------------------------------------------------------------------------------ */
static bool is_dir(const char *s)
{
    struct stat st;
    return stat(s, &st) == 0 && S_ISDIR(st.st_mode);
}

struct lister {
    struct arena *a;
    const char *goroot;
    test_package_list *out;
    struct module mod;
    const char *mod_dir;                /* the directory mod was looked up for */
};

static const char *real(struct arena *a, const char *dir)
{
    char *r = realpath(dir, NULL);
    const char *s = arena_strdup(a, r ? r : dir);
    free(r);
    return s;
}

/* Import path of a directory within root/src, or NULL. */
static const char *within(struct arena *a, const char *abs, const char *root)
{
    const char *src = real(a, arena_printf(a, "%s/src", root));
    size_t n = strlen(src);
    return strncmp(abs, src, n) == 0 && abs[n] == '/' ? abs + n + 1 : NULL;
}

static bool has_go_files(struct arena *a, const char *dir)
{
    str_list names = {0};
    source_list(a, dir, ".go", &names);
    bool any = names.n > 0;
    vec_free(&names);
    return any;
}

/* As messages show it: relative to the current directory where it is below. */
static const char *shown_as(struct arena *a, const char *abs)
{
    const char *cwd = real(a, ".");
    size_t n = strlen(cwd);
    if (strncmp(abs, cwd, n) != 0)
        return abs;
    return !abs[n] ? "." : abs[n] == '/' ? abs + n + 1 : abs;
}

static bool add_dir(struct lister *s, const char *dir, const char *path, char **why)
{
    struct arena *a = s->a;
    struct test_package t = {.path = path, .dir = real(a, dir)};
    t.shown = shown_as(a, t.dir);
    const char *std = within(a, t.dir, s->goroot);
    if (std) {
        t.path = std;
        t.is_std = true;
    }
    if (!t.path) {
        if (!module_find(&s->mod, a, dir, why))
            return false;
        t.path = module_path_of(&s->mod, a, dir);
        const char *gopath = getenv("GOPATH");
        char *list = arena_strdup(a, gopath && *gopath ? gopath : "/usr/share/gocode");
        for (char *save = NULL, *g = strtok_r(list, ":", &save); g && !s->mod.path; g = strtok_r(NULL, ":", &save))
            if (within(a, t.dir, g))
                t.path = within(a, t.dir, g);
    }
    vec_push(s->out, t);
    return true;
}

static int by_name(const void *x, const void *y) { return strcmp(*(const char *const *)x, *(const char *const *)y); }

/* All directories below dir that hold Go files, as "..." matches: not testdata, vendor, .x and _x, nor other modules. */
static bool add_tree(struct lister *s, const char *dir, const char *path, bool top, char **why)
{
    struct arena *a = s->a;
    bool ok = !has_go_files(a, dir) || add_dir(s, dir, path, why);
    str_list names = {0};
    DIR *d = opendir(dir);
    for (struct dirent *e; d && (e = readdir(d));)
        if (e->d_name[0] != '.' && e->d_name[0] != '_' && strcmp(e->d_name, "testdata") != 0 &&
            strcmp(e->d_name, "vendor") != 0)
            vec_push(&names, arena_strdup(a, e->d_name));
    if (d)
        closedir(d);
    if (names.n)
        qsort(names.at, names.n, sizeof *names.at, by_name);
    for (size_t i = 0; i < names.n && ok; i++) {
        const char *sub = arena_printf(a, "%s/%s", dir, names.at[i]);
        struct stat st;
        if (lstat(sub, &st) || !S_ISDIR(st.st_mode) || access(arena_printf(a, "%s/go.mod", sub), F_OK) == 0)
            continue;
        if (top && path && !*path && strcmp(names.at[i], "cmd") == 0)
            continue;                   /* "std" is the library without the commands */
        ok = add_tree(s, sub, path ? *path ? arena_printf(a, "%s/%s", path, names.at[i]) : names.at[i] : NULL, false, why);
    }
    vec_free(&names);
    return ok;
}

static bool add_word(struct lister *s, const char *word, char **why)
{
    struct arena *a = s->a;
    size_t n = strlen(word);
    bool tree = n >= 3 && strcmp(word + n - 3, "...") == 0 && (n == 3 || word[n - 4] == '/');
    const char *base = tree ? n > 4 ? arena_strndup(a, word, n - 4) : "." : word;
    const char *src = arena_printf(a, "%s/src", s->goroot), *dir, *path = NULL;
    if (strcmp(word, "std") == 0)
        return add_tree(s, src, "", true, why);
    if (base[0] == '.' || base[0] == '/') {
        dir = base;
        if (!is_dir(dir)) {
            *why = arena_printf(a, "stat %s: directory not found\n", real(a, dir));
            return false;
        }
    } else if (is_dir(arena_printf(a, "%s/%s", src, base)) && strcmp(base, "cmd") != 0) {
        dir = arena_printf(a, "%s/%s", src, base);
        path = base;
    } else {
        char *reason;
        const char *shown;
        if (!module_find(&s->mod, a, ".", why))
            return false;
        if (!module_resolve(&s->mod, a, base, &dir, &shown, &reason)) {
            *why = arena_printf(a, "%s\n", reason);
            return false;
        }
        path = base;
    }
    if (tree)
        return add_tree(s, dir, path, false, why);
    if (!has_go_files(a, dir)) {
        *why = arena_printf(a, "no Go files in %s\n", real(a, dir));
        return false;
    }
    return add_dir(s, dir, path, why);
}

bool load_list(struct arena *a, const char *goroot, const char *const *words, int n, test_package_list *out, char **why)
{
    struct lister s = {.a = a, .goroot = goroot, .out = out};
    for (int i = 0; i < n; i++)
        if (!add_word(&s, words[i], why))
            return false;
    return true;
}
