/* runtime/shim/fs.c - files: descriptors with side effects on the table, and everything that takes a name. */
#include "runtime/shim/call.h"
#include <string.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/stat.h>
#include <unistd.h>

/* -- Descriptors ---------------------------------------------------------------------------------------------------- */

int64_t sys_close(struct sys_call *c)
{
    fd_forget((int32_t)c->a[0]);
    return call6(HOST(close), c->a);
}

int64_t sys_dup3(struct sys_call *c)
{
    int to = (int)c->a[1];
    if (!fd_owned(to) && fcntl(to, F_GETFD) >= 0)
        return -EBADF;                  /* one of the VM's own */
    return fd_adopt(call6(HOST(dup3), c->a));
}

int64_t sys_fcntl(struct sys_call *c)
{
    switch (c->a[1]) {
    case F_DUPFD: case F_DUPFD_CLOEXEC:
        return fd_adopt(call6(HOST(fcntl), c->a));
    case F_GETFL: {
        int64_t flags = call6(HOST(fcntl), c->a);
        return flags < 0 ? flags : (int64_t)guest_open_flags((uint64_t)flags);
    }
    case F_SETFL:
        return host_call(HOST(fcntl), c->a[0], c->a[1], host_open_flags(c->a[2]), 0, 0, 0);
    case F_GETFD: case F_SETFD: case F_GETLK: case F_SETLK: case F_SETLKW:
    case F_OFD_GETLK: case F_OFD_SETLK: case F_OFD_SETLKW: case F_GETPIPE_SZ: case F_SETPIPE_SZ:
        return call6(HOST(fcntl), c->a);
    default:
        return -EINVAL;
    }
}

int64_t sys_ioctl(struct sys_call *c)
{
    switch (c->a[1]) {
    case 0x5401: case 0x5402: case 0x5403: case 0x5404:         /* TCGETS, TCSETS, TCSETSW, TCSETSF */
    case 0x540F: case 0x5410: case 0x5413: case 0x5414:         /* TIOC[GS]PGRP, TIOC[GS]WINSZ */
    case 0x541B: case 0x5421:                                   /* FIONREAD, FIONBIO */
        break;
    default:
        if (!caps_allow(shim_caps(), CAP_UNSAFE, NULL))
            return caps_refuse(CAP_UNSAFE, "ioctl", NULL);
    }
    return host_ioctl(c->a[0], c->a[1], c->a[2]);
}

static int64_t adopt_pair(int64_t r, const int32_t *fds)
{
    if (r == 0) {
        fd_adopt(fds[0]);
        fd_adopt(fds[1]);
    }
    return r;
}

int64_t sys_pipe2(struct sys_call *c) { return adopt_pair(call6(HOST(pipe2), c->a), (int32_t *)c->a[0]); }
int64_t sys_socketpair(struct sys_call *c) { return adopt_pair(call6(HOST(socketpair), c->a), (int32_t *)c->a[3]); }

int64_t sys_fstat(struct sys_call *c)
{
    struct stat st;
    if (fstat((int)c->a[0], &st) < 0)
        return -errno;
    host_stat_to_guest(&st, (struct guest_stat *)c->a[1]);
    return 0;
}

/* Writing through a descriptor was checked when it was opened; changing its inode was not. */
static int64_t by_descriptor(struct sys_call *c, int64_t n, bool write)
{
    char link[64], path[PATH_MAX];
    const struct caps *caps = shim_caps();
    enum cap kind = write ? CAP_WRITE : CAP_READ;
    if (!caps_unrestricted(caps, kind)) {
        snprintf(link, sizeof link, "/proc/self/fd/%d", (int)c->a[0]);
        ssize_t len = readlink(link, path, sizeof path - 1);
        if (len < 0)
            return -errno;
        path[len] = 0;
        if (!caps_allow(caps, kind, path))
            return caps_refuse(kind, write ? "writing" : "reading", path);
    }
    return call6(n, c->a);
}

int64_t sys_fchmod(struct sys_call *c) { return by_descriptor(c, HOST(fchmod), true); }
int64_t sys_fchown(struct sys_call *c) { return by_descriptor(c, HOST(fchown), true); }
int64_t sys_fchdir(struct sys_call *c) { return by_descriptor(c, HOST(fchdir), false); }

/* -- Names ------------------------------------------------------------------------------------------------------------ */

