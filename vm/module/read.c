/* vm/module/read.c - from bytes to a struct image.  Every count, offset and index of a file is checked here and only
 * here: behind image_read() nothing can point outside the module.  What the contents mean is verify.c's business.
 * Modules of the trusted std archive get the section table checked and nothing more, so that opening one touches a
 * page or two. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include "runtime/base/fatal.h"
#include "vm/module/checksum.h"
#include "vm/module/image.h"
#include "vm/module/type_view.h"

int mod_fail(struct mod_fault *fault, size_t offset, const char *section, const char *fmt, ...)
{
    if (!fault) return -1;
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(fault->what, sizeof fault->what, fmt, ap);
    va_end(ap);
    fault->offset = offset;
    fault->section = section;
    return -1;
}

/* -- Containers ---------------------------------------------------------------------------------------------------- */
int container_read(struct container *c, const uint8_t *p, size_t n, bool checksum, struct mod_fault *fault)
{
    memset(c, 0, sizeof *c);
    size_t skip = 0;
    if (n >= 2 && p[0] == '#' && p[1] == '!') {
        const uint8_t *nl = memchr(p, '\n', n < 4096 ? n : 4096);
        if (!nl) return mod_fail(fault, 0, "container", "the first line has no end");
        skip = (size_t)(nl - p) + 1;
        if (skip % 16) return mod_fail(fault, 0, "container", "the first line is not padded to 16 bytes");
    }
    if ((uintptr_t)p % 8) return mod_fail(fault, 0, "container", "unaligned buffer");
    p += skip, n -= skip;
    if (n < sizeof *c->head) return mod_fail(fault, n, "container", "not a Virgo program: too short");
    const struct fmt_container *h = (const void *)p;
    if (h->magic != FMT_MAGIC) return mod_fail(fault, 0, "container", "not a Virgo program: wrong magic number");
    if (h->isa_version != FMT_VERSION)
        return mod_fail(fault, 4, "container", "made for version %u of the instruction set; this is version %u", h->isa_version, FMT_VERSION);
    if (h->size != n) return mod_fail(fault, 16, "container", "file is truncated or has a tail: %llu bytes stated, %zu present",
                                      (unsigned long long)h->size, n);
    if (checksum && container_checksum(p, n) != h->checksum)
        return mod_fail(fault, 24, "container", "checksum does not match: the file is damaged");
    if (h->dir_off != sizeof *h) return mod_fail(fault, 32, "container", "directory is not behind the header");
    if (h->npackages > 100000 || h->npackages * sizeof(struct fmt_directory) > n - sizeof *h)
        return mod_fail(fault, 12, "container", "directory lies outside the file");
    if (h->flags & FMT_CONTAINER_PROGRAM && h->main_pkg >= h->npackages)
        return mod_fail(fault, 44, "container", "no main package");
    c->at = p, c->size = n, c->head = h;
    c->dir = (const void *)(p + h->dir_off);
    c->npackages = h->npackages, c->flags = h->flags, c->main_pkg = h->main_pkg;
    c->digest = h->flags & FMT_CONTAINER_ARCHIVE ? h->checksum : h->std_hash_lo | (uint64_t)h->std_hash_hi << 32;
    for (uint32_t i = 0; i < c->npackages; i++) {
        const struct fmt_directory *d = &c->dir[i];
        size_t at = h->dir_off + i * sizeof *d;
        if (d->path_off >= n || d->path_len >= n - d->path_off || p[d->path_off + d->path_len] || !d->path_len ||
            memchr(p + d->path_off, 0, d->path_len))
            return mod_fail(fault, at, "directory", "package %u has a bad path", i);
        if (d->off % 16 || d->off > n || d->size > n - d->off)
            return mod_fail(fault, at, "directory", "package %u lies outside the file", i);
    }
    return 0;
}

enum { SIDE_CHUNK = 1 << 20 };
struct side_chunk { struct side_chunk *prev; size_t size; };

/* -- Modules ------------------------------------------------------------------------------------------------------- */
struct sec { const void *at; uint32_t size, count; bool seen; };

static const struct { const char *name; uint32_t rec; } section_info[SEC_COUNT] = {
#define ROW(NAME, SIZE) [SEC_##NAME] = { #NAME, SIZE },
    FMT_SECTIONS(ROW)
#undef ROW
};

