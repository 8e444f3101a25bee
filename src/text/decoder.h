/* Decoders: from the vocabulary's spelling of tokens back to text. One piece a token.
 *
 * Bytes stay bytes: where the Python library would put U+FFFD for those that are no UTF-8, what comes
 * out here is what the tokens say, so that later tokens can complete a character.
 */
#ifndef TEXT_DECODER_H
#define TEXT_DECODER_H

#include "text/stage.h"

extern const StageRole decoder_role;

#endif
