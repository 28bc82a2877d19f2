/* runtime/type_slots.c - values as register slots (docs/abi.md): the splitting rule, and moves to and from memory. */
#include <string.h>
#include "runtime/types.h"

/* Slots of t, or -1 for a memory value. */
static int slots_of(const struct rtype *t)
{
    switch (type_kind(t)) {
    case KIND_ARRAY: return -1;
    case KIND_COMPLEX64: case KIND_COMPLEX128: case KIND_STRING: case KIND_INTERFACE: return 2;
    case KIND_SLICE: return 3;
    case KIND_STRUCT: {
        const struct struct_type *s = (const void *)t;
        int n = 0;
        for (int64_t i = 0; i < s->nfields; i++) {
            int k = slots_of(s->fields[i].type);
            if (k < 0 || (n += k) > 4)
                return -1;
        }
        return n;
    }
    default: return 1;
    }
}

bool type_in_memory(const struct rtype *t) { return slots_of(t) < 0; }
uint32_t type_slots(const struct rtype *t) { int n = slots_of(t); return n < 0 ? 1 : (uint32_t)n; }

void type_load_slots(const struct rtype *t, const void *from, uint64_t *s)
{
    switch (type_kind(t)) {
    case KIND_INT8: s[0] = (uint64_t)(int64_t)*(const int8_t *)from; break;
    case KIND_INT16: s[0] = (uint64_t)(int64_t)*(const int16_t *)from; break;
    case KIND_INT32: s[0] = (uint64_t)(int64_t)*(const int32_t *)from; break;
    case KIND_COMPLEX64: s[0] = ((const uint32_t *)from)[0]; s[1] = ((const uint32_t *)from)[1]; break;
    case KIND_STRUCT: {
        const struct struct_type *st = (const void *)t;
        for (int64_t i = 0; i < st->nfields; i++) {
            type_load_slots(st->fields[i].type, (const char *)from + st->fields[i].offset, s);
            s += type_slots(st->fields[i].type);
        }
        break;
    }
    default:
        s[0] = 0;
        memcpy(s, from, t->size);
    }
}

void type_store_slots(const struct rtype *t, void *to, const uint64_t *s)
{
    switch (type_kind(t)) {
    case KIND_COMPLEX64: ((uint32_t *)to)[0] = (uint32_t)s[0]; ((uint32_t *)to)[1] = (uint32_t)s[1]; break;
    case KIND_STRUCT: {
        const struct struct_type *st = (const void *)t;
        for (int64_t i = 0; i < st->nfields; i++) {
            type_store_slots(st->fields[i].type, (char *)to + st->fields[i].offset, s);
            s += type_slots(st->fields[i].type);
        }
        break;
    }
    default:
        memcpy(to, s, t->size);
    }
}

