/* compiler/opt/dce.c - dead code elimination: pure instructions whose results are never read.
 *
 * A worklist over reference counts: removing an instruction lowers the counts of its operands, which may make their
 * definitions dead in turn.  Registers with several definitions die only when nothing reads them at all. */
#include <stdlib.h>
#include "compiler/opt/operands.h"
#include "compiler/opt/passes.h"
#include "runtime/base/fatal.h"

struct dead { struct reg_use *u; bool live; };

static void any_read(void *ctx, ir_reg *r)
{
    struct dead *d = ctx;
    if (d->u->nuses[*r])
        d->live = true;
}

static void drop(void *ctx, ir_reg *r)
{
    struct reg_use *u = ctx;
    u->nuses[*r]--;
}

bool opt_dce(struct ir_func *f)
{
    struct reg_use u;
    reg_use_init(&u, f);
    bool changed = false, again = true;
    while (again) {
        again = false;
        for (size_t b = f->blocks.n; b-- > 0;) {
            struct ir_block *bl = f->blocks.at[b];
            for (size_t k = bl->ins.n; k-- > 0;) {
                struct ir_ins *i = &bl->ins.at[k];
                if (i->op == IR_NOP || !ir_is_pure(i))
                    continue;
                struct dead d = {&u, false};
                ir_each_def(i, any_read, &d);
                if (d.live)
                    continue;
                ir_each_use(i, drop, &u);
                i->op = IR_NOP;
                again = changed = true;
            }
        }
    }
    for (size_t b = 0; b < f->blocks.n; b++) {
        struct ir_block *bl = f->blocks.at[b];
        size_t w = 0;
        for (size_t k = 0; k < bl->ins.n; k++)
            if (bl->ins.at[k].op != IR_NOP)
                bl->ins.at[w++] = bl->ins.at[k];
        bl->ins.n = w;
    }
    reg_use_done(&u);
    return changed;
}
