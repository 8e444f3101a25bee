#include "corpus/korean.h"

#include <string.h>

#include "corpus/hangul.h"

enum { HANGUL = 3 }; /* bytes of a syllable */

static const struct {
    const char *name;
    KoreanClass class;
} class_names[] = {
    {"ㅂ", KOREAN_BIEUP}, {"ㄷ", KOREAN_DIGEUT}, {"ㅅ", KOREAN_SIOT},  {"르", KOREAN_REU},
    {"러", KOREAN_REO},   {"ㅎ", KOREAN_HIEUT},  {"이", KOREAN_APART},
};

bool korean_class(const char *name, KoreanClass *class)
{
    for (size_t i = 0; i < sizeof class_names / sizeof *class_names; i++)
        if (!strcmp(class_names[i].name, name)) {
            *class = class_names[i].class;
            return true;
        }
    return false;
}

static bool starts(const char *text, const char *with)
{
    return !strncmp(text, with, strlen(with));
}

static bool ends(const char *text, const char *with)
{
    size_t length = strlen(text), tail = strlen(with);
    return length >= tail && !strcmp(text + length - tail, with);
}

static bool is_bright(Syllable syllable)
{
    return syllable.medial == MEDIAL_A || syllable.medial == MEDIAL_O || syllable.medial == MEDIAL_YA;
}

static void set_final(Buffer *out, int final)
{
    Syllable last;
    if (hangul_last(out->bytes, out->length, &last)) {
        last.final = final;
        hangul_replace_last(out, last);
    }
}

/* ---- stem + 아/어 ---- */

/* The vowel that an open syllable's vowel becomes when 아/어 joins it; -1 where 어 stays a syllable of its own. */
static int contracted(int medial)
{
    switch (medial) {
    case MEDIAL_O:
        return MEDIAL_WA;
    case MEDIAL_U:
        return MEDIAL_WEO;
    case MEDIAL_I:
        return MEDIAL_YEO;
    case MEDIAL_OE:
        return MEDIAL_WAE;
    case MEDIAL_A:
    case MEDIAL_EO:
    case MEDIAL_AE:
    case MEDIAL_E:
    case MEDIAL_YEO:
        return medial;
    default:
        return -1;
    }
}

/* The syllable before the last one of what was written since `start`; false where there is none. */
static bool syllable_before_last(const Buffer *out, size_t start, Syllable *before)
{
    return out->length - start >= 2 * HANGUL && hangul_last(out->bytes, out->length - HANGUL, before);
}

/* 모르 -> 몰라, 부르 -> 불러 */
static void open_reu(Buffer *out, size_t start)
{
    Syllable before = {0};
    bool bright = syllable_before_last(out, start, &before) && is_bright(before);
    out->length -= HANGUL;
    set_final(out, FINAL_RIEUL);
    hangul_append(out, (Syllable){INITIAL_RIEUL, bright ? MEDIAL_A : MEDIAL_EO, FINAL_NONE});
}

/* 쓰 -> 써, 바쁘 -> 바빠 */
static void open_eu(Buffer *out, size_t start, Syllable last)
{
    Syllable before = {0};
    bool bright = syllable_before_last(out, start, &before) && is_bright(before);
    last.medial = bright ? MEDIAL_A : MEDIAL_EO;
    hangul_replace_last(out, last);
}

/* 빨갛 -> 빨개, 하얗 -> 하얘, 그렇 -> 그래 */
static void open_hieut(Buffer *out, Syllable last)
{
    last.medial = last.medial == MEDIAL_YA ? MEDIAL_YAE : MEDIAL_AE;
    last.final = FINAL_NONE;
    hangul_replace_last(out, last);
}

/* 돕 -> 도와, 춥 -> 추워; only 돕 and 곱 keep the bright vowel */
static void open_bieup(Buffer *out, size_t start, Syllable last)
{
    bool bright = out->length - start == HANGUL && last.medial == MEDIAL_O;
    set_final(out, FINAL_NONE);
    hangul_append(out, (Syllable){INITIAL_IEUNG, bright ? MEDIAL_WA : MEDIAL_WEO, FINAL_NONE});
}

