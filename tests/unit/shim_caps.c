/* tests/unit/shim_caps.c - capabilities and guest system calls: grants, refusals, names that try to escape. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "runtime/shim/call.h"

static int failures;
#define CHECK(cond) \
    ((cond) ? (void)0 : (failures++, (void)printf("%s:%d: %s\n", __FILE__, __LINE__, #cond)))

static int64_t call(uint64_t nr, uint64_t a, uint64_t b, uint64_t c, uint64_t d)
{
    return shim_syscall(NULL, nr, (uint64_t[6]){ a, b, c, d });
}

static int64_t open_guest(const char *path, int flags) { return call(GSYS_openat, (uint64_t)AT_FDCWD, (uint64_t)path, (uint64_t)flags, 0644); }

static void test_flags(void)
{
    struct caps c = {0};
    const char *why;
    CHECK(caps_flag(&c, "--allow-net=example.org:80,:443,10.0.0.1", &why) == 1);
    CHECK(caps_allow(&c, CAP_NET, "example.org:80") && !caps_allow(&c, CAP_NET, "example.org:81"));
    CHECK(caps_allow(&c, CAP_NET, "a:443") && caps_allow(&c, CAP_NET, "10.0.0.1:5") && !caps_allow(&c, CAP_NET, "10.0.0.10:5"));
    CHECK(caps_flag(&c, "--allow-env", &why) == 1 && caps_allow(&c, CAP_ENV, "HOME"));
    CHECK(caps_flag(&c, "--deny-env=HOME", &why) == 1 && !caps_allow(&c, CAP_ENV, "HOME") && caps_allow(&c, CAP_ENV, "X"));
    CHECK(caps_flag(&c, "--allow-read", &why) == 1 && caps_allow(&c, CAP_READ, "/etc/passwd"));
    CHECK(!caps_allow(&c, CAP_READ, "/proc/self/mem") && caps_allow(&c, CAP_READ, "/dev/null"));
    CHECK(caps_flag(&c, "--allow-write=/tmp", &why) == 1);
    CHECK(caps_allow(&c, CAP_WRITE, "/tmp/x") && caps_allow(&c, CAP_WRITE, "/tmp") && !caps_allow(&c, CAP_WRITE, "/tmpx"));
    CHECK(caps_flag(&c, "--allow-everything", &why) == -1 && caps_flag(&c, "-v", &why) == 0);
    CHECK(caps_flag(&c, "-A", &why) == 1 && caps_allow(&c, CAP_RUN, "/bin/sh") && !caps_allow(&c, CAP_ENV, "HOME"));
}

int main(void)
{
    char dir[64], path[200], link[200], secret[200], arg[250];
    static struct caps caps;
    const char *why;
    test_flags();
    snprintf(dir, sizeof dir, "/tmp/virgo-shim-%ld", (long)getpid());
    if (mkdir(dir, 0700) != 0)
        return 1;
    if (!freopen("/tmp/virgo-shim-stderr", "w", stderr))
        return 1;
    snprintf(path, sizeof path, "%s/open", dir);
    mkdir(path, 0755);
    snprintf(secret, sizeof secret, "%s/secret", dir);
    close(open(secret, O_CREAT | O_WRONLY, 0644));
    snprintf(link, sizeof link, "%s/open/link", dir);
    CHECK(symlink(secret, link) == 0);
    snprintf(arg, sizeof arg, "--allow-read=%s", path);
    CHECK(caps_flag(&caps, arg, &why) == 1);
    snprintf(arg, sizeof arg, "--allow-write=%s", path);
    CHECK(caps_flag(&caps, arg, &why) == 1);
    char *argv[] = { "x", NULL }, *env[] = { "HOME=/root", NULL };
    shim_init(&caps, 1, argv, env);
    CHECK(shim_env()[0] == NULL);

    snprintf(arg, sizeof arg, "%s/new", path);
    int64_t fd = open_guest(arg, O_CREAT | O_RDWR);
    CHECK(fd >= 0);
    CHECK(call(GSYS_write, (uint64_t)fd, (uint64_t)"abc", 3, 0) == 3);
    struct guest_stat st;
    CHECK(call(GSYS_fstat, (uint64_t)fd, (uint64_t)&st, 0, 0) == 0 && st.size == 3 && (st.mode & 0777) == 0644);
    CHECK(call(GSYS_close, (uint64_t)fd, 0, 0, 0) == 0);
    CHECK(call(GSYS_write, (uint64_t)fd, (uint64_t)"abc", 3, 0) == -EBADF);
    int own = open("/dev/null", O_RDWR);                /* the VM's descriptor is none of the guest's */
    CHECK(call(GSYS_read, (uint64_t)own, (uint64_t)arg, 1, 0) == -EBADF);
    CHECK(call(GSYS_dup3, 1, (uint64_t)own, 0, 0) == -EBADF);

    CHECK(open_guest(secret, O_RDONLY) == -EACCES);
    CHECK(open_guest(link, O_RDONLY) == -EACCES);       /* leads outside */
    snprintf(arg, sizeof arg, "%s/../secret", path);
    CHECK(open_guest(arg, O_RDONLY) == -EACCES);
    int64_t d = open_guest(path, O_RDONLY | O_DIRECTORY);
    CHECK(d >= 0);
    CHECK(call(GSYS_openat, (uint64_t)d, (uint64_t)"../secret", O_RDONLY, 0) == -EACCES);
    CHECK(call(GSYS_fstatat, (uint64_t)d, (uint64_t)"new", (uint64_t)&st, 0) == 0 && st.size == 3);
    CHECK(call(GSYS_unlinkat, (uint64_t)d, (uint64_t)"new", 0, 0) == 0);
    CHECK(call(GSYS_readlinkat, (uint64_t)d, (uint64_t)"link", (uint64_t)arg, sizeof arg) > 0);
    CHECK(call(GSYS_socket, 2, 1, 0, 0) == -EACCES);
    CHECK(call(GSYS_mmap, 0, 4096, 7, 0x22) == -EACCES);
    CHECK(call(GSYS_execve, (uint64_t)"/bin/true", 0, 0, 0) == -EACCES);
    CHECK(call(101010, 0, 0, 0, 0) == -ENOSYS && call(220, 0, 0, 0, 0) == -ENOSYS);     /* clone is not offered */

    fflush(stderr);
    char text[4096] = "";
    FILE *f = fopen("/tmp/virgo-shim-stderr", "r");
    size_t n = f ? fread(text, 1, sizeof text - 1, f) : 0;
    text[n] = 0;
    CHECK(strstr(text, "--allow-read=") && strstr(text, "--allow-net is missing") && strstr(text, "--allow-run"));
    snprintf(arg, sizeof arg, "rm -rf %s /tmp/virgo-shim-stderr", dir);
    if (system(arg))
        failures++;
    if (failures)
        printf("%d failures\n", failures);
    return failures != 0;
}
