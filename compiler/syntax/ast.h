/* compiler/syntax/ast.h - the abstract syntax tree of a Go file.
 *
 * The parser builds it, the type checker annotates it in place (fields under
 * "set by types/"), and ir/ reads the annotated tree.  All nodes live in the
 * arena of their package.  Lists are (pointer, count) pairs.  A node is never
 * shared between two places of the tree. */
#ifndef VIRGO_SYNTAX_AST_H
#define VIRGO_SYNTAX_AST_H

#include <stdbool.h>
#include <stdint.h>
#include "runtime/base/arena.h"

struct type;        /* compiler/types/types.h */
struct object;
struct constant;
struct scope;

/* A source position: file index in the compilation's file table, line and column from 1
 * (column counts bytes).  line 0 means "no position". */
struct pos { uint32_t file; uint32_t line; uint32_t col; };

/* -- Operators ------------------------------------------------------------ */
enum op {
    OP_NONE,
    OP_ADD, OP_SUB, OP_MUL, OP_DIV, OP_REM,             /* + - * / % */
    OP_AND, OP_OR, OP_XOR, OP_ANDNOT, OP_SHL, OP_SHR,   /* & | ^ &^ << >> */
    OP_LAND, OP_LOR,                                    /* && || */
    OP_EQL, OP_NEQ, OP_LSS, OP_LEQ, OP_GTR, OP_GEQ,
    OP_NOT,                                             /* ! */
    OP_ADDR, OP_RECV, OP_TILDE,        /* unary & . <- ~ */
    OP_COUNT
};
const char *op_text(enum op op);        /* "+", "&&", ... */

/* -- Expressions (types are expressions too) ------------------------------ */
enum expr_kind {
    EX_BAD,             /* syntax error placeholder */
    EX_IDENT,           /* name */
    EX_BASIC_LIT,       /* literal */
    EX_COMPOSITE_LIT,   /* Type{elems} ; type NULL for an elided inner type */
    EX_KEY_VALUE,       /* key: value, only inside composite literals */
    EX_FUNC_LIT,        /* func(...) {...} */
    EX_PAREN,           /* (x) */
    EX_SELECTOR,        /* x.sel */
    EX_INDEX,           /* x[i] or instantiation x[T1, T2] (indices) */
    EX_SLICE,           /* x[lo:hi:max] */
    EX_TYPE_ASSERT,     /* x.(T) ; type NULL for x.(type) */
    EX_CALL,            /* fun(args...) also conversions and builtins */
    EX_STAR,            /* *x: dereference or pointer type */
    EX_UNARY,           /* op x */
    EX_BINARY,          /* x op y */
    EX_ELLIPSIS,        /* ...T in a parameter list, [...]T length */
    EX_ARRAY_TYPE,      /* [len]T ; len NULL = slice; EX_ELLIPSIS len = [...]T */
    EX_STRUCT_TYPE,
    EX_FUNC_TYPE,
    EX_INTERFACE_TYPE,
    EX_MAP_TYPE,
    EX_CHAN_TYPE,
    EX_KIND_COUNT
};

enum lit_kind { LIT_INT, LIT_FLOAT, LIT_IMAG, LIT_CHAR, LIT_STRING };
enum chan_dir { CHAN_BOTH, CHAN_SEND, CHAN_RECV };

/* How the checker classified an expression (Go spec; go/types operand modes). */
enum expr_mode {
    MODE_INVALID,       /* erroneous; silences follow-up errors */
    MODE_NOVALUE,       /* call without results */
    MODE_BUILTIN,       /* builtin function name */
    MODE_TYPE,          /* a type */
    MODE_CONST,         /* constant: cv is set */
    MODE_VAR,           /* addressable */
    MODE_MAPINDEX,      /* m[k]: assignable, comma-ok allowed */
    MODE_VALUE,         /* a computed value */
    MODE_NIL,           /* untyped nil */
    MODE_COMMAOK        /* value that allows comma-ok (type assertion, receive) */
};

