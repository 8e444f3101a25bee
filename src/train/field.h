/* Plain members of a JSON object, as a table: key, type, where the value goes, and its bounds. */
#ifndef TRAIN_FIELD_H
#define TRAIN_FIELD_H

#include "base/json.h"

typedef enum FieldKind { FIELD_INT, FIELD_NUMBER, FIELD_BOOL } FieldKind; /* int64_t, double, bool */

typedef struct Field {
    const char *key; /* NULL ends a table */
    FieldKind kind;
    size_t offset;      /* of the member in the struct to fill */
    double least, most; /* of a number */
} Field;

/* Fills members of `into`; those whose key is absent stay. `section` is the name of the key that holds the object, or
 * NULL at the top. `json` may be NULL: an absent section. */
Status fields_read(const cJSON *json, const char *section, const Field *fields, void *into, const char *where,
                   Error *error);

/* An error for the first key that is neither in the table nor among `others` (a list ended by NULL, or NULL). It tells
 * which keys there are. */
Status fields_check_keys(const cJSON *json, const char *section, const Field *fields, const char *const *others,
                         const char *where, Error *error);

#endif
