/* compiler/types/types.h - Go's types, objects and scopes, and the questions asked about them.
 *
 * The representation follows the Go specification ("Types", "Properties of types and values").  Types of one
 * compilation live in one struct universe's arena; predeclared types are singletons of it, so pointer equality
 * decides identity of basic and (non-instantiated) named types; everything else goes through ty_identical().
 * Instantiated named types are hash-consed by (origin, arguments), so they too are pointer-equal if identical.
 *
 * What the declaration checker has to keep in mind:
 *  - a named type is created first and its 'underlying' filled in later; until then ty_underlying() yields the invalid
 *    type.  'underlying' may be set to another named type: chains are followed;
 *  - set iface.pending while an interface type is being filled in, so that no half-made type set is cached;
 *  - u->current is the package being checked (names of other packages are qualified in messages), u->resolve is asked
 *    to type an object (a method, say) that is met before its declaration was checked;
 *  - read the methods of a named type that may be imported or instantiated through ty_named_methods(). */
#ifndef VIRGO_TYPES_TYPES_H
#define VIRGO_TYPES_TYPES_H

#include <gmp.h>
#include <stdbool.h>
#include <stdint.h>
#include "compiler/diag/diag.h"
#include "compiler/syntax/ast.h"
#include "runtime/base/arena.h"
#include "runtime/base/hashmap.h"
#include "runtime/base/vec.h"

/* -- Types ---------------------------------------------------------------- */
enum type_kind {
    /* basic kinds, in reflect.Kind order up to complex128 */
    TY_INVALID,
    TY_BOOL, TY_INT, TY_INT8, TY_INT16, TY_INT32, TY_INT64,
    TY_UINT, TY_UINT8, TY_UINT16, TY_UINT32, TY_UINT64, TY_UINTPTR,
    TY_FLOAT32, TY_FLOAT64, TY_COMPLEX64, TY_COMPLEX128, TY_STRING, TY_UNSAFE_POINTER,
    TY_UNTYPED_BOOL, TY_UNTYPED_INT, TY_UNTYPED_RUNE, TY_UNTYPED_FLOAT, TY_UNTYPED_COMPLEX, TY_UNTYPED_STRING,
    TY_UNTYPED_NIL,
    /* composite kinds */
    TY_ARRAY, TY_SLICE, TY_STRUCT, TY_POINTER, TY_FUNC, TY_INTERFACE, TY_MAP, TY_CHAN,
    TY_TUPLE,           /* results of a call with != 1 results */
    TY_NAMED,           /* defined type, possibly generic or instantiated */
    TY_TYPEPARAM,
    TY_UNION            /* constraint element: ~T | U */
};

struct type_field {             /* struct field */
    const char *name;
    struct type *type;
    struct package *pkg;        /* declaring package: decides identity of unexported names */
    bool embedded;
    const char *tag; uint32_t tag_len;  /* NULL if none */
    struct pos pos;
    int64_t offset;             /* set by ty_layout() */
    struct object *obj;         /* OBJ_VAR, is_field */
};

struct type_method {            /* interface method */
    const char *name;
    struct type *sig;           /* TY_FUNC without receiver */
    struct package *pkg;        /* of an unexported name */
    struct pos pos;
    struct object *obj;         /* OBJ_FUNC */
};

struct type_term { bool tilde; struct type *type; };

