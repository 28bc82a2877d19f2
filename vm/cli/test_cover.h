/* vm/cli/test_cover.h - the coverage flags of virgo test and the profile merged from all packages' runs. */
#ifndef VIRGO_VM_CLI_TEST_COVER_H
#define VIRGO_VM_CLI_TEST_COVER_H

#include <stdbool.h>
#include <stdio.h>
#include "compiler/compiler.h"
#include "runtime/base/strbuf.h"
#include "runtime/base/vec.h"

struct cover_flags {
    bool on;
    const char *mode, *profile;         /* NULL: the default; no profile */
    vec(const char *) patterns;         /* -coverpkg */
    struct strbuf where;                /* what testing prints behind the percentage */
    struct test_cover spec;
    struct test_list packages;          /* what the patterns name */
    FILE *merged;                       /* the profile being written, or NULL */
};

/* Takes -cover, -covermode, -coverpkg or -coverprofile; ends the process on a bad value. */
void cover_flag(struct cover_flags *c, const char *name, bool on, const char *value);
/* Settles what is covered; tests: the packages under test.  false after a message. */
bool cover_prepare(struct cover_flags *c, const struct test_options *o, const struct test_list *tests);
/* Opens the profile, named relative to dir; false after a message. */
bool cover_open(struct cover_flags *c, const char *dir);
/* Moves one run's profile into it; a run without one is none of its business. */
void cover_merge(struct cover_flags *c, const char *part);
/* "\tcoverage: ..." from a test's output, or nothing. */
void cover_percentage(const struct cover_flags *c, const struct strbuf *output, struct strbuf *out);

#endif
