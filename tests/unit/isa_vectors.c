/* tests/unit/isa_vectors.c - every pure instruction and branch on edge values: the constant evaluator and the
 * generated interpreter bodies, narrow and wide, must agree; and encode and decode are inverses for every format. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "decode.h"
#include "isa-spec/isa_sem.h"
#include "runtime/base/fatal.h"

enum { TRAPPED = -1 };

/* Executes one instruction; the words advanced (a taken branch: its displacement), or TRAPPED. */
static long step(const uint32_t *pc, uint64_t *fp)
{
    uint32_t w = *pc, hi = 0;
#define CASE(op) case op:
#define NEXT(n) return (n)
#define JUMP(rel) return (rel)
#define TRAP(kind) return TRAPPED
#define S(n) fp[n]
    if ((w & 255) == OPC_WIDE) {
        hi = w, w = pc[1];
#define FA ((w >> 8 & 255) | (hi >> 8 & 255) << 8)
#define FB ((w >> 16 & 255) | (hi >> 16 & 255) << 8)
#define FC (w >> 24 | hi >> 24 << 8)
#define IMM8 ((int16_t)FC)
#define IMM16 ((int32_t)(w >> 16 | (hi & 0xffff0000u)))
#define X(i) pc[2 + (i)]
#define W 1
        switch (w & 255) {
#include "interp_ops.inc"
        }
#undef FA
#undef FB
#undef FC
#undef IMM8
#undef IMM16
#undef X
#undef W
    }
#define FA (w >> 8 & 255)
#define FB (w >> 16 & 255)
#define FC (w >> 24)
#define IMM8 ((int8_t)(w >> 24))
#define IMM16 ((int16_t)(w >> 16))
#define X(i) pc[1 + (i)]
#define W 0
    switch (w & 255) {
#include "interp_ops.inc"
    }
    return 0;
}

static int failures, ran;

static void check(unsigned op, bool imm, uint64_t b, int64_t c, uint32_t ra, uint32_t rb, uint32_t rc)
{
    static uint64_t fp[65536];
    uint32_t x[4] = {0};
    struct isa_insn in = { .x = x, .op = (uint8_t)op, .a = ra, .b = rb, .c = rc, .rel = 1000 };
    struct isa_code code = {0};
    const struct op_info *o = &op_table[op];
    bool branch = o->flags & OPF_BRANCH;
    if (branch) in.a = rb, in.b = rc;
    if (imm) in.imm = c;
    if (imm && o->format == ISAF_ABI && c != (int16_t)c) return;
    isa_encode(&code, &in);
    fp[rb] = b, fp[rc] = imm ? fp[rc] : (uint64_t)c;
    if (rb == rc) fp[rb] = b;
    uint64_t want = 0;
    bool taken = false;
    long got = step(code.at, fp);
    ran++;
    if (branch) {
        if (!isa_fold_branch(op, b, (uint64_t)c, c, &taken) || (got == 1000) != taken) {
            printf("%s 0x%llx, 0x%llx: taken %d, step %ld\n", o->name, (unsigned long long)b, (unsigned long long)c, taken, got);
            failures++;
        }
    } else {
        bool folds = isa_fold(op, b, (uint64_t)c, c, &want);
        bool nan = folds && isa_f64(want) != isa_f64(want) && isa_f64(fp[ra]) != isa_f64(fp[ra]);
        bool nan32 = folds && want >> 32 == 0 && isa_f32(want) != isa_f32(want) && isa_f32(fp[ra]) != isa_f32(fp[ra]);
        if (folds != (got != TRAPPED) || (folds && fp[ra] != want && !nan && !nan32)) {
            printf("%s 0x%llx, 0x%llx: folded %d 0x%llx, executed %ld 0x%llx\n", o->name, (unsigned long long)b,
                   (unsigned long long)c, folds, (unsigned long long)want, got, (unsigned long long)fp[ra]);
            failures++;
        }
    }
    vec_free(&code);
}

#define imm 1
#define one 0
#define two 0
#define X_(op, kind, b, c) { OPC_##op, kind, b, (int64_t)(c) },
static const struct { uint8_t op, is_imm; uint64_t b; int64_t c; } vectors[] = {
#undef X
#define X(op, kind, b, c) X_(op, kind, b, c)
#include "isa_vectors.inc"
};
#undef X
#undef imm

/* Every op with numbers that fit a byte and that do not. */
static void round_trip(unsigned op, bool big)
{
    const struct op_info *o = &op_table[op];
    uint32_t slots[5] = { 1, 2, 3, big ? 300 : 4, 5 }, x[4] = { 7, 8, 9, 10 }, cases[4] = { 1 | 1 << 16, 2, 3 | 2 << 16, 0xffff }, table[2] = { 4, 8 };
    uint32_t n = big ? 1000 : 17;
    struct isa_insn in = { .op = (uint8_t)op, .a = n, .b = n + 1, .c = n + 2, .imm = big ? 20000 : 5, .rel = -40, .x = x,
                           .nargs = 5, .nres = 3, .ncases = 2, .count = 2, .args = slots, .res = slots, .table = table, .cases = cases };
    if (o->format == ISAF_MEM) in.imm = (big ? 1000 : 3) * o->unit;
    if (o->format == ISAF_AI16 && big) in.imm = -70000;
    struct isa_code code = {0};
    isa_encode(&code, &in);
    struct isa_insn out;
    bool ok = isa_decode(code.at, code.n, &out) == code.n;
    for (size_t i = 0; i < code.n; i++) {               /* truncated anywhere: refused */
        struct isa_insn cut;
        if (isa_decode(code.at, i, &cut)) ok = false;
    }
    ok = ok && out.op == op;
    uint8_t f = o->format;
    bool lists = f == ISAF_CALL || f == ISAF_CALLX || f == ISAF_RET;
    if (!lists && f != ISAF_N && f != ISAF_J24) ok = ok && out.a == in.a;
    if (f == ISAF_AB || f == ISAF_ABC || f == ISAF_ABI || f == ISAF_MEM || f == ISAF_BR) ok = ok && out.b == in.b;
    if (f == ISAF_ABC || f == ISAF_ABCX) ok = ok && out.c == in.c;
    if (f == ISAF_ABI || f == ISAF_MEM || f == ISAF_AI16 || f == ISAF_AU16 || f == ISAF_BRI) ok = ok && out.imm == in.imm;
    if (f == ISAF_J24 || f == ISAF_BR || f == ISAF_BRI) ok = ok && out.rel == in.rel;
    if (f == ISAF_CALL || f == ISAF_CALLX)
        for (uint32_t i = 0; i < 5; i++) ok = ok && isa_list_slot(out.args, out.wide, i) == slots[i];
    if (lists) ok = ok && out.nres == 3 && isa_list_slot(out.res, out.wide, 2) == 3;
    if (f == ISAF_SEL) ok = ok && out.ncases == 2 && out.cases[3] == 0xffff;
    if (f == ISAF_JTAB) ok = ok && out.count == 2 && out.table[1] == 8;
    if (!ok) { printf("%s (%s): decode(encode) differs\n", o->name, big ? "wide" : "narrow"); failures++; }
    vec_free(&code);
}

int main(void)
{
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        check(vectors[i].op, vectors[i].is_imm, vectors[i].b, vectors[i].c, 0, 1, 2);
        check(vectors[i].op, vectors[i].is_imm, vectors[i].b, vectors[i].c, 300, 1, 65535);
    }
    for (unsigned op = 2; op < 256; op++)
        if (op_table[op].name) round_trip(op, false), round_trip(op, true);
    printf("%d vectors\n", ran);
    return failures ? 1 : 0;
}
