/* vm/cli/repl.c - virgo repl and virgo -e: inputs, one after another, into one running VM. */
#include "vm/cli/repl.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "runtime/base/fatal.h"

enum { EXIT_PANIC = 2 };

/* -- Running ------------------------------------------------------------------------------- */

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static enum virgo_outcome run_unit(const struct session_unit *u)
{
    struct virgo_module *m = xcalloc(u->nmodules + 1, sizeof *m);
    struct virgo_value *v = xcalloc(u->nvalues + 1, sizeof *v);
    struct virgo_redefinition *d = xcalloc(u->nredefined + 1, sizeof *d);
    for (size_t i = 0; i < u->nmodules; i++)
        m[i] = (struct virgo_module){u->modules[i].at, u->modules[i].n};
    for (size_t i = 0; i < u->nvalues; i++)
        v[i] = (struct virgo_value){u->values[i].pkg, u->values[i].name, u->values[i].label, u->values[i].ends_line};
    for (size_t i = 0; i < u->nredefined; i++)
        d[i] = (struct virgo_redefinition){u->redefined[i].pkg, u->redefined[i].name, u->redefined[i].new_pkg,
                                           u->redefined[i].new_name};
    struct virgo_input in = {
        .modules = m, .nmodules = u->nmodules, .package = u->package, .entry = u->entry, .values = v,
        .nvalues = u->nvalues, .redefined = d, .nredefined = u->nredefined,
    };
    char message[300];
    enum virgo_outcome o = virgo_session_run(&in, message, sizeof message);
    if (o == VIRGO_REFUSED)
        input_error("%s", message);
    free(m), free(v), free(d);
    return o;
}

int repl_run(struct repl *r, const char *file, unsigned line, const char *text, size_t n)
{
    const struct session_unit *u;
    int status = 0;
    session_begin(r->session, file, line, text, n);
    r->compile_ms = r->run_ms = 0;
    for (double t = now_ms();; t = now_ms()) {
        enum session_step step = session_next(r->session, &u);
        double compiled = now_ms();
        r->compile_ms += compiled - t;
        fflush(stderr);
        if (step == SESSION_ERROR)
            status = EXIT_INPUT;
        if (step != SESSION_UNIT)
            break;
        if (u->says) {
            printf("%s\n", u->says);
            fflush(stdout);
            session_settle(r->session, true);
            continue;
        }
        fflush(stdout);
        enum virgo_outcome o = run_unit(u);
        r->run_ms += now_ms() - compiled;
        if (o == VIRGO_INTERRUPTED)
            fputs("interrupted\n", stderr);
        if (o != VIRGO_DONE)
            status = o == VIRGO_REFUSED ? EXIT_INPUT : EXIT_PANIC;
        session_settle(r->session, o == VIRGO_DONE);
    }
    return status;
}

/* -- Inputs ---------------------------------------------------------------------------------- */

static bool is_command(const char *line)
{
    return line[strspn(line, " \t")] == ':';
}

static bool is_program(const char *line)
{
    line += strspn(line, " \t");
    return strncmp(line, "package ", 8) == 0;
}

/* Lines of text, cut where an input is complete; a program is one input.  Stops at the first error. */
static int run_lines(struct repl *r, const char *file, const char *text, size_t n)
{
    struct strbuf input = {0};
    unsigned line = 0, first = 1;
    int status = 0;
    for (size_t at = 0; at < n && !status && !r->quit;) {
        const char *nl = memchr(text + at, '\n', n - at);
        size_t end = nl ? (size_t)(nl - text) + 1 : n;
        line++;
        if (input.n == 0)
            first = line;
        char *one = strndup(text + at, end - at - (nl != NULL));
        if (input.n == 0 && is_program(one)) {
            status = repl_run(r, file, first, text + at, n - at);
            at = n;
        } else if (input.n == 0 && is_command(one)) {
            repl_command(r, one);
            status = r->status;
            at = end;
        } else {
            strbuf_add(&input, text + at, end - at);
            if (!nl)
                strbuf_putc(&input, '\n');
            at = end;
            if (at == n || session_state(input.at, input.n) != SESSION_INCOMPLETE) {
                status = repl_run(r, file, first, input.at, input.n);
                strbuf_free(&input);
            }
        }
        free(one);
    }
    strbuf_free(&input);
    return status;
}

int repl_load(struct repl *r, const char *path)
{
    struct strbuf text = {0};
    if (!read_file(path, &text))
        return EXIT_INPUT;
    int status = text.n ? run_lines(r, path, text.at, text.n) : 0;
    strbuf_free(&text);
    return status;
}

