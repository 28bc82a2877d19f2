/* compiler/syntax/internal.h - what the lexer, the token stream, and the grammar share.
 *
 *   source --lex.l--> tokens --stream.c--> tokens in context --parse.y--> tree (build.c)
 *
 * The stream sits between flex and bison.  It tells apart what Go's grammar
 * cannot with one token of lookahead: a '{' that opens the body of if, for or
 * switch (LBODY) from one that opens a composite literal, and a '[' that opens
 * type parameters (LTPARAM) from an array type.  It also skips tokens after an
 * error, aware of brackets. */
#ifndef VIRGO_SYNTAX_INTERNAL_H
#define VIRGO_SYNTAX_INTERNAL_H

#include "compiler/diag/diag.h"
#include "compiler/syntax/ast.h"
#include "compiler/syntax/parse.h"
#include "runtime/base/vec.h"

enum {
    MAX_BRACKETS = SYN_MAX_DEPTH,   /* open brackets at one place */
    MAX_ERRORS = 1000               /* a file with more is given up */
};

/* -- Tokens -------------------------------------------------------------------- */

struct src_pos { uint32_t line, col; };

struct token {
    int kind;                   /* enum yytokentype or a character */
    struct src_pos pos;
    const char *s;              /* text in the lexer's buffer; ";": "semicolon", "newline" or "EOF" */
    uint32_t len;
    uint8_t sub;                /* LITERAL: enum lit_kind; OPASSIGN: enum op; INCDEC: 1 for -- */
};

struct lexer {
    struct parser *p;
    void *scanner;              /* flex's yyscan_t */
    char *buf, *end;            /* private copy of the source; flex needs two NULs at end */
    char *line_start;
    uint32_t line;
    uint32_t newlines;          /* inside the comment just skipped */
    bool nlsemi;                /* a newline here becomes ';' */
    bool line_blank;            /* no token on this line so far */
};

/* Takes a copy of the source; reports NULs, bad UTF-8 and stray byte order marks, and blanks them. */
void lex_init(struct lexer *lx, struct parser *p, const char *src, size_t n);
void lex_done(struct lexer *lx);
void lex_next(struct lexer *lx, struct token *t);

/* Checks of literals, in literal.c; problems are reported at their place in the token. */
void lit_check_number(struct parser *p, const struct token *t, bool *is_imag, bool *is_float);
void lit_check_escapes(struct parser *p, const struct token *t, char quote, int *count, bool *bad);

/* A //line or //go: comment; in directive.c.  s is the text with // or the comment brackets. */
void directive_seen(struct parser *p, struct src_pos at, const char *s, size_t n, bool blank,
                    struct src_pos after);

/* -- The token stream --------------------------------------------------------------- */

enum open_kind { OPEN_HEADER, OPEN_PAREN, OPEN_BRACK, OPEN_BRACE };
/* What may follow an error inside a bracket; see stream_resync. */
enum resync { RESYNC_NONE, RESYNC_STMT, RESYNC_CLAUSE, RESYNC_ITEM };

struct open { uint8_t kind; uint8_t resync; };

struct stream {
    vec(struct token) ahead;    /* tokens read but not delivered yet, from index 'first' */
    size_t first;
    vec(struct open) open;      /* open brackets and headers, innermost last */
    struct token cur;           /* delivered last */
    bool have_cur;              /* its effect on 'open' is not applied yet */
    uint8_t resync;             /* for cur, an opening bracket: set by the grammar before the next token */
    bool keep_header;           /* for cur, a LBODY that turned out not to be the body */
    bool type_name;             /* cur is the name in a type declaration */
    int prev;                   /* kind of the token before cur */
    struct src_pos stopped;     /* where the last recovery ended */
    int stuck;                  /* recoveries in a row that ended there */
};

int stream_next(struct parser *p, struct token *t);
/* The grammar's verdict on the bracket just delivered. */
void stream_mark(struct parser *p, enum resync r);
void stream_keep_header(struct parser *p);
/* The name just delivered is declared as a type: a '[' after it may open type parameters. */
void stream_type_name(struct parser *p);
/* Skips to where an erroneous statement or item of the innermost marked bracket ends;
 * want_clause: on to the next case or default. */
void stream_resync(struct parser *p, bool want_clause);
/* Skips to the body of the statement whose header is in error. */
void stream_resync_header(struct parser *p);
/* The same at top level: skips to the next const, type, var or func. */
void stream_resync_decl(struct parser *p);

/* -- The parser --------------------------------------------------------------------- */

/* Elements of a list being parsed: scratch[start .. start+n). */
struct list { uint32_t start, n; };

struct parser {
    struct arena *a;
    struct diag *d;
    struct file *file;
    unsigned flags;
    struct lexer lx;
    struct stream st;
    bool stop;                  /* deliver only EOF and keep silent */
    int nerrors;
    int groups;                 /* declaration groups so far */
    struct src_pos header_var;  /* where "var" was accepted in a header; line 0: nowhere */
    vec(void *) scratch;        /* elements of the lists being parsed */
    vec(struct pragma) pragmas;
    vec(struct decl *) decls;
};

struct pos syn_pos(const struct parser *p, struct src_pos at);
/* An error in the text of a token, or one that says everything itself. */
void syn_error(struct parser *p, struct src_pos at, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void syn_error_at(struct parser *p, struct pos at, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* "syntax error: unexpected " current token, what; nothing at the end of a file that has errors. */
void syn_unexpected(struct parser *p, const char *what);
/* How messages call a token: "newline", "literal 5", "+=". */
const char *token_text(struct parser *p, const struct token *t);

#endif
