/* runtime/panic.h - panics, deferred calls, recovery and Goexit as one walk over a goroutine's frames.
 *
 * Deferred calls run above the frames that panicked; frames are cut only at a recovery.  The walk is a state machine
 * that the engine steps: each step says what to execute next, and the return of a deferred call started by the walk
 * (FRAME_PANIC) steps it again. */
#ifndef VIRGO_RUNTIME_PANIC_H
#define VIRGO_RUNTIME_PANIC_H

#include "runtime/g.h"

enum unwind {
    UNWIND_CALL,        /* call u.fn with no arguments in a frame above g->top, flagged u.flags, resume pc u.resume */
    UNWIND_RESUME,      /* a panic was recovered: g->fp, g->pc, g->top name where to go on */
    UNWIND_REPORT,      /* uncaught: enter the activation of panic_report above g->top */
    UNWIND_END          /* Goexit has run every deferred call: the goroutine ends */
};
struct unwind_step { enum unwind what; void *fn; uint64_t flags; const uint32_t *resume; };

/* g->fp, g->pc, g->top are saved at the panicking instruction. */
struct unwind_step panic_start(struct g *g, uint64_t type, uint64_t data);
struct unwind_step panic_goexit(struct g *g);
/* After a deferred call started by the walk has returned; its frame is cut: g->fp is the frame below. */
struct unwind_step panic_continue(struct g *g);

/* defer: false means collect and execute again. */
bool panic_defer(struct g *g, uint64_t *fp, void *fn);
/* deferret: takes the next deferred call of frame fp; false if none is left.  A nil *fn is for the engine to fault on. */
bool panic_deferret(struct g *g, uint64_t *fp, void **fn);
/* recover executed in frame fp. */
void panic_recover(struct g *g, uint64_t *fp, uint64_t out[2]);

/* The activation that turns the values of an uncaught panic into text and ends the program. */
extern struct fn panic_report_fn;

/* "fatal error: msg": ends the process, in a session only g (true: the engine leaves it). */
bool panic_fatal(struct g *g, const char *msg);
/* "fatal error: msg", tracebacks, exit status 2. */
_Noreturn void panic_throw(struct g *g, const char *msg);
_Noreturn void panic_throwf(struct g *g, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* debug.SetTraceback: a level as GOTRACEBACK's. */
void panic_set_traceback(const char *level, size_t n);

#endif
