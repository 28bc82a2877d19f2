/* tests/unit/parse_errors.c - syntax errors in gc's words and places, recovery, and hostile input. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/syntax/parse.h"
#include "runtime/base/strbuf.h"

static int failures;

static char *messages(const char *src, size_t n)
{
    struct arena a = {0};
    struct diag d;
    diag_init(&d);
    parse_file(&a, &d, "x.go", src, n, 0);
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    diag_print(&d, out);
    fclose(out);
    diag_done(&d);
    arena_done(&a);
    return text;
}

static const struct { const char *src, *want; } cases[] = {
    {"package p\nfunc f() { g(1 2) }\n", "x.go:2:16: syntax error: unexpected literal 2 in argument list; possibly missing comma or )\n"},
    {"package p\nvar x = []int{1,\n2\n}\n", "x.go:3:2: syntax error: unexpected newline in composite literal; possibly missing comma or }\n"},
    {"package p\nfunc f(a int b) {}\n", "x.go:2:14: syntax error: unexpected b in parameter list; possibly missing comma or )\n"},
    {"package p\nfunc f()\n{\n}\n", "x.go:3:1: syntax error: unexpected semicolon or newline before {\n"},
    {"package p\nx := 1\n", "x.go:2:1: syntax error: non-declaration statement outside function body\n"},
    {"package p\nfunc f() { if x = 1 { } }\n", "x.go:2:17: syntax error: cannot use assignment (x) = (1) as value\n"},
    {"package p\nfunc f() { if { } }\n", "x.go:2:15: syntax error: missing condition in if statement\n"},
    {"package p\nfunc f() { if x\n{ } }\n", "x.go:2:16: syntax error: unexpected newline, expecting { after if clause\n"},
    {"package p\nfunc f() { if x { } else x }\n", "x.go:2:26: syntax error: else must be followed by if or statement block\n"},
    {"package p\nfunc f() { for i := 0; i < 9 { } }\n", "x.go:2:30: syntax error: unexpected {, expecting semicolon or newline\n"},
    {"package p\nfunc f() { for i := 0; { } }\n", "x.go:2:24: syntax error: unexpected {, expecting for loop condition\n"},
    {"package p\nfunc f() { for var i = 0; ; { } }\n", "x.go:2:20: syntax error: var declaration not allowed in for initializer\n"},
    {"package p\nfunc f() { switch x := y.(type) { x } }\n", "x.go:2:35: syntax error: unexpected x, expecting case or default or }\n"},
    {"package p\nfunc f() { a, b }\n", "x.go:2:17: syntax error: unexpected }, expecting := or = or comma\n"},
    {"package p\nfunc f() { x = 1 + }\n", "x.go:2:20: syntax error: unexpected }, expecting expression\n"},
    {"package p\nfunc f() { a[1 }\n", "x.go:2:16: syntax error: unexpected }, expecting comma, : or ]\n"},
    {"package p\nfunc f() { a[1:2:] }\n", "x.go:2:18: final index required in 3-index slice\n"},
    {"package p\nvar x\n", "x.go:2:6: syntax error: unexpected newline, expecting type\n"},
    {"package p\ntype T\n", "x.go:2:7: syntax error: unexpected newline in type declaration\n"},
    {"package p\ntype T struct { a, b }\n", "x.go:2:22: syntax error: unexpected }, expecting type\n"},
    {"package p\nimport x\n", "x.go:2:9: syntax error: missing import path\n"},
    {"package p\nfunc (a, b T) f() {}\n", "x.go:2:15: method has multiple receivers\n"},
    {"package p\nfunc f(a int, b) {}\n", "x.go:2:15: syntax error: mixed named and unnamed parameters\n"},
    {"package p\nfunc f[P]() {}\n", "x.go:2:9: syntax error: missing type constraint\n"},
    {"package p\nfunc f() { defer (g()) }\n", "x.go:2:18: expression in defer must not be parenthesized\n"},
    {"package p\nfunc f() { go g }\n", "x.go:2:15: expression in go must be function call\n"},
    {"package p\nvar c chan\n", "x.go:3:1: syntax error: missing channel element type\n"},
    {"package p\nfunc f() { _ = (T){1} }\n", "x.go:2:19: syntax error: cannot parenthesize type in composite literal\n"},
    {"var x int\n", "x.go:1:1: syntax error: package statement must be first\n"},
    /* literals and characters */
    {"package p\nvar x = 089\n", "x.go:2:10: invalid digit '8' in octal literal\n"},
    {"package p\nvar x = 0b12 + 1__0 + 0x + 1e + 0x1.0\n",
     "x.go:2:12: invalid digit '2' in binary literal\nx.go:2:18: '_' must separate successive digits\n"
     "x.go:2:25: hexadecimal literal has no digits\nx.go:2:30: exponent has no digits\n"
     "x.go:2:38: hexadecimal mantissa requires a 'p' exponent\n"},
    {"package p\nvar x = \"a\n", "x.go:2:11: newline in string\n"},
    {"package p\nvar x = `a\n", "x.go:2:9: string not terminated\n"},
    {"package p\nvar x = \"\\q\\400\\ud800\"\n",
     "x.go:2:11: unknown escape\nx.go:2:16: octal escape value 256 > 255\n"
     "x.go:2:22: escape is invalid Unicode code point U+D800\n"},
    {"package p\nvar x = '' + 'ab'\n",
     "x.go:2:10: empty rune literal or unescaped '\nx.go:2:14: more than one character in rune literal\n"},
    {"package p\nvar x = 1 @ 2\n", "x.go:2:11: invalid character U+0040 '@'\nx.go:2:13: syntax error: unexpected literal 2 after top level declaration\n"},
    {"package p\n/* x\n", "x.go:2:1: comment not terminated\n"},
    /* several errors, one a line */
    {"package p\nfunc f() {\n\tx y\n\tif a {\n\t\tg(1 2)\n\t}\n\tz 3 4\n}\nfunc g( {\n}\nvar ok int\n",
     "x.go:3:4: syntax error: unexpected y at end of statement\n"
     "x.go:5:7: syntax error: unexpected literal 2 in argument list; possibly missing comma or )\n"
     "x.go:7:4: syntax error: unexpected literal 3 at end of statement\n"
     "x.go:9:9: syntax error: unexpected {, expecting )\n"},
    /* what must parse */
    {"#!/usr/bin/env virgo\npackage p\n", ""},
    {"package p\nfunc f() { for _, x := range []T{{1}} { _ = x }; if x == (T{}) { }; switch (T{}) { } }\n", ""},
    {"package p\nfunc f() { if f := func() bool { return true }; f() { }; for range [...]int{1} { } }\n", ""},
    {"package p\ntype (A[P *T,] int; B[P *C | ~int] int; C [N * 2]int; D[P []int] int; E[P (interface{})] int)\n", ""},
    {"package p\nvar _, _ = <-chan int(nil), func()(x)\nvar _ chan<- <-chan (<-chan int)\n", ""},
    {"package p\ntype I interface { ~int | *T[P]; m(); E[int, string]; pkg.J }\n", ""},
    {"package p\nfunc f() { L: for { break L }; goto M; M: }\n", ""},
    {"//line a.go:10\npackage p\nx\n", "a.go:11: syntax error: non-declaration statement outside function body\n"},
    {"package p /*line b.go:5:7*/ x\n", "b.go:5:8: syntax error: unexpected x, expecting semicolon or newline\n"},
};

