/* compiler/types/check_stmt.c - statements and function bodies (spec "Statements").
 *
 * Branch targets and labels are the business of labels.c, which walks a body after it was checked. */
#include "compiler/types/check.h"
#include "runtime/base/fatal.h"

static void stmt(struct checker *c, struct stmt *s);

static void stmt_list(struct checker *c, struct stmt **list, int n) {
    for (int i = 0; i < n; i++) stmt(c, list[i]);
}

static void block(struct checker *c, struct block *b) {
    ck_open_scope(c);
    stmt_list(c, b->stmts, b->n);
    ck_close_scope(c);
}

/* -- Function bodies ------------------------------------------------------------------------------------------- */

/* Checks fn's body in the environment env; the caller restores c->env. */
void ck_func_body(struct checker *c, struct func_lit *fn, struct ck_env env) {
    struct func_ctx ctx = {0};
    c->env = (struct ck_env){.decl = env.decl, .scope = fn->scope, .iota = env.iota, .sig = fn->sig, .fn = fn,
                             .locals = &ctx, .func_obj = env.func_obj};
    stmt_list(c, fn->body->stmts, fn->body->n);
    ck_labels(c, fn->body);
    if (fn->sig->func.nresults && !ck_terminates(c, fn->body)) ck_err(c, fn->body->end, "missing return");
    ck_unused_vars(c, &ctx);
    vec_free(&ctx.locals);
}

/* -- Simple statements -------------------------------------------------------------------------------------------- */

static void expr_stmt(struct checker *c, struct stmt *s) {
    enum ck_use use = ck_raw_expr(c, s->x, NULL, false);
    const char *msg = "is not used";
    if (s->x->mode == MODE_INVALID) return;
    if (s->x->mode == MODE_BUILTIN) msg = "must be called";
    else if (s->x->mode == MODE_TYPE) msg = "is not an expression";
    else if (use == CK_STATEMENT || (c->cfg->lone_expr && c->env.func_obj && s == c->env.fn->body->stmts[0] &&
                                     c->env.fn == c->env.func_obj->body)) return;
    ck_err_at(c, s->x, "%s %s", ck_op(c, s->x), msg);
}

static void send_stmt(struct checker *c, struct stmt *s) {
    struct expr *ch = s->send.ch, *v = s->send.value;
    ck_expr(c, ch);
    ck_expr(c, v);
    if (ch->mode == MODE_INVALID || v->mode == MODE_INVALID) return;
    struct type *u = ty_core(ch->type);
    const char *msg = !u ? "invalid operation: cannot send to %s: no core type"
                    : u->kind != TY_CHAN ? "invalid operation: cannot send to non-channel %s"
                    : u->chan.dir == CHAN_RECV ? "invalid operation: cannot send to receive-only channel %s" : NULL;
    if (msg) {
        ck_err(c, ck_start(ch), msg, ck_op(c, ch));
        return;
    }
    ck_assignment(c, v, u->chan.elem, "send", NULL);
}

static void incdec_stmt(struct checker *c, struct stmt *s) {
    struct expr *x = s->incdec.x;
    const char *op = s->incdec.dec ? "--" : "++";
    ck_expr(c, x);
    if (x->mode == MODE_INVALID) return;
    if (!ty_is_numeric(x->type)) {
        ck_err_at(c, x, "invalid operation: %s%s (non-numeric type %s)", ck_txt(c, x), op, ck_ty(c, x->type));
        return;
    }
    struct expr *one = ck_synth(c, x, x->type, MODE_VALUE);
    if (expr_unparen(x)->kind == EX_IDENT && expr_unparen(x)->ident.obj) expr_unparen(x)->ident.obj->assigned = true;
    ck_assign_checked(c, x, one);
}

static void op_assign_stmt(struct checker *c, struct stmt *s) {
    if (s->assign.nlhs != 1 || s->assign.nrhs != 1) {
        ck_err(c, s->pos2.line ? s->pos2 : s->pos, "assignment operation %s= requires single-valued expressions",
               op_text(s->assign.op));
        return;
    }
    struct expr *lhs = s->assign.lhs[0];
    struct expr *e = expr_new(c->arena, EX_BINARY, s->pos);
    e->pos2 = s->pos2;
    e->binary.op = s->assign.op;
    e->binary.x = lhs;
    e->binary.y = s->assign.rhs[0];
    ck_expr(c, lhs);
    ck_expr(c, e->binary.y);
    ck_binary_result(c, e, true);
    if (e->mode == MODE_INVALID) return;
    if (expr_unparen(lhs)->kind == EX_IDENT && expr_unparen(lhs)->ident.obj)
        expr_unparen(lhs)->ident.obj->assigned = true;
    ck_assign_checked(c, lhs, e);
}

