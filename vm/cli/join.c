/* vm/cli/join.c - see join.h.
 *
 * The payload is appended to the VM's ELF file and becomes a loadable segment of it.  Its program header takes the place
 * of one of the note headers, which nothing needs to run a static executable; so no byte of the VM moves. */
#include "vm/cli/join.h"

#include <elf.h>
#include <string.h>
#include <sys/utsname.h>

#include "vm/module/subset.h"

enum { SEGMENT_ALIGN = 65536 };         /* the largest page of any host */

/* -- Hosts --------------------------------------------------------------------------------------------------------- */
static const struct { const char *name; unsigned machine; } hosts[] = {
#define HOST_ROW(NAME, TRIPLE, DEBIAN, MACHINE) {#NAME, MACHINE},
#include "runtime/host/hosts.def"
#undef HOST_ROW
};

unsigned host_machine(const char *host)
{
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++)
        if (strcmp(hosts[i].name, host) == 0)
            return hosts[i].machine;
    return 0;
}

const char *host_names(void)
{
    return ""
#define HOST_ROW(NAME, TRIPLE, DEBIAN, MACHINE) #NAME " "
#include "runtime/host/hosts.def"
#undef HOST_ROW
        ;
}

const char *host_own(void)
{
    static struct utsname u;
    return uname(&u) ? "" : u.machine;
}

/* -- ELF ----------------------------------------------------------------------------------------------------------- */
static const Elf64_Phdr *headers(const struct strbuf *vm, unsigned *n)
{
    const Elf64_Ehdr *e = (const void *)vm->at;
    if (vm->n < sizeof *e || memcmp(e->e_ident, ELFMAG, SELFMAG) != 0 || e->e_ident[EI_CLASS] != ELFCLASS64 ||
        e->e_ident[EI_DATA] != ELFDATA2LSB || e->e_phentsize != sizeof(Elf64_Phdr) || e->e_phoff % 8 ||
        e->e_phoff > vm->n || (vm->n - e->e_phoff) / sizeof(Elf64_Phdr) < e->e_phnum)
        return NULL;
    *n = e->e_phnum;
    return (const void *)(vm->at + e->e_phoff);
}

/* File offset of the VM's own note, and its address; 0 if the file has none. */
static size_t find_note(const struct strbuf *vm, uint64_t *address)
{
    unsigned n;
    const Elf64_Phdr *h = headers(vm, &n);
    for (unsigned i = 0; h && i < n; i++) {
        if (h[i].p_type != PT_NOTE || h[i].p_offset > vm->n || vm->n - h[i].p_offset < h[i].p_filesz)
            continue;
        for (size_t at = 0; h[i].p_filesz - at >= sizeof(Elf64_Nhdr);) {
            const char *p = vm->at + h[i].p_offset + at;
            Elf64_Nhdr note;
            memcpy(&note, p, sizeof note);
            if (note.n_namesz > 4096 || note.n_descsz > 4096)
                break;
            size_t size = sizeof note + ((note.n_namesz + 3) & ~3u) + ((note.n_descsz + 3) & ~3u);
            if (size > h[i].p_filesz - at)
                break;
            if (size == sizeof(struct fmt_vmnote) && note.n_type == 1 && strcmp(p + sizeof note, "Virgo") == 0) {
                *address = h[i].p_vaddr + at;
                return h[i].p_offset + at;
            }
            at += h[i].p_align == 8 ? (size + 7) & ~(size_t)7 : size;
        }
    }
    return 0;
}

bool is_vm_file(const struct strbuf *vm, unsigned machine, const char **why)
{
    uint64_t address;
    const Elf64_Ehdr *e = (const void *)vm->at;
    size_t at = find_note(vm, &address);
    if (!at) {
        *why = "is not the VM that programs are joined to (virgo-run)";
        return false;
    }
    struct fmt_vmnote note;
    memcpy(&note, vm->at + at, sizeof note);
    if (machine && e->e_machine != machine)
        *why = "is the VM of another host";
    else if (note.isa_version != FMT_VERSION)
        *why = "is of another version than this virgo";
    else if (note.payload)
        *why = "holds a program already";
    else
        return true;
    return false;
}

/* Turns a note header into that of a segment of size bytes at file offset off, placed behind the last loadable one:
 * loaders want them in the order of addresses.  Returns the segment's address, 0 if there is no header to take. */
