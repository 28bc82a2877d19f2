/* compiler/types/check_type.c - identifiers and type expressions.
 *
 * The type of a declaration is announced to its TY_NAMED (def) before its parts are resolved, so that the parts may
 * refer to it.  Conditions on types that may still be incomplete are checked later (ck_later). */
#include "compiler/types/check.h"
#include "compiler/types/internal.h"

/* -- Identifiers ---------------------------------------------------------------------------------------- */

static void undefined(struct checker *c, struct expr *x) {
    struct type *tpar = ck_is_blank(x->ident.name) ? ptrmap_get(&c->blank_tparams, x) : NULL;
    if (tpar) {
        x->mode = MODE_TYPE;
        x->type = tpar;
        x->ident.obj = tpar->tparam.obj;
    } else if (ck_is_blank(x->ident.name)) {
        ck_err(c, x->pos, "cannot use _ as value or type");
    } else {
        ck_err(c, x->pos, "undefined: %s", x->ident.name);
    }
}

static void mark_dot_import(struct checker *c, struct object *o) {
    if (c->dots.n == 0 || !o->pkg || o->pkg == c->pkg) return;
    for (size_t i = 0; i < c->dots.n; i++) {
        struct dot_import *d = &c->dots.at[i];
        if (d->pkgname->imported != o->pkg) continue;
        for (struct scope *s = c->env.scope; s; s = s->parent)
            if (s == d->scope) d->pkgname->used = true;
    }
}

static void note_capture(struct checker *c, struct object *o) {
    if (o->is_global || !o->func || o->func == c->env.fn || !c->env.fn) return;
    o->captured = o->addr_taken = true;
}

static void ident_const(struct checker *c, struct expr *x, struct object *o) {
    ck_add_dep(c, o);
    if (ck_is_invalid(o->type)) return;
    x->cv = o->cv;
    if (o == c->iota_obj) {
        if (!c->env.iota) {
            ck_err(c, x->pos, "cannot use iota outside constant declaration");
            return;
        }
        x->cv = c->env.iota;
    }
    x->mode = MODE_CONST;
}

static void ident_var(struct checker *c, struct expr *x, struct object *o) {
    if (o->pkg == c->pkg) o->used = true;
    ck_add_dep(c, o);
    note_capture(c, o);
    if (!ck_is_invalid(o->type)) x->mode = MODE_VAR;
}

void ck_ident(struct checker *c, struct expr *x, struct type *def, bool want_type) {
    x->mode = MODE_INVALID;
    x->type = ck_invalid(c);
    x->cv = NULL;
    struct object *o = ck_lookup(c, x->ident.name);
    x->ident.obj = o;
    if (!o) {
        undefined(c, x);
        return;
    }
    if (c->cfg->outer && ck_is_blank(x->ident.name)) x->ident.name = o->name;   /* a session's last value */
    if (!o->pkg && !ck_lang(c, 18) && (o->type == c->u->any_type || o->type == c->u->comparable_type)) {
        ck_version_err(c, x->pos, "go1.18", arena_printf(c->arena, "predeclared %s", x->ident.name));
        return;
    }
    if (!o->type || (o->kind == OBJ_TYPE && want_type)) ck_obj_decl(c, o, def);
    mark_dot_import(c, o);
    x->type = o->type;
    switch (o->kind) {
    case OBJ_PKGNAME: ck_err(c, x->pos, "use of package %s not in selector", o->name); break;
    case OBJ_CONST: ident_const(c, x, o); break;
    case OBJ_TYPE:
        if (ptrmap_get(&c->broken_aliases, o)) {
            ck_err(c, x->pos, "invalid use of type alias %s in recursive type (see issue #50729)", o->name);
            x->type = ck_invalid(c);
            break;
        }
        x->mode = MODE_TYPE;
        break;
    case OBJ_VAR: ident_var(c, x, o); break;
    case OBJ_FUNC:
        ck_add_dep(c, o);
        if (o->type->kind == TY_FUNC) x->mode = MODE_VALUE;
        break;
    case OBJ_BUILTIN: x->mode = MODE_BUILTIN; break;
    case OBJ_NIL: x->mode = MODE_NIL; break;
    default: break;
    }
}

