/* compiler/syntax/parse.y - Go's grammar.
 *
 * LALR(1) over the token stream of stream.c, which resolves what one token of
 * lookahead cannot: LBODY is a '{' directly in the header of if, for or switch,
 * LTPARAM a '[' that opens type parameters.  Where Go distinguishes types from
 * values only by meaning (calls, indices, case lists), both are expressions; where
 * only a type can stand, the type rules apply.  They are split by first token
 * (name, bracket, arrow, other) so that "a []int", "a, b int" and "T[int]" can
 * be told apart in parameter lists and struct types.
 *
 * After an error bison returns to the innermost rule with 'error'.  Every such
 * rule stands alone in its state, so that it is reduced at once; its action
 * skips tokens itself (stream_resync) and drops bison's lookahead.
 *
 * The messages are gc's.  gc descends recursively and words a message by the
 * function it is in; what_was_expected finds the same words from the symbols on
 * the parser's stack. */
%code requires {
#include "compiler/syntax/build.h"
}

%code {
#include <string.h>

static int yylex(GRAM_STYPE *val, GRAM_LTYPE *loc, struct parser *p);
static void yyerror(GRAM_LTYPE *loc, struct parser *p, const char *msg);

#define YYMAXDEPTH 100000
#define YYLLOC_DEFAULT(lhs, rhs, n) \
    ((lhs) = (n) ? YYRHSLOC(rhs, 1) : p->st.cur.pos)

/* Reports a '{' that cannot follow the operand whose state is at top. */
static void unexpected_brace(const void *top, struct parser *p);

/* The error rules: skip, then forget the lookahead and the error. */
#define RECOVER(how) do { how; yyclearin; yyerrok; if (p->stop || p->nerrors >= MAX_ERRORS) YYABORT; } while (0)
#define POS(at) syn_pos(p, at)
}

%define api.pure full
%define api.prefix {gram_}
%define api.token.prefix {T_}
%define api.value.type {union syn_value}
%define api.location.type {struct src_pos}
%define parse.error custom
%define parse.lac full
%locations
%param {struct parser *p}

%token EOF 0
%token <tok> NAME LITERAL OPASSIGN INCDEC
%token <tok> SEMI 59 ";"
%token LPAREN 40 "(" RPAREN 41 ")" LBRACK 91 "[" RBRACK 93 "]" LBRACE 123 "{" RBRACE 125 "}"
%token COMMA 44 "," COLON 58 ":" DOT 46 "." ASSIGN 61 "=" STAR 42 "*" TILDE 126 "~" BAR 124 "|" BANG 33 "!"
%token LESS 60 "<" GREATER 62 ">" PLUS 43 "+" MINUS 45 "-" CARET 94 "^" SLASH 47 "/" PERCENT 37 "%" AMP 38 "&"
%token DEFINE ARROW ELLIPSIS ANDAND OROR EQL NEQ LEQ GEQ SHL SHR ANDNOT
%token LBODY                    /* '{' that opens the body after a header */
%token LTPARAM                  /* '[' that opens type parameters in a type declaration */
%token BREAK CASE CHAN CONST CONTINUE DEFAULT DEFER ELSE FALLTHROUGH FOR FUNC GO GOTO IF IMPORT
%token INTERFACE MAP PACKAGE RANGE RETURN SELECT STRUCT SWITCH TYPE VAR

/* A complete type or an absent result gives way to a token that continues it, and an empty
 * statement to the error rule of statements. */
%precedence LOW
%precedence "(" "[" "{" LBODY "." ARROW error
%left OROR
%left ANDAND
%left EQL NEQ "<" LEQ ">" GEQ
%left "+" "-" "|" "^"
%left "*" "/" "%" "&" SHL SHR ANDNOT

%type <expr> expr uexpr pexpr operand complit paren_expr functype comptype othertype map_type
%type <expr> type nonrecv_type nb_type nonname_type plain_type result_type name_type brack_type recv_type oth_type
%type <expr> opt_expr elem elem_value slice_part struct_type interface_type func_lit
%type <expr> constraint nonname_constraint term nonname_term signature
%type <fields> result receiver opt_tparams
%type <list> exprs args targs elems elem_list names params param_list
%type <list> tparams tparam_list
%type <list> struct_fields struct_field_list struct_field iface_elems iface_elem_list
%type <list> import_specs import_spec_list import_spec const_specs const_spec_list const_spec
%type <list> var_specs var_spec_list var_spec type_specs type_spec_list type_spec
%type <list> decl import_decl common_decl
%type <list> stmts clauses comm_clauses
%type <field> param tparam iface_elem
%type <decl> func_decl
%type <stmt> stmt simple opt_simple header_simple opt_header_simple
%type <stmt> if_stmt for_stmt switch_stmt select_stmt range_clause
%type <block> block body opt_body
%type <header> header for_header if_head for_head switch_head
%type <clause> clause comm_clause
%type <name> name type_name
%type <tok> opt_tag

%%

/* -- Files ------------------------------------------------------------------------- */

file:
    package_clause top_level
;

package_clause:
    PACKAGE name ";"
        {   p->file->package_pos = POS(@1);
            p->file->package = $2;
            p->file->package_name_pos = POS(@2);
            if (p->nerrors > 0)
                YYABORT;
            if (p->flags & PARSE_PACKAGE_ONLY)
                YYACCEPT;
        }
;

top_level:
    %empty
|   top_level import_decl ";"   { build_top_level(p, &$2, @2); }
|   top_level decl ";"          { build_top_level(p, &$2, @2); }
|   top_level error             { RECOVER(stream_resync_decl(p)); }
;

decl:
    common_decl
|   func_decl                   { $$ = list_one(p, $1); }
;

common_decl:
    CONST const_spec            { $$ = $2; build_const_group(p, &$$, false); }
|   CONST group const_specs ")" { $$ = $3; build_const_group(p, &$$, true); }
|   VAR var_spec                { $$ = $2; }
|   VAR group var_specs ")"     { $$ = $3; build_group(p, &$$); }
|   TYPE type_spec              { $$ = $2; }
|   TYPE group type_specs ")"   { $$ = $3; build_group(p, &$$); }
;

group:
    "("                         { stream_mark(p, RESYNC_ITEM); }
;

import_decl:
    IMPORT import_spec          { $$ = $2; }
|   IMPORT group import_specs ")" { $$ = $3; build_group(p, &$$); }
;

import_specs: %empty            { $$ = list_none(p); }
|   import_spec_list
|   import_spec_list ";"         { $$ = $1; }
;
import_spec_list: import_spec
|   import_spec_list ";" import_spec { $$ = list_join(p, $1, $3); }
;
import_spec:
    LITERAL                     { $$ = list_one(p, build_import(p, @1, NULL, @1, &$1)); }
