/* compiler/ir/build.h - what the files that build IR from the checked tree share.
 *
 * A struct builder belongs to a package, a struct fb to one function being built.  Expressions yield a struct val,
 * which is loaded into registers no earlier than needed; assignable operands yield a struct place, whose index checks
 * and nil checks happen when it is read or written.  Types met in the tree go through fb_type(), which replaces the
 * type parameters of the generic function whose instance is being built, so everything below sees concrete types. */
#ifndef VIRGO_IR_BUILD_H
#define VIRGO_IR_BUILD_H

#include <stdlib.h>
#include <string.h>
#include "compiler/ir/ir.h"
#include "runtime/base/fatal.h"

/* -- Values and places ------------------------------------------------------------------------------------------ */
enum val_kind {
    V_NONE,         /* no value (call without result) */
    V_CONST,        /* cv of type t */
    V_ZERO,         /* zero value of t, nil included */
    V_REGS,         /* leaves r[0..n) */
    V_MEM           /* object at base + off */
};
struct val {
    enum val_kind kind;
    bool fresh;                 /* V_MEM: nobody else names or changes the object */
    struct type *t;
    struct constant *cv;
    int n; ir_reg r[4];
    ir_reg base; int64_t off;
};

enum place_kind { PL_BLANK, PL_REGS, PL_MEM, PL_SLICE, PL_ARRAY, PL_MAP };
struct place {
    enum place_kind kind;
    struct type *t;             /* of the value held */
    int n; ir_reg r[4];         /* PL_REGS */
    ir_reg base; int64_t off;   /* PL_MEM, PL_ARRAY: address of the array */
    ir_reg idx;                 /* PL_SLICE, PL_ARRAY */
    struct type *ct;            /* PL_SLICE, PL_ARRAY, PL_MAP: the container's type */
    struct val key;             /* PL_MAP; base is the map */
    struct pos pos;             /* of the index expression whose check is still to come, if any */
};

/* -- Builders --------------------------------------------------------------------------------------------------- */
struct inst_work { struct object *obj; struct type **targs; int ntargs; struct ir_sym *sym; };

struct builder {
    struct ir_module *m;
    struct universe *u;
    struct package *pkg;
    struct arena *a;
    struct ptrmap sym_of;               /* struct object * (not generic) -> struct ir_sym * */
    struct ptrmap glob_of;              /* package variable -> struct ir_global * */
    struct ptrmap fixed;                /* package variables whose initial value is static data */
    struct ptrmap analysed;             /* function bodies escape.c has seen */
    struct strmap type_seen;            /* canonical text of types whose descriptor is taken care of */
    struct ptrmap type_ptr_seen;
    vec(struct inst_work) work;         /* instances to build */
    size_t work_done;
    vec(struct type *) types;           /* types whose methods must be emitted */
    struct type *hiter;
};

struct var {                    /* a local variable in the function being built */
    bool in_mem;
    struct type *t;
    int n; ir_reg r[4];
    ir_reg base; int64_t off;   /* in_mem */
};

struct target { struct stmt *stmt; struct ir_block *brk, *cont; struct target *outer; };
struct capture { struct object *obj; struct type *t; bool by_ref; int64_t off; struct var *v; };

struct fb {
    struct builder *b;
    struct ir_module *m;
    struct universe *u;
    struct arena *a;
    struct ir_func *f;
    struct ir_block *cur, *entry;       /* entry: loads of captured variables, grown on demand */
    struct fb *outer;                   /* of a function literal */
    const struct tsubst *subst;         /* of a generic instance, or NULL */
    struct fb *outermost;               /* declares the names of literals */
    int nlits;                          /* literals named so far, directly in this function */
    int nwrappers;                      /* the same of go and defer statements' wrappers */
    struct type *sig;                   /* substituted */
    struct var **results; int nresults; /* result variables if named or pinned, else NULL */
    ir_reg *res_ptr;                    /* per result: reference to the caller's object (memory values), or 0 */
    struct ptrmap vars;                 /* struct object * -> struct var * */
    vec(struct capture) caps; int64_t ctx_size;
    struct target *targets;
    struct ptrmap labels;               /* ST_LABELED stmt -> struct ir_block * */
    struct ir_block *ret;               /* shared return sequence of functions with defer */
    struct ir_block *next_clause;       /* target of fallthrough */
    bool loops;                         /* in a loop or a function with labels: objects are zeroed when declared */
    struct ptrmap early;                /* operations performed ahead of the statement (order.c) -> struct val * */
    vec(struct expr *) early_list;
    struct pos pos;                     /* of the instructions being emitted */
};

