/* isagen/view_frozen.c - frozen.txt: number, name and encoding hash of every released instruction and runtime entry. */
#include "isa-spec/isagen/model.h"

void view_frozen(const struct model *m, struct strbuf *b)
{
    for (size_t i = 0; i < m->ops.n; i++)
        strbuf_printf(b, "op 0x%02x %s %08x\n", m->ops.at[i]->number, m->ops.at[i]->name, op_hash(m->ops.at[i]));
    for (size_t i = 0; i < m->entries.n; i++) strbuf_printf(b, "rt %zu %s\n", i, m->entries.at[i]->name);
}
