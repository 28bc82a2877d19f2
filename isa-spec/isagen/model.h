/* isagen/model.h - what the specs say, in memory: filled by parse.y, checked by check.c, printed by view_*.c. */
#ifndef ISAGEN_MODEL_H
#define ISAGEN_MODEL_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "runtime/base/fatal.h"
#include "runtime/base/strbuf.h"
#include "runtime/base/vec.h"

/* -- Expressions: the pure semantics of an instruction -------------------------------------------------------- */
enum etype { T_NONE, T_I8, T_I16, T_I32, T_I64, T_U8, T_U16, T_U32, T_U64, T_F32, T_F64, T_BOOL };
enum ekind { E_NUM, E_REAL, E_VAR, E_UNARY, E_BINARY, E_COND, E_CAST, E_CALL };

struct expr {
    enum ekind kind;
    enum etype type;            /* set by check.c */
    int op;                     /* token of an operator, or a character */
    uint64_t num;
    double real;
    const char *name;           /* variable or function */
    struct expr *x, *y, *z;     /* operands; arguments of a call */
};

/* -- virgo.isa -------------------------------------------------------------------------------------------------- */
struct field { const char *name, *kind; };          /* kind "" is a slot number */
struct format {
    const char *name;
    vec(struct field) base, ext;                    /* fields of the first word; extension words */
};

struct operand { const char *field, *classes; bool dest; };

enum op_kind { OP_PURE, OP_BRANCH, OP_CONTROL, OP_EFFECT };

struct op {
    unsigned number;
    const char *name, *cname;                       /* add.i64, ADD_I64 */
    struct format *format;
    vec(struct operand) operands;
    enum op_kind kind;
    enum etype t, r;                                /* pure and branch: operand and result type */
    struct expr *sem;
    const char *trap; struct expr *when;
    bool unsafe;
    unsigned unit;
    const char *doc, *group;
    int line;
};

/* -- runtime.rt --------------------------------------------------------------------------------------------------- */
struct rt_param { char ptr; const char *cls, *name; };  /* ptr: 0, '*' or '&' */
struct rt_entry {
    const char *name, *doc;
    vec(struct rt_param) params, results;
    bool has_type;                                  /* the first parameter is the type operand T */
    vec(const char *) effects;
};

/* -- module.fmt ---------------------------------------------------------------------------------------------------- */
struct rec_field { const char *type, *name; };
struct record { const char *name, *doc; vec(struct rec_field) fields; unsigned size; };
struct section { unsigned number; const char *name, *of, *doc; };
struct constant { const char *name; uint64_t value; const char *doc; };

/* -- syscalls.abi --------------------------------------------------------------------------------------------------- */
struct named_doc { const char *name, *doc; };
struct sys_arg { const char *name, *dir, *type, *len_name; uint64_t len; bool has_len; };
struct sys_row { unsigned number; const char *name, *ret, *cap, *doc; bool restart; vec(struct sys_arg) args; };

/* -- layout.def ------------------------------------------------------------------------------------------------------ */
struct lay_field { const char *name; unsigned off, size; };
struct layout { const char *name, *doc; unsigned size; vec(struct lay_field) fields; };

struct model {
    const char *isa_name; unsigned isa_version, fmt_version;
    const char *magic;
    vec(struct format *) formats;
    vec(struct op *) ops;
    vec(struct rt_entry *) entries;
    vec(struct record *) records;
    vec(struct section) sections;
    vec(struct constant) constants;
    vec(struct named_doc) caps, argtypes;
    vec(struct sys_row *) calls;
    vec(struct layout *) layouts;
    const char *file;                               /* being parsed */
    const char *group;
    int errors;
};

/* parse.y */
int spec_keyword(const char *word);
bool spec_parse(struct model *m, const char *path);
void spec_lex_open(FILE *f);
/* Operators in expressions have the parser's token numbers; this spells them as C does. */
const char *spec_op_text(int op);

/* model.c */
void spec_error(struct model *m, int line, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
struct format *model_format(struct model *m, const char *name);
struct op *model_op(struct model *m, const char *name);
bool format_has(const struct format *f, const char *field);         /* a base or extension field of that name */
const char *format_kind(const struct format *f, const char *field); /* its kind, NULL if absent */
bool format_lists(const struct format *f);                          /* variable length */
char *upper_name(const char *name);                                 /* add.i64 -> ADD_I64 */
char *lower_name(const char *name);                                 /* add.i64 -> add_i64 */
enum etype type_named(const char *name);                            /* T_NONE if there is none */
const char *type_ctype(enum etype t);
const char *type_text(enum etype t);
/* Text of the frozen properties of an op, hashed into frozen.txt. */
uint32_t op_hash(const struct op *o);

/* check.c: names, numbers, fields, types; counts errors in m->errors. */
void model_check(struct model *m);

/* expr.c: C text of a typed expression; operands are C variables of type T named after their fields. */
void expr_c(struct strbuf *b, const struct expr *e);
/* Writes the conversion of C expression text to a canonical slot word (uint64_t). */
void expr_to_slot(struct strbuf *b, const struct expr *e, enum etype r);

/* view_*.c: one generated file each. */
typedef void view_fn(const struct model *m, struct strbuf *b);
view_fn view_opcode, view_optab, view_optab_inc, view_encode, view_decode, view_interp_ops, view_fold_ops,
        view_runtime_entries, view_module_fmt, view_layout, view_syscalls, view_isa_md, view_module_md,
        view_syscalls_md, view_vectors, view_dict, view_frozen;

#endif
