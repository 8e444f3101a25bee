/* The language that people read: which there are, which one the environment asks for, and changing it. */
#ifndef SESSION_LANGUAGE_H
#define SESSION_LANGUAGE_H

#include "base/status.h"

/* "en", "ko"; NULL after the last. English is in the source, and first. */
const char *language_code(int index);

/* The one in use; a session takes it over when it begins. */
const char *language_now(void);

/* Shows all words in this language from now on. NOT_FOUND where there is no such language, or where its catalogue is
 * not beside the program; then nothing has changed. */
Status language_use(const char *code, Error *error);

/* What LANGUAGE, or else the first of LC_ALL, LC_MESSAGES and LANG that is set, asks for; English where that is none
 * of ours. As everywhere, nobody who sets the locale to C wants a translation. */
const char *language_wanted(void);

#endif
