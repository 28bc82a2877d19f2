/* vm/cli/repl_command.c - what lines that begin with ':' do at the prompt. */
#include "vm/cli/repl.h"

#include <stdlib.h>
#include <string.h>

#include "vm/module/dis.h"

struct repl_verb {
    const char *name, *argument, *help;
    void (*run)(struct repl *r, const char *arg);
};

static const struct repl_verb verbs[];

static void complain(struct repl *r, const char *what)
{
    fprintf(stderr, "%s\n", what);
    r->status = r->interactive ? 0 : EXIT_INPUT;
}

static void help(struct repl *r, const char *arg)
{
    (void)r, (void)arg;
    fputs("Type declarations, statements and expressions of Go; the value of an expression is printed,\n"
          "and _ is the last one.  An input that is not complete goes on in the next line.\n\n", stdout);
    for (const struct repl_verb *v = verbs; v->name; v++) {
        char head[40];
        snprintf(head, sizeof head, ":%s %s", v->name, v->argument);
        printf("  %-16s %s\n", head, v->help);
    }
    fputs("\nTab completes, Ctrl-C interrupts what runs or drops the line, Ctrl-D leaves.\n", stdout);
}

static void type(struct repl *r, const char *arg)
{
    struct strbuf out = {0};
    if (!*arg)
        complain(r, ":type needs an expression");
    else if (session_type(r->session, arg, strlen(arg), &out))
        printf("%s\n", out.at);
    else
        r->status = r->interactive ? 0 : EXIT_INPUT;
    strbuf_free(&out);
}

static void doc(struct repl *r, const char *arg)
{
    struct strbuf out = {0};
    if (!*arg)
        complain(r, ":doc needs a name: fmt, strings.Builder, strings.Builder.Len, or one of the session");
    else if (session_doc(r->session, arg, &out))
        fwrite(out.at, 1, out.n, stdout);
    else
        fprintf(stderr, "no documentation of %s\n", arg), r->status = r->interactive ? 0 : EXIT_INPUT;
    strbuf_free(&out);
}

static void vars(struct repl *r, const char *arg)
{
    (void)arg;
    struct strbuf names = {0};
    const struct session_value *v;
    session_names(r->session, &names);
    if (names.n)
        fwrite(names.at, 1, names.n, stdout);
    fflush(stdout);
    size_t n = session_variables(r->session, &v);
    struct virgo_value *values = calloc(n + 1, sizeof *values);
    for (size_t i = 0; i < n && values; i++)
        values[i] = (struct virgo_value){v[i].pkg, v[i].name, v[i].label, true};
    struct virgo_input in = {.values = values, .nvalues = n};
    char message[200];
    if (n)
        virgo_session_run(&in, message, sizeof message);
    free(values);
    strbuf_free(&names);
}

static void dis(struct repl *r, const char *arg)
{
    struct session_module m;
    const char *symbol;
    if (!session_code(r->session, *arg ? arg : NULL, &m, &symbol)) {
        complain(r, *arg ? "no such function" : "nothing was compiled yet");
        return;
    }
    struct strbuf out = {0};
    struct image *im;
    struct mod_fault fault;
    struct dis_options d = {.lines = true, .func = ""};
    if (image_read(&im, m.at, m.n, false, &fault) != 0) {
        complain(r, fault.what);
        return;
    }
    int64_t def = symbol ? image_find(im, symbol, strlen(symbol), false) : -1;
    if (def >= 0)
        dis_function(&out, im, (uint32_t)def, &d);
    else
        dis_module(&out, im, &d);
    image_free(im);
    fwrite(out.at, 1, out.n, stdout);
    strbuf_free(&out);
}

static void time_(struct repl *r, const char *arg)
{
    struct strbuf text = {0};
    strbuf_printf(&text, "%s\n", arg);
    char file[32];
    snprintf(file, sizeof file, "<line %u>", r->number++);
    int status = repl_run(r, file, 1, text.at, text.n);
    printf("compiled in %.2f ms, ran in %.2f ms\n", r->compile_ms, r->run_ms);
    if (!r->interactive)
        r->status = status;
    strbuf_free(&text);
}

static void load(struct repl *r, const char *arg)
{
    if (!*arg) {
        complain(r, ":load needs a file");
        return;
    }
    int status = repl_load(r, arg);
    if (!r->interactive)
        r->status = status;
    else if (status == 0)
        strbuf_printf(&r->text, ":load %s\n", arg);
}

static void save(struct repl *r, const char *arg)
{
    if (!*arg) {
        complain(r, ":save needs a file");
        return;
    }
    struct strbuf empty = {0};
    strbuf_puts(&empty, "");
    int status = write_file(arg, r->text.n ? &r->text : &empty, false);
    if (!r->interactive)
        r->status = status;
    strbuf_free(&empty);
}

static void reset(struct repl *r, const char *arg)
{
    (void)arg;
    virgo_session_reset();
    session_reset(r->session);
    strbuf_free(&r->text);
}

static void quit(struct repl *r, const char *arg)
{
    r->quit = true;
    r->status = *arg ? atoi(arg) : 0;
}

static const struct repl_verb verbs[] = {
    {"help", "", "this list", help},
    {"type", "EXPR", "the type of an expression, or what a type is", type},
    {"doc", "NAME", "documentation: fmt, fmt.Println, strings.Builder.Len, or a name of the session", doc},
    {"vars", "", "what has been declared, with the values of variables", vars},
    {"dis", "[FUNC]", "bytecode of a function (f, T.M, (*T).M), or of the last input", dis},
    {"time", "CODE", "run it and say how long compiling and running took", time_},
    {"load", "FILE", "run a file as if it were typed", load},
    {"save", "FILE", "write what was typed and succeeded to a file", save},
    {"reset", "", "forget all declarations and end all goroutines", reset},
    {"quit", "[STATUS]", "leave", quit},
    {0},
};

void repl_commands_like(const char *word, size_t n, void (*found)(void *arg, const char *name), void *arg)
{
    for (const struct repl_verb *v = verbs; v->name; v++)
        if (strncmp(v->name, word, n) == 0)
            found(arg, v->name);
}

void repl_command(struct repl *r, const char *line)
{
    line += strspn(line, " \t") + 1;
    size_t n = strcspn(line, " \t\r\n");
    const struct repl_verb *match = NULL;
    int matches = 0;
    for (const struct repl_verb *v = verbs; v->name; v++)
        if (strncmp(v->name, line, n) == 0 && n) {
            bool exact = v->name[n] == 0;
            if (exact || !match || match->name[n])
                match = v;
            matches = exact ? -100 : matches + 1;
        }
    if (!match || matches > 1) {
        fprintf(stderr, "%s command :%.*s; :help lists them\n", match ? "ambiguous" : "unknown", (int)n, line);
        r->status = r->interactive ? 0 : EXIT_INPUT;
        return;
    }
    const char *arg = line + n + strspn(line + n, " \t");
    size_t len = strlen(arg);
    while (len && strchr(" \t\r\n", arg[len - 1]))
        len--;
    char *copy = strndup(arg, len);
    match->run(r, copy);
    free(copy);
}
