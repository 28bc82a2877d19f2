/* compiler/types/check_lit.c - composite literals (spec "Composite literals"). */
#include "compiler/types/check.h"
#include "runtime/base/strbuf.h"

/* -- Structs ---------------------------------------------------------------------------------------------- */

static int field_index(struct checker *c, struct type *s, const char *name) {
    for (int i = 0; i < s->strct.n; i++) {
        struct type_field *f = &s->strct.fields[i];
        if (strcmp(f->name, name) == 0 && (name_is_exported(name) || pkg_same_names(f->pkg, c->pkg)) && !ck_is_blank(name)) return i;
    }
    return -1;
}

static void keyed_field(struct checker *c, struct expr *kv, struct type *base, struct type *s, bool *visited) {
    if (kv->kind != EX_KEY_VALUE) {
        ck_err_at(c, kv, "mixture of field:value and value elements in struct literal");
        return;
    }
    struct expr *key = kv->kv.key, *x = kv->kv.value;
    int i = key->kind == EX_IDENT ? field_index(c, s, key->ident.name) : -1;
    ck_expr(c, x);
    if (key->kind != EX_IDENT) {
        ck_err_at(c, kv, "invalid field name %s in struct literal", ck_txt(c, key));
        return;
    }
    if (i < 0) {
        ck_err_at(c, key, "unknown field '%s' in struct literal of type %s", key->ident.name, ck_ty(c, base));
        return;
    }
    struct type_field *f = &s->strct.fields[i];
    key->ident.obj = f->obj;
    key->type = f->type;
    ck_assignment(c, x, f->type, "struct literal", NULL);
    if (visited[i]) ck_err_at(c, kv, "duplicate field name %s in struct literal", key->ident.name);
    visited[i] = true;
}

static void positional_fields(struct checker *c, struct expr *e, struct type *t, struct type *base, struct type *s) {
    for (int i = 0; i < e->comp.nelems; i++) {
        struct expr *x = e->comp.elems[i];
        if (x->kind == EX_KEY_VALUE) {
            ck_err_at(c, x, "mixture of field:value and value elements in struct literal");
            continue;
        }
        ck_expr(c, x);
        if (i >= s->strct.n) {
            ck_err_at(c, x, "too many values in %s{…}", ck_ty(c, base));
            break;
        }
        struct type_field *f = &s->strct.fields[i];
        if (!name_is_exported(f->name) && !pkg_same_names(f->pkg, c->pkg)) {
            ck_err_at(c, x, "implicit assignment to unexported field %s in %s literal", f->name, ck_ty(c, t));
            continue;
        }
        ck_assignment(c, x, f->type, "struct literal", NULL);
    }
    if (e->comp.nelems < s->strct.n) {
        struct pos end = e->end;
        if (end.col > 1) end.col--;
        ck_err(c, end, "too few values in %s{…}", ck_ty(c, base));
    }
}

static void struct_lit(struct checker *c, struct expr *e, struct type *t, struct type *base, struct type *s) {
    if (e->comp.nelems == 0) return;
    if (e->comp.elems[0]->kind != EX_KEY_VALUE) {
        positional_fields(c, e, t, base, s);
        return;
    }
    bool *visited = arena_array(c->arena, bool, s->strct.n + 1);
    for (int i = 0; i < e->comp.nelems; i++) keyed_field(c, e->comp.elems[i], base, s, visited);
}

/* -- Arrays and slices ---------------------------------------------------------------------------------------- */

/* Indices met so far: a bitmap while they are dense, else a map keyed by index. */
struct index_set { struct ptrmap at; int64_t dense; };

static bool index_seen(struct index_set *s, int64_t i) {
    if (i == s->dense) {
        s->dense++;
        return ptrmap_find(&s->at, (void *)(intptr_t)(i + 1)) != NULL;
    }
    if (i < s->dense && s->at.n == 0) return true;
    if (ptrmap_find(&s->at, (void *)(intptr_t)(i + 1))) return true;
    if (i < s->dense) return true;
    ptrmap_put(&s->at, (void *)(intptr_t)(i + 1), NULL);
    return false;
}

static bool element_index(struct checker *c, struct expr *e, int64_t len, int64_t *index) {
    int64_t i;
    if (e->kind == EX_KEY_VALUE) {
        struct type *t = ck_index(c, e->kv.key, len, &i);
        if (ck_is_invalid(t)) return false;
        if (i < 0) {
            ck_err_at(c, e, "index %s must be integer constant", ck_txt(c, e->kv.key));
            return false;
        }
        *index = i;
        return true;
    }
    if (len >= 0 && *index >= len) {
        ck_err_at(c, e, "index %lld is out of bounds (>= %lld)", (long long)*index, (long long)len);
        return false;
    }
    return true;
}

