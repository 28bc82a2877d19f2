/* runtime/stack.h - the two stacks of a goroutine: control stack (frames, moves when it grows) and data stack (frame
 * objects, chunks that never move). */
#ifndef VIRGO_RUNTIME_STACK_H
#define VIRGO_RUNTIME_STACK_H

#include <stdbool.h>
#include <stdint.h>
#include "runtime/g.h"

#define STACK_MIN_WORDS 256                     /* 2 KB */
#define STACK_MAX_BYTES ((uint64_t)1000000000)  /* default of debug.SetMaxStack */

void stack_init(struct g *g);
void stack_free(struct g *g);
/* Makes room for need words above used (an address in the stack); false: the limit of stack size is reached.
 * The stack may have moved: every address into it is to be recomputed (g->fp and g->top are). */
bool stack_grow(struct g *g, const uint64_t *used, uint64_t need);
/* VIRGO_STRESS=stack: moves the stack without growing it; the old one becomes inaccessible garbage. */
void stack_move(struct g *g);
/* With the world stopped: gives back the unused part of an oversized stack. */
void stack_shrink(struct g *g);
void stack_set_limit(struct g *g);              /* limit from stack_end, taking poison away */
uint64_t stack_set_max(uint64_t bytes);         /* returns the old limit */
uint64_t stack_max(void);

/* A new chunk with room for size bytes; returns the zeroed object area (g->dtop is above it). */
void *data_push_slow(struct g *g, uint64_t size);
/* Pops everything above p, an area pushed before. */
void data_pop_slow(struct g *g, char *p);

#define DATA_ROUND(n) (((uint64_t)(n) + 15) & ~(uint64_t)15)

static inline void *data_push(struct g *g, uint32_t size)
{
    uint64_t n = DATA_ROUND(size);
    char *p = g->dtop;
    if ((uint64_t)(g->dend - p) < n)
        return data_push_slow(g, n);
    g->dtop = p + n;
    __builtin_memset(p, 0, n);
    return p;
}

static inline void data_pop(struct g *g, char *p)
{
    if (g->chunk && p >= g->chunk->mem && p < g->dend)
        g->dtop = p;
    else
        data_pop_slow(g, p);
}

#endif
