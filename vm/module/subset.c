/* vm/module/subset.c - see subset.h.  Modules are copied as they are but for their last section, the export data. */
#include "vm/module/subset.h"
#include <stdlib.h>
#include <string.h>
#include "runtime/base/fatal.h"
#include "runtime/base/vec.h"
#include "vm/module/write.h"

struct subset {
    const struct container *archive;
    struct strmap by_path;              /* directory index + 1 */
    bool *wanted;
    vec(uint32_t) todo;
    struct mod_fault *fault;
};

static int want(struct subset *s, const char *from, const char *path)
{
    uintptr_t i = (uintptr_t)strmap_get(&s->by_path, path);
    if (!i) return mod_fail(s->fault, 0, "IMPORT", "%s imports package %s, which is not in the standard library archive", from, path);
    if (!s->wanted[i - 1]) {
        s->wanted[i - 1] = true;
        vec_push(&s->todo, (uint32_t)i - 1);
    }
    return 0;
}

/* What the module imports, but for the paths in own. */
static int want_imports(struct subset *s, const uint8_t *module, size_t n, bool trusted, const struct strmap *own)
{
    struct image *im;
    if (image_read(&im, module, n, trusted, s->fault)) return -1;
    int bad = 0;
    for (uint32_t i = 0; i < im->nimports && !bad; i++) {
        const char *path = image_str(im, im->imports[i].path, NULL);
        if (!own || !strmap_get(own, path)) bad = want(s, im->path, path);
    }
    image_free(im);
    return bad;
}

/* A copy of the module without its export data; malloc-ed. */
static struct mw_unit strip(const char *path, const uint8_t *module, size_t n)
{
    uint8_t *copy = xmalloc(n);
    memcpy(copy, module, n);
    struct fmt_module *m = (void *)copy;
    struct fmt_section *last = (struct fmt_section *)(m + 1) + m->nsections - 1;
    if (last->kind == SEC_EXPORT) {
        n = last->off;
        memset(last, 0, sizeof *last);
        m->nsections--;
    }
    return (struct mw_unit){ path, copy, n };
}

int archive_subset(const struct container *archive, const struct container *program, struct strbuf *out,
                   struct mod_fault *fault)
{
    struct subset s = { .archive = archive, .fault = fault, .wanted = xcalloc(archive->npackages + 1, sizeof *s.wanted) };
    struct strmap own = {0};
    for (uint32_t i = 0; i < archive->npackages; i++)
        strmap_putn(&s.by_path, (const char *)archive->at + archive->dir[i].path_off, archive->dir[i].path_len, (void *)(uintptr_t)(i + 1));
    for (uint32_t i = 0; i < program->npackages; i++)
        strmap_putn(&own, (const char *)program->at + program->dir[i].path_off, program->dir[i].path_len, &own);
    int bad = want(&s, "the VM", "runtime");
    for (uint32_t i = 0; i < program->npackages && !bad; i++)
        bad = want_imports(&s, program->at + program->dir[i].off, program->dir[i].size, false, &own);
    for (size_t i = 0; i < s.todo.n && !bad; i++) {
        const struct fmt_directory *d = &archive->dir[s.todo.at[i]];
        bad = want_imports(&s, archive->at + d->off, d->size, true, NULL);
    }
    if (!bad) {
        vec(struct mw_unit) units = {0};
        for (uint32_t i = 0; i < archive->npackages; i++) {
            const struct fmt_directory *d = &archive->dir[i];
            if (s.wanted[i]) vec_push(&units, strip((const char *)archive->at + d->path_off, archive->at + d->off, d->size));
        }
        mw_container(out, NULL, FMT_CONTAINER_ARCHIVE, units.at, units.n, 0, 0);
        for (size_t i = 0; i < units.n; i++) free((void *)units.at[i].at);
        vec_free(&units);
    }
    strmap_free(&s.by_path), strmap_free(&own), vec_free(&s.todo), free(s.wanted);
    return bad;
}
