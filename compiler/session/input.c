/* compiler/session/input.c - from the text of an input to units.
 *
 * A run of declarations is one unit, so that they may mention each other; a statement is one.  "x := v" declares a
 * variable of the package; an expression initialises variables made for its values, which are then printed.  A function
 * or type that mentions what is not declared yet waits until it is. */
#include "compiler/session/internal.h"

#include <string.h>
#include "runtime/base/fatal.h"

enum session_state session_state(const char *text, size_t n)
{
    struct arena a = {0};
    struct syn_item *items;
    int nitems;
    enum syn_state st = syn_split(&a, text, n, &items, &nitems);
    arena_done(&a);
    return st == SYN_EMPTY ? SESSION_EMPTY : st == SYN_INCOMPLETE ? SESSION_INCOMPLETE : SESSION_COMPLETE;
}

void session_begin(struct session *s, const char *file, uint32_t line, const char *text, size_t n)
{
    struct arena *a = &s->c.load.arena;
    s->file = arena_strdup(a, file);
    s->text = arena_strndup(a, text, n);
    s->n = n;
    s->line = line;
    s->next = 0;
    s->program = s->main_due = false;
    s->assign = NULL;
    s->cut_off = syn_split(a, s->text, n, &s->items, &s->nitems) == SYN_INCOMPLETE;
}

/* The text ends within its last item, and nothing follows. */
static bool is_cut_off(struct session *s)
{
    if (!s->cut_off || s->next + 1 < s->nitems)
        return false;
    uint32_t line = 0;
    const char *last = s->text;
    for (const char *p = s->text; *p; p++)
        if (*p == '\n' && p[1])
            line++, last = p + 1;
    fprintf(s->o.messages, "%s:%u:%zu: syntax error: unexpected EOF\n", s->file, s->line + line, strcspn(last, "\n") + 1);
    return true;
}

/* -- Pieces of text ------------------------------------------------------------------------------------------------------ */

struct piece { const char *text; size_t n; uint32_t line, col; };

static struct piece piece(const struct session *s, int first, int last)
{
    const struct syn_item *f = &s->items[first];
    return (struct piece){s->text + f->from, s->items[last].to - f->from, s->line + f->line - 1, f->col};
}

static bool has_stray(struct session *s, const struct syn_item *it)
{
    if (it->stray && !s->quiet)
        fprintf(s->o.messages, "%s:%u:%u: syntax error: unexpected %c\n", s->file, s->line + it->stray_line - 1,
                it->stray_col, it->stray);
    return it->stray != 0;
}

static struct file *parse_decls(struct session *s, const struct piece *p)
{
    return unit_parse(s, "", s->file, p->line, p->col, p->text, p->n, "\n");
}

/* The statement as the body of a function; *b is the body. */
static struct file *parse_stmt(struct session *s, const struct piece *p, struct block **b)
{
    struct file *f = unit_parse(s, "func virgo_prompt(){", s->file, p->line, p->col, p->text, p->n, "\n}");
    if (!f)
        return NULL;
    if (f->ndecls != 1 || f->decls[0]->kind != DECL_FUNC || !f->decls[0]->func.func->body) {
        diag_error(&s->c.load.diag, (struct pos){f->index, 1, 1}, "syntax error: unbalanced brackets");
        return NULL;
    }
    f->decls[0]->func.name = PROMPT_FUNC;
    *b = f->decls[0]->func.func->body;
    return f;
}

/* -- Variables made for an input ------------------------------------------------------------------------------------------- */

/* Turns f into one "var names = values". */
static void make_var(struct session *s, struct file *f, const char **names, struct pos *pos, int n, struct expr **values,
                     int nvalues)
{
    struct arena *a = &s->c.load.arena;
    struct decl *d = arena_new(a, struct decl);
    d->kind = DECL_VAR;
    d->pos = pos[0];
    d->value.names = names;
    d->value.name_pos = pos;
    d->value.n = n;
    d->value.values = values;
    d->value.nvalues = nvalues;
    f->decls = arena_new(a, struct decl *);
    f->decls[0] = d;
    f->ndecls = 1;
}

