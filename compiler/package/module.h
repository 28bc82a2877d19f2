/* compiler/package/module.h - go.mod, vendor directories, and the relative imports of test directories. */
#ifndef VIRGO_PACKAGE_MODULE_H
#define VIRGO_PACKAGE_MODULE_H

#include "compiler/package/internal.h"

struct module_replace { const char *path, *dir; };

struct module {                 /* zero: no go.mod found */
    const char *path;           /* module path */
    const char *dir;            /* its root directory, absolute */
    const char *shown;          /* the same as messages print it, relative to the working directory where possible */
    const char *lang;           /* "go1.19" */
    vec(struct module_replace) replace;     /* local replacements */
    bool vendor;                /* has a vendor directory */
    bool distributed;           /* part of Go's distribution, such as cmd: may use what is internal to the library */
};

/* Finds and reads the go.mod that governs dir.  False with *why (whole lines) if it is malformed or asks for a
 * language level this compiler does not have; absence is no error. */
bool module_find(struct module *m, struct arena *a, const char *dir, char **why);
/* Directory of a user import path (main module, replacements, vendor, GOPATH); false with *why, gc's text. */
bool module_resolve(const struct module *m, struct arena *a, const char *path, const char **dir, const char **shown,
                    char **why);
/* Import path of a directory. */
const char *module_path_of(const struct module *m, struct arena *a, const char *dir);
/* The rule of "internal" directories; std-internal packages are closed to users. */
bool import_allowed(const char *importer, const char *path);

/* -- Test directories (load.c): every group of files with one package clause in a directory is a package "test/<first file's base
 * name>"; imports are written "./name".  This is the form of the Go corpus's rundir tests. */
const char *testdir_import_path(struct arena *a, const char *path);

#endif
