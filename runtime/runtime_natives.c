/* runtime/runtime_natives.c - body-less functions of the packages runtime, runtime/debug, hash/maphash, internal/abi. */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "runtime/base/fatal.h"
#include "runtime/base/strbuf.h"
#include "runtime/callers.h"
#include "runtime/equal.h"
#include "runtime/g.h"
#include "runtime/heap.h"
#include "runtime/natives.h"
#include "runtime/panic.h"
#include "runtime/sched/sched.h"
#include "runtime/shim/shim.h"
#include "runtime/slice.h"
#include "runtime/strings.h"
#include "runtime/traceback.h"
#include "runtime/types.h"
#include "vm/module/image.h"

#define NATIVE(name) static enum rt_result name(struct act *c)

static enum rt_result give_string(struct act *c, struct go_string s)
{
    c->r[0] = (uint64_t)s.ptr;
    c->r[1] = (uint64_t)s.len;
    return RT_DONE;
}

/* -- Types and errors ---------------------------------------------------------------------------------------------- */

NATIVE(type_string_of) { return give_string(c, type_string((struct rtype *)c->a[0])); }

/* The package of a defined type, or of a struct's or interface's unexported names. */
NATIVE(type_pkg_path_of)
{
    const struct rtype *t = (struct rtype *)c->a[0];
    struct go_string s = type_pkg_path(t);
    if (!s.len && type_kind(t) == KIND_STRUCT)
        s = name_string(((const struct struct_type *)t)->pkg_path);
    else if (!s.len && type_kind(t) == KIND_INTERFACE)
        s = name_string(((const struct interface_type *)t)->pkg_path);
    return give_string(c, s);
}

NATIVE(throw_message)
{
    char *msg = xmalloc(c->a[1] + 1);
    memcpy(msg, (void *)c->a[0], c->a[1]);
    msg[c->a[1]] = 0;
    c->g->throw_msg = msg;
    return RT_THROW;
}

/* -- Functions and frames -------------------------------------------------------------------------------------------- */

/* Func values show a function record as their code word: programs hand it to FuncForPC. */
static struct fn *record_at(uint64_t p)
{
    uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE), from = p & ~(page - 1), to = p + sizeof(struct fn) - 1;
    if (p % 8 || p < 4096 || p >> 47)
        return NULL;
    if (msync((void *)from, to - from + 1, MS_ASYNC) != 0)      /* is it mapped? */
        return NULL;
    struct fn *f = (struct fn *)p;
    return f->self == f ? f : NULL;
}

NATIVE(func_for_pc)
{
    uint64_t pc = c->a[0];
    struct fn *f = pc ? pc_function((const uint32_t *)(pc & ~(uint64_t)3)) : NULL;
    if (!f)
        f = record_at(pc);
    if (!f)
        f = record_at(pc - 1);          /* a return address, see walk */
    c->r[0] = (uint64_t)f;
    return RT_DONE;
}

NATIVE(func_name)
{
    const struct fn *f = (const struct fn *)c->a[0];
    const char *open = strchr(f->name, '[');
    if (!open)
        return give_string(c, (struct go_string){ f->name, (int64_t)strlen(f->name) });
    struct strbuf b = {0};
    traceback_name(&b, f->name);
    int ok = string_make(c->g, b.at, b.n, c->r);
    strbuf_free(&b);
    return ok ? RT_DONE : RT_RETRY;
}

NATIVE(func_entry)
{
    struct fn *f = (struct fn *)c->a[0];
    if (f && !(f->flags & FN_LINKED))
        link_code(f);
    c->r[0] = f ? f->code ? (uint64_t)f->code : (uint64_t)f : 0;
    return RT_DONE;
}

NATIVE(func_line)
{
    struct fn *f = (struct fn *)c->a[0];
    const char *file = "?";
    uint32_t line = 0;
    if (f && !(f->flags & FN_LINKED))
        link_code(f);
    uint64_t pc = c->a[1];
    if (f && f->code) {
        if (pc - (uint64_t)f->code >= (uint64_t)f->ncode * 4)   /* a function record's address: its entry */
            pc = (uint64_t)f->code;
        if (!pc_line(f, (const uint32_t *)(pc & ~(uint64_t)3), &file, &line))
            file = "?";
        if (pc == (uint64_t)f->code)            /* the entry stands where the function is declared */
            line = f->image->funcs[f->index].start_line;
    }
    if (f && f->native)
        file = callers_file(f);
    c->r[0] = (uint64_t)file;
    c->r[1] = strlen(file);
    c->r[2] = line;
    return RT_DONE;
}

