/* Every subcommand, one row each: the file src/cli/NAME.c defines cli_NAME. */
#ifndef SUBCOMMAND_LIST
#define SUBCOMMAND_LIST(X)                                                                                             \
    X(tui)                                                                                                             \
    X(tokenize)                                                                                                        \
    X(tokenizer)                                                                                                       \
    X(generate)                                                                                                        \
    X(trace)                                                                                                           \
    X(explain)                                                                                                         \
    X(heatmap)                                                                                                         \
    X(inspect)                                                                                                         \
    X(script)                                                                                                          \
    X(lesson)                                                                                                          \
    X(train)                                                                                                           \
    X(probe)                                                                                                           \
    X(card)                                                                                                            \
    X(plot)                                                                                                            \
    X(corpus)                                                                                                          \
    X(bench)                                                                                                           \
    X(doctor)
#endif
