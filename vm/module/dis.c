/* vm/module/dis.c - the listing of a module: names, types, declarations, data and code in the syntax asm_parse.c reads.
 * docs/bytecode-text.md describes it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "decode.h"
#include "runtime_entries.h"
#include "runtime/base/fatal.h"
#include "vm/module/dis.h"
#include "vm/module/type_view.h"

static void put_quoted_n(struct strbuf *b, const char *s, size_t n)
{
    strbuf_putc(b, '"');
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        if (c == '"' || c == '\\') strbuf_printf(b, "\\%c", c);
        else if (c == '\n') strbuf_puts(b, "\\n");
        else if (c < 32 || c == 127) strbuf_printf(b, "\\x%02x", c);
        else strbuf_putc(b, c);
    }
    strbuf_putc(b, '"');
}
static void put_quoted(struct strbuf *b, struct image *im, uint32_t str)
{
    uint32_t n;
    const char *s = image_str(im, str, &n);
    put_quoted_n(b, s, n);
}

/* -- Types ---------------------------------------------------------------------------------------------------------- */
static void put_type(struct strbuf *b, struct image *im, uint32_t type, int depth);

static void put_signature(struct strbuf *b, struct image *im, const uint32_t *r, int depth)
{
    uint32_t np = r[2] & 0x7fffffff, nr = r[3];
    strbuf_puts(b, "(");
    for (uint32_t i = 0; i < np; i++) {
        if (i) strbuf_puts(b, ", ");
        if (i + 1 == np && r[2] >> 31) strbuf_puts(b, "...");
        put_type(b, im, r[4 + i], depth + 1);
    }
    strbuf_puts(b, ") (");
    for (uint32_t i = 0; i < nr; i++) {
        if (i) strbuf_puts(b, ", ");
        put_type(b, im, r[4 + np + i], depth + 1);
    }
    strbuf_puts(b, ")");
}

static void put_member(struct strbuf *b, struct image *im, uint32_t name, uint32_t pkg)
{
    put_quoted(b, im, name);
    if (pkg) { strbuf_puts(b, " in "); put_quoted(b, im, pkg); }
    strbuf_puts(b, " ");
}

static void put_type(struct strbuf *b, struct image *im, uint32_t type, int depth)
{
    static const char *const basic[] = { "-", "bool", "int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16",
        "uint32", "uint64", "uintptr", "float32", "float64", "complex64", "complex128" };
    if (!type || depth > 100) { strbuf_puts(b, "-"); return; }
    const uint32_t *r = rec_of(im, type);
    uint32_t kind = r[0] & 255;
    switch (kind) {
    case FMT_TYPE_NAMED:
        put_quoted(b, im, r[2]);
        strbuf_puts(b, ".");
        put_quoted(b, im, r[3]);
        if (r[0] >> 16) strbuf_printf(b, "#%u", r[0] >> 16);
        break;
    case FMT_TYPE_OPAQUE: strbuf_puts(b, "opaque "); put_quoted(b, im, r[2]); break;
    case FMT_TYPE_POINTER: strbuf_puts(b, "*"); put_type(b, im, r[2], depth + 1); break;
    case FMT_TYPE_SLICE: strbuf_puts(b, "[]"); put_type(b, im, r[2], depth + 1); break;
    case FMT_TYPE_ARRAY:
        strbuf_printf(b, "[%llu]", r[3] | (unsigned long long)r[4] << 32);
        put_type(b, im, r[2], depth + 1);
        break;
    case FMT_TYPE_CHAN: strbuf_printf(b, "chan %u ", r[3]); put_type(b, im, r[2], depth + 1); break;
    case FMT_TYPE_MAP: strbuf_puts(b, "map["); put_type(b, im, r[2], depth + 1); strbuf_puts(b, "]"); put_type(b, im, r[3], depth + 1); break;
    case FMT_TYPE_STRING: strbuf_puts(b, "string"); break;
    case FMT_TYPE_UNSAFEPTR: strbuf_puts(b, "pointer"); break;
    case FMT_TYPE_FUNC: strbuf_puts(b, "func"); put_signature(b, im, r, depth); break;
    case FMT_TYPE_STRUCT:
        strbuf_puts(b, "struct {");
        for (uint32_t i = 0; i < r[2]; i++) {
            const uint32_t *f = r + 3 + i * 5;
            strbuf_puts(b, i ? "; " : " ");
            put_member(b, im, f[0], f[1]);
            put_type(b, im, f[2], depth + 1);
            if (f[4] & FMT_FIELD_EMBEDDED) strbuf_puts(b, " embedded");
            if (f[4] & FMT_FIELD_TAGGED) { strbuf_puts(b, " tag "); put_quoted(b, im, f[3]); }
        }
        strbuf_puts(b, " }");
        break;
    case FMT_TYPE_INTERFACE:
        strbuf_puts(b, "interface {");
        for (uint32_t i = 0; i < r[2]; i++) {
            strbuf_puts(b, i ? "; " : " ");
            put_member(b, im, r[3 + i * 3], r[3 + i * 3 + 1]);
            put_type(b, im, r[3 + i * 3 + 2], depth + 1);
        }
        strbuf_puts(b, " }");
        break;
    default: strbuf_puts(b, kind <= 16 ? basic[kind] : "?");
    }
}

