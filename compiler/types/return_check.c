/* compiler/types/return_check.c - terminating statements (spec), for "missing return".
 *
 * Runs after labels.c: a break belongs to the statement that is its target. */
#include "compiler/types/check.h"

/* -- Does a statement contain a break out of target? ------------------------------------------------------------ */

static bool breaks(struct stmt *s, struct stmt *target);

static bool list_breaks(struct stmt **list, int n, struct stmt *target) {
    for (int i = 0; i < n; i++)
        if (breaks(list[i], target)) return true;
    return false;
}

static bool clauses_break(struct clause *list, int n, struct stmt *target) {
    for (int i = 0; i < n; i++)
        if (list_breaks(list[i].body, list[i].nbody, target)) return true;
    return false;
}

static bool breaks(struct stmt *s, struct stmt *target) {
    switch (s->kind) {
    case ST_BREAK: return s->branch.target == target;
    case ST_LABELED: return s->labeled.stmt && breaks(s->labeled.stmt, target);
    case ST_BLOCK: return list_breaks(s->block->stmts, s->block->n, target);
    case ST_IF:
        return list_breaks(s->if_.then->stmts, s->if_.then->n, target) || (s->if_.els && breaks(s->if_.els, target));
    case ST_SWITCH: return clauses_break(s->switch_.clauses, s->switch_.n, target);
    case ST_TYPE_SWITCH: return clauses_break(s->tswitch.clauses, s->tswitch.n, target);
    case ST_SELECT: return clauses_break(s->select.clauses, s->select.n, target);
    case ST_FOR: return list_breaks(s->for_.body->stmts, s->for_.body->n, target);
    case ST_RANGE: return list_breaks(s->range.body->stmts, s->range.body->n, target);
    default: return false;
    }
}

/* -- Terminating statements ------------------------------------------------------------------------------------------ */

static bool terminates(struct checker *c, struct stmt *s);

static bool list_terminates(struct checker *c, struct stmt **list, int n) {
    while (n > 0 && list[n - 1]->kind == ST_EMPTY) n--;
    return n > 0 && terminates(c, list[n - 1]);
}

static bool switch_terminates(struct checker *c, struct stmt *s, struct clause *list, int n) {
    bool has_default = false;
    for (int i = 0; i < n; i++) {
        if (list[i].is_default) has_default = true;
        if (!list_terminates(c, list[i].body, list[i].nbody) || list_breaks(list[i].body, list[i].nbody, s))
            return false;
    }
    return has_default;
}

static bool select_terminates(struct checker *c, struct stmt *s) {
    for (int i = 0; i < s->select.n; i++) {
        struct clause *cl = &s->select.clauses[i];
        if (!list_terminates(c, cl->body, cl->nbody) || list_breaks(cl->body, cl->nbody, s)) return false;
    }
    return true;
}

static bool terminates(struct checker *c, struct stmt *s) {
    switch (s->kind) {
    case ST_RETURN: case ST_GOTO: case ST_FALLTHROUGH: return true;
    case ST_EXPR: return ptrmap_get(&c->panics, expr_unparen(s->x)) != NULL;
    case ST_LABELED: return s->labeled.stmt && terminates(c, s->labeled.stmt);
    case ST_BLOCK: return list_terminates(c, s->block->stmts, s->block->n);
    case ST_IF:
        return s->if_.els && list_terminates(c, s->if_.then->stmts, s->if_.then->n) && terminates(c, s->if_.els);
    case ST_SWITCH: return switch_terminates(c, s, s->switch_.clauses, s->switch_.n);
    case ST_TYPE_SWITCH: return switch_terminates(c, s, s->tswitch.clauses, s->tswitch.n);
    case ST_SELECT: return select_terminates(c, s);
    case ST_FOR: return !s->for_.cond && !list_breaks(s->for_.body->stmts, s->for_.body->n, s);
    default: return false;
    }
}

bool ck_terminates(struct checker *c, struct block *body) { return list_terminates(c, body->stmts, body->n); }
