/* compiler/ir/build_place.c - assignable operands: variables, dereferences, fields, elements, map entries.
 *
 * place_of() evaluates the operands of an expression (phase one of an assignment); bounds, nil and nil-map checks of
 * the outermost operation happen when the place is loaded, stored or resolved to an address. */
#include "compiler/ir/build.h"

struct place place_regs(struct type *t, int n, const ir_reg *r)
{
    struct place p = { .kind = PL_REGS, .t = t, .n = n };
    for (int i = 0; i < n; i++)
        p.r[i] = r[i];
    return p;
}

struct place place_mem(struct type *t, ir_reg base, int64_t off)
{
    return (struct place){ .kind = PL_MEM, .t = t, .base = base, .off = off };
}

struct place place_var(struct var *v)
{
    return v->in_mem ? place_mem(v->t, v->base, v->off) : place_regs(v->t, v->n, v->r);
}

struct place place_of_val(struct fb *fb, struct val v)
{
    if (v.kind == V_MEM)
        return place_mem(v.t, v.base, v.off);
    if (is_memory(v.t))
        return place_mem(v.t, val_addr(fb, v), 0);
    ir_reg r[4];
    int n = val_regs(fb, v, r, NULL);
    return place_regs(v.t, n, r);
}

struct place place_resolve(struct fb *fb, struct place p)
{
    if (p.pos.line)
        fb->pos = p.pos;
    if (p.kind == PL_SLICE) {
        ir_reg d = new_reg(fb, fb->f->regs.at[p.base].cls == IRC_QL ? IRC_Q : IRC_R, ty_pointer(fb->u, p.t));
        struct ir_ins *i = ins(fb, IR_LEAX);
        i->a = d;
        i->b = p.base;
        i->c = p.idx;
        i->type = p.t;
        return place_mem(p.t, d, 0);
    }
    if (p.kind == PL_ARRAY) {
        ir_reg base = val_addr(fb, v_mem(p.ct, p.base, p.off, false));
        ir_reg d = new_reg(fb, ref_class(fb, base), ty_pointer(fb->u, p.t));
        struct ir_ins *i = ins(fb, IR_LEAA);
        i->a = d;
        i->b = base;
        i->c = p.idx;
        i->type = p.ct;
        return place_mem(p.t, d, 0);
    }
    return p;
}

struct place place_deref(struct fb *fb, struct place p)
{
    ir_reg r = val_reg(fb, place_load(fb, p, NULL), NULL);
    return place_mem(ty_underlying(p.t)->pointer.elem, r, 0);
}

struct place place_field(struct fb *fb, struct place p, int i)
{
    if (kind_of(p.t) == TY_POINTER)
        p = place_deref(fb, p);
    struct type *st = ty_underlying(p.t);
    p = place_resolve(fb, p);
    if (p.kind == PL_MAP)
        return place_of_val(fb, val_field(fb, place_load(fb, p, NULL), i));
    if (p.kind == PL_MEM) {
        ty_layout(st);
        return place_mem(st->strct.fields[i].type, p.base, p.off + st->strct.fields[i].offset);
    }
    struct val f = val_field(fb, v_regs(p.t, p.n, p.r), i);
    return place_regs(f.t, f.n, f.r);
}

bool is_addressable(struct expr *e)
{
    e = expr_unparen(e);
    switch (e->kind) {
    case EX_IDENT: return e->ident.obj && e->ident.obj->kind == OBJ_VAR;
    case EX_STAR: return e->mode != MODE_TYPE;
    case EX_SELECTOR:
        return (e->sel.sel_kind == SEL_FIELD && (e->sel.path_indirect || is_addressable(e->sel.x) ||
                                                 ty_underlying(e->sel.x->type)->kind == TY_POINTER)) ||
               (e->sel.sel_kind == SEL_PACKAGE && e->sel.obj->kind == OBJ_VAR);
    case EX_INDEX:
        if (e->index.is_inst)
            return false;
        if (e->mode == MODE_VAR)
            return true;
        return false;
    default: return false;
    }
}

ir_reg index_reg(struct fb *fb, struct expr *e)
{
    struct val v = expr(fb, e, NULL);
    int64_t n;
    if (v.kind == V_CONST) {
        struct constant *c = cv_to_int(fb->u, v.cv);
        return word_const(fb, basic(fb, TY_INT), c->kind == CV_INT && cv_int64(c, &n) ? n : -1, NULL);
    }
    return val_reg(fb, v, NULL);
}

bool is_wide_unsigned(struct fb *fb, struct expr *index)
{
    enum type_kind k = kind_of(expr_type(fb, index));
    return index->mode != MODE_CONST && !kind_is_signed(k) && kind_bits(k) == 64;
}

