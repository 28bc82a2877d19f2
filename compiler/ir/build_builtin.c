/* compiler/ir/build_builtin.c - builtin functions, map and channel operations. */
#include "compiler/ir/build.h"

/* -- Maps ------------------------------------------------------------------------------------------------------------- */

struct type *ir_hiter_type(struct ir_module *m) { return ((struct builder *)m->build)->hiter; }

/* Which family of entries serves keys of type t: integers and booleans as words, strings, the rest in memory. */
static int key_family(struct type *t)
{
    enum type_kind k = kind_of(t);
    return kind_is_integer(k) || k == TY_BOOL ? 1 : k == TY_STRING ? 2 : 0;
}

ir_reg map_entry(struct fb *fb, struct type *mt, ir_reg m, struct val key, int op, ir_reg *ok)
{
    static const int entries[3][4] = {
        { RT_MAPACCESS1, RT_MAPACCESS2, RT_MAPASSIGN, RT_MAPDELETE },
        { RT_MAPACCESS1_W, RT_MAPACCESS2_W, RT_MAPASSIGN_W, RT_MAPDELETE_W },
        { RT_MAPACCESS1_S, RT_MAPACCESS2_S, RT_MAPASSIGN_S, RT_MAPDELETE_S },
    };
    struct type *u = ty_underlying(mt);
    int family = key_family(u->map.key);
    ir_reg args[2] = { m, family ? val_reg(fb, key, NULL) : val_addr(fb, key) }, res[2];
    int nres = op == MAP_DELETE ? 0 : op == MAP_ACCESS2 ? 2 : 1;
    if (nres)
        res[0] = new_reg(fb, IRC_R, ty_pointer(fb->u, u->map.elem));
    if (nres == 2)
        *ok = res[1] = new_reg(fb, IRC_W, basic(fb, TY_BOOL));
    rt_call(fb, entries[family][op], mt, 2, args, nres, res);
    return nres ? res[0] : 0;
}

/* -- Channels ----------------------------------------------------------------------------------------------------------- */

/* Elements that travel as a word, a reference, or in memory. */
static int elem_family(struct type *t)
{
    enum type_kind k = kind_of(t);
    if (k <= TY_FLOAT64)
        return 1;
    return k == TY_POINTER || k == TY_MAP || k == TY_CHAN || k == TY_FUNC || k == TY_UNSAFE_POINTER ? 2 : 0;
}

void build_chan_send(struct fb *fb, struct type *ct, ir_reg ch, struct val v)
{
    static const int entries[] = { RT_CHANSEND, RT_CHANSEND_W, RT_CHANSEND_R };
    int family = elem_family(ty_underlying(ct)->chan.elem);
    ir_reg args[2] = { ch, family ? val_reg(fb, v, NULL) : val_addr(fb, v) };
    rt_call(fb, entries[family], ct, 2, args, 0, NULL);
}

ir_reg build_chan_recv(struct fb *fb, struct type *ct, ir_reg ch, struct val *out, bool want_value)
{
    struct type *elem = ty_underlying(ct)->chan.elem;
    int family = elem_family(elem);
    ir_reg ok = new_reg(fb, IRC_W, basic(fb, TY_BOOL));
    if (family) {
        ir_reg res[2] = { new_reg(fb, family == 1 ? IRC_W : IRC_R, elem), ok };
        rt_call(fb, family == 1 ? RT_CHANRECV_W : RT_CHANRECV_R, ct, 1, &ch, 2, res);
        *out = v_reg(elem, res[0]);
        return ok;
    }
    ir_reg args[2] = { ch, 0 };
    if (want_value) {
        args[1] = temp_object(fb, elem, NULL);
    } else {
        args[1] = new_reg(fb, IRC_R, ty_pointer(fb->u, elem));
        ins(fb, IR_ZERO)->a = args[1];
    }
    rt_call(fb, RT_CHANRECV, ct, 2, args, 1, &ok);
    *out = want_value ? val_load(fb, v_mem(elem, args[1], 0, true)) : v_none();
    return ok;
}

/* -- len, cap, make -------------------------------------------------------------------------------------------------------- */

