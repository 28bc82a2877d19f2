/* vm/interp/liveness.h - which slots of a frame may still be read, so that dead references keep nothing alive. */
#ifndef VIRGO_VM_INTERP_LIVENESS_H
#define VIRGO_VM_INTERP_LIVENESS_H

#include "runtime/g.h"

/* With the world stopped: zeroes the dead slots of every frame of g. */
void liveness_clear_dead(struct g *g);

#endif
