/* Tokens as people name them: "king", " king", "왕", "#300".
 *
 * A text is first taken as it is, then with a space in front, as it stands inside a sentence. A text that is no token
 * of its own is taken as the tokens that it is encoded to, and their mean stands for it. #ID is a token by its number.
 */
#ifndef RUN_TOKEN_CHOICE_H
#define RUN_TOKEN_CHOICE_H

#include "base/buffer.h"
#include "model/model.h"

enum { TOKEN_CHOICE_MOST = 16 };

typedef struct TokenChoice {
    int32_t ids[TOKEN_CHOICE_MOST];
    int count;       /* more than one: the text is no token of its own */
    bool spaced;     /* it was taken with a space in front, which was not said */
    int32_t respelt; /* the token that has a space where the chosen one has not, or the other way; -1: none */
} TokenChoice;

/* NOT_FOUND where the model has no tokenizer (then only #ID names a token) or nothing comes of the text; OUT_OF_RANGE
 * for an id that the model has no row for. */
Status token_choose(const Model *model, const char *text, TokenChoice *out, Error *error);

/* Takes the spelling with the space, where there is one, in place of the one without. */
void token_choice_respell(TokenChoice *choice);

/* Appends the chosen token, or all of them in a row, as people see them: " king". */
void token_choice_show(const Model *model, const TokenChoice *choice, Buffer *out);

/* Appends what was taken, in a sentence without its end: "“ king” #703 is taken, with a space in front". */
void token_choice_tell(const Model *model, const TokenChoice *choice, Buffer *out);

#endif
