/* compiler/types/check_decl.c - resolves declarations: constants, variables, types, functions, and cycles among them.
 *
 * Package-level objects are resolved on demand.  An object is white before, grey while its declaration is being
 * resolved (then it is on c->path), black afterwards.  Meeting a grey object closes a cycle: a cycle of types through
 * at least one definition is fine here (its layout is checked by ck_valid_type), a cycle of values is reported when
 * the initialisation order is computed, any other cycle is an error now. */
#include "compiler/types/check.h"

/* -- Cycles -------------------------------------------------------------------------------------------- */

void ck_cycle_error(struct checker *c, struct object **cycle, int n) {
    int at = 0;
    for (int i = 1; i < n; i++)
        if (pos_cmp(cycle[i]->pos, cycle[at]->pos) < 0) at = i;
    struct object *o = cycle[at];
    if (o->kind == OBJ_TYPE && o->is_alias) {
        ptrmap_put(&c->broken_aliases, o, NULL);
        o->type = ck_invalid(c);
    }
    struct pos pos = o->pos;
    char *text = arena_printf(c->arena, o->kind == OBJ_TYPE ? "invalid recursive type %s"
                                                            : "illegal cycle in declaration of %s", o->name);
    for (int i = 0; i < n; i++) {
        text = arena_printf(c->arena, "%s\n\t%s: %s refers to", text, ck_pos_text(c, o->pos), o->name);
        at = (at + 1) % n;
        o = cycle[at];
    }
    ck_err(c, pos, "%s\n\t%s: %s", text, ck_pos_text(c, o->pos), o->name);
}

static int path_index(struct checker *c, const struct object *o) {
    for (size_t i = c->path.n; i-- > 0;)
        if (c->path.at[i] == o) return (int)i;
    return -1;
}

/* The cycle from the grey object o to the end of the path: reports it unless it is valid. */
static bool valid_cycle(struct checker *c, struct object *o) {
    int start = path_index(c, o);
    if (start < 0) return true;
    struct object **cycle = c->path.at + start;
    int n = (int)c->path.n - start, nval = 0, ndef = 0;
    bool tpar_cycle = false;
    for (int i = 0; i < n && !tpar_cycle; i++) {
        struct object *p = cycle[i];
        if (p->kind == OBJ_CONST || p->kind == OBJ_VAR) nval++;
        if (p->kind != OBJ_TYPE) continue;
        if (c->in_tparam_list && p->type && ty_is_generic(p->type)) tpar_cycle = true;
        else if (!p->is_alias) ndef++;
    }
    if (!tpar_cycle && (nval == n || (nval == 0 && ndef > 0))) return true;
    ck_cycle_error(c, cycle, n);
    return false;
}

static void meet_grey(struct checker *c, struct object *o) {
    bool ok = valid_cycle(c, o);
    if (o->kind == OBJ_FUNC) {
        if (!o->type) o->type = ck_invalid(c);
    } else if (!ok || !o->type) {
        o->type = ck_invalid(c);
    }
}

/* -- Constants and variables ------------------------------------------------------------------------------ */

static void const_decl(struct checker *c, struct object *o, struct expr *type, struct expr *init, bool inherited,
                       struct constant *iota) {
    struct constant *saved_iota = c->env.iota;
    struct pos saved_pos = c->env.errpos;
    c->env.iota = iota;
    c->env.errpos = (struct pos){0};
    o->cv = arena_new(c->arena, struct constant);
    o->cv->kind = CV_UNKNOWN;
    if (type) {
        struct type *t = ck_type(c, type);
        if (!ty_is_const_type(t)) {
            if (!ck_is_invalid(ck_under(t))) ck_err_at(c, type, "invalid constant type %s", ck_ty(c, t));
            o->type = ck_invalid(c);
            goto done;
        }
        o->type = t;
    }
    if (init) {
        if (inherited) c->env.errpos = o->pos;
        ck_expr(c, init);
    }
    ck_init_const(c, o, init);
done:
    c->env.iota = saved_iota;
    c->env.errpos = saved_pos;
}

