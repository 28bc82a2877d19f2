/* runtime/natives.h - tables of body-less Go functions bound to C (struct native_binding, runtime/act.h).
 *
 * Each table ends with a row whose symbol is NULL.  native_lookup searches them all. */
#ifndef VIRGO_RUNTIME_NATIVES_H
#define VIRGO_RUNTIME_NATIVES_H

#include "runtime/act.h"

extern const struct native_binding natives_sched[];     /* runtime/sched/natives_sched.c: sync, time, atomics, poll */
extern const struct native_binding natives_runtime[];   /* runtime_natives.c: runtime, runtime/debug, hash/maphash */
extern const struct native_binding natives_reflect[];   /* reflect_natives.c: reflect, internal/reflectlite */
extern const struct native_binding natives_syscall[];   /* syscall_natives.c: syscall, os */
extern const struct native_binding natives_signal[];    /* signal_natives.c: os/signal */
extern const struct native_binding natives_bytealg[];   /* bytealg_natives.c: internal/bytealg, math */
extern const struct native_binding natives_profile[];   /* profile/profile_natives.c: runtime/pprof, runtime/trace */
extern const struct native_binding natives_alias[];     /* alias_natives.c: //go:linkname between packages */

/* Body of "pkg/path.Name", NULL if there is none. */
native_fn *native_lookup(const char *symbol);

#endif
