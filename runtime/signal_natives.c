/* runtime/signal_natives.c - os/signal: signals the guest asked for.
 *
 * A handler, which runs on whatever thread of the VM has the signal unblocked, notes the signal in a set and posts a
 * semaphore; signal_recv waits for it as a system call does, so that a program waiting for signals is not deadlocked. */
#include <errno.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include "runtime/g.h"
#include "runtime/natives.h"
#include "runtime/sched/sched.h"

#define NATIVE(name) static enum rt_result name(struct act *c)

static _Atomic uint64_t pending, enabled, ignored;
static sem_t arrived;

__attribute__((constructor)) static void init(void) { sem_init(&arrived, 0, 0); }

static void note(int sig)
{
    int saved = errno;
    if (atomic_load(&enabled) >> (sig - 1) & 1) {
        atomic_fetch_or(&pending, (uint64_t)1 << (sig - 1));
        sem_post(&arrived);
    }
    errno = saved;
}

/* Signals that are the program's to have: not the VM's, the collector's, or libc's. */
static bool is_free(uint32_t sig)
{
    switch (sig) {
    case SIGKILL: case SIGSTOP: case SIGSEGV: case SIGBUS: case SIGFPE: case SIGILL: case SIGABRT: case SIGPWR:
    case SIGXCPU: case 32: case 33:
        return false;
    default:
        return sig >= 1 && sig <= 64;
    }
}

static uint64_t bit_of(uint32_t sig) { return (uint64_t)1 << (sig - 1); }

static void set_handler(uint32_t sig, void (*handler)(int))
{
    struct sigaction a = { .sa_handler = handler, .sa_flags = SA_RESTART | SA_ONSTACK };
    sigfillset(&a.sa_mask);
    sigaction((int)sig, &a, NULL);
}

NATIVE(signal_enable)
{
    uint32_t sig = (uint32_t)c->a[0];
    if (is_free(sig)) {
        atomic_fetch_or(&enabled, bit_of(sig));
        atomic_fetch_and(&ignored, ~bit_of(sig));
        set_handler(sig, note);
    }
    return RT_DONE;
}

NATIVE(signal_disable)
{
    uint32_t sig = (uint32_t)c->a[0];
    if (is_free(sig)) {
        atomic_fetch_and(&enabled, ~bit_of(sig));
        atomic_fetch_and(&ignored, ~bit_of(sig));
        set_handler(sig, sig == SIGPIPE ? SIG_IGN : SIG_DFL);
    }
    return RT_DONE;
}

NATIVE(signal_ignore)
{
    uint32_t sig = (uint32_t)c->a[0];
    if (is_free(sig)) {
        atomic_fetch_and(&enabled, ~bit_of(sig));
        atomic_fetch_or(&ignored, bit_of(sig));
        set_handler(sig, SIG_IGN);
    }
    return RT_DONE;
}

NATIVE(signal_ignored)
{
    uint32_t sig = (uint32_t)c->a[0];
    struct sigaction now;
    c->r[0] = sig >= 1 && sig <= 64 && sig != SIGPIPE && sigaction((int)sig, NULL, &now) == 0
              && now.sa_handler == SIG_IGN;
    if (sig == SIGPIPE)                 /* the VM itself ignores it */
        c->r[0] = atomic_load(&ignored) >> (SIGPIPE - 1) & 1;
    return RT_DONE;
}

NATIVE(signal_recv)
{
    for (;;) {
        uint64_t set = atomic_load(&pending);
        if (set) {
            uint64_t lowest = set & -set;
            if (!(atomic_fetch_and(&pending, ~lowest) & lowest))
                continue;
            c->r[0] = (uint32_t)__builtin_ctzll(lowest) + 1;
            return RT_DONE;
        }
        sched_enter_syscall(c->g);
        while (sem_wait(&arrived) < 0 && errno == EINTR)
            ;
        sched_exit_syscall(c->g);
    }
}

/* os.sigpipe: standard output or error is a closed pipe. */
NATIVE(sigpipe)
{
    if (atomic_load(&ignored) >> (SIGPIPE - 1) & 1)
        return RT_DONE;
    if (atomic_load(&enabled) >> (SIGPIPE - 1) & 1)     /* the handler has seen it */
        return RT_DONE;
    sigset_t one;
    signal(SIGPIPE, SIG_DFL);
    sigemptyset(&one);
    sigaddset(&one, SIGPIPE);
    pthread_sigmask(SIG_UNBLOCK, &one, NULL);
    raise(SIGPIPE);
    sched_exit(2);
}

NATIVE(nothing) { return RT_DONE; }

const struct native_binding natives_signal[] = {
    { "os.sigpipe", sigpipe },
    { "os/signal.signal_disable", signal_disable },
    { "os/signal.signal_enable", signal_enable },
    { "os/signal.signal_ignore", signal_ignore },
    { "os/signal.signal_ignored", signal_ignored },
    { "os/signal.signal_recv", signal_recv },
    { "os/signal.signalWaitUntilIdle", nothing },
    { NULL, NULL },
};
