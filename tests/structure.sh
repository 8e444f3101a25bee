#!/bin/sh
# Is the house in order? Includes go one way, every row of a list has its file, no machine's paths are in the tree.
# Reads the source as text; prints FILE:LINE: RULE for each fault.

# From the foundations up: a folder includes only headers of folders before it. Neighbours share a line and do not
# include each other. train sits on run: it walks a machine's program backwards.
folders='
base
text
tensor
op
program
arch
model
run
train corpus
figure
draw
session
view
command
lesson
tui
cli
'

# Headers of libraries that one folder keeps to itself.
kept='
tui  ^(ncursesw?/)?n?curses\.h$
draw ^(png|ft2build|fontconfig/.*|freetype/.*)(\.h)?$
'

# Reads lines FILE:LINE:#include ..., prints those that break a rule.
check_includes() {
    awk -F : -v folders="$folders" -v kept="$kept" '
        BEGIN {
            for (level = split(folders, lines, "\n"); level > 0; level--)
                for (i = split(lines[level], names, " "); i > 0; i--)
                    height[names[i]] = level
            for (i = split(kept, lines, "\n"); i > 0; i--)
                if (split(lines[i], words, " ") == 2)
                    keeper[words[2]] = words[1]
        }
        function folder_of(path) {
            return path ~ /\// ? substr(path, 1, index(path, "/") - 1) : ""
        }
        function complain(rule) {
            printf "%s:%s: %s\n", $1, $2, rule
        }
        {
            file = substr($1, length("src/") + 1)
            from = folder_of(file)
            split($3, quoted, /[<>"]/)
            header = quoted[2]
            to = folder_of(header)
            for (pattern in keeper)
                if (header ~ pattern && from != keeper[pattern])
                    complain(header " is for src/" keeper[pattern] " alone")
            if ($3 !~ /"/)
                next
            if (!(to in height))
                complain("\"" header "\" does not begin with a folder of src")
            else if (from != "" && !(from in height))
                complain("src/" from " is not in the list of folders; add it to tests/structure.sh")
            else if (from != "" && from != to && height[from] <= height[to])
                complain("src/" from " is not above src/" to ", whose header it includes")
        }'
}

# Reads lines LIST:LINE:X(NAME...), prints those whose file does not exist.
check_rows() {
    while IFS=: read -r list line row; do
        name=$(expr "$row" : ' *X(\([a-z0-9_]*\)')
        test -f "${list%/*}/$name.c" || echo "$list:$line: there is no ${list%/*}/$name.c for this row"
    done
}

# Says whether a claim held: nothing may have been printed about it.
claim() {
    if [ -z "$2" ]; then
        echo "ok - $1"
    else
        printf '%s\nnot ok - %s\n' "$2" "$1"
    fi
}

# A rule that never complains is worth nothing: each has to find a planted fault.
planted() {
    test -n "$2" || echo "a planted fault was not found: $1"
}
check_the_checks() {
    for line in 'src/base/a.c:1:#include "op/op.h"' 'src/train/a.c:1:#include "corpus/a.h"' \
        'src/draw/a.c:1:#include "op.h"' 'src/view/a.c:1:#include <curses.h>' 'src/tui/a.c:1:#include <png.h>'; do
        planted "$line" "$(echo "$line" | check_includes)"
    done
    planted 'X(nothing)' "$(echo 'src/op/list.h:1:    X(nothing)' | check_rows)"
}

claim 'includes_go_one_way' \
    "$(grep -nE '^ *# *include *[<"]' src/*.c src/*/*.c src/*/*.h src/*/*.inc /dev/null | check_includes)"
claim 'every_row_of_a_list_has_its_file' \
    "$(grep -noE '^ *X\([a-z0-9_]+' src/*/list.h /dev/null | check_rows)"
claim 'no_path_of_one_machine_is_in_the_tree' \
    "$(git grep -nIE '(^|[^a-zA-Z0-9_.$)}-])/(home|root|work|Users)/[a-z]' 2>/dev/null)"
claim 'every_rule_finds_a_planted_fault' "$(check_the_checks)"

wc -l src/*/*.[ch] | awk '$1 > 450 && $2 != "total" {print "warning: " $2 " has " $1 " lines: is it one idea?"}'
