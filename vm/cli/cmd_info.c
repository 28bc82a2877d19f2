/* vm/cli/cmd_info.c - virgo info: what a compiled file is, holds and is likely to need. */
#include <stdlib.h>
#include <string.h>

#include "vm/cli/cli.h"
#include "vm/cli/needs.h"
#include "vm/module/dis.h"

static const char *const section_names[SEC_COUNT] = {
#define ROW(NAME, SIZE) [SEC_##NAME] = #NAME,
    FMT_SECTIONS(ROW)
#undef ROW
};

struct info {
    uint64_t sections[SEC_COUNT];
    struct strmap own, imports;         /* paths; the bits of imports' values are what they are needed for */
    unsigned needs;
};

static void print_packages(const struct container *c)
{
    printf("packages      %u\n", c->npackages);
    for (uint32_t i = 0; i < c->npackages; i++) {
        const struct fmt_directory *d = &c->dir[i];
        const struct fmt_module *m = (const void *)(c->at + d->off);
        printf("  %-38s %9llu bytes%s%s\n", (const char *)c->at + d->path_off, (unsigned long long)d->size,
               !(c->flags & FMT_CONTAINER_ARCHIVE) && d->size >= sizeof *m && m->flags & FMT_MODULE_UNSAFE ? ", unsafe" : "",
               c->flags & FMT_CONTAINER_PROGRAM && i == c->main_pkg ? ", main" : "");
    }
}

static void add_module(struct info *f, struct image *im)
{
    const struct fmt_module *m = (const void *)im->base;
    const struct fmt_section *s = (const void *)(m + 1);
    for (uint32_t i = 0; i < m->nsections; i++)
        f->sections[s[i].kind] += s[i].size;
    for (uint32_t i = 0; i < im->nimports; i++) {
        uint32_t n;
        const char *path = image_str(im, im->imports[i].path, &n);
        if (!strmap_getn(&f->own, path, n) && !strmap_find(&f->imports, path, n))
            strmap_putn(&f->imports, path, n, NULL);
    }
    if (im->unsafe_mark)
        f->needs |= 1u << GRANT_UNSAFE;
    for (uint32_t i = 1; i < im->nfuncrefs; i++) {
        const struct fmt_symref *r = &im->funcrefs[i];
        if (r->import)
            f->needs |= needs_of(image_str(im, im->imports[r->import - 1].path, NULL), image_str(im, r->name, NULL));
    }
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct strmap_entry *)a)->key, ((const struct strmap_entry *)b)->key);
}

static void print_imports(struct info *f)
{
    if (f->imports.n)
        qsort(f->imports.entries, f->imports.n, sizeof *f->imports.entries, by_path);
    printf("imports       %zu of the library:", f->imports.n);
    for (size_t i = 0; i < f->imports.n; i++)
        printf(" %s", f->imports.entries[i].key);
    printf("\nneeds        ");
    for (int k = 0; k < GRANT_KINDS; k++)
        if (f->needs & 1u << k)
            printf(" --allow-%s", grant_names[k]);
    printf("%s\n", f->needs ? "" : " nothing but standard streams and arguments");
}

static void print_sections(const struct info *f)
{
    puts("sections");
    for (int k = 0; k < SEC_COUNT; k++)
        if (f->sections[k])
            printf("  %-10s %9llu bytes\n", section_names[k], (unsigned long long)f->sections[k]);
}

static int print_info(const char *name, const struct strbuf *bytes)
{
    struct container c, std;
    struct mod_fault fault = {0};
    struct info f = {0};
    const uint8_t *p = (const uint8_t *)bytes->at;
    if (container_read(&c, p, bytes->n, true, &fault)) {
        input_error("%s: %s", name, fault.what);
        return EXIT_USAGE;
    }
    bool archive = c.flags & FMT_CONTAINER_ARCHIVE;
    printf("file          %s, %zu bytes, checksum correct\n", name, bytes->n);
    printf("kind          %s\n", archive ? "standard library archive" : "program");
    printf("instructions  version %u\n", c.head->isa_version);
    if (archive) {
        printf("library       %016llx\n", (unsigned long long)c.digest);
    } else {
        void *a = archive_open(locate_archive(), &fault);
        if (a)
            std = *archive_container(a);
        printf("library       %016llx, %s\n", (unsigned long long)c.digest,
               !a ? "no archive here" : std.digest == c.digest ? "the one here" : "another build than the one here");
    }
    if (p != c.at) {
        size_t n = strcspn((const char *)p, "\n");
        while (n && p[n - 1] == ' ')
            n--;
        printf("first line    %.*s\n", (int)n, (const char *)p);
    }
    print_packages(&c);
    for (uint32_t i = 0; i < c.npackages; i++)
        strmap_put(&f.own, (const char *)c.at + c.dir[i].path_off, &f);
    struct image **images = calloc(c.npackages + 1, sizeof *images);    /* imports' names lie in them */
    int status = 0;
    for (uint32_t i = 0; images && i < c.npackages && status == 0; i++) {
        if (image_read(&images[i], c.at + c.dir[i].off, c.dir[i].size, false, &fault)) {
            input_error("%s: %s", name, fault.what);
            status = EXIT_USAGE;
            break;
        }
        add_module(&f, images[i]);
    }
    if (status == 0 && !archive)
        print_imports(&f);
    if (status == 0)
        print_sections(&f);
    for (uint32_t i = 0; images && i < c.npackages; i++)
        image_free(images[i]);
    free(images);
    strmap_free(&f.own);
    strmap_free(&f.imports);
    return status;
}

int cmd_info(const struct command *self, int argc, char **argv)
{
    struct cli_options o = {0};
    int used = options_read(&o, self->name, self->options, argc, argv);
    if (o.help) {
        help_on(self, stdout);
        return 0;
    }
    if (argc - used != 1)
        usage_error(self->name, argc == used ? "no file named" : "one file at a time");
    struct strbuf bytes = {0};
    int status = read_file(argv[used], &bytes) ? print_info(argv[used], &bytes) : EXIT_INPUT;
    strbuf_free(&bytes);
    return status;
}
