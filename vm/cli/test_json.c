/* vm/cli/test_json.c - see test_json.h. */
#include "vm/cli/test_json.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "runtime/base/fatal.h"
#include "runtime/base/strbuf.h"
#include "runtime/base/vec.h"

/* A "--- PASS" line ends a test only after the lines that belong to it have passed. */
struct ended { char *test; const char *action; double elapsed; int indent; };

struct test_json {
    const char *package;
    struct strbuf line;                 /* incomplete */
    char *test;                         /* output belongs to it; NULL: to the package */
    vec(struct ended) reports;          /* tests whose results were printed and are not yet events, outermost first */
    struct timespec start;
};

static char *copy(const char *s, size_t n)
{
    char *c = xmalloc(n + 1);
    memcpy(c, s, n);
    c[n] = 0;
    return c;
}

static void put_string(struct strbuf *b, const char *s, size_t n)
{
    strbuf_putc(b, '"');
    for (const char *e = s + n; s < e; s++) {
        unsigned char c = (unsigned char)*s;
        if (c == '"' || c == '\\')
            strbuf_printf(b, "\\%c", c);
        else if (c == '\n')
            strbuf_puts(b, "\\n");
        else if (c == '\t')
            strbuf_puts(b, "\\t");
        else if (c == '\r')
            strbuf_puts(b, "\\r");
        else if (c < ' ' || c == '<' || c == '>' || c == '&')
            strbuf_printf(b, "\\u%04x", c);
        else
            strbuf_putc(b, c);
    }
    strbuf_putc(b, '"');
}

static void event(struct test_json *j, const char *action, const char *test, const double *elapsed, const char *out, size_t n)
{
    struct strbuf b = {0};
    struct timespec ts;
    struct tm tm;
    char when[64];
    clock_gettime(CLOCK_REALTIME, &ts);
    gmtime_r(&ts.tv_sec, &tm);
    strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%S", &tm);
    strbuf_printf(&b, "{\"Time\":\"%s.%09ldZ\",\"Action\":\"%s\",\"Package\":", when, ts.tv_nsec, action);
    put_string(&b, j->package, strlen(j->package));
    if (test) {
        strbuf_puts(&b, ",\"Test\":");
        put_string(&b, test, strlen(test));
    }
    if (elapsed)
        strbuf_printf(&b, ",\"Elapsed\":%.6g", *elapsed);
    if (out) {
        strbuf_puts(&b, ",\"Output\":");
        put_string(&b, out, n);
    }
    strbuf_puts(&b, "}\n");
    fwrite(b.at, 1, b.n, stdout);
    strbuf_free(&b);
}

/* Tests printed at this indentation or deeper are over. */
static void flush_reports(struct test_json *j, int indent)
{
    while (j->reports.n && j->reports.at[j->reports.n - 1].indent >= indent) {
        struct ended *e = &j->reports.at[--j->reports.n];
        event(j, e->action, e->test, strcmp(e->action, "bench") == 0 ? NULL : &e->elapsed, NULL, 0);
        free(e->test);
    }
}

static void set_test(struct test_json *j, const char *name, size_t n)
{
    free(j->test);
    j->test = name ? copy(name, n) : NULL;
}

static bool starts(const char *s, const char *e, const char *prefix)
{
    size_t n = strlen(prefix);
    return (size_t)(e - s) >= n && memcmp(s, prefix, n) == 0;
}

static const char *skip_blanks(const char *s, const char *e)
{
    while (s < e && *s == ' ')
        s++;
    return s;
}

static bool announcement(struct test_json *j, const char *s, const char *e)
{
    static const struct { const char *prefix, *action; } forms[] = {
        {"=== RUN ", "run"}, {"=== PAUSE ", "pause"}, {"=== CONT ", "cont"}, {"=== NAME ", NULL},
    };
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        if (starts(s, e, forms[i].prefix)) {
            const char *name = skip_blanks(s + strlen(forms[i].prefix), e);
            flush_reports(j, 0);
            set_test(j, name, (size_t)(e - name));
            if (forms[i].action)
                event(j, forms[i].action, j->test, NULL, NULL, 0);
            return true;
        }
    return false;
}

/* "    --- PASS: TestX/y (0.01s)" */
static bool result(struct test_json *j, const char *s, const char *e)
{
    static const struct { const char *prefix, *action; } forms[] = {
        {"--- PASS: ", "pass"}, {"--- FAIL: ", "fail"}, {"--- SKIP: ", "skip"}, {"--- BENCH: ", "bench"},
    };
    const char *t = skip_blanks(s, e);
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        if (starts(t, e, forms[i].prefix)) {
            const char *name = t + strlen(forms[i].prefix), *end = name;
            while (end < e && *end != ' ')
                end++;
            int indent = (int)(t - s) / 4;
            const char *paren = memchr(end, '(', (size_t)(e - end));
            flush_reports(j, indent);
            struct ended r = {copy(name, (size_t)(end - name)), forms[i].action, paren ? atof(paren + 1) : 0, indent};
            set_test(j, name, (size_t)(end - name));
            vec_push(&j->reports, r);
            return true;
        }
    return false;
}

static bool is_final(const char *s, const char *e)
{
    size_t n = (size_t)(e - s);
    return (n == 4 && (memcmp(s, "PASS", 4) == 0 || memcmp(s, "FAIL", 4) == 0)) || starts(s, e, "FAIL\t") ||
           starts(s, e, "ok  \t") || starts(s, e, "exit status ") || starts(s, e, "coverage: ") || starts(s, e, "?   \t");
}

static void one_line(struct test_json *j, const char *s, size_t n)
{
    const char *e = s + n - (n && s[n - 1] == '\n');
    if (!announcement(j, s, e) && !result(j, s, e) && is_final(s, e)) {
        flush_reports(j, 0);
        set_test(j, NULL, 0);
    }
    event(j, "output", j->test, NULL, s, n);
}

struct test_json *test_json_begin(const char *package)
{
    struct test_json *j = xcalloc(1, sizeof *j);
    j->package = package;
    clock_gettime(CLOCK_MONOTONIC, &j->start);
    return j;
}

void test_json_write(struct test_json *j, const char *p, size_t n)
{
    while (n) {
        const char *nl = memchr(p, '\n', n);
        size_t k = nl ? (size_t)(nl - p) + 1 : n;
        strbuf_add(&j->line, p, k);
        if (nl) {
            one_line(j, j->line.at, j->line.n);
            j->line.n = 0;
        }
        p += k, n -= k;
    }
}

static void end(struct test_json *j, const char *action)
{
    struct timespec ts;
    if (j->line.n)
        one_line(j, j->line.at, j->line.n);
    flush_reports(j, 0);
    clock_gettime(CLOCK_MONOTONIC, &ts);
    double elapsed = (double)(ts.tv_sec - j->start.tv_sec) + (double)(ts.tv_nsec - j->start.tv_nsec) * 1e-9;
    elapsed = (double)(long)(elapsed * 1000) / 1000;
    event(j, action, NULL, &elapsed, NULL, 0);
    strbuf_free(&j->line);
    free(j->test);
    vec_free(&j->reports);
    free(j);
}

void test_json_end(struct test_json *j, bool ok) { end(j, ok ? "pass" : "fail"); }
void test_json_end_skip(struct test_json *j) { end(j, "skip"); }
