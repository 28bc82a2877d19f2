/* runtime/host/constants.c - constants that differ between hosts; the guest's are linux/riscv64's, the generic ones. */
#include "runtime/host/host.h"
#include <fcntl.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <asm/termbits.h>

struct pair { uint64_t guest, host; };

/* glibc calls it 0 where files are always large; the kernel reports it all the same. */
#if defined(__aarch64__)
enum { LARGEFILE = 0400000 };
#elif defined(__powerpc64__)
enum { LARGEFILE = 0200000 };
#else
enum { LARGEFILE = 0100000 };
#endif

static const struct pair open_flags[] = {
    {0200000, O_DIRECTORY}, {0400000, O_NOFOLLOW}, {040000, O_DIRECT}, {0100000, LARGEFILE},
};
static const struct pair map_flags[] = {
    {0x0100, MAP_GROWSDOWN}, {0x2000, MAP_LOCKED}, {0x4000, MAP_NORESERVE},
};
static const struct pair socket_options[] = {
    {16, SO_PASSCRED}, {17, SO_PEERCRED}, {18, SO_RCVLOWAT}, {19, SO_SNDLOWAT}, {20, SO_RCVTIMEO}, {21, SO_SNDTIMEO},
};
static const struct pair requests[] = {
    {0x5401, TCGETS}, {0x5402, TCSETS}, {0x5403, TCSETSW}, {0x5404, TCSETSF}, {0x540f, TIOCGPGRP}, {0x5410, TIOCSPGRP},
    {0x5413, TIOCGWINSZ}, {0x5414, TIOCSWINSZ}, {0x541b, FIONREAD}, {0x5421, FIONBIO},
};
#define COUNT(table) (sizeof table / sizeof *table)

static uint64_t bits(const struct pair *p, size_t n, uint64_t v, bool to_host)
{
    uint64_t known = 0, out = 0;
    for (size_t i = 0; i < n; i++) {
        uint64_t from = to_host ? p[i].guest : p[i].host, to = to_host ? p[i].host : p[i].guest;
        known |= from;
        if ((v & from) == from)
            out |= to;
    }
    return (v & ~known) | out;
}

static uint64_t value(const struct pair *p, size_t n, uint64_t v)
{
    for (size_t i = 0; i < n; i++)
        if (p[i].guest == v)
            return p[i].host;
    return v;
}

uint64_t host_open_flags(uint64_t guest) { return bits(open_flags, COUNT(open_flags), guest, true); }
uint64_t guest_open_flags(uint64_t host) { return bits(open_flags, COUNT(open_flags), host, false); }
uint64_t host_map_flags(uint64_t guest) { return bits(map_flags, COUNT(map_flags), guest, true); }

void host_socket_option(uint64_t *level, uint64_t *name)
{
    if (*level == 1) {                  /* the guest's SOL_SOCKET */
        *level = SOL_SOCKET;
        *name = value(socket_options, COUNT(socket_options), *name);
    }
}

/* -- Terminals ----------------------------------------------------------------------------------------------------- */
#ifndef __powerpc64__

int64_t host_ioctl(uint64_t fd, uint64_t request, uint64_t arg)
{
    return host_call(HOST(ioctl), fd, value(requests, COUNT(requests), request), arg, 0, 0, 0);
}

#else

struct guest_termios { uint32_t iflag, oflag, cflag, lflag; uint8_t line, cc[19]; };

