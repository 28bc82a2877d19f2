/* compiler/types/check_builtin.c - calls of predeclared functions and of unsafe's (spec "Built-in functions"). */
#include "compiler/types/check.h"
#include "runtime/base/fatal.h"

struct builtin { const char *name; int nargs; bool variadic; enum ck_use use; };

static const struct builtin builtins[BI_COUNT] = {
    [BI_APPEND] = {"append", 1, true, CK_EXPRESSION},   [BI_CAP] = {"cap", 1, false, CK_EXPRESSION},
    [BI_CLOSE] = {"close", 1, false, CK_STATEMENT},     [BI_COMPLEX] = {"complex", 2, false, CK_EXPRESSION},
    [BI_COPY] = {"copy", 2, false, CK_STATEMENT},       [BI_DELETE] = {"delete", 2, false, CK_STATEMENT},
    [BI_IMAG] = {"imag", 1, false, CK_EXPRESSION},      [BI_LEN] = {"len", 1, false, CK_EXPRESSION},
    [BI_MAKE] = {"make", 1, true, CK_EXPRESSION},       [BI_NEW] = {"new", 1, false, CK_EXPRESSION},
    [BI_PANIC] = {"panic", 1, false, CK_STATEMENT},     [BI_PRINT] = {"print", 0, true, CK_STATEMENT},
    [BI_PRINTLN] = {"println", 0, true, CK_STATEMENT},  [BI_REAL] = {"real", 1, false, CK_EXPRESSION},
    [BI_RECOVER] = {"recover", 0, false, CK_STATEMENT}, [BI_UNSAFE_ADD] = {"Add", 2, false, CK_EXPRESSION},
    [BI_UNSAFE_ALIGNOF] = {"Alignof", 1, false, CK_EXPRESSION},
    [BI_UNSAFE_OFFSETOF] = {"Offsetof", 1, false, CK_EXPRESSION},
    [BI_UNSAFE_SIZEOF] = {"Sizeof", 1, false, CK_EXPRESSION},
    [BI_UNSAFE_SLICE] = {"Slice", 2, false, CK_EXPRESSION},
};

enum ck_use ck_builtin_use(int id) { return builtins[id].use; }
const char *ck_builtin_name(int id) { return builtins[id].name; }

/* A call being checked: its evaluated arguments. */
struct bcall { struct expr *call; int id; struct expr **args; int n; };

static bool result(struct bcall *b, enum expr_mode mode, struct type *t) {
    b->call->mode = (uint8_t)mode;
    b->call->type = t;
    return true;
}

static bool result_const(struct bcall *b, struct constant *v, struct type *t) {
    b->call->cv = v;
    return result(b, MODE_CONST, t);
}

static bool no_value(struct checker *c, struct bcall *b) { return result(b, MODE_NOVALUE, ty_tuple(c->u, NULL, 0)); }

/* -- append, copy, delete, close ------------------------------------------------------------------------------- */

static bool append_error(struct checker *c, struct expr *x) {
    struct type *core = ty_core(x->type);
    char *cause = x->mode == MODE_NIL ? (char *)"have untyped nil"
                : x->type->kind != TY_TYPEPARAM ? arena_printf(c->arena, "have %s", ck_op(c, x))
                : core ? arena_printf(c->arena, "%s has core type %s", ck_op(c, x), ck_ty(c, core))
                       : arena_printf(c->arena, "%s has no core type", ck_op(c, x));
    if (!ck_is_invalid(ck_under(x->type)))
        ck_err_at(c, x, "first argument to append must be a slice; %s", cause);
    return false;
}

