/* vm/engine.h - how guest code is entered.
 *
 * The scheduler runs goroutines through a struct engine (runtime/g.h) and knows no engine by name; vm.c picks one.
 * An engine keeps the whole state of a goroutine in its frames: when run() returns nothing of it is left on the C stack. */
#ifndef VIRGO_VM_ENGINE_H
#define VIRGO_VM_ENGINE_H

#include "runtime/g.h"

extern const struct engine interp_engine;

/* -- Tiers ---------------------------------------------------------------------------------------------------------
 * fn->hot counts entries; at TIER_THRESHOLD the engine asks the tier whether to compile.  The answer is data: fn->jit
 * holds the compiled entry once published, NULL until then or for good (tier_refuse in fn->flags). */
enum tier_decision { TIER_INTERPRET, TIER_COMPILE, TIER_COMPILED };
struct tier {
    uint64_t threshold;
    enum tier_decision (*decide)(struct fn *f);
};

#endif