static int read_sections(struct image *im, struct sec *secs, struct mod_fault *fault)
{
    const uint8_t *p = im->base;
    size_t n = im->size;
    if (n < sizeof(struct fmt_module)) return mod_fail(fault, n, "module", "module is truncated");
    const struct fmt_module *m = (const void *)p;
    if (m->magic != FMT_MAGIC) return mod_fail(fault, 0, "module", "wrong magic number");
    if (m->flags & ~(FMT_MODULE_UNSAFE | FMT_MODULE_STD)) return mod_fail(fault, 4, "module", "unknown flags");
    if (m->nsections > 64 || sizeof *m + m->nsections * sizeof(struct fmt_section) > n)
        return mod_fail(fault, 8, "module", "section table lies outside the module");
    const struct fmt_section *s = (const void *)(p + sizeof *m);
    uint64_t end = sizeof *m + m->nsections * sizeof *s;
    for (uint32_t i = 0; i < m->nsections; i++, s++) {
        size_t at = (size_t)((const uint8_t *)s - p);
        if (s->kind >= SEC_COUNT || !section_info[s->kind].name) return mod_fail(fault, at, "module", "unknown section %u", s->kind);
        const char *name = section_info[s->kind].name;
        if (secs[s->kind].seen) return mod_fail(fault, at, name, "section appears twice");
        if (s->off % 8 || s->off < end) return mod_fail(fault, at, name, "section is misplaced");
        if (s->off > n || s->size > n - s->off) return mod_fail(fault, at, name, "section lies outside the module");
        if ((uint64_t)s->count * section_info[s->kind].rec != s->size)
            return mod_fail(fault, at, name, "section of %u bytes cannot hold %u records", s->size, s->count);
        end = (uint64_t)s->off + s->size;
        secs[s->kind] = (struct sec){ p + s->off, s->size, s->count, true };
    }
    for (uint32_t k = 1; k < SEC_COUNT; k++)
        if (section_info[k].name && !secs[k].seen && k != SEC_EXPORT)
            return mod_fail(fault, 0, section_info[k].name, "section is missing");
    im->unsafe_mark = m->flags & FMT_MODULE_UNSAFE;
    im->init_fn = m->init_fn;
    im->hash = m->hash_lo | (uint64_t)m->hash_hi << 32;
    return 0;
}

static int check_strings(struct image *im, struct mod_fault *fault)
{
    if (!im->nstr || im->str[0].len || im->str[0].off) return mod_fail(fault, 0, "STR", "string 0 is not empty");
    for (uint32_t i = 0; i < im->nstr; i++) {
        const struct fmt_strref *s = &im->str[i];
        if (s->off >= im->nstrdata || s->len >= im->nstrdata - s->off || im->strdata[s->off + s->len])
            return mod_fail(fault, i, "STR", "string %u lies outside the string data", i);
    }
    return 0;
}

/* Words of a type record; 0 with *fault.  n words are readable at r. */
static int check_type(struct image *im, uint32_t i, struct mod_fault *fault)
{
    uint32_t off = im->typeidx[i];
    if (off > im->ntypewords || im->ntypewords - off < 2) return mod_fail(fault, i, "TYPES", "type %u lies outside", i);
    const uint32_t *r = im->types + off;
    uint32_t left = im->ntypewords - off, need = 2, kind = r[0] & 255;
#define TYPE(t) ((t) && (t) < im->ntypes)
#define WANT(n) do { need = (n); if (left < need) return mod_fail(fault, i, "TYPES", "type %u is cut off", i); } while (0)
#define BAD(what) return mod_fail(fault, i, "TYPES", "type %u: " what, i)
    switch (kind) {
    case FMT_TYPE_ARRAY: WANT(5); if (!TYPE(r[2])) BAD("bad element type"); break;
    case FMT_TYPE_SLICE: case FMT_TYPE_POINTER: WANT(3); if (!TYPE(r[2])) BAD("bad element type"); break;
    case FMT_TYPE_CHAN: WANT(4); if (!TYPE(r[2]) || !r[3] || r[3] > 3) BAD("bad element type or direction"); break;
    case FMT_TYPE_MAP: WANT(4); if (!TYPE(r[2]) || !TYPE(r[3])) BAD("bad key or element type"); break;
    case FMT_TYPE_STRING: case FMT_TYPE_UNSAFEPTR: break;
    case FMT_TYPE_FUNC: {
        WANT(4);
        uint32_t np = r[2] & 0x7fffffff, nr = r[3];
        if (np > 1000 || nr > 1000) BAD("too many parameters");
        WANT(4 + np + nr);
        for (uint32_t k = 0; k < np + nr; k++) if (!TYPE(r[4 + k])) BAD("bad parameter type");
        if (r[2] >> 31 && !np) BAD("variadic without parameters");
        break;
    }
    case FMT_TYPE_STRUCT:
        WANT(3);
        if (r[2] > 100000) BAD("too many fields");
        WANT(3 + r[2] * 5);
        for (uint32_t k = 0; k < r[2]; k++) {
            const uint32_t *f = r + 3 + k * 5;
            if (f[0] >= im->nstr || f[1] >= im->nstr || !TYPE(f[2]) || f[3] >= im->nstr) BAD("bad field");
        }
        break;
    case FMT_TYPE_INTERFACE:
        WANT(3);
        if (r[2] > 100000) BAD("too many methods");
        WANT(3 + r[2] * 3);
        for (uint32_t k = 0; k < r[2]; k++) {
            const uint32_t *f = r + 3 + k * 3;
            if (f[0] >= im->nstr || f[1] >= im->nstr || !TYPE(f[2])) BAD("bad method");
        }
        break;
    case FMT_TYPE_NAMED:
        WANT(7);
        if (r[2] >= im->nstr || r[3] >= im->nstr || !TYPE(r[4]) || r[5] >= im->nstr) BAD("bad defined type");
        break;
    case FMT_TYPE_OPAQUE: WANT(3); if (r[2] >= im->nstr) BAD("bad name"); break;
    default: if (!kind || kind > 16) BAD("unknown kind");
    }
    if (r[1]) {
        uint32_t m = r[1] - 1;
        if (m >= im->ntypewords || im->types[m] > (im->ntypewords - m - 1) / 6) BAD("method list lies outside");
        const uint32_t *row = im->types + m + 1;
        for (uint32_t k = 0; k < im->types[m]; k++, row += 6)
            if (row[0] >= im->nstr || row[1] >= im->nstr || !TYPE(row[2]) || row[4] >= im->nfuncrefs || row[5] >= im->nfuncrefs)
                BAD("bad method list");
    }
#undef WANT
#undef BAD
    return 0;
}

