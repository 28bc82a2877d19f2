/* compiler/package/cover.c - statement counters for `virgo test -cover`.
 *
 * A file's tree gets a counter at the head of every basic block, where blocks are what the cover tool of Go 1.19 takes
 * them for: runs of statements that control flow enters at the first only, as far as that is visible without types.
 * Positions and their order are part of the profile's format, hence the care for where a statement ends.
 *
 * Counters of a file are one array of the package, declared in a file made for it (_cover_.go); the generated main
 * package hands them to testing.RegisterCover together with the blocks (test.c). */
#include <ctype.h>
#include <string.h>
#include "compiler/package/cover.h"
#include "compiler/package/internal.h"

struct coverer {
    struct arena *a;
    struct cover_file *out;
    enum cover_mode mode;
    const char *add;                    /* function that counts, for COVER_ATOMIC */
    const char *text; size_t n;
    const uint32_t *lines;              /* offset of each line */
    uint32_t nlines, index;             /* index: of the file in positions */
};

/* -- Positions in the text ------------------------------------------------------------------------------------------ */
static void index_lines(struct coverer *c)
{
    uint32_t n = 1;
    for (size_t i = 0; i < c->n; i++)
        n += c->text[i] == '\n';
    uint32_t *at = arena_array(c->a, uint32_t, n);
    c->nlines = 0;
    at[c->nlines++] = 0;
    for (size_t i = 0; i < c->n; i++)
        if (c->text[i] == '\n')
            at[c->nlines++] = (uint32_t)i + 1;
    c->lines = at;
}

static size_t offset_of(const struct coverer *c, struct pos p)
{
    size_t at = p.line && p.line <= c->nlines ? c->lines[p.line - 1] + (p.col ? p.col - 1 : 0) : c->n;
    return at < c->n ? at : c->n;
}

static struct pos pos_at(const struct coverer *c, size_t offset)
{
    uint32_t lo = 0, hi = c->nlines;
    while (hi - lo > 1) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (c->lines[mid] <= offset)
            lo = mid;
        else
            hi = mid;
    }
    return (struct pos){c->index, lo + 1, (uint32_t)offset - c->lines[lo] + 1};
}

static struct pos after(struct pos p, size_t n)
{
    p.col += (uint32_t)n;
    return p;
}

static bool same(struct pos x, struct pos y) { return x.line == y.line && x.col == y.col; }

/* Offset of the first such text at or behind p outside comments. */
static size_t find_text(const struct coverer *c, struct pos p, const char *what)
{
    const char *end = c->text + c->n;
    size_t n = strlen(what);
    for (const char *s = c->text + offset_of(c, p); s < end; s = source_token_end(s, end))
        if ((size_t)(end - s) >= n && memcmp(s, what, n) == 0)
            return (size_t)(s - c->text);
    return c->n;
}

/* -- Where statements begin and end --------------------------------------------------------------------------------------------- */
static struct pos stmt_end(const struct coverer *c, const struct stmt *s);

/* Leftmost position; expr_start follows gc, which leaves some expressions at an inner token. */
static struct pos expr_begin(const struct expr *x)
{
    for (;;)
        switch (x->kind) {
        case EX_SLICE: x = x->slice.x; break;
        case EX_SELECTOR: x = x->sel.x; break;
        case EX_INDEX: x = x->index.x; break;
        case EX_TYPE_ASSERT: x = x->assert.x; break;
        case EX_CALL: x = x->call.fun; break;
        case EX_BINARY: x = x->binary.x; break;
        default: return expr_start(x);
        }
}

static struct pos stmt_begin(const struct stmt *s)
{
    switch (s->kind) {
    case ST_EXPR: return expr_begin(s->x);
    case ST_SEND: return expr_begin(s->send.ch);
    case ST_INCDEC: return expr_begin(s->incdec.x);
    case ST_ASSIGN: case ST_DEFINE: case ST_OPASSIGN: return expr_begin(s->assign.lhs[0]);
    default: return s->pos;
    }
}

static struct pos later(struct pos x, struct pos y)
{
    return x.line > y.line || (x.line == y.line && x.col > y.col) ? x : y;
}

