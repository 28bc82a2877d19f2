/* vm/module/subset.h - the part of a std archive that one program needs. */
#ifndef VIRGO_VM_MODULE_SUBSET_H
#define VIRGO_VM_MODULE_SUBSET_H

#include "runtime/base/strbuf.h"
#include "vm/module/image.h"

/* Appends to out an archive with the packages that the program's modules import, directly or not, without what only
 * the compiler reads of them; 0, or -1 with *fault.  The bytes are the same on every host. */
int archive_subset(const struct container *archive, const struct container *program, struct strbuf *out,
                   struct mod_fault *fault);

#endif
