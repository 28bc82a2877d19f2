/* vm/module/asm_parse.c - the assembler: the text form of modules (docs/bytecode-text.md) to bytes through write.c.
 * It checks syntax only; what it builds is judged by read.c and verify.c like any other file. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "decode.h"
#include "runtime_entries.h"
#include "runtime/base/arena.h"
#include "runtime/base/fatal.h"
#include "runtime/base/hashmap.h"
#include "vm/module/dis.h"
#include "vm/module/write.h"

enum tok { T_EOF, T_WORD, T_NUM, T_STR, T_PUNCT };

struct fixup { size_t at; int64_t index; const char *label; uint32_t line; };   /* index >= 0: table entry */

struct asm_ {
    const char *p, *end;
    uint32_t line;
    enum tok tok;
    const char *word; size_t nword;     /* T_WORD, T_STR: text */
    int64_t num;
    int punct;
    struct mod_writer *w;
    struct mod_fault *fault;
    bool failed;
    int depth;
    struct arena arena;
};

typedef vec(struct fixup) fixup_vec;

static void fail(struct asm_ *a, const char *what)
{
    if (!a->failed) mod_fail(a->fault, a->line, "text", "line %u: %s", a->line, what);
    a->failed = true;
    a->tok = T_EOF;
}

static bool word_char(int c) { return isalnum(c) || c == '_' || c == '.'; }

static void lex_string(struct asm_ *a)
{
    char *out = arena_alloc(&a->arena, (size_t)(a->end - a->p) < 65536 ? (size_t)(a->end - a->p) + 1 : 65536), *o = out;
    const char *limit = out + 65000;
    for (a->p++; a->p < a->end && *a->p != '"' && *a->p != '\n' && o < limit; a->p++) {
        if (*a->p != '\\' || a->p + 1 >= a->end) { *o++ = *a->p; continue; }
        a->p++;
        if (*a->p == 'n') *o++ = '\n';
        else if (*a->p == 'x' && a->end - a->p > 2) {
            char hex[3] = { a->p[1], a->p[2], 0 };
            *o++ = (char)strtoul(hex, NULL, 16);
            a->p += 2;
        } else *o++ = *a->p;
    }
    if (a->p >= a->end || *a->p != '"') { fail(a, "string without an end"); return; }
    a->p++;
    a->tok = T_STR, a->word = out, a->nword = (size_t)(o - out);
}

static void next(struct asm_ *a)
{
    if (a->failed) { a->tok = T_EOF; return; }
    for (;;) {
        while (a->p < a->end && isspace((unsigned char)*a->p)) if (*a->p++ == '\n') a->line++;
        if (a->end - a->p < 2 || a->p[0] != '/' || a->p[1] != '/') break;
        while (a->p < a->end && *a->p != '\n') a->p++;
    }
    if (a->p >= a->end) { a->tok = T_EOF; return; }
    int c = (unsigned char)*a->p;
    if (c == '"') { lex_string(a); return; }
    if (isdigit(c) || (c == '-' && a->end - a->p > 1 && isdigit((unsigned char)a->p[1]))) {
        char buf[32];
        size_t n = 0;
        while (a->p < a->end && n < sizeof buf - 1 && (isalnum((unsigned char)*a->p) || (*a->p == '-' && !n))) buf[n++] = *a->p++;
        buf[n] = 0;
        char *stop;
        bool hex = buf[0] == '0' && (buf[1] == 'x' || buf[1] == 'X');
        a->num = hex ? (int64_t)strtoull(buf, &stop, 16) : strtoll(buf, &stop, 10);
        if (*stop) fail(a, "bad number");
        else a->tok = T_NUM;
        return;
    }
    if (isalpha(c) || c == '_' || (c == '.' && a->end - a->p > 1 && isalpha((unsigned char)a->p[1]))) {
        const char *s = a->p++;
        while (a->p < a->end && word_char((unsigned char)*a->p)) a->p++;
        a->tok = T_WORD, a->nword = (size_t)(a->p - s), a->word = arena_strndup(&a->arena, s, a->nword);
        return;
    }
    a->tok = T_PUNCT;
    if (c == '.' && a->end - a->p > 2 && a->p[1] == '.' && a->p[2] == '.') { a->p += 3; a->punct = 'e'; return; }
    if (c == '-' && a->end - a->p > 1 && a->p[1] == '>') { a->p += 2; a->punct = '>'; return; }
    a->p++;
    a->punct = c;
}