static struct pos clause_end(const struct coverer *c, const struct clause *cl)
{
    return cl->nbody ? stmt_end(c, cl->body[cl->nbody - 1]) : after(cl->colon, 1);
}

static struct pos spec_end(const struct decl *d)
{
    if (d->kind == DECL_TYPE)
        return d->type.type->end;
    if (d->value.nvalues && !d->value.inherited)
        return d->value.values[d->value.nvalues - 1]->end;
    if (d->value.type && !d->value.inherited)
        return d->value.type->end;
    return after(d->value.name_pos[d->value.n - 1], strlen(d->value.names[d->value.n - 1]));
}

/* var, const or type, alone or with a parenthesised group, whose closing parenthesis the tree does not know. */
static struct pos decl_end(const struct coverer *c, const struct stmt *s)
{
    const char *end = c->text + c->n, *p = c->text + offset_of(c, s->pos);
    while (p < end && isalpha((unsigned char)*p))
        p++;
    while (p < end && (isspace((unsigned char)*p) || *p == '/'))
        p = source_token_end(p, end);
    if (p < end && *p == '(') {
        int depth = 0;
        for (; p < end; p = source_token_end(p, end)) {
            depth += *p == '(' ? 1 : *p == ')' ? -1 : 0;
            if (depth == 0)
                return pos_at(c, (size_t)(p - c->text) + 1);
        }
    }
    return s->decl.n ? spec_end(s->decl.decls[s->decl.n - 1]) : s->pos;
}

static struct pos stmt_end(const struct coverer *c, const struct stmt *s)
{
    static const char *const branches[ST_KIND_COUNT] = {
        [ST_BREAK] = "break", [ST_CONTINUE] = "continue", [ST_GOTO] = "goto", [ST_FALLTHROUGH] = "fallthrough",
    };
    switch (s->kind) {
    case ST_EXPR: return s->x->end;
    case ST_SEND: return s->send.value->end;
    case ST_INCDEC: return after(s->pos2, 2);
    case ST_ASSIGN: case ST_DEFINE: case ST_OPASSIGN: return s->assign.rhs[s->assign.nrhs - 1]->end;
    case ST_GO: case ST_DEFER: return s->go.call->end;
    case ST_RETURN: return s->ret.n ? s->ret.results[s->ret.n - 1]->end : after(s->pos, strlen("return"));
    case ST_BREAK: case ST_CONTINUE: case ST_GOTO: case ST_FALLTHROUGH:
        return s->branch.label ? after(s->pos2, strlen(s->branch.label)) : after(s->pos, strlen(branches[s->kind]));
    case ST_BLOCK: return after(s->block->end, 1);
    case ST_IF: return s->if_.els ? stmt_end(c, s->if_.els) : after(s->if_.then->end, 1);
    case ST_SWITCH: return after(s->switch_.end, 1);
    case ST_TYPE_SWITCH: return after(s->tswitch.end, 1);
    case ST_SELECT: return after(s->select.end, 1);
    case ST_FOR: return after(s->for_.body->end, 1);
    case ST_RANGE: return after(s->range.body->end, 1);
    case ST_LABELED: return stmt_end(c, s->labeled.stmt);
    case ST_DECL: return decl_end(c, s);
    default: return s->pos;
    }
}

/* -- Walking: function literals ------------------------------------------------------------------------------------------ */
typedef bool literal_fn(void *arg, struct func_lit *f);        /* true: go no further */

static bool each_literal(struct expr *x, literal_fn *fn, void *arg);

static bool each_of(struct expr **list, int n, literal_fn *fn, void *arg)
{
    for (int i = 0; i < n; i++)
        if (each_literal(list[i], fn, arg))
            return true;
    return false;
}

