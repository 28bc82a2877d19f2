/* runtime/types.c - builds canonical type descriptors from module type records and from their parts.
 *
 * Interning is hash-consing: the key of a composite type is its kind, the addresses of its component descriptors and
 * its names; the key of a defined type is its package path, name and scope number, and its content comes from the
 * module that defines it.  Construction has two phases, because defined types are recursive: intern() allocates and
 * names descriptors with all their components; finish() computes size, alignment and comparability, recursing only
 * through by-value containment, which is acyclic.  Nothing is published to a module's side table before it is finished.
 *
 * Each descriptor of the region is preceded by a struct head, the private part. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include "runtime/base/fatal.h"
#include "runtime/base/hashmap.h"
#include "runtime/base/strbuf.h"
#include "runtime/base/utf8.h"
#include "runtime/base/vec.h"
#include "runtime/equal.h"
#include "runtime/frame.h"
#include "runtime/heap.h"
#include "runtime/types.h"
#include "vm/module/image.h"

#define REGION_SIZE ((uint64_t)256 << 20)
#define LAZY_BASE 0x40000000            /* typeOffs from here are numbers of lazy references */
#define REFLECT_CHUNK 1024

struct head {
    void *equal[2];                     /* closure object of rtype.equal */
    struct image *image;                /* where the method list is */
    const uint32_t *methods;            /* n, then records of 6 words; NULL: none */
    bool finished, value_only;
};
static struct head *head_of(const struct rtype *t) { return (struct head *)t - 1; }

struct lazy { struct image *image; uint32_t type; struct rtype *_Atomic built; };
struct text { struct image *image; uint32_t ref; };
struct pending { struct image *image; uint32_t type; struct rtype *t; };

static struct {
    pthread_mutex_t lock;
    char *region;
    uint64_t used;
    struct strmap interned, names, defined; /* defined: "path\0name" -> record index of the defining image + 1 */
    struct ptrmap scanned;              /* images whose defined types are in the index */
    vec(struct rtype *) fresh;          /* interned, not finished */
    vec(struct pending) pending;        /* to be published */
    vec(struct lazy *) lazies;
    struct ptrmap lazy_of;              /* type record address -> lazy number + 1 */
    vec(struct text) texts;
    struct ptrmap reflect_id;
    void ***reflect;                    /* chunks of pinned pointers, static heap memory */
    uint32_t nreflect;
} T = { .lock = PTHREAD_MUTEX_INITIALIZER };


static struct rtype *intern(struct image *im, uint32_t ti);
static bool record_is_direct(struct image *im, const uint32_t *w);

/* -- The region ------------------------------------------------------------------------------------------------------ */

static void *reserve(uint64_t n)
{
    void *p = mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (p == MAP_FAILED)
        fatal("cannot reserve address space for type descriptors");
    return p;
}

static void *region_alloc(uint64_t n, uint64_t align)
{
    if (!T.region) {
        T.region = reserve(REGION_SIZE);
        T.used = 64;
    }
    T.used = (T.used + align - 1) & ~(align - 1);
    if (T.used + n > REGION_SIZE)
        fatal("too many types");
    void *p = T.region + T.used;
    T.used += n;
    return p;
}

static bool in_region(const void *p) { return T.region && (uint64_t)((const char *)p - T.region) < REGION_SIZE; }

/* -- Names ------------------------------------------------------------------------------------------------------------- */

enum { NAME_EXPORTED = 1, NAME_TAG = 2, NAME_PKG = 4, NAME_EMBEDDED = 8 };

static const uint8_t *uvarint(const uint8_t *p, uint64_t *v)
{
    unsigned shift = 0;
    for (*v = 0;; shift += 7) {
        *v |= (uint64_t)(*p & 0x7f) << shift;
        if (!(*p++ & 0x80))
            return p;
    }
}

struct go_string name_string(const uint8_t *name)
{
    uint64_t n;
    if (!name)
        return (struct go_string){ "", 0 };
    const uint8_t *p = uvarint(name + 1, &n);
    return (struct go_string){ (const char *)p, (int64_t)n };
}

struct go_string name_tag(const uint8_t *name)
{
    uint64_t n;
    if (!name || !(*name & NAME_TAG))
        return (struct go_string){ "", 0 };
    struct go_string s = name_string(name);
    const uint8_t *p = uvarint((const uint8_t *)s.ptr + s.len, &n);
    return (struct go_string){ (const char *)p, (int64_t)n };
}

bool name_exported(const uint8_t *name) { return name && (*name & NAME_EXPORTED); }

struct go_string name_pkg_path(const uint8_t *name)
{
    if (!name || !(*name & NAME_PKG))
        return (struct go_string){ "", 0 };
    struct go_string s = *name & NAME_TAG ? name_tag(name) : name_string(name);
    int32_t off;
    memcpy(&off, s.ptr + s.len, 4);
    return name_string(type_name_off(off));
}

static bool same(struct go_string a, struct go_string b)
{
    return a.len == b.len && memcmp(a.ptr, b.ptr, (size_t)a.len) == 0;
}

/* An encoded name; equal ones are shared.  pkg: nameOff of a package path, or 0. */
static const uint8_t *make_name(const char *s, size_t n, const char *tag, size_t ntag, unsigned bits, int32_t pkg)
{
    struct strbuf b = {0};
    strbuf_u8(&b, (uint8_t)(bits | (ntag ? NAME_TAG : 0) | (pkg ? NAME_PKG : 0)));
    strbuf_uleb(&b, n);
    strbuf_add(&b, s, n);
    if (ntag) {
        strbuf_uleb(&b, ntag);
        strbuf_add(&b, tag, ntag);
    }
    if (pkg)
        strbuf_u32(&b, (uint32_t)pkg);
    uint8_t *p = strmap_getn(&T.names, b.at, b.n);
    if (!p) {
        p = region_alloc(b.n, 1);
        memcpy(p, b.at, b.n);
        strmap_putn(&T.names, (char *)p, b.n, p);
    }
    strbuf_free(&b);
    return p;
}

static int32_t offset_of(const void *p) { return (int32_t)((const char *)p - T.region); }

static bool starts_exported(const char *s, size_t n)
{
    uint32_t r;
    if (n == 0)
        return false;
    utf8_decode((const unsigned char *)s, n, &r);
    return unicode_is_upper(r);
}

