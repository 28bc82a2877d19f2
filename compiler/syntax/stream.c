/* compiler/syntax/stream.c - the token stream between flex and bison.
 *
 * It keeps the stack of open brackets and of headers (the part of if, for and
 * switch before the body).  A '{' directly in a header is delivered as LBODY.
 * The grammar may find that such a brace belongs to a composite literal or a
 * function literal after all ("range []int{1} {") and says so through
 * stream_keep_header before it asks for the next token; the effect of a token
 * on the stack is therefore applied only when the next one is asked for.
 *
 * After a syntax error the grammar reduces an error rule at once, without
 * looking further, and the rule calls one of the resync functions, which skip
 * from the offending token on. */
#include "compiler/syntax/internal.h"
#include <parse.h>

#include <string.h>

/* -- Reading ahead ------------------------------------------------------------------ */

static struct token *peek(struct parser *p, size_t k)
{
    struct stream *st = &p->st;
    while (st->ahead.n - st->first <= k) {
        struct token *t = vec_add(&st->ahead);
        lex_next(&p->lx, t);
    }
    return &st->ahead.at[st->first + k];
}

static struct token take(struct parser *p)
{
    struct stream *st = &p->st;
    struct token t;
    if (st->ahead.n == st->first) {
        st->first = 0;
        vec_clear(&st->ahead);
        memset(&t, 0, sizeof t);
        lex_next(&p->lx, &t);
        return t;
    }
    return st->ahead.at[st->first++];
}

/* Puts tokens back in front. */
static void put_back(struct parser *p, const struct token *t)
{
    struct stream *st = &p->st;
    if (st->first == 0) {
        size_t n = st->ahead.n;
        vec_reserve(&st->ahead, n + 8);
        memmove(st->ahead.at + 8, st->ahead.at, n * sizeof *st->ahead.at);
        st->ahead.n = n + 8;
        st->first = 8;
    }
    st->ahead.at[--st->first] = *t;
}

static void put_back_made(struct parser *p, int kind, const char *text, struct src_pos pos)
{
    struct token t = {.kind = kind, .pos = pos, .s = text, .len = (uint32_t)strlen(text)};
    put_back(p, &t);
}

/* -- Brackets -------------------------------------------------------------------------- */

static void open_push(struct parser *p, enum open_kind kind, enum resync resync)
{
    struct open o = {(uint8_t)kind, (uint8_t)resync};
    if (p->st.open.n >= MAX_BRACKETS) {
        if (!p->stop)
            syn_error(p, p->st.cur.pos, "syntax error: nesting too deep (more than %d levels)", MAX_BRACKETS);
        p->stop = true;
        return;
    }
    vec_push(&p->st.open, o);
}

/* Index of the innermost bracket, headers not counted, or -1. */
static ptrdiff_t innermost(const struct stream *st)
{
    ptrdiff_t i = (ptrdiff_t)st->open.n - 1;
    while (i >= 0 && st->open.at[i].kind == OPEN_HEADER)
        i--;
    return i;
}

static bool in_header(const struct stream *st)
{
    return st->open.n > 0 && vec_last(&st->open).kind == OPEN_HEADER;
}

/* A stray closing bracket closes nothing beyond the innermost braces. */
static void close_bracket(struct stream *st, enum open_kind kind)
{
    for (ptrdiff_t i = (ptrdiff_t)st->open.n - 1; i >= 0; i--) {
        if (st->open.at[i].kind == kind) {
            st->open.n = (size_t)i;
            return;
        }
        if (st->open.at[i].kind == OPEN_BRACE)
            return;
    }
}

/* Applies the effect of the delivered token on the stack. */
static void commit(struct parser *p)
{
    struct stream *st = &p->st;
    switch (st->cur.kind) {
    case T_IF: case T_FOR: case T_SWITCH:
        open_push(p, OPEN_HEADER, RESYNC_NONE);
        break;
    case T_LBODY:
        if (!st->keep_header && in_header(st))
            st->open.n--;
        open_push(p, OPEN_BRACE, st->resync);
        break;
    case '{': open_push(p, OPEN_BRACE, st->resync); break;
    case '(': open_push(p, OPEN_PAREN, st->resync); break;
    case '[': case T_LTPARAM: open_push(p, OPEN_BRACK, st->resync); break;
    case ')': close_bracket(st, OPEN_PAREN); break;
    case ']': close_bracket(st, OPEN_BRACK); break;
    case '}': close_bracket(st, OPEN_BRACE); break;
    }
    st->prev = st->cur.kind;
    st->have_cur = false;
}

