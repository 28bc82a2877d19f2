/* runtime/slice.h - slice growth as gc does it: programs compare the capacities append gives. */
#ifndef VIRGO_RUNTIME_SLICE_H
#define VIRGO_RUNTIME_SLICE_H

#include <stdbool.h>
#include <stdint.h>
#include "runtime/act.h"

#define SLICE_MAX_BYTES ((uint64_t)1 << 47)     /* larger requests are out of range */
#define SIZE_CLASSES 68

extern const uint16_t size_classes[SIZE_CLASSES];       /* gc's allocation sizes, the first is 0 */
/* n rounded up to the size gc's allocator gives. */
uint64_t size_round(uint64_t n);

/* Slice old (three slots) with room for n more elements of the given size, length increased by n, in out (may be old).
 * RT_DONE, RT_RETRY, or RT_GUEST_PANIC set up in c. */
enum rt_result slice_grow(struct act *c, uint64_t elem_size, bool has_ptrs, const uint64_t *old, int64_t n,
                          uint64_t *out);

#endif