/* What x.sel means. */
enum sel_kind {
    SEL_NONE,
    SEL_PACKAGE,        /* pkg.Name: ident behaviour, obj set */
    SEL_FIELD,          /* struct field through path */
    SEL_METHOD,         /* method value/call with concrete receiver: obj is the method */
    SEL_IFACE_METHOD,   /* method of an interface (or type-parameter-bound) value */
    SEL_METHOD_EXPR     /* T.Method as a function whose first parameter is the receiver */
};

enum call_kind { CALL_NONE, CALL_FUNC, CALL_CONVERSION, CALL_BUILTIN };

struct field;           /* parameters, results, struct fields, interface elements */
struct stmt;
struct block;
struct func_lit;

struct expr {
    enum expr_kind kind;
    struct pos pos;             /* the node's own token, as in gc: EX_BINARY, EX_UNARY: the operator; EX_CALL: '(' ;
                                   EX_INDEX, EX_SLICE: '[' ; EX_SELECTOR, EX_TYPE_ASSERT: '.' ;
                                   EX_COMPOSITE_LIT: '{' ; EX_KEY_VALUE: ':' ; EX_FUNC_TYPE: '(' of the
                                   parameters; EX_PAREN and all others: the first token.
                                   expr_start gives the leftmost position, where most messages go */
    struct pos pos2;            /* EX_SELECTOR: the selector name; EX_CALL, EX_INDEX, EX_SLICE, EX_COMPOSITE_LIT,
                                   EX_BINARY: as pos; others: none */
    struct pos end;             /* just past the last token */

    /* -- set by types/ (see types.h) -- */
    uint8_t mode;               /* enum expr_mode */
    uint16_t depth;             /* set by the parser: height of the tree, at most SYN_MAX_DEPTH */
    struct type *type;          /* final type (untyped ones converted to their context's type) */
    struct constant *cv;        /* value if mode == MODE_CONST */

    union {
        struct { const char *name; struct object *obj;          /* obj: use (or definition) */
                 struct type **targs; int ntargs; } ident;      /* inferred/explicit instantiation of a generic
                                                                   function or type named here */
        struct { enum lit_kind lit; const char *text; uint32_t len; } basic;    /* text as in the source */
        struct { struct expr *type; struct expr **elems; int nelems; } comp;
        struct { struct expr *key, *value; } kv;
        struct func_lit *func;
        struct { struct expr *x; } paren;
        struct { struct expr *x; const char *sel;
                 bool hidden;                   /* made by the loader: may name what a package does not export */
                 enum sel_kind sel_kind;        /* set by types/ */
                 struct object *obj;            /* field, method, or package member */
                 int *path; int npath;          /* embedded-field indices, then the field's own index (fields);
                                                   for methods: only the embedded fields leading to the receiver */
                 bool path_indirect;            /* a pointer was followed on the way */
                 struct type *recv;             /* type of the receiver after path (methods) */
                 struct type **targs; int ntargs; /* pkg.Generic instantiated without index */
        } sel;
        struct { struct expr *x; struct expr **indices; int n;
                 bool is_inst;                  /* set by types/: instantiation, not indexing */
                 struct type **targs; int ntargs; } index; /* all type arguments incl. inferred */
        struct { struct expr *x, *lo, *hi, *max; bool three; } slice;
        struct { struct expr *x, *type; } assert;
        struct { struct expr *fun; struct expr **args; int nargs; bool has_dots;
                 enum call_kind call_kind;      /* set by types/ */
                 int builtin;                   /* enum builtin_id if CALL_BUILTIN */
                 bool spread;                   /* f(g()) with multi-value g */
        } call;
        struct { struct expr *x; } star;
        struct { enum op op; struct expr *x; } unary;
        struct { enum op op; struct expr *x, *y; } binary;
        struct { struct expr *elem; } ellipsis;
        struct { struct expr *len, *elem; } array;
        struct { struct field *fields; int n; } strct;
        struct { struct field *tparams; int ntparams; struct field *params; int nparams;
                 struct field *results; int nresults; } functype;
        struct { struct field *elems; int n; } iface;
        struct { struct expr *key, *value; } map;
        struct { enum chan_dir dir; struct expr *elem; } chan;
    };
};

