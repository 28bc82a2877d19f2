/* compiler/types/unused.c - variables and imports that are declared but not used. */
#include "compiler/types/check.h"

void ck_unused_vars(struct checker *c, struct func_ctx *f) {
    if (c->cfg->repl) return;
    for (size_t i = 0; i < f->locals.n; i++) {
        struct object *o = f->locals.at[i];
        if (!o->used && !ck_is_blank(o->name)) ck_err(c, o->pos, "%s declared but not used", o->name);
    }
}

static void unused_import(struct checker *c, struct object *o) {
    const char *path = o->imported->path, *slash = strrchr(path, '/');
    const char *last = slash ? slash + 1 : path;
    if (strcmp(o->name, ".") == 0 || strcmp(o->name, last) == 0)
        ck_err(c, o->pos, "imported and not used: \"%s\"", path);
    else
        ck_err(c, o->pos, "imported and not used: \"%s\" as %s", path, o->name);
}

void ck_unused_imports(struct checker *c) {
    for (size_t i = 0; i < c->imports.n; i++) {
        struct object *o = c->imports.at[i];
        if (!o->used && !ck_is_blank(o->name)) unused_import(c, o);
    }
}
