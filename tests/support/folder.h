/* A temporary folder for the files of one test. */
#ifndef SUPPORT_FOLDER_H
#define SUPPORT_FOLDER_H

#include <dirent.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/memory.h"

/* A cmocka test that finds the path of an empty folder in *state; the folder goes away with the test. */
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

static inline int make_folder(void **state)
{
    char folder[] = "/tmp/stepformer-test.XXXXXX";
    *state = mkdtemp(folder) ? memory_copy_text(folder, strlen(folder)) : NULL;
    return *state ? 0 : -1;
}

static inline int remove_one(const char *path, const struct stat *facts, int kind, struct FTW *place)
{
    (void)facts, (void)kind, (void)place;
    return remove(path);
}

static inline int remove_folder(void **state)
{
    int failed = nftw(*state, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    free(*state);
    return failed;
}

typedef struct Path {
    char text[512];
} Path;

static inline Path path_in(void **state, const char *name)
{
    Path path;
    snprintf(path.text, sizeof path.text, "%s/%s", (char *)*state, name);
    return path;
}

/* How many files are in a folder. */
static inline int count_files(const char *folder)
{
    int count = 0;
    DIR *entries = opendir(folder);
    for (struct dirent *entry; (entry = readdir(entries));)
        count += entry->d_name[0] != '.';
    closedir(entries);
    return count;
}

#endif
