/* compiler/package/assembly.c - assembly files of a package.
 *
 * Virgo has no assembler.  A package with assembly may declare functions without a body; those whose assembly, for
 * whatever architecture, is only a jump to a function of another package are bound to that one, as //go:linkname would.
 * Any other ends the program with a message when it is called. */
#include <ctype.h>
#include <string.h>
#include "compiler/package/internal.h"

static const char *blanks(const char *s)
{
    while (*s == ' ' || *s == '\t' || *s == '\r')
        s++;
    return s;
}

/* Symbol of "package·name(SB)" at s, its middle dots and division slashes as Go writes them; NULL if it is none. */
static char *symbol(struct arena *a, const char *s)
{
    struct strbuf b = {0};
    for (; *s && *s != '(' && *s != '<' && !isspace((unsigned char)*s); s++) {
        if (strncmp(s, "\xc2\xb7", 2) == 0)             /* U+00B7 */
            strbuf_putc(&b, '.'), s++;
        else if (strncmp(s, "\xe2\x88\x95", 3) == 0)    /* U+2215 */
            strbuf_putc(&b, '/'), s += 2;
        else
            strbuf_putc(&b, *s);
    }
    char *name = *s == '(' && b.n ? arena_strndup(a, b.at, b.n) : NULL;
    strbuf_free(&b);
    return name;
}

/* Notes the functions of one file that jump to another package: name -> symbol. */
static void read_jumps(struct arena *a, const char *text, struct strmap *jumps)
{
    const char *name = NULL;
    for (const char *s = text; s; s = strchr(s, '\n')) {
        s = blanks(*s == '\n' ? s + 1 : s);
        if (*s == '\n' || strncmp(s, "//", 2) == 0 || strncmp(s, "NO_LOCAL_POINTERS", 17) == 0)
            continue;
        if (strncmp(s, "TEXT", 4) == 0) {
            const char *sym = symbol(a, blanks(s + 4));
            name = sym && sym[0] == '.' ? sym + 1 : NULL;
            continue;
        }
        size_t n = strcspn(s, " \t\r\n");
        bool jump = (n == 3 && strncmp(s, "JMP", 3) == 0) || (n == 1 && *s == 'B') || (n == 2 && strncmp(s, "BR", 2) == 0);
        const char *to = name && jump ? symbol(a, blanks(s + n)) : NULL;
        if (to && to[0] != '.' && strchr(to, '.') && !strmap_get(jumps, name))
            strmap_put(jumps, name, (void *)to);
        name = NULL;
    }
}

static void add_linkname(struct arena *a, struct file *f, struct pos pos, const char *name, const char *to)
{
    struct pragma *p = arena_array(a, struct pragma, f->npragmas + 1);
    if (f->npragmas)
        memcpy(p, f->pragmas, sizeof *p * (size_t)f->npragmas);
    p[f->npragmas++] = (struct pragma){ PRAGMA_JUMP, pos, "", name, to };
    f->pragmas = p;
}

void load_assembly(struct loader *x, struct source_package *p)
{
    struct arena *a = &x->l->arena;
    str_list names = {0};
    struct strmap jumps = {0};
    source_list(a, p->dir, ".s", &names);
    for (size_t i = 0; i < names.n; i++) {
        size_t n;
        const char *text = source_read(a, arena_printf(a, "%s/%s", p->dir, names.at[i]), &n);
        if (text)
            read_jumps(a, text, &jumps);
    }
    p->has_assembly = names.n > 0;
    for (int i = 0; i < p->nfiles && jumps.n; i++)
        for (int k = 0; k < p->files[i]->ndecls; k++) {
            struct decl *d = p->files[i]->decls[k];
            const char *name = d->kind == DECL_FUNC && !d->func.func->body && !d->func.recv ? d->func.name : NULL;
            const char *to = name ? strmap_get(&jumps, name) : NULL;
            if (to)
                add_linkname(a, p->files[i], d->pos, name, to);
        }
    strmap_free(&jumps);
    vec_free(&names);
}
