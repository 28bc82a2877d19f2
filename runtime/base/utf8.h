/* runtime/base/utf8.h - UTF-8 as Go defines it: invalid input decodes as U+FFFD of width 1. */
#ifndef VIRGO_BASE_UTF8_H
#define VIRGO_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RUNE_ERROR 0xFFFDu
/* Decodes the first rune of p[0..n), n > 0; returns its width in bytes (1..4). */
int utf8_decode(const unsigned char *p, size_t n, uint32_t *rune);
/* Encodes r (invalid runes as U+FFFD) into out[4]; returns the width. */
int utf8_encode(unsigned char *out, uint32_t r);
bool utf8_valid(const unsigned char *p, size_t n);
/* Unicode classes used by Go identifiers: categories L* and Nd (Unicode 13 tables). */
bool unicode_is_letter(uint32_t r);
bool unicode_is_digit(uint32_t r);
bool unicode_is_upper(uint32_t r);   /* for exported names */

#endif
