/* compiler/session/session.c - the state of a session, and the pipeline of one unit: parse, check, build, emit.
 *
 * Every unit is a package of its own ("main#7") in one universe; all of them are one family, which shares unexported names.
 * What a unit declares is first in its own scope, whose parent is the session's; settling moves it there. */
#include "compiler/session/internal.h"

#include <stdlib.h>
#include <string.h>
#include "compiler/ir/ir.h"
#include "compiler/syntax/parse.h"
#include "runtime/base/fatal.h"

/* -- Life ------------------------------------------------------------------------------------------------------------- */

/* Names of library packages, as an undeclared identifier may mean them. */
static void index_library(struct session *s)
{
    static const char *const preferred[] = { "math/rand", "text/template", "text/scanner", "runtime/pprof", NULL };
    const char *path;
    for (uint32_t i = 0; (path = std_archive_path(&s->c.archive, i)); i++) {
        if (strncmp(path, "internal/", 9) == 0 || strstr(path, "/internal") || strncmp(path, "vendor/", 7) == 0)
            continue;
        const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
        if (!strmap_get(&s->std_names, name))
            strmap_put(&s->std_names, name, (void *)path);
    }
    strmap_put(&s->std_names, "unsafe", "unsafe");
    for (int i = 0; preferred[i]; i++)
        if (strmap_get(&s->std_names, strrchr(preferred[i], '/') + 1))
            strmap_put(&s->std_names, strrchr(preferred[i], '/') + 1, (void *)preferred[i]);
}

const char *session_std_path(struct session *s, const char *name) { return strmap_get(&s->std_names, name); }

static struct scope *new_scope(struct session *s)
{
    struct scope *scope = scope_new(s->c.u, s->c.u->scope);
    scope->is_package = true;
    return scope;
}

struct session *session_new(const struct session_options *o)
{
    struct session *s = xcalloc(1, sizeof *s);
    const char *why;
    s->o = *o;
    compilation_init(&s->c, o->messages, NULL);
    if (!std_archive_open(&s->c.archive, o->archive, &why)) {
        fprintf(o->messages, "virgo: std archive %s %s\n", o->archive, why);
        free(s);
        return NULL;
    }
    diag_init(&s->c.load.diag);
    s->c.u = universe_new(&s->c.load.diag);
    s->scope = new_scope(s);
    index_library(s);
    return s;
}

void session_free(struct session *s)
{
    if (!s)
        return;
    strmap_free(&s->modules);
    strmap_free(&s->std_names);
    vec_free(&s->types);
    vec_free(&s->mods);
    vec_free(&s->waiting);
    vec_free(&s->imported);
    compilation_done(&s->c);
    free(s);
}

void session_reset(struct session *s)
{
    s->scope = new_scope(s);
    vec_clear(&s->types);
    vec_clear(&s->waiting);
    s->last = NULL;
    s->nitems = s->next = 0;
}

struct stack_work { struct session *s; void (*work)(struct session *s, void *arg); void *arg; };

static void *on_stack(void *p)
{
    struct stack_work *w = p;
    w->work(w->s, w->arg);
    return NULL;
}

void session_on_stack(struct session *s, void (*work)(struct session *s, void *arg), void *arg)
{
    struct stack_work w = {s, work, arg};
    on_large_stack(on_stack, &w);
}

/* -- Errors ------------------------------------------------------------------------------------------------------------ */

void session_clear_errors(struct session *s) { vec_clear(&s->c.load.diag.msgs); }

/* Names of variables that are being declared are hidden by a mark, which nobody is to see. */
static void drop_marks(char *text)
{
    char *to = text;
    for (const char *p = text; *p; p++) {
        if (strncmp(p, "\xC2\xB7", 2) == 0) {
            p++;
            continue;
        }
        *to++ = *p;
    }
    *to = 0;
}

void session_print_errors(struct session *s)
{
    for (size_t i = 0; i < s->c.load.diag.msgs.n; i++)
        drop_marks(s->c.load.diag.msgs.at[i].text);
    if (!s->quiet)
        diag_print(&s->c.load.diag, s->o.messages);
    session_clear_errors(s);
}

