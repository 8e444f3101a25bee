/* What a person has asked about tokens, and the answer: for the tokens view and the embedding view. */
#ifndef SESSION_INQUIRY_H
#define SESSION_INQUIRY_H

#include "run/neighbors.h"
#include "run/token_choice.h"

enum { INQUIRY_LENGTH = 64, INQUIRY_NEIGHBORS = 20, INQUIRY_WORDS = 3 };

/* Which tokens contain a text. */
typedef struct VocabularyInquiry {
    int count;                 /* how often one has asked: a view that has seen fewer shows the answer */
    char text[INQUIRY_LENGTH]; /* what is looked for; "": all tokens */
    int32_t id;                /* the token to stand on */
} VocabularyInquiry;

typedef enum EmbeddingSubject {
    EMBEDDING_TEXT,      /* the tokens of the session's text */
    EMBEDDING_NEIGHBORS, /* a token and its neighbours */
    EMBEDDING_ANALOGY,   /* a - b + c and its neighbours */
} EmbeddingSubject;

typedef struct EmbeddingInquiry {
    int count;
    EmbeddingSubject subject;
    bool as_map;                      /* as points on a plane, not as a list */
    bool centered;                    /* seen from the mean of all rows */
    TokenChoice words[INQUIRY_WORDS]; /* neighbours: of words[0]; analogy: words[0] - words[1] + words[2] */
    Neighbor found[INQUIRY_NEIGHBORS];
    int found_count;
} EmbeddingInquiry;

typedef struct Inquiry {
    VocabularyInquiry vocabulary;
    EmbeddingInquiry embedding;
} Inquiry;

/* How many words a subject has: 0, 1 or 3. */
int embedding_words(EmbeddingSubject subject);

/* Looks for the neighbours of inquiry->words as the subject combines them, the words' own tokens left out, and fills in
 * `found`. */
Status embedding_answer(const Model *model, EmbeddingInquiry *inquiry, Error *error);

/* "“ king” − “ man” + “ woman”" */
void embedding_show_words(const Model *model, const EmbeddingInquiry *inquiry, Buffer *out);

/* What was taken for each word, a sentence each, with · between them. */
void embedding_tell_words(const Model *model, const EmbeddingInquiry *inquiry, Buffer *out);

#endif
