/* runtime/syscall_natives.c - body-less functions of syscall and os. */
#include <errno.h>
#include <grp.h>
#include <string.h>
#include <unistd.h>
#include "runtime/equal.h"
#include "runtime/g.h"
#include "runtime/heap.h"
#include "runtime/natives.h"
#include "runtime/sched/sched.h"
#include "runtime/shim/shim.h"
#include "runtime/shim/spawn.h"
#include "runtime/types.h"
#include "syscalls.h"

#define NATIVE(name) static enum rt_result name(struct act *c)

/* A []string of n C strings, which stay where they are. */
static enum rt_result give_strings(struct act *c, char **s, uint64_t n)
{
    struct go_string *list = heap_alloc(c->g, n * sizeof *list, true);
    if (!list)
        return RT_RETRY;
    for (uint64_t i = 0; i < n; i++)
        list[i] = (struct go_string){ s[i], (int64_t)strlen(s[i]) };
    c->r[0] = (uint64_t)list;
    c->r[1] = c->r[2] = n;
    return RT_DONE;
}

NATIVE(runtime_args)
{
    char **argv;
    int n = shim_args(&argv);
    return give_strings(c, argv, (uint64_t)n);
}

NATIVE(runtime_envs)
{
    char **env = shim_env();
    uint64_t n = 0;
    while (env && env[n])
        n++;
    return give_strings(c, env, n);
}

static enum rt_result give_result(struct act *c, int64_t r)
{
    bool failed = r < 0 && r >= -4095;
    c->r[0] = failed ? (uint64_t)-1 : (uint64_t)r;
    c->r[1] = 0;
    c->r[2] = failed ? (uint64_t)-r : 0;
    return RT_DONE;
}

NATIVE(raw_syscall6) { return give_result(c, shim_syscall(c->g, c->a[0], &c->a[1])); }

NATIVE(raw_syscall_no_error)
{
    uint64_t a[6] = { c->a[1], c->a[2], c->a[3] };
    int64_t r = shim_syscall(c->g, c->a[0], a);
    c->r[0] = (uint64_t)r;
    c->r[1] = 0;
    return RT_DONE;
}

/* Changes of identity concern every thread: libc makes them so.  Other calls cannot be made on threads not seen. */
NATIVE(all_threads_syscall)
{
    int r = -1;
    errno = EPERM;
    if (caps_allow(shim_caps(), CAP_UNSAFE, NULL))
        switch (c->a[0]) {
        case GSYS_setgid: r = setgid((gid_t)c->a[1]); break;
        case GSYS_setuid: r = setuid((uid_t)c->a[1]); break;
        case GSYS_setregid: r = setregid((gid_t)c->a[1], (gid_t)c->a[2]); break;
        case GSYS_setreuid: r = setreuid((uid_t)c->a[1], (uid_t)c->a[2]); break;
        case GSYS_setresgid: r = setresgid((gid_t)c->a[1], (gid_t)c->a[2], (gid_t)c->a[3]); break;
        case GSYS_setresuid: r = setresuid((uid_t)c->a[1], (uid_t)c->a[2], (uid_t)c->a[3]); break;
        case GSYS_setgroups: r = setgroups(c->a[1], (const gid_t *)c->a[2]); break;
        }
    return give_result(c, r < 0 ? -errno : r);
}

NATIVE(spawn_process)
{
    sched_enter_syscall(c->g);
    int64_t r = spawn((const struct spawn_request *)c->a[0]);
    sched_exit_syscall(c->g);
    c->r[0] = r < 0 ? 0 : (uint64_t)r;
    c->r[1] = r < 0 ? (uint64_t)-r : 0;
    return RT_DONE;
}

NATIVE(exit_program) { sched_exit((int)c->a[0]); }
NATIVE(page_size) { c->r[0] = (uint64_t)sysconf(_SC_PAGESIZE); return RT_DONE; }
NATIVE(nothing) { return RT_DONE; }
NATIVE(fastrand) { c->r[0] = (uint32_t)random_u64(); return RT_DONE; }

const struct native_binding natives_syscall[] = {
    { "os.runtime_args", runtime_args },
    { "os.runtime_beforeExit", nothing },
    { "os.fastrand", fastrand },
    { "runtime.fastrand", fastrand },
    { "syscall.runtime_envs", runtime_envs },
    { "syscall.RawSyscall6", raw_syscall6 },
    { "syscall.rawSyscallNoError", raw_syscall_no_error },
    { "syscall.runtime_doAllThreadsSyscall", all_threads_syscall },
    { "syscall.spawn", spawn_process },
    { "syscall.Exit", exit_program },
    { "syscall.Getpagesize", page_size },
    { "syscall.runtime_entersyscall", nothing },        /* the shim itself leaves the worker when a call may block */
    { "syscall.runtime_exitsyscall", nothing },
    { "syscall.setenv_c", nothing },
    { "syscall.unsetenv_c", nothing },
    { "syscall.runtime_BeforeFork", nothing },
    { "syscall.runtime_AfterFork", nothing },
    { "syscall.runtime_AfterForkInChild", nothing },
    { "syscall.runtime_BeforeExec", nothing },
    { "syscall.runtime_AfterExec", nothing },
    { NULL, NULL },
};
