/* isagen/view_decode.c - decode.h: the bounds-checked decoder of one instruction. */
#include "isa-spec/isagen/model.h"

static const char prelude[] =
"#ifndef VIRGO_GEN_DECODE_H\n#define VIRGO_GEN_DECODE_H\n\n#include <stddef.h>\n#include \"encode.h\"\n#include \"optab.h\"\n\n"
"struct isa_insn {\n"
"    uint8_t op;\n    bool wide;\n"
"    uint32_t len;               /* words, prefix and extension words included */\n"
"    uint32_t a, b, c;           /* slot numbers or counts, high bytes included */\n"
"    int64_t imm;                /* constant of imm8, imm16, uimm16; byte offset of MEM */\n"
"    int32_t rel;                /* displacement from the first word */\n"
"    const uint32_t *x;          /* fixed extension words */\n"
"    uint32_t nargs, nres, ncases, count;\n"
"    const uint32_t *args, *res, *table, *cases;\n"
"    const char *fault;          /* why isa_decode returned 0 */\n};\n\n"
"/* Slot i of a slot list. */\n"
"static inline uint32_t isa_list_slot(const uint32_t *list, bool wide, uint32_t i)\n{\n"
"    return wide ? list[i >> 1] >> ((i & 1) * 16) & 0xffff : list[i >> 2] >> ((i & 3) * 8) & 255;\n}\n"
"static inline uint32_t isa_list_words(bool wide, uint32_t n) { return wide ? (n + 1) >> 1 : (n + 3) >> 2; }\n"
"static inline uint32_t isa_fail_(struct isa_insn *in, const char *why) { in->fault = why; return 0; }\n\n"
"/* Decodes the instruction at p, of which n words are readable; its length, or 0 with in->fault. */\n"
"static inline uint32_t isa_decode(const uint32_t *p, size_t n, struct isa_insn *in)\n{\n"
"    static const struct isa_insn zero;\n"
"    *in = zero;\n"
"    if (!n) return isa_fail_(in, \"code ends\");\n"
"    uint32_t w = p[0], hi = 0;\n"
"    size_t at = 1;\n"
"    if ((w & 255) == OPC_WIDE) {\n"
"        in->wide = true, hi = w;\n"
"        if (n < 2) return isa_fail_(in, \"truncated instruction\");\n"
"        w = p[1], at = 2;\n    }\n"
"    in->op = (uint8_t)w;\n"
"    if (!op_table[in->op].name || in->op == OPC_ILLEGAL || in->op == OPC_WIDE) return isa_fail_(in, \"illegal instruction\");\n"
"    in->a = (w >> 8 & 255) | (hi >> 8 & 255) << 8;\n"
"    in->b = (w >> 16 & 255) | (hi >> 16 & 255) << 8;\n"
"    in->c = w >> 24 | hi >> 24 << 8;\n"
"    in->x = p + at;\n"
"    switch (op_table[in->op].format) {\n";

/* isa_encode(): the inverse of isa_decode(); lists are given as encoded or through callers' arrays. */
static void put_encode(const struct model *m, struct strbuf *b)
{
    strbuf_puts(b, "/* Appends the instruction described by in: op, fields a b c and imm, rel, the fixed words x[], and the lists, which\n"
        " * are plain arrays of slot numbers here.  Returns the index of its first word. */\n"
        "static inline size_t isa_encode(struct isa_code *k, const struct isa_insn *in)\n{\n"
        "    uint32_t a = in->a, b = in->b, c = in->c;\n    bool wide = false;\n"
        "    switch (op_table[in->op].format) {\n");
    for (size_t i = 0; i < m->formats.n; i++) {
        const struct format *f = m->formats.at[i];
        strbuf_printf(b, "    case ISAF_%s:\n", f->name);
        for (size_t k = 0; k < f->base.n; k++) {
            const char *kind = f->base.at[k].kind, *n = f->base.at[k].name;
            if (!strcmp(kind, "imm8")) strbuf_puts(b, "        c = (uint32_t)in->imm & 0xffff, wide |= in->imm != (int8_t)in->imm;\n");
            else if (!strcmp(kind, "imm16") || !strcmp(kind, "uimm16"))
                strbuf_printf(b, "        b = ((uint32_t)in->imm & 255) | ((uint32_t)in->imm >> 8 & 0xff00);\n"
                    "        c = ((uint32_t)in->imm >> 8 & 255) | ((uint32_t)in->imm >> 16 & 0xff00);\n"
                    "        wide |= in->imm != (%s)in->imm;\n", kind[0] == 'i' ? "int16_t" : "uint16_t");
            else if (!strcmp(kind, "rel24"))
                strbuf_puts(b, "        a = (uint32_t)in->rel & 255, b = (uint32_t)in->rel >> 8 & 255, c = (uint32_t)in->rel >> 16 & 255;\n");
            else if (!strcmp(kind, "off")) strbuf_puts(b, "        c = (uint32_t)(in->imm / op_table[in->op].unit), wide |= c > 255;\n");
            else if (!strcmp(kind, "nargs") || !strcmp(kind, "nres") || !strcmp(kind, "ncases"))
                strbuf_printf(b, "        %s = in->%s, wide |= %s > 255;\n", n, kind, n);
            else strbuf_printf(b, "        wide |= %s > 255;\n", n);
        }
        for (size_t k = 0; k < f->ext.n; k++)
            if (!strcmp(f->ext.at[k].name, "args") || !strcmp(f->ext.at[k].name, "res"))
                strbuf_printf(b, "        wide |= enc_big_(in->%s, in->n%s);\n", f->ext.at[k].name, f->ext.at[k].name);
        strbuf_puts(b, "        break;\n");
    }
    strbuf_puts(b, "    }\n    size_t at = enc_first_(k, wide, in->op, a, b, c);\n    switch (op_table[in->op].format) {\n");
    for (size_t i = 0; i < m->formats.n; i++) {
        const struct format *f = m->formats.at[i];
        if (!f->ext.n) continue;
        strbuf_printf(b, "    case ISAF_%s:\n", f->name);
        for (size_t k = 0; k < f->ext.n; k++) {
            const char *n = f->ext.at[k].name, *kind = f->ext.at[k].kind;
            if (!strcmp(n, "args") || !strcmp(n, "res")) strbuf_printf(b, "        enc_list_(k, wide, in->%s, in->n%s);\n", n, n);
            else if (!strcmp(n, "table")) strbuf_puts(b, "        for (uint32_t i = 0; i < in->count; i++) vec_push(k, in->table[i]);\n");
            else if (!strcmp(n, "cases")) strbuf_puts(b, "        for (uint32_t i = 0; i < 2 * in->ncases; i++) vec_push(k, in->cases[i]);\n");
            else if (!strcmp(kind, "rel32")) strbuf_puts(b, "        vec_push(k, (uint32_t)in->rel);\n");
            else if (!strcmp(kind, "count")) strbuf_puts(b, "        vec_push(k, in->count);\n");
            else strbuf_printf(b, "        vec_push(k, in->x[%c]);\n", n[1]);
        }
        strbuf_puts(b, "        break;\n");
    }
    strbuf_puts(b, "    }\n    return at;\n}\n");
}

