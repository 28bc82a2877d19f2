/* runtime/host/linux.c - system calls and layouts of Linux hosts. */
#include "runtime/host/host.h"
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

_Static_assert(sizeof(struct guest_stat) == 128, "the guest's struct stat");
_Static_assert(sizeof(struct guest_epoll_event) == 16, "the guest's struct epoll_event");

int64_t host_call(int64_t n, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f)
{
    long r = syscall(n, a, b, c, d, e, f);
    return r == -1 ? -errno : r;
}

void host_stat_to_guest(const struct stat *s, struct guest_stat *g)
{
    memset(g, 0, sizeof *g);
    g->dev = s->st_dev;
    g->ino = s->st_ino;
    g->mode = s->st_mode;
    g->nlink = (uint32_t)s->st_nlink;
    g->uid = s->st_uid;
    g->gid = s->st_gid;
    g->rdev = s->st_rdev;
    g->size = s->st_size;
    g->blksize = (int32_t)s->st_blksize;
    g->blocks = s->st_blocks;
    g->atime = s->st_atim.tv_sec;
    g->atime_nsec = s->st_atim.tv_nsec;
    g->mtime = s->st_mtim.tv_sec;
    g->mtime_nsec = s->st_mtim.tv_nsec;
    g->ctime = s->st_ctim.tv_sec;
    g->ctime_nsec = s->st_ctim.tv_nsec;
}
