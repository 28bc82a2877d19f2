/* vm/module/write.c - the module writer; the format is isa-spec/module.fmt. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "runtime/base/arena.h"
#include "runtime/base/fatal.h"
#include "runtime/base/hashmap.h"
#include "runtime/base/vec.h"
#include "vm/module/checksum.h"
#include "vm/module/write.h"

struct wtype { uint32_t *rec; uint32_t n; struct mw_method *methods; uint32_t nmethods; };

struct mod_writer {
    struct arena arena;
    uint32_t flags, path, name, init;
    uint64_t hash;
    vec(struct fmt_strref) strs;
    struct strbuf strdata;
    struct strmap str_index;
    struct strmap type_index, import_index, file_index, func_index, glob_index, itab_index;
    vec(struct wtype) types;
    vec(struct fmt_import) imports;
    vec(struct fmt_symref) funcrefs, globrefs;
    vec(struct fmt_itabref) itabs;
    vec(struct fmt_func) funcs;
    vec(struct fmt_global) globals;
    vec(struct fmt_reloc) relocs;
    vec(uint32_t) frames, code, files;
    struct strbuf data, lines, exports;
};

/* Interning: the value stored in a strmap is index + 1. */
static uint32_t find(const struct strmap *m, const void *key, size_t n)
{
    return (uint32_t)(uintptr_t)strmap_getn(m, key, n);
}
static void keep(struct mod_writer *w, struct strmap *m, const void *key, size_t n, uint32_t index)
{
    strmap_putn(m, arena_memdup(&w->arena, key, n ? n : 1), n, (void *)(uintptr_t)(index + 1));
}

struct mod_writer *mw_new(const char *pkg_path, const char *pkg_name)
{
    struct mod_writer *w = xcalloc(1, sizeof *w);
    vec_push(&w->strs, ((struct fmt_strref){ 0, 0 }));
    strbuf_u8(&w->strdata, 0);
    vec_push(&w->types, ((struct wtype){ NULL, 0, NULL, 0 }));
    vec_push(&w->funcrefs, ((struct fmt_symref){ 0, 0, 0, 0 }));
    vec_push(&w->globrefs, ((struct fmt_symref){ 0, 0, 0, 0 }));
    w->path = mw_cstr(w, pkg_path);
    w->name = mw_cstr(w, pkg_name);
    return w;
}

void mw_free(struct mod_writer *w)
{
    strmap_free(&w->str_index), strmap_free(&w->type_index), strmap_free(&w->import_index), strmap_free(&w->file_index);
    strmap_free(&w->func_index), strmap_free(&w->glob_index), strmap_free(&w->itab_index);
    vec_free(&w->strs), vec_free(&w->types), vec_free(&w->imports), vec_free(&w->funcrefs), vec_free(&w->globrefs);
    vec_free(&w->itabs), vec_free(&w->funcs), vec_free(&w->globals), vec_free(&w->relocs);
    vec_free(&w->frames), vec_free(&w->code), vec_free(&w->files);
    strbuf_free(&w->strdata), strbuf_free(&w->data), strbuf_free(&w->lines), strbuf_free(&w->exports);
    arena_done(&w->arena);
    vec_free_(w);
}

void mw_set_flags(struct mod_writer *w, uint32_t flags) { w->flags |= flags; }

void mw_set_hash(struct mod_writer *w, uint64_t hash) { w->hash = hash; }

uint32_t mw_str(struct mod_writer *w, const char *p, size_t n)
{
    if (!n) return 0;
    uint32_t i = find(&w->str_index, p, n);
    if (i) return i - 1;
    i = (uint32_t)w->strs.n;
    vec_push(&w->strs, ((struct fmt_strref){ (uint32_t)w->strdata.n, (uint32_t)n }));
    strbuf_add(&w->strdata, p, n);
    strbuf_u8(&w->strdata, 0);
    keep(w, &w->str_index, p, n, i);
    return i;
}
uint32_t mw_cstr(struct mod_writer *w, const char *s) { return mw_str(w, s, strlen(s)); }

