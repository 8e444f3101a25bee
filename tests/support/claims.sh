# For scripts that print a line for each claim: needs $work, in which `out` and `err` are what was printed last; at the
# end $failed is 1 where a claim did not hold.

failed=0

result() { # NAME CODE: says whether the claim held
    if [ "$2" -eq 0 ]; then
        echo "ok - $1"
    else
        echo "not ok - $1"
        sed 's/^/    /' "$work/out" "$work/err" 2>/dev/null | head -n 20
        failed=1
    fi
}
