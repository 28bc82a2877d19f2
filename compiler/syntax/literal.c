/* compiler/syntax/literal.c - what is wrong with a literal, and what a string or rune literal means. */
#include <ctype.h>
#include <string.h>

#include "compiler/syntax/internal.h"
#include "runtime/base/utf8.h"

static int lower(int c) { return c | 0x20; }
static bool is_hex(int c) { return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'f'); }
static bool is_dec(int c) { return c >= '0' && c <= '9'; }

static const char *base_name(int base)
{
    switch (base) {
    case 2: return "binary";
    case 8: return "octal";
    case 10: return "decimal";
    default: return "hexadecimal";
    }
}

/* -- Numbers ---------------------------------------------------------------------- */

/* Index of the first '_' that does not separate digits, or -1.  A base prefix counts as a digit. */
static int misplaced_separator(const char *s, int n)
{
    bool hex = false;
    char prev = '.';            /* class of the previous character: '0' digit, '_', '.' other */
    int i = 0;
    if (n >= 2 && s[0] == '0' && strchr("xob", lower(s[1]))) {
        hex = lower(s[1]) == 'x';
        prev = '0';
        i = 2;
    }
    for (; i < n; i++) {
        if (s[i] == '_') {
            if (prev != '0')
                return i;
            prev = '_';
        } else if (hex ? is_hex(s[i]) : is_dec(s[i])) {
            prev = '0';
        } else {
            if (prev == '_')
                return i - 1;
            prev = '.';
        }
    }
    return prev == '_' ? n - 1 : -1;
}

struct digits { bool any, sep; int invalid; };

static int skip_digits(const char *s, int i, int n, int base, struct digits *d)
{
    for (; i < n && (s[i] == '_' || (base == 16 ? is_hex(s[i]) : is_dec(s[i]))); i++) {
        if (s[i] == '_') {
            d->sep = true;
            continue;
        }
        d->any = true;
        if (base < 10 && s[i] >= '0' + base && d->invalid < 0)
            d->invalid = i;
    }
    return i;
}

void lit_check_number(struct parser *p, const struct token *t, bool *is_imag, bool *is_float)
{
    const char *s = t->s;
    int n = (int)t->len, i = 0, base = 10, prefix = 0;
    struct digits d = {false, false, -1};
    bool ok = true;
#define COMPLAIN(off, ...) \
    (ok ? (void)syn_error(p, (struct src_pos){t->pos.line, t->pos.col + (uint32_t)(off)}, __VA_ARGS__) : (void)0, \
     ok = false)

    *is_float = false;
    if (s[0] == '0') {
        prefix = n > 1 ? lower(s[1]) : 0;
        base = prefix == 'x' ? 16 : prefix == 'b' ? 2 : 8;
        if (prefix == 'x' || prefix == 'o' || prefix == 'b') {
            i = 2;
        } else {
            prefix = '0';
            d.any = true;
            i = 1;
        }
    }
    i = skip_digits(s, i, n, base, &d);
    if (i < n && s[i] == '.') {
        if (prefix == 'o' || prefix == 'b')
            COMPLAIN(i, "invalid radix point in %s literal", base_name(base));
        *is_float = true;
        i = skip_digits(s, i + 1, n, base, &d);
    }
    if (!d.any)
        COMPLAIN(i, "%s literal has no digits", base_name(base));
    if (i < n && (lower(s[i]) == 'e' || lower(s[i]) == 'p')) {
        if (lower(s[i]) == 'e' && prefix != 0 && prefix != '0')
            COMPLAIN(i, "'%c' exponent requires decimal mantissa", s[i]);
        else if (lower(s[i]) == 'p' && prefix != 'x')
            COMPLAIN(i, "'%c' exponent requires hexadecimal mantissa", s[i]);
        *is_float = true;
        i++;
        if (i < n && (s[i] == '+' || s[i] == '-'))
            i++;
        struct digits e = {false, d.sep, -1};
        i = skip_digits(s, i, n, 10, &e);
        d.sep = e.sep;
        if (!e.any)
            COMPLAIN(i, "exponent has no digits");
    } else if (prefix == 'x' && *is_float) {
        COMPLAIN(i, "hexadecimal mantissa requires a 'p' exponent");
    }
    *is_imag = i < n && s[i] == 'i';
    if (!*is_float && !*is_imag && d.invalid >= 0)
        COMPLAIN(d.invalid, "invalid digit '%c' in %s literal", s[d.invalid], base_name(base));
    if (d.sep && ok && (i = misplaced_separator(s, n)) >= 0)
        COMPLAIN(i, "'_' must separate successive digits");
#undef COMPLAIN
}

/* -- Escapes ------------------------------------------------------------------------ */

/* How a backslash escape is written: digits, base, greatest value.  digits 0: a single character. */
static bool escape_form(int c, char quote, int *digits, unsigned *base, unsigned *max, uint32_t *value)
{
    static const char names[] = "abfnrtv\\", values[] = "\a\b\f\n\r\t\v\\";
    *digits = 0;
    *base = 16;
    *max = 0x10ffff;
    if (c == quote) {
        *value = (uint32_t)c;
        return true;
    }
    const char *at = c ? strchr(names, c) : NULL;
    if (at) {
        *value = (uint32_t)values[at - names];
        return true;
    }
    switch (c) {
    case 'x': *digits = 2, *max = 255; return true;
    case 'u': *digits = 4; return true;
    case 'U': *digits = 8; return true;
    }
    if (c >= '0' && c <= '7') {
        *digits = 3, *base = 8, *max = 255;
        return true;
    }
    return false;
}

