/* vm/cli/cmd_env.c - virgo env and virgo version. */
#include <string.h>

#include "vm/cli/cli.h"

#define VIRGO_VERSION "0.1"
#define LIBRARY_VERSION "go1.19.8"

static const char *constant(const char *value) { return value; }
static const char *archive(const char *value) { return locate_archive(); }
static const char *goroot(const char *value) { return locate_goroot(); }

static const struct { const char *name; const char *(*get)(const char *); const char *value; } table[] = {
    {"GOARCH", constant, "virgo"},
    {"GOOS", constant, "linux"},
    {"GOROOT", goroot, NULL},
    {"GOVERSION", constant, LIBRARY_VERSION},
    {"CGO_ENABLED", constant, "0"},
    {"VIRGOARCHIVE", archive, NULL},
    {"VIRGOVERSION", constant, VIRGO_VERSION},
};
enum { NTABLE = sizeof table / sizeof table[0] };

int cmd_env(const struct command *self, int argc, char **argv)
{
    struct cli_options o = {0};
    int used = options_read(&o, self->name, self->options, argc, argv);
    if (o.help) {
        help_on(self, stdout);
        return 0;
    }
    if (used == argc)
        for (int i = 0; i < NTABLE; i++)
            printf("%s='%s'\n", table[i].name, table[i].get(table[i].value));
    for (int a = used; a < argc; a++) {     /* an unknown name has an empty value, as with `go env` */
        const char *value = "";
        for (int i = 0; i < NTABLE; i++)
            if (strcmp(table[i].name, argv[a]) == 0)
                value = table[i].get(table[i].value);
        printf("%s\n", value);
    }
    return 0;
}

int cmd_version(const struct command *self, int argc, char **argv)
{
    struct cli_options o = {0};
    options_read(&o, self->name, self->options, argc, argv);
    if (o.help)
        help_on(self, stdout);
    else
        printf("virgo version %s (library %s) linux/virgo\n", VIRGO_VERSION, LIBRARY_VERSION);
    return 0;
}
