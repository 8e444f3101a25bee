#include "base/user_file.h"

#include <stdlib.h>

static const struct {
    const char *variable, *below_home;
} places[] = {
    [USER_CONFIG] = {"XDG_CONFIG_HOME", ".config"},
    [USER_STATE] = {"XDG_STATE_HOME", ".local/state"},
};

bool user_file(UserPlace place, const char *name, Buffer *path)
{
    const char *chosen = getenv(places[place].variable), *home = getenv("HOME");
    if (chosen && *chosen == '/') /* the specification has relative paths ignored */
        buffer_format(path, "%s/stepformer/%s", chosen, name);
    else if (home && *home)
        buffer_format(path, "%s/%s/stepformer/%s", home, places[place].below_home, name);
    else
        return false;
    return true;
}