/* The outermost function literals of an expression, in source order of its parts. */
static bool each_literal(struct expr *x, literal_fn *fn, void *arg)
{
    if (!x)
        return false;
    switch (x->kind) {
    case EX_FUNC_LIT: return fn(arg, x->func);
    case EX_COMPOSITE_LIT: return each_of(x->comp.elems, x->comp.nelems, fn, arg);
    case EX_KEY_VALUE: return each_literal(x->kv.key, fn, arg) || each_literal(x->kv.value, fn, arg);
    case EX_PAREN: return each_literal(x->paren.x, fn, arg);
    case EX_SELECTOR: return each_literal(x->sel.x, fn, arg);
    case EX_INDEX: return each_literal(x->index.x, fn, arg) || each_of(x->index.indices, x->index.n, fn, arg);
    case EX_SLICE: return each_literal(x->slice.x, fn, arg) || each_literal(x->slice.lo, fn, arg) ||
                          each_literal(x->slice.hi, fn, arg) || each_literal(x->slice.max, fn, arg);
    case EX_TYPE_ASSERT: return each_literal(x->assert.x, fn, arg);
    case EX_CALL: return each_literal(x->call.fun, fn, arg) || each_of(x->call.args, x->call.nargs, fn, arg);
    case EX_STAR: return each_literal(x->star.x, fn, arg);
    case EX_UNARY: return each_literal(x->unary.x, fn, arg);
    case EX_BINARY: return each_literal(x->binary.x, fn, arg) || each_literal(x->binary.y, fn, arg);
    default: return false;
    }
}

/* Those of a statement that has no statements inside. */
static bool each_in_simple(struct stmt *s, literal_fn *fn, void *arg)
{
    if (!s)
        return false;
    switch (s->kind) {
    case ST_EXPR: return each_literal(s->x, fn, arg);
    case ST_SEND: return each_literal(s->send.ch, fn, arg) || each_literal(s->send.value, fn, arg);
    case ST_INCDEC: return each_literal(s->incdec.x, fn, arg);
    case ST_ASSIGN: case ST_DEFINE: case ST_OPASSIGN:
        return each_of(s->assign.lhs, s->assign.nlhs, fn, arg) || each_of(s->assign.rhs, s->assign.nrhs, fn, arg);
    case ST_GO: case ST_DEFER: return each_literal(s->go.call, fn, arg);
    case ST_RETURN: return each_of(s->ret.results, s->ret.n, fn, arg);
    case ST_DECL:
        for (int i = 0; i < s->decl.n; i++) {
            struct decl *d = s->decl.decls[i];
            if (d->kind == DECL_VAR && each_of(d->value.values, d->value.nvalues, fn, arg))
                return true;
        }
        return false;
    default: return false;
    }
}

static bool take_body(void *arg, struct func_lit *f)
{
    *(struct pos *)arg = f->body->pos;
    return true;
}

static bool literal_in(struct stmt *s, struct pos *body) { return each_in_simple(s, take_body, body); }
static bool literal_in_expr(struct expr *x, struct pos *body) { return each_literal(x, take_body, body); }

/* -- Basic blocks ------------------------------------------------------------------------------------------------------- */
/* '{' of a switch or select, behind what stands before it. */
static struct pos open_brace(const struct coverer *c, const struct stmt *s, const struct stmt *init, const struct expr *x)
{
    struct pos from = after(s->pos, strlen("select"));
    if (init)
        from = later(from, stmt_end(c, init));
    if (x)
        from = later(from, x->end);
    return pos_at(c, find_text(c, from, "{"));
}

/* Where the basic block that s belongs to ends in the source. */
static struct pos boundary(const struct coverer *c, struct stmt *s)
{
    struct pos lit;
    switch (s->kind) {
    case ST_BLOCK: return s->block->pos;
    case ST_IF:
        return literal_in(s->if_.init, &lit) || literal_in_expr(s->if_.cond, &lit) ? lit : s->if_.then->pos;
    case ST_FOR:
        return literal_in(s->for_.init, &lit) || literal_in_expr(s->for_.cond, &lit) || literal_in(s->for_.post, &lit)
            ? lit : s->for_.body->pos;
    case ST_LABELED: return boundary(c, s->labeled.stmt);
    case ST_RANGE: return literal_in_expr(s->range.x, &lit) ? lit : s->range.body->pos;
    case ST_SWITCH:
        return literal_in(s->switch_.init, &lit) || literal_in_expr(s->switch_.tag, &lit)
            ? lit : open_brace(c, s, s->switch_.init, s->switch_.tag);
    case ST_TYPE_SWITCH:
        return literal_in(s->tswitch.init, &lit) ? lit : open_brace(c, s, s->tswitch.init, s->tswitch.x);
    case ST_SELECT: return open_brace(c, s, NULL, NULL);
    default: return literal_in(s, &lit) ? lit : stmt_end(c, s);
    }
}