static bool bi_append(struct checker *c, struct bcall *b) {
    struct expr *x = b->args[0];
    struct type *s = x->type, *core = x->mode == MODE_NIL ? NULL : ty_core(s);
    if (!core || core->kind != TY_SLICE) return append_error(c, x);
    if (b->n == 2 && b->call->call.has_dots && ty_assignable(c->u, x, ty_slice(c->u, c->u->byte_type), NULL)) {
        struct expr *y = b->args[1];
        if (y->mode == MODE_INVALID) return false;
        struct type *t = ty_core_string(c->u, y->type);
        if (t && ty_is_string(t)) {
            if (ty_is_untyped(y->type)) ck_convert_untyped(c, y, ck_basic(c, TY_STRING));
            return result(b, MODE_VALUE, s);
        }
    }
    /* check as a call of func(S, ...T) S */
    struct type *sig = ty_new(c->u, TY_FUNC);
    sig->func.params = arena_array(c->arena, struct object *, 2);
    sig->func.params[0] = obj_new(c->u, OBJ_VAR, (struct pos){0}, NULL, NULL, s);
    sig->func.params[1] = obj_new(c->u, OBJ_VAR, (struct pos){0}, NULL, NULL, ty_slice(c->u, core->slice.elem));
    sig->func.nparams = 2;
    sig->func.variadic = true;
    ck_arguments(c, b->call, &sig, NULL, 0, b->args, b->n, NULL);
    return result(b, MODE_VALUE, s);
}

static bool bi_copy(struct checker *c, struct bcall *b) {
    struct expr *x = b->args[0], *y = b->args[1];
    if (y->mode == MODE_INVALID) return false;
    struct type *dst = ty_core(x->type), *src = ty_core_string(c->u, y->type);
    if (src && ty_is_string(src)) src = ty_slice(c->u, c->u->byte_type);
    if (!dst || dst->kind != TY_SLICE || !src || src->kind != TY_SLICE) {
        ck_err_at(c, x, "invalid argument: copy expects slice arguments; found %s and %s", ck_op(c, x), ck_op(c, y));
        return false;
    }
    if (!ty_identical(dst->slice.elem, src->slice.elem)) {
        ck_err_at(c, x, "invalid argument: arguments to copy %s and %s have different element types %s and %s",
                  ck_op(c, x), ck_op(c, y), ck_ty(c, dst->slice.elem), ck_ty(c, src->slice.elem));
        return false;
    }
    if (ty_is_untyped(y->type)) ck_convert_untyped(c, y, ck_basic(c, TY_STRING));
    return result(b, MODE_VALUE, ck_basic(c, TY_INT));
}

struct map_key { struct expr *x; struct type *key; };

static bool delete_term(struct checker *c, struct type *u, void *ctx) {
    struct map_key *k = ctx;
    if (!u || u->kind != TY_MAP) {
        ck_err_at(c, k->x, "invalid argument: %s is not a map", ck_op(c, k->x));
        return false;
    }
    if (k->key && !ty_identical(u->map.key, k->key)) {
        ck_err_at(c, k->x, "invalid argument: maps of %s must have identical key types", ck_op(c, k->x));
        return false;
    }
    k->key = u->map.key;
    return true;
}

static bool bi_delete(struct checker *c, struct bcall *b) {
    struct map_key k = {.x = b->args[0]};
    if (!ck_under_is(c, k.x->type, delete_term, &k)) return false;
    struct expr *y = b->args[1];
    if (y->mode == MODE_INVALID) return false;
    ck_assignment(c, y, k.key, "argument to delete", NULL);
    return y->mode != MODE_INVALID && no_value(c, b);
}

static bool close_term(struct checker *c, struct type *u, void *ctx) {
    struct expr *x = ctx;
    if (!u || u->kind != TY_CHAN) {
        ck_err_at(c, x, "invalid operation: cannot close non-channel %s", ck_op(c, x));
        return false;
    }
    if (u->chan.dir == CHAN_RECV) {
        ck_err_at(c, x, "invalid operation: cannot close receive-only channel %s", ck_op(c, x));
        return false;
    }
    return true;
}

static bool bi_close(struct checker *c, struct bcall *b) {
    return ck_under_is(c, b->args[0]->type, close_term, b->args[0]) && no_value(c, b);
}

/* -- len, cap ------------------------------------------------------------------------------------------------------ */

static bool has_len(struct type *u, int id) {
    u = ck_array_ptr_deref(u);
    switch (u->kind) {
    case TY_STRING: case TY_UNTYPED_STRING: case TY_MAP: return id == BI_LEN;
    case TY_ARRAY: case TY_SLICE: case TY_CHAN: return true;
    default: return false;
    }
}

static bool len_term(struct checker *c, struct type *u, void *ctx) {
    (void)c;
    return u && has_len(u, *(int *)ctx);
}

