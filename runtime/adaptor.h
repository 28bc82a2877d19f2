/* runtime/adaptor.h - calls between compiled code and values in memory, driven by the func type (docs/abi.md). */
#ifndef VIRGO_RUNTIME_ADAPTOR_H
#define VIRGO_RUNTIME_ADAPTOR_H

#include <stdint.h>
#include "runtime/act.h"

struct func_type;

/* reflect.callFunc: calls a func value with arguments and results given by address. */
enum rt_result adaptor_call(struct act *c);
/* The function record of closures {record, handler, type, ...} that implement func type t: their arguments are laid
 * out in an image (reflect.makeFuncImpl says how), handler(closure, image) runs, results are taken from the image.
 * Without a handler the closure is a method value (reflect.methodFunc), whose method is called with its receiver. */
struct fn *adaptor_fn(struct func_type *t);

#endif
