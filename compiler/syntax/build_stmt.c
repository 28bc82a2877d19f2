/* compiler/syntax/build_stmt.c - statements of the tree. */
#include "compiler/syntax/build.h"

#include <string.h>
#include <parse.h>

static void *list_take(struct parser *p, struct list l)
{
    void *at = l.n ? arena_memdup(p->a, p->scratch.at + l.start, l.n * sizeof(void *)) : NULL;
    p->scratch.n = l.start;
    return at;
}

struct stmt *build_stmt(struct parser *p, enum stmt_kind kind, struct src_pos at)
{
    return stmt_new(p->a, kind, syn_pos(p, at));
}

/* Makes s one higher than child; chains that are too high are refused. */
static struct stmt *over(struct parser *p, struct stmt *s, const struct stmt *child)
{
    if (!child)
        return s;
    s->depth = (uint16_t)(child->depth + 1);
    if (s->depth > SYN_MAX_DEPTH) {
        if (!p->stop)
            syn_error_at(p, s->pos, "syntax error: nesting too deep (more than %d levels)", SYN_MAX_DEPTH);
        p->stop = true;
        return stmt_new(p->a, ST_BAD, s->pos);
    }
    return s;
}

struct block *build_block(struct parser *p, struct src_pos at, struct list stmts, struct src_pos close)
{
    struct block *b = arena_new(p->a, struct block);
    b->pos = syn_pos(p, at);
    b->end = syn_pos(p, close);
    b->n = (int)stmts.n;
    b->stmts = list_take(p, stmts);
    return b;
}

struct stmt *build_decl_stmt(struct parser *p, struct src_pos at, struct list decls)
{
    struct stmt *s = build_stmt(p, ST_DECL, at);
    s->decl.n = (int)decls.n;
    s->decl.decls = list_take(p, decls);
    return s;
}

struct stmt *build_labeled(struct parser *p, struct src_pos at, const char *label, struct src_pos colon,
                           struct stmt *body)
{
    struct stmt *s = build_stmt(p, ST_LABELED, at);
    s->pos2 = syn_pos(p, colon);
    s->labeled.label = label;
    if (!body) {
        if (p->st.cur.kind == T_CASE || p->st.cur.kind == T_DEFAULT)
            syn_error(p, colon, "syntax error: missing statement after label");
        body = build_stmt(p, ST_EMPTY, p->st.cur.pos);
    }
    s->labeled.stmt = body;
    return over(p, s, body);
}

struct stmt *build_call_stmt(struct parser *p, enum stmt_kind kind, struct src_pos at, struct expr *x)
{
    struct stmt *s = build_stmt(p, kind, at);
    const char *word = kind == ST_GO ? "go" : "defer";
    struct expr *call = expr_unparen(x);
    if (call != x)
        syn_error_at(p, x->pos, "expression in %s must not be parenthesized", word);
    if (call->kind != EX_CALL) {
        if (call->kind != EX_BAD)
            syn_error_at(p, call == x ? x->pos : call->pos, "expression in %s must be function call", word);
        call = expr_new(p->a, EX_BAD, x->pos);
    }
    s->go.call = call;
    return s;
}

struct stmt *build_return(struct parser *p, struct src_pos at, struct list results)
{
    struct stmt *s = build_stmt(p, ST_RETURN, at);
    s->ret.n = (int)results.n;
    s->ret.results = list_take(p, results);
    return s;
}

struct stmt *build_branch(struct parser *p, enum stmt_kind kind, struct src_pos at, struct src_pos label_at,
                          const char *label)
{
    struct stmt *s = build_stmt(p, kind, at);
    s->pos2 = syn_pos(p, label_at);
    s->branch.label = label;
    return s;
}

/* -- Simple statements ------------------------------------------------------------------ */

struct stmt *build_expr_stmt(struct parser *p, struct expr *x)
{
    struct stmt *s = stmt_new(p->a, ST_EXPR, expr_start(x));
    s->pos2 = x->pos;
    s->x = x;
    return s;
}