/* One name: parameters are one field per name (a grouped "a, b int" becomes two
 * fields sharing the type expression pointer; type_shared marks all but the first). */
struct field {
    struct pos pos;             /* of the name, or of the type if unnamed */
    const char *name;           /* NULL if unnamed (or embedded) */
    struct expr *type;          /* interface elements: a method's EX_FUNC_TYPE (name set), an embedded type or
                                   union expression (EX_BINARY OP_OR over EX_UNARY OP_TILDE) with name NULL */
    bool type_shared;
    bool embedded;              /* struct: embedded field; name is set to its implicit name */
    const char *tag; uint32_t tag_len; bool has_tag;    /* unquoted struct tag */
    struct object *obj;         /* set by types/ */
};

struct func_lit {
    struct pos pos;             /* of the func keyword */
    struct expr *type;          /* EX_FUNC_TYPE */
    struct block *body;         /* NULL: declared without body */
    /* set by types/: */
    struct scope *scope;
    struct type *sig;
    struct object **results;    /* result parameters' objects (named or synthesised) */
    bool has_defer, has_recover, has_closure;   /* syntactic facts gathered while checking */
};

/* -- Statements ----------------------------------------------------------- */
enum stmt_kind {
    ST_BAD, ST_EMPTY, ST_EXPR, ST_SEND, ST_INCDEC, ST_ASSIGN, ST_DEFINE, ST_OPASSIGN,
    ST_GO, ST_DEFER, ST_RETURN, ST_BREAK, ST_CONTINUE, ST_GOTO, ST_FALLTHROUGH,
    ST_BLOCK, ST_IF, ST_SWITCH, ST_TYPE_SWITCH, ST_SELECT, ST_FOR, ST_RANGE,
    ST_LABELED, ST_DECL, ST_KIND_COUNT
};

struct block { struct pos pos, end; struct stmt **stmts; int n; };   /* '{' and '}' */

/* case/default clause of switch, type switch, or select */
struct clause {
    struct pos pos;             /* of case/default */
    bool is_default;
    struct expr **exprs; int nexprs;    /* switch: values; type switch: types (nil is an ident) */
    struct stmt *comm;          /* select: ST_SEND, ST_EXPR(recv), ST_ASSIGN/ST_DEFINE with recv rhs */
    struct stmt **body; int nbody;
    struct pos colon;
    struct object *implicit;    /* set by types/: x in "switch x := y.(type)" for this clause */
    bool has_fallthrough;       /* set by types/ */
};

struct decl;

struct stmt {
    enum stmt_kind kind;
    uint16_t depth;             /* set by the parser: height of chains of else-if and labels */
    struct pos pos;             /* of the statement's first token */
    struct pos pos2;            /* assignments, send, inc/dec: the operator; ST_RANGE: the range keyword;
                                   ST_LABELED: the colon; branches: the label; ST_EXPR: x->pos */
    union {
        struct expr *x;                                             /* ST_EXPR */
        struct { struct expr *ch, *value; } send;
        struct { struct expr *x; bool dec; } incdec;
        struct { struct expr **lhs; int nlhs; struct expr **rhs; int nrhs;
                 enum op op;                    /* ST_OPASSIGN */
                 struct object **newvars;       /* ST_DEFINE, set by types/: per lhs the new variable or NULL */
        } assign;
        struct { struct expr *call; } go;                           /* ST_GO, ST_DEFER */
        struct { struct expr **results; int n; } ret;
        struct { const char *label; struct stmt *target; } branch;  /* target set by types/: the labelled or enclosing
                                                                       for/switch/select/range, or the ST_LABELED for goto */
        struct block *block;
        struct { struct stmt *init; struct expr *cond; struct block *then; struct stmt *els; } if_;
        struct { struct stmt *init; struct expr *tag; struct clause *clauses; int n; struct pos end; } switch_;
        struct { struct stmt *init; const char *var; struct pos var_pos; struct expr *x;   /* x: operand of .(type) */
                 struct clause *clauses; int n; struct pos end; } tswitch;
        struct { struct clause *clauses; int n; struct pos end; } select;
        struct { struct stmt *init; struct expr *cond; struct stmt *post; struct block *body; } for_;
        struct { struct expr *key, *value; bool define; struct expr *x; struct block *body;
                 struct object *key_obj, *value_obj;    /* define: set by types/ */
        } range;
        struct { const char *label; struct stmt *stmt; bool used; } labeled;
        struct { struct decl **decls; int n; } decl;    /* ST_DECL: const, type, var declarations */
    };
};

