/* compiler/types/check_imported.c - bodies of imported generic functions and methods, for the instances made here.
 *
 * The export data of a package keeps the source text of its generic declarations.  The text is parsed as a file of its
 * own, with the imports of the original one and the function at its original line and column, and checked in the scope
 * of the imported package. */
#include "compiler/syntax/parse.h"
#include "compiler/types/check.h"
#include "compiler/types/export.h"
#include "runtime/base/strbuf.h"

static struct file *parse_source(struct universe *u, const struct package *p, const struct generic_source *src) {
    struct strbuf text = {0};
    strbuf_printf(&text, "package %s;", p->name);
    for (int i = 0; i < src->nimports; i++)
        strbuf_printf(&text, "import %s \"%s\";", src->imports[i].name ? src->imports[i].name : "",
                      src->imports[i].path);
    for (uint32_t line = 1; line < src->line; line++) strbuf_u8(&text, '\n');
    for (uint32_t col = 1; col < src->col; col++) strbuf_u8(&text, ' ');
    strbuf_add(&text, src->text, src->n);
    struct file *f = parse_file(&u->arena, u->diag, src->file, text.at, text.n, 0);
    strbuf_free(&text);
    return f;
}

/* Everything the source imports is a direct import of its package, read with it. */
static struct package *known_import(void *ctx, const char *path, struct package *importer, char **why) {
    (void)ctx;
    static const char vendor[] = "vendor/";
    for (int i = 0; i < importer->nimports; i++) {
        const char *q = importer->imports[i]->path;
        if (strcmp(q, path) == 0) return importer->imports[i];
        if (strncmp(q, vendor, sizeof vendor - 1) == 0 && strcmp(q + sizeof vendor - 1, path) == 0)
            return importer->imports[i];
    }
    *why = "not imported by its package";
    return NULL;
}

static struct decl *function_of(const struct file *f) {
    struct decl *d = f->ndecls ? f->decls[f->ndecls - 1] : NULL;
    return d && d->kind == DECL_FUNC && d->func.func->body ? d : NULL;
}

static void check_function(struct checker *c, struct object *o, struct file *f, struct decl *d) {
    struct func_lit *fn = d->func.func;
    struct type *sig = ty_new(c->u, TY_FUNC);
    ck_file_imports(c, f);
    c->env = (struct ck_env){.scope = f->scope};
    ck_func_type(c, sig, d->func.recv, fn->type->functype.tparams, fn->type->functype.ntparams, fn->type, fn);
    ck_run_later(c, 0);
    d->func.obj = o;
    o->type = sig;              /* its type parameters are those the body mentions */
    o->body = fn;
    o->pos = d->pos;
    o->file = f;
    ck_func_body(c, fn, (struct ck_env){.func_obj = o});
    ck_run_later(c, 0);
}

bool check_imported_body(struct universe *u, struct object *o) {
    struct generic_source src;
    if (!o->pkg || !import_generic_source(o->pkg, o, &src)) return false;
    int before = diag_count(u->diag);
    struct file *f = parse_source(u, o->pkg, &src);
    struct decl *d = function_of(f);
    if (!d || diag_count(u->diag) > before) return false;
    struct check_config cfg = {.import = known_import, .lang = o->pkg->lang, .is_std = o->pkg->is_std};
    struct checker c;
    ck_begin(&c, o->pkg, &cfg);
    check_function(&c, o, f, d);
    ck_end(&c);
    return true;
}
