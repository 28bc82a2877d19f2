/* vm/module/write.h - builds .vgo modules and containers; used by compiler/emit and by the assembler of .vs files.
 * Depends only on the generated formats and runtime/base, not on the VM.  Output is deterministic: it depends only on
 * the sequence of calls.
 *
 *     struct mod_writer *w = mw_new("example.org/p", "p");
 *     uint32_t t_int = mw_basic(w, 2);
 *     ... types, references, functions, globals ...
 *     mw_finish(w, &bytes);  mw_free(w);
 *
 * Indices returned are what instructions and records hold: string, type, funcref, globref and itabref indices; index 0
 * is "none" for each but definitions (mw_add_func, mw_add_global), which count from 0. */
#ifndef VIRGO_VM_MODULE_WRITE_H
#define VIRGO_VM_MODULE_WRITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "module_fmt.h"
#include "runtime/base/strbuf.h"

struct mod_writer;
struct mod_writer *mw_new(const char *pkg_path, const char *pkg_name);
void mw_free(struct mod_writer *w);
void mw_set_flags(struct mod_writer *w, uint32_t flags);        /* FMT_MODULE_* (or-ed in) */
void mw_set_hash(struct mod_writer *w, uint64_t hash);          /* interface fingerprint, compared with imports' */

/* Strings are interned; the bytes are copied.  The empty string is 0. */
uint32_t mw_str(struct mod_writer *w, const char *p, size_t n);
uint32_t mw_cstr(struct mod_writer *w, const char *s);
/* Number of an imported package as symref.import wants it (index + 1); hash 0: unchecked. */
uint32_t mw_import(struct mod_writer *w, const char *path, uint64_t hash);
uint32_t mw_file(struct mod_writer *w, const char *name);       /* index into FILE */

/* -- Types: structurally interned, so equal records have equal indices -------------------------------------------- */
struct mw_field { uint32_t name, pkg, type, tag, flags; };      /* strings; pkg 0 if exported; flags FMT_FIELD_* */
struct mw_imethod { uint32_t name, pkg, type; };                /* interface method, already sorted */
struct mw_method { uint32_t name, pkg, type, flags, fn_val, fn_ptr; };  /* see "Method list" in module.fmt */

uint32_t mw_basic(struct mod_writer *w, uint32_t kind);         /* reflect.Kind 1..16, 24 string, 26 unsafe.Pointer */
uint32_t mw_pointer(struct mod_writer *w, uint32_t elem);
uint32_t mw_slice(struct mod_writer *w, uint32_t elem);
uint32_t mw_array(struct mod_writer *w, uint32_t elem, uint64_t len);
uint32_t mw_chan(struct mod_writer *w, uint32_t elem, uint32_t dir);    /* 1 receive, 2 send, 3 both */
uint32_t mw_map(struct mod_writer *w, uint32_t key, uint32_t elem);
/* types: nparams parameters, then nresults results */
uint32_t mw_functype(struct mod_writer *w, uint32_t nparams, bool variadic, uint32_t nresults, const uint32_t *types);
uint32_t mw_struct(struct mod_writer *w, const struct mw_field *fields, uint32_t n);
uint32_t mw_interface(struct mod_writer *w, const struct mw_imethod *methods, uint32_t n);
uint32_t mw_opaque(struct mod_writer *w, const char *name);
/* A defined type, interned by (path, name, local).  Recursive types: create it first, then set what it is. */
uint32_t mw_named(struct mod_writer *w, const char *pkg_path, const char *name, const char *pkg_name, uint32_t local,
                  bool *fresh);
void mw_named_set(struct mod_writer *w, uint32_t type, uint32_t underlying, bool defined_here);
/* Replaces the package name given to mw_named(). */
void mw_named_pkg(struct mod_writer *w, uint32_t type, const char *pkg_name);
/* Attaches the method list (in descriptor order) of a defined type or of an unnamed struct with embedded fields. */
void mw_set_methods(struct mod_writer *w, uint32_t type, const struct mw_method *m, uint32_t n);

/* A library function that, whatever its type says, only modules with the unsafe mark may refer to (verify_type.c). */
bool symbol_is_unsafe(const char *pkg, const char *name);

/* -- References: interned.  import 0: this package, resolved by name to the definition when finishing ---------------- */
uint32_t mw_funcref(struct mod_writer *w, uint32_t import, uint32_t name, uint32_t type);
uint32_t mw_globref(struct mod_writer *w, uint32_t import, uint32_t name, uint32_t type);
uint32_t mw_globref_def(struct mod_writer *w, uint32_t def);    /* an own global, also an anonymous one */
uint32_t mw_itabref(struct mod_writer *w, uint32_t iface, uint32_t type);   /* indices count from 0 */

/* -- Definitions --------------------------------------------------------------------------------------------------- */
struct mw_reg { char cls; uint32_t slot, type; };               /* cls: w r s l i q; type may be 0 for w */
struct mw_obj { uint32_t off, type; bool deep; };
struct mw_line { uint32_t pc, line, file; };                    /* from word pc on; ascending pc; file: FILE index */

struct mw_func {                /* header fields as in module.fmt */
    uint32_t name;              /* full symbol with package path if FMT_FUNC_INSTANCE, else without */
    uint32_t type, flags, nslots, nargs, nres, ctx_type, dsize, file, start_line;
    uint32_t recover_pc;        /* word offset + 1, or 0 */
    const struct mw_reg *regs; uint32_t nregs;
    const struct mw_obj *objs; uint32_t nobjs;
    const uint32_t *code; uint32_t ncode;
    const struct mw_line *lines; uint32_t nlines;
};
uint32_t mw_add_func(struct mod_writer *w, const struct mw_func *f);       /* everything is copied */

struct mw_global {
    uint32_t name, type, flags;             /* name 0: anonymous */
    const void *image; uint32_t nimage;
    const struct fmt_reloc *relocs; uint32_t nrelocs;
};
uint32_t mw_add_global(struct mod_writer *w, const struct mw_global *g);
/* Replaces image and relocations of a global added before (recursive data). */
void mw_set_global(struct mod_writer *w, uint32_t def, const struct mw_global *g);

void mw_set_init(struct mod_writer *w, uint32_t func_def);
void mw_set_export(struct mod_writer *w, const void *p, size_t n);          /* EXPORT section */

/* Appends the module's bytes to out.  The writer may be finished once. */
void mw_finish(struct mod_writer *w, struct strbuf *out);

/* -- Containers ------------------------------------------------------------------------------------------------------ */
struct mw_unit { const char *path; const void *at; size_t n; };             /* in initialisation order */
/* Appends a container.  shebang: NULL or the text of the first line without newline ("#!/usr/bin/env virgo");
 * main_pkg: index of the main package (programs); std_hash: digest of the archive compiled against. */
void mw_container(struct strbuf *out, const char *shebang, uint32_t flags, const struct mw_unit *units, size_t n,
                  uint32_t main_pkg, uint64_t std_hash);

#endif
