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
%token <tok> ';'
%token DEFINE ARROW ELLIPSIS ANDAND OROR EQL NEQ LEQ GEQ SHL SHR ANDNOT
%token LBODY                    /* '{' that opens the body after a header */
%token LTPARAM                  /* '[' that opens type parameters in a type declaration */
%token BREAK CASE CHAN CONST CONTINUE DEFAULT DEFER ELSE FALLTHROUGH FOR FUNC GO GOTO IF IMPORT
%token INTERFACE MAP PACKAGE RANGE RETURN SELECT STRUCT SWITCH TYPE VAR

/* A complete type or an absent result gives way to a token that continues it, and an empty
 * statement to the error rule of statements. */
%precedence LOW
%precedence '(' '[' '{' LBODY '.' ARROW error
%left OROR
%left ANDAND
%left EQL NEQ '<' LEQ '>' GEQ
%left '+' '-' '|' '^'
%left '*' '/' '%' '&' SHL SHR ANDNOT

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
    PACKAGE name ';'
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
|   top_level import_decl ';'   { build_top_level(p, &$2, @2); }
|   top_level decl ';'          { build_top_level(p, &$2, @2); }
|   top_level error             { RECOVER(stream_resync_decl(p)); }
;

decl:
    common_decl
|   func_decl                   { $$ = list_one(p, $1); }
;

common_decl:
    CONST const_spec            { $$ = $2; build_const_group(p, &$$, false); }
|   CONST group const_specs ')' { $$ = $3; build_const_group(p, &$$, true); }
|   VAR var_spec                { $$ = $2; }
|   VAR group var_specs ')'     { $$ = $3; build_group(p, &$$); }
|   TYPE type_spec              { $$ = $2; }
|   TYPE group type_specs ')'   { $$ = $3; build_group(p, &$$); }
;

group:
    '('                         { stream_mark(p, RESYNC_ITEM); }
;

import_decl:
    IMPORT import_spec          { $$ = $2; }
|   IMPORT group import_specs ')' { $$ = $3; build_group(p, &$$); }
;

import_specs: %empty            { $$ = list_none(p); }
|   import_spec_list
|   import_spec_list ';'         { $$ = $1; }
;
import_spec_list: import_spec
|   import_spec_list ';' import_spec { $$ = list_join(p, $1, $3); }
;
import_spec:
    LITERAL                     { $$ = list_one(p, build_import(p, @1, NULL, @1, &$1)); }
|   NAME LITERAL                { $$ = list_one(p, build_import(p, @1, name_of(p, &$1), @2, &$2)); }
|   '.' LITERAL                 { $$ = list_one(p, build_import(p, @1, ".", @2, &$2)); }
|   error                       { $$ = list_none(p); RECOVER(stream_resync(p, false)); }
;

const_specs: %empty             { $$ = list_none(p); }
|   const_spec_list
|   const_spec_list ';'          { $$ = $1; }
;
const_spec_list: const_spec
|   const_spec_list ';' const_spec { $$ = list_join(p, $1, $3); }
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
|   var_spec_list ';'            { $$ = $1; }
;
var_spec_list: var_spec
|   var_spec_list ';' var_spec  { $$ = list_join(p, $1, $3); }
;
var_spec:
    names type                  { $$ = list_one(p, build_value(p, DECL_VAR, $1, $2, list_none(p))); }
|   names assign exprs          { $$ = list_one(p, build_value(p, DECL_VAR, $1, NULL, $3)); }
|   names type assign exprs     { $$ = list_one(p, build_value(p, DECL_VAR, $1, $2, $4)); }
|   error                       { $$ = list_none(p); RECOVER(stream_resync(p, false)); }
;

/* := for = is complained about and accepted. */
assign:
    '='
|   DEFINE                      { syn_error(p, @1, "syntax error: unexpected :=, expecting ="); }
;

