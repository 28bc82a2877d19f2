/* vm/run/main.c - the VM of `virgo build --exe`: runs the program that was joined to this executable.
 *
 * The payload (isa-spec/module.fmt) is a segment of the executable, so the kernel maps it and no file is opened: the
 * program runs where there is no /proc and no other file at all.  It is checked whole before any of it is used. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "module_fmt.h"
#include "runtime/base/fatal.h"
#include "runtime/base/hashmap.h"
#include "vm/virgo.h"

enum { EXIT_REFUSED = 2 };

/* Found by its name and filled in when a program is joined. */
__attribute__((section(".note.virgo"), used, aligned(8)))
static const struct fmt_vmnote blank_note = {
    .namesz = 6, .descsz = sizeof(struct fmt_vmnote) - offsetof(struct fmt_vmnote, isa_version), .type = 1,
    .name_lo = 'V' | 'i' << 8 | 'r' << 16 | (uint32_t)'g' << 24, .name_hi = 'o', .isa_version = FMT_VERSION,
};

_Noreturn static void refuse(const char *why)
{
    fprintf(stderr, "virgo: %s\n", why);
    exit(EXIT_REFUSED);
}

/* Pages behind the end of a truncated file cannot be read. */
static void on_sigbus(int sig)
{
    static const char text[] = "virgo: this executable is truncated\n";
    (void)!write(2, text, sizeof text - 1);
    _exit(EXIT_REFUSED);
}

static bool within(const struct fmt_payload *p, uint64_t off, uint64_t n)
{
    return off % 8 == 0 && off >= sizeof *p && off <= p->size && n <= p->size - off;
}

static const struct fmt_payload *payload(void)
{
    const struct fmt_vmnote *note = &blank_note;
    __asm__("" : "+r"(note));           /* its value is not known when this is compiled */
    if (!note->payload)
        refuse("this is the VM that `virgo build --exe` joins programs to; it holds no program");
    const struct fmt_payload *p = (const void *)((const char *)note + note->payload);
    struct sigaction bus = {.sa_handler = on_sigbus}, old;
    size_t head = offsetof(struct fmt_payload, archive_off);
    sigaction(SIGBUS, &bus, &old);
    bool sound = p->magic == FMT_MAGIC && p->size == note->size && p->size >= sizeof *p &&
                 hash_bytes((const char *)p + head, p->size - head, 0) == p->checksum;
    sigaction(SIGBUS, &old, NULL);
    if (!sound || !within(p, p->archive_off, p->archive_size) || !within(p, p->program_off, p->program_size) ||
        !within(p, p->grants_off, p->grants_size))
        refuse("this executable is damaged: its checksum does not match");
    if (p->version != FMT_VERSION)
        refuse("this executable was joined by another version of virgo");
    return p;
}

/* Words as "all", "read", "read=/data"; the lists live as long as the process. */
static void read_grants(const char *word, const char *end, struct virgo_grants *g)
{
    static const char *items[VIRGO_GRANT_KINDS][256];
    for (; word < end; word += strlen(word) + 1) {
        if (strcmp(word, "all") == 0)
            g->all = true;
        for (int k = 0; k < VIRGO_GRANT_KINDS; k++) {
            size_t n = strlen(virgo_grant_names[k]);
            if (strncmp(word, virgo_grant_names[k], n) != 0)
                continue;
            if (word[n] == 0)
                g->kind[k].any = true;
            else if (word[n] == '=' && g->kind[k].n < 256)
                items[k][g->kind[k].n++] = word + n + 1;
            g->kind[k].items = items[k];
        }
    }
}

int main(int argc, char **argv)
{
    for (int fd = 0; fd < 3; fd++)      /* a closed standard stream stays unusable */
        if (fcntl(fd, F_GETFD) < 0)
            (void)!open("/", O_PATH | O_CLOEXEC);
    const struct fmt_payload *p = payload();
    const uint8_t *at = (const uint8_t *)p;
    struct virgo_grants grants = {0};
    read_grants((const char *)at + p->grants_off, (const char *)at + p->grants_off + p->grants_size, &grants);
    struct virgo_options o = {
        .archive_at = at + p->archive_off, .archive_size = p->archive_size, .grants = &grants,
        .name = argc ? argv[0] : "", .argc = argc ? argc - 1 : 0, .argv = argv + 1,
    };
    char message[512];
    int status = virgo_run(&o, at + p->program_off, p->program_size, message, sizeof message);
    if (status < 0)
        refuse(message);
    return status;
}
