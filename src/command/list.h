/* Every command, one row each: the file src/command/NAME.c defines command_NAME (_ stands for -). */
#ifndef COMMAND_LIST
#define COMMAND_LIST(X)                                                                                                \
    X(prompt)                                                                                                          \
    X(step)                                                                                                            \
    X(next)                                                                                                            \
    X(finish)                                                                                                          \
    X(continue)                                                                                                        \
    X(back)                                                                                                            \
    X(goto)                                                                                                            \
    X(break)                                                                                                           \
    X(delete)                                                                                                          \
    X(print)                                                                                                           \
    X(explain)                                                                                                         \
    X(into)                                                                                                            \
    X(out)                                                                                                             \
    X(show)                                                                                                            \
    X(layer)                                                                                                           \
    X(head)                                                                                                            \
    X(set)                                                                                                             \
    X(ablate)                                                                                                          \
    X(undo)                                                                                                            \
    X(redo)                                                                                                            \
    X(reset)                                                                                                           \
    X(diff)                                                                                                            \
    X(temperature)                                                                                                     \
    X(top_k)                                                                                                           \
    X(top_p)                                                                                                           \
    X(repetition_penalty)                                                                                              \
    X(seed)                                                                                                            \
    X(generate)                                                                                                        \
    X(feed)                                                                                                            \
    X(recompute)                                                                                                       \
    X(heatmap)                                                                                                         \
    X(picture)                                                                                                         \
    X(snapshot)                                                                                                        \
    X(save)                                                                                                            \
    X(open)                                                                                                            \
    X(model)                                                                                                           \
    X(colormap)                                                                                                        \
    X(theme)                                                                                                           \
    X(mouse)                                                                                                           \
    X(lang)                                                                                                            \
    X(help)                                                                                                            \
    X(quit)
#endif
