/* runtime/shim/capability.c - what a program is allowed: flags, matching, refusals. */
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "runtime/base/fatal.h"
#include "runtime/base/hashmap.h"
#include "runtime/shim/shim.h"

static const char *const cap_names[CAP_COUNT] = { "read", "write", "net", "env", "run", "ffi", "unsafe" };

/* An item of a path list as a canonical path; names that do not exist yet are made absolute. */
static char *canonical(const char *item)
{
    char buf[PATH_MAX], cwd[PATH_MAX];
    if (realpath(item, buf))
        return xstrdup(buf);
    if (item[0] == '/' || !getcwd(cwd, sizeof cwd))
        return xstrdup(item);
    size_t n = strlen(cwd) + strlen(item) + 2;
    char *s = xmalloc(n);
    snprintf(s, n, "%s/%s", cwd, item[0] == '.' && item[1] == '/' ? item + 2 : item);
    return s;
}

static void add_item(struct cap_list *l, enum cap kind, const char *item)
{
    l->at = xrealloc(l->at, sizeof *l->at * (l->n + 1));
    l->at[l->n++] = kind == CAP_READ || kind == CAP_WRITE ? canonical(item) : xstrdup(item);
}

static void add_items(struct cap_list *l, enum cap kind, const char *list)
{
    while (*list) {
        size_t n = strcspn(list, ",");
        char *item = xmalloc(n + 1);
        memcpy(item, list, n);
        item[n] = 0;
        if (n)
            add_item(l, kind, item);
        free(item);
        list += n + (list[n] == ',');
    }
}

void caps_grant(struct caps *c, enum cap kind, const char *item)
{
    if (item)
        add_item(&c->rule[kind].allow, kind, item);
    else
        c->rule[kind].allow_all = true;
}

int caps_flag(struct caps *c, const char *flag, const char **why)
{
    if (strcmp(flag, "-A") == 0 || strcmp(flag, "--allow-all") == 0) {
        c->everything = true;
        return 1;
    }
    if (strcmp(flag, "--sandbox") == 0) {
        c->everything = false;
        return 1;
    }
    bool allow = strncmp(flag, "--allow-", 8) == 0, deny = strncmp(flag, "--deny-", 7) == 0;
    if (!allow && !deny)
        return 0;
    const char *name = flag + (allow ? 8 : 7), *eq = strchr(name, '=');
    size_t n = eq ? (size_t)(eq - name) : strlen(name);
    for (int k = 0; k < CAP_COUNT; k++) {
        if (strlen(cap_names[k]) != n || memcmp(cap_names[k], name, n) != 0)
            continue;
        struct cap_rule *r = &c->rule[k];
        if (!eq && allow)
            r->allow_all = true;
        else if (!eq)
            r->deny_all = true;
        else
            add_items(allow ? &r->allow : &r->deny, (enum cap)k, eq + 1);
        return 1;
    }
    *why = "no such capability (there are: read, write, net, env, run, ffi, unsafe, all)";
    return -1;
}

static bool matches(enum cap kind, const char *item, const char *subject)
{
    size_t n = strlen(item);
    switch (kind) {
    case CAP_READ: case CAP_WRITE:
        while (n > 1 && item[n - 1] == '/')
            n--;
        return strncmp(item, subject, n) == 0 && (n == 1 || subject[n] == 0 || subject[n] == '/');
    case CAP_NET: {                     /* HOST, HOST:PORT, :PORT */
        const char *colon = strrchr(subject, ':');
        if (item[0] == ':')
            return colon && strcmp(item, colon) == 0;
        if (strcmp(item, subject) == 0)
            return true;
        return colon && (size_t)(colon - subject) == n && memcmp(item, subject, n) == 0;
    }
    case CAP_RUN: {
        const char *base = strrchr(subject, '/');
        return strcmp(item, subject) == 0 || (!strchr(item, '/') && base && strcmp(item, base + 1) == 0);
    }
    default:
        return strcmp(item, subject) == 0;
    }
}

static bool listed(enum cap kind, const struct cap_list *l, const char *subject)
{
    for (size_t i = 0; i < l->n; i++)
        if (matches(kind, l->at[i], subject))
            return true;
    return false;
}

/* Kernel interfaces that need a grant of their own, whatever else may be read. */
static bool is_special(const char *path)
{
    static const char *const plain[] = { "/dev/null", "/dev/zero", "/dev/urandom", "/dev/random", "/dev/tty" };
    static const char *const special[] = { "/proc", "/sys", "/dev" };
    for (unsigned i = 0; i < sizeof plain / sizeof *plain; i++)
        if (strcmp(path, plain[i]) == 0)
            return false;
    for (unsigned i = 0; i < sizeof special / sizeof *special; i++)
        if (matches(CAP_READ, special[i], path))
            return true;
    return false;
}

bool caps_unrestricted(const struct caps *c, enum cap kind)
{
    const struct cap_rule *r = &c->rule[kind];
    return c->everything && !r->deny_all && !r->deny.n;
}

bool caps_allow(const struct caps *c, enum cap kind, const char *subject)
{
    const struct cap_rule *r = &c->rule[kind];
    if (r->deny_all || (subject && listed(kind, &r->deny, subject)))
        return false;
    if (c->everything)
        return true;
    if (subject && listed(kind, &r->allow, subject))
        return true;
    if (!subject)
        return r->allow_all || r->allow.n > 0;
    return r->allow_all && !((kind == CAP_READ || kind == CAP_WRITE) && is_special(subject));
}

int64_t caps_refuse(enum cap kind, const char *what, const char *subject)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    static struct strmap said;
    char line[PATH_MAX + 200];
    const char *name = cap_names[kind];
    if (subject)
        snprintf(line, sizeof line, "virgo: %s %s refused: --allow-%s=%s is missing\n", what, subject, name, subject);
    else
        snprintf(line, sizeof line, "virgo: %s refused: --allow-%s is missing\n", what, name);
    pthread_mutex_lock(&lock);
    bool again = strmap_get(&said, line) != NULL;
    if (!again)
        strmap_put(&said, xstrdup(line), &said);
    pthread_mutex_unlock(&lock);
    if (!again && write(2, line, strlen(line)) < 0)
        return -EACCES;
    return -EACCES;
}
