/* Every op, one row each: the file src/op/NAME.c defines op_NAME. */
#ifndef OP_LIST
#define OP_LIST(X)                                                                                                     \
    X(embedding)                                                                                                       \
    X(add)                                                                                                             \
    X(linear)                                                                                                          \
    X(layernorm)                                                                                                       \
    X(rmsnorm)                                                                                                         \
    X(rope)                                                                                                            \
    X(scores)                                                                                                          \
    X(mask)                                                                                                            \
    X(softmax)                                                                                                         \
    X(mix)                                                                                                             \
    X(gelu)                                                                                                            \
    X(silu)                                                                                                            \
    X(relu)                                                                                                            \
    X(multiply)                                                                                                        \
    X(unembed)
#endif
