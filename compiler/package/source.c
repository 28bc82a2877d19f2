/* compiler/package/source.c - files and directories as the loader reads them. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "compiler/package/internal.h"
#include "runtime/base/strbuf.h"

char *source_read(struct arena *a, const char *path, size_t *n)
{
    int fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return NULL;
    struct strbuf b = {0};
    char buf[65536];
    ssize_t r;
    struct stat st;
    if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
        errno = EISDIR;
        r = -1;
    } else {
        while ((r = read(fd, buf, sizeof buf)) > 0 || (r < 0 && errno == EINTR))
            if (r > 0)
                strbuf_add(&b, buf, (size_t)r);
    }
    int err = errno;
    if (fd != STDIN_FILENO)
        close(fd);
    char *out = r < 0 ? NULL : arena_strndup(a, b.at ? b.at : "", b.n);
    *n = b.n;
    strbuf_free(&b);
    errno = err;
    return out;
}

static int by_name(const void *x, const void *y) { return strcmp(*(const char *const *)x, *(const char *const *)y); }

bool source_list(struct arena *a, const char *dir, const char *suffix, str_list *out)
{
    DIR *d = opendir(dir);
    if (!d)
        return false;
    size_t k = strlen(suffix);
    for (struct dirent *e; (e = readdir(d));) {
        size_t n = strlen(e->d_name);
        if (n > k && strcmp(e->d_name + n - k, suffix) == 0 && e->d_name[0] != '.' && e->d_name[0] != '_')
            vec_push(out, arena_strdup(a, e->d_name));
    }
    closedir(d);
    if (out->n)
        qsort(out->at, out->n, sizeof *out->at, by_name);
    return true;
}

const char *source_token_end(const char *p, const char *end)
{
    if (end - p >= 2 && p[0] == '/' && p[1] == '/') {
        const char *e = memchr(p, '\n', (size_t)(end - p));
        return e ? e : end;
    }
    if (end - p >= 2 && p[0] == '/' && p[1] == '*') {
        const char *e = memmem(p + 2, (size_t)(end - p - 2), "*/", 2);
        return e ? e + 2 : end;
    }
    if (*p != '"' && *p != '\'' && *p != '`')
        return p + 1;
    char quote = *p++;
    while (p < end && *p != quote)
        p += *p == '\\' && quote != '`' && end - p > 1 ? 2 : 1;
    return p < end ? p + 1 : end;
}
