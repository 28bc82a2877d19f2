/* vm/cli/test_cover.c - see test_cover.h; the counters are the compiler's (compiler/package/cover.c), percentages and
 * profiles of single runs the test program's own. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "runtime/base/fatal.h"
#include "vm/cli/cli.h"
#include "vm/cli/test_cover.h"

void cover_flag(struct cover_flags *c, const char *name, bool on, const char *value)
{
    c->on = true;
    if (strcmp(name, "cover") == 0) {
        c->on = on;
    } else if (strcmp(name, "covermode") == 0) {
        if (strcmp(value, "set") != 0 && strcmp(value, "count") != 0 && strcmp(value, "atomic") != 0)
            usage_error("test", "invalid value \"%s\" for flag -covermode: valid modes are \"set\", \"count\", or \"atomic\"",
                        value);
        c->mode = value;
    } else if (strcmp(name, "coverprofile") == 0) {
        c->profile = value;
    } else {
        char *copy = xstrdup(value);    /* lives as long as the process */
        for (char *save, *p = strtok_r(copy, ",", &save); p; p = strtok_r(NULL, ",", &save)) {
            vec_push(&c->patterns, p);
            strbuf_puts(&c->where, c->where.n ? ", " : " in ");
            strbuf_puts(&c->where, p);
        }
    }
}

bool cover_prepare(struct cover_flags *c, const struct test_options *o, const struct test_list *tests)
{
    c->spec = (struct test_cover){.mode = c->mode ? c->mode : "set", .where = c->where.n ? c->where.at : ""};
    if (!c->patterns.n)
        return true;
    if (cover_packages(o, tests, c->patterns.at, (int)c->patterns.n, &c->packages) != 0)
        return false;
    const char **paths = xcalloc((size_t)c->packages.n + 1, sizeof *paths);
    for (int i = 0; i < c->packages.n; i++)
        paths[i] = c->packages.at[i].path;
    c->spec.paths = paths;
    c->spec.npaths = c->packages.n;
    return true;
}

bool cover_open(struct cover_flags *c, const char *dir)
{
    struct strbuf name = {0};
    if (c->profile[0] != '/')
        strbuf_printf(&name, "%s/", dir);
    strbuf_puts(&name, c->profile);
    c->merged = fopen(name.at, "we");
    if (c->merged)
        fprintf(c->merged, "mode: %s\n", c->spec.mode);
    else
        input_error("open %s: %s", name.at, strerror(errno));
    strbuf_free(&name);
    return c->merged != NULL;
}

void cover_merge(struct cover_flags *c, const char *part)
{
    struct strbuf text = {0}, head = {0};
    if (access(part, F_OK) != 0)
        return;                         /* the tests failed, or ended early */
    strbuf_printf(&head, "mode: %s\n", c->spec.mode);
    if (read_file(part, &text) && text.n) {
        if (text.n >= head.n && memcmp(text.at, head.at, head.n) == 0)
            fwrite(text.at + head.n, 1, text.n - head.n, c->merged);
        else
            puts("error: test wrote malformed coverage profile.");
    }
    unlink(part);
    strbuf_free(&text);
    strbuf_free(&head);
}

void cover_percentage(const struct cover_flags *c, const struct strbuf *output, struct strbuf *out)
{
    static const char mark[] = "coverage: ";
    const char *p = c->on && output->n ? memmem(output->at, output->n, mark, sizeof mark - 1) : NULL;
    const char *end = p ? memchr(p, '\n', (size_t)(output->at + output->n - p)) : NULL;
    if (end)
        strbuf_printf(out, "\t%.*s", (int)(end - p), p);
}
