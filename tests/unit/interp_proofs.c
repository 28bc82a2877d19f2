/* tests/unit/interp_proofs.c - every program of tests/bytecode (text of modules) runs in a process of its own, plain and
 * under each stress mode; what it prints (to standard error) must be its .out file. */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "runtime/base/strbuf.h"
#include "vm/module/dis.h"
#include "vm/module/write.h"
#include "vm/virgo.h"

static struct strbuf slurp(const char *path)
{
    struct strbuf b = { 0 };
    char buf[4096];
    size_t n;
    FILE *f = fopen(path, "r");
    strbuf_puts(&b, "");
    while (f && (n = fread(buf, 1, sizeof buf, f)) > 0)
        strbuf_add(&b, buf, n);
    if (f)
        fclose(f);
    return b;
}

/* In the child: never returns. */
static void run(const char *path, const char *stress)
{
    struct strbuf text = slurp(path), module = { 0 }, image = { 0 };
    struct mod_fault fault;
    char message[300];
    if (asm_parse(&module, text.at, text.n, &fault) != 0) {
        fprintf(stderr, "%s: %s\n", path, fault.what);
        _exit(3);
    }
    struct mw_unit unit = { "main", module.at, module.n };
    mw_container(&image, NULL, 2, &unit, 1, 0, 0);
    struct virgo_options o = { .name = path, .stress = stress };
    virgo_run(&o, (const uint8_t *)image.at, image.n, message, sizeof message);
    fprintf(stderr, "%s: %s\n", path, message);
    _exit(3);
}

static bool check(const char *path, const char *stress)
{
    int fds[2], status;
    if (pipe(fds) != 0)
        return false;
    pid_t pid = fork();
    if (pid == 0) {
        dup2(fds[1], 2);
        close(fds[0]);
        close(fds[1]);
        alarm(100);
        run(path, stress);
    }
    close(fds[1]);
    struct strbuf got = { 0 };
    char buf[4096];
    ssize_t n;
    strbuf_puts(&got, "");
    while ((n = read(fds[0], buf, sizeof buf)) > 0)
        strbuf_add(&got, buf, (size_t)n);
    close(fds[0]);
    waitpid(pid, &status, 0);
    char expect_path[400];
    snprintf(expect_path, sizeof expect_path, "%.*s.out", (int)(strlen(path) - 3), path);
    struct strbuf want = slurp(expect_path);
    bool ok = WIFEXITED(status) && got.n == want.n && memcmp(got.at, want.at, got.n) == 0;
    if (!ok)
        printf("%s [%s]: status %d, printed\n%s\n", path, stress, status, got.at);
    strbuf_free(&got);
    strbuf_free(&want);
    return ok;
}

int main(void)
{
    static const char *const modes[] = { "", "stack", "gc", "stack,gc", "stack,gc,preempt" };
    glob_t g;
    bool ok = glob("tests/bytecode/*.vs", 0, NULL, &g) == 0;
    for (size_t i = 0; ok && i < g.gl_pathc; i++)
        for (size_t m = 0; m < sizeof modes / sizeof *modes; m++)
            ok &= check(g.gl_pathv[i], modes[m]);
    printf(ok ? "ok\n" : "FAILED\n");
    return !ok;
}
