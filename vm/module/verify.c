/* vm/module/verify.c - proof that a foreign module's code is well typed: one linear pass over each function.
 *
 * Every slot has one declared type for the whole function and reads as zero at entry, so an instruction is judged by
 * its operands' declarations alone; no control flow is followed.  Branches are checked at the end against the bitmap of
 * instruction starts.  docs/verifier.md lists the rules. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "decode.h"
#include "runtime_entries.h"
#include "runtime/base/fatal.h"
#include "vm/module/verify.h"

struct vslot { char cls; uint8_t part; uint32_t type; };

struct vfn {
    struct verifier *v;
    struct image *im;
    const struct fmt_func *f;
    uint32_t def, pc;
    struct vslot slots[FMT_MAX_SLOTS];
    vec(uint32_t) targets;
    vleaves results, list;
};

static int bad(struct vfn *x, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static int bad(struct vfn *x, const char *fmt, ...)
{
    char what[160];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(what, sizeof what, fmt, ap);
    va_end(ap);
    return mod_fail(x->v->fault, x->f->code + x->pc, "CODE", "%.80s+%u: %s", image_str(x->im, x->f->name, NULL), x->pc, what);
}

enum { CLS_READ = 64 };         /* beside the classes of an operand: it is only read */

static unsigned width(char cls) { return cls == 'l' ? 3 : cls == 's' || cls == 'i' ? 2 : 1; }
static uint8_t class_bit(char cls)
{
    switch (cls) {
    case 'w': return CLS_W;
    case 'r': return CLS_R;
    case 's': return CLS_S;
    case 'l': return CLS_L;
    case 'i': return CLS_I;
    case 'q': return CLS_Q;
    default: return 0;
    }
}

/* -- Declarations -------------------------------------------------------------------------------------------------------- */
static bool type_fits_class(struct vfn *x, char cls, uint32_t type)
{
    uint32_t kind = type ? rec_under(x->im, type)[0] & 255 : 0;
    switch (cls) {
    case 'w': case 's': return true;
    case 'l': return kind == FMT_TYPE_SLICE;
    case 'i': return kind == FMT_TYPE_INTERFACE;
    case 'q': return kind == FMT_TYPE_POINTER || kind == FMT_TYPE_FUNC;
    case 'r': return kind == FMT_TYPE_POINTER || kind == FMT_TYPE_CHAN || kind == FMT_TYPE_MAP || kind == FMT_TYPE_FUNC ||
                     kind == FMT_TYPE_UNSAFEPTR;
    default: return false;
    }
}

static int check_regs(struct vfn *x)
{
    const uint32_t *d = x->im->frames + x->f->frame;
    memset(x->slots, 0, sizeof x->slots[0] * x->f->nslots);
    for (uint32_t i = 0; i < x->f->nregs; i++, d += 2) {
        char cls = (char)(d[0] & 255);
        uint32_t slot = d[0] >> 8;
        if (!class_bit(cls)) return bad(x, "register %u has no class", i);
        if (slot >= x->f->nslots || x->f->nslots - slot < width(cls)) return bad(x, "register %u lies outside the frame", i);
        if (d[1] >= x->im->ntypes || !type_fits_class(x, cls, d[1])) return bad(x, "register %u: type does not fit its class", i);
        for (unsigned k = 0; k < width(cls); k++) {
            struct vslot *s = &x->slots[slot + k];
            if (s->cls && !(s->cls == 'w' && cls == 'w')) return bad(x, "slot %u is declared twice", slot + k);
            *s = (struct vslot){ cls, (uint8_t)k, d[1] };
        }
    }
    return 0;
}

static int check_objects(struct vfn *x)
{
    const uint32_t *d = x->im->frames + x->f->frame + 2 * x->f->nregs;
    uint64_t end = 0;
    for (uint32_t i = 0; i < x->f->nobjs; i++, d += 2) {
        if (d[1] & FMT_DEEP) return bad(x, "frame object %u: deep objects are reserved", i);
        if (!d[1] || d[1] >= x->im->ntypes) return bad(x, "frame object %u has no type", i);
        const struct type_view *t = type_view(x->im, d[1], NULL);
        if (d[0] % 8 || d[0] < end || t->size > FMT_MAX_OBJECT || d[0] + t->size > x->f->dsize || d[0] >= x->f->dsize)
            return bad(x, "frame object %u is misplaced", i);
        end = d[0] + t->size;
    }
    return 0;
}

/* The length or capacity within a string or slice may be read where a word is. */
static bool is_length(const struct vslot *d) { return d->part && (d->cls == 's' || d->cls == 'l'); }

/* Does the declared register at slot s hold leaf l?  dest: it receives the leaf. */
static bool slot_holds(struct vfn *x, uint32_t s, const struct vleaf *l, bool dest)
{
    if (s >= x->f->nslots) return false;
    const struct vslot *d = &x->slots[s];
    if (d->part) return !dest && l->cls == 'w' && is_length(d);
    switch (l->cls) {
    case 'w': case 's': return d->cls == l->cls;
    case 'r': return d->cls == 'r' && (dest ? l->ptr ? vt_elem(x->v, d->type) && vt_fits(x->v, d->type, l) : vt_compatible(x->v, d->type, l->type)
                                            : vt_fits(x->v, d->type, l));
    case 'q': return (d->cls == 'q' || (d->cls == 'r' && !dest)) && vt_fits(x->v, d->type, l);
    case 'l': return d->cls == 'l' && vt_compatible(x->v, l->type, d->type);
    case 'i': return d->cls == 'i' && vt_same_interface(x->v, l->type, d->type);
    default: return false;
    }
}

