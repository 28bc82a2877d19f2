/* isagen/parse.y - the grammar of the five spec files.  Any file may hold any statement. */
%{
#include "isa-spec/isagen/model.h"

int yylex(void);
extern int yylineno;
static void yyerror(struct model *m, const char *msg);

static struct expr *mk(enum ekind k, int op, struct expr *x, struct expr *y, struct expr *z)
{
    struct expr *e = xcalloc(1, sizeof *e);
    e->kind = k, e->op = op, e->x = x, e->y = y, e->z = z;
    return e;
}
static struct format *cur_format;
static struct op *cur_op;
static struct rt_entry *cur_entry;
static struct record *cur_record;
static struct sys_row *cur_call;
static struct layout *cur_layout;
static bool in_ext, in_results, seen_dest;
static enum etype need_type(struct model *m, const char *name);
%}
%define parse.error detailed
%parse-param { struct model *m }
%union { char *str; uint64_t num; double real; struct expr *e; }
%token <str> IDENT STRING
%token <str> ISA VERSION FORMAT GROUP OP SEM TRAP WHEN CONTROL EFFECT BRANCH UNSAFE UNIT DOC ENTRY MAGIC RECORD SECTION
%token <str> CONST CAPABILITY ARGTYPE SYSCALL CAP RESTART LAYOUT
%token <str> TYPE
%token <num> NUMBER
%token <real> REAL
%token ARROW EQ NE LE GE SHL SHR
%type <e> expr
%type <str> name optdoc dir
%right '?' ':'
%left '|'
%left '^'
%left '&'
%left EQ NE
%left '<' '>' LE GE
%left SHL SHR
%left '+' '-'
%left '*' '/' '%'
%precedence '~' '!' UMINUS CAST
%%
spec: %empty | spec stmt ;

name: IDENT | ISA | VERSION | FORMAT | GROUP | OP | SEM | TRAP | WHEN | CONTROL | EFFECT | BRANCH | UNSAFE | UNIT | DOC
    | ENTRY | MAGIC | RECORD | SECTION | CONST | CAPABILITY | ARGTYPE | SYSCALL | CAP | RESTART | LAYOUT | TYPE ;

stmt: ISA name VERSION NUMBER ';'           { m->isa_name = $2; m->isa_version = (unsigned)$4; }
    | VERSION NUMBER ';'                    { m->fmt_version = (unsigned)$2; }
    | MAGIC STRING ';'                      { m->magic = $2; }
    | GROUP STRING ';'                      { m->group = $2; }
    | format | op | entry | record
    | SECTION NUMBER name name STRING       { vec_push(&m->sections, ((struct section){ (unsigned)$2, $3, $4, $5 })); }
    | CONST name NUMBER STRING ';'          { vec_push(&m->constants, ((struct constant){ $2, $3, $4 })); }
    | CAPABILITY name STRING ';'            { vec_push(&m->caps, ((struct named_doc){ $2, $3 })); }
    | ARGTYPE name STRING ';'               { vec_push(&m->argtypes, ((struct named_doc){ $2, $3 })); }
    | syscall | layout ;

/* -- virgo.isa -- */
format: FORMAT name { cur_format = xcalloc(1, sizeof *cur_format); cur_format->name = $2; in_ext = false; }
        '{' fields ext '}' { vec_push(&m->formats, cur_format); } ;
ext: %empty | ';' { in_ext = true; } fields ;
fields: %empty | fields field ;
field:  name           { struct field f = { $1, "" }; if (in_ext) vec_push(&cur_format->ext, f); else vec_push(&cur_format->base, f); }
      | name ':' name  { struct field f = { $1, $3 }; if (in_ext) vec_push(&cur_format->ext, f); else vec_push(&cur_format->base, f); } ;

op: OP NUMBER name name {
        cur_op = xcalloc(1, sizeof *cur_op);
        cur_op->number = (unsigned)$2, cur_op->name = $3, cur_op->cname = upper_name($3), cur_op->group = m->group;
        cur_op->line = yylineno, cur_op->kind = OP_EFFECT, cur_op->doc = "";
        cur_op->format = model_format(m, $4);
        if (!cur_op->format) { spec_error(m, yylineno, "op %s: no format %s", $3, $4); YYABORT; }
        seen_dest = false;
    } operands attrs ';' { vec_push(&m->ops, cur_op); } ;
operands: %empty | '(' oplist ')' ;
oplist: operand | oplist ',' operand
    | oplist '=' { for (size_t i = 0; i < cur_op->operands.n; i++) cur_op->operands.at[i].dest = true; } operand ;
operand: name           { vec_push(&cur_op->operands, ((struct operand){ $1, "", false })); }
    | name ':' name     { vec_push(&cur_op->operands, ((struct operand){ $1, $3, false })); } ;