NATIVE(callers)
{
    c->r[0] = (uint64_t)callers_collect(c->g, (int64_t)c->a[0], (uint64_t *)c->a[1], (int64_t)c->a[2]);
    return RT_DONE;
}

struct nth { int64_t skip; struct fn *fn; };

static bool take_nth(void *arg, struct fn *f, uint64_t pc)
{
    struct nth *n = arg;
    n->fn = f;
    return n->skip-- > 0;
}

NATIVE(caller_name)
{
    struct nth n = { (int64_t)c->a[0], NULL };
    callers_walk(c->g, true, take_nth, &n);
    return give_string(c, (struct go_string){ n.fn->name, (int64_t)strlen(n.fn->name) });
}

/* -- Memory ------------------------------------------------------------------------------------------------------------ */

NATIVE(keep) { return RT_DONE; }

NATIVE(size_class)
{
    c->r[0] = c->a[0] < SIZE_CLASSES ? size_classes[c->a[0]] : 0;
    return RT_DONE;
}

/* -- Environment, hashing, code addresses ------------------------------------------------------------------------------- */

NATIVE(get_env)
{
    const char *v = shim_getenv((const char *)c->a[0], c->a[1]);
    return give_string(c, (struct go_string){ v ? v : "", v ? (int64_t)strlen(v) : 0 });
}

NATIVE(fastrand64) { c->r[0] = random_u64(); return RT_DONE; }
NATIVE(memhash) { c->r[0] = hash_mem((void *)c->a[0], c->a[2], c->a[1]); return RT_DONE; }
NATIVE(code_word) { c->r[0] = c->a[1] ? *(uint64_t *)c->a[1] : 0; return RT_DONE; }

/* -- runtime/debug ------------------------------------------------------------------------------ */

NATIVE(nothing) { return RT_DONE; }

/* Faults other than nil dereferences cannot be turned into panics here; the setting is kept for its reader. */
NATIVE(set_panic_on_fault)
{
    c->r[0] = c->g->panic_on_fault;
    c->g->panic_on_fault = c->a[0] & 1;
    return RT_DONE;
}

NATIVE(set_traceback)
{
    panic_set_traceback((const char *)c->a[0], c->a[1]);
    return RT_DONE;
}

/* Threads are the VM's, a handful: the limit is only remembered. */
NATIVE(set_max_threads)
{
    static uint64_t limit = 10000;
    c->r[0] = limit;
    limit = c->a[0];
    return RT_DONE;
}

/* What the compiler left in the main package, with the 16 bytes on either side that the library cuts off. */
NATIVE(module_info)
{
    static const char mark[] = "path\t";
    static char *text;
    const struct image *im = sched_program() ? sched_program()->main : NULL;
    if (!im || im->nexport < sizeof mark - 1 || memcmp(im->export, mark, sizeof mark - 1) != 0)
        return give_string(c, (struct go_string){ "", 0 });
    if (!text) {
        text = xcalloc(1, im->nexport + 32);
        memcpy(text + 16, im->export, im->nexport);
    }
    return give_string(c, (struct go_string){ text, im->nexport + 32 });
}

NATIVE(num_cpu) { c->r[0] = (uint64_t)sysconf(_SC_NPROCESSORS_ONLN); return RT_DONE; }

const struct native_binding natives_runtime[] = {
    { "runtime.typeString", type_string_of },
    { "runtime.typePkgPath", type_pkg_path_of },
    { "runtime.throw", throw_message },
    { "sync.throw", throw_message },
    { "sync.fatal", throw_message },
    { "runtime.funcForPC", func_for_pc },
    { "runtime.funcName", func_name },
    { "runtime.funcEntry", func_entry },
    { "runtime.funcLine", func_line },
    { "runtime.callers", callers },
    { "runtime.callerName", caller_name },
    { "runtime.keep", keep },
    { "runtime.sizeClass", size_class },
    { "runtime.getenv", get_env },
    { "runtime.NumCPU", num_cpu },
    { "hash/maphash.runtime_fastrand64", fastrand64 },
    { "hash/maphash.runtime_memhash", memhash },
    { "runtime.memhash", memhash },
    { "internal/abi.FuncPCABI0", code_word },
    { "internal/abi.FuncPCABIInternal", code_word },
    { "crypto/internal/boring/bcache.registerCache", nothing },
    { "runtime/debug.SetTraceback", set_traceback },
    { "runtime/debug.modinfo", module_info },
    { "runtime/debug.setPanicOnFault", set_panic_on_fault },
    { "runtime/debug.setMaxThreads", set_max_threads },
    { NULL, NULL },
};