/* -- Imports ------------------------------------------------------------------------------------------------------------- */

static bool have(void *ctx, const char *path)
{
    struct session *s = ctx;
    size_t n;
    return strmap_get(&s->c.done, path) || std_archive_export(&s->c.archive, path, &n) != NULL;
}

/* Loads and compiles a user's package and what it imports; its modules go out with the next unit. */
static bool compile_import(struct session *s, const char *path)
{
    struct load_options lo = {.have_compiled = have, .ctx = s, .lang = s->o.lang, .real_paths = true};
    size_t from = s->c.load.packages.n;
    if (!load_import(&s->c.load, &lo, path)) {
        if (!s->quiet)
            fputs(s->c.load.error, s->o.messages);
        s->c.load.packages.n = from;
        return false;
    }
    for (size_t i = from; i < s->c.load.packages.n; i++) {
        size_t n = s->c.units.n;
        if (!compile_package(&s->c, s->c.load.packages.at[i], false)) {
            session_clear_errors(s);
            s->c.load.packages.n = from;
            return false;
        }
        for (; n < s->c.units.n; n++)
            vec_push(&s->mods, ((struct session_module){s->c.units.at[n].at, s->c.units.at[n].n}));
    }
    return true;
}

bool unit_imports(struct session *s, struct file *f)
{
    for (int i = 0; i < f->ndecls; i++) {
        const char *path = f->decls[i]->kind == DECL_IMPORT ? f->decls[i]->import.path : NULL;
        if (path && *path && *path != '/' && strcmp(path, "unsafe") != 0 && strcmp(path, "C") != 0 && !have(s, path) &&
            !compile_import(s, path))
            return false;
    }
    return true;
}

bool session_import(struct session *s, const char *path)
{
    char *why = NULL;
    struct package *p = compilation_import(&s->c, path, NULL, &why);
    if (!p)
        return false;
    struct object *o = obj_new(s->c.u, OBJ_PKGNAME, (struct pos){0}, NULL, p->name, s->c.u->basic[TY_INVALID]);
    o->imported = p;
    o->used = true;
    strmap_put(&s->scope->names, p->name, o);
    vec_push(&s->imported, p);
    return true;
}

/* -- One unit -------------------------------------------------------------------------------------------------------------- */

struct file *unit_parse(struct session *s, const char *prefix, const char *file, uint32_t line, uint32_t col,
                        const char *text, size_t n, const char *suffix)
{
    struct strbuf b = {0};
    strbuf_printf(&b, "package " SESSION_FAMILY ";%s/*line %s:%u:%u*/", prefix, file, line, col);
    strbuf_add(&b, text, n);
    strbuf_puts(&b, suffix);
    struct file *f = parse_file(&s->c.load.arena, &s->c.load.diag, file, b.at, b.n, 0);
    strbuf_free(&b);
    return diag_count(&s->c.load.diag) ? NULL : f;
}

struct package *unit_check(struct session *s, struct file *f, bool lone_expr)
{
    struct check_config cfg = {
        .import = compilation_import, .ctx = &s->c, .lang = s->o.lang ? s->o.lang : "go1.19", .repl = true,
        .outer = s->scope, .family = SESSION_FAMILY, .lone_expr = lone_expr,
    };
    const char *path = arena_printf(&s->c.load.arena, SESSION_FAMILY "#%u", s->ninputs + 1);
    struct package *p = check_package(s->c.u, path, &f, 1, &cfg);
    if (p && diag_count(&s->c.load.diag) == 0 && p->complete)
        return p;
    if (p)
        check_undo_methods(p);
    return NULL;
}

