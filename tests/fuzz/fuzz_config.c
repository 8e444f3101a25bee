/* config.json from anywhere: reading and building must end in a program or an error. */
#include <stdint.h>

#include "arch/arch.h"
#include "base/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Building is linear in the number of layers: a few show all there is to see. */
enum { ENOUGH_LAYERS = 4 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Error error = {0};
    cJSON *json;
    const Arch *arch;
    ModelConfig config;
    Program program;
    if (json_parse((const char *)data, size, "config.json", &json, &error) != STATUS_OK)
        return 0;
    if (arch_read_config(json, &arch, &config, &error) == STATUS_OK && config.layers <= ENOUGH_LAYERS &&
        arch_build(arch, &config, &program, &error) == STATUS_OK)
        program_free(&program);
    cJSON_Delete(json);
    return 0;
}
