/* compiler/types/bigfloat.h - binary floating-point numbers of any precision, rounded to nearest even.
 *
 * A number is m * 2^e with m odd (or zero).  GMP's own mpf truncates; gc's
 * constants round, and the last bit can be seen in programs. */
#ifndef VIRGO_TYPES_BIGFLOAT_H
#define VIRGO_TYPES_BIGFLOAT_H

#include <gmp.h>
#include <stdbool.h>
#include <stdint.h>

enum { BIGFLOAT_PREC = 512 };   /* bits, as go/constant uses */

struct bigfloat { mpz_t m; int64_t e; };

void bf_init(struct bigfloat *x);
void bf_clear(struct bigfloat *x);
/* Rounds x to prec bits; sticky: the exact value is a little larger in magnitude than x says. */
void bf_round(struct bigfloat *x, int prec, bool sticky);
void bf_set_z(struct bigfloat *x, mpz_srcptr z, int prec);
void bf_set_q(struct bigfloat *x, mpq_srcptr q, int prec);
void bf_add(struct bigfloat *r, const struct bigfloat *x, const struct bigfloat *y, int prec);
void bf_sub(struct bigfloat *r, const struct bigfloat *x, const struct bigfloat *y, int prec);
void bf_mul(struct bigfloat *r, const struct bigfloat *x, const struct bigfloat *y, int prec);
void bf_div(struct bigfloat *r, const struct bigfloat *x, const struct bigfloat *y, int prec);  /* y != 0 */
int bf_cmp(const struct bigfloat *x, const struct bigfloat *y);
/* E with 2^(E-1) <= |x| < 2^E; 0 for zero. */
int64_t bf_exp(const struct bigfloat *x);
void bf_pow(struct bigfloat *r, unsigned base, uint64_t n, int prec);
/* Nearest double or float (then exactly representable as double); infinite on overflow. */
double bf_double(const struct bigfloat *x);
float bf_float(const struct bigfloat *x);
/* The same for a quotient, rounded once. */
double ratio_double(mpq_srcptr q);
float ratio_float(mpq_srcptr q);

#endif