static struct object *session_var(struct session *s, const char *name)
{
    struct object *o = scope_lookup(s->scope, name);
    return o && o->kind == OBJ_VAR ? o : NULL;
}

#define HIDDEN "\xC2\xB7"        /* begins names that no user can write */

static const char *hidden(struct session *s, const char *name)
{
    return arena_printf(&s->c.load.arena, HIDDEN "%s", name);
}

static bool is_hidden(const char *name) { return strncmp(name, HIDDEN, sizeof HIDDEN - 1) == 0; }

/* Gives variables declared under a hidden name their own: only now, since their initialiser may mention an earlier variable
 * of that name. */
static void unhide(struct package *p, const char *name)
{
    struct object *o = scope_lookup(p->scope, name);
    if (o)
        o->name = name + sizeof HIDDEN - 1;
}

/* x, y := ...: a variable that exists and has the type of its value is assigned, if another one is new, as in a Go
 * function. */
static struct package *define_unit(struct session *s, const struct piece *p)
{
    struct arena *a = &s->c.load.arena;
    struct block *b;
    struct file *f = parse_stmt(s, p, &b);
    if (!f)
        return NULL;
    struct stmt *st = b->stmts[0];
    int n = st->assign.nlhs, fresh = 0, named = 0;
    const char **names = arena_array(a, const char *, n);
    struct pos *pos = arena_array(a, struct pos, n);
    for (int i = 0; i < n; i++) {
        struct expr *x = st->assign.lhs[i];
        if (x->kind != EX_IDENT) {
            diag_error(&s->c.load.diag, expr_start(x), "non-name %s on left side of :=", expr_text(a, x));
            return NULL;
        }
        bool blank = strcmp(x->ident.name, "_") == 0;
        names[i] = blank ? "_" : hidden(s, x->ident.name);
        pos[i] = x->pos;
        named += !blank;
        fresh += !blank && !session_var(s, x->ident.name);
    }
    if (!named) {
        diag_error(&s->c.load.diag, st->pos2, "no new variables on left side of :=");
        return NULL;
    }
    make_var(s, f, names, pos, n, st->assign.rhs, st->assign.nrhs);
    struct package *pkg = unit_check(s, f, false);
    if (!pkg)
        return NULL;
    const char *left = "";
    for (int i = 0; i < n; i++) {
        struct object *o = scope_lookup(pkg->scope, names[i]);
        struct object *old = o && fresh ? session_var(s, names[i] + sizeof HIDDEN - 1) : NULL;
        if (old && ty_identical(o->type, old->type))
            left = arena_printf(a, "%s%s%s", left, *left ? ", " : "", old->name);
        else
            unhide(pkg, names[i]);
    }
    s->assign = *left ? arena_printf(a, "%s = %s", left, left) : NULL;
    return pkg;
}

/* var x = ... alone: as x := ... */
static void hide_lone_var(struct session *s, struct file *f)
{
    struct decl *d = f->ndecls == 1 && f->decls[0]->kind == DECL_VAR && !s->program ? f->decls[0] : NULL;
    for (int i = 0; d && i < d->value.n; i++)
        if (strcmp(d->value.names[i], "_") != 0)
            d->value.names[i] = hidden(s, d->value.names[i]);
}

static void show_lone_var(struct package *p, const struct file *f)
{
    struct decl *d = f->ndecls == 1 && f->decls[0]->kind == DECL_VAR ? f->decls[0] : NULL;
    for (int i = 0; d && i < d->value.n; i++)
        if (is_hidden(d->value.names[i]))
            unhide(p, d->value.names[i]);
}

