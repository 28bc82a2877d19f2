/* runtime/runtime_natives.c - body-less functions of the packages runtime, runtime/debug, hash/maphash, internal/abi. */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "runtime/base/fatal.h"
#include "runtime/base/strbuf.h"
#include "runtime/equal.h"
#include "runtime/g.h"
#include "runtime/heap.h"
#include "runtime/natives.h"
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
    }
    if (f && f->native)
        file = "runtime/proc.go";
    c->r[0] = (uint64_t)file;
    c->r[1] = strlen(file);
    c->r[2] = line;
    return RT_DONE;
}

/* What every goroutine's list of callers ends with. */
static enum rt_result goexit_body(struct act *c) { return RT_EXIT; }
static struct fn goexit_fn = { .native = goexit_body, .flags = FN_LINKED, .name = "runtime.goexit", .self = &goexit_fn };

/* Between a deferred call and the frame whose panic or Goexit runs it stands the runtime's own function. */
static struct fn gopanic_fn = { .native = goexit_body, .flags = FN_LINKED, .name = "runtime.gopanic", .self = &gopanic_fn };

/* Calls visit for each frame from the function that called this native, outward; return addresses. */
static void walk(struct act *c, bool wrappers, bool (*visit)(void *arg, struct fn *f, uint64_t pc), void *arg)
{
    uint64_t *fp = c->g->fp;
    uint64_t pc = (uint64_t)(c->g->pc + 1);
    for (;;) {
        struct fn *f = (struct fn *)fp[FRAME_FN];
        if (!f->native && (wrappers || !(f->flags & FN_WRAPPER)) && pc && !visit(arg, f, pc))
            return;
        if (FRAME_FLAGS(fp[FRAME_LINK]) & FRAME_BOTTOM) {       /* a record's address + 1 stands for its return address */
            if (!f->native || visit(arg, f, (uint64_t)f + 1))
                visit(arg, &goexit_fn, (uint64_t)&goexit_fn + 1);
            return;
        }
        if (FRAME_FLAGS(fp[FRAME_LINK]) & FRAME_PANIC && !visit(arg, &gopanic_fn, (uint64_t)&gopanic_fn + 1))
            return;
        pc = fp[FRAME_PC];
        fp = frame_caller(fp);
    }
}

struct collect { int64_t skip, n, cap; uint64_t *pcs; };

static bool collect_pc(void *arg, struct fn *f, uint64_t pc)
{
    struct collect *k = arg;
    if (k->skip-- > 0)
        return true;
    if (k->n == k->cap)
        return false;
    k->pcs[k->n++] = pc;
    return true;
}

NATIVE(callers)
{
    struct collect k = { (int64_t)c->a[0], 0, (int64_t)c->a[2], (uint64_t *)c->a[1] };
    walk(c, false, collect_pc, &k);
    c->r[0] = (uint64_t)k.n;
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
    walk(c, true, take_nth, &n);
    return give_string(c, (struct go_string){ n.fn->name, (int64_t)strlen(n.fn->name) });
}

/* -- Memory ------------------------------------------------------------------------------------------------------------ */

NATIVE(keep) { return RT_DONE; }

NATIVE(read_mem_stats)
{
    struct heap_stats s;
    uint64_t *out = (uint64_t *)c->a[0];
    heap_get_stats(&s, c->g->worker ? &c->g->worker->cache : NULL);
    uint64_t values[16] = {
        s.heap_alloc, s.total_alloc, s.heap_sys, s.mallocs, s.frees, s.heap_alloc, s.heap_sys, 0, s.next_gc,
        s.last_gc_unix_ns, s.pause_total_ns, s.num_gc, s.num_forced,
    };
    memcpy(out, values, sizeof values);
    return RT_DONE;
}

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

/* -- runtime/debug: what has no meaning here ------------------------------------------------------------------------------ */

NATIVE(nothing) { return RT_DONE; }
NATIVE(give_zero) { c->r[0] = 0; return RT_DONE; }
NATIVE(give_argument) { c->r[0] = c->a[0]; return RT_DONE; }
NATIVE(give_empty) { return give_string(c, (struct go_string){ "", 0 }); }
NATIVE(no_profile) { c->r[0] = 0; c->r[1] = 1; return RT_DONE; }
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
    { "runtime.readMemStats", read_mem_stats },
    { "runtime.sizeClass", size_class },
    { "runtime.getenv", get_env },
    { "runtime.NumCPU", num_cpu },
    { "hash/maphash.runtime_fastrand64", fastrand64 },
    { "hash/maphash.runtime_memhash", memhash },
    { "runtime.memhash", memhash },
    { "internal/abi.FuncPCABI0", code_word },
    { "internal/abi.FuncPCABIInternal", code_word },
    { "runtime/metrics.runtime_readMetrics", nothing },
    { "runtime/pprof.runtime_goroutineProfileWithLabels", no_profile },
    { "crypto/internal/boring/bcache.registerCache", nothing },
    { "runtime/debug.SetTraceback", nothing },
    { "runtime/debug.WriteHeapDump", nothing },
    { "runtime/debug.modinfo", give_empty },
    { "runtime/debug.setPanicOnFault", give_zero },
    { "runtime/debug.setMaxThreads", give_argument },
    { NULL, NULL },
};
