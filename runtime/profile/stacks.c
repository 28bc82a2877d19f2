/* runtime/profile/stacks.c - tables of call stacks (profile.h).  Callers see to it that one thread changes a table at a
 * time; reading along is safe, since entries are complete before they are linked. */
#include <string.h>
#include "runtime/base/fatal.h"
#include "runtime/profile/profile.h"

struct profile_stack *profile_stack_find(struct profile_table *t, const uint64_t *pcs, uint32_t n)
{
    uint64_t h = n;
    for (uint32_t i = 0; i < n; i++)
        h = (h ^ pcs[i]) * 0x9e3779b97f4a7c15u, h ^= h >> 29;
    struct profile_stack **chain = &t->chains[h % (sizeof t->chains / sizeof *t->chains)];
    for (struct profile_stack *s = *chain; s; s = s->next)
        if (s->hash == h && s->n == n && (n == 0 || memcmp(s->pcs, pcs, n * sizeof *pcs) == 0))
            return s;
    struct profile_stack *s = xcalloc(1, sizeof *s + n * sizeof *pcs);
    s->hash = h;
    s->n = n;
    if (n)
        memcpy(s->pcs, pcs, n * sizeof *pcs);
    s->next = *chain;
    s->all = t->all;
    __atomic_store_n(chain, s, __ATOMIC_RELEASE);
    __atomic_store_n(&t->all, s, __ATOMIC_RELEASE);
    t->n++;
    return s;
}
