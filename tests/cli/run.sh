#!/bin/sh
# What the command line promises: exit codes, one-line errors, JSON keys, safe text. Runs from the
# checkout's root; STEPFORMER is the program. Texts that are long are kept in tests/cli/golden; REFRESH_GOLDEN=1
# writes them anew.

sf=${STEPFORMER:-build/release/stepformer}
models=tests/fixtures/models
shared=../shared/models/stories260k
gpt2=../shared/tokenizers/gpt2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export STEPFORMER_DATA="$work/no-data" # what is installed on this machine must not matter
export LC_ALL=C.UTF-8 LANGUAGE=        # nor which language its owner reads
. tests/support/claims.sh

run() { # COMMAND...: its exit code in $code, its words in out and err
    "$sf" "$@" >"$work/out" 2>"$work/err" </dev/null
    code=$?
}

# The command must end with this exit code, and print this pattern.
prints() { # NAME CODE PATTERN COMMAND...
    name=$1 wanted=$2 pattern=$3
    shift 3
    run "$@"
    test "$code" -eq "$wanted" && grep -q -e "$pattern" "$work/out"
    result "$name" $?
}

# A copy of the program, in a place from which it sees none of the checkout's data.
program=$sf
cp "$program" "$work/stepformer"
printf '#!/bin/sh\ncd "%s" && exec ./stepformer "$@"\n' "$work" >"$work/alone"
chmod +x "$work/alone"

# The command must fail with this code, one line "stepformer: WHAT: WHY; HOW" on standard error, and this pattern in it.
refuses() { # NAME CODE PATTERN COMMAND...
    name=$1 wanted=$2 pattern=$3
    shift 3
    run "$@"
    test "$code" -eq "$wanted" && test "$(wc -l <"$work/err")" -eq 1 && grep -q '^stepformer: .*: .*; ' "$work/err" &&
        grep -q -e "$pattern" "$work/err"
    result "$name" $?
}

# Numbers with a point differ in their last digits from one processor to another: other tests check them. Here N.
without_numbers() { sed -E 's/ *-?[0-9]+\.[0-9]+(e[-+]?[0-9]+)?/ N/g; s/-?[0-9]+e[-+]?[0-9]+/N/g'; }

golden() { # NAME COMMAND...: standard output as it was
    name=$1
    shift
    run "$@"
    without_numbers <"$work/out" >"$work/form"
    test -z "$REFRESH_GOLDEN" || cp "$work/form" "tests/cli/golden/$name.txt"
    test "$code" -eq 0 && diff "tests/cli/golden/$name.txt" "$work/form" >"$work/err"
    result "output_$name" $?
}

skip() { echo "ok - $1 # skip $2 is not here"; }

# ---- help and usage ----

prints help_lists_the_subcommands 0 'heatmap' --help
prints version_is_printed 0 '^stepformer [0-9]' --version
prints help_may_be_asked_about_a_subcommand 0 '^usage: stepformer trace' help trace
subcommands=$("$sf" --help | sed -n 's/^  \([a-z][a-z]*\)  .*/\1/p')
for subcommand in $subcommands; do
    prints "help_of_${subcommand}_teaches" 0 '^example:' "$subcommand" --help
done

# The example alone may be longer: it is there to be copied.
too_long=$(for subcommand in '' $subcommands; do "$sf" $subcommand --help | sed '/^example:/,$d' | grep -E '.{81}'; done)
printf '%s\n' "$too_long" >"$work/err"
test -z "$too_long" && [ "$(echo "$subcommands" | wc -w)" -ge 15 ]
result help_fits_a_terminal $?
for subcommand in $subcommands; do
    grep -q "^\.It Cm $subcommand\>" docs/stepformer.1 || echo "$subcommand"
