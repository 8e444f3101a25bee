#!/bin/sh
# How the TUI is handled in a real terminal: keys, mouse, themes, the files of a person. Runs from the checkout's root;
# STEPFORMER is the program. Prints a line for each claim, and at the end how many passed.

. tests/screen/terminal.sh

# ---- every view is left as it was entered ----

views=$(printf 'show nothing\n' | $sf script - --model $model 2>&1 | sed -n 's/.*the views are //p' | tr -d ',')
[ "$(echo "$views" | wc -w)" -ge 5 ]
ok $? "the program names its views"
for view in $views; do
    open 80 24 tmux-256color
    start
    sees 'next embed'
    keys f :
    type_line "show $view"
    sees "Space\|help"
    sleep 0.1
    leaves "$view is left as it was entered"
done

# ---- a whole pass, forward and back, of every model there is ----

for folder in tests/fixtures/models/*/ data/models/*/ ../shared/models/*/; do
    [ -f "$folder/config.json" ] || continue
    model=${folder%/}
    name=${model##*/}
    open 80 24 tmux-256color
    start
    if ! sees 'next embed'; then
        echo "ok - $name # skip it does not open"
        continue
    fi
    count=$(mux capture-pane -t screen -p | sed -n 's/.*pass 0 · 0\/\([0-9]*\) .*/\1/p')
    keys -N "$count" Space
    shows "$name is stepped through, all $count instructions" "pass 0 · $count/$count · pass done"
    keys -N "$count" BSpace
    shows "$name is stepped back to where it began" "pass 0 · 0/$count · next embed"
done
model=tests/fixtures/models/llama-gqa

# ---- keys ----

open 80 24 tmux-256color
start
sees 'next embed'
keys Space
keys -l 'ㅜ'
shows "ㅜ is n" '20/42'
keys 2
keys -l 'ㅠ'
shows "ㅠ is b" '19/42'
keys -l '느'
shows "a composed 느 is s and m" '20/42'
keys :
keys -l '느'
shows "the : line takes Hangul as text" '^:느'
keys C-u
keys -l 'set embed[1, 2] = 3'
keys Enter
shows "an edit is counted" '✎ 1 edit'
keys u
sleep 0.2
lacks "u takes it back" '✎'
keys :
keys -l 'shw'
keys Enter
shows "a wrong command is told the near one" 'did you mean show'
keys :
keys -l 'theme '
shows "the line lists what may follow" '^projector'
shows "and says what the command does" '^theme \[NAME\]'
keys C-u
keys -l 'top-'
keys Tab Tab
shows "Tab goes through it" '^:top-p'
keys Escape
sleep 0.1
keys -l 'ㅂ'
restored "ㅂ is q"

open 80 24 tmux-256color
start
sees 'next embed'
keys : Up
shows "history is kept across sessions" '^:shw'
keys Up
shows "all of it" '^:set embed'
keys Escape
sleep 0.1
leaves "and the terminal is as it was"

open 80 24 tmux-256color
start
sees 'next embed'
keys :
type_line 'train classroom'
keys -N 100 Right
keys :
type_line 'theme none'
patience=1500 shows "no key is lost that is pressed while there is work" 'dark, light, mono, projector'
keys Escape q
restored "and the terminal is as it was"

mkdir -p "$work/config/stepformer/themes"
printf 'x finish # ends: run to the end\nspcae step # oh\n' >"$work/config/stepformer/keys"
printf 'cursor - - reverse\ntitle 9 -\nerror - - blod\n' >"$work/config/stepformer/themes/mine"
open 120 30 tmux-256color
start
shows "a mistake in one's own keys is named with file and line" 'stepformer/keys, line 2: spcae is no key'
keys Space
shows "and the key keeps what it did" '1/42'
keys x
shows "one's own keys work" '42/42'
keys '?'
shows "and are in the help" 'run to the end'
keys q :
type_line 'theme mine'
shows "so is a mistake in one's own theme" 'themes/mine, line 3: blod is no attribute'
leaves "with files of one's own the terminal is left as it was"
rm -r "$work/config"

# ---- the mouse ----

open 80 24 tmux-256color
start
sees 'next embed'
mux send-keys -t screen -l "$(printf '\033[M %b"' '\065')" # button 1 at column 21, line 2, in the old encoding
mux send-keys -t screen -l "$(printf '\033[M#%b"' '\065')"
shows "a click chooses a tab on terminals of the old encoding too" '\[[34] [AT]'
leaves "and the terminal is left as it was"

open 200 50 xterm-256color
start
sees 'next embed'
keys f 2
click '3 Attention'
shows "a click chooses a tab" '\[3 Attention\]'
click 'back'
shows "a click on a hint's word is its key" '41/42'
keys f
click 'attn.masked'
sleep 0.1
mouse press "$column" "$line"
mouse release "$column" "$line"
shows "two clicks open a line of the listing" '│ blocks.[01].attn.masked'
column_of '│'
mouse press "$column" 20
mouse drag 60 20
mouse release 60 20
for _ in $(seq 100); do
    column_of '│'
    [ "$column" = 60 ] && break
    sleep 0.02
done
[ "$column" = 60 ]
ok $? "the divider is dragged"
keys '?'
sees 'lines 1-'
mouse down 40 20
shows "the wheel scrolls a page" 'lines 4-'
keys q :
type_line 'mouse off'
sleep 0.2
[ "$(flag mouse_any_flag)" = 0 ]
ok $? "mouse off gives the mouse to the terminal"
keys :
type_line 'mouse on'
sleep 0.2
[ "$(flag mouse_any_flag)" = 1 ]
ok $? "mouse on takes it again"
keys q
restored "the terminal is left as it was"
[ "$(flag mouse_any_flag)" = 0 ]
ok $? "and has its mouse"

# ---- themes ----

escape=$(printf '\033')
open 80 24 tmux-256color
start
sees 'next embed'
keys :
type_line 'theme projector'
sleep 0.2
mux capture-pane -t screen -p -e | grep -q "${escape}\[[0-9;]*48;5;231"
ok $? "the projector theme is on white"
keys f 3 :
type_line 'theme mono'
sleep 0.2
! mux capture-pane -t screen -p -e | grep -q "${escape}\[[0-9;]*[34]8;5;"
ok $? "the mono theme has no colour, in heat maps neither"
keys :
type_line 'theme none'
shows "an unknown theme is told which there are" 'dark, light, mono, projector'
leaves "themes leave the terminal as it was"

# ---- sizes ----

open 250 70 tmux-256color
start
sees 'next embed'
for size in 200x60 80x24 40x10 120x40 250x70; do
    mux resize-window -t screen -x "${size%x*}" -y "${size#*x}"
    keys Space Right
    sleep 0.05
done
shows "it is stepped while the size changes" '5/42'
shows "and the whole of the last one is there" 'quit$'
leaves "after all sizes the terminal is as it was"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
