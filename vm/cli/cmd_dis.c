/* vm/cli/cmd_dis.c - virgo dis: the bytecode of a module, or of what source compiles to. */
#include <string.h>

#include "vm/cli/cli.h"
#include "vm/module/dis.h"

static int disassemble(const char *name, const struct strbuf *bytes, const char *symbol)
{
    struct container c;
    struct mod_fault fault = {0};
    struct strbuf text = {0};
    struct dis_options d = {.lines = true, .func = symbol};
    const uint8_t *p = (const uint8_t *)bytes->at;
    if (container_read(&c, p, bytes->n, true, &fault)) {
        input_error("%s: %s", name, fault.what);
        return EXIT_USAGE;
    }
    int status = 0;
    for (uint32_t i = 0; i < c.npackages && status == 0; i++) {
        struct image *im;
        if (image_read(&im, c.at + c.dir[i].off, c.dir[i].size, false, &fault)) {
            input_error("%s: %s", name, fault.what);
            status = EXIT_USAGE;
            break;
        }
        dis_module(&text, im, &d);
        image_free(im);
    }
    if (text.n)
        fwrite(text.at, 1, text.n, stdout);
    strbuf_free(&text);
    return status;
}

int cmd_dis(const struct command *self, int argc, char **argv)
{
    struct cli_options o = {0};
    int used = options_read(&o, self->name, self->options, argc, argv);
    if (o.help) {
        help_on(self, stdout);
        return 0;
    }
    argc -= used, argv += used;
    if (argc == 0 && !o.testdir)
        usage_error(self->name, "no file named");
    struct strbuf bytes = {0};
    size_t n = argc ? strlen(argv[0]) : 0;
    bool compiled = argc && n > 4 && (strcmp(argv[0] + n - 4, ".vgo") == 0 || strcmp(argv[0] + n - 4, ".vga") == 0);
    int status = compiled ? (read_file(argv[0], &bytes) ? 0 : EXIT_INPUT)
                          : compile_inputs(&o, argc, argv, NULL, &bytes);
    if (status == 0)
        status = disassemble(argc ? argv[0] : o.testdir, &bytes, o.symbol);
    strbuf_free(&bytes);
    return status;
}
