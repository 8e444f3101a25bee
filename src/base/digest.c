#include "base/digest.h"

#include <nettle/sha2.h>
#include <stdio.h>

#include "base/file.h"

Status digest_file(const char *path, char out[DIGEST_LENGTH], Error *error)
{
    File file;
    struct sha256_ctx context;
    uint8_t digest[SHA256_DIGEST_SIZE];
    TRY(file_map(path, &file, error));
    sha256_init(&context);
    sha256_update(&context, file.length, (const uint8_t *)file.bytes);
    sha256_digest(&context, sizeof digest, digest);
    file_unmap(&file);
    for (size_t i = 0; i < sizeof digest; i++)
        snprintf(out + 2 * i, 3, "%02x", digest[i]);
    return STATUS_OK;
}
