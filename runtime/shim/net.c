/* runtime/shim/net.c - sockets: addresses are copied and checked, passed descriptors belong to the guest. */
#include "runtime/shim/call.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

union address { struct sockaddr any; struct sockaddr_in in; struct sockaddr_in6 in6; struct sockaddr_un un; char bytes[256]; };

/* May the guest use this address? */
static int64_t check_address(const union address *a, uint64_t size)
{
    const struct caps *caps = shim_caps();
    char host[INET6_ADDRSTRLEN], subject[300];
    if (caps_unrestricted(caps, CAP_NET))
        return 0;
    if (size < sizeof a->any.sa_family)
        return -EINVAL;
    switch (a->any.sa_family) {
    case AF_UNSPEC:
        return 0;
    case AF_INET:
        if (size < sizeof a->in)
            return -EINVAL;
        inet_ntop(AF_INET, &a->in.sin_addr, host, sizeof host);
        snprintf(subject, sizeof subject, "%s:%d", host, ntohs(a->in.sin_port));
        break;
    case AF_INET6:
        if (size < 24)
            return -EINVAL;
        inet_ntop(AF_INET6, &a->in6.sin6_addr, host, sizeof host);
        snprintf(subject, sizeof subject, "[%s]:%d", host, ntohs(a->in6.sin6_port));
        break;
    case AF_UNIX:
        snprintf(subject, sizeof subject, "unix:%.*s", (int)(size - sizeof a->any.sa_family), a->un.sun_path);
        break;
    default:
        snprintf(subject, sizeof subject, "family %d", a->any.sa_family);
    }
    return caps_allow(caps, CAP_NET, subject) ? 0 : caps_refuse(CAP_NET, "connecting to", subject);
}

/* Copies the guest's address and checks the copy. */
static int64_t get_address(union address *a, uint64_t from, uint64_t size)
{
    memset(a, 0, sizeof *a);
    if (size > sizeof a->bytes - 1)
        return -EINVAL;
    if (size)
        memcpy(a, (const void *)from, size);
    return check_address(a, size);
}

static int64_t with_address(struct sys_call *c, int64_t n)
{
    union address a;
    int64_t e = get_address(&a, c->a[1], c->a[2]);
    return e ? e : host_call(n, c->a[0], (uint64_t)&a, c->a[2], 0, 0, 0);
}

int64_t sys_connect(struct sys_call *c) { return with_address(c, HOST(connect)); }
int64_t sys_bind(struct sys_call *c) { return with_address(c, HOST(bind)); }

int64_t sys_sendto(struct sys_call *c)
{
    union address a;
    int64_t e = c->a[4] ? get_address(&a, c->a[4], c->a[5]) : 0;
    if (e)
        return e;
    return host_call(HOST(sendto), c->a[0], c->a[1], c->a[2], c->a[3], c->a[4] ? (uint64_t)&a : 0, c->a[5]);
}

int64_t sys_sendmsg(struct sys_call *c)
{
    struct msghdr m = *(const struct msghdr *)c->a[1];
    union address a;
    char control[4096] __attribute__((aligned(8)));
    if (m.msg_name) {
        int64_t e = get_address(&a, (uint64_t)m.msg_name, m.msg_namelen);
        if (e)
            return e;
        m.msg_name = &a;
    }
    if (m.msg_controllen) {
        if (m.msg_controllen > sizeof control)
            return -EINVAL;
        memcpy(control, m.msg_control, m.msg_controllen);
        m.msg_control = control;
        for (struct cmsghdr *h = CMSG_FIRSTHDR(&m); h; h = CMSG_NXTHDR(&m, h)) {
            if (h->cmsg_level != SOL_SOCKET || h->cmsg_type != SCM_RIGHTS || h->cmsg_len < CMSG_LEN(0))
                continue;
            for (size_t i = 0; i < (h->cmsg_len - CMSG_LEN(0)) / sizeof(int); i++)
                if (!fd_owned(((int *)CMSG_DATA(h))[i]))
                    return -EBADF;
        }
    }
    return host_call(HOST(sendmsg), c->a[0], (uint64_t)&m, c->a[2], 0, 0, 0);
}

int64_t sys_recvmsg(struct sys_call *c)
{
    struct msghdr *m = (struct msghdr *)c->a[1];
    int64_t r = call6(HOST(recvmsg), c->a);
    if (r < 0)
        return r;
    for (struct cmsghdr *h = CMSG_FIRSTHDR(m); h; h = CMSG_NXTHDR(m, h))
        if (h->cmsg_level == SOL_SOCKET && h->cmsg_type == SCM_RIGHTS && h->cmsg_len >= CMSG_LEN(0))
            for (size_t i = 0; i < (h->cmsg_len - CMSG_LEN(0)) / sizeof(int); i++)
                fd_adopt(((int *)CMSG_DATA(h))[i]);
    return r;
}
