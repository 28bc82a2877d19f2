/* compiler/types/constant.c - constant values of arbitrary precision (spec "Constants").
 *
 * Values are immutable; their limbs lie in the universe's arena and are
 * wrapped as GMP read-only numbers, so nothing has to be freed.  The ladder of
 * representations follows what gc's results show: an integer; a fraction, as
 * long as numerator and denominator stay below 4096 bits; then a binary float
 * with 512 bits of mantissa.  A float never becomes a fraction again.  What
 * has no value (errors, overflow of exponents) is CV_UNKNOWN, which silences
 * later checks. */
#include "compiler/types/internal.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>

#include "compiler/types/bigfloat.h"
#include "runtime/base/fatal.h"
#include "runtime/base/utf8.h"

enum {
    SMALL_BITS = 4096,                  /* fractions beyond become floats */
    MAX_INT_BITS = 1 << 20              /* far above the language's 512-bit limit, which the checker enforces */
};

/* -- Making values ----------------------------------------------------------------- */

static struct constant *new_constant(struct universe *u, enum const_kind k)
{
    struct constant *c = arena_new(&u->arena, struct constant);
    c->kind = k;
    return c;
}

struct constant *cv_unknown(struct universe *u) { return new_constant(u, CV_UNKNOWN); }

/* dst = src, with limbs in the arena. */
static void freeze(struct universe *u, mpz_ptr dst, mpz_srcptr src)
{
    size_t n = mpz_size(src);
    mp_limb_t *limbs = arena_array(&u->arena, mp_limb_t, n ? n : 1);
    if (n)
        memcpy(limbs, mpz_limbs_read(src), n * sizeof *limbs);
    mpz_roinit_n(dst, limbs, mpz_sgn(src) < 0 ? -(mp_size_t)n : (mp_size_t)n);
}

static struct constant *make_int(struct universe *u, mpz_srcptr z)
{
    if (mpz_sizeinbase(z, 2) > MAX_INT_BITS)
        return cv_unknown(u);
    struct constant *c = new_constant(u, CV_INT);
    freeze(u, c->i, z);
    return c;
}

/* Takes over x's value; zero is the fraction 0. */
static struct constant *make_float(struct universe *u, struct bigfloat *x)
{
    if (bf_exp(x) > INT_MAX)
        return cv_unknown(u);
    if (bf_exp(x) < INT_MIN) {
        mpz_set_ui(x->m, 0);
        x->e = 0;
    }
    struct constant *c = new_constant(u, CV_FLOAT);
    freeze(u, c->f.m, x->m);
    c->f.e = x->e;
    return c;
}

static struct constant *make_exact_rat(struct universe *u, mpq_srcptr q)
{
    struct constant *c = new_constant(u, CV_RAT);
    freeze(u, mpq_numref(c->q), mpq_numref(q));
    freeze(u, mpq_denref(c->q), mpq_denref(q));
    return c;
}

static bool small_int(mpz_srcptr z) { return mpz_sgn(z) == 0 || mpz_sizeinbase(z, 2) < SMALL_BITS; }

static struct constant *make_rat(struct universe *u, mpq_srcptr q)
{
    if (small_int(mpq_numref(q)) && small_int(mpq_denref(q)))
        return make_exact_rat(u, q);
    struct bigfloat x;
    bf_init(&x);
    bf_set_q(&x, q, BIGFLOAT_PREC);
    struct constant *c = make_float(u, &x);
    bf_clear(&x);
    return c;
}

struct constant *cv_bool(struct universe *u, bool b)
{
    struct constant *c = new_constant(u, CV_BOOL);
    c->b = b;
    return c;
}

struct constant *cv_string(struct universe *u, const char *s, size_t n)
{
    struct constant *c = new_constant(u, CV_STRING);
    c->s.at = arena_strndup(&u->arena, s, n);
    c->s.n = n;
    return c;
}

struct constant *cv_int(struct universe *u, int64_t v)
{
    struct constant *c = new_constant(u, CV_INT);
    mp_limb_t *limb = arena_new(&u->arena, mp_limb_t);
    *limb = v < 0 ? 0 - (mp_limb_t)v : (mp_limb_t)v;
    mpz_roinit_n(c->i, limb, v < 0 ? -1 : v > 0);
    return c;
}

struct constant *cv_uint(struct universe *u, uint64_t v)
{
    struct constant *c = new_constant(u, CV_INT);
    mp_limb_t *limb = arena_new(&u->arena, mp_limb_t);
    *limb = v;
    mpz_roinit_n(c->i, limb, v > 0);
    return c;
}

struct constant *cv_double(struct universe *u, double v)
{
    if (isnan(v) || isinf(v))
        return cv_unknown(u);
    mpq_t q;
    mpq_init(q);
    mpq_set_d(q, v);
    struct constant *c = make_exact_rat(u, q);
    mpq_clear(q);
    return c;
}

struct constant *cv_from_mpz(struct universe *u, mpz_srcptr z) { return make_int(u, z); }

struct constant *cv_from_ratio(struct universe *u, mpz_srcptr num, mpz_srcptr den)
{
    if (mpz_sgn(den) <= 0)
        return cv_unknown(u);
    mpq_t q;
    mpq_init(q);
    mpz_set(mpq_numref(q), num);
    mpz_set(mpq_denref(q), den);
    mpq_canonicalize(q);
    struct constant *c = make_exact_rat(u, q);
    mpq_clear(q);
    return c;
}

