/* vm/module/link.c - lazy linking: function records, static data, programs, and pc tables.
 *
 * Each side table entry is filled once and published with release; readers need no lock.  Two locks order the work:
 * functions (a leaf: nothing else is called under it) and data (may build type descriptors and function records). */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "runtime/act.h"
#include "runtime/base/fatal.h"
#include "runtime/base/strbuf.h"
#include "runtime/base/vec.h"
#include "runtime/g.h"
#include "runtime/heap.h"
#include "runtime/map.h"
#include "runtime/natives.h"
#include "runtime/types.h"
#include "vm/module/image.h"
#include "vm/module/type_view.h"

struct linker {
    pthread_mutex_t functions, data;
    struct arena arena;                 /* records and names; under functions */
    struct strmap instances;            /* canonical name -> struct fn *; under functions */
    struct strmap packages;             /* path -> struct image *; fixed after program_open */
    struct strmap missing;              /* full name -> struct fn * that reports the absence; under functions */
};

#define LOAD(slot) __atomic_load_n(&(slot), __ATOMIC_ACQUIRE)
#define PUBLISH(slot, value) __atomic_store_n(&(slot), (value), __ATOMIC_RELEASE)

/* -- Functions ----------------------------------------------------------------------------------------------------- */
static enum rt_result unavailable(struct act *c)
{
    size_t n = strlen(c->fn->name) + 40;
    char *msg = xmalloc(n);
    snprintf(msg, n, "virgo: %s is not available", c->fn->name);
    c->g->throw_msg = msg;
    return RT_THROW;
}

static struct fn *new_fn(struct linker *l, const char *name)
{
    struct fn *f = arena_new(&l->arena, struct fn);
    f->self = f;
    f->name = name;
    return f;
}

static struct fn *missing_fn(struct linker *l, const char *pkg, const char *name)
{
    char *full = arena_printf(&l->arena, "%s.%s", pkg, name);
    struct fn *f = strmap_get(&l->missing, full);
    if (f) return f;
    f = new_fn(l, full);
    f->native = unavailable;
    f->flags = FN_BODYLESS | FN_LINKED;
    strmap_put(&l->missing, full, f);
    return f;
}

static size_t shown_length(const char *name)
{
    size_t n = strlen(name);
    return n > 5 && !strcmp(name + n - 5, "-expr") ? n - 5 : n;
}

static const char *instance_name(struct linker *l, const char *name)
{
    size_t n = shown_length(name);
    return name[n] ? arena_strndup(&l->arena, name, n) : name;
}

/* Full name of a function.  Method expressions go by the method's; inputs of a session go by the name of their package; dots in the last element of a path are
 * written %2e, as gc does. */
static char *symbol(struct linker *l, const char *path, const char *name)
{
    size_t shown = shown_length(name);
    size_t n = strcspn(path, "#");
    const char *slash = memrchr(path, '/', n), *last = slash ? slash + 1 : path;
    if (!memchr(last, '.', n - (size_t)(last - path))) return arena_printf(&l->arena, "%.*s.%.*s", (int)n, path, (int)shown, name);
    struct strbuf b = {0};
    for (const char *p = path; p < path + n; p++)
        if (*p == '.' && p >= last) strbuf_puts(&b, "%2e");
        else strbuf_putc(&b, *p);
    strbuf_printf(&b, ".%.*s", (int)shown, name);
    char *s = arena_strndup(&l->arena, b.at, b.n);
    strbuf_free(&b);
    return s;
}

/* Record of a definition; the functions lock is held. */
static struct fn *def_locked(struct image *im, uint32_t def)
{
    struct fn *f = im->fn_by_def[def];
    if (f) return f;
    struct linker *l = im->prog->linker;
    const struct fmt_func *d = &im->funcs[def];
    uint32_t len;
    const char *name = image_str(im, d->name, &len);
    if (d->flags & FMT_FUNC_INSTANCE && im->trusted) {   /* one copy; the library never binds to a program's */
        f = strmap_getn(&l->instances, name, len);
        if (!f) {
            f = new_fn(l, instance_name(l, name));
            f->image = im, f->index = def, f->flags = d->flags & 0xff;
            strmap_putn(&l->instances, name, len, f);
        }
    } else {
        f = new_fn(l, d->flags & FMT_FUNC_INSTANCE ? instance_name(l, name) : symbol(l, im->path, name));
        f->image = im, f->index = def, f->flags = d->flags & 0xff;
    }
    f->nslots = d->nslots, f->nargs = d->nargs, f->nres = d->nres, f->dsize = d->dsize;
    f->ctx = d->ctx_type ? d->nargs + 1 : 0;
    PUBLISH(im->fn_by_def[def], f);
    return f;
}