/* -- build_value.c: instructions, registers, values ----------------------------------------------------------------- */
struct ir_ins *ins(struct fb *fb, int op);                      /* appended to the current block */
ir_reg new_reg(struct fb *fb, enum ir_class c, struct type *t);
struct ir_block *new_block(struct fb *fb);                      /* not laid out yet */
void start_block(struct fb *fb, struct ir_block *b);            /* laid out here, becomes current */
void jump(struct fb *fb, struct ir_block *to);                  /* ends the block */
void branch(struct fb *fb, int cond, ir_reg a, ir_reg b, int64_t imm, struct ir_block *t, struct ir_block *f);
void unreachable(struct fb *fb);                                /* ends the block after a no-return instruction */
struct type *fb_type(struct fb *fb, struct type *t);
static inline enum type_kind kind_of(struct type *t) { return ty_underlying(t)->kind; }
struct type *basic(struct fb *fb, enum type_kind k);
ir_reg op1(struct fb *fb, int op, struct type *t, ir_reg b, const ir_reg *want);            /* word result of type t */
ir_reg op2(struct fb *fb, int op, struct type *t, ir_reg b, ir_reg c, const ir_reg *want);
ir_reg op2i(struct fb *fb, int op, struct type *t, ir_reg b, int64_t imm, const ir_reg *want);
ir_reg word_const(struct fb *fb, struct type *t, int64_t v, const ir_reg *want);
ir_reg part(struct fb *fb, ir_reg b, int which, const ir_reg *want);    /* 1 length, 2 capacity */
void move(struct fb *fb, ir_reg dst, ir_reg src);
struct ir_ins *rt_call(struct fb *fb, int entry, struct type *t, int nargs, const ir_reg *args, int nres,
                       const ir_reg *res);
ir_reg rt_r(struct fb *fb, int entry, struct type *t, int nargs, const ir_reg *args, enum ir_class c, struct type *rt);

struct val v_none(void);
struct val v_const(struct type *t, struct constant *cv);
struct val v_int(struct fb *fb, int64_t v);
struct val v_zero(struct type *t);
struct val v_reg(struct type *t, ir_reg r);
struct val v_regs(struct type *t, int n, const ir_reg *r);
struct val v_mem(struct type *t, ir_reg base, int64_t off, bool fresh);
bool is_memory(struct type *t);
uint64_t const_bits(struct fb *fb, struct constant *cv, struct type *t);
bool const_is_int(struct val v, int64_t *out);                  /* integer constant that fits in int64 */
int val_regs(struct fb *fb, struct val v, ir_reg out[4], const ir_reg *want);   /* not for memory values */
ir_reg val_reg(struct fb *fb, struct val v, const ir_reg *want);                /* exactly one leaf */
struct val val_load(struct fb *fb, struct val v);               /* into registers, unless a memory value or constant */
struct val val_own(struct fb *fb, struct val v);                /* a value no later assignment can change */
void val_to_regs(struct fb *fb, struct val v, const ir_reg *dst);
/* Address of an object that holds v: the object itself (V_MEM), else a temporary. */
ir_reg val_addr(struct fb *fb, struct val v);
ir_reg val_copy_addr(struct fb *fb, struct val v);              /* of a copy that the receiver may keep and change */
struct val val_field(struct fb *fb, struct val v, int i);       /* of a struct value */
void mem_store(struct fb *fb, ir_reg base, int64_t off, struct type *t, struct val v);
ir_reg lea(struct fb *fb, ir_reg base, int64_t off, struct type *elem);
ir_reg temp_object(struct fb *fb, struct type *t, const char *name);    /* zeroed object of this activation */
ir_reg heap_object(struct fb *fb, struct type *t);
enum ir_class ref_class(struct fb *fb, ir_reg base);            /* class of references into the object at base */

