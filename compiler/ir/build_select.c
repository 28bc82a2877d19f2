/* compiler/ir/build_select.c - select statements.
 *
 * Channel and send operands of all cases are evaluated in source order; elements travel through objects in memory. */
#include "compiler/ir/build.h"

static struct expr *recv_expr(struct stmt *comm)
{
    struct expr *e = comm->kind == ST_EXPR ? comm->x : comm->assign.rhs[0];
    return expr_unparen(e);
}

static bool wants_value(struct stmt *comm)
{
    if (comm->kind == ST_EXPR)
        return false;
    struct expr *l = expr_unparen(comm->assign.lhs[0]);
    return !(l->kind == EX_IDENT && strcmp(l->ident.name, "_") == 0);
}

/* Stores a received element and ok where the communication clause says. */
static void store_received(struct fb *fb, struct stmt *comm, struct type *elem, ir_reg obj, ir_reg ok)
{
    struct val v[2] = { obj ? place_load(fb, place_mem(elem, obj, 0), NULL) : v_zero(elem),
                        v_reg(basic(fb, TY_BOOL), ok) };
    for (int i = 0; i < comm->assign.nlhs; i++) {
        struct expr *l = expr_unparen(comm->assign.lhs[i]);
        struct object *o = comm->kind == ST_DEFINE && comm->assign.newvars ? comm->assign.newvars[i] : NULL;
        if (l->kind == EX_IDENT && strcmp(l->ident.name, "_") == 0)
            continue;
        if (o) {
            declare_var_init(fb, o, convert(fb, v[i], fb_type(fb, o->type), NULL));
        } else {
            struct place p = place_of(fb, l);
            place_store(fb, p, convert(fb, v[i], p.t, NULL));
        }
    }
}

/* One case's operands; the element object is 0 if a received value is not wanted. */
static struct ir_case select_case(struct fb *fb, struct stmt *comm, struct type **elem)
{
    struct ir_case c = { .send = comm->kind == ST_SEND };
    fb->pos = comm->pos;
    if (c.send) {
        struct type *ct = expr_type(fb, comm->send.ch);
        *elem = ty_core(ct)->chan.elem;
        c.ch = val_reg(fb, val_own(fb, expr(fb, comm->send.ch, NULL)), NULL);
        c.elem = val_addr(fb, val_own(fb, expr_as(fb, comm->send.value, *elem, NULL)));
        return c;
    }
    struct expr *r = recv_expr(comm);
    *elem = ty_core(expr_type(fb, r->unary.x))->chan.elem;
    c.ch = val_reg(fb, val_own(fb, expr(fb, r->unary.x, NULL)), NULL);
    if (wants_value(comm))
        c.elem = temp_object(fb, *elem, NULL);
    return c;
}

void stmt_select(struct fb *fb, struct stmt *s, struct stmt *label)
{
    int n = s->select.n, k = 0;
    struct clause *c = s->select.clauses;
    struct ir_case *cases = arena_array(fb->a, struct ir_case, n + 1);
    struct type **elems = arena_array(fb->a, struct type *, n + 1);
    struct ir_block **at = arena_array(fb->a, struct ir_block *, n + 1), **body = arena_array(fb->a, struct ir_block *, n + 1);
    struct ir_block *end = new_block(fb), *dflt = NULL;
    struct pos pos = fb->pos;
    for (int i = 0; i < n; i++) {
        body[i] = new_block(fb);
        if (c[i].comm) {
            cases[k] = select_case(fb, c[i].comm, &elems[k]);
            at[k++] = body[i];
        } else {
            dflt = body[i];
        }
    }
    fb->pos = pos;
    ir_reg chosen = new_reg(fb, IRC_W, basic(fb, TY_INT)), ok = new_reg(fb, IRC_W, basic(fb, TY_BOOL));
    struct ir_ins *in = ins(fb, IR_SELECT);
    in->a = chosen;
    in->b = ok;
    in->cases = cases;
    in->ncases = (uint32_t)k;
    in->imm = dflt != NULL;
    if (n == 0) {               /* blocks for ever */
        ins(fb, IR_JMP)->t = fb->cur;
        unreachable(fb);
        return;
    }
    /* the last case needs no test unless there is a default */
    for (int i = 0; i < k; i++) {
        if (i + 1 == k && !dflt) {
            ins(fb, IR_JMP)->t = at[i];
            unreachable(fb);
            break;
        }
        struct ir_block *next = new_block(fb);
        branch(fb, OPC_JEQI, chosen, 0, i, at[i], next);
        start_block(fb, next);
    }
    if (dflt)
        jump(fb, dflt);
    struct target t;
    push_target(fb, &t, s, end, NULL);
    k = 0;
    for (int i = 0; i < n; i++) {
        start_block(fb, body[i]);
        if (c[i].comm) {
            if (c[i].comm->kind == ST_ASSIGN || c[i].comm->kind == ST_DEFINE) {
                fb->pos = c[i].comm->pos;
                store_received(fb, c[i].comm, elems[k], cases[k].elem, ok);
            }
            k++;
        }
        stmts(fb, c[i].body, c[i].nbody);
        ins(fb, IR_JMP)->t = end;
    }
    pop_target(fb);
    start_block(fb, end);
}
