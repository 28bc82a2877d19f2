/* compiler/syntax/ast_print.c - a readable dump of a tree, for debugging and tests. */
#include "compiler/syntax/ast_print.h"

#include "compiler/syntax/build.h"

struct printer { FILE *out; struct arena a; };

static void put_stmts(struct printer *p, struct stmt *const *s, int n, int indent);

static void line(struct printer *p, int indent, struct pos pos, const char *what)
{
    fprintf(p->out, "%*s%s @%u:%u", indent * 2, "", what, pos.line, pos.col);
}

static void put_expr(struct printer *p, const char *label, const struct expr *x)
{
    if (x)
        fprintf(p->out, " %s(%s)", label, expr_text(&p->a, x));
}

static void put_exprs(struct printer *p, const char *label, struct expr *const *x, int n)
{
    for (int i = 0; i < n; i++)
        put_expr(p, label, x[i]);
}

/* The bodies of the function literals in x; recursion is bounded by SYN_MAX_DEPTH. */
static void put_bodies(struct printer *p, const struct expr *x, int indent)
{
    if (!x)
        return;
    switch (x->kind) {
    case EX_FUNC_LIT:
        line(p, indent, x->func->pos, "func-lit");
        fputc('\n', p->out);
        put_stmts(p, x->func->body->stmts, x->func->body->n, indent + 1);
        break;
    case EX_COMPOSITE_LIT:
        for (int i = 0; i < x->comp.nelems; i++)
            put_bodies(p, x->comp.elems[i], indent);
        break;
    case EX_KEY_VALUE: put_bodies(p, x->kv.value, indent); break;
    case EX_PAREN: put_bodies(p, x->paren.x, indent); break;
    case EX_SELECTOR: put_bodies(p, x->sel.x, indent); break;
    case EX_CALL:
        put_bodies(p, x->call.fun, indent);
        for (int i = 0; i < x->call.nargs; i++)
            put_bodies(p, x->call.args[i], indent);
        break;
    case EX_UNARY: put_bodies(p, x->unary.x, indent); break;
    case EX_BINARY:
        put_bodies(p, x->binary.x, indent);
        put_bodies(p, x->binary.y, indent);
        break;
    default: break;
    }
}

/* -- Declarations -------------------------------------------------------------------------- */

static void put_decl(struct printer *p, const struct decl *d, int indent)
{
    static const char *const words[] = {"bad", "import", "const", "type", "var", "func"};
    line(p, indent, d->pos, words[d->kind]);
    if (d->group)
        fprintf(p->out, " group=%d", d->group);
    switch (d->kind) {
    case DECL_IMPORT:
        fprintf(p->out, " %s \"%s\"\n", d->import.name ? d->import.name : "", d->import.path);
        return;
    case DECL_CONST: case DECL_VAR:
        for (int i = 0; i < d->value.n; i++)
            fprintf(p->out, " %s", d->value.names[i]);
        if (d->kind == DECL_CONST)
            fprintf(p->out, " iota=%d%s", d->value.iota, d->value.inherited ? " inherited" : "");
        put_expr(p, "type", d->value.type);
        put_exprs(p, "value", d->value.values, d->value.nvalues);
        fputc('\n', p->out);
        for (int i = 0; i < d->value.nvalues && !d->value.inherited; i++)
            put_bodies(p, d->value.values[i], indent + 1);
        return;
    case DECL_TYPE:
        fprintf(p->out, " %s%s", d->type.name, d->type.alias ? " =" : "");
        for (int i = 0; i < d->type.ntparams; i++)
            put_expr(p, d->type.tparams[i].name, d->type.tparams[i].type);
        put_expr(p, "type", d->type.type);
        fputc('\n', p->out);
        return;
    case DECL_FUNC:
        if (d->func.recv)
            put_expr(p, d->func.recv->name ? d->func.recv->name : "_", d->func.recv->type);
        fprintf(p->out, " %s", d->func.name);
        for (int i = 0; i < d->func.func->type->functype.ntparams; i++)
            put_expr(p, d->func.func->type->functype.tparams[i].name, d->func.func->type->functype.tparams[i].type);
        put_expr(p, "type", d->func.func->type);
        fputc('\n', p->out);
        if (d->func.func->body)
            put_stmts(p, d->func.func->body->stmts, d->func.func->body->n, indent + 1);
        return;
    case DECL_BAD: break;
    }
    fputc('\n', p->out);
}

/* -- Statements -------------------------------------------------------------------------------- */

static void put_stmt(struct printer *p, const struct stmt *s, int indent);

static void put_clauses(struct printer *p, const struct clause *c, int n, int indent)
{
    for (int i = 0; i < n; i++) {
        line(p, indent, c[i].pos, c[i].is_default ? "default" : "case");
        put_exprs(p, "", c[i].exprs, c[i].nexprs);
        fputc('\n', p->out);
        if (c[i].comm)
            put_stmt(p, c[i].comm, indent + 1);
        put_stmts(p, c[i].body, c[i].nbody, indent + 1);
    }
}

