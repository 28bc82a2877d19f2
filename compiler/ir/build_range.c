/* compiler/ir/build_range.c - range loops.
 *
 * The operand is evaluated once; a hidden index counts; the loop is tested at the bottom after one test at the top. */
#include "compiler/ir/build.h"

struct loop { struct fb *fb; struct stmt *s; struct ir_block *body, *post, *end; struct target t; bool saved_loops; };

static bool is_blank(struct expr *e)
{
    e = e ? expr_unparen(e) : NULL;
    return !e || (e->kind == EX_IDENT && strcmp(e->ident.name, "_") == 0);
}

static void loop_begin(struct loop *l, struct fb *fb, struct stmt *s)
{
    *l = (struct loop){ .fb = fb, .s = s, .body = new_block(fb), .post = new_block(fb), .end = new_block(fb),
                        .saved_loops = fb->loops };
    fb->loops = true;
}

static void loop_body(struct loop *l)
{
    push_target(l->fb, &l->t, l->s, l->end, l->post);
    stmts(l->fb, l->s->range.body->stmts, l->s->range.body->n);
    pop_target(l->fb);
    ins(l->fb, IR_JMP)->t = l->post;
    start_block(l->fb, l->post);
    l->fb->pos = l->s->pos;
}

static void loop_end(struct loop *l)
{
    start_block(l->fb, l->end);
    l->fb->loops = l->saved_loops;
}

/* Variables of a defining range statement live as long as the loop: shared ones are allocated before it. */
static void declare_shared(struct fb *fb, struct stmt *s)
{
    struct object *o[2] = { s->range.key_obj, s->range.value_obj };
    for (int i = 0; s->range.define && i < 2; i++)
        if (o[i] && strcmp(o[i]->name, "_") != 0 && var_on_heap(o[i]))
            declare_var(fb, o[i]);
}

/* Sets key and value (values may be V_NONE) as the statement says. */
static void set_vars(struct fb *fb, struct stmt *s, struct val k, struct val v)
{
    struct object *o[2] = { s->range.key_obj, s->range.value_obj };
    struct expr *e[2] = { s->range.key, s->range.value };
    struct val x[2] = { k, v };
    struct place p[2];
    if (s->range.define) {
        for (int i = 0; i < 2; i++) {
            if (is_blank(e[i]) || !o[i])
                continue;
            struct val c = convert(fb, x[i], fb_type(fb, o[i]->type), NULL);
            if (var_on_heap(o[i])) {
                c = val_load(fb, c);
                place_store(fb, place_var(lookup_var(fb, o[i])), c);
            } else {
                declare_var_init(fb, o[i], c.kind == V_MEM ? val_own(fb, c) : c);
            }
        }
        return;
    }
    for (int i = 0; i < 2; i++)
        if (!is_blank(e[i]))
            p[i] = own_place(fb, place_of(fb, e[i]));
    for (int i = 0; i < 2; i++)
        if (!is_blank(e[i]))
            place_store(fb, p[i], convert(fb, val_load(fb, x[i]), p[i].t, NULL));
}

static ir_reg new_int(struct fb *fb, const char *name)
{
    ir_reg r = new_reg(fb, IRC_W, basic(fb, TY_INT));
    fb->f->regs.at[r].name = name;
    return r;
}

/* for i := 0; i < n; i++ with the element read by elem. */
static void count_loop(struct fb *fb, struct stmt *s, ir_reg n, int64_t const_n, struct place elem, struct type *kt)
{
    struct loop l;
    struct type *it = basic(fb, TY_INT);
    bool want_value = !is_blank(s->range.value);
    ir_reg i = new_int(fb, ".i");
    loop_begin(&l, fb, s);
    word_const(fb, it, 0, &i);
    if (n)
        branch(fb, OPC_JLT_I64, i, n, 0, l.body, l.end);
    else
        ins(fb, IR_JMP)->t = const_n > 0 ? l.body : l.end;
    start_block(fb, l.body);
    struct val v = v_none();
    if (want_value) {
        elem.idx = i;
        v = place_load(fb, elem, NULL);
    }
    set_vars(fb, s, v_reg(kt, i), v);
    loop_body(&l);
    op2i(fb, OPC_ADDI_I64, it, i, 1, &i);
    if (n)
        branch(fb, OPC_JLT_I64, i, n, 0, l.body, l.end);
    else if (const_n <= INT16_MAX)
        branch(fb, OPC_JLTI, i, 0, const_n, l.body, l.end);
    else
        branch(fb, OPC_JLT_I64, i, word_const(fb, it, const_n, NULL), 0, l.body, l.end);
    loop_end(&l);
}

static void range_slice(struct fb *fb, struct stmt *s, struct type *t)
{
    ir_reg x = val_reg(fb, val_own(fb, expr(fb, s->range.x, NULL)), NULL);
    ir_reg n = part(fb, x, 1, NULL);
    struct place elem = { .kind = PL_SLICE, .t = ty_underlying(t)->slice.elem, .base = x, .ct = t };
    count_loop(fb, s, n, 0, elem, basic(fb, TY_INT));
}

static void range_array(struct fb *fb, struct stmt *s, struct type *t)
{
    struct type *u = ty_underlying(t);
    bool is_ptr = u->kind == TY_POINTER, want_value = !is_blank(s->range.value);
    struct type *at = is_ptr ? u->pointer.elem : t;
    struct place elem = { .kind = PL_ARRAY, .t = ty_underlying(at)->array.elem, .ct = at };
    if (is_ptr) {
        elem.base = val_reg(fb, val_own(fb, expr(fb, s->range.x, NULL)), NULL);
    } else if (want_value) {
        struct val v = val_own(fb, expr(fb, s->range.x, NULL));
        elem.base = val_addr(fb, v);
    } else if (!is_addressable(s->range.x)) {
        expr(fb, s->range.x, NULL);
    }
    count_loop(fb, s, 0, ty_underlying(at)->array.len, elem, basic(fb, TY_INT));
}

