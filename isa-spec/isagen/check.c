/* isagen/check.c - is the model consistent?  Names and numbers are unique, operands name fields of their format,
 * expressions are typed.  Everything after this may rely on it. */
#include "isa-spec/isagen/model.h"

static bool is_float(enum etype t) { return t == T_F32 || t == T_F64; }
static bool is_int(enum etype t) { return t >= T_I8 && t <= T_U64; }

static const struct { const char *name; int nargs; enum etype arg, res; } functions[] = {
    { "d2i", 1, T_F64, T_I64 }, { "d2w", 1, T_F64, T_I32 }, { "sqrt", 1, T_F64, T_F64 }, { "floor", 1, T_F64, T_F64 },
    { "d2f", 1, T_F64, T_F32 }, { "f2d", 1, T_F32, T_F64 },
    { "ceil", 1, T_F64, T_F64 }, { "trunc", 1, T_F64, T_F64 }, { "clz", 1, T_U64, T_U64 }, { "ctz", 1, T_U64, T_U64 },
    { "popcount", 1, T_U64, T_U64 }, { "bswap", 1, T_U64, T_U64 }, { "mulhu", 2, T_U64, T_U64 },
};

/* Constants take the type of what they meet: an untyped operand is given type t. */
static void give_type(struct expr *e, enum etype t)
{
    if (e->type != T_NONE) return;
    e->type = t;
    if (e->kind == E_UNARY) give_type(e->x, t);
    if (e->kind == E_BINARY) give_type(e->x, t), give_type(e->y, t);
}

static bool comparison(int op)
{
    const char *s = spec_op_text(op);
    return s[0] == '<' || s[0] == '>' ? s[1] != s[0] : s[1] == '=';
}

static void type_expr(struct model *m, struct op *o, struct expr *e, enum etype t)
{
    if (e->x) type_expr(m, o, e->x, t);
    if (e->y) type_expr(m, o, e->y, t);
    if (e->z) type_expr(m, o, e->z, t);
    switch (e->kind) {
    case E_NUM: break;
    case E_REAL: e->type = T_F64; break;
    case E_VAR:
        if (!format_has(o->format, e->name)) spec_error(m, o->line, "op %s: no operand %s", o->name, e->name);
        e->type = t;
        break;
    case E_CAST: give_type(e->x, e->type); break;
    case E_UNARY: e->type = e->op == '!' ? T_BOOL : e->x->type; break;
    case E_CALL: {
        size_t i, n = sizeof functions / sizeof *functions;
        for (i = 0; i < n && strcmp(functions[i].name, e->name); i++) ;
        if (i == n) { spec_error(m, o->line, "op %s: no function %s", o->name, e->name); break; }
        if ((functions[i].nargs == 2) != (e->y != NULL))
            spec_error(m, o->line, "op %s: wrong number of arguments of %s", o->name, e->name);
        give_type(e->x, functions[i].arg);
        if (e->y) give_type(e->y, functions[i].arg);
        if (e->x->type != functions[i].arg) spec_error(m, o->line, "op %s: %s of %s", o->name, e->name, type_text(e->x->type));
        e->type = functions[i].res;
        break;
    }
    case E_COND:
        give_type(e->y, e->z->type), give_type(e->z, e->y->type);
        give_type(e->y, t), give_type(e->z, t);
        if (e->x->type != T_BOOL) spec_error(m, o->line, "op %s: condition is not a comparison", o->name);
        if (e->y->type != e->z->type) spec_error(m, o->line, "op %s: ?: of %s and %s", o->name, type_text(e->y->type), type_text(e->z->type));
        e->type = e->y->type;
        break;
    case E_BINARY: {
        const char *s = spec_op_text(e->op);
        bool shift = (s[0] == '<' || s[0] == '>') && s[1] == s[0];
        if (shift) {
            give_type(e->x, t), give_type(e->y, t);
            e->type = e->x->type;
            if (!is_int(e->x->type) || !is_int(e->y->type)) spec_error(m, o->line, "op %s: shift of a float", o->name);
            break;
        }
        give_type(e->x, e->y->type), give_type(e->y, e->x->type);
        give_type(e->x, t), give_type(e->y, t);
        /* signed and unsigned 64-bit operands may meet in bit operations: the result is unsigned */
        enum etype x = e->x->type, y = e->y->type;
        bool mixed = (x == T_I64 && y == T_U64) || (x == T_U64 && y == T_I64);
        if (x != y && !(mixed && strchr("^&|", s[0])))
            spec_error(m, o->line, "op %s: '%s' of %s and %s", o->name, s, type_text(x), type_text(y));
        e->type = comparison(e->op) ? T_BOOL : mixed ? T_U64 : x;
        if (is_float(x) && strchr("%&|^", s[0])) spec_error(m, o->line, "op %s: '%s' of floats", o->name, s);
        break;
    }
    }
}