void dis_type(struct strbuf *b, struct image *im, uint32_t type) { put_type(b, im, type, 0); }

static void put_ref(struct strbuf *b, struct image *im, const struct fmt_symref *r, uint32_t index, char sigil)
{
    if (!index) { strbuf_puts(b, "-"); return; }
    strbuf_putc(b, sigil);
    if (r->import) { put_quoted(b, im, im->imports[r->import - 1].path); strbuf_puts(b, "."); }
    if (!r->import && !r->name) { strbuf_printf(b, "%u", r->local - 1); return; }
    put_quoted(b, im, r->name);
    strbuf_puts(b, " ");
    put_type(b, im, r->type, 0);
}
static void put_funcref(struct strbuf *b, struct image *im, uint32_t i) { put_ref(b, im, &im->funcrefs[i], i, '@'); }
static void put_globref(struct strbuf *b, struct image *im, uint32_t i) { put_ref(b, im, &im->globrefs[i], i, '%'); }
static void put_itab(struct strbuf *b, struct image *im, uint32_t i)
{
    put_type(b, im, im->itabrefs[i].iface, 0);
    strbuf_puts(b, " : ");
    put_type(b, im, im->itabrefs[i].type, 0);
}

static void put_methods(struct strbuf *b, struct image *im, uint32_t type)
{
    const uint32_t *r = rec_of(im, type);
    if (!r[1]) return;
    const uint32_t *m = im->types + r[1] - 1;
    strbuf_puts(b, "methods ");
    put_type(b, im, type, 0);
    strbuf_puts(b, " {\n");
    for (uint32_t i = 0; i < m[0]; i++) {
        const uint32_t *row = m + 1 + i * 6;
        strbuf_puts(b, "  ");
        put_member(b, im, row[0], row[1]);
        put_type(b, im, row[2], 0);
        strbuf_printf(b, " %u ", row[3]);
        put_funcref(b, im, row[4]);
        strbuf_puts(b, " ");
        put_funcref(b, im, row[5]);
        strbuf_puts(b, "\n");
    }
    strbuf_puts(b, "}\n");
}

/* -- Code ------------------------------------------------------------------------------------------------------------- */
static void put_list(struct strbuf *b, const uint32_t *list, bool wide, uint32_t n)
{
    strbuf_puts(b, "(");
    for (uint32_t i = 0; i < n; i++) strbuf_printf(b, "%s%u", i ? ", " : "", isa_list_slot(list, wide, i));
    strbuf_puts(b, ")");
}

static void put_constant(struct strbuf *b, struct image *im, char table, uint32_t v)
{
    switch (table) {
    case 'S': if (v < im->nstr) { put_quoted(b, im, v); return; } break;
    case 'T': if (v < im->ntypes) { put_type(b, im, v, 0); return; } break;
    case 'F': if (v < im->nfuncrefs) { put_funcref(b, im, v); return; } break;
    case 'G': if (v < im->nglobrefs) { put_globref(b, im, v); return; } break;
    case 'I': if (v < im->nitabrefs) { put_itab(b, im, v); return; } break;
    case 'R': if (v < RT_COUNT) { strbuf_puts(b, rt_entry_table[v].name); return; } break;
    default: strbuf_printf(b, "%u", v); return;
    }
    strbuf_printf(b, "?%u", v);
}

static char ext_table(const struct op_info *o, unsigned x)
{
    for (unsigned i = 0; i < o->noperands; i++)
        if (o->operands[i].field == FLD_X0 + x) return o->operands[i].table;
    return 0;
}