/* -- Checks on complete types ------------------------------------------------------------------------------ */

static void run_valid_var_type(struct checker *c, struct ck_action *a) {
    struct type *t = a->b, *u = ck_under(t);
    if (u->kind != TY_INTERFACE) return;
    struct typeset *ts = ty_typeset(c->u, u);
    if (ts->comparable)
        ck_err(c, a->pos, "cannot use type %s outside a type constraint: interface is (or embeds) comparable",
               ck_ty(c, t));
    else if (!ts->all_types)
        ck_err(c, a->pos, "cannot use type %s outside a type constraint: interface contains type constraints",
               ck_ty(c, t));
}

void ck_valid_var_type(struct checker *c, struct expr *e, struct type *t) {
    if (t->kind != TY_NAMED && t->kind != TY_INTERFACE) return;
    if (t->kind == TY_NAMED && t->named.underlying && t->named.underlying->kind != TY_INTERFACE
        && t->named.underlying->kind != TY_NAMED)
        return;
    if (t == c->u->any_type || t == c->u->error_type) return;
    ck_later(c, run_valid_var_type, e, t, NULL, ck_start(e));
}

static void run_map_key(struct checker *c, struct ck_action *a) {
    struct type *key = a->b;
    if (ck_is_invalid(ck_under(key)) || ty_comparable(key, NULL)) return;
    ck_err(c, a->pos, "invalid map key type %s%s", ck_ty(c, key),
           key->kind == TY_TYPEPARAM ? " (missing comparable constraint)" : "");
}

static void run_embedded_field(struct checker *c, struct ck_action *a) {
    bool is_ptr;
    struct type *t = ck_deref(a->b, &is_ptr), *u = ck_under(t);
    if (t->kind == TY_TYPEPARAM) {
        ck_err(c, a->pos, "embedded field type cannot be a (pointer to a) type parameter");
    } else if (u->kind == TY_UNSAFE_POINTER) {
        ck_err(c, a->pos, "embedded field type cannot be unsafe.Pointer");
    } else if (u->kind == TY_POINTER) {
        ck_err(c, a->pos, "embedded field type cannot be a pointer");
    } else if (u->kind == TY_INTERFACE && is_ptr) {
        ck_err(c, a->pos, "embedded field type cannot be a pointer to an interface");
    }
}

/* -- Structs --------------------------------------------------------------------------------------------------- */

static bool embedded_name_ok(const struct expr *e) {
    if (e->kind == EX_STAR) {
        e = e->star.x;
        if (e->kind == EX_STAR) return false;
    }
    if (e->kind == EX_INDEX) e = e->index.x;
    return e->kind == EX_IDENT || e->kind == EX_SELECTOR;
}

static void add_field(struct checker *c, struct type_field *fields, int *n, struct field *f, struct type *t,
                      struct strmap *seen) {
    struct object *o = obj_new(c->u, OBJ_VAR, f->pos, c->pkg, f->name, t);
    o->is_field = true;
    o->embedded = f->embedded;
    o->used = true;
    o->state = OST_BLACK;
    f->obj = o;
    if (!ck_is_blank(f->name)) {
        struct object *alt = strmap_get(seen, f->name);
        if (alt) {
            ck_err_decl(c, f->pos, alt, "%s redeclared", f->name);
            return;
        }
        strmap_put(seen, f->name, o);
    }
    fields[(*n)++] = (struct type_field){.name = f->name, .type = t, .pkg = c->pkg, .embedded = f->embedded,
                                         .tag = f->has_tag ? f->tag : NULL, .tag_len = f->has_tag ? f->tag_len : 0,
                                         .pos = f->pos, .offset = -1, .obj = o};
}

static void struct_type(struct checker *c, struct type *s, struct expr *e) {
    struct type_field *fields = arena_array(c->arena, struct type_field, e->strct.n + 1);
    struct strmap seen = {0};
    struct type *t = NULL;
    int n = 0;
    for (int i = 0; i < e->strct.n; i++) {
        struct field *f = &e->strct.fields[i];
        if (i == 0 || f->type != e->strct.fields[i - 1].type) t = ck_var_type(c, f->type);
        if (f->embedded) {
            if (!f->name || !embedded_name_ok(f->type)) {
                ck_err_at(c, f->type, "invalid embedded field type %s", ck_txt(c, f->type));
                continue;
            }
            ck_later(c, run_embedded_field, f, t, NULL, ck_start(f->type));
        }
        add_field(c, fields, &n, f, t, &seen);
    }
    s->strct.fields = fields;
    s->strct.n = n;
    strmap_free(&seen);
}

