/* compiler/types/type_print.c - types as text.
 *
 * One writer, four styles: in messages as gc prints them (package names, or
 * nothing for the package being checked), with full package paths (type terms
 * in messages), the canonical form (equal texts exactly for identical types),
 * and reflect's String().  The canonical form qualifies unexported names by
 * package, tells types local to functions apart, and sorts interface methods. */
#include "compiler/types/internal.h"

#include <inttypes.h>
#include <stdlib.h>

#include "runtime/base/utf8.h"

enum style { STYLE_MESSAGE, STYLE_PATH, STYLE_CANONICAL, STYLE_REFLECT };

struct writer {
    struct strbuf *b;
    enum style style;
    struct package *rel;
    int depth;                  /* in reflect's style: nesting of type arguments, which gc prints as link names,
                                   with package paths and the numbers of local types */
};

static void write_type(struct writer *w, struct type *t);

static bool is_symbolic(const struct writer *w) { return w->style >= STYLE_CANONICAL; }
/* a type argument in a name that reflect prints */
static bool is_argument(const struct writer *w) { return w->style == STYLE_REFLECT && w->depth > 0; }

/* -- Strings ------------------------------------------------------------------------ */

/* Whether Go's quoting leaves r as it is; approximates unicode.IsPrint beyond Latin-1. */
static bool printable(uint32_t r)
{
    if (r < 0x7f)
        return r >= 0x20;
    if (r < 0xa1 || r == 0xad || r == RUNE_ERROR)
        return false;
    if (r == 0x1680 || (r >= 0x2000 && r <= 0x200f) || (r >= 0x2028 && r <= 0x202f) || (r >= 0x205f && r <= 0x206f))
        return false;
    if (r == 0x3000 || (r >= 0xd800 && r <= 0xf8ff) || r == 0xfeff || (r >= 0xfff0 && r <= 0xfffb))
        return false;
    return r < 0xe0000;
}

void quote_go(struct strbuf *b, const char *s, size_t n)
{
    static const char letters[] = "abtnvfr";
    static const char codes[] = "\a\b\t\n\v\f\r";
    strbuf_putc(b, '"');
    for (size_t i = 0; i < n;) {
        uint32_t r;
        int width = utf8_decode((const unsigned char *)s + i, n - i, &r);
        const char *c = r < 0x20 && r ? strchr(codes, (int)r) : NULL;
        if (width == 1 && r == RUNE_ERROR)
            strbuf_printf(b, "\\x%02x", (unsigned char)s[i]);
        else if (r == '"' || r == '\\')
            strbuf_printf(b, "\\%c", (char)r);
        else if (c)
            strbuf_printf(b, "\\%c", letters[c - codes]);
        else if (printable(r) || r == RUNE_ERROR)
            strbuf_add(b, s + i, (size_t)width);
        else if (r < 0x20 || r == 0x7f)
            strbuf_printf(b, "\\x%02x", r);
        else
            strbuf_printf(b, r < 0x10000 ? "\\u%04x" : "\\U%08x", r);
        i += (size_t)width;
    }
    strbuf_putc(b, '"');
}

/* -- Names ---------------------------------------------------------------------------- */

/* Two packages of one name: messages give the path then. */
static bool name_is_ambiguous(struct universe *u, struct package *pkg)
{
    int n = 0;
    for (size_t i = 0; u && i < u->packages.n; i++) {
        struct package *p = u->packages.entries[i].val;
        n += p && p->name && name_eq(p->name, pkg->name);
    }
    return n > 1;
}

static void write_package(struct writer *w, struct package *pkg)
{
    if (!pkg)
        return;
    if (w->style == STYLE_CANONICAL || w->style == STYLE_PATH || w->depth > 0) {
        strbuf_puts(w->b, pkg->path);
    } else if (w->style == STYLE_REFLECT) {
        strbuf_puts(w->b, pkg->name);
    } else {
        if (pkg_same_names(pkg, w->rel))
            return;
        if (name_is_ambiguous(pkg->u, pkg))
            quote_go(w->b, pkg->path, strlen(pkg->path));
        else
            strbuf_puts(w->b, pkg->name ? pkg->name : pkg->path);
    }
    strbuf_putc(w->b, '.');
}