static void assign_stmt(struct checker *c, struct stmt *s) {
    ck_assign_vars(c, s->assign.lhs, s->assign.nlhs, s->assign.rhs, s->assign.nrhs);
}

static void suspended_call(struct checker *c, struct stmt *s) {
    const char *keyword = s->kind == ST_GO ? "go" : "defer";
    struct expr *x = s->go.call;
    if (s->kind == ST_DEFER && c->env.fn) c->env.fn->has_defer = true;
    if (!x || x->kind == EX_BAD) return;
    enum ck_use use = ck_raw_expr(c, x, NULL, false);
    if (x->mode == MODE_INVALID || use == CK_STATEMENT) return;
    ck_err_at(c, x, "%s %s %s", keyword,
              use == CK_CONVERSION ? "requires function call, not conversion" : "discards result of", ck_op(c, x));
}

static void check_result_scope(struct checker *c, struct stmt *s, struct type *sig) {
    for (int i = 0; i < sig->func.nresults; i++) {
        struct object *o = sig->func.results[i], *alt = o->name ? ck_lookup(c, o->name) : NULL;
        if (!alt || alt == o) continue;
        ck_err(c, s->pos, "result parameter %s not in scope at return\n\t%s: inner declaration of %s", o->name,
               ck_pos_text(c, alt->pos), arena_printf(c->arena, "var %s %s", o->name, ck_ty(c, o->type)));
    }
}

static void return_stmt(struct checker *c, struct stmt *s) {
    struct type *sig = c->env.sig;
    if (s->ret.n == 0 && sig->func.nresults && sig->func.results[0]->name) {
        check_result_scope(c, s, sig);
    } else if (s->ret.n || sig->func.nresults) {
        if (sig->func.nresults == 0) {
            ck_use_exprs(c, s->ret.results, s->ret.n);
            struct expr_list r = {.at = s->ret.results, .n = s->ret.n};
            for (int i = 0; i < r.n; i++)
                if (r.at[i]->mode == MODE_INVALID) return;
            ck_err_at(c, s->ret.results[0], "too many return values\n\thave %s\n\twant ()",
                      ck_types_summary(c, r.at, r.n));
            return;
        }
        ck_init_vars(c, sig->func.results, sig->func.nresults, s->ret.results, s->ret.n, s);
    }
}

/* -- If, for --------------------------------------------------------------------------------------------------------- */

static void condition(struct checker *c, struct expr *x, const char *what) {
    ck_expr(c, x);
    if (x->mode == MODE_INVALID) return;
    if (!ty_is_boolean(x->type)) {
        ck_err_at(c, x, "non-boolean condition in %s statement", what);
        return;
    }
    ck_convert_untyped(c, x, ck_basic(c, TY_BOOL));
}

static void if_stmt(struct checker *c, struct stmt *s) {
    ck_open_scope(c);
    if (s->if_.init) stmt(c, s->if_.init);
    if (s->if_.cond) condition(c, s->if_.cond, "if");
    block(c, s->if_.then);
    if (s->if_.els) stmt(c, s->if_.els);
    ck_close_scope(c);
}

static void for_stmt(struct checker *c, struct stmt *s) {
    ck_open_scope(c);
    if (s->for_.init) stmt(c, s->for_.init);
    if (s->for_.cond) condition(c, s->for_.cond, "for");
    if (s->for_.post) stmt(c, s->for_.post);
    block(c, s->for_.body);
    ck_close_scope(c);
}

/* -- Range --------------------------------------------------------------------------------------------------------------- */

static void range_types(struct checker *c, struct type *u, struct type **key, struct type **value) {
    *key = *value = NULL;
    if (!u) return;
    u = ck_array_ptr_deref(u);
    switch (u->kind) {
    case TY_STRING: case TY_UNTYPED_STRING:
        *key = ck_basic(c, TY_INT);
        *value = c->u->rune_type;
        break;
    case TY_ARRAY:
        *key = ck_basic(c, TY_INT);
        *value = u->array.elem;
        break;
    case TY_SLICE:
        *key = ck_basic(c, TY_INT);
        *value = u->slice.elem;
        break;
    case TY_MAP:
        *key = u->map.key;
        *value = u->map.elem;
        break;
    case TY_CHAN:
        *key = u->chan.elem;
        *value = ck_invalid(c);
        break;
    default: break;
    }
}