struct constant *cv_from_float(struct universe *u, mpz_srcptr m, int64_t e)
{
    struct bigfloat f;
    bf_init(&f);
    mpz_set(f.m, m);
    f.e = e;
    struct constant *c = make_float(u, &f);
    bf_clear(&f);
    return c;
}

struct constant *cv_make_complex(struct universe *u, struct constant *re, struct constant *im)
{
    if (re->kind == CV_UNKNOWN || im->kind == CV_UNKNOWN)
        return cv_unknown(u);
    struct constant *c = new_constant(u, CV_COMPLEX);
    c->c.re = re;
    c->c.im = im;
    return c;
}

/* -- Reading values as floats and fractions -------------------------------------------- */

/* A read-only view of a CV_FLOAT as struct bigfloat: not to be cleared. */
static struct bigfloat view(const struct constant *x)
{
    struct bigfloat f;
    f.m[0] = x->f.m[0];
    f.e = x->f.e;
    return f;
}

static void get_float(struct bigfloat *f, const struct constant *x)
{
    switch (x->kind) {
    case CV_INT: bf_set_z(f, x->i, BIGFLOAT_PREC); break;
    case CV_RAT: bf_set_q(f, x->q, BIGFLOAT_PREC); break;
    case CV_FLOAT: mpz_set(f->m, x->f.m); f->e = x->f.e; break;
    default: UNREACHABLE();
    }
}

static void get_rat(mpq_ptr q, const struct constant *x)
{
    if (x->kind == CV_INT)
        mpq_set_z(q, x->i);
    else
        mpq_set(q, x->q);
}

double cv_float64(struct constant *x)
{
    switch (x->kind) {
    case CV_INT: {
        struct bigfloat f;
        bf_init(&f);
        mpz_set(f.m, x->i);
        double d = bf_double(&f);
        bf_clear(&f);
        return d;
    }
    case CV_RAT: return ratio_double(x->q);
    case CV_FLOAT: {
        struct bigfloat f = view(x);
        return bf_double(&f);
    }
    default: return 0;
    }
}

float cv_float32(struct constant *x)
{
    switch (x->kind) {
    case CV_INT: {
        struct bigfloat f;
        bf_init(&f);
        mpz_set(f.m, x->i);
        float d = bf_float(&f);
        bf_clear(&f);
        return d;
    }
    case CV_RAT: return ratio_float(x->q);
    case CV_FLOAT: {
        struct bigfloat f = view(x);
        return bf_float(&f);
    }
    default: return 0;
    }
}

bool cv_int64(struct constant *x, int64_t *out)
{
    if (x->kind != CV_INT || !mpz_fits_slong_p(x->i))
        return false;
    *out = mpz_get_si(x->i);
    return true;
}

bool cv_uint64(struct constant *x, uint64_t *out)
{
    if (x->kind != CV_INT || !mpz_fits_ulong_p(x->i))
        return false;
    *out = mpz_get_ui(x->i);
    return true;
}

int cv_sign(struct constant *x)
{
    switch (x->kind) {
    case CV_INT: return mpz_sgn(x->i);
    case CV_RAT: return mpq_sgn(x->q);
    case CV_FLOAT: return mpz_sgn(x->f.m);
    case CV_COMPLEX: return cv_sign(x->c.re) | cv_sign(x->c.im);
    default: return 1;
    }
}

int cv_bit_len(struct constant *x)
{
    return x->kind == CV_INT && mpz_sgn(x->i) ? (int)mpz_sizeinbase(x->i, 2) : 0;
}

uint64_t cv_bits(struct constant *x, struct type *t)
{
    t = ty_underlying(t);
    switch (x->kind) {
    case CV_BOOL: return x->b;
    case CV_STRING: case CV_COMPLEX: case CV_UNKNOWN: return 0;
    default: break;
    }
    uint64_t bits = 0;
    if (t->kind == TY_FLOAT64 || t->kind == TY_UNTYPED_FLOAT) {
        double d = cv_float64(x);
        memcpy(&bits, &d, 8);
    } else if (t->kind == TY_FLOAT32) {
        float f = cv_float32(x);
        memcpy(&bits, &f, 4);
    } else if (x->kind == CV_INT) {
        bits = mpz_sgn(x->i) < 0 ? 0 - mpz_get_ui(x->i) : mpz_get_ui(x->i);
    }
    return bits;
}

/* -- Conversions between kinds ------------------------------------------------------------ */

static bool small_exp(int64_t e) { return -SMALL_BITS < e && e < SMALL_BITS; }

/* f as an integer if it is one. */
static bool float_integer(mpz_ptr z, const struct bigfloat *f)
{
    if (f->e < 0 && mpz_sgn(f->m) != 0)
        return false;
    mpz_mul_2exp(z, f->m, (mp_bitcnt_t)f->e);
    return true;
}

