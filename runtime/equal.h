/* runtime/equal.h - equality and hashing of values by their type descriptors: interface comparison, map keys, ==.
 *
 * Both recurse over nested values in C, with a limit of stack that stands for Go's stack overflow. */
#ifndef VIRGO_RUNTIME_EQUAL_H
#define VIRGO_RUNTIME_EQUAL_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include "runtime/act.h"

struct rtype;

/* Why a comparison or a hash could not be made: type is not comparable, or NULL for nesting beyond the limit. */
struct value_fault { struct rtype *type; };

enum value_equal { VALUE_DIFFERENT, VALUE_EQUAL, VALUE_FAULT };
enum value_equal value_equal(struct rtype *t, const void *a, const void *b, struct value_fault *fault);
/* Interface values (type word, data word). */
enum value_equal iface_equal(const uint64_t *a, const uint64_t *b, struct value_fault *fault);
/* Ends a helper whose comparison (hash: what is "hash of unhashable type") faulted. */
enum rt_result value_fault_uncomparable(struct act *c, const struct value_fault *fault);
enum rt_result value_fault_unhashable(struct act *c, const struct value_fault *fault);

/* Sets *hash; false: *fault.  Equal values have equal hashes; a NaN's is random. */
bool value_hash(struct rtype *t, const void *p, uint64_t seed, uint64_t *hash, struct value_fault *fault);
/* Has the recursion that began at base used up its part of the thread's stack? */
static inline bool too_deep(const char *base) { return base - (const char *)__builtin_frame_address(0) > 4 << 20; }
uint64_t random_u64(void);              /* a fast per-thread generator, not for secrets */

static inline uint64_t hash_mix(uint64_t a, uint64_t b)
{
    __uint128_t m = (__uint128_t)a * b;
    return (uint64_t)m ^ (uint64_t)(m >> 64);
}
static inline uint64_t hash_u64(uint64_t v, uint64_t seed)
{
    return hash_mix(v ^ seed ^ 0x9e3779b97f4a7c15ull, seed | 0xa0761d6478bd642full);
}
uint64_t hash_mem(const void *p, uint64_t n, uint64_t seed);

/* The function record behind every rtype.equal closure {record, type}. */
struct fn *equal_fn(void);

#endif
