# What the tests of screens share; to be read by them (`.`), from the checkout's root. A tmux server of their own holds
# the terminal. Claims are counted in $passed and $failed.

# shellcheck shell=sh
sf=${STEPFORMER:-build/release/stepformer}
model=tests/fixtures/models/llama-gqa # no tokenizer: the text is the token ids 0 1 2
work=$(mktemp -d)
server=stepformer-$$
passed=0 failed=0
export LC_ALL=C.UTF-8 LANGUAGE= XDG_STATE_HOME="$work/state" XDG_CONFIG_HOME="$work/config"
unset NO_COLOR TMUX

mux() { tmux -L "$server" -f /dev/null "$@"; }
trap 'mux kill-server 2>/dev/null; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

if ! command -v tmux >/dev/null; then
    echo "ok - screens # skip there is no tmux"
    exit 0
fi

ok() { # CODE NAME: counts
    if [ "$1" -eq 0 ]; then
        echo "ok - $2"
        passed=$((passed + 1))
    else
        echo "not ok - $2"
        mux capture-pane -t screen -p | sed 's/^/    /'
        failed=$((failed + 1))
    fi
}

mux new-session -d -s keep sh # the server lives as long as it
mux set-option -g escape-time 0

# A shell in a fresh pane, as a person has it, so that Ctrl-Z and fg work.
open() { # WIDTH HEIGHT TERM
    mux kill-session -t screen 2>/dev/null
    mux new-session -d -s screen -x "$1" -y "$2" "LC_ALL=$LC_ALL TERM=$3 PS1='$ ' exec sh -i"
    sees '^\$'
    type_line "stty -g > $work/before"
    rm -f "$work/after"
}

# Starts the program in it; its process id is in $work/pid.
start() { # OPTIONS...
    type_line "sh -c 'echo \$\$ > $work/pid; exec $sf tui --model $model $*'; echo code \$?; stty -g > $work/after"
}

type_line() { mux send-keys -t screen -l "$1" && mux send-keys -t screen Enter; }

keys() { mux send-keys -t screen "$@"; }

# Waits until the screen has the pattern, for $patience looks: about three seconds if nobody says otherwise.
sees() { # PATTERN
    for _ in $(seq "${patience:-100}"); do
        mux capture-pane -t screen -p 2>/dev/null | grep -q -e "$1" && return 0
        sleep 0.02
    done
    return 1
}

shows() { # NAME PATTERN
    sees "$2"
    ok $? "$1"
}

lacks() { # NAME PATTERN
    ! mux capture-pane -t screen -p | grep -q -e "$2"
    ok $? "$1"
}

flag() { mux display-message -t screen -p "#{$1}"; }

# The terminal is as it was: modes, cursor, the screen that was there before.
restored() { # NAME
    sees '^code '
    for _ in $(seq 20); do
        [ -s "$work/after" ] && break
        sleep 0.05
    done
    cmp -s "$work/before" "$work/after" && [ "$(flag cursor_flag)" = 1 ] && [ "$(flag alternate_on)" = 0 ]
    ok $? "$1"
}

# The mouse at a column and line, counted from 1: press, drag and release of its left button, and its wheel.
mouse() { # press|drag|release|up|down COLUMN LINE
    case $1 in
    press) code=0 end=M ;;
    drag) code=32 end=M ;;
    release) code=0 end=m ;;
    up) code=64 end=M ;;
    down) code=65 end=M ;;
    esac
    mux send-keys -t screen -l "$(printf '\033[<%d;%d;%d%s' $code "$2" "$3" $end)"
}

# The column where the text is first seen, counted from 1; its line is in $line.
column_of() { # TEXT
    line=$(mux capture-pane -t screen -p | grep -n -m 1 -F -e "$1" | cut -d : -f 1)
    before=$(mux capture-pane -t screen -p | sed -n "${line:-1}p")
    column=$(printf %s "${before%%"$1"*}" | wc -m)
    column=$((column + 1))
}

# Clicks there.
click() { # TEXT
    sees "$1" || return
    column_of "$1"
    mouse press "$column" "$line"
    mouse release "$column" "$line"
}

leaves() { # NAME: by q
    keys q
    restored "$1"
}

has_term() { infocmp "$1" >/dev/null 2>&1; }