/* -- Interfaces and unions ---------------------------------------------------------------------------------------- */

enum { MAX_TERMS = 100 };

static int flatten_union(struct expr *x, struct expr **list, int n) {
    /* left-associative chain: collect from the right */
    int count = 0;
    for (struct expr *e = x;; e = e->binary.x) {
        count++;
        if (e->kind != EX_BINARY || e->binary.op != OP_OR) break;
    }
    if (!list) return count;
    struct expr *e = x;
    for (int i = n - 1; i > 0; i--, e = e->binary.x) list[i] = e->binary.y;
    list[0] = e;
    return count;
}

static void check_term(struct checker *c, struct expr *e, struct type *uni, int i) {
    struct type_term *t = &uni->uni.terms[i];
    if (ck_is_invalid(t->type)) return;
    struct type *u = ck_under(t->type);
    bool iface = u->kind == TY_INTERFACE;
    if (t->tilde && iface) {
        ck_err_at(c, e, "invalid use of ~ (%s is an interface)", ck_ty(c, t->type));
        return;
    }
    if (t->tilde && !ty_identical(u, t->type)) {
        ck_err_at(c, e, "invalid use of ~ (underlying type of %s is %s)", ck_ty(c, t->type), ck_ty(c, u));
        return;
    }
    if (iface) {
        struct typeset *ts = ty_typeset(c->u, u);
        char *text = term_text(c->u, *t);
        if (ts->nmethods) ck_err_at(c, e, "cannot use %s in union (%s contains methods)", text, text);
        else if (t->type == c->u->comparable_type) ck_err_at(c, e, "cannot use comparable in union");
        else if (ts->comparable) ck_err_at(c, e, "cannot use %s in union (%s embeds comparable)", text, text);
        return;
    }
    for (int k = 0; k < i; k++) {
        struct type_term *p = &uni->uni.terms[k];
        if (ck_is_invalid(p->type) || ty_is_interface(p->type) || term_disjoint(*p, *t)) continue;
        ck_err_at(c, e, "overlapping terms %s and %s", term_text(c->u, *t), term_text(c->u, *p));
        return;
    }
}

static void run_check_union(struct checker *c, struct ck_action *a) {
    struct expr **list = a->a;
    struct type *uni = a->b;
    for (int i = 0; i < uni->uni.n; i++) check_term(c, list[i], uni, i);
}

static struct type_term union_term(struct checker *c, struct expr *tx) {
    struct type_term term = {0};
    struct expr *x = tx;
    if (x->kind == EX_UNARY && x->unary.op == OP_TILDE) {
        term.tilde = true;
        x = x->unary.x;
    }
    term.type = ck_type(c, x);
    if (term.type->kind == TY_TYPEPARAM) {
        if (term.tilde) ck_err_at(c, x, "type in term %s cannot be a type parameter", ck_txt(c, tx));
        else ck_err_at(c, x, "term cannot be a type parameter");
        term.type = ck_invalid(c);
    }
    return term;
}

static struct type *union_type(struct checker *c, struct expr *x) {
    int n = flatten_union(x, NULL, 0);
    struct expr **list = arena_array(c->arena, struct expr *, n);
    flatten_union(x, list, n);
    struct type *t = ty_new(c->u, TY_UNION);
    t->uni.terms = arena_array(c->arena, struct type_term, n);
    for (int i = 0; i < n; i++) {
        struct type_term term = union_term(c, list[i]);
        if (n == 1 && !term.tilde) return term.type;
        if (i == MAX_TERMS) {
            ck_err_at(c, list[i], "cannot handle more than %d union terms (implementation limitation)", MAX_TERMS);
            return ck_invalid(c);
        }
        t->uni.terms[t->uni.n++] = term;
    }
    x->mode = MODE_TYPE;
    x->type = t;
    ck_later(c, run_check_union, list, t, NULL, x->pos);
    return t;
}

