/* runtime/stack.c - control stacks that move, data stacks that do not.
 *
 * A control stack contains no pointer into itself and nothing points into it but fp, top and limit of its goroutine, so
 * moving is copying.  Small stacks come from malloc; large ones from mmap, which grows them without copying. */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include "runtime/base/fatal.h"
#include "runtime/stack.h"

#define MMAP_WORDS ((uint64_t)1 << 17)          /* 1 MB and more */
#define CHUNK_MIN 2048
#define CHUNK_MAX (65536u - 64)

static _Atomic uint64_t max_bytes = STACK_MAX_BYTES;

uint64_t stack_set_max(uint64_t bytes)
{
    return atomic_exchange(&max_bytes, bytes);
}

uint64_t stack_max(void)
{
    return atomic_load(&max_bytes);
}

static uint64_t *stack_alloc(uint64_t words)
{
    if (words < MMAP_WORDS)
        return xmalloc(words * 8);
    void *p = mmap(NULL, words * 8, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (p == MAP_FAILED)
        fatal("out of memory for a goroutine stack of %llu bytes", (unsigned long long)words * 8);
    return p;
}

static void stack_release(uint64_t *p, uint64_t words)
{
    if (words < MMAP_WORDS)
        free(p);
    else
        munmap(p, words * 8);
}

void stack_set_limit(struct g *g)
{
    atomic_store_explicit(&g->limit, g->stack_end - G_RESERVE, memory_order_seq_cst);
}

void stack_init(struct g *g)
{
    if (g->stack == NULL) {
        g->stack = stack_alloc(STACK_MIN_WORDS);
        g->stack_end = g->stack + STACK_MIN_WORDS;
    }
    g->fp = g->top = g->stack;
    stack_set_limit(g);
}

void stack_free(struct g *g)
{
    if (g->stack)
        stack_release(g->stack, (uint64_t)(g->stack_end - g->stack));
    g->stack = g->stack_end = g->fp = g->top = NULL;
    for (struct data_chunk *c = g->chunk, *prev; c; c = prev) {
        prev = c->prev;
        free(c);
    }
    g->chunk = NULL;
    g->dtop = g->dend = NULL;
}

static void stack_resize(struct g *g, uint64_t new_words, uint64_t used)
{
    uint64_t old_words = (uint64_t)(g->stack_end - g->stack), *old = g->stack, *p;
    if (old_words >= MMAP_WORDS && new_words > old_words) {
        p = mremap(old, old_words * 8, new_words * 8, MREMAP_MAYMOVE);
        if (p == MAP_FAILED)
            fatal("out of memory for a goroutine stack of %llu bytes", (unsigned long long)new_words * 8);
    } else {
        p = stack_alloc(new_words);
        memcpy(p, old, used * 8);
        stack_release(old, old_words);
    }
    g->fp = p + (g->fp - old);
    g->top = p + (g->top - old);
    g->stack = p;
    g->stack_end = p + new_words;
    stack_set_limit(g);
}

bool stack_grow(struct g *g, const uint64_t *used, uint64_t need)
{
    uint64_t words = (uint64_t)(g->stack_end - g->stack), n = (uint64_t)(used - g->stack), want = words;
    while (want < n + need + 2 * G_RESERVE)
        want *= 2;
    if (want * 8 > stack_max())
        return false;
    if (want > words)
        stack_resize(g, want, n);
    return true;
}

void stack_move(struct g *g)
{
    uint64_t words = (uint64_t)(g->stack_end - g->stack), *old = g->stack;
    if (words >= MMAP_WORDS)
        return;
    uint64_t *p = stack_alloc(words);
    memcpy(p, old, words * 8);
    memset(old, 0xdb, words * 8);       /* a stale address into it shows at once */
    g->fp = p + (g->fp - old);
    g->top = p + (g->top - old);
    g->stack = p;
    g->stack_end = p + words;
    stack_set_limit(g);
    free(old);
}

void stack_shrink(struct g *g)
{
    uint64_t words = (uint64_t)(g->stack_end - g->stack), n = (uint64_t)(g->top - g->stack);
    if (g->stack == NULL || words <= 4 * STACK_MIN_WORDS || n + 2 * G_RESERVE > words / 4)
        return;
    uint64_t want = words / 2;
    while (want > 4 * STACK_MIN_WORDS && n + 2 * G_RESERVE <= want / 4)
        want /= 2;
    stack_resize(g, want, n);
}

/* -- Data stack -------------------------------------------------------------------------------------------------- */

void *data_push_slow(struct g *g, uint64_t size)
{
    uint64_t n = g->chunk ? g->chunk->size * 2 : CHUNK_MIN;
    if (n > CHUNK_MAX)
        n = CHUNK_MAX;
    if (n < size)
        n = size;
    struct data_chunk *c = xmalloc(sizeof *c + n);
    if (g->chunk)
        g->chunk->top = g->dtop;
    c->prev = g->chunk;
    c->size = n;
    c->top = c->mem;
    g->chunk = c;
    g->dtop = c->mem + size;
    g->dend = c->mem + n;
    memset(c->mem, 0, size);
    return c->mem;
}

void data_pop_slow(struct g *g, char *p)
{
    while (g->chunk && !(p >= g->chunk->mem && p < g->chunk->mem + g->chunk->size)) {
        struct data_chunk *c = g->chunk;
        g->chunk = c->prev;
        free(c);
    }
    ASSERT(g->chunk != NULL, "no chunk holds %p", (void *)p);
    g->dtop = p;
    g->dend = g->chunk->mem + g->chunk->size;
}