/* A float that misses an integer by its last 4 bits is taken for rounding error of earlier operations. */
static struct constant *float_to_int(struct universe *u, struct constant *x)
{
    enum { KEEP = BIGFLOAT_PREC - 4 };
    struct bigfloat f = view(x), t;
    struct constant *r = NULL;
    if (!small_exp(bf_exp(&f)))
        return cv_unknown(u);
    bf_init(&t);
    mpz_t z;
    mpz_init(z);
    size_t bits = mpz_sizeinbase(f.m, 2);
    bool ok = float_integer(z, &f);
    for (int away = 0; !ok && away < 2; away++) {
        mpz_set(t.m, f.m);
        t.e = f.e;
        if (bits > KEEP) {
            mpz_tdiv_q_2exp(t.m, f.m, bits - KEEP);
            t.e += (int64_t)(bits - KEEP);
            if (away && mpz_sgn(t.m) > 0)
                mpz_add_ui(t.m, t.m, 1);
            else if (away)
                mpz_sub_ui(t.m, t.m, 1);
        }
        bf_round(&t, BIGFLOAT_PREC, false);     /* normalises */
        ok = float_integer(z, &t);
    }
    r = ok ? make_int(u, z) : cv_unknown(u);
    mpz_clear(z);
    bf_clear(&t);
    return r;
}

struct constant *cv_to_int(struct universe *u, struct constant *x)
{
    switch (x->kind) {
    case CV_INT: return x;
    case CV_RAT: return mpz_cmp_ui(mpq_denref(x->q), 1) == 0 ? make_int(u, mpq_numref(x->q)) : cv_unknown(u);
    case CV_FLOAT: return float_to_int(u, x);
    case CV_COMPLEX: {
        struct constant *re = cv_to_float(u, x);
        return re->kind == CV_UNKNOWN ? re : cv_to_int(u, re);
    }
    default: return cv_unknown(u);
    }
}

struct constant *cv_to_float(struct universe *u, struct constant *x)
{
    switch (x->kind) {
    case CV_INT: {
        mpq_t q;
        mpq_init(q);
        mpq_set_z(q, x->i);
        struct constant *c = make_rat(u, q);
        mpq_clear(q);
        return c;
    }
    case CV_RAT: case CV_FLOAT: return x;
    case CV_COMPLEX: return cv_sign(x->c.im) == 0 ? cv_to_float(u, x->c.re) : cv_unknown(u);
    default: return cv_unknown(u);
    }
}

struct constant *cv_to_complex(struct universe *u, struct constant *x)
{
    switch (x->kind) {
    case CV_INT: case CV_RAT: case CV_FLOAT: return cv_make_complex(u, x, cv_int(u, 0));
    case CV_COMPLEX: return x;
    default: return cv_unknown(u);
    }
}

struct constant *cv_real(struct universe *u, struct constant *x)
{
    return x->kind == CV_COMPLEX ? x->c.re : x->kind <= CV_STRING ? cv_unknown(u) : x;
}

struct constant *cv_imag(struct universe *u, struct constant *x)
{
    return x->kind == CV_COMPLEX ? x->c.im : x->kind <= CV_STRING || x->kind == CV_UNKNOWN ? cv_unknown(u) : cv_int(u, 0);
}

/* -- Representability (spec "Representability") ----------------------------------------------- */

static bool int_fits(struct constant *x, enum type_kind k)
{
    static const struct { int8_t bits; bool is_signed; } width[] = {
        [TY_INT] = { 64, true }, [TY_INT8] = { 8, true }, [TY_INT16] = { 16, true }, [TY_INT32] = { 32, true },
        [TY_INT64] = { 64, true }, [TY_UINT] = { 64, false }, [TY_UINT8] = { 8, false }, [TY_UINT16] = { 16, false },
        [TY_UINT32] = { 32, false }, [TY_UINT64] = { 64, false }, [TY_UINTPTR] = { 64, false },
    };
    if (k >= TY_UNTYPED_INT)
        return true;
    int bits = width[k].bits, n = cv_bit_len(x);
    if (!width[k].is_signed)
        return mpz_sgn(x->i) >= 0 && n <= bits;
    if (mpz_sgn(x->i) >= 0 || n < bits)
        return n < bits;
    return n == bits && mpz_scan1(x->i, 0) == (mp_bitcnt_t)bits - 1;       /* the most negative value */
}

/* x rounded to float32 or float64; NULL if it overflows. */
static struct constant *round_float(struct universe *u, struct constant *x, bool single)
{
    double d = single ? (double)cv_float32(x) : cv_float64(x);
    return isinf(d) ? NULL : cv_double(u, d);
}

static struct constant *represent_float(struct universe *u, struct constant *x, enum type_kind k)
{
    x = cv_to_float(u, x);
    if (x->kind == CV_UNKNOWN)
        return NULL;
    return k == TY_UNTYPED_FLOAT ? x : round_float(u, x, k == TY_FLOAT32);
}

static struct constant *represent_complex(struct universe *u, struct constant *x, enum type_kind k)
{
    x = cv_to_complex(u, x);
    if (x->kind != CV_COMPLEX || k == TY_UNTYPED_COMPLEX)
        return x->kind == CV_COMPLEX ? x : NULL;
    struct constant *re = round_float(u, x->c.re, k == TY_COMPLEX64);
    struct constant *im = round_float(u, x->c.im, k == TY_COMPLEX64);
    return re && im ? cv_make_complex(u, re, im) : NULL;
}