type_specs: %empty              { $$ = list_none(p); }
|   type_spec_list
|   type_spec_list ';'           { $$ = $1; }
;
type_spec_list: type_spec
|   type_spec_list ';' type_spec { $$ = list_join(p, $1, $3); }
;
type_spec:
    type_name type              { $$ = list_one(p, build_type(p, @1, $1, (struct fields){NULL, 0}, false, $2)); }
|   type_name '=' type          { $$ = list_one(p, build_type(p, @1, $1, (struct fields){NULL, 0}, true, $3)); }
|   type_name LTPARAM tparams ']' type
                                {   struct fields tparams = build_params(p, $3, @4, true);
                                    $$ = list_one(p, build_type(p, @1, $1, tparams, false, $5));
                                }
|   type_name LTPARAM tparams ']' '=' type
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
|   FUNC receiver name '[' tparams ']' signature opt_body
                                {   syn_error(p, @4, "syntax error: method must have no type parameters");
                                    $$ = build_func(p, @1, &$2, @3, $3, (struct fields){NULL, 0}, $7, $8);
                                }
;
receiver:
    '(' params ')'              { $$ = build_receiver(p, $2, @3); }
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
|   names ',' name              { $$ = list_add(p, $1, build_name(p, @3, $3)); }
;
exprs:
    expr                        { $$ = list_one(p, $1); }
|   exprs ',' expr              { $$ = list_add(p, $1, $3); }
;
opt_expr:
    %empty                      { $$ = NULL; }
|   expr
;
opt_comma:
    %empty
|   ','
;

/* -- Expressions -------------------------------------------------------------------------- */

expr:
    uexpr
|   expr OROR expr              { $$ = build_binary(p, @2, OP_LOR, $1, $3); }
|   expr ANDAND expr            { $$ = build_binary(p, @2, OP_LAND, $1, $3); }
|   expr EQL expr               { $$ = build_binary(p, @2, OP_EQL, $1, $3); }
|   expr NEQ expr               { $$ = build_binary(p, @2, OP_NEQ, $1, $3); }
|   expr '<' expr               { $$ = build_binary(p, @2, OP_LSS, $1, $3); }
|   expr LEQ expr               { $$ = build_binary(p, @2, OP_LEQ, $1, $3); }
|   expr '>' expr               { $$ = build_binary(p, @2, OP_GTR, $1, $3); }
|   expr GEQ expr               { $$ = build_binary(p, @2, OP_GEQ, $1, $3); }
|   expr '+' expr               { $$ = build_binary(p, @2, OP_ADD, $1, $3); }
|   expr '-' expr               { $$ = build_binary(p, @2, OP_SUB, $1, $3); }
|   expr '|' expr               { $$ = build_binary(p, @2, OP_OR, $1, $3); }
|   expr '^' expr               { $$ = build_binary(p, @2, OP_XOR, $1, $3); }
|   expr '*' expr               { $$ = build_binary(p, @2, OP_MUL, $1, $3); }
|   expr '/' expr               { $$ = build_binary(p, @2, OP_DIV, $1, $3); }
|   expr '%' expr               { $$ = build_binary(p, @2, OP_REM, $1, $3); }
|   expr '&' expr               { $$ = build_binary(p, @2, OP_AND, $1, $3); }
|   expr SHL expr               { $$ = build_binary(p, @2, OP_SHL, $1, $3); }
|   expr SHR expr               { $$ = build_binary(p, @2, OP_SHR, $1, $3); }
|   expr ANDNOT expr            { $$ = build_binary(p, @2, OP_ANDNOT, $1, $3); }
;

uexpr:
    pexpr
|   '+' uexpr                   { $$ = build_unary(p, @1, OP_ADD, $2); }
|   '-' uexpr                   { $$ = build_unary(p, @1, OP_SUB, $2); }
|   '!' uexpr                   { $$ = build_unary(p, @1, OP_NOT, $2); }
|   '^' uexpr                   { $$ = build_unary(p, @1, OP_XOR, $2); }
|   '~' uexpr                   { $$ = build_unary(p, @1, OP_TILDE, $2); }
|   '&' uexpr                   { $$ = build_unary(p, @1, OP_ADDR, expr_unparen($2)); }
|   '*' uexpr                   { $$ = build_star(p, @1, $2); }
|   ARROW uexpr                 { $$ = build_receive(p, @1, $2); }
;

