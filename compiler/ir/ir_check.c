/* compiler/ir/ir_check.c - structural invariants of IR, checked in debug builds after building and after every pass:
 * blocks end in one terminator, jumps lead to blocks of the function, operands exist and have the right class. */
#include <stdio.h>
#include "compiler/ir/ir.h"
#include "compiler/ir/op_names.h"
#include "optab.h"

/* Classes an operand may have, as a set of bits 1 << enum ir_class. */
enum {
    W = 1 << IRC_W, R = 1 << IRC_R | 1 << IRC_Q, S = 1 << IRC_S, L = 1 << IRC_L | 1 << IRC_QL, I = 1 << IRC_I,
    ANY = W | R | S | L | I
};
struct check { const struct ir_func *f; char *why; const struct ir_ins *at; };

static void fail(struct check *c, const char *what)
{
    if (c->why)
        return;
    char *text = NULL;
    if (asprintf(&text, "%s: %s (line %u)", ir_op_name(c->at->op), what, c->at->pos.line) < 0)
        text = NULL;
    c->why = text;
}

static void operand(struct check *c, ir_reg r, int set, const char *name)
{
    if (!r || r >= c->f->regs.n)
        fail(c, name);
    else if (!(set >> c->f->regs.at[r].cls & 1))
        fail(c, name);
}

static void same_class(struct check *c, ir_reg a, ir_reg b)
{
    operand(c, a, ANY, "a");
    operand(c, b, ANY, "b");
    if (!c->why && ir_class_slots(c->f->regs.at[a].cls) != ir_class_slots(c->f->regs.at[b].cls))
        fail(c, "classes differ");
    uint8_t x = c->why ? 0 : c->f->regs.at[a].cls, y = c->why ? 0 : c->f->regs.at[b].cls;
    if (x != y && !(((R >> x) & 1) && ((R >> y) & 1)))
        fail(c, "classes differ");
}

static int class_of_letter(char ch)
{
    switch (ch) {
    case 'w': return W;
    case 's': return S;
    case 'l': return L;
    case 'i': return I;
    case 'r': return R;
    default: return ANY;
    }
}

static void rt_operands(struct check *c, const char *sig, const ir_reg *regs, uint32_t n, const char *what)
{
    uint32_t k = 0;
    for (; *sig; sig++) {
        bool ref = *sig == '*' || *sig == '&';
        int set = ref ? R : class_of_letter(*sig);
        if (ref)
            sig++;
        if (*sig == 'A')
            return;
        if (k >= n) {
            fail(c, "too few operands");
            return;
        }
        operand(c, regs[k++], set, what);
    }
    if (k != n)
        fail(c, "too many operands");
}

static void guest(struct check *c, const struct ir_ins *i)
{
    const struct op_info *o = &op_table[i->op];
    if (!o->name) {
        fail(c, "no such instruction");
        return;
    }
    static const int sets[] = { W, R, S, L, I, R };     /* bits of enum isa_class */
    for (int k = 0; k < o->noperands; k++) {
        const struct op_operand *p = &o->operands[k];
        ir_reg r = p->field == FLD_A ? i->a : p->field == FLD_B ? i->b : p->field == FLD_C ? i->c : i->x;
        int set = 0;
        for (int b = 0; b < 6; b++)
            if (p->classes >> b & 1)
                set |= sets[b];
        if (set)
            operand(c, r, set, p->dest ? "destination" : "source");
    }
}

static void registers(struct check *c, const ir_reg *r, uint32_t n)
{
    for (uint32_t k = 0; k < n; k++)
        operand(c, r[k], ANY, "list");
}

static void leaf(struct check *c, const struct ir_ins *i, ir_reg r)
{
    struct ir_leaf l[4];
    if (!i->type || ir_flatten(i->type, l) != 1) {
        fail(c, "type is not one leaf");
        return;
    }
    operand(c, r, l[0].cls == IRC_R ? R : 1 << l[0].cls, "value");
}

static void address(struct check *c, const struct ir_ins *i)
{
    operand(c, i->a, R, "a");
    if (i->op != IR_MZERO && i->op != IR_FOBJ && i->op != IR_GADDR)
        operand(c, i->b, i->op == IR_LEAX ? L : R, "b");
    if (i->op == IR_LEAX || i->op == IR_LEAA)
        operand(c, i->c, W, "c");
    if (!c->why && i->op != IR_MCOPY && i->op != IR_MZERO && !c->f->regs.at[i->a].type)
        fail(c, "reference without type");
    if ((i->op == IR_LEAA || i->op == IR_LEAX || i->op == IR_MCOPY || i->op == IR_MZERO) && !i->type)
        fail(c, "no type");
}

