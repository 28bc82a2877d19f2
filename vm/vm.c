/* vm/vm.c - starting a program: load, configure heap and scheduler, run initialisers and main. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "runtime/base/fatal.h"
#include "runtime/heap.h"
#include "runtime/profile/profile.h"
#include "runtime/sched/sched.h"
#include "runtime/shim/shim.h"
#include "vm/configure.h"
#include "vm/engine.h"
#include "vm/module/image.h"
#include "vm/virgo.h"

/* The bottom activation of goroutine 1: s[0] counts the packages initialised; then main.main, then exit. */
static enum rt_result main_body(struct act *c)
{
    struct program *p = sched_program();
    c->call_nargs = 0;
    c->call_nres = 0;
    while (c->s[0] < p->nimages) {
        struct image *im = p->images[c->s[0]++];
        if (im->init_fn) {
            c->call_fn = fn_value(link_def(im, im->init_fn - 1));
            return RT_CALL;
        }
    }
    if (c->s[0]++ == p->nimages) {
        struct fn *f = link_symbol(p, p->main->path, "main");
        if (f == NULL) {
            c->g->throw_msg = "function main is undeclared in the main package";
            return RT_THROW;
        }
        c->call_fn = fn_value(f);
        return RT_CALL;
    }
    sched_exit(0);
}

static struct fn main_fn = { .native = main_body, .flags = FN_RT | FN_LINKED, .name = "runtime.main", .self = &main_fn };

static int int_env(const char *name, int otherwise)
{
    const char *s = getenv(name);
    char *end;
    if (s == NULL || *s == 0)
        return otherwise;
    if (strcmp(s, "off") == 0)
        return -1;
    long v = strtol(s, &end, 10);
    return *end || v < -1 || v > 1 << 20 ? otherwise : (int)v;
}

static bool has_word(const char *list, const char *word)
{
    size_t n = strlen(word);
    for (const char *p = list; p && *p;) {
        size_t k = strcspn(p, ",");
        if (k == n && memcmp(p, word, n) == 0)
            return true;
        p += k;
        p += *p == ',';
    }
    return false;
}

const char *const virgo_grant_names[VIRGO_GRANT_KINDS] = {
    [VIRGO_GRANT_READ] = "read", [VIRGO_GRANT_WRITE] = "write", [VIRGO_GRANT_NET] = "net", [VIRGO_GRANT_ENV] = "env",
    [VIRGO_GRANT_RUN] = "run", [VIRGO_GRANT_UNSAFE] = "unsafe",
};

void vm_start_shim(const struct virgo_options *o)
{
    static const enum cap kinds[VIRGO_GRANT_KINDS] = {
        [VIRGO_GRANT_READ] = CAP_READ, [VIRGO_GRANT_WRITE] = CAP_WRITE, [VIRGO_GRANT_NET] = CAP_NET,
        [VIRGO_GRANT_ENV] = CAP_ENV, [VIRGO_GRANT_RUN] = CAP_RUN, [VIRGO_GRANT_UNSAFE] = CAP_UNSAFE,
    };
    static struct caps caps;
    const struct virgo_grants *g = o->grants;
    caps.everything = g && g->all;
    for (int k = 0; g && k < VIRGO_GRANT_KINDS; k++) {
        if (g->kind[k].any)
            caps_grant(&caps, kinds[k], NULL);
        for (size_t i = 0; i < g->kind[k].n; i++)
            caps_grant(&caps, kinds[k], g->kind[k].items[i]);
    }
    char **argv = xcalloc((unsigned long)o->argc + 2, sizeof *argv);
    argv[0] = (char *)(o->name ? o->name : "");
    for (int i = 0; i < o->argc; i++)
        argv[i + 1] = o->argv[i];
    shim_init(&caps, o->argc + 1, argv, o->env ? (char **)o->env : environ);
}

int vm_configure(const struct virgo_options *o, struct vm_setup *s, char *message, size_t size)
{
    struct mod_fault fault = { 0 };
    const char *stress = o->stress ? o->stress : getenv("VIRGO_STRESS");
    *s = (struct vm_setup){ .heap = { .gc_percent = int_env("GOGC", 100), .stress = has_word(stress, "gc") }, .sched = {
        .engine = &interp_engine, .workers = 1,
        .stress_stack = has_word(stress, "stack"), .stress_preempt = has_word(stress, "preempt"),
    } };
    if (o->archive && (s->archive = archive_open(o->archive, &fault)) == NULL) {
        snprintf(message, size, "%s: %s", o->archive, fault.what);
        return -1;
    }
    if (o->archive_at && (s->archive = archive_at(o->archive_at, o->archive_size, &fault)) == NULL) {
        snprintf(message, size, "%s", fault.what);
        return -1;
    }
    return 0;
}

bool vm_may_be_unsafe(void) { return caps_allow(shim_caps(), CAP_UNSAFE, NULL); }

int virgo_run(const struct virgo_options *o, const uint8_t *image, size_t n, char *message, size_t size)
{
    struct mod_fault fault = { 0 };
    struct program *prog = NULL;
    struct vm_setup setup;
    if (vm_configure(o, &setup, message, size) != 0)
        return -1;
    if (program_open(&prog, image, n, setup.archive, o->library_tests, &fault) != 0) {
        snprintf(message, size, "%s at offset %zu of %s", fault.what, fault.offset, fault.section ? fault.section : "file");
        return -1;
    }
    setup.sched.prog = prog;
    vm_start_shim(o);
    for (uint32_t i = 0; i < prog->nimages; i++)
        if (!prog->images[i]->trusted && prog->images[i]->unsafe_mark && !vm_may_be_unsafe()) {
            snprintf(message, size, VM_UNSAFE_REFUSED, prog->images[i]->path);
            return -1;
        }
    setup.heap.early = !prog->uses_runtime;
    heap_init(&setup.heap);
    sched_init(&setup.sched);
    profile_start(prog);
    return sched_run(fn_value(&main_fn));
}