uint32_t mw_import(struct mod_writer *w, const char *path, uint64_t hash)
{
    uint32_t i = find(&w->import_index, path, strlen(path));
    if (i) return i;
    struct fmt_import im = { mw_cstr(w, path), (uint32_t)hash, (uint32_t)(hash >> 32), 0 };
    vec_push(&w->imports, im);
    keep(w, &w->import_index, path, strlen(path), (uint32_t)w->imports.n - 1);
    return (uint32_t)w->imports.n;
}

uint32_t mw_file(struct mod_writer *w, const char *name)
{
    uint32_t i = find(&w->file_index, name, strlen(name));
    if (i) return i - 1;
    vec_push(&w->files, mw_cstr(w, name));
    keep(w, &w->file_index, name, strlen(name), (uint32_t)w->files.n - 1);
    return (uint32_t)w->files.n - 1;
}

/* -- Types -------------------------------------------------------------------------------------------------------- */
static uint32_t add_type(struct mod_writer *w, const uint32_t *rec, uint32_t n, const void *key, size_t nkey)
{
    struct wtype t = { arena_memdup(&w->arena, rec, n * 4), n, NULL, 0 };
    vec_push(&w->types, t);
    keep(w, &w->type_index, key, nkey, (uint32_t)w->types.n - 1);
    return (uint32_t)w->types.n - 1;
}

/* Word 1, the method list, is filled in by mw_finish and is no part of the identity. */
static uint32_t type_rec(struct mod_writer *w, const uint32_t *rec, uint32_t n)
{
    uint32_t i = find(&w->type_index, rec, n * 4);
    return i ? i - 1 : add_type(w, rec, n, rec, n * 4);
}

uint32_t mw_basic(struct mod_writer *w, uint32_t kind) { return type_rec(w, (uint32_t[]){ kind, 0 }, 2); }
uint32_t mw_pointer(struct mod_writer *w, uint32_t elem) { return type_rec(w, (uint32_t[]){ FMT_TYPE_POINTER, 0, elem }, 3); }
uint32_t mw_slice(struct mod_writer *w, uint32_t elem) { return type_rec(w, (uint32_t[]){ FMT_TYPE_SLICE, 0, elem }, 3); }
uint32_t mw_array(struct mod_writer *w, uint32_t elem, uint64_t len)
{
    return type_rec(w, (uint32_t[]){ FMT_TYPE_ARRAY, 0, elem, (uint32_t)len, (uint32_t)(len >> 32) }, 5);
}
uint32_t mw_chan(struct mod_writer *w, uint32_t elem, uint32_t dir)
{
    return type_rec(w, (uint32_t[]){ FMT_TYPE_CHAN, 0, elem, dir }, 4);
}
uint32_t mw_map(struct mod_writer *w, uint32_t key, uint32_t elem)
{
    return type_rec(w, (uint32_t[]){ FMT_TYPE_MAP, 0, key, elem }, 4);
}
uint32_t mw_opaque(struct mod_writer *w, const char *name)
{
    return type_rec(w, (uint32_t[]){ FMT_TYPE_OPAQUE, 0, mw_cstr(w, name) }, 3);
}

/* A record of a head and n rows of words. */
static uint32_t type_rows(struct mod_writer *w, const uint32_t *head, uint32_t nhead, const void *rows, uint32_t nwords)
{
    uint32_t small[64], *rec = nhead + nwords <= 64 ? small : xmalloc((nhead + nwords) * 4ul);
    memcpy(rec, head, nhead * 4);
    if (nwords) memcpy(rec + nhead, rows, nwords * 4ul);
    uint32_t t = type_rec(w, rec, nhead + nwords);
    if (rec != small) vec_free_(rec);
    return t;
}

uint32_t mw_functype(struct mod_writer *w, uint32_t nparams, bool variadic, uint32_t nresults, const uint32_t *types)
{
    uint32_t head[] = { FMT_TYPE_FUNC, 0, nparams | (variadic ? 1u << 31 : 0), nresults };
    return type_rows(w, head, 4, types, nparams + nresults);
}
uint32_t mw_struct(struct mod_writer *w, const struct mw_field *fields, uint32_t n)
{
    return type_rows(w, (uint32_t[]){ FMT_TYPE_STRUCT, 0, n }, 3, fields, n * 5);
}
uint32_t mw_interface(struct mod_writer *w, const struct mw_imethod *methods, uint32_t n)
{
    return type_rows(w, (uint32_t[]){ FMT_TYPE_INTERFACE, 0, n }, 3, methods, n * 3);
}

