/* isagen/view_module_md.c - docs/module-format.md. */
#include "isa-spec/isagen/model.h"

void view_module_md(const struct model *m, struct strbuf *b)
{
    strbuf_printf(b, "# The module format, version %u\n\nGenerated from `isa-spec/module.fmt`, whose comments describe type records and method lists.\n\n"
        "A file is an optional `#!` line padded to a multiple of 16 bytes, the container header, the package directory, and one\n"
        "module per package, each on a 16-byte boundary. A module is a header, a section table and the sections. Everything is\n"
        "little-endian. Offsets count from the container header (directory) or from the module header (sections).\n\n## Sections\n\n"
        "| kind | name | records | |\n|--:|---|---|---|\n", m->fmt_version);
    for (size_t i = 0; i < m->sections.n; i++)
        strbuf_printf(b, "| %u | %s | %s | %s |\n", m->sections.at[i].number, m->sections.at[i].name, m->sections.at[i].of, m->sections.at[i].doc);
    strbuf_puts(b, "\n## Records\n\n");
    for (size_t i = 0; i < m->records.n; i++) {
        const struct record *r = m->records.at[i];
        strbuf_printf(b, "### %s (%u bytes)\n\n`", r->name, r->size);
        for (size_t k = 0; k < r->fields.n; k++)
            strbuf_printf(b, "%s%s %s", k ? "; " : "", r->fields.at[k].type, r->fields.at[k].name);
        strbuf_printf(b, "`\n\n%s\n\n", r->doc);
    }
    strbuf_puts(b, "## Constants\n\n| name | value | |\n|---|--:|---|\n");
    for (size_t i = 0; i < m->constants.n; i++)
        strbuf_printf(b, "| %s | %llu | %s |\n", m->constants.at[i].name, (unsigned long long)m->constants.at[i].value, m->constants.at[i].doc);
}