attrs: %empty | attrs attr ;
attr: CONTROL           { cur_op->kind = OP_CONTROL; }
    | EFFECT            { cur_op->kind = OP_EFFECT; }
    | UNSAFE            { cur_op->unsafe = true; }
    | UNIT NUMBER       { cur_op->unit = (unsigned)$2; }
    | DOC STRING        { cur_op->doc = $2; }
    | TRAP name         { cur_op->trap = $2; }
    | TRAP name WHEN '{' expr '}'           { cur_op->trap = $2; cur_op->when = $5; }
    | SEM '{' name ':' expr '}'             { cur_op->kind = OP_PURE; cur_op->t = cur_op->r = need_type(m, $3); cur_op->sem = $5; }
    | SEM '{' name ARROW name ':' expr '}'  { cur_op->kind = OP_PURE; cur_op->t = need_type(m, $3); cur_op->r = need_type(m, $5); cur_op->sem = $7; }
    | BRANCH '{' name ':' expr '}'          { cur_op->kind = OP_BRANCH; cur_op->t = need_type(m, $3); cur_op->r = T_BOOL; cur_op->sem = $5; } ;

expr: NUMBER            { $$ = mk(E_NUM, 0, NULL, NULL, NULL); $$->num = $1; }
    | REAL              { $$ = mk(E_REAL, 0, NULL, NULL, NULL); $$->real = $1; }
    | IDENT             { $$ = mk(E_VAR, 0, NULL, NULL, NULL); $$->name = $1; }
    | IDENT '(' expr ')'            { $$ = mk(E_CALL, 0, $3, NULL, NULL); $$->name = $1; }
    | IDENT '(' expr ',' expr ')'   { $$ = mk(E_CALL, 0, $3, $5, NULL); $$->name = $1; }
    | '(' expr ')'      { $$ = $2; }
    | '(' TYPE ')' expr %prec CAST { $$ = mk(E_CAST, 0, $4, NULL, NULL); $$->type = need_type(m, $2); }
    | '-' expr %prec UMINUS { $$ = mk(E_UNARY, '-', $2, NULL, NULL); }
    | '~' expr          { $$ = mk(E_UNARY, '~', $2, NULL, NULL); }
    | '!' expr          { $$ = mk(E_UNARY, '!', $2, NULL, NULL); }
    | expr '+' expr     { $$ = mk(E_BINARY, '+', $1, $3, NULL); }
    | expr '-' expr     { $$ = mk(E_BINARY, '-', $1, $3, NULL); }
    | expr '*' expr     { $$ = mk(E_BINARY, '*', $1, $3, NULL); }
    | expr '/' expr     { $$ = mk(E_BINARY, '/', $1, $3, NULL); }
    | expr '%' expr     { $$ = mk(E_BINARY, '%', $1, $3, NULL); }
    | expr '&' expr     { $$ = mk(E_BINARY, '&', $1, $3, NULL); }
    | expr '|' expr     { $$ = mk(E_BINARY, '|', $1, $3, NULL); }
    | expr '^' expr     { $$ = mk(E_BINARY, '^', $1, $3, NULL); }
    | expr SHL expr     { $$ = mk(E_BINARY, SHL, $1, $3, NULL); }
    | expr SHR expr     { $$ = mk(E_BINARY, SHR, $1, $3, NULL); }
    | expr '<' expr     { $$ = mk(E_BINARY, '<', $1, $3, NULL); }
    | expr '>' expr     { $$ = mk(E_BINARY, '>', $1, $3, NULL); }
    | expr LE expr      { $$ = mk(E_BINARY, LE, $1, $3, NULL); }
    | expr GE expr      { $$ = mk(E_BINARY, GE, $1, $3, NULL); }
    | expr EQ expr      { $$ = mk(E_BINARY, EQ, $1, $3, NULL); }
    | expr NE expr      { $$ = mk(E_BINARY, NE, $1, $3, NULL); }
    | expr '?' expr ':' expr { $$ = mk(E_COND, '?', $1, $3, $5); } ;

/* -- runtime.rt -- */
entry: ENTRY name { cur_entry = xcalloc(1, sizeof *cur_entry); cur_entry->name = $2; in_results = false; }
       '(' params ')' ARROW { in_results = true; } '(' params ')' ':' effects STRING
       { cur_entry->doc = $14; vec_push(&m->entries, cur_entry); } ;
params: %empty | paramlist ;
paramlist: param | paramlist ',' param ;
param: rtcls | rtcls name {
        struct rt_param *p = in_results ? &vec_last(&cur_entry->results) : &vec_last(&cur_entry->params);
        p->name = $2; } ;