void stream_mark(struct parser *p, enum resync r)
{
    p->st.resync = (uint8_t)r;
}

void stream_keep_header(struct parser *p)
{
    p->st.keep_header = true;
}

/* -- Type parameters -------------------------------------------------------------------- */

static bool ends_operand(int kind)
{
    return kind == T_NAME || kind == T_LITERAL || kind == ')' || kind == ']' || kind == '}';
}

/* Index of the token after the bracket that starts at k. */
static size_t skip_group(struct parser *p, size_t k)
{
    int depth = 0;
    do {
        switch (peek(p, k++)->kind) {
        case '(': case '[': case '{': depth++; break;
        case ')': case ']': case '}': depth--; break;
        case T_EOF: return k - 1;
        }
    } while (depth > 0);
    return k;
}

/* Follows "P *" or "P (" in "type T[P ...": are these type parameters?  They are if the text up
 * to the closing bracket or comma contains what cannot occur in an array length, or a comma. */
static bool is_constraint(struct parser *p, size_t k)
{
    int parens = 0, prev = peek(p, k)->kind;
    if (prev == '(') {
        int after = peek(p, skip_group(p, k))->kind;
        if (after != ']' && after != ',' && after != '|')
            return false;
        parens = 1;
    }
    for (k++;;) {
        int kind = peek(p, k)->kind;
        switch (kind) {
        case T_EOF: case ';': case '}':
            return false;
        case ']':
            return false;
        case ',':
            if (parens == 0)
                return true;
            break;
        case '~': case T_FUNC: case T_STRUCT: case T_MAP: case T_CHAN: case T_INTERFACE:
            return true;
        case '(': case '[': case '{':
            if (kind == '{' || ends_operand(prev)) {
                k = skip_group(p, k);
                prev = ')';
                continue;
            }
            if (kind == '[')
                return true;
            parens++;
            break;
        case ')':
            parens--;
            break;
        }
        prev = kind;
        k++;
    }
}

/* The '[' after the name of a type declaration was just taken: does it open type parameters? */
static bool opens_type_parameters(struct parser *p)
{
    if (peek(p, 0)->kind != T_NAME)
        return false;
    switch (peek(p, 1)->kind) {
    case ']': case '.': case '+': case '-': case '/': case '%': case '&': case '|': case '^': case '<': case '>':
    case '{': case T_ANDAND: case T_OROR: case T_EQL: case T_NEQ: case T_LEQ: case T_GEQ: case T_SHL:
    case T_SHR: case T_ANDNOT: case T_EOF:
        return false;
    case '*': case '(':
        return is_constraint(p, 1);
    default:
        return true;
    }
}

void stream_type_name(struct parser *p)
{
    p->st.type_name = true;
}

/* -- Delivery ------------------------------------------------------------------------------ */

static bool starts_declaration(int kind)
{
    return kind == T_CONST || kind == T_TYPE || kind == T_VAR || kind == T_FUNC;
}

int stream_next(struct parser *p, struct token *t)
{
    struct stream *st = &p->st;
    if (st->have_cur)
        commit(p);
    struct token cur = take(p);
    if (cur.kind == '{' && in_header(st))
        cur.kind = T_LBODY;
    else if (cur.kind == '[' && st->type_name && opens_type_parameters(p))
        cur.kind = T_LTPARAM;
    else if ((p->flags & PARSE_IMPORTS_ONLY) && st->open.n == 0 && starts_declaration(cur.kind))
        p->stop = true;
    if (p->stop)
        cur.kind = T_EOF;
    st->type_name = false;
    st->cur = cur;
    st->have_cur = true;
    st->resync = RESYNC_NONE;
    st->keep_header = false;
    *t = cur;
    return cur.kind;
}

/* -- After errors ----------------------------------------------------------------------------- */

/* Keywords that start a statement and are not skipped over. */
static bool starts_statement(int kind)
{
    switch (kind) {
    case T_BREAK: case T_CONST: case T_CONTINUE: case T_DEFER: case T_FALLTHROUGH: case T_FOR: case T_GO:
    case T_GOTO: case T_IF: case T_RETURN: case T_SELECT: case T_SWITCH: case T_TYPE: case T_VAR:
        return true;
    default:
        return false;
    }
}

