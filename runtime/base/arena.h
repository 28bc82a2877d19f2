/* runtime/base/arena.h - region allocation: many small objects, one release.
 *
 * An arena hands out zeroed memory from chunks and frees all of it at once
 * (Hanson, "Fast allocation and deallocation of memory based on object
 * lifetimes", 1990).  It never returns NULL: exhausted host memory ends the
 * process through fatal() with a clear message.  Not thread-safe. */
#ifndef VIRGO_BASE_ARENA_H
#define VIRGO_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena_chunk;
struct arena {
    struct arena_chunk *head;   /* chunk being filled */
    char *next, *end;           /* free part of it */
    size_t total;               /* bytes obtained from the host */
};

/* Makes *a empty; a zero-initialised struct arena is also a valid empty arena. */
void arena_init(struct arena *a);
/* Frees everything allocated from a and leaves it empty. */
void arena_done(struct arena *a);
/* n zeroed bytes, 16-byte aligned. */
void *arena_alloc(struct arena *a, size_t n);
/* A copy of n bytes at p. */
void *arena_memdup(struct arena *a, const void *p, size_t n);
/* NUL-terminated copies; strndup copies exactly n bytes and appends a NUL. */
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t n);
/* printf into the arena. */
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap);

#define arena_new(a, T) ((T *)arena_alloc((a), sizeof(T)))
#define arena_array(a, T, n) ((T *)arena_alloc((a), sizeof(T) * (size_t)(n)))

#endif