/* -- Offsets ------------------------------------------------------------------------------------------------------------ */

static void *reflect_pointer(int32_t off)
{
    uint32_t i = (uint32_t)-off - 1;
    return T.reflect[i / REFLECT_CHUNK][i % REFLECT_CHUNK];
}

static int32_t add_off(void *p)
{
    void *known = ptrmap_get(&T.reflect_id, p);
    if (known)
        return (int32_t)(intptr_t)known;
    uint32_t i = T.nreflect++;
    if (i % REFLECT_CHUNK == 0) {
        T.reflect = xrealloc(T.reflect, sizeof *T.reflect * (i / REFLECT_CHUNK + 1));
        T.reflect[i / REFLECT_CHUNK] = heap_alloc_static(REFLECT_CHUNK * sizeof(void *), true);
    }
    T.reflect[i / REFLECT_CHUNK][i % REFLECT_CHUNK] = p;
    int32_t id = -(int32_t)i - 1;
    ptrmap_put(&T.reflect_id, p, (void *)(intptr_t)id);
    return id;
}

int32_t type_add_off(void *p)
{
    if (in_region(p))
        return offset_of(p);
    pthread_mutex_lock(&T.lock);
    int32_t id = add_off(p);
    pthread_mutex_unlock(&T.lock);
    return id;
}

void *type_name_off(int32_t off)
{
    if (off == 0)
        return NULL;
    if (off > 0)
        return T.region + off;
    pthread_mutex_lock(&T.lock);
    void *p = reflect_pointer(off);
    pthread_mutex_unlock(&T.lock);
    return p;
}

struct rtype *type_off(int32_t off)
{
    if (off < LAZY_BASE)
        return type_name_off(off);
    pthread_mutex_lock(&T.lock);
    struct lazy *z = T.lazies.at[off - LAZY_BASE];
    pthread_mutex_unlock(&T.lock);
    struct rtype *t = atomic_load_explicit(&z->built, memory_order_acquire);
    if (!t) {
        t = types_build(z->image, z->type);
        atomic_store_explicit(&z->built, t, memory_order_release);
    }
    return t;
}

static int32_t lazy_off(struct image *im, uint32_t ti)
{
    const uint32_t *record = im->types + im->typeidx[ti];
    void *known = ptrmap_get(&T.lazy_of, record);
    if (!known) {
        struct lazy *z = xcalloc(1, sizeof *z);
        z->image = im;
        z->type = ti;
        vec_push(&T.lazies, z);
        known = (void *)T.lazies.n;
        ptrmap_put(&T.lazy_of, record, known);
    }
    return (int32_t)(LAZY_BASE + (uintptr_t)known - 1);
}

static int32_t text_off(struct image *im, uint32_t ref)
{
    if (!ref)
        return 0;
    vec_push(&T.texts, ((struct text){ im, ref }));
    return (int32_t)T.texts.n;
}

struct fn *type_text(int32_t off)
{
    if (off == 0)
        return NULL;
    pthread_mutex_lock(&T.lock);
    if (off < 0) {
        struct fn *f = reflect_pointer(off);
        pthread_mutex_unlock(&T.lock);
        return f;
    }
    struct text x = T.texts.at[off - 1];
    pthread_mutex_unlock(&T.lock);
    return link_funcref(x.image, x.ref);
}

/* -- Reading descriptors --------------------------------------------------------------------------------------------- */

static const uint64_t kind_bytes[] = {
    [KIND_BOOL] = 1, [KIND_INT] = 8, [KIND_INT8] = 1, [KIND_INT16] = 2, [KIND_INT32] = 4, [KIND_INT64] = 8,
    [KIND_UINT] = 8, [KIND_UINT8] = 1, [KIND_UINT16] = 2, [KIND_UINT32] = 4, [KIND_UINT64] = 8, [KIND_UINTPTR] = 8,
    [KIND_FLOAT32] = 4, [KIND_FLOAT64] = 8, [KIND_COMPLEX64] = 8, [KIND_COMPLEX128] = 16, [KIND_CHAN] = 8,
    [KIND_FUNC] = 8, [KIND_INTERFACE] = 16, [KIND_MAP] = 8, [KIND_POINTER] = 8, [KIND_SLICE] = 24, [KIND_STRING] = 16,
    [KIND_UNSAFEPTR] = 8, [KIND_STRUCT] = 0,
};

static uint64_t part_bytes(unsigned kind)       /* size of the kind-specific descriptor */
{
    switch (kind) {
    case KIND_ARRAY: return sizeof(struct array_type);
    case KIND_CHAN: return sizeof(struct chan_type);
    case KIND_FUNC: return sizeof(struct func_type);
    case KIND_INTERFACE: return sizeof(struct interface_type);
    case KIND_MAP: return sizeof(struct map_type);
    case KIND_POINTER: return sizeof(struct ptr_type);
    case KIND_SLICE: return sizeof(struct slice_type);
    case KIND_STRUCT: return sizeof(struct struct_type);
    default: return sizeof(struct rtype);
    }
}

struct go_string type_string(const struct rtype *t)
{
    if (!t)
        return (struct go_string){ "nil", 3 };
    struct go_string s = name_string(type_name_off(t->str));
    if (t->tflag & TFLAG_EXTRA_STAR)
        s.ptr++, s.len--;
    return s;
}

const struct uncommon_type *type_uncommon(const struct rtype *t)
{
    if (!(t->tflag & TFLAG_UNCOMMON))
        return NULL;
    return (const void *)((const char *)t + part_bytes(type_kind(t)));
}

struct go_string type_pkg_path(const struct rtype *t)
{
    const struct uncommon_type *u = type_uncommon(t);
    return name_string(u ? type_name_off(u->pkg_path) : NULL);
}

struct rtype **func_in(const struct func_type *f)
{
    return (struct rtype **)((char *)(f + 1) + (f->t.tflag & TFLAG_UNCOMMON ? sizeof(struct uncommon_type) : 0));
}

struct rtype *type_elem(const struct rtype *t)
{
    return type_kind(t) == KIND_MAP ? ((const struct map_type *)t)->elem : ((const struct ptr_type *)t)->elem;
}