/* The second half of define(): "err = err" whose right side names the hidden variables. */
static struct package *assign_unit(struct session *s)
{
    struct piece p = {s->assign, strlen(s->assign), s->line, 1};
    struct block *b;
    struct file *f = parse_stmt(s, &p, &b);
    s->assign = NULL;
    if (!f)
        return NULL;
    for (int i = 0; i < b->stmts[0]->assign.nrhs; i++)
        b->stmts[0]->assign.rhs[i]->ident.name = hidden(s, b->stmts[0]->assign.rhs[i]->ident.name);
    struct package *pkg = unit_check(s, f, false);
    if (pkg)
        s->out.entry = PROMPT_FUNC;
    return pkg;
}

/* -- Expressions ------------------------------------------------------------------------------------------------------------- */

/* fmt.Print, fmt.Scan and their kin: nobody wants to see their results. */
static bool prints(const struct expr *x)
{
    x = x->kind == EX_CALL ? expr_unparen(x->call.fun) : x;
    if (x->kind != EX_SELECTOR || x->sel.sel_kind != SEL_PACKAGE || !x->sel.obj || !x->sel.obj->pkg)
        return false;
    const char *name = x->sel.sel;
    return strcmp(x->sel.obj->pkg->path, "fmt") == 0 && (strncmp(name, "Print", 5) == 0 || strncmp(name, "Fprint", 6) == 0 ||
                                                         strncmp(name, "Scan", 4) == 0 || strncmp(name, "Fscan", 5) == 0);
}

/* <-done: a receive that only waits. */
static bool is_signal(struct expr *x)
{
    x = expr_unparen(x);
    struct type *t = ty_underlying(x->type);
    return x->kind == EX_UNARY && x->unary.op == OP_RECV && t->kind == TY_STRUCT && t->strct.n == 0;
}

/* Values of a checked expression statement: 0 if it is to be run only. */
static int count_values(struct expr *x)
{
    if (x->mode == MODE_NOVALUE || !x->type || prints(x) || is_signal(x))
        return 0;
    return x->type->kind == TY_TUPLE ? x->type->tuple.n : 1;
}

static struct package *value_unit(struct session *s, const struct piece *p, int n)
{
    struct arena *a = &s->c.load.arena;
    struct block *b;
    struct file *f = parse_stmt(s, p, &b);
    if (!f)
        return NULL;
    const char **names = arena_array(a, const char *, n);
    struct pos *pos = arena_array(a, struct pos, n);
    struct expr **values = arena_new(a, struct expr *);
    values[0] = b->stmts[0]->x;
    for (int i = 0; i < n; i++) {
        names[i] = hidden(s, arena_printf(a, "%d", i));
        pos[i] = b->stmts[0]->pos;
    }
    make_var(s, f, names, pos, n, values, 1);
    struct package *pkg = unit_check(s, f, false);
    if (!pkg)
        return NULL;
    struct session_value *v = arena_array(a, struct session_value, n);
    for (int i = 0; i < n; i++)
        v[i] = (struct session_value){pkg->path, names[i], NULL, i + 1 == n};
    s->out.values = v;
    s->out.nvalues = (size_t)n;
    return pkg;
}

static struct package *stmt_unit(struct session *s, const struct piece *p)
{
    struct block *b;
    struct file *f = parse_stmt(s, p, &b);
    if (!f)
        return NULL;
    if (b->n == 1 && b->stmts[0]->kind == ST_DEFINE)
        return define_unit(s, p);
    bool lone = b->n == 1 && b->stmts[0]->kind == ST_EXPR;
    struct package *pkg = unit_check(s, f, lone);
    if (!pkg)
        return NULL;
    struct expr *x = lone ? b->stmts[0]->x : NULL;
    if (x && x->type && ty_is_nil(x->type)) {
        s->out.says = "nil";
        return pkg;
    }
    int n = x ? count_values(x) : 0;
    if (n)
        return value_unit(s, p, n);
    s->out.entry = PROMPT_FUNC;
    return pkg;
}

/* -- Declarations -------------------------------------------------------------------------------------------------------------- */

static bool is_decl(const struct session *s, int i) { return s->items[i].kind == ITEM_DECL || s->items[i].kind == ITEM_IMPORT; }