static void skip(struct parser *p)
{
    commit(p);
    p->st.cur = take(p);
    p->st.have_cur = true;
    p->st.resync = RESYNC_NONE;
    p->st.keep_header = false;
    if (p->st.cur.kind == '{' && in_header(&p->st))
        p->st.cur.kind = T_LBODY;
    if (p->stop)
        p->st.cur.kind = T_EOF;
}

/* Delivers cur again, which ends the recovery.  Stopping there time and again gives the file up. */
static void stop_at_cur(struct parser *p)
{
    struct stream *st = &p->st;
    bool same = st->cur.pos.line == st->stopped.line && st->cur.pos.col == st->stopped.col;
    st->stuck = same ? st->stuck + 1 : 0;
    st->stopped = st->cur.pos;
    if (st->stuck > 3)
        p->stop = true;
    if (st->cur.kind == T_LBODY)
        st->cur.kind = '{';
    put_back(p, &st->cur);
    st->have_cur = false;
    st->prev = ';';
}

static bool closes(int kind, const struct open *o)
{
    return kind == (o->kind == OPEN_BRACE ? '}' : o->kind == OPEN_PAREN ? ')' : ']');
}

static ptrdiff_t innermost_marked(const struct stream *st)
{
    ptrdiff_t i = (ptrdiff_t)st->open.n - 1;
    while (i >= 0 && st->open.at[i].resync == RESYNC_NONE)
        i--;
    return i;
}

/* A ';' inside parentheses: usually the line lacks its closing bracket, unless one follows. */
static bool closer_follows(struct parser *p)
{
    int kind = peek(p, 0)->kind;
    return kind == ')' || kind == ']';
}

void stream_resync(struct parser *p, bool want_clause)
{
    struct stream *st = &p->st;
    ptrdiff_t base = innermost_marked(st);
    if (base < 0) {
        struct src_pos pos = st->cur.pos;
        stream_resync_decl(p);
        put_back_made(p, ';', "semicolon", pos);
        return;
    }
    struct open *o = &st->open.at[base];
    bool stmts = o->resync != RESYNC_ITEM;
    for (;;) {
        int kind = st->cur.kind;
        ptrdiff_t in = innermost(st);
        bool braces = in > base && st->open.at[in].kind == OPEN_BRACE;
        bool done = kind == T_EOF;
        if (in == base) {
            done |= closes(kind, o);
            done |= kind == ';' && !want_clause;
            done |= (kind == T_CASE || kind == T_DEFAULT) && o->resync == RESYNC_CLAUSE;
        } else if (!braces && kind == ';' && !want_clause) {
            done |= !closer_follows(p);
        } else if (!braces && kind == '}' && o->kind == OPEN_BRACE) {
            done = true;
        }
        if (done) {
            st->open.n = (size_t)base + 1;
            stop_at_cur(p);
            return;
        }
        if (!braces && stmts && !want_clause && starts_statement(kind)) {
            st->open.n = (size_t)base + 1;
            struct src_pos pos = st->cur.pos;
            stop_at_cur(p);
            put_back_made(p, ';', "semicolon", pos);
            return;
        }
        skip(p);
    }
}

void stream_resync_header(struct parser *p)
{
    struct stream *st = &p->st;
    ptrdiff_t base = (ptrdiff_t)st->open.n - 1;
    while (base >= 0 && st->open.at[base].kind != OPEN_HEADER)
        base--;
    if (base < 0)
        return;
    size_t level = (size_t)base + 1;
    for (;;) {
        int kind = st->cur.kind;
        bool here = st->open.n <= level;
        if (here && kind == T_LBODY) {
            st->open.n = level;
            stop_at_cur(p);
            return;
        }
        if (kind == T_EOF || (here && (kind == '}' || starts_statement(kind)))) {
            /* No body: make an empty one. */
            struct src_pos pos = st->cur.pos;
            st->open.n = level;
            stop_at_cur(p);
            put_back_made(p, ';', "semicolon", pos);
            put_back_made(p, '}', "}", pos);
            put_back_made(p, '{', "{", pos);
            return;
        }
        skip(p);
    }
}

void stream_resync_decl(struct parser *p)
{
    struct stream *st = &p->st;
    while (st->cur.kind != T_EOF && st->cur.kind != T_IMPORT && !starts_declaration(st->cur.kind)) {
        st->cur = take(p);
        if (p->stop)
            st->cur.kind = T_EOF;
    }
    vec_clear(&st->open);
    stop_at_cur(p);
}