/* -- Finishing ------------------------------------------------------------------------------------------------------------ */

static uint64_t round_up(uint64_t n, uint64_t a) { return (n + a - 1) & ~(a - 1); }

static void finish(struct rtype *t);

static void finish_struct(struct struct_type *s)
{
    uint64_t off = 0, align = 1, end_of_last = 0;
    bool comparable = true, regular = true, last_zero = false;
    for (int64_t i = 0; i < s->nfields; i++) {
        struct struct_field *f = &s->fields[i];
        finish(f->type);
        uint64_t a = f->type->field_align ? f->type->field_align : 1;
        uint64_t at = round_up(off, a);
        struct go_string name = name_string(f->name);
        if (at != off || (name.len == 1 && name.ptr[0] == '_') || !(f->type->tflag & TFLAG_REGULAR))
            regular = false;
        f->offset = at;
        off = at + f->type->size;
        last_zero = f->type->size == 0;
        if (a > align)
            align = a;
        if (!f->type->equal)
            comparable = false;
        if (f->type->ptrdata)
            s->t.ptrdata = at + f->type->ptrdata;
        end_of_last = off;
    }
    if (last_zero && off > 0)           /* the address of a trailing zero-size field stays inside the object */
        off++;
    s->t.size = round_up(off, align);
    s->t.align = s->t.field_align = (uint8_t)align;
    if (s->t.size != end_of_last)
        regular = false;
    if (regular)
        s->t.tflag |= TFLAG_REGULAR;
    if (comparable)
        s->t.equal = head_of(&s->t)->equal;
    if (s->nfields == 1 && type_is_direct(s->fields[0].type))
        s->t.kind |= KIND_DIRECT;
}

/* Size, alignment, pointer extent, comparability of t; its components are interned. */
static void finish(struct rtype *t)
{
    if (!in_region(t) || head_of(t)->finished)
        return;
    struct head *h = head_of(t);
    h->finished = true;
    h->equal[0] = equal_fn();
    h->equal[1] = t;
    unsigned k = type_kind(t);
    if (k == KIND_STRUCT && t->size) {          /* opaque: laid out already */
        return;
    }
    t->size = k < sizeof kind_bytes / sizeof *kind_bytes ? kind_bytes[k] : 0;
    t->align = t->field_align = (uint8_t)(t->size >= 8 ? 8 : t->size ? t->size : 1);
    t->equal = h->equal;
    switch (k) {
    case KIND_COMPLEX64:
        t->align = t->field_align = 4;
        break;
    case KIND_FLOAT32: case KIND_FLOAT64: case KIND_COMPLEX128:
        break;
    case KIND_STRING: t->ptrdata = 8; break;
    case KIND_INTERFACE: t->ptrdata = 16; break;
    case KIND_SLICE: t->ptrdata = 8; t->equal = NULL; break;
    case KIND_FUNC: case KIND_MAP:
        t->equal = NULL;
        t->ptrdata = 8;
        t->kind |= KIND_DIRECT;
        break;
    case KIND_POINTER: case KIND_CHAN: case KIND_UNSAFEPTR:
        t->ptrdata = 8;
        t->kind |= KIND_DIRECT;
        t->tflag |= TFLAG_REGULAR;
        break;
    case KIND_ARRAY: {
        struct array_type *a = (void *)t;
        finish(a->elem);
        t->size = a->elem->size * a->len;
        t->align = t->field_align = a->elem->align;
        t->ptrdata = a->elem->ptrdata && a->len ? a->elem->size * (a->len - 1) + a->elem->ptrdata : 0;
        t->tflag |= a->elem->tflag & TFLAG_REGULAR;
        if (!a->elem->equal)
            t->equal = NULL;
        if (a->len == 1 && type_is_direct(a->elem))
            t->kind |= KIND_DIRECT;
        break;
    }
    case KIND_STRUCT:
        t->equal = NULL;
        finish_struct((struct struct_type *)t);
        break;
    default:
        t->tflag |= TFLAG_REGULAR;
    }
    if (k == KIND_MAP) {
        struct map_type *m = (void *)t;
        finish(m->key);
        finish(m->elem);
        m->key_size = (uint8_t)(m->key->size > 128 ? 8 : m->key->size);
        m->elem_size = (uint8_t)(m->elem->size > 128 ? 8 : m->elem->size);
    }
}

/* -- Interning ------------------------------------------------------------------------------------------------------------ */

/* Key bytes: kind, then fixed-size component addresses and length-prefixed strings. */
static void key_ptr(struct strbuf *k, const void *p) { strbuf_u64(k, (uint64_t)p); }
static void key_str(struct strbuf *k, const char *s, uint32_t n) { strbuf_u32(k, n); strbuf_add(k, s, n); }

static uint32_t hash32(const void *p, size_t n) { uint64_t h = hash_bytes(p, n, 0); return (uint32_t)(h ^ h >> 32); }

static const uint32_t *method_list(struct image *im, uint32_t word)
{
    return word ? im->types + word - 1 : NULL;
}

enum { MREC = 6, M_NAME = 0, M_PKG, M_TYPE, M_FLAGS, M_FN_VAL, M_FN_PTR };

/* Methods of a list that belong to T or *T, and how many of them are exported. */
static uint32_t count_methods(struct image *im, const uint32_t *list, bool pointer, uint32_t *exported)
{
    uint32_t n = 0;
    *exported = 0;
    for (uint32_t i = 0; list && i < list[0]; i++) {
        const uint32_t *m = list + 1 + i * MREC;
        if (pointer ? !m[M_FN_PTR] : !(m[M_FLAGS] & 1))
            continue;
        n++;
        uint32_t len;
        const char *s = image_str(im, m[M_NAME], &len);
        *exported += starts_exported(s, len);
    }
    return n;
}

