/* tests/unit/check_std.c - type-checks packages of the standard library from source and audits the annotated trees.
 *
 *   check_std [PKG...]      without arguments: a few packages that bring most of the language with them
 *
 * After checking, what compiler/syntax/ast.h promises to the IR builder must hold: every expression in value position
 * has a mode and a typed type, constants have a value that fits their type, names and selectors have objects, calls a
 * kind, branches a target.  Prints violations; exit status 1 if there were any, or type errors. */
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "compiler/package/package.h"
#include "compiler/types/types.h"

static struct universe *u;
static int violations;

static void complain(struct pos pos, const char *what, const char *text)
{
    const char *path;
    uint32_t line, col;
    if (violations++ >= 50)
        return;
    diag_resolve(u->diag, pos, &path, &line, &col);
    printf("%s:%u:%u: %s: %s\n", path, line, col, what, text);
}

static bool require(const struct expr *x, bool cond, const char *what)
{
    if (!cond)
        complain(x->pos, what, expr_text(&u->arena, x));
    return cond;
}

/* -- Expressions ------------------------------------------------------------------------- */

static void audit_func(struct func_lit *f);
static void audit_expr(struct expr *x);

static void audit_list(struct expr **list, int n)
{
    for (int i = 0; i < n; i++)
        audit_expr(list[i]);
}

static void audit_type(struct expr *x)
{
    if (x)
        require(x, x->mode == MODE_TYPE && x->type, "not a type");
}

static void audit_const(struct expr *x)
{
    enum repr_err err;
    struct type *t = ty_underlying(x->type);
    if (!require(x, x->cv && x->cv->kind != CV_UNKNOWN, "constant without value"))
        return;
    if (t->kind <= TY_UNTYPED_NIL)
        require(x, cv_represent(u, x->cv, t, &err) != NULL, "value does not fit its type");
}

static void audit_composite(struct expr *x)
{
    struct type *t = ty_core(x->type);
    if (t && t->kind == TY_POINTER)
        t = ty_core(t->pointer.elem);
    audit_type(x->comp.type);
    for (int i = 0; i < x->comp.nelems; i++) {
        struct expr *e = x->comp.elems[i];
        if (e->kind != EX_KEY_VALUE) {
            audit_expr(e);
            continue;
        }
        if (t && t->kind == TY_STRUCT)
            require(e, e->kv.key->ident.obj != NULL, "field without object");
        else
            audit_expr(e->kv.key);
        audit_expr(e->kv.value);
    }
}

static void audit_selector(struct expr *x)
{
    enum sel_kind k = x->sel.sel_kind;
    require(x, k != SEL_NONE && x->sel.obj, "selector without meaning");
    if (k == SEL_METHOD || k == SEL_METHOD_EXPR || k == SEL_IFACE_METHOD)
        require(x, x->sel.recv != NULL, "method without receiver type");
    if (k != SEL_PACKAGE)
        audit_expr(x->sel.x);
}

static void audit_call(struct expr *x)
{
    enum call_kind k = x->call.call_kind;
    require(x, k != CALL_NONE, "call without kind");
    if (k == CALL_FUNC)
        audit_expr(x->call.fun);
    for (int i = 0; i < x->call.nargs; i++)
        if (k != CALL_CONVERSION || x->call.args[i]->mode != MODE_CONST)
            audit_expr(x->call.args[i]);
}

static bool is_shift(enum op op) { return op == OP_SHL || op == OP_SHR; }
static bool is_comparison(enum op op) { return op >= OP_EQL && op <= OP_GEQ; }

static void audit_binary(struct expr *x)
{
    enum op op = x->binary.op;
    struct expr *a = x->binary.x, *b = x->binary.y;
    audit_expr(a);
    audit_expr(b);
    if (!is_comparison(op))
        require(x, ty_identical(a->type, x->type), "result has not the operand's type");
    if (!is_comparison(op) && !is_shift(op))
        require(x, ty_identical(a->type, b->type), "operands have different types");
}

static void audit_index(struct expr *x)
{
    if (x->index.is_inst) {
        require(x, x->index.targs != NULL, "instance without arguments");
        return;
    }
    audit_expr(x->index.x);
    audit_list(x->index.indices, x->index.n);
}

static void audit_slice(struct expr *x)
{
    struct expr *parts[4] = { x->slice.x, x->slice.lo, x->slice.hi, x->slice.max };
    audit_list(parts, 4);
}

