/* compiler/ir/ir.h - the intermediate representation of one package: functions of basic blocks over virtual registers.
 *
 * ir/build_*.c makes it from the checked tree, opt/ improves it, emit/ assigns slots and writes the module.
 * The IR is bytecode with an unlimited number of typed registers: the operation of an instruction is an OPC_* of the
 * guest instruction set (generated opcode.h, meanings in isa-spec/virgo.isa) or one of the pseudo operations below,
 * which emit/ expands.  Registers may be assigned more than once (the IR is not SSA); a variable that lives in
 * registers is one register per leaf (docs/abi.md).  Control flow: the last instruction of a block is IR_JMP, a
 * conditional branch, IR_SWITCH, IR_RET or a no-return operation; blocks are laid out in list order by default. */
#ifndef VIRGO_IR_H
#define VIRGO_IR_H

#include <stdbool.h>
#include <stdint.h>
#include "compiler/syntax/ast.h"
#include "compiler/types/types.h"
#include "opcode.h"             /* generated: enum opcode OPC_* */
#include "runtime_entries.h"    /* generated: enum rt_entry RT_* */

typedef uint32_t ir_reg;        /* index into ir_func.regs; 0 = none */

enum ir_class { IRC_W, IRC_R, IRC_S, IRC_L, IRC_I, IRC_Q /* local reference */, IRC_QL /* local slice */ };

struct ir_reg_info {
    uint8_t cls;                /* enum ir_class */
    struct type *type;          /* R, Q: Go type (pointer, map, chan, func ...); L, I, S: the Go type; W: the scalar type */
    bool pinned;                /* lives across a recovered panic: own slot for the whole function */
    const char *name;           /* of a variable, for dumps */
};

/* Pseudo operations, numbered above the guest opcodes. */
enum ir_op {
    IR_FIRST = 0x100,
    IR_MOVE,            /* a = b, any class */
    IR_CONST,           /* a:w = imm */
    IR_ZERO,            /* a = zero of its class */
    IR_STR,             /* a:s = string constant (str, nstr) */
    IR_PART,            /* a:w = slot imm (1 length, 2 capacity) of b:s or b:l */
                        /* (slice == nil is built as OPC_USLP and a branch on the result against 0) */
    IR_LOAD,            /* a = *(type *)(b + imm); type is one leaf's Go type */
    IR_STORE,           /* *(type *)(a + imm) = b */
    IR_LOADX,           /* a = b:l[c]; type = element type, one leaf */
    IR_STOREX,          /* a:l[b] = c; type = element type, one leaf */
    IR_LEA,             /* a = b + imm (field address; type of a tells the field type) */
    IR_LEAX,            /* a = &b:l[c]; type = element type */
    IR_LEAA,            /* a = &(*b)[c] of an array; type = array type */
    IR_MCOPY,           /* *a = *b; type = object type */
    IR_MZERO,           /* *a = zero; type = object type */
    IR_FOBJ,            /* a:q = address of frame object imm (index into ir_func.objs) */
    IR_FUNCVAL,         /* a:r = func value of sym (context-free) */
    IR_GADDR,           /* a:r = address of global sym2 */
    IR_CLOSURE,         /* a:r = closure object b (r or q) completed with function sym */
    IR_CALL,            /* call sym: args -> res */
    IR_CALLC,           /* call func value b: args -> res; type = func type */
    IR_CALLI,           /* call method imm of interface b: args -> res; type = interface type */
    IR_RT,              /* runtime entry imm with type operand type (or NULL): args -> res */
    IR_MKI,             /* a:i of interface type type2 = direct value b:r of dynamic type 'type' */
    IR_BOX,             /* a:i of interface type type2 = boxed leaf b (w, s, i or l) of dynamic type 'type' (whose memory
                           image is exactly that leaf) */
    IR_BOXM,            /* a:i of interface type type2 = boxed copy of the object of type 'type' at b */
    IR_ISTYPE,          /* a:w = dynamic type of b:i is 'type' */
    IR_ASSERT,          /* a:r = reference or box address for 'type' in b:i, panics otherwise; type2 = interface type */
    IR_CONVI,           /* a:i of interface type 'type' = b:i (statically known to implement) */
    IR_SLICE,           /* a = b[c:x:y]; b is s, l, or r/q to an array (type = array type, else slice/string type) */
    IR_GROW,            /* a:l = b:l grown by imm elements; type = slice type */
    IR_JMP,             /* goto t */
    IR_BRANCH,          /* cond = an OPC_J* compare-and-branch on a, b (or imm for the *I forms): if true goto t else f */
    IR_SWITCH,          /* jump table: a in [0, ntargets): goto targets[a] else t */
    IR_RET,             /* return args (result leaves) */
    IR_GO, IR_DEFER,    /* b:r func() value */
    IR_DEFERRET,        /* run deferred calls */
    IR_RECOVER,         /* a:i */
    IR_PANIC,           /* b:i; ends the block */
    IR_SELECT,          /* a:w chosen, b:w received ok; cases/ncases, imm 1 = has default */
    IR_NILCHK,          /* trap if b is nil */
    IR_TYPEPTR,         /* a:r = descriptor address of type */
    IR_NOP
};

struct ir_case { ir_reg ch, elem; bool send; };

struct ir_func;
struct ir_block;

/* A function symbol: defined in this module or imported. */
struct ir_sym {
    const char *pkg, *name;     /* package path and symbol name (docs/abi.md "Names") */
    struct type *sig;           /* func type including the receiver as first parameter */
    struct ir_func *def;        /* NULL: imported (or body-less) */
    uint32_t ref_;              /* private to emit/ */
    bool instance;              /* generic instance: pkg is the generic's package, emitted here */
    bool method;                /* has a receiver, which precedes the references to memory results (calli passes the
                                   data word as the very first argument) */
};