static void open_regular(Buffer *out, Syllable last)
{
    int joined = last.final == FINAL_NONE ? contracted(last.medial) : -1;
    if (joined >= 0) {
        last.medial = joined;
        hangul_replace_last(out, last);
        return;
    }
    hangul_append(out, (Syllable){INITIAL_IEUNG, is_bright(last) ? MEDIAL_A : MEDIAL_EO, FINAL_NONE});
}

/* Turns the stem that was written since `start` into stem + 아/어. */
static void open_stem(Buffer *out, size_t start, KoreanClass class)
{
    Syllable last;
    if (!hangul_last(out->bytes, out->length, &last))
        return;
    if (ends(out->bytes + start, "하")) {
        last.medial = MEDIAL_AE;
        hangul_replace_last(out, last);
    } else if (class == KOREAN_REU) {
        open_reu(out, start);
    } else if (class == KOREAN_REO) {
        buffer_append_text(out, "러");
    } else if (class == KOREAN_HIEUT) {
        open_hieut(out, last);
    } else if (class == KOREAN_BIEUP) {
        open_bieup(out, start, last);
    } else if (last.final == FINAL_NONE && last.medial == MEDIAL_EU) {
        open_eu(out, start, last);
    } else if (class == KOREAN_SIOT || class == KOREAN_APART) {
        set_final(out, FINAL_NONE); /* and no contraction: 지어, 나아, 피어 */
        buffer_append_text(out, is_bright(last) ? "아" : "어");
    } else {
        if (class == KOREAN_DIGEUT)
            set_final(out, FINAL_RIEUL);
        open_regular(out, last.final == FINAL_NONE ? last : (Syllable){last.initial, last.medial, FINAL_MIEUM});
    }
}

/* ---- endings that start with 으 ---- */

/* Turns the stem into what an 으-ending joins; true where the 으 itself falls away. */
static bool soften_stem(Buffer *out, KoreanClass class)
{
    Syllable last;
    if (!hangul_last(out->bytes, out->length, &last))
        return true;
    switch (class) {
    case KOREAN_BIEUP:
        set_final(out, FINAL_NONE);
        buffer_append_text(out, "우");
        return true;
    case KOREAN_DIGEUT:
        set_final(out, FINAL_RIEUL);
        return false;
    case KOREAN_SIOT:
        set_final(out, FINAL_NONE);
        return false;
    case KOREAN_HIEUT:
        set_final(out, FINAL_NONE);
        return true;
    default:
        return last.final == FINAL_NONE || last.final == FINAL_RIEUL;
    }
}

/* Drops the ㄹ of an irregular-free stem where the ending's letter asks for it: 살 + 는 = 사는. */
static void drop_rieul(Buffer *out, KoreanClass class, const char *ending)
{
    Syllable last, first;
    if (class == KOREAN_REGULAR && hangul_last(out->bytes, out->length, &last) && last.final == FINAL_RIEUL &&
        hangul_first(ending, strlen(ending), &first) &&
        (first.initial == INITIAL_NIEUN || first.initial == INITIAL_SIOT || first.initial == INITIAL_BIEUP))
        set_final(out, FINAL_NONE);
}

/* A letter that moves under an open stem (갈, 간, 갑니다), or joins its ㄹ (살, 산, 삶). */
static void join_final(Buffer *out, int final)
{
    Syllable last;
    if (!hangul_last(out->bytes, out->length, &last))
        return;
    set_final(out, last.final == FINAL_RIEUL && final == FINAL_MIEUM ? FINAL_RIEUL_MIEUM : final);
}

