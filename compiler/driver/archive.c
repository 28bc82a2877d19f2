/* compiler/driver/archive.c - see archive.h; the container format is isa-spec/module.fmt. */
#include "compiler/driver/archive.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "module_fmt.h"

static bool valid(const struct std_archive *s)
{
    const struct fmt_container *c = (const void *)s->at;
    return s->size >= sizeof *c && c->magic == FMT_MAGIC && (c->flags & FMT_CONTAINER_ARCHIVE) && c->size <= s->size &&
           c->dir_off <= s->size && (s->size - c->dir_off) / sizeof(struct fmt_directory) >= c->npackages;
}

bool std_archive_open(struct std_archive *s, const char *path, const char **why)
{
    *s = (struct std_archive){0};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    if (fd < 0 || fstat(fd, &st) < 0) {
        *why = "cannot be opened";
        if (fd >= 0)
            close(fd);
        return false;
    }
    void *p = st.st_size ? mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0) : MAP_FAILED;
    close(fd);
    if (p == MAP_FAILED) {
        *why = "cannot be mapped";
        return false;
    }
    s->at = p;
    s->size = (size_t)st.st_size;
    if (!valid(s)) {
        *why = "is not a std archive of this version";
        std_archive_close(s);
        return false;
    }
    return true;
}

void std_archive_close(struct std_archive *s)
{
    if (s->at)
        munmap((void *)s->at, s->size);
    *s = (struct std_archive){0};
}

static const struct fmt_module *find(const struct std_archive *s, const char *path, size_t *size)
{
    const struct fmt_container *c = (const void *)s->at;
    const struct fmt_directory *d = (const void *)(s->at + c->dir_off);
    size_t len = strlen(path);
    for (uint32_t i = 0; i < c->npackages; i++) {
        if (d[i].path_len != len || d[i].path_off > s->size || s->size - d[i].path_off < len ||
            memcmp(s->at + d[i].path_off, path, len) != 0)
            continue;
        if (d[i].off > s->size || s->size - d[i].off < d[i].size || d[i].size < sizeof(struct fmt_module))
            return NULL;
        *size = d[i].size;
        return (const void *)(s->at + d[i].off);
    }
    return NULL;
}

/* Bytes of a section of a package, NULL if there is none. */
static const uint8_t *section(const struct std_archive *s, const char *path, uint32_t kind, size_t *n)
{
    size_t size;
    const struct fmt_module *m = s->at ? find(s, path, &size) : NULL;
    if (!m || (size - sizeof *m) / sizeof(struct fmt_section) < m->nsections)
        return NULL;
    const struct fmt_section *sec = (const void *)(m + 1);
    for (uint32_t i = 0; i < m->nsections; i++)
        if (sec[i].kind == kind && sec[i].off <= size && size - sec[i].off >= sec[i].size) {
            *n = sec[i].size;
            return (const uint8_t *)m + sec[i].off;
        }
    return NULL;
}

const char *std_archive_path(const struct std_archive *s, uint32_t i)
{
    const struct fmt_container *c = (const void *)s->at;
    const struct fmt_directory *d = c ? (const void *)(s->at + c->dir_off) : NULL;
    return c && i < c->npackages && d[i].path_off < s->size ? (const char *)s->at + d[i].path_off : NULL;
}

const uint8_t *std_archive_export(const struct std_archive *s, const char *path, size_t *n)
{
    return section(s, path, SEC_EXPORT, n);
}

void std_archive_imports(const struct std_archive *s, const char *path,
                         void (*visit)(void *arg, const char *path, size_t n), void *arg)
{
    size_t nimports, nstr, ndata;
    const struct fmt_import *im = (const void *)section(s, path, SEC_IMPORT, &nimports);
    const struct fmt_strref *str = (const void *)section(s, path, SEC_STR, &nstr);
    const char *data = (const char *)section(s, path, SEC_STRDATA, &ndata);
    for (size_t i = 0; im && str && data && i < nimports / sizeof *im; i++)
        if (im[i].path < nstr / sizeof *str && str[im[i].path].off <= ndata &&
            ndata - str[im[i].path].off >= str[im[i].path].len)
            visit(arg, data + str[im[i].path].off, str[im[i].path].len);
}

uint64_t std_archive_fingerprint(const struct std_archive *s, const char *path)
{
    size_t size;
    const struct fmt_module *m = s->at ? find(s, path, &size) : NULL;
    return m ? m->hash_lo | (uint64_t)m->hash_hi << 32 : 0;
}

uint64_t std_archive_digest(const struct std_archive *s)
{
    const struct fmt_container *c = (const void *)s->at;
    return c ? c->checksum : 0;
}