|   NAME LITERAL                { $$ = list_one(p, build_import(p, @1, name_of(p, &$1), @2, &$2)); }
|   "." LITERAL                 { $$ = list_one(p, build_import(p, @1, ".", @2, &$2)); }
|   error                       { $$ = list_none(p); RECOVER(stream_resync(p, false)); }
;

const_specs: %empty             { $$ = list_none(p); }
|   const_spec_list
|   const_spec_list ";"          { $$ = $1; }
;
const_spec_list: const_spec
|   const_spec_list ";" const_spec { $$ = list_join(p, $1, $3); }
;
const_spec:
    names                       { $$ = list_one(p, build_value(p, DECL_CONST, $1, NULL, list_none(p))); }
|   names type                  { $$ = list_one(p, build_value(p, DECL_CONST, $1, $2, list_none(p))); }
|   names assign exprs          { $$ = list_one(p, build_value(p, DECL_CONST, $1, NULL, $3)); }
|   names type assign exprs     { $$ = list_one(p, build_value(p, DECL_CONST, $1, $2, $4)); }
|   error                       { $$ = list_none(p); RECOVER(stream_resync(p, false)); }
;

var_specs: %empty               { $$ = list_none(p); }
|   var_spec_list
|   var_spec_list ";"            { $$ = $1; }
;
var_spec_list: var_spec
|   var_spec_list ";" var_spec  { $$ = list_join(p, $1, $3); }
;
var_spec:
    names type                  { $$ = list_one(p, build_value(p, DECL_VAR, $1, $2, list_none(p))); }
|   names assign exprs          { $$ = list_one(p, build_value(p, DECL_VAR, $1, NULL, $3)); }
|   names type assign exprs     { $$ = list_one(p, build_value(p, DECL_VAR, $1, $2, $4)); }
|   error                       { $$ = list_none(p); RECOVER(stream_resync(p, false)); }
;

/* := for = is complained about and accepted. */
assign:
    "="
|   DEFINE                      { syn_error(p, @1, "syntax error: unexpected :=, expecting ="); }
;

type_specs: %empty              { $$ = list_none(p); }
|   type_spec_list
|   type_spec_list ";"           { $$ = $1; }
;
type_spec_list: type_spec
|   type_spec_list ";" type_spec { $$ = list_join(p, $1, $3); }
;
type_spec:
    type_name type              { $$ = list_one(p, build_type(p, @1, $1, (struct fields){NULL, 0}, false, $2)); }
|   type_name "=" type          { $$ = list_one(p, build_type(p, @1, $1, (struct fields){NULL, 0}, true, $3)); }
|   type_name LTPARAM tparams "]" type
                                {   struct fields tparams = build_params(p, $3, @4, true);
                                    $$ = list_one(p, build_type(p, @1, $1, tparams, false, $5));
                                }
|   type_name LTPARAM tparams "]" "=" type
                                {   struct fields tparams = build_params(p, $3, @4, true);
                                    $$ = list_one(p, build_type(p, @1, $1, tparams, true, $6));
                                }
|   error                       { $$ = list_none(p); RECOVER(stream_resync(p, false)); }
;
type_name:
    NAME                        { $$ = name_of(p, &$1); stream_type_name(p); }
;

func_decl:
    FUNC name opt_tparams signature opt_body
                                { $$ = build_func(p, @1, NULL, @2, $2, $3, $4, $5); }
|   FUNC receiver name signature opt_body
                                { $$ = build_func(p, @1, &$2, @3, $3, (struct fields){NULL, 0}, $4, $5); }
|   FUNC receiver name "[" tparams "]" signature opt_body
                                {   syn_error(p, @4, "syntax error: method must have no type parameters");
                                    $$ = build_func(p, @1, &$2, @3, $3, (struct fields){NULL, 0}, $7, $8);
                                }
;
receiver:
    "(" params ")"              { $$ = build_receiver(p, $2, @3); }
;
opt_body:
    %empty                      { $$ = NULL; }
|   block
;

/* -- Names, lists of expressions -------------------------------------------------------- */

name:
    NAME                        { $$ = name_of(p, &$1); }
;
names:
    name                        { $$ = list_one(p, build_name(p, @1, $1)); }
|   names "," name              { $$ = list_add(p, $1, build_name(p, @3, $3)); }
;
exprs:
    expr                        { $$ = list_one(p, $1); }
|   exprs "," expr              { $$ = list_add(p, $1, $3); }
;
opt_expr:
    %empty                      { $$ = NULL; }
|   expr
;
opt_comma:
    %empty
|   ","
;

/* -- Expressions -------------------------------------------------------------------------- */

expr:
    uexpr
|   expr OROR expr              { $$ = build_binary(p, @2, OP_LOR, $1, $3); }
|   expr ANDAND expr            { $$ = build_binary(p, @2, OP_LAND, $1, $3); }
|   expr EQL expr               { $$ = build_binary(p, @2, OP_EQL, $1, $3); }
|   expr NEQ expr               { $$ = build_binary(p, @2, OP_NEQ, $1, $3); }
|   expr "<" expr               { $$ = build_binary(p, @2, OP_LSS, $1, $3); }
|   expr LEQ expr               { $$ = build_binary(p, @2, OP_LEQ, $1, $3); }
|   expr ">" expr               { $$ = build_binary(p, @2, OP_GTR, $1, $3); }
|   expr GEQ expr               { $$ = build_binary(p, @2, OP_GEQ, $1, $3); }
|   expr "+" expr               { $$ = build_binary(p, @2, OP_ADD, $1, $3); }
|   expr "-" expr               { $$ = build_binary(p, @2, OP_SUB, $1, $3); }
|   expr "|" expr               { $$ = build_binary(p, @2, OP_OR, $1, $3); }
|   expr "^" expr               { $$ = build_binary(p, @2, OP_XOR, $1, $3); }
|   expr "*" expr               { $$ = build_binary(p, @2, OP_MUL, $1, $3); }
|   expr "/" expr               { $$ = build_binary(p, @2, OP_DIV, $1, $3); }
|   expr "%" expr               { $$ = build_binary(p, @2, OP_REM, $1, $3); }
|   expr "&" expr               { $$ = build_binary(p, @2, OP_AND, $1, $3); }
|   expr SHL expr               { $$ = build_binary(p, @2, OP_SHL, $1, $3); }
|   expr SHR expr               { $$ = build_binary(p, @2, OP_SHR, $1, $3); }
|   expr ANDNOT expr            { $$ = build_binary(p, @2, OP_ANDNOT, $1, $3); }
;

uexpr:
    pexpr
