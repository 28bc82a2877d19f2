/* compiler/opt/passes.c - the pipeline: which passes run, in which order. */
#include "compiler/opt/passes.h"

#include <stdio.h>
#include <string.h>
#include "runtime/base/fatal.h"

static const struct pass {
    const char *name;
    bool (*fn)(struct ir_func *);
} pipeline[] = {
    {"cfg", opt_cfg},
    {"copyprop", opt_copyprop},
    {"constprop", opt_constprop},
    {"dce", opt_dce},
    {"copyprop2", opt_copyprop},
    {"dce2", opt_dce},
    {"hoist", opt_hoist},
    {"cfg2", opt_cfg},
    {"layout", opt_layout},
};

/* debug: "opt" prints the function after the last pass, "opt=PASS" after that pass, "no:PASS" skips it. */
void opt_run(struct ir_func *f, const char *debug)
{
    if (f->bodyless || f->blocks.n == 0)
        return;
    for (size_t i = 0; i < sizeof pipeline / sizeof pipeline[0]; i++) {
        const struct pass *p = &pipeline[i];
        if (debug && strncmp(debug, "no:", 3) == 0 && strcmp(debug + 3, p->name) == 0)
            continue;
        p->fn(f);
#ifdef VIRGO_CHECK_IR
        char *why = NULL;
        ASSERT(ir_check(f, &why), "after %s in %s: %s", p->name, f->name, why ? why : "?");
#endif
        if (debug && strncmp(debug, "opt=", 4) == 0 && strcmp(debug + 4, p->name) == 0)
            ir_print(stderr, f);
    }
    if (debug && strcmp(debug, "opt") == 0)
        ir_print(stderr, f);
}