static bool bi_len(struct checker *c, struct bcall *b) {
    struct expr *x = b->args[0];
    struct type *in = ck_basic(c, TY_INT);
    if (x->type->kind == TY_TYPEPARAM) {
        if (ck_under_is(c, x->type, len_term, &b->id)) return result(b, MODE_VALUE, in);
    } else if (has_len(ck_under(x->type), b->id)) {
        struct type *u = ck_array_ptr_deref(ck_under(x->type));
        if (x->mode == MODE_CONST && x->cv->kind == CV_STRING) {
            if (ty_is_untyped(x->type)) ck_convert_untyped(c, x, ck_basic(c, TY_STRING));
            return result_const(b, cv_int(c->u, (int64_t)x->cv->s.n), in);
        }
        if (u->kind == TY_ARRAY && !c->env.has_call_or_recv)
            return result_const(b, cv_int(c->u, u->array.len < 0 ? 0 : u->array.len), in);
        return result(b, MODE_VALUE, in);
    }
    if (!ck_is_invalid(ck_under(x->type)))
        ck_err_at(c, x, "invalid argument: %s for %s", ck_op(c, x), builtins[b->id].name);
    return false;
}

/* -- Complex numbers --------------------------------------------------------------------------------------------------- */

static void to_untyped_float(struct checker *c, struct expr *x) {
    if (ty_is_numeric(x->type) && cv_sign(cv_imag(c->u, x->cv)) == 0) x->type = ck_basic(c, TY_UNTYPED_FLOAT);
}

static void match_complex_args(struct checker *c, struct expr *x, struct expr *y) {
    bool ux = ty_is_untyped(x->type), uy = ty_is_untyped(y->type);
    if (ux && !uy) {
        ck_convert_untyped(c, x, y->type);
    } else if (uy && !ux) {
        ck_convert_untyped(c, y, x->type);
    } else if (ux && uy) {
        if (x->mode == MODE_CONST && y->mode == MODE_CONST) {
            to_untyped_float(c, x);
            to_untyped_float(c, y);
        } else {
            ck_convert_untyped(c, x, ck_basic(c, TY_FLOAT64));
            ck_convert_untyped(c, y, ck_basic(c, TY_FLOAT64));
        }
    }
}

static struct type *complex_of(struct checker *c, struct type *t) {
    switch (ck_under(t)->kind) {
    case TY_FLOAT32: return ck_basic(c, TY_COMPLEX64);
    case TY_FLOAT64: return ck_basic(c, TY_COMPLEX128);
    case TY_UNTYPED_FLOAT: return ck_basic(c, TY_UNTYPED_COMPLEX);
    default: return NULL;
    }
}

static struct type *part_of(struct checker *c, struct type *t) {
    switch (ck_under(t)->kind) {
    case TY_COMPLEX64: return ck_basic(c, TY_FLOAT32);
    case TY_COMPLEX128: return ck_basic(c, TY_FLOAT64);
    case TY_UNTYPED_COMPLEX: return ck_basic(c, TY_UNTYPED_FLOAT);
    default: return NULL;
    }
}

static bool no_tparam_argument(struct checker *c, struct expr *x, int id) {
    if (x->type->kind != TY_TYPEPARAM) return true;
    ck_err_at(c, x, "%s not supported as argument to %s for go1.18 (see issue #50937)", ck_op(c, x),
              builtins[id].name);
    return false;
}

static bool bi_complex(struct checker *c, struct bcall *b) {
    struct expr *x = b->args[0], *y = b->args[1];
    if (y->mode == MODE_INVALID) return false;
    match_complex_args(c, x, y);
    if (x->mode == MODE_INVALID || y->mode == MODE_INVALID) return false;
    if (!ty_identical(x->type, y->type)) {
        ck_err_at(c, x, "invalid operation: %s (mismatched types %s and %s)", ck_txt(c, b->call), ck_ty(c, x->type),
                  ck_ty(c, y->type));
        return false;
    }
    if (!no_tparam_argument(c, x, b->id)) return false;
    struct type *t = complex_of(c, x->type);
    if (!t) {
        ck_err_at(c, x, "invalid argument: arguments have type %s, expected floating-point", ck_ty(c, x->type));
        return false;
    }
    if (x->mode == MODE_CONST && y->mode == MODE_CONST)
        return result_const(b, cv_make_complex(c->u, cv_to_float(c->u, x->cv), cv_to_float(c->u, y->cv)), t);
    return result(b, MODE_VALUE, t);
}