/* Before go1.18 interfaces embed interfaces only; other elements are reported and dropped. */
static void check_embeds_version(struct checker *c, struct type *it) {
    int kept = 0;
    for (int i = 0; i < it->iface.nembeds; i++) {
        struct type *e = it->iface.embeds[i], *u = ck_under(e);
        struct pos pos = it->iface.embed_pos[i];
        if (u->kind == TY_INTERFACE || u->kind == TY_INVALID) {
            it->iface.embed_pos[kept] = pos;
            it->iface.embeds[kept++] = e;
        } else {
            const char *what = u->kind == TY_UNION ? "embedding interface element" : "embedding non-interface type";
            ck_version_err(c, pos, "go1.18", arena_printf(c->arena, "%s %s", what, ck_ty(c, e)));
        }
    }
    if (kept < it->iface.nembeds) it->iface.tset = NULL;
    it->iface.nembeds = kept;
}

static void run_check_interface(struct checker *c, struct ck_action *a) {
    struct type *it = a->a;
    int before = diag_count(c->u->diag);
    ty_report_duplicate_methods(c->u, it);
    ck_adopt_errors(c, before);
    if (!ck_lang(c, 18)) check_embeds_version(c, it);
    (void)ty_typeset(c->u, it);
}

static void add_method(struct checker *c, struct type *it, struct field *f) {
    if (ck_is_blank(f->name)) {
        ck_err(c, f->pos, "methods must have a unique non-blank name");
        return;
    }
    struct type *sig = ck_type(c, f->type);
    if (sig->kind != TY_FUNC) return;
    struct object *o = obj_new(c->u, OBJ_FUNC, f->pos, c->pkg, f->name, sig);
    o->state = OST_BLACK;
    f->obj = o;
    it->iface.methods[it->iface.nmethods++] =
        (struct type_method){.name = f->name, .sig = sig, .pkg = c->pkg, .pos = f->pos, .obj = o};
}

/* Messages list methods by name. */
static void sort_methods(struct type *it) {
    struct type_method *m = it->iface.methods;
    for (int i = 1; i < it->iface.nmethods; i++) {
        struct type_method x = m[i];
        int k = i;
        for (; k > 0 && strcmp(m[k - 1].name, x.name) > 0; k--) m[k] = m[k - 1];
        m[k] = x;
    }
}

static void interface_type(struct checker *c, struct type *it, struct expr *e) {
    int n = e->iface.n;
    it->iface.pending = true;
    it->iface.methods = arena_array(c->arena, struct type_method, n + 1);
    it->iface.embeds = arena_array(c->arena, struct type *, n + 1);
    it->iface.embed_pos = arena_array(c->arena, struct pos, n + 1);
    for (int i = 0; i < n; i++) {
        struct field *f = &e->iface.elems[i];
        if (f->name) {
            add_method(c, it, f);
            continue;
        }
        struct type *t = union_type(c, f->type);
        it->iface.embed_pos[it->iface.nembeds] = ck_start(f->type);
        it->iface.embeds[it->iface.nembeds++] = t;
    }
    sort_methods(it);
    it->iface.pending = false;
    if (n) ck_later(c, run_check_interface, it, NULL, NULL, e->pos);
}

/* -- Functions ------------------------------------------------------------------------------------------------------- */

static struct object **collect_params(struct checker *c, struct field *list, int n, bool variadic_ok, bool *variadic,
                                      struct func_lit *lit) {
    struct object **params = arena_array(c->arena, struct object *, n + 1);
    struct type *t = NULL;
    for (int i = 0; i < n; i++) {
        struct field *f = &list[i];
        if (i == 0 || f->type != list[i - 1].type) {
            struct expr *ft = f->type;
            if (ft->kind == EX_ELLIPSIS) {
                if (variadic_ok && i == n - 1) *variadic = true;
                else ck_err_at(c, ft, "can only use ... with final parameter in list");
                ft = ft->ellipsis.elem;
            }
            t = ft ? ck_var_type(c, ft) : ck_invalid(c);
        }
        struct object *o = obj_new(c->u, OBJ_VAR, f->pos, c->pkg, f->name, t);
        o->is_param = true;
        o->used = true;
        o->state = OST_BLACK;
        o->func = lit;
        f->obj = o;
        params[i] = o;
    }
    if (*variadic) {
        struct object *last = params[n - 1];
        last->type = ty_slice(c->u, last->type);
        list[n - 1].type->mode = MODE_TYPE;
        list[n - 1].type->type = last->type;
    }
    return params;
}