static int check_params(struct vfn *x)
{
    uint32_t kind = rec_under(x->im, x->f->type)[0] & 255, at = 0;
    if (kind != FMT_TYPE_FUNC) return bad(x, "type is no func type");
    bool method = x->f->flags & FMT_FUNC_METHOD;
    if (method && !(rec_under(x->im, x->f->type)[2] & 0x7fffffff)) return bad(x, "method without a receiver");
    vec_clear(&x->list), vec_clear(&x->results);
    vt_params(x->v, x->f->type, method, &x->list);
    vt_results(x->v, x->f->type, &x->results);
    for (size_t i = 0; i < x->list.n; i++) {
        if (x->f->flags & FMT_FUNC_BODYLESS) { at += width(x->list.at[i].cls); continue; }
        if (!slot_holds(x, at, &x->list.at[i], true)) return bad(x, "parameter %zu is not declared as the type says", i);
        at += width(x->list.at[i].cls);
    }
    if (at != x->f->nargs) return bad(x, "%u argument slots, the type has %u", x->f->nargs, at);
    uint32_t res = 0;
    for (size_t i = 0; i < x->results.n; i++) res += width(x->results.at[i].cls);
    if (res != x->f->nres) return bad(x, "%u result slots, the type has %u", x->f->nres, res);
    if (!x->f->ctx_type) return 0;
    if (method) return bad(x, "a method cannot be a closure");
    const struct vslot *c = at < x->f->nslots ? &x->slots[at] : NULL;
    if (!c || (c->cls != 'r' && c->cls != 'q') || !vt_same(x->v, vt_elem(x->v, c->type), x->f->ctx_type))
        return bad(x, "context is not declared");
    return 0;
}

/* -- Operands --------------------------------------------------------------------------------------------------------------- */
static const struct vslot *S(struct vfn *x, uint32_t n) { return &x->slots[n]; }
static uint32_t T(struct vfn *x, uint32_t n) { return x->slots[n].type; }
static uint32_t E(struct vfn *x, uint32_t n) { return vt_elem(x->v, x->slots[n].type); }

static int check_slot(struct vfn *x, uint32_t n, uint8_t classes)
{
    if (n >= x->f->nslots) return bad(x, "slot %u lies outside the frame", n);
    if (classes & CLS_READ && classes & CLS_W && is_length(&x->slots[n])) return 0;
    if (!(class_bit(x->slots[n].cls) & classes) || x->slots[n].part) return bad(x, "slot %u has the wrong class", n);
    return 0;
}

static int check_operands(struct vfn *x, const struct isa_insn *in)
{
    const struct op_info *o = &op_table[in->op];
    for (unsigned i = 0; i < o->noperands; i++) {
        const struct op_operand *p = &o->operands[i];
        uint32_t n = p->field == FLD_A ? in->a : p->field == FLD_B ? in->b : p->field == FLD_C ? in->c : 0;
        bool ext = p->field >= FLD_X0;
        if (ext) n = in->x[p->field - FLD_X0];
        uint32_t limit = UINT32_MAX;
        switch (p->table) {
        case 'S': limit = x->im->nstr; break;
        case 'T': limit = x->im->ntypes; break;
        case 'F': limit = x->im->nfuncrefs; break;
        case 'G': limit = x->im->nglobrefs; break;
        case 'I': limit = x->im->nitabrefs; break;
        case 'R': limit = RT_COUNT; break;
        }
        bool none = !n && (p->table == 'F' || p->table == 'G' || (p->table == 'T' && in->op != OPC_RT));
        if ((p->table && n >= limit) || none) return bad(x, "%s: index %u lies outside its table", o->name, n);
        if (!p->classes || (in->op == OPC_MOV && p->field == FLD_B)) continue;
        if (check_slot(x, n, p->classes | (p->dest ? 0 : CLS_READ))) return -1;
    }
    if (o->flags & OPF_UNSAFE && !x->im->unsafe_mark &&
        !(in->op == OPC_USLP && rec_under(x->im, T(x, in->a))[0] % 256 == FMT_TYPE_UNSAFEPTR))
        return bad(x, "%s needs the unsafe mark", o->name);
    return 0;
}

/* Slot lists of calls and returns against leaves. */
static int check_list(struct vfn *x, const uint32_t *list, bool wide, uint32_t n, const vleaves *want, bool dest, const char *what)
{
    uint32_t at = 0;
    for (size_t i = 0; i < want->n; i++) {
        unsigned w = width(want->at[i].cls);
        if (n - at < w) return bad(x, "too few %s", what);
        uint32_t s = isa_list_slot(list, wide, at);
        if (!slot_holds(x, s, &want->at[i], dest)) return bad(x, "%s: slot %u does not fit", what, s);
        for (unsigned k = 1; k < w; k++)
            if (isa_list_slot(list, wide, at + k) != s + k) return bad(x, "%s: slots of one value are torn apart", what);
        at += w;
    }
    return at == n ? 0 : bad(x, "too many %s", what);
}