struct constant *cv_represent(struct universe *u, struct constant *x, struct type *t, enum repr_err *err)
{
    enum repr_err dummy;
    if (!err)
        err = &dummy;
    *err = REPR_OK;
    if (x->kind == CV_UNKNOWN)
        return x;
    t = ty_underlying(t);
    bool is_number = x->kind >= CV_INT;
    struct constant *r = NULL;
    *err = REPR_MISMATCH;
    if (t->kind > TY_UNTYPED_NIL)
        return NULL;
    if (ty_is_integer(t)) {
        if (!is_number)
            return NULL;
        struct constant *i = cv_to_int(u, x);
        if (i->kind == CV_INT && int_fits(i, t->kind))
            r = i;
        else
            *err = x->kind == CV_INT ? REPR_OVERFLOW : REPR_TRUNCATED;
    } else if (ty_is_float(t) || ty_is_complex(t)) {
        if (!is_number)
            return NULL;
        r = ty_is_float(t) ? represent_float(u, x, t->kind) : represent_complex(u, x, t->kind);
        if (!r)
            *err = REPR_OVERFLOW;
    } else if (ty_is_string(t)) {
        r = x->kind == CV_STRING ? x : NULL;
    } else if (ty_is_boolean(t)) {
        r = x->kind == CV_BOOL ? x : NULL;
    }
    if (r)
        *err = REPR_OK;
    return r;
}

/* -- Operations ------------------------------------------------------------------------------------ */

static struct constant *negate(struct universe *u, struct constant *x)
{
    struct constant *c;
    switch (x->kind) {
    case CV_INT: {
        mpz_t z;
        mpz_init(z);
        mpz_neg(z, x->i);
        c = make_int(u, z);
        mpz_clear(z);
        return c;
    }
    case CV_RAT: {
        mpq_t q;
        mpq_init(q);
        mpq_neg(q, x->q);
        c = make_rat(u, q);
        mpq_clear(q);
        return c;
    }
    case CV_FLOAT: {
        struct bigfloat f;
        bf_init(&f);
        mpz_neg(f.m, x->f.m);
        f.e = x->f.e;
        c = make_float(u, &f);
        bf_clear(&f);
        return c;
    }
    case CV_COMPLEX: return cv_make_complex(u, negate(u, x->c.re), negate(u, x->c.im));
    default: return cv_unknown(u);
    }
}

static struct constant *complement(struct universe *u, struct constant *x, struct type *t)
{
    if (x->kind != CV_INT)
        return cv_unknown(u);
    mpz_t z;
    mpz_init(z);
    mpz_com(z, x->i);
    if (t && ty_is_unsigned(t) && t->kind != TY_TYPEPARAM)
        mpz_fdiv_r_2exp(z, z, (mp_bitcnt_t)ty_size(t) * 8);
    struct constant *c = make_int(u, z);
    mpz_clear(z);
    return c;
}

struct constant *cv_unary(struct universe *u, enum op op, struct constant *x, struct type *t)
{
    switch (op) {
    case OP_ADD: return x->kind >= CV_INT ? x : cv_unknown(u);
    case OP_SUB: return negate(u, x);
    case OP_XOR: return complement(u, x, t);
    case OP_NOT: return x->kind == CV_BOOL ? cv_bool(u, !x->b) : cv_unknown(u);
    default: return cv_unknown(u);
    }
}

static struct constant *int_binary(struct universe *u, enum op op, mpz_srcptr a, mpz_srcptr b, bool int_div)
{
    struct constant *c;
    if (op == OP_DIV && !int_div) {
        mpq_t q;
        mpq_init(q);
        mpz_set(mpq_numref(q), a);
        mpz_set(mpq_denref(q), b);
        if (mpz_sgn(b) == 0) {
            c = cv_unknown(u);
        } else {
            mpq_canonicalize(q);
            c = make_rat(u, q);
        }
        mpq_clear(q);
        return c;
    }
    if ((op == OP_DIV || op == OP_REM) && mpz_sgn(b) == 0)
        return cv_unknown(u);           /* the checker reports it */
    mpz_t z;
    mpz_init(z);
    bool ok = true;
    switch (op) {
    case OP_ADD: mpz_add(z, a, b); break;
    case OP_SUB: mpz_sub(z, a, b); break;
    case OP_MUL: mpz_mul(z, a, b); break;
    case OP_DIV:
        mpz_tdiv_q(z, a, b);
        /* gc divides operands that fit int64 as int64, so the one overflow wraps around */
        if (mpz_fits_slong_p(a) && mpz_cmp_si(b, -1) == 0 && !mpz_fits_slong_p(z))
            mpz_set(z, a);
        break;
    case OP_REM: mpz_tdiv_r(z, a, b); break;
    case OP_AND: mpz_and(z, a, b); break;
    case OP_OR: mpz_ior(z, a, b); break;
    case OP_XOR: mpz_xor(z, a, b); break;
    case OP_ANDNOT: mpz_com(z, b); mpz_and(z, a, z); break;
    default: ok = false; break;
    }
    c = ok ? make_int(u, z) : cv_unknown(u);
    mpz_clear(z);
    return c;
}

static struct constant *rat_binary(struct universe *u, enum op op, struct constant *x, struct constant *y)
{
    mpq_t a, b;
    mpq_init(a);
    mpq_init(b);
    get_rat(a, x);
    get_rat(b, y);
    bool ok = true;
    switch (op) {
    case OP_ADD: mpq_add(a, a, b); break;
    case OP_SUB: mpq_sub(a, a, b); break;
    case OP_MUL: mpq_mul(a, a, b); break;
    case OP_DIV:
        ok = mpq_sgn(b) != 0;
        if (ok)
            mpq_div(a, a, b);
        break;
    default: ok = false; break;
    }
    struct constant *c = ok ? make_rat(u, a) : cv_unknown(u);
    mpq_clear(a);
    mpq_clear(b);
    return c;
}