int64_t sys_openat(struct sys_call *c)
{
    uint64_t flags = host_open_flags(c->a[2]), mode = flags & O_ACCMODE;
    bool write = mode != O_RDONLY || (flags & (O_CREAT | O_TRUNC | O_APPEND));
    bool read = mode != O_WRONLY;
    struct path_ref p;
    int64_t e = path_get(&p, c->a[0], c->a[1], read, write, !(flags & O_NOFOLLOW));
    if (e)
        return e;
    if (p.resolved)
        flags |= O_NOFOLLOW;
    int64_t r = host_call(HOST(openat), (uint64_t)p.dirfd, (uint64_t)p.name, flags, c->a[3], 0, 0);
    path_put(&p);
    return r;
}

/* A call whose first arguments are (dirfd, path); the rest is passed on. */
static int64_t at(struct sys_call *c, int64_t n, bool read, bool write, bool follow)
{
    struct path_ref p;
    int64_t e = path_get(&p, c->a[0], c->a[1], read, write, follow);
    if (e)
        return e;
    int64_t r = host_call(n, (uint64_t)p.dirfd, (uint64_t)p.name, c->a[2], c->a[3], c->a[4], c->a[5]);
    path_put(&p);
    return r;
}

int64_t sys_mkdirat(struct sys_call *c) { return at(c, HOST(mkdirat), false, true, false); }
int64_t sys_mknodat(struct sys_call *c) { return at(c, HOST(mknodat), false, true, false); }
int64_t sys_unlinkat(struct sys_call *c) { return at(c, HOST(unlinkat), false, true, false); }
int64_t sys_faccessat(struct sys_call *c) { return at(c, HOST(faccessat), true, false, true); }
int64_t sys_fchmodat(struct sys_call *c) { return at(c, HOST(fchmodat), false, true, true); }

/* The guest's executable is the program, not the VM. */
int64_t sys_readlinkat(struct sys_call *c)
{
    const char *path = (const char *)c->a[1], *program = shim_program();
    int64_t n = at(c, HOST(readlinkat), true, false, false);
    if (n < 0 || !program || strcmp(path, "/proc/self/exe") != 0)
        return n;
    size_t len = strlen(program);
    if (len > c->a[3])
        len = c->a[3];
    memcpy((char *)c->a[2], program, len);
    return (int64_t)len;
}

int64_t sys_fchownat(struct sys_call *c)
{
    return at(c, HOST(fchownat), false, true, !(c->a[4] & AT_SYMLINK_NOFOLLOW));
}

int64_t sys_utimensat(struct sys_call *c)
{
    if (!c->a[1])                       /* futimens */
        return fd_owned((int32_t)c->a[0]) ? by_descriptor(c, HOST(utimensat), true) : -EBADF;
    return at(c, HOST(utimensat), false, true, !(c->a[3] & AT_SYMLINK_NOFOLLOW));
}

int64_t sys_fstatat(struct sys_call *c)
{
    struct stat st;
    struct path_ref p;
    if ((c->a[3] & AT_EMPTY_PATH) && c->a[1] && !*(const char *)c->a[1] && fd_owned((int32_t)c->a[0])) {
        if (fstat((int)c->a[0], &st) < 0)
            return -errno;
        host_stat_to_guest(&st, (struct guest_stat *)c->a[2]);
        return 0;
    }
    int64_t e = path_get(&p, c->a[0], c->a[1], true, false, !(c->a[3] & AT_SYMLINK_NOFOLLOW));
    if (e)
        return e;
    int r = fstatat(p.dirfd, p.name, &st, (int)c->a[3] | (p.resolved ? AT_SYMLINK_NOFOLLOW : 0));
    e = r < 0 ? -errno : 0;
    path_put(&p);
    if (r == 0)
        host_stat_to_guest(&st, (struct guest_stat *)c->a[2]);
    return e;
}

int64_t sys_symlinkat(struct sys_call *c)       /* the target is text; following it is checked when it happens */
{
    char target[PATH_MAX];
    struct path_ref p;
    int64_t e = path_copy(target, c->a[0]);
    if (e || (e = path_get(&p, c->a[1], c->a[2], false, true, false)))
        return e;
    e = host_call(HOST(symlinkat), (uint64_t)target, (uint64_t)p.dirfd, (uint64_t)p.name, 0, 0, 0);
    path_put(&p);
    return e;
}

