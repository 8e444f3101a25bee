/* Every view, one row each: the file src/view/NAME.c defines view_NAME. */
#ifndef VIEW_LIST
#define VIEW_LIST(X)                                                                                                   \
    X(program)                                                                                                         \
    X(value)                                                                                                           \
    X(attention)                                                                                                       \
    X(tokens)                                                                                                          \
    X(probabilities)                                                                                                   \
    X(kv)                                                                                                              \
    X(lens)                                                                                                            \
    X(embedding)                                                                                                       \
    X(diff)                                                                                                            \
    X(training)
#endif
