/* compiler/syntax/parse.h - source text to AST. */
#ifndef VIRGO_SYNTAX_PARSE_H
#define VIRGO_SYNTAX_PARSE_H

#include <stddef.h>
#include "compiler/syntax/ast.h"
#include "compiler/diag/diag.h"

enum parse_flags {
    PARSE_IMPORTS_ONLY = 1,     /* stop after the import declarations */
    PARSE_PACKAGE_ONLY = 2      /* stop after the package clause */
};

/* Parses n bytes of src as one Go source file.  path is used in messages and
 * its file number comes from diag_add_file(d, path).  A first line starting
 * with "#!" is skipped.  Syntax errors go to d with gc's texts
 * ("syntax error: unexpected X, expecting Y" ...); the result is always a file
 * (possibly partial) in arena a.  src need not outlive the call.  Nesting
 * beyond a fixed depth and oversized input are errors, not crashes. */
struct file *parse_file(struct arena *a, struct diag *d, const char *path,
                        const char *src, size_t n, unsigned flags);

#endif