static bool is_punct(struct asm_ *a, int c) { return a->tok == T_PUNCT && a->punct == c; }
static bool is_word(struct asm_ *a, const char *w) { return a->tok == T_WORD && !strcmp(a->word, w); }
static bool take_punct(struct asm_ *a, int c) { if (!is_punct(a, c)) return false; next(a); return true; }
static bool take_word(struct asm_ *a, const char *w) { if (!is_word(a, w)) return false; next(a); return true; }
static void want(struct asm_ *a, int c)
{
    if (take_punct(a, c)) return;
    char msg[32] = "expected ' '";
    msg[10] = (char)c;
    fail(a, c == '>' ? "expected ->" : msg);
}
static int64_t number(struct asm_ *a)
{
    if (a->tok != T_NUM) { fail(a, "expected a number"); return 0; }
    int64_t v = a->num;
    next(a);
    return v;
}
static uint32_t slot(struct asm_ *a) { return (uint32_t)number(a) & 0xffff; }
static const char *string(struct asm_ *a, size_t *n)
{
    static const char none[] = "";
    if (a->tok != T_STR) { fail(a, "expected a string"); if (n) *n = 0; return none; }
    const char *s = a->word;
    if (n) *n = a->nword;
    next(a);
    return s;
}
static uint32_t str_index(struct asm_ *a) { size_t n; const char *s = string(a, &n); return mw_str(a->w, s, n); }

/* -- Types ---------------------------------------------------------------------------------------------------------- */
static uint32_t type(struct asm_ *a);

static void member(struct asm_ *a, uint32_t *name, uint32_t *pkg)
{
    *name = str_index(a);
    *pkg = take_word(a, "in") ? str_index(a) : 0;
}

static uint32_t func_type(struct asm_ *a)
{
    vec(uint32_t) t = {0};
    bool variadic = false;
    want(a, '(');
    while (!is_punct(a, ')') && a->tok != T_EOF) {
        if (take_punct(a, 'e')) variadic = true;
        uint32_t p = type(a);
        vec_push(&t, p);
        if (!take_punct(a, ',')) break;
    }
    want(a, ')');
    uint32_t np = (uint32_t)t.n;
    want(a, '(');
    while (!is_punct(a, ')') && a->tok != T_EOF) {
        uint32_t p = type(a);
        vec_push(&t, p);
        if (!take_punct(a, ',')) break;
    }
    want(a, ')');
    uint32_t r = mw_functype(a->w, np, variadic, (uint32_t)t.n - np, t.at);
    vec_free(&t);
    return r;
}

static uint32_t struct_type(struct asm_ *a)
{
    vec(struct mw_field) f = {0};
    want(a, '{');
    while (!is_punct(a, '}') && a->tok != T_EOF) {
        struct mw_field m = {0};
        member(a, &m.name, &m.pkg);
        m.type = type(a);
        if (take_word(a, "embedded")) m.flags |= FMT_FIELD_EMBEDDED;
        if (take_word(a, "tag")) m.flags |= FMT_FIELD_TAGGED, m.tag = str_index(a);
        vec_push(&f, m);
        if (!take_punct(a, ';')) break;
    }
    want(a, '}');
    uint32_t r = mw_struct(a->w, f.at, (uint32_t)f.n);
    vec_free(&f);
    return r;
}

static uint32_t interface_type(struct asm_ *a)
{
    vec(struct mw_imethod) f = {0};
    want(a, '{');
    while (!is_punct(a, '}') && a->tok != T_EOF) {
        struct mw_imethod m = {0};
        member(a, &m.name, &m.pkg);
        m.type = type(a);
        vec_push(&f, m);
        if (!take_punct(a, ';')) break;
    }
    want(a, '}');
    uint32_t r = mw_interface(a->w, f.at, (uint32_t)f.n);
    vec_free(&f);
    return r;
}

