/* runtime/frame.h - function records and control-stack frames: the one description shared by the loader, every
 * engine, the unwinder, tracebacks and the collector.
 *
 * The control stack is an array of 64-bit words growing upward.  fp points at slot 0 of a frame; the header is below:
 *
 *     fp[-4]  resume pc in the CALLER: address of the result-slot list of its call instruction (guest pc; a lookup of
 *             function or line uses an address inside the call instruction).  NULL at the bottom frame.
 *     fp[-3]  struct fn * of this frame
 *     fp[-2]  words from the previous frame's fp to this fp (low 32 bits) | FRAME_* flags << 32
 *     fp[-1]  address of this frame's frame-object area on the data stack (NULL if dsize == 0); in the activation frame
 *             of a runtime entry its type operand, in that of a native the func value it was called through
 *     fp[0 .. fn->nslots)  slots: arguments first, then the context slot (closures), then the rest, zero at entry
 *
 * Nothing points into the control stack; it is moved by copying when it grows.  A native or rt activation that parks
 * or calls is a frame whose fn is the native's record (rt entries: a static record per entry): slots a, r, s in order. */
#ifndef VIRGO_RUNTIME_FRAME_H
#define VIRGO_RUNTIME_FRAME_H

#include <stdbool.h>
#include <stdint.h>
#include "runtime/act.h"

#define FRAME_HEADER 4
#define FRAME_PC (-4)
#define FRAME_FN (-3)
#define FRAME_LINK (-2)
#define FRAME_DATA (-1)

enum frame_flag {
    FRAME_HAS_DEFER = 1,        /* this frame registered deferred calls */
    FRAME_DEFERRED = 2,         /* this frame runs a deferred call: its caller is deferret, the panic machinery or Goexit */
    FRAME_PANIC = 4,            /* ... started by a panic: recover in it is effective */
    FRAME_BOTTOM = 8,
    FRAME_HAS_DATA = 16,        /* owns frame objects: its return pops the data stack */
    FRAME_WIDE = 32,            /* the caller's result-slot list has 16-bit entries */
    FRAME_TO_NATIVE = 64,       /* the caller is an activation that answered RT_CALL */
    FRAME_HOOK = 128,           /* a runtime hook raised by a trap: never returns */
    FRAME_OPRES = 256           /* results go to operands of the instruction at the resume pc (select) */
    /* activation frames also hold their argument count in bits 9-20 and result count in bits 21-31 */
};
#define FRAME_FLAG(f) ((uint64_t)(f) << 32)
#define FRAME_ACT(nargs, nres) ((uint64_t)(nargs) << 41 | (uint64_t)(nres) << 53)
#define FRAME_ACT_NARGS(link) ((uint32_t)((link) >> 41) & 0xfff)
#define FRAME_ACT_NRES(link) ((uint32_t)((link) >> 53))
#define FRAME_DIST(link) ((uint32_t)(link))
#define FRAME_FLAGS(link) ((uint32_t)((link) >> 32) & 0x1ff)

enum fn_flag {      /* module_fmt func flags plus run-time ones */
    FN_HAS_DEFER = 1, FN_WRAPPER = 2, FN_BODYLESS = 4, FN_INSTANCE = 8, FN_RECOVERS = 16, FN_EXPORTED = 32,
    FN_LINKED = 1 << 8,         /* code, native and counts below are valid */
    FN_RT = 1 << 9,             /* stands for a runtime entry */
    FN_ADAPTOR = 1 << 10        /* reflect.MakeFunc-like: slots are packed into an image for a guest handler */
};

struct image;       /* a loaded module: vm/module/image.h */

struct fn {                     /* function record: one per function and process, never moves */
    const uint32_t *code;       /* first instruction; NULL until linked or for natives */
    native_fn *native;          /* body-less functions and rt entries */
    const uint32_t *fast;       /* code, once linked, of functions without frame objects; else NULL (engine) */
    struct fn **refs;           /* image->fn_by_ref, once entered (engine) */
    uint32_t nslots, nargs, nres, ctx;      /* ctx: context slot number + 1, 0 if not a closure */
    uint32_t dsize;             /* bytes of frame objects */
    uint32_t flags;             /* enum fn_flag */
    struct image *image;        /* owner; NULL for rt entries */
    uint32_t index;             /* in the image's FUNC section */
    uint32_t ncode;
    const char *name;           /* full symbol: "pkg/path.(*T).M" */
    const uint32_t *recover;    /* recovery pc, or NULL */
    void *jit;                  /* engine data */
    uint64_t hot;
    /* The func value of a context-free function is the address of this word, whose content is this record: a func
     * value always points at a closure object whose first word is a struct fn *. */
    struct fn *self;
    struct rtype *sig;          /* Go func type incl. receiver; set on demand */
    struct fn *newer, *older;   /* redefined in a session: the records of the next and of the former body */
};

#define fn_value(f) ((void *)&(f)->self)
/* End of the slots of the frame at fp. */
static inline uint64_t *frame_end(uint64_t *fp)
{
    struct fn *f = (struct fn *)fp[FRAME_FN];
    uint64_t link = fp[FRAME_LINK];
    return f->native ? fp + FRAME_ACT_NARGS(link) + FRAME_ACT_NRES(link) + ACT_STATE : fp + f->nslots;
}
static inline uint64_t *frame_caller(uint64_t *fp) { return fp - FRAME_DIST(fp[FRAME_LINK]); }
static inline struct fn *fn_of_value(void *closure) { return *(struct fn **)closure; }

#endif
