/* runtime/shim/spawn.h - starting a process: the whole of fork, set-up and exec as one native call. */
#ifndef VIRGO_SHIM_SPAWN_H
#define VIRGO_SHIM_SPAWN_H

#include <stdint.h>

/* As syscall.spawnRequest of the overlay. */
struct spawn_request {
    const char *path; char **argv, **envv;
    const char *chroot, *dir;
    const int64_t *files; int64_t nfiles;       /* child's descriptor i is files[i]; -1: closed */
    int64_t flags, ctty, pgid, deathsig, uid, gid;
    const uint32_t *groups; int64_t ngroups;
    uint64_t cloneflags, unshareflags;
    int64_t uidmap, gidmap, ambient, nambient;
};
enum spawn_flag {
    SPAWN_SETSID = 1, SPAWN_SETPGID = 2, SPAWN_SETCTTY = 4, SPAWN_NOCTTY = 8, SPAWN_FOREGROUND = 16, SPAWN_PTRACE = 32,
    SPAWN_CREDENTIAL = 64, SPAWN_NOSETGROUPS = 128
};

/* The child's process number, or -errno of whatever failed up to and including exec. */
int64_t spawn(const struct spawn_request *r);

#endif