static struct fn *newest(struct fn *f)
{
    while (f->newer) f = f->newer;
    return f;
}

struct fn *link_def(struct image *im, uint32_t def)
{
    struct fn *f = LOAD(im->fn_by_def[def]);
    if (f) return newest(f);
    pthread_mutex_lock(&im->prog->linker->functions);
    f = def_locked(im, def);
    pthread_mutex_unlock(&im->prog->linker->functions);
    return f;
}

struct fn *link_funcref(struct image *im, uint32_t ref)
{
    struct fn *f = LOAD(im->fn_by_ref[ref]);
    if (f) return f;
    struct linker *l = im->prog->linker;
    const struct fmt_symref *r = &im->funcrefs[ref];
    pthread_mutex_lock(&l->functions);
    struct image *to = r->import ? im->import_images[r->import - 1] : im;
    int64_t def = r->local ? (int64_t)r->local - 1 : -1;
    uint32_t len;
    const char *name = image_str(im, r->name, &len);
    if (def < 0 && to) def = image_find(to, name, len, false);
    if (def >= 0) f = newest(def_locked(to, (uint32_t)def));
    else f = missing_fn(l, r->import ? image_str(im, im->imports[r->import - 1].path, NULL) : im->path, name);
    PUBLISH(im->fn_by_ref[ref], f);
    pthread_mutex_unlock(&l->functions);
    return f;
}

static struct image *package(struct program *p, const char *pkg) { return strmap_get(&p->linker->packages, pkg); }

struct fn *link_symbol(struct program *p, const char *pkg, const char *name)
{
    struct image *im = package(p, pkg);
    int64_t def = im ? image_find(im, name, strlen(name), false) : -1;
    return def < 0 ? NULL : link_def(im, (uint32_t)def);
}

void link_code(struct fn *f)
{
    if (__atomic_load_n(&f->flags, __ATOMIC_ACQUIRE) & FN_LINKED) return;
    struct image *im = f->image;
    pthread_mutex_t *lock = &im->prog->linker->functions;
    pthread_mutex_lock(lock);
    if (!(f->flags & FN_LINKED)) {
        const struct fmt_func *d = &im->funcs[f->index];
        if (d->flags & FMT_FUNC_BODYLESS) {
            f->native = native_lookup(f->name);
            if (!f->native) f->native = unavailable;
        } else {
            f->code = im->code + d->code;
            f->ncode = d->ncode;
            f->recover = d->recover_pc ? f->code + d->recover_pc - 1 : NULL;
        }
        __atomic_or_fetch(&f->flags, FN_LINKED, __ATOMIC_RELEASE);
    }
    pthread_mutex_unlock(lock);
}

/* -- Types and itabs ------------------------------------------------------------------------------------------------- */
struct rtype *link_type(struct image *im, uint32_t type)
{
    struct rtype *t = LOAD(im->rtypes[type]);
    if (t) return t;
    t = types_build(im, type);
    PUBLISH(im->rtypes[type], t);
    return t;
}

void *link_itab(struct image *im, uint32_t itab)
{
    void *word = LOAD(im->itab_words[itab]);
    if (word) return word;
    const struct fmt_itabref *r = &im->itabrefs[itab];
    struct rtype *t = link_type(im, r->type);
    struct go_string missing;
    bool empty = !r->iface || !rec_under(im, r->iface)[2];
    word = empty ? (void *)t : itab_get(link_type(im, r->iface), t, &missing);
    if (!word) fatal("%s: %.*s is not implemented by a type converted to an interface", im->path, (int)missing.len, missing.ptr);
    PUBLISH(im->itab_words[itab], word);
    return word;
}

/* -- Static data ------------------------------------------------------------------------------------------------------- */
/* A global is allocated when first met and filled from the worklist; addresses are published when all that is reachable
 * is filled, so that no other thread sees half-made data. */