/* Name number k that a declaration declares at package level, NULL after the last. */
static const char *declared(const struct decl *d, int k)
{
    switch (d->kind) {
    case DECL_CONST: case DECL_VAR: return k < d->value.n ? d->value.names[k] : NULL;
    case DECL_TYPE: return k ? NULL : d->type.name;
    case DECL_FUNC: return k || d->func.recv ? NULL : d->func.name;
    default: return NULL;
    }
}

/* A name declared a second time ends the run: line and column where, or line 0. */
static struct pos second_time(struct session *s, const struct file *f)
{
    struct strmap seen = {0};
    struct pos at = {0};
    for (int i = 0; i < f->ndecls && !at.line; i++) {
        const char *name;
        for (int k = 0; (name = declared(f->decls[i], k)); k++) {
            if (strcmp(name, "_") == 0 || strcmp(name, "init") == 0)
                continue;
            const char *path;
            if (strmap_get(&seen, name))
                diag_resolve(&s->c.load.diag, f->decls[i]->pos, &path, &at.line, &at.col);
            strmap_put(&seen, name, (void *)name);
        }
    }
    strmap_free(&seen);
    return at;
}

/* Items [first, *last] as declarations; *last shrinks to what can be one unit. */
static struct file *decl_file(struct session *s, int first, int *last, struct piece *p)
{
    *p = piece(s, first, *last);
    struct file *f = parse_decls(s, p);
    if (!f || s->program)
        return f;
    struct pos at = second_time(s, f);
    if (!at.line)
        return f;
    int k = first;
    while (k < *last && (s->line + s->items[k + 1].line - 1 < at.line ||
                         (s->line + s->items[k + 1].line - 1 == at.line && s->items[k + 1].col <= at.col)))
        k++;
    *last = k > first ? k - 1 : first;
    *p = piece(s, first, *last);
    return parse_decls(s, p);
}

/* Are all errors about names that are not declared? */
static bool only_undefined(struct session *s)
{
    struct diag *d = &s->c.load.diag;
    for (size_t i = 0; i < d->msgs.n; i++)
        if (strncmp(d->msgs.at[i].text, "undefined: ", 11) != 0 || strchr(d->msgs.at[i].text, '.'))
            return false;
    return d->msgs.n > 0;
}

bool session_import_undefined(struct session *s, const char *text)
{
    struct diag *d = &s->c.load.diag;
    bool any = false;
    for (size_t i = 0; i < d->msgs.n; i++) {
        const char *name = d->msgs.at[i].text, *path;
        if (strncmp(name, "undefined: ", 11) != 0)
            continue;
        name += 11;
        size_t n = strlen(name);
        bool selected = false;          /* written as "name." somewhere */
        for (const char *at = text; (at = strstr(at, name)) && !selected; at += n)
            selected = at[n] == '.';
        if (strchr(name, '.') || !selected || !(path = session_std_path(s, name)) || scope_lookup(s->scope, name))
            continue;
        if (session_import(s, path)) {
            any = true;
            if (s->o.notes && !s->quiet)
                fprintf(s->o.messages, "(import \"%s\")\n", path);
        }
    }
    return any;
}

/* -- Declarations that wait ----------------------------------------------------------------------------------------------------- */

/* Functions, methods and types may wait; others not. */
static const char *waiting_name(const struct decl *d)
{
    return d->kind == DECL_FUNC ? d->func.name : d->kind == DECL_TYPE ? d->type.name : NULL;
}

/* Names that the errors say are not declared. */
static const char **undefined_names(struct session *s, int *n)
{
    struct diag *d = &s->c.load.diag;
    const char **names = arena_array(&s->c.load.arena, const char *, d->msgs.n + 1);
    *n = 0;
    for (size_t i = 0; i < d->msgs.n; i++)
        names[(*n)++] = arena_strdup(&s->c.load.arena, d->msgs.at[i].text + 11);
    return names;
}

static struct waiting *waiting_for(struct session *s, const char *name)
{
    for (size_t i = 0; i < s->waiting.n; i++)
        if (strcmp(s->waiting.at[i].name, name) == 0)
            return &s->waiting.at[i];
    return NULL;
}

