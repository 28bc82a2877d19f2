/* runtime/base/fatal.c - ends of the line (see fatal.h). */
#include "runtime/base/fatal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void print_line(const char *fmt, va_list ap)
{
    fflush(stdout);
    fputs("virgo: ", stderr);
    vfprintf(stderr, fmt, ap);
    fputc('\n', stderr);
}

void fatal(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    print_line(fmt, ap);
    va_end(ap);
    exit(2);
}

void assert_failed(const char *file, int line, const char *cond, const char *fmt, ...)
{
    char what[512];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(what, sizeof what, fmt, ap);
    va_end(ap);
    fflush(stdout);
    fprintf(stderr, "virgo: internal error: %s:%d: %s: %s\n", file, line, cond, what);
    abort();
}

static _Noreturn void no_memory(unsigned long n)
{
    fatal("out of memory: a request for %lu bytes", n);
}

void *xmalloc(unsigned long n)
{
    void *p = malloc(n ? n : 1);
    if (!p)
        no_memory(n);
    return p;
}

void *xcalloc(unsigned long n, unsigned long size)
{
    void *p = n && size ? calloc(n, size) : calloc(1, 1);   /* calloc checks the product */
    if (!p)
        no_memory(n * size);
    return p;
}

void *xrealloc(void *p, unsigned long n)
{
    void *q = realloc(p, n ? n : 1);
    if (!q)
        no_memory(n);
    return q;
}

char *xstrdup(const char *s)
{
    unsigned long n = strlen(s) + 1;
    return memcpy(xmalloc(n), s, n);
}
