/* runtime/types.h - type descriptors at run time: gc 1.19's layouts (isa-spec/layout.def), one canonical instance per
 * type and process, so that identity is pointer equality and the library's own reflect reads them.
 *
 * Descriptors built from modules live in one reserved region, never move and never go away; offsets into it are the
 * nameOff and typeOff values of the layouts.  Method types and interface method types are lazy offsets (type_off
 * resolves them), method functions are numbers in a table (type_text).  Descriptors made by reflect.StructOf live in
 * the heap and are pinned when something canonical refers to them.
 *
 * Any thread may call; building is serialised by one lock, reading built descriptors needs none. */
#ifndef VIRGO_RUNTIME_TYPES_H
#define VIRGO_RUNTIME_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct image;
struct program;
struct fn;

enum kind {
    KIND_INVALID, KIND_BOOL, KIND_INT, KIND_INT8, KIND_INT16, KIND_INT32, KIND_INT64, KIND_UINT, KIND_UINT8,
    KIND_UINT16, KIND_UINT32, KIND_UINT64, KIND_UINTPTR, KIND_FLOAT32, KIND_FLOAT64, KIND_COMPLEX64, KIND_COMPLEX128,
    KIND_ARRAY, KIND_CHAN, KIND_FUNC, KIND_INTERFACE, KIND_MAP, KIND_POINTER, KIND_SLICE, KIND_STRING, KIND_STRUCT,
    KIND_UNSAFEPTR, KIND_NAMED = 32, KIND_OPAQUE = 33       /* the last two in module files only */
};
#define KIND_MASK 31
#define KIND_DIRECT 32          /* interface data word is the value itself */

enum tflag { TFLAG_UNCOMMON = 1, TFLAG_EXTRA_STAR = 2, TFLAG_NAMED = 4, TFLAG_REGULAR = 8 };

struct rtype {
    uint64_t size, ptrdata;
    uint32_t hash;
    uint8_t tflag, align, field_align, kind;
    void *equal;                /* func value; NULL: not comparable */
    const uint8_t *gcdata;      /* unused: the collector is conservative */
    int32_t str, ptr_to_this;
};
struct go_slice { void *ptr; int64_t len, cap; };
struct go_string { const char *ptr; int64_t len; };

struct array_type { struct rtype t; struct rtype *elem, *slice; uint64_t len; };
struct chan_type { struct rtype t; struct rtype *elem; uint64_t dir; };
struct func_type { struct rtype t; uint16_t in_count, out_count; uint32_t pad; };  /* out_count top bit: variadic */
struct imethod { int32_t name, typ; };
struct interface_type { struct rtype t; const uint8_t *pkg_path; struct imethod *methods; int64_t nmethods, cap; };
struct map_type { struct rtype t; struct rtype *key, *elem; void *bucket, *hasher;
                  uint8_t key_size, elem_size; uint16_t bucket_size; uint32_t flags; };
struct ptr_type { struct rtype t; struct rtype *elem; };
struct slice_type { struct rtype t; struct rtype *elem; };
struct struct_field { const uint8_t *name; struct rtype *type; uint64_t offset; };
struct struct_type { struct rtype t; const uint8_t *pkg_path; struct struct_field *fields; int64_t nfields, cap; };
struct uncommon_type { int32_t pkg_path; uint16_t mcount, xcount; uint32_t moff, unused; };
struct method_rec { int32_t name, mtyp, ifn, tfn; };

struct itab { struct rtype *inter, *type; uint32_t hash, pad; struct fn *fun[]; };

static inline unsigned type_kind(const struct rtype *t) { return t->kind & KIND_MASK; }
static inline bool type_is_direct(const struct rtype *t) { return (t->kind & KIND_DIRECT) != 0; }
static inline bool type_has_ptrs(const struct rtype *t) { return t->ptrdata != 0; }

/* The canonical descriptor of type ti of im (ti > 0). */
struct rtype *types_build(struct image *im, uint32_t ti);

/* Methods declared after their type (sessions): gives types that exist the method lists with which module im describes
 * them anew, and completes interface tables.  No guest code may run meanwhile. */
void types_extend(struct image *im);

/* Composite types by their parts. */
struct rtype *type_ptr_to(struct rtype *elem);
struct rtype *type_slice_of(struct rtype *elem);
struct rtype *type_array_of(struct rtype *elem, uint64_t n);
struct rtype *type_chan_of(struct rtype *elem, uint32_t dir);
struct rtype *type_map_of(struct rtype *key, struct rtype *elem);
struct rtype *type_func_of(struct rtype **in, uint32_t nin, struct rtype **out, uint32_t nout, bool variadic);

/* Every struct type of the program's modules that prints as s: calls found for each. */
void types_structs_named(struct program *p, struct go_string s, void (*found)(void *arg, struct rtype *t), void *arg);

/* -- Reading ------------------------------------------------------------------------------------------------------ */
struct go_string type_string(const struct rtype *t);
struct go_string type_pkg_path(const struct rtype *t);      /* of a defined type, else "" */
struct go_string name_string(const uint8_t *name);
struct go_string name_tag(const uint8_t *name);
bool name_exported(const uint8_t *name);
struct go_string name_pkg_path(const uint8_t *name);
void *type_name_off(int32_t off);               /* nameOff -> encoded name */
struct rtype *type_off(int32_t off);            /* typeOff -> descriptor, NULL for 0 */
struct fn *type_text(int32_t off);              /* textOff -> function record, NULL if there is none */
int32_t type_add_off(void *p);                  /* reflect.addReflectOff: a number for a pointer, which it pins */
const struct uncommon_type *type_uncommon(const struct rtype *t);
struct rtype **func_in(const struct func_type *f);          /* parameters, then results */
static inline uint32_t func_nout(const struct func_type *f) { return f->out_count & 0x7fff; }
static inline bool func_variadic(const struct func_type *f) { return f->out_count >> 15; }
struct rtype *type_elem(const struct rtype *t); /* of array, chan, map, pointer, slice */

/* Slots a value of type t takes in registers (docs/abi.md); memory values take one, a reference to them. */
bool type_in_memory(const struct rtype *t);
uint32_t type_slots(const struct rtype *t);
/* Moves a value between memory and its slots (not for memory values). */
void type_load_slots(const struct rtype *t, const void *from, uint64_t *slots);
void type_store_slots(const struct rtype *t, void *to, const uint64_t *slots);

/* -- Interfaces ------------------------------------------------------------------------------------------------------ */
extern char *itab_region;
#define ITAB_REGION_SIZE ((uint64_t)256 << 20)
/* Dynamic type of an interface from its type word (descriptor or itab); NULL for nil. */
static inline struct rtype *iface_type(uint64_t word)
{ return word - (uint64_t)itab_region < ITAB_REGION_SIZE ? ((struct itab *)word)->type : (struct rtype *)word; }
/* Type word of a value of type t in interface type inter; NULL if t lacks a method, whose name is then in *missing. */
void *itab_get(struct rtype *inter, struct rtype *t, struct go_string *missing);
/* After a type got methods: tables of it that lacked some are looked at again.  After a redefinition: old is replaced. */
void itabs_complete(struct rtype *t);
void itabs_replace(struct fn *old, struct fn *now);

#endif
