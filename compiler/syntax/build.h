/* compiler/syntax/build.h - node constructors, called by the grammar's actions.
 *
 * They fill in positions, heights and defaults, and report what the grammar
 * accepts but Go does not (gc's texts).  Lists under construction live in the
 * parser's scratch stack and are copied into the arena when their node is built. */
#ifndef VIRGO_SYNTAX_BUILD_H
#define VIRGO_SYNTAX_BUILD_H

#include "compiler/syntax/internal.h"

struct lexeme { const char *s; uint32_t len; uint8_t sub; };
struct fields { struct field *at; int n; };

/* The header of if, switch, for as written. */
struct header {
    struct stmt *init, *cond, *post;    /* init may be ST_RANGE */
    const char *semi_text;              /* of the first semicolon */
    struct src_pos semi;
    struct src_pos var_at;              /* after a misplaced "var"; line 0: none */
    bool has_semi, bad;
};

union syn_value {
    struct lexeme tok;
    struct expr *expr;
    struct stmt *stmt;
    struct decl *decl;
    struct field *field;
    struct fields fields;
    struct block *block;
    struct clause *clause;
    struct header *header;
    struct list list;
    const char *name;
};

/* -- Lists -- */
struct list list_none(struct parser *p);
struct list list_one(struct parser *p, void *x);
struct list list_add(struct parser *p, struct list l, void *x);
struct list list_prepend(struct parser *p, void *x, struct list l);
struct list list_join(struct parser *p, struct list a, struct list b);

/* -- Declarations -- */
const char *name_of(struct parser *p, const struct lexeme *t);
struct decl *build_import(struct parser *p, struct src_pos at, const char *name, struct src_pos path_at,
                          const struct lexeme *path);
struct decl *build_value(struct parser *p, enum decl_kind kind, struct list names, struct expr *type,
                         struct list values);
struct decl *build_type(struct parser *p, struct src_pos at, const char *name, struct fields tparams, bool alias,
                        struct expr *type);
struct decl *build_func(struct parser *p, struct src_pos at, const struct fields *recv, struct src_pos name_at,
                        const char *name, struct fields tparams, struct expr *sig, struct block *body);
/* The declarations of one parenthesised group; constants get their iota and inherit. */
void build_group(struct parser *p, const struct list *specs);
void build_const_group(struct parser *p, const struct list *specs, bool parenthesised);
void build_top_level(struct parser *p, const struct list *decls, struct src_pos at);

/* -- Expressions and types -- */
struct expr *build_bad(struct parser *p, struct src_pos at);
struct expr *build_name(struct parser *p, struct src_pos at, const char *name);
struct expr *build_literal(struct parser *p, struct src_pos at, const struct lexeme *t);
struct expr *build_binary(struct parser *p, struct src_pos at, enum op op, struct expr *x, struct expr *y);
struct expr *build_unary(struct parser *p, struct src_pos at, enum op op, struct expr *x);
struct expr *build_star(struct parser *p, struct src_pos at, struct expr *x);
struct expr *build_receive(struct parser *p, struct src_pos at, struct expr *x);
struct expr *build_paren(struct parser *p, struct src_pos at, struct expr *x, struct src_pos close);
struct expr *build_selector(struct parser *p, struct src_pos at, struct expr *x, struct src_pos sel_at,
                            const char *sel);
struct expr *build_assert(struct parser *p, struct src_pos at, struct expr *x, struct expr *type,
                          struct src_pos close);
struct expr *build_index(struct parser *p, struct src_pos at, struct expr *x, struct list indices,
                         struct src_pos close);
struct expr *build_slice(struct parser *p, struct src_pos at, struct expr *x, struct expr *lo, struct expr *hi,
                         struct expr *max, bool three, struct src_pos close);
struct expr *build_call(struct parser *p, struct src_pos at, struct expr *fun, struct list args,
                        struct src_pos close);
/* A '{' follows type: may it open a composite literal of that type? */
bool build_is_literal_type(struct parser *p, struct expr *type);
struct expr *build_composite(struct parser *p, struct src_pos at, struct expr *type, struct list elems,
                             struct src_pos close);
