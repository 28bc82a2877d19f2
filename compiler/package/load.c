/* compiler/package/load.c - from inputs to parsed packages in dependency order. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "compiler/package/cover.h"
#include "compiler/package/internal.h"
#include "compiler/package/module.h"
#include "compiler/syntax/parse.h"

static struct source_package *const in_progress = (struct source_package *)1;

/* -- Files ------------------------------------------------------------------------------------ */
struct file *load_text(struct loader *x, const char *shown, const char *text, size_t n)
{
    struct file *f = parse_file(&x->l->arena, &x->l->diag, shown, text, n, 0);
    struct file_text t = {f, text, n};
    vec_push(&x->l->texts, t);
    return f;
}

static const char *absolute(struct arena *a, const char *dir);

struct file *load_file(struct loader *x, const char *path, const char *shown)
{
    size_t n;
    char *text = source_read(&x->l->arena, path, &n);
    if (!text) {
        strbuf_printf(&x->errors, "%s: %s\n", shown, strerror(errno));
        return NULL;
    }
    struct file *f = load_text(x, shown, text, n);
    if (x->o->real_paths && shown[0] != '/')
        diag_set_real(&x->l->diag, f->index, absolute(&x->l->arena, path));
    return f;
}

const char *load_file_text(const struct load *l, const struct file *f, size_t *n)
{
    for (size_t i = 0; i < l->texts.n; i++)
        if (l->texts.at[i].f == f) {
            *n = l->texts.at[i].n;
            return l->texts.at[i].text;
        }
    return NULL;
}

static bool contains(const str_list *l, const char *s)
{
    for (size_t i = 0; i < l->n; i++)
        if (strcmp(l->at[i], s) == 0)
            return true;
    return false;
}

bool is_test_file(const char *name)
{
    size_t n = strlen(name);
    return n > 8 && strcmp(name + n - 8, "_test.go") == 0;
}

void load_select(struct loader *x, const char *dir, bool tests, const struct overlay *ov, str_list *out, size_t *ignored)
{
    struct arena *a = &x->l->arena;
    str_list all = {0};
    struct build_context tags = x->tags;
    size_t root = x->o->goroot ? strlen(x->o->goroot) : 0;
    tags.library = root && strncmp(dir, x->o->goroot, root) == 0 && dir[root] == '/';
    source_list(a, dir, ".go", &all);
    for (size_t i = 0; i < all.n; i++) {
        size_t n;
        if (is_test_file(all.at[i]) != tests)
            continue;
        if (ov && contains(&ov->exclude, all.at[i]))
            continue;
        bool forced = ov && contains(&ov->include, all.at[i]);
        char *text = forced ? "" : source_read(a, arena_printf(a, "%s/%s", dir, all.at[i]), &n);
        if (forced || (text && build_matches(&tags, all.at[i], text, n)))
            vec_push(out, all.at[i]);
        else
            ++*ignored;
    }
    vec_free(&all);
}

/* -- Packages ------------------------------------------------------------------------------------ */
struct source_package *load_new_package(struct loader *x, const char *path, const char *dir)
{
    struct source_package *p = arena_new(&x->l->arena, struct source_package);
    p->path = path;
    p->dir = dir;
    p->diag = &x->l->diag;
    p->lang = x->o->lang ? x->o->lang : "go1.19";
    return p;
}

void load_add_file(struct loader *x, struct source_package *p, struct file *f)
{
    if (!f)
        return;
    struct file **nf = arena_array(&x->l->arena, struct file *, p->nfiles + 1);
    if (p->nfiles)
        memcpy(nf, p->files, sizeof *nf * (size_t)p->nfiles);
    nf[p->nfiles++] = f;
    p->files = nf;
    if (!p->name)
        p->name = f->package;
}

static bool load_imports(struct loader *x, struct source_package *p);

static bool testdir_finish(struct loader *x, struct source_package *p);