/* Allocates the descriptor of an interned key: the part of kind, uncommon data for methods, extra words at the end. */
static struct rtype *new_type(struct strbuf *key, unsigned kind, bool defined, struct image *mimage,
                              const uint32_t *methods, bool pointer, uint32_t extra)
{
    uint32_t nx, n = count_methods(mimage, methods, pointer, &nx);
    bool uncommon = defined || n;
    bool room = uncommon || kind == KIND_POINTER || kind == KIND_STRUCT;        /* methods may come later: types_extend */
    uint64_t part = part_bytes(kind);
    uint64_t size = sizeof(struct head) + part + (room ? sizeof(struct uncommon_type) : 0) + extra * sizeof(void *)
                    + n * sizeof(struct method_rec);
    struct head *h = region_alloc(size, 16);
    struct rtype *t = (struct rtype *)(h + 1);
    h->image = mimage;
    h->methods = methods;
    t->kind = (uint8_t)kind;
    if (key) {
        char *copy = xmalloc(key->n);
        memcpy(copy, key->at, key->n);
        strmap_putn(&T.interned, copy, key->n, t);
        t->hash = hash32(key->at, key->n);
    }
    if (uncommon) {
        t->tflag |= TFLAG_UNCOMMON;
        struct uncommon_type *u = (void *)((char *)t + part);
        u->mcount = (uint16_t)n;
        u->xcount = (uint16_t)nx;
        u->moff = (uint32_t)(sizeof *u + extra * sizeof(void *));
    }
    vec_push(&T.fresh, t);
    return t;
}

/* Fills the method array; after the string and the components are set, since it may look at direct_of(t). */
static void fill_methods(struct rtype *t, bool pointer, bool direct)
{
    struct uncommon_type *u = (struct uncommon_type *)type_uncommon(t);
    if (!u || !u->mcount)
        return;
    struct head *h = head_of(t);
    struct method_rec *out = (void *)((char *)u + u->moff);
    if (pointer && in_region(type_elem(t)) && type_uncommon(type_elem(t)))
        u->pkg_path = type_uncommon(type_elem(t))->pkg_path;
    struct go_string own = name_string(u->pkg_path > 0 ? (uint8_t *)T.region + u->pkg_path : NULL);
    for (uint32_t i = 0; i < h->methods[0]; i++) {
        const uint32_t *m = h->methods + 1 + i * MREC;
        if (pointer ? !m[M_FN_PTR] : !(m[M_FLAGS] & 1))
            continue;
        uint32_t len, plen;
        const char *s = image_str(h->image, m[M_NAME], &len);
        bool exported = starts_exported(s, len);
        int32_t pkg = 0;
        if (!exported) {
            const char *p = image_str(h->image, m[M_PKG], &plen);
            if (plen && !same(own, (struct go_string){ p, plen }))      /* the type's own package is not repeated */
                pkg = offset_of(make_name(p, plen, NULL, 0, 0, 0));
        }
        out->name = offset_of(make_name(s, len, NULL, 0, exported ? NAME_EXPORTED : 0, pkg));
        out->mtyp = lazy_off(h->image, m[M_TYPE]);
        int32_t fv = text_off(h->image, m[M_FN_VAL]), fp = text_off(h->image, m[M_FN_PTR]);
        out->ifn = pointer ? fp : direct ? (fv ? fv : fp) : fp;
        out->tfn = pointer ? fp : fv ? fv : fp;
        out++;
    }
}

static void set_string(struct rtype *t, struct strbuf *s, bool exported)
{
    t->str = offset_of(make_name(s->at ? s->at : "", s->n, NULL, 0, exported ? NAME_EXPORTED : 0, 0));
    strbuf_free(s);
}

static void put_type(struct strbuf *b, const struct rtype *t)
{
    struct go_string s = name_string(t->str > 0 ? (const uint8_t *)T.region + t->str
                                     : t->str < 0 ? reflect_pointer(t->str) : NULL);
    if (t->tflag & TFLAG_EXTRA_STAR)
        s.ptr++, s.len--;
    strbuf_add(b, s.ptr, (size_t)s.len);
}

/* A component that lives in the heap is kept alive for good. */
static struct rtype *pin(struct rtype *t)
{
    if (!in_region(t))
        add_off(t);
    return t;
}

static struct rtype *intern_ptr(struct rtype *elem)
{
    struct strbuf key = {0}, s = {0};
    strbuf_u8(&key, KIND_POINTER);
    key_ptr(&key, elem);
    struct rtype *t = strmap_getn(&T.interned, key.at, key.n);
    if (!t) {
        struct head *h = in_region(elem) ? head_of(elem) : NULL;
        t = new_type(&key, KIND_POINTER, false, h ? h->image : NULL, h ? h->methods : NULL, true, 0);
        head_of(t)->methods = h ? h->methods : NULL;
        ((struct ptr_type *)t)->elem = pin(elem);
        strbuf_putc(&s, '*');
        put_type(&s, elem);
        set_string(t, &s, (elem->tflag & TFLAG_NAMED) && elem->str > 0 && name_exported((uint8_t *)T.region + elem->str));
        fill_methods(t, true, false);
        head_of(t)->image = NULL;               /* **T has no methods */
        head_of(t)->methods = NULL;
        if (in_region(elem))
            elem->ptr_to_this = offset_of(t);
    }
    strbuf_free(&key);
    return t;
}

/* Slices, arrays, channels, maps: kind, two words that identify, the string's head. */
static struct rtype *intern_simple(unsigned kind, struct rtype *elem, struct rtype *key_type, uint64_t word)
{
    struct strbuf key = {0}, s = {0};
    strbuf_u8(&key, (uint8_t)kind);
    key_ptr(&key, elem);
    key_ptr(&key, key_type);
    strbuf_u64(&key, word);
    struct rtype *t = strmap_getn(&T.interned, key.at, key.n);
    if (t) {
        strbuf_free(&key);
        return t;
    }
    t = new_type(&key, kind, false, NULL, NULL, false, 0);
    strbuf_free(&key);
    pin(elem);
    switch (kind) {
    case KIND_SLICE:
        ((struct slice_type *)t)->elem = elem;
        strbuf_puts(&s, "[]");
        break;
    case KIND_ARRAY:
        ((struct array_type *)t)->elem = elem;
        ((struct array_type *)t)->len = word;
        ((struct array_type *)t)->slice = intern_simple(KIND_SLICE, elem, NULL, 0);
        strbuf_printf(&s, "[%llu]", (unsigned long long)word);
        break;
    case KIND_CHAN:
        ((struct chan_type *)t)->elem = elem;
        ((struct chan_type *)t)->dir = word;
        strbuf_puts(&s, word == 1 ? "<-chan " : word == 2 ? "chan<- " : "chan ");
        break;
    case KIND_MAP:
        ((struct map_type *)t)->key = pin(key_type);
        ((struct map_type *)t)->elem = elem;
        strbuf_puts(&s, "map[");
        put_type(&s, key_type);
        strbuf_putc(&s, ']');
        break;
    }
    bool paren = kind == KIND_CHAN && word == 3 && type_kind(elem) == KIND_CHAN && !(elem->tflag & TFLAG_NAMED)
                 && ((struct chan_type *)elem)->dir == 1;
    if (paren)
        strbuf_putc(&s, '(');
    put_type(&s, elem);
    if (paren)
        strbuf_putc(&s, ')');
    set_string(t, &s, false);
    return t;
}

