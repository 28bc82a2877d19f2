/* vm/cli/test_json.h - virgo test -json: a test program's -v output as a stream of events, one JSON object a line
 * (https://pkg.go.dev/cmd/test2json). */
#ifndef VIRGO_VM_CLI_TEST_JSON_H
#define VIRGO_VM_CLI_TEST_JSON_H

#include <stdbool.h>
#include <stddef.h>

struct test_json;
struct test_json *test_json_begin(const char *package);
void test_json_write(struct test_json *j, const char *p, size_t n);
/* The package's own result; frees j. */
void test_json_end(struct test_json *j, bool ok);
void test_json_end_skip(struct test_json *j);

#endif