|   "+" uexpr                   { $$ = build_unary(p, @1, OP_ADD, $2); }
|   "-" uexpr                   { $$ = build_unary(p, @1, OP_SUB, $2); }
|   "!" uexpr                   { $$ = build_unary(p, @1, OP_NOT, $2); }
|   "^" uexpr                   { $$ = build_unary(p, @1, OP_XOR, $2); }
|   "~" uexpr                   { $$ = build_unary(p, @1, OP_TILDE, $2); }
|   "&" uexpr                   { $$ = build_unary(p, @1, OP_ADDR, expr_unparen($2)); }
|   "*" uexpr                   { $$ = build_star(p, @1, $2); }
|   ARROW uexpr                 { $$ = build_receive(p, @1, $2); }
;

pexpr:
    operand
|   pexpr "." name              { $$ = build_selector(p, @2, $1, @3, $3); }
|   pexpr "." "(" type ")"      { $$ = build_assert(p, @2, $1, $4, @5); }
|   pexpr "." "(" TYPE ")"      { $$ = build_assert(p, @2, $1, NULL, @5); }
|   pexpr "[" exprs opt_comma "]" { $$ = build_index(p, @2, $1, $3, @5); }
|   pexpr "[" opt_expr ":" opt_expr "]"
                                { $$ = build_slice(p, @2, $1, $3, $5, NULL, false, @6); }
|   pexpr "[" opt_expr ":" slice_part ":" slice_part "]"
                                {   if (!$5) {
                                        syn_error(p, @6, "middle index required in 3-index slice");
                                        $5 = build_bad(p, @6);
                                    }
                                    if (!$7) {
                                        syn_error(p, @8, "final index required in 3-index slice");
                                        $7 = build_bad(p, @8);
                                    }
                                    $$ = build_slice(p, @2, $1, $3, $5, $7, true, @8);
                                }
|   pexpr "(" args ")"          { $$ = build_call(p, @2, $1, $3, @4); }
;
slice_part:
    opt_expr
;

args:
    %empty                      { $$ = list_none(p); }
|   exprs opt_comma             { $$ = $1; }
|   exprs ELLIPSIS opt_comma    { $$ = list_add(p, $1, NULL); }   /* NULL at the end: with dots */
;

operand:
    NAME                        { $$ = build_name(p, @1, name_of(p, &$1)); }
|   LITERAL                     { $$ = build_literal(p, @1, &$1); }
|   paren_expr
|   functype  %prec LOW
|   func_lit
|   comptype  %prec LOW
|   othertype
|   complit
;
paren_expr:
    "(" expr ")"                { $$ = build_paren(p, @1, $2, @3); }
;
func_lit:
    functype lit_open stmts "}" { $$ = build_func_lit(p, @1, $1, build_block(p, @2, $3, @4)); }
;
lit_open:
    "{"                         { stream_mark(p, RESYNC_STMT); }
|   LBODY                       { stream_mark(p, RESYNC_STMT); stream_keep_header(p); }
;

/* Types that can head a composite literal, in a header too. */
comptype: brack_type | struct_type | map_type ;
othertype:
    interface_type
|   CHAN nonrecv_type           { $$ = build_chan(p, @1, CHAN_BOTH, $2); }
|   CHAN ARROW type             { $$ = build_chan(p, @1, CHAN_SEND, $3); }
;

complit:
    pexpr complit_open elems "}" { $$ = build_composite(p, @2, $1, $3, @4); }
|   comptype any_open elems "}"  { $$ = build_composite(p, @2, $1, $3, @4); }
;
complit_open:
    "{"                         { if (!build_is_literal_type(p, $<expr>0)) unexpected_brace(yyssp - 1, p); }
;
any_open:
    "{"
|   LBODY                       { stream_keep_header(p); }
;
elems:
    %empty                      { $$ = list_none(p); }
|   elem_list opt_comma         { $$ = $1; }
;
elem_list:
    elem                        { $$ = list_one(p, $1); }
|   elem_list "," elem          { $$ = list_add(p, $1, $3); }
;
elem:
    elem_value
|   elem_value ":" elem_value   { $$ = build_key_value(p, @2, $1, $3); }
;
elem_value:
    expr
|   "{" elems "}"               { $$ = build_composite(p, @1, NULL, $2, @3); }
;

/* -- Types ------------------------------------------------------------------------------------- */

type:           name_type | brack_type | recv_type | oth_type ;
nonrecv_type:   name_type | brack_type | oth_type ;
nb_type:        name_type | recv_type | oth_type ;
nonname_type:   brack_type | recv_type | oth_type ;
result_type:    name_type | brack_type | recv_type | plain_type ;

name_type:
    NAME  %prec LOW             { $$ = build_name(p, @1, name_of(p, &$1)); }
|   NAME "." name  %prec LOW    { $$ = build_selector(p, @2, build_name(p, @1, name_of(p, &$1)), @3, $3); }
|   NAME "[" targs "]"          { $$ = build_index(p, @2, build_name(p, @1, name_of(p, &$1)), $3, @4); }
|   NAME "." name "[" targs "]" {   struct expr *x = build_name(p, @1, name_of(p, &$1));
                                    $$ = build_index(p, @4, build_selector(p, @2, x, @3, $3), $5, @6);
                                }
;
targs:
    exprs opt_comma             { $$ = $1; }
;
brack_type:
    "[" "]" type                { $$ = build_array(p, @1, NULL, $3); }
|   "[" expr "]" type           { $$ = build_array(p, @1, $2, $4); }
|   "[" ELLIPSIS "]" type       { $$ = build_array(p, @1, build_ellipsis(p, @2, NULL), $4); }
;
recv_type:
    ARROW CHAN type             { $$ = build_chan(p, @1, CHAN_RECV, $3); }
;
oth_type:
    plain_type
|   "(" type ")"                { $$ = build_paren(p, @1, $2, @3); }
;
plain_type:
    "*" type                    { $$ = build_star(p, @1, $2); }
|   functype
|   struct_type
|   othertype
|   map_type
;
map_type:
    MAP "[" type "]" type       { $$ = build_map(p, @1, $3, $5); }
;

functype:
    FUNC signature              { $$ = $2; }
|   FUNC "[" tparams "]" signature
                                {   syn_error(p, @2, "syntax error: function type must have no type parameters");
                                    $$ = $5;
                                }
;
signature:
    "(" params ")" result       { $$ = build_signature(p, @1, build_params(p, $2, @3, false), $4, @3); }
;
result:
    %empty  %prec LOW           { $$ = (struct fields){NULL, 0}; }
|   result_type                 { $$ = build_result(p, $1); }
|   "(" params ")"              { $$ = build_params(p, $2, @3, false); }
;

/* -- Parameters ---------------------------------------------------------------------------------- */

params:
    %empty                      { $$ = list_none(p); }
|   param_list opt_comma        { $$ = $1; }
;
param_list:
    param                       { $$ = list_one(p, $1); }
|   param_list "," param        { $$ = list_add(p, $1, $3); }
;
/* A lone name is a parameter or a type; build_params decides when the list is complete. */
param:
    NAME                        { $$ = build_field(p, @1, name_of(p, &$1), NULL); }