void view_decode(const struct model *m, struct strbuf *b)
{
    strbuf_puts(b, prelude);
    for (size_t i = 0; i < m->formats.n; i++) {
        const struct format *f = m->formats.at[i];
        strbuf_printf(b, "    case ISAF_%s:\n", f->name);
        for (size_t k = 0; k < f->base.n; k++) {
            const char *kind = f->base.at[k].kind, *n = f->base.at[k].name;
            if (!strcmp(kind, "imm8")) strbuf_puts(b, "        in->imm = in->wide ? (int16_t)in->c : (int8_t)in->c;\n");
            else if (!strcmp(kind, "imm16"))
                strbuf_puts(b, "        in->imm = in->wide ? (int32_t)(w >> 16 | (hi & 0xffff0000u)) : (int16_t)(w >> 16);\n");
            else if (!strcmp(kind, "uimm16"))
                strbuf_puts(b, "        in->imm = (int64_t)(in->wide ? (w >> 16 | (hi & 0xffff0000u)) : w >> 16);\n");
            else if (!strcmp(kind, "rel24"))
                strbuf_puts(b, "        if (in->wide) return isa_fail_(in, \"wide jump\");\n        in->rel = (int32_t)w >> 8;\n");
            else if (!strcmp(kind, "off")) strbuf_puts(b, "        in->imm = (int64_t)in->c * op_table[in->op].unit;\n");
            else if (!strcmp(kind, "nargs") || !strcmp(kind, "nres") || !strcmp(kind, "ncases"))
                strbuf_printf(b, "        in->%s = in->%s;\n", kind, n);
        }
        unsigned fixed = 0;
        for (size_t k = 0; k < f->ext.n; k++)
            if (f->ext.at[k].name[0] == 'x') fixed++;
        if (fixed) strbuf_printf(b, "        if (n - at < %u) return isa_fail_(in, \"truncated instruction\");\n        at += %u;\n", fixed, fixed);
        for (size_t k = 0; k < f->ext.n; k++) {
            const char *n = f->ext.at[k].name, *kind = f->ext.at[k].kind;
            if (!strcmp(kind, "rel32")) strbuf_printf(b, "        in->rel = (int32_t)in->x[%c];\n", n[1]);
            if (!strcmp(kind, "count")) strbuf_printf(b, "        in->count = in->x[%c];\n", n[1]);
            if (!strcmp(n, "args") || !strcmp(n, "res"))
                strbuf_printf(b, "        if (n - at < isa_list_words(in->wide, in->n%s)) return isa_fail_(in, \"truncated instruction\");\n"
                    "        in->%s = p + at, at += isa_list_words(in->wide, in->n%s);\n", n, n, n);
            if (!strcmp(n, "table"))
                strbuf_puts(b, "        if (n - at < in->count) return isa_fail_(in, \"truncated instruction\");\n"
                    "        in->table = p + at, at += in->count;\n");
            if (!strcmp(n, "cases"))
                strbuf_puts(b, "        if (n - at < (size_t)in->ncases * 2) return isa_fail_(in, \"truncated instruction\");\n"
                    "        in->cases = p + at, at += (size_t)in->ncases * 2;\n");
        }
        strbuf_puts(b, "        break;\n");
    }
    strbuf_puts(b, "    }\n    return in->len = (uint32_t)at;\n}\n\n");
    put_encode(m, b);
    strbuf_puts(b, "#endif\n");
}
