/* compiler/driver/driver.c - from options to bytes: load, check, build, optimise, emit, package by package.
 *
 * Two products share the pipeline: a program (user packages, std imported from the archive's export data) and the std
 * archive itself (everything from source).  The work runs on a thread of its own with a large stack, because the
 * passes over the tree recurse as deep as the parser's nesting limit allows. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include "compiler/driver/internal.h"
#include "compiler/ir/ir.h"
#include "compiler/types/export.h"
#include "compiler/types/types.h"
#include "runtime/base/fatal.h"
#include "vm/module/write.h"

typedef vec(const char *) vec_str;

enum { COMPILER_STACK = 512 << 20 };

/* -- Imports ------------------------------------------------------------------------- */

static struct check_config import_config(struct compilation *c)
{
    return (struct check_config){.import = compilation_import, .ctx = c, .lang = "go1.19", .is_std = true};
}

static struct package *from_archive(struct compilation *c, const char *path, char **why)
{
    size_t n;
    const uint8_t *data = std_archive_export(&c->archive, path, &n);
    if (!data) {
        *why = arena_printf(&c->load.arena, "package %s is not in this std archive", path);
        return NULL;
    }
    struct check_config cfg = import_config(c);
    struct package *p = import_package(c->u, path, data, n, &cfg, why);
    if (p) {
        p->from_archive = true;
        p->fingerprint = std_archive_fingerprint(&c->archive, path);
        p->is_std = true;
    }
    return p;
}

struct package *compilation_import(void *ctx, const char *path, struct package *importer, char **why)
{
    struct compilation *c = ctx;
    if (strcmp(path, "unsafe") == 0)
        return c->u->unsafe_pkg;
    struct package *p = strmap_get(&c->done, path);
    if (!p && importer && importer->is_std && strncmp(path, "golang.org/", 11) == 0) {
        path = arena_printf(&c->load.arena, "vendor/%s", path);
        p = strmap_get(&c->done, path);
    }
    if (!p) {
        p = from_archive(c, path, why);
        if (p)
            strmap_put(&c->done, p->path, p);
    }
    return p;
}

bool have_compiled(void *ctx, const char *path)
{
    size_t n;
    return std_archive_export(&((struct compilation *)ctx)->archive, path, &n) != NULL;
}

/* -- One package --------------------------------------------------------------------------- */
static bool want_debug(const struct compilation *c, const char *stage, const char **fn)
{
    size_t n = strlen(stage);
    if (!c->debug || strncmp(c->debug, stage, n) != 0 || (c->debug[n] && c->debug[n] != ':'))
        return false;
    *fn = c->debug[n] == ':' ? c->debug + n + 1 : NULL;
    return true;
}

static void print_ir(const struct compilation *c, const char *stage, struct ir_module *m)
{
    const char *fn;
    if (want_debug(c, stage, &fn))
        for (size_t i = 0; i < m->funcs.n; i++)
            if (!fn || strcmp(fn, m->funcs.at[i]->name) == 0)
                ir_print(stderr, m->funcs.at[i]);
}

static int report(struct compilation *c, const struct source_package *sp)
{
    if (sp->under_test)
        fprintf(c->messages, "# %s [%s.test]\n", sp->path, sp->home ? sp->home : sp->path);
    else
        fprintf(c->messages, "# %s\n", sp->path);
    diag_print(&c->load.diag, c->messages);
    return 1;
}

/* The program's root package is "main" in symbols and type names, whatever its import path. */
static const char *symbol_path(const struct source_package *sp)
{
    return strcmp(sp->name, "main") == 0 && !sp->under_test ? "main" : sp->path;
}

/* As in gc, other complaints of the parser do not keep a package from being type-checked. */
static bool has_syntax_errors(const struct diag *d)
{
    for (size_t i = 0; i < d->msgs.n; i++)
        if (strncmp(d->msgs.at[i].text, "syntax error", 12) == 0)
            return true;
    return false;
}

/* What a module compiled against the package relies on: layouts reach through the packages it imports. */
static uint64_t fingerprint(const struct package *p, const struct strbuf *export)
{
    uint64_t h = hash_bytes(export->at, export->n, 0);
    for (int i = 0; i < p->nimports; i++)
        h = hash_bytes(&p->imports[i]->fingerprint, sizeof h, h);
    return h ? h : 1;
}

static uint64_t import_hash(void *ctx, const char *path)
{
    return std_archive_fingerprint(&((struct compilation *)ctx)->archive, path);
}

