/* runtime/host/host.h - what differs between hosts: system call numbers and layouts.  Only this folder names them.
 *
 * A host is a 64-bit little-endian Linux.  HOST(name) is the host's number of a system call known by its generic name. */
#ifndef VIRGO_HOST_H
#define VIRGO_HOST_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/syscall.h>

#if !defined(__linux__) || !defined(__LP64__) || __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "unsupported host: Virgo runs on 64-bit little-endian Linux (runtime/host/hosts.def)"
#endif

struct stat;

#define HOST(name) SYS_##name
#ifdef SYS_newfstatat
#define HOST_fstatat SYS_newfstatat
#else
#define HOST_fstatat SYS_fstatat
#endif

/* The host's call n: result or -errno. */
int64_t host_call(int64_t n, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f);

/* constants.c: flags and numbers of the guest as the host has them; what is not listed there is the same. */
uint64_t host_open_flags(uint64_t guest);       /* of openat, and of fcntl's F_SETFL */
uint64_t guest_open_flags(uint64_t host);
uint64_t host_map_flags(uint64_t guest);
void host_socket_option(uint64_t *level, uint64_t *name);
/* ioctl with a guest's request; terminal settings at arg have the guest's layout. */
int64_t host_ioctl(uint64_t fd, uint64_t request, uint64_t arg);

/* Guest layouts are linux/riscv64's. */
struct guest_stat {
    uint64_t dev, ino;
    uint32_t mode, nlink, uid, gid;
    uint64_t rdev, pad1;
    int64_t size;
    int32_t blksize, pad2;
    int64_t blocks;
    int64_t atime, atime_nsec, mtime, mtime_nsec, ctime, ctime_nsec;
    uint32_t reserved[2];
};
void host_stat_to_guest(const struct stat *from, struct guest_stat *to);

struct guest_epoll_event { uint32_t events, pad; uint64_t data; };

#endif
