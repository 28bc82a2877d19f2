/* vm/cli/cmd_test.c - virgo test: flags, packages one by one, and what `go test` prints about them.
 *
 * The program that runs a package's tests is compiled into a private folder and run by a child process in the package's
 * own folder.  Its first line names `virgo test-program`, because tests of os/exec and others execute it again. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "compiler/compiler.h"
#include "runtime/base/fatal.h"
#include "vm/cli/cli.h"
#include "vm/cli/test_cover.h"
#include "vm/cli/test_json.h"

enum { EXIT_TEST_FAILED = 1, EXIT_BUILD_FAILED = 2 };

struct testing {
    bool compile_only, json, list_given, bench, verbose;
    const char *output, *lang, *overlay, *goroot;
    vec(const char *) tags;
    vec(const char *) words;            /* packages */
    vec(const char *) args;             /* of the test program */
    double timeout;                     /* seconds; 0: none */
    bool timeout_given;
    struct cover_flags cover;
    const char *profile;                /* a flag that makes the test program write a profile */
    const char *output_dir;             /* -outputdir, absolute; NULL: where virgo test was started */
    char start_dir[PATH_MAX];
    char folder[PATH_MAX];
    char self[PATH_MAX];                /* this executable */
    int status;
};

/* -- Flags ------------------------------------------------------------------------------------- */
/* Flags of the test program: virgo test -run X passes -test.run=X. */
static const struct { const char *name; bool boolean; } test_flags[] = {
    {"bench", false}, {"benchmem", true}, {"benchtime", false}, {"blockprofile", false}, {"blockprofilerate", false},
    {"count", false}, {"cpu", false}, {"cpuprofile", false}, {"failfast", true}, {"list", false},
    {"memprofile", false}, {"memprofilerate", false}, {"mutexprofile", false}, {"mutexprofilefraction", false},
    {"parallel", false}, {"run", false}, {"short", true}, {"shuffle", false}, {"timeout", false},
    {"trace", false}, {"v", true}, {NULL, false},
};
/* Flags of building. */
static const struct { const char *name; bool boolean; } build_flags[] = {
    {"c", true}, {"json", true}, {"o", false}, {"tags", false}, {"lang", false}, {"overlay", false}, {"goroot", false},
    {"p", false}, {"vet", false}, {"args", true}, {"h", true}, {"help", true}, {"outputdir", false},
    {"cover", true}, {"covermode", false}, {"coverpkg", false}, {"coverprofile", false}, {NULL, false},
};
/* Flags of `go test` that ask for what the VM does not do. */
static const char *const refused[] = {"race", "msan", "asan", "exec",
    "fuzz", "fuzztime", "fuzzminimizetime", NULL};

static double duration(const char *s)
{
    static const struct { const char *unit; double seconds; } units[] = {
        {"ns", 1e-9}, {"us", 1e-6}, {"ms", 1e-3}, {"s", 1}, {"m", 60}, {"h", 3600},
    };
    double total = 0;
    if (strcmp(s, "0") == 0)
        return 0;
    do {
        char *end;
        double v = strtod(s, &end);
        size_t n = strspn(end, "abcdefghijklmnopqrstuvwxyz"), k = 0;
        while (k < sizeof units / sizeof units[0] && (strlen(units[k].unit) != n || strncmp(end, units[k].unit, n) != 0))
            k++;
        if (end == s || k == sizeof units / sizeof units[0])
            usage_error("test", "invalid value \"%s\" for flag -timeout: a duration such as 90s or 10m", s);
        total += v * units[k].seconds;
        s = end + n;
    } while (*s);
    return total;
}

static void add_tags(struct testing *t, const char *list)
{
    char *copy = xstrdup(list);         /* lives as long as the process */
    for (char *save, *tag = strtok_r(copy, ", ", &save); tag; tag = strtok_r(NULL, ", ", &save))
        vec_push(&t->tags, tag);
}

static void build_flag(struct testing *t, const char *name, const char *value)
{
    bool on = !value || strcmp(value, "false") != 0;
    if (strcmp(name, "c") == 0)
        t->compile_only = on;
    else if (strcmp(name, "json") == 0)
        t->json = on;
    else if (strcmp(name, "o") == 0)
        t->output = value;
    else if (strcmp(name, "tags") == 0)
        add_tags(t, value);
    else if (strcmp(name, "lang") == 0)
        t->lang = value;
    else if (strcmp(name, "overlay") == 0)
        t->overlay = value;
    else if (strcmp(name, "goroot") == 0)
        t->goroot = value;
    else if (strcmp(name, "outputdir") == 0)
        t->output_dir = value;
    else if (strncmp(name, "cover", 5) == 0)
        cover_flag(&t->cover, name, on, value);
}

