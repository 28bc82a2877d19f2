/* vm/cli/locate.c - where the std archive and Go's sources are.
 *
 * The archive lies beside the executable (in the build folder), or in
 * ../lib/virgo from it (installed), so that it is found from any folder and
 * through any link. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vm/cli/cli.h"

const char *locate_archive(void)
{
    static const char *const places[] = {"/std.vga", "/../lib/virgo/std.vga"};
    static char path[PATH_MAX + 32];
    const char *named = getenv("VIRGOARCHIVE");
    if (named && named[0])
        return named;
    char exe[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);
    if (n > 0) {
        exe[n] = 0;
        *strrchr(exe, '/') = 0;
        for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
            snprintf(path, sizeof path, "%s%s", exe, places[i]);
            if (access(path, F_OK) == 0)
                return path;
        }
    }
    return VIRGO_PREFIX "/lib/virgo/std.vga";
}

const char *locate_goroot(void)
{
    const char *root = getenv("GOROOT");
    return root && root[0] ? root : "/usr/share/go-1.19";
}

/* Beside the sources (build folders), or installed with the archive. */
const char *locate_overlay(void)
{
    static const char *const places[] = {"/../stdlib/overlay", "/../lib/virgo/overlay"};
    static char path[PATH_MAX + 32];
    const char *named = getenv("VIRGOOVERLAY");
    if (named && named[0])
        return named;
    char exe[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);
    if (n > 0) {
        exe[n] = 0;
        *strrchr(exe, '/') = 0;
        for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
            snprintf(path, sizeof path, "%s%s", exe, places[i]);
            if (access(path, F_OK) == 0)
                return path;
        }
    }
    if (access("stdlib/overlay", F_OK) == 0)
        return "stdlib/overlay";
    return VIRGO_PREFIX "/lib/virgo/overlay";
}
