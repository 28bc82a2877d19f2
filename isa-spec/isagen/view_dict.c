/* isagen/view_dict.c - isa.dict: tokens for fuzzers of the module reader and verifier. */
#include "isa-spec/isagen/model.h"

void view_dict(const struct model *m, struct strbuf *b)
{
    if (m->magic) {
        strbuf_puts(b, "magic=\"");
        for (const char *p = m->magic; *p; p++) strbuf_printf(b, "\\x%02x", (unsigned char)*p);
        strbuf_puts(b, "\"\n");
    }
    for (size_t i = 0; i < m->ops.n; i++) {
        char *low = lower_name(m->ops.at[i]->name);
        strbuf_printf(b, "op_%s=\"\\x%02x\"\n", low, m->ops.at[i]->number);
        free(low);
    }
    for (size_t i = 0; i < m->sections.n; i++)
        strbuf_printf(b, "section_%s=\"\\x%02x\\x00\\x00\\x00\"\n", m->sections.at[i].name, m->sections.at[i].number);
}
