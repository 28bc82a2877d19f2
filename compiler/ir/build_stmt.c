/* compiler/ir/build_stmt.c - statements: dispatch, blocks, if, for, jumps, return, declarations. */
#include "compiler/ir/build.h"

void stmts(struct fb *fb, struct stmt **list, int n)
{
    for (int i = 0; i < n; i++)
        stmt(fb, list[i], NULL);
}

void push_target(struct fb *fb, struct target *t, struct stmt *s, struct ir_block *brk, struct ir_block *cont)
{
    *t = (struct target){ s, brk, cont, fb->targets };
    fb->targets = t;
}

void pop_target(struct fb *fb) { fb->targets = fb->targets->outer; }

static struct ir_block *label_block(struct fb *fb, struct stmt *s)
{
    struct ir_block *b = ptrmap_get(&fb->labels, s);
    if (!b) {
        b = new_block(fb);
        ptrmap_put(&fb->labels, s, b);
    }
    return b;
}

static void stmt_if(struct fb *fb, struct stmt *s)
{
    stmt(fb, s->if_.init, NULL);
    struct ir_block *then = new_block(fb), *end = new_block(fb), *els = s->if_.els ? new_block(fb) : end;
    cond(fb, s->if_.cond, then, els);
    start_block(fb, then);
    stmts(fb, s->if_.then->stmts, s->if_.then->n);
    ins(fb, IR_JMP)->t = end;
    if (s->if_.els) {
        start_block(fb, els);
        stmt(fb, s->if_.els, NULL);
        ins(fb, IR_JMP)->t = end;
    }
    start_block(fb, end);
}

/* Tested at the bottom, with a test before the first iteration: one taken branch per iteration. */
static void stmt_for(struct fb *fb, struct stmt *s)
{
    stmt(fb, s->for_.init, NULL);
    bool saved = fb->loops;
    fb->loops = true;
    struct ir_block *body = new_block(fb), *post = new_block(fb), *end = new_block(fb);
    if (s->for_.cond)
        cond(fb, s->for_.cond, body, end);
    else
        ins(fb, IR_JMP)->t = body;
    start_block(fb, body);
    struct target t;
    push_target(fb, &t, s, end, post);
    stmts(fb, s->for_.body->stmts, s->for_.body->n);
    pop_target(fb);
    ins(fb, IR_JMP)->t = post;
    start_block(fb, post);
    stmt(fb, s->for_.post, NULL);
    if (s->for_.cond) {
        cond(fb, s->for_.cond, body, end);
    } else {
        ins(fb, IR_JMP)->t = body;
    }
    start_block(fb, end);
    fb->loops = saved;
}

static void stmt_branch(struct fb *fb, struct stmt *s)
{
    struct stmt *to = s->branch.target;
    if (s->kind == ST_GOTO) {
        jump(fb, label_block(fb, to));
        return;
    }
    if (to && to->kind == ST_LABELED)
        to = to->labeled.stmt;
    for (struct target *t = fb->targets; t; t = t->outer) {
        struct ir_block *b = s->kind == ST_BREAK ? t->brk : t->cont;
        if (b && (!to || t->stmt == to)) {
            jump(fb, b);
            return;
        }
    }
    ASSERT(false, "jump without target");
}

/* A literal of a memory type is built in the caller's object, which nobody else sees. */
static bool return_literal(struct fb *fb, struct expr *e, int i)
{
    e = expr_unparen(e);
    if (e->kind != EX_COMPOSITE_LIT || fb->results || fb->ret || !fb->res_ptr[i] ||
        !ty_identical(expr_type(fb, e), fb->sig->func.results[i]->type))
        return false;
    struct place p = place_mem(fb->sig->func.results[i]->type, fb->res_ptr[i], 0);
    composite(fb, e, &p);
    return true;
}

