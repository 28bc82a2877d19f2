/* compiler/ir/instances.c - monomorphisation: the bodies of generic functions and methods for the type arguments met.
 *
 * Asking for an instance's symbol queues the instance; building one may queue more.  Instances are emitted by every
 * package that needs them, under one name, and the loader keeps one copy. */
#include "compiler/ir/build.h"

enum { MAX_INSTANCES = 20000 };

/* The mark that a package gets by importing unsafe passes to those that hold instances of its functions. */
static bool imports_unsafe(const struct file *f)
{
    for (int i = 0; f && i < f->ndecls && f->decls[i]->kind == DECL_IMPORT; i++)
        if (f->decls[i]->import.path && strcmp(f->decls[i]->import.path, "unsafe") == 0)
            return true;
    return false;
}

static void build_instance(struct builder *b, struct inst_work w)
{
    struct object *o = w.obj;
    bool method = o->recv_named != NULL;
    if (!o->body && !check_imported_body(b->u, o)) {
        diag_error(b->m->diag, o->pos, "internal error: no body for instance %s", w.sym->name);
        return;
    }
    b->m->uses_unsafe |= imports_unsafe(o->file);
    struct tsubst *s = arena_new(b->a, struct tsubst);
    struct type *decl = o->body->sig;
    s->params = method ? decl->func.recv_tparams : decl->func.tparams;
    s->n = method ? decl->func.nrecv_tparams : decl->func.ntparams;
    if (s->n > w.ntargs)
        s->n = w.ntargs;
    s->args = w.targs;
    analyse_function(b, o->body);
    struct type *sig = w.sym->sig;
    if (method) {               /* without the receiver */
        struct type *t = ty_new(b->u, TY_FUNC);
        t->func = sig->func;
        t->func.params++;
        t->func.nparams--;
        sig = t;
    }
    build_function(b, w.sym, o->body, method ? decl->func.recv : NULL, sig, s, NULL);
}

void build_instances(struct builder *b)
{
    while (b->work_done < b->work.n) {
        struct inst_work w = b->work.at[b->work_done++];
        if (b->work_done > MAX_INSTANCES) {
            diag_error(b->m->diag, w.obj->pos, "instantiation cycle");
            return;
        }
        if (!w.sym->def)
            build_instance(b, w);
    }
}
