/* vm/cli/main.c - finds the verb and runs it. */
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vm/cli/cli.h"

const struct command *command_find(const char *name)
{
    for (const struct command *c = commands; c->name; c++)
        if (strcmp(c->name, name) == 0)
            return c;
    return NULL;
}

void usage_error(const char *verb, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    fputs("virgo", stderr);
    if (verb)
        fprintf(stderr, " %s", verb);
    fputs(": ", stderr);
    vfprintf(stderr, fmt, ap);
    va_end(ap);
    fprintf(stderr, "\nTry: virgo help%s%s\n", verb ? " " : "", verb ? verb : "");
    exit(EXIT_USAGE);
}

int input_error(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    fputs("virgo: ", stderr);
    vfprintf(stderr, fmt, ap);
    fputc('\n', stderr);
    va_end(ap);
    return EXIT_INPUT;
}

/* A word that names a program rather than a verb. */
static bool is_program(const char *word)
{
    size_t n = strlen(word);
    return strchr(word, '/') || (n > 4 && strcmp(word + n - 4, ".vgo") == 0)
        || (n > 3 && strcmp(word + n - 3, ".go") == 0);
}

static int dispatch(int argc, char **argv)
{
    if (argc < 2 && isatty(0) && isatty(1))
        return cmd_repl(command_find("repl"), 0, NULL);
    if (argc < 2) {
        help_on(NULL, stderr);
        return EXIT_USAGE;
    }
    const char *word = argv[1];
    if (strcmp(word, "-h") == 0 || strcmp(word, "-help") == 0 || strcmp(word, "--help") == 0)
        word = "help";
    if (strcmp(word, "--version") == 0)
        word = "version";
    const struct command *c = command_find(word);
    if (c)
        return c->run(c, argc - 2, argv + 2);
    if (word[0] == '-' || is_program(word))
        return cmd_module(argc - 1, argv + 1);
    usage_error(NULL, "unknown command %s", word);
}

/* A standard stream that is closed stays unusable (EBADF) instead of becoming a file the VM opens. */
static void reserve_standard_streams(void)
{
    for (int fd = 0; fd < 3; fd++)
        if (fcntl(fd, F_GETFD) < 0)
            (void)!open("/", O_PATH | O_CLOEXEC);
}

int main(int argc, char **argv)
{
    mallopt(M_TOP_PAD, 256 << 10);
    mallopt(M_MMAP_THRESHOLD, 1 << 20);
    mallopt(M_ARENA_MAX, 1);    /* guest objects do not come from malloc: threads need no arenas of their own */
    reserve_standard_streams();
    int status = dispatch(argc, argv);
    if (fflush(stdout) || ferror(stdout)) {
        fprintf(stderr, "virgo: cannot write to standard output: %s\n", strerror(errno));
        return status ? status : EXIT_INPUT;
    }
    return status;
}