/* -- build_place.c ----------------------------------------------------------------------------------------------------- */
struct place place_regs(struct type *t, int n, const ir_reg *r);
struct place place_mem(struct type *t, ir_reg base, int64_t off);
struct place place_var(struct var *v);
bool is_addressable(struct expr *e);
struct place place_of(struct fb *fb, struct expr *e);           /* variables, *p, x.f, x[i]; anything else as a temporary */
struct place place_field(struct fb *fb, struct place p, int i); /* follows a pointer held in p */
struct place place_deref(struct fb *fb, struct place p);
struct place place_resolve(struct fb *fb, struct place p);      /* index places become PL_MEM: checks happen now */
struct place place_of_val(struct fb *fb, struct val v);
struct val place_load(struct fb *fb, struct place p, const ir_reg *want);
void place_store(struct fb *fb, struct place p, struct val v);
ir_reg place_addr(struct fb *fb, struct place p);
struct place own_place(struct fb *fb, struct place p);          /* operands that no register assignment can change */
bool is_wide_unsigned(struct fb *fb, struct expr *index);       /* not constant, and it may exceed int */
/* Reports bound of expression e through a hook, with its limit chain[1], if chain[0], its value, is an unsigned number
 * beyond the range of int.  Where a limit in turn exceeds the next one of the chain (of n), that is reported first, by
 * the instruction that follows. */
void check_unsigned(struct fb *fb, struct expr *e, const char *hook, const ir_reg *chain, int n);
ir_reg index_reg(struct fb *fb, struct expr *e);                /* an index operand, as a word */

/* -- build_func.c -------------------------------------------------------------------------------------------------------- */
struct fb *fb_new(struct builder *b, struct ir_sym *sym, struct type *sig, const struct tsubst *subst);
/* Parameters: recv (may be NULL) first; fills regs and declares variables for named ones. */
void fb_finish(struct fb *fb);
/* Builds a declared function, an instance, or a literal of outer (whose captures the result then lists). */
struct fb *build_function(struct builder *b, struct ir_sym *sym, struct func_lit *lit, struct object *recv,
                          struct type *sig, const struct tsubst *subst, struct fb *outer);
struct var *declare_var(struct fb *fb, struct object *o);       /* zero-valued variable in scope from here */
struct var *declare_var_init(struct fb *fb, struct object *o, struct val v);
struct var *lookup_var(struct fb *fb, struct object *o);
void do_return(struct fb *fb, struct val *vals, int n);         /* converted values, or n 0 for a bare return */
/* Leaves of parameter or result t appended to the function's parameters. */
struct val add_param(struct fb *fb, struct type *t, const char *name);
void set_results(struct fb *fb);                                /* from fb->sig */

/* -- escape.c ----------------------------------------------------------------------------------------------------------- */
enum { VF_SEEN = 1, VF_ADDRESSED = 2, VF_CAPTURED = 4, VF_ASSIGNED = 8 };
void analyse_function(struct builder *b, struct func_lit *lit);
unsigned var_flags(struct object *o);
bool var_on_heap(struct object *o);                             /* shared by reference or of unknown lifetime */

/* -- build_expr.c -------------------------------------------------------------------------------------------------------- */
struct val expr(struct fb *fb, struct expr *e, const ir_reg *want);
struct val expr_as(struct fb *fb, struct expr *e, struct type *t, const ir_reg *want);     /* converted to t */
ir_reg expr_reg(struct fb *fb, struct expr *e);                 /* one leaf */
void cond(struct fb *fb, struct expr *e, struct ir_block *t, struct ir_block *f);
void expr_discard(struct fb *fb, struct expr *e);
struct val comma_ok(struct fb *fb, struct expr *e, ir_reg *ok, bool want_value);   /* m[k], x.(T), <-c */
struct type *expr_type(struct fb *fb, struct expr *e);
struct val bool_result(struct fb *fb, struct type *t, struct ir_block *yes, struct ir_block *no, const ir_reg *want);

/* -- order.c: calls of a statement before its other operands ------------------------------------------------------------- */
size_t order_statement(struct fb *fb, struct stmt *s);          /* operations of s that go first, until order_end() */
size_t order_begin(struct fb *fb, struct expr **list, int n, bool whole);   /* whole: list[i] itself may go first */
void order_end(struct fb *fb, size_t mark);
struct val *order_value(struct fb *fb, struct expr *e);         /* of an operation performed already, or NULL */

/* -- build_arith.c -------------------------------------------------------------------------------------------------------- */
struct val arith(struct fb *fb, enum op op, struct type *t, struct val x, struct val y, const ir_reg *want);
struct val shift(struct fb *fb, enum op op, struct type *t, struct val x, struct val y, struct type *yt,
                 const ir_reg *want);