uint32_t mw_named(struct mod_writer *w, const char *pkg_path, const char *name, const char *pkg_name, uint32_t local,
                  bool *fresh)
{
    uint32_t rec[] = { FMT_TYPE_NAMED | local << 16, 0, mw_cstr(w, pkg_path), mw_cstr(w, name), 0, mw_cstr(w, pkg_name), 0 };
    uint32_t i = find(&w->type_index, rec, 16);
    if (fresh) *fresh = !i;
    return i ? i - 1 : add_type(w, rec, 7, rec, 16);
}

void mw_named_set(struct mod_writer *w, uint32_t type, uint32_t underlying, bool defined_here)
{
    struct wtype *t = &w->types.at[type];
    ASSERT((t->rec[0] & 255) == FMT_TYPE_NAMED, "type %u is not named", type);
    t->rec[4] = underlying;
    t->rec[6] = defined_here ? FMT_NAMED_HERE : 0;
}

void mw_named_pkg(struct mod_writer *w, uint32_t type, const char *pkg_name)
{
    w->types.at[type].rec[5] = mw_cstr(w, pkg_name);
}

void mw_set_methods(struct mod_writer *w, uint32_t type, const struct mw_method *m, uint32_t n)
{
    struct wtype *t = &w->types.at[type];
    t->methods = n ? arena_memdup(&w->arena, m, n * sizeof *m) : NULL;
    t->nmethods = n;
}

/* -- References --------------------------------------------------------------------------------------------------- */
uint32_t mw_funcref(struct mod_writer *w, uint32_t import, uint32_t name, uint32_t type)
{
    uint32_t key[2] = { import, name }, i = find(&w->func_index, key, sizeof key);
    if (i) return i - 1;
    vec_push(&w->funcrefs, ((struct fmt_symref){ import, name, type, 0 }));
    keep(w, &w->func_index, key, sizeof key, (uint32_t)w->funcrefs.n - 1);
    return (uint32_t)w->funcrefs.n - 1;
}

uint32_t mw_globref(struct mod_writer *w, uint32_t import, uint32_t name, uint32_t type)
{
    uint32_t key[3] = { import, name, 0 }, i = find(&w->glob_index, key, sizeof key);
    if (i) return i - 1;
    vec_push(&w->globrefs, ((struct fmt_symref){ import, name, type, 0 }));
    keep(w, &w->glob_index, key, sizeof key, (uint32_t)w->globrefs.n - 1);
    return (uint32_t)w->globrefs.n - 1;
}

uint32_t mw_globref_def(struct mod_writer *w, uint32_t def)
{
    const struct fmt_global *g = &w->globals.at[def];
    if (g->name) return mw_globref(w, 0, g->name, g->type);
    uint32_t key[3] = { 0, 0, def + 1 }, i = find(&w->glob_index, key, sizeof key);
    if (i) return i - 1;
    vec_push(&w->globrefs, ((struct fmt_symref){ 0, 0, g->type, def + 1 }));
    keep(w, &w->glob_index, key, sizeof key, (uint32_t)w->globrefs.n - 1);
    return (uint32_t)w->globrefs.n - 1;
}

uint32_t mw_itabref(struct mod_writer *w, uint32_t iface, uint32_t type)
{
    uint32_t key[2] = { iface, type }, i = find(&w->itab_index, key, sizeof key);
    if (i) return i - 1;
    vec_push(&w->itabs, ((struct fmt_itabref){ iface, type }));
    keep(w, &w->itab_index, key, sizeof key, (uint32_t)w->itabs.n - 1);
    return (uint32_t)w->itabs.n - 1;
}

/* -- Definitions -------------------------------------------------------------------------------------------------- */
/* Line table: per entry uleb(pc advance << 1 | file changes), [uleb file], sleb(line advance); state starts at pc 0,
 * the function's start line and file. */