done >"$work/err"
test ! -s "$work/err"
result the_manual_page_has_every_subcommand $?
refuses an_unknown_subcommand_is_usage 2 'fly' fly
refuses help_about_an_unknown_subcommand_is_usage 2 'fly' help fly
refuses an_unknown_option_is_usage 2 'nosuch' trace --nosuch
refuses a_missing_value_is_usage 2 'prompt' trace --prompt
refuses a_missing_cell_is_usage 2 'CELL' explain --model $models/gpt2-tiny --ids 1,2
refuses a_missing_prompt_is_usage 2 'prompt' generate --model $models/gpt2-tiny
refuses bad_ids_are_usage 2 'ids' generate --model $models/gpt2-tiny --ids 1,x
refuses a_number_out_of_range_is_usage 2 'top-k' generate --model $models/gpt2-tiny --ids 1 --top-k -3
refuses a_setting_out_of_range_is_usage 2 'top-p' generate --model $models/gpt2-tiny --ids 1 --top-p 2
refuses an_unknown_format_is_usage 2 'int3' inspect $models/gpt2-tiny --dtype int3
refuses a_heatmap_needs_a_file 2 '-o' heatmap --model $models/gpt2-tiny --ids 1,2

refuses a_layer_for_a_whole_name 2 'says nothing' heatmap --model $models/gpt2-tiny --ids 1,2 --value blocks.0.resid_post \
    --layer 1 -o "$work/a.png"
refuses a_negative_layer_is_usage 2 'layer' heatmap --model $models/gpt2-tiny --ids 1,2 --layer -1 -o "$work/a.png"
refuses an_id_list_with_a_gap_is_usage 2 'ids' generate --model $models/gpt2-tiny --ids 1,,2
refuses two_prompts_are_usage 2 'prompt' generate --model $models/gpt2-tiny --ids 1 --prompt a
prints version_works_behind_a_subcommand 0 '^stepformer [0-9]' trace --version

# ---- errors of the world ----

refuses a_missing_model_is_named 1 'no-such' trace --model no-such --ids 1
sf=$work/alone
refuses no_built_in_model_is_explained 1 '--model' trace --ids 1
sf=$program
refuses a_token_outside_the_vocabulary 1 '99999' trace --model $models/gpt2-tiny --ids 99999
refuses text_without_a_tokenizer 1 'tokenizer.json' trace --model $models/gpt2-tiny --prompt hello
refuses overflow_says_the_context 1 'context' generate --model $models/gpt2-tiny --ids 1,2 -n 100000
refuses an_unknown_value 1 'nonsense' explain --model $models/gpt2-tiny --ids 1,2 'nonsense[0,0]'
refuses a_cell_outside 1 'logits' explain --model $models/gpt2-tiny --ids 1,2 'logits[5,0]'
refuses an_unwritable_file 1 'no-such-folder' heatmap --model $models/gpt2-tiny --ids 1,2 -o $work/no-such-folder/a.png
refuses an_unknown_colormap 1 'viridis' heatmap --model $models/gpt2-tiny --ids 1,2 --colormap rainbow -o $work/a.png
refuses a_name_that_selects_nothing 1 'nothing' trace --model $models/gpt2-tiny --ids 1,2 --only nothing
printf 'prompt --ids 3,1,4\nfly away\n' >"$work/bad.script"
refuses a_script_error_names_its_line 1 'bad.script:2\|line 2' script --model $models/gpt2-tiny "$work/bad.script"

# ---- trace, explain, heatmap, inspect, generate ----

ids=3,1,4,1,5
golden trace trace --model $models/llama-gqa --ids $ids --only 'blocks.0.*'
golden trace_json trace --model $models/gpt2-tiny --ids $ids --only '*ln*' --json
golden explain explain --model $models/llama-gqa --ids $ids 'blocks.1.attn.scores[2,4,1]'
golden explain_json explain --model $models/llama-gqa --ids $ids 'blocks.1.attn.rot_k[3,1,0]' --json
golden inspect inspect $models/llama-gqa --context 4096 --dtype bf16
golden inspect_checkpoint inspect $models/llama-gqa/model.safetensors
prints inspect_checkpoint_json_counts 0 '"count":[0-9]*,"numbers":12744,' inspect $models/llama-gqa/model.safetensors --json
golden inspect_json inspect $models/gpt2-tiny --json
golden tui_without_a_terminal tui --model $models/gpt2-tiny -c 'prompt --ids 3,1,4'

run trace --model $models/gpt2-tiny --ids $ids --save "$work/trace.safetensors"
test $code -eq 0 && head -c 4096 "$work/trace.safetensors" | grep -aq '"blocks.1.resid_pre"'
result trace_saves_second_names_too $?