bool load_finish(struct loader *x, struct source_package *p)
{
    if (!p->is_std)
        load_assembly(x, p);
    if (cover_wants(x->o->cover, p->path))
        cover_package(x, p);
    if (!embed_files(x, p) || !load_imports(x, p))
        return false;
    vec_push(&x->l->packages, p);
    return true;
}

struct source_package *load_std_package(struct loader *x, const char *path)
{
    struct arena *a = &x->l->arena;
    struct overlay ov = {0};
    char *why = NULL;
    if (x->o->overlay && !overlay_read(&ov, a, x->o->overlay, path, &why)) {
        strbuf_puts(&x->errors, why);
        return NULL;
    }
    const char *dir = arena_printf(a, "%s/src/%s", x->o->goroot, path);
    struct source_package *p = load_new_package(x, path, dir);
    p->is_std = true;
    p->lang = "go1.19";
    str_list names = {0};
    size_t ignored = 0;
    struct build_context tags = x->tags;
    if (x->o->std_tags)
        x->tags = (struct build_context){.tags = x->o->std_tags, .ntags = x->o->nstd_tags};
    if (!ov.whole)
        load_select(x, dir, false, &ov, &names, &ignored);
    x->tags = tags;
    /* shown as go does with -trimpath, so that the archive does not depend on where the sources are */
    for (size_t i = 0; i < names.n; i++)
        load_add_file(x, p, load_file(x, arena_printf(a, "%s/%s", dir, names.at[i]),
                                       arena_printf(a, "/usr/share/go-1.19/src/%s/%s", path, names.at[i])));
    int ndistro = p->nfiles;
    for (size_t i = 0; i < ov.replace.n; i++)
        load_add_file(x, p, load_file(x, arena_printf(a, "%s/%s/%s", x->o->overlay, path, ov.replace.at[i]),
                                       arena_printf(a, "/usr/share/go-1.19/src/%s/%s", path, ov.replace.at[i])));
    overlay_apply(&ov, a, p->files, ndistro, p->files + ndistro, p->nfiles - ndistro);
    for (size_t i = 0; i < ov.add.n; i++)
        if (!is_test_file(ov.add.at[i]))
            load_add_file(x, p, load_file(x, arena_printf(a, "%s/%s/%s", x->o->overlay, path, ov.add.at[i]),
                                          arena_printf(a, "/usr/share/go-1.19/src/%s/%s", path, ov.add.at[i])));
    vec_free(&names);
    overlay_done(&ov);
    if (!p->nfiles) {
        strbuf_printf(&x->errors, "package %s is not in GOROOT (%s)\n", path, dir);
        return NULL;
    }
    return p;
}

static const char *absolute(struct arena *a, const char *dir)
{
    char *r = realpath(dir, NULL);
    const char *s = arena_strdup(a, r ? r : dir);
    free(r);
    return s;
}

/* "package main\n\timports a\n\timports b" for the packages being loaded; the go command opens reports with it. */
static void put_chain(struct loader *x)
{
    for (size_t i = 0; i < x->stack.n; i++)
        strbuf_printf(&x->errors, i ? "\n\timports %s" : "package %s", x->stack.at[i]);
}

static void found_packages(struct loader *x, const struct file *f, const struct file *g, const char *dir)
{
    const char *fs = strrchr(f->path, '/'), *gs = strrchr(g->path, '/');
    strbuf_printf(&x->errors, "found packages %s (%s) and %s (%s) in %s\n", f->package, fs ? fs + 1 : f->path,
                  g->package, gs ? gs + 1 : g->path, absolute(&x->l->arena, dir));
}

/* Is dir part of the main module, whose language level it then has? */
static bool in_module(struct loader *x, const char *dir)
{
    const char *abs = absolute(&x->l->arena, dir);
    size_t n = strlen(x->mod->dir);
    return strncmp(abs, x->mod->dir, n) == 0 && (!abs[n] || abs[n] == '/');
}