/* Standard input that is no terminal: inputs run as soon as they are complete. */
static int run_stream(struct repl *r)
{
    char *one = NULL;
    size_t cap = 0;
    ssize_t n;
    struct strbuf input = {0};
    unsigned line = 0, first = 1;
    bool program = false;
    int status = 0;
    while (!status && !r->quit && (n = getline(&one, &cap, stdin)) > 0) {
        line++;
        if (input.n == 0) {
            first = line;
            program = is_program(one);
            if (is_command(one)) {
                repl_command(r, one);
                status = r->status;
                continue;
            }
        }
        strbuf_add(&input, one, (size_t)n);
        if (program)
            continue;
        enum session_state st = session_state(input.at, input.n);
        if (st != SESSION_INCOMPLETE) {
            if (st == SESSION_COMPLETE)
                status = repl_run(r, "<stdin>", first, input.at, input.n);
            if (!status)
                strbuf_add(&r->text, input.at, input.n);
            strbuf_free(&input);
        }
    }
    if (!status && input.n)
        status = repl_run(r, "<stdin>", first, input.at, input.n);
    strbuf_free(&input);
    free(one);
    if (!status && !r->quit && session_report_waiting(r->session))
        status = EXIT_INPUT;
    return status;
}

/* -- The prompt ---------------------------------------------------------------------------------- */

static void run_terminal(struct repl *r)
{
    struct strbuf input = {0}, line = {0};
    while (!r->quit) {
        char prompt[32];
        if (input.n)
            snprintf(prompt, sizeof prompt, "...> ");
        else
            snprintf(prompt, sizeof prompt, "[%u]> ", r->number);
        strbuf_free(&line);
        enum line_result got = line_read(prompt, &line);
        if (got == LINE_END) {
            putchar('\n');
            if (!input.n)
                break;
            got = LINE_DROPPED;
        }
        if (got == LINE_DROPPED) {
            strbuf_free(&input);
            continue;
        }
        if (!input.n && is_command(line.at ? line.at : "")) {
            line_remember(line.at);
            repl_command(r, line.at);
            fflush(stdout);
            continue;
        }
        strbuf_add(&input, line.at, line.n);
        strbuf_putc(&input, '\n');
        enum session_state st = session_state(input.at, input.n);
        if (st == SESSION_INCOMPLETE)
            continue;
        if (st == SESSION_COMPLETE) {
            char file[32];
            snprintf(file, sizeof file, "<line %u>", r->number++);
            char *kept = strndup(input.at, input.n - 1);
            line_remember(kept);
            free(kept);
            if (repl_run(r, file, 1, input.at, input.n) == 0)
                strbuf_add(&r->text, input.at, input.n);
        }
        strbuf_free(&input);
    }
    strbuf_free(&input);
    strbuf_free(&line);
}

/* -- The commands ---------------------------------------------------------------------------------- */

static bool start(struct repl *r, struct cli_options *o, const char *name, int argc, char **argv)
{
    static struct grants g;             /* as long as the process */
    g = o->grants;
    g.all |= !grants_any(&g);           /* one's own source is trusted, unless grants say what to trust it with */
    struct virgo_grants grants = {.all = g.all};
    for (int k = 0; k < GRANT_KINDS; k++) {
        grants.kind[k].any = g.kind[k].any;
        grants.kind[k].items = g.kind[k].allow.at;
        grants.kind[k].n = g.kind[k].allow.n;
    }
    struct virgo_options vo = {.archive = locate_archive(), .grants = &grants, .name = name, .argc = argc, .argv = argv};
    char message[512];
    if (virgo_session_start(&vo, r->interactive ? line_leave : NULL, message, sizeof message) < 0) {
        input_error("%s", message);
        return false;
    }
    struct session_options so = {.archive = locate_archive(), .goroot = locate_goroot(), .lang = o->lang, .messages = stderr,
                                 .notes = r->interactive};
    r->session = session_new(&so);
    r->number = 1;
    return r->session != NULL;
}

int cmd_repl(const struct command *self, int argc, char **argv)
{
    struct cli_options o = {0};
    int used = options_read(&o, self->name, self->options, argc, argv);
    if (o.help) {
        help_on(self, stdout);
        return 0;
    }
    struct repl r = {.interactive = isatty(0) && isatty(1)};
    if (!start(&r, &o, "repl", argc - used, argv + used))
        return EXIT_USAGE;
    if (r.interactive) {
        line_init(&r);
        printf("Virgo: Go at the prompt.  :help lists commands, Ctrl-D leaves.\n");
        run_terminal(&r);
        line_leave();
    } else {
        r.status = run_stream(&r);
    }
    fflush(stdout);
    fflush(stderr);
    _exit(r.status);                    /* goroutines that still run end with the process */
}

int cmd_eval(struct cli_options *o, int argc, char **argv)
{
    struct repl r = {0};
    if (!start(&r, o, "-e", argc, argv))
        return EXIT_USAGE;
    int status = run_lines(&r, "-e", o->code, strlen(o->code));
    if (!status && !r.quit && session_report_waiting(r.session))
        status = EXIT_INPUT;
    fflush(stdout);
    fflush(stderr);
    _exit(r.quit ? r.status : status);
}
