/* compiler/ir/escape.c - which variables can live in registers or frame objects.
 *
 * One walk over the body of a declared function, literals included, notes for each local variable whether its address
 * is taken, whether a literal refers to it, and whether it is assigned after its declaration.  A variable whose
 * address is taken, or that is both captured and assigned, lives on the heap; a captured one that never changes is
 * copied into closures; all others stay in registers or, arrays and big structs, in frame objects.  The flags are kept
 * in the object's ir field; they do not depend on type arguments. */
#include "compiler/ir/build.h"

struct walk { struct builder *b; struct func_lit *fn; };

static void walk_expr(struct walk *w, struct expr *e);
static void walk_stmt(struct walk *w, struct stmt *s);

unsigned var_flags(struct object *o) { return (unsigned)(uintptr_t)o->ir; }

static void set_flag(struct object *o, unsigned f)
{
    if (o && o->kind == OBJ_VAR && !o->is_global && !o->is_field)
        o->ir = (void *)(uintptr_t)(var_flags(o) | VF_SEEN | f);
}

bool var_on_heap(struct object *o)
{
    unsigned f = var_flags(o);
    return f & VF_ADDRESSED || (f & VF_CAPTURED && f & VF_ASSIGNED);
}

/* The variable that contains the operand, or NULL if it is reached through a pointer, slice or map. */
static struct object *root_var(struct expr *e)
{
    for (;;) {
        e = expr_unparen(e);
        switch (e->kind) {
        case EX_IDENT:
            return e->ident.obj && e->ident.obj->kind == OBJ_VAR ? e->ident.obj : NULL;
        case EX_SELECTOR:
            if (e->sel.sel_kind != SEL_FIELD || e->sel.path_indirect ||
                ty_underlying(e->sel.x->type)->kind == TY_POINTER)
                return NULL;
            e = e->sel.x;
            break;
        case EX_INDEX: {
            struct type *t = e->index.x->type ? ty_core(e->index.x->type) : NULL;
            if (!t || t->kind != TY_ARRAY)
                return NULL;
            e = e->index.x;
            break;
        }
        default:
            return NULL;
        }
    }
}

static void mark(struct expr *e, unsigned flag)
{
    struct object *o = root_var(e);
    if (o)
        set_flag(o, flag);
}

static void walk_list(struct walk *w, struct expr **list, int n)
{
    for (int i = 0; i < n; i++)
        walk_expr(w, list[i]);
}

static void walk_lit(struct walk *w, struct func_lit *lit)
{
    struct func_lit *saved = w->fn;
    w->fn = lit;
    for (int i = 0; lit->body && i < lit->body->n; i++)
        walk_stmt(w, lit->body->stmts[i]);
    w->fn = saved;
}

static void walk_selector(struct walk *w, struct expr *e)
{
    if (e->sel.sel_kind == SEL_PACKAGE || e->sel.sel_kind == SEL_METHOD_EXPR)
        return;
    walk_expr(w, e->sel.x);
    if (e->sel.sel_kind != SEL_METHOD || e->sel.path_indirect || !e->sel.obj->ptr_recv)
        return;
    struct type *xt = e->sel.x->type;
    if (ty_underlying(xt)->kind == TY_POINTER)
        return;
    /* The embedded field on the path may itself be the pointer. */
    if (e->sel.npath && e->sel.recv && e->sel.recv->kind == TY_POINTER) {
        struct type *t = xt;
        for (int i = 0; i < e->sel.npath; i++)
            t = ty_underlying(t)->strct.fields[e->sel.path[i]].type;
        if (ty_underlying(t)->kind == TY_POINTER)
            return;
    }
    mark(e->sel.x, VF_ADDRESSED);
}

static void walk_expr(struct walk *w, struct expr *e)
{
    if (!e || e->mode == MODE_TYPE || e->mode == MODE_CONST)
        return;
    switch (e->kind) {
    case EX_IDENT: {
        struct object *o = e->ident.obj;
        if (o && o->kind == OBJ_VAR && !o->is_global && !o->is_field && o->func != w->fn)
            set_flag(o, VF_CAPTURED);
        break;
    }
    case EX_COMPOSITE_LIT:
        for (int i = 0; i < e->comp.nelems; i++) {
            struct expr *x = e->comp.elems[i];
            if (x->kind != EX_KEY_VALUE) {
                walk_expr(w, x);
                continue;
            }
            struct type *t = e->type ? ty_core(e->type) : NULL;
            if (t && t->kind == TY_POINTER)
                t = ty_core(t->pointer.elem);
            if (!t || t->kind != TY_STRUCT)
                walk_expr(w, x->kv.key);
            walk_expr(w, x->kv.value);
        }
        break;
    case EX_FUNC_LIT: walk_lit(w, e->func); break;
    case EX_PAREN: walk_expr(w, e->paren.x); break;
    case EX_SELECTOR: walk_selector(w, e); break;
    case EX_INDEX:
        walk_expr(w, e->index.x);
        if (!e->index.is_inst)
            walk_list(w, e->index.indices, e->index.n);
        break;
    case EX_SLICE: {
        struct type *t = e->slice.x->type ? ty_core(e->slice.x->type) : NULL;
        if (t && t->kind == TY_ARRAY)
            mark(e->slice.x, VF_ADDRESSED);
        walk_expr(w, e->slice.x);
        walk_expr(w, e->slice.lo);
        walk_expr(w, e->slice.hi);
        walk_expr(w, e->slice.max);
        break;
    }
    case EX_TYPE_ASSERT: walk_expr(w, e->assert.x); break;
    case EX_CALL:
        if (e->call.call_kind != CALL_BUILTIN)
            walk_expr(w, e->call.fun);
        walk_list(w, e->call.args, e->call.nargs);
        break;
    case EX_STAR: walk_expr(w, e->star.x); break;
    case EX_UNARY:
        if (e->unary.op == OP_ADDR)
            mark(e->unary.x, VF_ADDRESSED);
        walk_expr(w, e->unary.x);
        break;
    case EX_BINARY:
        walk_expr(w, e->binary.x);
        walk_expr(w, e->binary.y);
        break;
    default:
        break;
    }
}