static void range_operand(struct checker *c, struct stmt *s, struct type **key, struct type **value) {
    struct expr *x = s->range.x;
    *key = *value = NULL;
    ck_expr(c, x);
    if (x->mode == MODE_INVALID) return;
    char *cause = NULL;
    struct type *u = ty_core(x->type);
    if (u && u->kind == TY_CHAN) {
        if (s->range.value)
            ck_err_at(c, s->range.value, "range over %s permits only one iteration variable", ck_op(c, x));
        if (u->chan.dir == CHAN_SEND) cause = (char *)"receive from send-only channel";
    } else if (!u) {
        cause = arena_printf(c->arena, "%s has no core type", ck_ty(c, x->type));
    }
    range_types(c, u, key, value);
    if (!*key || cause) {
        if (ck_is_invalid(ck_under(x->type))) return;
        if (cause) ck_err_at(c, x, "cannot range over %s (%s)", ck_op(c, x), cause);
        else ck_err_at(c, x, "cannot range over %s", ck_op(c, x));
    }
    if (ty_is_untyped(x->type)) ck_convert_untyped(c, x, ty_default(c->u, x->type));
}

static struct object *range_var(struct checker *c, struct expr *lhs, struct type *t, int *fresh) {
    struct object *o;
    if (lhs->kind == EX_IDENT) {
        o = ck_new_local(c, lhs->pos, lhs->ident.name, NULL);
        o->state = OST_BLACK;
        lhs->ident.obj = o;
        if (!ck_is_blank(o->name)) ++*fresh;
    } else {
        ck_err_at(c, lhs, "cannot declare %s", ck_txt(c, lhs));
        o = obj_new(c->u, OBJ_VAR, lhs->pos, c->pkg, "_", NULL);
    }
    o->assigned = true;     /* each iteration writes it */
    if (t) {
        ck_init_var(c, o, ck_synth(c, lhs, t, MODE_VALUE), "range clause");
    } else {
        o->type = ck_invalid(c);
        o->used = true;
    }
    lhs->mode = MODE_VAR;
    lhs->type = o->type;
    return o;
}

static void range_stmt(struct checker *c, struct stmt *s) {
    struct type *key, *value;
    range_operand(c, s, &key, &value);
    ck_open_scope(c);
    if (s->range.define) {
        int fresh = 0;
        struct object *k = s->range.key ? range_var(c, s->range.key, key, &fresh) : NULL;
        struct object *v = s->range.value ? range_var(c, s->range.value, value, &fresh) : NULL;
        s->range.key_obj = k;
        s->range.value_obj = v;
        if (!fresh) ck_err(c, s->pos, "no new variables on left side of :=");
        if (k) ck_declare(c, c->env.scope, k);
        if (v) ck_declare(c, c->env.scope, v);
    } else {
        if (s->range.key && key) ck_assign_var(c, s->range.key, ck_synth(c, s->range.key, key, MODE_VALUE));
        if (s->range.value && value && !ck_is_invalid(value))
            ck_assign_var(c, s->range.value, ck_synth(c, s->range.value, value, MODE_VALUE));
    }
    block(c, s->range.body);
    ck_close_scope(c);
}

/* -- Switch ---------------------------------------------------------------------------------------------------------------- */

static void multiple_defaults(struct checker *c, struct clause *list, int n) {
    struct clause *first = NULL;
    for (int i = 0; i < n; i++) {
        if (!list[i].is_default) continue;
        if (first) ck_err(c, list[i].pos, "multiple defaults (first at %s)", ck_pos_text(c, first->pos));
        else first = &list[i];
    }
}

static void clause_body(struct checker *c, struct clause *cl) {
    for (int i = 0; i < cl->nbody; i++) {
        stmt(c, cl->body[i]);
        if (cl->body[i]->kind == ST_FALLTHROUGH) cl->has_fallthrough = true;
    }
}

/* Text equal for equal case values of identical type; NULL if duplicates are allowed. */
static char *case_text(struct checker *c, struct expr *v) {
    char *t = ty_canonical(c->arena, v->type);
    switch (v->cv->kind) {
    case CV_STRING: {
        char *hex = arena_alloc(c->arena, v->cv->s.n * 2 + 1);
        for (size_t i = 0; i < v->cv->s.n; i++) sprintf(hex + 2 * i, "%02x", (unsigned char)v->cv->s.at[i]);
        return arena_printf(c->arena, "s%s|%s", hex, t);
    }
    case CV_INT: case CV_RAT: case CV_FLOAT: {
        int64_t i;
        uint64_t u;
        struct constant *n = cv_to_int(c->u, v->cv);
        if (n->kind == CV_INT && cv_int64(n, &i)) return arena_printf(c->arena, "i%lld|%s", (long long)i, t);
        if (n->kind == CV_INT && cv_uint64(n, &u)) return arena_printf(c->arena, "i%llu|%s", (unsigned long long)u, t);
        return arena_printf(c->arena, "f%a|%s", cv_float64(v->cv), t);
    }
    default: return NULL;
    }
}

