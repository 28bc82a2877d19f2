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
/* NaNs are the same on every host: an operation on NaNs yields the first of them, made quiet; one on numbers that has no
 * result yields x86's default NaN.  r is the host's result of an operation on x and y. */
static inline double isa_arith64(double r, double x, double y)
{
    if (__builtin_expect(r == r, 1)) return r;
    uint64_t n = x != x ? isa_bits64(x) : y != y ? isa_bits64(y) : 0xfff8000000000000;
    return isa_f64(n | 0x0008000000000000);
}
static inline float isa_arith32(float r, float x, float y)
{
    if (__builtin_expect(r == r, 1)) return r;
    uint64_t n = x != x ? isa_bits32(x) : y != y ? isa_bits32(y) : 0xffc00000;
    return isa_f32(n | 0x00400000);
}
static inline float isa_d2f(double d)
{
    if (__builtin_expect(d == d, 1)) return (float)d;
    uint64_t u = isa_bits64(d);         /* sign and the upper bits of the payload */
    return isa_f32((u >> 32 & 0x80000000) | 0x7fc00000 | (u >> 29 & 0x003fffff));
}
static inline double isa_f2d(float f)
{
    if (__builtin_expect(f == f, 1)) return f;
    uint64_t u = isa_bits32(f);
    return isa_f64((u & 0x80000000) << 32 | 0x7ff8000000000000 | (u & 0x003fffff) << 29);
}
static inline double isa_sqrt(double d) { return isa_arith64(__builtin_sqrt(d), d, d); }
static inline double isa_floor(double d) { return isa_arith64(__builtin_floor(d), d, d); }
static inline double isa_ceil(double d) { return isa_arith64(__builtin_ceil(d), d, d); }
static inline double isa_trunc(double d) { return isa_arith64(__builtin_trunc(d), d, d); }
static inline double isa_fma(double x, double y, double z) { return isa_arith64(fma(x, y, z), x == x ? y : x, z); }
static inline uint64_t isa_clz(uint64_t v) { return (uint64_t)__builtin_clzll(v); }     /* v != 0 */
static inline uint64_t isa_ctz(uint64_t v) { return (uint64_t)__builtin_ctzll(v); }     /* v != 0 */
static inline uint64_t isa_popcount(uint64_t v) { return (uint64_t)__builtin_popcountll(v); }
static inline uint64_t isa_bswap(uint64_t v) { return __builtin_bswap64(v); }
static inline uint64_t isa_mulhu(uint64_t x, uint64_t y) { return (uint64_t)((unsigned __int128)x * y >> 64); }

#endif
