/* compiler/driver/archive.h - the compiler's view of a std archive: which packages it has, and their export data. */
#ifndef VIRGO_DRIVER_ARCHIVE_H
#define VIRGO_DRIVER_ARCHIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct std_archive { const uint8_t *at; size_t size; };

/* Maps the file; false with *why (static text) if it cannot be opened or is no archive. */
bool std_archive_open(struct std_archive *s, const char *path, const char **why);
void std_archive_close(struct std_archive *s);
/* Export data of a package (within the mapping), NULL if the archive lacks it. */
const uint8_t *std_archive_export(const struct std_archive *s, const char *path, size_t *n);
/* Path of package i (NUL-terminated, within the mapping), NULL after the last. */
const char *std_archive_path(const struct std_archive *s, uint32_t i);
/* Calls visit with the import path of everything a package imports. */
void std_archive_imports(const struct std_archive *s, const char *path,
                         void (*visit)(void *arg, const char *path, size_t n), void *arg);
/* Interface fingerprint of a package, 0 if it has none. */
uint64_t std_archive_fingerprint(const struct std_archive *s, const char *path);
/* Digest programs are stamped with. */
uint64_t std_archive_digest(const struct std_archive *s);

#endif
