/* vm/cli/needs.c - see needs.h.  The library reaches the system through a few packages; a program's own references to
 * them say what it means to do.  What the library does on its own account (time zones, name lookup) is not counted. */
#include "vm/cli/needs.h"

#include <string.h>

enum { R = 1 << GRANT_READ, W = 1 << GRANT_WRITE, N = 1 << GRANT_NET, E = 1 << GRANT_ENV, X = 1 << GRANT_RUN };

/* symbols: words separated by blanks; one that ends in * is a prefix; "*" is all of the package. */
static const struct { const char *package; unsigned needs; const char *symbols; } table[] = {
    {"os", R, "Open OpenFile ReadFile ReadDir Stat Lstat Readlink DirFS Getwd Chdir SameFile CopyFS Root*"},
    {"os", W, "Create CreateTemp OpenFile WriteFile Mkdir MkdirAll MkdirTemp Remove RemoveAll Rename Chmod Chown Lchown Chtimes "
              "Truncate Symlink Link"},
    {"os", E, "Getenv LookupEnv Environ ExpandEnv Setenv Unsetenv Clearenv UserHomeDir UserCacheDir UserConfigDir"},
    {"os", X, "StartProcess FindProcess"},
    {"io/ioutil", R, "ReadFile ReadDir"},
    {"io/ioutil", W, "WriteFile TempFile TempDir"},
    {"path/filepath", R, "Walk WalkDir Glob EvalSymlinks Abs"},
    {"os/exec", X, "*"},
    {"os/user", R, "*"},
    {"net", N, "Dial* Listen* Lookup* (*Dialer)* (*ListenConfig)* (*Resolver)* Interface* File*"},
    {"net/http", N, "Get Head Post PostForm ListenAndServe* Serve ServeTLS (*Client)* (*Server)* (*Transport)*"},
    {"net/http", R, "ServeFile Dir* ListenAndServeTLS"},
    {"net/http/httptest", N, "NewServer NewTLSServer NewUnstartedServer (*Server)*"},
    {"net/rpc", N, "Dial*"},
    {"net/rpc/jsonrpc", N, "Dial*"},
    {"net/smtp", N, "Dial SendMail"},
    {"net/textproto", N, "Dial"},
    {"crypto/tls", N, "Dial* Listen (*Dialer)*"},
    {"crypto/tls", R, "LoadX509KeyPair"},
    {"crypto/x509", R, "SystemCertPool"},
    {"log/syslog", N, "*"},
    {"html/template", R, "ParseFiles ParseGlob (*Template).ParseFiles (*Template).ParseGlob"},
    {"text/template", R, "ParseFiles ParseGlob (*Template).ParseFiles (*Template).ParseGlob"},
    {"archive/zip", R, "OpenReader"},
    {"time", R, "LoadLocation"},
    {"go/parser", R, "ParseFile ParseDir"},
    {"go/build", R, "*"},
    {"debug/elf", R, "Open"},
    {"debug/macho", R, "Open"},
    {"debug/pe", R, "Open"},
    {"debug/buildinfo", R, "ReadFile"},
    {"syscall", R | W, "Open Stat Lstat Fstat* Mkdir* Unlink* Rename* Chmod* Chown* Link* Symlink* Readlink* Truncate Access Mount Statfs"},
    {"syscall", N, "Socket* Connect Bind Listen Accept* Sendto Recvfrom"},
    {"syscall", E, "Getenv Environ Setenv"},
    {"syscall", X, "Exec ForkExec StartProcess Kill"},
};

static bool matches(const char *words, const char *symbol)
{
    for (const char *p = words; *p;) {
        size_t n = strcspn(p, " ");
        if (p[n - 1] == '*' ? strncmp(p, symbol, n - 1) == 0 : strlen(symbol) == n && memcmp(p, symbol, n) == 0)
            return true;
        p += n;
        p += *p == ' ';
    }
    return false;
}

unsigned needs_of(const char *package, const char *symbol)
{
    unsigned needs = 0;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (strcmp(table[i].package, package) == 0 && matches(table[i].symbols, symbol))
            needs |= table[i].needs;
    return needs;
}