static void put_lines(struct mod_writer *w, const struct mw_func *f)
{
    uint32_t pc = 0, line = f->start_line, file = f->file;
    for (uint32_t i = 0; i < f->nlines; i++) {
        const struct mw_line *l = &f->lines[i];
        if (l->line == line && l->file == file) continue;
        ASSERT(l->pc >= pc, "line entries out of order");
        bool change = l->file != file;
        strbuf_uleb(&w->lines, (uint64_t)(l->pc - pc) << 1 | change);
        if (change) strbuf_uleb(&w->lines, l->file);
        strbuf_sleb(&w->lines, (int64_t)l->line - line);
        pc = l->pc, line = l->line, file = l->file;
    }
}

uint32_t mw_add_func(struct mod_writer *w, const struct mw_func *f)
{
    struct fmt_func d = {
        .name = f->name, .type = f->type, .flags = f->flags, .nslots = f->nslots, .nargs = f->nargs, .nres = f->nres,
        .ctx_type = f->ctx_type, .frame = (uint32_t)w->frames.n, .nregs = f->nregs, .nobjs = f->nobjs, .dsize = f->dsize,
        .code = (uint32_t)w->code.n, .ncode = f->ncode, .line = (uint32_t)w->lines.n, .file = f->file,
        .start_line = f->start_line, .recover_pc = f->recover_pc,
    };
    for (uint32_t i = 0; i < f->nregs; i++) {
        vec_push(&w->frames, (uint32_t)(unsigned char)f->regs[i].cls | f->regs[i].slot << 8);
        vec_push(&w->frames, f->regs[i].type);
    }
    for (uint32_t i = 0; i < f->nobjs; i++) {
        vec_push(&w->frames, f->objs[i].off);
        vec_push(&w->frames, f->objs[i].type | (f->objs[i].deep ? FMT_DEEP : 0));
    }
    for (uint32_t i = 0; i < f->ncode; i++) vec_push(&w->code, f->code[i]);
    put_lines(w, f);
    d.nline = (uint32_t)w->lines.n - d.line;
    vec_push(&w->funcs, d);
    return (uint32_t)w->funcs.n - 1;
}

static int by_offset(const void *x, const void *y)
{
    const struct fmt_reloc *a = x, *b = y;
    return a->off < b->off ? -1 : a->off > b->off;
}

void mw_set_global(struct mod_writer *w, uint32_t def, const struct mw_global *g)
{
    struct fmt_global *d = &w->globals.at[def];
    d->name = g->name, d->type = g->type, d->flags = g->flags;
    uint32_t n = g->nimage;
    const char *image = g->image;
    while (n && !image[n - 1]) n--;                     /* trailing zeros are implied */
    while (w->data.n % 8) strbuf_u8(&w->data, 0);
    d->image = (uint32_t)w->data.n, d->nimage = n;
    if (n) strbuf_add(&w->data, image, n);
    d->reloc = (uint32_t)w->relocs.n, d->nreloc = g->nrelocs;
    for (uint32_t i = 0; i < g->nrelocs; i++) vec_push(&w->relocs, g->relocs[i]);
    if (g->nrelocs > 1) qsort(w->relocs.at + d->reloc, g->nrelocs, sizeof *w->relocs.at, by_offset);
}

uint32_t mw_add_global(struct mod_writer *w, const struct mw_global *g)
{
    (void)vec_add(&w->globals);
    mw_set_global(w, (uint32_t)w->globals.n - 1, g);
    return (uint32_t)w->globals.n - 1;
}

void mw_set_init(struct mod_writer *w, uint32_t func_def) { w->init = func_def + 1; }
void mw_set_export(struct mod_writer *w, const void *p, size_t n) { strbuf_add(&w->exports, p, n); }