static bool is_control(const struct stmt *s)
{
    return s->kind == ST_FOR || s->kind == ST_RANGE || s->kind == ST_SWITCH || s->kind == ST_TYPE_SWITCH ||
           s->kind == ST_SELECT;
}

static bool ends_block(struct stmt *s)
{
    struct pos lit;
    switch (s->kind) {
    case ST_BLOCK: case ST_IF: case ST_LABELED:
    case ST_BREAK: case ST_CONTINUE: case ST_GOTO: case ST_FALLTHROUGH: return true;
    case ST_EXPR: {
        const struct expr *x = s->x;
        if (x->kind == EX_CALL && x->call.fun->kind == EX_IDENT && strcmp(x->call.fun->ident.name, "panic") == 0 &&
            x->call.nargs == 1)
            return true;
        break;
    }
    default:
        if (is_control(s))
            return true;
    }
    return literal_in(s, &lit);
}

/* -- Counters ---------------------------------------------------------------------------------------------------------------- */
static struct expr *ident(struct coverer *c, struct pos at, const char *name)
{
    struct expr *x = expr_new(c->a, EX_IDENT, at);
    x->ident.name = name;
    return x;
}

static struct expr *number(struct coverer *c, struct pos at, size_t n)
{
    struct expr *x = expr_new(c->a, EX_BASIC_LIT, at);
    x->basic.lit = LIT_INT;
    x->basic.text = arena_printf(c->a, "%zu", n);
    x->basic.len = (uint32_t)strlen(x->basic.text);
    return x;
}

/* var[i] = 1, var[i]++ or add(&var[i]). */
static struct stmt *counter(struct coverer *c, struct pos at, struct pos from, struct pos to, int nstmts)
{
    struct expr *x = expr_new(c->a, EX_INDEX, at);
    x->index.x = ident(c, at, c->out->var);
    x->index.indices = arena_array(c->a, struct expr *, 1);
    x->index.indices[0] = number(c, at, c->out->blocks.n);
    x->index.n = 1;
    x->depth = 1;
    struct cover_block b = {from.line, from.col, to.line, to.col, nstmts > 0xffff ? 0xffff : (uint32_t)nstmts};
    vec_push(&c->out->blocks, b);
    struct stmt *s = stmt_new(c->a, c->mode == COVER_SET ? ST_ASSIGN : c->mode == COVER_COUNT ? ST_INCDEC : ST_EXPR, at);
    s->pos2 = at;
    if (c->mode == COVER_COUNT) {
        s->incdec.x = x;
    } else if (c->mode == COVER_SET) {
        s->assign.lhs = arena_array(c->a, struct expr *, 1);
        s->assign.rhs = arena_array(c->a, struct expr *, 1);
        s->assign.lhs[0] = x;
        s->assign.rhs[0] = number(c, at, 1);
        s->assign.nlhs = s->assign.nrhs = 1;
    } else {
        struct expr *address = expr_new(c->a, EX_UNARY, at), *call = expr_new(c->a, EX_CALL, at);
        address->unary.op = OP_ADDR;
        address->unary.x = x;
        address->depth = 2;
        call->call.fun = ident(c, at, c->add);
        call->call.args = arena_array(c->a, struct expr *, 1);
        call->call.args[0] = address;
        call->call.nargs = 1;
        call->depth = 3;
        s->x = call;
    }
    return s;
}

typedef vec(struct stmt *) stmt_list;

/* A label of a plain statement may be the target of a goto: the statement gets a block of its own behind the label. */
static struct stmt *split_label(struct coverer *c, struct stmt *s)
{
    struct stmt *label = stmt_new(c->a, ST_LABELED, s->pos);
    *label = *s;
    label->labeled.stmt = stmt_new(c->a, ST_EMPTY, s->labeled.stmt->pos);
    label->depth = 1;
    return label;
}