struct made { struct image *im; uint32_t def; void *at; };
struct map_data { struct image *im; const struct fmt_reloc *reloc; void **to; char *entries; };
struct materialise { vec(struct made) made; size_t filled; struct ptrmap pending; vec(struct map_data) maps; };

static void *place(struct materialise *m, struct image *im, uint32_t def)
{
    void *at = im->def_addr[def];
    if (at) return at;
    const struct fmt_global *g = &im->globals[def];
    at = ptrmap_get(&m->pending, g);
    if (at) return at;
    const struct type_view *v = type_view(im, g->type, NULL);
    ASSERT(v, "global %u of %s has no layout", def, im->path);
    bool in_place = g->flags & FMT_GLOBAL_READONLY && !g->nreloc && g->nimage == v->size && v->size;
    if (in_place) {                     /* read where it is mapped */
        at = (void *)(im->data + g->image);
        PUBLISH(im->def_addr[def], at);
        return at;
    }
    at = heap_alloc_static(v->size, v->ptrs);
    ptrmap_put(&m->pending, g, at);
    vec_push(&m->made, ((struct made){ im, def, at }));
    return at;
}

/* Definition a global reference names; *im becomes its image.  -1: there is none. */
static int64_t globref_def(struct image **im, uint32_t ref)
{
    const struct fmt_symref *r = &(*im)->globrefs[ref];
    if (r->local) return (int64_t)r->local - 1;
    uint32_t len;
    const char *name = image_str(*im, r->name, &len);
    struct image *to = r->import ? (*im)->import_images[r->import - 1] : *im;
    int64_t def = to ? image_find(to, name, len, true) : -1;
    if (def < 0)
        fatal("%s: no variable %s.%s", (*im)->path, r->import ? image_str(*im, (*im)->imports[r->import - 1].path, NULL) : (*im)->path, name);
    *im = to;
    return def;
}

static void fill(struct materialise *m, const struct made *g)
{
    struct image *im = g->im;
    const struct fmt_global *d = &im->globals[g->def];
    memcpy(g->at, im->data + d->image, d->nimage);
    for (uint32_t i = 0; i < d->nreloc; i++) {
        const struct fmt_reloc *r = &im->relocs[d->reloc + i];
        uint64_t *to = (uint64_t *)((char *)g->at + r->off);
        switch (r->kind) {
        case FMT_RELOC_STR: to[1] = im->str[r->index].len;      /* fall through */
        case FMT_RELOC_STRPTR: to[0] = im->str[r->index].len ? (uint64_t)(uintptr_t)image_str(im, r->index, NULL) : 0; break;
        case FMT_RELOC_GLOB: {
            struct image *target = im;
            int64_t def = globref_def(&target, r->index);
            to[0] = (uint64_t)(uintptr_t)place(m, target, (uint32_t)def) + r->addend;
            break;
        }
        case FMT_RELOC_FUNC: to[0] = (uint64_t)(uintptr_t)fn_value(link_funcref(im, r->index)); break;
        case FMT_RELOC_TYPE: to[0] = (uint64_t)(uintptr_t)link_type(im, r->index); break;
        case FMT_RELOC_ITAB: to[0] = (uint64_t)(uintptr_t)link_itab(im, r->index); break;
        case FMT_RELOC_MAP: {
            struct image *target = im;
            int64_t def = globref_def(&target, r->index);
            vec_push(&m->maps, ((struct map_data){ im, r, (void **)to, place(m, target, (uint32_t)def) }));
            break;
        }
        }
    }
}

static void make_map(const struct map_data *d)
{
    const uint32_t *array = rec_under(d->im, d->im->globrefs[d->reloc->index].type);
    const struct type_view *entry = type_view(d->im, array[2], NULL);
    uint64_t n = array[3] | (uint64_t)array[4] << 32;
    struct map_type *t = (struct map_type *)link_type(d->im, d->reloc->addend);
    *d->to = map_of_entries(t, d->entries, n, entry->size, entry->offsets[1]);
}