static void put_insn(struct strbuf *b, struct image *im, const struct isa_insn *in, uint32_t pc)
{
    const struct op_info *o = &op_table[in->op];
    strbuf_puts(b, o->name);
    switch (o->format) {
    case ISAF_N: break;
    case ISAF_A: strbuf_printf(b, " %u", in->a); break;
    case ISAF_AB: strbuf_printf(b, " %u, %u", in->a, in->b); break;
    case ISAF_ABC: strbuf_printf(b, " %u, %u, %u", in->a, in->b, in->c); break;
    case ISAF_ABI: case ISAF_MEM: strbuf_printf(b, " %u, %u, %lld", in->a, in->b, (long long)in->imm); break;
    case ISAF_AI16: case ISAF_AU16: strbuf_printf(b, " %u, %lld", in->a, (long long)in->imm); break;
    case ISAF_J24: strbuf_printf(b, " L%u", pc + (uint32_t)in->rel); break;
    case ISAF_AX:
        strbuf_printf(b, " %u, ", in->a);
        if (in->op == OPC_LDI32) strbuf_printf(b, "%d", (int32_t)in->x[0]);
        else put_constant(b, im, ext_table(o, 0), in->x[0]);
        break;
    case ISAF_AXX: strbuf_printf(b, " %u, 0x%llx", in->a, in->x[0] | (unsigned long long)in->x[1] << 32); break;
    case ISAF_ABX: strbuf_printf(b, " %u, %u, ", in->a, in->b); put_constant(b, im, ext_table(o, 0), in->x[0]); break;
    case ISAF_ABXX: strbuf_printf(b, " %u, %u, %u, %u", in->a, in->b, in->x[0], in->x[1]); break;
    case ISAF_ABCX:
        strbuf_printf(b, " %u, %u, %u, ", in->a, in->b, in->c);
        put_constant(b, im, ext_table(o, 0), in->x[0]);
        break;
    case ISAF_ABCXX: strbuf_printf(b, " %u, %u, %u, %u, %u", in->a, in->b, in->c, in->x[0], in->x[1]); break;
    case ISAF_BR: strbuf_printf(b, " %u, %u, L%u", in->a, in->b, pc + (uint32_t)in->rel); break;
    case ISAF_BRI: strbuf_printf(b, " %u, %lld, L%u", in->a, (long long)in->imm, pc + (uint32_t)in->rel); break;
    case ISAF_SLICE: strbuf_printf(b, " %u, %u, %u, 0x%x, %u, %u", in->a, in->b, in->c, in->x[0], in->x[1], in->x[2]); break;
    case ISAF_SLICEA: strbuf_printf(b, " %u, %u, %u, 0x%x, %u, %u, %u", in->a, in->b, in->c, in->x[0], in->x[1], in->x[2], in->x[3]); break;
    case ISAF_CALL: case ISAF_CALLX:
        strbuf_puts(b, " ");
        put_constant(b, im, ext_table(o, 0), in->x[0]);
        if (o->format == ISAF_CALLX) { strbuf_puts(b, ", "); put_constant(b, im, ext_table(o, 1), in->x[1]); }
        strbuf_puts(b, " ");
        put_list(b, in->args, in->wide, in->nargs);
        strbuf_puts(b, " -> ");
        put_list(b, in->res, in->wide, in->nres);
        break;
    case ISAF_RET: strbuf_puts(b, " "); put_list(b, in->res, in->wide, in->nres); break;
    case ISAF_JTAB:
        strbuf_printf(b, " %u [", in->a);
        for (uint32_t i = 0; i < in->count; i++) strbuf_printf(b, "%sL%u", i ? ", " : "", pc + in->table[i]);
        strbuf_puts(b, "]");
        break;
    case ISAF_SEL:
        strbuf_printf(b, " %u, %u, %u [", in->a, in->b, in->x[0]);
        for (uint32_t i = 0; i < in->ncases; i++)
            strbuf_printf(b, "%s%u %u %u", i ? ", " : "", in->cases[2 * i] & 0xffff, in->cases[2 * i] >> 16, in->cases[2 * i + 1]);
        strbuf_puts(b, "]");
        break;
    }
}

