/* compiler/types/check_call.c - calls, explicit and inferred instantiation of generic functions. */
#include "compiler/types/check.h"

/* -- Expression lists ------------------------------------------------------------------------------------------ */

/* Evaluates a list of operands; a single multi-value call is taken apart, a comma-ok form doubled if allowed. */
struct expr_list ck_expr_list(struct checker *c, struct expr **list, int n, bool allow_comma_ok) {
    struct expr_list r = {.at = list, .n = n};
    if (n != 1) {
        for (int i = 0; i < n; i++) ck_expr(c, list[i]);
        return r;
    }
    struct expr *e = list[0];
    ck_multi_expr(c, e);
    if (e->mode != MODE_INVALID && e->type->kind == TY_TUPLE) {
        r.n = e->type->tuple.n;
        r.at = arena_array(c->arena, struct expr *, r.n + 1);
        for (int i = 0; i < r.n; i++) r.at[i] = ck_synth(c, e, e->type->tuple.vars[i]->type, MODE_VALUE);
    } else if (allow_comma_ok && (e->mode == MODE_MAPINDEX || e->mode == MODE_COMMAOK)) {
        r.n = 2;
        r.comma_ok = true;
        r.at = arena_array(c->arena, struct expr *, 2);
        r.at[0] = ck_synth(c, e, e->type, MODE_VALUE);
        r.at[1] = ck_synth(c, e, ck_basic(c, TY_UNTYPED_BOOL), MODE_VALUE);
    }
    return r;
}

/* -- Instantiation ---------------------------------------------------------------------------------------------- */

static void record_targs(struct expr *fun, struct type **targs, int n, struct type *sig) {
    for (;;) {
        fun->type = sig;
        fun->mode = MODE_VALUE;
        if (fun->kind == EX_PAREN) {
            fun = fun->paren.x;
        } else if (fun->kind == EX_INDEX) {
            fun->index.is_inst = true;
            fun->index.targs = targs;
            fun->index.ntargs = n;
            fun = fun->index.x;
        } else {
            break;
        }
    }
    if (fun->kind == EX_IDENT) {
        fun->ident.targs = targs;
        fun->ident.ntargs = n;
    } else if (fun->kind == EX_SELECTOR) {
        fun->sel.targs = targs;
        fun->sel.ntargs = n;
    }
}

struct verify { struct type *sig; struct type **targs; struct expr **xlist; int nx; };

static void run_verify(struct checker *c, struct ck_action *a) {
    struct verify *v = a->a;
    char *why = NULL;
    int bad = ty_verify_instance(c->u, v->sig->func.tparams, v->targs, v->sig->func.ntparams, &why);
    if (bad >= 0) ck_err(c, bad < v->nx ? ck_start(v->xlist[bad]) : a->pos, "%s", why);
    else mono_instance(c->mono, a->pos, v->sig->func.tparams, v->targs, v->sig->func.ntparams, v->xlist, v->nx);
}

static struct type *instantiate_sig(struct checker *c, struct pos pos, struct type *sig, struct type **targs,
                                    struct expr **xlist, int nx) {
    struct verify *v = arena_new(c->arena, struct verify);
    *v = (struct verify){sig, targs, xlist, nx};
    ck_later(c, run_verify, v, NULL, NULL, pos);
    return ty_instantiate(c->u, sig, targs, sig->func.ntparams);
}

static bool infer(struct checker *c, struct pos pos, struct type *sig, struct type **targs, struct object **params,
                  int nparams, struct expr **args, int nargs) {
    int before = diag_count(c->u->diag);
    bool ok = ty_infer(c->u, pos, sig->func.tparams, sig->func.ntparams, targs, params, nparams, args, nargs, true);
    ck_adopt_errors(c, before);
    return ok;
}

static struct type **complete_targs(struct checker *c, struct type *sig, struct type **targs, int n) {
    struct type **all = arena_array(c->arena, struct type *, sig->func.ntparams + 1);
    for (int i = 0; i < n; i++) all[i] = targs[i];
    return all;
}

/* f[T1, T2] not followed by a call. */
void ck_func_inst(struct checker *c, struct expr *e) {
    struct type *sig = e->index.x->type;
    if (!ck_lang(c, 18)) ck_version_err(c, ck_node_pos(e), "go1.18", "function instantiation");
    struct type **targs = ck_type_list(c, e->index.indices, e->index.n);
    if (!targs) return;
    int got = e->index.n, want = sig->func.ntparams;
    if (got > want) {
        ck_err_at(c, e->index.indices[got - 1], "got %d type arguments but want %d", got, want);
        return;
    }
    struct type **all = complete_targs(c, sig, targs, got);
    if (got < want && !infer(c, e->pos2, sig, all, NULL, 0, NULL, 0)) return;
    struct type *inst = instantiate_sig(c, e->pos2, sig, all, e->index.indices, got);
    record_targs(e, all, want, inst);
}

