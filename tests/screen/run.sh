#!/bin/sh
# The TUI in a real terminal: keys in, cells out, by way of a tmux server of its own. Runs from the checkout's root;
# STEPFORMER is the program. Prints a line for each claim, and at the end how many passed.

. tests/screen/terminal.sh

# ---- stepping, at the smallest size that is promised ----

open 80 24 tmux-256color
start
shows "the first frame says where one is and how to begin" 'next embed'
lacks "nothing is cut off at 80 columns" '…$'
keys Space
shows "Space runs one instruction" '1/42.*ln1.normalized'
keys n
shows "n runs to the end of the block" '20/42'
keys BSpace
shows "Backspace takes one instruction back" '19/42'
keys f
shows "f runs the pass to its end" '42/42'
keys s
shows "an engine's error is said on the message line" '✗ step: the pass is at its end'
keys g
shows "the program lives on after an error: g brings a token and its pass" 'pass 1 · 42/42'
keys 3
shows "3 shows attention, the masked part in sight" '╱ masked'
keys Down Down Right ']'
shows "arrows and brackets choose cell and head" 'blocks.0.attn.pattern\[1, 2, 1\] = 0'
keys Tab
shows "Tab shows the next view" '\[4 Tokens\]'
keys 5
shows "5 shows the probabilities" 'will be drawn'
keys 6
shows "6 shows the KV cache, kept rows against new ones" 'kept, read again: 3 .*new in this pass: 1'
keys 2
shows "2 shows a value with the arithmetic of its cell" '^= exp('

# ---- the : line ----

keys : 
type_line 'explain blocks.1.attn.scores[2, 2, 1]'
shows "a long answer opens a page" 'blocks.1.attn.rot_k\[1, 1, 0\]'
keys Escape
sleep 0.1
keys :
keys -l 'show prob'
keys Tab
shows "Tab completes" ':show probabilities'
[ "$(flag cursor_x)" = 20 ] && [ "$(flag cursor_flag)" = 1 ]
ok $? "the cursor stands behind what is typed"
keys C-a
keys -l '한'
shows "wide characters can be typed" ':한show prob'
[ "$(flag cursor_x)" = 3 ]
ok $? "the cursor knows how wide they are"
keys Escape
sleep 0.1
keys : Up
shows "Up recalls the last line" ':explain blocks.1'
keys Escape
sleep 0.1
keys :
type_line 'layer 9'
shows "a wrong line says why" '✗ layer: 9 is out of range; give 0 to 1'
keys '?'
shows "? shows help made from the tables" 'Keys that work everywhere'
keys q
sees 'will be drawn\|^= exp'
leaves "q leaves the terminal as it was"
grep -q . "$work/after" && sees 'code 0'
ok $? "and the exit code is 0"

# ---- a run, live ----

open 80 24 tmux-256color
start -c '"show training"'
shows "without a run it is said how to begin one" 'Enter begins the recipe'
keys Enter
sees 'paused at step 0' || sees 'paused at step 0' || sees 'paused at step 0'
ok $? "a run begins by a key, and rests"
keys Space
shows "Space does one step" 'paused at step 1 of'
keys Enter
sees 'running, step [1-9][0-9]' || sees 'running, step [1-9][0-9]'
ok $? "the screen follows a run by itself"
keys m
sees 'Loss · running'
keys m
shows "and answers while it goes on" 'Attention · layer 0 head 0'
keys m m m m m Enter
shows "a pause stops it" 'paused at step'
keys Home
shows "one can look back at the first step" 'after step 0'
keys Enter
leaves "one can leave while it runs"

# ---- sizes ----

open 200 60 tmux-256color
start
shows "a wide screen has the listing beside the view" 'Program of llama-gqa.*│'
keys n 3
sees 'Attention pattern'
for size in 100x30 60x15 80x24; do
    mux resize-window -t screen -x "${size%x*}" -y "${size#*x}"
    keys Space
    sleep 0.05
done
shows "stepping goes on while the size changes" '4/42'
mux resize-window -t screen -x 30 -y 8
shows "a tiny screen asks for more" 'needs 40×10, this is 30×8'
mux resize-window -t screen -x 120 -y 30
shows "and is usable again when it gets it" 'Program of llama-gqa.*│'
leaves "after resizing the terminal is as it was"

# ---- languages ----

open 80 24 tmux-256color
start
sees 'next embed'
type_line ':lang ko'
shows "lang ko turns the screen to Korean at once" '다음 embed'
shows "the keys' hints too" '명령.*도움말'
lacks "nothing is cut off in Korean at 80 columns" '…$'
keys '?'
shows "and the help page" "연산 하나를 실행"
keys q
type_line ':lang en'
shows "lang en turns it back" 'next embed'
leaves "both leave the terminal as it was"

open 80 24 tmux-256color
type_line 'export LC_ALL=C'
start --lang ko
shows "--lang ko needs no locale but C" '다음 embed'
leaves "and leaves the terminal as it was"

# ---- suspending and ending ----

open 80 24 tmux-256color
start
sees 'next embed'
keys Space
sees '1/42'
keys C-z
sees 'Stopped\|\[1\]' && [ "$(flag alternate_on)" = 0 ]
ok $? "Ctrl-Z gives the shell back"
type_line fg
sees '1/42' && keys Space
shows "fg brings the screen back, and stepping goes on" '2/42'
kill -TERM "$(cat "$work/pid")"
restored "SIGTERM leaves the terminal as it was"
sees 'code 1'
ok $? "and the exit code says that it was cut short"

for signal in HUP ABRT; do
    open 80 24 tmux-256color
    start
    sees 'next embed'
    kill -$signal "$(cat "$work/pid")"
    restored "SIG$signal leaves the terminal as it was"
done

open 80 24 tmux-256color
start
sees 'next embed'
keys C-c
restored "Ctrl-C leaves"

# ---- terminals ----

for term in xterm-16color screen vt100 linux; do
    if ! has_term $term; then
        echo "ok - TERM=$term # skip this machine does not know it"
        continue
    fi
    open 80 24 $term
    start
    sees 'next embed'
    keys n f 3
    shows "TERM=$term shows attention" 'pattern .* masked'
    leaves "TERM=$term is left as it was"
done

open 80 24 tmux-256color
type_line 'export NO_COLOR=1'
start
sees 'next embed'
keys f 3
sees 'masked'
# Colour is an SGR of 30 to 48 (39 is none); bold, underline and reverse remain.
! mux capture-pane -t screen -p -e | grep -q "$(printf '\033')\[[0-9;]*[34][0-8]"
ok $? "NO_COLOR is honoured"
leaves "NO_COLOR is left as it was"

open 80 24 dumb
start
shows "TERM=dumb gets the plain walk" 'most probable next tokens'

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
