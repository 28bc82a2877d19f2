/* runtime/bytealg_natives.c - searching and comparing bytes, and the arithmetic every host does exactly. */
#include <string.h>
#include "isa-spec/isa_sem.h"
#include "runtime/act.h"
#include "runtime/natives.h"

#define NATIVE(name) static enum rt_result name(struct act *c)
#define BYTES(i) ((const char *)c->a[i])

static int64_t index_byte(const char *p, uint64_t n, uint64_t byte)
{
    const char *q = n ? memchr(p, (int)(byte & 0xff), n) : NULL;
    return q ? q - p : -1;
}

static int64_t count_byte(const char *p, uint64_t n, uint64_t byte)
{
    int64_t k = 0;
    for (uint64_t i = 0; i < n; i++)
        k += (uint8_t)p[i] == (uint8_t)byte;
    return k;
}

static int64_t index_of(const char *p, uint64_t n, const char *q, uint64_t m)
{
    const char *at = m == 0 ? p : m <= n ? memmem(p, n, q, m) : NULL;
    return at ? at - p : m == 0 ? 0 : -1;
}

/* Slices take three slots, strings two. */
NATIVE(bytes_compare)
{
    uint64_t n = c->a[1], m = c->a[4], least = n < m ? n : m;
    int r = least ? memcmp(BYTES(0), BYTES(3), least) : 0;
    c->r[0] = (uint64_t)(int64_t)(r ? (r < 0 ? -1 : 1) : n < m ? -1 : n > m);
    return RT_DONE;
}
NATIVE(bytes_count) { c->r[0] = (uint64_t)count_byte(BYTES(0), c->a[1], c->a[3]); return RT_DONE; }
NATIVE(string_count) { c->r[0] = (uint64_t)count_byte(BYTES(0), c->a[1], c->a[2]); return RT_DONE; }
NATIVE(bytes_index) { c->r[0] = (uint64_t)index_of(BYTES(0), c->a[1], BYTES(3), c->a[4]); return RT_DONE; }
NATIVE(string_index) { c->r[0] = (uint64_t)index_of(BYTES(0), c->a[1], BYTES(2), c->a[3]); return RT_DONE; }
NATIVE(bytes_index_byte) { c->r[0] = (uint64_t)index_byte(BYTES(0), c->a[1], c->a[3]); return RT_DONE; }
NATIVE(string_index_byte) { c->r[0] = (uint64_t)index_byte(BYTES(0), c->a[1], c->a[2]); return RT_DONE; }

static double arg(const struct act *c, int i)
{
    double d;
    memcpy(&d, &c->a[i], 8);
    return d;
}

static enum rt_result give(struct act *c, double d)
{
    memcpy(&c->r[0], &d, 8);
    return RT_DONE;
}

NATIVE(math_sqrt) { return give(c, isa_sqrt(arg(c, 0))); }
NATIVE(math_floor) { return give(c, isa_floor(arg(c, 0))); }
NATIVE(math_ceil) { return give(c, isa_ceil(arg(c, 0))); }
NATIVE(math_trunc) { return give(c, isa_trunc(arg(c, 0))); }
NATIVE(math_fma) { return give(c, isa_fma(arg(c, 0), arg(c, 1), arg(c, 2))); }

const struct native_binding natives_bytealg[] = {
    { "internal/bytealg.Compare", bytes_compare },
    { "internal/bytealg.Count", bytes_count },
    { "internal/bytealg.CountString", string_count },
    { "internal/bytealg.Index", bytes_index },
    { "internal/bytealg.IndexString", string_index },
    { "internal/bytealg.IndexByte", bytes_index_byte },
    { "internal/bytealg.IndexByteString", string_index_byte },
    { "math.sqrt", math_sqrt },
    { "math.floor", math_floor },
    { "math.ceil", math_ceil },
    { "math.trunc", math_trunc },
    { "math.FMA", math_fma },
    { NULL, NULL },
};
