/* runtime/callers.h - a goroutine's frames as return addresses: what runtime.Callers and profiles give out.
 *
 * A position is an address one word past its instruction, as a return address is; a function without code of its own
 * (runtime.goexit) is stood for by the address of its record + 1. */
#ifndef VIRGO_RUNTIME_CALLERS_H
#define VIRGO_RUNTIME_CALLERS_H

#include <stdbool.h>
#include <stdint.h>

struct fn;
struct g;

/* Calls visit for each guest frame of g, whose state is saved, innermost first, until it answers false.  Natives are
 * left out; compiler-made wrappers unless asked for. */
void callers_walk(struct g *g, bool wrappers, bool (*visit)(void *arg, struct fn *f, uint64_t pc), void *arg);
/* Stores up to cap return addresses, leaving out the first skip; returns their number. */
int64_t callers_collect(struct g *g, int64_t skip, uint64_t *pcs, int64_t cap);

/* The runtime's own functions that stacks show though they have no code. */
extern struct fn callers_goexit, callers_gopark, callers_chanrecv, callers_chansend, callers_selectgo, callers_gc,
                 callers_system, callers_gcworker;
/* Function, file and line of a return address that callers_walk gave out. */
void callers_position(uint64_t pc, const char **fn, const char **file, uint32_t *line);
/* The source file a function without code is shown in. */
const char *callers_file(const struct fn *f);
static inline uint64_t callers_pc_of(struct fn *f) { return (uint64_t)f + 1; }

#endif
