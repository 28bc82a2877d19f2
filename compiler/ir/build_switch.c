/* compiler/ir/build_switch.c - expression switches.
 *
 * Integer constants: a jump table if they are dense, else binary search; string constants: binary search down to a few
 * comparisons; anything else: tests in order. */
#include "compiler/ir/build.h"

enum { MIN_SEARCH = 5, MAX_TABLE = 1024 };

struct arm { struct constant *cv; int64_t key; struct ir_block *to; struct expr *e; };
struct search { struct fb *fb; struct val tag; struct arm *arms; struct ir_block *dflt; };

void clause_bodies(struct fb *fb, struct clause *c, int n, struct ir_block **at, struct ir_block *end)
{
    struct ir_block *saved = fb->next_clause;
    for (int i = 0; i < n; i++) {
        start_block(fb, at[i]);
        fb->next_clause = i + 1 < n ? at[i + 1] : NULL;
        stmts(fb, c[i].body, c[i].nbody);
        ins(fb, IR_JMP)->t = end;
    }
    fb->next_clause = saved;
}

static int by_key(const void *x, const void *y)
{
    const struct arm *a = x, *b = y;
    return a->key < b->key ? -1 : a->key > b->key;
}

static int by_text(const void *x, const void *y)
{
    const struct constant *a = ((const struct arm *)x)->cv, *b = ((const struct arm *)y)->cv;
    size_t n = a->s.n < b->s.n ? a->s.n : b->s.n;
    int c = n ? memcmp(a->s.at, b->s.at, n) : 0;
    return c ? c : a->s.n < b->s.n ? -1 : a->s.n > b->s.n;
}

/* arms[lo, hi), sorted; ends the current block. */
static void binary_search(struct search *s, int lo, int hi)
{
    struct fb *fb = s->fb;
    if (hi - lo <= 3) {
        for (int i = lo; i < hi; i++) {
            struct ir_block *next = i + 1 < hi ? new_block(fb) : s->dflt;
            equal_branch(fb, s->tag, v_const(s->tag.t, s->arms[i].cv), s->arms[i].to, next);
            if (i + 1 < hi)
                start_block(fb, next);
        }
        return;
    }
    int mid = lo + (hi - lo) / 2;
    struct ir_block *low = new_block(fb), *high = new_block(fb);
    compare_branch(fb, OP_LSS, s->tag, v_const(s->tag.t, s->arms[mid].cv), low, high);
    start_block(fb, low);
    binary_search(s, lo, mid);
    start_block(fb, high);
    binary_search(s, mid, hi);
}

static void jump_table(struct search *s, int n)
{
    struct fb *fb = s->fb;
    int64_t min = s->arms[0].key, span = s->arms[n - 1].key - min + 1;
    struct type *it = basic(fb, TY_INT64);
    ir_reg r = val_reg(fb, s->tag, NULL);
    if (min)
        r = op2(fb, OPC_SUB_I64, it, r, word_const(fb, it, min, NULL), NULL);
    struct ir_block **targets = arena_array(fb->a, struct ir_block *, span);
    for (int64_t i = 0; i < span; i++)
        targets[i] = s->dflt;
    for (int i = 0; i < n; i++)
        targets[s->arms[i].key - min] = s->arms[i].to;
    struct ir_ins *in = ins(fb, IR_SWITCH);
    in->a = r;
    in->targets = targets;
    in->ntargets = (uint32_t)span;
    in->t = s->dflt;
}

