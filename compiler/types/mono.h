/* compiler/types/mono.h - finds generic code that would need infinitely many instances.
 *
 * func f[T any]() { f[*T]() } has no finite set of instances.  The declaration checker tells every instantiation it
 * meets; mono_report() then reports a cycle, if there is one, as gc does ("instantiation cycle"). */
#ifndef VIRGO_TYPES_MONO_H
#define VIRGO_TYPES_MONO_H

#include "compiler/types/types.h"

struct mono;
struct mono *mono_new(struct universe *u, struct package *p);
void mono_free(struct mono *m);
/* A receiver's type parameter stands for the receiver type's own one. */
void mono_canon(struct mono *m, struct type *recv_tparam, struct type *tparam);
/* tparams were instantiated with targs at pos; the first nx arguments are written out there as xlist. */
void mono_instance(struct mono *m, struct pos pos, struct type **tparams, struct type **targs, int n,
                   struct expr **xlist, int nx);
/* Reports one cycle; true if there is one. */
bool mono_report(struct mono *m);

#endif
