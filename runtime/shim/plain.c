/* runtime/shim/plain.c - calls that mean the same on every host once their descriptors are checked. */
#include "runtime/shim/call.h"
#include "runtime/sched/sched.h"

#define PLAIN(name) int64_t sys_##name(struct sys_call *c) { return call6(HOST(name), c->a); }

PLAIN(read) PLAIN(write) PLAIN(readv) PLAIN(writev) PLAIN(pread64) PLAIN(pwrite64)
PLAIN(lseek) PLAIN(sendfile) PLAIN(splice) PLAIN(copy_file_range) PLAIN(flock) PLAIN(ftruncate) PLAIN(fallocate)
PLAIN(getdents64) PLAIN(fstatfs) PLAIN(fsync) PLAIN(fdatasync) PLAIN(dup) PLAIN(memfd_create)
PLAIN(getcwd) PLAIN(sync)
PLAIN(eventfd2) PLAIN(epoll_create1) PLAIN(pselect6) PLAIN(ppoll) PLAIN(inotify_init1) PLAIN(inotify_rm_watch)
PLAIN(nanosleep) PLAIN(clock_gettime) PLAIN(clock_getres) PLAIN(times) PLAIN(gettimeofday)
PLAIN(waitid) PLAIN(wait4) PLAIN(kill) PLAIN(tgkill) PLAIN(sched_yield) PLAIN(sched_getaffinity)
PLAIN(setpriority) PLAIN(getpriority) PLAIN(setgid) PLAIN(setuid) PLAIN(setregid) PLAIN(setreuid) PLAIN(setresuid)
PLAIN(setresgid) PLAIN(setgroups) PLAIN(setpgid) PLAIN(getpgid) PLAIN(getsid) PLAIN(setsid) PLAIN(getgroups)
PLAIN(getrlimit) PLAIN(setrlimit) PLAIN(getrusage) PLAIN(umask) PLAIN(prctl) PLAIN(getpid) PLAIN(getppid)
PLAIN(getuid) PLAIN(geteuid) PLAIN(getgid) PLAIN(getegid) PLAIN(gettid) PLAIN(sysinfo) PLAIN(getrandom)
PLAIN(uname)
PLAIN(listen) PLAIN(accept) PLAIN(accept4) PLAIN(getsockname) PLAIN(getpeername) PLAIN(recvfrom) PLAIN(shutdown)
PLAIN(socket)
PLAIN(munmap) PLAIN(mprotect) PLAIN(msync) PLAIN(mlock) PLAIN(munlock) PLAIN(madvise)

int64_t sys_exit(struct sys_call *c) { sched_exit((int)c->a[0]); }
int64_t sys_exit_group(struct sys_call *c) { sched_exit((int)c->a[0]); }

static int64_t socket_option(struct sys_call *c, int64_t n)
{
    uint64_t level = c->a[1], name = c->a[2];
    host_socket_option(&level, &name);
    return host_call(n, c->a[0], level, name, c->a[3], c->a[4], 0);
}
int64_t sys_setsockopt(struct sys_call *c) { return socket_option(c, HOST(setsockopt)); }
int64_t sys_getsockopt(struct sys_call *c) { return socket_option(c, HOST(getsockopt)); }

/* Limits of other processes are none of the guest's business; raising its own goes by the host's rules. */
int64_t sys_prlimit64(struct sys_call *c)
{
    if (c->a[0] != 0 && (int64_t)c->a[0] != host_call(HOST(getpid), 0, 0, 0, 0, 0, 0))
        return -EPERM;
    return call6(HOST(prlimit64), c->a);
}

int64_t sys_mmap(struct sys_call *c)
{
    enum { GUEST_PROT_EXEC = 4, GUEST_MAP_FIXED = 0x10, GUEST_MAP_ANONYMOUS = 0x20, GUEST_MAP_FIXED_NOREPLACE = 0x100000 };
    if ((c->a[2] & GUEST_PROT_EXEC) || (c->a[3] & (GUEST_MAP_FIXED | GUEST_MAP_FIXED_NOREPLACE)))
        return -EPERM;
    if (!(c->a[3] & GUEST_MAP_ANONYMOUS) && !fd_owned((int32_t)c->a[4]))
        return -EBADF;
    return host_call(HOST(mmap), c->a[0], c->a[1], c->a[2], host_map_flags(c->a[3]), c->a[4], c->a[5]);
}