static void write_types(struct writer *w, struct type **list, int n)
{
    for (int i = 0; i < n; i++) {
        if (i > 0)
            strbuf_puts(w->b, is_symbolic(w) ? "," : ", ");
        write_type(w, list[i]);
    }
}

static void write_list(struct writer *w, struct type **list, int n)
{
    strbuf_putc(w->b, '[');
    write_types(w, list, n);
    strbuf_putc(w->b, ']');
}

/* Type parameters with their constraints, equal neighbouring constraints once: [P, Q any, R comparable]. */
static void write_tparams(struct writer *w, struct type **list, int n)
{
    struct type *prev = NULL;
    strbuf_putc(w->b, '[');
    for (int i = 0; i < n; i++) {
        if (i > 0) {
            if (list[i]->tparam.bound != prev && prev) {
                strbuf_putc(w->b, ' ');
                write_type(w, prev);
            }
            strbuf_puts(w->b, ", ");
        }
        prev = list[i]->tparam.bound;
        strbuf_puts(w->b, list[i]->tparam.obj->name);
    }
    if (prev) {
        strbuf_putc(w->b, ' ');
        write_type(w, prev);
    }
    strbuf_putc(w->b, ']');
}

static void write_local_prefix(struct writer *w, struct type *t)
{
    struct object *f = t->named.local_func;
    if (!f)
        return;
    if (f->recv_named)
        strbuf_printf(w->b, "%s.", f->recv_named->named.obj->name);
    strbuf_printf(w->b, "%s.", f->name);
    if (f->is_init || f->is_blank)          /* there may be several in a package */
        strbuf_printf(w->b, "%u.", f->order);
}

/* reflect: T, T[arguments].  Types local to functions are told apart by a number if they are type arguments or have
 * some; the arguments of the enclosing function come first: T·1[function's;own]. */
static void write_reflect_named(struct writer *w, struct type *t)
{
    bool args = t->named.origin != NULL;
    strbuf_puts(w->b, t->named.obj->name);
    if (t->named.local_index > 0 && (t->named.ntargs > 0 || w->depth > 0))
        strbuf_printf(w->b, "\xC2\xB7%d", t->named.local_index);
    if (!args)
        return;
    w->depth++;
    strbuf_putc(w->b, '[');
    if (t->named.outer_targs) {
        write_types(w, t->named.outer_targs, t->named.nouter);
        if (t->named.ntargs > 0)
            strbuf_putc(w->b, ';');
    }
    write_types(w, t->named.targs, t->named.ntargs);
    strbuf_putc(w->b, ']');
    w->depth--;
}

static void write_named(struct writer *w, struct type *t)
{
    write_package(w, t->named.obj->pkg);
    if (w->style == STYLE_REFLECT) {
        write_reflect_named(w, t);
        return;
    }
    if (w->style == STYLE_CANONICAL && t->named.local_index > 0)
        write_local_prefix(w, t);
    strbuf_puts(w->b, t->named.obj->name);
    if ((w->style == STYLE_CANONICAL || w->depth > 0) && t->named.local_index > 0)
        strbuf_printf(w->b, "\xC2\xB7%d", t->named.local_index);
    if (t->named.origin) {
        if (w->style == STYLE_CANONICAL && t->named.outer_targs) {
            strbuf_putc(w->b, '<');
            write_list(w, t->named.outer_targs, t->named.nouter);
            strbuf_putc(w->b, '>');
        }
        if (t->named.ntargs > 0)
            write_list(w, t->named.targs, t->named.ntargs);
    } else if (!is_symbolic(w) && t->named.ntparams > 0) {
        write_tparams(w, t->named.tparams, t->named.ntparams);
    }
}