static void mark_invalid_used(struct object *o, struct object **lhs, int n) {
    if (ck_is_invalid(o->type)) o->used = true;
    for (int i = 0; i < n; i++)
        if (lhs[i]->type && ck_is_invalid(lhs[i]->type)) lhs[i]->used = true;
}

/* lhs: all variables if they share one initialiser. */
static void var_decl(struct checker *c, struct object *o, struct object **lhs, int nlhs, struct expr *type,
                     struct expr *init) {
    if (type) o->type = ck_var_type(c, type);
    if (!init) {
        if (!type) o->type = ck_invalid(c);
    } else if (nlhs <= 1) {
        ck_expr(c, init);
        ck_init_var(c, o, init, "variable declaration");
    } else {
        if (type)
            for (int i = 0; i < nlhs; i++) lhs[i]->type = o->type;
        ck_init_vars(c, lhs, nlhs, &init, 1, NULL);
    }
    mark_invalid_used(o, lhs, nlhs);
}

/* -- Types --------------------------------------------------------------------------------------------------- */

static bool imported_constraint(struct checker *c, struct type *t) {
    if (!t || t->kind != TY_NAMED || !t->named.obj->pkg || t->named.obj->pkg == c->pkg) return false;
    struct type *u = ck_under(t);
    if (u->kind != TY_INTERFACE) return false;
    struct typeset *ts = ty_typeset(c->u, u);
    return !ts->all_types || ts->comparable;
}

static void run_type_checks(struct checker *c, struct ck_action *a) {
    struct object *o = a->a;
    struct decl *d = a->b;
    if (o->type && o->type->kind == TY_NAMED) ck_valid_type(c, o->type);
    struct type *rhs = o->type && o->type->kind == TY_NAMED ? ptrmap_get(&c->rhs_of, o->type) : o->type;
    if (!ck_lang(c, 18) && imported_constraint(c, rhs))
        ck_version_err(c, ck_start(d->type.type), "go1.18",
                       arena_printf(c->arena, "using type constraint %s", ck_ty(c, rhs)));
}

static void alias_decl(struct checker *c, struct object *o, struct decl *d) {
    if (!ck_lang(c, 9)) ck_version_err(c, d->pos, "go1.9", "type aliases");
    ptrmap_put(&c->broken_aliases, o, o);
    o->type = ck_invalid(c);
    struct type *rhs = ck_type(c, d->type.type);
    ptrmap_put(&c->broken_aliases, o, NULL);
    o->type = rhs;
}

/* Type parameters in scope of a local type declaration of a generic function. */
static void set_outer_tparams(struct checker *c, struct type *named) {
    struct type *sig = c->env.func_obj ? c->env.func_obj->type : NULL;
    if (!sig || sig->kind != TY_FUNC) return;
    named->named.outer_tparams = sig->func.nrecv_tparams ? sig->func.recv_tparams : sig->func.tparams;
    named->named.nouter = sig->func.nrecv_tparams ? sig->func.nrecv_tparams : sig->func.ntparams;
}

static void type_decl(struct checker *c, struct object *o, struct decl *d) {
    ck_later(c, run_type_checks, o, d, NULL, o->pos);
    bool alias = d->type.alias;
    if (alias && d->type.ntparams) {
        ck_err(c, d->pos, "generic type cannot be alias");
        alias = o->is_alias = false;
    }
    if (alias) {
        alias_decl(c, o, d);
        return;
    }
    struct type *named = ty_named(c->u, o, NULL);
    if (c->env.fn) {
        named->named.local_index = ++c->local_index;
        named->named.local_func = c->env.func_obj;
        set_outer_tparams(c, named);
        vec_push(&c->local_named, named);
    }
    if (d->type.ntparams) {
        ck_open_scope(c);
        ck_collect_tparams(c, d->type.tparams, d->type.ntparams, &named->named.tparams, &named->named.ntparams);
    }
    struct type *rhs = ck_defined_type(c, d->type.type, named);
    ptrmap_put(&c->rhs_of, named, rhs);
    if (rhs->kind == TY_TYPEPARAM) {
        ck_err_at(c, d->type.type, "cannot use a type parameter as RHS in type declaration");
        named->named.underlying = ck_invalid(c);
    } else if (!named->named.underlying) {
        named->named.underlying = ck_invalid(c);
    }
    if (d->type.ntparams) ck_close_scope(c);
}

