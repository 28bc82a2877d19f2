/* vm/cli/cmd_help.c - the table of verbs and what `virgo help` says about them. */
#include <string.h>

#include "vm/cli/cli.h"

const struct command commands[] = {
    {"run", "virgo run [options] FILES.go|FOLDER|PACKAGE [ARGS]", "compile a program and run it",
     "Compiles package main of the files or folder, and what it imports, and runs it\n"
     "with the arguments that follow.  The program may do everything its user may,\n"
     "unless a grant is given: then it may do what is granted and no more.  The exit\n"
     "status is the program's own; 1 if it does not compile.  FILES.go may be -, which is\n"
     "standard input.\n",
     OPT_LANG | OPT_DEBUG | OPT_GRANTS | OPT_TESTDIR, cmd_run, false},
    {"build", "virgo build [options] FILES.go|FOLDER|PACKAGE|FILE.vgo", "compile a program to a portable file",
     "Writes NAME.vgo, which runs on every host by `virgo NAME.vgo`, or by itself where\n"
     "`virgo` is on the PATH.  Grants become part of its first line: they hold when the\n"
     "file is executed directly, not when it is named to virgo.\n\n"
     "With --exe, writes NAME: the VM, the program (or a .vgo file built before) and what\n"
     "it needs of the library in one executable for this or another host.  It may do\n"
     "everything its user may, unless grants are given: then what is granted and no more.\n",
     OPT_LANG | OPT_DEBUG | OPT_OUTPUT | OPT_GRANTS | OPT_TESTDIR | OPT_EXE, cmd_build, false},
    {"test", "virgo test [flags] [PACKAGES] [flags of the tests]", "compile and run packages' tests",
     "Runs the tests of packages (folders, import paths, std, any with /...; the current\n"
     "folder if none is named) as `go test` does, each in its own folder.\n\n"
     "  -run RE -v -short -count N -timeout D -bench RE -benchtime T -benchmem -cpu LIST\n"
     "  -parallel N -failfast -list RE -shuffle on|off|N -args ...   as with go test\n"
     "  -cover -covermode set|count|atomic -coverpkg A,B -coverprofile FILE\n"
     "                       statements covered by the tests, as go test counts them\n"
     "  -json                events, one JSON object a line\n"
     "  -c [-o FILE]         write the test program to a file instead\n"
     "  -tags A,B            further build tags\n",
     0, cmd_test, false},
    {"test-program", "virgo test-program FILE [ARGS]", "run a test program once more", "Part of virgo test.\n", 0,
     cmd_test_program, true},
    {"repl", "virgo repl [options]", "type Go and see what it does",
     "Reads declarations, statements and expressions and runs each at once; also what\n"
     "plain `virgo` does on a terminal.  State is kept, nothing is run again; anything may\n"
     "be redefined; packages of the library are imported when they are first named.  The\n"
     "value of an expression is printed, and _ is the last one.  :help lists the commands,\n"
     "Tab completes, Ctrl-C interrupts, Ctrl-D leaves.\n\n"
     "Input that is no terminal is run without prompts; the first error ends it, with\n"
     "status 1, or 2 after a panic.  So does `virgo -e CODE`.  The code may do everything\n"
     "its user may, unless a grant is given.  docs/repl.md has the details.\n",
     OPT_LANG_ONLY | OPT_GRANTS, cmd_repl, false},
    {"dis", "virgo dis [options] FILE.vgo|FILES.go", "print bytecode",
     "Disassembles a module, or what the given source compiles to.\n",
     OPT_LANG | OPT_SYMBOL | OPT_TESTDIR, cmd_dis, false},
    {"info", "virgo info FILE.vgo", "say what is in a compiled file",
     "Prints the version of its instructions, its packages, what it imports of the\n"
     "library, the grants it is likely to need, and the size of each section.\n",
     0, cmd_info, false},
    {"licenses", "virgo licenses [--exe]", "print the notices due with copies of virgo",
     "Whoever passes on virgo, or with --exe an executable it made, passes these on.\n",
     OPT_FOR_EXE, cmd_licenses, false},
    {"env", "virgo env [NAME ...]", "print what programs are compiled for and where things are",
     "Without names, prints all as NAME='value'; with names, their values, one a line.\n",
     0, cmd_env, false},
    {"version", "virgo version", "print the version", "", 0, cmd_version, false},
    {"help", "virgo help [COMMAND]", "print this, or more about a command", "", 0, cmd_help, false},
    {"build-std", "virgo build-std [options]", "compile the standard library's archive",
     "Part of building Virgo.\n",
     OPT_OUTPUT | OPT_STD | OPT_VERBOSE | OPT_DEBUG, cmd_build_std, true},
    {0},
};

static void help_all(FILE *to)
{
    fputs("Virgo compiles Go programs to portable bytecode and runs them.\n\n"
          "  virgo COMMAND ...\n"
          "  virgo [grants] FILE.vgo [ARGS]    run a compiled program, with nothing but\n"
          "                                    standard streams and arguments unless granted\n"
          "  virgo [grants] -e CODE [ARGS]     run code as `virgo repl` would\n"
          "  virgo                             on a terminal: virgo repl\n\n"
          "Commands:\n", to);
    for (const struct command *c = commands; c->name; c++)
        if (!c->internal)
            fprintf(to, "  %-10s %s\n", c->name, c->summary);
    fputs("\nGrants:\n", to);
    options_help(OPT_GRANTS, to);
    fputs("\nMore: virgo help COMMAND\n", to);
}

void help_on(const struct command *c, FILE *to)
{
    if (!c) {
        help_all(to);
        return;
    }
    fprintf(to, "usage: %s\n\n%s", c->synopsis, c->text);
    if (c->options) {
        fputs("\nOptions:\n", to);
        options_help(c->options, to);
    }
}

int cmd_help(const struct command *self, int argc, char **argv)
{
    if (argc == 0) {
        help_all(stdout);
        return 0;
    }
    const struct command *c = command_find(argv[0]);
    if (!c)
        usage_error(NULL, "no help on %s", argv[0]);
    help_on(c, stdout);
    return 0;
}