static bool bi_part(struct checker *c, struct bcall *b) {
    struct expr *x = b->args[0];
    if (ty_is_untyped(x->type)) {
        if (x->mode != MODE_CONST) ck_convert_untyped(c, x, ck_basic(c, TY_COMPLEX128));
        else if (ty_is_numeric(x->type)) x->type = ck_basic(c, TY_UNTYPED_COMPLEX);
        if (x->mode == MODE_INVALID) return false;
    }
    if (!no_tparam_argument(c, x, b->id)) return false;
    struct type *t = part_of(c, x->type);
    if (!t) {
        ck_err_at(c, x, "invalid argument: argument has type %s, expected complex type", ck_ty(c, x->type));
        return false;
    }
    if (x->mode != MODE_CONST) return result(b, MODE_VALUE, t);
    return result_const(b, b->id == BI_REAL ? cv_real(c->u, x->cv) : cv_imag(c->u, x->cv), t);
}

/* -- make, new ------------------------------------------------------------------------------------------------------------- */

static bool bi_make(struct checker *c, struct bcall *b) {
    struct expr *call = b->call, *a = call->call.args[0];
    struct type *t = ck_var_type(c, a);
    if (ck_is_invalid(t)) return false;
    struct type *core = ty_core(t);
    if (!core) {
        ck_err_at(c, a, "invalid argument: cannot make %s: no core type", ck_txt(c, a));
        return false;
    }
    int min = core->kind == TY_SLICE ? 2 : core->kind == TY_MAP || core->kind == TY_CHAN ? 1 : 0;
    if (min == 0) {
        if (!ck_is_invalid(core))
            ck_err_at(c, a, "invalid argument: cannot make %s; type must be slice, map, or channel", ck_txt(c, a));
        return false;
    }
    int n = call->call.nargs;
    if (n < min || n > min + 1) {
        ck_err_at(c, call, "invalid operation: %s expects %d or %d arguments; found %d", ck_txt(c, call), min, min + 1,
                  n);
        return false;
    }
    int64_t size[2] = {-1, -1};
    for (int i = 1; i < n; i++) ck_index(c, call->call.args[i], -1, &size[i - 1]);
    if (n == 3 && size[0] >= 0 && size[1] >= 0 && size[0] > size[1])
        ck_err_at(c, call->call.args[1], "invalid argument: length and capacity swapped");
    return result(b, MODE_VALUE, t);
}

static bool bi_new(struct checker *c, struct bcall *b) {
    struct type *t = ck_var_type(c, b->call->call.args[0]);
    return !ck_is_invalid(t) && result(b, MODE_VALUE, ty_pointer(c->u, t));
}

/* -- panic, print, recover ---------------------------------------------------------------------------------------------------- */

static bool bi_panic(struct checker *c, struct bcall *b) {
    ptrmap_put(&c->panics, b->call, b->call);
    ck_assignment(c, b->args[0], c->empty_iface, "argument to panic", NULL);
    return b->args[0]->mode != MODE_INVALID && no_value(c, b);
}

static bool bi_print(struct checker *c, struct bcall *b) {
    const char *context = b->id == BI_PRINT ? "argument to print" : "argument to println";
    for (int i = 0; i < b->n; i++) {
        ck_assignment(c, b->args[i], NULL, context, NULL);
        if (b->args[i]->mode == MODE_INVALID) return false;
    }
    return no_value(c, b);
}

static bool bi_recover(struct checker *c, struct bcall *b) {
    if (c->env.fn) c->env.fn->has_recover = true;
    return result(b, MODE_VALUE, c->empty_iface);
}

/* -- unsafe ---------------------------------------------------------------------------------------------------------------------- */

struct on_path { struct type *t; struct on_path *outer; };