/* The check of the access itself takes a bound for a signed number. */
void check_unsigned(struct fb *fb, struct expr *e, const char *hook, const ir_reg *chain, int n)
{
    if (!is_wide_unsigned(fb, e))
        return;
    struct ir_block *bad = new_block(fb), *ok = new_block(fb);
    branch(fb, OPC_JLTI, chain[0], 0, 0, bad, ok);
    start_block(fb, bad);
    bad->cold = true;
    for (int i = 1; i + 1 < n; i++) {
        struct ir_block *next = new_block(fb);
        branch(fb, OPC_JLE_U64, chain[i], chain[i + 1], 0, next, ok);
        start_block(fb, next);
        next->cold = true;
    }
    struct type *types[2] = { basic(fb, TY_UINT), basic(fb, TY_INT) };
    struct val args[2] = { v_reg(types[0], chain[0]), v_reg(types[1], chain[1]) };
    call_hook(fb, hook, args, 2);
    ins(fb, IR_JMP)->t = ok;
    start_block(fb, ok);
}

/* x[i] of an array at p: constant indices in range need no check. */
static struct place array_element(struct fb *fb, struct place p, struct expr *index)
{
    struct type *at = ty_underlying(p.t);
    struct type *elem = at->array.elem;
    int64_t n;
    struct val iv = index->mode == MODE_CONST ? v_const(NULL, cv_to_int(fb->u, index->cv)) : v_none();
    if (const_is_int(iv, &n) && n >= 0 && n < at->array.len && ty_size(elem) > 0 && n * ty_size(elem) < INT32_MAX)
        return place_mem(elem, p.base, p.off + n * ty_size(elem));
    ir_reg idx = index_reg(fb, index);
    if (is_wide_unsigned(fb, index)) {
        ir_reg chain[2] = { idx, word_const(fb, basic(fb, TY_INT), at->array.len, NULL) };
        check_unsigned(fb, index, "panicIndexU", chain, 2);
    }
    return (struct place){ .kind = PL_ARRAY, .t = elem, .base = p.base, .off = p.off, .ct = p.t, .idx = idx };
}

static struct place place_index(struct fb *fb, struct expr *e)
{
    struct expr *x = e->index.x, *index = e->index.indices[0];
    struct type *xt = fb_type(fb, x->type), *u = ty_underlying(xt);
    switch (u->kind) {
    case TY_MAP: {
        ir_reg m = val_reg(fb, expr(fb, x, NULL), NULL);
        struct val key = val_load(fb, expr_as(fb, index, u->map.key, NULL));
        if (key.kind == V_MEM)
            key = val_own(fb, key);
        return (struct place){ .kind = PL_MAP, .t = u->map.elem, .ct = xt, .base = m, .key = key };
    }
    case TY_POINTER: {
        ir_reg r = val_reg(fb, expr(fb, x, NULL), NULL);
        return array_element(fb, place_mem(u->pointer.elem, r, 0), index);
    }
    case TY_ARRAY: {
        struct place p = place_resolve(fb, place_of(fb, x));
        if (p.kind == PL_MAP)
            p = place_of_val(fb, place_load(fb, p, NULL));
        return array_element(fb, p, index);
    }
    default: {                  /* slice or string */
        ir_reg s = val_reg(fb, expr(fb, x, NULL), NULL);
        struct type *elem = u->kind == TY_SLICE ? u->slice.elem : fb->u->byte_type;
        ir_reg idx = index_reg(fb, index);
        if (is_wide_unsigned(fb, index)) {
            ir_reg chain[2] = { idx, part(fb, s, 1, NULL) };
            check_unsigned(fb, index, "panicIndexU", chain, 2);
        }
        return (struct place){ .kind = PL_SLICE, .t = elem, .base = s, .ct = xt, .idx = idx };
    }
    }
}

