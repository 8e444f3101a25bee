#include "corpus/particle.h"

#include <string.h>

#include "corpus/hangul.h"

/* One row per pair: the form after a consonant, the form after a vowel, whether ㄹ counts as a vowel. */
#define PARTICLE(closed, open, rieul)                                                                                  \
    {                                                                                                                  \
        closed "/" open, closed, open, rieul                                                                           \
    }

const Particle particles[] = {
    PARTICLE("이었습니다", "였습니다", false),
    PARTICLE("이었어요", "였어요", false),
    PARTICLE("이었지만", "였지만", false),
    PARTICLE("이었는데", "였는데", false),
    PARTICLE("이었니", "였니", false),
    PARTICLE("이었어", "였어", false),
    PARTICLE("이었다", "였다", false),
    PARTICLE("이라는", "라는", false),
    PARTICLE("이라고", "라고", false),
    PARTICLE("이라서", "라서", false),
    PARTICLE("이라면", "라면", false),
    PARTICLE("이라도", "라도", false),
    PARTICLE("이에요", "예요", false),
    PARTICLE("이네요", "네요", false),
    PARTICLE("이지만", "지만", false),
    PARTICLE("이에게", "에게", false),
    PARTICLE("이랑", "랑", false),
    PARTICLE("이니까", "니까", false),
    PARTICLE("이면", "면", false),
    PARTICLE("이고", "고", false),
    PARTICLE("이네", "네", false),
    PARTICLE("이니", "니", false),
    PARTICLE("이나", "나", false),
    PARTICLE("이다", "다", false),
    PARTICLE("이야", "야", false),
    PARTICLE("이여", "여", false),
    PARTICLE("으로", "로", true),
    PARTICLE("은", "는", false),
    PARTICLE("이", "가", false),
    PARTICLE("을", "를", false),
    PARTICLE("과", "와", false),
    PARTICLE("아", "야", false),
    {"와/과", "과", "와", false},
    {NULL, NULL, NULL, false},
};

const Particle *particle_find(const char *text)
{
    for (const Particle *particle = particles; particle->pair; particle++)
        if (!strncmp(text, particle->pair, strlen(particle->pair)))
            return particle;
    return NULL;
}

/* The final letter of 영 일 이 삼 사 오 육 칠 팔 구; tens end in 십, 백 or 천, which are closed too. */
static int digit_final(char digit)
{
    enum { IEUNG = 21, GIYEOK = 1 };
    static const int finals[10] = {
        IEUNG, FINAL_RIEUL, 0, FINAL_MIEUM, 0, 0, GIYEOK, FINAL_RIEUL, FINAL_RIEUL, 0,
    };
    return finals[digit - '0'];
}

const char *particle_form(const Particle *particle, const char *before, size_t length)
{
    Syllable last;
    int final = FINAL_NONE;
    while (length && strchr("\"'=>)", before[length - 1]))
        length--;
    if (hangul_last(before, length, &last))
        final = last.final;
    else if (length && before[length - 1] >= '0' && before[length - 1] <= '9')
        final = digit_final(before[length - 1]);
    bool open = final == FINAL_NONE || (final == FINAL_RIEUL && particle->rieul_is_open);
    return open ? particle->open : particle->closed;
}

void particle_resolve(const char *text, Buffer *out)
{
    size_t start = out->length;
    while (*text) {
        const Particle *particle = out->length > start ? particle_find(text) : NULL;
        if (particle) {
            const char *form = particle_form(particle, out->bytes + start, out->length - start);
            buffer_append_text(out, form);
            text += strlen(particle->pair);
        } else {
            buffer_append(out, text++, 1);
        }
    }
}
