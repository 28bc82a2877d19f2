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

struct archive { struct container c; };

static const char *path_of(const struct container *c, uint32_t i) { return (const char *)c->at + c->dir[i].path_off; }

static void index_paths(struct container *c)
{
    for (c->npath = 16; c->npath < 2 * c->npackages; c->npath *= 2) {}
    c->by_path = xcalloc(c->npath, sizeof *c->by_path);
    for (uint32_t i = 0; i < c->npackages; i++) {
        uint64_t h = hash_bytes(path_of(c, i), c->dir[i].path_len, 0);
        while (c->by_path[h & (c->npath - 1)]) h++;
        c->by_path[h & (c->npath - 1)] = (uint16_t)(i + 1);
    }
}

int64_t container_find(const struct container *c, const char *path)
{
    if (!c || !c->npath) return -1;
    for (uint64_t h = hash_bytes(path, strlen(path), 0);; h++) {
        uint16_t i = c->by_path[h & (c->npath - 1)];
        if (!i) return -1;
        if (strcmp(path_of(c, i - 1u), path) == 0) return i - 1;
    }
}

void *archive_at(const uint8_t *at, size_t size, struct mod_fault *fault)
{
    struct archive *a = xcalloc(1, sizeof *a);
    const char *bad = NULL;
    if (container_read(&a->c, at, size, false, fault)) { free(a); return NULL; }
    if (!(a->c.flags & FMT_CONTAINER_ARCHIVE)) bad = "not a std archive";
    else if (a->c.npackages >= UINT16_MAX) bad = "too many packages";
    if (bad) { mod_fail(fault, 0, "archive", "%s", bad); free(a); return NULL; }
    index_paths(&a->c);
    return a;
}

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
    void *a = archive_at(map, (size_t)st.st_size, fault);
    if (!a) munmap(map, (size_t)st.st_size);
    return a;
}

const struct container *archive_container(void *archive) { return archive ? &((struct archive *)archive)->c : NULL; }

/* Directory entry of a package, NULL if the archive has none. */
static const struct fmt_directory *entry(void *archive, const char *path)
{
    const struct container *c = archive_container(archive);
    int64_t i = container_find(c, path);
    return i < 0 ? NULL : &c->dir[i];
}

struct image *archive_package(void *archive, struct program *prog, const char *path)
{
    const struct fmt_directory *d = entry(archive, path);
    struct image *im;
    struct mod_fault fault;
    if (!d) return NULL;
    if (image_read_into(&im, archive_container(archive)->at + d->off, d->size, true, &prog->side, &fault))
        fatal("std archive, package %s: %s", path, fault.what);
    im->prog = prog;
    im->unsafe_mark = true;
    return im;
}