/* All cases constants of an ordered kind without duplicates: build the search. */
static bool constant_switch(struct fb *fb, struct stmt *sw, struct val tag, struct ir_block **at, struct ir_block *dflt)
{
    enum type_kind k = kind_of(tag.t);
    bool str = k == TY_STRING;
    if ((!str && !kind_is_integer(k)) || tag.kind == V_CONST)
        return false;
    int n = 0;
    for (int i = 0; i < sw->switch_.n; i++)
        n += sw->switch_.clauses[i].nexprs;
    if (n < MIN_SEARCH || (str && n < 8))
        return false;
    struct arm *arms = arena_array(fb->a, struct arm, n);
    n = 0;
    for (int i = 0; i < sw->switch_.n; i++)
        for (int j = 0; j < sw->switch_.clauses[i].nexprs; j++) {
            struct expr *e = expr_unparen(sw->switch_.clauses[i].exprs[j]);
            if (e->mode != MODE_CONST)
                return false;
            arms[n].cv = str ? e->cv : cv_to_int(fb->u, e->cv);
            arms[n].to = at[i];
            if (!str)
                arms[n].key = (int64_t)const_bits(fb, e->cv, tag.t);
            if (!kind_is_signed(k) && arms[n].key < 0)
                return false;
            n++;
        }
    qsort(arms, (size_t)n, sizeof *arms, str ? by_text : by_key);
    for (int i = 1; i < n; i++)
        if ((str ? by_text : by_key)(&arms[i - 1], &arms[i]) == 0)
            return false;
    struct search s = { fb, tag, arms, dflt };
    if (!str) {
        uint64_t span = (uint64_t)arms[n - 1].key - (uint64_t)arms[0].key;
        if (span < MAX_TABLE && span < (uint64_t)n * 3 + 8) {
            jump_table(&s, n);
            return true;
        }
    }
    binary_search(&s, 0, n);
    return true;
}

static void test_case(struct fb *fb, struct val tag, struct expr *tag_expr, struct expr *e, struct ir_block *hit)
{
    struct ir_block *next = new_block(fb);
    if (!tag_expr && kind_of(expr_type(fb, e)) == TY_INTERFACE) {
        equal_branch(fb, expr(fb, e, NULL), v_const(basic(fb, TY_BOOL), cv_bool(fb->u, true)), hit, next);
    } else if (!tag_expr) {
        cond(fb, e, hit, next);
    } else {
        struct val v = expr_unparen(e)->mode == MODE_NIL ? v_zero(tag.t) : expr(fb, e, NULL);
        fb->pos = e->pos;
        equal_branch(fb, tag, v, hit, next);
    }
    start_block(fb, next);
}

/* The tests in order.  Known answers, of a constant tag, leave no code. */
static void test_cases(struct fb *fb, struct stmt *s, struct val tag, struct constant *known, struct ir_block **at,
                       struct ir_block *dflt)
{
    for (int i = 0; i < s->switch_.n; i++)
        for (int j = 0; j < s->switch_.clauses[i].nexprs; j++) {
            struct expr *e = s->switch_.clauses[i].exprs[j];
            if (!known || e->mode != MODE_CONST || kind_of(expr_type(fb, e)) != kind_of(tag.t)) {
                test_case(fb, tag, s->switch_.tag, e, at[i]);
            } else if (cv_compare(known, OP_EQL, e->cv)) {
                jump(fb, at[i]);
                return;
            }
        }
    ins(fb, IR_JMP)->t = dflt;
}

void stmt_switch(struct fb *fb, struct stmt *s, struct stmt *label)
{
    stmt(fb, s->switch_.init, NULL);
    int n = s->switch_.n;
    struct clause *c = s->switch_.clauses;
    struct ir_block **at = arena_array(fb->a, struct ir_block *, n + 1), *end = new_block(fb), *dflt = end;
    for (int i = 0; i < n; i++) {
        at[i] = new_block(fb);
        if (c[i].is_default)
            dflt = at[i];
    }
    struct val tag = v_none();
    struct constant *known = NULL;
    if (s->switch_.tag) {
        tag = val_own(fb, expr(fb, s->switch_.tag, NULL));
        if (ty_is_untyped(tag.t))
            tag.t = ty_default(fb->u, tag.t);
        if (tag.kind == V_CONST && n) {         /* compared often: put it in a register */
            ir_reg r[4];
            int k = val_regs(fb, tag, r, NULL);
            known = tag.cv;
            tag = v_regs(tag.t, k, r);
        }
    }
    if (known || !s->switch_.tag || !constant_switch(fb, s, tag, at, dflt))
        test_cases(fb, s, tag, known, at, dflt);
    struct target t;
    push_target(fb, &t, s, end, NULL);
    clause_bodies(fb, c, n, at, end);
    pop_target(fb);
    start_block(fb, end);
}