/* Checks the elements of an array or slice literal; the result is its length. */
static int64_t indexed_elems(struct checker *c, struct expr *e, struct type *elem, int64_t len) {
    struct index_set seen = {0};
    int64_t index = 0, max = 0;
    for (int i = 0; i < e->comp.nelems; i++) {
        struct expr *x = e->comp.elems[i];
        if (element_index(c, x, len, &index) && index_seen(&seen, index))
            ck_err_at(c, x, "duplicate index %lld in array or slice literal", (long long)index);
        if (++index > max) max = index;
        if (x->kind == EX_KEY_VALUE) x = x->kv.value;
        ck_expr_hint(c, x, elem);
        ck_assignment(c, x, elem, "array or slice literal", NULL);
    }
    ptrmap_free(&seen.at);
    return max;
}

/* -- Maps ---------------------------------------------------------------------------------------------------------- */

/* Text that is equal for equal constant keys (of identical types if the key type is an interface). */
static char *key_text(struct checker *c, struct expr *x, bool iface) {
    struct constant *v = x->cv;
    struct strbuf b = {0};
    if (iface) strbuf_printf(&b, "%s|", ty_canonical(c->arena, x->type));
    if (v->kind == CV_STRING) {
        strbuf_puts(&b, "s");
        for (size_t i = 0; i < v->s.n; i++) strbuf_printf(&b, "%02x", (unsigned char)v->s.at[i]);
    } else if (v->kind == CV_BOOL) {
        strbuf_puts(&b, v->b ? "true" : "false");
    } else if (cv_to_int(c->u, v)->kind == CV_INT) {
        char *digits = mpz_get_str(NULL, 16, cv_to_int(c->u, v)->i);
        strbuf_puts(&b, digits);
        void (*release)(void *, size_t);
        mp_get_memory_functions(NULL, NULL, &release);
        release(digits, strlen(digits) + 1);
    } else {
        strbuf_printf(&b, "%a,%a", cv_float64(cv_real(c->u, v)), cv_float64(cv_imag(c->u, v)));
    }
    char *r = arena_strndup(c->arena, b.at ? b.at : "", b.n);
    strbuf_free(&b);
    return r;
}

static void map_lit(struct checker *c, struct expr *e, struct type *m) {
    struct strmap seen = {0};
    bool iface = ck_is_iface_not_tparam(m->map.key);
    for (int i = 0; i < e->comp.nelems; i++) {
        struct expr *kv = e->comp.elems[i];
        if (kv->kind != EX_KEY_VALUE) {
            ck_err_at(c, kv, "missing key in map literal");
            continue;
        }
        struct expr *key = kv->kv.key, *x = kv->kv.value;
        ck_expr_hint(c, key, m->map.key);
        ck_assignment(c, key, m->map.key, "map literal", NULL);
        if (key->mode == MODE_CONST && key->cv->kind != CV_UNKNOWN) {
            char *text = key_text(c, key, iface);
            if (strmap_find(&seen, text, strlen(text))) {
                ck_err_at(c, key, "duplicate key %s in map literal", cv_text(c->arena, key->cv, key->type));
                continue;
            }
            strmap_put(&seen, text, key);
        }
        if (key->mode == MODE_INVALID) continue;
        ck_expr_hint(c, x, m->map.elem);
        ck_assignment(c, x, m->map.elem, "map literal", NULL);
    }
    strmap_free(&seen);
}

/* -- Literals ----------------------------------------------------------------------------------------------------------- */

/* The literal's type, and in *base the type whose structure its elements follow; NULL after an error. */
static struct type *literal_type(struct checker *c, struct expr *e, struct type *hint, struct type **base) {
    struct expr *te = e->comp.type;
    if (te && te->kind == EX_ARRAY_TYPE && te->array.len && te->array.len->kind == EX_ELLIPSIS) {
        struct type *a = ty_new(c->u, TY_ARRAY);
        a->array.len = -1;
        a->array.elem = ck_var_type(c, te->array.elem);
        te->mode = MODE_TYPE;
        te->type = a;
        return *base = a;
    }
    if (te) return *base = ck_type(c, te);
    if (!hint) {
        ck_err_at(c, e, "missing type in composite literal");
        return NULL;
    }
    struct type *core = ty_core(hint);
    if (!core) {
        ck_err_at(c, e, "invalid composite literal element type %s: no core type", ck_ty(c, hint));
        return NULL;
    }
    *base = core->kind == TY_POINTER ? core->pointer.elem : hint;
    return hint;
}

void ck_composite_lit(struct checker *c, struct expr *e, struct type *hint) {
    struct type *base = NULL, *t = literal_type(c, e, hint, &base);
    struct type *u = t ? ty_core(base) : NULL;
    switch (u ? u->kind : TY_INVALID) {
    case TY_STRUCT: struct_lit(c, e, t, base, u); break;
    case TY_ARRAY: {
        int64_t n = indexed_elems(c, e, u->array.elem, u->array.len);
        if (u->array.len < 0) u->array.len = n;
        break;
    }
    case TY_SLICE: indexed_elems(c, e, u->slice.elem, -1); break;
    case TY_MAP: map_lit(c, e, u); break;
    default:
        ck_use_exprs(c, e->comp.elems, e->comp.nelems);
        if (t && !ck_is_invalid(t) && !(u && ck_is_invalid(u)))
            ck_err_at(c, e, "invalid composite literal type %s", ck_ty(c, t));
        return;
    }
    e->mode = MODE_VALUE;
    e->type = t;
}