/* -- Declarations --------------------------------------------------------- */
enum decl_kind { DECL_BAD, DECL_IMPORT, DECL_CONST, DECL_TYPE, DECL_VAR, DECL_FUNC };

struct decl {
    enum decl_kind kind;
    struct pos pos;             /* of the (first) name */
    int group;                  /* declarations of one parenthesised group share a number > 0; 0 = alone */
    union {
        struct { const char *name;      /* NULL: from the package; "." ; "_" ; or a name */
                 struct pos path_pos; const char *path; } import;   /* path unquoted */
        struct { const char **names; struct pos *name_pos; int n;
                 struct expr *type; struct expr **values; int nvalues;
                 int iota;              /* DECL_CONST: index in the group */
                 bool inherited;        /* type/values copied by reference from an earlier spec of the group;
                                           the checker evaluates them afresh with this spec's iota */
                 struct object **objs;  /* set by types/ */
        } value;                        /* DECL_CONST, DECL_VAR */
        struct { const char *name; struct field *tparams; int ntparams; bool alias;
                 struct expr *type; struct object *obj; } type;
        struct { const char *name; struct field *recv;  /* NULL for functions */
                 struct field *recv_tparams; int nrecv_tparams; /* names in func (r T[K, V]) */
                 struct func_lit *func;                  /* type (incl. tparams) and body */
                 struct object *obj; } func;
    };
};

/* -- Pragmas: "//go:linkname local remote" and friends --------------------- */
enum pragma_kind { PRAGMA_LINKNAME, PRAGMA_JUMP /* a linkname found in assembly */, PRAGMA_NOINLINE, PRAGMA_NOESCAPE, PRAGMA_EMBED, PRAGMA_BUILD, PRAGMA_OTHER };
struct pragma { enum pragma_kind kind; struct pos pos; const char *text; const char *arg1, *arg2; };

struct file {
    uint32_t index;             /* into the compilation's file table */
    const char *path;           /* as reported in messages */
    struct pos package_pos;
    const char *package;
    struct pos package_name_pos;
    struct decl **decls; int ndecls;        /* imports first, source order */
    struct pragma *pragmas; int npragmas;
    const char *lang;           /* from a //go:build go1.N line, or NULL */
    struct scope *scope;        /* file scope, set by types/ */
};

/* No expression, and no chain of else-if or labels, is higher than this: the parser
 * reports deeper ones, so that recursion over a tree needs bounded stack. */
enum { SYN_MAX_DEPTH = 10000 };

struct expr *expr_unparen(struct expr *x);      /* without parentheses around it */
struct pos expr_start(const struct expr *x);    /* where gc reports it: the leftmost token; '[' of a slice
                                                   expression, ':' of key: value */
/* The value of a well-formed string literal given its source text with quotes: *out_len bytes and a NUL. */
char *lit_unquote(struct arena *a, const char *text, uint32_t len, uint32_t *out_len);
/* The value of a well-formed rune literal. */
uint32_t lit_rune(const char *text, uint32_t len);
struct expr *expr_new(struct arena *a, enum expr_kind kind, struct pos pos);
struct stmt *stmt_new(struct arena *a, enum stmt_kind kind, struct pos pos);
/* gc-like source text of an expression, for messages ("x.f(y)", "[]int{…}"). */
char *expr_text(struct arena *a, const struct expr *x);

#endif
