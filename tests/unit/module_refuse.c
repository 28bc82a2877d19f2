/* tests/unit/module_refuse.c - what the loader must refuse: the forgeries of tests/verify/forged.txt, the module cut
 * off at every byte, bits flipped everywhere, and containers with false headers.  None may crash it; each refusal has
 * a message. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "runtime/base/fatal.h"
#include "runtime/base/vec.h"
#include "vm/module/dis.h"
#include "vm/module/write.h"

static int failures;

static char *slurp(const char *path, size_t *n)
{
    FILE *f = fopen(path, "r");
    if (!f) { fprintf(stderr, "cannot read %s\n", path); exit(1); }
    struct strbuf b = {0};
    char chunk[4096];
    size_t k;
    while ((k = fread(chunk, 1, sizeof chunk, f)) > 0) strbuf_add(&b, chunk, k);
    fclose(f);
    *n = b.n;
    return b.at;
}

/* Assembles, reads and verifies; 0, or -1 with the message in *fault. */
static int load_text(const char *text, size_t n, struct mod_fault *fault)
{
    struct strbuf bytes = {0};
    struct image *im = NULL;
    int r = asm_parse(&bytes, text, n, fault) || image_read(&im, (const uint8_t *)bytes.at, bytes.n, false, fault) || image_verify(im, fault) ? -1 : 0;
    image_free(im);
    strbuf_free(&bytes);
    return r;
}

static char *block(char **p)            /* lines up to the next one that begins with "= ", "- ", "+ " or "? " at column 0 */
{
    char *start = *p, *q = start;
    for (;;) {
        char *nl = strchr(q, '\n');
        if (!nl) { *p = q + strlen(q); return start; }
        if ((nl[1] == '=' && nl[2] == '=') || ((nl[1] == '-' || nl[1] == '+' || nl[1] == '?') && nl[2] == ' ') || !nl[1]) {
            *nl = 0;
            *p = nl + 1;
            return start;
        }
        q = nl + 1;
    }
}

static int forged(const char *base)
{
    size_t n;
    char *p = slurp("tests/verify/forged.txt", &n), *s = strstr(p, "\n== ");
    int count = 0;
    for (s = s ? s + 1 : NULL; s && !strncmp(s, "== ", 3);) {
        s += 3;
        char *name = block(&s), *old = (s += 2, block(&s)), *new = (s += 2, block(&s)), *want = (s += 2, block(&s));
        const char *at = strstr(base, old);
        struct strbuf text = {0};
        struct mod_fault fault = { .what = "" };
        if (!at) { printf("%s: the text to replace is not in base.vs\n", name); failures++; continue; }
        strbuf_add(&text, base, (size_t)(at - base));
        strbuf_puts(&text, new);
        strbuf_puts(&text, at + strlen(old));
        int r = load_text(text.at, text.n, &fault);
        if (!r) printf("%s: accepted\n", name), failures++;
        else if (!fault.what[0] || !strstr(fault.what, want)) printf("%s: wrong message: %s\n", name, fault.what), failures++;
        strbuf_free(&text);
        count++;
    }
    return count;
}

/* Reads and verifies a copy of exactly n bytes, so that sanitizers see every access behind its end. */
static int load_bytes(const void *p, size_t n)
{
    struct mod_fault fault = { .what = "" };
    struct image *im = NULL;
    uint8_t *copy = xmalloc(n + 1);
    memcpy(copy, p, n);
    int r = image_read(&im, copy, n, false, &fault) || image_verify(im, &fault) ? -1 : 0;
    if (!r) {
        struct strbuf text = {0};
        dis_module(&text, im, NULL);    /* what is accepted can be listed */
        strbuf_free(&text);
    } else if (!fault.what[0]) printf("refused without a message\n"), failures++;
    image_free(im);
    free(copy);
    return r;
}