struct place place_of(struct fb *fb, struct expr *e)
{
    e = expr_unparen(e);
    struct pos saved = fb->pos;
    struct place p;
    struct val *early = order_value(fb, e);
    if (early)
        return place_of_val(fb, *early);
    switch (e->kind) {
    case EX_IDENT:
    case EX_SELECTOR: {
        struct object *o = e->kind == EX_IDENT ? e->ident.obj
                           : e->sel.sel_kind == SEL_PACKAGE ? e->sel.obj : NULL;
        if (e->kind == EX_IDENT && (!o || strcmp(e->ident.name, "_") == 0))
            return (struct place){ .kind = PL_BLANK };
        if (o && o->kind == OBJ_VAR) {
            if (!o->is_global)
                return place_var(lookup_var(fb, o));
            struct ir_global *g = global_of(fb->b, o);
            ir_reg r = new_reg(fb, IRC_R, ty_pointer(fb->u, g->type));
            struct ir_ins *i = ins(fb, IR_GADDR);
            i->a = r;
            i->glob = g;
            return place_mem(g->type, r, 0);
        }
        if (e->kind == EX_SELECTOR && e->sel.sel_kind == SEL_FIELD) {
            p = place_of(fb, e->sel.x);
            fb->pos = e->pos;
            for (int i = 0; i < e->sel.npath; i++)
                p = place_field(fb, p, e->sel.path[i]);
            break;
        }
        p = place_of_val(fb, expr(fb, e, NULL));
        break;
    }
    case EX_STAR: {
        ir_reg r = val_reg(fb, expr(fb, e->star.x, NULL), NULL);
        p = place_mem(ty_underlying(fb_type(fb, e->star.x->type))->pointer.elem, r, 0);
        break;
    }
    case EX_INDEX:
        if (e->index.is_inst || e->mode == MODE_CONST) {
            p = place_of_val(fb, expr(fb, e, NULL));
            break;
        }
        p = place_index(fb, e);
        p.pos = e->pos;
        break;
    default:
        p = place_of_val(fb, expr(fb, e, NULL));
        break;
    }
    fb->pos = saved;
    return p;
}

/* One leaf that fills the whole element, so that it can be accessed by index. */
static bool is_single(struct type *t, struct ir_leaf l[4])
{
    return ir_flatten(t, l) == 1 && ty_size(l[0].type) == ty_size(t);
}

static struct val load_element(struct fb *fb, struct place p, const ir_reg *want)
{
    if (p.pos.line)
        fb->pos = p.pos;
    struct ir_leaf l[4];
    bool string = kind_of(p.ct) == TY_STRING;
    if (!string && !is_single(p.t, l)) {
        p = place_resolve(fb, p);
        return v_mem(p.t, p.base, p.off, false);
    }
    ir_reg d = string ? (want ? want[0] : new_reg(fb, IRC_W, p.t)) : want ? want[0] : new_reg(fb, l[0].cls, l[0].type);
    struct ir_ins *i = ins(fb, string ? OPC_LDXS : IR_LOADX);
    i->a = d;
    i->b = p.base;
    i->c = p.idx;
    i->type = string ? NULL : l[0].type;
    return v_reg(p.t, d);
}

struct val place_load(struct fb *fb, struct place p, const ir_reg *want)
{
    struct ir_leaf l[4];
    switch (p.kind) {
    case PL_REGS:
        return v_regs(p.t, p.n, p.r);
    case PL_ARRAY:
        p = place_resolve(fb, p);
        /* fall through */
    case PL_MEM:
        if (ir_flatten(p.t, l) == 1)
            return v_reg(p.t, val_reg(fb, v_mem(p.t, p.base, p.off, false), want));
        if (ty_size(p.t) == 0) {
            ins(fb, IR_NILCHK)->b = p.base;
            return v_zero(p.t);
        }
        return v_mem(p.t, p.base, p.off, false);
    case PL_SLICE:
        return load_element(fb, p, want);
    case PL_MAP: {
        ir_reg a = map_entry(fb, p.ct, p.base, p.key, MAP_ACCESS1, NULL);
        return place_load(fb, place_mem(p.t, a, 0), want);
    }
    default:
        UNREACHABLE();
    }
}

void place_store(struct fb *fb, struct place p, struct val v)
{
    struct ir_leaf l[4];
    switch (p.kind) {
    case PL_BLANK:
        return;
    case PL_REGS:
        val_to_regs(fb, v, p.r);
        return;
    case PL_SLICE:
        if (is_single(p.t, l)) {
            ir_reg r = val_reg(fb, v, NULL);
            if (p.pos.line)
                fb->pos = p.pos;
            struct ir_ins *i = ins(fb, IR_STOREX);
            i->a = p.base;
            i->b = p.idx;
            i->c = r;
            i->type = l[0].type;
            return;
        }
        /* fall through */
    case PL_ARRAY:
        p = place_resolve(fb, p);
        /* fall through */
    case PL_MEM:
        mem_store(fb, p.base, p.off, p.t, v);
        return;
    case PL_MAP: {
        v = val_load(fb, v);
        ir_reg a = map_entry(fb, p.ct, p.base, p.key, MAP_ASSIGN, NULL);
        mem_store(fb, a, 0, p.t, v);
        return;
    }
    }
}

ir_reg place_addr(struct fb *fb, struct place p)
{
    p = place_resolve(fb, p);
    ASSERT(p.kind == PL_MEM, "address of a register variable");
    /* Computing the address of a field checks the base for nil, whatever the offset. */
    struct type *bt = fb->f->regs.at[p.base].type;
    if (p.off == 0 && bt && bt->kind == TY_POINTER && ty_identical(bt->pointer.elem, p.t))
        return p.base;
    return lea(fb, p.base, p.off, p.t);
}