/* Does the size of t depend on a type parameter?  recursive is set for (invalid) types that contain themselves. */
static bool has_var_size(struct type *t, struct on_path *path, bool *recursive) {
    struct on_path here = {t, path};
    if (t->kind == TY_TYPEPARAM) return true;
    if (t->kind == TY_NAMED) {
        for (struct on_path *p = path; p; p = p->outer)
            if (p->t == t) {
                *recursive = true;
                return false;
            }
        path = &here;
    }
    struct type *u = ck_under(t);
    if (ck_is_invalid(u)) *recursive = true;
    if (u->kind == TY_ARRAY) return has_var_size(u->array.elem, path, recursive);
    if (u->kind != TY_STRUCT) return false;
    for (int i = 0; i < u->strct.n; i++)
        if (has_var_size(u->strct.fields[i].type, path, recursive)) return true;
    return false;
}

static bool sized(struct checker *c, struct bcall *b, struct type *t, int64_t (*measure)(struct type *)) {
    bool recursive = false;
    struct type *uintptr = ck_basic(c, TY_UINTPTR);
    if (has_var_size(t, NULL, &recursive)) return result(b, MODE_VALUE, uintptr);
    return result_const(b, cv_int(c->u, recursive ? 0 : measure(t)), uintptr);
}

static bool bi_sizeof(struct checker *c, struct bcall *b) {
    struct expr *x = b->args[0];
    ck_assignment(c, x, NULL, b->id == BI_UNSAFE_SIZEOF ? "argument to unsafe.Sizeof" : "argument to unsafe.Alignof",
                  NULL);
    return x->mode != MODE_INVALID && sized(c, b, x->type, b->id == BI_UNSAFE_SIZEOF ? ty_size : ty_align);
}

static int64_t offset_of(struct type *t, const struct lookup *l) {
    int64_t off = 0;
    for (int i = 0; i < l->npath; i++) {
        struct type *s = ck_under(t);
        ty_layout(s);
        off += s->strct.fields[l->path[i]].offset;
        t = s->strct.fields[l->path[i]].type;
    }
    return off;
}

static bool bi_offsetof(struct checker *c, struct bcall *b) {
    struct expr *arg = b->call->call.args[0], *s = expr_unparen(arg);
    if (s->kind != EX_SELECTOR) {
        ck_err_at(c, arg, "invalid argument: %s is not a selector expression", ck_txt(c, arg));
        ck_use_exprs(c, &arg, 1);
        return false;
    }
    struct expr *x = s->sel.x;
    ck_expr(c, x);
    if (x->mode == MODE_INVALID) return false;
    struct type *base = x->type, *u = ck_under(base);
    if (u->kind == TY_POINTER && ck_under(u->pointer.elem)->kind == TY_STRUCT) base = u->pointer.elem;
    struct lookup l = ty_lookup(c->u, base, false, c->pkg, s->sel.sel);
    if (!l.obj && !l.ptr_needed) {
        ck_err_at(c, x, "invalid argument: %s has no single field %s", ck_ty(c, base), s->sel.sel);
        return false;
    }
    if (!l.obj || l.obj->kind == OBJ_FUNC) {
        ck_err_at(c, arg, "invalid argument: %s is a method value", ck_txt(c, arg));
        return false;
    }
    if (l.indirect) {
        ck_err_at(c, x, "invalid argument: field %s is embedded via a pointer in %s", s->sel.sel, ck_ty(c, base));
        return false;
    }
    s->sel.sel_kind = SEL_FIELD;
    s->sel.obj = l.obj;
    s->sel.path = l.path;
    s->sel.npath = l.npath;
    for (struct expr *p = arg;; p = p->paren.x) {
        p->mode = x->mode == MODE_VAR ? MODE_VAR : MODE_VALUE;
        p->type = l.type;
        if (p == s) break;
    }
    bool recursive = false;
    if (has_var_size(base, NULL, &recursive)) return result(b, MODE_VALUE, ck_basic(c, TY_UINTPTR));
    return result_const(b, cv_int(c->u, recursive ? 0 : offset_of(base, &l)), ck_basic(c, TY_UINTPTR));
}