static void *materialise(struct image *im, uint32_t def)
{
    void *at = LOAD(im->def_addr[def]);
    if (at) return at;
    pthread_mutex_t *lock = &im->prog->linker->data;
    pthread_mutex_lock(lock);
    struct materialise m = {0};
    at = place(&m, im, def);
    while (m.filled < m.made.n) {
        struct made g = m.made.at[m.filled++];
        fill(&m, &g);
    }
    for (size_t i = m.maps.n; i-- > 0;)         /* maps that are entries of others come behind these */
        make_map(&m.maps.at[i]);
    for (size_t i = 0; i < m.made.n; i++) PUBLISH(m.made.at[i].im->def_addr[m.made.at[i].def], m.made.at[i].at);
    pthread_mutex_unlock(lock);
    vec_free(&m.made);
    vec_free(&m.maps);
    ptrmap_free(&m.pending);
    return at;
}

void *link_global(struct image *im, uint32_t ref)
{
    void *at = LOAD(im->global_addr[ref]);
    if (at) return at;
    struct image *to = im;
    int64_t def = globref_def(&to, ref);
    at = materialise(to, (uint32_t)def);
    PUBLISH(im->global_addr[ref], at);
    return at;
}

void *link_global_symbol(struct program *p, const char *pkg, const char *name)
{
    struct image *im = package(p, pkg);
    int64_t def = im ? image_find(im, name, strlen(name), true) : -1;
    return def < 0 ? NULL : materialise(im, (uint32_t)def);
}

/* -- Programs ------------------------------------------------------------------------------------------------------------ */
struct opening {                        /* std packages wanted, by archive directory index */
    struct program *p;
    bool own_std;                       /* modules marked std are trusted and may replace the archive's */
    void *archive;
    struct image **std;
    vec(uint32_t) todo;
    struct mod_fault *fault;
};

static int want(struct opening *o, const char *from, const char *path)
{
    if (package(o->p, path)) return 0;
    const struct container *c = archive_container(o->archive);
    int64_t i = container_find(c, path);
    if (i < 0) return mod_fail(o->fault, 0, "IMPORT", "%s imports package %s, which is not in the standard library archive", from, path);
    if (o->std[i]) return 0;
    o->std[i] = archive_package(o->archive, o->p, path);
    vec_push(&o->todo, (uint32_t)i);
    return 0;
}

static int bind_imports(struct opening *o, struct image *im)
{
    for (uint32_t i = 0; i < im->nimports; i++) {
        const struct fmt_import *d = &im->imports[i];
        const char *path = image_str(im, d->path, NULL);
        struct image *to = package(o->p, path);
        if (!to) return mod_fail(o->fault, i, "IMPORT", "%s imports package %s, which is neither in the program nor in the library", im->path, path);
        uint64_t hash = d->hash_lo | (uint64_t)d->hash_hi << 32;
        if (hash && to->hash && hash != to->hash)
            return mod_fail(o->fault, i, "IMPORT", "%s was compiled against another version of package %s: compile it again", im->path, path);
        im->import_images[i] = to;
    }
    return 0;
}

static bool marked_std(const uint8_t *module, size_t n)
{
    const struct fmt_module *m = (const void *)module;
    return n >= sizeof *m && m->flags & FMT_MODULE_STD;
}

/* Appends im after those it imports (which form no cycle: the compiler saw them). */
static void visit(struct image *im, struct ptrmap *seen, struct image **out, uint32_t *n)
{
    if (ptrmap_get(seen, im)) return;
    ptrmap_put(seen, im, im);
    for (uint32_t i = 0; i < im->nimports; i++)
        visit(im->import_images[i], seen, out, n);
    out[(*n)++] = im;
}

/* A replacement may import packages that follow the replaced one in the archive. */
static void order_images(struct program *p)
{
    struct image **out = xcalloc(p->nimages + 1, sizeof *out);
    struct ptrmap seen = {0};
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->nimages; i++)
        visit(p->images[i], &seen, out, &n);
    ptrmap_free(&seen);
    free(p->images);
    p->images = out;
}

