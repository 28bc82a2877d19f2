#include "compiler/syntax/ast_print.h"
void ast_print(FILE *out, const struct file *f) { fprintf(out, "package %s\n", f->package); }
