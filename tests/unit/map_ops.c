/* tests/unit/map_ops.c - runtime/map.c against a model, and iteration while the map changes. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "runtime/heap.h"
#include "runtime/map.h"
#include "runtime/sched/internal.h"
#include "runtime/types.h"

static int failures;
#define CHECK(cond) \
    ((cond) ? (void)0 : (failures++, (void)printf("%s:%d: %s\n", __FILE__, __LINE__, #cond)))

static struct g g;
static struct worker worker;
static int dummy;

static struct rtype int64_type = { .size = 8, .align = 8, .field_align = 8, .kind = KIND_INT64, .tflag = TFLAG_REGULAR, .equal = &dummy };
static struct rtype int32_type = { .size = 4, .align = 4, .field_align = 4, .kind = KIND_INT32, .tflag = TFLAG_REGULAR, .equal = &dummy };
static struct rtype float_type = { .size = 8, .align = 8, .field_align = 8, .kind = KIND_FLOAT64, .equal = &dummy };
static struct rtype string_type = { .size = 16, .ptrdata = 8, .align = 8, .field_align = 8, .kind = KIND_STRING, .equal = &dummy };
static struct rtype empty_type = { .size = 0, .align = 1, .field_align = 1, .kind = KIND_STRUCT, .tflag = TFLAG_REGULAR, .equal = &dummy };

static struct map_type map_type(struct rtype *k, struct rtype *e)
{
    return (struct map_type){ .t = { .size = 8, .kind = KIND_MAP | KIND_DIRECT }, .key = k, .elem = e };
}

static void *assign(struct map_type *t, struct map *m, const void *key)
{
    struct value_fault f;
    void *elem = NULL;
    CHECK(map_assign(&g, t, m, key, &elem, &f) == MAP_DONE);
    return elem;
}

static void *find(struct map_type *t, struct map *m, const void *key)
{
    struct value_fault f;
    void *elem;
    CHECK(map_find(t, m, key, &elem, &f) == MAP_DONE);
    return elem;
}

static void drop(struct map_type *t, struct map *m, const void *key)
{
    struct value_fault f;
    CHECK(map_delete(t, m, key, &f) == MAP_DONE);
}

/* Random operations on few keys, mirrored in an array. */
static void test_model(struct rtype *key, int range, int steps)
{
    struct map_type t = map_type(key, &int64_type);
    struct map *m = map_new(&g, &t, 0);
    int64_t *model = calloc((size_t)range, sizeof *model);
    uint64_t count = 0;
    unsigned seed = 7;
    for (int i = 0; i < steps; i++) {
        int64_t k = rand_r(&seed) % range;
        int op = rand_r(&seed) % 100;
        if (op < 50) {
            *(int64_t *)assign(&t, m, &k) = i + 1;
            count += model[k] == 0;
            model[k] = i + 1;
        } else if (op < 90) {
            drop(&t, m, &k);
            count -= model[k] != 0;
            model[k] = 0;
        } else {
            int64_t *e = find(&t, m, &k);
            CHECK((e ? *e : 0) == model[k]);
        }
        CHECK(m->count == count);
        if (i % 20011 == 20010) {
            CHECK(map_clear(&t, m) == MAP_DONE);
            memset(model, 0, (size_t)range * sizeof *model);
            count = 0;
        }
    }
    struct map_iter it;
    uint64_t seen = 0;
    map_iter_init(&t, m, &it);
    while (map_iter_next(&it) == MAP_DONE && it.key) {
        int64_t k = key->size == 4 ? *(int32_t *)it.key : *(int64_t *)it.key;
        CHECK(model[k] == *(int64_t *)it.elem);
        seen++;
    }
    CHECK(seen == count);
    free(model);
}

