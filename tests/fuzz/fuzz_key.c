/*
 * A key file: what is read is a pair that belongs together, what is refused leaves no secret behind.
 */
#include "proto/curve.h"

#include <zmq.h>

#include "proto/ident.h"
#include "tests/fuzz/fuzz.h"

static bool
belongs_together(const dbk_keypair *pair)
{
    char open[41], secret[41], proof[41];

    zmq_z85_encode(open, pair->open, DBK_KEY_BYTES);
    zmq_z85_encode(secret, pair->secret, DBK_KEY_BYTES);
    return zmq_curve_public(proof, secret) == 0 && strcmp(proof, open) == 0;
}

/* A public key as it is pasted: what is read is written back as it was, but for the case of the letters. */
static void
try_pasted(const uint8_t *bytes, size_t size)
{
    char *text = malloc(size + 1), hex[DBK_KEY_HEX_CHARS + 1];
    uint8_t key[DBK_KEY_BYTES];
    dbk_err err = { DBK_OK, "" };

    PROVE(text != NULL);
    memcpy(text, bytes, size);
    text[size] = '\0';
    if (dbk_key_parse(text, key, &err) == 0)
        PROVE(strcasecmp(text, dbk_hex(key, DBK_KEY_BYTES, hex)) == 0);
    else
        PROVE(err.code == DBK_E_USAGE && fuzz_is_text(err.text, false));
    free(text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const dbk_keypair nothing;
    dbk_keypair pair;
    dbk_err err = { DBK_OK, "" };

    memset(&pair, 0xAA, sizeof pair);
    if (dbk_keypair_load(&pair, fuzz_file(bytes, size), &err) == 0)
        PROVE(belongs_together(&pair));
    else
        PROVE(memcmp(&pair, &nothing, sizeof pair) == 0 && err.code == DBK_E_CONFIG && fuzz_is_text(err.text, false));
    try_pasted(bytes, size);
    return 0;
}
