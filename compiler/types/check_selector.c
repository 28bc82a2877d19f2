/* compiler/types/check_selector.c - selectors: package members, fields, method values and method expressions. */
#include <ctype.h>
#include "compiler/types/check.h"
#include "compiler/types/internal.h"

/* -- pkg.Name ------------------------------------------------------------------------------------------------ */

static void package_member(struct checker *c, struct expr *e, struct object *pkgname) {
    struct package *p = pkgname->imported;
    const char *sel = e->sel.sel;
    struct expr *x = e->sel.x;
    x->ident.obj = pkgname;
    pkgname->used = true;
    struct object *o = scope_lookup(p->scope, sel);
    if (!o) {
        if (p->complete || p == c->u->unsafe_pkg) ck_err(c, e->pos2, "undefined: %s.%s", p->name, sel);
        return;
    }
    if (!name_is_exported(sel) && !e->sel.hidden) ck_err(c, e->pos2, "%s not exported by package %s", sel, p->name);
    (void)obj_type(c->u, o);
    e->sel.sel_kind = SEL_PACKAGE;
    e->sel.obj = o;
    e->type = o->type ? o->type : ck_invalid(c);
    switch (o->kind) {
    case OBJ_CONST:
        e->mode = MODE_CONST;
        e->cv = o->cv;
        break;
    case OBJ_TYPE: e->mode = MODE_TYPE; break;
    case OBJ_VAR: e->mode = MODE_VAR; break;
    case OBJ_FUNC: e->mode = MODE_VALUE; break;
    case OBJ_BUILTIN: e->mode = MODE_BUILTIN; break;
    default: break;
    }
    if (ck_is_invalid(e->type) && e->mode != MODE_BUILTIN) ck_fail(c, e);
}

/* -- Failed lookups -------------------------------------------------------------------------------------------- */

static char *other_case(struct checker *c, const char *sel) {
    char *s = arena_strdup(c->arena, sel);
    unsigned char ch = (unsigned char)s[0];
    s[0] = (char)(isupper(ch) ? tolower(ch) : toupper(ch));
    return s;
}

static void undefined_selector(struct checker *c, struct expr *e, struct lookup *l) {
    struct expr *x = e->sel.x;
    const char *sel = e->sel.sel;
    if (ck_is_invalid(ck_under(x->type))) return;
    if (l->ambiguous) {
        ck_err(c, e->pos2, "ambiguous selector %s.%s", ck_txt(c, x), sel);
        return;
    }
    if (l->ptr_needed) {
        ck_err(c, e->pos2, "cannot call pointer method %s on %s", sel, ck_ty(c, x->type));
        return;
    }
    char *why;
    struct type *u = ck_under(x->type);
    if (ty_is_iface_ptr(x->type)) {
        const char *what = u->pointer.elem->kind == TY_TYPEPARAM ? "type parameter" : "interface";
        why = arena_printf(c->arena, "type %s is pointer to %s, not %s", ck_ty(c, x->type), what, what);
    } else {
        why = arena_printf(c->arena, "type %s has no field or method %s", ck_ty(c, x->type), sel);
        char *alt = other_case(c, sel);
        if (ty_lookup(c->u, x->type, x->mode == MODE_VAR, c->pkg, alt).obj)
            why = arena_printf(c->arena, "%s, but does have %s", why, alt);
    }
    ck_err(c, e->pos2, "%s.%s undefined (%s)", ck_txt(c, x), sel, why);
}

/* -- Method expressions -------------------------------------------------------------------------------------------- */

static struct type *method_expr_type(struct checker *c, struct expr *x, struct type *m) {
    struct type *sig = ty_new(c->u, TY_FUNC);
    sig->func = m->func;
    sig->func.recv = NULL;
    sig->func.recv_tparams = NULL;
    sig->func.nrecv_tparams = 0;
    sig->func.nparams = m->func.nparams + 1;
    sig->func.params = arena_array(c->arena, struct object *, sig->func.nparams);
    struct object *recv = obj_new(c->u, OBJ_VAR, x->pos, c->pkg, NULL, x->type);
    recv->is_param = true;
    recv->state = OST_BLACK;
    if (m->func.nparams && m->func.params[0]->name) recv->name = "_";
    sig->func.params[0] = recv;
    for (int i = 0; i < m->func.nparams; i++) sig->func.params[i + 1] = m->func.params[i];
    return sig;
}

