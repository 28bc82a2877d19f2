/* vm/cli/cmd_build.c - virgo build: source to a .vgo file or an executable; virgo build-std: the library to its archive. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "compiler/compiler.h"
#include "vm/cli/cli.h"
#include "vm/cli/join.h"

/* NAME.vgo in the current folder, or NAME for an executable: NAME is the first file's, or the folder's. */
static void default_output(const char *input, bool exe, struct strbuf *out)
{
    char real[PATH_MAX];
    const char *p = realpath(input, real) ? real : input;
    const char *slash = strrchr(p, '/');
    const char *base = slash && slash[1] ? slash + 1 : p;
    size_t n = strlen(base);
    if (n > 3 && strcmp(base + n - 3, ".go") == 0)
        n -= 3;
    else if (has_suffix(base, ".vgo"))
        n -= 4;
    strbuf_add(out, base, n);
    if (!exe)
        strbuf_puts(out, ".vgo");
}

static bool accepts(const char *path, const char *host)
{
    struct strbuf vm = {0};
    const char *why;
    bool ok = access(path, R_OK) == 0 && read_file(path, &vm) && is_vm_file(&vm, host_machine(host), &why);
    strbuf_free(&vm);
    return ok;
}

/* The VM file the options ask for; 0, or a status after a message. */
static int read_vm(const struct cli_options *o, struct strbuf *vm)
{
    const char *why, *host = o->host ? o->host : o->vm ? NULL : host_own();
    unsigned machine = host ? host_machine(host) : 0;
    if (host && !machine)
        usage_error("build", "unknown host %s; there are: %s", host, host_names());
    const char *path = o->vm ? o->vm : locate_vm(host, accepts);
    if (!path)
        return input_error("no VM file for %s here: build one with make HOST=%s, or name one with --vm=FILE", host, host);
    if (!read_file(path, vm))
        return EXIT_INPUT;
    if (!is_vm_file(vm, machine, &why))
        return input_error("%s %s", path, why);
    return 0;
}

static int build_module(const struct cli_options *o, int n, char **inputs, struct strbuf *image)
{
    struct strbuf first_line = {0};
    if (!o->exe)
        grants_first_line(&o->grants, &first_line);
    int status = compile_portable(o, n, inputs, first_line.at, image);
    strbuf_free(&first_line);
    return status;
}

static int build(const struct cli_options *o, int n, char **inputs)
{
    struct strbuf image = {0}, vm = {0}, name = {0};
    const char *input = o->testdir ? o->testdir : inputs[0];
    int status = o->exe ? read_vm(o, &vm) : 0;
    if (status == 0) {
        if (o->exe && n == 1 && has_suffix(inputs[0], ".vgo"))
            status = read_file(inputs[0], &image) ? 0 : EXIT_INPUT;
        else
            status = build_module(o, n, inputs, &image);
    }
    if (status == 0 && o->exe)
        status = join(&vm, input, &image, locate_archive(), &o->grants);
    if (status == 0) {
        if (!o->output)
            default_output(input, o->exe, &name);
        status = write_file(o->output ? o->output : name.at, o->exe ? &vm : &image, true);
    }
    strbuf_free(&image);
    strbuf_free(&vm);
    strbuf_free(&name);
    return status;
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
    if (!o.exe && (o.host || o.vm))
        usage_error(self->name, "%s is for --exe; a .vgo file is for every host", o.host ? "--host" : "--vm");
    return build(&o, argc, argv);
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