static void damaged(const struct strbuf *m)
{
    for (size_t n = 0; n < m->n; n++)
        if (!load_bytes(m->at, n) && n + 16 < m->n) printf("truncated to %zu of %zu bytes: accepted\n", n, m->n), failures++;
    char *p = xmalloc(m->n);
    memcpy(p, m->at, m->n);
    for (size_t i = 0; i < m->n * 8; i++) {
        p[i / 8] ^= (char)(1 << (i % 8));
        load_bytes(p, m->n);
        p[i / 8] ^= (char)(1 << (i % 8));
    }
    uint64_t seed = 1;
    for (int i = 0; i < 20000; i++) {   /* several words at once */
        memcpy(p, m->at, m->n);
        for (int k = 0; k < 3; k++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            uint32_t w = (seed >> 60) < 8 ? (uint32_t)(seed >> 33) & 31 : (uint32_t)(seed >> 20);
            memcpy(p + (seed >> 33) % (m->n / 4) * 4, &w, 4);
        }
        load_bytes(p, m->n);
    }
    free(p);
}

static void refuse_container(const struct strbuf *c, const char *what)
{
    struct mod_fault fault = { .what = "" };
    struct container out;
    if (!container_read(&out, (const uint8_t *)c->at, c->n, true, &fault)) printf("container with %s: accepted\n", what), failures++;
    else if (!fault.what[0]) printf("container with %s: no message\n", what), failures++;
}

static void containers(const struct strbuf *m)
{
    struct mw_unit unit = { "main", m->at, m->n };
    struct strbuf c = {0};
    mw_container(&c, "#!/usr/bin/env virgo", FMT_CONTAINER_PROGRAM, &unit, 1, 0, 0);
    struct container out;
    struct mod_fault fault = { .what = "" };
    if (container_read(&out, (const uint8_t *)c.at, c.n, true, &fault)) printf("good container: %s\n", fault.what), failures++;
    struct strbuf cut = {0};
    strbuf_add(&cut, c.at, c.n);
    for (size_t n = 0; n < c.n; n += n < 200 ? 1 : 61) { cut.n = n; refuse_container(&cut, "a cut end"); }
    cut.n = c.n;
    size_t head = (size_t)((const char *)out.at - c.at);
    for (size_t i = head; i < head + sizeof(struct fmt_container) + 40; i++) {  /* damaged header, directory, data */
        if (i - head >= 8 && i - head < 12) continue;   /* flags have no wrong values here */
        if (i - head >= offsetof(struct fmt_container, std_hash_lo) && i - head < offsetof(struct fmt_container, main_pkg)) continue;
        cut.at[i] ^= 0x55;
        refuse_container(&cut, "a damaged byte");
        cut.at[i] ^= 0x55;
    }
    strbuf_free(&c), strbuf_free(&cut);
}

int main(void)
{
    size_t n;
    char *base = slurp("tests/verify/base.vs", &n);
    struct mod_fault fault = { .what = "" };
    struct strbuf bytes = {0}, text = {0}, again = {0};
    struct image *im = NULL;
    if (asm_parse(&bytes, base, n, &fault) || image_read(&im, (const uint8_t *)bytes.at, bytes.n, false, &fault) || image_verify(im, &fault)) {
        printf("base.vs: %s\n", fault.what);
        return 1;
    }
    dis_module(&text, im, NULL);        /* listing and assembler are inverses */
    struct strbuf bytes2 = {0};
    struct image *im2 = NULL;
    if (asm_parse(&bytes2, text.at, text.n, &fault) || image_read(&im2, (const uint8_t *)bytes2.at, bytes2.n, false, &fault))
        printf("listing of base.vs: %s\n", fault.what), failures++;
    else {
        dis_module(&again, im2, NULL);
        if (strcmp(text.at, again.at)) printf("listing of base.vs changes when it is assembled and listed again\n"), failures++;
    }
    int count = forged(base);
    damaged(&bytes);
    containers(&bytes);
    printf("%d forgeries\n", count);
    if (count < 60) failures++;
    return failures ? 1 : 0;
}
