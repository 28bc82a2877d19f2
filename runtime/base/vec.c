/* runtime/base/vec.c - growth of vec(T) arrays (see vec.h). */
#include "runtime/base/vec.h"

#include <stdint.h>
#include <stdlib.h>

#include "runtime/base/fatal.h"

void *vec_grow_(void *at, size_t *cap, size_t want, size_t size)
{
    size_t n = *cap ? *cap : 8;
    while (n < want) {
        if (n > SIZE_MAX / 2)
            fatal("out of memory: an array of %zu elements", want);
        n *= 2;
    }
    if (n > SIZE_MAX / size)
        fatal("out of memory: an array of %zu elements of %zu bytes", n, size);
    *cap = n;
    return xrealloc(at, n * size);
}

void vec_free_(void *at)
{
    free(at);
}