/* What debug.ReadBuildInfo tells about a program: the EXPORT section of its main package. */
static void put_build_info(const struct compilation *c, struct strbuf *out)
{
    const char *path = c->load.main->path;
    strbuf_printf(out, "path\t%s\n", path);
    if (c->load.module && strcmp(path, "command-line-arguments") != 0)
        strbuf_printf(out, "mod\t%s\t(devel)\t\n", c->load.module);
    strbuf_puts(out, "build\t-compiler=gc\nbuild\tCGO_ENABLED=0\nbuild\tGOARCH=virgo\nbuild\tGOOS=linux\n");
}

bool compile_package(struct compilation *c, struct source_package *sp, bool check_only)
{
    struct check_config cfg = {.import = compilation_import, .ctx = c, .lang = sp->lang, .is_std = sp->is_std,
                               .bodyless = c->bodyless || sp->has_assembly};
    struct package *p = NULL;
    if (sp->name && !has_syntax_errors(&c->load.diag))
        p = check_package(c->u, symbol_path(sp), sp->files, sp->nfiles, &cfg);
    if (!p || diag_count(&c->load.diag) > 0) {
        report(c, sp);
        return false;
    }
    p->is_std = sp->is_std;
    strmap_put(&c->done, sp->path, p);
    if (check_only)
        return true;
    struct ir_module *m = ir_build(c->u, p);
    if (!m || diag_count(&c->load.diag) > 0) {
        report(c, sp);
        return false;
    }
    print_ir(c, "ir", m);
    for (size_t i = 0; i < m->funcs.n; i++)
        opt_run(m->funcs.at[i], c->debug);
    print_ir(c, "opt", m);
    struct strbuf bytes = {0};
    struct strbuf export = {0};
    if (sp->is_std) {
        struct export_source src = {(const char *(*)(void *, const struct file *, size_t *))load_file_text, &c->load};
        export_package_with_source(p, &export, &src);
    }
    if (sp == c->load.main && !sp->is_std)
        put_build_info(c, &export);
    struct emit_options eo = {.export_data = &export, .import_hash = import_hash, .ctx = c};
    if (!c->archive.at)                 /* the archive is being made */
        eo.hash = p->fingerprint = fingerprint(p, &export);
    emit_module(m, &eo, &bytes);
    strbuf_free(&export);
    ir_free(m);
    struct mw_unit unit = {arena_strdup(&c->load.arena, symbol_path(sp)), bytes.at, bytes.n};
    vec_push(&c->units, unit);
    return true;
}

/* Type errors of one package do not hide those of packages that do not import it, as with gc. */
int compile_all(struct compilation *c, bool check_only)
{
    for (size_t i = 0; i < c->load.packages.n; i++)
        if (!compile_package(c, c->load.packages.at[i], check_only))
            return 1;
    return 0;
}

void compilation_init(struct compilation *c, FILE *messages, const char *debug)
{
    *c = (struct compilation){.messages = messages ? messages : stderr, .debug = debug};
}

void compilation_done(struct compilation *c)
{
    for (size_t i = 0; i < c->units.n; i++)
        free((void *)c->units.at[i].at);
    vec_free(&c->units);
    strmap_free(&c->done);
    if (c->u)
        universe_free(c->u);
    load_done(&c->load);
    std_archive_close(&c->archive);
}

int load_failed(struct compilation *c)
{
    fputs(c->load.error ? c->load.error : "virgo: cannot load packages", c->messages);
    return 1;
}

/* -- Programs ------------------------------------------------------------------------------- */
struct job { const struct compile_options *program; const struct std_options *std; struct strbuf *out; int status; };

static bool needs_main(struct compilation *c)
{
    struct package *p = strmap_get(&c->done, c->load.main->path);
    if (strcmp(c->load.main->name, "main") != 0) {
        fprintf(c->messages, "package %s is not a main package\n", c->load.main->path);
        return false;
    }
    struct object *o = p ? scope_lookup(p->scope, "main") : NULL;
    if (!o || o->kind != OBJ_FUNC) {
        fprintf(c->messages, "# %s\nruntime.main_main·f: function main is undeclared in the main package\n",
                c->load.main->path);
        return false;
    }
    return true;
}

