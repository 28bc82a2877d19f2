/* vm/cli/join.h - joins a run-only VM, what a program needs of the std archive, and the program to one executable. */
#ifndef VIRGO_VM_CLI_JOIN_H
#define VIRGO_VM_CLI_JOIN_H

#include <stdbool.h>
#include <stdint.h>
#include "runtime/base/strbuf.h"
#include "vm/cli/cli.h"

/* The ELF machine number of a host's name, 0 if there is no such host. */
unsigned host_machine(const char *host);
/* The names of all hosts, separated by commas. */
const char *host_names(void);
/* This machine's. */
const char *host_own(void);

/* Is this the run-only VM of the machine (0: of any)?  If not, *why says what it is (static text). */
bool is_vm_file(const struct strbuf *vm, unsigned machine, const char **why);

/* Appends to vm, a run-only VM, the program and its part of the archive.  0, or a status after a message. */
int join(struct strbuf *vm, const char *name, const struct strbuf *program, const char *archive, const struct grants *g);

#endif