static void attach_eu(Buffer *out, KoreanClass class, const char *ending)
{
    Syllable first;
    hangul_first(ending, strlen(ending), &first);
    if (!soften_stem(out, class)) {
        buffer_append_text(out, ending);
        return;
    }
    ending += HANGUL;
    if (first.final != FINAL_NONE)
        join_final(out, first.final);
    else
        drop_rieul(out, class, ending);
    buffer_append_text(out, ending);
}

/* 는다 and 습니다 shrink behind an open stem or ㄹ: 간다, 산다, 갑니다. */
static bool attach_shrinking(Buffer *out, KoreanClass class, const char *ending)
{
    Syllable last;
    bool plain = starts(ending, "는다"), formal = starts(ending, "습니");
    if ((!plain && !formal) || !hangul_last(out->bytes, out->length, &last))
        return false;
    bool open = last.final == FINAL_NONE || (last.final == FINAL_RIEUL && class == KOREAN_REGULAR);
    if (!open)
        return false;
    set_final(out, plain ? FINAL_NIEUN : FINAL_BIEUP);
    buffer_append_text(out, ending + HANGUL);
    return true;
}

/* ---- 이다 ---- */

static const struct {
    const char *ending, *pair;
} copula_endings[] = {
    {"았다", "이었다/였다"},
    {"았어요", "이었어요/였어요"},
    {"았어", "이었어/였어"},
    {"았습니다", "이었습니다/였습니다"},
    {"았니", "이었니/였니"},
    {"다", "이다/다"},
    {"아요", "이에요/예요"},
    {"아", "이야/야"},
    {"습니다", "입니다"},
    {"습니까", "입니까"},
    {"고", "이고/고"},
    {"아서", "이라서/라서"},
    {"지만", "이지만/지만"},
    {"은데", "인데"},
    {"은", "인"},
    {"은가", "인가"},
    {"니", "이니/니"},
    {"네", "이네/네"},
    {"네요", "이네요/네요"},
    {"으면", "이면/면"},
    {"을 거야", "일 거야"},
    {"을 거예요", "일 거예요"},
    {"다고", "이라고/라고"},
    {"구나", "이구나"},
    {"을 것이다", "일 것이다"},
    {"았지만", "이었지만/였지만"},
    {"았는데", "이었는데/였는데"},
    {"은지", "인지"},
};

static void attach_copula(const char *ending, Buffer *out)
{
    for (size_t i = 0; i < sizeof copula_endings / sizeof *copula_endings; i++)
        if (!strcmp(copula_endings[i].ending, ending)) {
            buffer_append_text(out, copula_endings[i].pair);
            return;
        }
    buffer_format(out, "이%s", ending);
}

/* ---- putting together ---- */

void korean_attach(const Predicate *predicate, const char *ending, Buffer *out)
{
    if (!strcmp(predicate->word, "이다")) {
        attach_copula(ending, out);
        return;
    }
    if (ends(predicate->word, "아니다") && (!strcmp(ending, "아요") || !strcmp(ending, "아"))) {
        buffer_format(out, "%.*s%s", (int)strlen(predicate->word) - HANGUL, predicate->word,
                      strcmp(ending, "아") ? "에요" : "야");
        return;
    }
    size_t start = out->length;
    buffer_append(out, predicate->word, strlen(predicate->word) - HANGUL);
    KoreanClass class = predicate->class;
    if (starts(ending, "아") || starts(ending, "았")) {
        open_stem(out, start, class);
        if (starts(ending, "았"))
            set_final(out, FINAL_SSANG_SIOT);
        buffer_append_text(out, ending + HANGUL);
    } else if (starts(ending, "으") || starts(ending, "은") || starts(ending, "을") || starts(ending, "음") ||
               starts(ending, "읍")) {
        attach_eu(out, class, ending);
    } else if (!attach_shrinking(out, class, ending)) {
        drop_rieul(out, class, ending);
        buffer_append_text(out, ending);
    }
}

/* One row per form: endings by style for verbs; where adjectives differ, theirs are in the second table. */
typedef struct FormRow {
    const char *name;
    const char *endings[STYLE_COUNT]; /* HAERA, HAEYO, HAE, HAPNIDA */
} FormRow;

