/* compiler/package/overlay.c - our own declarations laid over a distro package.
 *
 * overlay.txt of stdlib/overlay/<import path>/ has one instruction a line ("#" starts a comment):
 *     add FILE        a file of the overlay joins the package (its tests, if it is a _test.go file)
 *     replace FILE    it joins, and its declarations take the place of the distro's of the same name
 *     include FILE    a distro file is selected whatever its constraints say
 *     exclude FILE    a distro file is left out
 *     drop NAME       a distro declaration (F, T.M) is left out
 *     whole           the distro's files are not used at all */
#include <errno.h>
#include <string.h>
#include "compiler/package/internal.h"
#include "runtime/base/hashmap.h"

bool overlay_read(struct overlay *o, struct arena *a, const char *dir, const char *path, char **error)
{
    *o = (struct overlay){0};
    size_t n;
    const char *name = arena_printf(a, "%s/%s/overlay.txt", dir, path);
    char *text = source_read(a, name, &n);
    if (!text) {
        if (errno == ENOENT || errno == ENOTDIR)
            return true;
        *error = arena_printf(a, "virgo: %s: %s\n", name, strerror(errno));
        return false;
    }
    o->present = true;
    int line = 0;
    for (char *save = NULL, *l = strtok_r(text, "\n", &save); l; l = strtok_r(NULL, "\n", &save)) {
        line++;
        char *word_save = NULL, *verb = strtok_r(l, " \t\r", &word_save);
        if (!verb || *verb == '#')
            continue;
        char *arg = strtok_r(NULL, " \t\r", &word_save);
        str_list *to = strcmp(verb, "add") == 0 ? &o->add : strcmp(verb, "replace") == 0 ? &o->replace
                     : strcmp(verb, "include") == 0 ? &o->include : strcmp(verb, "exclude") == 0 ? &o->exclude
                     : strcmp(verb, "drop") == 0 ? &o->drop : NULL;
        if (strcmp(verb, "whole") == 0 && !arg) {
            o->whole = true;
        } else if (to && arg) {
            vec_push(to, arg);
        } else {
            *error = arena_printf(a, "%s:%d: expected add, replace, include, exclude or drop with one name, or whole\n",
                                  name, line);
            return false;
        }
    }
    return true;
}

void overlay_done(struct overlay *o)
{
    vec_free(&o->add);
    vec_free(&o->replace);
    vec_free(&o->include);
    vec_free(&o->exclude);
    vec_free(&o->drop);
}

/* -- Declarations by name ------------------------------------------------------------------ */
static const char *base_type_name(const struct expr *x)
{
    while (x)
        switch (x->kind) {
        case EX_PAREN: x = x->paren.x; break;
        case EX_STAR: x = x->star.x; break;
        case EX_INDEX: x = x->index.x; break;
        case EX_IDENT: return x->ident.name;
        default: return "?";
        }
    return "?";
}

static const char *func_key(struct arena *a, const struct decl *d)
{
    if (!d->func.recv)
        return d->func.name;
    return arena_printf(a, "%s.%s", base_type_name(d->func.recv->type), d->func.name);
}

static bool never_replaced(const char *name) { return strcmp(name, "_") == 0 || strcmp(name, "init") == 0; }

static void collect(struct strmap *m, struct arena *a, const struct file *f)
{
    for (int i = 0; i < f->ndecls; i++) {
        const struct decl *d = f->decls[i];
        switch (d->kind) {
        case DECL_FUNC: strmap_put(m, func_key(a, d), m); break;
        case DECL_TYPE: strmap_put(m, d->type.name, m); break;
        case DECL_CONST: case DECL_VAR:
            for (int k = 0; k < d->value.n; k++)
                strmap_put(m, d->value.names[k], m);
            break;
        default: break;
        }
    }
}

/* A constant keeps its place (iota of its neighbours is by index); a variable of a list assigned from one call cannot
 * be taken out alone and becomes blank. */
static bool remove_values(struct decl *d, const struct strmap *gone)
{
    int left = 0;
    for (int k = 0; k < d->value.n; k++)
        if (strmap_get(gone, d->value.names[k]) && !never_replaced(d->value.names[k]))
            d->value.names[k] = "_";
        else
            left++;
    return left == 0;
}

static void filter(struct file *f, struct arena *a, const struct strmap *gone)
{
    int w = 0;
    for (int i = 0; i < f->ndecls; i++) {
        struct decl *d = f->decls[i];
        bool drop = false;
        if (d->kind == DECL_FUNC)
            drop = strmap_get(gone, func_key(a, d)) && !never_replaced(d->func.name);
        else if (d->kind == DECL_TYPE)
            drop = strmap_get(gone, d->type.name) != NULL;
        else if (d->kind == DECL_CONST || d->kind == DECL_VAR)
            drop = remove_values(d, gone);
        if (!drop)
            f->decls[w++] = d;
    }
    f->ndecls = w;
}

void overlay_apply(const struct overlay *o, struct arena *a, struct file **files, int nfiles, struct file **replacements,
                   int nreplacements)
{
    struct strmap gone = {0};
    for (int i = 0; i < nreplacements; i++)
        collect(&gone, a, replacements[i]);
    for (size_t i = 0; i < o->drop.n; i++)
        strmap_put(&gone, o->drop.at[i], &gone);
    for (int i = 0; i < nfiles; i++)
        filter(files[i], a, &gone);
    strmap_free(&gone);
}
