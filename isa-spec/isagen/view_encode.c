/* isagen/view_encode.c - encode.h: one emitter per instruction; `wide` is added where a number does not fit a byte. */
#include "isa-spec/isagen/model.h"

static const char prelude[] =
"#ifndef VIRGO_GEN_ENCODE_H\n#define VIRGO_GEN_ENCODE_H\n\n"
"/* Every enc_NAME() appends one instruction and returns the index of its first word (the prefix, if any).\n"
" * Displacements are left zero: isa_patch(code, at, target) and isa_patch_table() fill them in. */\n"
"#include <stdbool.h>\n#include <stddef.h>\n#include <stdint.h>\n#include \"runtime/base/vec.h\"\n#include \"opcode.h\"\n\n"
"struct isa_code { uint32_t *at; size_t n, cap; };      /* a vec(uint32_t) */\n\n"
"static inline size_t enc_first_(struct isa_code *k, bool wide, uint32_t op, uint32_t a, uint32_t b, uint32_t c)\n{\n"
"    size_t at = k->n;\n"
"    if (wide) vec_push(k, (uint32_t)OPC_WIDE | (a >> 8 & 255) << 8 | (b >> 8 & 255) << 16 | (c >> 8 & 255) << 24);\n"
"    vec_push(k, op | (a & 255) << 8 | (b & 255) << 16 | (c & 255) << 24);\n"
"    return at;\n}\n"
"static inline bool enc_big_(const uint32_t *slots, size_t n)\n{\n"
"    for (size_t i = 0; i < n; i++) if (slots[i] > 255) return true;\n    return n > 255;\n}\n"
"static inline void enc_list_(struct isa_code *k, bool wide, const uint32_t *slots, size_t n)\n{\n"
"    unsigned per = wide ? 2 : 4, bits = wide ? 16 : 8;\n"
"    for (size_t i = 0; i < n; i += per) {\n"
"        uint32_t w = 0;\n"
"        for (unsigned j = 0; j < per && i + j < n; j++) w |= slots[i + j] << (j * bits);\n"
"        vec_push(k, w);\n    }\n}\n\n";

static void put_format(struct strbuf *b, const struct op *o)
{
    const struct format *f = o->format;
    char *low = lower_name(o->name);
    struct strbuf params = {0}, wide = {0}, tail = {0};
    const char *a = "0", *bb = "0", *c = "0";
    for (size_t i = 0; i < f->base.n; i++) {
        const struct field *d = &f->base.at[i];
        const char *n = d->name, *k = d->kind;
        const char *value = n;
        if (!strcmp(k, "") || !strcmp(k, "off") || !strcmp(k, "flags")) {
            strbuf_printf(&params, ", uint32_t %s", n);
            strbuf_printf(&wide, " || %s > 255", n);
        } else if (!strcmp(k, "imm8")) {
            strbuf_printf(&params, ", int32_t %s", n);
            strbuf_printf(&wide, " || %s != (int8_t)%s", n, n);
            value = "(uint32_t)c";
        } else if (!strcmp(k, "imm16") || !strcmp(k, "uimm16")) {
            bool sign = k[0] == 'i';
            strbuf_printf(&params, ", %s %s", sign ? "int32_t" : "uint32_t", n);
            strbuf_printf(&wide, " || %s != (%s)%s", n, sign ? "int16_t" : "uint16_t", n);
            /* low bytes in b and c, high ones (bits 16-31) in the prefix */
            bb = "((uint32_t)bc & 255) | ((uint32_t)bc >> 8 & 0xff00)";
            c = "((uint32_t)bc >> 8 & 255) | ((uint32_t)bc >> 16 & 0xff00)";
            continue;
        } else if (!strcmp(k, "rel24")) continue;
        else if (!strcmp(k, "nargs") || !strcmp(k, "nres") || !strcmp(k, "ncases"))
            value = !strcmp(k, "nargs") ? "(uint32_t)nargs" : !strcmp(k, "nres") ? "(uint32_t)nres" : "(uint32_t)ncases";
        if (n[0] == 'a') a = value;
        else if (n[0] == 'b') bb = value;
        else c = value;
    }
    for (size_t i = 0; i < f->ext.n; i++) {
        const char *n = f->ext.at[i].name, *k = f->ext.at[i].kind;
        if (!strcmp(n, "args") || !strcmp(n, "res")) {
            strbuf_printf(&params, ", const uint32_t *%s, size_t n%s", n, n);
            strbuf_printf(&wide, " || enc_big_(%s, n%s)", n, n);
            strbuf_printf(&tail, "    enc_list_(k, wide, %s, n%s);\n", n, n);
        } else if (!strcmp(n, "cases")) {
            strbuf_puts(&params, ", const uint32_t *cases, size_t ncases");
            strbuf_puts(&wide, " || ncases > 255");
            strbuf_puts(&tail, "    for (size_t i = 0; i < 2 * ncases; i++) vec_push(k, cases[i]);\n");
        } else if (!strcmp(n, "table")) {
            strbuf_puts(&tail, "    for (uint32_t i = 0; i < count; i++) vec_push(k, 0);\n");
        } else if (!strcmp(k, "count")) {
            strbuf_puts(&params, ", uint32_t count");
            strbuf_puts(&tail, "    vec_push(k, count);\n");
        } else if (!strcmp(k, "rel32")) {
            strbuf_puts(&tail, "    vec_push(k, 0);\n");
        } else {
            strbuf_printf(&params, ", uint32_t %s", n);
            strbuf_printf(&tail, "    vec_push(k, %s);\n", n);
        }
    }
    strbuf_printf(b, "/* %s */\nstatic inline size_t enc_%s(struct isa_code *k%s)\n{\n", o->doc, low, params.n ? params.at : "");
    strbuf_printf(b, "    bool wide = %s;\n", wide.n ? wide.at + 4 : "false");
    strbuf_printf(b, "    size_t at = enc_first_(k, wide, OPC_%s, %s, %s, %s);\n", o->cname, a, bb, c);
    if (tail.n) strbuf_puts(b, tail.at);
    strbuf_puts(b, "    return at;\n}\n");
    strbuf_free(&params), strbuf_free(&wide), strbuf_free(&tail);
    free(low);
}

void view_encode(const struct model *m, struct strbuf *b)
{
    strbuf_puts(b, prelude);
    for (size_t i = 0; i < m->ops.n; i++) {
        const char *n = m->ops.at[i]->name;
        if (strcmp(n, "illegal") && strcmp(n, "wide")) put_format(b, m->ops.at[i]);
    }
    strbuf_puts(b, "\n/* Makes the branch at word `at` go to word `target`. */\n"
        "static inline void isa_patch(struct isa_code *k, size_t at, size_t target)\n{\n"
        "    int32_t rel = (int32_t)((int64_t)target - (int64_t)at);\n"
        "    size_t w = (k->at[at] & 255) == OPC_WIDE ? 1 : 0;\n"
        "    if ((k->at[at] & 255) == OPC_JMP) k->at[at] = OPC_JMP | (uint32_t)rel << 8;\n"
        "    else k->at[at + w + 1] = (uint32_t)rel;\n}\n"
        "/* Makes entry i of the jump table instruction at `at` go to `target`. */\n"
        "static inline void isa_patch_table(struct isa_code *k, size_t at, uint32_t i, size_t target)\n{\n"
        "    size_t w = (k->at[at] & 255) == OPC_WIDE ? 1 : 0;\n"
        "    k->at[at + w + 2 + i] = (uint32_t)((int64_t)target - (int64_t)at);\n}\n#endif\n");
}