/* A directory of user code; path is its import path. */
struct source_package *load_dir(struct loader *x, const char *path, const char *dir, const char *shown_dir)
{
    struct arena *a = &x->l->arena;
    struct source_package *p = load_new_package(x, path, dir);
    if (!x->o->lang && x->mod->lang && in_module(x, dir))
        p->lang = x->mod->lang;
    str_list names = {0};
    size_t ignored = 0;
    load_select(x, dir, false, NULL, &names, &ignored);
    if (!names.n) {
        if (x->stack.n || ignored)
            put_chain(x), strbuf_printf(&x->errors, x->stack.n ? "\n\timports %s: " : "package %s: ", path);
        strbuf_printf(&x->errors, "%s in %s\n", ignored ? "build constraints exclude all Go files" : "no Go files",
                      absolute(a, dir));
    }
    for (size_t i = 0; i < names.n; i++) {
        const char *shown = strcmp(shown_dir, ".") == 0 ? arena_printf(a, "./%s", names.at[i])
                                                         : arena_printf(a, "%s/%s", shown_dir, names.at[i]);
        struct file *f = load_file(x, arena_printf(a, "%s/%s", dir, names.at[i]), shown);
        if (f && f->package && strcmp(f->package, "documentation") == 0)    /* no part of the package, says go/build */
            continue;
        if (f && p->nfiles && f->package && p->name && strcmp(f->package, p->name) != 0) {
            found_packages(x, p->files[0], f, dir);
            break;
        }
        load_add_file(x, p, f);
    }
    vec_free(&names);
    return p->nfiles && !x->errors.n ? p : NULL;
}

/* -- Imports --------------------------------------------------------------------------------------- */
static struct source_package *import_path(struct loader *x, struct source_package *from, const char *path, struct pos pos);

static void add_import(struct loader *x, struct source_package *p, const char *path, struct source_package *dep)
{
    for (int i = 0; i < p->nimports; i++)
        if (strcmp(p->imports[i], path) == 0)
            return;
    struct arena *a = &x->l->arena;
    const char **ni = arena_array(a, const char *, p->nimports + 1);
    if (p->nimports)
        memcpy(ni, p->imports, sizeof *ni * (size_t)p->nimports);
    ni[p->nimports++] = path;
    p->imports = ni;
    if (!dep)
        return;
    struct source_package **nd = arena_array(a, struct source_package *, p->ndeps + 1);
    if (p->ndeps)
        memcpy(nd, p->deps, sizeof *nd * (size_t)p->ndeps);
    nd[p->ndeps++] = dep;
    p->deps = nd;
}

static bool load_imports(struct loader *x, struct source_package *p)
{
    vec_push(&x->stack, p->path);
    size_t before = x->errors.n;
    for (int i = 0; i < p->nfiles; i++)
        for (int k = 0; k < p->files[i]->ndecls && p->files[i]->decls[k]->kind == DECL_IMPORT; k++) {
            struct decl *d = p->files[i]->decls[k];
            const char *path = d->import.path;
            if (!path || strcmp(path, "unsafe") == 0)
                continue;
            struct source_package *dep = import_path(x, p, path, d->pos);
            if (!dep && x->errors.n != before)
                continue;
            if (dep)
                d->import.path = dep->path;
            add_import(x, p, d->import.path, dep);
        }
    x->stack.n--;
    return x->errors.n == before;
}

static void import_cycle(struct loader *x, const char *path)
{
    strbuf_printf(&x->errors, "package %s\n", x->stack.n ? x->stack.at[0] : path);
    for (size_t i = 1; i < x->stack.n; i++)
        strbuf_printf(&x->errors, "\timports %s\n", x->stack.at[i]);
    strbuf_printf(&x->errors, "\timports %s: import cycle not allowed\n", path);
}