struct type {
    enum type_kind kind;
    uint8_t flags_;             /* private to types/ */
    uint32_t id;                /* unique within the universe */
    struct universe *u;
    struct type *ptr_to;        /* cached *T */
    int64_t size; int32_t align;    /* set by ty_layout(): Go's amd64 layout; size -1 = not yet */
    union {
        struct { const char *name; } basic;
        struct { struct type *elem; int64_t len; } array;   /* len -1: invalid or [...] pending */
        struct { struct type *elem; } slice;
        struct { struct type_field *fields; int n; } strct;
        struct { struct type *elem; } pointer;
        struct { struct object **params; int nparams;       /* OBJ_VAR each; names may be NULL or "_" */
                 struct object **results; int nresults;
                 bool variadic;                             /* last parameter has slice type */
                 struct type **tparams; int ntparams;       /* TY_TYPEPARAM of a generic function */
                 struct object *recv;                       /* receiver variable of a method declaration, or NULL */
                 struct type **recv_tparams; int nrecv_tparams; } func;
        struct { struct type_method *methods; int nmethods; /* explicit ones, by name */
                 struct type **embeds; struct pos *embed_pos; int nembeds;  /* embedded interfaces, unions, types */
                 bool implicit;                             /* from a constraint literal such as [T ~int] */
                 bool pending;                              /* still being filled in by the checker */
                 struct typeset *tset; } iface;             /* computed lazily by ty_typeset() */
        struct { struct type *key, *elem; } map;
        struct { struct type *elem; enum chan_dir dir; } chan;
        struct { struct object **vars; int n; } tuple;
        struct { struct object *obj;                        /* OBJ_TYPE */
                 struct type *underlying;                   /* resolved; NULL while pending: use ty_underlying() */
                 struct object **methods; int nmethods;     /* declared methods, OBJ_FUNC (of the origin) */
                 struct type **tparams; int ntparams;       /* generic type */
                 struct type *origin;                       /* instantiated: the generic type; else NULL */
                 struct type **targs; int ntargs;
                 struct ptrmap inst_methods_;               /* private: origin method -> instantiated signature */
                 struct type **outer_tparams; int nouter;   /* local type of a generic function: the function's (and
                                                               its receiver's) type parameters */
                 struct type **outer_targs;                 /* in an instance: their arguments */
                 struct type *next_with_map_;               /* private: for universe_free */
                 void (*load_)(struct type *t, void *ctx); void *load_ctx_;     /* private: import data not read yet */
                 int local_index;                           /* > 0: declared inside a function (disambiguates names) */
                 struct object *local_func; } named;        /* the function it is local to */
        struct { struct object *obj; struct type *bound; int index; bool of_method; } tparam;
        struct { struct type_term *terms; int n; } uni;
    };
};

/* All methods of an interface (embedded ones included, sorted by ty_method_order) and its type terms. */
struct typeset {
    struct type_method *methods; int nmethods;
    struct type_term *terms; int nterms;    /* valid if !all_types */
    bool all_types;                         /* no type restriction */
    bool comparable;                        /* requires comparable */
};

/* -- Objects and scopes ---------------------------------------------------- */
enum object_kind { OBJ_BAD, OBJ_PKGNAME, OBJ_CONST, OBJ_TYPE, OBJ_VAR, OBJ_FUNC, OBJ_LABEL, OBJ_BUILTIN, OBJ_NIL };
enum object_state { OST_WHITE, OST_GREY, OST_BLACK };   /* declaration not begun, in progress, done */

enum builtin_id {
    BI_APPEND, BI_CAP, BI_CLOSE, BI_COMPLEX, BI_COPY, BI_DELETE, BI_IMAG, BI_LEN, BI_MAKE, BI_NEW, BI_PANIC,
    BI_PRINT, BI_PRINTLN, BI_REAL, BI_RECOVER,
    BI_UNSAFE_ADD, BI_UNSAFE_ALIGNOF, BI_UNSAFE_OFFSETOF, BI_UNSAFE_SIZEOF, BI_UNSAFE_SLICE,
    BI_MIN, BI_MAX, BI_CLEAR, BI_UNSAFE_SLICEDATA, BI_UNSAFE_STRING, BI_UNSAFE_STRINGDATA,  /* later language levels */
    BI_COUNT
};

struct object {
    enum object_kind kind;
    enum object_state state;
    const char *name;
    struct pos pos;
    struct package *pkg;        /* NULL for the universe */
    struct scope *parent;       /* scope declared in */
    struct type *type;          /* NULL while unresolved */
    struct constant *cv;        /* OBJ_CONST */
    struct decl *decl;          /* package-level or method declaration; NULL for imported objects */
    int decl_index;             /* which name of a var/const decl */
    struct file *file;          /* of a package-level declaration */
    uint32_t order;             /* source order number of package-level objects */
    bool used;                  /* variable read, import used, label used */
    struct package *imported;   /* OBJ_PKGNAME */
    bool is_alias;              /* OBJ_TYPE */
    int builtin;                /* OBJ_BUILTIN: enum builtin_id */
    /* OBJ_VAR: */
    bool is_field, is_param, is_result, embedded;
    bool is_global;             /* package-level */
    bool captured;              /* referenced from a function literal nested in its function */
    bool addr_taken;            /* & or implicit & (method call, slicing an array) or captured */
    bool assigned;              /* assigned after its declaration (not counting the initialiser) */
    struct func_lit *func;      /* local variables: the innermost function (literal) that declares it */
    /* OBJ_FUNC: */
    struct type *recv_named;    /* methods: the TY_NAMED receiver base; NULL for functions and interface methods */
    bool ptr_recv;
    struct func_lit *body;      /* declared here with a body (also imported generics); NULL if body-less/imported */
    const char *linkname;       /* "pkg.name" from //go:linkname, or NULL */
    bool is_init, is_blank;
    /* free for ir/ and emit/ */
    void *ir;
};

