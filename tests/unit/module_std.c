/* tests/unit/module_std.c - the whole std archive passes the verifier: a test of the compiler's output and of the rules.
 * The archive is the one beside the command under test. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "runtime/base/fatal.h"
#include "vm/module/image.h"

int main(int argc, char **argv)
{
    const char *virgo = getenv("VIRGO");
    char path[4096];
    struct mod_fault fault = { .what = "" };
    struct strmap by_path = {0};
    int failures = 0;
    const char *slash = virgo ? strrchr(virgo, '/') : NULL;
    snprintf(path, sizeof path, "%.*s/std.vga", slash ? (int)(slash - virgo) : 5, slash ? virgo : "build");
    void *archive = archive_open(argc > 1 ? argv[1] : path, &fault);
    if (!archive) { printf("%s\n", fault.what); return 1; }
    const struct container *c = archive_container(archive);
    struct image **im = xcalloc(c->npackages + 1, sizeof *im);
    for (uint32_t i = 0; i < c->npackages; i++) {
        const char *name = (const char *)c->at + c->dir[i].path_off;
        if (image_read(&im[i], c->at + c->dir[i].off, c->dir[i].size, false, &fault)) {
            printf("%s: %s\n", name, fault.what);
            return 1;
        }
        im[i]->unsafe_mark = true;          /* as archive_package() grants it */
        strmap_put(&by_path, im[i]->path, im[i]);
    }
    for (uint32_t i = 0; i < c->npackages; i++) {
        for (uint32_t k = 0; k < im[i]->nimports; k++) {
            const char *want = image_str(im[i], im[i]->imports[k].path, NULL);
            im[i]->import_images[k] = strmap_get(&by_path, want);
            if (!im[i]->import_images[k]) printf("%s: import %s is not in the archive\n", im[i]->path, want), failures++;
        }
    }
    uint32_t good = 0;
    for (uint32_t i = 0; i < c->npackages; i++)
        if (image_verify(im[i], &fault)) printf("%s: %s %zu: %s\n", im[i]->path, fault.section, fault.offset, fault.what), failures++;
        else good++;
    printf("%u of %u packages\n", good, c->npackages);
    return failures ? 1 : 0;
}