pexpr:
    operand
|   pexpr '.' name              { $$ = build_selector(p, @2, $1, @3, $3); }
|   pexpr '.' '(' type ')'      { $$ = build_assert(p, @2, $1, $4, @5); }
|   pexpr '.' '(' TYPE ')'      { $$ = build_assert(p, @2, $1, NULL, @5); }
|   pexpr '[' exprs opt_comma ']' { $$ = build_index(p, @2, $1, $3, @5); }
|   pexpr '[' opt_expr ':' opt_expr ']'
                                { $$ = build_slice(p, @2, $1, $3, $5, NULL, false, @6); }
|   pexpr '[' opt_expr ':' slice_part ':' slice_part ']'
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
|   pexpr '(' args ')'          { $$ = build_call(p, @2, $1, $3, @4); }
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
    '(' expr ')'                { $$ = build_paren(p, @1, $2, @3); }
;
func_lit:
    functype lit_open stmts '}' { $$ = build_func_lit(p, @1, $1, build_block(p, @2, $3, @4)); }
;
lit_open:
    '{'                         { stream_mark(p, RESYNC_STMT); }
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
    pexpr complit_open elems '}' { $$ = build_composite(p, @2, $1, $3, @4); }
|   comptype any_open elems '}'  { $$ = build_composite(p, @2, $1, $3, @4); }
;
complit_open:
    '{'                         { build_check_literal_type(p, $<expr>0); }
;
any_open:
    '{'
|   LBODY                       { stream_keep_header(p); }
;
elems:
    %empty                      { $$ = list_none(p); }
|   elem_list opt_comma         { $$ = $1; }
;
elem_list:
    elem                        { $$ = list_one(p, $1); }
|   elem_list ',' elem          { $$ = list_add(p, $1, $3); }
;
elem:
    elem_value
|   elem_value ':' elem_value   { $$ = build_key_value(p, @2, $1, $3); }
;
elem_value:
    expr
|   '{' elems '}'               { $$ = build_composite(p, @1, NULL, $2, @3); }
;

/* -- Types ------------------------------------------------------------------------------------- */

type:           name_type | brack_type | recv_type | oth_type ;
nonrecv_type:   name_type | brack_type | oth_type ;
nb_type:        name_type | recv_type | oth_type ;
nonname_type:   brack_type | recv_type | oth_type ;
result_type:    name_type | brack_type | recv_type | plain_type ;

name_type:
    NAME  %prec LOW             { $$ = build_name(p, @1, name_of(p, &$1)); }
|   NAME '.' name  %prec LOW    { $$ = build_selector(p, @2, build_name(p, @1, name_of(p, &$1)), @3, $3); }
|   NAME '[' targs ']'          { $$ = build_index(p, @2, build_name(p, @1, name_of(p, &$1)), $3, @4); }
|   NAME '.' name '[' targs ']' {   struct expr *x = build_name(p, @1, name_of(p, &$1));
                                    $$ = build_index(p, @4, build_selector(p, @2, x, @3, $3), $5, @6);
                                }
;
targs:
    exprs opt_comma             { $$ = $1; }
;
brack_type:
    '[' ']' type                { $$ = build_array(p, @1, NULL, $3); }
|   '[' expr ']' type           { $$ = build_array(p, @1, $2, $4); }
|   '[' ELLIPSIS ']' type       { $$ = build_array(p, @1, build_ellipsis(p, @2, NULL), $4); }
;
recv_type:
    ARROW CHAN type             { $$ = build_chan(p, @1, CHAN_RECV, $3); }
;
oth_type:
    plain_type
|   '(' type ')'                { $$ = build_paren(p, @1, $2, @3); }
;
plain_type:
    '*' type                    { $$ = build_star(p, @1, $2); }