static int check_call(struct vfn *x, const struct isa_insn *in, uint32_t func, bool method, bool skip_receiver)
{
    vec_clear(&x->list);
    vleaves res = {0};
    if (skip_receiver) {                    /* an interface method's type has no receiver */
        vt_params(x->v, func, false, &x->list);
    } else vt_params(x->v, func, method, &x->list);
    vt_results(x->v, func, &res);
    int r = check_list(x, in->args, in->wide, in->nargs, &x->list, false, "arguments") ||
            check_list(x, in->res, in->wide, in->nres, &res, true, "results") ? -1 : 0;
    vec_free(&res);
    return r;
}

/* -- Runtime entries ---------------------------------------------------------------------------------------------------------- */
static uint32_t part_of(struct vfn *x, uint32_t type, char part)
{
    const uint32_t *r = rec_under(x->im, type);
    uint32_t kind = r[0] & 255;
    if (part == 'T') return type;
    if (part == 'K') return kind == FMT_TYPE_MAP ? r[2] : 0;
    if (part == 'V') return kind == FMT_TYPE_MAP ? r[3] : 0;
    return kind == FMT_TYPE_SLICE || kind == FMT_TYPE_CHAN || kind == FMT_TYPE_POINTER || kind == FMT_TYPE_ARRAY ? r[2] : 0;
}

static bool entry_type_fits(struct vfn *x, uint32_t entry, uint32_t type)
{
    uint32_t kind = type ? rec_under(x->im, type)[0] & 255 : 0;
    const char *name = rt_entry_table[entry].name;
    if (!rt_entry_table[entry].has_type) return true;
    if (!strncmp(name, "map", 3) || !strcmp(name, "makemap")) {
        if (kind != FMT_TYPE_MAP) return false;
        const struct type_view *k = type_view(x->im, part_of(x, type, 'K'), NULL);
        size_t n = strlen(name);
        if (!strcmp(name + n - 2, "_w")) return k->nleaves == 1 && !k->memory && k->leaves[0].cls == 'w' && !k->float_ && k->size == k->leaves[0].size;
        if (!strcmp(name + n - 2, "_s")) return k->kind == FMT_TYPE_STRING;
        return true;
    }
    if (!strncmp(name, "chan", 4) || !strcmp(name, "makechan")) {
        if (kind != FMT_TYPE_CHAN) return false;
        const struct type_view *e = type_view(x->im, part_of(x, type, 'E'), NULL);
        size_t n = strlen(name);
        if (!strcmp(name + n - 2, "_w")) return !e->memory && e->nleaves == 1 && e->leaves[0].cls == 'w' && e->size == e->leaves[0].size;
        if (!strcmp(name + n - 2, "_r")) return !e->memory && e->nleaves == 1 && e->leaves[0].cls == 'r';
        return true;
    }
    if (!strcmp(name, "asserti") || !strcmp(name, "asserti2")) return kind == FMT_TYPE_INTERFACE;
    if (!strcmp(name, "slice2array")) {
        uint32_t e = vt_elem(x->v, type);
        return e && (rec_under(x->im, e)[0] & 255) == FMT_TYPE_ARRAY;
    }
    if (!strcmp(name, "new")) return !vt_is_context(x->v, type) || true;
    if (strstr(name, "slice") || !strcmp(name, "appendstr") || !strcmp(name, "concatn")) {
        if (kind != FMT_TYPE_SLICE) return false;
        uint32_t ek = rec_under(x->im, part_of(x, type, 'E'))[0] & 255;
        if (!strcmp(name, "appendstr")) return ek == 8;
        return strcmp(name, "concatn") || ek == FMT_TYPE_STRING;
    }
    return true;
}

/* Slices of entries that name no element type. */
static bool plain_slice_fits(struct vfn *x, uint32_t entry, uint32_t type, uint32_t reg)
{
    const char *name = rt_entry_table[entry].name;
    if (!(class_bit(x->slots[reg].cls) & CLS_L)) return false;
    const uint32_t *e = rec_under(x->im, rec_under(x->im, T(x, reg))[2]);
    uint32_t ek = e[0] & 255;
    if (!strcmp(name, "slice2array"))
        return vt_same(x->v, rec_under(x->im, T(x, reg))[2], rec_under(x->im, vt_elem(x->v, type))[2]);
    if (rt_entry_table[entry].has_type) return vt_compatible(x->v, type, T(x, reg));
    if (!strcmp(name, "runes2str") || !strcmp(name, "str2runes")) return ek == 5;
    if (!strcmp(name, "bytes2str") || !strcmp(name, "str2bytes") || !strcmp(name, "copystr")) return ek == 8;
    return true;
}

