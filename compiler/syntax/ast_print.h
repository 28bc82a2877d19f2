/* compiler/syntax/ast_print.h - a readable dump of a tree, for debugging and tests. */
#ifndef VIRGO_SYNTAX_AST_PRINT_H
#define VIRGO_SYNTAX_AST_PRINT_H

#include <stdio.h>
#include "compiler/syntax/ast.h"

/* One line per declaration and statement, indented; expressions as source text. */
void ast_print(FILE *out, const struct file *f);

#endif