uint32_t dis_insn(struct strbuf *b, struct image *im, uint32_t def, uint32_t pc)
{
    const struct fmt_func *f = &im->funcs[def];
    struct isa_insn in;
    uint32_t n = pc < f->ncode ? isa_decode(im->code + f->code + pc, f->ncode - pc, &in) : 0;
    if (n) put_insn(b, im, &in, pc);
    else strbuf_printf(b, "?? %s", pc < f->ncode ? in.fault : "outside the function");
    return n;
}

/* Marks the words that branches go to. */
static uint8_t *find_labels(struct image *im, const struct fmt_func *f)
{
    uint8_t *label = xcalloc(f->ncode + 1, 1);
    struct isa_insn in;
    for (uint32_t pc = 0, n; pc < f->ncode && (n = isa_decode(im->code + f->code + pc, f->ncode - pc, &in)); pc += n) {
        uint8_t fmt = op_table[in.op].format;
        if ((fmt == ISAF_J24 || fmt == ISAF_BR || fmt == ISAF_BRI) && pc + (uint32_t)in.rel < f->ncode) label[pc + (uint32_t)in.rel] = 1;
        for (uint32_t i = 0; i < in.count; i++)
            if (pc + in.table[i] < f->ncode) label[pc + in.table[i]] = 1;
    }
    if (f->recover_pc) label[f->recover_pc - 1] = 1;
    return label;
}

void dis_function(struct strbuf *b, struct image *im, uint32_t def, const struct dis_options *o)
{
    static const char *const flag[] = { "defer", "wrapper", "bodyless", "instance", "recovers", "exported", "method" };
    const struct fmt_func *f = &im->funcs[def];
    strbuf_puts(b, "func ");
    put_quoted(b, im, f->name);
    strbuf_puts(b, " ");
    put_type(b, im, f->type, 0);
    for (unsigned i = 0; i < 7; i++)
        if (f->flags & 1u << i) strbuf_printf(b, " %s", flag[i]);
    strbuf_printf(b, " slots %u args %u res %u", f->nslots, f->nargs, f->nres);
    if (f->ctx_type) { strbuf_puts(b, " ctx "); put_type(b, im, f->ctx_type, 0); }
    if (f->dsize) strbuf_printf(b, " dsize %u", f->dsize);
    if (f->recover_pc) strbuf_printf(b, " recover L%u", f->recover_pc - 1);
    if (f->file < im->nfiles) { strbuf_puts(b, " at "); put_quoted(b, im, im->files[f->file]); strbuf_printf(b, " %u", f->start_line); }
    strbuf_puts(b, " {\n");
    const uint32_t *d = im->frames + f->frame;
    for (uint32_t i = 0; i < f->nregs; i++, d += 2) {
        strbuf_printf(b, "  .reg %c %u ", d[0] & 255, d[0] >> 8);
        put_type(b, im, d[1], 0);
        strbuf_puts(b, "\n");
    }
    for (uint32_t i = 0; i < f->nobjs; i++, d += 2) {
        strbuf_printf(b, "  .obj %u ", d[0]);
        put_type(b, im, d[1] & ~FMT_DEEP, 0);
        strbuf_puts(b, d[1] & FMT_DEEP ? " deep\n" : "\n");
    }
    uint8_t *label = find_labels(im, f);
    const char *last_file = f->file < im->nfiles ? image_str(im, im->files[f->file], NULL) : "?";
    uint32_t last_line = f->start_line;
    for (uint32_t pc = 0; pc < f->ncode;) {
        const char *file;
        uint32_t line;
        if (image_line(im, def, pc, &file, &line) && (line != last_line || strcmp(file, last_file))) {
            strbuf_printf(b, "  .line %u", line);
            if (strcmp(file, last_file)) { strbuf_puts(b, " "); put_quoted_n(b, file, strlen(file)); }
            strbuf_puts(b, "\n");
            last_line = line, last_file = file;
        }
        if (label[pc]) strbuf_printf(b, "L%u:\n", pc);
        strbuf_puts(b, "    ");
        uint32_t n = dis_insn(b, im, def, pc);
        if (o && o->addresses) {
            strbuf_printf(b, "\t// %u:", pc);
            for (uint32_t i = 0; i < (n ? n : 1) && i < 8; i++) strbuf_printf(b, " %08x", im->code[f->code + pc + i]);
        }
        strbuf_puts(b, "\n");
        if (!n) break;
        pc += n;
    }
    free(label);
    strbuf_puts(b, "}\n");
}

