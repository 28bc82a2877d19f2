/* vm/cli/options.c - the options of all verbs in one table. */
#include <string.h>

#include "vm/cli/cli.h"

struct option {
    const char *name;           /* without the value */
    unsigned set;
    size_t offset;              /* of a const char * or bool in struct cli_options */
    enum { FLAG, VALUE } kind;  /* VALUE: -x=V and, unless the name begins with -lang or -d, also -x V */
    const char *help;
};

#define AT(field) offsetof(struct cli_options, field)

static const struct option table[] = {
    {"-o", OPT_OUTPUT, AT(output), VALUE, "-o FILE              write the result to FILE"},
    {"-lang", OPT_LANG | OPT_LANG_ONLY, AT(lang), VALUE, "-lang=go1.N          language version of files without a go.mod"},
    {"-e", OPT_LANG, AT(all_errors), FLAG, "-e                   no limit on the number of errors reported"},
    {"-e", OPT_EVAL, AT(code), VALUE, "-e CODE              run CODE as virgo repl would"},
    {"-d", OPT_DEBUG, AT(debug), VALUE, "-d=STAGE[:FUNC]      print a stage: ast, types, ir, opt, bc"},
    {"-g", OPT_EXE, AT(absolute_files), FLAG, "-g                   tracebacks name source files by their full paths here"},
    {"--exe", OPT_EXE, AT(exe), FLAG, "--exe                an executable that needs nothing else, with the VM inside"},
    {"--host", OPT_EXE, AT(host), VALUE, "--host=NAME          ... for that host: x86_64, aarch64, riscv64, ppc64le"},
    {"--vm", OPT_EXE, AT(vm), VALUE, "--vm=FILE            ... with this VM, a virgo-run of the host"},
    {"--exe", OPT_FOR_EXE, AT(exe), FLAG, "--exe                only those due with what virgo build --exe makes"},
    {"-f", OPT_SYMBOL, AT(symbol), VALUE, "-f NAME              only functions whose name contains NAME"},
    {"-v", OPT_VERBOSE, AT(verbose), FLAG, "-v                   say what is being done"},
    {"--testdir", OPT_TESTDIR, AT(testdir), VALUE, "--testdir DIR        the packages of a test folder: ./x imports DIR's x"},
    {"--single-file-packages", OPT_TESTDIR, AT(single_file_packages), FLAG, NULL},
    {"--goroot", OPT_STD, AT(goroot), VALUE, "--goroot DIR         where Go's sources are"},
    {"--overlay", OPT_STD, AT(overlay), VALUE, "--overlay DIR        our files over them"},
    {"--list", OPT_STD, AT(list), VALUE, "--list FILE          the packages to compile"},
    {"-h", ~0u, AT(help), FLAG, NULL},
    {"-help", ~0u, AT(help), FLAG, NULL},
    {"--help", ~0u, AT(help), FLAG, NULL},
};

static const struct option *find(unsigned set, const char *word, size_t len)
{
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        if ((table[i].set & set) && strlen(table[i].name) == len && strncmp(table[i].name, word, len) == 0)
            return &table[i];
    return NULL;
}

int options_read(struct cli_options *o, const char *verb, unsigned set, int argc, char **argv)
{
    int i = 0;
    for (; i < argc && argv[i][0] == '-' && argv[i][1]; i++) {
        if (strcmp(argv[i], "--") == 0)
            return i + 1;
        if ((set & OPT_GRANTS) && grants_option(&o->grants, argv[i]))
            continue;
        size_t len = strcspn(argv[i], "=");
        const struct option *p = find(set, argv[i], len);
        if (!p)
            usage_error(verb, "unknown option %s", argv[i]);
        char *field = (char *)o + p->offset;
        if (p->kind == FLAG) {
            if (argv[i][len])
                usage_error(verb, "option %s takes no value", p->name);
            *(bool *)field = true;
        } else if (argv[i][len]) {
            *(const char **)field = argv[i] + len + 1;
        } else {
            if (i + 1 >= argc)
                usage_error(verb, "option %s needs a value", argv[i]);
            *(const char **)field = argv[++i];
        }
    }
    return i;
}

void options_help(unsigned set, FILE *to)
{
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        if ((table[i].set & set) && table[i].help)
            fprintf(to, "  %s\n", table[i].help);
    if (set & OPT_GRANTS)
        fputs("  --allow-read[=PATH,...]   let the program read files beneath PATH, or all\n"
              "  --allow-write[=PATH,...]  ... write, create and remove files\n"
              "  --allow-net[=HOST:PORT,...]\n"
              "  --allow-env[=NAME,...]    ... see environment variables\n"
              "  --allow-run[=PROG,...]    ... start other programs\n"
              "  --allow-unsafe            ... use unsafe, and with it do anything\n"
              "  -A                        everything\n", to);
}
