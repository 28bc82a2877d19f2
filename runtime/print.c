/* runtime/print.c - the builtins print and println: pieces are collected per thread and written by print_flush. */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>
#include <unistd.h>
#include "isa-spec/isa_sem.h"
#include "runtime/base/strbuf.h"
#include "runtime_entries.h"

static _Thread_local struct strbuf out;

static double as_double(uint64_t bits)
{
    double d;
    memcpy(&d, &bits, 8);
    return d;
}

/* Seven significant digits and a three-digit exponent, rounded as gc does: by scaling, not exactly. */
static void put_float(double v)
{
    enum { DIGITS = 7 };
    if (isnan(v) || isinf(v)) {
        strbuf_puts(&out, isnan(v) ? "NaN" : v > 0 ? "+Inf" : "-Inf");
        return;
    }
    int e = 0;
    strbuf_putc(&out, signbit(v) ? '-' : '+');
    v = fabs(v);
    if (v != 0) {
        for (; v >= 10; e++)
            v /= 10;
        for (; v < 1; e--)
            v *= 10;
        double half = 5;
        for (int i = 0; i < DIGITS; i++)
            half /= 10;
        v += half;
        if (v >= 10) {
            e++;
            v /= 10;
        }
    }
    for (int i = 0; i < DIGITS; i++) {
        int digit = (int)v;
        strbuf_putc(&out, '0' + digit);
        if (i == 0)
            strbuf_putc(&out, '.');
        v = (v - digit) * 10;
    }
    strbuf_printf(&out, "e%c%03d", e < 0 ? '-' : '+', e < 0 ? -e : e);
}

enum rt_result rt_print_bool(struct act *c) { strbuf_puts(&out, c->a[0] ? "true" : "false"); return RT_DONE; }
enum rt_result rt_print_int(struct act *c) { strbuf_printf(&out, "%" PRId64, (int64_t)c->a[0]); return RT_DONE; }
enum rt_result rt_print_uint(struct act *c) { strbuf_printf(&out, "%" PRIu64, c->a[0]); return RT_DONE; }
enum rt_result rt_print_float(struct act *c) { put_float(as_double(c->a[0])); return RT_DONE; }
enum rt_result rt_print_string(struct act *c) { strbuf_add(&out, (void *)c->a[0], c->a[1]); return RT_DONE; }
enum rt_result rt_print_pointer(struct act *c) { strbuf_printf(&out, "0x%" PRIx64, c->a[0]); return RT_DONE; }

enum rt_result rt_print_complex(struct act *c)
{
    strbuf_putc(&out, '(');
    put_float(as_double(c->a[0]));
    put_float(as_double(c->a[1]));
    strbuf_puts(&out, "i)");
    return RT_DONE;
}

enum rt_result rt_print_slice(struct act *c)
{
    strbuf_printf(&out, "[%" PRId64 "/%" PRId64 "]0x%" PRIx64, (int64_t)c->a[1], (int64_t)c->a[2], c->a[0]);
    return RT_DONE;
}

enum rt_result rt_print_iface(struct act *c)
{
    strbuf_printf(&out, "(0x%" PRIx64 ",0x%" PRIx64 ")", c->a[0], c->a[1]);
    return RT_DONE;
}

enum rt_result rt_print_flush(struct act *c)
{
    for (size_t i = 0; i < out.n;) {
        ssize_t n = write(2, out.at + i, out.n - i);
        if (n < 0 && errno != EINTR)
            break;
        i += n > 0 ? (size_t)n : 0;
    }
    out.n = 0;
    return RT_DONE;
}

/* -- Complex division --------------------------------------------------------------------------------------------- */

static double inf_to_one(double v) { return copysign(isinf(v) ? 1 : 0, v); }

enum rt_result rt_complexdiv(struct act *c)
{
    double a = as_double(c->a[0]), b = as_double(c->a[1]), x = as_double(c->a[2]), y = as_double(c->a[3]), e, f;
    if (fabs(x) >= fabs(y)) {           /* Smith (1962) */
        double ratio = y / x, denom = x + ratio * y;
        e = (a + b * ratio) / denom;
        f = (b - a * ratio) / denom;
    } else {
        double ratio = x / y, denom = y + ratio * x;
        e = (a * ratio + b) / denom;
        f = (b * ratio - a) / denom;
    }
    if (isnan(e) || isnan(f)) {         /* infinities and zeros as C99 annex G */
        if (x == 0 && y == 0 && (!isnan(a) || !isnan(b))) {
            e = copysign(INFINITY, x) * a;
            f = copysign(INFINITY, x) * b;
        } else if ((isinf(a) || isinf(b)) && isfinite(x) && isfinite(y)) {
            a = inf_to_one(a);
            b = inf_to_one(b);
            e = INFINITY * (a * x + b * y);
            f = INFINITY * (b * x - a * y);
        } else if ((isinf(x) || isinf(y)) && isfinite(a) && isfinite(b)) {
            x = inf_to_one(x);
            y = inf_to_one(y);
            e = 0 * (a * x + b * y);
            f = 0 * (b * x - a * y);
        }
    }
    double nan = isa_f64(0x7ff8000000000001);   /* one on every host */
    e = isnan(e) ? nan : e;
    f = isnan(f) ? nan : f;
    memcpy(&c->r[0], &e, 8);
    memcpy(&c->r[1], &f, 8);
    return RT_DONE;
}
