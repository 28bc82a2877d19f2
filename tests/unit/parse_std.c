/* tests/unit/parse_std.c - parses every .go file under the given folders and files.
 *
 *   parse_std [-q] [-p] PATH...     -q: only the summary   -p: print the trees
 *   parse_std                       the distro's std packages, which must parse
 *
 * Prints the messages of each file and, last, the number of files, lines, and
 * files with errors, and the time.  Exit status 1 if a file had errors. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "compiler/syntax/ast_print.h"
#include "compiler/syntax/parse.h"
#include "runtime/base/fatal.h"

static struct { int files, bad; long lines, bytes; double seconds; bool quiet, print, std; } tally;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void parse_one(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return;
    struct stat st;
    fstat(fileno(f), &st);
    char *src = xmalloc((unsigned long)st.st_size + 1);
    size_t n = fread(src, 1, (size_t)st.st_size, f);
    fclose(f);
    for (size_t i = 0; i < n; i++)
        tally.lines += src[i] == '\n';

    struct arena a = {0};
    struct diag d;
    diag_init(&d);
    d.limit = -1;
    double t0 = now();
    struct file *file = parse_file(&a, &d, path, src, n, 0);
    tally.seconds += now() - t0;
    tally.files++;
    tally.bytes += (long)n;
    if (diag_count(&d) > 0) {
        tally.bad++;
        if (!tally.quiet)
            diag_print(&d, stdout);
    }
    if (tally.print)
        ast_print(stdout, file);
    diag_done(&d);
    arena_done(&a);
    free(src);
}

static void walk(const char *path)
{
    struct stat st;
    if (stat(path, &st) != 0)
        return;
    size_t n = strlen(path);
    if (!S_ISDIR(st.st_mode)) {
        parse_one(path);
        return;
    }
    struct dirent **list;
    int count = scandir(path, &list, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        const char *name = list[i]->d_name;
        size_t len = strlen(name);
        char sub[4096];
        snprintf(sub, sizeof sub, "%.*s/%s", (int)n, path, name);
        if (name[0] != '.' && stat(sub, &st) == 0 &&
            (S_ISDIR(st.st_mode) ? strcmp(name, "testdata") != 0 && !(tally.std && strcmp(name, "cmd") == 0) : len > 3 && strcmp(name + len - 3, ".go") == 0))
            walk(sub);
        free(list[i]);
    }
    if (count >= 0)
        free(list);
}

int main(int argc, char **argv)
{
    int paths = 0;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "-q") == 0)
            tally.quiet = true;
        else if (strcmp(argv[i], "-p") == 0)
            tally.print = true;
        else
            walk(argv[i]), paths++;
    }
    tally.std = paths == 0;
    if (tally.std)
        walk("/usr/share/go-1.19/src");
    printf("%d files, %ld lines, %d with errors, %.2f s, %.2f M lines/s\n", tally.files, tally.lines, tally.bad,
           tally.seconds, tally.seconds > 0 ? (double)tally.lines / tally.seconds / 1e6 : 0.0);
    return tally.bad > 0;
}