/* -- Arguments ------------------------------------------------------------------------------------------------------ */

/* Parameters as the arguments see them: the variadic one repeated.  Reports misuse of "..."; NULL then. */
static struct object **spread_params(struct checker *c, struct expr *call, struct type *sig, int nargs, int *npars) {
    int n = *npars = sig->func.nparams;
    bool dots = call->call.has_dots;
    if (!sig->func.variadic) {
        if (dots) {
            ck_err_at(c, call, "cannot use ... in call to non-variadic %s", ck_txt(c, call->call.fun));
            return NULL;
        }
        return sig->func.params;
    }
    if (dots) {
        if (call->call.nargs == 1 && nargs > 1) {
            ck_err_at(c, call, "cannot use ... with %d-valued %s", nargs, ck_txt(c, call->call.args[0]));
            return NULL;
        }
        return sig->func.params;
    }
    if (nargs < n - 1) {
        *npars = n - 1;
        return sig->func.params;
    }
    struct object **vars = arena_array(c->arena, struct object *, nargs + 1);
    struct object *last = sig->func.params[n - 1], *rest = NULL;
    for (int i = 0; i < n - 1; i++) vars[i] = sig->func.params[i];
    for (int i = n - 1; i < nargs; i++) {
        if (!rest) {
            struct type *s = ty_core_string(c->u, last->type);
            rest = obj_new(c->u, OBJ_VAR, last->pos, last->pkg, last->name,
                           s && s->kind == TY_SLICE ? s->slice.elem : c->u->byte_type);
        }
        vars[i] = rest;
    }
    *npars = nargs;
    return vars;
}

static void count_mismatch(struct checker *c, struct expr *call, struct type *sig, struct expr **args, int nargs,
                           int npars) {
    struct expr *at = nargs > npars ? args[npars] : nargs > 0 ? args[nargs - 1] : NULL;
    ck_err(c, ck_start(at ? at : call), "%s arguments in call to %s\n\thave %s\n\twant %s", nargs > npars ? "too many" : "not enough",
           ck_txt(c, call->call.fun), ck_types_summary(c, args, nargs),
           ck_params_summary(c, sig->func.params, sig->func.nparams, sig->func.variadic));
}

static struct object **subst_params(struct checker *c, struct type *sig, struct type **targs, struct object **params,
                                    int n) {
    struct tsubst s = {.params = sig->func.tparams, .args = targs, .n = sig->func.ntparams};
    struct object **r = arena_array(c->arena, struct object *, n + 1);
    for (int i = 0; i < n; i++)
        r[i] = obj_new(c->u, OBJ_VAR, params[i]->pos, params[i]->pkg, params[i]->name,
                       ty_subst(c->u, params[i]->type, &s));
    return r;
}

/* Infers what type arguments are missing and instantiates the callee. */
static bool infer_call(struct checker *c, struct expr *call, struct type **sig, struct type **targs, int ntargs,
                       struct object ***params, int npars, struct expr **args, int nargs, struct expr **xlist) {
    struct type *g = *sig;
    struct expr *fun = call->call.fun;
    if (!ck_lang(c, 18))
        ck_version_err(c, ck_node_pos(fun->kind == EX_INDEX ? fun : call), "go1.18",
                       fun->kind == EX_INDEX ? "function instantiation" : "implicit function instantiation");
    struct type **all = complete_targs(c, g, targs, ntargs);
    if (!infer(c, call->pos2, g, all, *params, npars, args, nargs)) return false;
    *sig = instantiate_sig(c, call->pos2, g, all, xlist, ntargs);
    *params = subst_params(c, g, all, *params, npars);
    record_targs(fun, all, g->func.ntparams, *sig);
    return true;
}

/* Checks evaluated arguments against *sig, which becomes the instantiated signature.  False after an error that
 * leaves the result type unknown. */
bool ck_arguments(struct checker *c, struct expr *call, struct type **sig, struct type **targs, int ntargs,
                  struct expr **args, int nargs, struct expr **xlist) {
    bool generic = (*sig)->func.ntparams > 0;
    for (int i = 0; i < nargs; i++)
        if (args[i]->mode == MODE_INVALID) return !generic;
    int npars;
    struct object **params = spread_params(c, call, *sig, nargs, &npars);
    if (!params && (*sig)->func.nparams + call->call.has_dots > 0) return !generic;
    if (nargs != npars) {
        count_mismatch(c, call, *sig, args, nargs, npars);
        return !generic;
    }
    if (generic && !infer_call(c, call, sig, targs, ntargs, &params, npars, args, nargs, xlist)) return false;
    for (int i = 0; i < nargs; i++) ck_assignment(c, args[i], params[i]->type, "argument to", call->call.fun);
    return true;
}

/* -- Conversions ------------------------------------------------------------------------------------------------------ */

