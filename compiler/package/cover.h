/* compiler/package/cover.h - private to package/: statement counters for `virgo test -cover`. */
#ifndef VIRGO_PACKAGE_COVER_H
#define VIRGO_PACKAGE_COVER_H

#include <stdint.h>
#include "compiler/package/package.h"

struct loader;

struct cover_block { uint32_t line0, col0, line1, col1, stmts; };      /* [line0:col0, line1:col1) */
struct cover_file {
    const char *name;           /* in profiles: import path and base name */
    const char *var;            /* its counters, an exported array of uint32 */
    vec(struct cover_block) blocks;
};
struct cover_package { const char *path; vec(struct cover_file) files; };

/* Is the package to be covered?  o may be NULL. */
bool cover_wants(const struct cover_options *o, const char *path);
/* Puts counters into p's files (not into its tests), adds the file that declares them, and notes p in x->covered. */
void cover_package(struct loader *x, struct source_package *p);

#endif