static void check(const char *src, size_t n, const char *want, bool prefix)
{
    char *got = messages(src, n);
    if (prefix ? strstr(got, want) == NULL : strcmp(got, want) != 0) {
        printf("source:\n%.200s\nwant:\n%s\ngot:\n%.500s\n", src, want, got);
        failures++;
    }
    free(got);
}

/* before + piece * n + middle + closer * n must be refused with a message, whatever n. */
static void deep(const char *before, const char *piece, const char *middle, const char *closer, int n)
{
    struct strbuf b = {0};
    strbuf_puts(&b, before);
    for (int i = 0; i < n; i++)
        strbuf_puts(&b, piece);
    strbuf_puts(&b, middle);
    for (int i = 0; i < n; i++)
        strbuf_puts(&b, closer);
    strbuf_puts(&b, "\n");
    check(b.at, b.n, "nesting too deep", true);
    strbuf_free(&b);
}

int main(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        check(cases[i].src, strlen(cases[i].src), cases[i].want, false);

    enum { N = 1000000 };
    deep("package p\nvar x = ", "(", "1", ")", N);
    deep("package p\nvar x = ", "(", "", "", N);
    deep("package p\nvar x = ", "- ", "1", "", N);
    deep("package p\nvar x = 1", "+1", "", "", N);
    deep("package p\nvar x = a", ".b()", "", "", N);
    deep("package p\nvar x ", "[]", "int", "", N);
    deep("package p\nvar x ", "*", "int", "", N);
    deep("package p\nvar x ", "chan ", "int", "", N);
    deep("package p\nfunc f() ", "{", "", "}", N);
    deep("package p\nfunc f() {", "L: ", "}", "", N);
    deep("package p\nfunc f() { if x {} ", "else if x {} ", "}", "", 100000);
    deep("package p\nvar x = ", "func() {return ", "1", "}", 100000);

    /* Bytes of a simple generator: any input gives messages, none a crash. */
    unsigned seed = 1;
    static char noise[100000];
    for (int round = 0; round < 20; round++) {
        for (size_t i = 0; i < sizeof noise; i++) {
            seed = seed * 1103515245u + 12345u;
            noise[i] = round % 2 ? (char)(seed >> 16) : "(){}[];,:.=<-+*&!~|\"'`\n\\x0 if for func go T"[(seed >> 16) % 43];
        }
        memcpy(noise, "package p\n", 10);
        free(messages(noise, sizeof noise));
    }
    if (failures)
        printf("%d failures\n", failures);
    return failures > 0;
}