static int check_rt_list(struct vfn *x, const struct isa_insn *in, const char *sig, bool dest)
{
    uint32_t entry = in->x[0], type = in->x[1], at = 0;
    const uint32_t *list = dest ? in->res : in->args;
    uint32_t n = dest ? in->nres : in->nargs;
    for (const char *s = sig; *s; s++) {
        char ptr = *s == '*' || *s == '&' ? *s++ : 0;
        vec_clear(&x->list);
        if (*s == 'A') return 0;
        if (at >= n) return bad(x, "%s: too few operands", rt_entry_table[entry].name);
        uint32_t r = isa_list_slot(list, in->wide, at);
        if (r >= x->f->nslots) return bad(x, "slot %u does not fit", r);
        const struct vslot *d = S(x, r);
        bool length = !dest && is_length(d);
        if (d->part && !length) return bad(x, "slot %u does not fit", r);
        bool ok = true;
        if (strchr("TEKV", *s)) {
            uint32_t part = part_of(x, type, *s);
            if (!part) ok = false;
            else if (ptr) {
                struct vleaf l = { ptr == '&' ? 'q' : 'r', true, part };
                ok = slot_holds(x, r, &l, dest);
            } else {
                const struct type_view *t = type_view(x->im, part, NULL);
                struct vleaf l = { t->nleaves ? t->leaves[0].cls : 0, false, t->nleaves ? t->leaves[0].type : 0 };
                ok = !t->memory && t->nleaves == 1 && slot_holds(x, r, &l, dest);
            }
        } else if (*s == 'I') {
            uint32_t e = (d->cls == 'q' || d->cls == 'r') ? E(x, r) : 0;
            ok = e && (rec_under(x->im, e)[0] & 255) == FMT_TYPE_OPAQUE;
        } else if (*s == 'l') ok = plain_slice_fits(x, entry, type, r);
        else if (*s == 'i' && dest) ok = d->cls == 'i' && vt_same_interface(x->v, d->type, type);
        else if (*s == 'r' && !dest) {
            uint32_t kind = d->cls == 'r' ? rec_under(x->im, d->type)[0] & 255 : 0;
            const char *name = rt_entry_table[entry].name;
            ok = d->cls == 'r' && (!strncmp(name, "map", 3) ? kind == FMT_TYPE_MAP : strncmp(name, "chan", 4) || kind == FMT_TYPE_CHAN);
        } else ok = length ? *s == 'w' : d->cls == *s;
        if (length && d->part && *s != 'w' && !strchr("TEKV", *s)) ok = false;
        if (!ok) return bad(x, "%s: slot %u does not fit", rt_entry_table[entry].name, r);
        unsigned w = length ? 1 : width(d->cls);
        if (n - at < w) return bad(x, "%s: too few operands", rt_entry_table[entry].name);
        for (unsigned k = 1; k < w; k++)
            if (isa_list_slot(list, in->wide, at + k) != r + k) return bad(x, "slots of one value are torn apart");
        at += w;
    }
    return at == n ? 0 : bad(x, "%s: too many operands", rt_entry_table[entry].name);
}

static int check_rt(struct vfn *x, const struct isa_insn *in)
{
    uint32_t entry = in->x[0], type = in->x[1];
    const struct rt_entry_info *e = &rt_entry_table[entry];
    if (e->has_type != (type != 0)) return bad(x, "%s: type operand", e->name);
    if (!entry_type_fits(x, entry, type)) return bad(x, "%s: type does not fit", e->name);
    /* a new closure object may be filled by its maker only */
    return check_rt_list(x, in, e->params, false) || check_rt_list(x, in, e->results, true) ? -1 : 0;
}

/* -- Memory ------------------------------------------------------------------------------------------------------------------- */
/* Access of one leaf at byte off of an object of type `object`, through register value. */
static int check_access(struct vfn *x, uint32_t object, uint64_t off, char cls, unsigned size, uint32_t reg, bool store)
{
    uint32_t leaf;
    bool private_;
    if (!object) return bad(x, "base is no pointer");
    if (cls == 's') cls = x->slots[reg].cls;            /* strings and interfaces share instructions */
    if (vt_leaf_at(x->v, object, off, cls, size, &leaf, &private_)) return bad(x, "no such value at offset %llu", (unsigned long long)off);
    if (private_) return bad(x, "unexported field of another package");
    if (store && off < 8 && vt_is_context(x->v, object)) return bad(x, "store to the code word of a closure");
    uint32_t t = T(x, reg);
    bool ok = cls == 'w' || cls == 's' || (cls == 'i' ? vt_same_interface(x->v, leaf, t)
            : store ? vt_compatible(x->v, leaf, t) : vt_compatible(x->v, t, leaf));
    return ok ? 0 : bad(x, "value of another type at offset %llu", (unsigned long long)off);
}

static char access_class(unsigned op)
{
    switch (op) {
    case OPC_LDR: case OPC_STR_: case OPC_LDXR: case OPC_STXR: return 'r';
    case OPC_LD2: case OPC_ST2: case OPC_LDX2: case OPC_STX2: return 's';
    case OPC_LD3: case OPC_ST3: case OPC_LDX3: case OPC_STX3: return 'l';
    default: return 'w';
    }
}

static unsigned access_size(unsigned op)
{
    switch (op) {
    case OPC_LDX8S: case OPC_LDX8U: case OPC_STX8: case OPC_LD8S: case OPC_LD8U: case OPC_ST8: return 1;
    case OPC_LDX16S: case OPC_LDX16U: case OPC_STX16: case OPC_LD16S: case OPC_LD16U: case OPC_ST16: return 2;
    case OPC_LDX32S: case OPC_LDX32U: case OPC_STX32: case OPC_LD32S: case OPC_LD32U: case OPC_ST32: return 4;
    case OPC_LDX2: case OPC_STX2: return 16;
    case OPC_LDX3: case OPC_STX3: return 24;
    default: return 8;
    }
}