struct ir_reloc { uint32_t off; uint32_t kind; struct ir_sym *fn; struct ir_global *glob; struct type *type, *iface;
                  const char *str; uint32_t nstr; uint32_t addend; };      /* kinds as in module.fmt */
/* A package variable, imported variable, or anonymous static data. */
struct ir_global {
    const char *pkg, *name;     /* name NULL: anonymous */
    struct type *type;
    uint8_t *image; uint32_t nimage;        /* initial bytes, NULL = zero */
    struct ir_reloc *relocs; uint32_t nrelocs;
    bool defined, read_only, exported;
    uint32_t ref_, def_;        /* private to emit/ */
};

struct ir_ins {
    uint16_t op;                /* enum opcode or enum ir_op */
    uint16_t cond;              /* IR_BRANCH: OPC_J* */
    ir_reg a, b, c, x, y;
    int64_t imm;
    struct type *type, *type2;
    struct ir_sym *sym;
    struct ir_global *glob;
    const char *str; uint32_t nstr;
    ir_reg *args; uint32_t nargs;
    ir_reg *res; uint32_t nres;
    struct ir_case *cases; uint32_t ncases;
    struct ir_block *t, *f;
    struct ir_block **targets; uint32_t ntargets;
    struct pos pos;
};

struct ir_block {
    uint32_t id;
    vec(struct ir_ins) ins;
    bool reachable;
    uint32_t start_;            /* private to emit/ */
    bool cold;                  /* laid out last (panics) */
};

struct ir_obj { struct type *type; bool deep; const char *name; };

struct ir_func {
    struct ir_module *mod;
    struct ir_sym *sym;
    const char *name;
    struct pos pos;
    vec(struct ir_reg_info) regs;           /* [0] unused */
    vec(struct ir_block *) blocks;          /* layout order; [0] is the entry */
    vec(struct ir_obj) objs;
    ir_reg *params; uint32_t nparams;       /* leaves in flattening order, without the context */
    ir_reg ctx; struct type *ctx_type;      /* closure context register and struct type, or 0 */
    struct type **res_types; uint8_t *res_cls; uint32_t nres;   /* result leaves */
    struct ir_block *recover;               /* block at which a recovered panic resumes, or NULL */
    bool has_defer, wrapper, recovers, bodyless, exported;
    const char *linkname;                   /* body-less function bound to "pkg.name" */
};

/* Methods of a type whose descriptor this module emits (its own named types, instances, and method-bearing struct
 * literals): filled by ir/wrappers.c, one entry per method of the pointer type's method set, in ty_method_order. */
struct ir_method { const char *name; const char *pkg; struct type *sig; bool in_value_set;
                   struct ir_sym *fn_val, *fn_ptr; };
struct ir_typedesc { struct type *type; struct ir_method *methods; uint32_t nmethods; };

struct ir_module {
    struct arena arena;
    struct universe *u;
    struct package *pkg;
    struct diag *diag;
    vec(struct ir_func *) funcs;
    vec(struct ir_global *) globals;        /* defined ones and referenced imported ones */
    vec(struct ir_typedesc) typedescs;
    struct strmap syms_, globs_;            /* private to ir/ */
    struct ir_func *init;                   /* package initialiser, or NULL */
    bool uses_unsafe;           /* the package imports unsafe: its module carries the unsafe mark */
    void *build;                            /* builder state */
};

/* -- build.c: checked package -> IR. NULL only after reporting to the package's diag. ------------------------------ */
struct ir_module *ir_build(struct universe *u, struct package *pkg);
void ir_free(struct ir_module *m);
/* -- ir_print.c, ir_check.c -------------------------------------------------------------------------------------- */
void ir_print(FILE *out, const struct ir_func *f);
bool ir_check(const struct ir_func *f, char **why);     /* structural invariants; used after every pass in debug builds */
/* -- ir.c: construction helpers ---------------------------------------------------------------------------------- */
ir_reg ir_new_reg(struct ir_func *f, enum ir_class cls, struct type *t);
struct ir_block *ir_new_block(struct ir_func *f);
/* Slots of a class: 1, 2 or 3. */
int ir_class_slots(enum ir_class c);

/* -- flatten.c: docs/abi.md "Values in slots" (shared by ir/ and emit/) --------------------------------------------- */
struct ir_leaf { enum ir_class cls; struct type *type; int64_t off; };     /* off: byte offset in memory */
/* The leaves of a value of type t (at most 4); returns their number, or -1 if t is a memory value. */
int ir_flatten(struct type *t, struct ir_leaf out[4]);
/* The opaque type of the iterator object of a range over a map. */
struct type *ir_hiter_type(struct ir_module *m);
bool ir_is_direct(struct type *t);          /* one reference: stored in the interface data word itself */

/* -- opt/passes.c: all passes over one function in the visible table. -------------------------------------------------- */
void opt_run(struct ir_func *f, const char *debug);

/* -- emit/emit.c: IR -> module bytes (appended to out); export_data: package interface to include, may be empty. ----  */
struct strbuf;
struct emit_options {
    const struct strbuf *export_data;                   /* NULL or empty: none */
    uint64_t hash;                                      /* the package's interface fingerprint, 0: none */
    uint64_t (*import_hash)(void *ctx, const char *path);       /* those of imported packages, 0: unchecked */
    void *ctx;
};
bool emit_module(struct ir_module *m, const struct emit_options *o, struct strbuf *out);

#endif
