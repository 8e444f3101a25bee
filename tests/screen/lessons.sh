#!/bin/sh
# Lessons in a real terminal, by keys alone. A small one always; the first that ships (or all in $PLAY_LESSONS), from its
# first page to its last in both languages, where its model is: built in, or the folder $LESSON_MODEL. Runs from the
# checkout's root; STEPFORMER is the program. Prints a line for each claim, and at the end how many passed.

. tests/screen/terminal.sh
progress="$work/state/stepformer/progress"

# Starts the program with the small lesson in reach.
begin() { # OPTIONS...
    start --lessons tests/fixtures/lessons "$@"
}

# Waits until a step is passed: its place has a mark.
passes() { # NAME PLACE
    shows "$1" "✓ $2 "
}

# ---- every kind of question ----

open 80 24 tmux-256color
begin --student kinds --lang en --lesson small
shows "a lesson begins with its first page" '1\.1 *Reading'
shows "the views stand beside it" '│ llama-gqa .*pass 0'
shows "and its keys below it" 'Enter go on'
keys Enter
shows "Enter goes on" '1\.2 *Choosing'
keys 2
shows "a wrong option is told" '✗ Not yet'
keys T
shows "hints come after a miss" '? Think\.'
keys T
shows "one by one" '? Think on'
keys W
shows "what stands behind it is one key away" 'Deep\.'
keys 7
shows "digits that are no option say so, and leave the view" 'options 1 to 2'
keys 1
passes "the right option is told on a page of its own" 2/6
keys Enter 9 9 Enter
sees '✗ Not yet' && sees '1\.3'
ok $? "a wrong number is told"
keys 4
[ "$(sleep 0.2; flag cursor_x)" = 3 ] && [ "$(flag cursor_y)" = 21 ]
ok $? "the cursor stands behind the digits that are typed"
keys Enter
passes "the right number passes" 3/6
keys Enter
sees '1\.4'
keys Enter
shows "where it is not to be found, it is told" '✗ Not yet'
type_line ':layer 1'
type_line ':head 2'
sleep 0.1
keys Enter
passes "where it is, Enter finds it" 4/6
keys Enter
sees '1\.5'
type_line ':temperature 0.75'
sleep 0.1
keys g
passes "a goal passes as soon as it is reached, by keys and commands" 5/6
keys Enter
sees '1\.6'
keys -l '한글로'
shows "what is written may be Korean" '^> 한글로'
[ "$(flag cursor_x)" = 8 ]
ok $? "the cursor knows how wide that is"
keys Enter
passes "a text is kept" 6/6
grep -q '"answer":"한글로"' "$progress/kinds.jsonl"
ok $? "in the journal"
keys Enter
shows "the end is told" 'You have finished this lesson'
keys Enter
shows "Enter leads to the list, with a mark" '✓  1 A small lesson *6/6'
keys Escape Q
leaves "the terminal is as it was"

# ---- away, back, anew ----

open 80 24 xterm-256color
begin --student places --lang en
sees 'next embed'
type_line ':lesson'
shows "lesson alone lists them" 'A small lesson *0/6'
click 'A small lesson'
shows "a click on the chosen one begins it" '1\.1 *Reading'
type_line ':lesson'
sees 'A small lesson *0/6'
keys Enter
shows "so does Enter" '1\.1 *Reading'
type_line ':goto 1.5'
shows "goto begins any step cold" '1\.5 *Acting'
keys g E
shows "a lesson can be left to try things out" 'You are out of the lesson'
type_line ':prompt --ids 1,2,3,4,5,6'
type_line ':show attention'
sees '\[3 Attention'
keys E
sees '1\.5 *Acting' && sees 'pass 1'
ok $? "and is come back to where it was"
keys R
sees 'pass 0'
ok $? "a step can be begun anew"
keys O
shows "it can be skipped" '1\.6 *Telling'
grep -q '"step":"act","event":"skip"' "$progress/places.jsonl"
ok $? "which is noted"
keys Escape
sleep 0.1
keys P
shows "one can go back" '1\.5 *Acting'
keys 'ㄲ'
sees 'pass 0' && keys 'ㅃ'
sees 'next embed' && ! sees '1\.5 *Acting'
ok $? "keys work with a Korean input method on; Q closes the lesson"
type_line ':lang ko'
type_line ':lesson 1.2'
shows "the lesson speaks the screen's language" '1\.2 *고르기'
type_line ':lang en'
shows "and turns with it" '1\.2 *Choosing'
leaves "the terminal is as it was after that"

# ---- killed and resumed ----

open 80 24 tmux-256color
begin --student killed --lang en --lesson small
sees '1\.1 *Reading'
keys Enter
sees '1\.2'
keys 1 Enter
sees '1\.3 *Counting'
keys 9
kill -KILL "$(cat "$work/pid")"
sees 'code 137'
open 80 24 tmux-256color
begin --student killed --lang en --lesson small
shows "after SIGKILL in the middle of a step, it is there again" '1\.3 *Counting'
[ "$(grep -c '"event":"pass"' "$progress/killed.jsonl")" = 2 ]
ok $? "and what was passed is"
leaves "and the terminal is as it was"

# ---- a class ----