static uint32_t slice_elem(struct vfn *x, uint32_t reg) { return rec_under(x->im, T(x, reg))[2]; }
static uint64_t size_of(struct vfn *x, uint32_t type) { return type_view(x->im, type, NULL)->size; }

static int check_indexed(struct vfn *x, const struct isa_insn *in, uint32_t slice, uint32_t value, bool store)
{
    uint32_t elem = slice_elem(x, slice);
    unsigned size = access_size(in->op);
    if (size_of(x, elem) != size) return bad(x, "elements of %llu bytes", (unsigned long long)size_of(x, elem));
    return check_access(x, elem, 0, access_class(in->op), size, value, store);
}

/* Result a of an address computed from b: a local base gives a local reference. */
static int check_derived(struct vfn *x, uint32_t a, uint32_t b)
{
    return S(x, b)->cls == 'q' && S(x, a)->cls != 'q' ? bad(x, "a local reference in a global register") : 0;
}

static int check_whole(struct vfn *x, uint32_t object, uint64_t size)
{
    if (!object) return bad(x, "no pointer to an object");
    if (size_of(x, object) != size) return bad(x, "object of %llu bytes", (unsigned long long)size_of(x, object));
    return vt_is_context(x->v, object) ? bad(x, "closure object overwritten") : 0;
}

static int check_address(struct vfn *x, const struct isa_insn *in)
{
    uint32_t from = S(x, in->b)->cls == 'l' ? slice_elem(x, in->b) : E(x, in->b), to = E(x, in->a);
    bool private_;
    if (!from || !to) return bad(x, "no pointer");
    if (in->op == OPC_LEAX)
        return vt_same(x->v, from, to) && in->x[0] == size_of(x, from) ? 0 : bad(x, "another element type");
    if (check_derived(x, in->a, in->b)) return -1;
    if (in->op == OPC_LEAA) {
        const uint32_t *r = rec_under(x->im, from);
        uint64_t len = r[3] | (uint64_t)r[4] << 32;
        bool ok = (r[0] & 255) == FMT_TYPE_ARRAY && vt_same(x->v, r[2], to) && in->x[0] <= len && in->x[1] == size_of(x, to);
        return ok ? 0 : bad(x, "another array type");
    }
    if (!vt_object_at(x->v, from, in->x[0], to, &private_)) return bad(x, "no such object at offset %u", in->x[0]);
    if (private_) return bad(x, "unexported field of another package");
    if (vt_is_context(x->v, from) && in->x[0] < 8) return bad(x, "address of the code word of a closure");
    return 0;
}

static int check_slicing(struct vfn *x, const struct isa_insn *in)
{
    uint32_t lo = in->x[0] & 0xffff, hi = in->x[0] >> 16;
    if (in->c & ~7u) return bad(x, "unknown slice flags");
    if ((in->c & 1 && check_slot(x, lo, CLS_W | CLS_READ)) || (in->c & 2 && check_slot(x, hi, CLS_W | CLS_READ)) || (in->c & 4 && check_slot(x, in->x[1], CLS_W | CLS_READ)))
        return -1;
    if (in->op == OPC_SLS) return in->c & 4 || in->x[2] != 1 ? bad(x, "bad string slicing") : 0;
    uint32_t elem = slice_elem(x, in->a);
    if (in->op == OPC_SLL) {
        if (!vt_same(x->v, elem, slice_elem(x, in->b))) return bad(x, "another element type");
    } else {
        if (S(x, in->b)->cls == 'q') return bad(x, "slice of a local array");
        uint32_t array = E(x, in->b);
        const uint32_t *r = array ? rec_under(x->im, array) : NULL;
        if (!r || (r[0] & 255) != FMT_TYPE_ARRAY || !vt_same(x->v, r[2], elem) || in->x[3] > (r[3] | (uint64_t)r[4] << 32))
            return bad(x, "another array type");
    }
    return in->x[2] == size_of(x, elem) ? 0 : bad(x, "wrong element size");
}

/* -- Interfaces and func values -------------------------------------------------------------------------------------------------- */
static int check_make_iface(struct vfn *x, const struct isa_insn *in)
{
    const struct fmt_itabref *r = &x->im->itabrefs[in->x[0]];
    if (!vt_same_interface(x->v, T(x, in->a), r->iface)) return bad(x, "another interface type");
    const struct type_view *t = type_view(x->im, r->type, NULL);
    bool direct = type_direct(x->im, r->type), ok;
    switch (in->op) {
    case OPC_MKI: ok = direct && vt_compatible(x->v, vt_direct(x->v, r->type), T(x, in->b)); break;
    case OPC_BOXM: ok = vt_same(x->v, E(x, in->b), r->type); break;
    default: {
        char cls = is_length(S(x, in->b)) ? 'w' : S(x, in->b)->cls;
        struct vleaf l = { cls, false, t->leaves[0].type };
        ok = !direct && !t->memory && t->nleaves == 1 && t->leaves[0].cls == cls && slot_holds(x, in->b, &l, false);
        if (cls == 'w') ok = ok && t->size == t->leaves[0].size;
    }
    }
    return ok ? 0 : bad(x, "value is not of the dynamic type");
}

