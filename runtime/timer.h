/* runtime/timer.h - timers of the library: struct runtimeTimer of package time, in guest memory. */
#ifndef VIRGO_RUNTIME_TIMER_H
#define VIRGO_RUNTIME_TIMER_H

#include <stdbool.h>
#include <stdint.h>

struct guest_timer {            /* time.runtimeTimer */
    uint64_t index;             /* its field pp: place in the heap + 1, 0 if not armed */
    int64_t when, period;
    void *f;                    /* func(any, uintptr) */
    uint64_t arg[2];
    uint64_t seq;
    int64_t next_when;
    uint32_t status;
};

void guest_timer_start(struct guest_timer *t);
bool guest_timer_stop(struct guest_timer *t);
bool guest_timer_reset(struct guest_timer *t, int64_t when);

#endif
