/* vm/module/pc_table.c - from guest pcs to functions and lines.
 *
 * A process-wide sorted table of code ranges, one per image: guest pcs are plain addresses, and tracebacks, profiles
 * and signal handlers know nothing else.  Readers take no lock: a new table replaces the old one, which is kept. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include "runtime/base/fatal.h"
#include "vm/module/image.h"

struct range { const uint32_t *from, *to; struct image *im; };
struct table { size_t n; struct range at[]; };

static struct { pthread_mutex_t lock; struct table *now; } ranges = { .lock = PTHREAD_MUTEX_INITIALIZER };

static int by_address(const void *x, const void *y)
{
    const struct range *a = x, *b = y;
    return a->from < b->from ? -1 : a->from > b->from;
}

static void replace(struct image *add, struct image *drop)
{
    pthread_mutex_lock(&ranges.lock);
    struct table *old = ranges.now, *t = xmalloc(sizeof *t + sizeof t->at[0] * ((old ? old->n : 0) + 1));
    t->n = 0;
    for (size_t i = 0; old && i < old->n; i++)
        if (old->at[i].im != drop && !(add && old->at[i].from == add->code)) t->at[t->n++] = old->at[i];
    if (add && add->ncode) t->at[t->n++] = (struct range){ add->code, add->code + add->ncode, add };
    qsort(t->at, t->n, sizeof t->at[0], by_address);
    __atomic_store_n(&ranges.now, t, __ATOMIC_RELEASE);
    pthread_mutex_unlock(&ranges.lock);
}
void link_register_image(struct image *im) { replace(im, NULL); }
void link_unregister_image(struct image *im) { replace(NULL, im); }

struct fn *pc_function(const uint32_t *pc)
{
    struct table *t = __atomic_load_n(&ranges.now, __ATOMIC_ACQUIRE);
    size_t lo = 0, hi = t ? t->n : 0;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (t->at[mid].to <= pc) lo = mid + 1;
        else hi = mid;
    }
    if (!t || lo == t->n || pc < t->at[lo].from) return NULL;
    struct image *im = t->at[lo].im;
    uint32_t word = (uint32_t)(pc - im->code), a = 0, b = im->nfuncs;
    while (a < b) {                     /* code ranges ascend with the function index */
        uint32_t mid = (a + b) / 2;
        if (im->funcs[mid].code + im->funcs[mid].ncode <= word) a = mid + 1;
        else b = mid;
    }
    return a < im->nfuncs ? __atomic_load_n(&im->fn_by_def[a], __ATOMIC_ACQUIRE) : NULL;
}

static uint64_t uleb(const uint8_t **p, const uint8_t *end)
{
    uint64_t v = 0;
    for (unsigned shift = 0; *p < end && shift < 64; shift += 7) {
        uint8_t c = *(*p)++;
        v |= (uint64_t)(c & 0x7f) << shift;
        if (!(c & 0x80)) break;
    }
    return v;
}
static int64_t sleb(const uint8_t **p, const uint8_t *end)
{
    uint64_t v = 0;
    for (unsigned shift = 0; *p < end && shift < 64;) {
        uint8_t c = *(*p)++;
        v |= (uint64_t)(c & 0x7f) << shift;
        shift += 7;
        if (c & 0x80) continue;
        if (c & 0x40 && shift < 64) v |= ~0ull << shift;
        break;
    }
    return (int64_t)v;
}

bool image_line(const struct image *im, uint32_t def, uint32_t word, const char **file, uint32_t *line)
{
    const struct fmt_func *d = &im->funcs[def];
    const uint8_t *p = im->lines + d->line, *end = p + d->nline;
    uint64_t pc = 0, l = d->start_line, fi = d->file;
    while (p < end) {
        uint64_t adv = uleb(&p, end), nf = fi;
        if (adv & 1) nf = uleb(&p, end);
        int64_t dl = sleb(&p, end);
        pc += adv >> 1;
        if (pc > word) break;
        l += (uint64_t)dl, fi = nf;
    }
    *line = (uint32_t)l;
    *file = fi < im->nfiles ? image_str(im, im->files[fi], NULL) : "?";
    return fi < im->nfiles;
}

bool pc_line(const struct fn *f, const uint32_t *pc, const char **file, uint32_t *line)
{
    *file = "?", *line = 0;
    if (!f || !f->image) return false;
    const uint32_t *code = f->image->code + f->image->funcs[f->index].code;
    return image_line(f->image, f->index, (uint32_t)(pc - code), file, line);
}