static void test_strings(void)
{
    struct map_type t = map_type(&string_type, &empty_type);
    struct map *m = map_new(&g, &t, 1000);
    static char text[2000][8];
    for (int i = 0; i < 2000; i++) {
        struct go_string s = { text[i], snprintf(text[i], 8, "k%d", i) };
        CHECK(assign(&t, m, &s) == heap_zero_object);
    }
    CHECK(m->count == 2000);
    for (int i = 0; i < 2000; i++) {
        char copy[8];
        struct go_string s = { copy, snprintf(copy, 8, "k%d", i) };
        CHECK(find(&t, m, &s) != NULL);
        s.ptr = "x";
        s.len = 1;
        CHECK(find(&t, m, &s) == NULL);
    }
}

static void test_floats(void)
{
    struct map_type t = map_type(&float_type, &int64_type);
    struct map *m = map_new(&g, &t, 0);
    double nan = NAN, zero = 0, minus = -0.0;
    for (int i = 0; i < 20; i++)
        *(int64_t *)assign(&t, m, &nan) = i;
    *(int64_t *)assign(&t, m, &zero) = 1;
    *(int64_t *)assign(&t, m, &minus) = 2;
    CHECK(m->count == 21);
    CHECK(find(&t, m, &nan) == NULL);
    CHECK(*(int64_t *)find(&t, m, &zero) == 2);
    drop(&t, m, &nan);
    CHECK(m->count == 21);
    /* NaN entries survive the growth of the map under an iteration. */
    struct map_iter it;
    int nans = 0;
    map_iter_init(&t, m, &it);
    for (int i = 0; map_iter_next(&it) == MAP_DONE && it.key; i++) {
        nans += isnan(*(double *)it.key);
        for (int k = 0; k < 50; k++) {
            double d = 1000 + i * 50 + k;
            assign(&t, m, &d);
        }
    }
    CHECK(nans == 20);
}

/* Deleting and inserting while iterating: nothing twice, nothing deleted, everything that stays. */
static void test_mutation(int n)
{
    struct map_type t = map_type(&int64_type, &int64_type);
    struct map *m = map_new(&g, &t, 0);
    char *seen = calloc((size_t)n, 1), *gone = calloc((size_t)n, 1);
    for (int64_t k = 0; k < n; k++)
        *(int64_t *)assign(&t, m, &k) = k;
    struct map_iter it;
    map_iter_init(&t, m, &it);
    int64_t fresh = n;
    unsigned seed = 3;
    while (map_iter_next(&it) == MAP_DONE && it.key) {
        int64_t k = *(int64_t *)it.key;
        if (k >= n)
            continue;
        CHECK(!seen[k] && !gone[k]);
        CHECK(*(int64_t *)it.elem == k);
        seen[k] = 1;
        for (int i = 0; i < 3; i++, fresh++)
            *(int64_t *)assign(&t, m, &fresh) = fresh;
        int64_t victim = rand_r(&seed) % n;
        if (!gone[victim] && victim % 2) {
            drop(&t, m, &victim);
            gone[victim] = 1;
        }
        CHECK(fresh < 100 * n);
    }
    for (int64_t k = 0; k < n; k++)
        CHECK(seen[k] || gone[k]);
    free(seen);
    free(gone);
}

/* Inserting and deleting at the end for ever must not fill the table with tombstones. */
static void test_stack_use(void)
{
    struct map_type t = map_type(&int64_type, &empty_type);
    struct map *m = map_new(&g, &t, 0);
    int64_t next = 0;
    for (int round = 0; round < 20000; round++) {
        int64_t from = next;
        for (int i = 0; i < 13; i++, next++)
            assign(&t, m, &next);
        for (int64_t k = next - 1; k >= from; k--)
            drop(&t, m, &k);
    }
    CHECK(m->count == 0 && m->cap <= 64);
}

int main(void)
{
    heap_init(&(struct heap_options){ .gc_percent = -1 });
    g.worker = &worker;
    g.heap_granted = true;
    test_model(&int64_type, 10, 20000);
    test_model(&int64_type, 1000, 100000);
    test_model(&int32_type, 300, 50000);
    test_strings();
    test_floats();
    test_mutation(5);
    test_mutation(8);
    test_mutation(100);
    test_mutation(5000);
    test_stack_use();
    if (failures)
        printf("%d failures\n", failures);
    return failures != 0;
}
