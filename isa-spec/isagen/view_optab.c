/* isagen/view_optab.c - optab.h and optab.inc: what the tools need to know about each instruction. */
#include "isa-spec/isagen/model.h"

void view_optab(const struct model *m, struct strbuf *b)
{
    strbuf_puts(b, "#ifndef VIRGO_GEN_OPTAB_H\n#define VIRGO_GEN_OPTAB_H\n\n"
        "#include <stdbool.h>\n#include <stdint.h>\n#include \"opcode.h\"\n\nenum isa_format {\n");
    for (size_t i = 0; i < m->formats.n; i++) strbuf_printf(b, "    ISAF_%s,\n", m->formats.at[i]->name);
    strbuf_puts(b, "};\n\n/* Slot classes an operand accepts, a bit set. */\n"
        "enum isa_class { CLS_W = 1, CLS_R = 2, CLS_S = 4, CLS_L = 8, CLS_I = 16, CLS_Q = 32 };\n"
        "enum isa_flag { OPF_PURE = 1, OPF_BRANCH = 2, OPF_CONTROL = 4, OPF_EFFECT = 8, OPF_UNSAFE = 16, OPF_TRAP = 32 };\n"
        "/* Where an operand is encoded. */\n"
        "enum isa_field { FLD_A, FLD_B, FLD_C, FLD_BC, FLD_ABC, FLD_X0, FLD_X1, FLD_X2, FLD_X3 };\n\n"
        "/* classes 0: a constant; then table names what it indexes: S string, T type, F function, G global, I itab reference,\n"
        " * R runtime entry; 0: a number. */\n"
        "struct op_operand { uint8_t field, classes; bool dest; char table; };\n"
        "struct op_info {\n    const char *name;\n    uint8_t format, flags, unit, noperands;\n"
        "    struct op_operand operands[5];\n    const char *doc;\n};\n\n"
        "extern const struct op_info op_table[256];   /* name NULL: no such instruction */\n"
        "extern const char *const isa_format_names[];\n\n"
        "/* Constant evaluation of a pure op: operands b and c (or the constant imm), canonical slot words.  False if the op is\n"
        " * not pure or would trap. */\n"
        "bool isa_fold(unsigned op, uint64_t b, uint64_t c, int64_t imm, uint64_t *result);\n"
        "/* Would the branch op be taken?  False if op is no conditional branch. */\n"
        "bool isa_fold_branch(unsigned op, uint64_t a, uint64_t b, int64_t imm, bool *taken);\n#endif\n");
}

static void upper(struct strbuf *b, const char *s) { char *u = upper_name(s); strbuf_puts(b, u); free(u); }

void view_optab_inc(const struct model *m, struct strbuf *b)
{
    strbuf_puts(b, "const struct op_info op_table[256] = {\n");
    for (size_t i = 0; i < m->ops.n; i++) {
        const struct op *o = m->ops.at[i];
        static const char *const kinds[] = { "OPF_PURE", "OPF_BRANCH", "OPF_CONTROL", "OPF_EFFECT" };
        strbuf_printf(b, "    [OPC_%s] = { \"%s\", ISAF_%s, %s%s%s, %u, %zu, {", o->cname, o->name, o->format->name,
                      kinds[o->kind], o->unsafe ? "|OPF_UNSAFE" : "", o->trap ? "|OPF_TRAP" : "", o->unit, o->operands.n);
        for (size_t k = 0; k < o->operands.n; k++) {
            const struct operand *p = &o->operands.at[k];
            strbuf_puts(b, " { FLD_");
            upper(b, p->field);
            strbuf_puts(b, ", ");
            bool table = p->classes[0] && strchr("STFGIR", p->classes[0]);
            if (!p->classes[0] || table) strbuf_puts(b, "0");
            for (const char *c = table ? "" : p->classes; *c; c++) {
                if (c != p->classes) strbuf_puts(b, "|");
                if (*c == 'x') strbuf_puts(b, "CLS_W|CLS_R|CLS_Q");
                else strbuf_printf(b, "CLS_%c", *c - 32);
            }
            strbuf_printf(b, ", %d, ", p->dest);
            strbuf_printf(b, table ? "'%c' }," : "0 },", p->classes[0]);
        }
        strbuf_printf(b, " }, \"%s\" },\n", o->doc);
    }
    strbuf_puts(b, "};\nconst char *const isa_format_names[] = {");
    for (size_t i = 0; i < m->formats.n; i++) strbuf_printf(b, " \"%s\",", m->formats.at[i]->name);
    strbuf_puts(b, " };\n");
}