static const struct pair input[] = { {0x200, IUCLC}, {0x400, IXON}, {0x1000, IXOFF} };
static const struct pair output[] = { {2, OLCUC}, {4, ONLCR} };
static const struct pair control[] = {
    {0x10, CS6}, {0x20, CS7}, {0x40, CSTOPB}, {0x80, CREAD}, {0x100, PARENB}, {0x200, PARODD}, {0x400, HUPCL}, {0x800, CLOCAL},
};
static const struct pair local[] = {
    {1, ISIG}, {2, ICANON}, {4, XCASE}, {8, ECHO}, {0x10, ECHOE}, {0x20, ECHOK}, {0x40, ECHONL}, {0x80, NOFLSH},
    {0x100, TOSTOP}, {0x200, ECHOCTL}, {0x400, ECHOPRT}, {0x800, ECHOKE}, {0x1000, FLUSHO}, {0x4000, PENDIN},
    {0x8000, IEXTEN}, {0x10000, EXTPROC},
};
/* The guest's index of each control character. */
static const struct { uint8_t guest, host; } characters[] = {
    {0, VINTR}, {1, VQUIT}, {2, VERASE}, {3, VKILL}, {4, VEOF}, {5, VTIME}, {6, VMIN}, {7, VSWTC}, {8, VSTART}, {9, VSTOP},
    {10, VSUSP}, {11, VEOL}, {12, VREPRINT}, {13, VDISCARD}, {14, VWERASE}, {15, VLNEXT}, {16, VEOL2},
};
enum { GUEST_SPEED = 0x100f, GUEST_EXTRA_SPEED = 0x1000, HOST_SPEED = CBAUD };

/* Speeds are numbered alike up to 38400; from there the guest counts from 0x1001 and this host goes on. */
static uint32_t speed(uint32_t v, bool to_host)
{
    if (to_host)
        return v & GUEST_EXTRA_SPEED ? 15 + (v & 15) : v;
    return v > 15 ? GUEST_EXTRA_SPEED | (v - 15) : v;
}

static void termios_to_host(const struct guest_termios *g, struct termios *h)
{
    h->c_iflag = (tcflag_t)bits(input, COUNT(input), g->iflag, true);
    h->c_oflag = (tcflag_t)bits(output, COUNT(output), g->oflag, true);
    h->c_cflag = (tcflag_t)(bits(control, COUNT(control), g->cflag & ~(uint32_t)GUEST_SPEED, true) |
                            speed(g->cflag & GUEST_SPEED, true));
    h->c_lflag = (tcflag_t)bits(local, COUNT(local), g->lflag, true);
    h->c_line = g->line;
    for (size_t i = 0; i < COUNT(characters); i++)
        h->c_cc[characters[i].host] = g->cc[characters[i].guest];
}

static void termios_to_guest(const struct termios *h, struct guest_termios *g)
{
    *g = (struct guest_termios){0};
    g->iflag = (uint32_t)bits(input, COUNT(input), h->c_iflag, false);
    g->oflag = (uint32_t)bits(output, COUNT(output), h->c_oflag, false);
    g->cflag = (uint32_t)bits(control, COUNT(control), h->c_cflag & ~(tcflag_t)HOST_SPEED, false) |
               speed(h->c_cflag & HOST_SPEED, false);
    g->lflag = (uint32_t)bits(local, COUNT(local), h->c_lflag, false);
    g->line = h->c_line;
    for (size_t i = 0; i < COUNT(characters); i++)
        g->cc[characters[i].guest] = h->c_cc[characters[i].host];
}

int64_t host_ioctl(uint64_t fd, uint64_t request, uint64_t arg)
{
    uint64_t n = value(requests, COUNT(requests), request);
    struct termios t = {0};
    if (request == 0x5401) {
        int64_t r = host_call(HOST(ioctl), fd, n, (uint64_t)&t, 0, 0, 0);
        if (r == 0)
            termios_to_guest(&t, (struct guest_termios *)arg);
        return r;
    }
    if (request >= 0x5402 && request <= 0x5404) {
        int64_t r = host_call(HOST(ioctl), fd, value(requests, COUNT(requests), 0x5401), (uint64_t)&t, 0, 0, 0);
        if (r)
            return r;
        termios_to_host((const struct guest_termios *)arg, &t);
        arg = (uint64_t)&t;
    }
    return host_call(HOST(ioctl), fd, n, arg, 0, 0, 0);
}

#endif