static const FormRow verb_forms[] = {
    {"past", {"았다", "았어요", "았어", "았습니다"}},
    {"now", {"는다", "아요", "아", "습니다"}},
    {"will", {"을 것이다", "을 거예요", "을 거야", "을 것입니다"}},
    {"ask", {"는가", "아요", "니", "습니까"}},
    {"asked", {"았는가", "았어요", "았니", "았습니까"}},
    {"let", {"자", "아요", "자", "읍시다"}},
    {"please", {"아라", "으세요", "아", "으십시오"}},
    {"wow", {"는구나", "네요", "네", "는군요"}},
    {"hpast", {"으셨다", "으셨어요", "으셨어", "으셨습니다"}},
    {"hnow", {"으신다", "으세요", "으셔", "으십니다"}},
    {"promise", {"겠다", "을게요", "을게", "겠습니다"}},
    {"which", {"는", "는", "는", "는"}},
    {"는데", {"는데", "는데", "는데", "는데"}},
    {"는지", {"는지", "는지", "는지", "는지"}},
    {"다고", {"는다고", "는다고", "는다고", "는다고"}},
    {"구나", {"는구나", "는구나", "는구나", "는구나"}},
};

static const FormRow adjective_forms[] = {
    {"now", {"다", "아요", "아", "습니다"}},    {"ask", {"은가", "아요", "니", "습니까"}},
    {"wow", {"구나", "네요", "네", "군요"}},    {"which", {"은", "은", "은", "은"}},
    {"는데", {"은데", "은데", "은데", "은데"}}, {"는지", {"은지", "은지", "은지", "은지"}},
    {"다고", {"다고", "다고", "다고", "다고"}}, {"구나", {"구나", "구나", "구나", "구나"}},
};

static const FormRow *find_form(const FormRow *rows, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (!strcmp(rows[i].name, name))
            return &rows[i];
    return NULL;
}

/* 있다 and 없다 are adjectives that keep the verb's 는: 맛있는, 없는데. */
static bool takes_neun(const Predicate *predicate, const char *form)
{
    return (ends(predicate->word, "있다") || ends(predicate->word, "없다")) &&
           (!strcmp(form, "which") || !strcmp(form, "는데") || !strcmp(form, "는지"));
}

static const FormRow *form_row(const Predicate *predicate, const char *form)
{
    const FormRow *row = NULL;
    if (predicate->adjective && !takes_neun(predicate, form))
        row = find_form(adjective_forms, sizeof adjective_forms / sizeof *adjective_forms, form);
    return row ? row : find_form(verb_forms, sizeof verb_forms / sizeof *verb_forms, form);
}

/* 보, 주, 되, 나누: what one says contracted (봤어) and writes in full (보았다). 오 and 배우 are contracted always. */
static bool is_written_in_full(const Predicate *predicate)
{
    Syllable last;
    size_t stem = strlen(predicate->word) - HANGUL;
    return predicate->class == KOREAN_REGULAR && hangul_last(predicate->word, stem, &last) &&
           last.final == FINAL_NONE && last.initial != INITIAL_IEUNG &&
           (last.medial == MEDIAL_O || last.medial == MEDIAL_U || last.medial == MEDIAL_OE);
}

void korean_form(const Predicate *predicate, const char *form, KoreanStyle style, Buffer *out)
{
    const FormRow *row = form_row(predicate, form);
    Predicate written = *predicate;
    if (!strcmp(form, "past") && style != STYLE_HAE && is_written_in_full(predicate))
        written.class = KOREAN_APART;
    korean_attach(&written, row ? row->endings[style] : form, out);
}

bool korean_form_exists(const char *form)
{
    Syllable first;
    return find_form(verb_forms, sizeof verb_forms / sizeof *verb_forms, form) ||
           hangul_first(form, strlen(form), &first);
}
