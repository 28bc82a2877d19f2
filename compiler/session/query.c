/* compiler/session/query.c - what a session knows: types of expressions, names, variables, code. */
#include "compiler/session/internal.h"

#include <stdlib.h>
#include <string.h>

/* -- Types of expressions -------------------------------------------------------------------- */

struct type_question { const char *text; size_t n; struct strbuf *out; bool ok; };

static void describe_type(struct session *s, struct type *t, struct package *p, struct strbuf *out)
{
    struct arena *a = &s->c.load.arena;
    strbuf_printf(out, "type %s", ty_text(a, t, p));
    if (t->kind != TY_NAMED)
        return;
    strbuf_printf(out, " %s", ty_text(a, ty_underlying(t), p));
    if (ty_is_interface(t))
        return;
    struct method_set *m = ty_method_set(s->c.u, ty_pointer(s->c.u, t));
    for (int i = 0; i < m->n; i++)
        strbuf_printf(out, "\n    func (%s) %s", m->at[i].ptr_recv ? arena_printf(a, "*%s", ty_text(a, t, p)) : ty_text(a, t, p),
                      ty_func_text(a, m->at[i].name, m->at[i].sig, p));
}

/* "T" alone is no expression statement: it is asked for as the type of a conversion. */
static struct type *named_type(struct session *s, const char *text, size_t n, struct package **p)
{
    struct strbuf b = {0};
    strbuf_puts(&b, "(func(*(");
    strbuf_add(&b, text, n);
    strbuf_puts(&b, ")))(nil)");
    session_clear_errors(s);
    struct expr *x = session_expr(s, b.at, b.n, p);
    strbuf_free(&b);
    if (!x || !x->type || x->type->kind != TY_FUNC)
        return NULL;
    return x->type->func.params[0]->type->pointer.elem;
}

static struct expr *ask(struct session *s, const char *text, size_t n, struct package **p)
{
    session_clear_errors(s);
    return session_expr(s, text, n, p);
}

static void answer_type(struct session *s, void *arg)
{
    struct type_question *q = arg;
    struct arena *a = &s->c.load.arena;
    struct package *p = NULL;
    s->file = "<type>";
    s->line = 1;
    struct expr *x = ask(s, q->text, q->n, &p);
    q->ok = x != NULL;
    if (!x) {
        struct diag saved = s->c.load.diag;
        size_t n = saved.msgs.n;
        struct diag_msg *kept = arena_memdup(a, saved.msgs.at, n * sizeof *kept);
        struct type *t = named_type(s, q->text, q->n, &p);
        if (t) {
            describe_type(s, t, p, q->out);
            q->ok = true;
        } else {
            session_clear_errors(s);
            for (size_t i = 0; i < n; i++)
                vec_push(&s->c.load.diag.msgs, kept[i]);
        }
    } else if (x->mode == MODE_NOVALUE || !x->type) {
        strbuf_puts(q->out, "no value");
    } else if (ty_is_nil(x->type)) {
        strbuf_puts(q->out, "untyped nil");
    } else if (x->type->kind == TY_TUPLE) {
        strbuf_putc(q->out, '(');
        for (int i = 0; i < x->type->tuple.n; i++)
            strbuf_printf(q->out, "%s%s", i ? ", " : "", ty_text(a, x->type->tuple.vars[i]->type, p));
        strbuf_putc(q->out, ')');
    } else {
        strbuf_puts(q->out, ty_text(a, ty_is_untyped(x->type) ? ty_default(s->c.u, x->type) : x->type, p));
    }
    if (p)
        check_undo_methods(p);
    session_print_errors(s);
}

bool session_type(struct session *s, const char *text, size_t n, struct strbuf *out)
{
    struct type_question q = {text, n, out, false};
    session_on_stack(s, answer_type, &q);
    return q.ok;
}

/* -- Names ---------------------------------------------------------------------------------------- */

static int by_name(const void *x, const void *y)
{
    struct object *const *a = x, *const *b = y;
    return strcmp((*a)->name, (*b)->name);
}

