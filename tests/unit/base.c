/* tests/unit/base.c - runtime/base: arenas, arrays, maps, strings, UTF-8. */
#include <stdio.h>
#include <string.h>

#include "runtime/base/arena.h"
#include "runtime/base/fatal.h"
#include "runtime/base/hashmap.h"
#include "runtime/base/strbuf.h"
#include "runtime/base/utf8.h"
#include "runtime/base/vec.h"

static int failures;
#define CHECK(cond) \
    ((cond) ? (void)0 : (failures++, (void)printf("%s:%d: %s\n", __FILE__, __LINE__, #cond)))

static void test_arena(void)
{
    struct arena a = {0};
    char *all[1000];
    for (int i = 0; i < 1000; i++) {
        size_t n = (size_t)(i * 37 % 3001);
        all[i] = arena_alloc(&a, n);
        CHECK(((uintptr_t)all[i] & 15) == 0);
        for (size_t k = 0; k < n; k++)
            CHECK(all[i][k] == 0);
        memset(all[i], i & 0xff, n);
    }
    for (int i = 0; i < 1000; i++)
        for (size_t k = 0; k < (size_t)(i * 37 % 3001); k++)
            CHECK((unsigned char)all[i][k] == (i & 0xff));
    char *big = arena_alloc(&a, 5u << 20);
    CHECK(big[0] == 0 && big[(5u << 20) - 1] == 0);
    CHECK(strcmp(arena_printf(&a, "%d-%s", 7, "x"), "7-x") == 0);
    CHECK(strcmp(arena_strndup(&a, "abcdef", 3), "abc") == 0);
    arena_done(&a);
    CHECK(a.total == 0 && a.head == NULL);
    big = arena_alloc(&a, 100000);      /* the first request may be a large one */
    big[99999] = 1;
    CHECK(*(char *)arena_alloc(&a, 1) == 0);
    arena_done(&a);
}

static void test_vec(void)
{
    vec(int) v = {0};
    for (int i = 0; i < 10000; i++)
        vec_push(&v, i);
    CHECK(v.n == 10000 && v.at[9999] == 9999 && vec_last(&v) == 9999);
    CHECK(vec_pop(&v) == 9999 && v.n == 9999);
    *vec_add(&v) += 5;
    CHECK(vec_last(&v) == 5);
    vec_free(&v);
    CHECK(v.at == NULL && v.n == 0);
}

static void test_maps(void)
{
    static char keys[5000][16];
    struct strmap m = {0};
    struct ptrmap p = {0};
    CHECK(strmap_get(&m, "x") == NULL && ptrmap_get(&p, &m) == NULL);
    for (uintptr_t i = 0; i < 5000; i++) {
        snprintf(keys[i], sizeof keys[i], "key%zu", (size_t)i * 7919);
        strmap_put(&m, keys[i], (void *)i);
        ptrmap_put(&p, (void *)(i * 4096), (void *)i);
    }
    for (uintptr_t i = 0; i < 5000; i++) {
        CHECK(strmap_get(&m, keys[i]) == (void *)i);
        CHECK(ptrmap_get(&p, (void *)(i * 4096)) == (void *)i);
        CHECK(strcmp(m.entries[i].key, keys[i]) == 0);
    }
    CHECK(strmap_find(&m, keys[0], 0) == NULL && strmap_find(&m, keys[0], strlen(keys[0])));
    strmap_put(&m, keys[3], NULL);
    CHECK(m.n == 5000 && strmap_find(&m, keys[3], strlen(keys[3])) && !strmap_get(&m, keys[3]));
    strmap_putn(&m, "", 0, &m);
    CHECK(strmap_getn(&m, NULL, 0) == &m);
    strmap_free(&m);
    ptrmap_free(&p);
}

static void test_strbuf(void)
{
    struct strbuf b = {0};
    for (int i = 0; i < 100; i++)
        strbuf_printf(&b, "%d,", i);
    CHECK(b.n == 290 && strlen(b.at) == 290 && strcmp(b.at + 287, "99,") == 0);
    strbuf_free(&b);
    strbuf_uleb(&b, 624485);
    strbuf_sleb(&b, -123456);
    strbuf_sleb(&b, 64);
    strbuf_u32(&b, 0x01020304);
    CHECK(b.n == 12 && memcmp(b.at, "\xE5\x8E\x26\xC0\xBB\x78\xC0\x00\x04\x03\x02\x01", 12) == 0);
    strbuf_free(&b);
    strbuf_put_rune(&b, 0x20AC);
    strbuf_put_rune(&b, 0xD800);
    CHECK(strcmp(b.at, "\xE2\x82\xAC\xEF\xBF\xBD") == 0);
    strbuf_free(&b);
}

static void test_utf8(void)
{
    static const struct { const char *in; int n, width; uint32_t rune; } cases[] = {
        {"a", 1, 1, 'a'}, {"\xC3\xA9", 2, 2, 0xE9}, {"\xE2\x82\xAC", 3, 3, 0x20AC},
        {"\xF0\x9F\x98\x80", 4, 4, 0x1F600}, {"\xF4\x8F\xBF\xBF", 4, 4, 0x10FFFF},
        {"\xC0\x80", 2, 1, RUNE_ERROR}, {"\xC3", 1, 1, RUNE_ERROR}, {"\x80", 1, 1, RUNE_ERROR},
        {"\xED\xA0\x80", 3, 1, RUNE_ERROR}, {"\xF4\x90\x80\x80", 4, 1, RUNE_ERROR},
        {"\xE0\x80\x80", 3, 1, RUNE_ERROR}, {"\xE2\x82", 2, 1, RUNE_ERROR},
        {"\xF0\x9F\x98", 3, 1, RUNE_ERROR}, {"\xEF\xBF\xBD", 3, 3, RUNE_ERROR},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint32_t r = 0;
        int w = utf8_decode((const unsigned char *)cases[i].in, (size_t)cases[i].n, &r);
        CHECK(w == cases[i].width && r == cases[i].rune);
    }
    for (uint32_t r = 0; r <= 0x10FFFF; r++) {
        unsigned char e[4];
        uint32_t back;
        int w = utf8_encode(e, r);
        uint32_t want = r >= 0xD800 && r <= 0xDFFF ? RUNE_ERROR : r;
        CHECK(utf8_decode(e, (size_t)w, &back) == w && back == want);
    }
    CHECK(utf8_valid((const unsigned char *)"h\xC3\xA9", 3));
    CHECK(!utf8_valid((const unsigned char *)"h\xC3", 2));
    CHECK(unicode_is_letter('a') && unicode_is_letter(0xE9) && unicode_is_letter(0x65E5));
    CHECK(!unicode_is_letter('1') && !unicode_is_letter('_') && !unicode_is_letter(0x20AC));
    CHECK(unicode_is_digit('7') && unicode_is_digit(0x0663) && !unicode_is_digit(0x00B2));
    CHECK(unicode_is_upper('A') && unicode_is_upper(0xC9) && !unicode_is_upper('a'));
}

int main(void)
{
    test_arena();
    test_vec();
    test_maps();
    test_strbuf();
    test_utf8();
    return failures != 0;
}
