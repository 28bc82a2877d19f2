/* vm/module/type_view.h - type records of a module as the verifier and the linker need them: Go's amd64 layout, and the
 * leaves a value has in slots (docs/abi.md).  Views are computed once per image and type. */
#ifndef VIRGO_VM_MODULE_TYPE_VIEW_H
#define VIRGO_VM_MODULE_TYPE_VIEW_H

#include "runtime/base/strbuf.h"
#include "vm/module/image.h"

struct leaf { char cls; uint32_t type; uint64_t off; uint8_t size; };    /* w r s l i; size of a w in memory */

struct type_view {
    uint64_t size;
    uint32_t align;
    bool ptrs;                  /* holds pointers */
    bool memory;                /* a memory value: no leaves */
    uint8_t nleaves, nslots;
    uint8_t kind;               /* of the underlying type (FMT_TYPE_*, reflect.Kind) */
    bool float_;                /* a word in floating-point form */
    struct leaf leaves[4];
    uint64_t *offsets;          /* of struct fields */
};

/* NULL with *fault (which may be NULL) if the type contains itself or nests too deeply. */
const struct type_view *type_view(struct image *im, uint32_t type, struct mod_fault *fault);
/* Record of the type with names of defined types removed. */
const uint32_t *rec_under(struct image *im, uint32_t type);
static inline const uint32_t *rec_of(const struct image *im, uint32_t type) { return im->types + im->typeidx[type]; }
static inline uint32_t rec_kind(const struct image *im, uint32_t type) { return type ? rec_of(im, type)[0] & 255 : 0; }
/* Pointer-shaped: the data word of an interface holds the value itself. */
bool type_direct(struct image *im, uint32_t type);
void type_views_free(struct image *im);
/* Go syntax of a type, for messages and listings. */
void type_print(struct strbuf *b, struct image *im, uint32_t type);

#endif
