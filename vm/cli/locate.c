/* vm/cli/locate.c - where the std archive, the overlay, the hosts' VM files and Go's sources are.
 *
 * They lie beside the executable or its folder (build folders) or in ../lib/virgo from it (installed), so that they are
 * found from any folder and through any link, and the command need not know where it will be installed. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vm/cli/cli.h"

#define PREFIX "/usr/local"             /* what is tried last, also where there is no /proc */

/* The first of places, relative to the executable's folder, that exists and is accepted; NULL if none. */
static const char *beside(const char *const *places, size_t n, char path[2 * PATH_MAX],
                          bool (*accepts)(const char *, const char *), const char *host)
{
    char exe[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", exe, sizeof exe - 1);
    if (len <= 0)
        return NULL;
    exe[len] = 0;
    *strrchr(exe, '/') = 0;
    for (size_t i = 0; i < n; i++) {
        snprintf(path, 2 * PATH_MAX, "%s%s", exe, places[i]);
        if (access(path, F_OK) == 0 && (!accepts || accepts(path, host)))
            return path;
    }
    return NULL;
}

const char *locate_archive(void)
{
    static const char *const places[] = {"/std.vga", "/../lib/virgo/std.vga"};
    static char path[2 * PATH_MAX];
    const char *found = getenv("VIRGOARCHIVE");
    if (found && found[0])
        return found;
    found = beside(places, sizeof places / sizeof *places, path, NULL, NULL);
    return found ? found : PREFIX "/lib/virgo/std.vga";
}

const char *locate_goroot(void)
{
    const char *root = getenv("GOROOT");
    return root && root[0] ? root : "/usr/share/go-1.19";
}

/* Beside the sources (build folders), or installed with the archive. */
const char *locate_overlay(void)
{
    static const char *const places[] = {"/../stdlib/overlay", "/../../stdlib/overlay", "/../lib/virgo/overlay"};
    static char path[2 * PATH_MAX];
    const char *found = getenv("VIRGOOVERLAY");
    if (found && found[0])
        return found;
    found = beside(places, sizeof places / sizeof *places, path, NULL, NULL);
    if (found)
        return found;
    return access("stdlib/overlay", F_OK) == 0 ? "stdlib/overlay" : PREFIX "/lib/virgo/overlay";
}

const char *locate_licences(void)
{
    static const char *const places[] = {"/licences.txt", "/../lib/virgo/licences.txt"};
    static char path[2 * PATH_MAX];
    const char *found = beside(places, sizeof places / sizeof *places, path, NULL, NULL);
    return found ? found : PREFIX "/lib/virgo/licences.txt";
}

const char *locate_vm(const char *host, bool (*accepts)(const char *path, const char *host))
{
    static char path[2 * PATH_MAX];
    char in_build[64], in_sibling[64], installed[64];
    snprintf(in_build, sizeof in_build, "/%s/virgo-run", host);
    snprintf(in_sibling, sizeof in_sibling, "/../%s/virgo-run", host);
    snprintf(installed, sizeof installed, "/../lib/virgo/%s/virgo-run", host);
    const char *const places[] = {"/virgo-run", in_build, in_sibling, "/../virgo-run", installed};
    const char *found = beside(places, sizeof places / sizeof *places, path, accepts, host);
    if (found)
        return found;
    snprintf(path, sizeof path, PREFIX "/lib/virgo/%s/virgo-run", host);
    return access(path, F_OK) == 0 && accepts(path, host) ? path : NULL;
}
