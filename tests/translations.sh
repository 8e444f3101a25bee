#!/bin/sh
# Are all words translated, and well formed? Looks at every assets/po/LANGUAGE.po; the words of the source are in the
# template that `make` leaves beside the program. After a change of words: `make po`, and translate what is new.

template=$(dirname "${STEPFORMER:-build/release/stepformer}")/stepformer.pot

# Says whether a claim held: nothing may have been printed about it.
claim() {
    if [ -z "$2" ]; then
        echo "ok - $1"
    else
        printf '%s\nnot ok - %s\n' "$2" "$1"
    fi
}

# The words of the template that a file has no translation for; a doubtful one (fuzzy) is none.
missing() { # FILE
    for kind in --untranslated --only-fuzzy; do
        LC_ALL=C msgmerge --quiet --no-fuzzy-matching -o - "$1" "$template" | LC_ALL=C msgattrib --no-obsolete $kind
    done
}

# Each % of the English text must be in the translation, and each end of a line.
ill_formed() { # FILE
    LC_ALL=C msgfmt --check -o /dev/null "$1" 2>&1
}

# Which form a particle has depends on the word before it: behind one that is filled in, no form is right for all, and
# leaving it open reads like a form to fill in, "을(를)". Such a word stands before a noun instead, or in brackets.
unsure_particles() { # FILE
    grep -nE '(을|를|이|가|은|는|와|과|로)(\(|/)(을|를|이|가|은|는|와|과|으)' "$1"
    grep -nE '%[0-9$.*l]*[sdugz](을|를|이|가|은|는|와|과|로|으로|라)([] .;:,)]|$)' "$1"
}

# A sentence that was copied instead of translated.
untouched() { # FILE
    # shellcheck disable=SC2016 # the inner shell expands them
    LC_ALL=C.UTF-8 msgexec --input="$1" sh -c 'text=$(cat); test "$(echo "$MSGEXEC_MSGID")" != "$text" || printf "%s\n" "$text"' |
        grep -E '[a-z]{4,} [a-z]{3,} [a-z]{3,}'
}

# A check that never complains is worth nothing: each has to find a planted fault.
check_the_checks() {
    work=$(mktemp -d)
    sed -n '1,/^$/p' assets/po/ko.po >"$work/ko.po"
    printf '#, c-format\nmsgid "%%d heads"\nmsgstr "헤드 %%s"\n\nmsgid "of"\nmsgstr "“%%s”을(를)"\n\n' >>"$work/ko.po"
    printf 'msgid "nothing here was changed"\nmsgstr "nothing here was changed"\n\n' >>"$work/ko.po"
    for check in missing ill_formed unsure_particles untouched; do
        test -n "$($check "$work/ko.po")" || echo "a planted fault was not found: $check"
    done
    rm -r "$work"
}

if ! command -v msgmerge >/dev/null; then
    echo "ok - words_are_translated # skip gettext's tools are not here"
    exit
fi
for file in assets/po/*.po; do
    language=$(basename "$file" .po)
    claim "every_word_of_the_source_is_translated_to_$language" "$(missing "$file")"
    claim "numbers_and_names_stay_in_place_in_$language" "$(ill_formed "$file")"
    claim "no_particle_is_unsure_in_$language" "$(unsure_particles "$file")"
    claim "no_sentence_is_left_in_english_in_$language" "$(untouched "$file")"
done
claim 'every_check_finds_a_planted_fault' "$(check_the_checks)"
