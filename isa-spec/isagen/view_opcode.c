/* isagen/view_opcode.c - opcode.h: the numbers of the wire instructions. */
#include "isa-spec/isagen/model.h"

void view_opcode(const struct model *m, struct strbuf *b)
{
    strbuf_puts(b, "#ifndef VIRGO_GEN_OPCODE_H\n#define VIRGO_GEN_OPCODE_H\n\nenum opcode {\n");
    for (size_t i = 0; i < m->ops.n; i++)
        strbuf_printf(b, "    OPC_%s = 0x%02x,\n", m->ops.at[i]->cname, m->ops.at[i]->number);
    strbuf_printf(b, "};\n#define ISA_VERSION %uu\n#define ISA_NOPS %zuu\n\n#define ISA_OPCODES(X) \\\n", m->isa_version, m->ops.n);
    for (size_t i = 0; i < m->ops.n; i++)
        strbuf_printf(b, "    X(OPC_%s)%s\n", m->ops.at[i]->cname, i + 1 < m->ops.n ? " \\" : "");
    strbuf_puts(b, "#endif\n");
}