static struct constant *float_binary(struct universe *u, enum op op, struct constant *x, struct constant *y)
{
    struct bigfloat a, b;
    bf_init(&a);
    bf_init(&b);
    get_float(&a, x);
    get_float(&b, y);
    bool ok = true;
    switch (op) {
    case OP_ADD: bf_add(&a, &a, &b, BIGFLOAT_PREC); break;
    case OP_SUB: bf_sub(&a, &a, &b, BIGFLOAT_PREC); break;
    case OP_MUL: bf_mul(&a, &a, &b, BIGFLOAT_PREC); break;
    case OP_DIV:
        ok = mpz_sgn(b.m) != 0;
        if (ok)
            bf_div(&a, &a, &b, BIGFLOAT_PREC);
        break;
    default: ok = false; break;
    }
    struct constant *c = ok ? make_float(u, &a) : cv_unknown(u);
    bf_clear(&a);
    bf_clear(&b);
    return c;
}

static struct constant *complex_binary(struct universe *u, enum op op, struct constant *x, struct constant *y)
{
    struct constant *a = x->c.re, *b = x->c.im, *c = y->c.re, *d = y->c.im;
#define BIN(op, l, r) cv_binary(u, op, l, r, false)
    if (op == OP_ADD || op == OP_SUB)
        return cv_make_complex(u, BIN(op, a, c), BIN(op, b, d));
    if (op != OP_MUL && op != OP_DIV)
        return cv_unknown(u);
    struct constant *ac = BIN(OP_MUL, a, c), *bd = BIN(OP_MUL, b, d);
    struct constant *bc = BIN(OP_MUL, b, c), *ad = BIN(OP_MUL, a, d);
    if (op == OP_MUL)
        return cv_make_complex(u, BIN(OP_SUB, ac, bd), BIN(OP_ADD, bc, ad));
    struct constant *s = BIN(OP_ADD, BIN(OP_MUL, c, c), BIN(OP_MUL, d, d));
    return cv_make_complex(u, BIN(OP_DIV, BIN(OP_ADD, ac, bd), s), BIN(OP_DIV, BIN(OP_SUB, bc, ad), s));
#undef BIN
}

/* Long sums of string literals are common in generated code.  A sum is built in a buffer with room at its end, which
 * the next sum extends in place if nobody else has; so a chain of n additions costs O(total length). */
struct concat { size_t used, cap; char at[]; };

static struct constant *concat(struct universe *u, struct constant *x, struct constant *y)
{
    struct concat *b = x->s.buf_;
    size_t n = x->s.n + y->s.n;
    if (!b || b->used != x->s.n || b->cap < n) {
        size_t cap = n + n / 2 + 32;
        b = arena_alloc(&u->arena, sizeof *b + cap + 1);
        b->cap = cap;
        if (x->s.n)
            memcpy(b->at, x->s.at, x->s.n);
    }
    if (y->s.n)
        memcpy(b->at + x->s.n, y->s.at, y->s.n);
    b->used = n;
    struct constant *c = new_constant(u, CV_STRING);
    c->s.at = b->at;
    c->s.n = n;
    c->s.buf_ = b;
    return c;
}

struct constant *cv_binary(struct universe *u, enum op op, struct constant *x, struct constant *y, bool int_div)
{
    if (x->kind == CV_UNKNOWN || y->kind == CV_UNKNOWN)
        return cv_unknown(u);
    if (x->kind == CV_BOOL && y->kind == CV_BOOL) {
        if (op == OP_LAND || op == OP_LOR)
            return cv_bool(u, op == OP_LAND ? x->b && y->b : x->b || y->b);
        return cv_unknown(u);
    }
    if (x->kind == CV_STRING && y->kind == CV_STRING)
        return op == OP_ADD ? concat(u, x, y) : cv_unknown(u);
    if (x->kind < CV_INT || y->kind < CV_INT)
        return cv_unknown(u);
    enum const_kind k = x->kind > y->kind ? x->kind : y->kind;
    switch (k) {
    case CV_INT: return int_binary(u, op, x->i, y->i, int_div);
    case CV_RAT: return rat_binary(u, op, x, y);
    case CV_FLOAT: return float_binary(u, op, x, y);
    default: return complex_binary(u, op, cv_to_complex(u, x), cv_to_complex(u, y));
    }
}

struct constant *cv_shift(struct universe *u, enum op op, struct constant *x, uint64_t n)
{
    if (x->kind != CV_INT)
        return cv_unknown(u);
    if (n == 0 || mpz_sgn(x->i) == 0)
        return x;
    mpz_t z;
    mpz_init(z);
    struct constant *c;
    if (op == OP_SHR) {
        mpz_fdiv_q_2exp(z, x->i, (mp_bitcnt_t)n);
        c = make_int(u, z);
    } else if (n > MAX_INT_BITS) {
        c = cv_unknown(u);
    } else {
        mpz_mul_2exp(z, x->i, (mp_bitcnt_t)n);
        c = make_int(u, z);
    }
    mpz_clear(z);
    return c;
}

