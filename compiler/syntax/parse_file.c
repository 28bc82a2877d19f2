/* compiler/syntax/parse_file.c - the parser's entry point and its reporting. */
#include "compiler/syntax/parse.h"

#include <stdlib.h>
#include <string.h>

#include "compiler/syntax/build.h"
#include <parse.h>

enum { MAX_SOURCE = 1 << 30 };

struct pos syn_pos(const struct parser *p, struct src_pos at)
{
    return (struct pos){p->file->index, at.line, at.col};
}

/* -- Errors ----------------------------------------------------------------------------- */

void syn_error_at(struct parser *p, struct pos at, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    p->nerrors++;
    diag_error(p->d, at, "%s", arena_vprintf(p->a, fmt, ap));
    va_end(ap);
}

void syn_error(struct parser *p, struct src_pos at, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    p->nerrors++;
    diag_error(p->d, syn_pos(p, at), "%s", arena_vprintf(p->a, fmt, ap));
    va_end(ap);
}

const char *token_text(struct parser *p, const struct token *t)
{
    switch (t->kind) {
    case T_EOF: return "EOF";
    case T_LBODY: return "{";
    case T_LTPARAM: return "[";
    case ',': return "comma";
    case T_LITERAL: return arena_printf(p->a, "literal %.*s", (int)t->len, t->s);
    case T_OPASSIGN: return arena_printf(p->a, "%.*s=", (int)t->len, t->s);
    default: return arena_strndup(p->a, t->s, t->len);
    }
}

void syn_unexpected(struct parser *p, const char *what)
{
    if (p->stop || (p->st.cur.kind == T_EOF && p->nerrors > 0))
        return;                 /* at the end, only the first error tells something */
    syn_error(p, p->st.cur.pos, "syntax error: unexpected %s%s", token_text(p, &p->st.cur), what);
}

/* -- Entry -------------------------------------------------------------------------------- */

struct file *parse_file(struct arena *a, struct diag *d, const char *path, const char *src, size_t n,
                        unsigned flags)
{
    struct parser p = {.a = a, .d = d, .flags = flags};
    struct file *f = p.file = arena_new(a, struct file);
    f->index = diag_add_file(d, path);
    f->path = arena_strdup(a, path);
    if (n > MAX_SOURCE) {
        diag_error(d, syn_pos(&p, (struct src_pos){1, 1}), "file too large");
        return f;
    }
    lex_init(&p.lx, &p, src, n);
    if (p.nerrors < MAX_ERRORS)
        gram_parse(&p);
    f->ndecls = (int)p.decls.n;
    f->decls = p.decls.n ? arena_memdup(a, p.decls.at, p.decls.n * sizeof p.decls.at[0]) : NULL;
    f->npragmas = (int)p.pragmas.n;
    f->pragmas = p.pragmas.n ? arena_memdup(a, p.pragmas.at, p.pragmas.n * sizeof p.pragmas.at[0]) : NULL;
    lex_done(&p.lx);
    vec_free(&p.decls);
    vec_free(&p.pragmas);
    vec_free(&p.scratch);
    vec_free(&p.st.ahead);
    vec_free(&p.st.open);
    return f;
}
