/* Words for people in their own language, by gettext's catalogues.
 *
 * The English text is the key: _("Attention") where it is shown, N_("Attention") where it stands in a table and is
 * shown later through _(). Numbers go in as %d and the like, whole sentences stay whole: word order differs. Names of
 * values, commands and keys are never translated. xgettext collects the keys from the source (`make po`), msgfmt turns
 * assets/po/LANGUAGE.po into the catalogue that is read here.
 *
 * The C library could look words up too, but it knows no language in the locales C and C.UTF-8 (glibc since 2.39, with
 * LANGUAGE set or not), and many a machine in a classroom has no other. So nothing here depends on locales.
 *
 * The language in use belongs to the program as a whole: the one piece of state that hangs off no handle, as in every
 * program that marks its words so. Change it where no other thread is asking for words.
 */
#ifndef BASE_TRANSLATE_H
#define BASE_TRANSLATE_H

#include "base/status.h"

#define _(text)                   translate(text)
#define N_(text)                  text
#define plural_(one, many, count) translate_plural(one, many, (unsigned long)(count))

/* The text in the language in use, or itself where there is no translation. Valid until the program ends. */
__attribute__((format_arg(1))) const char *translate(const char *text);

/* One of two texts by a count; a catalogue gives one form for all counts, as Korean has it. */
__attribute__((format_arg(1), format_arg(2))) const char *translate_plural(const char *one, const char *many,
                                                                           unsigned long count);

/* From now on words come from this catalogue, a .mo file; NULL: from the source, in English. After an error the
 * language is as it was. BAD_DATA: the file is no catalogue of this machine's byte order, or is damaged. */
Status translate_with(const char *path, Error *error);

#endif