static void instruction(struct check *c, const struct ir_ins *i)
{
    switch (i->op) {
    case IR_MOVE: same_class(c, i->a, i->b); break;
    case IR_CONST: operand(c, i->a, W, "a"); break;
    case IR_ZERO: operand(c, i->a, ANY, "a"); break;
    case IR_STR: operand(c, i->a, S, "a"); break;
    case IR_PART: operand(c, i->a, W, "a"); operand(c, i->b, S | L, "b"); break;
    case IR_LOAD: leaf(c, i, i->a); operand(c, i->b, R, "b"); break;
    case IR_STORE: leaf(c, i, i->b); operand(c, i->a, R, "a"); break;
    case IR_LOADX: leaf(c, i, i->a); operand(c, i->b, L, "b"); operand(c, i->c, W, "c"); break;
    case IR_STOREX: leaf(c, i, i->c); operand(c, i->a, L, "a"); operand(c, i->b, W, "b"); break;
    case IR_LEA: case IR_LEAX: case IR_LEAA: case IR_MCOPY: case IR_MZERO: case IR_FOBJ: case IR_GADDR:
        address(c, i);
        break;
    case IR_FUNCVAL: operand(c, i->a, R, "a"); break;
    case IR_CLOSURE: operand(c, i->a, R, "a"); operand(c, i->b, R, "b"); break;
    case IR_CALLC: operand(c, i->b, R, "b"); registers(c, i->args, i->nargs); registers(c, i->res, i->nres); break;
    case IR_CALLI: operand(c, i->b, I, "b"); registers(c, i->args, i->nargs); registers(c, i->res, i->nres); break;
    case IR_CALL: registers(c, i->args, i->nargs); registers(c, i->res, i->nres); break;
    case IR_RT:
        rt_operands(c, rt_entry_table[i->imm].params, i->args, i->nargs, "argument");
        rt_operands(c, rt_entry_table[i->imm].results, i->res, i->nres, "result");
        if (rt_entry_table[i->imm].has_type && !i->type)
            fail(c, "no type operand");
        break;
    case IR_MKI: operand(c, i->a, I, "a"); operand(c, i->b, R, "b"); break;
    case IR_BOX: operand(c, i->a, I, "a"); operand(c, i->b, ANY, "b"); break;
    case IR_BOXM: operand(c, i->a, I, "a"); operand(c, i->b, R, "b"); break;
    case IR_ISTYPE: operand(c, i->a, W, "a"); operand(c, i->b, I, "b"); break;
    case IR_ASSERT: operand(c, i->a, R, "a"); operand(c, i->b, I, "b"); break;
    case IR_CONVI: operand(c, i->a, I, "a"); operand(c, i->b, I, "b"); break;
    case IR_SLICE: operand(c, i->a, S | L, "a"); operand(c, i->b, S | L | R, "b"); break;
    case IR_GROW: operand(c, i->a, L, "a"); operand(c, i->b, L, "b"); break;
    case IR_RET: registers(c, i->args, i->nargs); break;
    case IR_GO: case IR_DEFER: case IR_NILCHK: operand(c, i->b, R, "b"); break;
    case IR_RECOVER: operand(c, i->a, I, "a"); break;
    case IR_PANIC: operand(c, i->b, I, "b"); break;
    case IR_SELECT: operand(c, i->a, W, "a"); operand(c, i->b, W, "b"); break;
    case IR_SWITCH: operand(c, i->a, W, "a"); break;
    case IR_BRANCH: operand(c, i->a, W | R, "a"); break;
    default:
        if (i->op < IR_FIRST)
            guest(c, i);
    }
}

static bool is_terminator(const struct ir_ins *i)
{
    return i->op == IR_JMP || i->op == IR_BRANCH || i->op == IR_SWITCH || i->op == IR_RET || i->op == IR_PANIC;
}

static bool is_block(const struct ir_func *f, const struct ir_block *b)
{
    return b->id < f->blocks.n && f->blocks.at[b->id] == b;
}

bool ir_check(const struct ir_func *f, char **why)
{
    struct check c = { .f = f };
    bool by_id = true;          /* passes may have reordered blocks */
    for (size_t b = 0; b < f->blocks.n; b++)
        by_id &= f->blocks.at[b]->id == b;
    for (size_t b = 0; b < f->blocks.n && !c.why; b++) {
        const struct ir_block *bl = f->blocks.at[b];
        for (size_t k = 0; k < bl->ins.n && !c.why; k++) {
            c.at = &bl->ins.at[k];
            bool last = k + 1 == bl->ins.n;
            if (is_terminator(c.at) != last)
                fail(&c, last ? "block does not end in a jump" : "jump inside a block");
            if (by_id && ((c.at->t && !is_block(f, c.at->t)) || (c.at->f && !is_block(f, c.at->f))))
                fail(&c, "jump out of the function");
            instruction(&c, c.at);
        }
    }
    if (why)
        *why = c.why;
    return !c.why;
}
