/* compiler/types/labels.c - labels and branches: targets of break, continue and goto.
 *
 * One walk over a function body (function literals excluded) resolves backward references at once and keeps forward
 * gotos per block; those left over when a label is declared in a block they may enter are errors, as are gotos that
 * jump over a variable declaration of their block. */
#include "compiler/types/check.h"

/* A block and the labelled statement it belongs to. */
struct lblock { struct lblock *outer; struct pos start; struct stmt *label; };
struct label { struct lblock *block; struct stmt *stmt; bool used; };

typedef vec(struct stmt *) stmt_vec;
struct targets { struct stmt *brk, *cont; int case_index; };

struct labels {
    struct checker *c;
    struct strmap names;        /* label -> struct label * */
    stmt_vec *forward;          /* gotos without target in the block being walked */
};

static struct pos label_pos(const struct stmt *s) { return s->pos2.line ? s->pos2 : s->pos; }

static bool encloses(const struct lblock *outer, const struct lblock *b) {
    for (; b; b = b->outer)
        if (b == outer) return true;
    return false;
}

static struct label *declare_label(struct labels *l, struct lblock *b, struct stmt *s) {
    struct label *alt = strmap_get(&l->names, s->labeled.label);
    if (alt) {
        ck_err(l->c, s->pos, "label %s already defined at %s", s->labeled.label, ck_pos_text(l->c, alt->stmt->pos));
        return alt;
    }
    struct label *n = arena_new(l->c->arena, struct label);
    *n = (struct label){b, s, false};
    strmap_put(&l->names, s->labeled.label, n);
    return n;
}

/* -- Branches ------------------------------------------------------------------------------------------------ */

/* The labelled statement around b that name refers to; *known tells whether the label exists. */
static struct stmt *enclosing(struct labels *l, struct lblock *b, const char *name, bool *known) {
    struct label *lb = strmap_get(&l->names, name);
    *known = lb != NULL;
    if (!lb) return NULL;
    lb->used = lb->stmt->labeled.used = true;
    for (; b; b = b->outer)
        if (b->label == lb->stmt) return lb->stmt->labeled.stmt;
    return NULL;
}

static bool is_loop(const struct stmt *s) { return s && (s->kind == ST_FOR || s->kind == ST_RANGE); }
static bool is_breakable(const struct stmt *s) {
    return is_loop(s) || (s && (s->kind == ST_SWITCH || s->kind == ST_TYPE_SWITCH || s->kind == ST_SELECT));
}

static void labelled_branch(struct labels *l, struct lblock *b, struct stmt *s) {
    const char *name = s->branch.label, *what = s->kind == ST_BREAK ? "break" : "continue";
    bool known;
    struct stmt *t = enclosing(l, b, name, &known);
    if (!known) ck_err(l->c, label_pos(s), "%s label not defined: %s", what, name);
    else if (s->kind == ST_BREAK ? is_breakable(t) : is_loop(t)) s->branch.target = t;
    else ck_err(l->c, label_pos(s), "invalid %s label %s", what, name);
}

static void goto_branch(struct labels *l, struct lblock *b, struct stmt *s) {
    struct label *lb = strmap_get(&l->names, s->branch.label);
    if (lb) {
        lb->used = lb->stmt->labeled.used = true;
        if (encloses(lb->block, b)) {
            s->branch.target = lb->stmt;
            return;
        }
    }
    vec_push(l->forward, s);
}

static void fallthrough_branch(struct labels *l, struct stmt *s, struct targets ctx, bool last) {
    const char *msg = "fallthrough statement out of place";
    struct stmt *sw = ctx.brk;
    if (sw && sw->kind == ST_TYPE_SWITCH) msg = "cannot fallthrough in type switch";
    else if (!sw || sw->kind != ST_SWITCH || ctx.case_index < 0 || !last) {}
    else if (ctx.case_index + 1 == sw->switch_.n) msg = "cannot fallthrough final case in switch";
    else return;
    ck_err(l->c, s->pos, "%s", msg);
}

static void branch(struct labels *l, struct lblock *b, struct stmt *s, struct targets ctx, bool last) {
    if (s->kind == ST_FALLTHROUGH) {
        fallthrough_branch(l, s, ctx, last);
    } else if (s->kind == ST_GOTO) {
        goto_branch(l, b, s);
    } else if (s->branch.label) {
        labelled_branch(l, b, s);
    } else if (s->kind == ST_BREAK) {
        s->branch.target = ctx.brk;
        if (!ctx.brk) ck_err(l->c, s->pos, "break is not in a loop, switch, or select");
    } else {
        s->branch.target = ctx.cont;
        if (!ctx.cont) ck_err(l->c, s->pos, "continue is not in a loop");
    }
}

/* -- Blocks ------------------------------------------------------------------------------------------------------ */

/* State of the walk over one statement list. */
struct walk { struct lblock b; stmt_vec forward, bad; struct pos var_pos; char *var_name; };

static void walk_list(struct labels *l, struct lblock *outer, struct targets ctx, struct stmt *label, struct pos start,
                      struct stmt **list, int n);

static void note_var(struct walk *w, struct pos pos, char *name) {
    w->var_pos = pos;
    w->var_name = name;
    vec_clear(&w->bad);
    for (size_t i = 0; i < w->forward.n; i++) vec_push(&w->bad, w->forward.at[i]);
}

static bool jumps_over_var(struct walk *w, struct stmt *jump) {
    for (size_t i = 0; w->var_pos.line && i < w->bad.n; i++)
        if (w->bad.at[i] == jump) return true;
    return false;
}