static void audit_operation(struct expr *x)
{
    switch (x->kind) {
    case EX_IDENT: require(x, x->ident.obj || strcmp(x->ident.name, "_") == 0, "name without object"); break;
    case EX_COMPOSITE_LIT: audit_composite(x); break;
    case EX_FUNC_LIT: audit_func(x->func); break;
    case EX_PAREN: audit_expr(x->paren.x); break;
    case EX_SELECTOR: audit_selector(x); break;
    case EX_INDEX: audit_index(x); break;
    case EX_SLICE: audit_slice(x); break;
    case EX_TYPE_ASSERT:
        audit_expr(x->assert.x);
        audit_type(x->assert.type);
        break;
    case EX_CALL: audit_call(x); break;
    case EX_STAR: audit_expr(x->star.x); break;
    case EX_UNARY: audit_expr(x->unary.x); break;
    case EX_BINARY: audit_binary(x); break;
    default: require(x, false, "unexpected kind of node"); break;
    }
}

static void audit_expr(struct expr *x)
{
    if (!x || x->mode == MODE_BUILTIN)
        return;
    if (x->mode == MODE_TYPE) {
        audit_type(x);
        return;
    }
    if (!require(x, x->mode != MODE_INVALID && x->type, "not annotated"))
        return;
    require(x, x->type->kind != TY_INVALID && !ty_is_untyped(x->type), "no final type");
    require(x, x->type->kind != TY_FUNC || !x->type->func.ntparams, "function not instantiated");
    if (x->mode == MODE_CONST)
        audit_const(x);
    else
        audit_operation(x);
}

/* -- Statements ---------------------------------------------------------------------------- */

static void audit_stmt(struct stmt *s);

static void audit_stmts(struct stmt **list, int n)
{
    for (int i = 0; i < n; i++)
        audit_stmt(list[i]);
}

static void audit_clauses(struct clause *list, int n, bool types)
{
    for (int i = 0; i < n; i++) {
        for (int k = 0; k < list[i].nexprs; k++) {
            if (!types)
                audit_expr(list[i].exprs[k]);
            else if (list[i].exprs[k]->mode != MODE_NIL)
                audit_type(list[i].exprs[k]);
        }
        if (list[i].comm)
            audit_stmt(list[i].comm);
        audit_stmts(list[i].body, list[i].nbody);
    }
}

static void audit_decls(struct stmt *s)
{
    for (int i = 0; i < s->decl.n; i++) {
        struct decl *d = s->decl.decls[i];
        if (d->kind != DECL_VAR)
            continue;
        audit_type(d->value.type);
        audit_list(d->value.values, d->value.nvalues);
        for (int k = 0; k < d->value.n; k++)
            if (!d->value.objs || !d->value.objs[k]->type)
                complain(d->pos, "variable without type", d->value.names[k]);
    }
}

static void audit_range(struct stmt *s)
{
    struct expr *parts[3] = { s->range.x, s->range.key, s->range.value };
    audit_list(parts, 3);
    if (s->range.define && s->range.key && !s->range.key_obj)
        complain(s->pos, "range without object", "key");
    audit_stmts(s->range.body->stmts, s->range.body->n);
}

static void audit_for(struct stmt *s)
{
    if (s->for_.init)
        audit_stmt(s->for_.init);
    audit_expr(s->for_.cond);
    if (s->for_.post)
        audit_stmt(s->for_.post);
    audit_stmts(s->for_.body->stmts, s->for_.body->n);
}

static void audit_if(struct stmt *s)
{
    if (s->if_.init)
        audit_stmt(s->if_.init);
    audit_expr(s->if_.cond);
    audit_stmts(s->if_.then->stmts, s->if_.then->n);
    if (s->if_.els)
        audit_stmt(s->if_.els);
}