static int check_types(struct image *im, struct mod_fault *fault)
{
    if (im->ntypes > FMT_MAX_TYPES) return mod_fail(fault, 0, "TYPEIDX", "too many types");
    for (uint32_t i = 1; i < im->ntypes; i++)
        if (check_type(im, i, fault)) return -1;
    for (uint32_t i = 1; i < im->ntypes; i++) {         /* chains of defined types end */
        uint32_t t = i, steps = 0;
        while (rec_kind(im, t) == FMT_TYPE_NAMED)
            if (t = rec_of(im, t)[4], ++steps > 50) return mod_fail(fault, i, "TYPES", "type %u is defined by itself", i);
    }
    return 0;
}

static int check_refs(struct image *im, const struct fmt_symref *r, uint32_t n, uint32_t ndefs, const char *section,
                      struct mod_fault *fault)
{
    for (uint32_t i = 1; i < n; i++)
        if (r[i].import > im->nimports || r[i].name >= im->nstr || r[i].type >= im->ntypes || r[i].local > ndefs ||
            (r[i].import && r[i].local))
            return mod_fail(fault, i, section, "reference %u is bad", i);
    return 0;
}

static int check_funcs(struct image *im, struct mod_fault *fault)
{
    if (im->nfuncs > FMT_MAX_FUNCS) return mod_fail(fault, 0, "FUNC", "too many functions");
    if (im->ncode > FMT_MAX_CODE) return mod_fail(fault, 0, "CODE", "too much code");
    uint64_t code = 0;
    for (uint32_t i = 0; i < im->nfuncs; i++) {
        const struct fmt_func *f = &im->funcs[i];
        const char *bad = NULL;
        if (f->name >= im->nstr) bad = "name";
        else if (!f->type || f->type >= im->ntypes || f->ctx_type >= im->ntypes) bad = "type";
        else if (f->nslots > FMT_MAX_SLOTS || f->nargs > f->nslots || f->nres > FMT_MAX_SLOTS) bad = "slot count";
        else if (f->code != code || f->ncode > im->ncode - f->code) bad = "code range";
        else if ((f->flags & FMT_FUNC_BODYLESS ? f->ncode != 0 : f->ncode == 0)) bad = "code size";
        else if (f->nregs > FMT_MAX_DECLS || f->nobjs > FMT_MAX_DECLS || f->frame > im->nframes ||
                 2 * (f->nregs + f->nobjs) > im->nframes - f->frame) bad = "frame declarations";
        else if (f->dsize > FMT_MAX_FRAME || f->dsize % 8) bad = "frame object area";
        else if (f->line > im->nlines || f->nline > im->nlines - f->line) bad = "line table";
        else if (f->file >= im->nfiles && f->file) bad = "file";
        else if (f->recover_pc > f->ncode) bad = "recovery pc";
        if (bad) return mod_fail(fault, i, "FUNC", "function %u: bad %s", i, bad);
        code += f->ncode;
    }
    if (code != im->ncode) return mod_fail(fault, 0, "CODE", "code that belongs to no function");
    for (uint32_t i = 0; i < im->nfiles; i++)
        if (im->files[i] >= im->nstr) return mod_fail(fault, i, "FILE", "file %u has no name", i);
    return 0;
}

