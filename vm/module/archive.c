/* vm/module/archive.c - the std archive: one mapped container, its packages found by path. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "runtime/base/fatal.h"
#include "vm/module/image.h"

struct archive { struct container c; void *map; size_t size; };

void *archive_open(const char *path, struct mod_fault *fault)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    if (fd < 0 || fstat(fd, &st)) {
        mod_fail(fault, 0, "archive", "cannot open %s: %s", path, strerror(errno));
        if (fd >= 0) close(fd);
        return NULL;
    }
    void *map = st.st_size > 0 ? mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0) : MAP_FAILED;
    close(fd);
    if (map == MAP_FAILED) { mod_fail(fault, 0, "archive", "cannot map %s", path); return NULL; }
    struct archive *a = xcalloc(1, sizeof *a);
    a->map = map, a->size = (size_t)st.st_size;
    if (container_read(&a->c, map, a->size, false, fault)) goto bad;
    if (!(a->c.flags & FMT_CONTAINER_ARCHIVE)) { mod_fail(fault, 0, "archive", "%s is not a std archive", path); goto bad; }
    for (uint32_t i = 0; i < a->c.npackages; i++)
        strmap_putn(&a->c.by_path, (const char *)a->c.at + a->c.dir[i].path_off, a->c.dir[i].path_len, (void *)(uintptr_t)(i + 1));
    return a;
bad:
    munmap(map, a->size);
    free(a);
    return NULL;
}

const struct container *archive_container(void *archive) { return archive ? &((struct archive *)archive)->c : NULL; }

/* Directory entry of a package, NULL if the archive has none. */
static const struct fmt_directory *entry(void *archive, const char *path)
{
    struct archive *a = archive;
    uintptr_t i = a ? (uintptr_t)strmap_get(&a->c.by_path, path) : 0;
    return i ? &a->c.dir[i - 1] : NULL;
}

struct image *archive_package(void *archive, struct program *prog, const char *path)
{
    const struct fmt_directory *d = entry(archive, path);
    struct image *im;
    struct mod_fault fault;
    if (!d) return NULL;
    if (image_read(&im, archive_container(archive)->at + d->off, d->size, true, &fault))
        fatal("std archive, package %s: %s", path, fault.what);
    im->prog = prog;
    im->unsafe_mark = true;
    return im;
}

const uint8_t *archive_export(void *archive, const char *path, size_t *n)
{
    const struct fmt_directory *d = entry(archive, path);
    struct image *im;
    if (!d || image_read(&im, archive_container(archive)->at + d->off, d->size, true, NULL)) return NULL;
    const uint8_t *p = im->export;
    *n = im->nexport;
    image_free(im);
    return p;
}