static struct val length(struct fb *fb, struct expr *x, bool cap, const ir_reg *want)
{
    struct type *t = expr_type(fb, x), *u = ty_underlying(t);
    struct type *arr = u->kind == TY_POINTER ? ty_underlying(u->pointer.elem) : u;
    if (arr->kind == TY_ARRAY) {
        expr_discard(fb, x);
        return v_int(fb, arr->array.len);
    }
    ir_reg r = expr_reg(fb, x);
    if (u->kind == TY_MAP || u->kind == TY_CHAN) {
        ir_reg d = want ? want[0] : new_reg(fb, IRC_W, basic(fb, TY_INT));
        rt_call(fb, u->kind == TY_MAP ? RT_MAPLEN : cap ? RT_CHANCAP : RT_CHANLEN, NULL, 1, &r, 1, &d);
        return v_reg(basic(fb, TY_INT), d);
    }
    return v_reg(basic(fb, TY_INT), part(fb, r, cap ? 2 : 1, want));
}

/* A size operand of make: any integer type; what an int cannot hold is as bad as a negative one. */
static ir_reg size_operand(struct fb *fb, struct expr *e)
{
    return index_reg(fb, e);
}

static struct val make(struct fb *fb, struct expr *e)
{
    struct type *t = expr_type(fb, e), *u = ty_core(t);
    ir_reg args[2];
    int n = e->call.nargs;
    for (int i = 1; i < n && i < 3; i++)
        args[i - 1] = size_operand(fb, e->call.args[i]);
    fb->pos = e->pos;
    switch (u->kind) {
    case TY_SLICE:
        if (n == 2)
            args[1] = args[0];
        return v_reg(t, rt_r(fb, RT_MAKESLICE, t, 2, args, IRC_L, t));
    case TY_MAP:
        if (n == 1)
            args[0] = word_const(fb, basic(fb, TY_INT), 0, NULL);
        return v_reg(t, rt_r(fb, RT_MAKEMAP, t, 1, args, IRC_R, t));
    default:
        if (n == 1)
            args[0] = word_const(fb, basic(fb, TY_INT), 0, NULL);
        return v_reg(t, rt_r(fb, RT_MAKECHAN, t, 1, args, IRC_R, t));
    }
}

/* -- append, copy ------------------------------------------------------------------------------------------------------------ */

/* append(s, y...) */
static struct val append_all(struct fb *fb, struct type *t, struct val s, struct val y, const ir_reg *want)
{
    bool str = kind_of(y.t) == TY_STRING || y.t->kind == TY_UNTYPED_STRING;
    ir_reg args[2] = { val_reg(fb, s, NULL), val_reg(fb, y, NULL) };
    ir_reg d = want ? want[0] : new_reg(fb, IRC_L, t);
    rt_call(fb, str ? RT_APPENDSTR : RT_APPENDSLICE, t, 2, args, 1, &d);
    return v_reg(t, d);
}

/* append(s, vals...): room for all, then one store each. */
static struct val append_each(struct fb *fb, struct type *t, struct val s, struct val *vals, int n, const ir_reg *want)
{
    struct type *elem = ty_core(t)->slice.elem, *it = basic(fb, TY_INT);
    ir_reg old = val_reg(fb, s, NULL);
    ir_reg len = part(fb, old, 1, NULL), d = want ? want[0] : new_reg(fb, IRC_L, t);
    /* An operand kept in the destination would be overwritten by the grown slice. */
    for (int i = 0; i < n; i++)
        for (int k = 0; vals[i].kind == V_REGS && k < vals[i].n; k++)
            if (vals[i].r[k] == d)
                d = new_reg(fb, IRC_L, t);
    struct ir_ins *g = ins(fb, IR_GROW);
    g->a = d;
    g->b = old;
    g->imm = n;
    g->type = t;
    for (int i = 0; i < n; i++) {
        ir_reg idx = i == 0 ? len : i <= 127 ? op2i(fb, OPC_ADDI_I64, it, len, i, NULL)
                                             : op2(fb, OPC_ADD_I64, it, len, word_const(fb, it, i, NULL), NULL);
        place_store(fb, (struct place){ .kind = PL_SLICE, .t = elem, .base = d, .ct = t, .idx = idx }, vals[i]);
    }
    return v_reg(t, d);
}

