/* The documents of data/corpus: what holds for thousands of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/utf8.h"
#include "corpus/corpus_parts.h"
#include "corpus/drill.h"
#include "corpus/fact.h"
#include "corpus/probe.h"

enum { DOCUMENTS = 2000 };

static Corpus *corpus;

static int open_corpus(void **state)
{
    (void)state;
    Error error = {0};
    if (corpus_open("data/corpus", &corpus, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    return 0;
}

static int close_corpus(void **state)
{
    (void)state;
    corpus_free(corpus);
    return 0;
}

static void document(uint64_t index, int kind, int language, Buffer *out, DocumentNotes *notes)
{
    Error error = {0};
    buffer_clear(out);
    CorpusRequest request = {.seed = 11, .index = index, .kind = kind, .language = language};
    if (corpus_document(corpus, &request, out, notes, &error) != STATUS_OK)
        fail_msg("document %d: %s", (int)index, error.message);
}

/* All documents of a language, with a line between them. */
static void all_documents(CorpusLanguage language, Buffer *out)
{
    Buffer text = {0};
    for (uint64_t i = 0; i < DOCUMENTS; i++) {
        document(i, CORPUS_ANY, language, &text, NULL);
        buffer_format(out, "%s\n", buffer_text(&text));
    }
    buffer_free(&text);
}

/* Random sequences may have an "a" in front of anything, and 연못가 beside 연못. */
static void all_prose(CorpusLanguage language, Buffer *out)
{
    static const int kinds[] = {CORPUS_STORY, CORPUS_THERE, CORPUS_ROLL, CORPUS_SENSE,
                                CORPUS_FRAME, CORPUS_FACT,  CORPUS_CHAT};
    Buffer text = {0};
    for (uint64_t i = 0; i < DOCUMENTS; i++) {
        document(i, kinds[i % (sizeof kinds / sizeof *kinds)], language, &text, NULL);
        buffer_format(out, "%s\n", buffer_text(&text));
    }
    buffer_free(&text);
}

static void test_a_document_depends_on_seed_and_index_alone(void **state)
{
    (void)state;
    Buffer first = {0}, again = {0}, other = {0};
    for (uint64_t i = 0; i < 50; i++) {
        document(i, CORPUS_ANY, CORPUS_ANY, &first, NULL);
        document(999 - i, CORPUS_ANY, CORPUS_ANY, &other, NULL);
        document(i, CORPUS_ANY, CORPUS_ANY, &again, NULL);
        assert_string_equal(buffer_text(&first), buffer_text(&again));
        assert_string_not_equal(buffer_text(&first), buffer_text(&other));
    }
    buffer_free(&first);
    buffer_free(&again);
    buffer_free(&other);
}

static void test_documents_are_whole_text(void **state)
{
    (void)state;
    Buffer text = {0};
    for (uint64_t i = 0; i < DOCUMENTS; i++) {
        document(i, CORPUS_ANY, CORPUS_ANY, &text, NULL);
        assert_true(text.length > 5);
        assert_int_equal(utf8_valid_prefix(text.bytes, text.length), text.length);
        if (strpbrk(buffer_text(&text), "{}[]/()_") || strstr(buffer_text(&text), "=>") ||
            strstr(buffer_text(&text), "  ") || strstr(buffer_text(&text), " ."))
            fail_msg("not finished: %s", buffer_text(&text));
    }
    buffer_free(&text);
}

/* "Where is Sam? Answer: At the lake." must come behind "Sam is at the lake." Returns how many did. */
static int answers_that_were_told(const char *text)
{
    static const char question[] = "Where is ";
    int told = 0;
    for (const char *at = strstr(text, question); at; at = strstr(at, question), told++) {
        char name[64], answer[64], sentence[160];
        at += sizeof question - 1;
        assert_int_equal(sscanf(at, "%63[^?]? Answer: %63[^.].", name, answer), 2);
        answer[0] |= 0x20; /* small: it does not begin a sentence there */
        snprintf(sentence, sizeof sentence, "%s is %s.", name, answer);
        const char *said = strstr(text, sentence);
        if (!said || said > at)
            fail_msg("nobody said \"%s\": %s", sentence, text);
    }
    return told;
}

static void test_a_roll_comes_back_to_what_it_said(void **state)
{
    (void)state;
    Buffer text = {0};
    int told = 0;
    for (uint64_t i = 0; i < 500; i++) {
        document(i, CORPUS_ROLL, CORPUS_EN, &text, NULL);
        told += answers_that_were_told(buffer_text(&text));
    }
    assert_true(told > 100);
    buffer_free(&text);
}