|   NAME nb_type                { $$ = build_field(p, @1, name_of(p, &$1), $2); }
|   NAME ELLIPSIS type          { $$ = build_field(p, @1, name_of(p, &$1), build_ellipsis(p, @2, $3)); }
|   NAME "[" "]" type           { $$ = build_field(p, @1, name_of(p, &$1), build_array(p, @2, NULL, $4)); }
|   NAME "[" ELLIPSIS "]" type  {   struct expr *len = build_ellipsis(p, @3, NULL);
                                    $$ = build_field(p, @1, name_of(p, &$1), build_array(p, @2, len, $5));
                                }
|   NAME "[" exprs opt_comma "]" type
                                {   struct expr *len = build_array_len(p, $3, @4);
                                    $$ = build_field(p, @1, name_of(p, &$1), build_array(p, @2, len, $6));
                                }
|   NAME "[" exprs opt_comma "]"
                                {   struct expr *x = build_name(p, @1, name_of(p, &$1));
                                    $$ = build_field(p, @1, NULL, build_index(p, @2, x, $3, @5));
                                }
|   NAME "." name  %prec LOW    {   struct expr *x = build_name(p, @1, name_of(p, &$1));
                                    $$ = build_field(p, @1, NULL, build_selector(p, @2, x, @3, $3));
                                }
|   NAME "." name "[" targs "]" {   struct expr *x = build_name(p, @1, name_of(p, &$1));
                                    x = build_selector(p, @2, x, @3, $3);
                                    $$ = build_field(p, @1, NULL, build_index(p, @4, x, $5, @6));
                                }
|   ELLIPSIS type               { $$ = build_field(p, @1, NULL, build_ellipsis(p, @1, $2)); }
|   nonname_type                { $$ = build_field(p, @1, NULL, $1); }
;

opt_tparams:
    %empty                      { $$ = (struct fields){NULL, 0}; }
|   "[" tparams "]"             { $$ = build_params(p, $2, @3, true); }
|   "[" "]"                     {   syn_error(p, @2, "syntax error: empty type parameter list");
                                    $$ = (struct fields){NULL, 0};
                                }
;
tparams:
    tparam_list opt_comma       { $$ = $1; }
;
tparam_list:
    tparam                      { $$ = list_one(p, $1); }
|   tparam_list "," tparam      { $$ = list_add(p, $1, $3); }
;
tparam:
    NAME                        { $$ = build_field(p, @1, name_of(p, &$1), NULL); }
|   NAME constraint             { $$ = build_field(p, @1, name_of(p, &$1), $2); }
|   nonname_constraint          { $$ = build_field(p, @1, NULL, $1); }
;
constraint:
    term
|   constraint "|" term         { $$ = build_binary(p, @2, OP_OR, $1, $3); }
;
nonname_constraint:
    nonname_term
|   nonname_constraint "|" term { $$ = build_binary(p, @2, OP_OR, $1, $3); }
;
term:
    type
|   "~" type                    { $$ = build_unary(p, @1, OP_TILDE, $2); }
;
nonname_term:
    nonname_type
|   "~" type                    { $$ = build_unary(p, @1, OP_TILDE, $2); }
;

/* -- Struct and interface types --------------------------------------------------------------------- */

struct_type:
    STRUCT item_open struct_fields "}" { $$ = build_struct(p, @1, $3, @4); }
;
item_open:
    "{"                         { stream_mark(p, RESYNC_ITEM); }
|   LBODY                       { stream_mark(p, RESYNC_ITEM); stream_keep_header(p); }
;
struct_fields:
    %empty                      { $$ = list_none(p); }
|   struct_field_list
|   struct_field_list ";"       { $$ = $1; }
;
struct_field_list:
    struct_field
|   struct_field_list ";" struct_field { $$ = list_join(p, $1, $3); }
;
struct_field:
    NAME nb_type opt_tag        {   struct list names = list_one(p, build_name(p, @1, name_of(p, &$1)));
                                    $$ = build_struct_fields(p, names, $2, &$3);
                                }
|   NAME "," names type opt_tag {   struct list names = list_prepend(p, build_name(p, @1, name_of(p, &$1)), $3);
                                    $$ = build_struct_fields(p, names, $4, &$5);
                                }
|   NAME "[" "]" type opt_tag   {   struct list names = list_one(p, build_name(p, @1, name_of(p, &$1)));
                                    $$ = build_struct_fields(p, names, build_array(p, @2, NULL, $4), &$5);
                                }
|   NAME "[" ELLIPSIS "]" type opt_tag
                                {   struct list names = list_one(p, build_name(p, @1, name_of(p, &$1)));
                                    struct expr *len = build_ellipsis(p, @3, NULL);
                                    $$ = build_struct_fields(p, names, build_array(p, @2, len, $5), &$6);
                                }
|   NAME "[" exprs opt_comma "]" type opt_tag
                                {   struct expr *len = build_array_len(p, $3, @4);
                                    struct list names = list_one(p, build_name(p, @1, name_of(p, &$1)));
                                    $$ = build_struct_fields(p, names, build_array(p, @2, len, $6), &$7);
                                }
|   NAME "[" exprs opt_comma "]" opt_tag
                                {   struct expr *x = build_name(p, @1, name_of(p, &$1));
                                    $$ = build_embedded(p, @1, build_index(p, @2, x, $3, @5), &$6);
                                }
|   NAME opt_tag                { $$ = build_embedded(p, @1, build_name(p, @1, name_of(p, &$1)), &$2); }
|   NAME "." name opt_tag       {   struct expr *x = build_name(p, @1, name_of(p, &$1));
                                    $$ = build_embedded(p, @1, build_selector(p, @2, x, @3, $3), &$4);
                                }
|   NAME "." name "[" targs "]" opt_tag
                                {   struct expr *x = build_name(p, @1, name_of(p, &$1));
                                    x = build_selector(p, @2, x, @3, $3);
                                    $$ = build_embedded(p, @1, build_index(p, @4, x, $5, @6), &$7);
                                }
|   "*" name_type opt_tag       { $$ = build_embedded(p, @1, build_star(p, @1, $2), &$3); }
|   "*" "(" name_type ")" opt_tag
                                {   syn_error(p, @2, "syntax error: cannot parenthesize embedded type");
                                    $$ = build_embedded(p, @1, build_star(p, @1, $3), &$5);
                                }
|   "(" name_type ")" opt_tag   {   syn_error(p, @1, "syntax error: cannot parenthesize embedded type");
                                    $$ = build_embedded(p, @1, $2, &$4);
                                }
|   "(" "*" name_type ")" opt_tag
                                {   syn_error(p, @1, "syntax error: cannot parenthesize embedded type");
                                    $$ = build_embedded(p, @1, build_star(p, @2, $3), &$5);
                                }
|   error                       { $$ = list_none(p); RECOVER(stream_resync(p, false)); }
;
opt_tag:
    %empty                      { $$ = (struct lexeme){NULL, 0, 0}; }
