/* Where training's time went, as a table by op, against what the matrix kernel alone could do. */
#ifndef CLI_TRAIN_PROFILE_H
#define CLI_TRAIN_PROFILE_H

#include "train/trainer.h"

/* Prints the table to standard error; `seconds` is how long the run took, on `threads` threads. */
void train_profile_print(const Profile *profile, double seconds, int threads);

#endif
