/* vm/cli/cmd_build.c - virgo build: source to a .vgo file; virgo build-std: the library to its archive. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/compiler.h"
#include "vm/cli/cli.h"

/* NAME.vgo in the current folder: NAME is the first file's, or the folder's. */
static void default_output(const char *input, struct strbuf *out)
{
    char real[PATH_MAX];
    const char *p = realpath(input, real) ? real : input;
    const char *slash = strrchr(p, '/');
    const char *base = slash && slash[1] ? slash + 1 : p;
    size_t n = strlen(base);
    if (n > 3 && strcmp(base + n - 3, ".go") == 0)
        n -= 3;
    strbuf_add(out, base, n);
    strbuf_puts(out, ".vgo");
}

int cmd_build(const struct command *self, int argc, char **argv)
{
    struct cli_options o = {0};
    int used = options_read(&o, self->name, self->options, argc, argv);
    if (o.help) {
        help_on(self, stdout);
        return 0;
    }
    argc -= used, argv += used;
    if (argc == 0 && !o.testdir)
        usage_error(self->name, "no program named");
    if (count_inputs(argc, argv) < argc)
        usage_error(self->name, "%s: files of one program, or one folder", argv[count_inputs(argc, argv)]);
    struct strbuf image = {0}, first_line = {0}, name = {0};
    grants_first_line(&o.grants, &first_line);
    int status = compile_inputs(&o, argc, argv, first_line.at, &image);
    if (status == 0) {
        if (!o.output)
            default_output(o.testdir ? o.testdir : argv[0], &name);
        status = write_file(o.output ? o.output : name.at, &image, true);
    }
    strbuf_free(&image);
    strbuf_free(&first_line);
    strbuf_free(&name);
    return status;
}

int cmd_build_std(const struct command *self, int argc, char **argv)
{
    struct cli_options o = {.overlay = "stdlib/overlay", .list = "stdlib/packages.list"};
    int used = options_read(&o, self->name, self->options, argc, argv);
    if (o.help) {
        help_on(self, stdout);
        return 0;
    }
    if (used < argc)
        usage_error(self->name, "unexpected %s", argv[used]);
    if (!o.output)
        usage_error(self->name, "no -o FILE");
    struct std_options s = {
        .goroot = o.goroot ? o.goroot : locate_goroot(), .overlay = o.overlay, .list = o.list,
        .verbose = o.verbose, .debug = o.debug, .messages = stderr,
    };
    struct strbuf archive = {0};
    int status = compile_std(&s, &archive);
    if (status == 0)
        status = write_file(o.output, &archive, false);
    strbuf_free(&archive);
    return status;
}