struct type *ck_declare_tparam(struct checker *c, struct pos pos, const char *name, int index, struct object **out) {
    struct object *o = obj_new(c->u, OBJ_TYPE, pos, c->pkg, name, NULL);
    o->state = OST_BLACK;
    struct type *t = ty_typeparam(c->u, o, NULL, index);
    ck_declare(c, c->env.scope, o);
    if (out) *out = o;
    return t;
}

/* A constraint such as ~int|string stands for interface{ ~int|string }. */
static struct type *constraint(struct checker *c, struct expr *x) {
    struct expr *e = x;
    bool literal = (e->kind == EX_UNARY && e->unary.op == OP_TILDE) || (e->kind == EX_BINARY && e->binary.op == OP_OR);
    if (!literal) return ck_type(c, x);
    struct expr *it = expr_new(c->arena, EX_INTERFACE_TYPE, x->pos);
    it->iface.elems = arena_new(c->arena, struct field);
    it->iface.n = 1;
    it->iface.elems[0].type = x;
    it->iface.elems[0].pos = x->pos;
    struct type *t = ck_type(c, it);
    if (t->kind == TY_INTERFACE) t->iface.implicit = true;
    return t;
}

void ck_collect_tparams(struct checker *c, struct field *list, int n, struct type ***dst, int *ndst) {
    struct type **tparams = arena_array(c->arena, struct type *, n);
    for (int i = 0; i < n; i++)
        tparams[i] = ck_declare_tparam(c, list[i].pos, list[i].name, i, &list[i].obj);
    *dst = tparams;     /* before the constraints are resolved: they may mention the type declared */
    *ndst = n;
    bool saved = c->in_tparam_list;
    c->in_tparam_list = true;
    struct type *bound = NULL;
    for (int i = 0; i < n; i++) {
        if (i == 0 || list[i].type != list[i - 1].type) {
            bound = constraint(c, list[i].type);
            if (bound->kind == TY_TYPEPARAM) {
                ck_err_at(c, list[i].type, "cannot use a type parameter as constraint");
                bound = ck_invalid(c);
            }
        }
        tparams[i]->tparam.bound = bound;
    }
    c->in_tparam_list = saved;
}

/* -- Types that contain themselves --------------------------------------------------------------------------- */

struct nest { struct type *t; struct nest *outer; };

static bool valid_type(struct checker *c, struct type *t, struct nest *nest, struct nest *path);

static bool report_recursion(struct checker *c, struct type *t, struct nest *path) {
    int n = 0;
    struct nest *p = path;
    for (; p; p = p->outer) {
        n++;
        if (ty_identical(p->t, t)) break;
    }
    struct object **cycle = arena_array(c->arena, struct object *, n + 1);
    int k = n;
    for (struct nest *q = path; k > 0; q = q->outer) cycle[--k] = q->t->named.obj;
    (t->named.origin ? t->named.origin : t)->named.underlying = ck_invalid(c);
    t->named.underlying = ck_invalid(c);
    ck_cycle_error(c, cycle, n);
    return false;
}

