#include "command/ids.h"

#include <stdlib.h>
#include <string.h>

#include "base/translate.h"

Status ids_parse(const char *usage, const char *list, TokenIds *out, Error *error)
{
    const char *at = list;
    while (*(at += strspn(at, " ,\t"))) {
        char *end;
        long id = strtol(at, &end, 10);
        if (end == at || id < 0 || id > INT32_MAX || (*end && !strchr(" ,\t", *end)))
            return error_set(error, STATUS_USAGE, _("%.*s: %s is no list of token ids; write %s"),
                             (int)strcspn(usage, " "), usage, list, usage);
        token_ids_append(out, (int32_t)id);
        at = end;
    }
    return STATUS_OK;
}
