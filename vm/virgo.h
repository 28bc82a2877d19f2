/* vm/virgo.h - the interface of the VM: run a program image. */
#ifndef VIRGO_VM_VIRGO_H
#define VIRGO_VM_VIRGO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum virgo_grant_kind { VIRGO_GRANT_READ, VIRGO_GRANT_WRITE, VIRGO_GRANT_NET, VIRGO_GRANT_ENV, VIRGO_GRANT_RUN,
                        VIRGO_GRANT_UNSAFE, VIRGO_GRANT_KINDS };

extern const char *const virgo_grant_names[VIRGO_GRANT_KINDS];         /* "read", "write" ... */

struct virgo_grants {           /* what the guest may ask of the host (docs/security.md) */
    bool all;
    struct {
        bool any;               /* everything of this kind */
        const char *const *items;       /* else these: paths, host:port, names, programs */
        size_t n;
    } kind[VIRGO_GRANT_KINDS];
};

struct virgo_options {
    const char *archive;        /* path of the std archive; NULL: none (a program that imports nothing) */
    const uint8_t *archive_at;  /* or its bytes, which must stay valid, 8-byte aligned */
    size_t archive_size;
    const struct virgo_grants *grants;  /* NULL: standard input and output, arguments and exit only */
    const char *name;           /* argument 0 of the program */
    int argc;                   /* its further arguments */
    char *const *argv;
    char *const *env;           /* NULL: the process's own, as far as granted */
    bool library_tests;         /* the image is a test program that virgo made of the library: its packages marked std are
                                   trusted as the archive is and take the place of the archive's; never for files of
                                   others */
    const char *stress;         /* as the environment variable VIRGO_STRESS: "gc,stack,preempt"; NULL: that variable */
};

/* Runs the program in image (n bytes, which must stay valid).  Ends the process with the program's exit status; returns
 * only if the image is refused: -1, and why in message. */
int virgo_run(const struct virgo_options *o, const uint8_t *image, size_t n, char *message, size_t size);

#endif