static int open_packages(struct opening *o, const struct container *user)
{
    struct program *p = o->p;
    const struct container *c = archive_container(o->archive);
    uint32_t nstd = c ? c->npackages : 0;
    struct image **own = xcalloc(user->npackages + 1, sizeof *own);
    o->std = xcalloc(nstd + 1, sizeof *o->std);
    p->images = xcalloc(user->npackages + nstd + 1, sizeof *p->images);
    int bad = 0;
    for (uint32_t i = 0; i < user->npackages && !bad; i++) {
        const struct fmt_directory *d = &user->dir[i];
        const char *path = (const char *)user->at + d->path_off;
        bool trusted = o->own_std && marked_std(user->at + d->off, d->size);
        if (image_read(&own[i], user->at + d->off, d->size, trusted, o->fault)) { bad = -1; break; }
        own[i]->prog = p;
        own[i]->unsafe_mark |= trusted;
        if (strcmp(own[i]->path, path)) bad = mod_fail(o->fault, d->off, "directory", "package %s calls itself %s", path, own[i]->path);
        else if (!trusted && container_find(c, path) >= 0) bad = mod_fail(o->fault, d->off, "directory", "package %s belongs to the library", path);
        else if (package(p, path)) bad = mod_fail(o->fault, d->off, "directory", "package %s appears twice", path);
        else strmap_put(&p->linker->packages, own[i]->path, own[i]);
    }
    if (!bad && container_find(c, "runtime") >= 0) bad = want(o, "the VM", "runtime");
    for (uint32_t i = 0; i < user->npackages && !bad; i++)
        for (uint32_t k = 0; k < own[i]->nimports && !bad; k++) {
            const char *path = image_str(own[i], own[i]->imports[k].path, NULL);
            p->uses_runtime |= strncmp(path, "runtime", 7) == 0;
            bad = want(o, own[i]->path, path);
        }
    for (size_t i = 0; i < o->todo.n && !bad; i++) {
        struct image *im = o->std[o->todo.at[i]];
        for (uint32_t k = 0; k < im->nimports && !bad; k++)
            bad = want(o, im->path, image_str(im, im->imports[k].path, NULL));
    }
    for (uint32_t i = 0; i < nstd; i++)
        if (o->std[i]) {
            p->images[p->nimages++] = o->std[i];
            strmap_put(&p->linker->packages, o->std[i]->path, o->std[i]);
        }
    for (uint32_t i = 0; i < user->npackages; i++)
        if (own[i]) p->images[p->nimages++] = own[i];
    for (uint32_t i = 0; i < p->nimages && !bad; i++) bad = bind_imports(o, p->images[i]);
    if (o->own_std && !bad) order_images(p);
    for (uint32_t i = 0; i < user->npackages && !bad; i++)
        if (!own[i]->trusted) bad = image_verify(own[i], o->fault);
    if (!bad && user->flags & FMT_CONTAINER_PROGRAM) {
        p->main = own[user->main_pkg];
        int64_t def = image_find(p->main, "main", 4, false);
        if (def < 0 || p->main->funcs[def].nargs || p->main->funcs[def].nres || p->main->funcs[def].flags & FMT_FUNC_BODYLESS)
            bad = mod_fail(o->fault, 0, "FUNC", "package %s has no function main", p->main->path);
    }
    for (uint32_t i = 0; i < p->nimages && !bad; i++) link_register_image(p->images[i]);
    free(own), free(o->std);
    vec_free(&o->todo);
    return bad;
}

static struct program *new_program(void *archive)
{
    struct program *p = xcalloc(1, sizeof *p);
    p->archive = archive;
    p->linker = xcalloc(1, sizeof *p->linker);
    pthread_mutex_init(&p->linker->functions, NULL);
    pthread_mutex_init(&p->linker->data, NULL);
    return p;
}

int program_open(struct program **out, const uint8_t *vgo, size_t n, void *archive, bool own_std, struct mod_fault *fault)
{
    struct container user;
    *out = NULL;
    if (container_read(&user, vgo, n, true, fault)) return -1;
    if (user.flags & FMT_CONTAINER_ARCHIVE) return mod_fail(fault, 0, "container", "this is a library archive, not a program");
    struct program *p = new_program(archive);
    struct opening o = { .p = p, .archive = archive, .own_std = own_std, .fault = fault };
    if (open_packages(&o, &user)) {
        program_close(p);
        return -1;
    }
    *out = p;
    return 0;
}

static void opening_init(struct opening *o, struct program *p, struct mod_fault *fault)
{
    const struct container *c = archive_container(p->archive);
    *o = (struct opening){ .p = p, .archive = p->archive, .fault = fault };
    o->std = xcalloc((c ? c->npackages : 0) + 1, sizeof *o->std);
}

static void opening_done(struct opening *o)
{
    free(o->std);
    vec_free(&o->todo);
}