struct scope {
    struct scope *parent;
    struct strmap names;        /* name -> struct object* */
    /* Imported packages: decodes the object on its first lookup and inserts it; NULL if there is none. */
    struct object *(*lazy)(struct scope *s, const char *name, void *ctx);
    void *lazy_ctx;
    struct universe *u;
    struct scope *next_;        /* private: for universe_free */
    struct func_lit *func;      /* scope of a function body */
    bool is_file, is_universe, is_package;
};

struct late_method { struct type *named; struct object **methods; int nmethods; };     /* what it had before */

struct package {
    const char *path, *name;
    const char *family;         /* inputs of a session: the package they are together ("main"); NULL for others */
    struct scope *scope;
    struct file **files; int nfiles;
    struct package **imports; int nimports;     /* direct, in source order, no duplicates */
    const char *lang;           /* "go1.19" */
    bool complete;              /* checked, or import data read */
    bool from_archive;
    bool is_std;
    bool uses_unsafe;           /* inputs of a session: an earlier one imported unsafe */
    struct universe *u;
    uint64_t fingerprint;       /* of the interface, and of the imported packages'; std only, 0: none */
    /* results of checking */
    struct init_step *inits; int ninits;        /* variable initialisation order (spec "Package initialization") */
    struct object **init_funcs; int ninit_funcs;/* func init()s in source order */
    struct object **funcs; int nfuncs;          /* every function and method declaration, source order */
    struct type **local_named; int nlocal_named;/* named types declared inside functions */
    struct object **vars; int nvars;            /* package-level variables, source order ("_" too) */
    struct late_method *late; int nlate;        /* types of earlier inputs that got methods, in order */
    struct type **extended; int nextended;      /* types of earlier inputs whose method lists this package describes anew */
};

/* Do the two packages share their unexported names? */
bool pkg_same_names(const struct package *a, const struct package *b);
/* Path of the package that owns unexported names declared in p. */
const char *pkg_name_space(const struct package *p);

/* lhs (one or several variables) = rhs; executed in order. */
struct init_step { struct object **lhs; int nlhs; struct expr *rhs; };

/* -- Constants (arbitrary precision) --------------------------------------- */
enum const_kind { CV_BOOL, CV_STRING, CV_INT, CV_RAT, CV_FLOAT, CV_COMPLEX, CV_UNKNOWN };
struct constant {
    enum const_kind kind;
    union {
        bool b;
        struct { const char *at; size_t n; void *buf_; } s;     /* buf_: private */
        mpz_t i;                /* CV_INT */
        mpq_t q;                /* CV_RAT: exact while small */
        struct { mpz_t m; int64_t e; } f;   /* CV_FLOAT: m * 2^e, |m| < 2^512, rounded to nearest even */
        struct { struct constant *re, *im; } c;
    };
};

/* -- The universe: one per compilation (no global state) -------------------- */
struct universe {
    struct arena arena;
    struct diag *diag;
    struct type *basic[TY_UNTYPED_NIL + 1];     /* by kind; byte and rune are aliases of uint8 and int32 with names */
    struct type *byte_type, *rune_type;         /* distinct pointers that print as byte/rune; identical to uint8/int32 */
    struct type *error_type, *any_type, *comparable_type;
    struct scope *scope;
    struct package *unsafe_pkg;
    uint32_t next_type_id;
    struct strmap packages;                     /* path -> struct package* */
    struct package *current;                    /* being checked; other packages' names are qualified in messages */
    void (*resolve)(void *ctx, struct object *o);   /* types an object met before its declaration; may be NULL */
    void *resolve_ctx;
    struct ptrmap inst_;                        /* private: hash -> chain of instantiated named types */
    struct ptrmap method_sets_;                 /* private: type -> struct method_set* */
    struct strmap strings_;                     /* private: interned names, ty_intern() */
    struct type *byte_slice_;                   /* private: []byte */
    struct scope *scopes_;                      /* private: all scopes */
    struct type *with_map_;                     /* private: types with inst_methods_ */
};