static unsigned digit_value(int c)
{
    return is_dec(c) ? (unsigned)(c - '0') : is_hex(c) ? (unsigned)(lower(c) - 'a' + 10) : 99;
}

/* How Go's %q shows the character at s. */
static const char *quoted_char(const char *s, size_t n, char out[16])
{
    uint32_t r;
    int w = utf8_decode((const unsigned char *)s, n, &r);
    static const char names[] = "abfnrtv\\'", values[] = "\a\b\f\n\r\t\v\\'";
    const char *at = r < 0x80 ? memchr(values, (int)r, 9) : NULL;
    if (at)
        snprintf(out, 16, "'\\%c'", names[at - values]);
    else if (r < 0x20 || r == 0x7f)
        snprintf(out, 16, "'\\x%02x'", r);
    else
        snprintf(out, 16, "'%.*s'", w, s);
    return out;
}

/* Checks one escape; s[i] follows the backslash.  Returns the index after it. */
static uint32_t check_escape(struct parser *p, const struct token *t, uint32_t i, char quote, bool *bad)
{
    const char *s = t->s;
    int digits;
    unsigned base, max;
    uint32_t x = 0;
    bool at_end = s + t->len == p->lx.end;
    struct src_pos at = {t->pos.line, t->pos.col + i};
    if (i == t->len && at_end)
        return i;               /* the caller complains about the missing end */
    if (i == t->len || !escape_form(s[i], quote, &digits, &base, &max, &x)) {
        syn_error(p, at, "unknown escape");
        *bad = true;
        return i;
    }
    if (digits == 0)
        return i + 1;
    if (base == 16)
        i++;
    for (; digits > 0; digits--, i++) {
        if (i == t->len && at_end)
            return i;
        unsigned v = i < t->len ? digit_value(s[i]) : 99;
        if (v >= base) {
            char q[16];
            at.col = t->pos.col + i;
            syn_error(p, at, "invalid character %s in %s escape",
                      i < t->len ? quoted_char(s + i, t->len - i, q) : "'\\n'", base_name((int)base));
            *bad = true;
            return i;
        }
        x = x * base + v;
    }
    at.col = t->pos.col + i;
    if (x > max && base == 8) {
        syn_error(p, at, "octal escape value %u > 255", x);
        *bad = true;
    } else if (x > max || (x >= 0xd800 && x < 0xe000)) {
        syn_error(p, at, "escape is invalid Unicode code point U+%04X", x);
        *bad = true;
    }
    return i;
}

/* Checks the escapes of a one-line literal; *count gets its number of characters. */
void lit_check_escapes(struct parser *p, const struct token *t, char quote, int *count, bool *bad)
{
    for (uint32_t i = 1; i < t->len && t->s[i] != quote; ++*count) {
        if (t->s[i] == '\\') {
            i = check_escape(p, t, i + 1, quote, bad);
        } else {
            uint32_t r;
            i += (uint32_t)utf8_decode((const unsigned char *)t->s + i, t->len - i, &r);
        }
    }
}

/* -- Values ------------------------------------------------------------------------- */

/* Decodes one escape; *s follows the backslash.  *is_byte: the value is a byte, not a rune. */
static uint32_t unescape(const char **s, const char *end, char quote, bool *is_byte)
{
    int digits;
    unsigned base, max;
    uint32_t x = 0;
    *is_byte = false;
    if (!escape_form(**s, quote, &digits, &base, &max, &x) || digits == 0) {
        ++*s;
        return x;
    }
    *is_byte = max == 255;
    if (base == 16)
        ++*s;
    for (; digits > 0 && *s < end && digit_value(**s) < base; digits--)
        x = x * base + digit_value(*(*s)++);
    return x;
}

char *lit_unquote(struct arena *a, const char *text, uint32_t len, uint32_t *out_len)
{
    char *out = arena_alloc(a, (size_t)len + 1), *o = out;
    const char *s = text + 1, *end = text + len;
    char quote = len ? text[0] : 0;
    if (len >= 2 && end[-1] == quote)
        end--;
    while (s < end) {
        char c = *s++;
        if (quote == '`') {
            if (c != '\r')
                *o++ = c;
        } else if (c == '\\' && s < end) {
            bool is_byte;
            uint32_t x = unescape(&s, end, quote, &is_byte);
            if (is_byte)
                *o++ = (char)x;
            else
                o += utf8_encode((unsigned char *)o, x);
        } else {
            *o++ = c;
        }
    }
    *out_len = (uint32_t)(o - out);
    return out;
}

uint32_t lit_rune(const char *text, uint32_t len)
{
    const char *s = text + 1, *end = text + len;
    uint32_t r = RUNE_ERROR;
    bool is_byte;
    if (len < 3)
        return r;
    if (*s == '\\') {
        s++;
        return unescape(&s, end, '\'', &is_byte);
    }
    utf8_decode((const unsigned char *)s, (size_t)(end - s), &r);
    return r;
}