/* -- Composite types ------------------------------------------------------------------------ */

static void write_vars(struct writer *w, struct object **vars, int n, bool variadic)
{
    strbuf_putc(w->b, '(');
    for (int i = 0; i < n; i++) {
        struct type *t = vars[i]->type;
        if (i > 0)
            strbuf_puts(w->b, ", ");
        if (!is_symbolic(w) && vars[i]->name && vars[i]->name[0])
            strbuf_printf(w->b, "%s ", vars[i]->name);
        if (variadic && i == n - 1) {
            if (t && t->kind == TY_SLICE) {
                strbuf_puts(w->b, "...");
                t = t->slice.elem;
            } else {            /* append([]byte, string...) */
                write_type(w, t);
                strbuf_puts(w->b, "...");
                continue;
            }
        }
        write_type(w, t);
    }
    strbuf_putc(w->b, ')');
}

static void write_signature(struct writer *w, struct type *t)
{
    if (t->kind != TY_FUNC) {
        strbuf_puts(w->b, "()");
        return;
    }
    if (t->func.ntparams > 0)
        write_tparams(w, t->func.tparams, t->func.ntparams);
    write_vars(w, t->func.params, t->func.nparams, t->func.variadic);
    if (t->func.nresults == 0)
        return;
    strbuf_putc(w->b, ' ');
    struct object *r = t->func.results[0];
    if (t->func.nresults == 1 && (is_symbolic(w) || !r->name || !r->name[0]))
        write_type(w, r->type);
    else
        write_vars(w, t->func.results, t->func.nresults, false);
}

static void write_qualifier(struct writer *w, const char *name, struct package *pkg)
{
    if (pkg && !name_is_exported(name))
        strbuf_printf(w->b, "%s.", w->style == STYLE_CANONICAL || is_argument(w) ? pkg->path : pkg->name);
}

/* Whether an embedded field's type says its name. */
static bool is_named_by_type(const struct type_field *f)
{
    struct type *t = f->type;
    return f->embedded && t->kind == TY_NAMED && !t->named.ntargs && name_eq(t->named.obj->name, f->name) &&
           (name_is_exported(f->name) || t->named.obj->pkg == f->pkg);
}

static void write_field_name(struct writer *w, const struct type_field *f)
{
    if (w->style == STYLE_CANONICAL) {
        write_qualifier(w, f->name, f->pkg);
        strbuf_printf(w->b, f->embedded ? "%s: " : "%s ", f->name);
    } else if (is_argument(w) && !is_named_by_type(f)) {
        write_qualifier(w, f->name, f->pkg);
        strbuf_printf(w->b, f->embedded ? "%s = " : "%s ", f->name);
    } else if (!f->embedded) {
        strbuf_printf(w->b, "%s ", f->name);
    }
}

static void write_struct(struct writer *w, struct type *t)
{
    bool sym = is_symbolic(w);
    strbuf_puts(w->b, sym ? "struct {" : "struct{");
    for (int i = 0; i < t->strct.n; i++) {
        struct type_field *f = &t->strct.fields[i];
        if (i > 0)
            strbuf_putc(w->b, ';');
        if (i > 0 || sym)
            strbuf_putc(w->b, ' ');
        write_field_name(w, f);
        write_type(w, f->type);
        if (f->tag && f->tag_len > 0) {
            strbuf_putc(w->b, ' ');
            quote_go(w->b, f->tag, f->tag_len);
        }
    }
    strbuf_puts(w->b, sym && t->strct.n > 0 ? " }" : "}");
}

