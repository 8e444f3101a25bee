/* JSON from outside, read with suspicion (parsing is cJSON's).
 *
 * json_parse bounds nesting and demands valid UTF-8 before anything looks at the content. The
 * getters turn "there, but of the wrong type" into an error that names the key; `where` is what the
 * message should call the document ("config.json").
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/status.h"

/* Parses a whole document (nothing but white space may follow; zero bytes, escaped ones too, are refused). cJSON_Delete
 * what it returns in *out. */
Status json_parse(const char *text, size_t length, const char *where, cJSON **out, Error *error);

/* Reads and parses a file; messages call it by `path`'s last part. */
Status json_read_file(const char *path, cJSON **out, Error *error);

/* The member called `key`, or NULL where it is absent or null. Case matters. */
const cJSON *json_member(const cJSON *object, const char *key);

/* Optional members: *value stays as it was where the key is absent or null. */
Status json_get_int(const cJSON *object, const char *key, const char *where, int64_t *value, Error *error);
Status json_get_number(const cJSON *object, const char *key, const char *where, double *value, Error *error);
Status json_get_bool(const cJSON *object, const char *key, const char *where, bool *value, Error *error);
Status json_get_text(const cJSON *object, const char *key, const char *where, const char **value, Error *error);

/* Required: absent is an error too. */
Status json_need_int(const cJSON *object, const char *key, const char *where, int64_t *value, Error *error);

/* Appends `text` as a JSON string with its quotes; bytes that are not UTF-8 become U+FFFD. */
void json_append_string(Buffer *buffer, const char *text, size_t length);

/* Appends a number so that reading it back gives the same float; NaN and infinities, which JSON
 * does not have, become the strings "NaN", "Infinity", "-Infinity". */
void json_append_number(Buffer *buffer, double number);

#endif
