/* compiler/package/internal.h - private to package/. */
#ifndef VIRGO_PACKAGE_INTERNAL_H
#define VIRGO_PACKAGE_INTERNAL_H

#include "compiler/package/package.h"

typedef vec(const char *) str_list;

/* -- build_constraint.c --------------------------------------------------------------- */
struct build_context { const char *const *tags; int ntags; };
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

/* -- source.c: bytes of files ------------------------------------------------------------ */
/* Whole file, NUL-terminated, in the arena; NULL with errno set.  "-" reads standard input. */
char *source_read(struct arena *a, const char *path, size_t *n);
/* Names in a directory that end in suffix, sorted; false with errno set. */
bool source_list(struct arena *a, const char *dir, const char *suffix, str_list *out);

#endif