|   LITERAL
;

interface_type:
    INTERFACE item_open iface_elems "}" { $$ = build_interface(p, @1, $3, @4); }
;
iface_elems:
    %empty                      { $$ = list_none(p); }
|   iface_elem_list
|   iface_elem_list ";"         { $$ = $1; }
;
iface_elem_list:
    iface_elem                  { $$ = $1 ? list_one(p, $1) : list_none(p); }
|   iface_elem_list ";" iface_elem { $$ = $3 ? list_add(p, $1, $3) : $1; }
;
iface_elem:
    NAME signature              { $$ = build_field(p, @1, name_of(p, &$1), $2); }
|   NAME "[" targs "]" signature
                                {   syn_error(p, @2, "interface method must have no type parameters");
                                    $$ = build_field(p, @1, name_of(p, &$1), $5);
                                }
|   constraint                  { $$ = build_field(p, @1, NULL, $1); }
|   error                       { $$ = NULL; RECOVER(stream_resync(p, false)); }
;

/* -- Statements ---------------------------------------------------------------------------------------- */

stmts:
    stmt                        { $$ = $1 ? list_one(p, $1) : list_none(p); }
|   stmts ";" stmt              { $$ = $3 ? list_add(p, $1, $3) : $1; }
;
stmt:
    %empty  %prec LOW           { $$ = NULL; }
|   simple
|   common_decl                 { $$ = build_decl_stmt(p, @1, $1); }
|   block                       { $$ = build_stmt(p, ST_BLOCK, @1); $$->block = $1; }
|   if_stmt
|   for_stmt
|   switch_stmt
|   select_stmt
|   NAME ":" stmt               { $$ = build_labeled(p, @1, name_of(p, &$1), @2, $3); }
|   GO pexpr                    { $$ = build_call_stmt(p, ST_GO, @1, $2); }
|   DEFER pexpr                 { $$ = build_call_stmt(p, ST_DEFER, @1, $2); }
|   RETURN                      { $$ = build_stmt(p, ST_RETURN, @1); }
|   RETURN exprs                { $$ = build_return(p, @1, $2); }
|   BREAK                       { $$ = build_stmt(p, ST_BREAK, @1); }
|   BREAK name                  { $$ = build_branch(p, ST_BREAK, @1, @2, $2); }
|   CONTINUE                    { $$ = build_stmt(p, ST_CONTINUE, @1); }
|   CONTINUE name               { $$ = build_branch(p, ST_CONTINUE, @1, @2, $2); }
|   GOTO name                   { $$ = build_branch(p, ST_GOTO, @1, @2, $2); }
|   FALLTHROUGH                 { $$ = build_stmt(p, ST_FALLTHROUGH, @1); }
|   error                       { $$ = NULL; RECOVER(stream_resync(p, false)); }
;

simple:
    expr                        { $$ = build_expr_stmt(p, $1); }
|   expr INCDEC                 { $$ = build_incdec(p, @2, $1, $2.sub); }
|   expr OPASSIGN expr          { $$ = build_assign(p, ST_OPASSIGN, @2, list_one(p, $1), list_one(p, $3), $2.sub); }
|   expr ARROW expr             { $$ = build_send(p, @2, $1, $3); }
|   exprs "=" exprs             { $$ = build_assign(p, ST_ASSIGN, @2, $1, $3, OP_NONE); }
|   exprs DEFINE exprs          { $$ = build_assign(p, ST_DEFINE, @2, $1, $3, OP_NONE); }
;
opt_simple:
    %empty                      { $$ = NULL; }
|   simple
;

block:
    block_open stmts "}"        { $$ = build_block(p, @1, $2, @3); }
;
block_open:
    "{"                         { stream_mark(p, RESYNC_STMT); }
;
body:
    body_open stmts "}"         { $$ = build_block(p, @1, $2, @3); }
;
body_open:
    LBODY                       { stream_mark(p, RESYNC_STMT); }
;

/* What stands between the keyword and the body.  Any simple statements are accepted; build.c
 * complains about those that do not fit. */
header:
    %empty                      { $$ = build_header(p, (struct header){0}); }
|   header_simple               { $$ = build_header(p, (struct header){.cond = $1}); }
|   opt_header_simple ";" opt_simple
                                {   $$ = build_header(p, (struct header){.init = $1, .cond = $3, .semi = @2,
                                                                         .has_semi = true, .semi_text = $2.s});
                                }
|   error                       { $$ = build_header(p, (struct header){.bad = true});
                                  RECOVER(stream_resync_header(p)); }
;
for_header:
    %empty                      { $$ = build_header(p, (struct header){0}); }
|   header_simple               { $$ = build_header(p, (struct header){.cond = $1}); }
|   range_clause                { $$ = build_header(p, (struct header){.init = $1}); }
|   VAR range_clause            { p->header_var = @2; $$ = build_header(p, (struct header){.init = $2}); }
|   opt_header_simple ";" opt_simple ";" opt_simple
                                {   $$ = build_header(p, (struct header){.init = $1, .cond = $3, .post = $5,
                                                                         .semi = @2, .has_semi = true});
                                }
|   error                       { $$ = build_header(p, (struct header){.bad = true});
                                  RECOVER(stream_resync_header(p)); }
;
header_simple:
    simple
|   VAR simple                  { $$ = $2; p->header_var = @2; }
;
opt_header_simple:
    %empty                      { $$ = NULL; }
|   header_simple
;
range_clause:
    RANGE expr                  { $$ = build_range(p, @1, list_none(p), false, $2); }
|   exprs "=" RANGE expr        { $$ = build_range(p, @3, $1, false, $4); }
|   exprs DEFINE RANGE expr     { $$ = build_range(p, @3, $1, true, $4); }
;

/* Heads are reduced before the body, so that an error in the body does not return to them. */
if_head:      IF header         { $$ = $2; } ;
for_head:     FOR for_header    { $$ = $2; } ;
switch_head:  SWITCH header     { $$ = $2; } ;

if_stmt:
    if_head body                { $$ = build_if(p, @1, $1, $2, NULL); }
|   if_head body ELSE if_stmt   { $$ = build_if(p, @1, $1, $2, $4); }
|   if_head body ELSE block     {   struct stmt *els = build_stmt(p, ST_BLOCK, @4);
                                    els->block = $4;
                                    $$ = build_if(p, @1, $1, $2, els);
                                }
;
for_stmt:
    for_head body               { $$ = build_for(p, @1, $1, $2); }
;
switch_stmt:
    switch_head switch_open clauses "}" { $$ = build_switch(p, @1, $1, $3, @4); }
;
switch_open:
    LBODY                       { stream_mark(p, RESYNC_CLAUSE); }
;
select_stmt:
    SELECT select_open comm_clauses "}" { $$ = build_select(p, @1, $3, @4); }
