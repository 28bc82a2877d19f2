/* compiler/syntax/ast.c - small helpers on nodes. */
#include "compiler/syntax/ast.h"

#include "runtime/base/fatal.h"

const char *op_text(enum op op)
{
    static const char *const text[OP_COUNT] = {
        [OP_NONE] = "", [OP_ADD] = "+", [OP_SUB] = "-", [OP_MUL] = "*", [OP_DIV] = "/", [OP_REM] = "%",
        [OP_AND] = "&", [OP_OR] = "|", [OP_XOR] = "^", [OP_ANDNOT] = "&^", [OP_SHL] = "<<", [OP_SHR] = ">>",
        [OP_LAND] = "&&", [OP_LOR] = "||", [OP_EQL] = "==", [OP_NEQ] = "!=", [OP_LSS] = "<", [OP_LEQ] = "<=",
        [OP_GTR] = ">", [OP_GEQ] = ">=", [OP_NOT] = "!", [OP_ADDR] = "&", [OP_RECV] = "<-", [OP_TILDE] = "~",
    };
    ASSERT(op < OP_COUNT, "operator %d", op);
    return text[op];
}

struct expr *expr_new(struct arena *a, enum expr_kind kind, struct pos pos)
{
    struct expr *x = arena_new(a, struct expr);
    x->kind = kind;
    x->pos = x->end = pos;
    return x;
}

struct stmt *stmt_new(struct arena *a, enum stmt_kind kind, struct pos pos)
{
    struct stmt *s = arena_new(a, struct stmt);
    s->kind = kind;
    s->pos = pos;
    return s;
}

struct expr *expr_unparen(struct expr *x)
{
    while (x->kind == EX_PAREN)
        x = x->paren.x;
    return x;
}

/* As gc's StartPos, which leaves slice expressions and key: value at their own token. */
struct pos expr_start(const struct expr *x)
{
    for (;;) {
        switch (x->kind) {
        case EX_COMPOSITE_LIT:
            if (!x->comp.type)
                return x->pos;
            x = x->comp.type;
            break;
        case EX_SELECTOR: x = x->sel.x; break;
        case EX_INDEX: x = x->index.x; break;
        case EX_TYPE_ASSERT: x = x->assert.x; break;
        case EX_CALL: x = x->call.fun; break;
        case EX_BINARY: x = x->binary.x; break;
        default: return x->pos;
        }
    }
}