static struct val append(struct fb *fb, struct expr *e, const ir_reg *want)
{
    struct type *t = expr_type(fb, e), *elem = ty_core(t)->slice.elem;
    int n = e->call.nargs;
    struct val *vals;
    if (e->call.spread) {
        vals = expr_multi(fb, e->call.args[0], &n);
        for (int i = 0; i < n; i++)
            vals[i] = convert(fb, vals[i], i ? elem : t, NULL);
    } else {
        vals = arena_array(fb->a, struct val, n);
        for (int i = 0; i < n; i++) {
            bool all = i == 1 && e->call.has_dots;
            vals[i] = all ? expr(fb, e->call.args[i], NULL) : expr_as(fb, e->call.args[i], i ? elem : t, NULL);
            if (n > 2 && vals[i].kind == V_MEM)
                vals[i] = val_own(fb, vals[i]);
            vals[i] = val_load(fb, vals[i]);
        }
    }
    fb->pos = e->pos;
    if (n == 1 || (e->call.has_dots && vals[1].kind == V_ZERO && vals[1].t->kind == TY_UNTYPED_NIL))
        return vals[0];
    return e->call.has_dots ? append_all(fb, t, vals[0], vals[1], want)
                            : append_each(fb, t, vals[0], vals + 1, n - 1, want);
}

static struct val copy(struct fb *fb, struct val dst, struct val src, const ir_reg *want)
{
    bool str = kind_of(src.t) == TY_STRING || src.t->kind == TY_UNTYPED_STRING;
    ir_reg args[2] = { val_reg(fb, dst, NULL), val_reg(fb, src, NULL) };
    ir_reg d = want ? want[0] : new_reg(fb, IRC_W, basic(fb, TY_INT));
    rt_call(fb, str ? RT_COPYSTR : RT_COPYSLICE, str ? NULL : dst.t, 2, args, 1, &d);
    return v_reg(basic(fb, TY_INT), d);
}

/* -- print ---------------------------------------------------------------------------------------------------------------------- */

static void print_str(struct fb *fb, const char *s)
{
    ir_reg r = val_reg(fb, v_const(basic(fb, TY_STRING), cv_string(fb->u, s, strlen(s))), NULL);
    rt_call(fb, RT_PRINT_STRING, NULL, 1, &r, 0, NULL);
}

static void print_value(struct fb *fb, struct val v)
{
    if (ty_is_untyped(v.t))
        v.t = v.t->kind == TY_UNTYPED_INT || v.t->kind == TY_UNTYPED_RUNE ? basic(fb, TY_INT64)
                                                                          : ty_default(fb->u, v.t);
    enum type_kind k = kind_of(v.t);
    int entry;
    ir_reg r[4];
    int n = val_regs(fb, v, r, NULL);
    if (kind_is_complex(k)) {
        for (int i = 0; k == TY_COMPLEX64 && i < 2; i++)
            r[i] = op1(fb, OPC_F2D, basic(fb, TY_FLOAT64), r[i], NULL);
        entry = RT_PRINT_COMPLEX;
    } else if (k == TY_BOOL) {
        entry = RT_PRINT_BOOL;
    } else if (kind_is_integer(k)) {
        entry = kind_is_signed(k) ? RT_PRINT_INT : RT_PRINT_UINT;
    } else if (kind_is_float(k)) {
        if (k == TY_FLOAT32)
            r[0] = op1(fb, OPC_F2D, basic(fb, TY_FLOAT64), r[0], NULL);
        entry = RT_PRINT_FLOAT;
    } else {
        entry = k == TY_STRING ? RT_PRINT_STRING : k == TY_SLICE ? RT_PRINT_SLICE
                : k == TY_INTERFACE ? RT_PRINT_IFACE : RT_PRINT_POINTER;
    }
    rt_call(fb, entry, NULL, n, r, 0, NULL);
}

static void print(struct fb *fb, struct val *args, int n, bool line)
{
    for (int i = 0; i < n; i++) {
        if (line && i)
            print_str(fb, " ");
        print_value(fb, args[i]);
    }
    if (line)
        print_str(fb, "\n");
    rt_call(fb, RT_PRINT_FLUSH, NULL, 0, NULL, 0, NULL);
}