|   functype
|   struct_type
|   othertype
|   map_type
;
map_type:
    MAP '[' type ']' type       { $$ = build_map(p, @1, $3, $5); }
;

functype:
    FUNC signature              { $$ = $2; }
|   FUNC '[' tparams ']' signature
                                {   syn_error(p, @2, "syntax error: function type must have no type parameters");
                                    $$ = $5;
                                }
;
signature:
    '(' params ')' result       { $$ = build_signature(p, @1, build_params(p, $2, @3, false), $4, @3); }
;
result:
    %empty  %prec LOW           { $$ = (struct fields){NULL, 0}; }
|   result_type                 { $$ = build_result(p, $1); }
|   '(' params ')'              { $$ = build_params(p, $2, @3, false); }
;

/* -- Parameters ---------------------------------------------------------------------------------- */

params:
    %empty                      { $$ = list_none(p); }
|   param_list opt_comma        { $$ = $1; }
;
param_list:
    param                       { $$ = list_one(p, $1); }
|   param_list ',' param        { $$ = list_add(p, $1, $3); }
;
/* A lone name is a parameter or a type; build_params decides when the list is complete. */
param:
    NAME                        { $$ = build_field(p, @1, name_of(p, &$1), NULL); }
|   NAME nb_type                { $$ = build_field(p, @1, name_of(p, &$1), $2); }
|   NAME ELLIPSIS type          { $$ = build_field(p, @1, name_of(p, &$1), build_ellipsis(p, @2, $3)); }
|   NAME '[' ']' type           { $$ = build_field(p, @1, name_of(p, &$1), build_array(p, @2, NULL, $4)); }
|   NAME '[' ELLIPSIS ']' type  {   struct expr *len = build_ellipsis(p, @3, NULL);
                                    $$ = build_field(p, @1, name_of(p, &$1), build_array(p, @2, len, $5));
                                }
|   NAME '[' exprs opt_comma ']' type
                                {   struct expr *len = build_array_len(p, $3, @4);
                                    $$ = build_field(p, @1, name_of(p, &$1), build_array(p, @2, len, $6));
                                }
|   NAME '[' exprs opt_comma ']'
                                {   struct expr *x = build_name(p, @1, name_of(p, &$1));
                                    $$ = build_field(p, @1, NULL, build_index(p, @2, x, $3, @5));
                                }
|   NAME '.' name  %prec LOW    {   struct expr *x = build_name(p, @1, name_of(p, &$1));
                                    $$ = build_field(p, @1, NULL, build_selector(p, @2, x, @3, $3));
                                }
|   NAME '.' name '[' targs ']' {   struct expr *x = build_name(p, @1, name_of(p, &$1));
                                    x = build_selector(p, @2, x, @3, $3);
                                    $$ = build_field(p, @1, NULL, build_index(p, @4, x, $5, @6));
                                }
|   ELLIPSIS type               { $$ = build_field(p, @1, NULL, build_ellipsis(p, @1, $2)); }
|   nonname_type                { $$ = build_field(p, @1, NULL, $1); }
;

opt_tparams:
    %empty                      { $$ = (struct fields){NULL, 0}; }
|   '[' tparams ']'             { $$ = build_params(p, $2, @3, true); }
|   '[' ']'                     {   syn_error(p, @2, "syntax error: empty type parameter list");
                                    $$ = (struct fields){NULL, 0};
                                }
;
tparams:
    tparam_list opt_comma       { $$ = $1; }
;
tparam_list:
    tparam                      { $$ = list_one(p, $1); }
|   tparam_list ',' tparam      { $$ = list_add(p, $1, $3); }
;
tparam:
    NAME                        { $$ = build_field(p, @1, name_of(p, &$1), NULL); }
|   NAME constraint             { $$ = build_field(p, @1, name_of(p, &$1), $2); }
|   nonname_constraint          { $$ = build_field(p, @1, NULL, $1); }
;
constraint:
    term
|   constraint '|' term         { $$ = build_binary(p, @2, OP_OR, $1, $3); }
;
nonname_constraint:
    nonname_term