struct val negate(struct fb *fb, struct type *t, struct val x, const ir_reg *want);
struct val complement(struct fb *fb, struct type *t, struct val x, const ir_reg *want);
struct val concat(struct fb *fb, struct expr *e, const ir_reg *want);
ir_reg extend(struct fb *fb, enum type_kind k, struct type *t, ir_reg r, const ir_reg *want);  /* canonical form of k */
bool kind_is_signed(enum type_kind k);
int kind_bits(enum type_kind k);
bool kind_is_float(enum type_kind k);
bool kind_is_integer(enum type_kind k);
bool kind_is_complex(enum type_kind k);
void compare_branch(struct fb *fb, enum op op, struct val x, struct val y, struct ir_block *t, struct ir_block *f);

/* -- build_convert.c ------------------------------------------------------------------------------------------------------- */
struct val convert(struct fb *fb, struct val v, struct type *t, const ir_reg *want);     /* assignment conversion */
struct val conversion(struct fb *fb, struct val v, struct type *t, const ir_reg *want);  /* T(x) */

/* -- build_iface.c --------------------------------------------------------------------------------------------------------- */
struct val box(struct fb *fb, struct val v, struct type *iface, const ir_reg *want);
struct val iface_to_iface(struct fb *fb, struct val v, struct type *iface, const ir_reg *want);
struct val assert_type(struct fb *fb, ir_reg i, struct type *it, struct type *t, ir_reg *ok, const ir_reg *want);
struct val unbox(struct fb *fb, ir_reg i, struct type *it, struct type *t, const ir_reg *want);    /* known to be a t */
void check_nil_iface(struct fb *fb, ir_reg i);                  /* panics if the interface is nil */
ir_reg is_type(struct fb *fb, ir_reg i, struct type *t);
void stmt_type_switch(struct fb *fb, struct stmt *s, struct stmt *label);

/* -- build_equal.c ----------------------------------------------------------------------------------------------------------- */
/* Branches to t if x == y (both of the same type or one an interface), else to f. */
void equal_branch(struct fb *fb, struct val x, struct val y, struct ir_block *t, struct ir_block *f);

/* -- build_call.c --------------------------------------------------------------------------------------------------------------- */
enum callee_kind { CE_SYM, CE_FUNCVAL, CE_IFACE };
struct callee {
    enum callee_kind kind;
    struct ir_sym *sym;
    struct val fn;              /* CE_FUNCVAL: the func value; CE_IFACE: the interface */
    int index;                  /* CE_IFACE: method */
    struct type *sig;           /* without receiver */
    bool has_recv; struct val recv; struct type *recv_type;
};
struct callee find_callee(struct fb *fb, struct expr *fun);
/* Evaluates the arguments of call for sig's parameters, variadic ones packed; vals has sig->func.nparams entries. */
struct val *call_args(struct fb *fb, struct expr *call, struct type *sig);
/* Calls runtime.name, a function without results in stdlib/overlay/runtime/hooks.go. */
void call_hook(struct fb *fb, const char *name, struct val *args, int n);
void emit_call(struct fb *fb, struct callee *c, struct val *args, struct val *results, const ir_reg *want);
struct val *expr_multi(struct fb *fb, struct expr *e, int *n);  /* results of a multi-value call */
struct val call(struct fb *fb, struct expr *e, const ir_reg *want);
bool intrinsic_multi(struct fb *fb, struct expr *e, struct val *out);
bool intrinsic(struct fb *fb, struct expr *e, struct val *out, const ir_reg *want);
/* Method name of a value at p (through path); resolves promoted methods on concrete types. */
struct callee method_callee(struct fb *fb, struct place p, const char *name, struct package *pkg);
struct type *sig_with_recv(struct builder *b, struct type *recv, struct type *sig);

/* -- build_builtin.c ------------------------------------------------------------------------------------------------------------- */
struct val builtin(struct fb *fb, struct expr *e, const ir_reg *want);
/* The part after evaluation, also used for deferred builtins: args are the evaluated operands. */
struct val builtin_on(struct fb *fb, int id, struct val *args, int n, struct type *t, const ir_reg *want);
ir_reg map_entry(struct fb *fb, struct type *mt, ir_reg m, struct val key, int op, ir_reg *ok);
enum { MAP_ACCESS1, MAP_ACCESS2, MAP_ASSIGN, MAP_DELETE };
ir_reg build_chan_recv(struct fb *fb, struct type *ct, ir_reg ch, struct val *out, bool want_value); /* returns ok */
void build_chan_send(struct fb *fb, struct type *ct, ir_reg ch, struct val v);

