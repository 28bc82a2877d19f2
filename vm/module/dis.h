/* vm/module/dis.h - listing of modules as text that the assembler reads back (docs/bytecode-text.md). */
#ifndef VIRGO_VM_MODULE_DIS_H
#define VIRGO_VM_MODULE_DIS_H

#include "runtime/base/strbuf.h"
#include "vm/module/image.h"

struct dis_options {
    bool lines;                 /* add source lines as comments */
    bool addresses;             /* add word offsets and raw words as comments */
    const char *func;           /* only functions whose name contains this; NULL: all */
};
void dis_module(struct strbuf *b, struct image *im, const struct dis_options *o);
void dis_function(struct strbuf *b, struct image *im, uint32_t def, const struct dis_options *o);
/* A type in the syntax of listings: equal texts mean identical types, in any module. */
void dis_type(struct strbuf *b, struct image *im, uint32_t type);
/* One instruction at word `pc` of function def; its length, or 0 if it cannot be decoded. */
uint32_t dis_insn(struct strbuf *b, struct image *im, uint32_t def, uint32_t pc);

/* asm_parse.c: text to the bytes of a module; 0, or -1 with *fault (offset: line number). */
int asm_parse(struct strbuf *out, const char *text, size_t n, struct mod_fault *fault);

#endif
