#!/bin/sh
# Runs one test and counts: tests/run.sh LOG COMMAND..., or adds the counts up: tests/run.sh --total LOG...
#
# A test is a cmocka program, or a script that prints a line `ok - NAME`, `not ok - NAME` or `ok - NAME # skip WHY` for
# each of its claims. Its output is kept in LOG, behind it the counts; it is shown only where something failed.

# A test that began and neither passed nor was skipped has failed: it may have taken the program with it.
# So has a program that ends badly without saying which test failed, or that holds no test at all.
# shellcheck disable=SC2016 # awk has its own dollars
count='
/^\[ RUN      \]/          { begun++; running = 1 }
/^\[       OK \]/          { passed += running; running = 0 }
/^\[  SKIPPED \]/          { skipped += running; running = 0 } # listed once more at the end
/^ok .*# skip/             { begun++; skipped++; next }
/^ok /                     { begun++; passed++ }
/^not ok /                 { begun++ }
END {
    if (begun == 0)
        print "no test ran"
    failed = begun - passed - skipped
    if (failed == 0 && (code != 0 || begun == 0))
        failed = 1
    printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
}'

# shellcheck disable=SC2016
total='
FNR == 1           { file++ }
/^[0-9]+ passed, / { passed[file] = $1; failed[file] = $3; skipped[file] = $5; name[file] = FILENAME }
END {
    for (i = 1; i <= file; i++) {
        all_passed += passed[i]; all_failed += failed[i]; all_skipped += skipped[i]
        if (failed[i])
            print "failed: " name[i]
    }
    printf "%d passed, %d failed, %d skipped\n", all_passed, all_failed, all_skipped
    exit all_failed > 0
}'

if [ "$1" = --total ]; then
    shift
    exec awk "$total" "$@"
fi

log=$1
shift
mkdir -p "${log%/*}"
LC_ALL=C.UTF-8 LANGUAGE='' GOMP_SPINCOUNT=4000 timeout "${TEST_SECONDS:-240}" "$@" >"$log" 2>&1 </dev/null
code=$?
name=$(expr "$log" : '.*/logs/\(.*\)\.log')
counts=$(awk -v code=$code "$count" "$log")
echo "$counts" >>"$log"
case $counts in
*" 0 failed"*) printf '  %-32s %s\n' "$name" "$counts" ;;
*) grep -Ev '^(\[ +OK \]|ok )' "$log" && printf '  %-32s exit code %d\n' "$name" $code ;;
esac