cat > "$work/pack.json" << 'PACK'
{"format": 1, "name": "1-3", "language": "en", "skip": false, "lessons": [{"id": "small", "steps": ["choose", "tell"]}]}
PACK
open 80 24 tmux-256color
begin --student class --lang ko --pack "$work/pack.json" --lesson small
sees '1\.2 *Choosing' && sees '1/2'
ok $? "a class pack chooses steps and language"
keys O
shows "and forbids skipping" 'skip: not now'
type_line ':goto 1.3'
shows "and other steps, which leaves what is played" 'this class does not do that step'
shows "in sight" '1\.2 *Choosing'
leaves "the terminal is as it was after a pack"

open 80 24 tmux-256color
begin --student show --lang en --present --lesson 1.2
sees '1\.2 *Choosing'
keys 1 2 0 Enter 2 7 Enter
sees '^1 .*█.*20│' && sees '^2 .*█.*7│'
ok $? "hands are counted with --present"
keys W
sees 'notes: not now'
lacks "notes are not shown" 'Deep\.'
keys Enter
sees '✓ 2/6'
ok $? "Enter reveals what comes"
lacks "without the answer" 'It has'
leaves "the terminal is as it was after presenting"

# ---- sizes ----

open 160 40 tmux-256color
begin --student sizes --lang en --lesson 1.2
sees '1\.2 *Choosing.*│'
ok $? "a wide screen has them side by side"
for size in 80x24 60x30 40x20 30x8 60x15; do
    mux resize-window -t screen -x "${size%x*}" -y "${size#*x}"
    sleep 0.1
done
mux resize-window -t screen -x 60 -y 30
sees '1\.2 *Choosing' && sees 'pass 0'
ok $? "a narrow one has the lesson above"
leaves "the terminal is as it was after all sizes"

# ---- whole lessons ----

# A line for each step of a lesson: its kind; then how many options it has, the expression that a number is, or the
# commands of a solution; behind a tab each, the step's own commands.
plan() { # FOLDER
    python3 - "$1/lesson.json" << 'PLAN'
import json, sys

for step in json.load(open(sys.argv[1]))["steps"]:
    question = step.get("question", {})
    kind = question.get("kind", "read")
    how = {"choice": str(len(question.get("options", []))), "number": question.get("answer", "")}
    how["find"] = how["do"] = "|".join(question.get("solution", []))
    print(kind, how.get(kind, ""), "|".join(step.get("run", [])), sep="\t")
PLAN
}

# What an expression is after some commands.
reckon() { # COMMANDS EXPRESSION
    printf '%s\nprint %s\n' "$(echo "$1" | tr '|' '\n')" "$2" | $sf script - --model "$model" | tail -n 1
}

type_commands() { # COMMANDS
    echo "$1" | tr '|' '\n' > "$work/commands"
    while read -r command; do
        type_line ":$command"
    done < "$work/commands"
}

sees_now() { mux capture-pane -t screen -p | grep -q -e "$1"; }

# Options are tried until one is right.
try_options() { # COUNT PLACE
    for option in $(seq "$1"); do
        keys "$option"
        sees "✓ $2 \|✗"
        sleep 0.1
        sees_now "✓ $2 " && return
    done
}

play_step() { # KIND HOW COMMANDS PLACE
    case $1 in
    choice) try_options "$2" "$4" ;;
    number) keys -l -- "$(reckon "$3" "$2")" && keys Enter ;;
    predict | write) keys -l 먹었다 && keys Enter ;;
    find) type_commands "$2" && sleep 0.1 && keys Enter ;;
    do) type_commands "$2" ;;
    esac
    [ "$1" = read ] || sees "✓ $4 "
}

play_lesson() { # FOLDER LANGUAGE
    number=$(basename "$1" | sed 's/^0*\([0-9]*\).*/\1/')
    model=${LESSON_MODEL:-$(sed -n 's/.*"model": *"\([^"]*\)".*/\1/p' "$1/lesson.json")}
    model=${model:-maeul-gpt2}
    if ! reckon '# nothing' 1 > "$work/reckoned" 2>&1; then
        echo "ok - $2: lesson $number # skip its model $model is not here"
        return
    fi
    patience=600 # a step may train
    plan "$1" > "$work/plan"
    steps=$(wc -l < "$work/plan") step=0
    open 80 24 tmux-256color
    start --lesson "$number" --lang "$2" --student "lesson-$number-$2"
    sees "^$number\.1 "
    began=$(date +%s%N)
    while IFS="$(printf '\t')" read -r kind how commands <&3; do
        step=$((step + 1))
        sees "^$number\.$step " && play_step "$kind" "$how" "$commands" "$step/$steps"
        ok $? "$2: step $number.$step, $kind"
        keys Enter
    done 3< "$work/plan"
    sees "✓ $steps/$steps "
    ended=$(date +%s%N)
    sleep 0.1
    tail -n 1 "$progress/lesson-$number-$2.jsonl" | grep -q '"event":"finish"'
    ok $? "$2: lesson $number is finished, in $(((ended - began) / 1000000)) ms of keys and answers"
    [ "$(grep -c '"event":"pass"' "$progress/lesson-$number-$2.jsonl")" = "$steps" ]
    ok $? "$2: every step of it is passed"
    leaves "$2: the terminal is as it was after it"
    patience=
}

# Which of them: $PLAY_LESSONS, as 'lessons/*'.
if command -v python3 > /dev/null; then
    for folder in ${PLAY_LESSONS:-lessons/01-*}; do
        [ -f "$folder/lesson.json" ] || continue
        play_lesson "$folder" ko
        play_lesson "$folder" en
    done
else
    echo "ok - whole lessons # skip there is no python3"
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