static void walk_block(struct walk *w, struct block *b)
{
    for (int i = 0; b && i < b->n; i++)
        walk_stmt(w, b->stmts[i]);
}

static void walk_clauses(struct walk *w, struct clause *c, int n, bool types)
{
    for (int i = 0; i < n; i++) {
        if (!types)
            walk_list(w, c[i].exprs, c[i].nexprs);
        walk_stmt(w, c[i].comm);
        for (int k = 0; k < c[i].nbody; k++)
            walk_stmt(w, c[i].body[k]);
    }
}

static void walk_assign(struct walk *w, struct stmt *s)
{
    for (int i = 0; i < s->assign.nlhs; i++) {
        struct expr *l = s->assign.lhs[i];
        if (s->kind == ST_DEFINE && s->assign.newvars && s->assign.newvars[i])
            continue;
        mark(l, VF_ASSIGNED);
        walk_expr(w, l);
    }
    walk_list(w, s->assign.rhs, s->assign.nrhs);
}

static void walk_decls(struct walk *w, struct stmt *s)
{
    for (int i = 0; i < s->decl.n; i++)
        if (s->decl.decls[i]->kind == DECL_VAR)
            walk_list(w, s->decl.decls[i]->value.values, s->decl.decls[i]->value.nvalues);
}

static void walk_range(struct walk *w, struct stmt *s)
{
    if (s->range.define) {
        set_flag(s->range.key_obj, VF_ASSIGNED);    /* anew by each iteration */
        set_flag(s->range.value_obj, VF_ASSIGNED);
    } else {
        struct expr *v[2] = { s->range.key, s->range.value };
        for (int i = 0; i < 2; i++)
            if (v[i]) {
                mark(v[i], VF_ASSIGNED);
                walk_expr(w, v[i]);
            }
    }
    walk_expr(w, s->range.x);
    walk_block(w, s->range.body);
}

static void walk_stmt(struct walk *w, struct stmt *s)
{
    if (!s)
        return;
    switch (s->kind) {
    case ST_EXPR: walk_expr(w, s->x); break;
    case ST_SEND: walk_expr(w, s->send.ch); walk_expr(w, s->send.value); break;
    case ST_INCDEC: mark(s->incdec.x, VF_ASSIGNED); walk_expr(w, s->incdec.x); break;
    case ST_ASSIGN: case ST_DEFINE: case ST_OPASSIGN: walk_assign(w, s); break;
    case ST_GO: case ST_DEFER: walk_expr(w, s->go.call); break;
    case ST_RETURN:
        walk_list(w, s->ret.results, s->ret.n);
        /* A return statement assigns the result variables. */
        for (int i = 0; s->ret.n && w->fn->results && i < w->fn->sig->func.nresults; i++)
            set_flag(w->fn->results[i], VF_ASSIGNED);
        break;
    case ST_BLOCK: walk_block(w, s->block); break;
    case ST_IF:
        walk_stmt(w, s->if_.init);
        walk_expr(w, s->if_.cond);
        walk_block(w, s->if_.then);
        walk_stmt(w, s->if_.els);
        break;
    case ST_SWITCH:
        walk_stmt(w, s->switch_.init);
        walk_expr(w, s->switch_.tag);
        walk_clauses(w, s->switch_.clauses, s->switch_.n, false);
        break;
    case ST_TYPE_SWITCH:
        walk_stmt(w, s->tswitch.init);
        walk_expr(w, s->tswitch.x);
        walk_clauses(w, s->tswitch.clauses, s->tswitch.n, true);
        break;
    case ST_SELECT: walk_clauses(w, s->select.clauses, s->select.n, false); break;
    case ST_FOR:
        walk_stmt(w, s->for_.init);
        walk_expr(w, s->for_.cond);
        walk_stmt(w, s->for_.post);
        walk_block(w, s->for_.body);
        break;
    case ST_RANGE: walk_range(w, s); break;
    case ST_LABELED: walk_stmt(w, s->labeled.stmt); break;
    case ST_DECL: walk_decls(w, s); break;
    default: break;
    }
}

void analyse_function(struct builder *b, struct func_lit *lit)
{
    if (!lit || ptrmap_get(&b->analysed, lit))
        return;
    ptrmap_put(&b->analysed, lit, lit);
    struct walk w = { b, lit };
    walk_lit(&w, lit);
}