static void stmt_return(struct fb *fb, struct stmt *s)
{
    int n = s->ret.n, nr = fb->nresults;
    struct object **res = fb->sig->func.results;
    struct val *vals;
    if (n == 1 && nr > 1) {
        vals = expr_multi(fb, s->ret.results[0], &n);
        for (int i = 0; i < n; i++)
            vals[i] = convert(fb, vals[i], res[i]->type, NULL);
    } else {
        vals = arena_array(fb->a, struct val, n + 1);
        for (int i = 0; i < n; i++) {
            if (return_literal(fb, s->ret.results[i], i)) {
                vals[i] = v_mem(res[i]->type, fb->res_ptr[i], 0, true);
                continue;
            }
            vals[i] = expr_as(fb, s->ret.results[i], res[i]->type, NULL);
            if (n > 1 && vals[i].kind == V_MEM)
                vals[i] = val_own(fb, vals[i]);
        }
    }
    fb->pos = s->pos;
    do_return(fb, vals, n);
}

static void stmt_labeled(struct fb *fb, struct stmt *s)
{
    struct ir_block *b = label_block(fb, s);
    ins(fb, IR_JMP)->t = b;
    start_block(fb, b);
    fb->loops = true;           /* a goto may lead back here */
    stmt(fb, s->labeled.stmt, s);
}

static void stmt_decl(struct fb *fb, struct stmt *s)
{
    for (int i = 0; i < s->decl.n; i++) {
        struct decl *d = s->decl.decls[i];
        if (d->kind != DECL_VAR)
            continue;
        size_t mark = order_begin(fb, d->value.values, d->value.nvalues, d->value.nvalues > 1);
        decl_vars(fb, d->value.objs, d->value.n, d->value.values, d->value.nvalues);
        order_end(fb, mark);
    }
}

static void stmt_expr(struct fb *fb, struct stmt *s)
{
    struct expr *x = expr_unparen(s->x);
    if (x->kind == EX_UNARY && x->unary.op == OP_RECV) {
        ir_reg ch = expr_reg(fb, x->unary.x);
        struct val v;
        fb->pos = x->pos;
        build_chan_recv(fb, expr_type(fb, x->unary.x), ch, &v, false);
        return;
    }
    expr(fb, x, NULL);
}

void stmt(struct fb *fb, struct stmt *s, struct stmt *label)
{
    if (!s)
        return;
    fb->pos = s->pos;
    size_t mark = order_statement(fb, s);
    switch (s->kind) {
    case ST_EXPR: stmt_expr(fb, s); break;
    case ST_SEND: {
        struct type *ct = expr_type(fb, s->send.ch), *elem = ty_core(ct)->chan.elem;
        ir_reg ch = expr_reg(fb, s->send.ch);
        struct val v = expr_as(fb, s->send.value, elem, NULL);
        fb->pos = s->pos2;
        build_chan_send(fb, ct, ch, v);
        break;
    }
    case ST_INCDEC: stmt_incdec(fb, s); break;
    case ST_ASSIGN: case ST_DEFINE: stmt_assign(fb, s); break;
    case ST_OPASSIGN: stmt_op_assign(fb, s); break;
    case ST_GO: case ST_DEFER: stmt_go(fb, s); break;
    case ST_RETURN: stmt_return(fb, s); break;
    case ST_BREAK: case ST_CONTINUE: case ST_GOTO: stmt_branch(fb, s); break;
    case ST_FALLTHROUGH:
        if (fb->next_clause)
            jump(fb, fb->next_clause);
        break;
    case ST_BLOCK: stmts(fb, s->block->stmts, s->block->n); break;
    case ST_IF: stmt_if(fb, s); break;
    case ST_SWITCH: stmt_switch(fb, s, label); break;
    case ST_TYPE_SWITCH: stmt_type_switch(fb, s, label); break;
    case ST_SELECT: stmt_select(fb, s, label); break;
    case ST_FOR: stmt_for(fb, s); break;
    case ST_RANGE: stmt_range(fb, s, label); break;
    case ST_LABELED: stmt_labeled(fb, s); break;
    case ST_DECL: stmt_decl(fb, s); break;
    default: break;
    }
    order_end(fb, mark);
}
