/* runtime/natives.c - finds the C body of a body-less Go function. */
#include "runtime/natives.h"
#include <pthread.h>
#include "runtime/base/hashmap.h"

static struct strmap all;

static void fill(void)
{
    const struct native_binding *const tables[] = {
        natives_bytealg, natives_syscall, natives_signal, natives_alias, natives_reflect, natives_runtime, natives_profile, natives_sched,      /* the last wins */
    };
    for (unsigned i = 0; i < sizeof tables / sizeof *tables; i++)
        for (const struct native_binding *b = tables[i]; b->symbol; b++)
            strmap_put(&all, b->symbol, (void *)b->body);
}

native_fn *native_lookup(const char *symbol)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, fill);
    return (native_fn *)strmap_get(&all, symbol);
}