/* Puts counters into a list of statements that is entered at `from` and ends at `close`; whole: up to there. */
static void add_counters(struct coverer *c, struct pos from, struct pos at, struct pos close, struct stmt ***list, int *n,
                         bool whole)
{
    stmt_list out = {0}, rest = {0};
    if (*n == 0)
        vec_push(&out, counter(c, at, at, close, 0));
    for (int i = 0; i < *n; i++)
        vec_push(&rest, (*list)[i]);
    for (size_t first = 0; first < rest.n;) {
        struct pos end = close;
        size_t i = first;
        stmt_list block = {0};
        while (i < rest.n) {
            struct stmt *s = rest.at[i];
            end = boundary(c, s);
            if (!ends_block(s)) {
                vec_push(&block, s);
                i++;
                continue;
            }
            whole = false;
            if (s->kind == ST_LABELED && !is_control(s->labeled.stmt)) {
                end = s->pos;
                vec_push(&block, split_label(c, s));
                rest.at[i] = s->labeled.stmt;   /* begins the next block */
            } else {
                vec_push(&block, s);
                i++;
            }
            break;
        }
        if (whole)
            end = close;
        if (!same(from, end))
            vec_push(&out, counter(c, at, from, end, (int)block.n));
        for (size_t k = 0; k < block.n; k++)
            vec_push(&out, block.at[k]);
        vec_free(&block);
        first = i;
        if (first < rest.n)
            from = at = stmt_begin(rest.at[first]);
    }
    *list = arena_memdup(c->a, out.at, out.n * sizeof *out.at);
    *n = (int)out.n;
    vec_free(&out);
    vec_free(&rest);
}

/* -- The tree, outside in ---------------------------------------------------------------------------------------------------- */
static void cover_stmt(struct coverer *c, struct stmt *s);

static void cover_list(struct coverer *c, struct stmt **list, int n)
{
    for (int i = 0; i < n; i++)
        cover_stmt(c, list[i]);
}

static void cover_block(struct coverer *c, struct block *b, struct pos open)
{
    struct stmt **list = b->stmts;
    int n = b->n;
    add_counters(c, open, after(open, 1), after(b->end, 1), &b->stmts, &b->n, true);
    cover_list(c, list, n);
}

static bool cover_literal(void *arg, struct func_lit *f)
{
    if (f->body)
        cover_block(arg, f->body, f->body->pos);
    return false;
}

static void cover_clauses(struct coverer *c, struct clause *clauses, int n)
{
    struct stmt ***old = arena_array(c->a, struct stmt **, n);
    int *count = arena_array(c->a, int, n);
    for (int i = 0; i < n; i++) {
        struct clause *cl = &clauses[i];
        struct pos from = after(cl->colon, 1);
        old[i] = cl->body;
        count[i] = cl->nbody;
        add_counters(c, from, from, clause_end(c, cl), &cl->body, &cl->nbody, false);
    }
    for (int i = 0; i < n; i++) {
        each_of(clauses[i].exprs, clauses[i].nexprs, cover_literal, c);
        each_in_simple(clauses[i].comm, cover_literal, c);
        cover_list(c, old[i], count[i]);
    }
}

/* The counter for the condition of an "else if" needs a block around it, which begins behind the else. */
static void cover_else(struct coverer *c, struct stmt *s)
{
    struct pos open = pos_at(c, find_text(c, after(s->if_.then->end, 1), "else") + strlen("else"));
    if (s->if_.els->kind == ST_IF) {
        struct stmt *wrap = stmt_new(c->a, ST_BLOCK, s->if_.els->pos);
        wrap->block = arena_new(c->a, struct block);
        wrap->block->stmts = arena_array(c->a, struct stmt *, 1);
        wrap->block->stmts[0] = s->if_.els;
        wrap->block->n = 1;
        wrap->block->pos = open;
        wrap->block->end = stmt_end(c, s->if_.els);
        wrap->depth = s->if_.els->depth;
        s->if_.els = wrap;
    }
    cover_block(c, s->if_.els->block, open);
}

