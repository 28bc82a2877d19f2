/* compiler/opt/passes.h - the passes over one function; passes.c has the table. */
#ifndef VIRGO_OPT_PASSES_H
#define VIRGO_OPT_PASSES_H

#include "compiler/ir/ir.h"

/* Each returns whether it changed anything. */
bool opt_cfg(struct ir_func *f);        /* unreachable blocks, jump threading, merging of straight lines */
bool opt_copyprop(struct ir_func *f);   /* copies and destinations, so that temporaries vanish */
bool opt_constprop(struct ir_func *f);  /* constants into operations and branches */
bool opt_dce(struct ir_func *f);        /* pure instructions whose results nobody reads */
bool opt_hoist(struct ir_func *f);      /* constants out of loops */
bool opt_layout(struct ir_func *f);     /* block order: loops contiguous, cold blocks last */

#endif