static uint32_t named(struct asm_ *a)
{
    const char *path = string(a, NULL);
    want(a, '.');
    const char *name = string(a, NULL);
    uint32_t local = take_punct(a, '#') ? (uint32_t)number(a) & 0xffff : 0;
    return a->failed ? 0 : mw_named(a->w, path, name, "", local, NULL);
}

static uint32_t type_inner(struct asm_ *a)
{
    static const struct { const char *name; uint8_t kind; } basic[] = { { "bool", 1 }, { "int", 2 }, { "int8", 3 },
        { "int16", 4 }, { "int32", 5 }, { "int64", 6 }, { "uint", 7 }, { "uint8", 8 }, { "uint16", 9 }, { "uint32", 10 },
        { "uint64", 11 }, { "uintptr", 12 }, { "float32", 13 }, { "float64", 14 }, { "complex64", 15 },
        { "complex128", 16 }, { "string", 24 }, { "pointer", 26 } };
    if (take_punct(a, '-')) return 0;
    if (take_punct(a, '*')) return mw_pointer(a->w, type(a));
    if (take_punct(a, '[')) {
        if (take_punct(a, ']')) return mw_slice(a->w, type(a));
        uint64_t n = (uint64_t)number(a);
        want(a, ']');
        return mw_array(a->w, type(a), n);
    }
    if (a->tok == T_STR) return named(a);
    if (take_word(a, "func")) return func_type(a);
    if (take_word(a, "struct")) return struct_type(a);
    if (take_word(a, "interface")) return interface_type(a);
    if (take_word(a, "opaque")) return mw_opaque(a->w, string(a, NULL));
    if (take_word(a, "chan")) { uint32_t dir = (uint32_t)number(a); return mw_chan(a->w, type(a), dir); }
    if (take_word(a, "map")) {
        want(a, '[');
        uint32_t key = type(a);
        want(a, ']');
        return mw_map(a->w, key, type(a));
    }
    for (size_t i = 0; a->tok == T_WORD && i < sizeof basic / sizeof *basic; i++)
        if (take_word(a, basic[i].name)) return mw_basic(a->w, basic[i].kind);
    fail(a, "expected a type");
    return 0;
}

static uint32_t type(struct asm_ *a)
{
    if (++a->depth > 100) fail(a, "types nest too deeply");
    uint32_t t = a->failed ? 0 : type_inner(a);
    a->depth--;
    return t;
}

/* -- References ------------------------------------------------------------------------------------------------------ */
static uint32_t ref(struct asm_ *a, int sigil)
{
    if (take_punct(a, '-')) return 0;
    want(a, sigil);
    if (a->tok == T_NUM && sigil == '%') return mw_globref_def(a->w, (uint32_t)number(a));
    size_t n;
    const char *first = string(a, &n);
    uint32_t import = 0, name;
    if (take_punct(a, '.')) import = mw_import(a->w, first, 0), name = str_index(a);
    else name = mw_str(a->w, first, n);
    uint32_t t = type(a);
    return a->failed ? 0 : sigil == '@' ? mw_funcref(a->w, import, name, t) : mw_globref(a->w, import, name, t);
}

static uint32_t itab(struct asm_ *a)
{
    uint32_t iface = type(a);
    want(a, ':');
    uint32_t t = type(a);
    return mw_itabref(a->w, iface, t);
}

/* -- Instructions ------------------------------------------------------------------------------------------------------ */
struct body {
    struct isa_code code;
    struct strmap labels;               /* name -> word + 1 */
    fixup_vec fixups;
    vec(struct mw_reg) regs;
    vec(struct mw_obj) objs;
    vec(struct mw_line) lines;
};

static const char *label(struct asm_ *a)
{
    if (a->tok != T_WORD) { fail(a, "expected a label"); return ""; }
    const char *s = a->word;
    next(a);
    return s;
}

static char ext_table(const struct op_info *o, unsigned x)
{
    for (unsigned i = 0; i < o->noperands; i++)
        if (o->operands[i].field == FLD_X0 + x) return o->operands[i].table;
    return 0;
}