static struct rtype *intern_func(struct rtype **all, uint32_t nin, uint32_t nout, bool variadic)
{
    struct strbuf key = {0}, s = {0};
    strbuf_u8(&key, KIND_FUNC);
    strbuf_u32(&key, nin);
    strbuf_u32(&key, nout << 1 | variadic);
    for (uint32_t i = 0; i < nin + nout; i++)
        key_ptr(&key, all[i]);
    struct rtype *t = strmap_getn(&T.interned, key.at, key.n);
    if (!t) {
        t = new_type(&key, KIND_FUNC, false, NULL, NULL, false, nin + nout);
        struct func_type *f = (void *)t;
        f->in_count = (uint16_t)nin;
        f->out_count = (uint16_t)(nout | (variadic ? 1u << 15 : 0));
        struct rtype **in = func_in(f);
        strbuf_puts(&s, "func(");
        for (uint32_t i = 0; i < nin + nout; i++) {
            in[i] = pin(all[i]);
            if (i == nin)
                strbuf_puts(&s, nout > 1 ? ") (" : ") ");
            else if (i)
                strbuf_puts(&s, ", ");
            if (variadic && i + 1 == nin) {
                strbuf_puts(&s, "...");
                put_type(&s, ((struct slice_type *)all[i])->elem);
            } else {
                put_type(&s, all[i]);
            }
        }
        if (nout != 1)
            strbuf_putc(&s, ')');
        set_string(t, &s, false);
    }
    strbuf_free(&key);
    return t;
}

static const uint8_t *pkg_name_of(struct image *im, uint32_t pkg)
{
    uint32_t n;
    const char *s = image_str(im, pkg, &n);
    return n ? make_name(s, n, NULL, 0, 0, 0) : NULL;
}

/* strconv.Quote, as far as tags need it. */
static void put_quoted(struct strbuf *b, const char *s, uint32_t n)
{
    strbuf_putc(b, '"');
    for (uint32_t i = 0; i < n;) {
        uint32_t r;
        int w = utf8_decode((const unsigned char *)s + i, n - i, &r);
        unsigned char c = (unsigned char)s[i];
        if (c == '"' || c == '\\')
            strbuf_printf(b, "\\%c", c);
        else if (c == '\n' || c == '\t' || c == '\r' || c == '\a' || c == '\b' || c == '\f' || c == '\v')
            strbuf_printf(b, "\\%c", "abtnvfr"[c - 7]);
        else if (c < ' ' || c == 0x7f || (w == 1 && c >= 0x80))
            strbuf_printf(b, "\\x%02x", c);
        else
            strbuf_add(b, s + i, (size_t)w);
        i += (uint32_t)w;
    }
    strbuf_putc(b, '"');
}

enum { FREC = 5 };

static void fill_struct(struct image *im, const uint32_t *w, struct struct_type *st, struct rtype **types)
{
    uint32_t n = w[2];
    st->fields = n ? region_alloc(n * sizeof *st->fields, 8) : NULL;
    st->nfields = st->cap = n;
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t *f = w + 3 + i * FREC;
        uint32_t len, tlen;
        const char *s = image_str(im, f[0], &len), *tag = image_str(im, f[3], &tlen);
        bool exported = starts_exported(s, len);
        st->fields[i].name = make_name(s, len, tag, f[4] & 2 ? tlen : 0,
                                       (exported ? NAME_EXPORTED : 0) | (f[4] & 1 ? NAME_EMBEDDED : 0), 0);
        st->fields[i].type = pin(types[i]);
        if (!exported && !st->pkg_path)
            st->pkg_path = pkg_name_of(im, f[1]);
    }
}

static struct rtype *intern_struct(struct image *im, const uint32_t *w)
{
    uint32_t n = w[2], len;
    struct rtype **types = xcalloc(n + 1, sizeof *types);
    for (uint32_t i = 0; i < n; i++)
        types[i] = intern(im, w[3 + i * FREC + 2]);
    struct strbuf key = {0}, s = {0};
    strbuf_u8(&key, KIND_STRUCT);
    strbuf_u32(&key, n);
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t *f = w + 3 + i * FREC;
        const char *p = image_str(im, f[0], &len);
        key_str(&key, p, len);
        bool exported = starts_exported(p, len);
        p = image_str(im, f[1], &len);
        key_str(&key, p, exported ? 0 : len);
        key_ptr(&key, types[i]);
        p = image_str(im, f[3], &len);
        key_str(&key, p, f[4] & 2 ? len : 0);
        strbuf_u8(&key, f[4] & 1);
    }
    struct rtype *t = strmap_getn(&T.interned, key.at, key.n);
    if (!t) {
        t = new_type(&key, KIND_STRUCT, false, im, method_list(im, w[1]), false, 0);
        fill_struct(im, w, (struct struct_type *)t, types);
        strbuf_puts(&s, "struct {");
        for (uint32_t i = 0; i < n; i++) {
            const uint32_t *f = w + 3 + i * FREC;
            strbuf_puts(&s, i ? "; " : " ");
            if (!(f[4] & 1)) {
                const char *p = image_str(im, f[0], &len);
                strbuf_add(&s, p, len);
                strbuf_putc(&s, ' ');
            }
            put_type(&s, types[i]);
            if (f[4] & 2) {
                const char *p = image_str(im, f[3], &len);
                strbuf_putc(&s, ' ');
                put_quoted(&s, p, len);
            }
        }
        strbuf_puts(&s, n ? " }" : "}");
        set_string(t, &s, false);
        fill_methods(t, false, record_is_direct(im, w));
    }
    free(types);
    strbuf_free(&key);
    return t;
}