/* Adds the wanted packages of the archive and what they import; room for one more image is left. */
static int add_wanted(struct opening *o)
{
    struct program *p = o->p;
    const struct container *c = archive_container(o->archive);
    uint32_t from = p->nimages;
    int bad = 0;
    for (size_t i = 0; i < o->todo.n && !bad; i++) {
        struct image *s = o->std[o->todo.at[i]];
        for (uint32_t k = 0; k < s->nimports && !bad; k++) bad = want(o, s->path, image_str(s, s->imports[k].path, NULL));
    }
    struct image **all = xcalloc(p->nimages + o->todo.n + 1, sizeof *all);
    if (p->nimages) memcpy(all, p->images, p->nimages * sizeof *all);
    for (uint32_t i = 0; c && i < c->npackages; i++)
        if (o->std[i]) {
            all[p->nimages++] = o->std[i];
            strmap_put(&p->linker->packages, o->std[i]->path, o->std[i]);
        }
    free(p->images);
    p->images = all;
    for (uint32_t i = from; i < p->nimages && !bad; i++) bad = bind_imports(o, p->images[i]);
    for (uint32_t i = from; i < p->nimages; i++) link_register_image(p->images[i]);
    return bad;
}

int program_new(struct program **out, void *archive, const char *const *packages, size_t n, struct mod_fault *fault)
{
    struct program *p = new_program(archive);
    struct opening o;
    opening_init(&o, p, fault);
    int bad = 0;
    for (size_t i = 0; i < n && !bad; i++) bad = want(&o, "the VM", packages[i]);
    if (!bad) bad = add_wanted(&o);
    opening_done(&o);
    *out = bad ? NULL : p;
    if (bad) program_close(p);
    return bad;
}

int program_add(struct program *p, const uint8_t *module, size_t n, struct mod_fault *fault)
{
    struct image *im;
    if (image_read(&im, module, n, false, fault)) return -1;
    im->prog = p;
    struct opening o;
    opening_init(&o, p, fault);
    int bad = 0;
    if (package(p, im->path)) bad = mod_fail(fault, 0, "module", "package %s appears twice", im->path);
    for (uint32_t k = 0; k < im->nimports && !bad; k++) bad = want(&o, im->path, image_str(im, im->imports[k].path, NULL));
    if (!bad) bad = add_wanted(&o);     /* they stay, whatever becomes of the module */
    if (!bad) bad = bind_imports(&o, im);
    if (!bad) bad = image_verify(im, fault);
    opening_done(&o);
    if (bad) {
        image_free(im);
        return -1;
    }
    p->images[p->nimages++] = im;
    strmap_put(&p->linker->packages, im->path, im);
    link_register_image(im);
    return 0;
}

/* -- Redefinition --------------------------------------------------------------------------------------------------------- */
/* Frames that execute the old body keep its record; everything that leads to a call is redirected: references of
 * modules, func values (through the word they point at), and interface tables. */
bool link_replace(struct program *p, const char *pkg, const char *name, const char *new_pkg, const char *new_name)
{
    struct fn *old = link_symbol(p, pkg, name), *f = link_symbol(p, new_pkg, new_name);
    if (!old || !f || old == f) return false;
    pthread_mutex_lock(&p->linker->functions);
    f->older = old;
    for (struct fn *o = old; o; o = o->older) {
        o->newer = f;
        PUBLISH(o->self, f);
    }
    for (uint32_t i = 0; i < p->nimages; i++) {
        struct image *im = p->images[i];
        for (uint32_t k = 1; k < im->nfuncrefs && !im->trusted; k++)
            if (LOAD(im->fn_by_ref[k]) == old) PUBLISH(im->fn_by_ref[k], f);
    }
    itabs_replace(old, f);
    pthread_mutex_unlock(&p->linker->functions);
    return true;
}

void program_close(struct program *p)
{
    if (!p) return;
    for (uint32_t i = 0; i < p->nimages; i++) {
        link_unregister_image(p->images[i]);
        image_free(p->images[i]);
    }
    side_pool_done(&p->side);
    arena_done(&p->linker->arena);
    strmap_free(&p->linker->instances), strmap_free(&p->linker->packages), strmap_free(&p->linker->missing);
    free(p->linker), free(p->images), free(p);
}