static int check_data(struct image *im, struct mod_fault *fault)
{
    for (uint32_t i = 0; i < im->nglobals; i++) {
        const struct fmt_global *g = &im->globals[i];
        if (g->name >= im->nstr || !g->type || g->type >= im->ntypes || g->image % 8 || g->image > im->ndata ||
            g->nimage > im->ndata - g->image || g->reloc > im->nrelocs || g->nreloc > im->nrelocs - g->reloc)
            return mod_fail(fault, i, "GLOBAL", "global %u is bad", i);
    }
    for (uint32_t i = 0; i < im->nrelocs; i++) {
        const struct fmt_reloc *r = &im->relocs[i];
        uint32_t limit = 0;
        switch (r->kind) {
        case FMT_RELOC_STR: case FMT_RELOC_STRPTR: limit = im->nstr; break;
        case FMT_RELOC_GLOB: limit = im->nglobrefs; break;
        case FMT_RELOC_FUNC: limit = im->nfuncrefs; break;
        case FMT_RELOC_TYPE: limit = im->ntypes; break;
        case FMT_RELOC_ITAB: limit = im->nitabrefs; break;
        case FMT_RELOC_MAP: limit = r->addend && r->addend < im->ntypes ? im->nglobrefs : 0; break;
        }
        bool zero_ok = r->kind == FMT_RELOC_STR || r->kind == FMT_RELOC_STRPTR || r->kind == FMT_RELOC_ITAB;
        if (r->index >= limit || (!r->index && !zero_ok)) return mod_fail(fault, i, "RELOC", "relocation %u is bad", i);
    }
    for (uint32_t i = 0; i < im->nitabrefs; i++)
        if (im->itabrefs[i].iface >= im->ntypes || !im->itabrefs[i].type || im->itabrefs[i].type >= im->ntypes)
            return mod_fail(fault, i, "ITAB", "itab reference %u is bad", i);
    return 0;
}

static int check_symbols(struct image *im, struct mod_fault *fault)
{
    uint32_t n = im->nsymhash, free_ = 0;
    if (!n || n & (n - 1)) return mod_fail(fault, 0, "SYMHASH", "table size is no power of two");
    for (uint32_t i = 0; i < n; i++) {
        uint32_t v = im->symhash[i];
        if (!v) free_++;
        else if ((v & 0x7fffffff) - 1 >= (v >> 31 ? im->nglobals : im->nfuncs))
            return mod_fail(fault, i, "SYMHASH", "entry %u is bad", i);
    }
    if (!free_) return mod_fail(fault, 0, "SYMHASH", "table is full");
    return 0;
}

static int check_all(struct image *im, const struct fmt_module *m, struct mod_fault *fault)
{
    if (check_strings(im, fault)) return -1;
    if (m->path >= im->nstr || m->name >= im->nstr || !m->path) return mod_fail(fault, 12, "module", "bad package name");
    if (m->init_fn > im->nfuncs) return mod_fail(fault, 20, "module", "bad initialiser");
    for (uint32_t i = 0; i < im->nimports; i++)
        if (im->imports[i].path >= im->nstr) return mod_fail(fault, i, "IMPORT", "import %u is bad", i);
    if (!im->ntypes || !im->nfuncrefs || !im->nglobrefs) return mod_fail(fault, 0, "module", "index 0 is missing");
    if (check_types(im, fault)) return -1;
    if (check_refs(im, im->funcrefs, im->nfuncrefs, im->nfuncs, "FUNCREF", fault)) return -1;
    if (check_refs(im, im->globrefs, im->nglobrefs, im->nglobals, "GLOBREF", fault)) return -1;
    if (check_funcs(im, fault) || check_data(im, fault) || check_symbols(im, fault)) return -1;
    return 0;
}