static void test_each_kind_has_its_share(void **state)
{
    (void)state;
    int counts[CORPUS_KINDS] = {0}, weights = 0, korean = 0;
    Buffer text = {0};
    for (uint64_t i = 0; i < DOCUMENTS; i++) {
        DocumentNotes notes;
        document(i, CORPUS_ANY, CORPUS_ANY, &text, &notes);
        counts[notes.kind]++;
        korean += notes.language == CORPUS_KO;
    }
    for (int kind = 0; kind < CORPUS_KINDS; kind++)
        weights += kind_rows[kind].weight;
    for (int kind = 0; kind < CORPUS_KINDS; kind++) {
        double share = (double)kind_rows[kind].weight / weights, measured = (double)counts[kind] / DOCUMENTS;
        print_message("%-8s %4.1f %%, of %4.1f %%\n", kind_rows[kind].name, 100 * measured, 100 * share);
        assert_true(fabs(measured - share) < 4 * sqrt(share / DOCUMENTS));
    }
    assert_in_range(korean, DOCUMENTS * 46 / 100, DOCUMENTS * 54 / 100);
    buffer_free(&text);
}

static void test_stories_have_four_to_ten_sentences_or_a_few_more(void **state)
{
    (void)state;
    Buffer text = {0};
    for (uint64_t i = 0; i < DOCUMENTS; i++) {
        document(i, CORPUS_STORY, CORPUS_ANY, &text, NULL);
        int sentences = 0;
        for (const char *at = buffer_text(&text); *at; at++)
            sentences += strchr(".!?", *at) != NULL;
        if (sentences < 4 || sentences > 24)
            fail_msg("%d sentences: %s", sentences, buffer_text(&text));
    }
    buffer_free(&text);
}

/* ---- Korean particles, looked for in the finished text ---- */

/* The letter below the last syllable, reckoned from the code point alone. */
static int final_of(const char *noun)
{
    size_t length = strlen(noun);
    uint32_t code_point = 0;
    utf8_decode(noun + length - 3, 3, &code_point);
    return code_point >= 0xAC00 && code_point <= 0xD7A3 ? (int)(code_point - 0xAC00) % 28 : -1;
}

static bool is_boundary(char letter)
{
    return !letter || strchr(" .,!?\n\"", letter);
}

static int check_particles_of(const char *text, const char *noun)
{
    static const char *const closed[] = {"은", "이", "을", "과", "으로"}, *const open[] = {"는", "가", "를", "와",
                                                                                           "로"};
    int final = final_of(noun), found = 0;
    for (const char *at = text; (at = strstr(at, noun)); at += 3) {
        if (at > text && !is_boundary(at[-1]))
            continue;
        const char *rest = at + strlen(noun);
        for (int i = 0; i < 5; i++) {
            bool has_open = !strncmp(rest, open[i], strlen(open[i])) && is_boundary(rest[strlen(open[i])]);
            bool has_closed = !strncmp(rest, closed[i], strlen(closed[i])) && is_boundary(rest[strlen(closed[i])]);
            bool wants_open = final == 0 || (final == 8 && i == 4);
            found += has_open || has_closed;
            if ((has_open && !wants_open) || (has_closed && wants_open))
                fail_msg("%.60s", at);
        }
    }
    return found;
}

static void test_particles_agree_in_all_prose(void **state)
{
    (void)state;
    static const char *const classes[] = {"person", "thing",   "food",  "animal", "place",
                                          "job",    "country", "adult", "kin"};
    Buffer all = {0};
    all_prose(CORPUS_KO, &all);
    int found = 0;
    for (size_t c = 0; c < sizeof classes / sizeof *classes; c++) {
        const WordClass *class = lexicon_class(&corpus->languages[CORPUS_KO].words, classes[c]);
        for (size_t i = 0; i < class->count; i++)
            if (final_of(class->words[i]->text) >= 0)
                found += check_particles_of(all.bytes, class->words[i]->text);
    }
    print_message("%d particles seen\n", found);
    assert_true(found > 5000);
    buffer_free(&all);
}