|   nonname_constraint '|' term { $$ = build_binary(p, @2, OP_OR, $1, $3); }
;
term:
    type
|   '~' type                    { $$ = build_unary(p, @1, OP_TILDE, $2); }
;
nonname_term:
    nonname_type
|   '~' type                    { $$ = build_unary(p, @1, OP_TILDE, $2); }
;

/* -- Struct and interface types --------------------------------------------------------------------- */

struct_type:
    STRUCT item_open struct_fields '}' { $$ = build_struct(p, @1, $3, @4); }
;
item_open:
    '{'                         { stream_mark(p, RESYNC_ITEM); }
|   LBODY                       { stream_mark(p, RESYNC_ITEM); stream_keep_header(p); }
;
struct_fields:
    %empty                      { $$ = list_none(p); }
|   struct_field_list
|   struct_field_list ';'       { $$ = $1; }
;
struct_field_list:
    struct_field
|   struct_field_list ';' struct_field { $$ = list_join(p, $1, $3); }
;
struct_field:
    NAME nb_type opt_tag        {   struct list names = list_one(p, build_name(p, @1, name_of(p, &$1)));
                                    $$ = build_struct_fields(p, names, $2, &$3);
                                }
|   NAME ',' names type opt_tag {   struct list names = list_prepend(p, build_name(p, @1, name_of(p, &$1)), $3);
                                    $$ = build_struct_fields(p, names, $4, &$5);
                                }
|   NAME '[' ']' type opt_tag   {   struct list names = list_one(p, build_name(p, @1, name_of(p, &$1)));
                                    $$ = build_struct_fields(p, names, build_array(p, @2, NULL, $4), &$5);
                                }
|   NAME '[' ELLIPSIS ']' type opt_tag
                                {   struct list names = list_one(p, build_name(p, @1, name_of(p, &$1)));
                                    struct expr *len = build_ellipsis(p, @3, NULL);
                                    $$ = build_struct_fields(p, names, build_array(p, @2, len, $5), &$6);
                                }
|   NAME '[' exprs opt_comma ']' type opt_tag
                                {   struct expr *len = build_array_len(p, $3, @4);
                                    struct list names = list_one(p, build_name(p, @1, name_of(p, &$1)));
                                    $$ = build_struct_fields(p, names, build_array(p, @2, len, $6), &$7);
                                }
|   NAME '[' exprs opt_comma ']' opt_tag
                                {   struct expr *x = build_name(p, @1, name_of(p, &$1));
                                    $$ = build_embedded(p, @1, build_index(p, @2, x, $3, @5), &$6);
                                }
|   NAME opt_tag                { $$ = build_embedded(p, @1, build_name(p, @1, name_of(p, &$1)), &$2); }
|   NAME '.' name opt_tag       {   struct expr *x = build_name(p, @1, name_of(p, &$1));
                                    $$ = build_embedded(p, @1, build_selector(p, @2, x, @3, $3), &$4);
                                }
|   NAME '.' name '[' targs ']' opt_tag
                                {   struct expr *x = build_name(p, @1, name_of(p, &$1));
                                    x = build_selector(p, @2, x, @3, $3);
                                    $$ = build_embedded(p, @1, build_index(p, @4, x, $5, @6), &$7);
                                }
|   '*' name_type opt_tag       { $$ = build_embedded(p, @1, build_star(p, @1, $2), &$3); }
|   '*' '(' name_type ')' opt_tag
                                {   syn_error(p, @2, "syntax error: cannot parenthesize embedded type");
                                    $$ = build_embedded(p, @1, build_star(p, @1, $3), &$5);
                                }
|   '(' name_type ')' opt_tag   {   syn_error(p, @1, "syntax error: cannot parenthesize embedded type");
                                    $$ = build_embedded(p, @1, $2, &$4);
                                }
|   '(' '*' name_type ')' opt_tag
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
    INTERFACE item_open iface_elems '}' { $$ = build_interface(p, @1, $3, @4); }
