/* runtime/base/strbuf.c - growable byte strings (see strbuf.h). */
#include "runtime/base/strbuf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/fatal.h"
#include "runtime/base/utf8.h"

/* Makes room for n more bytes and the NUL. */
static void reserve(struct strbuf *b, size_t n)
{
    if (n >= SIZE_MAX / 2 - b->n)
        fatal("out of memory: a string of more than %zu bytes", n);
    size_t want = b->n + n + 1;
    if (want <= b->cap)
        return;
    size_t cap = b->cap ? b->cap : 64;
    while (cap < want)
        cap *= 2;
    b->at = xrealloc(b->at, cap);
    b->cap = cap;
}

void strbuf_add(struct strbuf *b, const void *p, size_t n)
{
    reserve(b, n);
    if (n)
        memcpy(b->at + b->n, p, n);
    b->n += n;
    b->at[b->n] = 0;
}

void strbuf_puts(struct strbuf *b, const char *s)
{
    strbuf_add(b, s, strlen(s));
}

void strbuf_putc(struct strbuf *b, int c)
{
    reserve(b, 1);
    b->at[b->n++] = (char)c;
    b->at[b->n] = 0;
}

void strbuf_put_rune(struct strbuf *b, uint32_t r)
{
    unsigned char enc[4];
    strbuf_add(b, enc, (size_t)utf8_encode(enc, r));
}

void strbuf_vprintf(struct strbuf *b, const char *fmt, va_list ap)
{
    va_list again;
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    ASSERT(n >= 0, "bad format \"%s\"", fmt);
    reserve(b, (size_t)n);
    vsnprintf(b->at + b->n, (size_t)n + 1, fmt, again);
    va_end(again);
    b->n += (size_t)n;
}

void strbuf_printf(struct strbuf *b, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    strbuf_vprintf(b, fmt, ap);
    va_end(ap);
}

void strbuf_free(struct strbuf *b)
{
    free(b->at);
    memset(b, 0, sizeof *b);
}

/* -- Scalars ------------------------------------------------------------------ */

static void put_le(struct strbuf *b, uint64_t v, int bytes)
{
    unsigned char raw[8];
    for (int i = 0; i < bytes; i++)
        raw[i] = (unsigned char)(v >> (8 * i));
    strbuf_add(b, raw, (size_t)bytes);
}

void strbuf_u8(struct strbuf *b, uint8_t v) { put_le(b, v, 1); }
void strbuf_u32(struct strbuf *b, uint32_t v) { put_le(b, v, 4); }
void strbuf_u64(struct strbuf *b, uint64_t v) { put_le(b, v, 8); }

void strbuf_uleb(struct strbuf *b, uint64_t v)
{
    for (; v >= 0x80; v >>= 7)
        strbuf_putc(b, (int)(v & 0x7f) | 0x80);
    strbuf_putc(b, (int)v);
}

void strbuf_sleb(struct strbuf *b, int64_t v)
{
    for (;;) {
        int low = (int)(v & 0x7f);
        v >>= 7;    /* arithmetic */
        if ((v == 0 && !(low & 0x40)) || (v == -1 && (low & 0x40))) {
            strbuf_putc(b, low);
            return;
        }
        strbuf_putc(b, low | 0x80);
    }
}