static uint32_t constant(struct asm_ *a, char table)
{
    switch (table) {
    case 'S': return str_index(a);
    case 'T': return type(a);
    case 'F': return ref(a, '@');
    case 'G': return ref(a, '%');
    case 'I': return itab(a);
    case 'R':
        for (uint32_t i = 0; a->tok == T_WORD && i < RT_COUNT; i++)
            if (take_word(a, rt_entry_table[i].name)) return i;
        fail(a, "expected a runtime entry");
        return 0;
    default: return (uint32_t)number(a);
    }
}

static uint32_t *slots(struct asm_ *a, uint32_t *n)
{
    vec(uint32_t) v = {0};
    want(a, '(');
    while (!is_punct(a, ')') && a->tok != T_EOF) {
        vec_push(&v, slot(a));
        if (!take_punct(a, ',')) break;
    }
    want(a, ')');
    *n = (uint32_t)v.n;
    uint32_t *s = arena_memdup(&a->arena, v.at ? (void *)v.at : "", v.n * 4);
    vec_free(&v);
    return s;
}

static void comma(struct asm_ *a) { want(a, ','); }

static void instruction(struct asm_ *a, struct body *f, unsigned op)
{
    const struct op_info *o = &op_table[op];
    struct isa_insn in = { .op = (uint8_t)op };
    uint32_t x[4] = {0};
    in.x = x;
    const char *target = NULL;
    vec(const char *) table = {0};
    vec(uint32_t) cases = {0};
    switch (o->format) {
    case ISAF_N: break;
    case ISAF_A: in.a = slot(a); break;
    case ISAF_AB: in.a = slot(a), comma(a), in.b = slot(a); break;
    case ISAF_ABC: in.a = slot(a), comma(a), in.b = slot(a), comma(a), in.c = slot(a); break;
    case ISAF_ABI: case ISAF_MEM: in.a = slot(a), comma(a), in.b = slot(a), comma(a), in.imm = number(a); break;
    case ISAF_AI16: case ISAF_AU16: in.a = slot(a), comma(a), in.imm = number(a); break;
    case ISAF_J24: target = label(a); break;
    case ISAF_AX: in.a = slot(a), comma(a), x[0] = constant(a, ext_table(o, 0)); break;
    case ISAF_AXX: {
        in.a = slot(a), comma(a);
        uint64_t v = (uint64_t)number(a);
        x[0] = (uint32_t)v, x[1] = (uint32_t)(v >> 32);
        break;
    }
    case ISAF_ABX: in.a = slot(a), comma(a), in.b = slot(a), comma(a), x[0] = constant(a, ext_table(o, 0)); break;
    case ISAF_ABXX: in.a = slot(a), comma(a), in.b = slot(a), comma(a), x[0] = (uint32_t)number(a), comma(a), x[1] = (uint32_t)number(a); break;
    case ISAF_ABCX: in.a = slot(a), comma(a), in.b = slot(a), comma(a), in.c = slot(a), comma(a), x[0] = constant(a, ext_table(o, 0)); break;
    case ISAF_ABCXX:
        in.a = slot(a), comma(a), in.b = slot(a), comma(a), in.c = slot(a), comma(a);
        x[0] = (uint32_t)number(a), comma(a), x[1] = (uint32_t)number(a);
        break;
    case ISAF_BR: in.a = slot(a), comma(a), in.b = slot(a), comma(a), target = label(a); break;
    case ISAF_BRI: in.a = slot(a), comma(a), in.imm = number(a), comma(a), target = label(a); break;
    case ISAF_SLICE: case ISAF_SLICEA:
        in.a = slot(a), comma(a), in.b = slot(a), comma(a), in.c = slot(a);
        for (int i = 0; i < (o->format == ISAF_SLICE ? 3 : 4); i++) comma(a), x[i] = (uint32_t)number(a);
        break;
    case ISAF_CALL: case ISAF_CALLX:
        x[0] = constant(a, ext_table(o, 0));
        if (o->format == ISAF_CALLX) comma(a), x[1] = constant(a, ext_table(o, 1));
        in.args = slots(a, &in.nargs);
        want(a, '>');
        in.res = slots(a, &in.nres);
        break;
    case ISAF_RET: in.res = slots(a, &in.nres); break;
    case ISAF_JTAB:
        in.a = slot(a);
        want(a, '[');
        while (!is_punct(a, ']') && a->tok != T_EOF) {
            vec_push(&table, label(a));
            if (!take_punct(a, ',')) break;
        }
        want(a, ']');
        in.count = (uint32_t)table.n;
        in.table = arena_alloc(&a->arena, table.n * 4 + 4);
        break;
    case ISAF_SEL:
        in.a = slot(a), comma(a), in.b = slot(a), comma(a), x[0] = (uint32_t)number(a);
        want(a, '[');
        while (!is_punct(a, ']') && a->tok != T_EOF) {
            uint32_t ch = slot(a), dir = (uint32_t)number(a), elem = (uint32_t)number(a);
            vec_push(&cases, ch | dir << 16);
            vec_push(&cases, elem);
            if (!take_punct(a, ',')) break;
        }
        want(a, ']');
        in.ncases = (uint32_t)cases.n / 2, in.cases = cases.at;
        break;
    }
    if (o->format == ISAF_MEM && o->unit && (in.imm % o->unit || in.imm < 0 || in.imm / o->unit > 0xffff)) fail(a, "bad offset");
    if (!a->failed) {
        size_t at = isa_encode(&f->code, &in);
        if (target) vec_push(&f->fixups, ((struct fixup){ at, -1, target, a->line }));
        for (size_t i = 0; i < table.n; i++) vec_push(&f->fixups, ((struct fixup){ at, (int64_t)i, table.at[i], a->line }));
    }
    vec_free(&table), vec_free(&cases);
}

