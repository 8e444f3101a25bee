/* Words for people in their own language, by gettext.
 *
 * The English text is the key: _("Attention") where it is shown, N_("Attention") where it stands in a table and is shown
 * later through _(). Numbers go in as %d and the like, whole sentences stay whole: word order differs. Names of values,
 * commands and keys are never translated.
 */
#ifndef BASE_TRANSLATE_H
#define BASE_TRANSLATE_H

#include <libintl.h>

#define _(text) gettext(text)
#define N_(text) text
#define plural_(one, many, count) ngettext(one, many, (unsigned long)(count))

#endif
