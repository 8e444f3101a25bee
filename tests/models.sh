#!/bin/sh
# What the built-in models promise: they are there, work without a network, are what their cards say, and know what
# their cards say they know. Runs from the checkout's root; STEPFORMER is the program.

sf=${STEPFORMER:-build/release/stepformer}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export STEPFORMER_DATA=data LC_ALL=C.UTF-8 LANGUAGE=
. tests/support/claims.sh

claim() { # NAME COMMAND...
    name=$1
    shift
    "$@" >"$work/out" 2>&1 </dev/null
    result "$name" $?
}

# The text goes on, with at least a few words more than were given.
goes_on() { # MODEL PROMPT
    "$sf" generate --model "$1" --prompt "$2" -n 24 --temperature 0.8 --seed 1 >"$work/text" &&
        cat "$work/text" && [ "$(wc -c <"$work/text")" -gt $((${#2} + 20)) ]
}

# Every file has the hash that the card gives.
is_hashed() { # FOLDER
    for file in config.json model.safetensors tokenizer.json; do
        hash=$(sha256sum "$1/$file" | cut -d' ' -f1)
        grep -q "\"$file\":[[:space:]]*\"$hash\"" "$1/model-card.json" ||
            { echo "$file: $hash is not in the card" && return 1; }
    done
}

is_small() { # FILE: at most 6 MB
    [ "$(wc -c <"$1")" -le 6000000 ]
}

# Rows "KIND LANGUAGE PERCENT" of what the questions of a probe's JSON were answered with.
rows() { # FILE
    tr -d ' \t\n' <"$1" |
        grep -o '"kind":"[a-z-]*","language":"[a-z]*","cases":[0-9]*,"right":[0-9]*' |
        tr -c 'a-z0-9\n-' ' ' | awk '{print $2, $4, 100 * $8 / $6}'
}

# Fewer questions than the card has, and another processor: some points more or less.
is_measured() { # FOLDER
    rows "$1/model-card.json" >"$work/card"
    rows "$work/probe" >"$work/now"
    test -s "$work/card" && awk '
        NR == FNR { card[$1 " " $2] = $3; next }
        { off = $3 - card[$1 " " $2]; print $1, $2, $3 " %, the card says " card[$1 " " $2] " %" }
        off < -20 || off > 20 { failed = 1 }
        END { exit failed || FNR == 0 }' "$work/card" "$work/now"
}

# By the card: so many of a hundred questions right at least, in both languages; clearly less perplexed than 5-grams; a
# head that is clearly an induction head.
keeps_promises() { # FOLDER
    rows "$1/model-card.json" >"$work/card"
    printf '%s\n' 'particle 98' 'there 95' 'recall 98' 'induction 90' 'agreement 98' | awk '
        NR == FNR { least[$1] = $2; next }
        $1 in least { print $1, $2, $3 " %, wanted " least[$1] " %"; seen[$1]++ }
        $1 in least && $3 < least[$1] { failed = 1 }
        END { for (kind in least) failed += !seen[kind]; exit failed }' - "$work/card" &&
        tr -d ' \t\n' <"$1/model-card.json" | grep -oE '"(ratio|score)":[0-9.]+' | tr -d '"' | awk -F: '
            { print $1, $2 }
            $1 == "ratio" && $2 <= 0.8 || $1 == "score" && $2 >= 0.6 { kept++ }
            END { exit kept != 2 }'
}

for model in maeul-gpt2 maeul-llama; do
    folder=data/models/$model
    if [ ! -d $folder ]; then
        echo "ok - $model # skip $folder is not there"
        continue
    fi
    claim "$model goes on in Korean" goes_on $model '옛날 옛적에'
    claim "$model goes on in English" goes_on $model 'Once upon a time there was'
    claim "$model is what its card says" is_hashed $folder
    claim "$model is small" is_small $folder/model.safetensors
    claim "$model knows what it has to" keeps_promises $folder
    "$sf" probe --model $model -n 40 --documents 2000 --json >"$work/probe" 2>/dev/null
    claim "$model knows what its card says" is_measured $folder
done
[ -d data/models/maeul-gpt2 ] &&
    claim "the default model is built in" \
        goes_on "$(sed -n 's/.*MODEL_DEFAULT "\(.*\)"/\1/p' src/model/find.h)" 'Once upon a time there was'
exit $failed
