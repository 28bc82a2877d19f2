/* isagen/view_vectors.c - isa_vectors.inc: every pure instruction and branch on edge values of its operand type.
 * X(op, kind, b, c): a test builds the instruction, runs it, and compares with isa_fold(). */
#include "isa-spec/isagen/model.h"

static const uint64_t ints[] = {
    0, 1, 2, 7, 8, 31, 32, 33, 63, 64, 65, 127, 128, 255, 256, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff,
    0x100000000, 0x123456789abcdef0, 0x7fffffffffffffff, 0x8000000000000000, 0xfffffffffffffffe, 0xffffffffffffffff,
    0xffffffff80000000, 0xffffffffffff8000,
};
static const uint64_t f64s[] = {
    0, 0x8000000000000000, 0x3ff0000000000000, 0xbff0000000000000, 0x3fe0000000000000, 0x4004000000000000, 0xc004000000000000,
    0x41dfffffffc00000, 0x41e0000000000000, 0xc1e0000000000000, 0xc1e0000000200000, 0x43dfffffffffffff, 0x43e0000000000000,
    0xc3e0000000000000, 0x43f0000000000000, 0x7fefffffffffffff, 0x0000000000000001, 0x0010000000000000, 0x7ff0000000000000,
    0xfff0000000000000, 0x7ff8000000000000, 0x3fb999999999999a,
};
static const uint64_t f32s[] = {
    0, 0x80000000, 0x3f800000, 0xbf800000, 0x3f000000, 0x7f7fffff, 1, 0x7f800000, 0xff800000, 0x7fc00000, 0x3dcccccd, 0x4b800001,
};
static const int imms[] = { 0, 1, -1, 5, 63, 127, -128, 200, -300 };

static const uint64_t *values(enum etype t, size_t *n)
{
    if (t == T_F64) return *n = sizeof f64s / 8, f64s;
    if (t == T_F32) return *n = sizeof f32s / 8, f32s;
    return *n = sizeof ints / 8, ints;
}

void view_vectors(const struct model *m, struct strbuf *b)
{
    for (size_t i = 0; i < m->ops.n; i++) {
        const struct op *o = m->ops.at[i];
        if (o->kind != OP_PURE && o->kind != OP_BRANCH) continue;
        size_t n, nsrc = 0;
        bool imm = false;
        const uint64_t *v = values(o->t, &n);
        for (size_t k = 0; k < o->operands.n; k++) {
            if (o->operands.at[k].dest) continue;
            if (format_kind(o->format, o->operands.at[k].field)[0]) imm = true;
            else nsrc++;
        }
        for (size_t x = 0; x < n; x++)
            if (imm)
                for (size_t y = 0; y < sizeof imms / sizeof *imms; y++)
                    strbuf_printf(b, "X(%s, imm, 0x%llxu, %d)\n", o->cname, (unsigned long long)v[x], imms[y]);
            else if (nsrc == 2)
                for (size_t y = 0; y < n; y++)
                    strbuf_printf(b, "X(%s, two, 0x%llxu, 0x%llxu)\n", o->cname, (unsigned long long)v[x], (unsigned long long)v[y]);
            else strbuf_printf(b, "X(%s, one, 0x%llxu, 0)\n", o->cname, (unsigned long long)v[x]);
    }
}