static void test_flag(struct testing *t, const char *name, const char *value)
{
    bool on = !value || (strcmp(value, "false") != 0 && strcmp(value, "0") != 0);
    static const char *const profiles[] = {"blockprofile", "cpuprofile", "memprofile", "mutexprofile", "trace"};
    for (size_t i = 0; i < sizeof profiles / sizeof profiles[0]; i++)
        if (strcmp(name, profiles[i]) == 0 && !t->profile)
            t->profile = profiles[i];
    if (strcmp(name, "v") == 0)
        t->verbose = on;
    else if (strcmp(name, "list") == 0)
        t->list_given = true;
    else if (strcmp(name, "bench") == 0)
        t->bench = true;
    else if (strcmp(name, "timeout") == 0)
        t->timeout = duration(value), t->timeout_given = true;
    struct strbuf b = {0};
    strbuf_printf(&b, "-test.%s=%s", name, value ? value : "true");
    vec_push(&t->args, b.at);
}

/* Reads one flag at argv[i]; returns how many words it took. */
static int flag(struct testing *t, int argc, char **argv, int i)
{
    const char *word = argv[i] + (argv[i][1] == '-' ? 2 : 1);
    if (strncmp(word, "test.", 5) == 0)
        word += 5;
    size_t n = strcspn(word, "=");
    char *name = xstrdup(word);
    name[n] = 0;
    const char *value = word[n] ? word + n + 1 : NULL;
    for (int k = 0; refused[k]; k++)
        if (strcmp(refused[k], name) == 0)
            usage_error("test", "-%s is not supported", name);
    int found = -1;                     /* 0: takes a value, 1: boolean */
    bool build = false;
    for (int k = 0; test_flags[k].name && found < 0; k++)
        if (strcmp(test_flags[k].name, name) == 0)
            found = test_flags[k].boolean;
    for (int k = 0; build_flags[k].name && found < 0; k++)
        if (strcmp(build_flags[k].name, name) == 0)
            found = build_flags[k].boolean, build = true;
    if (found < 0) {                    /* the test program's own */
        vec_push(&t->args, argv[i]);
        free(name);
        return 1;
    }
    int used = 1;
    if (!found && !value) {
        if (i + 1 >= argc)
            usage_error("test", "flag needs an argument: -%s", name);
        value = argv[i + 1];
        used = 2;
    }
    (build ? build_flag : test_flag)(t, name, value);
    free(name);
    return used;
}

/* [flags] [packages] [flags] [arguments of the test program]; false: help was asked for. */
static bool read_flags(struct testing *t, int argc, char **argv)
{
    bool ended = false;                 /* the list of packages */
    for (int i = 0; i < argc;) {
        const char *w = argv[i];
        if (w[0] == '-' && w[1] && strcmp(w, "--") != 0) {
            const char *name = w + (w[1] == '-' ? 2 : 1);
            if (strcmp(name, "args") == 0) {
                for (i++; i < argc; i++)
                    vec_push(&t->args, argv[i]);
                return true;
            }
            if (strcmp(name, "h") == 0 || strcmp(name, "help") == 0)
                return false;
            ended |= t->words.n > 0;
            i += flag(t, argc, argv, i);
        } else if (ended) {
            vec_push(&t->args, w);
            i++;
        } else {
            vec_push(&t->words, w);
            i++;
        }
    }
    return true;
}

/* -- Running one ------------------------------------------------------------------------------------ */
static double now(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (double)ts.tv_sec + (double)ts.tv_nsec * 1e-9;
}

/* p/q/v2 and p/q: "q". */
static void base_name(const char *path, char *out, size_t n)
{
    const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
    size_t len = strlen(base);
    if (slash && base[0] == 'v' && base[1] > '1' && base[1] <= '9' && strspn(base + 1, "0123456789") == len - 1) {
        const char *s = slash;
        while (s > path && s[-1] != '/')
            s--;
        base = s, len = (size_t)(slash - s);
    }
    snprintf(out, n, "%.*s", (int)len, base);
}

