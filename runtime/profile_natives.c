/* runtime/profile_natives.c - body-less functions of runtime/pprof, runtime/trace, runtime/metrics and the FIPS markers
 * of crypto/internal/boring/sig.
 *
 * Sampling profiles are empty: their readers see the end of the data at once.  Goroutine labels are kept. */
#include <stdlib.h>
#include <string.h>
#include "runtime/g.h"
#include "runtime/natives.h"

#define NATIVE(name) static enum rt_result name(struct act *c)

NATIVE(nothing) { return RT_DONE; }

NATIVE(set_label)
{
    c->g->labels = (void *)c->a[0];
    return RT_DONE;
}

NATIVE(get_label)
{
    c->r[0] = (uint64_t)c->g->labels;
    return RT_DONE;
}

/* () -> (data []uint64, tags []unsafe.Pointer, eof bool) */
NATIVE(read_profile)
{
    c->r[6] = 1;
    return RT_DONE;
}

NATIVE(cycles_per_second)
{
    c->r[0] = 1000000000;       /* profiles count nanoseconds */
    return RT_DONE;
}

/* No call is inlined in guest code: the stack is complete. */
NATIVE(expand_inline_frame)
{
    memcpy(c->r, c->a, 3 * sizeof *c->r);
    return RT_DONE;
}

const struct native_binding natives_profile[] = {
    { "crypto/internal/boring/sig.BoringCrypto", nothing },
    { "crypto/internal/boring/sig.FIPSOnly", nothing },
    { "crypto/internal/boring/sig.StandardCrypto", nothing },
    { "runtime/pprof.runtime_setProfLabel", set_label },
    { "runtime/pprof.runtime_getProfLabel", get_label },
    { "runtime/pprof.readProfile", read_profile },
    { "runtime/pprof.runtime_cyclesPerSecond", cycles_per_second },
    { "runtime/pprof.runtime_expandFinalInlineFrame", expand_inline_frame },
    { "runtime/trace.userTaskCreate", nothing },
    { "runtime/trace.userTaskEnd", nothing },
    { "runtime/trace.userRegion", nothing },
    { "runtime/trace.userLog", nothing },
    { NULL, NULL },
};