static void run_check_receiver(struct checker *c, struct ck_action *a) {
    struct object *recv = a->a;
    struct type *sig = a->b, *t = ck_deref(recv->type, NULL);
    if (ck_is_invalid(t)) return;
    if (t->kind == TY_NAMED) {
        if (t->named.ntargs && !sig->func.nrecv_tparams) {
            ck_err(c, recv->pos, "cannot define new methods on instantiated type %s", ck_ty(c, t));
            return;
        }
        if (!pkg_same_names(t->named.obj->pkg, c->pkg)) {
            ck_err(c, recv->pos, "cannot define new methods on non-local type %s", ck_ty(c, t));
            return;
        }
        enum type_kind k = ck_under(t)->kind;
        const char *cause = k == TY_UNSAFE_POINTER ? "unsafe.Pointer"
                          : k == TY_POINTER || k == TY_INTERFACE ? "pointer or interface type" : NULL;
        if (cause) ck_err(c, recv->pos, "invalid receiver type %s (%s)", ck_ty(c, t), cause);
    } else if (t->kind <= TY_UNTYPED_NIL) {
        ck_err(c, recv->pos, "cannot define new methods on non-local type %s", ck_ty(c, t));
    } else {
        ck_err(c, recv->pos, "invalid receiver type %s", ck_ty(c, recv->type));
    }
}

/* The bounds of receiver type parameters are those of the base type's, renamed. */
static void bind_recv_tparams(struct checker *c, struct type *sig, struct expr *base, struct field *recv) {
    struct type *t = base ? ck_generic_type(c, base, false) : ck_invalid(c);
    if (t->kind != TY_NAMED) return;
    int n = sig->func.nrecv_tparams, want = t->named.ntparams;
    if (n == want) {
        struct tsubst s = {.params = t->named.tparams, .args = sig->func.recv_tparams, .n = n};
        for (int i = 0; i < n; i++) {
            if (t->named.tparams[i]->tparam.bound)
                sig->func.recv_tparams[i]->tparam.bound = ty_subst(c->u, t->named.tparams[i]->tparam.bound, &s);
            mono_canon(c->mono, sig->func.recv_tparams[i], t->named.tparams[i]);
        }
    } else if (n < want) {
        ck_err(c, recv->pos, "got %s, but receiver base type declares %d", ck_measure(c, n, "type parameter"), want);
    }
}

static void recv_tparams(struct checker *c, struct type *sig, struct field *recv) {
    bool ptr;
    struct expr *base, **params = NULL;
    int n;
    ck_unpack_recv(c, recv->type, &ptr, &base, &params, &n);
    if (n == 0) return;
    sig->func.recv_tparams = arena_array(c->arena, struct type *, n);
    sig->func.nrecv_tparams = n;
    for (int i = 0; i < n; i++) {
        struct expr *p = params[i];
        const char *name = p->kind == EX_IDENT ? p->ident.name : "_";
        sig->func.recv_tparams[i] = ck_declare_tparam(c, p->pos, name, i, NULL);
        sig->func.recv_tparams[i]->tparam.of_method = true;
        if (ck_is_blank(name)) ptrmap_put(&c->blank_tparams, p, sig->func.recv_tparams[i]);
    }
    bind_recv_tparams(c, sig, base, recv);
}

static void declare_all(struct checker *c, struct object **list, int n) {
    for (int i = 0; i < n; i++) ck_declare(c, c->env.scope, list[i]);
}