prints generate_json_has_its_keys 0 \
    '^{"prompt_ids":\[3,1\],"ids":\[[0-9,]*\],"text":.*,"tokens_per_second":[0-9.]*}$' \
    generate --model $models/gpt2-tiny --ids 3,1 -n 4 --json
run generate --model $models/gpt2-tiny --ids $ids -n 8 --temperature 1 --seed 5 && cp "$work/out" "$work/first"
run generate --model $models/gpt2-tiny --ids $ids -n 8 --temperature 1 --seed 5
cmp -s "$work/first" "$work/out"
result a_seed_repeats_its_text $?

run heatmap --model $models/llama-gqa --ids $ids --layer all --head all -o "$work/a.png" --csv "$work/a.csv"
test $code -eq 0 && head -c 8 "$work/a.png" | od -c | grep -q 'P   N   G' && test "$(wc -l <"$work/a.csv")" -eq $((2 * 4 * 25 + 1))
result a_heatmap_has_every_cell_in_its_csv $?

# Devices are written to, never replaced; a link stays a link.
: >"$work/linked.csv"
ln -s "$work/linked.csv" "$work/link.csv"
mkfifo "$work/pipe"
cat "$work/pipe" >"$work/piped" &
run heatmap --model $models/gpt2-tiny --ids $ids --csv "$work/link.csv" && first=$code
run heatmap --model $models/gpt2-tiny --ids $ids --csv "$work/pipe"
wait
test "$first" -eq 0 && test "$code" -eq 0 && test -h "$work/link.csv" && test -p "$work/pipe" &&
    cmp -s "$work/linked.csv" "$work/piped"
result links_and_pipes_stay_what_they_are $?

# The PNG's text chunks say what it shows; the first is not compressed.
grep -aq 'stepformer:model' "$work/a.png" && grep -aq 'attn.pattern' "$work/a.png"
result a_heatmap_says_what_it_shows $?

printf 'prompt --ids 3,1,4\nfinish\nprint sum(probs[-1, :])\n' >"$work/good.script"
prints a_script_prints_what_it_is_told 0 '^1\|^0\.99\|= 1' script --model $models/gpt2-tiny "$work/good.script"

# ---- with a tokenizer ----

if [ -d $shared ]; then
    golden tokenize tokenize --model $shared 'Once upon a time'
    prints tokenize_json 0 '^{"ids":\[1,[0-9,]*\],"pieces":\["<s>",' tokenize --model $shared --json 'Once'
    prints no_special_leaves_bos_out 0 '^{"ids":\[[0-9,]*\],"pieces":\["[^<]' tokenize --model $shared --json --no-special 'Once'
    prints decode_as_json 0 '^{"text":"Once upon' tokenize --model $shared --decode --no-special --ids 1,403,407 --json
    prints decode_turns_ids_into_text 0 '^Once upon' tokenize --model $shared --decode --no-special --ids 1,403,407
    run tokenize --model $shared "$(printf 'a\033[31mred')"
    ! grep -q "$(printf '\033')" "$work/out"
    result no_escape_reaches_the_terminal $?
    run generate --model $shared --prompt 'Once upon a time, there was a little girl' -n 188
    tail -n +4 $shared/greedy.txt >"$work/expected"
    diff "$work/expected" "$work/out" >"$work/err"
    result greedy_text_equals_the_other_program $?
else
    skip tokenizer_and_greedy_text $shared
fi
if [ -d $gpt2 ]; then
    prints a_folder_with_a_tokenizer_alone_serves 0 '"ids":\[15496,402,11571\]' tokenize --model $gpt2 --json 'Hello GPT'
else
    skip gpt2_tokenizer $gpt2
fi

# ---- training a tokenizer ----

mkdir "$work/trained"
cat >"$work/tale.txt" <<'EOF'
은별이는 은행나무 아래에서 은빛 열쇠를 찾았다. 은별이는 은행나무에게 물었다.<|endoftext|>
The key was silver, and the silver key was hers.<|endoftext|>
EOF
train="tokenizer train $work/tale.txt --special <|endoftext|>"
prints a_tokenizer_is_trained 0 '290 tokens: 1 special, 256 bytes, 33 merges' \
    $train --vocab 290 -o "$work/trained/tokenizer.json"