static void not_found(struct loader *x, struct pos pos, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
static void not_found(struct loader *x, struct pos pos, const char *fmt, ...)
{
    const char *path;
    uint32_t line, col;
    va_list ap;
    diag_resolve(&x->l->diag, pos, &path, &line, &col);
    if (strncmp(path, "./", 2) == 0)
        path += 2;
    strbuf_printf(&x->errors, "%s:%u:%u: ", path, line, col);
    va_start(ap, fmt);
    strbuf_vprintf(&x->errors, fmt, ap);
    va_end(ap);
    strbuf_putc(&x->errors, '\n');
}

static void internal_import(struct loader *x, struct pos pos, const char *path)
{
    put_chain(x);
    strbuf_puts(&x->errors, "\n\t");
    not_found(x, pos, "use of internal package %s not allowed", path);
}

/* Refuses paths that name no package. */
static bool importable(struct loader *x, const char *path, struct pos pos)
{
    if (*path == 0)
        not_found(x, pos, "invalid import path: \"\"");
    else if (*path == '/')
        not_found(x, pos, "\"%s\" is not a package path; see 'go help packages'", path);
    else if (strcmp(path, "C") == 0)
        not_found(x, pos, "import \"C\": C code is not supported");
    else if (!x->o->testdir && (strncmp(path, "./", 2) == 0 || strncmp(path, "../", 3) == 0))
        not_found(x, pos, "local import \"%s\" in non-local package", path);
    else
        return true;
    return false;
}

/* NULL without a message: the package is compiled already. */
static struct source_package *import_path(struct loader *x, struct source_package *from, const char *path, struct pos pos)
{
    struct arena *a = &x->l->arena;
    const char *full = path, *dir = NULL, *shown = NULL;
    char *why = NULL;
    if (from->is_std && x->o->goroot && strncmp(path, "golang.org/", 11) == 0)
        full = arena_printf(a, "vendor/%s", path);
    else if (!from->is_std && x->o->testdir && path[0] == '.')
        full = testdir_import_path(a, path);
    if (!from->is_std && !importable(x, path, pos))
        return NULL;
    struct source_package **known = (struct source_package **)strmap_find(&x->by_path, full, strlen(full));
    if (known) {
        if (*known == in_progress || contains(&x->stack, full)) {
            import_cycle(x, full);
            return NULL;
        }
        if (x->o->testdir && *known && !testdir_finish(x, *known))
            return NULL;
        return *known;
    }
    struct source_package *p = NULL;
    bool compiled = x->o->have_compiled && x->o->have_compiled(x->o->ctx, full);
    if (compiled && !cover_wants(x->o->cover, full)) {
        if (!from->is_std && !x->o->testdir && !(x->mod->distributed && strncmp(full, "internal/", 9) == 0) &&
            !import_allowed(from->home ? from->home : from->path, full))
            internal_import(x, pos, full);
        return NULL;
    }
    strmap_put(&x->by_path, full, in_progress);
    if (x->o->goroot && (from->is_std || compiled))
        p = load_std_package(x, full);
    else if (module_resolve(x->mod, a, full, &dir, &shown, &why))
        p = import_allowed(from->home ? from->home : from->path, full)
                ? load_dir(x, full, dir, shown)
                : (internal_import(x, pos, full), NULL);
    else
        not_found(x, pos, "%s", why);
    if (p && !p->is_std && p->name && strcmp(p->name, "main") == 0) {
        not_found(x, pos, "import \"%s\" is a program, not an importable package", full);
        p = NULL;
    }
    if (p && !load_finish(x, p))
        p = NULL;
    strmap_put(&x->by_path, full, p);
    return p;
}

bool load_covered(struct loader *x, bool std)
{
    const struct cover_options *o = x->o->cover;
    for (int i = 0; o && i < o->npaths; i++) {
        struct source_package from = {.path = o->paths[i], .home = o->paths[i]};        /* may import what is internal */
        if (std == (x->o->have_compiled && x->o->have_compiled(x->o->ctx, o->paths[i])) &&
            cover_wants(o, o->paths[i]))
            import_path(x, &from, o->paths[i], (struct pos){0});
    }
    return !x->errors.n;
}

/* -- Roots -------------------------------------------------------------------------------------------- */
static void start_loading(struct loader *x, struct load *l, const struct load_options *o)
{
    *x = (struct loader){.l = l, .o = o, .tags = {o->tags, o->ntags}, .mod = arena_new(&l->arena, struct module)};
}

void load_init(struct loader *x, struct load *l, const struct load_options *o)
{
    start_loading(x, l, o);
    diag_init(&l->diag);
}

bool load_end(struct loader *x, bool ok)
{
    x->l->module = x->mod->path;
    if (x->errors.n) {
        x->l->error = arena_strndup(&x->l->arena, x->errors.at, x->errors.n);
        ok = false;
    }
    strbuf_free(&x->errors);
    strmap_free(&x->by_path);
    vec_free(&x->stack);
    for (size_t i = 0; i < x->covered.n; i++) {
        for (size_t k = 0; k < x->covered.at[i]->files.n; k++)
            vec_free(&x->covered.at[i]->files.at[k].blocks);
        vec_free(&x->covered.at[i]->files);
    }
    vec_free(&x->covered);
    return ok;
}

static bool is_go_file(const char *s)
{
    size_t n = strlen(s);
    return strcmp(s, "-") == 0 || (n > 3 && strcmp(s + n - 3, ".go") == 0);
}

/* A group is loaded once, after those it imports. */
static bool testdir_finish(struct loader *x, struct source_package *p)
{
    for (size_t i = 0; i < x->l->packages.n; i++)
        if (x->l->packages.at[i] == p)
            return true;
    return load_finish(x, p);
}

/* -- Test directories (see module.h) ------------------------------------------------------------------ */
const char *testdir_import_path(struct arena *a, const char *path)
{
    const char *base = strrchr(path, '/');
    return arena_printf(a, "test/%s", base ? base + 1 : path);
}

static struct source_package *testdir_load(struct loader *x)
{
    struct arena *a = &x->l->arena;
    str_list names = {0};
    source_list(a, x->o->testdir, ".go", &names);      /* all of them: tests and constraints mean nothing here */
    struct source_package *main = NULL;
    vec(struct source_package *) groups = {0};
    for (size_t i = 0; i < names.n; i++) {
        const char *path = arena_printf(a, "%s/%s", x->o->testdir, names.at[i]);
        struct file *f = load_file(x, path, path);
        struct source_package *p = NULL;
        for (size_t k = 0; k < groups.n && !x->o->single_file_packages; k++)
            if (f && f->package && groups.at[k]->name && strcmp(groups.at[k]->name, f->package) == 0)
                p = groups.at[k];
        if (!p) {
            const char *base = arena_strndup(a, names.at[i], strlen(names.at[i]) - 3);
            bool is_main = f && f->package && strcmp(f->package, "main") == 0;
            p = load_new_package(x, is_main ? "main" : arena_printf(a, "test/%s", base), x->o->testdir);
            vec_push(&groups, p);
            if (is_main)
                main = p;
        }
        load_add_file(x, p, f);
    }
    for (size_t k = 0; k < groups.n; k++)
        if (groups.at[k] != main)
            strmap_put(&x->by_path, groups.at[k]->path, groups.at[k]);
    /* Imports are resolved among the groups, whatever the order of files: first those main needs, in its order. */
    bool ok = !main || load_imports(x, main);
    for (size_t k = 0; k < groups.n && ok; k++) {
        struct source_package *p = groups.at[k];
        ok = p == main || testdir_finish(x, p);
    }
    if (!ok)
        main = NULL;
    if (!main && !x->errors.n)
        strbuf_printf(&x->errors, "no package main in %s\n", x->o->testdir);
    vec_free(&groups);
    vec_free(&names);
    return main;
}

static const char *parent_dir(struct arena *a, const char *path)
{
    const char *slash = strrchr(path, '/');
    return !slash ? "." : slash == path ? "/" : arena_strndup(a, path, (size_t)(slash - path));
}

static struct source_package *load_files(struct loader *x, const char *const *inputs, int n)
{
    struct arena *a = &x->l->arena;
    struct source_package *p = load_new_package(x, "command-line-arguments", parent_dir(a, inputs[0]));
    if (!x->o->lang && x->mod->lang)
        p->lang = x->mod->lang;
    for (int i = 0; i < n; i++) {
        const char *s = inputs[i];
        const char *shown = strcmp(s, "-") == 0 ? "<stdin>" : strchr(s, '/') ? s : arena_printf(a, "./%s", s);
        struct file *f = load_file(x, s, shown);
        if (f && p->nfiles && f->package && p->name && strcmp(f->package, p->name) != 0) {
            found_packages(x, p->files[0], f, ".");
            return NULL;
        }
        load_add_file(x, p, f);
    }
    return p->nfiles == n ? p : NULL;
}

static bool is_dir(const char *s)
{
    struct stat st;
    return stat(s, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool find_module(struct loader *x, const char *dir, char **why)
{
    if (!module_find(x->mod, &x->l->arena, dir, why))
        return false;
    if (x->mod->dir && x->o->distribution) {
        const char *root = absolute(&x->l->arena, x->o->distribution);
        size_t n = strlen(root);
        x->mod->distributed = strncmp(x->mod->dir, root, n) == 0 && x->mod->dir[n] == '/';
    }
    return true;
}

bool load_program(struct load *l, const struct load_options *o, const char *const *inputs, int n)
{
    struct loader x;
    load_init(&x, l, o);
    struct source_package *p = NULL;
    char *why = NULL;
    const char *start = n && !is_go_file(inputs[0]) && is_dir(inputs[0]) ? inputs[0] : ".";
    if (o->testdir) {
        p = testdir_load(&x);
    } else if (!n) {
        strbuf_puts(&x.errors, "virgo: no Go files listed\n");
    } else if (!find_module(&x, start, &why)) {
        strbuf_puts(&x.errors, why);
    } else if (is_go_file(inputs[0])) {
        for (int i = 0; i < n && !x.errors.n; i++)
            if (!is_go_file(inputs[i]))
                strbuf_printf(&x.errors, "named files must all be .go files: %s\n", inputs[i]);
        if (!x.errors.n)
            p = load_files(&x, inputs, n);
    } else if (is_dir(inputs[0])) {
        p = load_dir(&x, module_path_of(x.mod, &l->arena, inputs[0]), inputs[0], inputs[0]);
    } else if (strncmp(inputs[0], "./", 2) == 0 || strncmp(inputs[0], "../", 3) == 0 || inputs[0][0] == '/') {
        if (inputs[0][0] == '.' && inputs[0][1] == '/')
            strbuf_printf(&x.errors, "stat %s/%s: directory not found\n", absolute(&l->arena, "."), inputs[0] + 2);
        else
            strbuf_printf(&x.errors, "stat %s: directory not found\n", inputs[0]);
    } else {
        const char *dir, *shown;
        if (module_resolve(x.mod, &l->arena, inputs[0], &dir, &shown, &why))
            p = load_dir(&x, inputs[0], dir, shown);
        else
            strbuf_printf(&x.errors, "%s\n", why);
    }
    l->main = p;
    return load_end(&x, p && load_finish(&x, p));
}

bool load_import(struct load *l, const struct load_options *o, const char *path)
{
    struct loader x;
    char *why = NULL;
    start_loading(&x, l, o);
    l->error = NULL;
    if (!find_module(&x, ".", &why)) {
        strbuf_puts(&x.errors, why);
        return load_end(&x, false);
    }
    struct source_package root = {.path = x.mod->path ? x.mod->path : "command-line-arguments"};
    import_path(&x, &root, path, (struct pos){0});
    return load_end(&x, x.errors.n == 0);
}

bool load_std(struct load *l, const struct load_options *o, const char *const *paths, int n)
{
    struct loader x;
    load_init(&x, l, o);
    struct source_package root = {.path = "std", .is_std = true};
    bool ok = true;
    for (int i = 0; i < n; i++)
        if (!import_path(&x, &root, paths[i], (struct pos){0}))
            ok = false;
    return load_end(&x, ok);
}

void load_done(struct load *l)
{
    vec_free(&l->packages);
    vec_free(&l->texts);
    diag_done(&l->diag);
    arena_done(&l->arena);
}