static void cover_stmt(struct coverer *c, struct stmt *s)
{
    if (!s)
        return;
    switch (s->kind) {
    case ST_BLOCK: cover_block(c, s->block, s->block->pos); break;
    case ST_IF:
        each_in_simple(s->if_.init, cover_literal, c);
        each_literal(s->if_.cond, cover_literal, c);
        cover_block(c, s->if_.then, s->if_.then->pos);
        if (s->if_.els)
            cover_else(c, s);
        break;
    case ST_SWITCH:
        each_in_simple(s->switch_.init, cover_literal, c);
        each_literal(s->switch_.tag, cover_literal, c);
        cover_clauses(c, s->switch_.clauses, s->switch_.n);
        break;
    case ST_TYPE_SWITCH:
        each_in_simple(s->tswitch.init, cover_literal, c);
        each_literal(s->tswitch.x, cover_literal, c);
        cover_clauses(c, s->tswitch.clauses, s->tswitch.n);
        break;
    case ST_SELECT: cover_clauses(c, s->select.clauses, s->select.n); break;
    case ST_FOR:
        each_in_simple(s->for_.init, cover_literal, c);
        each_literal(s->for_.cond, cover_literal, c);
        each_in_simple(s->for_.post, cover_literal, c);
        cover_block(c, s->for_.body, s->for_.body->pos);
        break;
    case ST_RANGE:
        each_literal(s->range.key, cover_literal, c);
        each_literal(s->range.value, cover_literal, c);
        each_literal(s->range.x, cover_literal, c);
        cover_block(c, s->range.body, s->range.body->pos);
        break;
    case ST_LABELED: cover_stmt(c, s->labeled.stmt); break;
    default: each_in_simple(s, cover_literal, c);
    }
}

static void cover_file(struct coverer *c, struct file *f)
{
    for (int i = 0; i < f->ndecls; i++) {
        struct decl *d = f->decls[i];
        if (d->kind == DECL_VAR)
            each_of(d->value.values, d->value.nvalues, cover_literal, c);
        else if (d->kind == DECL_FUNC && d->func.func->body && strcmp(d->func.name, "_") != 0)
            cover_block(c, d->func.func->body, d->func.func->body->pos);
    }
}

/* -- Packages -------------------------------------------------------------------------------------------------------------------- */
static uint32_t hash(const char *s)
{
    uint32_t h = 2166136261u;
    for (; *s; s++)
        h = (h ^ (unsigned char)*s) * 16777619u;
    return h;
}

static const char *base_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

bool cover_wants(const struct cover_options *o, const char *path)
{
    if (!o || (o->mode == COVER_ATOMIC && strcmp(path, "sync/atomic") == 0))
        return false;
    for (int i = 0; i < o->npaths; i++)
        if (strcmp(o->paths[i], path) == 0)
            return true;
    return false;
}

void cover_package(struct loader *x, struct source_package *p)
{
    struct arena *a = &x->l->arena;
    struct cover_package *out = arena_new(a, struct cover_package);
    uint32_t h = hash(p->path);
    struct strbuf b = {0};
    out->path = p->path;
    strbuf_printf(&b, "package %s\n", p->name);
    struct coverer c = {.a = a, .mode = x->o->cover->mode, .add = arena_printf(a, "goCoverAdd_%08x", h)};
    if (c.mode == COVER_ATOMIC)
        strbuf_printf(&b, "import \"sync/atomic\"\nfunc %s(n *uint32) { atomic.AddUint32(n, 1) }\n", c.add);
    for (int i = 0; i < p->nfiles; i++) {
        struct file *f = p->files[i];
        if (is_test_file(base_of(f->path)) || !(c.text = load_file_text(x->l, f, &c.n)))
            continue;
        struct cover_file file = {arena_printf(a, "%s/%s", p->path, base_of(f->path)),
                                  arena_printf(a, "GoCover_%d_%08x", i, h), {0}};
        c.out = &file;
        c.index = f->index;
        index_lines(&c);
        cover_file(&c, f);
        if (!file.blocks.n)
            continue;
        strbuf_printf(&b, "var %s [%zu]uint32\n", file.var, file.blocks.n);
        vec_push(&out->files, file);
    }
    if (out->files.n) {
        load_add_file(x, p, load_text(x, "_cover_.go", arena_strndup(a, b.at, b.n), b.n));
        vec_push(&x->covered, out);
    }
    strbuf_free(&b);
}
