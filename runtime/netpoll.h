/* runtime/netpoll.h - readiness of file descriptors, for internal/poll: one epoll instance, one thread that waits. */
#ifndef VIRGO_RUNTIME_NETPOLL_H
#define VIRGO_RUNTIME_NETPOLL_H

#include <stdbool.h>
#include "runtime/act.h"

struct poll_desc;
enum poll_error { POLL_OK, POLL_CLOSING, POLL_TIMEOUT, POLL_NOT_POLLABLE };

struct poll_desc *poll_open(int fd, int *err);
void poll_close(struct poll_desc *pd);
enum poll_error poll_reset(struct poll_desc *pd, int mode);     /* mode 'r' or 'w' */
/* Body of an activation: sleeps until ready; r[0] gets the poll_error. */
enum rt_result poll_wait(struct act *c, struct poll_desc *pd, int mode);
/* ns: from now, negative: past, 0: none; mode 'r', 'w' or their sum. */
void poll_set_deadline(struct poll_desc *pd, int64_t ns, int mode);
void poll_abandon(struct g *g);         /* g no longer waits (sched_interrupt) */
void poll_unblock(struct poll_desc *pd);
bool poll_is_own(int fd);

#endif
