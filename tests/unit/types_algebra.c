/* tests/unit/types_algebra.c - questions asked about types: identity, layout, selectors, method sets, instances,
 * interfaces, and the round trip through export data.  The types come from Go source through the checker. */
#include <stdio.h>
#include <string.h>

#include "compiler/syntax/parse.h"
#include "compiler/types/export.h"
#include "compiler/types/types.h"
#include "runtime/base/strbuf.h"

static int failures;
#define CHECK(cond, ...) \
    ((cond) ? (void)0 : (failures++, printf("%s:%d: %s: ", __FILE__, __LINE__, #cond), printf(__VA_ARGS__), putchar('\n')))

static struct diag d;
static struct universe *u;
static struct package *p;
static const struct check_config config = { .lang = "go1.19" };

static const char source[] =
    "package p\n"
    "import \"unsafe\"\n"
    "type S struct { A int8; B int64; C [3]int16; D struct{} }\n"
    "type Empty struct{}\n"
    "type Inner struct { X, y int }\n"
    "func (Inner) Val() int { return 0 }\n"
    "func (*Inner) Ptr(s ...string) (n int, err error) { return }\n"
    "type Mid struct { *Inner; Z string }\n"
    "type Other struct { X int }\n"
    "type Outer struct { Mid; Other; int }\n"
    "type ByVal struct { Inner }\n"
    "type Str interface { String() string; private() }\n"
    "type Stringer interface { String() string }\n"
    "type List[T any] struct { next *List[T]; v T }\n"
    "func (l *List[E]) Push(v E) *List[E] { return l }\n"
    "type Pair[K comparable, V any] struct { Key K; Val V; sub *Pair[K, V]; w V2[K] }\n"
    "type V2[T any] struct { _ [0]T }\n"
    "type Num interface { ~int | ~int64 | float64 }\n"
    "type MyInt int\n"
    "func Sum[T Num](x ...T) (t T) { return }\n"
    "func Conv[S ~[]E, E any](s S) E { return s[0] }\n"
    "var LI List[int]\n"
    "var LB List[byte]\n"
    "var LU List[uint8]\n"
    "var PS Pair[string, []int]\n"
    "var F func(a int, b ...map[string]chan<- int) (x, y error)\n"
    "var Ch chan (<-chan int)\n"
    "var Any any\n"
    "var E0 interface{}\n"
    "const Big = 1 << 100\n"
    "const Third = 1.0 / 3\n"
    "const C = 1 + 2i\n"
    "const Hello = \"hello\"\n"
    "const Huge = 1e3000\n"
    "type Node struct { left, right *Node; up interface { Walk() Node } }\n"
    "func fn() { type T struct { x int }; type U []T; Loc = func() interface{} { return T{} }; LocT(T{}.x) }\n"
    "func LocT(int) {}\n"
    "var Loc func() interface{}\n"
    "var LV = func() struct{ a any } { type T struct { q int }; return struct{ a any }{T{}} }()\n"
    "var Hidden = hidden()\n"
    "func hidden() (r func() interface{ M() }) { return }\n"
    "var GS List[struct{ X int; y Inner }]\n"
    "var GI List[interface{ Foo(); bar() }]\n"
    "var X1, X2 = mk()\n"
    "func mk() (int, *[unsafe.Sizeof(S{})]int) { return 0, nil }\n";

static struct object *obj(struct package *pkg, const char *name)
{
    struct object *o = scope_lookup(pkg->scope, name);
    CHECK(o, "%s", name);
    return o;
}

static struct type *type(const char *name) { return obj(p, name)->type; }

static void text_is(char *got, const char *want) { CHECK(strcmp(got, want) == 0, "got \"%s\" want \"%s\"", got, want); }

static void test_layout(void)
{
    CHECK(ty_size(type("S")) == 24 && ty_align(type("S")) == 8, "%d", (int)ty_size(type("S")));
    struct type *s = ty_underlying(type("S"));
    CHECK(s->strct.fields[1].offset == 8 && s->strct.fields[2].offset == 16 && s->strct.fields[3].offset == 22, "offsets");
    CHECK(ty_size(type("Empty")) == 0 && ty_align(type("Empty")) == 1, "empty");
    CHECK(ty_size(type("LI")) == 16 && ty_size(type("LB")) == 16, "instances");
    CHECK(ty_size(type("Stringer")) == 16 && ty_size(type("F")) == 8, "words");
    text_is(ty_text(&u->arena, type("X2"), p), "*[24]int");
}

static void test_print(void)
{
    struct arena *a = &u->arena;
    text_is(ty_text(a, type("F"), p), "func(a int, b ...map[string]chan<- int) (x error, y error)");
    text_is(ty_reflect_string(a, type("F")), "func(int, ...map[string]chan<- int) (error, error)");
    text_is(ty_text(a, type("Ch"), p), "chan (<-chan int)");
    text_is(ty_text(a, type("Any"), p), "any");
    text_is(ty_text(a, type("E0"), p), "interface{}");
    text_is(ty_canonical(a, type("Any")), "interface {}");
    text_is(ty_text(a, type("PS"), p), "Pair[string, []int]");
    text_is(ty_reflect_string(a, type("PS")), "p.Pair[string,[]int]");
    text_is(ty_reflect_string(a, type("GS")), "p.List[struct { X int; p.y p.Inner }]");
    text_is(ty_reflect_string(a, type("GI")), "p.List[interface { Foo(); p.bar() }]");
    text_is(ty_text(a, type("Pair"), NULL), "p.Pair[K comparable, V any]");
    text_is(ty_canonical(a, ty_underlying(type("Str"))), "interface { String() string; p.private() }");
    text_is(ty_canonical(a, ty_underlying(type("Num"))), "interface { float64|~int|~int64 }");
    text_is(ty_reflect_string(a, ty_underlying(type("Inner"))), "struct { X int; y int }");
    text_is(ty_canonical(a, ty_underlying(type("Inner"))), "struct { X int; p.y int }");
    text_is(ty_canonical(a, ty_underlying(type("ByVal"))), "struct { Inner: p.Inner }");
}

static void test_lookup(void)
{
    struct lookup l = ty_lookup(u, type("Outer"), false, p, "Z");
    CHECK(l.obj && l.npath == 2 && l.path[0] == 0 && l.path[1] == 1 && !l.indirect, "Z");
    l = ty_lookup(u, type("Outer"), false, p, "y");
    CHECK(l.obj && l.npath == 3 && l.indirect, "y");
    CHECK(ty_lookup(u, type("Outer"), false, p, "X").npath == 2, "X: the shallower one");
    l = ty_lookup(u, type("Outer"), false, p, "Ptr");
    CHECK(l.obj && l.npath == 2 && l.recv == ty_pointer(u, type("Inner")), "Ptr through a pointer");
    l = ty_lookup(u, type("ByVal"), false, p, "Ptr");
    CHECK(!l.obj && l.ptr_needed, "Ptr needs an address");
    CHECK(ty_lookup(u, type("ByVal"), true, p, "Ptr").obj, "addressable");
    CHECK(!ty_lookup(u, type("Outer"), false, NULL, "y").obj, "unexported from elsewhere");
    l = ty_lookup(u, type("LI"), true, p, "Push");
    CHECK(l.obj, "Push");
    text_is(ty_text(&u->arena, l.type, p), "func(v int) *List[int]");
    l = ty_lookup(u, type("Node"), false, p, "up");
    CHECK(l.type && ty_lookup(u, l.type, false, p, "Walk").is_iface_method, "Walk");
}

static void test_method_sets(void)
{
    struct method_set *m = ty_method_set(u, type("Outer"));
    CHECK(m->n == 2 && strcmp(m->at[0].name, "Ptr") == 0 && strcmp(m->at[1].name, "Val") == 0, "%d", m->n);
    CHECK(ty_method_set(u, type("ByVal"))->n == 1, "by value");
    CHECK(ty_method_set(u, ty_pointer(u, type("ByVal")))->n == 2, "by pointer");
    CHECK(ty_method_set(u, type("Str"))->n == 2, "interface");
    CHECK(ty_method_set(u, ty_pointer(u, type("Str")))->n == 0, "pointer to interface");
    CHECK(ty_method_order("Zoo", p, "abc", p) < 0 && ty_method_order("A", p, "B", p) < 0, "order");
}

static void test_instances(void)
{
    CHECK(type("LB") == type("LU"), "byte and uint8 make one instance");
    CHECK(type("LB") != type("LI"), "different arguments");
    struct type *arg[] = { u->basic[TY_INT] };
    CHECK(ty_instantiate(u, type("List"), arg, 1) == type("LI"), "hash-consed");
    CHECK(ty_underlying(type("LI"))->strct.fields[0].type == ty_pointer(u, type("LI")), "recursion closes");
    CHECK(ty_has_typeparam(type("Sum")) && !ty_has_typeparam(type("LI")), "mentions type parameters");
    struct type *sum = type("Sum");
    char *why = NULL;
    struct type *good[] = { type("MyInt") }, *bad[] = { u->basic[TY_STRING] };
    CHECK(ty_verify_instance(u, sum->func.tparams, good, 1, &why) < 0, "MyInt is a Num");
    CHECK(ty_verify_instance(u, sum->func.tparams, bad, 1, &why) == 0, "string is not");
    text_is(why, "string does not implement p.Num (string missing in ~int | ~int64 | float64)");
    text_is(ty_text(&u->arena, ty_instantiate(u, sum, good, 1), p), "func(x ...MyInt) (t MyInt)");
}

static void test_interfaces(void)
{
    CHECK(!ty_implements(u, type("Inner"), type("Stringer"), NULL), "no method");
    CHECK(ty_implements(u, type("Str"), type("Stringer"), NULL), "larger interface");
    char *why = NULL;
    CHECK(!ty_implements(u, type("Stringer"), type("Str"), &why), "smaller interface");
    text_is(why, "p.Stringer does not implement p.Str (missing private method)");
    CHECK(ty_comparable(type("Inner"), NULL), "struct of ints");
    CHECK(!ty_comparable(ty_slice(u, u->basic[TY_INT]), NULL), "slice");
    struct type *s = ty_new(u, TY_STRUCT);
    s->strct.n = 1;
    s->strct.fields = arena_new(&u->arena, struct type_field);
    s->strct.fields[0] = (struct type_field){ .name = "a", .type = ty_slice(u, u->basic[TY_INT]) };
    CHECK(!ty_comparable(s, &why), "struct of slice");
    text_is(why, "struct containing []int cannot be compared");
    CHECK(ty_core(ty_underlying(type("Inner")))->kind == TY_STRUCT, "core of a plain type");
    CHECK(!ty_core(type("Sum")->func.tparams[0]), "no core type");
    CHECK(ty_core(type("Conv")->func.tparams[0])->kind == TY_SLICE, "core type []E");
}

static struct expr *operand(struct type *t, struct constant *cv)
{
    struct expr *x = arena_new(&u->arena, struct expr);
    x->kind = EX_IDENT;
    x->ident.name = "x";
    x->mode = cv ? MODE_CONST : MODE_VALUE;
    x->type = t;
    x->cv = cv;
    return x;
}

static void test_infer(void)
{
    struct type *conv = type("Conv"), *sum = type("Sum"), *targs[2] = { NULL, NULL };
    struct type *mine = ty_slice(u, u->basic[TY_STRING]);
    struct expr *args[2] = { operand(mine, NULL) };
    struct object *params[2] = { conv->func.params[0] };
    CHECK(ty_infer(u, (struct pos){0}, conv->func.tparams, 2, targs, params, 1, args, 1, false), "core type");
    CHECK(targs[0] == mine && targs[1] == u->basic[TY_STRING], "S and E");
    struct object v = *sum->func.params[0];
    v.type = sum->func.tparams[0];
    params[0] = params[1] = &v;
    args[0] = operand(u->basic[TY_UNTYPED_INT], cv_int(u, 1));
    args[1] = operand(u->basic[TY_FLOAT64], NULL);
    targs[0] = NULL;
    CHECK(ty_infer(u, (struct pos){0}, sum->func.tparams, 1, targs, params, 2, args, 2, false), "typed first");
    CHECK(targs[0] == u->basic[TY_FLOAT64], "float64");
    targs[0] = NULL;
    CHECK(ty_infer(u, (struct pos){0}, sum->func.tparams, 1, targs, params, 1, args, 1, false), "default type");
    CHECK(targs[0] == u->basic[TY_INT], "int");
}

static void test_export(void)
{
    struct strbuf b = {0}, again = {0};
    export_package(p, &b);
    export_package(p, &again);
    CHECK(b.n == again.n && memcmp(b.at, again.at, b.n) == 0, "output is reproducible");
    struct universe *v = universe_new(&d);
    char *why = NULL;
    struct package *q = import_package(v, "p", (const uint8_t *)b.at, b.n, &config, &why);
    CHECK(q, "%s", why);
    for (size_t i = 0; q && i < p->scope->names.n; i++) {
        struct object *o = p->scope->names.entries[i].val, *r = obj(q, o->name);
        if (!r || ty_has_typeparam(o->type) || ty_is_generic(o->type))
            continue;
        text_is(ty_canonical(&v->arena, r->type), ty_canonical(&u->arena, o->type));
        if (o->cv)
            text_is(cv_text(&v->arena, r->cv, NULL), cv_text(&u->arena, o->cv, NULL));
        if (o->kind == OBJ_TYPE) {
            text_is(ty_canonical(&v->arena, ty_underlying(r->type)), ty_canonical(&u->arena, ty_underlying(o->type)));
            CHECK(ty_method_set(v, ty_pointer(v, r->type))->n == ty_method_set(u, ty_pointer(u, o->type))->n, "%s", o->name);
        }
    }
    struct lookup l = q ? ty_lookup(v, obj(q, "LI")->type, true, q, "Push") : (struct lookup){0};
    CHECK(l.obj, "method of an imported instance");
    if (l.obj)
        text_is(ty_text(&v->arena, l.type, q), "func(v int) *List[int]");
    /* every truncation and a bit flip in every byte is refused */
    for (size_t n = 0; n < b.n; n++) {
        CHECK(!import_package(v, "p", (const uint8_t *)b.at, n, &config, &why), "truncated to %zu", n);
        b.at[n] ^= 0x10;
        CHECK(!import_package(v, "p", (const uint8_t *)b.at, b.n, &config, &why) || (n >= 4 * XH_CHECK && n < 8), "flip %zu", n);
        b.at[n] ^= 0x10;
    }
    universe_free(v);
    strbuf_free(&b);
    strbuf_free(&again);
}

static const char *source_text(void *ctx, const struct file *f, size_t *n)
{
    *n = sizeof source - 1;
    return source;
}

static void test_generic_source(void)
{
    struct strbuf b = {0};
    struct export_source src = { .text = source_text };
    export_package_with_source(p, &b, &src);
    struct universe *v = universe_new(&d);
    char *why = NULL;
    struct package *q = import_package(v, "p", (const uint8_t *)b.at, b.n, &config, &why);
    struct generic_source g;
    CHECK(q && import_generic_source(q, obj(q, "Sum"), &g), "Sum has source");
    text_is(arena_strndup(&v->arena, g.text, g.n), "func Sum[T Num](x ...T) (t T) { return }");
    CHECK(strcmp(g.file, "p.go") == 0 && g.line > 1 && g.col == 1, "%s:%u:%u", g.file, g.line, g.col);
    CHECK(g.nimports == 1 && !g.imports[0].name && strcmp(g.imports[0].path, "unsafe") == 0, "imports");
    struct lookup l = ty_lookup(v, obj(q, "LI")->type, true, q, "Push");
    CHECK(l.obj && import_generic_source(q, l.obj, &g), "Push has source");
    text_is(arena_strndup(&v->arena, g.text, g.n), "func (l *List[E]) Push(v E) *List[E] { return l }");
    CHECK(!import_generic_source(q, obj(q, "fn"), &g), "an ordinary function has none");
    universe_free(v);
    strbuf_free(&b);
}

int main(void)
{
    struct arena a = {0};
    diag_init(&d);
    u = universe_new(&d);
    struct file *f = parse_file(&a, &d, "p.go", source, sizeof source - 1, 0);
    p = check_package(u, "p", &f, 1, &config);
    diag_print(&d, stdout);
    u->current = NULL;          /* messages below name the package */
    if (p && p->complete) {
        test_layout();
        test_print();
        test_lookup();
        test_method_sets();
        test_instances();
        test_interfaces();
        test_infer();
        test_export();
        test_generic_source();
    } else {
        failures++;
    }
    universe_free(u);
    diag_done(&d);
    arena_done(&a);
    return failures != 0;
}