cp "$work/trained/tokenizer.json" "$work/first" && run $train --vocab 290 -o "$work/trained/tokenizer.json"
cmp -s "$work/first" "$work/trained/tokenizer.json"
result training_a_tokenizer_repeats_its_bytes $?
prints a_trained_tokenizer_serves 0 '^{"ids":\[0,.*"pieces":\["<|endoftext|>"," 은' \
    tokenize --model "$work/trained" --json '<|endoftext|> 은행나무'
prints a_tokenizer_is_measured 0 '^{"tokens":[0-9]*,.*"tokens_per_syllable":[0-9.]*,"whole_syllables":[0-9.]*}$' \
    tokenizer measure "$work/tale.txt" --model "$work/trained" --json
prints fewer_merges_than_wanted_are_explained 0 'min-frequency' $train --vocab 5000 -o "$work/trained/tokenizer.json"
refuses a_vocabulary_below_the_bytes 2 '257' $train --vocab 200
refuses texts_without_a_word 1 'no word' tokenizer train - -o "$work/none.json"
refuses an_unknown_tokenizer_verb 2 'fly' tokenizer fly "$work/tale.txt"
refuses a_text_that_is_not_there 1 'no-such' tokenizer train "$work/no-such.txt"

# ---- train, plot ----
cat >"$work/recipe.json" <<'END'
{"model": {"model_type": "gpt2", "n_layer": 1, "n_head": 2, "n_embd": 16, "n_positions": 32},
 "tokenizer": {"train": {"vocabulary": 280}}, "corpus": ["text.txt"], "context": 16, "batch": 2, "steps": 6,
 "evaluation": {"every": 3, "held_out": 0.2}, "samples": {"every": 6, "tokens": 4, "prompts": ["one"]}}
END
for i in 1 2 3 4 5 6 7 8 9; do printf 'one two three %s\nand so on.\n\n' $i; done >"$work/text.txt"
prints a_training_says_how_it_goes 0 '^step 6/6  loss [0-9.]*  held out [0-9.]*' \
    train "$work/recipe.json" --out "$work/run" --log "$work/run.jsonl" --threads 1
prints what_was_trained_generates 0 '^{"prompt_ids":' generate --model "$work/run" --prompt one -n 3 --json
refuses a_run_is_not_overwritten 2 'resume' train "$work/recipe.json" --out "$work/run"
prints a_finished_run_may_be_resumed 0 "^wrote $work/run$" train "$work/recipe.json" --out "$work/run" --resume
prints losses_are_plotted_as_text 0 'training' plot "$work/run.jsonl"
"$sf" plot "$work/run.jsonl" -o "$work/loss.png" && head -c 4 "$work/loss.png" | grep -q PNG
result losses_are_plotted_as_a_picture $?
echo '{"step": 1}' >"$work/no-losses"
refuses a_plot_needs_losses 1 'holds no losses' plot "$work/no-losses"
sed 's/"steps"/"stepz"/' "$work/recipe.json" >"$work/wrong.json"
refuses an_unknown_key_of_a_recipe 1 '"stepz"' train "$work/wrong.json" --out "$work/wrong"

# ---- probe ----
prints a_probe_prints_a_table 0 '^agreement *en *2 ' \
    probe --model "$work/run" -n 2 --documents 20 --threads 1
run probe --model "$work/run" -n 2 --documents 20 --threads 1 --json && cp "$work/out" "$work/probed"
prints a_probe_has_stable_keys 0 \
    '^{"model":"run","seed":0,"probes":\[{"kind":"particle",.*"accuracy":.*"induction":{"best":"L0 H.*"ratio":' \
    probe --model "$work/run" -n 2 --documents 20 --threads 1 --json
cmp -s "$work/out" "$work/probed"
result a_probe_repeats_its_measures $?
# Eight names that no document has, and four particles for each.
prints a_probe_asks_nothing_twice 0 '^new-name *ko *32 ' probe --model "$work/run" -n 60 --documents 20 --threads 1
prints a_probe_shows_ten_texts 0 '^en 10: ' probe --model "$work/run" -n 1 --documents 20 --threads 1 --samples
refuses a_probe_needs_a_tokenizer 1 'tokenizer.json' probe --model $models/gpt2-tiny
refuses a_probe_needs_cases 2 'count 0' probe --model "$work/run" -n 0