static void name_files_by_package(struct load *l)
{
    for (size_t i = 0; i < l->packages.n; i++) {
        const struct source_package *sp = l->packages.at[i];
        bool listed = strcmp(sp->path, "command-line-arguments") == 0;
        for (int k = 0; k < sp->nfiles; k++) {
            const char *shown = sp->files[k]->path, *slash = strrchr(shown, '/');
            const char *base = slash ? slash + 1 : shown;
            diag_set_real(&l->diag, sp->files[k]->index,
                          listed ? base : arena_printf(&l->arena, "%s/%s", sp->path, base));
        }
    }
}

static void program(struct job *j)
{
    const struct compile_options *o = j->program;
    struct compilation c;
    compilation_init(&c, o->messages, o->debug);
    const char *why;
    j->status = 1;
    if (!std_archive_open(&c.archive, o->archive, &why)) {
        fprintf(c.messages, "virgo: std archive %s %s\n", o->archive, why);
        compilation_done(&c);
        return;
    }
    struct load_options lo = {.have_compiled = have_compiled, .ctx = &c, .lang = o->lang, .testdir = o->testdir,
                              .distribution = o->goroot, .real_paths = o->file_names == FILES_ABSOLUTE,
                              .single_file_packages = o->single_file_packages};
    if (!load_program(&c.load, &lo, o->inputs, o->ninputs)) {
        j->status = load_failed(&c);
    } else {
        if (o->file_names == FILES_IN_PACKAGE)
            name_files_by_package(&c.load);
        c.u = universe_new(&c.load.diag);
        c.load.diag.limit = o->all_errors ? -1 : 0;
        c.bodyless = o->testdir != NULL;
        j->status = compile_all(&c, o->check_only);
        if (j->status == 0 && !o->check_only) {
            if (needs_main(&c))
                mw_container(j->out, o->shebang, FMT_CONTAINER_PROGRAM, c.units.at, c.units.n, (uint32_t)c.units.n - 1,
                             std_archive_digest(&c.archive));
            else
                j->status = 1;
        }
    }
    compilation_done(&c);
}

/* -- The std archive --------------------------------------------------------------------------- */
static void read_list(struct compilation *c, const char *path, vec_str *out)
{
    FILE *f = fopen(path, "r");
    if (!f) {
        c->load.error = arena_printf(&c->load.arena, "virgo: cannot read the package list %s\n", path);
        return;
    }
    char line[512];
    while (fgets(line, sizeof line, f)) {
        line[strcspn(line, "#\n")] = 0;
        size_t n = strlen(line);
        while (n && (line[n - 1] == ' ' || line[n - 1] == '\t'))
            line[--n] = 0;
        if (n)
            vec_push(out, arena_strdup(&c->load.arena, line));
    }
    fclose(f);
}

const char *const std_tags[STD_NTAGS] = {"purego", "math_big_pure_go", "netgo", "osusergo"};

static void std(struct job *j)
{
    const struct std_options *o = j->std;
    struct compilation c;
    compilation_init(&c, o->messages, o->debug);
    vec_str list = {0};
    read_list(&c, o->list, &list);
    struct load_options lo = {.goroot = o->goroot, .overlay = o->overlay, .tags = std_tags, .ntags = STD_NTAGS};
    if (c.load.error || !load_std(&c.load, &lo, list.at, (int)list.n)) {
        j->status = load_failed(&c);
    } else {
        c.u = universe_new(&c.load.diag);
        j->status = compile_all(&c, false);
        if (j->status == 0)
            mw_container(j->out, NULL, FMT_CONTAINER_ARCHIVE, c.units.at, c.units.n, 0, 0);
    }
    vec_free(&list);
    compilation_done(&c);
}

void on_large_stack(void *(*work)(void *), void *arg)
{
    pthread_attr_t attr;
    pthread_t t;
    pthread_attr_init(&attr);
    pthread_attr_setstacksize(&attr, COMPILER_STACK);
    int err = pthread_create(&t, &attr, work, arg);
    pthread_attr_destroy(&attr);
    if (err)
        fatal("cannot start the compiler thread: %s", strerror(err));
    pthread_join(t, NULL);
}

static void *run(void *p)
{
    struct job *j = p;
    if (j->program)
        program(j);
    else
        std(j);
    return NULL;
}

int compile_program(const struct compile_options *o, struct strbuf *out)
{
    struct job j = {.program = o, .out = out};
    on_large_stack(run, &j);
    return j.status;
}

int compile_std(const struct std_options *o, struct strbuf *out)
{
    struct job j = {.std = o, .out = out};
    on_large_stack(run, &j);
    return j.status;
}