static _Noreturn void child(const struct testing *t, const struct test_target *p, const char *file,
                            const struct strbuf *image, int out)
{
    int null = open("/dev/null", O_RDONLY);
    dup2(null, 0);
    dup2(out, 1);
    dup2(out, 2);
    close(null);
    close(out);
    signal(SIGINT, SIG_DFL);
    signal(SIGQUIT, SIG_DFL);
    if (chdir(p->dir) != 0) {
        input_error("%s: %s", p->dir, strerror(errno));
        _exit(EXIT_INPUT);
    }
    setenv("PWD", p->dir, 1);
    setenv("GOROOT", t->goroot, 0);
    if (p->is_std)
        setenv("GO_GCFLAGS", "-", 0);   /* no go command here: internal/testenv has tests that need one skip themselves */
    struct strbuf timeout = {0};
    vec(char *) args = {0};
    vec_push(&args, "-test.paniconexit0");
    if (!t->timeout_given) {
        strbuf_puts(&timeout, "-test.timeout=10m0s");
        vec_push(&args, timeout.at);
    }
    struct strbuf dir = {0}, cover = {0};
    if (t->profile || t->output_dir) {
        strbuf_printf(&dir, "-test.outputdir=%s", t->output_dir ? t->output_dir : t->start_dir);
        vec_push(&args, dir.at);
    }
    if (t->cover.profile) {
        strbuf_printf(&cover, "-test.coverprofile=%s/cover.out", t->folder);
        vec_push(&args, cover.at);
    }
    if (t->json && !t->verbose)
        vec_push(&args, "-test.v=true");
    for (size_t i = 0; i < t->args.n; i++)
        vec_push(&args, (char *)t->args.at[i]);
    struct grants g = {.all = true};
    int status = execute_test(file, (const uint8_t *)image->at, image->n, &g, (int)args.n, args.at);
    fflush(NULL);
    _exit(status);
}

struct result { struct strbuf out; int wait_status; double seconds; bool killed; };

/* Where output goes as it comes. */
struct echo { bool on; struct test_json *json; };

static void take(struct result *r, const struct echo *e, const char *p, size_t n)
{
    strbuf_add(&r->out, p, n);
    if (e->json)
        test_json_write(e->json, p, n);
    else if (e->on)
        fwrite(p, 1, n, stdout);
    if (e->on || e->json)
        fflush(stdout);
}

static void collect(const struct testing *t, pid_t pid, int fd, double start, const struct echo *e, struct result *r)
{
    double limit = t->timeout_given ? t->timeout : 600, quit = limit > 0 ? start + limit + 60 : 0;
    bool open = true, exited = false;
    char chunk[65536];
    while (open || !exited) {
        struct pollfd p = {.fd = fd, .events = POLLIN};
        int ready = open ? poll(&p, 1, exited ? 100 : 20) : usleep(1000);
        if (open && ready > 0) {
            ssize_t n = read(fd, chunk, sizeof chunk);
            if (n > 0)
                take(r, e, chunk, (size_t)n);
            else if (n == 0 || errno != EINTR)
                open = false;
        } else if (exited) {
            open = false;               /* whoever still holds the pipe was left behind by the test */
        }
        if (!exited && waitpid(pid, &r->wait_status, WNOHANG) == pid)
            exited = true;
        if (!exited && quit > 0 && now() > quit) {
            kill(pid, r->killed ? SIGKILL : SIGQUIT);
            if (!r->killed) {
                int n = snprintf(chunk, sizeof chunk, "*** Test killed with quit: ran too long (%gs).\n", limit + 60);
                take(r, e, chunk, (size_t)n);
            }
            r->killed = true;
            quit = now() + 5;
        }
    }
    r->seconds = now() - start;
}

static void run(struct testing *t, const struct test_target *p, const struct strbuf *image, const struct echo *e,
                struct result *r)
{
    char base[256];
    struct strbuf file = {0};
    base_name(p->path, base, sizeof base);
    strbuf_printf(&file, "%s/%s.test", t->folder, base);
    double start = now();
    int fds[2];
    if (write_file(file.at, image, true) != 0 || pipe2(fds, O_CLOEXEC) != 0)
        fatal("cannot start a test: %s", strerror(errno));
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0)
        child(t, p, file.at, image, fds[1]);
    close(fds[1]);
    if (pid < 0)
        fatal("cannot start a test: %s", strerror(errno));
    collect(t, pid, fds[0], start, e, r);
    close(fds[0]);
    unlink(file.at);
    strbuf_free(&file);
}

static bool contains(const struct result *r, const char *s)
{
    return r->out.n && memmem(r->out.at, r->out.n, s, strlen(s)) != NULL;
}