# ---- corpus ----
prints a_corpus_writes_documents 0 '^<|endoftext|>$' corpus --seed 1 -n 3
prints a_corpus_writes_one_kind_in_one_language 0 '^[0-9]* + [0-9]* = [0-9]*$' corpus --kind sum --language en -n 1
run corpus --seed 4 -n 5 -o "$work/five" && "$sf" corpus --seed 4 -n 5 | cmp -s - "$work/five"
result a_corpus_follows_from_its_seed $?
refuses an_unknown_kind_of_document 2 'story, there' corpus --kind tale
refuses an_unknown_language_of_documents 2 'ko, en' corpus --language fr

# ---- lessons ----
lessons=tests/fixtures/lessons
export XDG_STATE_HOME="$work/state"
mkdir -p "$XDG_STATE_HOME/stepformer/progress"
prints lessons_are_listed 0 '^ 1  small .* 0/6  A small lesson' lesson list --lessons $lessons
prints lessons_are_listed_in_korean 0 '작은 단원' lesson list --lessons $lessons --lang ko
prints what_comes_before_a_lesson_is_listed 0 '^ 2  tokens .*(after 1)$' lesson list --lessons lessons
prints lessons_are_listed_as_json 0 '^\[{"number":1,"id":"small",.*"steps":6,"passed":0,"requires":\[\]}\]$' \
    lesson list --lessons $lessons --json
prints a_sound_lesson_checks 0 ' 0 failed$' lesson check --lessons $lessons --model $models/llama-gqa
prints a_lesson_is_checked_by_its_number 0 '^01-small' lesson check 1 --lessons $lessons --model $models/llama-gqa
refuses an_unknown_lesson_is_named 1 '1 small' lesson check nosuch --lessons $lessons
refuses a_lesson_word_is_needed 2 'list, check' lesson fly --lessons $lessons

cp -r $lessons "$work/lessons"
sed 's/text.positions == 3/text.positions == 4/' $lessons/01-small/lesson.json >"$work/lessons/01-small/lesson.json"
prints a_failing_step_is_named 1 '^01-small 1.1 read ko: what is expected does not hold: text.positions == 4' \
    lesson check --lessons "$work/lessons" --model $models/llama-gqa
refuses claims_that_fail_are_counted 1 'of [0-9]* claims fail' lesson check --lessons "$work/lessons" --model $models/llama-gqa
refuses claims_that_nothing_was_learnt_for_are_refused 1 'untrained' \
    lesson check --lessons $lessons --model $models/llama-gqa --mutate