/* The declarations of a run that failed go to those that wait, if that is all that is wrong. */
static bool keep_waiting(struct session *s, const struct file *f, const struct piece *p)
{
    for (int i = 0; i < f->ndecls; i++)
        if (!waiting_name(f->decls[i]))
            return false;
    if (!f->ndecls || !only_undefined(s) || s->program)
        return false;
    struct waiting w = {s->file, p->text, p->n, p->line, p->col, waiting_name(f->decls[0]), NULL, 0};
    w.needs = undefined_names(s, &w.nneeds);
    bool method = f->decls[0]->kind == DECL_FUNC && f->decls[0]->func.recv;
    struct waiting *old = method ? NULL : waiting_for(s, w.name);
    if (old)
        *old = w;
    else
        vec_push(&s->waiting, w);
    return true;
}

/* Declarations that wait for each other: declaration w and all that it needs, if those wait for nothing else.  Marked in
 * taken[]; NULL if something is missing. */
static struct file *waiting_group(struct session *s, size_t w, bool *taken)
{
    struct strbuf b = {0};
    vec(size_t) todo = {0};
    vec_push(&todo, w);
    taken[w] = true;
    bool whole = true;
    for (size_t i = 0; i < todo.n && whole; i++) {
        struct waiting *x = &s->waiting.at[todo.at[i]];
        if (i)
            strbuf_printf(&b, "\n/*line %s:%u:%u*/", x->file, x->line, x->col);
        strbuf_add(&b, x->text, x->n);
        for (int k = 0; k < x->nneeds && whole; k++) {
            struct waiting *y = waiting_for(s, x->needs[k]);
            whole = y || scope_lookup(s->scope, x->needs[k]);
            if (y && !taken[y - s->waiting.at]) {
                taken[y - s->waiting.at] = true;
                vec_push(&todo, (size_t)(y - s->waiting.at));
            }
        }
    }
    const struct waiting *x = &s->waiting.at[w];
    struct file *f = whole ? unit_parse(s, "", x->file, x->line, x->col, b.at, b.n, "\n") : NULL;
    vec_free(&todo);
    strbuf_free(&b);
    return f;
}

/* The next declarations that need wait no longer, as a unit; NULL if there are none. */
static struct package *awake(struct session *s)
{
    for (; s->retry < s->waiting.n; s->retry++) {
        bool *taken = arena_array(&s->c.load.arena, bool, s->waiting.n);
        struct file *f = waiting_group(s, s->retry, taken);
        struct package *p = f ? unit_check(s, f, false) : NULL;
        if (!p) {
            session_clear_errors(s);
            continue;
        }
        size_t kept = 0;
        for (size_t i = 0; i < s->waiting.n; i++)
            if (!taken[i])
                s->waiting.at[kept++] = s->waiting.at[i];
        s->waiting.n = kept;
        s->retry = 0;
        return p;
    }
    return NULL;
}

int session_report_waiting(struct session *s)
{
    for (size_t i = 0; i < s->waiting.n; i++)
        fprintf(s->o.messages, "%s:%u:%u: %s is not declared: undefined: %s\n", s->waiting.at[i].file, s->waiting.at[i].line,
                s->waiting.at[i].col, s->waiting.at[i].name, s->waiting.at[i].needs[0]);
    return (int)s->waiting.n;
}

/* -- Units ----------------------------------------------------------------------------------------------------------------------- */

static struct package *decl_unit(struct session *s, int first, int *last)
{
    struct piece p;
    struct file *f = decl_file(s, first, last, &p);
    if (!f || !unit_imports(s, f))
        return NULL;
    hide_lone_var(s, f);
    struct package *pkg = unit_check(s, f, false);
    if (!pkg && session_import_undefined(s, p.text)) {
        session_clear_errors(s);
        f = parse_decls(s, &p);
        if (f)
            hide_lone_var(s, f);
        pkg = f ? unit_check(s, f, false) : NULL;
    }
    if (pkg)
        show_lone_var(pkg, f);
    if (!pkg && f && keep_waiting(s, f, &p)) {
        s->kept_back = waiting_name(f->decls[0]);
        session_clear_errors(s);
        s->out.says = "";
    }
    return pkg;
}

