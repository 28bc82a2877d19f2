/* compiler/package/module.c - see module.h; the go.mod subset a compiler needs (https://go.dev/ref/mod). */
#include "compiler/package/module.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_MINOR = 19 };        /* newest language level compiled */

static bool exists(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0;
}

static const char *absolute(struct arena *a, const char *dir)
{
    char *r = realpath(dir, NULL);
    const char *s = arena_strdup(a, r ? r : dir);
    free(r);
    return s;
}

static char *word(char **p)
{
    while (**p == ' ' || **p == '\t')
        ++*p;
    char *s = *p;
    if (*s == '"' || *s == '`') {
        char *e = strchr(s + 1, *s);
        if (e) {
            *e = 0;
            *p = e + 1;
            return s + 1;
        }
    }
    while (**p && **p != ' ' && **p != '\t' && **p != '\r')
        ++*p;
    if (**p)
        *(*p)++ = 0;
    return *s ? s : NULL;
}

static bool go_line(struct module *m, struct arena *a, const char *file, int line, const char *v, char **why)
{
    char *end;
    long major = v ? strtol(v, &end, 10) : -1;
    long minor = v && *end == '.' ? strtol(end + 1, &end, 10) : -1;
    if (major != 1 || minor < 0) {
        *why = arena_printf(a, "%s:%d: invalid go version '%s': must match format 1.23\n", file, line, v ? v : "");
        return false;
    }
    if (minor > MAX_MINOR) {
        *why = arena_printf(a, "virgo: %s:%d: module requires Go 1.%ld; this compiler implements Go 1.%d\n", file, line,
                            minor, MAX_MINOR);
        return false;
    }
    m->lang = arena_printf(a, "go1.%ld", minor);
    return true;
}

static bool directive(struct module *m, struct arena *a, const char *file, int line, const char *verb, char *rest,
                      char **why)
{
    if (strcmp(verb, "module") == 0) {
        m->path = word(&rest);
        return true;
    }
    if (strcmp(verb, "go") == 0)
        return go_line(m, a, file, line, word(&rest), why);
    if (strcmp(verb, "replace") == 0) {
        const char *from = word(&rest), *w;
        while ((w = word(&rest)) && strcmp(w, "=>") != 0)
            ;
        const char *to = word(&rest);
        if (from && to && (to[0] == '.' || to[0] == '/')) {
            struct module_replace r = {from, to[0] == '/' ? to : arena_printf(a, "%s/%s", m->dir, to)};
            vec_push(&m->replace, r);
        }
        return true;
    }
    if (strcmp(verb, "require") == 0 || strcmp(verb, "exclude") == 0 || strcmp(verb, "retract") == 0 ||
        strcmp(verb, "toolchain") == 0)
        return true;
    *why = arena_printf(a, "%s:%d: unknown directive: %s\n", file, line, verb);
    return false;
}

static bool read_mod(struct module *m, struct arena *a, const char *file, char **why)
{
    size_t n;
    char *text = source_read(a, file, &n);
    if (!text) {
        *why = arena_printf(a, "virgo: %s: %s\n", file, strerror(errno));
        return false;
    }
    const char *block = NULL;
    int line = 0;
    for (char *l = text; l; ) {
        char *next = strchr(l, '\n');
        if (next)
            *next++ = 0;
        line++;
        char *comment = strstr(l, "//");
        if (comment && (comment == l || comment[-1] == ' ' || comment[-1] == '\t'))
            *comment = 0;
        char *p = l, *w;
        if (block) {
            char *start = p;
            while (*start == ' ' || *start == '\t' || *start == '\r')
                start++;
            if (*start == ')')
                block = NULL;
            else if (*start && !directive(m, a, file, line, block, start, why))
                return false;
        } else if ((w = word(&p))) {
            while (*p == ' ' || *p == '\t')
                p++;
            if (*p == '(')
                block = w;
            else if (!directive(m, a, file, line, w, p, why))
                return false;
        }
        l = next;
    }
    if (!m->path) {
        *why = arena_printf(a, "virgo: %s: no module declaration\n", file);
        return false;
    }
    return true;
}

bool module_find(struct module *m, struct arena *a, const char *dir, char **why)
{
    *m = (struct module){0};
    const char *mode = getenv("GO111MODULE");
    if (mode && strcmp(mode, "off") == 0)
        return true;
    char *d = arena_strdup(a, absolute(a, dir));
    for (;;) {
        char *file = arena_printf(a, "%s/go.mod", strcmp(d, "/") == 0 ? "" : d);
        if (exists(file)) {
            m->dir = arena_strdup(a, d);
            char cwd[4096];
            size_t k = strlen(d);
            m->shown = m->dir;
            if (getcwd(cwd, sizeof cwd) && strcmp(cwd, d) == 0)
                m->shown = ".";
            else if (strncmp(cwd, d, k) != 0 && strncmp(d, cwd, strlen(cwd)) == 0 && d[strlen(cwd)] == '/')
                m->shown = arena_printf(a, ".%s", d + strlen(cwd));
            m->lang = "go1.16";
            m->vendor = exists(arena_printf(a, "%s/vendor", d));
            return read_mod(m, a, file, why);
        }
        char *slash = strrchr(d, '/');
        if (!slash || strcmp(d, "/") == 0)
            return true;
        slash[slash == d] = 0;
    }
}

