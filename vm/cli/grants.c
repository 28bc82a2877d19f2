/* vm/cli/grants.c - capability flags: reading them, and writing them into a module's first line. */
#include <string.h>

#include "runtime/base/fatal.h"
#include "vm/cli/cli.h"

const char *const grant_names[GRANT_KINDS] = {"read", "write", "net", "env", "run", "unsafe"};

static void add_list(struct grants *g, int kind, const char *list)
{
    char *copy = xstrdup(list);         /* lives as long as the process */
    for (char *save, *item = strtok_r(copy, ",", &save); item; item = strtok_r(NULL, ",", &save))
        vec_push(&g->kind[kind].allow, item);
}

bool grants_option(struct grants *g, const char *word)
{
    static const char prefix[] = "--allow-";
    if (strcmp(word, "-A") == 0 || strcmp(word, "--allow-all") == 0) {
        g->all = true;
        return true;
    }
    if (strncmp(word, prefix, sizeof prefix - 1) != 0)
        return false;
    word += sizeof prefix - 1;
    size_t len = strcspn(word, "=");
    for (int k = 0; k < GRANT_KINDS; k++) {
        if (strlen(grant_names[k]) != len || strncmp(word, grant_names[k], len) != 0)
            continue;
        if (word[len] && k == GRANT_UNSAFE)
            usage_error(NULL, "--allow-unsafe takes no list");
        if (word[len] == 0)
            g->kind[k].any = true;
        else if (word[len + 1] == 0)
            usage_error(NULL, "--allow-%s= names nothing", grant_names[k]);
        else
            add_list(g, k, word + len + 1);
        return true;
    }
    return false;
}

bool grants_any(const struct grants *g)
{
    for (int k = 0; k < GRANT_KINDS; k++)
        if (g->kind[k].any || g->kind[k].allow.n)
            return true;
    return g->all;
}

/* A word as env -S reads it: in double quotes when it holds anything special. */
static void put_word(struct strbuf *out, const char *flag, const char *value)
{
    strbuf_putc(out, ' ');
    bool quote = strpbrk(value, " \t\"'\\$#;&|<>*?()") != NULL;
    if (quote)
        strbuf_putc(out, '"');
    strbuf_puts(out, flag);
    for (const char *p = value; *p; p++) {
        if (strchr("\"\\$", *p))
            strbuf_putc(out, '\\');
        strbuf_putc(out, *p);
    }
    if (quote)
        strbuf_putc(out, '"');
}

void grants_first_line(const struct grants *g, struct strbuf *out)
{
    strbuf_puts(out, grants_any(g) ? "#!/usr/bin/env -S virgo" : "#!/usr/bin/env virgo");
    if (g->all)
        strbuf_puts(out, " -A");
    for (int k = 0; k < GRANT_KINDS; k++) {
        char flag[32];
        snprintf(flag, sizeof flag, "--allow-%s", grant_names[k]);
        if (g->kind[k].any)
            strbuf_printf(out, " %s", flag);
        strcat(flag, "=");
        for (size_t i = 0; i < g->kind[k].allow.n; i++) {
            if (strchr(g->kind[k].allow.at[i], '\n'))
                usage_error("build", "a grant in the first line cannot hold a newline");
            put_word(out, flag, g->kind[k].allow.at[i]);
        }
    }
    if (out->n > 250)           /* the kernel reads 255 bytes of it */
        usage_error("build", "too many grants for a file's first line");
}