static void resolve_forward(struct labels *l, struct walk *w, struct label *lb, struct stmt *s) {
    size_t kept = 0;
    for (size_t i = 0; i < w->forward.n; i++) {
        struct stmt *jump = w->forward.at[i];
        if (strcmp(jump->branch.label, s->labeled.label) != 0) {
            w->forward.at[kept++] = jump;
            continue;
        }
        jump->branch.target = s;
        lb->used = s->labeled.used = true;
        if (jumps_over_var(w, jump))
            ck_err(l->c, label_pos(jump), "goto %s jumps over declaration of %s at %s", jump->branch.label,
                   w->var_name, ck_pos_text(l->c, w->var_pos));
    }
    w->forward.n = kept;
}

static void note_decls(struct labels *l, struct walk *w, struct stmt *s) {
    for (int i = 0; i < s->decl.n; i++) {
        struct decl *d = s->decl.decls[i];
        if (d->kind != DECL_VAR) continue;
        note_var(w, d->pos, arena_strdup(l->c->arena, d->value.names[0]));
        return;
    }
}

static char *lhs_text(struct labels *l, struct stmt *s) {
    char *t = ck_txt(l->c, s->assign.lhs[0]);
    for (int i = 1; i < s->assign.nlhs; i++)
        t = arena_printf(l->c->arena, "%s, %s", t, ck_txt(l->c, s->assign.lhs[i]));
    return t;
}

static void walk_clauses(struct labels *l, struct walk *w, struct targets ctx, struct stmt *label,
                         struct clause *list, int n, bool count) {
    for (int i = 0; i < n; i++) {
        ctx.case_index = count ? i : -1;
        walk_list(l, &w->b, ctx, label, list[i].pos, list[i].body, list[i].nbody);
    }
}

static void walk_stmt(struct labels *l, struct walk *w, struct targets ctx, struct stmt *s, bool last) {
    struct stmt *label = NULL;
    while (s->kind == ST_LABELED) {
        if (!ck_is_blank(s->labeled.label)) {
            resolve_forward(l, w, declare_label(l, &w->b, s), s);
            label = s;
        }
        s = s->labeled.stmt;
        if (!s) return;
    }
    l->forward = &w->forward;
    struct targets in = {ctx.brk, ctx.cont, -1}, loop = {s, s, -1}, sw = {s, ctx.cont, -1};
    switch (s->kind) {
    case ST_DECL: note_decls(l, w, s); break;
    case ST_DEFINE: note_var(w, s->pos2.line ? s->pos2 : s->pos, lhs_text(l, s)); break;
    case ST_BREAK: case ST_CONTINUE: case ST_GOTO: case ST_FALLTHROUGH: branch(l, &w->b, s, ctx, last); break;
    case ST_BLOCK: walk_list(l, &w->b, in, label, s->block->pos, s->block->stmts, s->block->n); break;
    case ST_IF:
        walk_list(l, &w->b, in, label, s->if_.then->pos, s->if_.then->stmts, s->if_.then->n);
        if (s->if_.els) walk_list(l, &w->b, in, label, s->if_.els->pos, &s->if_.els, 1);
        break;
    case ST_FOR: walk_list(l, &w->b, loop, label, s->for_.body->pos, s->for_.body->stmts, s->for_.body->n); break;
    case ST_RANGE:
        walk_list(l, &w->b, loop, label, s->range.body->pos, s->range.body->stmts, s->range.body->n);
        break;
    case ST_SWITCH: walk_clauses(l, w, sw, label, s->switch_.clauses, s->switch_.n, true); break;
    case ST_TYPE_SWITCH: walk_clauses(l, w, sw, label, s->tswitch.clauses, s->tswitch.n, true); break;
    case ST_SELECT: walk_clauses(l, w, sw, label, s->select.clauses, s->select.n, false); break;
    default: break;
    }
    l->forward = &w->forward;
}

static void walk_list(struct labels *l, struct lblock *outer, struct targets ctx, struct stmt *label, struct pos start,
                      struct stmt **list, int n) {
    struct walk *w = arena_new(l->c->arena, struct walk);   /* labels refer to their block after the walk */
    stmt_vec *outer_forward = l->forward;
    w->b = (struct lblock){outer, start, label};
    while (n > 0 && list[n - 1]->kind == ST_EMPTY) n--;
    for (int i = 0; i < n; i++) walk_stmt(l, w, ctx, list[i], i + 1 == n);
    l->forward = outer_forward;
    for (size_t i = 0; i < w->forward.n; i++) vec_push(outer_forward, w->forward.at[i]);
    vec_free(&w->forward);
    vec_free(&w->bad);
}

/* Sets the targets of all branches in a function body and reports misuse of labels. */
void ck_labels(struct checker *c, struct block *body) {
    stmt_vec left = {0};
    struct labels l = {.c = c, .forward = &left};
    walk_list(&l, NULL, (struct targets){NULL, NULL, -1}, NULL, body->pos, body->stmts, body->n);
    for (size_t i = 0; i < left.n; i++) {
        struct stmt *s = left.at[i];
        struct label *lb = strmap_get(&l.names, s->branch.label);
        if (!lb) {
            ck_err(c, label_pos(s), "label %s not defined", s->branch.label);
            continue;
        }
        lb->used = true;
        ck_err(c, label_pos(s), "goto %s jumps into block starting at %s", s->branch.label,
               ck_pos_text(c, lb->block->start));
    }
    for (size_t i = 0; i < l.names.n; i++) {
        struct label *lb = l.names.entries[i].val;
        if (!lb->used) ck_err(c, lb->stmt->pos, "label %s defined and not used", lb->stmt->labeled.label);
    }
    strmap_free(&l.names);
    vec_free(&left);
}