;
select_open:
    "{"                         { stream_mark(p, RESYNC_CLAUSE); }
;
clauses:
    %empty                      { $$ = list_none(p); }
|   clauses clause              { $$ = list_add(p, $1, $2); }
|   clauses error               { $$ = $1; RECOVER(stream_resync(p, true)); }
;
clause:
    case exprs ":" stmts        { $$ = build_clause(p, @1, &$2, NULL, @3, $4); }
|   default ":" stmts           { $$ = build_clause(p, @1, NULL, NULL, @2, $3); }
;
comm_clauses:
    %empty                      { $$ = list_none(p); }
|   comm_clauses comm_clause    { $$ = list_add(p, $1, $2); }
|   comm_clauses error          { $$ = $1; RECOVER(stream_resync(p, true)); }
;
comm_clause:
    case simple ":" stmts       { struct list none = list_none(p); $$ = build_clause(p, @1, &none, $2, @3, $4); }
|   default ":" stmts           { $$ = build_clause(p, @1, NULL, NULL, @2, $3); }
;
case:
    CASE                        { build_check_clause(p, "case"); }
;
default:
    DEFAULT                     { build_check_clause(p, "default"); }
;
%%

static int yylex(GRAM_STYPE *val, GRAM_LTYPE *loc, struct parser *p)
{
    struct token t;
    int kind = stream_next(p, &t);
    val->tok = (struct lexeme){t.s, t.len, t.sub};
    *loc = t.pos;
    return kind;
}

/* Bison's own complaints: its stack is exhausted. */
static void yyerror(GRAM_LTYPE *loc, struct parser *p, const char *msg)
{
    (void)loc, (void)msg;
    if (!p->stop)
        syn_error(p, p->st.cur.pos, "syntax error: nesting too deep");
    p->stop = true;
}

/* -- What was expected --------------------------------------------------------------------
 *
 * Bison stops before any reduction that the offending token would not justify (LAC), so
 * the stack holds the construct as written.  The top symbol tells what had to come next,
 * or that a phrase is complete; then the innermost open construct below says how it goes on. */

typedef yysymbol_kind_t symbol;
#define S(name) YYSYMBOL_##name

struct stack { const yy_state_t *top; };

/* The k-th symbol from the top; YYSYMBOL_YYEMPTY below the bottom (state 0). */
static symbol sym(const struct stack *s, int k)
{
    const yy_state_t *at = s->top;
    for (int i = 0; i < k; i++) {
        if (*at == 0)
            return S(YYEMPTY);
        at--;
    }
    return *at == 0 ? S(YYEMPTY) : YY_ACCESSING_SYMBOL(*at);
}

enum place {
    IN_TOP, IN_PACKAGE, IN_STMTS, IN_CLAUSE, IN_CLAUSES, IN_CALL, IN_ASSERT, IN_PAREN, IN_INDEX, IN_ARRAY, IN_MAP,
    IN_TYPE_ARGS, IN_COMPLIT, IN_PARAMS, IN_TPARAMS, IN_STRUCT, IN_INTERFACE, IN_GROUP, IN_SPEC, IN_IF, IN_FOR,
    IN_SWITCH
};

static bool is_operand_end(symbol s)
{
    return s == S(pexpr) || s == S(operand);
}

static enum place paren_place(const struct stack *s, int k)
{
    switch (sym(s, k + 1)) {
    case S(pexpr): case S(operand): return IN_CALL;
    case S(DOT): return IN_ASSERT;
    case S(FUNC): case S(NAME): case S(name): case S(opt_tparams): case S(RPAREN): case S(RBRACK): case S(receiver):
        return IN_PARAMS;
    default: return IN_PAREN;
    }
}

static enum place bracket_place(const struct stack *s, int k)
{
    switch (sym(s, k + 1)) {
    case S(pexpr): case S(operand): return IN_INDEX;
    case S(MAP): return IN_MAP;
    case S(name): return sym(s, k + 2) == S(FUNC) || sym(s, k + 2) == S(receiver) ? IN_TPARAMS : IN_TYPE_ARGS;
    case S(NAME): return IN_TYPE_ARGS;
    case S(FUNC): return IN_TPARAMS;
    default: return IN_ARRAY;
    }
}

/* The innermost construct still open at or below the k-th symbol; *at gets its index. */
static enum place place_of(const struct stack *s, int k, int *at)
{
    int closed = 0;
    for (;; k++) {
        symbol x = sym(s, k);
        *at = k;
        if (x == S(RPAREN) || x == S(RBRACK) || x == S(RBRACE)) {
            closed++;
            continue;
        }
        if (closed > 0) {
            closed -= x == S(LPAREN) || x == S(LBRACK) || x == S(LTPARAM) || x == S(LBRACE) || x == S(item_open) ||
                      x == S(lit_open) || x == S(any_open) || x == S(complit_open) || x == S(body_open) ||
                      x == S(block_open) || x == S(group) || x == S(switch_open) || x == S(select_open);
            if (x != S(YYEMPTY))
                continue;
        }
        switch (x) {
        case S(LPAREN): return paren_place(s, k);
        case S(LBRACK): return bracket_place(s, k);
        case S(LTPARAM): return IN_TPARAMS;
        case S(LBRACE): case S(complit_open): case S(any_open): return IN_COMPLIT;
        case S(lit_open): case S(block_open): case S(body_open): return IN_STMTS;
        case S(item_open): return sym(s, k + 1) == S(STRUCT) ? IN_STRUCT : IN_INTERFACE;
        case S(group): return IN_GROUP;
        case S(case): case S(default): return IN_CLAUSE;
        case S(switch_open): case S(select_open): return IN_CLAUSES;
        case S(IF): return IN_IF;
        case S(FOR): return IN_FOR;
        case S(SWITCH): return IN_SWITCH;
        case S(CONST): case S(VAR): case S(TYPE): case S(IMPORT): return IN_SPEC;
        case S(PACKAGE): return IN_PACKAGE;
        case S(top_level): case S(YYEMPTY): return IN_TOP;
        default: break;
        }
    }
}