static void put_header(struct printer *p, const char *label, const struct stmt *s)
{
    if (s)
        fprintf(p->out, " %s(%s)", label, stmt_text(&p->a, s));
}

static void put_simple(struct printer *p, const struct stmt *s, int indent)
{
    fprintf(p->out, " %s\n", stmt_text(&p->a, s));
    if (s->kind == ST_EXPR)
        put_bodies(p, s->x, indent + 1);
    else if (s->kind == ST_ASSIGN || s->kind == ST_DEFINE || s->kind == ST_OPASSIGN)
        for (int i = 0; i < s->assign.nrhs; i++)
            put_bodies(p, s->assign.rhs[i], indent + 1);
}

static void put_if(struct printer *p, const struct stmt *s, int indent)
{
    for (;;) {
        put_header(p, "init", s->if_.init);
        put_expr(p, "cond", s->if_.cond);
        fputc('\n', p->out);
        put_stmts(p, s->if_.then->stmts, s->if_.then->n, indent + 1);
        s = s->if_.els;
        if (!s)
            return;
        line(p, indent, s->pos, s->kind == ST_IF ? "else-if" : "else");
        if (s->kind != ST_IF) {
            fputc('\n', p->out);
            put_stmt(p, s, indent + 1);
            return;
        }
    }
}

static void put_stmt(struct printer *p, const struct stmt *s, int indent)
{
    static const char *const words[ST_KIND_COUNT] = {
        "bad", "empty", "expr", "send", "incdec", "assign", "define", "opassign", "go", "defer", "return", "break",
        "continue", "goto", "fallthrough", "block", "if", "switch", "type-switch", "select", "for", "range", "labeled",
        "decl"};
    while (s->kind == ST_LABELED) {
        line(p, indent, s->pos, "label");
        fprintf(p->out, " %s\n", s->labeled.label);
        s = s->labeled.stmt;
    }
    line(p, indent, s->pos, words[s->kind]);
    switch (s->kind) {
    case ST_EXPR: case ST_SEND: case ST_INCDEC: case ST_ASSIGN: case ST_DEFINE: case ST_OPASSIGN:
        put_simple(p, s, indent);
        return;
    case ST_GO: case ST_DEFER:
        put_expr(p, "", s->go.call);
        fputc('\n', p->out);
        put_bodies(p, s->go.call, indent + 1);
        return;
    case ST_RETURN: put_exprs(p, "", s->ret.results, s->ret.n); break;
    case ST_BREAK: case ST_CONTINUE: case ST_GOTO:
        fprintf(p->out, " %s", s->branch.label ? s->branch.label : "");
        break;
    case ST_BLOCK:
        fputc('\n', p->out);
        put_stmts(p, s->block->stmts, s->block->n, indent + 1);
        return;
    case ST_IF: put_if(p, s, indent); return;
    case ST_SWITCH:
        put_header(p, "init", s->switch_.init);
        put_expr(p, "tag", s->switch_.tag);
        fputc('\n', p->out);
        put_clauses(p, s->switch_.clauses, s->switch_.n, indent);
        return;
    case ST_TYPE_SWITCH:
        put_header(p, "init", s->tswitch.init);
        if (s->tswitch.var)
            fprintf(p->out, " var(%s)", s->tswitch.var);
        put_expr(p, "x", s->tswitch.x);
        fputc('\n', p->out);
        put_clauses(p, s->tswitch.clauses, s->tswitch.n, indent);
        return;
    case ST_SELECT:
        fputc('\n', p->out);
        put_clauses(p, s->select.clauses, s->select.n, indent);
        return;
    case ST_FOR:
        put_header(p, "init", s->for_.init);
        put_expr(p, "cond", s->for_.cond);
        put_header(p, "post", s->for_.post);
        fputc('\n', p->out);
        put_stmts(p, s->for_.body->stmts, s->for_.body->n, indent + 1);
        return;
    case ST_RANGE:
        put_expr(p, "key", s->range.key);
        put_expr(p, "value", s->range.value);
        put_expr(p, s->range.define ? "define-x" : "x", s->range.x);
        fputc('\n', p->out);
        put_stmts(p, s->range.body->stmts, s->range.body->n, indent + 1);
        return;
    case ST_DECL:
        fputc('\n', p->out);
        for (int i = 0; i < s->decl.n; i++)
            put_decl(p, s->decl.decls[i], indent + 1);
        return;
    default: break;
    }
    fputc('\n', p->out);
}

static void put_stmts(struct printer *p, struct stmt *const *s, int n, int indent)
{
    for (int i = 0; i < n; i++)
        put_stmt(p, s[i], indent);
}

void ast_print(FILE *out, const struct file *f)
{
    struct printer p = {.out = out};
    fprintf(out, "package %s\n", f->package ? f->package : "?");
    for (int i = 0; i < f->npragmas; i++)
        fprintf(out, "pragma @%u:%u %s\n", f->pragmas[i].pos.line, f->pragmas[i].pos.col, f->pragmas[i].text);
    for (int i = 0; i < f->ndecls; i++)
        put_decl(&p, f->decls[i], 0);
    arena_done(&p.a);
}
