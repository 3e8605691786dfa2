/*
 * wrap: lines fit, nothing is lost; words, paths, ids and commands stay whole, Chinese keeps its marks; a pipe gets a
 * sentence in one line.
 */
#include "clients/wrap.h"

#include <assert.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "proto/text.h"
#include "tests/harness/unit.h"

static void
lines_break_as_they_should(void)
{
    static const struct { const char *text; size_t columns; size_t bytes, skip; } rows[] = {
        { "", 10, 0, 0 },
        { "abc", 10, 3, 0 },
        { "abc def", 5, 3, 1 },                 /* between words */
        { "abc   def", 4, 3, 3 },               /* all blanks go */
        { "abc   ", 4, 4, 2 },
        { "abc  \nd", 4, 4, 2 },
        { "abcdefgh", 5, 5, 0 },                /* a word that is too long is torn */
        { "一二三四五", 6, 9, 0 },
        { "一二三四五", 7, 9, 0 },              /* half a character does not fit */
        { "一二三。四", 6, 6, 0 },              /* the full stop takes its character along */
        { "一二（三", 6, 6, 0 },                /* a bracket goes along with what it opens */
        { "一二2月", 6, 6, 0 },                 /* a number with what is counted */
        { "一N95口", 6, 6, 0 },                 /* the digits of a name */
        { "一\n二", 10, 3, 1 },
        { "\n二", 10, 0, 1 },
        { "一", 1, 3, 0 },                      /* wider than the line: alone */
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        size_t skip = 9;

        CHECK_INT(rows[i].text, dbk_wrap(rows[i].text, rows[i].columns, &skip), rows[i].bytes);
        CHECK_INT(rows[i].text, skip, rows[i].skip);
    }
}

/* The first line of each, at most so many columns. */
static void
commands_stay_whole(void)
{
    static const struct { const char *text; size_t columns; const char *line; } rows[] = {
        { "to send: daybook flush", 20, "to send:" },
        { "to send: daybook flush, or wait", 22, "to send:" },                      /* nor does the sign fit */
        { "say daybook flush sends it", 20, "say daybook flush" },                  /* what it does is no part of it */
        { "now daybook fill 7 2026-02-18", 20, "now" },
        { "now daybook flush --drop ID or", 20, "now" },
        { "the daybook key renew makes one", 20, "the" },
        { "for good: systemctl --user enable --now daybook-flush", 52, "for good:" },
        { "so: chmod 600 /home/li/key", 24, "so:" },
        { "看 (daybook outbox 里)", 14, "看" },
        { "daybook flush 发送", 12, "daybook" },                                    /* wider than a line: broken after all */
        { "请用 daybook flush 发送", 17, "请用" },
        { "请用 daybook flush 发送", 18, "请用 daybook flush" },
        { "missed daybook-office missing --in 田林", 36, "missed" },
        { "a 2026 b 2027 c", 8, "a 2026 b" },                                       /* no program, no command */
        { "kept in /home/li/.local/share/daybook", 30, "kept in" },
        { "编号 01989c6a-fd2a-7c2e-9c3f-0a1b2c3d4e5f。", 40, "编号" },
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        const size_t n = dbk_wrap(rows[i].text, rows[i].columns, NULL);
        char line[200];

        snprintf(line, sizeof line, "%.*s", (int)n, rows[i].text);
        CHECK_STR(rows[i].text, line, rows[i].line);
    }
}

/* Both ends of a terminal that is so many columns wide. */
static FILE *
open_terminal(unsigned short columns, int *other)
{
    struct winsize window = { .ws_row = 24, .ws_col = columns };
    const int fd = posix_openpt(O_RDWR | O_NOCTTY);

    assert(fd >= 0 && grantpt(fd) == 0 && unlockpt(fd) == 0 && ioctl(fd, TIOCSWINSZ, &window) == 0);
    const int ours = open(ptsname(fd), O_RDWR | O_NOCTTY);
    FILE *to = ours >= 0 ? fdopen(ours, "w") : NULL;

    assert(to != NULL);
    *other = fd;
    return to;
}

static void
columns_of_a_stream(void)
{
    static const struct { unsigned short terminal; size_t columns; } rows[] = {
        { 80, 78 }, { 200, 78 }, { 60, 58 }, { 40, 38 }, { 10, 78 }, { 0, 78 },
    };
    char *room = NULL;
    size_t room_bytes = 0;
    FILE *to = open_memstream(&room, &room_bytes);

    CHECK_TRUE("no terminal", dbk_wrap_columns(to) == SIZE_MAX);
    fclose(to);
    free(room);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        int other;

        to = open_terminal(rows[i].terminal, &other);
        CHECK_INT("a terminal", dbk_wrap_columns(to), rows[i].columns);
        fclose(to);
        close(other);
    }
}

/* What comes out there, up to its last words; a terminal may hand it on in pieces. */
static void
hear(int terminal, const char *last, char *room, size_t room_bytes)
{
    struct pollfd on = { terminal, POLLIN, 0 };
    size_t used = 0;
    ssize_t n = 1;

    room[0] = '\0';
    while (strstr(room, last) == NULL && n > 0 && used + 1 < room_bytes && poll(&on, 1, 10000) == 1) {
        n = read(terminal, room + used, room_bytes - 1 - used);
        used += n > 0 ? (size_t)n : 0;
        room[used] = '\0';
    }
}

#define SENTENCE "  kept in your outbox; to send it again: daybook flush, or any submit\n"

static void
a_sentence_is_said(void)
{
    char *room = NULL, heard[400];
    size_t room_bytes = 0;
    FILE *to = open_memstream(&room, &room_bytes);
    int other;

    dbk_wrap_say(to, "%s" SENTENCE, "a\x1b[2Jb\n");
    fclose(to);
    CHECK_STR("a pipe", room, "a\uFFFD[2Jb\n" SENTENCE);
    free(room);
    to = open_terminal(42, &other);
    dbk_wrap_say(to, SENTENCE "\n%s", "end\n");
    fflush(to);
    hear(other, "end\r\n", heard, sizeof heard);
    CHECK_STR("a terminal", heard, "  kept in your outbox; to send it again:\r\n"
                                   "    daybook flush, or any submit\r\n\r\nend\r\n");
    fclose(to);
    close(other);
}

int
main(void)
{
    static const unit_test tests[] = {
        { "lines break as they should", lines_break_as_they_should },
        { "commands stay whole", commands_stay_whole },
        { "columns of a stream", columns_of_a_stream },
        { "a sentence is said", a_sentence_is_said },
    };

    return unit_main("wrap", tests, ARRAY_LEN(tests), 30);
}