/* Does the phrase at k stand where only a type can? */
static bool wants_type(const struct stack *s, int k)
{
    int at;
    switch (sym(s, k)) {
    case S(STAR): return !is_operand_end(sym(s, k + 1)) && sym(s, k + 1) != S(expr) && sym(s, k + 1) != S(uexpr) &&
                        wants_type(s, k + 1);
    case S(TILDE): return wants_type(s, k + 1) || sym(s, k + 1) == S(item_open);
    case S(names):
        switch (place_of(s, k, &at)) {
        case IN_SPEC: return sym(s, at) == S(VAR);
        case IN_GROUP: return sym(s, at + 1) == S(VAR);
        default: return true;
        }
    case S(NAME): case S(item_open): return true;
    case S(CHAN): case S(RBRACK): case S(type_name): return true;
    case S(ARROW): return sym(s, k + 1) == S(CHAN);
    case S(ELLIPSIS): case S(assign): return false;
    case S(RPAREN): return true;
    case S(LPAREN): return paren_place(s, k) == IN_ASSERT || paren_place(s, k) == IN_PARAMS || wants_type(s, k + 1);
    case S(LBRACK): return bracket_place(s, k) == IN_MAP;
    case S(COMMA): return sym(s, k + 1) == S(param_list) || sym(s, k + 1) == S(tparam_list);
    case S(SEMI): return sym(s, k + 1) == S(struct_field_list) || sym(s, k + 1) == S(iface_elem_list);
    case S(ASSIGN): return sym(s, k + 1) == S(type_name) || sym(s, k + 1) == S(RBRACK);
    default: return false;
    }
}

static const char *at_statement_start(const struct stack *s, int k)
{
    int at;
    enum place in = place_of(s, k, &at);
    return in == IN_CLAUSE ? ", expecting case or default or }" : ", expecting }";
}

/* Is what follows this symbol the start of a simple statement? */
static bool starts_simple(symbol x)
{
    return x == S(SEMI) || x == S(COLON) || x == S(lit_open) || x == S(block_open) || x == S(body_open);
}

/* Is the clause whose keyword is at index k one of select? */
static bool in_select(const struct stack *s, int k)
{
    return sym(s, k + 1) == S(comm_clauses);
}

/* Where the file ends inside a list, gc asks for its end rather than for another element. */
static const char *list_end(const struct stack *s)
{
    int at;
    symbol top = sym(s, 0), below = sym(s, 1);
    bool comma = top == S(COMMA);
    if ((top == S(LPAREN) || comma) && place_of(s, 0, &at) == IN_CALL && at <= 2)
        return ", expecting )";
    if (top == S(complit_open) || top == S(any_open) || top == S(LBRACE) || top == S(item_open) ||
        (comma && below == S(elem_list)) ||
        (top == S(SEMI) && (below == S(struct_field_list) || below == S(iface_elem_list))))
        return ", expecting }";
    if (top == S(group) || (top == S(SEMI) && (below == S(import_spec_list) || below == S(const_spec_list) ||
                                               below == S(var_spec_list) || below == S(type_spec_list))))
        return ", expecting )";
    return NULL;
}

/* After a complete phrase whose innermost construct is found from index k on. */
static const char *after_phrase(const struct stack *s, int k, struct parser *p)
{
    int at;
    bool several = sym(s, 0) == S(exprs) || (sym(s, 1) == S(COMMA) && sym(s, 2) == S(exprs));
    bool comma = sym(s, 1) == S(COMMA) && sym(s, 2) == S(exprs);
    switch (place_of(s, k, &at)) {
    case IN_TOP: return " after top level declaration";
    case IN_PACKAGE: return ", expecting semicolon or newline";
    case IN_STMTS:
        return comma && starts_simple(sym(s, 3)) ? ", expecting := or = or comma" : " at end of statement";
    case IN_CLAUSES: return ", expecting case or default or }";
    case IN_CLAUSE: {
        for (int i = 0; i < at; i++)
            if (sym(s, i) == S(COLON) && sym(s, i + 1) != S(NAME))
                return comma && starts_simple(sym(s, 3)) ? ", expecting := or = or comma" : " at end of statement";
        return comma && in_select(s, at) ? ", expecting := or = or comma" : ", expecting :";
    }
    case IN_CALL:
        return sym(s, 0) == S(COMMA) ? ", expecting )" : " in argument list; possibly missing comma or )";
    case IN_ASSERT: case IN_PAREN: return ", expecting )";
    case IN_INDEX:
        if (several || sym(s, 0) == S(COMMA))
            return ", expecting ]";
        for (int i = 0; i < at; i++)
            if (sym(s, i) == S(COLON))
                return ", expecting ]";
        return ", expecting comma, : or ]";
    case IN_ARRAY: case IN_MAP: case IN_TYPE_ARGS: return ", expecting ]";
    case IN_COMPLIT: return " in composite literal; possibly missing comma or }";
    case IN_PARAMS: return " in parameter list; possibly missing comma or )";
    case IN_TPARAMS: return " in parameter list; possibly missing comma or ]";
    case IN_STRUCT: return " in struct type; possibly missing semicolon or newline or }";
    case IN_INTERFACE: return " in interface type; possibly missing semicolon or newline or }";
    case IN_GROUP: return " in grouped declaration; possibly missing semicolon or newline or )";
    case IN_SPEC:
        return sym(s, at) == S(IMPORT) ? ", expecting semicolon or newline" : after_phrase(s, at + 1, p);
    case IN_IF: case IN_SWITCH: {
        bool is_if = sym(s, at) == S(IF);
        for (int i = 0; i < at; i++)
            if (sym(s, i) == S(SEMI))
                return is_if ? ", expecting { after if clause" : "!missing { after switch clause";
        return comma && at == 3 ? ", expecting := or = or comma" : ", expecting {";
    }
    case IN_FOR: {
        int semis = 0;
        bool range = false;
        for (int i = 0; i < at; i++) {
            semis += sym(s, i) == S(SEMI);
            range |= sym(s, i) == S(RANGE);
        }
        return range || semis == 2 ? ", expecting { after for clause"
               : semis == 1        ? ", expecting semicolon or newline"
               : comma             ? ", expecting := or = or comma"
                                   : ", expecting {";
    }
    }
    return "";
}

static bool last_decl_lacks_body(const struct parser *p)
{
    const struct decl *d = p->decls.n ? vec_last(&p->decls) : NULL;
    return d && d->kind == DECL_FUNC && !d->func.func->body;
}

/* After a ']' that does not end an index. */
static const char *after_bracket(const struct stack *s, struct parser *p)
{
    int k = 1;
    while (sym(s, k) != S(LBRACK) && sym(s, k) != S(LTPARAM) && sym(s, k) != S(YYEMPTY))
        k++;
    if (sym(s, k) == S(LTPARAM))
        return " in type declaration";
    switch (bracket_place(s, k)) {
    case IN_TPARAMS: return ", expecting (";
    case IN_TYPE_ARGS: return k == 1 ? ", expecting type" : after_phrase(s, 0, p);
    default: return ", expecting type";
    }
}

