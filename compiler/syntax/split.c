/* compiler/syntax/split.c - see split.h.
 *
 * Only tokens are looked at: an item ends at a semicolon (which the lexer also makes of newlines) outside all brackets,
 * but for those in the header of if, for and switch. */
#include "compiler/syntax/split.h"

#include <string.h>
#include "compiler/syntax/internal.h"
#include <parse.h>

struct splitter {
    struct parser p;
    struct diag diag;           /* lexical errors: said again by the parser */
    vec(struct syn_item) items;
    vec(struct token) head;     /* first tokens of the item: enough to tell a method from a function literal */
    int depth;
    struct token stray;         /* closes what was not opened; kind 0: none */
    bool raw_open;              /* a raw string without its end */
};

static int kind_at(const struct splitter *s, size_t i) { return i < s->head.n ? s->head.at[i].kind : T_EOF; }

/* "func (r T) Name(": a method; "func (a int) T {" is a literal with its result. */
static bool is_method(const struct splitter *s)
{
    size_t i = 1;
    int depth = 0;
    do {
        int k = kind_at(s, i++);
        depth += (k == '(') - (k == ')');
    } while (depth > 0 && i < s->head.n);
    return kind_at(s, i) == T_NAME && kind_at(s, i + 1) == '(';
}

static enum syn_item_kind classify(const struct splitter *s)
{
    switch (kind_at(s, 0)) {
    case T_PACKAGE: return ITEM_PACKAGE;
    case T_IMPORT: return ITEM_IMPORT;
    case T_TYPE: case T_CONST: case T_VAR: return ITEM_DECL;
    case T_FUNC: return kind_at(s, 1) == T_NAME || (kind_at(s, 1) == '(' && is_method(s)) ? ITEM_DECL : ITEM_STMT;
    default: return ITEM_STMT;
    }
}

/* Index of the brace that the one at i closes. */
static size_t opening_brace(const struct splitter *s, size_t i)
{
    int depth = 1;
    while (depth > 0 && i > 0) {
        int k = kind_at(s, --i);
        depth += (k == '}') - (k == '{');
    }
    return i;
}

/* Is an explicit semicolon here part of a header?  Not after the body; a brace that closes a literal such as []T{...} is
 * none. */
static bool in_header(const struct splitter *s)
{
    size_t n = s->head.n, i = n;
    bool header = false;
    for (size_t k = 0; k < n && !header; k++)
        header = kind_at(s, k) == T_IF || kind_at(s, k) == T_FOR || kind_at(s, k) == T_SWITCH;
    if (!header || n == 0 || kind_at(s, n - 1) != '}')
        return header;
    i = opening_brace(s, n - 1);
    int before = i ? kind_at(s, i - 1) : T_EOF;
    if (before == '}') {                /* struct{}{...} */
        i = opening_brace(s, i - 1);
        return i && (kind_at(s, i - 1) == T_STRUCT || kind_at(s, i - 1) == T_INTERFACE);
    }
    return before == ']' || (before == T_NAME && i > 1 && kind_at(s, i - 2) == ']');
}

static void end_item(struct splitter *s)
{
    if (s->head.n == 0)
        return;
    const struct token *first = &s->head.at[0], *last = &vec_last(&s->head);
    struct syn_item it = {
        .kind = classify(s), .from = (size_t)(first->s - s->p.lx.buf), .to = (size_t)(last->s - s->p.lx.buf) + last->len,
        .line = first->pos.line, .col = first->pos.col, .stray = (char)s->stray.kind, .stray_line = s->stray.pos.line,
        .stray_col = s->stray.pos.col,
    };
    s->stray.kind = 0;
    vec_push(&s->items, it);
    vec_clear(&s->head);
}

static bool comment_open(const struct splitter *s)
{
    for (size_t i = 0; i < s->diag.msgs.n; i++)
        if (strcmp(s->diag.msgs.at[i].text, "comment not terminated") == 0)
            return true;
    return false;
}

enum syn_state syn_split(struct arena *a, const char *text, size_t n, struct syn_item **items, int *nitems)
{
    struct splitter s = {0};
    bool ended = true;          /* the last token was a semicolon */
    diag_init(&s.diag);
    s.p.a = a;
    s.p.d = &s.diag;
    s.p.file = arena_new(a, struct file);
    diag_add_file(&s.diag, "");
    lex_init(&s.p.lx, &s.p, text, n);
    for (;;) {
        struct token t = {0};
        lex_next(&s.p.lx, &t);
        if (t.kind == T_EOF)
            break;
        ended = t.kind == ';';
        if (ended && s.depth <= 0 && t.s[0] == 's' && in_header(&s))
            continue;
        if (ended && s.depth <= 0) {
            end_item(&s);
            s.depth = 0;
            continue;
        }
        s.depth += t.kind == '(' || t.kind == '[' || t.kind == '{';
        s.depth -= t.kind == ')' || t.kind == ']' || t.kind == '}';
        if (s.depth < 0 && !s.stray.kind)
            s.stray = t;
        s.raw_open |= t.kind == T_LITERAL && t.s[0] == '`' && (t.len < 2 || t.s[t.len - 1] != '`');
        if (!ended)
            vec_push(&s.head, t);
    }
    bool open = s.depth > 0 || s.raw_open || comment_open(&s) || !ended;
    end_item(&s);
    *nitems = (int)s.items.n;
    *items = arena_memdup(a, s.items.at, s.items.n * sizeof *s.items.at);
    enum syn_state state = open ? SYN_INCOMPLETE : s.items.n ? SYN_COMPLETE : SYN_EMPTY;
    vec_free(&s.items);
    vec_free(&s.head);
    lex_done(&s.p.lx);
    diag_done(&s.diag);
    return state;
}
