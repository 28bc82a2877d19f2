/* compiler/ir/op_names.h - operation names for dumps. */
#ifndef VIRGO_IR_OP_NAMES_H
#define VIRGO_IR_OP_NAMES_H

const char *ir_op_name(int op);
const char *ir_rt_name(int entry);

#endif