struct stmt *build_incdec(struct parser *p, struct src_pos op_at, struct expr *x, bool dec)
{
    struct stmt *s = stmt_new(p->a, ST_INCDEC, expr_start(x));
    s->pos2 = syn_pos(p, op_at);
    s->incdec.x = x;
    s->incdec.dec = dec;
    return s;
}

struct stmt *build_assign(struct parser *p, enum stmt_kind kind, struct src_pos op_at, struct list lhs,
                          struct list rhs, enum op op)
{
    struct stmt *s = stmt_new(p->a, kind, expr_start(p->scratch.at[lhs.start]));
    s->pos2 = syn_pos(p, op_at);
    s->assign.op = op;
    s->assign.nlhs = (int)lhs.n;
    s->assign.nrhs = (int)rhs.n;
    s->assign.rhs = list_take(p, rhs);
    s->assign.lhs = list_take(p, lhs);
    return s;
}

struct stmt *build_send(struct parser *p, struct src_pos op_at, struct expr *ch, struct expr *value)
{
    struct stmt *s = stmt_new(p->a, ST_SEND, expr_start(ch));
    s->pos2 = syn_pos(p, op_at);
    s->send.ch = ch;
    s->send.value = value;
    return s;
}

/* -- Statements with headers ------------------------------------------------------------------ */

struct header *build_header(struct parser *p, struct header h)
{
    h.var_at = p->header_var;
    p->header_var = (struct src_pos){0, 0};
    return arena_memdup(p->a, &h, sizeof h);
}

static void check_var(struct parser *p, const struct header *h, const char *keyword)
{
    if (h->var_at.line)
        syn_error(p, h->var_at, "syntax error: var declaration not allowed in %s initializer", keyword);
}

/* The value a header tests; NULL if there is none. */
static struct expr *condition(struct parser *p, const struct header *h)
{
    struct stmt *s = h->cond;
    if (!s)
        return NULL;
    if (s->kind == ST_EXPR)
        return s->x;
    struct pos at = s->pos2;
    if (s->kind == ST_ASSIGN) {
        struct stmt lhs = *s, rhs = *s;
        lhs.assign.nrhs = 0;
        rhs.assign.lhs = s->assign.rhs;
        rhs.assign.nlhs = s->assign.nrhs;
        rhs.assign.nrhs = 0;
        syn_error_at(p, at, "syntax error: cannot use assignment (%s) = (%s) as value", stmt_text(p->a, &lhs),
                     stmt_text(p->a, &rhs));
    } else if (s->kind != ST_BAD) {
        syn_error_at(p, at, "syntax error: cannot use %s as value", stmt_text(p->a, s));
    }
    return expr_new(p->a, EX_BAD, at);
}

struct stmt *build_if(struct parser *p, struct src_pos at, struct header *h, struct block *then, struct stmt *els)
{
    struct stmt *s = build_stmt(p, ST_IF, at);
    check_var(p, h, "if");
    s->if_.init = h->init;
    s->if_.cond = condition(p, h);
    s->if_.then = then;
    s->if_.els = els;
    if (!s->if_.cond) {
        struct pos where = h->has_semi ? syn_pos(p, h->semi) : then->pos;
        if (h->has_semi && strcmp(h->semi_text, "semicolon") != 0)
            syn_error_at(p, where, "syntax error: unexpected %s, expecting { after if clause", h->semi_text);
        else if (!h->bad)
            syn_error_at(p, where, "syntax error: missing condition in if statement");
        s->if_.cond = expr_new(p->a, EX_BAD, where);
    }
    return over(p, s, els);
}

struct stmt *build_range(struct parser *p, struct src_pos at, struct list lhs, bool define, struct expr *x)
{
    struct stmt *s = build_stmt(p, ST_RANGE, at);
    s->pos2 = s->pos;
    s->range.define = define;
    s->range.x = x;
    if (lhs.n > 0)
        s->range.key = p->scratch.at[lhs.start];
    if (lhs.n > 1)
        s->range.value = p->scratch.at[lhs.start + 1];
    if (lhs.n > 2) {
        struct expr *extra = p->scratch.at[lhs.start + 2];
        syn_error_at(p, expr_start(extra), "range clause permits at most two iteration variables");
    }
    p->scratch.n = lhs.start;
    return s;
}

