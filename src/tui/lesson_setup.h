/* How lessons are to be played on the screen. */
#ifndef TUI_LESSON_SETUP_H
#define TUI_LESSON_SETUP_H

#include <stdbool.h>

typedef struct LessonSetup {
    const char *lesson;  /* to begin with: "3", "3.4" or an id; "" for the list of lessons; NULL: none */
    const char *folder;  /* of the lessons; NULL: those that are installed */
    const char *pack;    /* a class pack's file; NULL: none */
    const char *student; /* whose progress; NULL: "me" */
    bool present;        /* for a projector and a class that votes */
    bool keeps_model;    /* the model is the person's choice, whatever the lesson says */
} LessonSetup;

#endif