static bool ordered(int c, enum op op)
{
    switch (op) {
    case OP_EQL: return c == 0;
    case OP_NEQ: return c != 0;
    case OP_LSS: return c < 0;
    case OP_LEQ: return c <= 0;
    case OP_GTR: return c > 0;
    case OP_GEQ: return c >= 0;
    default: return false;
    }
}

static int compare_strings(struct constant *x, struct constant *y)
{
    size_t n = x->s.n < y->s.n ? x->s.n : y->s.n;
    int c = n ? memcmp(x->s.at, y->s.at, n) : 0;
    return c ? c : x->s.n < y->s.n ? -1 : x->s.n > y->s.n;
}

static int compare_numbers(struct constant *x, struct constant *y)
{
    int c;
    if (x->kind == CV_INT && y->kind == CV_INT)
        return mpz_cmp(x->i, y->i);
    if (x->kind == CV_FLOAT || y->kind == CV_FLOAT) {
        struct bigfloat a, b;
        bf_init(&a);
        bf_init(&b);
        get_float(&a, x);
        get_float(&b, y);
        c = bf_cmp(&a, &b);
        bf_clear(&a);
        bf_clear(&b);
        return c;
    }
    mpq_t a, b;
    mpq_init(a);
    mpq_init(b);
    get_rat(a, x);
    get_rat(b, y);
    c = mpq_cmp(a, b);
    mpq_clear(a);
    mpq_clear(b);
    return c;
}

bool cv_compare(struct constant *x, enum op op, struct constant *y)
{
    if (x->kind == CV_UNKNOWN || y->kind == CV_UNKNOWN)
        return false;
    if (x->kind == CV_BOOL && y->kind == CV_BOOL)
        return ordered(x->b - y->b, op);
    if (x->kind == CV_STRING && y->kind == CV_STRING)
        return ordered(compare_strings(x, y), op);
    if (x->kind < CV_INT || y->kind < CV_INT)
        return false;
    if (x->kind == CV_COMPLEX || y->kind == CV_COMPLEX) {
        struct constant zero = { .kind = CV_INT };
        mpz_roinit_n(zero.i, &(mp_limb_t){0}, 0);
        struct constant *xr = x, *xi = &zero, *yr = y, *yi = &zero;
        if (x->kind == CV_COMPLEX) { xr = x->c.re; xi = x->c.im; }
        if (y->kind == CV_COMPLEX) { yr = y->c.re; yi = y->c.im; }
        bool same = compare_numbers(xr, yr) == 0 && compare_numbers(xi, yi) == 0;
        return op == OP_EQL ? same : op == OP_NEQ && !same;
    }
    return ordered(compare_numbers(x, y), op);
}

/* -- Literals ------------------------------------------------------------------------------------------ */

/* Copies digits without underscores and the given prefix; NUL-terminated, to be freed. */
static char *strip(const char *text, size_t n)
{
    char *s = xmalloc(n + 1);
    size_t k = 0;
    for (size_t i = 0; i < n; i++)
        if (text[i] != '_')
            s[k++] = text[i];
    s[k] = 0;
    return s;
}

static int digit_base(const char *s, int *skip)
{
    *skip = 0;
    if (s[0] != '0' || !s[1])
        return 10;
    *skip = 2;
    switch (s[1] | 0x20) {
    case 'x': return 16;
    case 'o': return 8;
    case 'b': return 2;
    default: *skip = 1; return 8;
    }
}

static struct constant *int_literal(struct universe *u, const char *text, size_t n)
{
    char *s = strip(text, n);
    int skip, base = digit_base(s, &skip);
    mpz_t z;
    mpz_init(z);
    struct constant *c = NULL;
    if (s[skip] && s[skip] != '-' && s[skip] != '+' && mpz_set_str(z, s + skip, base) == 0)
        c = mpz_sizeinbase(z, 2) > MAX_INT_BITS ? cv_unknown(u) : make_int(u, z);
    mpz_clear(z);
    free(s);
    return c;
}

/* The parts of a float literal: digits (as an integer in base 10 or 16) times base^exp10 times 2^exp2. */
struct float_parts { mpz_t mant; int64_t exp10, exp2; };

static bool parse_exponent(const char *s, int64_t *e)
{
    bool neg = *s == '-';
    if (*s == '-' || *s == '+')
        s++;
    if (!*s)
        return false;
    int64_t v = 0;
    for (; *s; s++) {
        if (*s < '0' || *s > '9')
            return false;
        if (v < INT64_C(1) << 50)
            v = v * 10 + (*s - '0');
    }
    *e = neg ? -v : v;
    return true;
}

/* s is NUL-terminated, writable, without underscores. */
static bool parse_float(char *s, struct float_parts *p)
{
    int skip = 0, base = 10;
    if (s[0] == '0' && (s[1] == 'x' || s[1] == 'X' || s[1] == 'b' || s[1] == 'B' || s[1] == 'o' || s[1] == 'O'))
        base = digit_base(s, &skip);
    s += skip;
    char *exp = strpbrk(s, base == 10 ? "eEpP" : "pP");
    int64_t e = 0;
    bool binary = false;
    if (exp) {
        binary = (*exp | 0x20) == 'p';
        *exp = 0;
        if (!parse_exponent(exp + 1, &e))
            return false;
    }
    char *dot = strchr(s, '.');
    int64_t frac = 0;
    if (dot) {
        frac = (int64_t)strlen(dot + 1);
        memmove(dot, dot + 1, (size_t)frac + 1);
    }
    if (!*s || *s == '-' || *s == '+' || mpz_set_str(p->mant, s, base) != 0)
        return false;
    int bits = base == 16 ? 4 : base == 8 ? 3 : 1;
    p->exp10 = base == 10 ? (binary ? 0 : e) - frac : 0;
    p->exp2 = (base == 10 ? 0 : -bits * frac) + (binary ? e : 0);
    return true;
}