static void check_op(struct model *m, struct op *o)
{
    for (size_t i = 0; i < o->operands.n; i++) {
        struct operand *p = &o->operands.at[i];
        if (!format_has(o->format, p->field)) spec_error(m, o->line, "op %s: format %s has no %s", o->name, o->format->name, p->field);
        bool table = p->classes[0] && !p->classes[1] && strchr("STFGIR", p->classes[0]);
        if (!table && strspn(p->classes, "wrsliqx") != strlen(p->classes)) spec_error(m, o->line, "op %s: class %s", o->name, p->classes);
    }
    if (o->sem) { type_expr(m, o, o->sem, o->t); give_type(o->sem, o->t); }
    if (o->when) type_expr(m, o, o->when, o->t == T_NONE ? T_U64 : o->t);
    if (!o->doc[0]) spec_error(m, o->line, "op %s: no doc line", o->name);
    if (o->kind == OP_PURE && (!o->operands.n || !o->operands.at[0].dest)) spec_error(m, o->line, "op %s: no result", o->name);
}

static unsigned field_size(struct model *m, const char *type)
{
    if (!strcmp(type, "u32")) return 4;
    if (!strcmp(type, "u64")) return 8;
    spec_error(m, 0, "no record field type %s", type);
    return 0;
}

static bool listed(const void *names, size_t n, const char *name)
{
    const struct named_doc *d = names;
    for (size_t i = 0; i < n; i++)
        if (!strcmp(d[i].name, name)) return true;
    return false;
}

static void check_call(struct model *m, struct sys_row *c)
{
    if (!c->cap) { spec_error(m, 0, "syscall %s: no capability", c->name); c->cap = "none"; }
    if (!listed(m->caps.at, m->caps.n, c->cap)) spec_error(m, 0, "syscall %s: no capability %s", c->name, c->cap);
    if (!listed(m->argtypes.at, m->argtypes.n, c->ret)) spec_error(m, 0, "syscall %s: no type %s", c->name, c->ret);
    if (c->args.n > 6) spec_error(m, 0, "syscall %s: more than 6 arguments", c->name);
    for (size_t i = 0; i < c->args.n; i++) {
        struct sys_arg *a = &c->args.at[i];
        if (!listed(m->argtypes.at, m->argtypes.n, a->type)) spec_error(m, 0, "syscall %s: no type %s", c->name, a->type);
        if (a->dir[0] && strcmp(a->dir, "in") && strcmp(a->dir, "out") && strcmp(a->dir, "inout"))
            spec_error(m, 0, "syscall %s: direction %s", c->name, a->dir);
        if (a->len_name) {
            size_t j;
            for (j = 0; j < c->args.n && strcmp(c->args.at[j].name, a->len_name); j++) ;
            if (j == c->args.n) spec_error(m, 0, "syscall %s: no argument %s", c->name, a->len_name);
        }
    }
    for (size_t i = 0; m->calls.at[i] != c; i++)
        if (m->calls.at[i]->number == c->number || !strcmp(m->calls.at[i]->name, c->name))
            spec_error(m, 0, "syscall %s: given twice", c->name);
}

void model_check(struct model *m)
{
    static struct op *by_number[256];
    for (size_t i = 0; i < m->ops.n; i++) {
        struct op *o = m->ops.at[i];
        if (o->number > 255 || by_number[o->number]) spec_error(m, o->line, "op %s: number 0x%02x is taken", o->name, o->number);
        else by_number[o->number] = o;
        if (model_op(m, o->name) != o) spec_error(m, o->line, "op %s: given twice", o->name);
        check_op(m, o);
    }
    for (size_t i = 0; i < m->records.n; i++) {
        struct record *r = m->records.at[i];
        for (size_t k = 0; k < r->fields.n; k++) {
            unsigned s = field_size(m, r->fields.at[k].type);
            if (s == 8 && r->size % 8) spec_error(m, 0, "record %s: %s is not aligned", r->name, r->fields.at[k].name);
            r->size += s;
        }
    }
    for (size_t i = 0; i < m->calls.n; i++) check_call(m, m->calls.at[i]);
    for (size_t i = 0; i < m->layouts.n; i++)
        for (size_t k = 0; k < m->layouts.at[i]->fields.n; k++) {
            struct lay_field *f = &m->layouts.at[i]->fields.at[k];
            if (f->off + f->size > m->layouts.at[i]->size) spec_error(m, 0, "layout %s: %s lies outside", m->layouts.at[i]->name, f->name);
        }
}