void ck_func_type(struct checker *c, struct type *sig, struct field *recv, struct field *tparams, int ntparams,
                  struct expr *ftype, struct func_lit *lit) {
    struct scope *scope = ck_open_scope(c);
    bool variadic = false, ignored = false;
    scope->func = lit;
    if (recv) recv_tparams(c, sig, recv);
    if (ntparams) ck_collect_tparams(c, tparams, ntparams, &sig->func.tparams, &sig->func.ntparams);
    struct object **r = recv ? collect_params(c, recv, 1, false, &ignored, lit) : NULL;
    struct object **params = collect_params(c, ftype->functype.params, ftype->functype.nparams, true, &variadic, lit);
    struct object **results = collect_params(c, ftype->functype.results, ftype->functype.nresults, false, &ignored,
                                             lit);
    if (recv) declare_all(c, r, 1);
    declare_all(c, params, ftype->functype.nparams);
    declare_all(c, results, ftype->functype.nresults);
    for (int i = 0; i < ftype->functype.nresults; i++) results[i]->is_result = true;
    sig->func.params = params;
    sig->func.nparams = ftype->functype.nparams;
    sig->func.results = results;
    sig->func.nresults = ftype->functype.nresults;
    sig->func.variadic = variadic;
    if (recv) {
        sig->func.recv = r[0];
        ck_later(c, run_check_receiver, r[0], sig, NULL, recv->pos);
    }
    if (lit) {
        lit->scope = scope;
        lit->sig = sig;
        lit->results = results;
    }
    ck_close_scope(c);
}

/* -- Type expressions --------------------------------------------------------------------------------------------------- */

void ck_set_underlying(struct checker *c, struct type *def, struct type *t) {
    (void)c;
    if (def) def->named.underlying = t;
}

struct type *ck_type(struct checker *c, struct expr *e) { return ck_defined_type(c, e, NULL); }

struct type *ck_var_type(struct checker *c, struct expr *e) {
    struct type *t = ck_defined_type(c, e, NULL);
    ck_valid_var_type(c, e, t);
    return t;
}

static struct type *name_type(struct checker *c, struct expr *e, struct type *def) {
    if (e->kind == EX_IDENT) ck_ident(c, e, def, true);
    else ck_selector(c, e, def);
    switch (e->mode) {
    case MODE_TYPE: ck_set_underlying(c, def, e->type); return e->type;
    case MODE_INVALID: break;
    case MODE_NOVALUE: ck_err_at(c, e, "%s used as type", ck_op(c, e)); break;
    default: ck_err_at(c, e, "%s is not a type", ck_op(c, e)); break;
    }
    return ck_invalid(c);
}

static int64_t array_length(struct checker *c, struct expr *e) {
    if (e->kind == EX_IDENT) {
        struct object *o = ck_lookup(c, e->ident.name);
        if (!o) {
            ck_err(c, e->pos, "undeclared name %s for array length", e->ident.name);
            return -1;
        }
        if (o->kind != OBJ_CONST) {
            ck_err(c, e->pos, "invalid array length %s", e->ident.name);
            return -1;
        }
    }
    ck_expr(c, e);
    if (e->mode != MODE_CONST) {
        if (e->mode != MODE_INVALID) ck_err_at(c, e, "array length %s must be constant", ck_op(c, e));
        return -1;
    }
    if (ty_is_untyped(e->type) || ty_is_integer(e->type)) {
        struct constant *v = cv_to_int(c->u, e->cv);
        enum repr_err err;
        int64_t n;
        if (v->kind == CV_INT && cv_represent(c->u, v, ck_basic(c, TY_INT), &err)) {
            if (cv_int64(v, &n) && n >= 0) {
                if (ty_is_untyped(e->type)) ck_convert_untyped(c, e, ck_basic(c, TY_INT));
                return n;
            }
            ck_err_at(c, e, "invalid array length %s", ck_op(c, e));
            return -1;
        }
    }
    if (e->cv->kind != CV_UNKNOWN) ck_err_at(c, e, "array length %s must be integer", ck_op(c, e));
    return -1;
}

/* -- Sizes no object can have ------------------------------------------------------------------------------ */

static const int64_t MAX_SIZE = (int64_t)1 << 50;
enum { MAX_CHAN_ELEM = 1 << 16 };

