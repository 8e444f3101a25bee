/* Any bytes as a safetensors file: refused with a message, or every byte of every tensor can be read. */
#include <stdlib.h>
#include <string.h>

#include "model/safetensors.h"

static const char file[] = "input.safetensors";

static void check(bool claim)
{
    if (!claim)
        abort();
}

/* Reads an entry both as bytes and as numbers. */
static void read_entry(const Safetensors *safetensors, const SafetensorsEntry *entry)
{
    char shape[256];
    safetensors_print_shape(entry, shape, sizeof shape);
    check(safetensors_find(safetensors, entry->name) == entry);
    check(entry->bytes == (size_t)entry->count * dtype_bytes(entry->dtype));
    const volatile unsigned char *bytes = entry->data;
    for (size_t i = 0; i < entry->bytes; i++)
        (void)bytes[i];
    Real *numbers = malloc((size_t)entry->count * sizeof *numbers + 1);
    safetensors_to_real(entry, numbers);
    free(numbers);
}

static void read_all(const Safetensors *safetensors)
{
    for (size_t i = 0; i < safetensors_count(safetensors); i++)
        read_entry(safetensors, safetensors_at(safetensors, i));
    for (size_t i = 0; i < safetensors_metadata_count(safetensors); i++) {
        const char *value, *key = safetensors_metadata_at(safetensors, i, &value);
        check(value && safetensors_metadata(safetensors, key));
    }
}

static void parse(const void *bytes, size_t length)
{
    Safetensors *safetensors;
    Error error = {0};
    if (safetensors_parse(bytes, length, file, &safetensors, &error) == STATUS_OK) {
        read_all(safetensors);
        safetensors_free(safetensors);
    } else {
        check(!safetensors && error.status != STATUS_OK);
        check(!strncmp(error.message, file, strlen(file)));
        check(strstr(error.message, "; ") && !strchr(error.message, '\n'));
    }
}

/* Most mutations make the header's length wrong, and nothing behind it is reached: try again with a right one. */
static void parse_with_length_mended(const uint8_t *bytes, size_t length)
{
    uint64_t header_length = length - sizeof header_length;
    while (header_length && bytes[sizeof header_length + header_length - 1] != '}')
        header_length--;
    uint8_t *mended = malloc(length);
    memcpy(mended, bytes, length);
    memcpy(mended, &header_length, sizeof header_length);
    parse(mended, length);
    free(mended);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    parse(bytes, length);
    if (length >= sizeof(uint64_t))
        parse_with_length_mended(bytes, length);
    return 0;
}