static int check_assert(struct vfn *x, const struct isa_insn *in)
{
    uint32_t t = in->x[0];
    uint32_t kind = rec_under(x->im, t)[0] & 255;
    if (kind == FMT_TYPE_INTERFACE) return bad(x, "dynamic type is an interface");
    if (in->op == OPC_ISTY) return 0;
    bool ok = type_direct(x->im, t) ? vt_compatible(x->v, T(x, in->a), vt_direct(x->v, t)) || vt_same(x->v, E(x, in->a), t)
                                    : vt_same(x->v, E(x, in->a), t);
    if (type_direct(x->im, t) && !vt_compatible(x->v, T(x, in->a), vt_direct(x->v, t))) ok = false;
    return ok ? 0 : bad(x, "value of another type");
}

static int check_convi(struct vfn *x, const struct isa_insn *in)
{
    if (!vt_same_interface(x->v, T(x, in->a), in->x[0])) return bad(x, "another interface type");
    const uint32_t *to = rec_under(x->im, in->x[0]), *from = rec_under(x->im, T(x, in->b));
    for (uint32_t i = 0; i < to[2]; i++) {
        uint32_t k;
        for (k = 0; k < from[2]; k++)
            if (!strcmp(image_str(x->im, to[3 + i * 3], NULL), image_str(x->im, from[3 + k * 3], NULL)) &&
                !strcmp(image_str(x->im, to[4 + i * 3], NULL), image_str(x->im, from[4 + k * 3], NULL)) &&
                vt_same(x->v, to[5 + i * 3], from[5 + k * 3])) break;
        if (k == from[2]) return bad(x, "interface lacks method %.60s", image_str(x->im, to[3 + i * 3], NULL));
    }
    return 0;
}

static int check_func_value(struct vfn *x, const struct isa_insn *in)
{
    struct image *to;
    uint32_t def, ref = in->x[0], ctx = 0;
    bool method = false;
    if (!vt_compatible(x->v, T(x, in->a), x->im->funcrefs[ref].type)) return bad(x, "another func type");
    if (vt_func_def(x->v, ref, &to, &def)) {
        if (to->funcs[def].flags & FMT_FUNC_METHOD) {
            vleaves m = {0}, p = {0};           /* the orders agree when nothing is returned in memory */
            vt_params(x->v, x->im->funcrefs[ref].type, true, &m);
            vt_params(x->v, x->im->funcrefs[ref].type, false, &p);
            for (size_t i = 0; i < m.n; i++)
                if (m.at[i].cls != p.at[i].cls || m.at[i].ptr != p.at[i].ptr || !vt_same(x->v, m.at[i].type, p.at[i].type)) method = true;
            vec_free(&m), vec_free(&p);
        }
        ctx = to->funcs[def].ctx_type;
        if (to != x->im && ctx) return bad(x, "closure of another package");
    }
    if (method) return bad(x, "func value of a method");
    if (in->op == OPC_FN) return ctx ? bad(x, "closure without its variables") : 0;
    if (check_derived(x, in->a, in->b)) return -1;
    return ctx && vt_same(x->v, E(x, in->b), ctx) ? 0 : bad(x, "closure object of another type");
}

static int check_moved(struct vfn *x, const struct isa_insn *in)
{
    if (in->b >= x->f->nslots) return bad(x, "slot %u lies outside the frame", in->b);
    const struct vslot *a = S(x, in->a), *b = S(x, in->b);
    switch (in->op) {
    case OPC_MOV:
        if (a->cls == 'w') {
            return b->cls == 'w' || is_length(b) ? 0 : bad(x, "move of another class");
        }
        if (b->part || !(a->cls == b->cls || (a->cls == 'q' && b->cls == 'r'))) return bad(x, "move of another class");
        return vt_compatible(x->v, a->type, b->type) ? 0 : bad(x, "move to another type");
    case OPC_MOV2:
        if (a->cls != b->cls) return bad(x, "move of another class");
        return a->cls == 's' || vt_same_interface(x->v, a->type, b->type) ? 0 : bad(x, "move to another type");
    default: return vt_compatible(x->v, a->type, b->type) ? 0 : bad(x, "move to another type");
    }
}

static int check_select(struct vfn *x, const struct isa_insn *in)
{
    for (uint32_t i = 0; i < in->ncases; i++) {
        uint32_t ch = in->cases[2 * i] & 0xffff, dir = in->cases[2 * i] >> 16, elem = in->cases[2 * i + 1];
        if ((dir != 1 && dir != 2) || in->x[0] > 1) return bad(x, "bad select case");
        if (check_slot(x, ch, CLS_R)) return -1;
        const uint32_t *r = rec_under(x->im, T(x, ch));
        if ((r[0] & 255) != FMT_TYPE_CHAN) return bad(x, "no channel in slot %u", ch);
        if (elem == 0xffff) {
            if (dir == 1 && size_of(x, r[2])) return bad(x, "send of nothing");
            continue;
        }
        if (check_slot(x, elem, CLS_R | CLS_Q)) return -1;
        if (!vt_same(x->v, E(x, elem), r[2])) return bad(x, "element of another type");
    }
    return 0;
}