/* -- Others ------------------------------------------------------------------------------------------------------------------------ */

static struct val make_complex(struct fb *fb, struct val *args, struct type *t)
{
    struct type *pt = basic(fb, kind_of(t) == TY_COMPLEX64 ? TY_FLOAT32 : TY_FLOAT64);
    ir_reg r[2];
    for (int i = 0; i < 2; i++) {
        args[i].t = pt;
        r[i] = val_reg(fb, args[i], NULL);
    }
    return v_regs(t, 2, r);
}

static struct val complex_part(struct fb *fb, struct val v, int i, struct type *t)
{
    ir_reg r[4];
    val_regs(fb, v, r, NULL);
    return v_reg(t, r[i]);
}

static struct val unsafe_view(struct fb *fb, int op, struct val *args, struct type *t)
{
    ir_reg p = val_reg(fb, args[0], NULL), n = val_reg(fb, args[1], NULL);
    int64_t len, size = op == OPC_USTR ? 1 : ty_size(ty_underlying(t)->slice.elem);
    if (!const_is_int(args[1], &len) || len != 0) {
        struct val check[3] = { conversion(fb, v_reg(args[0].t, p), basic(fb, TY_UNSAFE_POINTER), NULL),
                                v_reg(basic(fb, TY_INT), n), v_int(fb, size) };
        call_hook(fb, op == OPC_USTR ? "checkunsafestring" : "checkunsafeslice", check, 3);
    }
    ir_reg d = new_reg(fb, op == OPC_USTR ? IRC_S : IRC_L, t);
    struct ir_ins *i = ins(fb, op);
    i->a = d;
    i->b = p;
    i->c = n;
    return v_reg(t, d);
}

static struct val unsafe_add(struct fb *fb, struct val *args, struct type *t)
{
    struct type *w = basic(fb, TY_UINTPTR);
    ir_reg a = op1(fb, OPC_UWORD, w, val_reg(fb, args[0], NULL), NULL);
    ir_reg s = op2(fb, OPC_ADD_I64, w, a, val_reg(fb, args[1], NULL), NULL), d = new_reg(fb, IRC_R, t);
    struct ir_ins *i = ins(fb, OPC_UPTR);
    i->a = d;
    i->b = s;
    return v_reg(t, d);
}

static struct val data_pointer(struct fb *fb, struct val v, struct type *t)
{
    ir_reg s = val_reg(fb, v, NULL), d = new_reg(fb, IRC_R, t);
    struct ir_ins *i = ins(fb, OPC_USLP);
    i->a = d;
    i->b = s;
    return v_reg(t, d);
}

static struct val min_max(struct fb *fb, bool max, struct val *args, int n, struct type *t)
{
    struct ir_leaf l[4];
    ir_flatten(t, l);
    ir_reg d = new_reg(fb, l[0].cls, t);
    args[0].t = t;
    val_to_regs(fb, args[0], &d);
    for (int i = 1; i < n; i++) {
        struct ir_block *take = new_block(fb), *next = new_block(fb);
        args[i].t = t;
        compare_branch(fb, max ? OP_GTR : OP_LSS, args[i], v_reg(t, d), take, next);
        start_block(fb, take);
        val_to_regs(fb, args[i], &d);
        ins(fb, IR_JMP)->t = next;
        start_block(fb, next);
    }
    return v_reg(t, d);
}

/* unsafe.Offsetof(x.f) where x's layout depends on type arguments. */
static struct val field_offset(struct fb *fb, struct expr *e)
{
    e = expr_unparen(e);
    struct type *t = ty_underlying(expr_type(fb, e->sel.x));
    int64_t off = 0;
    for (int i = 0; i < e->sel.npath; i++) {
        if (t->kind == TY_POINTER)
            t = ty_underlying(t->pointer.elem);
        ty_layout(t);
        off += t->strct.fields[e->sel.path[i]].offset;
        t = ty_underlying(t->strct.fields[e->sel.path[i]].type);
    }
    return v_int(fb, off);
}

