/* Every architecture, one row each: the file src/arch/NAME.c defines arch_NAME. */
#ifndef ARCH_LIST
#define ARCH_LIST(X)                                                                                                   \
    X(gpt2)                                                                                                            \
    X(llama)                                                                                                           \
    X(mistral)                                                                                                         \
    X(qwen2)
#endif
