/* runtime/base/utf8.c - UTF-8 and the Unicode classes of Go identifiers (see utf8.h). */
#include "runtime/base/utf8.h"

struct rune_range { uint32_t lo, hi; };
#include "runtime/base/unicode_tables.inc"

static bool is_continuation(unsigned char c)
{
    return (c & 0xC0) == 0x80;
}

/* Overlong forms, surrogates and values above U+10FFFF are invalid, which for the
 * three- and four-byte forms is a narrower range of the second byte (Unicode
 * standard, table 3-7). */
int utf8_decode(const unsigned char *p, size_t n, uint32_t *rune)
{
    unsigned char c = p[0];
    if (c < 0x80) {
        *rune = c;
        return 1;
    }
    *rune = RUNE_ERROR;
    if (c < 0xC2 || c > 0xF4 || n < 2)
        return 1;
    if (c < 0xE0) {
        if (!is_continuation(p[1]))
            return 1;
        *rune = (uint32_t)(c & 0x1F) << 6 | (p[1] & 0x3F);
        return 2;
    }
    unsigned char lo = c == 0xE0 ? 0xA0 : c == 0xF0 ? 0x90 : 0x80;
    unsigned char hi = c == 0xED ? 0x9F : c == 0xF4 ? 0x8F : 0xBF;
    if (p[1] < lo || p[1] > hi || n < 3 || !is_continuation(p[2]))
        return 1;
    if (c < 0xF0) {
        *rune = (uint32_t)(c & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
        return 3;
    }
    if (n < 4 || !is_continuation(p[3]))
        return 1;
    *rune = (uint32_t)(c & 0x07) << 18 | (uint32_t)(p[1] & 0x3F) << 12
          | (uint32_t)(p[2] & 0x3F) << 6 | (p[3] & 0x3F);
    return 4;
}

int utf8_encode(unsigned char *out, uint32_t r)
{
    if (r > 0x10FFFF || (r >= 0xD800 && r <= 0xDFFF))
        r = RUNE_ERROR;
    if (r < 0x80) {
        out[0] = (unsigned char)r;
        return 1;
    }
    if (r < 0x800) {
        out[0] = (unsigned char)(0xC0 | r >> 6);
        out[1] = (unsigned char)(0x80 | (r & 0x3F));
        return 2;
    }
    if (r < 0x10000) {
        out[0] = (unsigned char)(0xE0 | r >> 12);
        out[1] = (unsigned char)(0x80 | (r >> 6 & 0x3F));
        out[2] = (unsigned char)(0x80 | (r & 0x3F));
        return 3;
    }
    out[0] = (unsigned char)(0xF0 | r >> 18);
    out[1] = (unsigned char)(0x80 | (r >> 12 & 0x3F));
    out[2] = (unsigned char)(0x80 | (r >> 6 & 0x3F));
    out[3] = (unsigned char)(0x80 | (r & 0x3F));
    return 4;
}

bool utf8_valid(const unsigned char *p, size_t n)
{
    while (n > 0) {
        uint32_t r;
        int w = utf8_decode(p, n, &r);
        if (w == 1 && r == RUNE_ERROR)
            return false;
        p += w;
        n -= (size_t)w;
    }
    return true;
}

/* -- Unicode classes ------------------------------------------------------------ */

static bool in_ranges(const struct rune_range *t, size_t n, uint32_t r)
{
    while (n > 0) {
        size_t mid = n / 2;
        if (r < t[mid].lo) {
            n = mid;
        } else if (r > t[mid].hi) {
            t += mid + 1;
            n -= mid + 1;
        } else {
            return true;
        }
    }
    return false;
}

#define IN(table, r) in_ranges(table, sizeof table / sizeof table[0], r)

bool unicode_is_letter(uint32_t r) { return IN(letter_ranges, r); }
bool unicode_is_digit(uint32_t r) { return IN(digit_ranges, r); }
bool unicode_is_upper(uint32_t r) { return IN(upper_ranges, r); }
