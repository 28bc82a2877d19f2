/* compiler/types/check.h - private state of the checker's walk over a package.
 *
 * check_package() (check.c) runs the phases: collect objects (resolve.c), resolve package-level declarations on
 * demand with cycle detection (check_decl.c), check function bodies (check_stmt.c and below), find the order of
 * variable initialisation (init_order.c), report unused imports (unused.c).
 *
 * An *operand* is a struct expr: the walk writes mode, type and constant value into the tree itself.  Values that
 * have no node of their own (one result of a multi-value call, the ok of a comma-ok form) are represented by
 * ck_synth() copies of the node they stem from, so messages still name the source text.  An untyped operand gets its
 * final type when its context is known: ck_convert_untyped() pushes the type down the tree.
 *
 * Work that needs complete types (embedding rules, map keys, instance verification) is queued with ck_later() and run
 * at the end of the statement or of the phase. */
#ifndef VIRGO_TYPES_CHECK_H
#define VIRGO_TYPES_CHECK_H

#include <stdio.h>
#include <string.h>
#include "compiler/types/mono.h"
#include "compiler/types/types.h"

/* How an expression may be used as a statement. */
enum ck_use { CK_CONVERSION, CK_EXPRESSION, CK_STATEMENT };

/* What the walk knows of a package-level object or method. */
struct decl_info {
    struct file *file;
    struct object *obj;         /* the (first) object declared */
    struct object **lhs;        /* var a, b = f(): all variables; else NULL */
    int nlhs;
    struct expr *vtype, *init;  /* const and var */
    bool inherited;             /* init repeated from an earlier const spec */
    struct decl *decl;          /* type and func */
    struct constant *iota;      /* const */
    vec(struct object *) deps;  /* package-level objects the initialiser or body mentions */
    struct ptrmap dep_set;
    bool emitted;               /* init_order.c */
};

/* The function being checked: local variables for the "declared but not used" report. */
struct func_ctx { vec(struct object *) locals; };

/* Everything that depends on the declaration or function being checked; saved and restored as one value. */
struct ck_env {
    struct decl_info *decl;     /* receives dependencies, or NULL */
    struct scope *scope;
    struct constant *iota;      /* in a constant declaration, else NULL */
    struct pos errpos;          /* overrides error positions within an inherited constant initialiser */
    struct type *sig;           /* of the enclosing function, or NULL */
    struct func_lit *fn;
    struct func_ctx *locals;
    struct object *func_obj;    /* enclosing declared function */
    bool has_call_or_recv;      /* a call or receive was seen (len/cap constness) */
};

struct checker;
struct ck_action {
    void (*run)(struct checker *c, struct ck_action *a);
    void *a, *b, *d;
    struct pos pos;
    int n;
    struct ck_env env;
};

struct dot_import { struct scope *scope; struct object *pkgname; };
struct method_info { struct object *obj; struct expr *recv; bool ptr; };

struct checker {
    struct universe *u;
    struct arena *arena;
    struct package *pkg;
    const struct check_config *cfg;
    int lang_minor;             /* 19 for go1.19 */
    int nerrors;
    const char *last_error;
    uint32_t last_line;
    struct ck_env env;
    bool in_tparam_list;
    struct object *iota_obj;
    struct type *empty_iface;   /* prints as interface{}, unlike the predeclared any */
    struct ptrmap infos;        /* struct object * -> struct decl_info * (package objects and methods) */
    vec(struct object *) objs;  /* the same objects in source order */
    struct ptrmap methods;      /* OBJ_TYPE -> struct method_list * not yet attached */
    vec(struct ck_action) later, bodies;
    vec(struct ck_action) final;    /* limits of the implementation: looked at if there were no errors */
    vec(struct object *) path;  /* objects being resolved (grey) */
    vec(struct object *) imports;
    vec(struct dot_import) dots;
    vec(struct package *) pkg_imports;
    vec(struct late_method) late;
    struct ptrmap broken_aliases;   /* OBJ_TYPE whose alias target is pending */
    struct ptrmap blank_tparams;    /* EX_IDENT "_" in a receiver -> its type parameter */
    struct ptrmap shift_lhs;        /* untyped constant operands of non-constant shifts -> the shift */
    struct ptrmap panics;           /* EX_CALL nodes that call panic */
    struct ptrmap valid;            /* named types known not to contain themselves */
    struct ptrmap rhs_of;           /* TY_NAMED -> right-hand side of its declaration */
    struct { char *at; size_t n, cap; } concat;     /* the last constant string put together */
    vec(struct object *) funcs, vars, init_funcs;
    vec(struct type *) local_named;
    int local_index;
    int expr_depth;
    struct package *outer_pkg;  /* the universe's state around this checker */
    void (*outer_resolve)(void *ctx, struct object *o);
    void *outer_resolve_ctx;
    struct mono *mono;              /* instantiations met, for "instantiation cycle" */
};

struct method_list { vec(struct object *) at; };

