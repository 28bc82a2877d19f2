/* isagen/view_layout.c - layout.h: sizes and offsets of objects shared by compiler and runtime. */
#include "isa-spec/isagen/model.h"

void view_layout(const struct model *m, struct strbuf *b)
{
    strbuf_puts(b, "#ifndef VIRGO_GEN_LAYOUT_H\n#define VIRGO_GEN_LAYOUT_H\n\n#include <stddef.h>\n\n");
    for (size_t i = 0; i < m->layouts.n; i++) {
        const struct layout *l = m->layouts.at[i];
        char *u = upper_name(l->name);
        strbuf_printf(b, "/* %s */\n#define SIZE_%s %u\n", l->doc, u, l->size);
        for (size_t k = 0; k < l->fields.n; k++) {
            char *f = upper_name(l->fields.at[k].name);
            strbuf_printf(b, "#define OFF_%s_%s %u\n", u, f, l->fields.at[k].off);
            free(f);
        }
        strbuf_printf(b, "#define LAYOUT_CHECK_%s(T) \\\n    _Static_assert(sizeof(T) == %u, \"size of %s\");", u, l->size, l->name);
        for (size_t k = 0; k < l->fields.n; k++) {
            const struct lay_field *f = &l->fields.at[k];
            strbuf_printf(b, " \\\n    _Static_assert(offsetof(T, %s) == %u && sizeof(((T *)0)->%s) == %u, \"%s.%s\");",
                          f->name, f->off, f->name, f->size, l->name, f->name);
        }
        strbuf_puts(b, "\n\n");
        free(u);
    }
    strbuf_puts(b, "#endif\n");
}