static void directive(struct asm_ *a, struct body *f, uint32_t *file)
{
    if (take_word(a, ".reg")) {
        struct mw_reg r = {0};
        if (a->tok != T_WORD || a->nword != 1) { fail(a, "expected a slot class"); return; }
        r.cls = a->word[0];
        next(a);
        r.slot = slot(a), r.type = type(a);
        vec_push(&f->regs, r);
    } else if (take_word(a, ".obj")) {
        struct mw_obj o = {0};
        o.off = (uint32_t)number(a), o.type = type(a), o.deep = take_word(a, "deep");
        vec_push(&f->objs, o);
    } else if (take_word(a, ".line")) {
        uint32_t line = (uint32_t)number(a);
        if (a->tok == T_STR) *file = mw_file(a->w, string(a, NULL));
        vec_push(&f->lines, ((struct mw_line){ (uint32_t)f->code.n, line, *file }));
    } else if (take_word(a, ".word")) vec_push(&f->code, (uint32_t)number(a));      /* raw words, for tests */
    else fail(a, "unknown directive");
}

static void body(struct asm_ *a, struct body *f, uint32_t file)
{
    want(a, '{');
    while (a->tok == T_WORD) {
        if (a->word[0] == '.') { directive(a, f, &file); continue; }
        const char *w = a->word;
        next(a);
        if (take_punct(a, ':')) {
            if (strmap_get(&f->labels, w)) fail(a, "label given twice");
            strmap_put(&f->labels, w, (void *)(uintptr_t)(f->code.n + 1));
            continue;
        }
        unsigned op;
        for (op = 0; op < 256; op++)
            if (op_table[op].name && !strcmp(op_table[op].name, w)) break;
        if (op == 256) fail(a, "no such instruction");
        else instruction(a, f, op);
    }
    want(a, '}');
    for (size_t i = 0; i < f->fixups.n && !a->failed; i++) {
        struct fixup *x = &f->fixups.at[i];
        uintptr_t at = (uintptr_t)strmap_get(&f->labels, x->label);
        if (!at) { a->line = x->line; fail(a, "label is not defined"); return; }
        if (x->index < 0) isa_patch(&f->code, x->at, at - 1);
        else isa_patch_table(&f->code, x->at, (uint32_t)x->index, at - 1);
    }
}