static int compare_strings(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Terms have no order of their own: their texts are sorted. */
static void write_sorted_terms(struct writer *w, struct universe *u, struct typeset *s)
{
    char **texts = arena_array(&u->arena, char *, s->nterms + 1);
    for (int i = 0; i < s->nterms; i++) {
        struct strbuf b = {0};
        struct writer v = *w;
        v.b = &b;
        strbuf_puts(&b, s->terms[i].tilde ? "~" : "");
        write_type(&v, s->terms[i].type);
        texts[i] = arena_strndup(&u->arena, b.at, b.n);
        strbuf_free(&b);
    }
    qsort(texts, (size_t)s->nterms, sizeof *texts, compare_strings);
    for (int i = 0; i < s->nterms; i++)
        strbuf_printf(w->b, i > 0 ? "|%s" : "%s", texts[i]);
    if (s->nterms == 0)
        strbuf_puts(w->b, "none");
}

static void write_typeset(struct writer *w, struct type *t)
{
    struct typeset *s = ty_typeset(t->u, t);
    const char *sep = " ";
    strbuf_puts(w->b, "interface {");
    for (int i = 0; i < s->nmethods; i++, sep = "; ") {
        struct type_method *m = &s->methods[i];
        strbuf_puts(w->b, sep);
        write_qualifier(w, m->name, m->pkg);
        strbuf_puts(w->b, m->name);
        write_signature(w, m->sig);
    }
    if (s->comparable) {
        strbuf_printf(w->b, "%scomparable", sep);
        sep = "; ";
    }
    if (!s->all_types) {
        strbuf_puts(w->b, sep);
        write_sorted_terms(w, t->u, s);
    }
    strbuf_puts(w->b, s->nmethods || s->comparable || !s->all_types ? " }" : "}");
}

static void write_interface(struct writer *w, struct type *t)
{
    if (is_symbolic(w)) {
        write_typeset(w, t);
        return;
    }
    if (t == t->u->any_type) {
        strbuf_puts(w->b, "any");
        return;
    }
    if (t == t->u->comparable_type->named.underlying) {
        strbuf_puts(w->b, "interface{comparable}");
        return;
    }
    if (t->iface.implicit && t->iface.nmethods == 0 && t->iface.nembeds == 1) {
        write_type(w, t->iface.embeds[0]);
        return;
    }
    const char *sep = "";
    strbuf_puts(w->b, "interface{");
    for (int i = 0; i < t->iface.nmethods; i++, sep = "; ") {
        strbuf_printf(w->b, "%s%s", sep, t->iface.methods[i].name);
        write_signature(w, t->iface.methods[i].sig);
    }
    for (int i = 0; i < t->iface.nembeds; i++, sep = "; ") {
        strbuf_puts(w->b, sep);
        write_type(w, t->iface.embeds[i]);
    }
    strbuf_putc(w->b, '}');
}

static void write_chan(struct writer *w, struct type *t)
{
    struct type *e = t->chan.elem;
    bool parens = t->chan.dir == CHAN_BOTH && e && e->kind == TY_CHAN && e->chan.dir == CHAN_RECV;
    strbuf_puts(w->b, t->chan.dir == CHAN_BOTH ? "chan " : t->chan.dir == CHAN_SEND ? "chan<- " : "<-chan ");
    if (parens)
        strbuf_putc(w->b, '(');
    write_type(w, e);
    if (parens)
        strbuf_putc(w->b, ')');
}

static void write_basic(struct writer *w, struct type *t)
{
    struct universe *u = t->u;
    if (t->kind == TY_UNSAFE_POINTER)
        strbuf_puts(w->b, "unsafe.Pointer");
    else
        strbuf_puts(w->b, is_symbolic(w) ? u->basic[t->kind]->basic.name : t->basic.name);
}

static void write_parts(struct writer *w, struct type *t)
{
    switch (t->kind) {
    case TY_ARRAY:
        strbuf_printf(w->b, "[%" PRId64 "]", t->array.len);
        write_type(w, t->array.elem);
        break;
    case TY_SLICE:
        strbuf_puts(w->b, "[]");
        write_type(w, t->slice.elem);
        break;
    case TY_STRUCT: write_struct(w, t); break;
    case TY_POINTER:
        strbuf_putc(w->b, '*');
        write_type(w, t->pointer.elem);
        break;
    case TY_FUNC:
        strbuf_puts(w->b, "func");
        write_signature(w, t);
        break;
    case TY_INTERFACE: write_interface(w, t); break;
    case TY_MAP:
        strbuf_puts(w->b, "map[");
        write_type(w, t->map.key);
        strbuf_putc(w->b, ']');
        write_type(w, t->map.elem);
        break;
    case TY_CHAN: write_chan(w, t); break;
    case TY_TUPLE: write_vars(w, t->tuple.vars, t->tuple.n, false); break;
    case TY_UNION:
        for (int i = 0; i < t->uni.n; i++) {
            strbuf_puts(w->b, i > 0 ? "|" : "");
            strbuf_puts(w->b, t->uni.terms[i].tilde ? "~" : "");
            write_type(w, t->uni.terms[i].type);
        }
        break;
    default: break;
    }
}

static void write_type(struct writer *w, struct type *t)
{
    if (!t) {
        strbuf_puts(w->b, "<nil>");
    } else if (t->kind <= TY_UNTYPED_NIL) {
        write_basic(w, t);
    } else if (t->kind == TY_NAMED) {
        write_named(w, t);
    } else if (t->kind == TY_TYPEPARAM) {
        strbuf_puts(w->b, t->tparam.obj->name);
        if (w->style == STYLE_CANONICAL)
            strbuf_printf(w->b, "#%u", t->id);
    } else if (t->flags_ & TF_PRINT) {      /* an interface that mentions itself in a method */
        strbuf_puts(w->b, "<cycle>");
    } else {
        t->flags_ |= TF_PRINT;
        write_parts(w, t);
        t->flags_ &= (uint8_t)~TF_PRINT;
    }
}

/* -- Entry points --------------------------------------------------------------------------------- */

static char *text(struct arena *a, struct type *t, enum style style, struct package *rel)
{
    struct strbuf b = {0};
    struct writer w = { .b = &b, .style = style, .rel = rel };
    write_type(&w, t);
    char *r = arena_strndup(a, b.at, b.n);
    strbuf_free(&b);
    return r;
}

char *ty_text(struct arena *a, struct type *t, struct package *rel) { return text(a, t, STYLE_MESSAGE, rel); }
char *ty_path_text(struct arena *a, struct type *t) { return text(a, t, STYLE_PATH, NULL); }
char *ty_canonical(struct arena *a, struct type *t) { return text(a, t, STYLE_CANONICAL, NULL); }
char *ty_reflect_string(struct arena *a, struct type *t) { return text(a, t, STYLE_REFLECT, NULL); }
char *ty_str(struct universe *u, struct type *t) { return text(&u->arena, t, STYLE_MESSAGE, u->current); }

char *ty_func_text(struct arena *a, const char *name, struct type *sig, struct package *rel)
{
    struct strbuf b = {0};
    struct writer w = { .b = &b, .style = STYLE_MESSAGE, .rel = rel };
    strbuf_puts(&b, name);
    write_signature(&w, sig);
    char *r = arena_strndup(a, b.at, b.n);
    strbuf_free(&b);
    return r;
}

char *ty_tparams_text(struct universe *u, struct type **tparams, int n)
{
    struct strbuf b = {0};
    for (int i = 0; i < n; i++) {
        if (i > 0)
            strbuf_puts(&b, n == 2 ? " and " : i == n - 1 ? ", and " : ", ");
        strbuf_puts(&b, tparams[i]->tparam.obj->name);
    }
    char *r = arena_strndup(&u->arena, b.at ? b.at : "", b.n);
    strbuf_free(&b);
    return r;
}

char *pos_text(struct universe *u, struct pos p)
{
    const char *path;
    uint32_t line, col;
    diag_resolve(u->diag, p, &path, &line, &col);
    if (col == 0)
        return arena_printf(&u->arena, "%s:%u", path, line);
    return arena_printf(&u->arena, "%s:%u:%u", path, line, col);
}