/* -- type.c ----------------------------------------------------------------- */
struct universe *universe_new(struct diag *d);
void universe_free(struct universe *u);
const char *ty_intern(struct universe *u, const char *s);  /* names compare by pointer after interning */
struct type *ty_new(struct universe *u, enum type_kind k);
struct type *ty_pointer(struct universe *u, struct type *elem);
struct type *ty_slice(struct universe *u, struct type *elem);
struct type *ty_array(struct universe *u, struct type *elem, int64_t len);
struct type *ty_map(struct universe *u, struct type *key, struct type *elem);
struct type *ty_chan(struct universe *u, struct type *elem, enum chan_dir dir);
struct type *ty_tuple(struct universe *u, struct object **vars, int n);
struct object *obj_new(struct universe *u, enum object_kind k, struct pos pos, struct package *pkg, const char *name,
                       struct type *t);
struct scope *scope_new(struct universe *u, struct scope *parent);
struct object *scope_lookup(const struct scope *s, const char *name);           /* this scope only */
struct object *scope_lookup_parent(const struct scope *s, const char *name);    /* outward */
struct object *scope_insert(struct scope *s, struct object *o);                 /* NULL, or the clashing object */
void scope_load(struct scope *s);       /* decodes all objects of an imported package's scope, to walk s->names */
struct type *ty_underlying(struct type *t);     /* never TY_NAMED; a type parameter yields its constraint interface */
struct type *ty_named(struct universe *u, struct object *obj, struct type *underlying);    /* sets obj->type */
struct type *ty_typeparam(struct universe *u, struct object *obj, struct type *bound, int index);  /* sets obj->type */
bool ty_is_pending(struct type *t);             /* a named type whose underlying type is not known yet */
/* Declared methods (objects of the origin), import data read. */
struct object **ty_named_methods(struct type *t, int *n);
/* Signature of declared method m for receiver base type t: receiver type parameters replaced if t is an instance. */
struct type *ty_method_sig(struct type *t, struct object *m);
struct type *ty_default(struct universe *u, struct type *t);                    /* default type of an untyped one */
bool ty_is_typed(const struct type *t);
bool ty_is_untyped(const struct type *t);
/* Predicates on the underlying type; for type parameters: on every type of the type set ("all" forms), with two
 * exceptions: ty_is_interface and ty_is_const_type are false for type parameters. */
bool ty_is_boolean(struct type *t), ty_is_integer(struct type *t), ty_is_unsigned(struct type *t),
     ty_is_float(struct type *t), ty_is_complex(struct type *t), ty_is_numeric(struct type *t),
     ty_is_string(struct type *t), ty_is_const_type(struct type *t), ty_is_ordered(struct type *t),
     ty_is_interface(struct type *t), ty_is_typeparam(const struct type *t), ty_has_nil(struct type *t),
     ty_is_nil(const struct type *t), ty_is_bytes_or_runes(struct type *t), ty_is_generic(const struct type *t);
struct type *ty_core(struct type *t);           /* core type (spec), NULL if none; underlying for ordinary types */
struct type *ty_core_string(struct universe *u, struct type *t);    /* like ty_core; []byte|string gives string */
/* dynamic comparability, for == and map keys (interfaces are comparable) */
bool ty_comparable(struct type *t, char **why); /* why (may be NULL): arena text such as "struct containing []int cannot be compared" */
bool ty_has_typeparam(struct type *t);          /* mentions a type parameter anywhere */
bool name_is_exported(const char *name);

/* -- identity.c, layout.c --------------------------------------------------- */
bool ty_identical(struct type *a, struct type *b);
bool ty_identical_ignore_tags(struct type *a, struct type *b);
uint64_t ty_hash(struct type *t);               /* equal for identical types */
/* Go's amd64 layout: fills size, align and field offsets.  t must not contain type parameters. */
void ty_layout(struct type *t);
int64_t ty_size(struct type *t);
int64_t ty_align(struct type *t);

