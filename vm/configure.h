/* vm/configure.h - private to vm/: what starting a program and starting a session have in common. */
#ifndef VIRGO_VM_CONFIGURE_H
#define VIRGO_VM_CONFIGURE_H

#include "runtime/heap.h"
#include "runtime/sched/sched.h"
#include "vm/virgo.h"

struct vm_setup { void *archive; struct heap_options heap; struct sched_options sched; };
/* The archive, and options of heap and scheduler, which are still to be initialised.  0, or -1 and why. */
int vm_configure(const struct virgo_options *o, struct vm_setup *s, char *message, size_t size);
/* What the guest may do and sees of its surroundings; o's strings must live as long as the process. */
void vm_start_shim(const struct virgo_options *o);
/* May modules that carry the unsafe mark run?  They can do whatever the process can. */
bool vm_may_be_unsafe(void);
#define VM_UNSAFE_REFUSED "package %s uses unsafe: --allow-unsafe is missing, which allows everything"

#endif
