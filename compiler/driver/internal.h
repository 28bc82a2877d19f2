/* compiler/driver/internal.h - private to driver/: the pipeline its products share. */
#ifndef VIRGO_DRIVER_INTERNAL_H
#define VIRGO_DRIVER_INTERNAL_H

#include "compiler/compiler.h"
#include "compiler/driver/archive.h"
#include "compiler/package/package.h"
#include "compiler/types/types.h"
#include "vm/module/write.h"

struct compilation {
    FILE *messages;
    const char *debug;
    bool bodyless;                      /* functions without body are allowed, as in Go's test directories */
    struct load load;
    struct universe *u;
    struct std_archive archive;
    vec(struct mw_unit) units;
    struct strmap done;                 /* import path -> struct package * */
};

void compilation_init(struct compilation *c, FILE *messages, const char *debug);
void compilation_done(struct compilation *c);
/* Is the package in the archive?  ctx: struct compilation (see load_options). */
bool have_compiled(void *ctx, const char *path);
/* The package of an import path, from the archive or compiled before; see check_config.import. */
struct package *compilation_import(void *ctx, const char *path, struct package *importer, char **why);
/* Compiles one package to c->units; false after messages. */
bool compile_package(struct compilation *c, struct source_package *sp, bool check_only);
/* Compiles what was loaded to c->units; 0, or 1 after messages. */
int compile_all(struct compilation *c, bool check_only);
/* Prints why loading failed; returns 1. */
int load_failed(struct compilation *c);

enum { STD_NTAGS = 4 };
extern const char *const std_tags[STD_NTAGS];       /* build tags of the library */

/* Runs work(arg) on a thread whose stack suits the passes over the tree. */
void on_large_stack(void *(*work)(void *), void *arg);

#endif
