/* compiler/driver/test.c - test programs: the package under test and its tests from source, all else from the archive.
 *
 * The archive's modules refer to a library package by path and name only, so those that import the package under test
 * bind to its replacement when the program is opened and need not be compiled again. */
#include <string.h>
#include "compiler/driver/archive.h"
#include "compiler/driver/internal.h"

struct job {
    const struct test_options *o;
    const struct test_target *t;
    struct strbuf *out;
    enum test_outcome outcome;
};

static enum test_outcome compile_loaded(struct compilation *c, const struct job *j)
{
    c->u = universe_new(&c->load.diag);
    if (compile_all(c, false) != 0)
        return TEST_BUILD_FAILED;
    mw_container(j->out, j->o->shebang, FMT_CONTAINER_PROGRAM, c->units.at, c->units.n, (uint32_t)c->units.n - 1,
                 std_archive_digest(&c->archive));
    return TEST_COMPILED;
}

static struct load_options test_load_options(struct compilation *c, const struct test_options *o,
                                             const struct test_target *t, struct cover_options *cover)
{
    bool std = t->is_std, with_std = std || (o->cover && o->cover->paths);
    if (o->cover) {
        const char *mode = o->cover->mode;
        *cover = (struct cover_options){
            strcmp(mode, "count") == 0 ? COVER_COUNT : strcmp(mode, "atomic") == 0 ? COVER_ATOMIC : COVER_SET,
            o->cover->paths ? o->cover->paths : &t->path, o->cover->paths ? o->cover->npaths : 1, o->cover->where,
        };
    }
    return (struct load_options){
        .have_compiled = have_compiled, .ctx = c, .goroot = with_std ? o->goroot : NULL,
        .overlay = with_std ? o->overlay : NULL, .tags = std ? std_tags : o->tags, .ntags = std ? STD_NTAGS : o->ntags,
        .std_tags = with_std ? std_tags : NULL, .nstd_tags = STD_NTAGS, .lang = o->lang, .real_paths = true,
        .cover = o->cover ? cover : NULL,
    };
}

static enum test_outcome test(const struct job *j)
{
    const struct test_options *o = j->o;
    struct compilation c;
    const char *why;
    compilation_init(&c, o->messages, NULL);
    enum test_outcome outcome = TEST_SETUP_FAILED;
    if (!std_archive_open(&c.archive, o->archive, &why)) {
        fprintf(c.messages, "virgo: std archive %s %s\n", o->archive, why);
        compilation_done(&c);
        return outcome;
    }
    bool none = false;
    struct cover_options cover;
    struct load_options lo = test_load_options(&c, o, j->t, &cover);
    struct test_package p = {j->t->path, j->t->dir, j->t->shown, j->t->is_std};
    if (!load_test(&c.load, &lo, &p, &none)) {
        fprintf(c.messages, "# %s\n", j->t->path);
        load_failed(&c);
    } else {
        outcome = none ? TEST_NO_FILES : compile_loaded(&c, j);
    }
    compilation_done(&c);
    return outcome;
}

static void *run(void *p)
{
    struct job *j = p;
    j->outcome = test(j);
    return NULL;
}

enum test_outcome compile_test(const struct test_options *o, const struct test_target *t, struct strbuf *out)
{
    struct job j = {.o = o, .t = t, .out = out};
    on_large_stack(run, &j);
    return j.outcome;
}

/* -- Packages to be covered ----------------------------------------------------------------------------- */
/* What the tests depend on: import path -> not NULL. */
struct dependencies { struct compilation *c; struct strmap seen; };

static void visit_archive(void *arg, const char *path, size_t n);

static void visit(struct dependencies *d, const char *path)
{
    if (strmap_get(&d->seen, path))
        return;
    strmap_put(&d->seen, path, d);
    std_archive_imports(&d->c->archive, path, visit_archive, d);
}

static void visit_archive(void *arg, const char *path, size_t n)
{
    struct dependencies *d = arg;
    visit(d, arena_strndup(&d->c->load.arena, path, n));
}

struct cover_job {
    const struct test_options *o;
    const struct test_list *tests;
    const char *const *patterns; int n;
    struct test_list *out;
    int status;
};

/* Packages of tests only have nothing to cover. */
static bool has_code(const struct source_package *p)
{
    for (int i = 0; i < p->nfiles; i++) {
        size_t n = strlen(p->files[i]->path);
        if (n < 8 || strcmp(p->files[i]->path + n - 8, "_test.go") != 0)
            return true;
    }
    return false;
}

