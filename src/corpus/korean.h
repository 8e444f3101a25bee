/* Korean predicates: verbs and adjectives with their endings, by rule.
 *
 * A predicate is its dictionary form (먹다), its kind and its irregular class. An ending is written as it stands after
 * a regular closed stem with a bright vowel: 고, 는, 아서, 으면, 을. Contractions (가 + 아서 = 가서), vowel harmony
 * (먹어서), the dropped 으 and ㄹ (사는) and the irregular classes follow from the stem.
 *
 * A form is an ending by its use, spelled for a style: `past` is 먹었다, 먹었어요, 먹었어 or 먹었습니다.
 */
#ifndef CORPUS_KOREAN_H
#define CORPUS_KOREAN_H

#include <stdbool.h>

#include "base/buffer.h"

typedef enum KoreanStyle {
    STYLE_HAERA,   /* 갔다: written narrative */
    STYLE_HAEYO,   /* 갔어요: told to a listener, polite */
    STYLE_HAE,     /* 갔어: among friends, to children */
    STYLE_HAPNIDA, /* 갔습니다: formal */
    STYLE_COUNT
} KoreanStyle;

typedef enum KoreanClass {
    KOREAN_REGULAR, /* with the regular dropping of ㄹ and 으, 하다 and 이다 included */
    KOREAN_BIEUP,   /* 돕다, 도와 */
    KOREAN_DIGEUT,  /* 걷다, 걸어 */
    KOREAN_SIOT,    /* 짓다, 지어 */
    KOREAN_REU,     /* 모르다, 몰라 */
    KOREAN_REO,     /* 푸르다, 푸르러 */
    KOREAN_HIEUT,   /* 빨갛다, 빨개 */
    KOREAN_APART,   /* 피다, 피어: regular, but its 이 is not contracted */
} KoreanClass;

typedef struct Predicate {
    const char *word; /* ends in 다 */
    KoreanClass class;
    bool adjective;
} Predicate;

/* The class that a vocabulary names ㅂ, ㄷ, ㅅ, 르, 러, ㅎ or 이; false for any other name. */
bool korean_class(const char *name, KoreanClass *class);

/* Appends the predicate with an ending. For 이다 it appends a pair such as 이었다/였다, which particle_resolve decides.
 */
void korean_attach(const Predicate *predicate, const char *ending, Buffer *out);

/* Appends the predicate in a form by name: past, now, will, ask, asked, let, please, wow, promise, which,
 * hpast and hnow (of those who are older: 가셨다, 가신다), or one of the
 * endings that verbs and adjectives take differently (는데, 는지, 다고, 구나). Any other Hangul is taken as an ending.
 */
void korean_form(const Predicate *predicate, const char *form, KoreanStyle style, Buffer *out);

/* Is this the name of a form, or an ending in Hangul? */
bool korean_form_exists(const char *form);

#endif