static int check_atomic(struct vfn *x, const struct isa_insn *in)
{
    const struct op_info *o = &op_table[in->op];
    bool dest = o->operands[0].dest;
    uint32_t base = dest ? in->b : in->a;
    bool ref = in->op >= OPC_ALOADR;
    unsigned size = ref ? 8 : strstr(o->name, "32") ? 4 : 8;
    uint32_t value = in->op == OPC_ALOADR || in->op == OPC_ASWAPR ? in->a : in->op == OPC_ASTORER ? in->b : in->op == OPC_ACASR ? in->c : base;
    if (check_access(x, E(x, base), 0, ref ? 'r' : 'w', size, value, true)) return -1;
    if (in->op == OPC_ASWAPR) return check_access(x, E(x, base), 0, 'r', 8, in->c, true);
    if (in->op == OPC_ACASR) return check_access(x, E(x, base), 0, 'r', 8, in->x[0], true);
    return 0;
}

static int check_func_register(struct vfn *x, uint32_t n)
{
    const uint32_t *r = rec_under(x->im, T(x, n));
    return (r[0] & 255) == FMT_TYPE_FUNC && !r[2] && !r[3] ? 0 : bad(x, "no func() value");
}

static int check_control(struct vfn *x, const struct isa_insn *in)
{
    switch (in->op) {
    case OPC_RET: return check_list(x, in->res, in->wide, in->nres, &x->results, false, "results");
    case OPC_RET0: return x->results.n ? bad(x, "results are missing") : 0;
    case OPC_RET1:
        if (x->results.n != 1 || width(x->results.at[0].cls) != 1) return bad(x, "wrong number of results");
        return slot_holds(x, in->a, &x->results.at[0], false) ? 0 : bad(x, "result of another type");
    case OPC_CALL: {
        struct image *to;
        uint32_t def, ref = in->x[0];
        bool method = vt_func_def(x->v, ref, &to, &def) && to->funcs[def].flags & FMT_FUNC_METHOD;
        if (to && method == false && vt_func_def(x->v, ref, &to, &def) && to->funcs[def].ctx_type) return bad(x, "closure called as a function");
        return check_call(x, in, x->im->funcrefs[ref].type, method, false);
    }
    case OPC_CALLC:
        if ((rec_under(x->im, T(x, in->x[0]))[0] & 255) != FMT_TYPE_FUNC) return bad(x, "no func value");
        return check_call(x, in, T(x, in->x[0]), false, false);
    case OPC_CALLI: {
        if (check_slot(x, in->x[1], CLS_I)) return -1;
        const uint32_t *r = rec_under(x->im, T(x, in->x[1]));
        if (in->x[0] >= r[2]) return bad(x, "interface has no method %u", in->x[0]);
        return check_call(x, in, r[5 + in->x[0] * 3], true, true);
    }
    case OPC_RT: return check_rt(x, in);
    case OPC_GO: return check_func_register(x, in->a);
    case OPC_PANIC: return vt_empty_interface(x->v, T(x, in->a)) ? 0 : bad(x, "panic value is no empty interface");
    case OPC_SELECT: return check_slot(x, in->a, CLS_W) || check_slot(x, in->b, CLS_W) ? -1 : check_select(x, in);
    case OPC_JMP: case OPC_JTAB: case OPC_DEFERRET: case OPC_POLL: return 0;
    default: return bad(x, "instruction is not allowed in a file");
    }
}

static int check_effect(struct vfn *x, const struct isa_insn *in)
{
    switch (in->op) {
    case OPC_DEFER:
        if (!(x->f->flags & FMT_FUNC_DEFER)) return bad(x, "function is not marked as deferring");
        return check_func_register(x, in->a);
    case OPC_RECOVER: return vt_empty_interface(x->v, T(x, in->a)) ? 0 : bad(x, "no empty interface");
    case OPC_MOV: case OPC_MOV2: case OPC_MOV3: return check_moved(x, in);
    case OPC_FN: case OPC_CLO: return check_func_value(x, in);
    case OPC_GADDR: return vt_same(x->v, E(x, in->a), x->im->globrefs[in->x[0]].type) ? 0 : bad(x, "another type of variable");
    case OPC_FOBJ: {
        const uint32_t *d = x->im->frames + x->f->frame + 2 * x->f->nregs;
        for (uint32_t i = 0; i < x->f->nobjs; i++, d += 2)
            if (d[0] == (uint64_t)in->imm * 8) return vt_same(x->v, E(x, in->a), d[1]) ? 0 : bad(x, "frame object of another type");
        return bad(x, "no frame object at %lld", (long long)in->imm * 8);
    }
    case OPC_LD8S ... OPC_LD3: return check_access(x, E(x, in->b), (uint64_t)in->imm, access_class(in->op), access_size(in->op), in->a, false);
    case OPC_ST8 ... OPC_ST3: return check_access(x, E(x, in->a), (uint64_t)in->imm, access_class(in->op), access_size(in->op), in->b, true);
    case OPC_LDX8S ... OPC_LDX3: return check_indexed(x, in, in->b, in->a, false);
    case OPC_STX8 ... OPC_STX3: return check_indexed(x, in, in->a, in->c, true);
    case OPC_LEA: case OPC_LEAX: case OPC_LEAA: return check_address(x, in);
    case OPC_MCOPY:
        if (!vt_same(x->v, E(x, in->a), E(x, in->b)) && !vt_compatible(x->v, E(x, in->a), E(x, in->b))) return bad(x, "copy to another type");
        return check_whole(x, E(x, in->a), in->x[0]);
    case OPC_MZERO: return check_whole(x, E(x, in->a), in->x[0]);
    case OPC_SLL: case OPC_SLS: case OPC_SLA: return check_slicing(x, in);
    case OPC_GROW:
        if (!vt_compatible(x->v, in->x[0], T(x, in->a)) || !vt_compatible(x->v, in->x[0], T(x, in->b))) return bad(x, "another slice type");
        return 0;
    case OPC_BYTESTR: {
        struct isa_insn next;
        if ((rec_under(x->im, slice_elem(x, in->b))[0] & 255) != 8) return bad(x, "no byte slice");
        const uint32_t *p = x->im->code + x->f->code + x->pc + in->len;
        if (!isa_decode(p, x->f->ncode - x->pc - in->len, &next)) return bad(x, "unused string view");
        if (x->im->unsafe_mark) return 0;       /* could make such a string anyway */
        return next.op == OPC_EQS || next.op == OPC_LTS || next.op == OPC_LES || next.op == OPC_RT ? 0 : bad(x, "string view is kept");
    }
    case OPC_MKI: case OPC_BOXW: case OPC_BOX2: case OPC_BOX3: case OPC_BOXM: return check_make_iface(x, in);
    case OPC_ISTY: case OPC_ASRT: return check_assert(x, in);
    case OPC_CONVI: return check_convi(x, in);
    case OPC_TYPEPTR:
        return x->im->unsafe_mark || (rec_under(x->im, T(x, in->a))[0] & 255) == FMT_TYPE_UNSAFEPTR ? 0 : bad(x, "descriptor as another type");
    case OPC_ALOAD32 ... OPC_ACASR: return check_atomic(x, in);
    default: return 0;          /* fully described by operand classes */
    }
}

