/* compiler/types/bigfloat.c - see bigfloat.h.
 *
 * Results are formed exactly (or exactly but for a sticky bit that stands for
 * all lower bits) and rounded once, so every operation is correctly rounded. */
#include "compiler/types/bigfloat.h"

#include <math.h>

void bf_init(struct bigfloat *x)
{
    mpz_init(x->m);
    x->e = 0;
}

void bf_clear(struct bigfloat *x) { mpz_clear(x->m); }

int64_t bf_exp(const struct bigfloat *x)
{
    return mpz_sgn(x->m) == 0 ? 0 : (int64_t)mpz_sizeinbase(x->m, 2) + x->e;
}

/* Drops the n lowest bits of m, rounding to nearest even. */
static void round_off(mpz_ptr m, mp_bitcnt_t n, bool sticky)
{
    int sign = mpz_sgn(m);
    mpz_abs(m, m);
    bool half = mpz_tstbit(m, n - 1);
    bool lower = sticky || (sign != 0 && mpz_scan1(m, 0) < n - 1);
    mpz_tdiv_q_2exp(m, m, n);
    if (half && (lower || mpz_odd_p(m)))
        mpz_add_ui(m, m, 1);
    if (sign < 0)
        mpz_neg(m, m);
}

static void normalise(struct bigfloat *x)
{
    if (mpz_sgn(x->m) == 0) {
        x->e = 0;
        return;
    }
    mp_bitcnt_t z = mpz_scan1(x->m, 0);
    if (z > 0) {
        mpz_tdiv_q_2exp(x->m, x->m, z);
        x->e += (int64_t)z;
    }
}

void bf_round(struct bigfloat *x, int prec, bool sticky)
{
    size_t bits = mpz_sizeinbase(x->m, 2);
    if (bits > (size_t)prec) {
        mp_bitcnt_t drop = bits - (size_t)prec;
        round_off(x->m, drop, sticky);
        x->e += (int64_t)drop;
    }
    normalise(x);
}

void bf_set_z(struct bigfloat *x, mpz_srcptr z, int prec)
{
    mpz_set(x->m, z);
    x->e = 0;
    bf_round(x, prec, false);
}

/* m = num / den with at least 'bits' significant bits; *e its exponent; true if inexact. */
static bool quotient(mpz_ptr m, int64_t *e, mpz_srcptr num, mpz_srcptr den, int bits)
{
    int64_t shift = (int64_t)mpz_sizeinbase(den, 2) - (int64_t)mpz_sizeinbase(num, 2) + bits + 1;
    mpz_t n, r;
    mpz_init(n);
    mpz_init(r);
    if (shift < 0)
        shift = 0;
    mpz_mul_2exp(n, num, (mp_bitcnt_t)shift);
    mpz_tdiv_qr(m, r, n, den);
    bool sticky = mpz_sgn(r) != 0;
    mpz_clear(n);
    mpz_clear(r);
    *e = -shift;
    return sticky;
}

void bf_set_q(struct bigfloat *x, mpq_srcptr q, int prec)
{
    bool sticky = quotient(x->m, &x->e, mpq_numref(q), mpq_denref(q), prec + 2);
    bf_round(x, prec, sticky);
}

static void add(struct bigfloat *r, const struct bigfloat *x, const struct bigfloat *y, bool negate_y, int prec)
{
    struct bigfloat t;
    bf_init(&t);
    int64_t ex = bf_exp(x), ey = bf_exp(y);
    bool x_only = mpz_sgn(y->m) == 0 || (mpz_sgn(x->m) != 0 && ex - ey > 2 * (int64_t)prec + 128);
    bool y_only = !x_only && (mpz_sgn(x->m) == 0 || ey - ex > 2 * (int64_t)prec + 128);
    if (x_only) {                       /* y is below x's last bit, or zero */
        mpz_set(t.m, x->m);
        t.e = x->e;
    } else if (y_only) {
        mpz_set(t.m, y->m);
        t.e = y->e;
        if (negate_y)
            mpz_neg(t.m, t.m);
    } else {
        const struct bigfloat *hi = x->e >= y->e ? x : y, *lo = hi == x ? y : x;
        mpz_mul_2exp(t.m, hi->m, (mp_bitcnt_t)(hi->e - lo->e));
        if (negate_y && hi == y)
            mpz_neg(t.m, t.m);
        if (negate_y && lo == y)
            mpz_sub(t.m, t.m, lo->m);
        else
            mpz_add(t.m, t.m, lo->m);
        t.e = lo->e;
    }
    bf_round(&t, prec, false);
    mpz_swap(r->m, t.m);
    r->e = t.e;
    bf_clear(&t);
}

