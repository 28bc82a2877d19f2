/* tests/unit/types_build.c - descriptors built from a module's type records: identity, layout, names, methods. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "runtime/types.h"
#include "vm/module/image.h"

static int failures;
#define CHECK(cond) \
    ((cond) ? (void)0 : (failures++, (void)printf("%s:%d: %s\n", __FILE__, __LINE__, #cond)))

/* A module made by hand: strings and type records are added one by one. */
static char data[4096];
static struct fmt_strref strs[100];
static uint32_t types[1000], typeidx[100];
static struct rtype *rtypes[2][100];
static struct image images[2];
static uint32_t nstr = 1, ndata, nwords, ntypes = 1;

static uint32_t str(const char *s)
{
    strs[nstr] = (struct fmt_strref){ ndata, (uint32_t)strlen(s) };
    strcpy(data + ndata, s);
    ndata += (uint32_t)strlen(s) + 1;
    return nstr++;
}

static uint32_t type(int n, ...)
{
    __builtin_va_list ap;
    __builtin_va_start(ap, n);
    typeidx[ntypes] = nwords;
    for (int i = 0; i < n; i++)
        types[nwords++] = __builtin_va_arg(ap, uint32_t);
    __builtin_va_end(ap);
    return ntypes++;
}

static bool prints(const struct rtype *t, const char *want)
{
    struct go_string s = type_string(t);
    bool ok = s.len == (int64_t)strlen(want) && memcmp(s.ptr, want, (size_t)s.len) == 0;
    if (!ok)
        printf("%.*s, not %s\n", (int)s.len, s.ptr, want);
    return ok;
}

int main(void)
{
    uint32_t i64 = type(2, KIND_INT, 0), i8 = type(2, KIND_INT8, 0), s = type(2, KIND_STRING, 0);
    uint32_t any = type(3, KIND_INTERFACE, 0, 0);
    uint32_t a = str("A"), b = str("b"), tag = str("k:\"v\""), path = str("x/p"), pkg = str("p"), list = str("List");
    uint32_t named = ntypes;            /* type List struct { A int8; b *List `tag`; A2 string } */
    uint32_t under = named + 2;
    type(7, KIND_NAMED, 0, path, list, under, pkg, 1);
    uint32_t ptr = type(3, KIND_POINTER, 0, named);
    type(3 + 15, KIND_STRUCT, 0, 3, a, 0, i8, 0, 0, b, path, ptr, tag, 2, str("A2"), 0, s, 0, 0);
    uint32_t slice = type(3, KIND_SLICE, 0, named), slice2 = type(3, KIND_SLICE, 0, named);
    uint32_t arr = type(5, KIND_ARRAY, 0, ptr, 1, 0), arr3 = type(5, KIND_ARRAY, 0, i8, 3, 0);
    uint32_t fn = type(7, KIND_FUNC, 0, 2u | 1u << 31, 1, i64, slice, s);
    uint32_t map = type(4, KIND_MAP, 0, s, fn);
    uint32_t recv = type(4, KIND_CHAN, 0, i64, 1), chan = type(4, KIND_CHAN, 0, recv, 3);
    uint32_t wrap = type(3 + 5, KIND_STRUCT, 0, 1, a, 0, fn, 0, 0);
    uint32_t pad = type(3 + 10, KIND_STRUCT, 0, 2, a, 0, i64, 0, 0, str("Z"), 0, type(2, KIND_BOOL, 0), 0, 0);
    uint32_t holder = type(3 + 10, KIND_STRUCT, 0, 2, a, 0, any, 0, 0, str("E"), 0, map, 0, 0);
    for (int i = 0; i < 2; i++)         /* two modules with the same records: types are shared between them */
        images[i] = (struct image){ .path = "x/p", .str = strs, .nstr = nstr, .strdata = data, .types = types,
                                    .typeidx = typeidx, .ntypes = ntypes, .rtypes = rtypes[i] };

    struct rtype *t = types_build(&images[0], named);
    const struct struct_type *st = (const void *)t;
    CHECK(prints(t, "p.List") && type_kind(t) == KIND_STRUCT && t->size == 32 && t->align == 8 && t->ptrdata == 24);
    CHECK(st->fields[1].offset == 8 && st->fields[2].offset == 16 && t->equal && !(t->tflag & TFLAG_REGULAR));
    CHECK(st->fields[1].type == types_build(&images[0], ptr) && type_elem(st->fields[1].type) == t);
    CHECK(name_exported(st->fields[0].name) && !name_exported(st->fields[1].name));
    CHECK(name_tag(st->fields[1].name).len == 5 && type_pkg_path(t).len == 3);
    CHECK(t == types_build(&images[1], named));
    CHECK(types_build(&images[0], slice) == types_build(&images[0], slice2));
    CHECK(types_build(&images[0], slice) == type_slice_of(t) && prints(type_slice_of(t), "[]p.List"));
    CHECK(prints(types_build(&images[0], fn), "func(int, ...p.List) string"));
    CHECK(prints(types_build(&images[0], map), "map[string]func(int, ...p.List) string"));
    CHECK(prints(types_build(&images[0], chan), "chan (<-chan int)"));
    CHECK(prints(types_build(&images[0], under), "struct { A int8; b *p.List \"k:\\\"v\\\"\"; A2 string }"));
    CHECK(prints(types_build(&images[0], any), "interface {}"));
    struct rtype *x = types_build(&images[0], arr);
    CHECK(x->size == 8 && type_is_direct(x) && (x->tflag & TFLAG_REGULAR) && type_in_memory(x));
    x = types_build(&images[0], arr3);
    CHECK(x->size == 3 && x->align == 1 && x->ptrdata == 0 && !type_is_direct(x));
    x = types_build(&images[0], wrap);
    CHECK(type_is_direct(x) && !x->equal && type_slots(x) == 1);
    x = types_build(&images[0], pad);
    CHECK(x->size == 16 && x->equal && !(x->tflag & TFLAG_REGULAR) && type_slots(x) == 2);
    x = types_build(&images[0], holder);
    CHECK(!x->equal && x->size == 24 && x->ptrdata == 24);
    CHECK(type_slots(t) == 4 && !type_in_memory(t));
    uint64_t slots[4] = { (uint64_t)-5, 0x1234, 0x5678, 9 }, back[4] = {0};
    char mem[32] = {0};
    type_store_slots(t, mem, slots);
    CHECK(mem[0] == -5);
    type_load_slots(t, mem, back);
    CHECK(memcmp(slots, back, sizeof slots) == 0);
    CHECK(type_off(t->ptr_to_this) == types_build(&images[0], ptr));
    CHECK(type_func_of((struct rtype *[]){ types_build(&images[0], i64), type_slice_of(t) }, 2,
                       (struct rtype *[]){ types_build(&images[0], s) }, 1, true) == types_build(&images[0], fn));
    CHECK(iface_type(0) == NULL && iface_type((uint64_t)t) == t);
    if (failures)
        printf("%d failures\n", failures);
    return failures != 0;
}