static void fill_interface(struct image *im, const uint32_t *w, struct interface_type *it)
{
    uint32_t n = w[2], len, plen;
    it->methods = n ? region_alloc(n * sizeof *it->methods, 8) : NULL;
    it->nmethods = it->cap = n;
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t *m = w + 3 + i * 3;
        const char *s = image_str(im, m[0], &len), *p = image_str(im, m[1], &plen);
        bool exported = starts_exported(s, len);
        int32_t pkg = exported || !plen ? 0 : offset_of(make_name(p, plen, NULL, 0, 0, 0));
        it->methods[i].name = offset_of(make_name(s, len, NULL, 0, exported ? NAME_EXPORTED : 0, pkg));
        it->methods[i].typ = lazy_off(im, m[2]);
        if (pkg && !it->pkg_path)
            it->pkg_path = (uint8_t *)T.region + pkg;
    }
}

static struct rtype *intern_interface(struct image *im, const uint32_t *w)
{
    uint32_t n = w[2], len, plen;
    struct rtype **types = xcalloc(n + 1, sizeof *types);
    for (uint32_t i = 0; i < n; i++)
        types[i] = intern(im, w[3 + i * 3 + 2]);
    struct strbuf key = {0}, s = {0};
    strbuf_u8(&key, KIND_INTERFACE);
    for (uint32_t i = 0; i < n; i++) {
        const char *p = image_str(im, w[3 + i * 3], &len);
        bool exported = starts_exported(p, len);
        key_str(&key, p, len);
        p = image_str(im, w[3 + i * 3 + 1], &len);
        key_str(&key, p, exported ? 0 : len);
        key_ptr(&key, types[i]);
    }
    struct rtype *t = strmap_getn(&T.interned, key.at, key.n);
    if (!t) {
        t = new_type(&key, KIND_INTERFACE, false, NULL, NULL, false, 0);
        fill_interface(im, w, (struct interface_type *)t);
        strbuf_puts(&s, "interface {");
        for (uint32_t i = 0; i < n; i++) {
            const char *p = image_str(im, w[3 + i * 3], &len), *q = image_str(im, w[3 + i * 3 + 1], &plen);
            strbuf_puts(&s, i ? "; " : " ");
            if (!starts_exported(p, len) && plen) {
                const char *slash = memrchr(q, '/', plen);
                const char *from = slash ? slash + 1 : q;
                strbuf_add(&s, from, (size_t)(q + plen - from));
                strbuf_putc(&s, '.');
            }
            strbuf_add(&s, p, len);
            struct strbuf ft = {0};
            put_type(&ft, types[i]);
            strbuf_add(&s, ft.at + 4, ft.n - 4);        /* without "func" */
            strbuf_free(&ft);
        }
        strbuf_puts(&s, n ? " }" : "}");
        set_string(t, &s, false);
    }
    free(types);
    strbuf_free(&key);
    return t;
}

/* -- Defined types -------------------------------------------------------------------------------------------------------- */

static struct image *image_of_path(struct program *p, const char *path)
{
    for (uint32_t i = 0; p && i < p->nimages; i++)
        if (strcmp(p->images[i]->path, path) == 0)
            return p->images[i];
    return NULL;
}

static void named_key(struct strbuf *key, struct image *im, const uint32_t *w)
{
    uint32_t len;
    strbuf_u8(key, KIND_NAMED);
    strbuf_u32(key, w[0] >> 16);
    const char *s = image_str(im, w[2], &len);
    key_str(key, s, len);
    s = image_str(im, w[3], &len);
    key_str(key, s, len);
}

/* Makes im's own defined types findable by key. */
static void scan_defined(struct image *im)
{
    if (ptrmap_find(&T.scanned, im))
        return;
    ptrmap_put(&T.scanned, im, im);
    for (uint32_t i = 1; i < im->ntypes; i++) {
        const uint32_t *w = im->types + im->typeidx[i];
        if ((w[0] & 0xff) != KIND_NAMED || !(w[6] & 1))
            continue;
        struct strbuf key = {0};
        named_key(&key, im, w);
        key_ptr(&key, im);
        char *copy = xmalloc(key.n);
        memcpy(copy, key.at, key.n);
        strmap_putn(&T.defined, copy, key.n, (void *)(uintptr_t)i);
        strbuf_free(&key);
    }
}

/* The record that defines the named type of record *w of *im. */
static void find_definition(struct image **im, const uint32_t **w)
{
    if ((*w)[6] & 1)
        return;
    struct image *home = image_of_path((*im)->prog, image_str(*im, (*w)[2], NULL));
    if (!home)
        return;
    scan_defined(home);
    struct strbuf key = {0};
    named_key(&key, *im, *w);
    key_ptr(&key, home);
    void *i = strmap_getn(&T.defined, key.at, key.n);
    strbuf_free(&key);
    if (i) {
        *im = home;
        *w = home->types + home->typeidx[(uintptr_t)i];
    }
}

/* The record of a predeclared or unnamed type behind a chain of names. */
static const uint32_t *underlying_record(struct image **im, const uint32_t *w)
{
    while ((w[0] & 0xff) == KIND_NAMED) {
        find_definition(im, &w);
        w = (*im)->types + (*im)->typeidx[w[4]];
    }
    return w;
}

static bool record_is_direct(struct image *im, const uint32_t *w)
{
    w = underlying_record(&im, w);
    switch (w[0] & 0xff) {
    case KIND_POINTER: case KIND_MAP: case KIND_CHAN: case KIND_FUNC: case KIND_UNSAFEPTR: return true;
    case KIND_STRUCT: return w[2] == 1 && record_is_direct(im, im->types + im->typeidx[w[3 + 2]]);
    case KIND_ARRAY: return w[3] == 1 && w[4] == 0 && record_is_direct(im, im->types + im->typeidx[w[2]]);
    default: return false;
    }
}