static struct constant *big_float(struct universe *u, struct float_parts *p, double est)
{
    if (est > 2200000000.0)
        return NULL;                    /* infinite in gc's arithmetic, too */
    struct bigfloat f, pow;
    bf_init(&f);
    bf_init(&pow);
    bf_set_z(&f, p->mant, BIGFLOAT_PREC + 64);
    if (p->exp10 != 0) {
        uint64_t n = (uint64_t)(p->exp10 < 0 ? -p->exp10 : p->exp10);
        bf_pow(&pow, 5, n, BIGFLOAT_PREC + 64);
        if (p->exp10 < 0)
            bf_div(&f, &f, &pow, BIGFLOAT_PREC);
        else
            bf_mul(&f, &f, &pow, BIGFLOAT_PREC);
        f.e += p->exp10;
    }
    f.e += p->exp2;
    bf_round(&f, BIGFLOAT_PREC, false);
    struct constant *c = make_float(u, &f);
    bf_clear(&f);
    bf_clear(&pow);
    return c->kind == CV_UNKNOWN ? NULL : c;
}

static struct constant *exact_float(struct universe *u, struct float_parts *p)
{
    mpq_t q;
    mpz_t pow;
    mpq_init(q);
    mpz_init(pow);
    mpq_set_z(q, p->mant);
    if (p->exp10 != 0) {
        mpz_ui_pow_ui(pow, 10, (unsigned long)(p->exp10 < 0 ? -p->exp10 : p->exp10));
        if (p->exp10 < 0)
            mpz_set(mpq_denref(q), pow);
        else
            mpz_mul(mpq_numref(q), mpq_numref(q), pow);
        mpq_canonicalize(q);
    }
    if (p->exp2 > 0)
        mpq_mul_2exp(q, q, (mp_bitcnt_t)p->exp2);
    else if (p->exp2 < 0)
        mpq_div_2exp(q, q, (mp_bitcnt_t)-p->exp2);
    struct constant *c = make_exact_rat(u, q);
    mpz_clear(pow);
    mpq_clear(q);
    return c;
}

/* Exact if its exponent is moderate; the estimate of the exponent is good to a bit or two, so a band around the limit
 * is decided by the exact value. */
static struct constant *float_literal(struct universe *u, const char *text, size_t n)
{
    char *s = strip(text, n);
    struct float_parts p;
    mpz_init(p.mant);
    struct constant *c = NULL;
    if (parse_float(s, &p)) {
        double est = (double)mpz_sizeinbase(p.mant, 2) + (double)p.exp10 * 3.321928094887362 + (double)p.exp2;
        double exp2 = (double)mpz_sizeinbase(p.mant, 2) + (double)p.exp10 + (double)p.exp2;
        if (mpz_sgn(p.mant) != 0 && fabs(exp2) > INT_MAX) {
            c = NULL;                   /* gc calls an exponent beyond 32 bits malformed */
        } else if (mpz_sgn(p.mant) == 0 || est < -2200000000.0) {
            c = cv_double(u, 0);        /* underflows to zero */
        } else if (fabs(est) < SMALL_BITS + 8 && fabs((double)p.exp10) < 1e6 && fabs((double)p.exp2) < 1e7) {
            c = exact_float(u, &p);
            struct bigfloat f;
            bf_init(&f);
            bf_set_q(&f, c->q, BIGFLOAT_PREC);
            if (!small_exp(bf_exp(&f)))
                c = make_float(u, &f);
            bf_clear(&f);
        } else {
            c = big_float(u, &p, est);
        }
    }
    mpz_clear(p.mant);
    free(s);
    return c;
}

static int hex_digits(const char *s, size_t n, int count, uint32_t *r)
{
    *r = 0;
    if (n < (size_t)count)
        return -1;
    for (int i = 0; i < count; i++) {
        int c = (unsigned char)s[i], d;
        if (c >= '0' && c <= '9') d = c - '0';
        else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f') d = (c | 0x20) - 'a' + 10;
        else return -1;
        *r = *r << 4 | (uint32_t)d;
    }
    return count;
}