static void test_articles_agree_in_all_prose(void **state)
{
    (void)state;
    Buffer all = {0};
    all_prose(CORPUS_EN, &all);
    int found = 0;
    for (const char *at = all.bytes; (at = strstr(at, " a")); at++) {
        const char *word = !strncmp(at, " a ", 3) ? at + 3 : !strncmp(at, " an ", 4) ? at + 4 : NULL;
        if (!word || is_boundary(*word) || is_boundary(word[1]))
            continue;
        bool vowel = strchr("aeiou", *word) != NULL;
        if (vowel != (at[2] == 'n'))
            fail_msg("%.40s", at);
        found++;
    }
    assert_true(found > 1000);
    buffer_free(&all);
}

/* ---- variety ---- */

static double distinct_share(CorpusLanguage language)
{
    Buffer text = {0}, kept = {0};
    Map seen = {0};
    size_t total = 0;
    for (uint64_t i = 0; i < DOCUMENTS; i++) {
        document(i, CORPUS_STORY, (int)language, &text, NULL);
        buffer_append(&kept, text.bytes, text.length);
    }
    char *rest = kept.bytes;
    for (char *sentence; (sentence = strtok_r(rest, ".!?", &rest));) {
        if (strlen(sentence) < 6)
            continue;
        total++;
        map_add(&seen, sentence, strlen(sentence), 0);
    }
    double share = (double)seen.count / (double)total;
    print_message("%zu of %zu sentences are distinct\n", seen.count, total);
    map_free(&seen);
    buffer_free(&text);
    buffer_free(&kept);
    return share;
}

static void test_sentences_of_stories_seldom_return(void **state)
{
    (void)state;
    assert_true(distinct_share(CORPUS_KO) > 0.5);
    assert_true(distinct_share(CORPUS_EN) > 0.5);
}

/* ---- what is held out ---- */

static void test_unseen_words_never_occur(void **state)
{
    (void)state;
    for (int l = 0; l < CORPUS_LANGUAGES; l++) {
        Buffer all = {0};
        all_documents((CorpusLanguage)l, &all);
        const Lexicon *words = &corpus->languages[l].words;
        int unseen = 0;
        for (int i = 0; i < words->count; i++)
            if (word_has(words->all[i], "unseen")) {
                unseen++;
                if (strstr(all.bytes, words->all[i]->text))
                    fail_msg("%s occurs", words->all[i]->text);
            }
        assert_true(unseen >= 12);
        buffer_free(&all);
    }
}

/* How often `all` holds a sentence that tells the fact, in any wording and style. */
static int count_told(const Language *language, const char *all, const Word *relation, const Word *subject)
{
    int told = 0;
    Error error = {0};
    for (uint64_t attempt = 0; attempt < 40; attempt++) {
        Expansion expansion;
        Buffer sentence = {0};
        expansion_init(&expansion, language, attempt, true);
        expansion.style = (KoreanStyle)(attempt % STYLE_COUNT);
        fact_set(&(Maker){.expansion = &expansion}, relation, subject);
        if (fact_expand(&expansion, "say", relation, &error) != STATUS_OK)
            fail_msg("%s", error.message);
        expansion_finish(&expansion, &sentence);
        told += strstr(all, buffer_text(&sentence)) != NULL;
        buffer_free(&sentence);
        expansion_free(&expansion);
    }
    return told;
}

static void test_held_out_facts_are_never_told(void **state)
{
    (void)state;
    for (int l = 0; l < CORPUS_LANGUAGES; l++) {
        const Language *language = &corpus->languages[l];
        Buffer all = {0};
        all_documents((CorpusLanguage)l, &all);
        int held = 0, stated = 0, stated_and_seen = 0;
        const WordClass *relations = lexicon_class(&language->words, "relation");
        for (size_t r = 0; r < relations->count; r++) {
            const WordClass *subjects = lexicon_class(&language->words, word_value(relations->words[r], "of", ""));
            for (size_t i = 0; i < subjects->count; i++) {
                const Word *subject = subjects->words[i];
                if (word_has(subject, "unseen") || !fact_object(relations->words[r], subject))
                    continue;
                bool is_stated = fact_is_stated(&language->words, relations->words[r], subject);
                int told = count_told(language, all.bytes, relations->words[r], subject);
                held += !is_stated;
                stated += is_stated;
                stated_and_seen += is_stated && told;
                if (!is_stated && told)
                    fail_msg("%s of %s is told", relations->words[r]->text, subject->text);
            }
        }
        print_message("%d facts held out, %d stated, %d of them here\n", held, stated, stated_and_seen);
        assert_true(held > 20);
        assert_true(stated_and_seen > stated * 8 / 10);
        buffer_free(&all);
    }
}