static void line(const struct echo *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void line(const struct echo *e, const char *fmt, ...)
{
    struct strbuf b = {0};
    va_list ap;
    va_start(ap, fmt);
    strbuf_vprintf(&b, fmt, ap);
    va_end(ap);
    if (e->json)
        test_json_write(e->json, b.at, b.n);
    else
        fwrite(b.at, 1, b.n, stdout);
    strbuf_free(&b);
}

static void report(struct testing *t, const struct test_target *p, const struct echo *e, struct result *r, bool buffered)
{
    bool ok = WIFEXITED(r->wait_status) && WEXITSTATUS(r->wait_status) == 0 && !r->killed;
    bool shown = e->on || e->json;
    if (!shown && (!ok || t->verbose || t->list_given))
        fwrite(r->out.at ? r->out.at : "", 1, r->out.n, stdout);
    if (ok) {
        const char *note = buffered && contains(r, "testing: warning: no tests to run\n") ? " [no tests to run]" : "";
        struct strbuf percentage = {0};
        if (t->words.n && !t->bench)
            cover_percentage(&t->cover, &r->out, &percentage);
        line(e, "ok  \t%s\t%.3fs%s%s\n", p->path, r->seconds, percentage.n ? percentage.at : "", note);
        strbuf_free(&percentage);
        return;
    }
    if (!t->status)
        t->status = EXIT_TEST_FAILED;
    bool silent = !r->out.n || (!buffered && !t->json);     /* of output that tells what was wrong */
    if (silent && WIFEXITED(r->wait_status))
        line(e, "exit status %d\n", WEXITSTATUS(r->wait_status));
    else if (silent && WIFSIGNALED(r->wait_status))
        line(e, "signal: %s\n", strsignal(WTERMSIG(r->wait_status)));
    line(e, "FAIL\t%s\t%.3fs\n", p->path, r->seconds);
}

/* -- Packages ------------------------------------------------------------------------------------------- */
static void save(struct testing *t, const struct test_target *p, const struct strbuf *image)
{
    char base[256];
    struct strbuf name = {0};
    base_name(p->path, base, sizeof base);
    strbuf_printf(&name, "%s.test", base);
    if (p->is_std)
        t->status = input_error("tests of the library run only under virgo test: -c is for packages of yours");
    else if (write_file(t->output ? t->output : name.at, image, true) != 0)
        t->status = EXIT_TEST_FAILED;
    strbuf_free(&name);
}

static struct test_options options_for(const struct testing *t)
{
    return (struct test_options){
        .goroot = t->goroot, .overlay = t->overlay, .archive = locate_archive(), .lang = t->lang, .tags = t->tags.at,
        .ntags = (int)t->tags.n, .messages = stderr, .cover = t->cover.on ? &t->cover.spec : NULL,
    };
}

static bool prepare_cover(struct testing *t, const struct test_list *tests)
{
    struct test_options o = options_for(t);
    if (!t->cover.on)
        return true;
    if (!cover_prepare(&t->cover, &o, tests))
        return false;
    return !t->cover.profile || t->compile_only || cover_open(&t->cover, t->output_dir ? t->output_dir : t->start_dir);
}

static void test_one(struct testing *t, const struct test_target *p, bool single)
{
    struct strbuf image = {0}, first = {0};
    if (strlen(t->self) < 200)
        strbuf_printf(&first, "#!%s test-program", t->self);
    struct test_options o = options_for(t);
    o.shebang = first.at;
    enum test_outcome outcome = compile_test(&o, p, &image);
    fflush(stderr);
    struct echo e = {0};
    struct result r = {0};
    bool buffered = t->words.n && !t->bench && !t->json;
    switch (outcome) {
    case TEST_COMPILED:
        if (t->compile_only) {
            save(t, p, &image);
            break;
        }
        e.on = !buffered || (single && (t->verbose || t->list_given));
        if (t->json)
            e.json = test_json_begin(p->path);
        run(t, p, &image, &e, &r);
        if (t->cover.merged) {
            struct strbuf part = {0};
            strbuf_printf(&part, "%s/cover.out", t->folder);
            cover_merge(&t->cover, part.at);
            strbuf_free(&part);
        }
        if (t->profile && !p->is_std)
            save(t, p, &image);
        report(t, p, &e, &r, buffered);
        if (e.json)
            test_json_end(e.json, r.wait_status == 0 && !r.killed);
        strbuf_free(&r.out);
        break;
    case TEST_NO_FILES:
        if (t->json)
            e.json = test_json_begin(p->path);
        line(&e, "?   \t%s\t[no test files]\n", p->path);
        if (e.json)
            test_json_end_skip(e.json);
        break;
    default:
        printf("FAIL\t%s [%s failed]\n", p->path, outcome == TEST_BUILD_FAILED ? "build" : "setup");
        t->status = outcome == TEST_BUILD_FAILED ? EXIT_BUILD_FAILED : t->status ? t->status : EXIT_TEST_FAILED;
    }
    fflush(stdout);
    strbuf_free(&image);
    strbuf_free(&first);
}

static void prepare(struct testing *t)
{
    const char *tmp = getenv("TMPDIR"), *archive = getenv("VIRGOARCHIVE");
    if (!getcwd(t->start_dir, sizeof t->start_dir))
        fatal("cannot tell the current folder: %s", strerror(errno));
    if (t->output_dir && t->output_dir[0] != '/') {
        struct strbuf b = {0};          /* lives as long as the process */
        strbuf_printf(&b, "%s/%s", t->start_dir, t->output_dir);
        t->output_dir = b.at;
    }
    ssize_t n = readlink("/proc/self/exe", t->self, sizeof t->self - 1);
    t->self[n > 0 ? n : 0] = 0;
    snprintf(t->folder, sizeof t->folder, "%s/virgo-testXXXXXX", tmp && *tmp ? tmp : "/tmp");
    if (!mkdtemp(t->folder))
        fatal("cannot make a folder in %s: %s", tmp && *tmp ? tmp : "/tmp", strerror(errno));
    char *real = archive && *archive ? realpath(archive, NULL) : NULL;
    if (real)
        setenv("VIRGOARCHIVE", real, 1);        /* tests run elsewhere */
    free(real);
    signal(SIGINT, SIG_IGN);                    /* the test gets it; we clean up */
    signal(SIGQUIT, SIG_IGN);
}

int cmd_test(const struct command *self, int argc, char **argv)
{
    struct testing t = {.goroot = locate_goroot(), .overlay = locate_overlay()};
    if (!read_flags(&t, argc, argv)) {
        help_on(self, stdout);
        return 0;
    }
    struct test_list list;
    static const char *const here[] = {"."};
    const char *const *words = t.words.n ? (const char *const *)t.words.at : here;
    if (list_tests(t.goroot, words, t.words.n ? (int)t.words.n : 1, &list, stderr) != 0)
        return EXIT_INPUT;
    if (list.n == 0)
        fputs("no packages to test\n", stderr);
    if (t.compile_only && list.n > 1 && t.output)
        usage_error(self->name, "cannot use -o flag with multiple packages");
    if (t.profile && list.n != 1)
        usage_error(self->name, "cannot use -%s flag with multiple packages", t.profile);
    prepare(&t);
    bool ready = prepare_cover(&t, &list);
    if (!ready)
        t.status = EXIT_TEST_FAILED;
    for (int i = 0; ready && i < list.n; i++)
        test_one(&t, &list.at[i], list.n == 1);
    if (t.status && t.words.n && !t.json && !t.compile_only)
        puts("FAIL");
    if (t.cover.merged && fclose(t.cover.merged) != 0)
        t.status = input_error("cannot write %s: %s", t.cover.profile, strerror(errno));
    rmdir(t.folder);
    test_list_free(&list);
    return t.status;
}

/* virgo test-program FILE ARGS: a test program executes itself again.  Only what `virgo test` put into its private
 * folder is accepted. */
int cmd_test_program(const struct command *self, int argc, char **argv)
{
    if (argc < 1)
        usage_error(self->name, "no program named");
    char real[PATH_MAX];
    struct stat st, dir;
    if (!realpath(argv[0], real) || stat(real, &st) != 0)
        return input_error("cannot read %s: %s", argv[0], strerror(errno));
    *strrchr(real, '/') = 0;
    const char *name = strrchr(real, '/');
    if (!name || strncmp(name, "/virgo-test", 11) != 0 || stat(real, &dir) != 0 || (dir.st_mode & 077) != 0 ||
        dir.st_uid != geteuid() || st.st_uid != geteuid())
        return input_error("%s: not a program that a running `virgo test` made", argv[0]);
    struct strbuf image = {0};
    if (!read_file(argv[0], &image))
        return EXIT_INPUT;
    struct grants g = {.all = true};
    int status = execute_test(argv[0], (const uint8_t *)image.at, image.n, &g, argc - 1, argv + 1);
    strbuf_free(&image);
    return status;
}
