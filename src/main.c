#include <locale.h>

#include "cli/cli.h"

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "");
    setlocale(LC_NUMERIC, "C"); /* numbers have a point in every language: files and scripts depend on it */
    return cli_main(argc, argv);
}