static uint64_t add_segment(struct strbuf *vm, size_t off, size_t size)
{
    unsigned n, last = 0, spare = 0;
    Elf64_Phdr *h = (Elf64_Phdr *)headers(vm, &n);
    uint64_t end = 0;
    for (unsigned i = 0; i < n; i++) {
        if (h[i].p_type == PT_LOAD) {
            last = i;
            if (h[i].p_vaddr + h[i].p_memsz > end)
                end = h[i].p_vaddr + h[i].p_memsz;
        } else if (h[i].p_type == PT_NOTE) {
            spare = i;
        }
    }
    if (spare <= last)
        return 0;
    memmove(h + last + 2, h + last + 1, (spare - last - 1) * sizeof *h);
    uint64_t at = ((end + SEGMENT_ALIGN - 1) & ~(uint64_t)(SEGMENT_ALIGN - 1)) + off % SEGMENT_ALIGN;
    h[last + 1] = (Elf64_Phdr){.p_type = PT_LOAD, .p_flags = PF_R, .p_offset = off, .p_vaddr = at, .p_paddr = at,
                               .p_filesz = size, .p_memsz = size, .p_align = SEGMENT_ALIGN};
    return at;
}

/* -- The payload --------------------------------------------------------------------------------------------------- */
static void put_grants(const struct grants *g, struct strbuf *out)
{
    if (g->all || !grants_any(g))       /* the user's own program, unless grants say what to trust it with */
        strbuf_add(out, "all", 4);
    for (int k = 0; k < GRANT_KINDS; k++) {
        if (g->kind[k].any)
            strbuf_add(out, grant_names[k], strlen(grant_names[k]) + 1);
        for (size_t i = 0; i < g->kind[k].allow.n; i++) {
            strbuf_printf(out, "%s=%s", grant_names[k], g->kind[k].allow.at[i]);
            strbuf_putc(out, 0);
        }
    }
}

static void align(struct strbuf *b) { while (b->n % 16) strbuf_putc(b, 0); }

static void put_part(struct strbuf *out, const void *p, size_t n, uint64_t *off, uint64_t *size)
{
    align(out);
    *off = out->n;
    *size = n;
    strbuf_add(out, p, n);
}

static int refused(const char *name, const char *why)
{
    input_error("%s: %s", name, why);
    return EXIT_USAGE;
}

static int build_payload(const char *name, const struct strbuf *program, const char *archive, const struct grants *g,
                         struct strbuf *out)
{
    struct mod_fault fault = {0};
    struct container c;
    struct strbuf subset = {0}, grants = {0};
    if (container_read(&c, (const uint8_t *)program->at, program->n, true, &fault))
        return refused(name, fault.what);
    if (!(c.flags & FMT_CONTAINER_PROGRAM))
        return refused(name, "not a program");
    void *a = archive_open(archive, &fault);
    if (!a)
        return refused(archive, fault.what);
    int status = 0;
    if (archive_subset(archive_container(a), &c, &subset, &fault)) {
        status = refused(name, fault.what);
    } else {
        struct fmt_payload p = {.magic = FMT_MAGIC, .version = FMT_VERSION};
        put_grants(g, &grants);
        strbuf_add(out, &p, sizeof p);
        put_part(out, subset.at, subset.n, &p.archive_off, &p.archive_size);
        put_part(out, c.at, c.size, &p.program_off, &p.program_size);
        put_part(out, grants.at, grants.n, &p.grants_off, &p.grants_size);
        align(out);
        strbuf_u64(out, (uint64_t)FMT_MAGIC << 32);     /* what is cut off is never zeros, as which it would be mapped */
        p.size = out->n;
        memcpy(out->at, &p, sizeof p);
        size_t head = offsetof(struct fmt_payload, archive_off);
        p.checksum = hash_bytes(out->at + head, out->n - head, 0);
        memcpy(out->at, &p, sizeof p);
    }
    strbuf_free(&subset);
    strbuf_free(&grants);
    return status;
}

int join(struct strbuf *vm, const char *name, const struct strbuf *program, const char *archive, const struct grants *g)
{
    struct strbuf payload = {0};
    int status = build_payload(name, program, archive, g, &payload);
    if (status == 0) {
        uint64_t address;
        size_t at = find_note(vm, &address);
        struct fmt_vmnote note;
        memcpy(&note, vm->at + at, sizeof note);
        align(vm);
        note.size = payload.n;
        note.payload = add_segment(vm, vm->n, payload.n);
        if (note.payload) {
            note.payload -= address;
            memcpy(vm->at + at, &note, sizeof note);
            strbuf_add(vm, payload.at, payload.n);
        } else {
            status = input_error("the VM file has no program header to spare");
        }
    }
    strbuf_free(&payload);
    return status;
}
