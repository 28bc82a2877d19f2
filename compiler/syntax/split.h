/* compiler/syntax/split.h - text typed at a prompt: is it complete, and which declarations and statements is it? */
#ifndef VIRGO_SYNTAX_SPLIT_H
#define VIRGO_SYNTAX_SPLIT_H

#include <stddef.h>
#include <stdint.h>
#include "runtime/base/arena.h"

enum syn_item_kind { ITEM_PACKAGE, ITEM_IMPORT, ITEM_DECL, ITEM_STMT };
struct syn_item {
    enum syn_item_kind kind;
    size_t from, to;            /* bytes of the text, without the semicolon */
    uint32_t line, col;         /* where it starts, from 1 */
    char stray;                 /* a closing bracket that nothing opened, or 0; and where */
    uint32_t stray_line, stray_col;
};
enum syn_state { SYN_EMPTY, SYN_INCOMPLETE, SYN_COMPLETE };

/* Items of text[0..n) in order, in the arena.  SYN_INCOMPLETE: a bracket, comment or raw string is open, or the last
 * line cannot end a statement; items are those so far.  What is wrong otherwise is the parser's to say. */
enum syn_state syn_split(struct arena *a, const char *text, size_t n, struct syn_item **items, int *nitems);

#endif