static struct rtype *intern_named(struct image *im, const uint32_t *w)
{
    struct strbuf key = {0}, s = {0};
    named_key(&key, im, w);
    struct rtype *t = strmap_getn(&T.interned, key.at, key.n);
    if (t) {
        strbuf_free(&key);
        return t;
    }
    find_definition(&im, &w);
    struct image *uim = im;
    const uint32_t *u = underlying_record(&uim, im->types + im->typeidx[w[4]]);
    unsigned kind = u[0] & 0xff;
    uint32_t nparts = kind == KIND_FUNC ? (u[2] & 0x7fffffff) + u[3] : 0;
    uint32_t len, plen;
    const char *path = image_str(im, w[2], &plen), *name = image_str(im, w[3], &len);
    t = new_type(&key, kind == KIND_OPAQUE ? KIND_STRUCT : kind, true, im, method_list(im, w[1]), false, nparts);
    strbuf_free(&key);
    t->tflag |= TFLAG_NAMED;
    struct uncommon_type *un = (struct uncommon_type *)type_uncommon(t);
    if (plen)
        un->pkg_path = offset_of(make_name(path, strcspn(path, "#"), NULL, 0, 0, 0));  /* without a session's number */
    uint32_t nlen;
    const char *pkg_name = image_str(im, w[5], &nlen);
    if (plen && nlen) {
        strbuf_add(&s, pkg_name, nlen);
        strbuf_putc(&s, '.');
    }
    strbuf_add(&s, name, len);
    set_string(t, &s, starts_exported(name, len));
    switch (kind) {
    case KIND_ARRAY: {
        struct array_type *a = (void *)t;
        a->elem = intern(uim, u[2]);
        a->len = u[3] | (uint64_t)u[4] << 32;
        a->slice = intern_simple(KIND_SLICE, a->elem, NULL, 0);
        break;
    }
    case KIND_CHAN:
        ((struct chan_type *)t)->elem = intern(uim, u[2]);
        ((struct chan_type *)t)->dir = u[3];
        break;
    case KIND_FUNC: {
        struct func_type *f = (void *)t;
        f->in_count = (uint16_t)(u[2] & 0x7fffffff);
        f->out_count = (uint16_t)(u[3] | (u[2] >> 31 ? 1u << 15 : 0));
        struct rtype **in = func_in(f);
        for (uint32_t i = 0; i < nparts; i++)
            in[i] = intern(uim, u[4 + i]);
        break;
    }
    case KIND_INTERFACE:
        fill_interface(uim, u, (struct interface_type *)t);
        break;
    case KIND_MAP:
        ((struct map_type *)t)->key = intern(uim, u[2]);
        ((struct map_type *)t)->elem = intern(uim, u[3]);
        break;
    case KIND_POINTER: case KIND_SLICE:
        ((struct ptr_type *)t)->elem = intern(uim, u[2]);
        break;
    case KIND_STRUCT: {
        struct rtype **types = xcalloc(u[2] + 1, sizeof *types);
        for (uint32_t i = 0; i < u[2]; i++)
            types[i] = intern(uim, u[3 + i * FREC + 2]);
        fill_struct(uim, u, (struct struct_type *)t, types);
        free(types);
        break;
    }
    case KIND_OPAQUE:
        t->size = t->ptrdata = 96;
        t->align = t->field_align = 8;
        break;
    }
    fill_methods(t, false, record_is_direct(im, w));
    return t;
}

static const char *const basic_names[] = {
    [KIND_BOOL] = "bool", [KIND_INT] = "int", [KIND_INT8] = "int8", [KIND_INT16] = "int16", [KIND_INT32] = "int32",
    [KIND_INT64] = "int64", [KIND_UINT] = "uint", [KIND_UINT8] = "uint8", [KIND_UINT16] = "uint16",
    [KIND_UINT32] = "uint32", [KIND_UINT64] = "uint64", [KIND_UINTPTR] = "uintptr", [KIND_FLOAT32] = "float32",
    [KIND_FLOAT64] = "float64", [KIND_COMPLEX64] = "complex64", [KIND_COMPLEX128] = "complex128",
    [KIND_STRING] = "string", [KIND_UNSAFEPTR] = "unsafe.Pointer", [KIND_STRUCT] = NULL,
};

static struct rtype *intern_basic(unsigned kind)
{
    char k[2] = { (char)kind, 0 };
    struct rtype *t = strmap_getn(&T.interned, k, 1);
    if (!t) {
        struct strbuf key = {0}, s = {0};
        strbuf_u8(&key, (uint8_t)kind);
        t = new_type(&key, kind, true, NULL, NULL, false, 0);
        t->tflag |= TFLAG_NAMED;
        strbuf_puts(&s, basic_names[kind]);
        set_string(t, &s, true);
        if (kind == KIND_UNSAFEPTR)
            ((struct uncommon_type *)type_uncommon(t))->pkg_path = offset_of(make_name("unsafe", 6, NULL, 0, 0, 0));
        strbuf_free(&key);
    }
    return t;
}

static struct rtype *intern_opaque(struct image *im, const uint32_t *w)
{
    struct strbuf key = {0}, s = {0};
    uint32_t len;
    const char *name = image_str(im, w[2], &len);
    strbuf_u8(&key, KIND_OPAQUE);
    key_str(&key, name, len);
    struct rtype *t = strmap_getn(&T.interned, key.at, key.n);
    if (!t) {
        t = new_type(&key, KIND_STRUCT, false, NULL, NULL, false, 0);
        t->size = t->ptrdata = 96;
        t->align = t->field_align = 8;
        strbuf_add(&s, name, len);
        set_string(t, &s, false);
    }
    strbuf_free(&key);
    return t;
}