/* dir/rest-of-path if path is prefix or below it. */
static const char *below(struct arena *a, const char *path, const char *prefix, const char *dir)
{
    size_t n = strlen(prefix);
    if (strncmp(path, prefix, n) != 0 || (path[n] && path[n] != '/'))
        return NULL;
    return arena_printf(a, "%s%s", dir, path + n);
}

/* path without its major version element: outside modules, a/v2/b may stand in the folder a/b. */
static const char *without_version(struct arena *a, const char *path)
{
    for (const char *p = strstr(path, "/v"); p; p = strstr(p + 1, "/v")) {
        size_t n = strspn(p + 2, "0123456789");
        if (n && (p[2 + n] == '/' || p[2 + n] == 0))
            return arena_printf(a, "%.*s%s", (int)(p - path), path, p + 2 + n);
    }
    return path;
}

bool module_resolve(const struct module *m, struct arena *a, const char *path, const char **dir, const char **shown,
                    char **why)
{
    const char *d;
    if (m->vendor && exists(d = arena_printf(a, "%s/vendor/%s", m->dir, path))) {
        *dir = d;
        *shown = arena_printf(a, "%s/vendor/%s", m->shown, path);
        return true;
    }
    /* of the modules that may hold it, the one with the longest path that does */
    size_t best = 0;
    if (m->path && (d = below(a, path, m->path, m->dir)) && exists(d)) {
        *dir = d;
        *shown = below(a, path, m->path, m->shown);
        best = strlen(m->path);
    }
    for (size_t i = 0; i < m->replace.n; i++) {
        size_t n = strlen(m->replace.at[i].path);
        if (n > best && (d = below(a, path, m->replace.at[i].path, m->replace.at[i].dir)) && exists(d)) {
            *dir = *shown = d;
            best = n;
        }
    }
    if (best)
        return true;
    const char *gopath = getenv("GOPATH");
    char *list = arena_printf(a, "%s:/usr/share/gocode", gopath ? gopath : "");    /* and the distribution's packages */
    const char *plain = without_version(a, path);
    for (char *save = NULL, *g = strtok_r(list, ":", &save); g; g = strtok_r(NULL, ":", &save))
        if (exists(d = arena_printf(a, "%s/src/%s", g, path)) || exists(d = arena_printf(a, "%s/src/%s", g, plain))) {
            *dir = *shown = d;
            return true;
        }
    const char *dot = strchr(path, '.'), *slash = strchr(path, '/');
    if (dot && (!slash || dot < slash))
        *why = m->path ? arena_printf(a, "no required module provides package %s; to add it:\n\tgo get %s", path, path)
                       : arena_printf(a, "no required module provides package %s: go.mod file not found in current "
                                         "directory or any parent directory; see 'go help modules'", path);
    else if (m->path && below(a, path, m->path, ""))
        *why = arena_printf(a, "package %s is not in this module (%s)", path, m->dir);
    else
        *why = arena_printf(a, "package %s is not in GOROOT (/usr/share/go-1.19/src/%s)", path, path);
    return false;
}

const char *module_path_of(const struct module *m, struct arena *a, const char *dir)
{
    const char *abs = absolute(a, dir);
    size_t n = m->dir ? strlen(m->dir) : 0;
    if (!m->path || strncmp(abs, m->dir, n) != 0 || (abs[n] && abs[n] != '/'))
        return "command-line-arguments";
    return arena_printf(a, "%s%s", m->path, abs + n);
}

bool import_allowed(const char *importer, const char *path)
{
    /* parent of the last "internal" element */
    const char *at = NULL;
    for (const char *p = path; (p = strstr(p, "internal")); p += 8)
        if ((p == path || p[-1] == '/') && (p[8] == 0 || p[8] == '/'))
            at = p;
    if (!at)
        return true;
    size_t n = at == path ? 0 : (size_t)(at - path) - 1;
    const char *dot = memchr(path, '.', n), *slash = memchr(path, '/', n);
    bool user = dot && (!slash || dot < slash);
    if (!n || (!user && strncmp(importer, path, n) != 0))
        return false;
    return strncmp(importer, path, n) == 0 && (importer[n] == 0 || importer[n] == '/');
}