static void range_string(struct fb *fb, struct stmt *s)
{
    struct loop l;
    struct type *it = basic(fb, TY_INT), *rt = fb->u->rune_type;
    ir_reg x = val_reg(fb, val_own(fb, expr(fb, s->range.x, NULL)), NULL);
    ir_reg n = part(fb, x, 1, NULL), i = new_int(fb, ".i"), next = new_int(fb, ".next");
    ir_reg rune = new_reg(fb, IRC_W, rt);
    fb->f->regs.at[rune].name = ".rune";
    struct ir_block *multi = new_block(fb), *ascii = new_block(fb), *go = new_block(fb);
    loop_begin(&l, fb, s);
    word_const(fb, it, 0, &i);
    branch(fb, OPC_JLT_I64, i, n, 0, l.body, l.end);
    start_block(fb, l.body);
    op2(fb, OPC_LDXS, rt, x, i, &rune);
    branch(fb, OPC_JLTI, rune, 0, 0x80, ascii, multi);
    start_block(fb, ascii);
    op2i(fb, OPC_ADDI_I64, it, i, 1, &next);
    ins(fb, IR_JMP)->t = go;
    start_block(fb, multi);
    ir_reg args[2] = { x, i }, res[2] = { rune, next };
    rt_call(fb, RT_DECODERUNE, NULL, 2, args, 2, res);
    ins(fb, IR_JMP)->t = go;
    start_block(fb, go);
    set_vars(fb, s, v_reg(it, i), v_reg(rt, rune));
    loop_body(&l);
    move(fb, i, next);
    branch(fb, OPC_JLT_I64, i, n, 0, l.body, l.end);
    loop_end(&l);
}

static void range_map(struct fb *fb, struct stmt *s, struct type *t)
{
    struct loop l;
    struct type *u = ty_underlying(t);
    ir_reg m = expr_reg(fb, s->range.x);
    ir_reg it = temp_object(fb, fb->b->hiter, ".it"), args[2] = { m, it };
    rt_call(fb, RT_MAPITERINIT, t, 2, args, 0, NULL);
    loop_begin(&l, fb, s);
    ir_reg more = new_reg(fb, IRC_W, basic(fb, TY_BOOL));
    rt_call(fb, RT_MAPITERNEXT, NULL, 1, &it, 1, &more);
    branch(fb, OPC_JNEI, more, 0, 0, l.body, l.end);
    start_block(fb, l.body);
    struct val k = v_none(), v = v_none();
    if (!is_blank(s->range.key))
        k = place_load(fb, place_mem(u->map.key, rt_r(fb, RT_MAPITERKEY, t, 1, &it, IRC_R,
                                                      ty_pointer(fb->u, u->map.key)), 0), NULL);
    if (!is_blank(s->range.value))
        v = place_load(fb, place_mem(u->map.elem, rt_r(fb, RT_MAPITERVAL, t, 1, &it, IRC_R,
                                                       ty_pointer(fb->u, u->map.elem)), 0), NULL);
    set_vars(fb, s, k, v);
    loop_body(&l);
    rt_call(fb, RT_MAPITERNEXT, NULL, 1, &it, 1, &more);
    branch(fb, OPC_JNEI, more, 0, 0, l.body, l.end);
    loop_end(&l);
}

static void range_chan(struct fb *fb, struct stmt *s, struct type *t)
{
    struct loop l;
    ir_reg ch = val_reg(fb, val_own(fb, expr(fb, s->range.x, NULL)), NULL);
    loop_begin(&l, fb, s);
    struct val v;
    /* the receive itself stands in front of the body */
    struct ir_block *recv = l.post, *body = l.body;
    ins(fb, IR_JMP)->t = recv;
    start_block(fb, recv);
    fb->pos = s->pos;
    ir_reg ok = build_chan_recv(fb, t, ch, &v, !is_blank(s->range.key));
    branch(fb, OPC_JNEI, ok, 0, 0, body, l.end);
    start_block(fb, body);
    set_vars(fb, s, v, v_none());
    push_target(fb, &l.t, s, l.end, recv);
    stmts(fb, s->range.body->stmts, s->range.body->n);
    pop_target(fb);
    ins(fb, IR_JMP)->t = recv;
    loop_end(&l);
}

static void range_int(struct fb *fb, struct stmt *s, struct type *t)
{
    struct ir_leaf l[4];
    ir_flatten(t, l);
    struct val n = val_own(fb, expr_as(fb, s->range.x, t, NULL));
    struct place none = { .kind = PL_BLANK };
    count_loop(fb, s, val_reg(fb, n, NULL), 0, none, t);
}

void stmt_range(struct fb *fb, struct stmt *s, struct stmt *label)
{
    struct type *t = expr_type(fb, s->range.x), *u = ty_core(t);
    if (!u)
        u = ty_underlying(t);
    declare_shared(fb, s);
    switch (u->kind) {
    case TY_SLICE: range_slice(fb, s, t); break;
    case TY_ARRAY: case TY_POINTER: range_array(fb, s, t); break;
    case TY_STRING: case TY_UNTYPED_STRING: range_string(fb, s); break;
    case TY_MAP: range_map(fb, s, t); break;
    case TY_CHAN: range_chan(fb, s, t); break;
    default: range_int(fb, s, t); break;
    }
}