static bool bi_unsafe_add(struct checker *c, struct bcall *b) {
    if (!ck_lang(c, 17)) {
        ck_version_err(c, ck_start(b->call->call.fun), "go1.17", "unsafe.Add");
        return false;
    }
    ck_assignment(c, b->args[0], ck_basic(c, TY_UNSAFE_POINTER), "argument to unsafe.Add", NULL);
    return b->args[0]->mode != MODE_INVALID && ck_valid_index(c, b->args[1], "length", true)
           && result(b, MODE_VALUE, ck_basic(c, TY_UNSAFE_POINTER));
}

static bool bi_unsafe_slice(struct checker *c, struct bcall *b) {
    if (!ck_lang(c, 17)) {
        ck_version_err(c, ck_start(b->call->call.fun), "go1.17", "unsafe.Slice");
        return false;
    }
    struct type *p = ck_under(b->args[0]->type);
    if (p->kind != TY_POINTER) {
        ck_err_at(c, b->args[0], "invalid argument: %s is not a pointer", ck_op(c, b->args[0]));
        return false;
    }
    return ck_valid_index(c, b->args[1], "length", false)
           && result(b, MODE_VALUE, ty_slice(c->u, p->pointer.elem));
}

/* -- Dispatch -------------------------------------------------------------------------------------------------------------------- */

static bool (*const checkers[BI_COUNT])(struct checker *, struct bcall *) = {
    [BI_APPEND] = bi_append, [BI_CAP] = bi_len, [BI_CLOSE] = bi_close, [BI_COMPLEX] = bi_complex,
    [BI_COPY] = bi_copy, [BI_DELETE] = bi_delete, [BI_IMAG] = bi_part, [BI_LEN] = bi_len, [BI_MAKE] = bi_make,
    [BI_NEW] = bi_new, [BI_PANIC] = bi_panic, [BI_PRINT] = bi_print, [BI_PRINTLN] = bi_print, [BI_REAL] = bi_part,
    [BI_RECOVER] = bi_recover, [BI_UNSAFE_ADD] = bi_unsafe_add, [BI_UNSAFE_ALIGNOF] = bi_sizeof,
    [BI_UNSAFE_OFFSETOF] = bi_offsetof, [BI_UNSAFE_SIZEOF] = bi_sizeof, [BI_UNSAFE_SLICE] = bi_unsafe_slice,
};

static bool takes_type(int id) { return id == BI_MAKE || id == BI_NEW || id == BI_UNSAFE_OFFSETOF; }

static bool check_count(struct checker *c, struct expr *call, int id, int n) {
    const struct builtin *b = &builtins[id];
    const char *what = n < b->nargs ? "not enough" : !b->variadic && n > b->nargs ? "too many" : NULL;
    if (!what) return true;
    ck_err_at(c, call, "invalid operation: %s arguments for %s (expected %d, found %d)", what, ck_txt(c, call),
              b->nargs, n);
    return false;
}

/* A call of builtin id, resolved; the result goes to call.  False after an error. */
bool ck_builtin(struct checker *c, struct expr *call, int id) {
    struct bcall b = {.call = call, .id = id, .n = call->call.nargs};
    if (!checkers[id]) {
        ck_err_at(c, call, "undefined: %s", ck_txt(c, call->call.fun));
        return false;
    }
    if (call->call.has_dots && id != BI_APPEND) {
        ck_err_at(c, call, "invalid operation: invalid use of ... with built-in %s", builtins[id].name);
        ck_use_exprs(c, call->call.args, call->call.nargs);
        return false;
    }
    bool saved = c->env.has_call_or_recv, counts_calls = id == BI_LEN || id == BI_CAP;
    if (counts_calls) c->env.has_call_or_recv = false;
    if (!takes_type(id)) {
        struct expr_list l = ck_expr_list(c, call->call.args, call->call.nargs, false);
        b.args = l.at;
        b.n = l.n;
        call->call.spread = l.at != call->call.args;
        if (b.n && b.args[0]->mode == MODE_INVALID) {
            if (counts_calls) c->env.has_call_or_recv = saved;
            return false;
        }
    }
    bool ok = check_count(c, call, id, b.n) && checkers[id](c, &b);
    if (counts_calls) c->env.has_call_or_recv = saved;
    return ok;
}