static void function(struct asm_ *a)
{
    static const char *const flag[] = { "defer", "wrapper", "bodyless", "instance", "recovers", "exported", "method" };
    struct mw_func d = {0};
    struct body f = {0};
    const char *recover = NULL;
    d.name = str_index(a);
    d.type = type(a);
    for (;;) {
        unsigned i;
        for (i = 0; i < 7 && !is_word(a, flag[i]); i++) ;
        if (i < 7) { d.flags |= 1u << i; next(a); }
        else if (take_word(a, "slots")) d.nslots = (uint32_t)number(a);
        else if (take_word(a, "args")) d.nargs = (uint32_t)number(a);
        else if (take_word(a, "res")) d.nres = (uint32_t)number(a);
        else if (take_word(a, "ctx")) d.ctx_type = type(a);
        else if (take_word(a, "dsize")) d.dsize = (uint32_t)number(a);
        else if (take_word(a, "recover")) recover = label(a);
        else if (take_word(a, "at")) d.file = mw_file(a->w, string(a, NULL)), d.start_line = (uint32_t)number(a);
        else break;
    }
    body(a, &f, d.file);
    if (recover) {
        d.recover_pc = (uint32_t)(uintptr_t)strmap_get(&f.labels, recover);
        if (!d.recover_pc) fail(a, "recover label is not defined");
    }
    if (!a->failed) {
        d.code = f.code.at, d.ncode = (uint32_t)f.code.n;
        d.regs = f.regs.at, d.nregs = (uint32_t)f.regs.n, d.objs = f.objs.at, d.nobjs = (uint32_t)f.objs.n;
        d.lines = f.lines.at, d.nlines = (uint32_t)f.lines.n;
        mw_add_func(a->w, &d);
    }
    vec_free(&f.code), vec_free(&f.fixups), vec_free(&f.regs), vec_free(&f.objs), vec_free(&f.lines);
    strmap_free(&f.labels);
}

/* -- Module items ------------------------------------------------------------------------------------------------------ */
static void hex_data(struct asm_ *a, struct strbuf *out)
{
    size_t n;
    const char *s = string(a, &n);
    for (size_t i = 0; i + 1 < n; i += 2) {
        char hex[3] = { s[i], s[i + 1], 0 };
        strbuf_u8(out, (uint8_t)strtoul(hex, NULL, 16));
    }
}

/* Globals may refer to later ones: the first pass (define) only counts them, the second fills them in. */
static void global(struct asm_ *a, bool define, uint32_t *count)
{
    static const char *const kinds[] = { "?", "str", "glob", "func", "type", "itab", "strptr", "map" };
    struct mw_global g = {0};
    struct strbuf data = {0};
    vec(struct fmt_reloc) relocs = {0};
    g.name = str_index(a);
    g.type = type(a);
    if (take_word(a, "readonly")) g.flags |= FMT_GLOBAL_READONLY;
    if (take_word(a, "exported")) g.flags |= FMT_GLOBAL_EXPORTED;
    if (!is_punct(a, '{')) fail(a, "expected {");
    if (define) {                       /* skip the braces: only .data and .reloc lines stand inside */
        if (!a->failed) mw_add_global(a->w, &g);
        int depth = 0;
        do {
            if (is_punct(a, '{')) depth++;
            if (is_punct(a, '}')) depth--;
            next(a);
        } while (depth && a->tok != T_EOF);
        return;
    }
    want(a, '{');
    for (;;) {
        if (take_word(a, ".data")) hex_data(a, &data);
        else if (take_word(a, ".zero")) { for (int64_t n = number(a); n > 0 && n < 1 << 20; n--) strbuf_u8(&data, 0); }
        else if (take_word(a, ".reloc")) {
            struct fmt_reloc r = {0};
            r.off = (uint32_t)number(a);
            for (r.kind = 1; r.kind <= FMT_RELOC_MAP && !take_word(a, kinds[r.kind]); r.kind++) ;
            if (r.kind == FMT_RELOC_STR || r.kind == FMT_RELOC_STRPTR) r.index = str_index(a);
            else if (r.kind == FMT_RELOC_GLOB) { r.index = ref(a, '%'); if (take_punct(a, '+')) r.addend = (uint32_t)number(a); }
            else if (r.kind == FMT_RELOC_FUNC) r.index = ref(a, '@');
            else if (r.kind == FMT_RELOC_TYPE) r.index = type(a);
            else if (r.kind == FMT_RELOC_ITAB) r.index = itab(a);
            else if (r.kind == FMT_RELOC_MAP) { r.addend = type(a); r.index = ref(a, '%'); }
            else fail(a, "unknown relocation");
            vec_push(&relocs, r);
        } else break;
    }
    want(a, '}');
    g.image = data.at, g.nimage = (uint32_t)data.n, g.relocs = relocs.at, g.nrelocs = (uint32_t)relocs.n;
    if (!a->failed) mw_set_global(a->w, (*count)++, &g);
    strbuf_free(&data);
    vec_free(&relocs);
}

