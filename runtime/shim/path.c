/* runtime/shim/path.c - names of files: copied, resolved, then checked.
 *
 * With unrestricted access a name goes to the host as it is.  Otherwise it is resolved to its canonical form, which is
 * what the capability must cover, and its directory is opened by that form refusing symbolic links (openat2), so that
 * nothing can be swapped between check and use.  On kernels without openat2 the canonical name itself is used. */
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "runtime/shim/call.h"

int64_t path_copy(char out[PATH_MAX], uint64_t path)
{
    if (path < 4096)
        return -EFAULT;
    size_t n = strnlen((const char *)path, PATH_MAX);
    if (n == PATH_MAX)
        return -ENAMETOOLONG;
    memcpy(out, (const char *)path, n + 1);
    return 0;
}

/* Absolute form of path relative to dirfd, not resolved. */
static int64_t absolute(char out[PATH_MAX], int dirfd, const char *path)
{
    char dir[PATH_MAX] = "";
    if (path[0] != '/') {
        if (dirfd == AT_FDCWD) {
            if (!getcwd(dir, sizeof dir))
                return -errno;
        } else {
            char link[64];
            snprintf(link, sizeof link, "/proc/self/fd/%d", dirfd);
            ssize_t n = readlink(link, dir, sizeof dir - 1);
            if (n < 0)
                return -errno;
            dir[n] = 0;
        }
    }
    int n = snprintf(out, PATH_MAX, "%s%s%s", dir, path[0] == '/' ? "" : "/", path);
    return n >= PATH_MAX ? -ENAMETOOLONG : 0;
}

/* Splits a canonicalised path into its resolved directory and its last part. */
static int64_t resolve(const char *full, bool follow, char dir[PATH_MAX], char last[PATH_MAX])
{
    char copy[PATH_MAX], *whole;
    snprintf(copy, sizeof copy, "%s", full);
    size_t n = strlen(copy);
    while (n > 1 && copy[n - 1] == '/') {
        copy[--n] = 0;
        follow = true;
    }
    char *slash = strrchr(copy, '/');
    const char *name = slash + 1;
    struct stat st;
    bool dots = strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || *name == 0;
    if (dots || (follow && lstat(copy, &st) == 0 && S_ISLNK(st.st_mode))) {
        char real[PATH_MAX];
        whole = realpath(copy, real);
        if (!whole)
            return errno == ENOENT ? -EACCES : -errno;  /* never create through a dangling link */
        slash = strrchr(real, '/');
        snprintf(last, PATH_MAX, "%s", slash[1] ? slash + 1 : ".");
        *(slash == real ? slash + 1 : slash) = 0;
        snprintf(dir, PATH_MAX, "%s", real);
        return 0;
    }
    snprintf(last, PATH_MAX, "%s", name);
    *(slash == copy ? slash + 1 : slash) = 0;
    return realpath(copy, dir) ? 0 : -errno;
}

int64_t path_get(struct path_ref *p, uint64_t dirfd, uint64_t path, bool read, bool write, bool follow)
{
    const struct caps *caps = shim_caps();
    p->dirfd = (int)dirfd;
    p->opened = p->resolved = false;
    int64_t e = path_copy(p->name, path);
    if (e)
        return e;
    if ((!read || caps_unrestricted(caps, CAP_READ)) && (!write || caps_unrestricted(caps, CAP_WRITE)))
        return 0;
    char full[PATH_MAX], dir[PATH_MAX], last[PATH_MAX], subject[PATH_MAX];
    if (!p->name[0])
        return -ENOENT;
    if ((e = absolute(full, p->dirfd, p->name)))
        return e;
    int64_t found = resolve(full, follow, dir, last);
    if (found)                          /* what cannot be resolved is judged by its name */
        snprintf(subject, sizeof subject, "%s", full);
    else if (strcmp(last, ".") == 0)
        snprintf(subject, sizeof subject, "%s", dir);
    else if (snprintf(subject, sizeof subject, "%s%s%s", dir, dir[1] ? "/" : "", last) >= PATH_MAX)
        return -ENAMETOOLONG;
    if (read && !caps_allow(caps, CAP_READ, subject))
        return caps_refuse(CAP_READ, "reading", subject);
    if (write && !caps_allow(caps, CAP_WRITE, subject))
        return caps_refuse(CAP_WRITE, "writing", subject);
    if (found)
        return found;
    struct open_how how = { .flags = O_PATH | O_DIRECTORY | O_CLOEXEC, .resolve = RESOLVE_NO_SYMLINKS };
    int64_t fd = host_call(SYS_openat2, (uint64_t)AT_FDCWD, (uint64_t)dir, (uint64_t)&how, sizeof how, 0, 0);
    p->resolved = true;
    if (fd == -ENOSYS) {
        p->dirfd = AT_FDCWD;
        memcpy(p->name, subject, sizeof p->name);
        return 0;
    }
    if (fd < 0)
        return fd;
    p->dirfd = (int)fd;
    p->opened = true;
    memcpy(p->name, last, sizeof p->name);
    return 0;
}

void path_put(struct path_ref *p)
{
    if (p->opened)
        close(p->dirfd);
}