/* -- Finishing ----------------------------------------------------------------------------------------------------- */
static void put_types(struct mod_writer *w, struct strbuf *idx, struct strbuf *types)
{
    uint32_t at = 0;
    for (size_t i = 0; i < w->types.n; i++) {           /* records first, method lists behind */
        strbuf_u32(idx, at);
        at += w->types.at[i].n;
    }
    for (size_t i = 0; i < w->types.n; i++) {
        struct wtype *t = &w->types.at[i];
        if (!t->nmethods) continue;
        t->rec[1] = at + 1;
        at += 1 + t->nmethods * 6;
    }
    for (size_t i = 0; i < w->types.n; i++)
        if (w->types.at[i].n) strbuf_add(types, w->types.at[i].rec, w->types.at[i].n * 4);
    for (size_t i = 0; i < w->types.n; i++) {
        struct wtype *t = &w->types.at[i];
        if (!t->nmethods) continue;
        strbuf_u32(types, t->nmethods);
        strbuf_add(types, t->methods, t->nmethods * sizeof *t->methods);
    }
}

static void put_symhash(struct mod_writer *w, struct strbuf *out)
{
    uint32_t n = 8, nsyms = 0;
    for (size_t i = 0; i < w->funcs.n; i++) nsyms += w->funcs.at[i].name != 0;
    for (size_t i = 0; i < w->globals.n; i++) nsyms += w->globals.at[i].name != 0;
    while (n < nsyms * 2) n *= 2;
    uint32_t *table = xcalloc(n, 4);
    for (size_t i = 0; i < w->funcs.n + w->globals.n; i++) {
        bool global = i >= w->funcs.n;
        uint32_t name = global ? w->globals.at[i - w->funcs.n].name : w->funcs.at[i].name;
        if (!name) continue;
        struct fmt_strref s = w->strs.at[name];
        uint32_t h = (uint32_t)hash_bytes(w->strdata.at + s.off, s.len, 0) & (n - 1);
        while (table[h]) h = (h + 1) & (n - 1);
        table[h] = global ? (uint32_t)(i - w->funcs.n + 1) | 1u << 31 : (uint32_t)i + 1;
    }
    strbuf_add(out, table, n * 4ul);
    vec_free_(table);
}

/* Own references get the index of their definition. */
static void resolve_own(struct mod_writer *w)
{
    uint32_t *func = xcalloc(w->strs.n, 4), *glob = xcalloc(w->strs.n, 4);
    for (size_t i = w->funcs.n; i-- > 0;) func[w->funcs.at[i].name] = (uint32_t)i + 1;
    for (size_t i = w->globals.n; i-- > 0;) glob[w->globals.at[i].name] = (uint32_t)i + 1;
    for (size_t i = 1; i < w->funcrefs.n; i++) {
        struct fmt_symref *r = &w->funcrefs.at[i];
        if (!r->import && !r->local && r->name) r->local = func[r->name];
    }
    for (size_t i = 1; i < w->globrefs.n; i++) {
        struct fmt_symref *r = &w->globrefs.at[i];
        if (!r->import && !r->local && r->name) r->local = glob[r->name];
    }
    vec_free_(func), vec_free_(glob);
}