static void conversion_call(struct checker *c, struct expr *call) {
    struct type *t = call->call.fun->type;
    struct expr **args = call->call.args;
    int n = call->call.nargs;
    call->call.call_kind = CALL_CONVERSION;
    if (n == 0) {
        ck_err_at(c, call, "missing argument in conversion to %s", ck_ty(c, t));
        return;
    }
    if (n > 1) {
        ck_use_exprs(c, args, n);
        ck_err_at(c, args[n - 1], "too many arguments in conversion to %s", ck_ty(c, t));
        return;
    }
    struct expr *x = args[0];
    ck_expr(c, x);
    if (x->mode == MODE_INVALID) return;
    if (ck_is_iface_not_tparam(t)) {
        struct typeset *ts = ty_typeset(c->u, ck_under(t));
        if (!ts->all_types || ts->comparable) {
            ck_err_at(c, call, "cannot use interface %s in conversion (contains specific type constraints or is "
                      "comparable)", ck_ty(c, t));
            return;
        }
    }
    if (call->call.has_dots) {
        ck_err_at(c, x, "invalid use of ... in type conversion to %s", ck_ty(c, t));
        return;
    }
    ck_conversion(c, call, x, t);
}

/* -- Calls ------------------------------------------------------------------------------------------------------------- */

static enum ck_use builtin_call(struct checker *c, struct expr *call) {
    struct expr *fun = expr_unparen(call->call.fun);
    struct object *o = fun->kind == EX_SELECTOR ? fun->sel.obj : fun->ident.obj;
    call->call.call_kind = CALL_BUILTIN;
    call->call.builtin = o->builtin;
    if (!ck_builtin(c, call, o->builtin)) ck_fail(c, call);
    else if (call->mode != MODE_CONST) c->env.has_call_or_recv = true;
    return call->mode == MODE_INVALID ? CK_STATEMENT : ck_builtin_use(o->builtin);
}

static void set_result(struct checker *c, struct expr *call, struct type *sig) {
    switch (sig->func.nresults) {
    case 0:
        call->mode = MODE_NOVALUE;
        call->type = ty_tuple(c->u, NULL, 0);
        break;
    case 1:
        call->mode = MODE_VALUE;
        call->type = sig->func.results[0]->type;
        break;
    default:
        call->mode = MODE_VALUE;
        call->type = ty_tuple(c->u, sig->func.results, sig->func.nresults);
        break;
    }
    if (ck_is_invalid(call->type)) ck_fail(c, call);
    c->env.has_call_or_recv = true;
}

/* Explicit type arguments of f[T](x): true if fine. */
static bool explicit_targs(struct checker *c, struct expr *call, struct expr *inst, struct type *sig,
                           struct type ***targs) {
    int got = inst->index.n, want = sig->func.ntparams;
    *targs = ck_type_list(c, inst->index.indices, got);
    if (*targs && got > want)
        ck_err_at(c, inst->index.indices[want], "got %d type arguments but want %d", got, want);
    if (*targs && got <= want) return true;
    ck_use_exprs(c, call->call.args, call->call.nargs);
    return false;
}

static void func_call(struct checker *c, struct expr *call, struct expr *inst) {
    struct expr *fun = call->call.fun, *callee = inst ? inst->index.x : fun;
    struct type *sig = callee->type->kind == TY_FUNC ? callee->type : ty_core(callee->type);
    struct type **targs = NULL;
    if (!sig || sig->kind != TY_FUNC) {
        if (!sig || !ck_is_invalid(sig))
            ck_err_at(c, fun, "invalid operation: cannot call non-function %s", ck_op(c, fun));
        return;
    }
    if (inst && !explicit_targs(c, call, inst, sig, &targs)) return;
    struct expr_list args = ck_expr_list(c, call->call.args, call->call.nargs, false);
    call->call.call_kind = CALL_FUNC;
    call->call.spread = args.at != call->call.args;
    if (ck_arguments(c, call, &sig, targs, inst ? inst->index.n : 0, args.at, args.n,
                     inst ? inst->index.indices : NULL))
        set_result(c, call, sig);
}

enum ck_use ck_call(struct checker *c, struct expr *call) {
    struct expr *fun = call->call.fun, *inst = NULL;
    call->call.spread = false;
    if (fun->kind == EX_INDEX) {
        ck_fail(c, fun);
        if (ck_index_expr(c, fun)) {
            inst = fun;
            func_call(c, call, inst);
            return CK_STATEMENT;
        }
    } else {
        ck_expr_or_type(c, fun, true);
    }
    switch (fun->mode) {
    case MODE_INVALID:
        ck_use_exprs(c, call->call.args, call->call.nargs);
        return CK_STATEMENT;
    case MODE_TYPE:
        ck_non_generic(c, fun);
        if (fun->mode != MODE_INVALID) conversion_call(c, call);
        return call->mode == MODE_INVALID ? CK_STATEMENT : CK_CONVERSION;
    case MODE_BUILTIN: return builtin_call(c, call);
    default:
        func_call(c, call, NULL);
        return CK_STATEMENT;
    }
}