static bool valid_named(struct checker *c, struct type *t, struct nest *nest, struct nest *path) {
    if (ptrmap_get(&c->valid, t)) return true;
    struct type *origin = t->named.origin ? t->named.origin : t;
    struct type *rhs = ptrmap_get(&c->rhs_of, origin);
    if (origin->named.obj->pkg != c->pkg && !t->named.ntargs) return true;
    if (!rhs) rhs = origin->named.obj->pkg == c->pkg ? origin->named.underlying : ck_under(origin);
    if (!rhs || rhs->kind == TY_INVALID || (origin->named.underlying && origin->named.underlying->kind == TY_INVALID))
        return false;
    for (struct nest *p = nest; p; p = p->outer)
        if (ty_identical(p->t, t)) return report_recursion(c, t, path);
    struct nest in = {t, nest}, on = {t, path};
    if (!valid_type(c, rhs, &in, &on)) return false;
    ptrmap_put(&c->valid, t, t);
    return true;
}

static bool valid_tparam(struct checker *c, struct type *t, struct nest *nest, struct nest *path) {
    if (!nest) return true;
    struct type *inst = nest->t;
    if (!inst->named.origin) return true;
    for (int i = 0; i < inst->named.ntargs && i < inst->named.origin->named.ntparams; i++)
        if (inst->named.origin->named.tparams[i] == t) return valid_type(c, inst->named.targs[i], nest->outer, path);
    return true;
}

static bool valid_type(struct checker *c, struct type *t, struct nest *nest, struct nest *path) {
    if (!t) return true;
    switch (t->kind) {
    case TY_ARRAY: return valid_type(c, t->array.elem, nest, path);
    case TY_STRUCT:
        for (int i = 0; i < t->strct.n; i++)
            if (!valid_type(c, t->strct.fields[i].type, nest, path)) return false;
        return true;
    case TY_UNION:
        for (int i = 0; i < t->uni.n; i++)
            if (!valid_type(c, t->uni.terms[i].type, nest, path)) return false;
        return true;
    case TY_INTERFACE:
        for (int i = 0; i < t->iface.nembeds; i++)
            if (!valid_type(c, t->iface.embeds[i], nest, path)) return false;
        return true;
    case TY_NAMED: return valid_named(c, t, nest, path);
    case TY_TYPEPARAM: return valid_tparam(c, t, nest, path);
    default: return true;
    }
}

bool ck_valid_type(struct checker *c, struct type *t) { return valid_type(c, t, NULL, NULL); }

/* -- Methods --------------------------------------------------------------------------------------------------- */

static void run_field_uniqueness(struct checker *c, struct ck_action *a) {
    struct type *base = a->a, *s = ck_under(base);
    if (s->kind != TY_STRUCT) return;
    for (int i = 0; i < base->named.nmethods; i++) {
        struct object *m = base->named.methods[i];
        for (int k = 0; k < s->strct.n; k++) {
            struct type_field *f = &s->strct.fields[k];
            if (!ck_is_blank(f->name) && strcmp(f->name, m->name) == 0)
                ck_err_decl(c, m->pos, f->obj, "field and method with the same name %s", f->name);
        }
    }
}

static struct object *method_named(struct type *base, const char *name) {
    for (int i = 0; i < base->named.nmethods; i++)
        if (strcmp(base->named.methods[i]->name, name) == 0) return base->named.methods[i];
    return NULL;
}

static void forget_method_sets(struct universe *u) {
    ptrmap_free(&u->method_sets_);
    u->method_sets_ = (struct ptrmap){0};
}

void ck_late_method(struct checker *c, struct type *base, struct object *m) {
    int n = base->named.nmethods;
    struct object **old = base->named.methods, **now = arena_array(c->arena, struct object *, n + 1);
    for (int i = 0; i < n; i++) {
        bool same = strcmp(old[i]->name, m->name) == 0;
        if (same && old[i]->pkg == c->pkg) {
            ck_err_decl(c, m->pos, old[i], "%s.%s redeclared in this block", base->named.obj->name, m->name);
            return;
        }
        now[i] = same ? m : old[i];
    }
    bool replaced = false;
    for (int i = 0; i < n; i++) replaced |= now[i] == m;
    if (!replaced) now[n] = m;
    vec_push(&c->late, ((struct late_method){base, base->named.methods, n}));
    base->named.methods = now;
    base->named.nmethods = replaced ? n : n + 1;
    m->recv_named = base;
    forget_method_sets(c->u);
    ck_later(c, run_field_uniqueness, base, NULL, NULL, m->pos);
}

