/* runtime/shim/call.h - shared by the bodies of guest system calls. */
#ifndef VIRGO_SHIM_CALL_H
#define VIRGO_SHIM_CALL_H

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include "runtime/host/host.h"
#include "runtime/shim/shim.h"
#include "syscalls.h"

struct sys_call { struct g *g; const struct sys_row *row; uint64_t a[6]; };

/* -- Descriptors of the guest (fdtable.c) ---------------------------------------------------------------------------- */
bool fd_owned(int64_t fd);
int64_t fd_adopt(int64_t fd);           /* marks fd as the guest's if it is one; returns it */
void fd_forget(int64_t fd);
/* A guest's dirfd argument is its own or AT_FDCWD. */
static inline bool dirfd_ok(int64_t fd) { return fd == AT_FDCWD || fd_owned(fd); }

/* -- Names (path.c) ----------------------------------------------------------------------------------------------------- */
/* A checked name: use name relative to dirfd; resolved: the name is canonical, so its last part is not followed. */
struct path_ref { int dirfd; bool opened, resolved; char name[PATH_MAX]; };
/* Copies the guest's path and checks it for reading, writing or both; 0 or -errno.  follow: its last part, if a link. */
int64_t path_get(struct path_ref *p, uint64_t dirfd, uint64_t path, bool read, bool write, bool follow);
void path_put(struct path_ref *p);
int64_t path_copy(char out[PATH_MAX], uint64_t path);

static inline int64_t call6(int64_t n, const uint64_t *a) { return host_call(n, a[0], a[1], a[2], a[3], a[4], a[5]); }

#endif
