/* compiler/emit/access.c - see access.h. */
#include "compiler/emit/access.h"

#include "runtime/base/fatal.h"

#define ACCESS(l, s, lx, sx, u) ((struct access){OPC_##l, OPC_##s, OPC_##lx, OPC_##sx, u})

static struct access by_kind(enum type_kind k)
{
    switch (k) {
    case TY_INT8: return ACCESS(LD8S, ST8, LDX8S, STX8, 1);
    case TY_BOOL: case TY_UINT8: return ACCESS(LD8U, ST8, LDX8U, STX8, 1);
    case TY_INT16: return ACCESS(LD16S, ST16, LDX16S, STX16, 2);
    case TY_UINT16: return ACCESS(LD16U, ST16, LDX16U, STX16, 2);
    case TY_INT32: return ACCESS(LD32S, ST32, LDX32S, STX32, 4);
    case TY_UINT32: case TY_FLOAT32: return ACCESS(LD32U, ST32, LDX32U, STX32, 4);
    case TY_STRING: case TY_INTERFACE: return ACCESS(LD2, ST2, LDX2, STX2, 8);
    case TY_SLICE: return ACCESS(LD3, ST3, LDX3, STX3, 8);
    case TY_POINTER: case TY_MAP: case TY_CHAN: case TY_FUNC: case TY_UNSAFE_POINTER:
        return ACCESS(LDR, STR_, LDXR, STXR, 8);
    default: return ACCESS(LD64, ST64, LDX64, STX64, 8);
    }
}

struct access leaf_access(struct type *t)
{
    struct ir_leaf leaf[4];
    int n = ir_flatten(t, leaf);
    ASSERT(n == 1, "access to a type of %d leaves", n);
    return by_kind(ty_underlying(leaf[0].type)->kind);
}