/* -- lookup.c, method_set.c -------------------------------------------------- */
struct lookup {
    struct object *obj;         /* field (OBJ_VAR) or method (OBJ_FUNC); NULL if absent, ambiguous or ptr_needed */
    int *path; int npath;       /* embedded field indices, ending with the field's own index if a field */
    bool indirect;              /* a pointer was followed on the way */
    bool ambiguous;
    bool ptr_needed;            /* method exists but needs a pointer receiver */
    struct type *recv;          /* methods: type after path at which the method was found (TY_NAMED, its pointer, or
                                   an interface / type parameter) */
    struct type *type;          /* type of the field, or signature of the method with receiver instantiation applied */
    bool is_iface_method;
};
/* x.name on type t (spec "Selectors"); addressable allows pointer methods on t. pkg: for unexported names. */
struct lookup ty_lookup(struct universe *u, struct type *t, bool addressable, struct package *pkg, const char *name);

struct method { const char *name; struct package *pkg; struct object *obj; struct type *sig;
                int *path; int npath; bool indirect; bool ptr_recv; struct type *recv; bool is_iface_method; };
/* The method set of t (spec), promoted methods included, in ty_method_order; cached. */
struct method_set { struct method *at; int n; };
struct method_set *ty_method_set(struct universe *u, struct type *t);
/* Order of methods in type descriptors and itabs (as gc 1.19): exported before unexported?  By name, then by
 * package path for unexported ones; byte-wise. */
int ty_method_order(const char *name_a, struct package *pkg_a, const char *name_b, struct package *pkg_b);
struct typeset *ty_typeset(struct universe *u, struct type *iface);     /* of an interface (underlying) */
/* Is o an exported interface with an unexported method of its package (called name; NULL: any)?  Types of others have
 * that method by embedding only. */
bool ty_seals(struct object *o, const char *name);
/* NULL if t has iface's methods; else gc's reason in parentheses, e.g. "(missing M method)" or "(wrong type for M
 * method)" with the have/want lines.  static_check false: for x.(T) of interface types. */
char *ty_missing_method(struct universe *u, struct type *t, struct type *iface, bool static_check);
/* why: the whole sentence, "T does not implement I (missing M method)". */
bool ty_implements(struct universe *u, struct type *t, struct type *iface, char **why);
bool ty_satisfies(struct universe *u, struct type *targ, struct type *bound, char **why);

/* -- assignability.c, conversion.c ------------------------------------------- */
/* Operand view of an expression after checking: mode/type/cv are in the expr itself. */
bool ty_assignable(struct universe *u, struct expr *x, struct type *t, char **why);
bool ty_convertible(struct universe *u, struct expr *x, struct type *t, char **why);
/* Type that untyped operand x takes when converted implicitly to target (types2's implicitTypeAndValue): NULL if it
 * cannot; *err tells why (REPR_MISMATCH otherwise).  *cv (may be NULL) receives the represented constant, if any. */
enum repr_err { REPR_OK, REPR_TRUNCATED, REPR_OVERFLOW, REPR_MISMATCH };
struct type *ty_implicit_type(struct universe *u, struct expr *x, struct type *target, struct constant **cv,
                              enum repr_err *err);
/* Converts constant cv to basic type t if representable (rounding floats); NULL plus reason code otherwise. */
struct constant *cv_represent(struct universe *u, struct constant *cv, struct type *t, enum repr_err *err);

/* -- constant.c --------------------------------------------------------------- */
struct constant *cv_bool(struct universe *u, bool b);
struct constant *cv_string(struct universe *u, const char *s, size_t n);
struct constant *cv_int(struct universe *u, int64_t v);
struct constant *cv_uint(struct universe *u, uint64_t v);
struct constant *cv_double(struct universe *u, double v);
struct constant *cv_from_literal(struct universe *u, enum lit_kind k, const char *text, size_t n);   /* NULL if malformed */
struct constant *cv_unary(struct universe *u, enum op op, struct constant *x, struct type *t /* for ^ on unsigned */);
struct constant *cv_binary(struct universe *u, enum op op, struct constant *x, struct constant *y, bool int_div);
struct constant *cv_shift(struct universe *u, enum op op, struct constant *x, uint64_t n);
bool cv_compare(struct constant *x, enum op op, struct constant *y);
struct constant *cv_to_int(struct universe *u, struct constant *x);      /* CV_INT if integral, else CV_UNKNOWN */
struct constant *cv_to_float(struct universe *u, struct constant *x);
struct constant *cv_to_complex(struct universe *u, struct constant *x);
struct constant *cv_real(struct universe *u, struct constant *x);
struct constant *cv_imag(struct universe *u, struct constant *x);
struct constant *cv_make_complex(struct universe *u, struct constant *re, struct constant *im);
int cv_sign(struct constant *x);                        /* 1 for CV_UNKNOWN: no spurious division by zero */
int cv_bit_len(struct constant *x);                     /* of |x|, CV_INT; 0 otherwise */
struct constant *cv_unknown(struct universe *u);
bool cv_int64(struct constant *x, int64_t *out);        /* exact? */
bool cv_uint64(struct constant *x, uint64_t *out);
double cv_float64(struct constant *x);                  /* nearest */
float cv_float32(struct constant *x);
uint64_t cv_bits(struct constant *x, struct type *t);   /* canonical 64-bit slot image of a typed bool/int/float constant */
char *cv_text(struct arena *a, struct constant *x, struct type *t);     /* as gc prints constants in messages */

