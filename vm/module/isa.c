/* vm/module/isa.c - the tables and the constant evaluator that isagen derives from the specs. */
#include "optab.h"
#include "runtime_entries.h"
#include "isa-spec/isa_sem.h"

#include "optab.inc"
#include "fold_ops.inc"

#define ROW(NAME, body, params, results, effects, has_type) { #body + 3, params, results, effects, has_type },
const struct rt_entry_info rt_entry_table[RT_COUNT] = { RT_ENTRIES(ROW) };