void check_undo_methods(struct package *p) {
    for (int i = p->nlate; i-- > 0;) {
        p->late[i].named->named.methods = p->late[i].methods;
        p->late[i].named->named.nmethods = p->late[i].nmethods;
    }
    if (p->nlate) forget_method_sets(p->u);
}

static void collect_methods(struct checker *c, struct object *o) {
    struct method_list *l = ptrmap_get(&c->methods, o);
    if (!l) return;
    ptrmap_put(&c->methods, o, NULL);
    struct type *base = o->type && o->type->kind == TY_NAMED ? o->type : NULL;
    if (base) {
        ck_later(c, run_field_uniqueness, base, NULL, NULL, o->pos);
        base->named.methods = arena_array(c->arena, struct object *, l->at.n);
    }
    for (size_t i = 0; base && i < l->at.n; i++) {
        struct object *m = l->at.at[i], *alt = method_named(base, m->name);
        if (alt) {
            ck_err_decl(c, m->pos, alt, "%s.%s redeclared in this block", o->name, m->name);
            continue;
        }
        m->recv_named = base;
        base->named.methods[base->named.nmethods++] = m;
    }
    vec_free(&l->at);
}

/* -- Functions ---------------------------------------------------------------------------------------------------- */

static void run_body(struct checker *c, struct ck_action *a) {
    struct ck_env saved = c->env;
    ck_func_body(c, a->a, a->env);
    c->env = saved;
}

static void func_decl(struct checker *c, struct object *o, struct decl_info *info) {
    struct decl *d = info->decl;
    struct func_lit *fn = d->func.func;
    struct type *sig = ty_new(c->u, TY_FUNC);
    o->type = sig;
    enum object_state saved = o->state;
    o->state = OST_BLACK;
    ck_func_type(c, sig, d->func.recv, fn->type->functype.tparams, fn->type->functype.ntparams, fn->type, fn);
    o->state = saved;
    fn->sig = sig;
    if (fn->type->functype.ntparams && !fn->body) ck_err(c, d->pos, "parameterized function is missing function body");
    if (!fn->body) return;
    struct ck_action body = {.run = run_body, .a = fn, .env = {.decl = info, .func_obj = o}};
    vec_push(&c->bodies, body);
}

/* -- Objects on demand ------------------------------------------------------------------------------------------- */

static void resolve_object(struct checker *c, struct object *o, struct decl_info *info) {
    struct ck_env saved = c->env;
    bool saved_list = c->in_tparam_list;
    c->env = (struct ck_env){.scope = info->file->scope};
    c->in_tparam_list = false;
    switch (o->kind) {
    case OBJ_CONST:
        c->env.decl = info;
        const_decl(c, o, info->vtype, info->init, info->inherited, info->iota);
        break;
    case OBJ_VAR:
        c->env.decl = info;
        var_decl(c, o, info->lhs, info->nlhs, info->vtype, info->init);
        break;
    case OBJ_TYPE:
        type_decl(c, o, info->decl);
        collect_methods(c, o);
        break;
    case OBJ_FUNC: func_decl(c, o, info); break;
    default: break;
    }
    c->in_tparam_list = saved_list;
    c->env = saved;
}

void ck_obj_decl(struct checker *c, struct object *o, struct type *def) {
    (void)def;
    if (o->state == OST_WHITE && o->type) o->state = OST_BLACK;
    if (o->state == OST_BLACK) return;
    if (o->state == OST_GREY) {
        meet_grey(c, o);
        return;
    }
    struct decl_info *info = ck_info(c, o);
    if (!info) {
        o->type = ck_invalid(c);
        o->state = OST_BLACK;
        return;
    }
    o->state = OST_GREY;
    vec_push(&c->path, o);
    resolve_object(c, o, info);
    (void)vec_pop(&c->path);
    o->state = OST_BLACK;
    if (!o->type) o->type = ck_invalid(c);
}