/* -- build_stmt.c, build_assign.c, build_range.c, build_switch.c, build_select.c, build_defer.c ------------------------------------ */
void stmt(struct fb *fb, struct stmt *s, struct stmt *label);
void stmts(struct fb *fb, struct stmt **list, int n);
void stmt_assign(struct fb *fb, struct stmt *s);
void stmt_op_assign(struct fb *fb, struct stmt *s);
void stmt_incdec(struct fb *fb, struct stmt *s);
void assign_values(struct fb *fb, struct expr **lhs, struct object **newvars, int nlhs, struct expr **rhs, int nrhs);
void decl_vars(struct fb *fb, struct object **objs, int nobjs, struct expr **values, int nvalues);
void stmt_range(struct fb *fb, struct stmt *s, struct stmt *label);
void stmt_switch(struct fb *fb, struct stmt *s, struct stmt *label);
void stmt_select(struct fb *fb, struct stmt *s, struct stmt *label);
void stmt_go(struct fb *fb, struct stmt *s);
void push_target(struct fb *fb, struct target *t, struct stmt *s, struct ir_block *brk, struct ir_block *cont);
void pop_target(struct fb *fb);
void clause_bodies(struct fb *fb, struct clause *c, int n, struct ir_block **at, struct ir_block *end);

/* -- build_closure.c, build_composite.c, static_init.c -------------------------------------------------------------------------------- */
struct val func_literal(struct fb *fb, struct expr *e, const ir_reg *want);
/* A closure object of wrapper function wrap whose fields hold vals; its fields are read back with captured_vals. */
struct wrapper_ctx { struct type *type; struct type **types; int64_t *offs; int n; };
struct wrapper_ctx wrapper_ctx(struct builder *b, struct val *vals, int n);
ir_reg make_closure(struct fb *fb, struct ir_sym *sym, struct wrapper_ctx *w, struct val *vals);
void captured_vals(struct fb *wfb, struct wrapper_ctx *w, struct val *out);
struct val composite(struct fb *fb, struct expr *e, struct place *into);
struct val method_value(struct fb *fb, struct expr *e, const ir_reg *want);
struct val func_value(struct fb *fb, struct ir_sym *s, struct type *t, const ir_reg *want);
bool static_init(struct fb *fb, struct ir_global *g, int64_t off, struct type *t, struct expr *e);
/* The interface value of type it that holds constant cv of type t, at off of g. */
void static_iface_const(struct fb *fb, struct ir_global *g, int64_t off, struct type *it, struct type *t,
                        struct constant *cv);
struct ir_global *static_global(struct builder *b, struct type *t, bool read_only);
bool is_static(struct fb *fb, struct expr *e, struct type *t);

/* -- names.c, instances.c, wrappers.c ----------------------------------------------------------------------------------------------------- */
struct ir_sym *intern_sym(struct builder *b, const char *pkg, const char *name, struct type *sig);
struct ir_sym *func_sym(struct builder *b, struct object *o);          /* function or method, not generic */
struct ir_sym *instance_sym(struct builder *b, struct object *o, struct type **targs, int n);
struct ir_sym *method_sym(struct builder *b, struct object *m, struct type *recv);  /* declared method m of base type recv */
struct ir_global *global_of(struct builder *b, struct object *o);
char *type_sym_name(struct builder *b, struct type *t);     /* T as it appears in symbol names of its package */
/* The function behind a method value ("-fm") or expression ("-expr") of type base or *base. */
struct ir_sym *wrapper_sym(struct builder *b, struct type *base, bool ptr, const char *name, const char *suffix,
                           struct type *sig);
const char *type_pkg(struct builder *b, struct type *t);
char *literal_name(struct fb *fb);
void build_instances(struct builder *b);
struct ir_sym *method_expr_sym(struct fb *fb, struct type *recv, const char *name, struct package *pkg, struct type *ft);
void build_type_methods(struct builder *b);
void note_types(struct builder *b, struct ir_func *f);
void note_type(struct builder *b, struct type *t);

#endif
