/* Where training's time goes, by op. */
#ifndef TRAIN_PROFILE_H
#define TRAIN_PROFILE_H

#include "op/op.h"

/* The work of all instructions of one op. */
typedef struct OpTime {
    double forward, backward; /* seconds */
    double flops;             /* forward alone, as op.h's cost says */
} OpTime;

/* A row for each of `ops`, in its order, and one for the loss, whose two directions are one piece of work. */
#define PROFILE_COUNT(name) +1
enum { PROFILE_LOSS = 0 OP_LIST(PROFILE_COUNT), PROFILE_ROWS };
#undef PROFILE_COUNT

typedef struct Profile {
    OpTime rows[PROFILE_ROWS];
} Profile;

/* "linear"; "loss" for the last row. */
const char *profile_name(int row);

/* The row of an op. */
int profile_row(const Op *op);

void profile_add(Profile *sum, const Profile *profile);

/* Seconds on a clock that only goes forward. */
double profile_clock(void);

#endif