static struct expr *check_expr(struct session *s, const char *text, size_t n, struct package **p)
{
    struct file *f = unit_parse(s, "func virgo_prompt(){", s->file ? s->file : "<prompt>", s->line ? s->line : 1, 1, text,
                                n, "\n}");
    struct block *b = f && f->ndecls ? f->decls[0]->func.func->body : NULL;
    if (!b || b->n != 1 || b->stmts[0]->kind != ST_EXPR)
        return NULL;
    f->decls[0]->func.name = PROMPT_FUNC;
    *p = unit_check(s, f, true);
    return *p ? b->stmts[0]->x : NULL;
}

struct expr *session_expr(struct session *s, const char *text, size_t n, struct package **p)
{
    struct expr *x = check_expr(s, text, n, p);
    if (x || !session_import_undefined(s, arena_strndup(&s->c.load.arena, text, n)))
        return x;
    session_clear_errors(s);
    return check_expr(s, text, n, p);
}

/* Does struct t, or one it embeds, embed base? */
static bool embeds(struct type *t, struct type *base, int depth)
{
    struct type *u = ty_underlying(t);
    if (u->kind != TY_STRUCT || depth > 20)
        return false;
    for (int i = 0; i < u->strct.n; i++) {
        struct type *f = u->strct.fields[i].type;
        if (!u->strct.fields[i].embedded)
            continue;
        if (f->kind == TY_POINTER)
            f = f->pointer.elem;
        if (f == base || embeds(f, base, depth + 1))
            return true;
    }
    return false;
}

/* Types that have other methods because of those p declares: their lists are described anew. */
static void find_extended(struct session *s, struct package *p)
{
    vec(struct type *) out = {0};
    for (int i = 0; i < p->nlate; i++) {
        struct type *base = p->late[i].named;
        for (size_t k = 0; k < s->types.n; k++) {
            struct type *t = s->types.at[k];
            bool known = false;
            for (size_t j = 0; j < out.n; j++)
                known |= out.at[j] == t;
            if (!known && !ty_is_generic(t) && (t == base || embeds(t, base, 0)))
                vec_push(&out, t);
        }
    }
    p->extended = arena_memdup(&s->c.u->arena, out.at, out.n * sizeof *out.at);
    p->nextended = (int)out.n;
    vec_free(&out);
}

/* Packages imported unasked become imports of the next module, which brings them into the program. */
static void add_imports(struct session *s, struct package *p)
{
    struct package **all = arena_array(&s->c.u->arena, struct package *, (size_t)p->nimports + s->imported.n);
    if (p->nimports)
        memcpy(all, p->imports, sizeof *all * (size_t)p->nimports);
    for (size_t i = 0; i < s->imported.n; i++)
        all[p->nimports++] = s->imported.at[i];
    p->imports = all;
    vec_clear(&s->imported);
}

bool unit_emit(struct session *s, struct package *p)
{
    struct arena *a = &s->c.load.arena;
    add_imports(s, p);
    for (size_t i = 0; i < s->scope->names.n; i++) {
        struct object *o = s->scope->names.entries[i].val;
        p->uses_unsafe |= o && o->kind == OBJ_PKGNAME && o->imported == s->c.u->unsafe_pkg;
    }
    find_extended(s, p);
    struct ir_module *m = ir_build(s->c.u, p);
    if (!m || diag_count(&s->c.load.diag) > 0) {
        if (m)
            ir_free(m);
        check_undo_methods(p);
        return false;
    }
    for (size_t i = 0; i < m->funcs.n; i++)
        opt_run(m->funcs.at[i], NULL);
    struct strbuf bytes = {0};
    struct emit_options eo = {0};
    emit_module(m, &eo, &bytes);
    ir_free(m);
    s->ninputs++;
    struct session_module *own = arena_new(a, struct session_module);
    *own = (struct session_module){(const uint8_t *)bytes.at, bytes.n};     /* the VM reads it as long as it runs */
    strmap_put(&s->modules, p->path, own);
    s->last = own;
    vec_push(&s->mods, *own);
    s->out.modules = arena_memdup(a, s->mods.at, s->mods.n * sizeof *s->mods.at);
    s->out.nmodules = s->mods.n;
    vec_clear(&s->mods);
    s->out.package = p->path;
    s->unit = p;
    return true;
}