/* -- Modules ----------------------------------------------------------------------------------------------------------- */
static void put_global(struct strbuf *b, struct image *im, uint32_t i)
{
    static const char *const kinds[] = { "?", "str", "glob", "func", "type", "itab", "strptr", "map" };
    const struct fmt_global *g = &im->globals[i];
    strbuf_puts(b, "global ");
    put_quoted(b, im, g->name);
    strbuf_puts(b, " ");
    put_type(b, im, g->type, 0);
    if (g->flags & FMT_GLOBAL_READONLY) strbuf_puts(b, " readonly");
    if (g->flags & FMT_GLOBAL_EXPORTED) strbuf_puts(b, " exported");
    strbuf_printf(b, " {\t// %u\n", i);
    for (uint32_t k = 0; k < g->nimage; k++)
        strbuf_printf(b, "%s%02x%s", k % 32 ? "" : "  .data \"", im->data[g->image + k], k % 32 == 31 || k + 1 == g->nimage ? "\"\n" : "");
    for (uint32_t k = 0; k < g->nreloc; k++) {
        const struct fmt_reloc *r = &im->relocs[g->reloc + k];
        strbuf_printf(b, "  .reloc %u %s ", r->off, kinds[r->kind <= FMT_RELOC_MAP ? r->kind : 0]);
        if (r->kind == FMT_RELOC_STR || r->kind == FMT_RELOC_STRPTR) put_quoted(b, im, r->index);
        if (r->kind == FMT_RELOC_GLOB) { put_globref(b, im, r->index); strbuf_printf(b, " + %u", r->addend); }
        if (r->kind == FMT_RELOC_FUNC) put_funcref(b, im, r->index);
        if (r->kind == FMT_RELOC_TYPE) put_type(b, im, r->index, 0);
        if (r->kind == FMT_RELOC_ITAB) put_itab(b, im, r->index);
        if (r->kind == FMT_RELOC_MAP) { put_type(b, im, r->addend, 0); strbuf_puts(b, " "); put_globref(b, im, r->index); }
        strbuf_puts(b, "\n");
    }
    strbuf_puts(b, "}\n");
}

void dis_module(struct strbuf *b, struct image *im, const struct dis_options *o)
{
    bool all = !o || !o->func;
    strbuf_puts(b, "module ");
    put_quoted_n(b, im->path, strlen(im->path));
    strbuf_puts(b, " name ");
    put_quoted_n(b, im->pkg_name, strlen(im->pkg_name));
    const struct fmt_module *m = (const void *)im->base;
    if (m->flags & FMT_MODULE_UNSAFE) strbuf_puts(b, " unsafe");
    if (m->flags & FMT_MODULE_STD) strbuf_puts(b, " std");
    if (im->hash) strbuf_printf(b, " hash 0x%llx", (unsigned long long)im->hash);
    strbuf_puts(b, "\n");
    for (uint32_t i = 0; i < im->nimports && all; i++) {
        strbuf_puts(b, "import ");
        put_quoted(b, im, im->imports[i].path);
        uint64_t h = im->imports[i].hash_lo | (uint64_t)im->imports[i].hash_hi << 32;
        if (h) strbuf_printf(b, " hash 0x%llx", (unsigned long long)h);
        strbuf_puts(b, "\n");
    }
    for (uint32_t i = 1; i < im->ntypes && all; i++) {
        const uint32_t *r = rec_of(im, i);
        if ((r[0] & 255) != FMT_TYPE_NAMED) continue;
        strbuf_puts(b, "type ");
        put_type(b, im, i, 0);
        strbuf_puts(b, " name ");
        put_quoted(b, im, r[5]);
        if (r[6] & FMT_NAMED_HERE) strbuf_puts(b, " here");
        strbuf_puts(b, " = ");
        put_type(b, im, r[4], 0);
        strbuf_puts(b, "\n");
    }
    for (uint32_t i = 0; i < im->nglobals && all; i++) put_global(b, im, i);
    for (uint32_t i = 0; i < im->nfuncs; i++)
        if (all || strstr(image_str(im, im->funcs[i].name, NULL), o->func)) dis_function(b, im, i, o);
    for (uint32_t i = 1; i < im->ntypes && all; i++) put_methods(b, im, i);
    if (im->init_fn && all) {
        strbuf_puts(b, "init ");
        put_quoted(b, im, im->funcs[im->init_fn - 1].name);
        strbuf_puts(b, "\n");
    }
}
