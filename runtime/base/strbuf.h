/* runtime/base/strbuf.h - a growable byte string, malloc-backed, always NUL-terminated when non-NULL. */
#ifndef VIRGO_BASE_STRBUF_H
#define VIRGO_BASE_STRBUF_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

struct strbuf { char *at; size_t n, cap; };

void strbuf_add(struct strbuf *b, const void *p, size_t n);
void strbuf_puts(struct strbuf *b, const char *s);
void strbuf_putc(struct strbuf *b, int c);
void strbuf_put_rune(struct strbuf *b, uint32_t r);     /* UTF-8; invalid runes as U+FFFD */
void strbuf_printf(struct strbuf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void strbuf_vprintf(struct strbuf *b, const char *fmt, va_list ap);
void strbuf_free(struct strbuf *b);
/* Little-endian scalars and LEB128, for serialised forms. */
void strbuf_u8(struct strbuf *b, uint8_t v);
void strbuf_u32(struct strbuf *b, uint32_t v);
void strbuf_u64(struct strbuf *b, uint64_t v);
void strbuf_uleb(struct strbuf *b, uint64_t v);
void strbuf_sleb(struct strbuf *b, int64_t v);

#endif
