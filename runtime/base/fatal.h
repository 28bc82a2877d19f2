/* runtime/base/fatal.h - ends of the line: what cannot be reported upward, and internal invariants. */
#ifndef VIRGO_BASE_FATAL_H
#define VIRGO_BASE_FATAL_H

/* Prints "virgo: " and the message as one line on stderr and exits with status 2. */
_Noreturn void fatal(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* malloc family that never returns NULL (calls fatal) and checks n*size for overflow. */
void *xmalloc(unsigned long n);
void *xcalloc(unsigned long n, unsigned long size);
void *xrealloc(void *p, unsigned long n);
char *xstrdup(const char *s);

_Noreturn void assert_failed(const char *file, int line, const char *cond, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
/* Internal invariant with context: ASSERT(n < cap, "n %zu", n).  On in every build. */
#define ASSERT(cond, ...) \
    ((cond) ? (void)0 : assert_failed(__FILE__, __LINE__, #cond, __VA_ARGS__))
#define UNREACHABLE() assert_failed(__FILE__, __LINE__, "unreachable", "internal error")

#endif
