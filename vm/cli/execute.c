/* vm/cli/execute.c - hands a module image, its grants and its arguments to the VM. */
#include "vm/cli/cli.h"
#include "vm/virgo.h"

_Static_assert((int)GRANT_KINDS == (int)VIRGO_GRANT_KINDS, "cli.h and virgo.h list the same grants");

static int run(const char *name, const uint8_t *image, size_t n, const struct grants *g, int argc, char **argv,
               bool library_tests)
{
    struct virgo_grants grants = {.all = g->all};
    for (int k = 0; k < GRANT_KINDS; k++) {
        grants.kind[k].any = g->kind[k].any;
        grants.kind[k].items = g->kind[k].allow.at;
        grants.kind[k].n = g->kind[k].allow.n;
    }
    struct virgo_options o = {
        .archive = locate_archive(), .grants = &grants, .name = name, .argc = argc, .argv = argv,
        .library_tests = library_tests,
    };
    char message[512];
    int status = virgo_run(&o, image, n, message, sizeof message);
    if (status < 0) {
        input_error("%s: %s", name, message);
        return EXIT_USAGE;
    }
    return status;
}

int execute(const char *name, const uint8_t *image, size_t n, const struct grants *g, int argc, char **argv)
{
    return run(name, image, n, g, argc, argv, false);
}

int execute_test(const char *name, const uint8_t *image, size_t n, const struct grants *g, int argc, char **argv)
{
    return run(name, image, n, g, argc, argv, true);
}
