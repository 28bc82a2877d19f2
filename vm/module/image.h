/* vm/module/image.h - a module in memory: sections in place, side tables filled lazily.
 *
 * read.c maps and checks the container (bounds, counts, order); verify.c proves a user module's code well-typed in one
 * linear pass (docs/verifier.md); link.c resolves references at first use, once, under a lock, published with release.
 * Everything here is immutable after publication except the side tables. */
#ifndef VIRGO_VM_MODULE_IMAGE_H
#define VIRGO_VM_MODULE_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "module_fmt.h"         /* generated */
#include "runtime/base/arena.h"
#include "runtime/base/hashmap.h"
#include "runtime/frame.h"

struct program;
struct rtype;

/* Where side tables are: zeroed memory that lives as long as the pool. */
struct side_pool { struct side_chunk *chunk; char *next; size_t left; };

struct image {
    struct program *prog;
    const uint8_t *base; size_t size;       /* the module's bytes */
    const char *path;                       /* package path, NUL-terminated */
    const char *pkg_name;
    bool trusted;                           /* std archive */
    bool unsafe_mark;
    /* section views */
    const struct fmt_strref *str; uint32_t nstr; const char *strdata;
    const uint32_t *typeidx; uint32_t ntypes; const uint32_t *types;
    const struct fmt_import *imports; uint32_t nimports; struct image **import_images;
    const struct fmt_symref *funcrefs; uint32_t nfuncrefs;
    const struct fmt_symref *globrefs; uint32_t nglobrefs;
    const struct fmt_func *funcs; uint32_t nfuncs;
    const uint32_t *frames; uint32_t nframes;
    const uint32_t *code; uint32_t ncode;
    const struct fmt_global *globals; uint32_t nglobals;
    const uint8_t *data; uint32_t ndata;
    const struct fmt_reloc *relocs; uint32_t nrelocs;
    const struct fmt_itabref *itabrefs; uint32_t nitabrefs;
    const uint8_t *lines; uint32_t nlines;
    const uint32_t *files; uint32_t nfiles;
    const uint32_t *symhash; uint32_t nsymhash;
    const uint8_t *export; uint32_t nexport;
    uint32_t nstrdata, ntypewords;
    uint32_t init_fn;                       /* FUNC index + 1, or 0 */
    uint64_t hash;                          /* interface fingerprint, 0: none */
    struct side_pool own_side;              /* its side tables, if it is no part of a program */
    /* side tables, filled on first use (acquire/release) */
    struct fn **fn_by_ref;                  /* FUNCREF index -> record (created unlinked at first request) */
    struct fn **fn_by_def;                  /* FUNC index -> record */
    void **global_addr;                     /* GLOBREF index -> address */
    void **def_addr;                        /* GLOBAL index -> address */
    struct rtype **rtypes;                  /* type index -> canonical descriptor */
    void **itab_words;                      /* ITAB index -> type word */
    struct type_view **views;               /* type index -> layout and leaves (type_view.c) */
};

struct program {                            /* one running program: its modules in initialisation order */
    struct image **images; uint32_t nimages;
    struct image *main;
    struct side_pool side;
    bool uses_runtime;                      /* one of its own packages imports runtime or a package below it */
    void *archive;                          /* std archive mapping */
    struct linker *linker;                  /* link.c: lock, names, instances */
};

/* A mapped or loaded container. */
struct container {
    const uint8_t *at; size_t size;         /* from the container header */
    const struct fmt_container *head;
    const struct fmt_directory *dir;
    uint32_t npackages, flags, main_pkg;
    uint64_t digest;                        /* of the archive (checksum field), or the one compiled against */
    uint16_t *by_path; uint32_t npath;      /* archives: hash of a path -> directory index + 1; size, a power of two */
};

struct mod_fault { size_t offset; const char *section; char what[200]; };

