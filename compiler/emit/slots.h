/* compiler/emit/slots.h - frame slots for virtual registers. */
#ifndef VIRGO_EMIT_SLOTS_H
#define VIRGO_EMIT_SLOTS_H

#include "compiler/ir/ir.h"

struct slot_decl { uint8_t cls; struct type *type; uint32_t slot; };

struct slots {
    uint32_t *of;               /* per register: first slot (UINT32_MAX: never used) */
    vec(struct slot_decl) decls;/* one per allocated slot group, by slot */
    uint32_t nslots, nargs;     /* nargs: parameter slots without the context */
};

/* Linear scan (Poletto and Sarkar 1999) over live intervals; a slot group is shared only by registers of one
 * declaration (all scalars are one; references by type), as the verifier requires. */
void slots_assign(struct slots *s, struct ir_func *f);
void slots_done(struct slots *s);

#endif