static void run_check_array_size(struct checker *c, struct ck_action *a) {
    struct type *t = a->a;
    if (ty_has_typeparam(t) || ck_is_invalid(ck_under(t->array.elem)) || t->array.len < 0) return;
    int64_t elem = ty_size(t->array.elem);
    if (elem > 0 && t->array.len > (MAX_SIZE - 1) / elem)
        ck_err(c, a->pos, "type %s larger than address space", ck_ty(c, t));
}

static void run_check_chan_elem(struct checker *c, struct ck_action *a) {
    struct type *t = a->a;
    if (ty_has_typeparam(t) || ck_is_invalid(ck_under(t->chan.elem)) || !ck_valid_type(c, t->chan.elem)) return;
    if (ty_size(t->chan.elem) >= MAX_CHAN_ELEM) ck_err(c, a->pos, "channel element type too large (>64kB)");
}

static struct type *array_type(struct checker *c, struct expr *e, struct type *def) {
    if (!e->array.len) {
        if (!def) return ty_slice(c->u, ck_var_type(c, e->array.elem));
        struct type *s = ty_new(c->u, TY_SLICE);
        s->slice.elem = ck_invalid(c);
        ck_set_underlying(c, def, s);
        s->slice.elem = ck_var_type(c, e->array.elem);
        return s;
    }
    struct type *t = ty_new(c->u, TY_ARRAY);
    t->array.elem = ck_invalid(c);
    t->array.len = -1;
    ck_set_underlying(c, def, t);
    if (e->array.len->kind == EX_ELLIPSIS)
        ck_err_at(c, e, "invalid use of [...] array (outside a composite literal)");
    else
        t->array.len = array_length(c, e->array.len);
    t->array.elem = ck_var_type(c, e->array.elem);
    if (t->array.len > MAX_CHAN_ELEM) ck_finally(c, run_check_array_size, t, e->pos);
    return t->array.len >= 0 ? t : ck_invalid(c);
}

static struct type *pointer_type(struct checker *c, struct expr *e, struct type *def) {
    struct type *p = NULL;
    if (def) {
        p = ty_new(c->u, TY_POINTER);
        p->pointer.elem = ck_invalid(c);
        ck_set_underlying(c, def, p);
    }
    struct type *elem = ck_var_type(c, e->star.x);
    if (ck_is_invalid(elem)) return ck_invalid(c);
    if (!p) return ty_pointer(c->u, elem);
    p->pointer.elem = elem;
    return p;
}

static struct type *map_type(struct checker *c, struct expr *e, struct type *def) {
    struct type *t = ty_new(c->u, TY_MAP);
    t->map.key = t->map.elem = ck_invalid(c);
    ck_set_underlying(c, def, t);
    t->map.key = ck_var_type(c, e->map.key);
    t->map.elem = ck_var_type(c, e->map.value);
    ck_later(c, run_map_key, e, t->map.key, NULL, ck_start(e->map.key));
    return t;
}

static struct type *chan_type(struct checker *c, struct expr *e, struct type *def) {
    struct type *t = ty_new(c->u, TY_CHAN);
    t->chan.elem = ck_invalid(c);
    t->chan.dir = e->chan.dir;
    ck_set_underlying(c, def, t);
    t->chan.elem = ck_var_type(c, e->chan.elem);
    enum type_kind k = t->chan.elem->kind;
    if (k == TY_ARRAY || k == TY_STRUCT || k == TY_NAMED) ck_finally(c, run_check_chan_elem, t, e->pos);
    return t;
}

/* -- Instances ------------------------------------------------------------------------------------------------------------ */

static void run_verify_instance(struct checker *c, struct ck_action *a) {
    struct type *inst = a->a;
    struct expr *e = a->b;
    struct type *g = inst->named.origin;
    int want = g->named.ntparams, got = inst->named.ntargs;
    if (got != want) {
        ck_err(c, a->pos, "got %d arguments but %d type parameters", got, want);
        inst->named.underlying = ck_invalid(c);
        return;
    }
    char *why = NULL;
    int bad = ty_verify_instance(c->u, g->named.tparams, inst->named.targs, got, &why);
    if (bad >= 0) ck_err(c, bad < e->index.n ? ck_start(e->index.indices[bad]) : a->pos, "%s", why);
    else mono_instance(c->mono, a->pos, g->named.tparams, inst->named.targs, got, e->index.indices, e->index.n);
    ck_valid_type(c, inst);
}

