/* isa-spec/isa_sem.h - the functions named in sem expressions of virgo.isa, and the bit views of slots.  One meaning
 * on every host: conversions out of range give what x86's cvttsd2si gives. */
#ifndef VIRGO_ISA_SEM_H
#define VIRGO_ISA_SEM_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

union isa_f64_ { uint64_t u; double d; };
union isa_f32_ { uint32_t u; float f; };
static inline double isa_f64(uint64_t u) { union isa_f64_ v; v.u = u; return v.d; }
static inline float isa_f32(uint64_t u) { union isa_f32_ v; v.u = (uint32_t)u; return v.f; }
static inline uint64_t isa_bits64(double d) { union isa_f64_ v; v.d = d; return v.u; }
static inline uint64_t isa_bits32(float f) { union isa_f32_ v; v.f = f; return v.u; }

static inline int64_t isa_d2i(double d)
{
    return d >= -9223372036854775808.0 && d < 9223372036854775808.0 ? (int64_t)d : INT64_MIN;
}
static inline int32_t isa_d2w(double d)
{
    return d > -2147483649.0 && d < 2147483648.0 ? (int32_t)d : INT32_MIN;
}
static inline double isa_sqrt(double d) { return __builtin_sqrt(d); }
static inline double isa_floor(double d) { return __builtin_floor(d); }
static inline double isa_ceil(double d) { return __builtin_ceil(d); }
static inline double isa_trunc(double d) { return __builtin_trunc(d); }
static inline uint64_t isa_clz(uint64_t v) { return (uint64_t)__builtin_clzll(v); }     /* v != 0 */
static inline uint64_t isa_ctz(uint64_t v) { return (uint64_t)__builtin_ctzll(v); }     /* v != 0 */
static inline uint64_t isa_popcount(uint64_t v) { return (uint64_t)__builtin_popcountll(v); }
static inline uint64_t isa_bswap(uint64_t v) { return __builtin_bswap64(v); }
static inline uint64_t isa_mulhu(uint64_t x, uint64_t y) { return (uint64_t)((unsigned __int128)x * y >> 64); }

#endif