static struct rtype *intern(struct image *im, uint32_t ti)
{
    ASSERT(ti > 0 && ti < im->ntypes, "type %u of %u in %s", ti, im->ntypes, im->path);
    if (im->rtypes && __atomic_load_n(&im->rtypes[ti], __ATOMIC_ACQUIRE))
        return im->rtypes[ti];
    const uint32_t *w = im->types + im->typeidx[ti];
    struct rtype *t;
    switch (w[0] & 0xff) {
    case KIND_ARRAY: t = intern_simple(KIND_ARRAY, intern(im, w[2]), NULL, w[3] | (uint64_t)w[4] << 32); break;
    case KIND_SLICE: t = intern_simple(KIND_SLICE, intern(im, w[2]), NULL, 0); break;
    case KIND_CHAN: t = intern_simple(KIND_CHAN, intern(im, w[2]), NULL, w[3]); break;
    case KIND_MAP: {
        struct rtype *k = intern(im, w[2]);
        t = intern_simple(KIND_MAP, intern(im, w[3]), k, 0);
        break;
    }
    case KIND_POINTER: t = intern_ptr(intern(im, w[2])); break;
    case KIND_FUNC: {
        uint32_t n = (w[2] & 0x7fffffff) + w[3];
        struct rtype **all = xcalloc(n + 1, sizeof *all);
        for (uint32_t i = 0; i < n; i++)
            all[i] = intern(im, w[4 + i]);
        t = intern_func(all, w[2] & 0x7fffffff, w[3], w[2] >> 31);
        free(all);
        break;
    }
    case KIND_STRUCT: t = intern_struct(im, w); break;
    case KIND_INTERFACE: t = intern_interface(im, w); break;
    case KIND_NAMED: t = intern_named(im, w); break;
    case KIND_OPAQUE: t = intern_opaque(im, w); break;
    default: t = intern_basic(w[0] & 0xff);
    }
    if (im->rtypes)
        vec_push(&T.pending, ((struct pending){ im, ti, t }));
    return t;
}

static void finish_all(void)
{
    for (size_t i = 0; i < T.fresh.n; i++)
        finish(T.fresh.at[i]);
    vec_clear(&T.fresh);
    for (size_t i = 0; i < T.pending.n; i++) {
        struct pending *p = &T.pending.at[i];
        __atomic_store_n(&p->image->rtypes[p->type], p->t, __ATOMIC_RELEASE);
    }
    vec_clear(&T.pending);
}

struct rtype *types_build(struct image *im, uint32_t ti)
{
    if (im->rtypes) {
        struct rtype *t = __atomic_load_n(&im->rtypes[ti], __ATOMIC_ACQUIRE);
        if (t)
            return t;
    }
    pthread_mutex_lock(&T.lock);
    struct rtype *t = intern(im, ti);
    finish_all();
    pthread_mutex_unlock(&T.lock);
    return t;
}

/* -- Methods that come later ------------------------------------------------------------------------------------------------ */

static void replace_methods(struct rtype *t, struct image *im, const uint32_t *list, bool pointer, bool direct)
{
    struct head *h = head_of(t);
    uint32_t nx, n = count_methods(im, list, pointer, &nx);
    struct uncommon_type *u = (void *)((char *)t + part_bytes(type_kind(t)));
    struct method_rec *at = region_alloc((n + 1) * sizeof *at, 8);
    t->tflag |= TFLAG_UNCOMMON;
    u->mcount = (uint16_t)n;
    u->xcount = (uint16_t)nx;
    u->moff = (uint32_t)((char *)at - (char *)u);
    h->image = im;
    h->methods = list;
    fill_methods(t, pointer, direct);
    if (pointer)
        h->image = NULL, h->methods = NULL;
}

/* Does the list say more than the one a type has, or is it a newer one of a type defined elsewhere?  Instances are
 * described by every module that mentions them, each time with the methods of the day. */
static bool is_news(const struct rtype *t, struct image *im, const uint32_t *w)
{
    const struct head *h = head_of(t);
    if (!w[1] || !in_region(t) || h->image == im)
        return false;
    const uint32_t *list = method_list(im, w[1]);
    if ((w[0] & 0xff) == KIND_NAMED && (!(w[6] & 1) || strchr(image_str(im, w[3], NULL), '[')))
        return true;
    return !h->methods || list[0] > h->methods[0];
}

void types_extend(struct image *im)
{
    for (uint32_t ti = 1; ti < im->ntypes; ti++) {
        const uint32_t *w = im->types + im->typeidx[ti];
        unsigned kind = w[0] & 0xff;
        if ((kind != KIND_NAMED && kind != KIND_STRUCT) || !w[1])
            continue;
        struct rtype *t = types_build(im, ti), *ptr = NULL;
        if (!is_news(t, im, w))
            continue;
        pthread_mutex_lock(&T.lock);
        replace_methods(t, im, method_list(im, w[1]), false, record_is_direct(im, w));
        if (t->ptr_to_this) {
            ptr = (struct rtype *)(T.region + t->ptr_to_this);
            replace_methods(ptr, im, method_list(im, w[1]), true, false);
        }
        pthread_mutex_unlock(&T.lock);
        itabs_complete(t);
        if (ptr)
            itabs_complete(ptr);
    }
}

#define LOCKED(expr) \
    pthread_mutex_lock(&T.lock); \
    struct rtype *t = (expr); \
    finish_all(); \
    pthread_mutex_unlock(&T.lock); \
    return t

struct rtype *type_ptr_to(struct rtype *elem) { LOCKED(intern_ptr(elem)); }
struct rtype *type_slice_of(struct rtype *elem) { LOCKED(intern_simple(KIND_SLICE, elem, NULL, 0)); }
struct rtype *type_array_of(struct rtype *elem, uint64_t n) { LOCKED(intern_simple(KIND_ARRAY, elem, NULL, n)); }
struct rtype *type_chan_of(struct rtype *elem, uint32_t dir) { LOCKED(intern_simple(KIND_CHAN, elem, NULL, dir)); }
struct rtype *type_map_of(struct rtype *key, struct rtype *elem) { LOCKED(intern_simple(KIND_MAP, elem, key, 0)); }
struct rtype *type_func_of(struct rtype **in, uint32_t nin, struct rtype **out, uint32_t nout, bool variadic)
{
    struct rtype *all[256];
    ASSERT(nin + nout <= 256, "func type with %u parts", nin + nout);
    for (uint32_t i = 0; i < nin + nout; i++)
        all[i] = i < nin ? in[i] : out[i - nin];
    LOCKED(intern_func(all, nin, nout, variadic));
}

void types_structs_named(struct program *p, struct go_string s, void (*found)(void *arg, struct rtype *t), void *arg)
{
    for (uint32_t i = 0; i < p->nimages; i++)
        for (uint32_t ti = 1; ti < p->images[i]->ntypes; ti++) {
            struct image *im = p->images[i];
            if ((im->types[im->typeidx[ti]] & 0xff) != KIND_STRUCT)
                continue;
            struct rtype *t = types_build(im, ti);
            struct go_string have = type_string(t);
            if (same(have, s))
                found(arg, t);
        }
}
