/* runtime/shim/shim.h - the guest's system calls: what a program may ask of the host, and how it is asked.
 *
 * Guest calls are linux/riscv64 numbers and layouts, listed in isa-spec/syscalls.abi; what is not listed is ENOSYS.
 * Each is checked against the program's capabilities; a refusal is EACCES for the guest and one line on stderr that
 * names the missing flag.  Descriptors the guest did not open are EBADF. */
#ifndef VIRGO_SHIM_H
#define VIRGO_SHIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct g;

/* -- Capabilities (capability.c) ------------------------------------------------------------------------------------- */

enum cap { CAP_READ, CAP_WRITE, CAP_NET, CAP_ENV, CAP_RUN, CAP_FFI, CAP_UNSAFE, CAP_COUNT };

struct cap_list { char **at; size_t n; };
struct cap_rule { bool allow_all, deny_all; struct cap_list allow, deny; };
/* Zero-initialised: standard descriptors, arguments and exit only. */
struct caps { bool everything; struct cap_rule rule[CAP_COUNT]; };

/* Takes a command-line flag: -A, --allow-all, --allow-CAP[=LIST], --deny-CAP[=LIST], --sandbox (nothing).  1: taken;
 * 0: not a capability flag; -1: a bad one, *why says so. */
int caps_flag(struct caps *c, const char *flag, const char **why);
/* Grants one item of kind, or everything of it (item NULL). */
void caps_grant(struct caps *c, enum cap kind, const char *item);
/* Anything of this kind without exception. */
bool caps_unrestricted(const struct caps *c, enum cap kind);
/* The kind with this subject: canonical path, HOST:PORT, variable name, program. */
bool caps_allow(const struct caps *c, enum cap kind, const char *subject);
/* Says once on stderr which flag is missing; returns -EACCES. */
int64_t caps_refuse(enum cap kind, const char *what, const char *subject);

/* -- The program's surroundings (shim.c) ------------------------------------------------------------------------------- */

/* Once, before guest code runs; keeps the pointers. */
void shim_init(const struct caps *caps, int argc, char **argv, char **env);
const struct caps *shim_caps(void);
int shim_args(char ***argv);
/* Absolute path of the program's file if it can be executed, else NULL. */
const char *shim_program(void);
/* Variables the program may see, NULL-terminated. */
char **shim_env(void);
const char *shim_getenv(const char *name, size_t n);
/* Guest call nr: result or -errno. */
int64_t shim_syscall(struct g *g, uint64_t nr, const uint64_t a[6]);

#endif
