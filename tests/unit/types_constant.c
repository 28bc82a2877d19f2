/* tests/unit/types_constant.c - constant arithmetic against values gc computes. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "compiler/types/types.h"

static int failures;
static struct universe *u;

#define CHECK(cond, ...) \
    ((cond) ? (void)0 : (failures++, printf("%s:%d: %s: ", __FILE__, __LINE__, #cond), printf(__VA_ARGS__), putchar('\n')))

static struct constant *lit(enum lit_kind k, const char *s) { return cv_from_literal(u, k, s, strlen(s)); }
static const char *text(struct constant *c) { return cv_text(&u->arena, c, NULL); }

static void is(struct constant *c, const char *want)
{
    const char *got = c ? text(c) : "NULL";
    CHECK(strcmp(got, want) == 0, "got %s want %s", got, want);
}

static void test_literals(void)
{
    is(lit(LIT_INT, "0"), "0");
    is(lit(LIT_INT, "1_000_000"), "1000000");
    is(lit(LIT_INT, "0x_FF"), "255");
    is(lit(LIT_INT, "0b101"), "5");
    is(lit(LIT_INT, "0o17"), "15");
    is(lit(LIT_INT, "0777"), "511");
    is(lit(LIT_INT, "18446744073709551616"), "18446744073709551616");
    CHECK(!lit(LIT_INT, "0x"), "empty hex");
    is(lit(LIT_FLOAT, "1.5"), "1.5");
    is(lit(LIT_FLOAT, ".25"), "0.25");
    is(lit(LIT_FLOAT, "1e3"), "1000");
    is(lit(LIT_FLOAT, "0x1p-2"), "0.25");
    is(lit(LIT_FLOAT, "0x1.8p1"), "3");
    is(lit(LIT_FLOAT, "1e400"), "1e+400");
    is(lit(LIT_FLOAT, "1e-5000"), "1e-5000");
    is(lit(LIT_FLOAT, "1e100000000"), "1e+100000000");
    CHECK(!lit(LIT_FLOAT, "1e1000000000"), "too large");
    CHECK(!lit(LIT_FLOAT, "1e1000000000000"), "exponent too large");
    CHECK(!lit(LIT_FLOAT, "1e-1000000000000"), "exponent too small");
    is(lit(LIT_FLOAT, "1e-1000000000"), "0");
    is(lit(LIT_FLOAT, "0e1000000000000"), "0");
    is(lit(LIT_IMAG, "2i"), "(0 + 2i)");
    is(lit(LIT_IMAG, "0123i"), "(0 + 123i)");
    is(lit(LIT_CHAR, "'a'"), "97");
    is(lit(LIT_CHAR, "'\\u65e5'"), "26085");
    is(lit(LIT_CHAR, "'\\''"), "39");
    is(lit(LIT_CHAR, "'\\377'"), "255");
    CHECK(!lit(LIT_CHAR, "'\\ud800'"), "surrogate");
    is(lit(LIT_STRING, "\"a\\n\\x41\\u00e9\""), "\"a\\nA\xC3\xA9\"");
    is(lit(LIT_STRING, "`a\r\n\\n`"), "\"a\\n\\\\n\"");
}

static void test_integers(void)
{
    struct constant *a = cv_int(u, -7), *b = cv_int(u, 2);
    is(cv_binary(u, OP_DIV, a, b, true), "-3");
    is(cv_binary(u, OP_REM, a, b, true), "-1");
    is(cv_binary(u, OP_DIV, a, b, false), "-3.5");
    is(cv_binary(u, OP_AND, a, cv_int(u, 0xFF), true), "249");
    is(cv_binary(u, OP_ANDNOT, cv_int(u, 15), cv_int(u, 5), true), "10");
    is(cv_binary(u, OP_XOR, a, b, true), "-5");
    is(cv_shift(u, OP_SHR, a, 1), "-4");
    is(cv_binary(u, OP_DIV, cv_int(u, INT64_MIN), cv_int(u, -1), true), "-9223372036854775808");
    is(cv_shift(u, OP_SHL, b, 70), "2361183241434822606848");
    CHECK(cv_shift(u, OP_SHL, b, UINT64_C(1) << 60)->kind == CV_UNKNOWN, "huge shift");
    is(cv_unary(u, OP_XOR, cv_int(u, 1), u->basic[TY_UINT8]), "254");
    is(cv_unary(u, OP_XOR, cv_int(u, 1), u->basic[TY_INT8]), "-2");
    is(cv_unary(u, OP_SUB, cv_int(u, INT64_MIN), NULL), "9223372036854775808");
    int64_t v;
    CHECK(cv_int64(cv_int(u, INT64_MIN), &v) && v == INT64_MIN, "min");
    CHECK(!cv_int64(cv_uint(u, UINT64_MAX), &v), "max");
}

static void test_represent(void)
{
    enum repr_err e;
    CHECK(cv_represent(u, cv_int(u, 127), u->basic[TY_INT8], &e), "127");
    CHECK(cv_represent(u, cv_int(u, -128), u->basic[TY_INT8], &e), "-128");
    CHECK(!cv_represent(u, cv_int(u, 128), u->basic[TY_INT8], &e) && e == REPR_OVERFLOW, "128");
    CHECK(!cv_represent(u, cv_int(u, -129), u->basic[TY_INT8], &e) && e == REPR_OVERFLOW, "-129");
    CHECK(cv_represent(u, cv_int(u, INT64_MIN), u->basic[TY_INT], &e), "min");
    CHECK(!cv_represent(u, cv_int(u, -1), u->basic[TY_UINT64], &e), "-1");
    CHECK(cv_represent(u, cv_uint(u, UINT64_MAX), u->basic[TY_UINT64], &e), "max");
    CHECK(!cv_represent(u, lit(LIT_FLOAT, "1.5"), u->basic[TY_INT], &e) && e == REPR_TRUNCATED, "1.5");
    is(cv_represent(u, lit(LIT_FLOAT, "2.0"), u->basic[TY_INT], &e), "2");
    is(cv_represent(u, lit(LIT_FLOAT, "0.1"), u->basic[TY_FLOAT32], &e), "0.1");
    CHECK(cv_float64(cv_represent(u, lit(LIT_FLOAT, "0.1"), u->basic[TY_FLOAT32], &e)) == (double)0.1f, "0.1f");
    CHECK(!cv_represent(u, lit(LIT_FLOAT, "1e39"), u->basic[TY_FLOAT32], &e) && e == REPR_OVERFLOW, "1e39");
    CHECK(!cv_represent(u, lit(LIT_FLOAT, "1e309"), u->basic[TY_FLOAT64], &e) && e == REPR_OVERFLOW, "1e309");
    CHECK(!cv_represent(u, cv_bool(u, true), u->basic[TY_INT], &e) && e == REPR_MISMATCH, "bool");
    CHECK(cv_float64(lit(LIT_FLOAT, "4.9e-324")) == 4.9e-324, "denormal");
    CHECK(cv_float64(lit(LIT_FLOAT, "2.4e-324")) == 0, "underflow");
    CHECK(cv_float64(lit(LIT_FLOAT, "1.7976931348623157e308")) == 1.7976931348623157e308, "max double");
    CHECK(cv_bits(cv_int(u, -1), u->basic[TY_INT8]) == UINT64_MAX, "bits");
    CHECK(cv_bits(cv_int(u, 1), u->basic[TY_FLOAT32]) == 0x3f800000, "bits of 1.0f");
}

/* The sum 1/3 + 1/3 + 1/3 is exactly 1; huge values turn into 512-bit floats. */
static void test_floats(void)
{
    struct constant *third = cv_binary(u, OP_DIV, cv_int(u, 1), cv_int(u, 3), false);
    struct constant *one = cv_binary(u, OP_ADD, third, cv_binary(u, OP_ADD, third, third, false), false);
    CHECK(cv_compare(one, OP_EQL, cv_int(u, 1)), "thirds");
    struct constant *huge = lit(LIT_FLOAT, "1e2000");
    CHECK(huge->kind == CV_FLOAT, "1e2000 is a float");
    is(cv_binary(u, OP_DIV, huge, huge, false), "1");
    is(cv_to_int(u, cv_binary(u, OP_DIV, huge, huge, false)), "1");
    is(cv_binary(u, OP_MUL, huge, huge, false), "1e+4000");
    CHECK(cv_compare(huge, OP_GTR, cv_int(u, 1)), "order");
    struct constant *i = lit(LIT_IMAG, "1i");
    is(cv_binary(u, OP_MUL, i, i, false), "(-1 + 0i)");
    is(cv_to_int(u, cv_binary(u, OP_MUL, i, i, false)), "-1");
    CHECK(cv_compare(i, OP_NEQ, cv_int(u, 1)), "complex");
    CHECK(cv_binary(u, OP_DIV, one, cv_int(u, 0), false)->kind == CV_UNKNOWN, "division by zero");
}

static void test_strings(void)
{
    struct constant *s = cv_string(u, "", 0), *x = cv_string(u, "xy", 2), *t;
    for (int i = 0; i < 50000; i++)
        s = cv_binary(u, OP_ADD, s, x, false);
    CHECK(s->s.n == 100000, "%zu", s->s.n);
    t = cv_binary(u, OP_ADD, x, x, false);              /* two sums from one prefix must not disturb each other */
    struct constant *a = cv_binary(u, OP_ADD, t, cv_string(u, "A", 1), false);
    struct constant *b = cv_binary(u, OP_ADD, t, cv_string(u, "B", 1), false);
    is(a, "\"xyxyA\"");
    is(b, "\"xyxyB\"");
    CHECK(cv_compare(a, OP_LSS, b), "order");
    CHECK(u->arena.total < 8 << 20, "%zu bytes for a chain of sums", u->arena.total);
}

int main(void)
{
    struct diag d;
    diag_init(&d);
    u = universe_new(&d);
    test_literals();
    test_integers();
    test_represent();
    test_floats();
    test_strings();
    universe_free(u);
    diag_done(&d);
    return failures != 0;
}
