/* compiler/types/export.h - the interface of a compiled package as bytes: format and access to generic bodies.
 *
 * All integers outside the header are LEB128.  Layout:
 *
 *   header    u32 magic "VXP1", u32 check (hash of all that follows), u32 counts and offsets (see enum)
 *   strings   u32 offset table, bytes
 *   types     u32 offset table, bodies; type references are numbers: 0 none, then the predeclared types (enum
 *             export_type_ref), then this table
 *   objects   table of (u32 name, u32 offset) sorted by name, bodies
 *   sources   text of generic declarations (below)
 *
 * Import checks the hash and the tables, and decodes an object when its name is first looked up, a named type's
 * underlying type and methods when they are first asked for, and any other type when it is referred to.  Importing
 * therefore costs no more than the hash.  The bytes must outlive the universe.
 *
 * A named type is referred to by package path and name.  Types local to functions take part as objects whose names
 * ("F.T.1") no identifier can have.
 *
 * Generic bodies.  Instances of generic functions, and of methods of generic types, are made by the importing
 * compilation, which needs their source: for each such declaration the export data keeps its text with file, line
 * and the imports of its file.  import_generic_source() hands it out; the caller parses it in a file with these
 * imports and checks it against the imported package's scope. */
#ifndef VIRGO_TYPES_EXPORT_H
#define VIRGO_TYPES_EXPORT_H

#include "compiler/types/types.h"

enum { EXPORT_MAGIC = 0x31505856 };     /* "VXP1" */

/* u32 fields of the header */
enum export_header {
    XH_MAGIC, XH_CHECK, XH_NSTRINGS, XH_STRINGS, XH_NTYPES, XH_TYPES, XH_NOBJECTS, XH_OBJECTS, XH_MISC, XH_SOURCES,
    XH_SIZE, XH_COUNT
};

/* Predeclared types as references; entries of the type table follow from XT_FIRST on. */
enum export_type_ref {
    XT_NONE, XT_BASIC /* + enum type_kind */, XT_BYTE = XT_BASIC + TY_UNTYPED_NIL + 1, XT_RUNE, XT_ERROR, XT_ANY,
    XT_COMPARABLE, XT_FIRST
};

/* Tags of type bodies. */
enum export_type {
    XTY_NAMED, XTY_INSTANCE, XTY_TPARAM, XTY_ARRAY, XTY_SLICE, XTY_STRUCT, XTY_POINTER, XTY_FUNC, XTY_INTERFACE,
    XTY_MAP, XTY_CHAN, XTY_TUPLE, XTY_UNION, XTY_COUNT
};

/* The text of a file of the package being exported, or NULL. */
struct export_source {
    const char *(*text)(void *ctx, const struct file *f, size_t *n);
    void *ctx;
};
/* export_package() with generic bodies; src may be NULL. */
void export_package_with_source(struct package *p, struct strbuf *out, const struct export_source *src);

struct generic_import { const char *name, *path; };     /* name: NULL unless given in the import declaration */
struct generic_source {
    const char *file; uint32_t line, col;               /* of the func keyword */
    const char *text; size_t n;                         /* "func F[T any](...) {...}" */
    struct generic_import *imports; int nimports;       /* of its file */
};
/* Source of imported generic function or method o; false if there is none. */
bool import_generic_source(struct package *p, struct object *o, struct generic_source *out);

/* Name under which a local type stands among the exported objects. */
char *export_local_name(struct arena *a, struct type *t);

#endif
