/* runtime/base/arena.c - region allocation (see arena.h).
 *
 * Chunks double from 4 KB to 1 MB; a request larger than a quarter of the chunk
 * size gets a chunk of its own, linked behind the one being filled so that the
 * free part of the latter is not lost.  Chunks come from calloc, so memory is
 * zero when handed out. */
#include "runtime/base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/fatal.h"

enum { ALIGN = 16, CHUNK_MIN = 4096, CHUNK_MAX = 1 << 20 };

struct arena_chunk {
    struct arena_chunk *prev;
    size_t size;            /* of the whole chunk, header included */
};
_Static_assert(sizeof(struct arena_chunk) == ALIGN, "the header must keep payloads aligned");

void arena_init(struct arena *a)
{
    memset(a, 0, sizeof *a);
}

void arena_done(struct arena *a)
{
    struct arena_chunk *c = a->head;
    while (c) {
        struct arena_chunk *prev = c->prev;
        free(c);
        c = prev;
    }
    arena_init(a);
}

static struct arena_chunk *new_chunk(struct arena *a, size_t size)
{
    struct arena_chunk *c = xcalloc(1, size);
    c->size = size;
    a->total += size;
    return c;
}

static void *alloc_slow(struct arena *a, size_t n)
{
    size_t size = a->head ? a->head->size * 2 : CHUNK_MIN;
    if (size < CHUNK_MIN)
        size = CHUNK_MIN;
    if (size > CHUNK_MAX)
        size = CHUNK_MAX;
    if (n > size / 4) {
        struct arena_chunk *c = new_chunk(a, n + sizeof *c);
        if (a->head) {
            c->prev = a->head->prev;
            a->head->prev = c;
        } else {
            a->head = c;
            a->next = a->end = (char *)c + c->size;
        }
        return c + 1;
    }
    struct arena_chunk *c = new_chunk(a, size);
    c->prev = a->head;
    a->head = c;
    a->next = (char *)(c + 1) + n;
    a->end = (char *)c + size;
    return c + 1;
}

void *arena_alloc(struct arena *a, size_t n)
{
    if (n > SIZE_MAX / 2)
        fatal("out of memory: a request for %zu bytes", n);
    n = (n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    if (n == 0)
        n = ALIGN;
    if ((size_t)(a->end - a->next) < n)
        return alloc_slow(a, n);
    void *p = a->next;
    a->next += n;
    return p;
}

void *arena_memdup(struct arena *a, const void *p, size_t n)
{
    void *q = arena_alloc(a, n);
    if (n)
        memcpy(q, p, n);
    return q;
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
    char *q = arena_alloc(a, n + 1);
    if (n)
        memcpy(q, s, n);
    return q;
}

char *arena_strdup(struct arena *a, const char *s)
{
    return arena_strndup(a, s, strlen(s));
}

char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
    va_list again;
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    ASSERT(n >= 0, "bad format \"%s\"", fmt);
    char *s = arena_alloc(a, (size_t)n + 1);
    vsnprintf(s, (size_t)n + 1, fmt, again);
    va_end(again);
    return s;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    char *s = arena_vprintf(a, fmt, ap);
    va_end(ap);
    return s;
}
