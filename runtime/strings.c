/* runtime/strings.c - strings: concatenation and conversions. */
#include <string.h>
#include "runtime/base/utf8.h"
#include "runtime/heap.h"
#include "runtime/slice.h"
#include "runtime/strings.h"
#include "runtime/types.h"
#include "runtime_entries.h"

static uint8_t one_byte[256];

__attribute__((constructor)) static void fill_one_byte(void)
{
    for (int i = 0; i < 256; i++)
        one_byte[i] = (uint8_t)i;
}

int string_make(struct g *g, const void *p, uint64_t n, uint64_t out[2])
{
    out[1] = n;
    if (n <= 1) {
        out[0] = n ? (uint64_t)&one_byte[*(const uint8_t *)p] : 0;
        return 1;
    }
    char *q = heap_alloc(g, n, false);
    if (!q)
        return 0;
    memcpy(q, p, n);
    out[0] = (uint64_t)q;
    return 1;
}

/* The n strings at s (pointer, length pairs) joined; alone non-empty, one is returned as it is. */
static enum rt_result concat(struct act *c, const uint64_t *s, uint64_t n)
{
    uint64_t len = 0, filled = 0, last = 0;
    for (uint64_t i = 0; i < n; i++) {
        if (!s[2 * i + 1])
            continue;
        len += s[2 * i + 1];
        filled++;
        last = i;
        if (len > SLICE_MAX_BYTES) {
            c->panic_hook = "panicstringconcat";
            c->call_nargs = 0;
            return RT_GUEST_PANIC;
        }
    }
    if (filled <= 1) {
        c->r[0] = filled ? s[2 * last] : 0;
        c->r[1] = len;
        return RT_DONE;
    }
    char *p = heap_alloc(c->g, len, false);
    if (!p)
        return RT_RETRY;
    c->r[0] = (uint64_t)p;
    c->r[1] = len;
    for (uint64_t i = 0; i < n; i++) {
        if (s[2 * i + 1])
            memcpy(p, (void *)s[2 * i], s[2 * i + 1]);
        p += s[2 * i + 1];
    }
    return RT_DONE;
}

enum rt_result rt_concat2(struct act *c) { return concat(c, c->a, 2); }
enum rt_result rt_concat3(struct act *c) { return concat(c, c->a, 3); }
enum rt_result rt_concatn(struct act *c) { return concat(c, (uint64_t *)c->a[0], c->a[1]); }

enum rt_result rt_bytes2str(struct act *c)
{
    return string_make(c->g, (void *)c->a[0], c->a[1], c->r) ? RT_DONE : RT_RETRY;
}

enum rt_result rt_str2bytes(struct act *c)
{
    uint64_t n = c->a[1], cap = size_round(n);
    char *p = heap_alloc(c->g, cap, false);
    if (!p)
        return RT_RETRY;
    if (n)
        memcpy(p, (void *)c->a[0], n);
    c->r[0] = (uint64_t)p;
    c->r[1] = n;
    c->r[2] = cap;
    return RT_DONE;
}

enum rt_result rt_runes2str(struct act *c)
{
    const int32_t *runes = (const void *)c->a[0];
    uint64_t len = 0;
    unsigned char buf[4];
    for (uint64_t i = 0; i < c->a[1]; i++)
        len += (uint64_t)utf8_encode(buf, (uint32_t)runes[i]);
    unsigned char *p = heap_alloc(c->g, len, false);
    if (!p)
        return RT_RETRY;
    c->r[0] = len ? (uint64_t)p : 0;
    c->r[1] = len;
    for (uint64_t i = 0; i < c->a[1]; i++) {
        int w = utf8_encode(buf, (uint32_t)runes[i]);
        memcpy(p, buf, (size_t)w);
        p += w;
    }
    return RT_DONE;
}

enum rt_result rt_str2runes(struct act *c)
{
    const unsigned char *s = (const void *)c->a[0];
    uint64_t len = c->a[1], n = 0;
    uint32_t r;
    for (uint64_t i = 0; i < len; n++)
        i += (uint64_t)utf8_decode(s + i, len - i, &r);
    uint64_t bytes = size_round(n * 4);
    uint32_t *p = heap_alloc(c->g, bytes, false);
    if (!p)
        return RT_RETRY;
    c->r[0] = (uint64_t)p;
    c->r[1] = n;
    c->r[2] = bytes / 4;
    for (uint64_t i = 0; i < len;)
        i += (uint64_t)utf8_decode(s + i, len - i, p++);
    return RT_DONE;
}

enum rt_result rt_rune2str(struct act *c)
{
    unsigned char buf[4];
    uint32_t r = c->a[0] > 0x10ffff ? RUNE_ERROR : (uint32_t)c->a[0];
    int w = utf8_encode(buf, r);
    return string_make(c->g, buf, (uint64_t)w, c->r) ? RT_DONE : RT_RETRY;
}

enum rt_result rt_decoderune(struct act *c)
{
    uint32_t r;
    uint64_t i = c->a[2];
    int w = utf8_decode((const unsigned char *)c->a[0] + i, c->a[1] - i, &r);
    c->r[0] = (uint64_t)(int64_t)(int32_t)r;
    c->r[1] = i + (uint64_t)w;
    return RT_DONE;
}
