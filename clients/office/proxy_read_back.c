/*
 * What is read back to the one who dictated it: every figure under its number, what is open, the texts, what was
 * explained.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "clients/office/proxy_hear.h"
#include "clients/words.h"
#include "proto/text.h"

#define VALUE_BYTES 32
#define SHORT_COLUMNS 40

/* What is not filled is told as what it is: not 0. */
static void
put_open(const dbk_proxy_talk *talk)
{
    const dbk_form_message *form = dbk_form_message_of(talk->form);
    char path[DBK_FIELD_BYTES], value[VALUE_BYTES], label[DBK_PROXY_LABEL_BYTES], *names = NULL;
    size_t bytes = 0, n = 0;
    FILE *to = open_memstream(&names, &bytes);

    assert(to != NULL);
    for (size_t i = 0; i < form->n_indicators; i++)
        if (dbk_proxy_path(talk->proxy, form->indicators[i]->code, path) &&
            dbk_proxy_get(talk->proxy, path, value, sizeof value)[0] == '\0')
            fprintf(to, "%s%s", n++ > 0 ? " · " : "", dbk_proxy_label(talk->proxy, path, label, sizeof label));
    fclose(to);
    if (n > 0) {
        fprintf(talk->out, _("  not filled, which is not 0 (%zu):\n"), n);
        dbk_proxy_put_lines(talk, names);
    }
    free(names);
}

/* In one line where it fits. */
static void
put_said(const dbk_proxy_talk *talk, const char *path)
{
    char value[VALUE_BYTES], label[DBK_PROXY_LABEL_BYTES];
    const char *now = dbk_proxy_get(talk->proxy, path, value, sizeof value);

    if (now[0] == '\0')
        return;
    fprintf(talk->out, "  %s: ", dbk_proxy_label(talk->proxy, path, label, sizeof label));
    if (dbk_text_width(now, strlen(now)) <= SHORT_COLUMNS) {
        fprintf(talk->out, "%s\n", now);
    } else {
        putc('\n', talk->out);
        dbk_proxy_put_lines(talk, now);
    }
}

void
dbk_proxy_read_back(const dbk_proxy_talk *talk)
{
    const dbk_form_message *form = dbk_form_message_of(talk->form);
    char path[DBK_FIELD_BYTES], value[VALUE_BYTES], label[DBK_PROXY_LABEL_BYTES];
    const char *now;

    fprintf(talk->out, "%s\n", _("\nRead it back:"));
    for (size_t i = 0; i < form->n_indicators; i++) {
        const Daybook__V1__Indicator *figure = form->indicators[i];

        dbk_proxy_path(talk->proxy, figure->code, path);
        now = dbk_proxy_get(talk->proxy, path, value, sizeof value);
        if (now[0])
            fprintf(talk->out, "  %2zu %s: %s %s\n", i + 1,
                    dbk_proxy_label(talk->proxy, path, label, sizeof label), now,
                    dbk_proxy_text_of(&figure->unit_zh, &figure->unit_en));
    }
    put_open(talk);
    for (size_t i = 0; dbk_proxy_text_path(i) != NULL; i++)
        put_said(talk, dbk_proxy_text_path(i));
    for (size_t i = 0; dbk_proxy_explained(talk->proxy, i) != NULL; i++) {
        snprintf(path, sizeof path, "explanations.%s", dbk_proxy_explained(talk->proxy, i));
        put_said(talk, path);
    }
}
