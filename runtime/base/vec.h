/* runtime/base/vec.h - growable arrays, malloc-backed.
 *
 *     vec(int) v = {0};  vec_push(&v, 3);  v.at[0];  v.n;  vec_free(&v);
 *
 * A zero-initialised vec is empty.  Growth doubles; exhausted host memory ends
 * in fatal().  Pointers into .at are invalidated by growth. */
#ifndef VIRGO_BASE_VEC_H
#define VIRGO_BASE_VEC_H

#include <stddef.h>
#include <string.h>

#define vec(T) struct { T *at; size_t n, cap; }

/* Ensures room for want elements of size each; the helper behind the macros. */
void *vec_grow_(void *at, size_t *cap, size_t want, size_t size);

#define vec_reserve(v, want) \
    ((want) <= (v)->cap ? (void)0 \
     : (void)((v)->at = vec_grow_((v)->at, &(v)->cap, (want), sizeof *(v)->at)))
#define vec_push(v, x) (vec_reserve((v), (v)->n + 1), (v)->at[(v)->n++] = (x))
/* Appends a zeroed element and yields its address. */
#define vec_add(v) \
    (vec_reserve((v), (v)->n + 1), memset(&(v)->at[(v)->n], 0, sizeof *(v)->at), &(v)->at[(v)->n++])
#define vec_pop(v) ((v)->at[--(v)->n])
#define vec_last(v) ((v)->at[(v)->n - 1])
#define vec_clear(v) ((void)((v)->n = 0))
#define vec_free(v) (vec_free_((v)->at), (v)->at = NULL, (v)->n = (v)->cap = 0)
void vec_free_(void *at);

#endif