struct val builtin_on(struct fb *fb, int id, struct val *args, int n, struct type *t, const ir_reg *want)
{
    switch (id) {
    case BI_CLOSE: {
        ir_reg r = val_reg(fb, args[0], NULL);
        rt_call(fb, RT_CHANCLOSE, NULL, 1, &r, 0, NULL);
        return v_none();
    }
    case BI_COPY:
        return copy(fb, args[0], args[1], want);
    case BI_DELETE:
        map_entry(fb, args[0].t, val_reg(fb, args[0], NULL), args[1], MAP_DELETE, NULL);
        return v_none();
    case BI_CLEAR: {
        ir_reg r = val_reg(fb, args[0], NULL);
        rt_call(fb, kind_of(args[0].t) == TY_MAP ? RT_MAPCLEAR : RT_CLEARSLICE, args[0].t, 1, &r, 0, NULL);
        return v_none();
    }
    case BI_PANIC: {
        ir_reg r = val_reg(fb, args[0], NULL);
        ins(fb, IR_PANIC)->b = r;
        unreachable(fb);
        return v_none();
    }
    case BI_PRINT: case BI_PRINTLN:
        print(fb, args, n, id == BI_PRINTLN);
        return v_none();
    case BI_RECOVER: {
        ir_reg d = want ? want[0] : new_reg(fb, IRC_I, fb->u->any_type);
        ins(fb, IR_RECOVER)->a = d;
        fb->f->recovers = true;
        return v_reg(fb->u->any_type, d);
    }
    case BI_COMPLEX: return make_complex(fb, args, t);
    case BI_REAL: return complex_part(fb, args[0], 0, t);
    case BI_IMAG: return complex_part(fb, args[0], 1, t);
    case BI_MIN: case BI_MAX: return min_max(fb, id == BI_MAX, args, n, t);
    case BI_UNSAFE_ADD: return unsafe_add(fb, args, t);
    case BI_UNSAFE_SLICE: return unsafe_view(fb, OPC_USL, args, t);
    case BI_UNSAFE_STRING: return unsafe_view(fb, OPC_USTR, args, t);
    case BI_UNSAFE_SLICEDATA: case BI_UNSAFE_STRINGDATA: return data_pointer(fb, args[0], t);
    default: UNREACHABLE();
    }
}

struct val builtin(struct fb *fb, struct expr *e, const ir_reg *want)
{
    int id = e->call.builtin, n = e->call.nargs;
    struct expr **a = e->call.args;
    switch (id) {
    case BI_LEN: case BI_CAP: return length(fb, a[0], id == BI_CAP, want);
    case BI_MAKE: return make(fb, e);
    case BI_NEW: {
        struct type *t = fb_type(fb, a[0]->type);
        return v_reg(expr_type(fb, e), heap_object(fb, t));
    }
    case BI_APPEND: return append(fb, e, want);
    case BI_UNSAFE_SIZEOF: return v_int(fb, ty_size(expr_type(fb, a[0])));
    case BI_UNSAFE_OFFSETOF: return field_offset(fb, a[0]);
    case BI_UNSAFE_ALIGNOF: return v_int(fb, ty_align(expr_type(fb, a[0])));
    default: break;
    }
    if (e->call.spread) {
        struct val *vals = expr_multi(fb, a[0], &n);
        fb->pos = e->pos;
        return builtin_on(fb, id, vals, n, expr_type(fb, e), want);
    }
    struct val *args = arena_array(fb->a, struct val, n + 1);
    struct type *mt = id == BI_DELETE ? ty_underlying(expr_type(fb, a[0])) : NULL;
    for (int i = 0; i < n; i++) {
        if (id == BI_PANIC)
            args[i] = expr_as(fb, a[i], fb->u->any_type, NULL);
        else if (mt && i == 1)
            args[i] = expr_as(fb, a[i], mt->map.key, NULL);
        else
            args[i] = expr(fb, a[i], NULL);
        if (n > 1)
            args[i] = args[i].kind == V_MEM ? val_own(fb, args[i]) : args[i];
        else
            args[i] = val_load(fb, args[i]);
    }
    fb->pos = e->pos;
    return builtin_on(fb, id, args, n, expr_type(fb, e), want);
}
