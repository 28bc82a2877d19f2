/* vm/cli/needs.h - which grants a program is likely to need, by what it refers to in the standard library. */
#ifndef VIRGO_VM_CLI_NEEDS_H
#define VIRGO_VM_CLI_NEEDS_H

#include "vm/cli/cli.h"

/* Bits 1 << enum grant_kind of a function or method of a std package, named as in the FUNC section. */
unsigned needs_of(const char *package, const char *symbol);

#endif