rtcls: name     { struct rt_param p = { 0, $1, "" }; if (in_results) vec_push(&cur_entry->results, p); else vec_push(&cur_entry->params, p); }
    | '*' name  { struct rt_param p = { '*', $2, "" }; if (in_results) vec_push(&cur_entry->results, p); else vec_push(&cur_entry->params, p); }
    | '&' name  { struct rt_param p = { '&', $2, "" }; if (in_results) vec_push(&cur_entry->results, p); else vec_push(&cur_entry->params, p); } ;
effects: '-' | effectlist ;
effectlist: name { vec_push(&cur_entry->effects, $1); } | effectlist name { vec_push(&cur_entry->effects, $2); } ;

/* -- module.fmt -- */
record: RECORD name { cur_record = xcalloc(1, sizeof *cur_record); cur_record->name = $2; }
        '{' recfields '}' optdoc { cur_record->doc = $7; vec_push(&m->records, cur_record); } ;
recfields: %empty | recfields name name ';' { vec_push(&cur_record->fields, ((struct rec_field){ $2, $3 })); } ;
optdoc: %empty { $$ = ""; } | DOC STRING ';' { $$ = $2; } ;

/* -- syscalls.abi -- */
syscall: SYSCALL NUMBER name { cur_call = xcalloc(1, sizeof *cur_call); cur_call->number = (unsigned)$2; cur_call->name = $3; }
         '(' sysargs ')' ARROW name syscap sysrestart STRING ';' { cur_call->ret = $9; cur_call->doc = $12; vec_push(&m->calls, cur_call); } ;
syscap: %empty | CAP name { cur_call->cap = $2; } ;
sysrestart: %empty | RESTART { cur_call->restart = true; } ;
sysargs: %empty | sysarglist ;
sysarglist: sysarg | sysarglist ',' sysarg ;
sysarg: name ':' name { vec_push(&cur_call->args, ((struct sys_arg){ $1, "", $3, NULL, 0, false })); }
    | name ':' dir name { vec_push(&cur_call->args, ((struct sys_arg){ $1, $3, $4, NULL, 1, false })); }
    | name ':' dir name '[' NUMBER ']' { vec_push(&cur_call->args, ((struct sys_arg){ $1, $3, $4, NULL, $6, true })); }
    | name ':' dir name '[' name ']' { vec_push(&cur_call->args, ((struct sys_arg){ $1, $3, $4, $6, 0, true })); } ;
dir: IDENT ;

/* -- layout.def -- */
layout: LAYOUT name NUMBER { cur_layout = xcalloc(1, sizeof *cur_layout); cur_layout->name = $2; cur_layout->size = (unsigned)$3; }
        '{' layfields '}' STRING ';' { cur_layout->doc = $8; vec_push(&m->layouts, cur_layout); } ;
layfields: %empty | layfields name NUMBER NUMBER ';' { vec_push(&cur_layout->fields, ((struct lay_field){ $2, (unsigned)$3, (unsigned)$4 })); } ;
%%

static enum etype need_type(struct model *m, const char *name)
{
    enum etype t = type_named(name);
    if (t == T_NONE) spec_error(m, yylineno, "no type %s", name);
    return t;
}

static void yyerror(struct model *m, const char *msg) { spec_error(m, yylineno, "%s", msg); }

int spec_keyword(const char *word)
{
    static const struct { const char *word; int token; } keywords[] = {
        { "isa", ISA }, { "version", VERSION }, { "format", FORMAT }, { "group", GROUP }, { "op", OP }, { "sem", SEM },
        { "trap", TRAP }, { "when", WHEN }, { "control", CONTROL }, { "effect", EFFECT }, { "branch", BRANCH },
        { "unsafe", UNSAFE }, { "unit", UNIT }, { "doc", DOC }, { "entry", ENTRY }, { "magic", MAGIC },
        { "record", RECORD }, { "section", SECTION }, { "const", CONST }, { "capability", CAPABILITY },
        { "argtype", ARGTYPE }, { "syscall", SYSCALL }, { "cap", CAP }, { "restart", RESTART }, { "layout", LAYOUT },
    };
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
        if (!strcmp(word, keywords[i].word)) return keywords[i].token;
    return type_named(word) != T_NONE ? TYPE : 0;
}

const char *spec_op_text(int op)
{
    static char one[8][2];
    static unsigned turn;
    switch (op) {
    case SHL: return "<<";
    case SHR: return ">>";
    case EQ: return "==";
    case NE: return "!=";
    case LE: return "<=";
    case GE: return ">=";
    }
    char *s = one[turn++ & 7];
    s[0] = (char)op, s[1] = 0;
    return s;
}

bool spec_parse(struct model *m, const char *path)
{
    FILE *f = fopen(path, "r");
    if (!f) { fprintf(stderr, "isagen: cannot read %s\n", path); m->errors++; return false; }
    m->file = path;
    spec_lex_open(f);
    int r = yyparse(m);
    fclose(f);
    return r == 0;
}
