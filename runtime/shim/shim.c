/* runtime/shim/shim.c - dispatch of guest system calls (generated table from isa-spec/syscalls.abi). */
#define SYSCALL_TABLE
#include "runtime/shim/call.h"
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include "runtime/base/fatal.h"
#include "runtime/sched/sched.h"

static struct { const struct caps *caps; int argc; char **argv, **env, *program; } shim;
static const struct caps no_caps;

static bool env_allowed(const char *entry)
{
    const char *eq = strchr(entry, '=');
    size_t n = eq ? (size_t)(eq - entry) : strlen(entry);
    char *name = xmalloc(n + 1);
    memcpy(name, entry, n);
    name[n] = 0;
    bool ok = caps_allow(shim_caps(), CAP_ENV, name);
    free(name);
    return ok;
}

/* Descriptors the user's shell handed over; the VM's own are close-on-exec.  One poll() tells which are open at all. */
static void adopt_inherited(void)
{
    enum { FIRST = 3, LAST = 1024 };
    struct pollfd p[LAST - FIRST];
    for (int i = 0; i < LAST - FIRST; i++)
        p[i] = (struct pollfd){ .fd = FIRST + i };
    bool known = poll(p, LAST - FIRST, 0) >= 0;         /* not if the limit of open files is lower */
    for (int i = 0; i < LAST - FIRST; i++) {
        if (known && p[i].revents & POLLNVAL)
            continue;
        int flags = fcntl(p[i].fd, F_GETFD);
        if (flags >= 0 && !(flags & FD_CLOEXEC))
            fd_adopt(p[i].fd);
    }
}

void shim_init(const struct caps *caps, int argc, char **argv, char **env)
{
    size_t n = 0, k = 0;
    shim.caps = caps;
    shim.argc = argc;
    shim.argv = argv;
    if (argc > 0 && strchr(argv[0], '/') && access(argv[0], X_OK) == 0)
        shim.program = realpath(argv[0], NULL);
    while (env[n])
        n++;
    shim.env = xcalloc(n + 1, sizeof *env);
    for (size_t i = 0; i < n; i++)
        if (env_allowed(env[i]))
            shim.env[k++] = env[i];
    if (caps->everything)
        adopt_inherited();
    signal(SIGPIPE, SIG_IGN);           /* writes to closed pipes give EPIPE; os decides what follows */
}

const struct caps *shim_caps(void) { return shim.caps ? shim.caps : &no_caps; }
int shim_args(char ***argv) { *argv = shim.argv; return shim.argc; }
const char *shim_program(void) { return shim.program; }
char **shim_env(void) { return shim.env; }

const char *shim_getenv(const char *name, size_t n)
{
    for (char **e = shim.env; e && *e; e++)
        if (strncmp(*e, name, n) == 0 && (*e)[n] == '=')
            return *e + n + 1;
    return NULL;
}

static const struct sys_row *find_row(uint64_t nr)
{
    int lo = 0, hi = SYS_ROWS - 1;
    while (lo <= hi) {
        int mid = (lo + hi) / 2;
        if (sys_rows[mid].number == nr)
            return &sys_rows[mid];
        if (sys_rows[mid].number < nr)
            lo = mid + 1;
        else
            hi = mid - 1;
    }
    return NULL;
}

/* Calls during which the thread gives its worker away. */
static bool may_block(uint64_t nr)
{
    switch (nr) {
    case GSYS_read: case GSYS_write: case GSYS_readv: case GSYS_writev: case GSYS_pread64: case GSYS_pwrite64:
    case GSYS_sendfile: case GSYS_splice: case GSYS_copy_file_range: case GSYS_fcntl: case GSYS_ioctl: case GSYS_flock:
    case GSYS_fsync: case GSYS_fdatasync: case GSYS_sync: case GSYS_openat: case GSYS_getdents64:
    case GSYS_epoll_pwait: case GSYS_pselect6: case GSYS_ppoll: case GSYS_nanosleep: case GSYS_waitid: case GSYS_wait4:
    case GSYS_accept: case GSYS_accept4: case GSYS_connect: case GSYS_sendto: case GSYS_recvfrom: case GSYS_sendmsg:
    case GSYS_recvmsg: case GSYS_getrandom:
        return true;
    default:
        return false;
    }
}

/* Descriptor arguments and the capabilities that need no look at the arguments. */
static int64_t check(const struct sys_call *c)
{
    for (unsigned i = 0; i < c->row->nargs; i++) {
        const struct sys_arg *arg = &c->row->args[i];
        int64_t fd = (int32_t)c->a[i];
        if (arg->dir != SYSDIR_VALUE)
            continue;
        if ((arg->type == SYSTY_FD && !fd_owned(fd)) || (arg->type == SYSTY_DIRFD && !dirfd_ok(fd)))
            return -EBADF;
    }
    const struct caps *caps = shim_caps();
    switch (c->row->cap) {
    case SYSCAP_NET:
        return caps_allow(caps, CAP_NET, NULL) ? 0 : caps_refuse(CAP_NET, "network access", NULL);
    case SYSCAP_ENV:
        return caps_allow(caps, CAP_ENV, NULL) ? 0 : caps_refuse(CAP_ENV, "host identity", NULL);
    case SYSCAP_RUN:
        if (c->row->number == GSYS_kill && (int64_t)c->a[0] == host_call(HOST(getpid), 0, 0, 0, 0, 0, 0))
            return 0;
        if (c->row->number == GSYS_tgkill && (int64_t)c->a[0] == host_call(HOST(getpid), 0, 0, 0, 0, 0, 0))
            return 0;
        return caps_allow(caps, CAP_RUN, NULL) ? 0 : caps_refuse(CAP_RUN, "process control", NULL);
    case SYSCAP_UNSAFE:
        return caps_allow(caps, CAP_UNSAFE, NULL) ? 0 : caps_refuse(CAP_UNSAFE, c->row->name, NULL);
    default:
        return 0;
    }
}

int64_t shim_syscall(struct g *g, uint64_t nr, const uint64_t a[6])
{
    struct sys_call c = { g, find_row(nr), { a[0], a[1], a[2], a[3], a[4], a[5] } };
    if (!c.row)
        return -ENOSYS;
    int64_t r = check(&c);
    if (r)
        return r;
    bool leave = g && may_block(nr);
    if (leave)
        sched_enter_syscall(g);
    do
        r = c.row->body(&c);
    while (r == -EINTR && c.row->restart && !(g && g->interrupt));
    if (leave)
        sched_exit_syscall(g);
    if (c.row->ret == SYSTY_FD)
        fd_adopt(r);
    return r;
}
