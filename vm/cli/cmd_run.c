/* vm/cli/cmd_run.c - virgo run, and virgo FILE.vgo. */
#include <string.h>

#include "compiler/compiler.h"
#include "vm/cli/cli.h"

bool has_suffix(const char *s, const char *suffix)
{
    size_t n = strlen(s), k = strlen(suffix);
    return n > k && strcmp(s + n - k, suffix) == 0;
}

/* Leading .go files belong together, as with `go run`; anything else is one folder or package. */
int count_inputs(int argc, char **argv)
{
    int n = 0;
    while (n < argc && has_suffix(argv[n], ".go"))
        n++;
    return n ? n : argc > 0;
}

static int compile(const struct cli_options *o, int n, char **inputs, const char *first_line, enum file_names names,
                   struct strbuf *out)
{
    struct compile_options c = {
        .inputs = (const char *const *)inputs, .ninputs = n, .lang = o->lang, .archive = locate_archive(),
        .goroot = locate_goroot(),
        .testdir = o->testdir, .debug = o->debug, .shebang = first_line, .messages = stderr,
        .all_errors = o->all_errors, .single_file_packages = o->single_file_packages, .file_names = names,
    };
    int status = compile_program(&c, out);
    fflush(stderr);
    return status;
}

int compile_inputs(const struct cli_options *o, int n, char **inputs, const char *first_line, struct strbuf *out)
{
    return compile(o, n, inputs, first_line, FILES_AS_SHOWN, out);
}

int compile_portable(const struct cli_options *o, int n, char **inputs, const char *first_line, struct strbuf *out)
{
    return compile(o, n, inputs, first_line, o->absolute_files ? FILES_ABSOLUTE : FILES_IN_PACKAGE, out);
}

static int compile_and_run(const struct cli_options *o, int n, int argc, char **argv)
{
    struct strbuf image = {0};
    const char *name = o->testdir ? o->testdir : argv[0];
    int status = compile_inputs(o, n, argv, NULL, &image);
    if (status == 0 && !(o->debug && image.n == 0)) {
        struct grants g = o->grants;
        g.all |= !grants_any(&g);       /* one's own source is trusted, unless grants say what to trust it with */
        status = execute(name, (const uint8_t *)image.at, image.n, &g, argc - n, argv + n);
    }
    strbuf_free(&image);
    return status;
}

int cmd_run(const struct command *self, int argc, char **argv)
{
    struct cli_options o = {0};
    int used = options_read(&o, self->name, self->options, argc, argv);
    if (o.help) {
        help_on(self, stdout);
        return 0;
    }
    argc -= used, argv += used;
    int n = o.testdir ? 0 : count_inputs(argc, argv);
    if (n == 0 && !o.testdir)
        usage_error(self->name, "no program named");
    return compile_and_run(&o, n, argc, argv);
}

int cmd_module(int argc, char **argv)
{
    struct cli_options o = {0};
    int used = options_read(&o, NULL, OPT_GRANTS | OPT_EVAL | OPT_LANG_ONLY, argc, argv);
    if (o.help) {
        help_on(NULL, stdout);
        return 0;
    }
    argc -= used, argv += used;
    if (o.code)
        return cmd_eval(&o, argc, argv);
    if (argc == 0)
        usage_error(NULL, "no program named");
    if (has_suffix(argv[0], ".go"))
        return compile_and_run(&o, 1, argc, argv);
    struct strbuf image = {0};
    if (!read_file(argv[0], &image))
        return EXIT_INPUT;
    int status = execute(argv[0], (const uint8_t *)image.at, image.n, &o.grants, argc - 1, argv + 1);
    strbuf_free(&image);
    return status;
}
