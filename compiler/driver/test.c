/* compiler/driver/test.c - test programs: the package under test and its tests from source, all else from the archive.
 *
 * The archive's modules refer to a library package by path and name only, so those that import the package under test
 * bind to its replacement when the program is opened and need not be compiled again. */
#include <string.h>
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
    bool std = j->t->is_std, none = false;
    struct load_options lo = {
        .have_compiled = have_compiled, .ctx = &c, .goroot = std ? o->goroot : NULL, .overlay = std ? o->overlay : NULL,
        .tags = std ? std_tags : o->tags, .ntags = std ? STD_NTAGS : o->ntags, .lang = o->lang, .real_paths = true,
    };
    struct test_package p = {j->t->path, j->t->dir, j->t->shown, std};
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
