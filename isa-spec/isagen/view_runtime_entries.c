/* isagen/view_runtime_entries.c - runtime_entries.h: numbers, signatures, effects and prototypes of runtime entries. */
#include <ctype.h>
#include "isa-spec/isagen/model.h"

static const char *const effects[] = { "alloc", "panic", "block", "call", "pure" };

/* Class letter of a parameter: one of w s l i r, T E K V, I for iter, A for any. */
static char letter(const char *cls)
{
    if (!strcmp(cls, "iter")) return 'I';
    if (!strcmp(cls, "any")) return 'A';
    return cls[0];
}

static void put_list(struct strbuf *b, const struct rt_param *p, size_t n)
{
    strbuf_puts(b, "\"");
    for (size_t i = 0; i < n; i++) {
        if (p[i].ptr) strbuf_putc(b, p[i].ptr);
        strbuf_putc(b, letter(p[i].cls));
    }
    strbuf_puts(b, "\"");
}

void view_runtime_entries(const struct model *m, struct strbuf *b)
{
    strbuf_puts(b, "#ifndef VIRGO_GEN_RUNTIME_ENTRIES_H\n#define VIRGO_GEN_RUNTIME_ENTRIES_H\n\n"
        "#include <stdint.h>\n#include \"runtime/act.h\"\n\nenum rt_entry {\n");
    for (size_t i = 0; i < m->entries.n; i++) {
        char *u = upper_name(m->entries.at[i]->name);
        strbuf_printf(b, "    RT_%s = %zu,\n", u, i);
        free(u);
    }
    strbuf_printf(b, "    RT_COUNT = %zu\n};\n\nenum rt_effect { ", m->entries.n);
    for (size_t i = 0; i < 5; i++) {
        char *u = upper_name(effects[i]);
        strbuf_printf(b, "RTE_%s = %u%s ", u, 1u << i, i < 4 ? "," : "");
        free(u);
    }
    strbuf_puts(b, "};\n\n/* Signatures: one letter per parameter or result.  w s l i r: a slot class; T: a value of the type operand; E K V:\n"
        " * of its element, key, value type; I: the map iterator; A: anything.  '*' before a letter: a reference to it,\n"
        " * '&': a reference that may be local. */\n"
        "struct rt_entry_info {\n    const char *name, *params, *results;\n    uint8_t effects;\n    uint8_t has_type;      /* takes a type operand */\n};\n"
        "extern const struct rt_entry_info rt_entry_table[RT_COUNT];\n\n/* X(NAME, body, params, results, effects, has_type) */\n#define RT_ENTRIES(X) \\\n");
    for (size_t i = 0; i < m->entries.n; i++) {
        const struct rt_entry *e = m->entries.at[i];
        size_t skip = e->params.n && !strcmp(e->params.at[0].cls, "T") && !e->params.at[0].ptr ? 1 : 0;
        char *u = upper_name(e->name);
        strbuf_printf(b, "    X(%s, rt_%s, ", u, e->name);
        put_list(b, e->params.at + skip, e->params.n - skip);
        strbuf_puts(b, ", ");
        put_list(b, e->results.at, e->results.n);
        unsigned bits = 0;
        for (size_t k = 0; k < e->effects.n; k++)
            for (unsigned j = 0; j < 5; j++)
                if (!strcmp(e->effects.at[k], effects[j])) bits |= 1u << j;
        strbuf_printf(b, ", %u, %zu)%s\n", bits, skip, i + 1 < m->entries.n ? " \\" : "");
        free(u);
    }
    strbuf_puts(b, "\n");
    for (size_t i = 0; i < m->entries.n; i++) {
        const struct rt_entry *e = m->entries.at[i];
        strbuf_printf(b, "enum rt_result rt_%s(struct act *c);%s%s%s\n", e->name, e->doc[0] ? "    /* " : "", e->doc, e->doc[0] ? " */" : "");
    }
    strbuf_puts(b, "#endif\n");
}
