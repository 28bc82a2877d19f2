/* vm/module/verify.h - private to the verifier: the module being proved, its types by identity, and the checks that
 * verify.c (code), verify_type.c (types, references) and verify_data.c (globals) share.  Rules: docs/verifier.md. */
#ifndef VIRGO_VM_MODULE_VERIFY_H
#define VIRGO_VM_MODULE_VERIFY_H

#include "runtime/base/vec.h"
#include "vm/module/image.h"
#include "vm/module/type_view.h"

struct vleaf { char cls; bool ptr; uint32_t type; };    /* ptr: the type is a pointer to `type` (memory values) */
typedef vec(struct vleaf) vleaves;

struct verifier {
    struct image *im;
    struct mod_fault *fault;
    uint32_t *canon;            /* type index -> least index of an identical type */
    bool *context;              /* by canonical index: underlying struct of a closure object (its first word is code) */
    struct strmap keys;         /* canonical key -> type index */
    struct arena arena;
};

/* -- verify_type.c ------------------------------------------------------------------------------------------------- */
/* Canonical indices, closed layouts, interfaces and method lists; then foreign types, references and itabs. */
int verify_types(struct verifier *v);
int verify_refs(struct verifier *v);
bool vt_same(const struct verifier *v, uint32_t x, uint32_t y);
/* May a register of type y be moved to one of type x? */
bool vt_compatible(const struct verifier *v, uint32_t x, uint32_t y);
bool vt_is_context(const struct verifier *v, uint32_t type);
/* *T of a pointer type, 0 otherwise. */
uint32_t vt_elem(const struct verifier *v, uint32_t type);
bool vt_empty_interface(const struct verifier *v, uint32_t iface);      /* 0 counts as one */
bool vt_same_interface(const struct verifier *v, uint32_t x, uint32_t y);
/* Does a reference register of type `reg` fit a leaf? */
bool vt_fits(const struct verifier *v, uint32_t reg, const struct vleaf *leaf);
/* The reference type at the heart of a direct type. */
uint32_t vt_direct(const struct verifier *v, uint32_t type);
/* Parameter leaves (results by memory first, after the receiver if method) and result leaves of a func type. */
void vt_params(struct verifier *v, uint32_t func, bool method, vleaves *out);
void vt_results(struct verifier *v, uint32_t func, vleaves *out);
void vt_leaves(struct verifier *v, uint32_t type, vleaves *out);
/* Leaf of exactly `size` bytes (or class cls if not 'w') at byte `off` of type; 0, or -1.  *private_: lies in an
 * unexported field of a library type. */
int vt_leaf_at(struct verifier *v, uint32_t type, uint64_t off, char cls, unsigned size, uint32_t *leaf, bool *private_);
/* Is there an object of type `want` at byte `off` of type? */
bool vt_object_at(struct verifier *v, uint32_t type, uint64_t off, uint32_t want, bool *private_);
/* Definition behind a function reference: image and index, or false. */
bool vt_func_def(struct verifier *v, uint32_t ref, struct image **im, uint32_t *def);
/* Do the declared parameters of an own function follow the method order? */
bool vt_is_method(struct verifier *v, struct image *im, uint32_t def);
bool vt_private_pkg(const struct verifier *v, uint32_t pkg_str);

/* -- verify_data.c ------------------------------------------------------------------------------------------------- */
int verify_globals(struct verifier *v);

#endif