struct stmt *build_for(struct parser *p, struct src_pos at, struct header *h, struct block *body)
{
    check_var(p, h, "for");
    if (h->init && h->init->kind == ST_RANGE) {
        h->init->pos = syn_pos(p, at);
        h->init->range.body = body;
        return h->init;
    }
    struct stmt *s = build_stmt(p, ST_FOR, at);
    s->for_.init = h->init;
    s->for_.cond = condition(p, h);
    s->for_.post = h->post;
    s->for_.body = body;
    if (h->post && h->post->kind == ST_DEFINE)
        syn_error_at(p, h->post->pos2, "syntax error: cannot declare in post statement of for loop");
    return s;
}

static bool is_type_guard(const struct expr *x)
{
    return x->kind == EX_TYPE_ASSERT && !x->assert.type;
}

static struct clause *clauses_take(struct parser *p, struct list l)
{
    struct clause *c = l.n ? arena_array(p->a, struct clause, l.n) : NULL;
    for (uint32_t i = 0; i < l.n; i++)
        c[i] = *(struct clause *)p->scratch.at[l.start + i];
    p->scratch.n = l.start;
    return c;
}

struct stmt *build_switch(struct parser *p, struct src_pos at, struct header *h, struct list clauses,
                          struct src_pos close)
{
    struct stmt *tag = h->cond;
    check_var(p, h, "switch");
    if (tag && tag->kind == ST_EXPR && is_type_guard(tag->x)) {
        struct stmt *s = build_stmt(p, ST_TYPE_SWITCH, at);
        s->tswitch.init = h->init;
        s->tswitch.x = tag->x->assert.x;
        s->tswitch.end = syn_pos(p, close);
        s->tswitch.n = (int)clauses.n;
        s->tswitch.clauses = clauses_take(p, clauses);
        return s;
    }
    if (tag && tag->kind == ST_DEFINE && tag->assign.nlhs == 1 && tag->assign.nrhs == 1 &&
        tag->assign.lhs[0]->kind == EX_IDENT && is_type_guard(tag->assign.rhs[0])) {
        struct stmt *s = build_stmt(p, ST_TYPE_SWITCH, at);
        s->tswitch.init = h->init;
        s->tswitch.var = tag->assign.lhs[0]->ident.name;
        s->tswitch.var_pos = tag->assign.lhs[0]->pos;
        s->tswitch.x = tag->assign.rhs[0]->assert.x;
        s->tswitch.end = syn_pos(p, close);
        s->tswitch.n = (int)clauses.n;
        s->tswitch.clauses = clauses_take(p, clauses);
        return s;
    }
    struct stmt *s = build_stmt(p, ST_SWITCH, at);
    s->switch_.init = h->init;
    s->switch_.tag = condition(p, h);
    s->switch_.end = syn_pos(p, close);
    s->switch_.n = (int)clauses.n;
    s->switch_.clauses = clauses_take(p, clauses);
    return s;
}

struct stmt *build_select(struct parser *p, struct src_pos at, struct list clauses, struct src_pos close)
{
    struct stmt *s = build_stmt(p, ST_SELECT, at);
    s->select.end = syn_pos(p, close);
    s->select.n = (int)clauses.n;
    s->select.clauses = clauses_take(p, clauses);
    return s;
}

struct clause *build_clause(struct parser *p, struct src_pos at, const struct list *exprs, struct stmt *comm,
                            struct src_pos colon, struct list body)
{
    struct clause *c = arena_new(p->a, struct clause);
    c->pos = syn_pos(p, at);
    c->colon = syn_pos(p, colon);
    c->is_default = !exprs;
    c->comm = comm;
    c->nbody = (int)body.n;
    c->body = list_take(p, body);
    if (exprs) {
        c->nexprs = (int)exprs->n;
        c->exprs = list_take(p, *exprs);
    }
    return c;
}

void build_check_clause(struct parser *p, const char *keyword)
{
    int prev = p->st.prev;
    if (prev != ';' && prev != ':' && prev != '{' && prev != T_LBODY)
        syn_error(p, p->st.cur.pos, "syntax error: unexpected %s at end of statement", keyword);
}
