/* runtime/alias_natives.c - body-less functions that //go:linkname, or a line of assembly, binds to a function of another
 * package: the call is passed on. */
#include <string.h>
#include "runtime/frame.h"
#include "runtime/g.h"
#include "runtime/natives.h"
#include "vm/module/image.h"

/* X(symbol, package of the body, its name there) */
#define ALIASES(X) \
    X("internal/syscall/unix.RecvfromInet4", "syscall", "recvfromInet4") \
    X("internal/syscall/unix.RecvfromInet6", "syscall", "recvfromInet6") \
    X("internal/syscall/unix.SendtoInet4", "syscall", "sendtoInet4") \
    X("internal/syscall/unix.SendtoInet6", "syscall", "sendtoInet6") \
    X("internal/syscall/unix.SendmsgNInet4", "syscall", "sendmsgNInet4") \
    X("internal/syscall/unix.SendmsgNInet6", "syscall", "sendmsgNInet6") \
    X("internal/syscall/unix.RecvmsgInet4", "syscall", "recvmsgInet4") \
    X("internal/syscall/unix.RecvmsgInet6", "syscall", "recvmsgInet6") \
    X("golang.org/x/sys/unix.SyscallNoError", "syscall", "rawSyscallNoError") \
    X("golang.org/x/sys/unix.RawSyscallNoError", "syscall", "rawSyscallNoError") \
    X("mime/multipart.readMIMEHeader", "net/textproto", "readMIMEHeader") \
    X("runtime/metrics.runtime_readMetrics", "runtime", "readMetrics") \
    X("time/tzdata.registerLoadFromEmbeddedTZData", "time", "registerLoadFromEmbeddedTZData") \
    X("go/internal/srcimporter.setUsesCgo", "go/types", "srcimporter_setUsesCgo")

static const struct { const char *symbol, *pkg, *name; } aliases[] = {
#define X(symbol, pkg, name) { symbol, pkg, name },
    ALIASES(X)
#undef X
};

static enum rt_result pass_on(struct act *c)
{
    if (c->s[0]) {
        if (c->nres)
            memcpy(c->r, c->call_res, c->nres * sizeof *c->r);
        return RT_DONE;
    }
    for (unsigned i = 0; i < sizeof aliases / sizeof *aliases; i++) {
        if (strcmp(aliases[i].symbol, c->fn->name) != 0)
            continue;
        struct fn *f = link_symbol(c->fn->image->prog, aliases[i].pkg, aliases[i].name);
        if (!f || c->nargs > ACT_MAXCALL)
            break;
        memcpy(c->call_args, c->a, c->nargs * sizeof *c->a);
        c->call_fn = fn_value(f);
        c->call_nargs = c->nargs;
        c->call_nres = c->nres;
        c->s[0] = 1;
        return RT_CALL;
    }
    c->g->throw_msg = "linkname: no such function";
    return RT_THROW;
}

const struct native_binding natives_alias[] = {
#define X(symbol, pkg, name) { symbol, pass_on },
    ALIASES(X)
#undef X
    { NULL, NULL },
};