;
iface_elems:
    %empty                      { $$ = list_none(p); }
|   iface_elem_list
|   iface_elem_list ';'         { $$ = $1; }
;
iface_elem_list:
    iface_elem                  { $$ = $1 ? list_one(p, $1) : list_none(p); }
|   iface_elem_list ';' iface_elem { $$ = $3 ? list_add(p, $1, $3) : $1; }
;
iface_elem:
    NAME signature              { $$ = build_field(p, @1, name_of(p, &$1), $2); }
|   NAME '[' targs ']' signature
                                {   syn_error(p, @2, "interface method must have no type parameters");
                                    $$ = build_field(p, @1, name_of(p, &$1), $5);
                                }
|   constraint                  { $$ = build_field(p, @1, NULL, $1); }
|   error                       { $$ = NULL; RECOVER(stream_resync(p, false)); }
;

/* -- Statements ---------------------------------------------------------------------------------------- */

stmts:
    stmt                        { $$ = $1 ? list_one(p, $1) : list_none(p); }
|   stmts ';' stmt              { $$ = $3 ? list_add(p, $1, $3) : $1; }
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
|   NAME ':' stmt               { $$ = build_labeled(p, @1, name_of(p, &$1), @2, $3); }
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
|   exprs '=' exprs             { $$ = build_assign(p, ST_ASSIGN, @2, $1, $3, OP_NONE); }
|   exprs DEFINE exprs          { $$ = build_assign(p, ST_DEFINE, @2, $1, $3, OP_NONE); }
;
opt_simple:
    %empty                      { $$ = NULL; }
|   simple
;

block:
    block_open stmts '}'        { $$ = build_block(p, @1, $2, @3); }
;
block_open:
    '{'                         { stream_mark(p, RESYNC_STMT); }
;
body:
    body_open stmts '}'         { $$ = build_block(p, @1, $2, @3); }
;
body_open:
    LBODY                       { stream_mark(p, RESYNC_STMT); }
;

/* What stands between the keyword and the body.  Any simple statements are accepted; build.c
 * complains about those that do not fit. */
header:
    %empty                      { $$ = build_header(p, (struct header){0}); }
|   header_simple               { $$ = build_header(p, (struct header){.cond = $1}); }
|   opt_header_simple ';' opt_simple
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
|   opt_header_simple ';' opt_simple ';' opt_simple
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
|   exprs '=' RANGE expr        { $$ = build_range(p, @3, $1, false, $4); }
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
    switch_head switch_open clauses '}' { $$ = build_switch(p, @1, $1, $3, @4); }
;
switch_open:
    LBODY                       { stream_mark(p, RESYNC_CLAUSE); }
;
select_stmt:
    SELECT select_open comm_clauses '}' { $$ = build_select(p, @1, $3, @4); }
;
select_open:
    '{'                         { stream_mark(p, RESYNC_CLAUSE); }
;
clauses:
    %empty                      { $$ = list_none(p); }
|   clauses clause              { $$ = list_add(p, $1, $2); }
|   clauses error               { $$ = $1; RECOVER(stream_resync(p, true)); }
;
clause:
    case exprs ':' stmts        { $$ = build_clause(p, @1, &$2, NULL, @3, $4); }
|   default ':' stmts           { $$ = build_clause(p, @1, NULL, NULL, @2, $3); }
;
comm_clauses:
    %empty                      { $$ = list_none(p); }
|   comm_clauses comm_clause    { $$ = list_add(p, $1, $2); }
|   comm_clauses error          { $$ = $1; RECOVER(stream_resync(p, true)); }
;
comm_clause:
    case simple ':' stmts       { struct list none = list_none(p); $$ = build_clause(p, @1, &none, $2, @3, $4); }
|   default ':' stmts           { $$ = build_clause(p, @1, NULL, NULL, @2, $3); }
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

static int yyreport_syntax_error(const yypcontext_t *ctx, struct parser *p)
{
    (void)ctx;
    syn_unexpected(p, "");
    return 0;
}