/* Objects of the session in order of name; hidden ones and "_" left out. */
static struct object **objects(struct session *s, size_t *n)
{
    struct strmap *m = &s->scope->names;
    struct object **all = arena_array(&s->c.load.arena, struct object *, m->n + 1);
    *n = 0;
    for (size_t i = 0; i < m->n; i++) {
        struct object *o = m->entries[i].val;
        if (o && (unsigned char)m->entries[i].key[0] != 0xC2 && strcmp(m->entries[i].key, "_") != 0)
            all[(*n)++] = o;
    }
    qsort(all, *n, sizeof *all, by_name);
    return all;
}

static struct package *relative(const struct object *o) { return o->pkg; }

void session_names(struct session *s, struct strbuf *out)
{
    struct arena *a = &s->c.load.arena;
    size_t n;
    struct object **all = objects(s, &n);
    for (size_t i = 0; i < n; i++) {
        struct object *o = all[i];
        if (o->kind == OBJ_PKGNAME)
            strbuf_printf(out, "import %s%s\"%s\"\n", strcmp(o->name, o->imported->name) == 0 ? "" : o->name,
                          strcmp(o->name, o->imported->name) == 0 ? "" : " ", o->imported->path);
        else if (!o->pkg || !o->pkg->family)
            continue;                   /* of a dot import */
        else if (o->kind == OBJ_FUNC)
            strbuf_printf(out, "func %s\n", ty_func_text(a, o->name, o->type, relative(o)));
        else if (o->kind == OBJ_CONST)
            strbuf_printf(out, "const %s = %s\n", o->name, cv_text(a, o->cv, o->type));
        else if (o->kind == OBJ_TYPE)
            strbuf_printf(out, "type %s %s\n", o->name, ty_text(a, ty_underlying(o->type), relative(o)));
    }
}

size_t session_variables(struct session *s, const struct session_value **out)
{
    struct arena *a = &s->c.load.arena;
    size_t n, k = 0;
    struct object **all = objects(s, &n);
    struct session_value *v = arena_array(a, struct session_value, n + 1);
    for (size_t i = 0; i < n; i++)
        if (all[i]->kind == OBJ_VAR && all[i]->pkg && all[i]->pkg->family)
            v[k++] = (struct session_value){all[i]->pkg->path, all[i]->name,
                                            arena_printf(a, "var %s %s = ", all[i]->name,
                                                         ty_text(a, all[i]->type, relative(all[i]))), true};
    *out = v;
    return k;
}

/* -- Code ------------------------------------------------------------------------------------------ */

static struct object *method_of(struct type *t, const char *name)
{
    if (!t || t->kind != TY_NAMED)
        return NULL;
    int n;
    struct object **m = ty_named_methods(t, &n);
    for (int i = 0; i < n; i++)
        if (strcmp(m[i]->name, name) == 0)
            return m[i];
    return NULL;
}

bool session_code(struct session *s, const char *name, struct session_module *m, const char **symbol)
{
    struct arena *a = &s->c.load.arena;
    *symbol = NULL;
    if (!name) {
        if (s->last)
            *m = *s->last;
        return s->last != NULL;
    }
    const char *base = name + (name[0] == '(') + (strncmp(name, "(*", 2) == 0);
    size_t n = strcspn(base, ").");
    const char *dot = strchr(base, '.');
    struct object *o = scope_lookup(s->scope, arena_strndup(a, base, n));
    if (o && dot) {
        struct type *t = o->kind == OBJ_VAR && o->type->kind == TY_POINTER ? o->type->pointer.elem : o->type;
        o = method_of(t, dot + 1);
    }
    if (!o || o->kind != OBJ_FUNC || !o->pkg || !o->pkg->family)
        return false;
    struct session_module *own = strmap_get(&s->modules, o->pkg->path);
    if (!own)
        return false;
    *m = *own;
    *symbol = !o->recv_named ? o->name
              : arena_printf(a, o->ptr_recv ? "(*%s).%s" : "%s.%s", o->recv_named->named.obj->name, o->name);
    return true;
}
