/* runtime/profile/profile_natives.c - body-less functions of runtime/pprof, runtime/trace, runtime/metrics and the FIPS markers
 * of crypto/internal/boring/sig. */
#include <stdlib.h>
#include <string.h>
#include "runtime/g.h"
#include "runtime/natives.h"
#include "runtime/profile/natives.h"

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
    { "runtime/pprof.readProfile", profile_read_cpu },
    { "runtime.SetCPUProfileRate", profile_set_cpu_rate },
    { "runtime.MemProfile", profile_mem_profile },
    { "runtime.BlockProfile", profile_block_profile },
    { "runtime.MutexProfile", profile_mutex_profile },
    { "runtime.SetBlockProfileRate", profile_set_block_rate },
    { "runtime/pprof.blockevent", profile_block_event },
    { "runtime.SetMutexProfileFraction", profile_set_mutex_rate },
    { "runtime.goroutineProfile", profile_goroutines },
    { "runtime/pprof.runtime_goroutineProfileWithLabels", profile_goroutines },
    { "runtime.ThreadCreateProfile", profile_threads },
    { "runtime.ReadMemStats", profile_read_mem_stats },
    { "runtime.metricNumbers", profile_metric_numbers },
    { "runtime/debug.readGCStats", profile_read_gc_stats },
    { "runtime/debug.WriteHeapDump", profile_write_heap_dump },
    { "runtime/pprof.runtime_cyclesPerSecond", cycles_per_second },
    { "runtime/pprof.runtime_expandFinalInlineFrame", expand_inline_frame },
    { "runtime/trace.userTaskCreate", profile_task_create },
    { "runtime/trace.userTaskEnd", profile_task_end },
    { "runtime/trace.userRegion", profile_region },
    { "runtime/trace.userLog", profile_log },
    { "runtime.traceStart", profile_trace_start },
    { "runtime.traceStop", profile_trace_stop },
    { "runtime.traceRead", profile_trace_read },
    { "runtime.traceActive", profile_trace_active },
    { NULL, NULL },
};
