/* runtime/hash.c - hashing of values by type, for maps and reflect. */
#include <sys/random.h>
#include <time.h>
#include "runtime/equal.h"
#include "runtime/types.h"


uint64_t random_u64(void)
{
    static _Thread_local uint64_t state;
    if (!state && getrandom(&state, sizeof state, GRND_NONBLOCK) != sizeof state)
        state = (uint64_t)time(NULL) ^ (uint64_t)&state;
    state += 0xa0761d6478bd642full;     /* wyrand */
    return hash_mix(state, state ^ 0xe7037ed1a0b428dbull);
}

static uint64_t read64(const uint8_t *p) { uint64_t v; memcpy(&v, p, 8); return v; }
static uint64_t read32(const uint8_t *p) { uint32_t v; memcpy(&v, p, 4); return v; }

/* wyhash (Wang Yi): 16 bytes a step, overlapping reads at the end. */
uint64_t hash_mem(const void *mem, uint64_t n, uint64_t seed)
{
    const uint8_t *p = mem;
    const uint64_t k0 = 0xa0761d6478bd642full, k1 = 0xe7037ed1a0b428dbull;
    uint64_t a, b, left = n;
    seed ^= hash_mix(seed ^ k0, k1);
    if (n <= 16) {
        if (n >= 4) {
            a = read32(p) << 32 | read32(p + ((n >> 3) << 2));
            b = read32(p + n - 4) << 32 | read32(p + n - 4 - ((n >> 3) << 2));
        } else if (n > 0) {
            a = (uint64_t)p[0] << 16 | (uint64_t)p[n >> 1] << 8 | p[n - 1];
            b = 0;
        } else {
            a = b = 0;
        }
    } else {
        for (; left > 16; left -= 16, p += 16)
            seed = hash_mix(read64(p) ^ k1, read64(p + 8) ^ seed);
        a = read64(p + left - 16);
        b = read64(p + left - 8);
    }
    a ^= k1;
    b ^= seed;
    return hash_mix(hash_mix(a, b) ^ k0 ^ n, k1 ^ seed);
}

static uint64_t hash_float(double v, uint64_t seed)
{
    if (v != v)
        return random_u64();
    uint64_t bits;
    v += 0.0;                           /* -0 becomes +0 */
    memcpy(&bits, &v, 8);
    return hash_u64(bits, seed);
}

static bool hash(struct rtype *t, const void *p, uint64_t *h, struct value_fault *fault, const char *base)
{
    if (t->tflag & TFLAG_REGULAR) {
        *h = t->size == 8 ? hash_u64(read64(p), *h) : hash_mem(p, t->size, *h);
        return true;
    }
    if (too_deep(base)) {
        fault->type = NULL;
        return false;
    }
    const float *f = p;
    const double *d = p;
    switch (type_kind(t)) {
    case KIND_STRING: *h = hash_mem(((const struct go_string *)p)->ptr, (uint64_t)((const struct go_string *)p)->len, *h); return true;
    case KIND_FLOAT32: *h = hash_float(*f, *h); return true;
    case KIND_FLOAT64: *h = hash_float(*d, *h); return true;
    case KIND_COMPLEX64: *h = hash_float(f[1], hash_float(f[0], *h)); return true;
    case KIND_COMPLEX128: *h = hash_float(d[1], hash_float(d[0], *h)); return true;
    case KIND_INTERFACE: {
        const uint64_t *x = p;
        struct rtype *dyn = iface_type(x[0]);
        if (!dyn)
            return true;
        if (!dyn->equal) {
            fault->type = dyn;
            return false;
        }
        return hash(dyn, type_is_direct(dyn) ? (const void *)&x[1] : (const void *)x[1], h, fault, base);
    }
    case KIND_ARRAY: {
        const struct array_type *a = (const void *)t;
        for (uint64_t i = 0; i < a->len; i++)
            if (!hash(a->elem, (const char *)p + i * a->elem->size, h, fault, base))
                return false;
        return true;
    }
    case KIND_STRUCT: {
        const struct struct_type *s = (const void *)t;
        for (int64_t i = 0; i < s->nfields; i++) {
            const uint8_t *name = s->fields[i].name;
            if (name[1] == 1 && name[2] == '_')
                continue;
            if (!hash(s->fields[i].type, (const char *)p + s->fields[i].offset, h, fault, base))
                return false;
        }
        return true;
    }
    default:
        fault->type = t;
        return false;
    }
}

bool value_hash(struct rtype *t, const void *p, uint64_t seed, uint64_t *h, struct value_fault *fault)
{
    *h = seed;
    return hash(t, p, h, fault, __builtin_frame_address(0));
}
