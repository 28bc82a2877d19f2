/* compiler/package/internal.h - private to package/. */
#ifndef VIRGO_PACKAGE_INTERNAL_H
#define VIRGO_PACKAGE_INTERNAL_H

#include "compiler/package/package.h"
#include "runtime/base/hashmap.h"
#include "runtime/base/strbuf.h"

typedef vec(const char *) str_list;

/* -- build_constraint.c --------------------------------------------------------------- */
struct build_context { const char *const *tags; int ntags; bool library; };     /* library: files of GOROOT/src */
/* May the file be part of the build: its name's _GOOS/_GOARCH suffix and the constraint lines before its package
 * clause (//go:build, or // +build where there is none)? */
bool build_matches(const struct build_context *c, const char *name, const char *src, size_t n);

/* -- overlay.c: overlay.txt of one package ---------------------------------------------- */
struct overlay {
    bool present, whole;
    str_list add, replace, include, exclude, drop;
};
/* Reads overlay/<path>/overlay.txt; false with *error for a malformed line. */
bool overlay_read(struct overlay *o, struct arena *a, const char *dir, const char *path, char **error);
void overlay_done(struct overlay *o);
/* Removes from the distro's files the declarations that replacement files declare and those dropped by name. */
void overlay_apply(const struct overlay *o, struct arena *a, struct file **files, int nfiles, struct file **replacements,
                   int nreplacements);

/* -- load.c ------------------------------------------------------------------------------- */
struct module;
struct cover_package;
struct loader {
    struct load *l;
    const struct load_options *o;
    struct build_context tags;
    struct strmap by_path;          /* import path -> struct source_package *; the marker while being loaded */
    struct module *mod;             /* the main module; all zero if there is none */
    str_list stack;                 /* import chain, for cycles */
    vec(struct cover_package *) covered;    /* cover.h */
    struct strbuf errors;
};
void load_init(struct loader *x, struct load *l, const struct load_options *o);
/* Ends loading: l->error from what was collected. */
bool load_end(struct loader *x, bool ok);
/* One source file, from disk; shown: its name in messages and line tables.  NULL with an error collected. */
struct file *load_file(struct loader *x, const char *path, const char *shown);
/* One source file whose text is at hand. */
struct file *load_text(struct loader *x, const char *shown, const char *text, size_t n);
struct source_package *load_new_package(struct loader *x, const char *path, const char *dir);
void load_add_file(struct loader *x, struct source_package *p, struct file *f);
bool is_test_file(const char *name);
/* Names in dir that belong to the build: _test.go files or the others; *ignored counts those constraints exclude. */
void load_select(struct loader *x, const char *dir, bool tests, const struct overlay *ov, str_list *out, size_t *ignored);
/* Loads packages to be covered that nothing has imported yet: those of the library, or the others. */
bool load_covered(struct loader *x, bool std);
/* A std package or a user's directory: its files, imports still to be loaded. */
struct source_package *load_std_package(struct loader *x, const char *path);
struct source_package *load_dir(struct loader *x, const char *path, const char *dir, const char *shown_dir);
/* Loads what p imports and enters p in the order. */
bool load_finish(struct loader *x, struct source_package *p);

/* -- embed.c: gives the variables with //go:embed their values; false with an error collected */
bool embed_files(struct loader *x, const struct source_package *p);

/* -- assembly.c: notes p's assembly files, and binds its functions that only jump to other packages. */
void load_assembly(struct loader *x, struct source_package *p);

/* -- source.c: bytes of files ------------------------------------------------------------ */
/* Whole file, NUL-terminated, in the arena; NULL with errno set.  "-" reads standard input. */
char *source_read(struct arena *a, const char *path, size_t *n);
/* Names in a directory that end in suffix, sorted; false with errno set. */
bool source_list(struct arena *a, const char *dir, const char *suffix, str_list *out);
/* Past the string, rune or comment of Go that begins at p; p + 1 for anything else. */
const char *source_token_end(const char *p, const char *end);

#endif