static void audit_stmt(struct stmt *s)
{
    switch (s->kind) {
    case ST_EXPR: audit_expr(s->x); break;
    case ST_SEND:
        audit_expr(s->send.ch);
        audit_expr(s->send.value);
        break;
    case ST_INCDEC: audit_expr(s->incdec.x); break;
    case ST_ASSIGN: case ST_OPASSIGN: case ST_DEFINE:
        audit_list(s->assign.lhs, s->assign.nlhs);
        audit_list(s->assign.rhs, s->assign.nrhs);
        break;
    case ST_GO: case ST_DEFER: audit_expr(s->go.call); break;
    case ST_RETURN: audit_list(s->ret.results, s->ret.n); break;
    case ST_BREAK: case ST_CONTINUE: case ST_GOTO:
        if (!s->branch.target)
            complain(s->pos, "branch without target", s->branch.label ? s->branch.label : "");
        break;
    case ST_BLOCK: audit_stmts(s->block->stmts, s->block->n); break;
    case ST_IF: audit_if(s); break;
    case ST_SWITCH:
        if (s->switch_.init)
            audit_stmt(s->switch_.init);
        audit_expr(s->switch_.tag);
        audit_clauses(s->switch_.clauses, s->switch_.n, false);
        break;
    case ST_TYPE_SWITCH:
        if (s->tswitch.init)
            audit_stmt(s->tswitch.init);
        audit_expr(s->tswitch.x);
        audit_clauses(s->tswitch.clauses, s->tswitch.n, true);
        break;
    case ST_SELECT: audit_clauses(s->select.clauses, s->select.n, false); break;
    case ST_FOR: audit_for(s); break;
    case ST_RANGE: audit_range(s); break;
    case ST_LABELED: audit_stmt(s->labeled.stmt); break;
    case ST_DECL: audit_decls(s); break;
    default: break;
    }
}

static void audit_func(struct func_lit *f)
{
    if (!f->sig)
        complain(f->pos, "function without signature", "func");
    if (f->body)
        audit_stmts(f->body->stmts, f->body->n);
}

/* Every variable with an initialiser is initialised exactly once. */
static void audit_package(struct package *p)
{
    for (int i = 0; i < p->nfuncs; i++)
        if (p->funcs[i]->body)
            audit_func(p->funcs[i]->body);
    for (int i = 0; i < p->ninits; i++)
        audit_expr(p->inits[i].rhs);
    for (int i = 0; i < p->nvars; i++)
        if (!p->vars[i]->type || ty_is_untyped(p->vars[i]->type))
            complain(p->vars[i]->pos, "variable without type", p->vars[i]->name);
}

/* -- Packages ----------------------------------------------------------------------------------- */

static struct package *import(void *ctx, const char *path, struct package *importer, char **why)
{
    (void)importer;
    struct package *p = strmap_get(ctx, path);
    if (!p) {   /* vendored by the standard library */
        char *vendored = arena_printf(&u->arena, "vendor/%s", path);
        p = strmap_get(ctx, vendored);
    }
    if (!p)
        *why = "not loaded";
    return p;
}

struct job { const char *const *paths; int n; int status; };

static void *run(void *arg)
{
    struct job *j = arg;
    static const char *const tags[] = { "purego", "math_big_pure_go", "netgo", "osusergo" };
    struct load_options o = { .goroot = "/usr/share/go-1.19", .overlay = "stdlib/overlay", .tags = tags, .ntags = 4 };
    struct load l = { 0 };
    struct strmap done = { 0 };
    struct timespec t0, t1;
    if (!load_std(&l, &o, j->paths, j->n)) {
        printf("%s\n", l.error);
        j->status = 1;
        return NULL;
    }
    u = universe_new(&l.diag);
    clock_gettime(CLOCK_MONOTONIC, &t0);
    for (size_t i = 0; i < l.packages.n; i++) {
        struct source_package *sp = l.packages.at[i];
        struct check_config cfg = { .import = import, .ctx = &done, .lang = sp->lang, .is_std = true };
        struct package *p = check_package(u, sp->path, sp->files, sp->nfiles, &cfg);
        strmap_put(&done, sp->path, p);
        if (p->complete)
            audit_package(p);
    }
    clock_gettime(CLOCK_MONOTONIC, &t1);
    int errors = diag_print(&l.diag, stdout);
    printf("%zu packages, %d errors, %d violations, %.2f s\n", l.packages.n, errors, violations,
           (double)(t1.tv_sec - t0.tv_sec) + (double)(t1.tv_nsec - t0.tv_nsec) * 1e-9);
    j->status = errors > 0 || violations > 0;
    strmap_free(&done);
    universe_free(u);
    load_done(&l);
    return NULL;
}

int main(int argc, char **argv)
{
    static const char *const some[] = { "fmt", "reflect", "net/http", "go/types", "encoding/json", "text/template" };
    struct job j = { .paths = some, .n = sizeof some / sizeof *some };
    if (argc > 1)
        j = (struct job){ .paths = (const char *const *)argv + 1, .n = argc - 1 };
    pthread_t thread;
    pthread_attr_t attr;
    pthread_attr_init(&attr);
    pthread_attr_setstacksize(&attr, 256u << 20);   /* the checker recurses with the nesting of the source */
    pthread_create(&thread, &attr, run, &j);
    pthread_join(thread, NULL);
    return j.status;
}