/* -- read.c: returns 0, or -1 with *fault filled.  The bytes must stay valid as long as the image. */
int image_read(struct image **out, const uint8_t *p, size_t n, bool trusted, struct mod_fault *fault);
/* As image_read, with side tables in pool, which must outlive the image; NULL: in memory of its own. */
int image_read_into(struct image **out, const uint8_t *p, size_t n, bool trusted, struct side_pool *pool,
                    struct mod_fault *fault);
void side_pool_done(struct side_pool *pool);
void image_free(struct image *im);
/* Header and directory of a container (an optional first line #! is skipped); checks the checksum if asked to. */
int container_read(struct container *c, const uint8_t *p, size_t n, bool checksum, struct mod_fault *fault);
/* Index of a package of an archive in its directory, -1 if there is none. */
int64_t container_find(const struct container *c, const char *path);
/* Fills *fault; returns -1. */
int mod_fail(struct mod_fault *fault, size_t offset, const char *section, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
/* FUNC index (global: GLOBAL index) of a defined name, -1 if there is none. */
int64_t image_find(const struct image *im, const char *name, size_t len, bool global);
/* Opens a program: the .vgo bytes (private memory) plus the std archive; verifies user modules; resolves imports.
 * own_std: modules marked std are trusted, and replace the archive's of the same path (virgo test). */
int program_open(struct program **out, const uint8_t *vgo, size_t n, void *archive, bool own_std, struct mod_fault *fault);
/* Maps the std archive at path (shared, read-only); NULL and *fault on failure. */
void *archive_open(const char *path, struct mod_fault *fault);
/* The same from bytes, which must stay valid, 8-byte aligned. */
void *archive_at(const uint8_t *at, size_t size, struct mod_fault *fault);
struct image *archive_package(void *archive, struct program *prog, const char *path);
/* The container behind an archive; NULL of NULL. */
const struct container *archive_container(void *archive);
void program_close(struct program *p);
/* A program of library packages only, to which modules are added (sessions). */
int program_new(struct program **out, void *archive, const char *const *packages, size_t n, struct mod_fault *fault);
/* Adds a module to an open program, and the packages of the archive that it needs: appended to p->images in the order
 * of their initialisation.  The module is verified; its bytes must stay valid.  0, or -1 with *fault.  No guest code may
 * run meanwhile. */
int program_add(struct program *p, const uint8_t *module, size_t n, struct mod_fault *fault);
/* Whoever calls function pkg.name from now on calls new_pkg.new_name, which has the same signature; false if one of them
 * is missing.  No guest code may run meanwhile. */
bool link_replace(struct program *p, const char *pkg, const char *name, const char *new_pkg, const char *new_name);

/* -- verify.c: one linear pass; 0, or -1 with *fault. */
int image_verify(struct image *im, struct mod_fault *fault);

/* -- link.c: never fail for verified modules; may return NULL with *fault for a missing symbol. */
struct fn *link_funcref(struct image *im, uint32_t ref);
struct fn *link_def(struct image *im, uint32_t def);
struct fn *link_symbol(struct program *p, const char *pkg, const char *name);       /* for runtime hooks */
void link_code(struct fn *f);               /* makes code/native/counts valid (first call) */
void *link_global(struct image *im, uint32_t ref);      /* materialises static data */
void *link_global_symbol(struct program *p, const char *pkg, const char *name);
struct rtype *link_type(struct image *im, uint32_t type);   /* canonical descriptor: runtime/types.h builds it */
void *link_itab(struct image *im, uint32_t itab);
/* Makes the code of an image known to pc_function(). */
void link_register_image(struct image *im);
void link_unregister_image(struct image *im);
static inline const char *image_str(const struct image *im, uint32_t i, uint32_t *len)
{ if (len) *len = im->str[i].len; return im->strdata + im->str[i].off; }

/* Function and line of a guest pc (address inside the instruction); NULL if none. */
struct fn *pc_function(const uint32_t *pc);
bool image_line(const struct image *im, uint32_t def, uint32_t word, const char **file, uint32_t *line);
bool pc_line(const struct fn *f, const uint32_t *pc, const char **file, uint32_t *line);

#endif