static void case_value(struct checker *c, struct expr *tag, struct expr *v, struct strmap *seen) {
    ck_expr(c, v);
    if (!tag || tag->mode == MODE_INVALID || v->mode == MODE_INVALID) return;
    ck_convert_untyped(c, v, tag->type);
    if (v->mode == MODE_INVALID) return;
    struct expr *res = ck_synth(c, v, v->type, (enum expr_mode)v->mode);
    res->cv = v->cv;
    ck_comparison(c, res, v, tag, OP_EQL, true);
    if (res->mode == MODE_INVALID || v->mode != MODE_CONST) return;
    char *text = case_text(c, v);
    if (!text) return;
    struct expr *prev = strmap_get(seen, text);
    if (prev)
        ck_err_at(c, v, "duplicate case %s in expression switch\n\t%s: previous case", ck_op(c, v),
                  ck_pos_text(c, ck_node_pos(prev)));
    else
        strmap_put(seen, text, v);
}

static struct expr *switch_tag(struct checker *c, struct stmt *s) {
    struct expr *x = s->switch_.tag;
    if (!x) {
        struct pos pos = s->switch_.n ? s->switch_.clauses[0].pos : s->switch_.end;
        x = expr_new(c->arena, EX_IDENT, pos);
        x->ident.name = "true";
        x->mode = MODE_CONST;
        x->type = ck_basic(c, TY_BOOL);
        x->cv = cv_bool(c->u, true);
        return x;
    }
    ck_expr(c, x);
    ck_assignment(c, x, NULL, "switch expression", NULL);
    if (x->mode != MODE_INVALID && !ty_comparable(x->type, NULL) && !ty_has_nil(x->type)) {
        ck_err_at(c, x, "cannot switch on %s (%s is not comparable)", ck_op(c, x), ck_ty(c, x->type));
        ck_fail(c, x);
    }
    return x;
}

static void switch_stmt(struct checker *c, struct stmt *s) {
    struct strmap seen = {0};
    ck_open_scope(c);
    if (s->switch_.init) stmt(c, s->switch_.init);
    struct expr *tag = switch_tag(c, s);
    multiple_defaults(c, s->switch_.clauses, s->switch_.n);
    for (int i = 0; i < s->switch_.n; i++) {
        struct clause *cl = &s->switch_.clauses[i];
        for (int k = 0; k < cl->nexprs; k++) case_value(c, tag, cl->exprs[k], &seen);
        ck_open_scope(c);
        clause_body(c, cl);
        ck_close_scope(c);
    }
    ck_close_scope(c);
    strmap_free(&seen);
}

/* -- Type switch --------------------------------------------------------------------------------------------------------------- */

static bool is_nil_ident(struct checker *c, struct expr *e) {
    e = expr_unparen(e);
    if (e->kind != EX_IDENT) return false;
    struct object *o = ck_lookup(c, e->ident.name);
    return o && o->kind == OBJ_NIL;
}

/* One type (or nil) of a case; *t is NULL for nil.  False if it is erroneous. */
static bool case_type(struct checker *c, struct expr *x, struct expr *e, struct strmap *seen, struct type **t) {
    *t = NULL;
    if (is_nil_ident(c, e)) {
        ck_expr(c, e);
    } else {
        *t = ck_var_type(c, e);
        if (ck_is_invalid(*t)) return false;
    }
    char *key = *t ? ty_canonical(c->arena, *t) : (char *)"nil|";
    struct expr *prev = strmap_get(seen, key);
    if (prev) {
        ck_err_at(c, e, "duplicate case %s in type switch\n\t%s: previous case", *t ? ck_ty(c, *t) : "nil",
                  ck_pos_text(c, ck_start(prev)));
        return true;
    }
    strmap_put(seen, key, e);
    if (x && *t) ck_type_assertion(c, e, x, *t, true);
    return true;
}

static struct expr *tswitch_operand(struct checker *c, struct stmt *s) {
    struct expr *x = s->tswitch.x;
    if (x->type->kind == TY_TYPEPARAM) {
        ck_err_at(c, x, "cannot use type switch on type parameter value %s", ck_op(c, x));
        return NULL;
    }
    if (ck_under(x->type)->kind != TY_INTERFACE) {
        ck_err_at(c, x, "%s is not an interface", ck_op(c, x));
        return NULL;
    }
    return x;
}

