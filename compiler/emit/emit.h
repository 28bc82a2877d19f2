/* compiler/emit/emit.h - private to emit/: the module being written and references into its tables. */
#ifndef VIRGO_EMIT_EMIT_H
#define VIRGO_EMIT_EMIT_H

#include "compiler/ir/ir.h"
#include "vm/module/write.h"

struct emit {
    struct ir_module *m;
    const struct emit_options *o;
    struct mod_writer *w;
    struct ptrmap type_by_ptr;          /* struct type * -> type index */
    struct strmap recursive;            /* interface literals that mention themselves, as written -> type index */
    struct literal { const char *name; struct literal *outer; } *literals;     /* those in the making */
    struct arena arena;
};

/* Table references; created at first use. */
uint32_t emit_type(struct emit *e, struct type *t);
uint32_t emit_str(struct emit *e, const char *s, size_t n);
uint32_t emit_funcref(struct emit *e, struct ir_sym *s);
uint32_t emit_globref(struct emit *e, struct ir_global *g);
uint32_t emit_itab(struct emit *e, struct type *iface, struct type *t);

/* The symbol as the FUNC section spells it. */
uint32_t emit_symbol_name(struct emit *e, const struct ir_sym *s);

/* emit_fn.c: one function's code, declarations and lines; its definition index. */
uint32_t emit_function(struct emit *e, struct ir_func *f);
/* emit_type.c: the method list of one type. */
void emit_methods(struct emit *e, const struct ir_typedesc *d);
/* Adds the definition of a global once. */
void emit_global(struct emit *e, struct ir_global *g);
/* legalize.c: rewrites what the encoding cannot express (offsets, counts). */
void emit_legalize(struct ir_func *f);

#endif