static struct package *statement(struct session *s, int i)
{
    struct piece p = piece(s, i, i);
    struct package *pkg = stmt_unit(s, &p);
    if (!pkg && diag_count(&s->c.load.diag) && session_import_undefined(s, p.text)) {
        session_clear_errors(s);
        pkg = stmt_unit(s, &p);
    }
    return pkg;
}

static struct package *main_unit(struct session *s)
{
    struct piece p = {"main()", 6, s->line, 1};
    struct block *b;
    struct file *f = parse_stmt(s, &p, &b);
    struct package *pkg = f ? unit_check(s, f, false) : NULL;
    s->main_due = false;
    if (pkg)
        s->out.entry = PROMPT_FUNC;
    return pkg;
}

static struct package *next_unit(struct session *s)
{
    if (s->assign)
        return assign_unit(s);
    for (; s->next < s->nitems && s->items[s->next].kind == ITEM_PACKAGE; s->next++)
        s->program = s->nitems > 1;
    if (s->next == s->nitems)
        return s->main_due ? main_unit(s) : NULL;
    int first = s->next, last = first;
    for (int i = first; i < s->nitems; i++)
        if (has_stray(s, &s->items[i]))
            return NULL;
    if (!is_decl(s, first)) {
        s->next++;
        return statement(s, first);
    }
    while (last + 1 < s->nitems && is_decl(s, last + 1))
        last++;
    struct package *pkg = decl_unit(s, first, &last);
    s->next = last + 1;
    s->main_due = s->program && pkg && scope_lookup(pkg->scope, "main");
    return pkg;
}

/* -- Redefinition ------------------------------------------------------------------------------------------------------------------ */

static const char *method_symbol(struct session *s, struct object *m)
{
    return arena_printf(&s->c.load.arena, m->ptr_recv ? "(*%s).%s" : "%s.%s", m->recv_named->named.obj->name, m->name);
}

static bool same_method(const struct object *x, const struct object *y)
{
    return x->ptr_recv == y->ptr_recv && ty_identical(x->type, y->type);
}

/* Functions and methods of the unit that take the place of others. */
static void find_redefined(struct session *s, struct package *p)
{
    struct arena *a = &s->c.load.arena;
    vec(struct session_redefinition) out = {0};
    for (int i = 0; i < p->nfuncs; i++) {
        struct object *o = p->funcs[i], *old = NULL;
        if (o->is_init || o->is_blank || !o->type)
            continue;
        if (!o->recv_named) {
            old = scope_lookup(s->scope, o->name);
            if (old && (old->kind != OBJ_FUNC || !old->pkg || !old->pkg->family || old->type->func.ntparams ||
                        o->type->func.ntparams || !ty_identical(old->type, o->type)))
                old = NULL;
        }
        for (int k = 0; o->recv_named && k < p->nlate && !old; k++)
            for (int j = 0; j < p->late[k].nmethods && p->late[k].named == o->recv_named; j++)
                if (strcmp(p->late[k].methods[j]->name, o->name) == 0 && !o->recv_named->named.ntparams &&
                    same_method(p->late[k].methods[j], o))
                    old = p->late[k].methods[j];
        if (!old)
            continue;
        const char *name = o->recv_named ? method_symbol(s, o) : o->name;
        vec_push(&out, ((struct session_redefinition){old->pkg->path, name, p->path, name}));
    }
    s->out.redefined = arena_memdup(a, out.at, out.n * sizeof *out.at);
    s->out.nredefined = out.n;
    vec_free(&out);
}

/* -- Steps ------------------------------------------------------------------------------------------------------------------------- */

struct step { enum session_step result; };

static void note_waiting(struct session *s)
{
    struct waiting *w = s->kept_back ? waiting_for(s, s->kept_back) : NULL;
    if (w && s->o.notes)
        fprintf(s->o.messages, "(%s waits for %s)\n", w->name, w->needs[0]);
    s->kept_back = NULL;
}