static bool tswitch_clause(struct checker *c, struct stmt *s, struct clause *cl, struct expr *sx, const char *var,
                           struct strmap *seen) {
    struct type *t = NULL;
    bool ok = true;
    for (int k = 0; k < cl->nexprs; k++) ok = case_type(c, sx, cl->exprs[k], seen, &t) && ok;
    ck_open_scope(c);
    if (var) {
        if (cl->nexprs != 1 || !t) t = s->tswitch.x->type;
        struct object *o = obj_new(c->u, OBJ_VAR, s->tswitch.var_pos, c->pkg, var, ok ? t : ck_invalid(c));
        o->func = c->env.fn;
        o->state = OST_BLACK;
        cl->implicit = o;
        ck_declare(c, c->env.scope, o);
    }
    clause_body(c, cl);
    ck_close_scope(c);
    return cl->implicit && cl->implicit->used;
}

static void type_switch_stmt(struct checker *c, struct stmt *s) {
    struct strmap seen = {0};
    const char *var = s->tswitch.var;
    ck_open_scope(c);
    if (s->tswitch.init) stmt(c, s->tswitch.init);
    if (var && ck_is_blank(var)) {
        ck_err(c, s->tswitch.var_pos, "no new variable on left side of :=");
        var = NULL;
    }
    ck_expr(c, s->tswitch.x);
    if (s->tswitch.x->mode != MODE_INVALID) {
        struct expr *sx = tswitch_operand(c, s);
        bool used = false;
        multiple_defaults(c, s->tswitch.clauses, s->tswitch.n);
        for (int i = 0; i < s->tswitch.n; i++)
            used = tswitch_clause(c, s, &s->tswitch.clauses[i], sx, var, &seen) || used;
        if (var && !used && !c->cfg->repl) ck_err(c, s->tswitch.var_pos, "%s declared but not used", var);
    }
    ck_close_scope(c);
    strmap_free(&seen);
}

/* -- Select ---------------------------------------------------------------------------------------------------------------------- */

static bool is_receive(struct expr *x) {
    x = expr_unparen(x);
    return x->kind == EX_UNARY && x->unary.op == OP_RECV;
}

static bool valid_comm(struct stmt *s) {
    if (!s || s->kind == ST_SEND) return true;
    if (s->kind == ST_EXPR) return is_receive(s->x);
    return (s->kind == ST_ASSIGN || s->kind == ST_DEFINE) && s->assign.nrhs == 1 && is_receive(s->assign.rhs[0]);
}

static void select_stmt(struct checker *c, struct stmt *s) {
    multiple_defaults(c, s->select.clauses, s->select.n);
    for (int i = 0; i < s->select.n; i++) {
        struct clause *cl = &s->select.clauses[i];
        if (!valid_comm(cl->comm)) {
            struct pos pos = cl->comm->kind == ST_EXPR ? ck_start(cl->comm->x) : cl->comm->pos;
            ck_err(c, pos, "select case must be send or receive (possibly with assignment)");
            continue;
        }
        ck_open_scope(c);
        if (cl->comm) stmt(c, cl->comm);
        clause_body(c, cl);
        ck_close_scope(c);
    }
}

/* -- Dispatch ---------------------------------------------------------------------------------------------------------------------- */

static void block_stmt(struct checker *c, struct stmt *s) { block(c, s->block); }
static void labeled_stmt(struct checker *c, struct stmt *s) {
    if (s->labeled.stmt) stmt(c, s->labeled.stmt);
}

static void (*const checkers[ST_KIND_COUNT])(struct checker *, struct stmt *) = {
    [ST_EXPR] = expr_stmt, [ST_SEND] = send_stmt, [ST_INCDEC] = incdec_stmt, [ST_ASSIGN] = assign_stmt,
    [ST_DEFINE] = ck_short_var_decl, [ST_OPASSIGN] = op_assign_stmt, [ST_GO] = suspended_call,
    [ST_DEFER] = suspended_call, [ST_RETURN] = return_stmt, [ST_BLOCK] = block_stmt, [ST_IF] = if_stmt,
    [ST_SWITCH] = switch_stmt, [ST_TYPE_SWITCH] = type_switch_stmt, [ST_SELECT] = select_stmt, [ST_FOR] = for_stmt,
    [ST_RANGE] = range_stmt, [ST_LABELED] = labeled_stmt, [ST_DECL] = ck_decl_stmt,
};

static void stmt(struct checker *c, struct stmt *s) {
    size_t top = c->later.n;
    if (checkers[s->kind]) checkers[s->kind](c, s);
    if (c->later.n > top) ck_run_later(c, top);
}
