#include "clients/office/proxy_hear.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "clients/halfwidth.h"
#include "clients/office/lines.h"
#include "clients/words.h"

#define COMMAND_BYTES 64

char *
dbk_proxy_hear(const dbk_proxy_talk *talk, dbk_err *err)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t n;

    fflush(talk->out);
    n = getline(&line, &room, talk->in);
    if (n < 0 || !isatty(fileno(talk->in)))
        putc('\n', talk->out);
    if (n < 0) {
        free(line);
        dbk_err_set(err, DBK_E_INPUT, "%s", _("the input ended: nothing was entered"));
        return NULL;
    }
    line[strcspn(line, "\r\n")] = '\0';
    return line;
}

bool
dbk_proxy_is_sign(const char *line, const char *sign)
{
    char half[COMMAND_BYTES];

    dbk_halfwidth(line, half, sizeof half);
    return strcmp(half, sign) == 0;
}

bool
dbk_proxy_is_yes(const char *line)
{
    return strcasecmp(line, "yes") == 0 || strcasecmp(line, "y") == 0 || strcmp(line, "是") == 0;
}

static bool
is_no(const char *line)
{
    return strcasecmp(line, "no") == 0 || strcasecmp(line, "n") == 0 || strcmp(line, "否") == 0 || strcmp(line, "不") == 0;
}

const char *
dbk_proxy_text_of(const ProtobufCBinaryData *zh, const ProtobufCBinaryData *en)
{
    return dbk_words_pick((const char *)zh->data, (const char *)en->data);
}

void
dbk_proxy_put_lines(const dbk_proxy_talk *talk, const char *text)
{
    char *wrapped = dbk_lines_wrap(text, DBK_PROXY_LINE_COLUMNS - 4);

    for (const char *line = wrapped; *line; ) {
        const size_t n = strcspn(line, "\n");

        fprintf(talk->out, "    %.*s\n", (int)n, line);
        line += n + (line[n] == '\n');
    }
    free(wrapped);
}

int
dbk_proxy_ask_yes(const dbk_proxy_talk *talk, const char *question, bool stands, dbk_err *err)
{
    for (;;) {
        fprintf(talk->out, "%s (%s): ", question, stands ? _("yes or no; Enter: yes") : _("yes or no; Enter: no"));
        char *line = dbk_proxy_hear(talk, err);
        const bool ended = line == NULL, enter = line && line[0] == '\0', yes = line && dbk_proxy_is_yes(line);
        const bool no = line && is_no(line);

        free(line);
        if (ended || enter || yes || no)
            return ended ? -1 : enter ? stands : yes;
    }
}
