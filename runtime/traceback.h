/* runtime/traceback.h - walking and printing the frames of a goroutine. */
#ifndef VIRGO_RUNTIME_TRACEBACK_H
#define VIRGO_RUNTIME_TRACEBACK_H

#include "runtime/base/strbuf.h"
#include "runtime/g.h"

enum trace_kind { TRACE_CALL, TRACE_PANIC, TRACE_GOEXIT };      /* the latter two: the machinery between frames */
struct trace_frame {
    enum trace_kind kind;
    struct fn *fn;              /* NULL unless TRACE_CALL */
    const uint32_t *pc;         /* inside the instruction being executed; NULL for activations of C helpers */
    uint64_t *fp;
    bool innermost;
};
/* Calls visit from the innermost frame outwards until it returns false.  g's state must be saved. */
void traceback_walk(struct g *g, bool (*visit)(const struct trace_frame *f, void *arg), void *arg);

/* A function's name as gc shows it: type arguments of instances as [...]. */
void traceback_name(struct strbuf *out, const char *name);
/* "goroutine 1 [running]:\n" and the frames a user wants to see, as gc prints them. */
void traceback_print(struct strbuf *out, struct g *g, const char *status);
/* The same with at most max frames. */
void traceback_print_short(struct strbuf *out, struct g *g, const char *status, uint32_t max);
/* One line for each goroutine but skip: all that exist, system goroutines left out. */
void traceback_print_others(struct strbuf *out, struct g *skip);

#endif