struct expr *build_key_value(struct parser *p, struct src_pos at, struct expr *key, struct expr *value);
struct expr *build_func_lit(struct parser *p, struct src_pos at, struct expr *type, struct block *body);
struct expr *build_ellipsis(struct parser *p, struct src_pos at, struct expr *elem);
struct expr *build_array(struct parser *p, struct src_pos at, struct expr *len, struct expr *elem);
struct expr *build_array_len(struct parser *p, struct list exprs, struct src_pos comma);
struct expr *build_map(struct parser *p, struct src_pos at, struct expr *key, struct expr *value);
struct expr *build_chan(struct parser *p, struct src_pos at, enum chan_dir dir, struct expr *elem);
struct expr *build_struct(struct parser *p, struct src_pos at, struct list fields, struct src_pos close);
struct expr *build_interface(struct parser *p, struct src_pos at, struct list elems, struct src_pos close);
struct expr *build_signature(struct parser *p, struct src_pos at, struct fields params, struct fields results,
                             struct src_pos close);

/* -- Parameters and fields -- */
struct field *build_field(struct parser *p, struct src_pos at, const char *name, struct expr *type);
/* Distributes types over "a, b int"; in a type parameter list (named) every entry needs a name. */
struct fields build_params(struct parser *p, struct list params, struct src_pos close, bool named);
struct fields build_result(struct parser *p, struct expr *type);
struct fields build_receiver(struct parser *p, struct list params, struct src_pos close);
struct list build_struct_fields(struct parser *p, struct list names, struct expr *type, const struct lexeme *tag);
struct list build_embedded(struct parser *p, struct src_pos at, struct expr *type, const struct lexeme *tag);

/* -- Statements -- */
struct header *build_header(struct parser *p, struct header h);
struct stmt *build_stmt(struct parser *p, enum stmt_kind kind, struct src_pos at);
struct block *build_block(struct parser *p, struct src_pos at, struct list stmts, struct src_pos close);
struct stmt *build_decl_stmt(struct parser *p, struct src_pos at, struct list decls);
struct stmt *build_labeled(struct parser *p, struct src_pos at, const char *label, struct src_pos colon,
                           struct stmt *s);
struct stmt *build_call_stmt(struct parser *p, enum stmt_kind kind, struct src_pos at, struct expr *call);
struct stmt *build_return(struct parser *p, struct src_pos at, struct list results);
struct stmt *build_branch(struct parser *p, enum stmt_kind kind, struct src_pos at, struct src_pos label_at,
                          const char *label);
struct stmt *build_expr_stmt(struct parser *p, struct expr *x);
struct stmt *build_incdec(struct parser *p, struct src_pos op_at, struct expr *x, bool dec);
struct stmt *build_assign(struct parser *p, enum stmt_kind kind, struct src_pos op_at, struct list lhs,
                          struct list rhs, enum op op);
struct stmt *build_send(struct parser *p, struct src_pos op_at, struct expr *ch, struct expr *value);
struct stmt *build_range(struct parser *p, struct src_pos at, struct list lhs, bool define, struct expr *x);
struct stmt *build_if(struct parser *p, struct src_pos at, struct header *h, struct block *then, struct stmt *els);
struct stmt *build_for(struct parser *p, struct src_pos at, struct header *h, struct block *body);
struct stmt *build_switch(struct parser *p, struct src_pos at, struct header *h, struct list clauses,
                          struct src_pos close);
struct stmt *build_select(struct parser *p, struct src_pos at, struct list clauses, struct src_pos close);
/* exprs NULL and comm NULL: default. */
struct clause *build_clause(struct parser *p, struct src_pos at, const struct list *exprs, struct stmt *comm,
                            struct src_pos colon, struct list body);
/* A clause needs a ';' before it unless it is the first or follows an empty one. */
void build_check_clause(struct parser *p, const char *keyword);

/* Source text of a simple statement, for messages. */
char *stmt_text(struct arena *a, const struct stmt *s);

#endif