void mw_finish(struct mod_writer *w, struct strbuf *out)
{
    resolve_own(w);
    struct strbuf typeidx = {0}, types = {0}, symhash = {0};
    put_types(w, &typeidx, &types);
    put_symhash(w, &symhash);
    struct { uint32_t kind; const void *at; size_t size, rec; } sections[] = {
        { SEC_STR, w->strs.at, w->strs.n * sizeof *w->strs.at, sizeof *w->strs.at },
        { SEC_STRDATA, w->strdata.at, w->strdata.n, 1 },
        { SEC_TYPEIDX, typeidx.at, typeidx.n, 4 },
        { SEC_TYPES, types.at, types.n, 4 },
        { SEC_IMPORT, w->imports.at, w->imports.n * sizeof *w->imports.at, sizeof *w->imports.at },
        { SEC_FUNCREF, w->funcrefs.at, w->funcrefs.n * sizeof *w->funcrefs.at, sizeof *w->funcrefs.at },
        { SEC_GLOBREF, w->globrefs.at, w->globrefs.n * sizeof *w->globrefs.at, sizeof *w->globrefs.at },
        { SEC_FUNC, w->funcs.at, w->funcs.n * sizeof *w->funcs.at, sizeof *w->funcs.at },
        { SEC_FRAME, w->frames.at, w->frames.n * 4, 4 },
        { SEC_CODE, w->code.at, w->code.n * 4, 4 },
        { SEC_GLOBAL, w->globals.at, w->globals.n * sizeof *w->globals.at, sizeof *w->globals.at },
        { SEC_DATA, w->data.at, w->data.n, 1 },
        { SEC_RELOC, w->relocs.at, w->relocs.n * sizeof *w->relocs.at, sizeof *w->relocs.at },
        { SEC_ITAB, w->itabs.at, w->itabs.n * sizeof *w->itabs.at, sizeof *w->itabs.at },
        { SEC_LINE, w->lines.at, w->lines.n, 1 },
        { SEC_FILE, w->files.at, w->files.n * 4, 4 },
        { SEC_SYMHASH, symhash.at, symhash.n, 4 },
        { SEC_EXPORT, w->exports.at, w->exports.n, 1 },
    };
    uint32_t n = sizeof sections / sizeof *sections;
    if (!w->exports.n) n--;
    struct fmt_module head = { FMT_MAGIC, w->flags, n, w->path, w->name, w->init, (uint32_t)w->hash, (uint32_t)(w->hash >> 32) };
    size_t start = out->n, off = sizeof head + n * sizeof(struct fmt_section);
    strbuf_add(out, &head, sizeof head);
    for (uint32_t i = 0; i < n; i++) {
        off = (off + 7) & ~(size_t)7;
        struct fmt_section s = { sections[i].kind, (uint32_t)off, (uint32_t)sections[i].size,
                                 (uint32_t)(sections[i].size / sections[i].rec) };
        strbuf_add(out, &s, sizeof s);
        off += sections[i].size;
    }
    for (uint32_t i = 0; i < n; i++) {
        while ((out->n - start) % 8) strbuf_u8(out, 0);
        if (sections[i].size) strbuf_add(out, sections[i].at, sections[i].size);
    }
    while ((out->n - start) % 16) strbuf_u8(out, 0);
    strbuf_free(&typeidx), strbuf_free(&types), strbuf_free(&symhash);
}

void mw_container(struct strbuf *out, const char *shebang, uint32_t flags, const struct mw_unit *units, size_t n,
                  uint32_t main_pkg, uint64_t std_hash)
{
    size_t first = out->n;
    if (shebang) {
        strbuf_puts(out, shebang);
        while ((out->n - first) % 16 != 15) strbuf_putc(out, ' ');
        strbuf_putc(out, '\n');
    }
    size_t start = out->n, off = sizeof(struct fmt_container) + n * sizeof(struct fmt_directory);
    struct fmt_container head = { FMT_MAGIC, FMT_VERSION, flags, (uint32_t)n, 0, 0, sizeof head, (uint32_t)std_hash,
                                  (uint32_t)(std_hash >> 32), main_pkg };
    strbuf_add(out, &head, sizeof head);
    size_t paths = 0;
    for (size_t i = 0; i < n; i++) paths += strlen(units[i].path) + 1;
    size_t mod = (off + paths + 15) & ~(size_t)15;
    for (size_t i = 0; i < n; i++) {
        size_t len = strlen(units[i].path);
        struct fmt_directory d = { (uint32_t)off, (uint32_t)len, mod, units[i].n };
        strbuf_add(out, &d, sizeof d);
        off += len + 1;
        mod += (units[i].n + 15) & ~(size_t)15;
    }
    for (size_t i = 0; i < n; i++) strbuf_add(out, units[i].path, strlen(units[i].path) + 1);
    for (size_t i = 0; i < n; i++) {
        while ((out->n - start) % 16) strbuf_u8(out, 0);
        strbuf_add(out, units[i].at, units[i].n);
    }
    while ((out->n - start) % 16) strbuf_u8(out, 0);
    struct fmt_container *h = (void *)(out->at + start);
    struct fmt_container done = head;
    done.size = out->n - start;
    memcpy(h, &done, sizeof done);
    done.checksum = container_checksum(h, done.size);
    memcpy(h, &done, sizeof done);
}
