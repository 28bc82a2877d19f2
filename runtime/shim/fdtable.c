/* runtime/shim/fdtable.c - which of the process's descriptors the guest owns.  Numbers are the host's. */
#include <stdatomic.h>
#include "runtime/shim/call.h"

#define FD_MAX (1 << 20)
static _Atomic uint8_t owned[FD_MAX];

__attribute__((constructor)) static void standard_descriptors(void)
{
    owned[0] = owned[1] = owned[2] = 1;
}

bool fd_owned(int64_t fd) { return (uint64_t)fd < FD_MAX && owned[fd]; }

int64_t fd_adopt(int64_t fd)
{
    if ((uint64_t)fd < FD_MAX)
        owned[fd] = 1;
    return fd;
}

void fd_forget(int64_t fd)
{
    if ((uint64_t)fd < FD_MAX)
        owned[fd] = 0;
}