/* -- check.c: errors and small helpers ------------------------------------------------------------ */
void ck_err(struct checker *c, struct pos pos, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void ck_err_at(struct checker *c, const struct expr *x, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* Error with the line "other declaration of alt" when its position is known. */
void ck_err_decl(struct checker *c, struct pos pos, const struct object *alt, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
/* Takes over what the type algebra reported since the count was before: follow-ups are dropped. */
void ck_adopt_errors(struct checker *c, int before);
void ck_version_err(struct checker *c, struct pos pos, const char *lang, const char *what);
bool ck_lang(const struct checker *c, int minor);           /* language level at least go1.minor? */
struct pos ck_start(const struct expr *x);                   /* where messages place an expression */
struct pos ck_node_pos(const struct expr *x);                /* of its '(', '[', '.' or operator */
char *ck_op(struct checker *c, const struct expr *x);        /* "x (variable of type int)" */
char *ck_ty(struct checker *c, struct type *t);
char *ck_txt(struct checker *c, const struct expr *x);
char *ck_pos_text(struct checker *c, struct pos pos);        /* "file.go:1:2" */
struct expr *ck_synth(struct checker *c, const struct expr *x, struct type *t, enum expr_mode mode);
struct object *ck_lookup(struct checker *c, const char *name);
void ck_later(struct checker *c, void (*run)(struct checker *, struct ck_action *), void *a, void *b, void *d,
              struct pos pos);
void ck_finally(struct checker *c, void (*run)(struct checker *, struct ck_action *), void *a, struct pos pos);
void ck_run_later(struct checker *c, size_t top);
struct scope *ck_open_scope(struct checker *c);
void ck_close_scope(struct checker *c);
void ck_declare(struct checker *c, struct scope *s, struct object *o);
struct object *ck_new_local(struct checker *c, struct pos pos, const char *name, struct type *t);
void ck_mark_used(struct checker *c, struct expr *lhs);      /* silences "declared but not used" after an error */
struct object *ck_root_var(struct expr *x);                  /* the variable that x is or is part of, or NULL */
void ck_mark_addr_taken(struct expr *x);
void ck_add_dep(struct checker *c, struct object *o);
struct decl_info *ck_info(struct checker *c, const struct object *o);
void ck_use_exprs(struct checker *c, struct expr **list, int n);    /* evaluates after an error, for uses */
bool ck_is_invalid(const struct type *t);
struct type *ck_invalid(struct checker *c);
struct type *ck_basic(struct checker *c, enum type_kind k);
struct type *ck_under(struct type *t);                       /* ty_underlying; t itself while t is pending */
bool ck_is_blank(const char *name);
bool ck_is_iface_not_tparam(struct type *t);
struct type *ck_deref(struct type *t, bool *was_ptr);
struct type *ck_array_ptr_deref(struct type *t);
/* Calls f on the underlying type of t, or of each term of a type parameter's type set (NULL if it has none). */
bool ck_under_is(struct checker *c, struct type *t, bool (*f)(struct checker *, struct type *, void *), void *ctx);
char *ck_measure(struct checker *c, int n, const char *unit);

/* Sets up and takes down a checker for p; check_package() and check_imported_body() run between the two. */
void ck_begin(struct checker *c, struct package *p, const struct check_config *cfg);
void ck_end(struct checker *c);

/* -- resolve.c, check_decl.c ------------------------------------------------------------------------ */
/* Gives base, a type of an earlier input, method m, in place of one of the same name. */
void ck_late_method(struct checker *c, struct type *base, struct object *m);
void ck_collect_objects(struct checker *c);
void ck_file_imports(struct checker *c, struct file *f);    /* makes the file scope */
void ck_unpack_recv(struct checker *c, struct expr *rtype, bool *ptr, struct expr **base, struct expr ***params,
                    int *nparams);
void ck_arity(struct checker *c, struct pos pos, struct decl *d, bool is_const);
void ck_package_objects(struct checker *c);
void ck_obj_decl(struct checker *c, struct object *o, struct type *def);
void ck_decl_stmt(struct checker *c, struct stmt *s);
void ck_cycle_error(struct checker *c, struct object **cycle, int n);
void ck_collect_tparams(struct checker *c, struct field *list, int n, struct type ***dst, int *ndst);
struct type *ck_declare_tparam(struct checker *c, struct pos pos, const char *name, int index, struct object **out);
bool ck_valid_type(struct checker *c, struct type *t);
void ck_later_valid(struct checker *c, struct type *named);

/* -- check_type.c -------------------------------------------------------------------------------------- */
void ck_ident(struct checker *c, struct expr *x, struct type *def, bool want_type);
struct type *ck_type(struct checker *c, struct expr *e);
struct type *ck_var_type(struct checker *c, struct expr *e);
struct type *ck_defined_type(struct checker *c, struct expr *e, struct type *def);
struct type *ck_generic_type(struct checker *c, struct expr *e, bool report);
void ck_valid_var_type(struct checker *c, struct expr *e, struct type *t);
struct type **ck_type_list(struct checker *c, struct expr **list, int n);
/* Fills sig from a function type expression; recv may be NULL.  The parameter scope becomes lit->scope if lit. */
void ck_func_type(struct checker *c, struct type *sig, struct field *recv, struct field *tparams, int ntparams,
                  struct expr *ftype, struct func_lit *lit);
void ck_set_underlying(struct checker *c, struct type *def, struct type *t);

/* -- check_expr.c ----------------------------------------------------------------------------------------- */
enum ck_use ck_raw_expr(struct checker *c, struct expr *x, struct type *hint, bool allow_generic);
void ck_expr(struct checker *c, struct expr *x);                    /* one value */
void ck_multi_expr(struct checker *c, struct expr *x);              /* one or several values */
void ck_expr_hint(struct checker *c, struct expr *x, struct type *hint);
void ck_expr_or_type(struct checker *c, struct expr *x, bool allow_generic);
void ck_single_value(struct checker *c, struct expr *x);
void ck_non_generic(struct checker *c, struct expr *x);
void ck_binary(struct checker *c, struct expr *e, bool op_assign);
void ck_binary_result(struct checker *c, struct expr *e, bool op_assign);
void ck_comparison(struct checker *c, struct expr *res, struct expr *x, struct expr *y, enum op op, bool switch_case);
void ck_overflow(struct checker *c, struct expr *e);
void ck_fail(struct checker *c, struct expr *x);                    /* x becomes MODE_INVALID */
void ck_type_assertion(struct checker *c, struct expr *e, struct expr *x, struct type *t, bool type_switch);

/* -- check_convert.c: untyped operands and conversions ------------------------------------------------------ */
void ck_convert_untyped(struct checker *c, struct expr *x, struct type *target);
void ck_update_type(struct checker *c, struct expr *x, struct type *t, bool final);
bool ck_representable(struct checker *c, struct expr *x, struct type *t);   /* reports; x invalid on failure */
void ck_conversion(struct checker *c, struct expr *call, struct expr *x, struct type *t);

/* -- check_index.c, check_lit.c -------------------------------------------------------------------------------- */
bool ck_index_expr(struct checker *c, struct expr *e);          /* true: generic function to instantiate */
void ck_slice_expr(struct checker *c, struct expr *e);
struct type *ck_index(struct checker *c, struct expr *index, int64_t max, int64_t *val);
bool ck_valid_index(struct checker *c, struct expr *x, const char *what, bool allow_negative);
void ck_composite_lit(struct checker *c, struct expr *e, struct type *hint);

/* -- check_call.c, check_selector.c, check_builtin.c ------------------------------------------------------------- */
struct expr_list { struct expr **at; int n; bool comma_ok; };
struct expr_list ck_expr_list(struct checker *c, struct expr **list, int n, bool allow_comma_ok);
enum ck_use ck_call(struct checker *c, struct expr *call);
void ck_func_inst(struct checker *c, struct expr *inst);
bool ck_arguments(struct checker *c, struct expr *call, struct type **sig, struct type **targs, int ntargs,
                  struct expr **args, int nargs, struct expr **xlist);
void ck_selector(struct checker *c, struct expr *e, struct type *def);
bool ck_builtin(struct checker *c, struct expr *call, int id);
enum ck_use ck_builtin_use(int id);
const char *ck_builtin_name(int id);
void ck_func_lit(struct checker *c, struct expr *e);

/* -- check_assign.c ------------------------------------------------------------------------------------------------ */
/* Makes x assignable to t (NULL: any typed value) or reports "cannot use x as ... in CONTEXT [what]". */
void ck_assignment(struct checker *c, struct expr *x, struct type *t, const char *context, const struct expr *what);
void ck_init_const(struct checker *c, struct object *o, struct expr *x);
bool ck_init_var(struct checker *c, struct object *o, struct expr *x, const char *context);
void ck_init_vars(struct checker *c, struct object **lhs, int nlhs, struct expr **rhs, int nrhs, struct stmt *ret);
struct type *ck_assign_var(struct checker *c, struct expr *lhs, struct expr *x);
struct type *ck_assign_checked(struct checker *c, struct expr *lhs, struct expr *x);
void ck_eval_lhs(struct checker *c, struct expr *lhs);
void ck_assign_vars(struct checker *c, struct expr **lhs, int nlhs, struct expr **rhs, int nrhs);
void ck_short_var_decl(struct checker *c, struct stmt *s);
char *ck_types_summary(struct checker *c, struct expr **list, int n);
char *ck_params_summary(struct checker *c, struct object **list, int n, bool variadic);

/* -- check_stmt.c, labels.c, return_check.c, unused.c, init_order.c -------------------------------------------------- */
void ck_func_body(struct checker *c, struct func_lit *fn, struct ck_env env);
void ck_labels(struct checker *c, struct block *body);
bool ck_terminates(struct checker *c, struct block *body);
void ck_unused_vars(struct checker *c, struct func_ctx *f);
void ck_unused_imports(struct checker *c);
void ck_init_order(struct checker *c);

#endif