/* One character or escape of an interpreted literal; returns its length, -1 if malformed.  *is_byte: \x or \ooo. */
static int unquote(const char *s, size_t n, uint32_t *r, bool *is_byte)
{
    static const char escapes[] = "abfnrtv\\'\"", values[] = "\a\b\f\n\r\t\v\\'\"";
    *is_byte = false;
    if (s[0] != '\\')
        return utf8_decode((const unsigned char *)s, n, r);
    if (n < 2)
        return -1;
    const char *e = strchr(escapes, s[1]);
    if (s[1] && e) {
        *r = (unsigned char)values[e - escapes];
        return 2;
    }
    int k = 0;
    switch (s[1]) {
    case 'x': *is_byte = true; k = hex_digits(s + 2, n - 2, 2, r); break;
    case 'u': k = hex_digits(s + 2, n - 2, 4, r); break;
    case 'U': k = hex_digits(s + 2, n - 2, 8, r); break;
    default:
        if (n < 4 || s[1] < '0' || s[1] > '3')
            return -1;
        *r = (uint32_t)((s[1] - '0') << 6 | (s[2] - '0') << 3 | (s[3] - '0'));
        *is_byte = true;
        return 4;
    }
    if (k < 0 || (!*is_byte && (*r > 0x10FFFF || (*r >= 0xD800 && *r < 0xE000))))
        return -1;
    return k + 2;
}

static struct constant *char_literal(struct universe *u, const char *text, size_t n)
{
    uint32_t r;
    bool is_byte;
    if (n < 3 || unquote(text + 1, n - 2, &r, &is_byte) != (int)n - 2)
        return NULL;
    return cv_int(u, r);
}

static struct constant *string_literal(struct universe *u, const char *text, size_t n)
{
    if (n < 2)
        return NULL;
    bool raw = text[0] == '`';
    char *out = arena_alloc(&u->arena, n);
    size_t k = 0;
    for (size_t i = 1; i < n - 1;) {
        if (raw) {
            if (text[i] != '\r')        /* carriage returns are discarded from raw strings */
                out[k++] = text[i];
            i++;
            continue;
        }
        uint32_t r;
        bool is_byte;
        int w = unquote(text + i, n - 1 - i, &r, &is_byte);
        if (w < 0)
            return NULL;
        if (is_byte) {
            out[k++] = (char)r;
        } else if (text[i] != '\\') {
            memcpy(out + k, text + i, (size_t)w);
            k += (size_t)w;
        } else {
            k += (size_t)utf8_encode((unsigned char *)out + k, r);
        }
        i += (size_t)w;
    }
    struct constant *c = new_constant(u, CV_STRING);
    c->s.at = out;
    c->s.n = k;
    return c;
}

struct constant *cv_from_literal(struct universe *u, enum lit_kind k, const char *text, size_t n)
{
    switch (k) {
    case LIT_INT: return int_literal(u, text, n);
    case LIT_FLOAT: return float_literal(u, text, n);
    case LIT_IMAG: {
        struct constant *im = n > 1 ? float_literal(u, text, n - 1) : NULL;
        return im ? cv_make_complex(u, cv_int(u, 0), im) : NULL;
    }
    case LIT_CHAR: return char_literal(u, text, n);
    case LIT_STRING: return string_literal(u, text, n);
    }
    return NULL;
}

/* -- Text for messages ---------------------------------------------------------------------------------- */

/* Beyond the range of double the decimal exponent is computed with logarithms: good to the six digits shown. */
static char *huge_text(struct arena *a, const struct bigfloat *f)
{
    int64_t e2 = bf_exp(f);
    struct bigfloat m;
    bf_init(&m);
    mpz_set(m.m, f->m);
    m.e = f->e - e2;
    double mant = bf_double(&m);
    bf_clear(&m);
    double d = (double)e2 * (M_LN2 / M_LN10);
    int64_t e = (int64_t)d;
    mant *= pow(10, d - (double)e);
    if (fabs(mant) < 1 - 0.5e-6) {
        mant *= 10;
        e--;
    } else if (fabs(mant) >= 10) {
        mant /= 10;
        e++;
    }
    return arena_printf(a, "%.6ge%+lld", mant, (long long)e);
}

static char *float_text(struct arena *a, struct constant *x)
{
    double d = cv_float64(x);
    if ((d == 0) == (cv_sign(x) == 0) && !isinf(d))
        return arena_printf(a, "%.6g", d);
    struct bigfloat f;
    bf_init(&f);
    get_float(&f, x);
    char *r = huge_text(a, &f);
    bf_clear(&f);
    return r;
}

static char *string_text(struct arena *a, struct constant *x)
{
    enum { MAX_RUNES = 72 };
    struct strbuf b = {0};
    quote_go(&b, x->s.at, x->s.n);
    size_t runes = 0, cut = 0;
    for (size_t i = 0; i < b.n; runes++) {
        uint32_t r;
        if (runes == MAX_RUNES - 3)
            cut = i;
        i += (size_t)utf8_decode((const unsigned char *)b.at + i, b.n - i, &r);
    }
    char *t = runes > MAX_RUNES ? arena_printf(a, "%.*s...", (int)cut, b.at) : arena_strndup(a, b.at, b.n);
    strbuf_free(&b);
    return t;
}

char *cv_text(struct arena *a, struct constant *x, struct type *t)
{
    (void)t;
    switch (x->kind) {
    case CV_BOOL: return x->b ? "true" : "false";
    case CV_STRING: return string_text(a, x);
    case CV_INT: {
        char *s = arena_alloc(a, mpz_sizeinbase(x->i, 10) + 2);
        return mpz_get_str(s, 10, x->i);
    }
    case CV_RAT: case CV_FLOAT: return float_text(a, x);
    case CV_COMPLEX: return arena_printf(a, "(%s + %si)", cv_text(a, x->c.re, t), cv_text(a, x->c.im, t));
    case CV_UNKNOWN: break;
    }
    return "unknown";
}