static struct type *instance_type(struct checker *c, struct expr *e, struct type *def) {
    if (!ck_lang(c, 18)) ck_version_err(c, ck_node_pos(e), "go1.18", "type instantiation");
    struct type *g = ck_generic_type(c, e->index.x, true);
    if (ck_is_invalid(g)) return g;
    struct type **targs = ck_type_list(c, e->index.indices, e->index.n);
    if (!targs) return ck_invalid(c);
    e->index.is_inst = true;
    e->index.targs = targs;
    e->index.ntargs = e->index.n;
    if (e->index.n != g->named.ntparams) {
        ck_err(c, ck_node_pos(e->index.x), "got %d arguments but %d type parameters", e->index.n, g->named.ntparams);
        return ck_invalid(c);
    }
    struct type *inst = ty_instantiate(c->u, g, targs, e->index.n);
    ck_set_underlying(c, def, inst);
    ck_later(c, run_verify_instance, inst, e, NULL, ck_node_pos(e->index.x));
    return inst;
}

struct type **ck_type_list(struct checker *c, struct expr **list, int n) {
    struct type **res = arena_array(c->arena, struct type *, n + 1);
    bool ok = true;
    for (int i = 0; i < n; i++) {
        res[i] = ck_var_type(c, list[i]);
        ok = ok && !ck_is_invalid(res[i]);
    }
    return ok ? res : NULL;
}

static struct type *type_internal(struct checker *c, struct expr *e, struct type *def) {
    struct type *t;
    switch (e->kind) {
    case EX_BAD: return ck_invalid(c);
    case EX_IDENT: case EX_SELECTOR: return name_type(c, e, def);
    case EX_INDEX: return instance_type(c, e, def);
    case EX_PAREN: return ck_defined_type(c, e->paren.x, def);
    case EX_ARRAY_TYPE: return array_type(c, e, def);
    case EX_ELLIPSIS:
        ck_err_at(c, e, "invalid use of '...'");
        if (e->ellipsis.elem) ck_use_exprs(c, &e->ellipsis.elem, 1);
        return ck_invalid(c);
    case EX_STRUCT_TYPE:
        t = ty_new(c->u, TY_STRUCT);
        ck_set_underlying(c, def, t);
        struct_type(c, t, e);
        return t;
    case EX_STAR: return pointer_type(c, e, def);
    case EX_FUNC_TYPE:
        t = ty_new(c->u, TY_FUNC);
        ck_set_underlying(c, def, t);
        ck_func_type(c, t, NULL, NULL, 0, e, NULL);
        return t;
    case EX_INTERFACE_TYPE:
        t = ty_new(c->u, TY_INTERFACE);
        ck_set_underlying(c, def, t);
        interface_type(c, t, e);
        return t;
    case EX_MAP_TYPE: return map_type(c, e, def);
    case EX_CHAN_TYPE: return chan_type(c, e, def);
    default:
        ck_err_at(c, e, "%s is not a type", ck_txt(c, e));
        ck_use_exprs(c, &e, 1);
        return ck_invalid(c);
    }
}

static struct type *record_type(struct expr *e, struct type *t) {
    e->mode = t->kind == TY_INVALID ? MODE_INVALID : MODE_TYPE;
    e->type = t;
    return t;
}

struct type *ck_defined_type(struct checker *c, struct expr *e, struct type *def) {
    struct type *t = type_internal(c, e, def);
    if (ck_is_invalid(t)) ck_set_underlying(c, def, ck_invalid(c));
    if (ty_is_generic(t)) {
        ck_err_at(c, e, "cannot use generic type %s without instantiation", ck_ty(c, t));
        t = ck_invalid(c);
    }
    return record_type(e, t);
}

struct type *ck_generic_type(struct checker *c, struct expr *e, bool report) {
    struct type *t = type_internal(c, e, NULL);
    if (!ck_is_invalid(t) && !ty_is_generic(t)) {
        if (report) ck_err_at(c, e, "%s is not a generic type", ck_ty(c, t));
        t = ck_invalid(c);
    }
    return record_type(e, t);
}
