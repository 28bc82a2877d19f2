/* tests/unit/heap_basic.c - allocation, survival of what is reachable, reuse of what is not, finalizers, weak links. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "runtime/g.h"
#include "runtime/heap.h"
#include "runtime/stack.h"

static int failures;
#define CHECK(cond) do { if (!(cond)) { printf("%s:%d: %s\n", __FILE__, __LINE__, #cond); failures++; } } while (0)

struct node { struct node *next; uint64_t value[3]; };

static struct worker worker;
static struct g g;

static void collect(void)
{
    heap_drop_cache(&worker.cache);
    heap_collect();
}

static void *alloc(size_t size, bool ptrs)
{
    void *p = heap_alloc(&g, size, ptrs);
    while (p == NULL) {
        collect();
        g.heap_granted = true;
        p = heap_alloc(&g, size, ptrs);
        g.heap_granted = false;
    }
    return p;
}

static void start_goroutine(void)
{
    g.worker = &worker;
    g.status = G_RUNNING;
    stack_init(&g);
    g.fp = g.stack + FRAME_HEADER;
    g.top = g.fp + 8;
    memset(g.stack, 0, 12 * 8);
    heap_attach_g(&g);
}

/* A list hangs from a slot of the goroutine; garbage of all sizes is made meanwhile. */
static void survival(void)
{
    enum { N = 2000 };
    for (uint64_t i = 0; i < N; i++) {
        struct node *n = alloc(sizeof *n, true);
        CHECK(n->next == NULL && n->value[0] == 0 && n->value[2] == 0);
        n->next = (struct node *)g.fp[2];
        n->value[0] = i;
        g.fp[2] = (uint64_t)n;
        for (size_t size = 1; size < 5000; size = size * 3 + 1)
            memset(alloc(size, i & 1), 0xff, size);
        if (i % 500 == 0)
            collect();
    }
    collect();
    uint64_t i = N;
    for (struct node *n = (struct node *)g.fp[2]; n; n = n->next)
        CHECK(n->value[0] == --i);
    CHECK(i == 0);
}

/* Only an interior pointer, in the data stack. */
static void interior(void)
{
    void **area = data_push(&g, 32);
    char *p = alloc(100000, false);
    size_t size = 0;
    memset(p, 0x5a, 100000);
    area[1] = p + 70000;
    p = NULL;
    for (int i = 0; i < 300; i++)
        memset(alloc(100000, false), 0, 100000);
    collect();
    char *base = heap_base(area[1], &size);
    CHECK(base != NULL && (char *)area[1] - base == 70000 && size >= 100000);
    for (int i = 0; base && i < 100000; i++)
        if (base[i] != 0x5a) {
            CHECK(!"overwritten");
            break;
        }
    data_pop(&g, (char *)area);
}

static void bounded(void)
{
    struct heap_stats before, after;
    heap_get_stats(&before, NULL);
    for (int i = 0; i < 2000000; i++)
        alloc(64, true);
    heap_get_stats(&after, NULL);
    CHECK(after.num_gc > before.num_gc + 5);
    CHECK(after.heap_sys < (64u << 20));
    CHECK(after.mallocs - before.mallocs >= 2000000);
}

enum { LINKS = 40 };
static void **links;

static void __attribute__((noinline)) make_finalizable(void)
{
    for (int i = 0; i < 100; i++) {
        void *p = alloc(48, true), *data = alloc(16, true);
        *(uint64_t *)data = (uint64_t)i;
        heap_set_finalizer(p, data);
    }
    links = heap_alloc_static(LINKS * sizeof *links, false);
    for (int i = 0; i < LINKS; i++) {
        links[i] = alloc(32, true);
        heap_weak_register(&links[i], links[i]);
    }
}

static void finalizers(void)
{
    void *obj, *data;
    int n = 0;
    make_finalizable();
    g.fp[2] = 0;
    collect();
    collect();
    while (heap_next_finalizer(&obj, &data))
        n += obj != NULL && *(uint64_t *)data < 100;
    CHECK(n >= 95);                     /* a conservative collector may see a few */
    CHECK(!heap_finalizers_ready());
    for (int i = n = 0; i < LINKS; i++)
        n += links[i] == NULL;
    CHECK(n >= LINKS - 5);
}

static void statics(void)
{
    void **s = heap_alloc_static(64, true);
    CHECK(((uintptr_t)s & 63) == 0);
    s[3] = alloc(40, true);
    *(uint64_t *)s[3] = 77;
    for (int i = 0; i < 100000; i++)
        *(uint64_t *)alloc(40, true) = 1;
    collect();
    CHECK(*(uint64_t *)s[3] == 77);
    CHECK(heap_alloc(&g, 0, true) == heap_zero_object);
}

int main(void)
{
    heap_init(&(struct heap_options){ .gc_percent = 100 });
    start_goroutine();
    survival();
    interior();
    bounded();
    finalizers();
    statics();
    printf(failures ? "FAILED\n" : "ok\n");
    return failures != 0;
}
