/* vm/cli/file.c - whole files in and out. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/base/fatal.h"
#include "vm/cli/cli.h"

enum { FILE_LIMIT = 1 << 30 };      /* bytes; a module has no business being larger */

bool read_file(const char *path, struct strbuf *out)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    char chunk[65536];
    ssize_t n = -1;
    while (fd >= 0 && out->n < FILE_LIMIT && (n = read(fd, chunk, sizeof chunk)) > 0)
        strbuf_add(out, chunk, (size_t)n);
    if (fd < 0 || n < 0)
        input_error("cannot read %s: %s", path, strerror(errno));
    else if (n > 0)
        input_error("cannot read %s: larger than 1 GB", path);
    if (fd >= 0)
        close(fd);
    return n == 0;
}

static bool write_all(int fd, const struct strbuf *data)
{
    for (size_t done = 0; done < data->n;) {
        ssize_t n = write(fd, data->at + done, data->n - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        done += (size_t)n;
    }
    return true;
}

int write_file(const char *path, const struct strbuf *data, bool executable)
{
    struct stat st;
    bool in_place = stat(path, &st) == 0 && !S_ISREG(st.st_mode);      /* /dev/null and the like */
    struct strbuf tmp = {0};
    if (in_place)
        strbuf_puts(&tmp, path);
    else
        strbuf_printf(&tmp, "%s.%ld.tmp", path, (long)getpid());
    int fd = open(tmp.at, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, executable ? 0777 : 0666);
    bool ok = fd >= 0 && write_all(fd, data);
    int error = errno;
    if (fd >= 0 && close(fd) && ok)
        ok = false, error = errno;
    if (ok && !in_place && rename(tmp.at, path))
        ok = false, error = errno;
    if (!ok) {
        if (fd >= 0 && !in_place)
            unlink(tmp.at);
        input_error("cannot write %s: %s", path, strerror(error));
    }
    strbuf_free(&tmp);
    return ok ? 0 : EXIT_INPUT;
}