/* -- Functions ------------------------------------------------------------------------------------------------------------------ */
static void add_targets(struct vfn *x, const struct isa_insn *in)
{
    uint8_t fmt = op_table[in->op].format;
    if (fmt == ISAF_J24 || fmt == ISAF_BR || fmt == ISAF_BRI) vec_push(&x->targets, x->pc + (uint32_t)in->rel);
    for (uint32_t i = 0; i < in->count; i++) vec_push(&x->targets, x->pc + in->table[i]);
}

static bool never_continues(const struct isa_insn *in)
{
    switch (in->op) {
    case OPC_JMP: case OPC_RET: case OPC_RET0: case OPC_RET1: case OPC_PANIC: return true;
    case OPC_RT: return in->x[0] == RT_UNREACHABLE || in->x[0] == RT_GOEXIT || in->x[0] == RT_TYPEASSERT_FAIL;
    default: return false;
    }
}

static int check_code(struct vfn *x, uint8_t *starts)
{
    struct isa_insn in = {0};
    for (x->pc = 0; x->pc < x->f->ncode; x->pc += in.len) {
        starts[x->pc >> 3] |= (uint8_t)(1 << (x->pc & 7));
        if (!isa_decode(x->im->code + x->f->code + x->pc, x->f->ncode - x->pc, &in)) return bad(x, "%s", in.fault);
        if (check_operands(x, &in)) return -1;
        uint8_t flags = op_table[in.op].flags;
        if (flags & OPF_CONTROL ? check_control(x, &in) : flags & OPF_EFFECT ? check_effect(x, &in) : 0) return -1;
        add_targets(x, &in);
    }
    x->pc = 0;
    if (!never_continues(&in)) return bad(x, "code runs off its end");
    if (x->f->recover_pc) vec_push(&x->targets, x->f->recover_pc - 1);
    for (size_t i = 0; i < x->targets.n; i++) {
        uint32_t t = x->targets.at[i];
        if (t >= x->f->ncode || !(starts[t >> 3] >> (t & 7) & 1)) return bad(x, "branch to word %d, where no instruction starts", (int32_t)t);
    }
    return 0;
}

static int check_function(struct vfn *x, uint32_t def)
{
    x->def = def, x->f = &x->im->funcs[def], x->pc = 0;
    vec_clear(&x->targets);
    if (check_regs(x) || check_objects(x) || check_params(x)) return -1;
    if (x->f->flags & FMT_FUNC_BODYLESS)
        return x->im->unsafe_mark ? 0 : bad(x, "function without a body needs the unsafe mark");
    uint8_t *starts = xcalloc(x->f->ncode / 8 + 1, 1);
    int r = check_code(x, starts);
    free(starts);
    return r;
}

int image_verify(struct image *im, struct mod_fault *fault)
{
    struct verifier v = { .im = im, .fault = fault };
    struct vfn *x = xcalloc(1, sizeof *x);
    x->v = &v, x->im = im;
    int r = verify_types(&v) || verify_refs(&v) || verify_globals(&v) ? -1 : 0;
    for (uint32_t i = 0; i < im->nfuncs && !r; i++) r = check_function(x, i);
    if (!r && im->init_fn) {
        const struct fmt_func *f = &im->funcs[im->init_fn - 1];
        if (f->nargs || f->nres || f->ctx_type || f->flags & FMT_FUNC_BODYLESS) r = mod_fail(fault, im->init_fn, "FUNC", "bad initialiser");
    }
    vec_free(&x->targets), vec_free(&x->results), vec_free(&x->list);
    free(x), free(v.canon), free(v.context);
    strmap_free(&v.keys);
    arena_done(&v.arena);
    return r;
}
