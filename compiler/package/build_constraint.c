/* compiler/package/build_constraint.c - does a file belong to a linux/virgo build?
 *
 * Virgo's system calls and structures are linux/riscv64's, so outside the library, whose files the overlay chooses, what
 * is for riscv64 is for virgo as well: golang.org/x/sys and others have no files for an architecture they do not know.
 *
 * Constraint expressions as "go help buildconstraint" describes them: //go:build with && || ! and parentheses, and the
 * older // +build lines (space or, comma and, ! not; lines and-ed). */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "compiler/package/internal.h"

static const char *const known_os[] = {"aix", "android", "darwin", "dragonfly", "freebsd", "hurd", "illumos", "ios",
    "js", "linux", "nacl", "netbsd", "openbsd", "plan9", "solaris", "windows", "zos", NULL};
static const char *const known_arch[] = {"386", "amd64", "amd64p32", "arm", "armbe", "arm64", "arm64be", "loong64",
    "mips", "mipsle", "mips64", "mips64le", "mips64p32", "mips64p32le", "ppc", "ppc64", "ppc64le", "riscv", "riscv64",
    "s390", "s390x", "sparc", "sparc64", "wasm", "virgo", NULL};

static bool listed(const char *const *l, const char *s, size_t n)
{
    for (; *l; l++)
        if (strlen(*l) == n && memcmp(*l, s, n) == 0)
            return true;
    return false;
}

static bool is(const char *s, size_t n, const char *word) { return strlen(word) == n && memcmp(s, word, n) == 0; }

static bool tag_set(const struct build_context *c, const char *s, size_t n)
{
    if (is(s, n, "linux") || is(s, n, "virgo") || is(s, n, "unix") || is(s, n, "gc") ||
        (!c->library && is(s, n, "riscv64")))
        return true;
    if (n > 4 && memcmp(s, "go1.", 4) == 0)
        return atoi(s + 4) <= 19;
    for (int i = 0; i < c->ntags; i++)
        if (is(s, n, c->tags[i]))
            return true;
    return false;
}

/* -- //go:build ------------------------------------------------------------------------ */
struct parser { const struct build_context *c; const char *p, *end; int depth; bool bad; };

static void blanks(struct parser *x)
{
    while (x->p < x->end && (*x->p == ' ' || *x->p == '\t'))
        x->p++;
}

static bool either(struct parser *x);

static bool tag_char(int ch) { return isalnum(ch) || ch == '_' || ch == '.' || ch >= 0x80; }

static bool factor(struct parser *x)
{
    blanks(x);
    if (x->p < x->end && *x->p == '!') {
        x->p++;
        return !factor(x);
    }
    if (x->p < x->end && *x->p == '(' && x->depth < 100) {
        x->p++;
        x->depth++;
        bool v = either(x);
        x->depth--;
        blanks(x);
        if (x->p < x->end && *x->p == ')')
            x->p++;
        else
            x->bad = true;
        return v;
    }
    const char *s = x->p;
    while (x->p < x->end && tag_char((unsigned char)*x->p))
        x->p++;
    if (x->p == s)
        x->bad = true;
    return tag_set(x->c, s, (size_t)(x->p - s));
}

static bool operator_(struct parser *x, const char *op)
{
    blanks(x);
    if (x->end - x->p < 2 || memcmp(x->p, op, 2) != 0)
        return false;
    x->p += 2;
    return true;
}

static bool both(struct parser *x)
{
    bool v = factor(x);
    while (!x->bad && operator_(x, "&&"))
        v = factor(x) && v;
    return v;
}

static bool either(struct parser *x)
{
    bool v = both(x);
    while (!x->bad && operator_(x, "||"))
        v = both(x) || v;
    return v;
}

static bool go_build(const struct build_context *c, const char *s, size_t n)
{
    struct parser x = {.c = c, .p = s, .end = s + n};
    bool v = either(&x);
    blanks(&x);
    return x.bad || x.p != x.end ? false : v;
}

/* -- // +build ---------------------------------------------------------------------------- */
static bool plus_build(const struct build_context *c, const char *s, size_t n)
{
    bool any = false;
    const char *end = s + n;
    while (s < end) {
        while (s < end && isspace((unsigned char)*s))
            s++;
        bool all = s < end;
        while (s < end && !isspace((unsigned char)*s)) {
            const char *t = s;
            while (s < end && *s != ',' && !isspace((unsigned char)*s))
                s++;
            bool neg = t < s && *t == '!';
            bool v = tag_set(c, t + neg, (size_t)(s - t) - neg);
            all = all && v != neg;
            if (s < end && *s == ',')
                s++;
        }
        any |= all;
    }
    return any;
}

/* -- File names ------------------------------------------------------------------------------ */
static bool name_matches(const struct build_context *c, const char *name)
{
    const char *dot = strchr(name, '.');
    size_t n = dot ? (size_t)(dot - name) : strlen(name);
    const char *first = memchr(name, '_', n);
    if (!first)
        return true;
    /* the last one or two elements after the first underscore */
    const char *last = name + n;
    while (last[-1] != '_')
        last--;
    size_t ln = (size_t)(name + n - last);
    if (ln == 4 && memcmp(last, "test", 4) == 0 && last - 1 > first) {
        n = (size_t)(last - 1 - name);
        last--;
        while (last[-1] != '_')
            last--;
        ln = (size_t)(name + n - last);
    }
    if (listed(known_arch, last, ln)) {
        if (!is(last, ln, "virgo") && (c->library || !is(last, ln, "riscv64")))
            return false;
        if (last - 1 == first)
            return true;
        const char *os = last - 1;
        while (os[-1] != '_')
            os--;
        size_t on = (size_t)(last - 1 - os);
        return !listed(known_os, os, on) || is(os, on, "linux");
    }
    return !listed(known_os, last, ln) || is(last, ln, "linux");
}

bool build_matches(const struct build_context *c, const char *name, const char *src, size_t n)
{
    const char *base = strrchr(name, '/');
    if (!name_matches(c, base ? base + 1 : name))
        return false;
    const char *p = src, *end = src + n;
    bool plus = true;
    while (p < end) {
        const char *e = memchr(p, '\n', (size_t)(end - p));
        if (!e)
            e = end;
        const char *s = p, *t = e;
        while (s < t && isspace((unsigned char)*s))
            s++;
        while (t > s && isspace((unsigned char)t[-1]))
            t--;
        size_t len = (size_t)(t - s);
        p = e < end ? e + 1 : end;
        if (len == 0)
            continue;
        if (len >= 2 && s[0] == '/' && s[1] == '*') {
            const char *close = memmem(s + 2, (size_t)(end - s - 2), "*/", 2);
            if (!close)
                break;
            p = close + 2;
            continue;
        }
        if (len < 2 || s[0] != '/' || s[1] != '/')
            break;
        if (len > 11 && memcmp(s, "//go:build ", 11) == 0)
            return go_build(c, s + 11, len - 11);
        s += 2, len -= 2;
        while (len && (*s == ' ' || *s == '\t'))
            s++, len--;
        if (len > 7 && memcmp(s, "+build", 6) == 0 && isspace((unsigned char)s[6]))
            plus = plus_build(c, s + 7, len - 7) && plus;
    }
    return plus;
}
