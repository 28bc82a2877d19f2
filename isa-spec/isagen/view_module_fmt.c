/* isagen/view_module_fmt.c - module_fmt.h: the records of .vgo files as C structs. */
#include "isa-spec/isagen/model.h"

void view_module_fmt(const struct model *m, struct strbuf *b)
{
    const unsigned char *g = (const unsigned char *)(m->magic ? m->magic : "\0\0\0\0");
    strbuf_printf(b, "#ifndef VIRGO_GEN_MODULE_FMT_H\n#define VIRGO_GEN_MODULE_FMT_H\n\n#include <stdint.h>\n\n"
        "#define FMT_VERSION %uu\n#define FMT_MAGIC 0x%02x%02x%02x%02xu\n\n", m->fmt_version, g[3], g[2], g[1], g[0]);
    for (size_t i = 0; i < m->constants.n; i++)
        strbuf_printf(b, "#define FMT_%s %lluu    /* %s */\n", m->constants.at[i].name,
                      (unsigned long long)m->constants.at[i].value, m->constants.at[i].doc);
    strbuf_puts(b, "\nenum fmt_section_kind {\n");
    unsigned max = 0;
    for (size_t i = 0; i < m->sections.n; i++) {
        strbuf_printf(b, "    SEC_%s = %u,\n", m->sections.at[i].name, m->sections.at[i].number);
        if (m->sections.at[i].number > max) max = m->sections.at[i].number;
    }
    strbuf_printf(b, "    SEC_COUNT = %u\n};\n\n", max + 1);
    for (size_t i = 0; i < m->records.n; i++) {
        const struct record *r = m->records.at[i];
        strbuf_printf(b, "struct fmt_%s {\n", r->name);
        for (size_t k = 0; k < r->fields.n; k++)
            strbuf_printf(b, "    uint%s_t %s;\n", r->fields.at[k].type + 1, r->fields.at[k].name);
        strbuf_printf(b, "};\n_Static_assert(sizeof(struct fmt_%s) == %u, \"%s\");\n\n", r->name, r->size, r->name);
    }
    strbuf_puts(b, "/* X(NAME, record size in bytes) for each section; bytes count as 1, words as 4. */\n#define FMT_SECTIONS(X) \\\n");
    for (size_t i = 0; i < m->sections.n; i++) {
        unsigned size = !strcmp(m->sections.at[i].of, "bytes") ? 1 : 4;
        for (size_t k = 0; k < m->records.n; k++)
            if (!strcmp(m->records.at[k]->name, m->sections.at[i].of)) size = m->records.at[k]->size;
        strbuf_printf(b, "    X(%s, %u)%s\n", m->sections.at[i].name, size, i + 1 < m->sections.n ? " \\" : "");
    }
    strbuf_puts(b, "\n#endif\n");
}
