/* SHA-256 (FIPS 180-4) of a file, by nettle: the same as sha256sum prints. */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include "base/status.h"

enum { DIGEST_LENGTH = 65 }; /* 64 digits and the end */

Status digest_file(const char *path, char out[DIGEST_LENGTH], Error *error);

#endif
