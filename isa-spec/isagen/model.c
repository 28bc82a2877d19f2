/* isagen/model.c - look-ups and names over the model. */
#include <ctype.h>
#include <stdarg.h>
#include "isa-spec/isagen/model.h"
#include "runtime/base/hashmap.h"

void spec_error(struct model *m, int line, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    fprintf(stderr, "%s:%d: ", m->file ? m->file : "isagen", line);
    vfprintf(stderr, fmt, ap);
    fputc('\n', stderr);
    va_end(ap);
    m->errors++;
}

struct format *model_format(struct model *m, const char *name)
{
    for (size_t i = 0; i < m->formats.n; i++)
        if (!strcmp(m->formats.at[i]->name, name)) return m->formats.at[i];
    return NULL;
}

struct op *model_op(struct model *m, const char *name)
{
    for (size_t i = 0; i < m->ops.n; i++)
        if (!strcmp(m->ops.at[i]->name, name)) return m->ops.at[i];
    return NULL;
}

const char *format_kind(const struct format *f, const char *field)
{
    for (size_t i = 0; i < f->base.n; i++)
        if (!strcmp(f->base.at[i].name, field)) return f->base.at[i].kind;
    for (size_t i = 0; i < f->ext.n; i++)
        if (!strcmp(f->ext.at[i].name, field)) return f->ext.at[i].kind;
    return NULL;
}

bool format_has(const struct format *f, const char *field) { return format_kind(f, field) != NULL; }

bool format_lists(const struct format *f)
{
    return format_has(f, "args") || format_has(f, "res") || format_has(f, "table") || format_has(f, "cases");
}

static char *mapped_name(const char *name, int (*map)(int))
{
    char *s = xstrdup(name);
    for (char *p = s; *p; p++) *p = *p == '.' ? '_' : (char)map((unsigned char)*p);
    return s;
}
char *upper_name(const char *name) { return mapped_name(name, toupper); }
char *lower_name(const char *name) { return mapped_name(name, tolower); }

static const struct { const char *text, *c; } types[] = {
    [T_NONE] = { "", "void" }, [T_I8] = { "i8", "int8_t" }, [T_I16] = { "i16", "int16_t" },
    [T_I32] = { "i32", "int32_t" }, [T_I64] = { "i64", "int64_t" }, [T_U8] = { "u8", "uint8_t" },
    [T_U16] = { "u16", "uint16_t" }, [T_U32] = { "u32", "uint32_t" }, [T_U64] = { "u64", "uint64_t" },
    [T_F32] = { "f32", "float" }, [T_F64] = { "f64", "double" }, [T_BOOL] = { "", "bool" },
};

enum etype type_named(const char *name)
{
    for (size_t i = 1; i < sizeof types / sizeof *types; i++)
        if (types[i].text[0] && !strcmp(types[i].text, name)) return (enum etype)i;
    return T_NONE;
}
const char *type_ctype(enum etype t) { return types[t].c; }
const char *type_text(enum etype t) { return t == T_BOOL ? "bool" : types[t].text; }

uint32_t op_hash(const struct op *o)
{
    struct strbuf b = {0};
    strbuf_printf(&b, "%u %s %s", o->number, o->name, o->format->name);
    for (size_t i = 0; i < o->format->base.n; i++)
        strbuf_printf(&b, " %s:%s", o->format->base.at[i].name, o->format->base.at[i].kind);
    for (size_t i = 0; i < o->format->ext.n; i++)
        strbuf_printf(&b, " ;%s:%s", o->format->ext.at[i].name, o->format->ext.at[i].kind);
    for (size_t i = 0; i < o->operands.n; i++)
        strbuf_printf(&b, " %s:%s%s", o->operands.at[i].field, o->operands.at[i].classes, o->operands.at[i].dest ? "=" : "");
    strbuf_printf(&b, " %u", o->unit);
    uint64_t h = hash_bytes(b.at, b.n, 0);
    strbuf_free(&b);
    return (uint32_t)(h ^ h >> 32);
}