/* Two names: both are written; what is linked is read too, since it can be reached by its new name. */
static int64_t two(struct sys_call *c, int64_t n, bool follow)
{
    struct path_ref p, q;
    int64_t e = path_get(&p, c->a[0], c->a[1], true, true, follow);
    if (e)
        return e;
    e = path_get(&q, c->a[2], c->a[3], false, true, false);
    if (!e) {
        e = host_call(n, (uint64_t)p.dirfd, (uint64_t)p.name, (uint64_t)q.dirfd, (uint64_t)q.name, c->a[4], 0);
        path_put(&q);
    }
    path_put(&p);
    return e;
}

int64_t sys_linkat(struct sys_call *c) { return two(c, HOST(linkat), c->a[4] & AT_SYMLINK_FOLLOW); }
int64_t sys_renameat2(struct sys_call *c) { return two(c, HOST(renameat2), false); }

/* A call whose first argument is a path of the working directory.  The host's call is made on /proc/self/fd. */
static int64_t named(struct sys_call *c, int64_t n, bool write)
{
    struct path_ref p;
    char link[64];
    int64_t e = path_get(&p, (uint64_t)AT_FDCWD, c->a[0], !write, write, true);
    if (e)
        return e;
    uint64_t a[6] = { (uint64_t)p.name, c->a[1], c->a[2], c->a[3], c->a[4], c->a[5] };
    int fd = -1;
    if (p.opened) {
        fd = openat(p.dirfd, p.name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
        if (fd < 0) {
            e = -errno;
            path_put(&p);
            return e;
        }
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        a[0] = (uint64_t)link;
    }
    e = call6(n, a);
    if (fd >= 0)
        close(fd);
    path_put(&p);
    return e;
}

int64_t sys_statfs(struct sys_call *c) { return named(c, HOST(statfs), false); }
int64_t sys_truncate(struct sys_call *c) { return named(c, HOST(truncate), true); }
int64_t sys_chdir(struct sys_call *c) { return named(c, HOST(chdir), false); }
int64_t sys_chroot(struct sys_call *c) { return named(c, HOST(chroot), false); }
int64_t sys_getxattr(struct sys_call *c) { return named(c, HOST(getxattr), false); }
int64_t sys_setxattr(struct sys_call *c) { return named(c, HOST(setxattr), true); }
int64_t sys_listxattr(struct sys_call *c) { return named(c, HOST(listxattr), false); }
int64_t sys_removexattr(struct sys_call *c) { return named(c, HOST(removexattr), true); }

int64_t sys_inotify_add_watch(struct sys_call *c)
{
    struct path_ref p;
    char full[2 * PATH_MAX];
    int64_t e = path_get(&p, (uint64_t)AT_FDCWD, c->a[1], true, false, true);
    if (e)
        return e;
    if (p.opened)
        snprintf(full, sizeof full, "/proc/self/fd/%d/%s", p.dirfd, p.name);
    else
        snprintf(full, sizeof full, "%s", p.name);
    e = host_call(HOST(inotify_add_watch), c->a[0], (uint64_t)full, c->a[2], 0, 0, 0);
    path_put(&p);
    return e;
}

/* -- epoll: the event's layout is the guest's --------------------------------------------------------------------- */

int64_t sys_epoll_ctl(struct sys_call *c)
{
    const struct guest_epoll_event *g = (const void *)c->a[3];
    struct epoll_event ev = {0};
    if (g) {
        ev.events = g->events;
        ev.data.u64 = g->data;
    }
    return epoll_ctl((int)c->a[0], (int)c->a[1], (int)c->a[2], g ? &ev : NULL) < 0 ? -errno : 0;
}

int64_t sys_epoll_pwait(struct sys_call *c)
{
    struct epoll_event ev[256];
    struct guest_epoll_event *g = (void *)c->a[1];
    int n = (int)c->a[2];
    if (n <= 0)
        return -EINVAL;
    n = epoll_wait((int)c->a[0], ev, n < 256 ? n : 256, (int)c->a[3]);
    if (n < 0)
        return -errno;
    for (int i = 0; i < n; i++)
        g[i] = (struct guest_epoll_event){ ev[i].events, 0, ev[i].data.u64 };
    return n;
}
