#include "train/profile.h"

#include <time.h>

const char *profile_name(int row)
{
    return row == PROFILE_LOSS ? "loss" : ops[row]->name;
}

int profile_row(const Op *op)
{
    int row = 0;
    while (ops[row] != op)
        row++;
    return row;
}

void profile_add(Profile *sum, const Profile *profile)
{
    for (int row = 0; row < PROFILE_ROWS; row++) {
        sum->rows[row].forward += profile->rows[row].forward;
        sum->rows[row].backward += profile->rows[row].backward;
        sum->rows[row].flops += profile->rows[row].flops;
    }
}

double profile_clock(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}
