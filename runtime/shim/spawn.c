/* runtime/shim/spawn.c - starting and replacing processes.
 *
 * The child of vfork shares this process's memory until it executes the program: it touches nothing but its own
 * variables and descriptors, and leaves what went wrong in the parent's frame. */
#include "runtime/shim/spawn.h"
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include "runtime/base/fatal.h"
#include "runtime/shim/call.h"

static int64_t check_program(const char *path)
{
    char real[PATH_MAX];
    const char *subject = realpath(path, real) ? real : path;
    return caps_allow(shim_caps(), CAP_RUN, subject) ? 0 : caps_refuse(CAP_RUN, "running", subject);
}

/* In the child: everything up to exec.  fds is scratch for r->nfiles numbers.  Returns errno. */
static int child(const struct spawn_request *r, int *fds, pid_t parent)
{
    struct sigaction dfl = { .sa_handler = SIG_DFL };
    sigset_t none;
    for (int s = 1; s < 65; s++) {
        struct sigaction old;
        if (sigaction(s, NULL, &old) == 0 && (s == SIGPIPE || (old.sa_handler != SIG_IGN && old.sa_handler != SIG_DFL)))
            sigaction(s, &dfl, NULL);
    }
    if ((r->flags & SPAWN_SETSID) && setsid() < 0)
        return errno;
    if ((r->flags & (SPAWN_SETPGID | SPAWN_FOREGROUND)) && setpgid(0, (pid_t)r->pgid) < 0)
        return errno;
    if (r->flags & SPAWN_FOREGROUND) {
        pid_t group = r->pgid ? (pid_t)r->pgid : getpid();
        if (ioctl((int)r->ctty, TIOCSPGRP, &group) < 0)
            return errno;
    }
    if (r->unshareflags && unshare((int)r->unshareflags) < 0)
        return errno;
    if (r->chroot && chroot(r->chroot) < 0)
        return errno;
    if (r->flags & SPAWN_CREDENTIAL) {
        /* Raw calls: glibc's would change every thread of the parent. */
        if (!(r->flags & SPAWN_NOSETGROUPS) && syscall(SYS_setgroups, r->ngroups, r->groups) < 0)
            return errno;
        if (syscall(SYS_setgid, r->gid) < 0 || syscall(SYS_setuid, r->uid) < 0)
            return errno;
    }
    if (r->dir && chdir(r->dir) < 0)
        return errno;
    if (r->deathsig) {
        if (prctl(PR_SET_PDEATHSIG, r->deathsig) < 0)
            return errno;
        if (getppid() != parent)
            raise((int)r->deathsig);
    }
    int next = (int)r->nfiles;
    for (int i = 0; i < r->nfiles; i++)
        if (fds[i] >= next)
            next = fds[i] + 1;
    for (int i = 0; i < r->nfiles; i++)         /* out of the way of lower targets */
        if (fds[i] >= 0 && fds[i] < i && (fds[i] = fcntl(fds[i], F_DUPFD_CLOEXEC, next)) < 0)
            return errno;
    for (int i = 0; i < r->nfiles; i++) {
        if (fds[i] < 0)
            close(i);
        else if (fds[i] == i ? fcntl(i, F_SETFD, 0) < 0 : dup2(fds[i], i) < 0)
            return errno;
    }
    for (int i = (int)r->nfiles; i < 3; i++)
        close(i);
    if ((r->flags & SPAWN_NOCTTY) && ioctl(0, TIOCNOTTY) < 0)
        return errno;
    if ((r->flags & SPAWN_SETCTTY) && ioctl((int)r->ctty, TIOCSCTTY, 1) < 0)
        return errno;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execve(r->path, r->argv, r->envv);
    return errno;
}

int64_t spawn(const struct spawn_request *r)
{
    int64_t e = check_program(r->path);
    if (e)
        return e;
    if (r->cloneflags || r->uidmap || r->gidmap || r->nambient || (r->flags & SPAWN_PTRACE))
        return -ENOSYS;
    if (r->chroot || r->unshareflags || (r->flags & SPAWN_CREDENTIAL)) {
        if (!caps_allow(shim_caps(), CAP_UNSAFE, NULL))
            return caps_refuse(CAP_UNSAFE, "changing a child's identity", NULL);
    }
    int *fds = xcalloc((unsigned long)r->nfiles + 1, sizeof *fds);
    for (int64_t i = 0; i < r->nfiles; i++) {
        fds[i] = (int)r->files[i];
        if (fds[i] >= 0 && !fd_owned(fds[i])) {
            free(fds);
            return -EBADF;
        }
    }
    sigset_t all, old;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    volatile int failed = 0;
    pid_t parent = getpid(), pid = vfork();
    if (pid == 0) {
        failed = child(r, fds, parent);
        _exit(253);
    }
    e = pid < 0 ? -errno : pid;
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    free(fds);
    if (pid > 0 && failed) {
        while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
            ;
        return -failed;
    }
    return e;
}

int64_t sys_execve(struct sys_call *c)
{
    char path[PATH_MAX];
    int64_t e = path_copy(path, c->a[0]);
    if (e || (e = check_program(path)))
        return e;
    sigset_t none, old;
    sigemptyset(&none);
    signal(SIGPIPE, SIG_DFL);
    pthread_sigmask(SIG_SETMASK, &none, &old);
    execve(path, (char **)c->a[1], (char **)c->a[2]);
    e = -errno;
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    signal(SIGPIPE, SIG_IGN);
    return e;
}