static void test_held_out_sums_never_occur(void **state)
{
    (void)state;
    Buffer text = {0};
    int sums = 0;
    for (uint64_t i = 0; i < DOCUMENTS; i++) {
        document(i, CORPUS_SUM, CORPUS_KO, &text, NULL);
        for (const char *line = buffer_text(&text); line; line = strchr(line, '\n')) {
            int a, b, c;
            line += *line == '\n';
            assert_int_equal(sscanf(line, "%d + %d = %d", &a, &b, &c), 3);
            assert_int_equal(a + b, c);
            assert_false(drill_sum_is_held_out(a, b));
            sums++;
        }
    }
    assert_true(sums > DOCUMENTS);
    buffer_free(&text);
}

/* ---- probes ---- */

static void probe(ProbeKind kind, CorpusLanguage language, uint64_t index, ProbeCase *out)
{
    Error error = {0};
    if (corpus_probe(corpus, kind, language, 5, index, out, &error) != STATUS_OK)
        fail_msg("%s %d: %s", probe_kind_name(kind), (int)index, error.message);
}

static void test_probes_have_a_prompt_and_different_answers(void **state)
{
    (void)state;
    ProbeCase first = {0}, again = {0};
    for (int l = 0; l < CORPUS_LANGUAGES; l++)
        for (int kind = 0; kind < PROBE_KINDS; kind++)
            for (uint64_t i = 0; i < 40 && corpus_has_probe(corpus, (ProbeKind)kind, (CorpusLanguage)l); i++) {
                probe((ProbeKind)kind, (CorpusLanguage)l, i, &first);
                probe((ProbeKind)kind, (CorpusLanguage)l, i, &again);
                assert_string_equal(buffer_text(&first.prompt), buffer_text(&again.prompt));
                assert_string_equal(buffer_text(&first.right), buffer_text(&again.right));
                assert_true(first.prompt.length > 2);
                assert_int_equal(first.right.length == 0, kind == PROBE_UNKNOWN);
                assert_true(first.wrong_count >= 1);
                for (int w = 0; w < first.wrong_count; w++)
                    assert_string_not_equal(buffer_text(&first.wrong[w]), buffer_text(&first.right));
                assert_null(strpbrk(buffer_text(&first.prompt), "{}/|>"));
            }
    probe_case_free(&first);
    probe_case_free(&again);
}

/* Where a probe asks for what no document says, its prompt and right answer together are in none. */
static void test_what_probes_ask_for_is_in_no_document(void **state)
{
    (void)state;
    static const ProbeKind kinds[] = {PROBE_PARTICLE, PROBE_NEW_NAME, PROBE_THERE,     PROBE_DOES_THERE,
                                      PROBE_HOLDS,    PROBE_HELD_OUT, PROBE_INDUCTION, PROBE_AGREEMENT};
    for (int l = 0; l < CORPUS_LANGUAGES; l++) {
        Buffer all = {0};
        all_documents((CorpusLanguage)l, &all);
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
            for (uint64_t i = 0; i < 300 && corpus_has_probe(corpus, kinds[k], (CorpusLanguage)l); i++) {
                ProbeCase one = {0};
                probe(kinds[k], (CorpusLanguage)l, i, &one);
                Buffer whole = {0};
                buffer_format(&whole, "%s%s", buffer_text(&one.prompt), buffer_text(&one.right));
                if (strstr(all.bytes, buffer_text(&whole)))
                    fail_msg("%s: %s", probe_kind_name(kinds[k]), buffer_text(&whole));
                buffer_free(&whole);
                probe_case_free(&one);
            }
        buffer_free(&all);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_document_depends_on_seed_and_index_alone),
        cmocka_unit_test(test_documents_are_whole_text),
        cmocka_unit_test(test_a_roll_comes_back_to_what_it_said),
        cmocka_unit_test(test_each_kind_has_its_share),
        cmocka_unit_test(test_stories_have_four_to_ten_sentences_or_a_few_more),
        cmocka_unit_test(test_particles_agree_in_all_prose),
        cmocka_unit_test(test_articles_agree_in_all_prose),
        cmocka_unit_test(test_sentences_of_stories_seldom_return),
        cmocka_unit_test(test_unseen_words_never_occur),
        cmocka_unit_test(test_held_out_facts_are_never_told),
        cmocka_unit_test(test_held_out_sums_never_occur),
        cmocka_unit_test(test_probes_have_a_prompt_and_different_answers),
        cmocka_unit_test(test_what_probes_ask_for_is_in_no_document),
    };
    return cmocka_run_group_tests(tests, open_corpus, close_corpus);
}