static bool collect_dependencies(const struct cover_job *j, struct strmap *all)
{
    for (int i = 0; i < j->tests->n; i++) {
        const struct test_target *t = &j->tests->at[i];
        struct compilation c;
        struct cover_options unused;
        struct test_options plain = *j->o;
        const char *why;
        bool none = false;
        plain.cover = NULL;
        compilation_init(&c, j->o->messages, NULL);
        if (!std_archive_open(&c.archive, j->o->archive, &why)) {
            fprintf(c.messages, "virgo: std archive %s %s\n", j->o->archive, why);
            compilation_done(&c);
            return false;
        }
        struct load_options lo = test_load_options(&c, &plain, t, &unused);
        struct test_package p = {t->path, t->dir, t->shown, t->is_std};
        struct dependencies d = {.c = &c};
        if (load_test(&c.load, &lo, &p, &none)) {       /* else it fails again, with a message, when it is its turn */
            for (size_t k = 0; k < c.load.packages.n; k++) {
                const struct source_package *sp = c.load.packages.at[k];
                if (!sp->home && has_code(sp))
                    visit(&d, sp->path);
                for (int m = 0; m < sp->nimports; m++)
                    visit(&d, sp->imports[m]);
            }
        }
        if (none)
            visit(&d, t->path);
        for (int k = 0; k < j->out->n; k++)
            if (strmap_get(&d.seen, j->out->at[k].path))
                strmap_put(all, j->out->at[k].path, &j->out->at[k]);
        strmap_free(&d.seen);
        compilation_done(&c);
    }
    return true;
}

static void select_covered(struct cover_job *j)
{
    struct strmap used = {0};
    struct arena *a = &j->out->arena;
    vec(struct test_target) found = {0};
    vec(int) pattern = {0};
    *j->out = (struct test_list){0};
    for (int i = 0; i < j->n; i++) {
        char *why = NULL;
        test_package_list l = {0};
        if (load_list(a, j->o->goroot, &j->patterns[i], 1, &l, &why))
            for (size_t k = 0; k < l.n; k++) {
                struct test_target t = {l.at[k].path, l.at[k].dir, l.at[k].shown, l.at[k].is_std};
                vec_push(&found, t);
                vec_push(&pattern, i);
            }
        vec_free(&l);
    }
    j->out->at = found.at;
    j->out->n = (int)found.n;
    j->status = collect_dependencies(j, &used) ? 0 : 1;
    struct test_target *kept = arena_array(a, struct test_target, found.n + 1);
    int n = 0;
    for (int i = 0; i < j->n && !j->status; i++) {
        bool matched = false;
        for (size_t k = 0; k < found.n; k++) {
            struct test_target *t = &found.at[k];
            if (pattern.at[k] != i || !strmap_get(&used, t->path))
                continue;
            matched = true;
            bool twice = false;
            for (int m = 0; m < n; m++)
                twice |= strcmp(kept[m].path, t->path) == 0;
            if (!twice)
                kept[n++] = *t;
        }
        if (!matched)
            fprintf(j->o->messages, "warning: no packages being tested depend on matches for pattern %s\n",
                    j->patterns[i]);
    }
    j->out->at = kept;
    j->out->n = n;
    vec_free(&found);
    vec_free(&pattern);
    strmap_free(&used);
}

static void *run_cover(void *p)
{
    select_covered(p);
    return NULL;
}

int cover_packages(const struct test_options *o, const struct test_list *tests, const char *const *patterns, int n,
                   struct test_list *out)
{
    struct cover_job j = {o, tests, patterns, n, out, 0};
    on_large_stack(run_cover, &j);
    return j.status;
}

/* -- Lists ------------------------------------------------------------------------------------------- */
int list_tests(const char *goroot, const char *const *words, int n, struct test_list *out, FILE *messages)
{
    char *why = NULL;
    test_package_list l = {0};
    *out = (struct test_list){0};
    bool ok = load_list(&out->arena, goroot, words, n, &l, &why);
    if (!ok)
        fputs(why, messages);
    out->n = ok ? (int)l.n : 0;
    out->at = arena_array(&out->arena, struct test_target, l.n + 1);
    for (int i = 0; i < out->n; i++)
        out->at[i] = (struct test_target){l.at[i].path, l.at[i].dir, l.at[i].shown, l.at[i].is_std};
    vec_free(&l);
    return ok ? 0 : 1;
}

void test_list_free(struct test_list *l) { arena_done(&l->arena); }