static struct type *method_value_type(struct checker *c, struct type *m) {
    if (!m->func.recv && !m->func.nrecv_tparams) return m;
    struct type *sig = ty_new(c->u, TY_FUNC);
    sig->func = m->func;
    sig->func.recv = NULL;
    sig->func.recv_tparams = NULL;
    sig->func.nrecv_tparams = 0;
    return sig;
}

/* -- x.sel ------------------------------------------------------------------------------------------------------------ */

/* Calling a pointer method on an addressable value takes its address. */
static void mark_receiver(struct expr *e, struct lookup *l) {
    if (l->is_iface_method || !l->obj->ptr_recv || l->indirect) return;
    if (ck_under(e->sel.x->type)->kind != TY_POINTER) ck_mark_addr_taken(e->sel.x);
}

static void select_member(struct checker *c, struct expr *e, struct lookup *l) {
    struct expr *x = e->sel.x;
    struct object *o = l->obj;
    bool is_type = x->mode == MODE_TYPE;
    e->sel.obj = o;
    e->sel.path = l->path;
    e->sel.npath = l->npath;
    e->sel.path_indirect = l->indirect;
    e->sel.recv = l->recv;
    if (o->kind == OBJ_VAR) {
        if (is_type) {
            ck_err(c, e->pos2, "%s.%s undefined (type %s has no method %s)", ck_txt(c, x), e->sel.sel,
                   ck_ty(c, x->type), e->sel.sel);
            return;
        }
        o->used = true;
        e->sel.sel_kind = SEL_FIELD;
        e->mode = x->mode == MODE_VAR || l->indirect ? MODE_VAR : MODE_VALUE;
        e->type = l->type;
        return;
    }
    if (!l->type || l->type->kind != TY_FUNC) {
        ck_err_at(c, e, "illegal cycle in method declaration");
        return;
    }
    ck_add_dep(c, o);
    e->mode = MODE_VALUE;
    if (is_type) {
        e->sel.sel_kind = SEL_METHOD_EXPR;
        e->type = method_expr_type(c, x, l->type);
    } else {
        e->sel.sel_kind = l->is_iface_method ? SEL_IFACE_METHOD : SEL_METHOD;
        e->type = method_value_type(c, l->type);
        mark_receiver(e, l);
    }
}

void ck_selector(struct checker *c, struct expr *e, struct type *def) {
    struct expr *x = e->sel.x;
    ck_fail(c, e);
    e->sel.sel_kind = SEL_NONE;
    if (x->kind == EX_IDENT) {
        struct object *o = ck_lookup(c, x->ident.name);
        if (o && o->kind == OBJ_PKGNAME) {
            package_member(c, e, o);
            return;
        }
    }
    ck_expr_or_type(c, x, false);
    if (x->mode == MODE_INVALID) return;
    if (x->mode == MODE_BUILTIN) {
        ck_err(c, ck_node_pos(e), "cannot select on %s", ck_op(c, x));
        return;
    }
    if (x->mode == MODE_TYPE && def && x->type == def) {
        ck_cycle_error(c, &def->named.obj, 1);
        return;
    }
    struct lookup l = ty_lookup(c->u, x->type, x->mode == MODE_VAR, c->pkg, e->sel.sel);
    if (l.obj && l.obj->kind == OBJ_FUNC && (!l.obj->type || !l.type)) {
        ck_obj_decl(c, l.obj, NULL);
        l = ty_lookup(c->u, x->type, x->mode == MODE_VAR, c->pkg, e->sel.sel);
    }
    if (!l.obj || ck_is_blank(e->sel.sel)) undefined_selector(c, e, &l);
    else select_member(c, e, &l);
}