/* The first pass only names the types, in order. */
static void named_type(struct asm_ *a, bool define)
{
    const char *path = string(a, NULL);
    want(a, '.');
    const char *name = string(a, NULL), *pkg = "";
    uint32_t local = take_punct(a, '#') ? (uint32_t)number(a) & 0xffff : 0;
    if (take_word(a, "name")) pkg = string(a, NULL);
    bool here = take_word(a, "here");
    if (a->failed) return;
    uint32_t t = mw_named(a->w, path, name, pkg, local, NULL);
    mw_named_pkg(a->w, t, pkg);
    if (define) return;
    want(a, '=');
    uint32_t under = type(a);
    if (!a->failed) mw_named_set(a->w, t, under, here);
}

static void methods(struct asm_ *a)
{
    vec(struct mw_method) v = {0};
    uint32_t t = type(a);
    want(a, '{');
    while (a->tok == T_STR) {
        struct mw_method m = {0};
        member(a, &m.name, &m.pkg);
        m.type = type(a), m.flags = (uint32_t)number(a), m.fn_val = ref(a, '@'), m.fn_ptr = ref(a, '@');
        vec_push(&v, m);
    }
    want(a, '}');
    if (!a->failed) mw_set_methods(a->w, t, v.at, (uint32_t)v.n);
    vec_free(&v);
}

static void items(struct asm_ *a, bool first_pass)
{
    uint32_t nglobals = 0;
    vec(const char *) funcs = {0};
    while (a->tok == T_WORD) {
        if (take_word(a, "import")) {
            const char *path = string(a, NULL);
            uint64_t hash = take_word(a, "hash") ? (uint64_t)number(a) : 0;
            if (!a->failed) mw_import(a->w, path, hash);
        } else if (take_word(a, "type")) named_type(a, first_pass);
        else if (take_word(a, "global")) global(a, first_pass, &nglobals);
        else if (first_pass) next(a);
        else if (take_word(a, "func")) {
            if (a->tok == T_STR) vec_push(&funcs, a->word);
            function(a);
        } else if (take_word(a, "methods")) methods(a);
        else if (take_word(a, "init")) {
            const char *name = string(a, NULL);
            for (size_t i = 0; i < funcs.n; i++)
                if (!strcmp(funcs.at[i], name)) mw_set_init(a->w, (uint32_t)i);
        } else fail(a, "expected import, type, global, func, methods or init");
        if (first_pass) while (a->tok != T_WORD && a->tok != T_EOF) next(a);
    }
    if (a->tok != T_EOF) fail(a, "unexpected text");
    vec_free(&funcs);
}

int asm_parse(struct strbuf *out, const char *text, size_t n, struct mod_fault *fault)
{
    struct asm_ a = { .p = text, .end = text + n, .line = 1, .fault = fault };
    next(&a);
    if (!take_word(&a, "module")) fail(&a, "expected module");
    const char *path = string(&a, NULL), *name = "main";
    if (take_word(&a, "name")) name = string(&a, NULL);
    a.w = mw_new(path, name);
    for (;;)
        if (take_word(&a, "unsafe")) mw_set_flags(a.w, FMT_MODULE_UNSAFE);
        else if (take_word(&a, "std")) mw_set_flags(a.w, FMT_MODULE_STD);
        else if (take_word(&a, "hash")) mw_set_hash(a.w, (uint64_t)number(&a));
        else break;
    struct asm_ start = a;
    if (!a.failed) items(&a, true);             /* imports, defined types, globals */
    struct arena arena = a.arena;
    bool failed = a.failed;
    a = start;
    a.arena = arena, a.failed = failed;
    if (!a.failed) items(&a, false);
    if (!a.failed) mw_finish(a.w, out);
    mw_free(a.w);
    arena_done(&a.arena);
    return a.failed ? -1 : 0;
}