/* Zeroed memory, of which only the pages in use are ever there; the images of a program stand close together. */
static void *side_memory(struct side_pool *pool, size_t n)
{
    if (n > pool->left) {
        size_t size = n > SIDE_CHUNK - sizeof(struct side_chunk) ? n + sizeof(struct side_chunk) : SIDE_CHUNK;
        struct side_chunk *c = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (c == MAP_FAILED) return NULL;
        c->prev = pool->chunk, c->size = size;
        pool->chunk = c, pool->next = (char *)(c + 1), pool->left = size - sizeof *c;
    }
    void *p = pool->next;
    pool->next += n, pool->left -= n;
    return p;
}

void side_pool_done(struct side_pool *pool)
{
    for (struct side_chunk *c = pool->chunk, *prev; c; c = prev) {
        prev = c->prev;
        munmap(c, c->size);
    }
    *pool = (struct side_pool){0};
}

static int make_side_tables(struct image *im, struct side_pool *pool)
{
    struct { void **table; uint32_t n; } t[] = {
        { (void **)&im->fn_by_ref, im->nfuncrefs }, { (void **)&im->fn_by_def, im->nfuncs },
        { (void **)&im->global_addr, im->nglobrefs }, { (void **)&im->def_addr, im->nglobals },
        { (void **)&im->rtypes, im->ntypes }, { (void **)&im->itab_words, im->nitabrefs },
        { (void **)&im->views, im->ntypes },
    };
    size_t n = 0;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) n += (t[i].n + 1) * sizeof(void *);
    char *p = side_memory(pool, n);
    if (!p) return -1;
    im->import_images = xcalloc(im->nimports + 1, sizeof *im->import_images);   /* all are filled when a program is opened */
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        *t[i].table = p;
        p += (t[i].n + 1) * sizeof(void *);
    }
    return 0;
}

int image_read(struct image **out, const uint8_t *p, size_t n, bool trusted, struct mod_fault *fault)
{
    return image_read_into(out, p, n, trusted, NULL, fault);
}

int image_read_into(struct image **out, const uint8_t *p, size_t n, bool trusted, struct side_pool *pool,
                    struct mod_fault *fault)
{
    *out = NULL;
    if ((uintptr_t)p % 8) return mod_fail(fault, 0, "module", "unaligned buffer");
    struct image *im = xcalloc(1, sizeof *im);
    im->base = p, im->size = n, im->trusted = trusted;
    struct sec s[SEC_COUNT];
    memset(s, 0, sizeof s);
    if (read_sections(im, s, fault)) { free(im); return -1; }
#define VIEW(field, nfield, SEC) im->field = s[SEC_##SEC].at, im->nfield = s[SEC_##SEC].count
    VIEW(str, nstr, STR); VIEW(strdata, nstrdata, STRDATA);
    VIEW(typeidx, ntypes, TYPEIDX); VIEW(types, ntypewords, TYPES);
    VIEW(imports, nimports, IMPORT); VIEW(funcrefs, nfuncrefs, FUNCREF); VIEW(globrefs, nglobrefs, GLOBREF);
    VIEW(funcs, nfuncs, FUNC); VIEW(frames, nframes, FRAME); VIEW(code, ncode, CODE);
    VIEW(globals, nglobals, GLOBAL); VIEW(data, ndata, DATA); VIEW(relocs, nrelocs, RELOC);
    VIEW(itabrefs, nitabrefs, ITAB); VIEW(lines, nlines, LINE); VIEW(files, nfiles, FILE);
    VIEW(symhash, nsymhash, SYMHASH); VIEW(export, nexport, EXPORT);
#undef VIEW
    const struct fmt_module *m = (const void *)p;
    if (!trusted && check_all(im, m, fault)) { free(im); return -1; }
    im->path = image_str(im, m->path, NULL);
    im->pkg_name = image_str(im, m->name, NULL);
    if (make_side_tables(im, pool ? pool : &im->own_side)) {
        free(im);
        return mod_fail(fault, 0, "module", "out of memory");
    }
    *out = im;
    return 0;
}

void image_free(struct image *im)
{
    if (!im) return;
    type_views_free(im);
    free(im->import_images);
    side_pool_done(&im->own_side);
    free(im);
}

int64_t image_find(const struct image *im, const char *name, size_t len, bool global)
{
    uint32_t mask = im->nsymhash - 1;
    for (uint32_t h = (uint32_t)hash_bytes(name, len, 0) & mask; im->symhash[h]; h = (h + 1) & mask) {
        uint32_t v = im->symhash[h], i = (v & 0x7fffffff) - 1;
        if ((v >> 31) != global) continue;
        uint32_t n;
        const char *s = image_str(im, global ? im->globals[i].name : im->funcs[i].name, &n);
        if (n == len && !memcmp(s, name, n)) return i;
    }
    return -1;
}
