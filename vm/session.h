/* vm/session.h - a VM that outlives what it runs: modules are added to one running program (virgo repl).
 *
 * One session per process.  Inputs run one at a time, each in a goroutine of its own; goroutines that it starts go on
 * when it has returned, on threads of the VM.  A panic or fatal error ends the goroutine, not the process. */
#ifndef VIRGO_VM_SESSION_H
#define VIRGO_VM_SESSION_H

#include "vm/virgo.h"

struct virgo_module { const uint8_t *at; size_t n; };       /* the bytes must stay valid */
/* Callers of pkg.name shall call new_pkg.new_name, which has the same signature. */
struct virgo_redefinition { const char *pkg, *name, *new_pkg, *new_name; };

/* A variable to print: its label first; several in one line, separated by commas, until one that ends the line. */
struct virgo_value { const char *pkg, *name, *label; bool ends_line; };

struct virgo_input {
    const struct virgo_module *modules; size_t nmodules;    /* each after those it imports */
    const char *package;                /* path of the last, which is the input's own */
    const char *entry;                  /* its function to call once it is initialised, or NULL */
    const struct virgo_value *values; size_t nvalues;       /* variables to print then */
    const struct virgo_redefinition *redefined; size_t nredefined;
};

enum virgo_outcome {
    VIRGO_DONE,
    VIRGO_PANICKED,             /* or a fatal error: it has been printed on standard error */
    VIRGO_INTERRUPTED,
    VIRGO_ENDED,                /* the input called runtime.Goexit */
    VIRGO_REFUSED               /* not linked: why is in message; nothing has changed */
};

/* Starts the VM.  at_exit is called before the guest ends the process (os.Exit); may be NULL.  0, or -1 and why. */
int virgo_session_start(const struct virgo_options *o, void (*at_exit)(void), char *message, size_t size);
/* Links and runs an input; returns when its goroutine has ended. */
enum virgo_outcome virgo_session_run(const struct virgo_input *in, char *message, size_t size);
/* Has the running input end, deferred calls run; a second one drops those too.  For signal handlers; without effect if
 * nothing runs. */
void virgo_session_interrupt(void);
/* Ends all goroutines. */
void virgo_session_reset(void);

#endif