/* The rest of the message after "unexpected X"; with a '!' in front, the whole message. */
static const char *what_was_expected(const struct stack *s, struct parser *p)
{
    int at, tok = p->st.cur.kind;
    symbol below = sym(s, 1);
    if (tok == T_EOF && list_end(s))
        return list_end(s);
    switch (sym(s, 0)) {
    case S(if_head): return ", expecting { after if clause";
    case S(for_head): return ", expecting { after for clause";
    case S(switch_head): return "!missing { after switch clause";
    case S(YYEMPTY): return "!package statement must be first";
    case S(PACKAGE): case S(GOTO): return ", expecting name";
    case S(package_clause): case S(top_level):
        return (tok == '{' || tok == T_LBODY) && last_decl_lacks_body(p)
                   ? "!unexpected semicolon or newline before {"
                   : "!non-declaration statement outside function body";
    case S(IMPORT): return "!missing import path";
    case S(CONST): case S(VAR): case S(TYPE): return below == S(LPAREN) ? ", expecting )" : ", expecting name";
    case S(group):
        return below == S(IMPORT) ? "!missing import path" : ", expecting name";
    case S(type_name): return " in type declaration";
    case S(names):
        return wants_type(s, 0) ? ", expecting type" : after_phrase(s, 0, p);
    case S(FUNC):
        return below == S(top_level) ? ", expecting name or (" : ", expecting (";
    case S(receiver): return ", expecting name or (";
    case S(name):
        if (below == S(FUNC) || below == S(receiver))
            return ", expecting (";
        return below == S(PACKAGE) ? ", expecting semicolon or newline" : after_phrase(s, 0, p);
    case S(NAME):
        switch (place_of(s, 0, &at)) {
        case IN_STRUCT:
            return below == S(item_open) || below == S(SEMI) ? ", expecting type" : after_phrase(s, 0, p);
        case IN_SPEC: case IN_GROUP:
            if (sym(s, at + (sym(s, at) == S(group))) == S(IMPORT))
                return "!missing import path";
            return after_phrase(s, 0, p);
        default: return after_phrase(s, 0, p);
        }
    case S(ELSE): return "!else must be followed by if or statement block";
    case S(CHAN): return "!missing channel element type";
    case S(MAP): return ", expecting [";
    case S(STRUCT): case S(INTERFACE): return ", expecting {";
    case S(SELECT): return "!missing { after select clause";
    case S(item_open):
        return below == S(STRUCT) ? ", expecting field name or embedded type" : ", expecting ~ term or type";
    case S(lit_open): case S(block_open): case S(body_open):
        return at_statement_start(s, 0);
    case S(stmts): return " at end of statement";
    case S(import_decl): return ", expecting semicolon or newline";
    case S(opt_tparams): return ", expecting (";
    case S(switch_open): case S(select_open): case S(clauses): case S(comm_clauses):
        return ", expecting case or default or }";
    case S(default): return ", expecting :";
    case S(ARROW):
        if (below == S(CHAN))
            return sym(s, 2) == S(ARROW) ? ", expecting chan" : "!missing channel element type";
        return wants_type(s, 1) ? ", expecting chan" : ", expecting expression";
    case S(ELLIPSIS):
        switch (place_of(s, 0, &at)) {
        case IN_PARAMS: return "!... is missing type";
        case IN_CALL: return after_phrase(s, 0, p);
        default: return ", expecting ]";
        }
    case S(DOT): return is_operand_end(below) ? ", expecting name or (" : ", expecting name";
    case S(STAR): case S(TILDE):
        return wants_type(s, 0) ? ", expecting type" : ", expecting expression";
    case S(BAR):
        return below == S(constraint) || below == S(nonname_constraint) ? ", expecting ~ term or type"
                                                                        : ", expecting expression";
    case S(LPAREN):
        switch (paren_place(s, 0)) {
        case IN_PARAMS: return ", expecting )";
        case IN_ASSERT: return ", expecting type";
        case IN_PAREN: return wants_type(s, 1) ? ", expecting type" : ", expecting expression";
        default: return ", expecting expression";
        }
    case S(LBRACK):
        switch (bracket_place(s, 0)) {
        case IN_MAP: return ", expecting type";
        case IN_INDEX: return tok == ']' ? ", expecting operand" : ", expecting expression";
        case IN_TYPE_ARGS: return tok == ']' ? ", expecting type" : ", expecting expression";
        case IN_TPARAMS: return ", expecting ]";
        default: return ", expecting expression";
        }
    case S(LTPARAM): return ", expecting ]";
    case S(RBRACK):
        return after_bracket(s, p);
    case S(COMMA):
        switch (below) {
        case S(names): case S(NAME): return ", expecting name";
        case S(param_list): return ", expecting )";
        case S(tparam_list): return ", expecting ]";
        case S(ELLIPSIS): return ", expecting )";
        case S(exprs):
            place_of(s, 0, &at);
            return sym(s, at) == S(LBRACK) ? ", expecting ]" : ", expecting expression";
        default: return ", expecting expression";
        }
    case S(SEMI):
        switch (below) {
        case S(stmts): return at_statement_start(s, 0);
        case S(struct_field_list): return ", expecting field name or embedded type";
        case S(iface_elem_list): return ", expecting ~ term or type";
        case S(import_spec_list): return "!missing import path";
        case S(const_spec_list): case S(var_spec_list): case S(type_spec_list): return ", expecting name";
        default:
            if (place_of(s, 0, &at) == IN_FOR && tok == T_LBODY)
                return ", expecting for loop condition";
            return ", expecting expression";
        }
    case S(COLON):
        if (below == S(NAME))
            return "!missing statement after label";
        place_of(s, 0, &at);
        return sym(s, at) == S(case) || sym(s, at) == S(default) ? at_statement_start(s, 0)
                                                                 : ", expecting expression";
    case S(ASSIGN):
        return below == S(type_name) || below == S(RBRACK) ? " in type declaration" : ", expecting expression";
    case S(OROR): case S(ANDAND): case S(EQL): case S(NEQ): case S(LESS): case S(LEQ): case S(GREATER): case S(GEQ):
    case S(PLUS): case S(MINUS): case S(CARET): case S(SLASH): case S(PERCENT): case S(AMP): case S(SHL): case S(SHR):
    case S(ANDNOT): case S(BANG): case S(DEFINE): case S(OPASSIGN): case S(assign): case S(RANGE): case S(RETURN):
    case S(GO): case S(DEFER): case S(case): case S(IF): case S(FOR): case S(SWITCH): case S(complit_open):
    case S(any_open): case S(LBRACE): case S(header_simple):
        return sym(s, 0) == S(header_simple) ? after_phrase(s, 0, p) : ", expecting expression";
    default:
        return after_phrase(s, 0, p);
    }
}

static void unexpected_brace(const void *top, struct parser *p)
{
    struct stack s = {top};
    syn_unexpected(p, after_phrase(&s, 0, p));
}

static int yyreport_syntax_error(const yypcontext_t *ctx, struct parser *p)
{
    struct stack s = {ctx->yyssp};
    const char *what = what_was_expected(&s, p);
    if (*what == '!' && p->st.cur.kind == T_EOF && p->nerrors > 0)
        return 0;
    if (*what == '!' && !p->stop)
        syn_error(p, p->st.cur.pos, "syntax error: %s", what + 1);
    else
        syn_unexpected(p, what);
    return 0;
}
