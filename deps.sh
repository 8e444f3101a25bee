#!/bin/sh
# Installs the packages that stepformer needs, or says how: deps.sh GROUP, where GROUP is `build` (to build, test and
# run) or `dev` (for `make lint`, `format`, `valgrind`, `fuzz` and CC=clang). Does nothing where all are there.
# shellcheck disable=SC2086 # lists of words are to be split

# One row a package, with its name for each package manager; - where the system brings it along.
packages='
build  pkg-config         pkgconf-pkg-config       pkgconf         pkgconf
build  libncurses-dev     ncurses-devel            ncurses         ncurses
build  libcjson-dev       cjson-devel              cjson           cjson
build  libpng-dev         libpng-devel             libpng          libpng
build  libcmark-dev       cmark-devel              cmark           cmark
build  libpcre2-dev       pcre2-devel              pcre2           pcre2
build  libutf8proc-dev    utf8proc-devel           libutf8proc     utf8proc
build  nettle-dev         nettle-devel             nettle          nettle
build  libfreetype-dev    freetype-devel           freetype2       freetype
build  libfontconfig-dev  fontconfig-devel         fontconfig      fontconfig
build  fonts-nanum        naver-nanum-gothic-fonts noto-fonts-cjk  font-nanum-gothic
build  fonts-dejavu-core  dejavu-sans-fonts        ttf-dejavu      font-dejavu
build  libcmocka-dev      libcmocka-devel          cmocka          cmocka
build  tmux               tmux                     tmux            tmux
build  gettext            gettext                  gettext         gettext
dev    clang              clang                    clang           llvm
dev    clang-format       clang-tools-extra        -               -
dev    clang-tidy         -                        -               -
dev    libclang-rt-dev    compiler-rt              compiler-rt     -
dev    libomp-dev         libomp-devel             openmp          libomp
dev    cppcheck           cppcheck                 cppcheck        cppcheck
dev    valgrind           valgrind                 valgrind        valgrind
dev    libc6-dbg          -                        -               -
'

has() {
    command -v "$1" >/dev/null
}

dpkg_has() {
    test "$(dpkg-query -W -f '${db:Status-Status}' "$1")" = installed
}

if   has apt-get; then column=2 asks=dpkg_has    installs='apt-get install -y --no-install-recommends'
elif has dnf;     then column=3 asks='rpm -q'    installs='dnf install'
elif has pacman;  then column=4 asks='pacman -Q' installs='pacman -S --needed'
elif has brew;    then column=5 asks='brew list' installs='brew install'
else                   column=2 asks=false       installs='the equivalents of'
fi

sudo=
if [ "$(id -u)" != 0 ] && [ "$column" != 5 ]; then
    sudo=sudo
fi

missing=
for package in $(echo "$packages" | awk -v group="$1" -v column=$column '$1 == group && $column != "-" {print $column}'); do
    $asks "$package" >/dev/null 2>&1 || missing="$missing $package"
done
if [ -z "$missing" ]; then
    exit 0
fi

if ! has apt-get || { [ -n "$sudo" ] && ! has sudo; }; then
    echo "These packages are missing; install them, then run make again:"
    echo "    $sudo $installs$missing"
    exit 1
fi

apt() {
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get "$@"
}

install() {
    apt install -y --no-install-recommends $missing
}

# A machine that never fetched the lists of packages, or did so long ago, has to fetch them first.
apt-get install --simulate $missing >/dev/null 2>&1 || apt update || exit
install || { apt update && install; }
