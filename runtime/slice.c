/* runtime/slice.c - slices: make, append, copy, conversion to array pointers. */
#include "runtime/slice.h"
#include "runtime/heap.h"
#include "runtime/types.h"
#include "runtime_entries.h"
#include <string.h>

/* Facts of gc 1.19's allocator; visible through cap() after append. */
const uint16_t size_classes[SIZE_CLASSES] = {
    0, 8, 16, 24, 32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240, 256, 288, 320, 352, 384, 416, 448,
    480, 512, 576, 640, 704, 768, 896, 1024, 1152, 1280, 1408, 1536, 1792, 2048, 2304, 2688, 3072, 3200, 3456, 4096,
    4864, 5376, 6144, 6528, 6784, 6912, 8192, 9472, 9728, 10240, 10880, 12288, 13568, 14336, 16384, 18432, 19072,
    20480, 21760, 24576, 27264, 28672, 32768,
};

uint64_t size_round(uint64_t n)
{
    if (n > 32768)
        return (n + 8191) & ~(uint64_t)8191;
    int lo = 0, hi = SIZE_CLASSES - 1;
    while (lo < hi) {
        int mid = (lo + hi) / 2;
        if (size_classes[mid] < n)
            lo = mid + 1;
        else
            hi = mid;
    }
    return size_classes[lo];
}

static enum rt_result hook(struct act *c, const char *name)
{
    c->panic_hook = name;
    c->call_nargs = 0;
    return RT_GUEST_PANIC;
}

/* Capacity for need elements when cap are there: doubling, beyond 256 approaching a factor of 1.25. */
static uint64_t next_cap(uint64_t cap, uint64_t need)
{
    if (need > 2 * cap)
        return need;
    if (cap < 256)
        return 2 * cap;
    uint64_t n = cap;
    while (n < need)
        n += (n + 3 * 256) / 4;
    return n;
}

enum rt_result slice_grow(struct act *c, uint64_t size, bool ptrs, const uint64_t *old, int64_t n, uint64_t *out)
{
    uint64_t p = old[0], len = old[1], cap = old[2];
    uint64_t need = len + (uint64_t)n;
    if (n < 0 || need > SLICE_MAX_BYTES || (size > 1 && need > SLICE_MAX_BYTES / size))
        return hook(c, "panicgrowslice");
    if (need > cap) {
        if (size == 0) {
            p = p ? p : (uint64_t)heap_zero_object;
            cap = need;
        } else {
            uint64_t bytes = size_round(next_cap(cap, need) * size);
            char *q = heap_alloc(c->g, bytes, ptrs);
            if (!q)
                return RT_RETRY;
            if (len)
                memcpy(q, (void *)p, len * size);
            heap_barrier_copy(q, len * size);
            p = (uint64_t)q;
            cap = bytes / size;
        }
    }
    out[0] = p;
    out[1] = need;
    out[2] = cap;
    return RT_DONE;
}

enum rt_result rt_new(struct act *c)
{
    void *p = heap_alloc(c->g, c->type->size, type_has_ptrs(c->type));
    c->r[0] = (uint64_t)p;
    return p ? RT_DONE : RT_RETRY;
}

enum rt_result rt_makeslice(struct act *c)
{
    const struct rtype *elem = type_elem(c->type);
    uint64_t len = c->a[0], cap = c->a[1], max = elem->size ? SLICE_MAX_BYTES / elem->size : INT64_MAX;
    if ((int64_t)len < 0 || len > max)
        return hook(c, "panicmakeslicelen");
    if (cap < len || cap > max)
        return hook(c, "panicmakeslicecap");
    void *p = heap_alloc(c->g, cap * elem->size, type_has_ptrs(elem));
    if (!p)
        return RT_RETRY;
    c->r[0] = (uint64_t)p;
    c->r[1] = len;
    c->r[2] = cap;
    return RT_DONE;
}

enum rt_result rt_growslice(struct act *c)
{
    const struct rtype *elem = type_elem(c->type);
    return slice_grow(c, elem->size, type_has_ptrs(elem), c->a, (int64_t)c->a[3], c->r);
}

enum rt_result rt_appendslice(struct act *c)
{
    const struct rtype *elem = type_elem(c->type);
    uint64_t len = c->a[1], n = c->a[4];
    enum rt_result r = slice_grow(c, elem->size, type_has_ptrs(elem), c->a, (int64_t)n, c->r);
    if (r == RT_DONE && n) {
        memmove((char *)c->r[0] + len * elem->size, (void *)c->a[3], n * elem->size);
        heap_barrier_copy(c->r[0], n * elem->size);
    }
    return r;
}

enum rt_result rt_appendstr(struct act *c)
{
    uint64_t len = c->a[1], n = c->a[4];
    enum rt_result r = slice_grow(c, 1, false, c->a, (int64_t)n, c->r);
    if (r == RT_DONE && n)
        memmove((char *)c->r[0] + len, (void *)c->a[3], n);
    return r;
}

enum rt_result rt_copyslice(struct act *c)
{
    uint64_t n = c->a[1] < c->a[4] ? c->a[1] : c->a[4], size = type_elem(c->type)->size;
    if (n && size)
        memmove((void *)c->a[0], (void *)c->a[3], n * size);
    heap_barrier_copy(c->a[0], n * size);
    c->r[0] = n;
    return RT_DONE;
}

enum rt_result rt_copystr(struct act *c)
{
    uint64_t n = c->a[1] < c->a[4] ? c->a[1] : c->a[4];
    if (n)
        memmove((void *)c->a[0], (void *)c->a[3], n);
    c->r[0] = n;
    return RT_DONE;
}

enum rt_result rt_clearslice(struct act *c)
{
    uint64_t n = c->a[1] * type_elem(c->type)->size;
    if (n)
        memset((void *)c->a[0], 0, n);
    return RT_DONE;
}

enum rt_result rt_slice2array(struct act *c)
{
    const struct array_type *at = (const void *)type_elem(c->type);
    if (c->a[1] < at->len) {
        c->panic_hook = "panicSliceConvert";
        c->call_args[0] = c->a[1];
        c->call_args[1] = at->len;
        c->call_nargs = 2;
        return RT_GUEST_PANIC;
    }
    c->r[0] = c->a[0];
    return RT_DONE;
}
