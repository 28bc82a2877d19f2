/* isagen/view_syscalls.c - syscalls.h: guest system calls by number, their arguments and capabilities; and the manual. */
#include "isa-spec/isagen/model.h"

static void put_enum(struct strbuf *b, const char *tag, const char *prefix, const struct named_doc *d, size_t n)
{
    strbuf_printf(b, "enum %s {\n", tag);
    for (size_t i = 0; i < n; i++) {
        char *u = upper_name(d[i].name);
        strbuf_printf(b, "    %s_%s,    /* %s */\n", prefix, u, d[i].doc);
        free(u);
    }
    strbuf_puts(b, "};\n\n");
}

void view_syscalls(const struct model *m, struct strbuf *b)
{
    strbuf_puts(b, "#ifndef VIRGO_GEN_SYSCALLS_H\n#define VIRGO_GEN_SYSCALLS_H\n\n#include <stdbool.h>\n#include <stdint.h>\n\n"
        "struct sys_call;       /* one call in progress: runtime/shim */\n\n");
    put_enum(b, "sys_cap", "SYSCAP", m->caps.at, m->caps.n);
    put_enum(b, "sys_type", "SYSTY", m->argtypes.at, m->argtypes.n);
    strbuf_puts(b, "enum sys_dir { SYSDIR_VALUE, SYSDIR_IN, SYSDIR_OUT, SYSDIR_INOUT };\n\n"
        "struct sys_arg {\n    const char *name;\n    uint8_t dir, type;\n    int8_t len_arg;        /* index of the argument that counts the elements, or -1 */\n"
        "    uint32_t len;          /* else this many */\n};\n"
        "struct sys_row {\n    const char *name;\n    uint16_t number;\n    uint8_t nargs, ret, cap;\n    bool restart;\n"
        "    struct sys_arg args[6];\n    int64_t (*body)(struct sys_call *c);\n};\n\nenum {\n");
    for (size_t i = 0; i < m->calls.n; i++) strbuf_printf(b, "    GSYS_%s = %u,\n", m->calls.at[i]->name, m->calls.at[i]->number);
    strbuf_printf(b, "};\n#define SYS_ROWS %zu\n\n", m->calls.n);
    for (size_t i = 0; i < m->calls.n; i++)
        strbuf_printf(b, "int64_t sys_%s(struct sys_call *c);    /* %s */\n", m->calls.at[i]->name, m->calls.at[i]->doc);
    strbuf_puts(b, "\n/* Defined where SYSCALL_TABLE is defined before this header; sorted by number. */\n"
        "extern const struct sys_row sys_rows[SYS_ROWS];\n#ifdef SYSCALL_TABLE\nconst struct sys_row sys_rows[SYS_ROWS] = {\n");
    for (unsigned number = 0; number < 1024; number++)
        for (size_t i = 0; i < m->calls.n; i++) {
            const struct sys_row *c = m->calls.at[i];
            if (c->number != number) continue;
            char *cap = upper_name(c->cap), *ret = upper_name(c->ret);
            strbuf_printf(b, "    { \"%s\", %u, %zu, SYSTY_%s, SYSCAP_%s, %d, {", c->name, c->number, c->args.n, ret, cap, c->restart);
            for (size_t k = 0; k < c->args.n; k++) {
                const struct sys_arg *a = &c->args.at[k];
                char *t = upper_name(a->type), *d = a->dir[0] ? upper_name(a->dir) : xstrdup("VALUE");
                int len_arg = -1;
                for (size_t j = 0; a->len_name && j < c->args.n; j++)
                    if (!strcmp(c->args.at[j].name, a->len_name)) len_arg = (int)j;
                strbuf_printf(b, " { \"%s\", SYSDIR_%s, SYSTY_%s, %d, %u },", a->name, d, t, len_arg, (unsigned)a->len);
                free(t), free(d);
            }
            strbuf_printf(b, " }, sys_%s },\n", c->name);
            free(cap), free(ret);
        }
    strbuf_puts(b, "};\n#endif\n#endif\n");
}

void view_syscalls_md(const struct model *m, struct strbuf *b)
{
    strbuf_puts(b, "# Guest system calls\n\nGenerated from `isa-spec/syscalls.abi`. Numbers and layouts are those of linux/riscv64.\n"
        "A call not listed here fails with ENOSYS.\n\n| number | call | capability | |\n|--:|---|---|---|\n");
    for (size_t i = 0; i < m->calls.n; i++) {
        const struct sys_row *c = m->calls.at[i];
        strbuf_printf(b, "| %u | `%s(", c->number, c->name);
        for (size_t k = 0; k < c->args.n; k++)
            strbuf_printf(b, "%s%s", k ? ", " : "", c->args.at[k].name);
        strbuf_printf(b, ")` | %s | %s%s |\n", c->cap, c->doc, c->restart ? " Restarted after a signal." : "");
    }
    strbuf_puts(b, "\n## Capabilities\n\n");
    for (size_t i = 0; i < m->caps.n; i++) strbuf_printf(b, "- **%s**: %s\n", m->caps.at[i].name, m->caps.at[i].doc);
}
