/*
 * Another office's form as an INI file: what is taken is a form that can be shown, and what is refused says which line.
 */
#include "clients/office/template.h"

#include "tests/fuzz/fuzz.h"

static void
prove_line(const char *text)
{
    PROVE(text != NULL && fuzz_is_text(text, false));
}

static void
prove_hour(const dbk_template *t)
{
    char room[6];
    const char *hour = dbk_template_hour(t, room);

    PROVE(hour == NULL || (strlen(hour) == 5 && hour[2] == ':' && strchr(t->deadline, ':') != NULL));
    PROVE(hour == NULL || (strcmp(hour, "23:59") <= 0 && strcmp(hour + 3, "59") <= 0));
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const char *file = fuzz_file(bytes, size);
    dbk_template form;
    dbk_err err = { DBK_OK, "" };

    if (dbk_template_read(file, &form, &err) != 0) {
        PROVE(err.code == DBK_E_INPUT && strncmp(err.text, file, strlen(file)) == 0 && fuzz_is_text(err.text, false));
    } else {
        prove_line(form.title);
        prove_line(form.by);
        PROVE(form.n > 0 && form.n <= DBK_TEMPLATE_COLUMNS_MAX);
        for (size_t i = 0; i < form.n; i++) {
            prove_line(form.head[i]);
            prove_line(form.code[i]);
        }
        prove_hour(&form);
    }
    dbk_template_fini(&form);
    return 0;
}