void bf_add(struct bigfloat *r, const struct bigfloat *x, const struct bigfloat *y, int prec)
{
    add(r, x, y, false, prec);
}

void bf_sub(struct bigfloat *r, const struct bigfloat *x, const struct bigfloat *y, int prec)
{
    add(r, x, y, true, prec);
}

void bf_mul(struct bigfloat *r, const struct bigfloat *x, const struct bigfloat *y, int prec)
{
    int64_t e = x->e + y->e;
    mpz_mul(r->m, x->m, y->m);
    r->e = e;
    bf_round(r, prec, false);
}

void bf_div(struct bigfloat *r, const struct bigfloat *x, const struct bigfloat *y, int prec)
{
    int64_t e, d = x->e - y->e;
    mpz_t q;
    mpz_init(q);
    bool sticky = quotient(q, &e, x->m, y->m, prec + 2);
    mpz_swap(r->m, q);
    mpz_clear(q);
    r->e = e + d;
    bf_round(r, prec, sticky);
}

int bf_cmp(const struct bigfloat *x, const struct bigfloat *y)
{
    int sx = mpz_sgn(x->m), sy = mpz_sgn(y->m);
    if (sx != sy)
        return sx < sy ? -1 : 1;
    if (sx == 0)
        return 0;
    int64_t ex = bf_exp(x), ey = bf_exp(y);
    if (ex != ey)
        return (ex < ey) == (sx > 0) ? -1 : 1;
    struct bigfloat d;                  /* equal magnitudes of exponent: the difference is cheap */
    bf_init(&d);
    bf_sub(&d, x, y, 1 << 20);
    int c = mpz_sgn(d.m);
    bf_clear(&d);
    return c;
}

void bf_pow(struct bigfloat *r, unsigned base, uint64_t n, int prec)
{
    struct bigfloat b;
    bf_init(&b);
    mpz_set_ui(b.m, base);
    mpz_set_ui(r->m, 1);
    r->e = 0;
    for (; n; n >>= 1) {
        if (n & 1)
            bf_mul(r, r, &b, prec);
        if (n > 1)
            bf_mul(&b, &b, &b, prec);
    }
    bf_clear(&b);
}

/* m * 2^e (plus a little, if sticky) rounded to 'prec' bits, the lowest no lower than 2^min. */
static double to_ieee(mpz_srcptr m, int64_t e, bool sticky, int prec, int min)
{
    if (mpz_sgn(m) == 0)
        return 0;
    int64_t top = (int64_t)mpz_sizeinbase(m, 2) + e;
    int64_t low = top - prec > min ? top - prec : min;
    if (top > 1025)
        return mpz_sgn(m) < 0 ? -INFINITY : INFINITY;
    if (top < min - 1)
        return mpz_sgn(m) < 0 ? -0.0 : 0.0;
    mpz_t t;
    mpz_init_set(t, m);
    if (low > e)
        round_off(t, (mp_bitcnt_t)(low - e), sticky);
    else
        mpz_mul_2exp(t, t, (mp_bitcnt_t)(e - low));
    double r = copysign(ldexp(mpz_get_d(t), (int)low), mpz_sgn(m));
    mpz_clear(t);
    return r;
}

double bf_double(const struct bigfloat *x) { return to_ieee(x->m, x->e, false, 53, -1074); }
float bf_float(const struct bigfloat *x) { return (float)to_ieee(x->m, x->e, false, 24, -149); }

static double ratio(mpq_srcptr q, int prec, int min)
{
    mpz_t m;
    int64_t e;
    mpz_init(m);
    bool sticky = quotient(m, &e, mpq_numref(q), mpq_denref(q), 66);
    double r = to_ieee(m, e, sticky, prec, min);
    mpz_clear(m);
    return r;
}

double ratio_double(mpq_srcptr q) { return ratio(q, 53, -1074); }
float ratio_float(mpq_srcptr q) { return (float)ratio(q, 24, -149); }