/* Types first, aliases after definitions, then functions; everything a constant or variable may need is then typed. */
void ck_package_objects(struct checker *c) {
    for (size_t i = 0; i < c->objs.n; i++) {
        struct object *o = c->objs.at[i];
        if (o->kind == OBJ_TYPE && !o->is_alias) ck_obj_decl(c, o, NULL);
    }
    for (size_t i = 0; i < c->objs.n; i++)
        if (c->objs.at[i]->kind == OBJ_TYPE) ck_obj_decl(c, c->objs.at[i], NULL);
    for (size_t i = 0; i < c->objs.n; i++)
        if (c->objs.at[i]->kind == OBJ_FUNC) ck_obj_decl(c, c->objs.at[i], NULL);
    ck_run_later(c, 0);
    for (size_t i = 0; i < c->objs.n; i++) ck_obj_decl(c, c->objs.at[i], NULL);
}

/* -- Declarations inside functions ------------------------------------------------------------------------------- */

static void local_const(struct checker *c, struct decl *d) {
    size_t top = c->later.n;
    d->value.objs = arena_array(c->arena, struct object *, d->value.n);
    struct constant *iota = cv_int(c->u, d->value.iota);
    for (int i = 0; i < d->value.n; i++) {
        struct object *o = obj_new(c->u, OBJ_CONST, d->value.name_pos[i], c->pkg, d->value.names[i], NULL);
        d->value.objs[i] = o;
        o->state = OST_BLACK;
        const_decl(c, o, d->value.type, i < d->value.nvalues ? d->value.values[i] : NULL, d->value.inherited, iota);
    }
    ck_arity(c, d->pos, d, true);
    ck_run_later(c, top);
    for (int i = 0; i < d->value.n; i++) ck_declare(c, c->env.scope, d->value.objs[i]);
}

static void local_var(struct checker *c, struct decl *d) {
    size_t top = c->later.n;
    int n = d->value.n, nv = d->value.nvalues;
    struct object **objs = d->value.objs = arena_array(c->arena, struct object *, n);
    for (int i = 0; i < n; i++) {
        objs[i] = ck_new_local(c, d->value.name_pos[i], d->value.names[i], NULL);
        objs[i]->state = OST_BLACK;
    }
    for (int i = 0; i < n; i++) {
        bool shared = nv == 1 && n > 1;
        struct expr *init = shared ? d->value.values[0] : i < nv ? d->value.values[i] : NULL;
        if (i > 0 && !shared && d->value.type && !init) objs[i]->type = objs[0]->type;
        else var_decl(c, objs[i], shared ? objs : NULL, shared ? n : 0, d->value.type, init);
        if (shared) break;
    }
    if (!d->value.type || nv) ck_arity(c, d->pos, d, false);
    ck_run_later(c, top);
    for (int i = 0; i < n; i++) {
        if (!objs[i]->type) objs[i]->type = ck_invalid(c);
        ck_declare(c, c->env.scope, objs[i]);
    }
}

static void local_type(struct checker *c, struct decl *d) {
    struct object *o = obj_new(c->u, OBJ_TYPE, d->pos, c->pkg, d->type.name, NULL);
    o->decl = d;
    o->is_alias = d->type.alias;
    d->type.obj = o;
    ck_declare(c, c->env.scope, o);
    o->state = OST_GREY;
    vec_push(&c->path, o);
    type_decl(c, o, d);
    (void)vec_pop(&c->path);
    o->state = OST_BLACK;
}

void ck_decl_stmt(struct checker *c, struct stmt *s) {
    for (int i = 0; i < s->decl.n; i++) {
        struct decl *d = s->decl.decls[i];
        switch (d->kind) {
        case DECL_CONST: local_const(c, d); break;
        case DECL_VAR: local_var(c, d); break;
        case DECL_TYPE: local_type(c, d); break;
        default: break;
        }
    }
}