/* -- instantiate.c, infer.c ----------------------------------------------------- */
struct tsubst { struct type **params, **args; int n; };     /* params are TY_TYPEPARAM */
struct type *ty_subst(struct universe *u, struct type *t, const struct tsubst *s);
/* Instance of a generic named type (hash-consed) or of a generic signature; arguments are not verified here. */
struct type *ty_instantiate(struct universe *u, struct type *generic, struct type **targs, int n);
/* Checks arguments against constraints: index of the first failure and why, or -1. */
int ty_verify_instance(struct universe *u, struct type **tparams, struct type **targs, int n, char **why);
/* Function argument and constraint type inference (spec "Type inference").  targs has ntparams entries, NULL = to
 * be inferred; args are checked operands.  On failure reports to diag at pos and returns false. */
bool ty_infer(struct universe *u, struct pos pos, struct type **tparams, int ntparams, struct type **targs,
              struct object **params, int nparams, struct expr **args, int nargs, bool report);

/* -- type_print.c ----------------------------------------------------------------- */
/* gc's text of a type in messages; names are qualified with the package name unless it is rel. */
char *ty_text(struct arena *a, struct type *t, struct package *rel);
/* Canonical text qualified by full package path: equal iff identical types; used for symbol names and hashes. */
char *ty_canonical(struct arena *a, struct type *t);
/* reflect's String() of the type ("main.T", "[]pkg.T", "struct { X int \"tag\" }"). */
char *ty_reflect_string(struct arena *a, struct type *t);
/* "name(params) results" of a method, as in have/want lines. */
char *ty_func_text(struct arena *a, const char *name, struct type *sig, struct package *rel);
/* gc's description of an operand: "x (variable of type int)", "1.5 (untyped float constant)". */
char *ty_operand_text(struct universe *u, const struct expr *x);

/* -- check (check.c, check_decl.c, check_expr.c, check_call.c, check_builtin.c, check_stmt.c, init_order.c ...) ---- */
struct check_config {
    /* Yields the (complete) package for an import path, or NULL with *why set to gc's text after "could not import". */
    struct package *(*import)(void *ctx, const char *path, struct package *importer, char **why);
    void *ctx;
    const char *lang;           /* "go1.19": language level of the package */
    bool repl;                  /* unused variables and imports are no error */
    struct scope *outer;        /* session: names of earlier inputs; NULL: there are none */
    const char *family;         /* session: see struct package */
    bool lone_expr;             /* session: the one statement of the package may be any expression */
    bool is_std;                /* body-less functions and linkname are allowed */
    bool bodyless;              /* body-less functions are allowed */
};
/* Takes back the methods that p gave to types of earlier inputs. */
void check_undo_methods(struct package *p);
/* Type-checks the parsed files as one package and annotates their trees.  Errors go to u->diag; the result's
 * 'complete' is false if there were any. */
struct package *check_package(struct universe *u, const char *path, struct file **files, int nfiles,
                              const struct check_config *cfg);

/* check_imported.c: parses and checks the body of generic function or method o of an imported package, from the source
 * its export data carries.  Afterwards o has a body and the signature that belongs to it, as if checked here.  False if
 * there is no source; errors go to u->diag. */
bool check_imported_body(struct universe *u, struct object *o);

/* -- export.c: package interfaces as bytes (for archives and the build cache) ----------------------------------------- */
struct strbuf;
void export_package(struct package *p, struct strbuf *out);
/* Reads it back into u and enters it in u->packages; the bytes must outlive u.  Imports of other packages are resolved through import (as in check_config).  NULL and *why on
 * malformed data.  Objects are materialised lazily where possible. */
struct package *import_package(struct universe *u, const char *path, const uint8_t *data, size_t n,
                               const struct check_config *cfg, char **why);

#endif