mkdir -p "$work/mended/02-broken"
cp -r $lessons/* "$work/mended"
echo '{"format": 1,' >"$work/mended/02-broken/lesson.json"
prints a_lesson_with_a_mistake_leaves_the_others 0 '^01-small' lesson check 1 --lessons "$work/mended" --model $models/llama-gqa
prints a_lesson_with_a_mistake_is_listed 0 '^--  02-broken: lesson.json' lesson list --lessons "$work/mended"
prints a_lesson_with_a_mistake_is_listed_as_json 0 '{"folder":"02-broken","error":' lesson list --lessons "$work/mended" --json
refuses a_lesson_with_a_mistake_says_so 1 '02-broken: lesson.json' lesson check broken --lessons "$work/mended"
prints doctor_names_a_lesson_with_a_mistake 1 '^FAIL  lessons .*02-broken' doctor --lessons "$work/mended"

prints a_teacher_gets_a_sheet 0 '^1 ✓' lesson teacher 1 --lessons $lessons --model $models/llama-gqa
"$sf" lesson teacher 1 --lessons $lessons --model $models/llama-gqa --lang ko -o "$work/sheet.html" &&
    grep -q '@page' "$work/sheet.html" && grep -q '작은 단원' "$work/sheet.html"
result a_teachers_sheet_is_a_page_for_printing $?

refuses a_report_needs_progress 1 'no progress yet' lesson report --lessons $lessons --student 10101
refuses a_student_is_a_name 2 'name' lesson report --lessons $lessons --student ../10101
for student in 10101 10102 10103; do
    printf '{"at":1,"lesson":"small","step":"count","event":"answer","answer":"2","right":false,"try":1}\n{"half' \
        >"$XDG_STATE_HOME/stepformer/progress/$student.jsonl"
done
prints a_report_tells_the_answers 0 'Counting  2 ✗$' lesson report --lessons $lessons --student 10101
run lesson report --lessons $lessons --student 10101 --csv "$work/row.csv" -o "$work/report.txt" &&
    grep -q '^10101,0,0,1,0,0,' "$work/row.csv" && grep -q 'Report: 10101' "$work/report.txt"
result a_report_goes_to_files $?
prints a_class_is_summed_up 0 '^1.3 *Counting  *3    0    0    0 %     0  2 (3)$' \
    lesson collect "$XDG_STATE_HOME/stepformer/progress" --lessons $lessons
prints a_class_is_summed_up_as_json 0 '^{"learners":3,"steps":\[{"lesson":"small","step":"count","begun":3,' \
    lesson collect "$XDG_STATE_HOME/stepformer/progress" --lessons $lessons --json
refuses a_class_needs_files 1 'no .jsonl' lesson collect "$work/lessons" --lessons $lessons

# The lessons that go with stepformer, on the models that go with it.
if [ -d data/models/maeul-gpt2 ]; then
    STEPFORMER_DATA=data
    prints every_lesson_holds 0 ' 0 failed$' lesson check
    prints most_of_what_they_claim_was_learnt 0 '^with an untrained model' lesson check --mutate
    STEPFORMER_DATA="$work/no-data"
else
    skip every_lesson_holds data/models/maeul-gpt2
fi

sf=$work/alone
prints doctor_names_a_lesson_without_its_model 0 '^warn  lessons .*01-small' doctor --lessons "$PWD/$lessons"
sf=$program
prints doctor_says_where_progress_is_kept 0 '^ok    progress .*/stepformer/progress' doctor
XDG_STATE_HOME=/proc/nowhere prints doctor_says_that_progress_cannot_be_kept 0 '^warn  progress' doctor
export XDG_STATE_HOME="$work/state"
! ls "$XDG_STATE_HOME/stepformer/progress" | grep -q doctor
result doctor_leaves_nothing_behind $?
refuses a_lesson_wants_a_terminal 1 'terminal' tui --lesson 1 --lessons $lessons --model $models/llama-gqa

# ---- languages ----

speaks() { # NAME PATTERN COMMAND...: standard output and standard error together
    name=$1 pattern=$2
    shift 2
    env "$@" >"$work/out" 2>&1 </dev/null
    grep -q -e "$pattern" "$work/out"
    result "$name" $?
}

# No locale but these is on many machines, and the C library translates nothing in them.
for locale in C POSIX C.UTF-8 xx_YY; do
    speaks "korean_needs_no_korean_locale_but_$locale" '^쓰는 법' LC_ALL=$locale "$sf" tui --lang ko --help
done
speaks a_korean_environment_gets_korean '^예:' LC_ALL= LANG=ko_KR.UTF-8 "$sf" trace --help
speaks errors_keep_their_form_in_korean '^stepformer: fly: 그런 .*; ' LC_ALL=ko_KR.UTF-8 "$sf" fly
speaks the_c_locale_gets_english '^example:' LC_ALL=C LANGUAGE=ko "$sf" trace --help
speaks json_is_english 'sum of [0-9]* products' LC_ALL=ko_KR.UTF-8 \
    "$sf" explain --model $models/gpt2-tiny --ids 1,2 'blocks.0.attn.q[0,0,0]' --json
refuses an_unknown_language_is_named 1 'en, ko' tui --lang fr

# The words go along with the program: beside it as built, in ../share as installed.
mkdir -p "$work/moved/bin" "$work/moved/share"
cp "$sf" "$work/moved/bin/"
cp -r "$(dirname "$sf")/locale" "$work/moved/share/"
speaks words_are_found_where_a_moved_program_has_them '^예:' LANGUAGE=ko "$work/moved/bin/stepformer" trace --help

exit $failed
