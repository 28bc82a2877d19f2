/* vm/cli/cmd_licenses.c - virgo licenses: the notices that go with a copy of virgo, or of an executable it made.
 *
 * licences.txt is put together when virgo is built (vm/cli/notices).  A line "==== WHERE NAME" begins a notice; WHERE
 * is "exe" if it is due with executables too, else "virgo". */
#include <string.h>

#include "vm/cli/cli.h"

int cmd_licenses(const struct command *self, int argc, char **argv)
{
    struct cli_options o = {0};
    int used = options_read(&o, self->name, self->options, argc, argv);
    if (o.help) {
        help_on(self, stdout);
        return 0;
    }
    if (used < argc)
        usage_error(self->name, "unexpected %s", argv[used]);
    struct strbuf text = {0};
    if (!read_file(locate_licences(), &text))
        return EXIT_INPUT;
    bool wanted = false;
    for (char *line = text.at, *end; line && *line; line = end) {
        end = strchr(line, '\n');
        end = end ? end + 1 : line + strlen(line);
        if (strncmp(line, "==== ", 5) == 0) {
            bool exe = strncmp(line + 5, "exe ", 4) == 0;
            wanted = exe || !o.exe;
            if (wanted)
                printf("\n==== %.*s", (int)(end - line - 5 - (exe ? 4 : 6)), line + 5 + (exe ? 4 : 6));
        } else if (wanted) {
            fwrite(line, 1, (size_t)(end - line), stdout);
        }
    }
    strbuf_free(&text);
    return 0;
}
