/* What a training run has shown, as figures. */
#ifndef SESSION_TRAINING_FIGURE_H
#define SESSION_TRAINING_FIGURE_H

#include "figure/figure.h"
#include "session/training.h"

/* Every picture, the most telling first: training_figure.c has draw_NAME for each. */
#define TRAINING_PICTURE_LIST(X)                                                                                       \
    X(LOSS, loss)           /* of training and held-out data, over the steps */                                        \
    X(ATTENTION, attention) /* of one head to the watched text */                                                      \
    X(GRADIENTS, gradients) /* the norm of each part's gradients at one step */                                        \
    X(SAMPLES, samples)     /* what the model wrote, the newest first */                                               \
    X(RATE, rate)           /* the learning rate, over the steps */                                                    \
    X(NORMS, norms)         /* the norm of each part's gradients, over the steps */

typedef enum TrainingPicture {
#define TRAINING_PICTURE_ENUM(id, name) TRAINING_##id,
    TRAINING_PICTURE_LIST(TRAINING_PICTURE_ENUM)
#undef TRAINING_PICTURE_ENUM
        TRAINING_PICTURES
} TrainingPicture;

/* Where one looks: at the run as it was after a step, and at one head. */
typedef struct TrainingPlace {
    int64_t step; /* from 0 to sight->step */
    int layer, head;
} TrainingPlace;

/* Fills an initialised figure; what is not there yet is said. */
void training_figure(const TrainingSight *sight, TrainingPicture picture, TrainingPlace place, Figure *figure);

/* All of them as panels. */
void training_figure_all(const TrainingSight *sight, TrainingPlace place, Figure *figure);

/* "running at step 20 of 600", in words. */
void training_state_text(const TrainingSight *sight, Buffer *out);

#endif