static void take_step(struct session *s, void *arg)
{
    struct step *st = arg;
    s->out = (struct session_unit){0};
    s->unit = NULL;
    session_clear_errors(s);
    st->result = SESSION_END;
    while (s->assign || s->main_due || s->next < s->nitems || s->retry < s->waiting.n || (s->cut_off && !s->nitems)) {
        struct package *p = awake(s);
        if (!p && s->next == s->nitems && !s->assign && !s->main_due && !(s->cut_off && !s->nitems))
            return;
        if (!p)
            p = is_cut_off(s) ? NULL : next_unit(s);
        if (!p && s->out.says) {        /* kept back; perhaps it completes others */
            s->out.says = NULL;
            s->retry = 0;
            continue;
        }
        if (!p && !s->cut_off && diag_count(&s->c.load.diag) == 0 && s->next == s->nitems && !s->main_due && s->nitems &&
            s->items[s->nitems - 1].kind == ITEM_PACKAGE)
            return;                     /* a package clause alone */
        if (p)
            find_redefined(s, p);
        if (!p || (!s->out.says && !unit_emit(s, p))) {
            session_print_errors(s);
            s->cut_off = false;
            s->next = s->nitems;
            s->assign = NULL;
            s->main_due = false;
            st->result = SESSION_ERROR;
            return;
        }
        st->result = SESSION_UNIT;
        return;
    }
}

enum session_step session_next(struct session *s, const struct session_unit **u)
{
    struct step st;
    session_on_stack(s, take_step, &st);
    if (st.result != SESSION_UNIT)
        note_waiting(s);
    *u = &s->out;
    return st.result;
}

/* -- Settling ---------------------------------------------------------------------------------------------------------------------- */

static void adopt_type(struct session *s, struct object *o)
{
    struct object *old = scope_lookup(s->scope, o->name);
    for (size_t i = 0; old && old->kind == OBJ_TYPE && i < s->types.n; i++)
        if (s->types.at[i] == old->type)
            s->types.at[i--] = vec_pop(&s->types);
    if (!o->is_alias && o->type && o->type->kind == TY_NAMED)
        vec_push(&s->types, o->type);
}

static void adopt(struct session *s, struct scope *from)
{
    for (size_t i = 0; i < from->names.n; i++) {
        struct strmap_entry *e = &from->names.entries[i];
        struct object *o = e->val;
        if (!o || strncmp(e->key, PROMPT_FUNC, sizeof PROMPT_FUNC - 1) == 0)
            continue;
        if (o->kind == OBJ_TYPE && o->pkg && o->pkg->family)
            adopt_type(s, o);
        if (o->kind == OBJ_VAR && o->pkg && o->pkg->family)
            strmap_put(&s->scope->names, o->name, o);   /* unhidden, perhaps */
        else
            strmap_putn(&s->scope->names, e->key, e->len, o);
        if (o->kind == OBJ_PKGNAME)
            o->used = true;
        else if (o->pkg && o->pkg->family)
            o->parent = s->scope;
    }
}

void session_settle(struct session *s, bool ok)
{
    struct package *p = s->unit;
    s->unit = NULL;
    if (!ok) {
        if (p)
            check_undo_methods(p);
        s->next = s->nitems;
        s->assign = NULL;
        s->main_due = false;
        return;
    }
    if (!p)
        return;
    if (s->out.nvalues) {
        struct object *o = scope_lookup(p->scope, s->out.values[0].name);
        if (o)
            strmap_put(&s->scope->names, "_", o);
        return;
    }
    for (int i = 0; i < p->nfiles; i++)
        if (p->files[i]->scope)
            adopt(s, p->files[i]->scope);
    adopt(s, p->scope);
    bool declares = false;
    for (size_t i = 0; i < p->scope->names.n; i++)
        declares |= !is_hidden(((struct object *)p->scope->names.entries[i].val)->name);
    if (declares)
        s->retry = 0;
}
