/* bulletin: what a file of a person becomes, and what is said of one that is wrong. */
#include "clients/office/bulletin.h"

#include <stdio.h>
#include <string.h>

#include "tests/harness/unit.h"

static const struct { const char *name, *text, *finds; } cases[] = {
    { "a plain one", "kind: notice\ntitle: a\n\nbody\n", "kind=notice title=a body=body" },
    { "CRLF and blanks", "kind :  notice \r\ntitle:a\r\n \r\n\r\nb\r\nc\r\n\r\n",
      "kind=notice title=a body=b\nc" },
    { "BOM, Chinese names and colon",
      "\xEF\xBB\xBF种类\uFF1A通知\n标题: 甲:乙\n\n正文", "kind=通知 title=甲:乙 body=正文" },
    { "GB18030", "\xD6\xD6\xC0\xE0:\xCD\xA8\xD6\xAA\ntitle:a\n\nb", "kind=通知 title=a body=b" },
    { "all of it", "kind:a\ntitle:b\nsource:c\nsource_url:d\neffective_from:2020-02-29\nsupersedes:7\n"
                   "audience:branch 3\nmust_ack:是\n\ne",
      "kind=a title=b source=c source_url=d effective_from=2020-02-29 supersedes=7 audience=branch 3 must_ack=true "
      "body=e" },
    { "no is no", "kind:a\ntitle:b\nmust_ack:no\n\ne", "kind=a title=b must_ack=false body=e" },
    { "nothing", "", "faults 3" },
    { "only a text", "\nbody", "faults 2" },
    { "no text", "kind:a\ntitle:b\n\n  \n", "faults 1" },
    { "an empty title", "kind:a\ntitle:\n\nb", "faults 1" },
    { "twice", "kind:a\nkind:b\ntitle:b\n\nc", "faults 1" },
    { "unknown", "kind:a\nfrom:b\ntitle:b\n\nc", "faults 1" },
    { "no colon", "kind a\ntitle:b\n\nc", "faults 2" },
    { "a day that is none", "kind:a\ntitle:b\neffective_from:2021-02-29\n\nc", "faults 1" },
    { "a number that is none", "kind:a\ntitle:b\nsupersedes:-1\n\nc", "faults 1" },
    { "perhaps", "kind:a\ntitle:b\nmust_ack:perhaps\n\nc", "faults 1" },
    { "a control character", "kind:a\ntitle:b\x07\n\nc", "faults 1" },
    { "one in the text", "kind:a\ntitle:b\n\nc\x1b[2J", "faults 2" },
    { "no text at all", "\xFF\xFF\xFF", "faults 1" },
};

static void
say(const dbk_bulletin_file *file, const dbk_faults *faults, char room[512])
{
    static const char *const names[] = { "kind", "title", "source", "source_url", "effective_from", "supersedes",
                                         "audience", "must_ack", "body" };

    room[0] = '\0';
    if (faults->n > 0) {
        snprintf(room, 512, "faults %zu", faults->n);
        return;
    }
    for (size_t i = 0; i < DBK_BULLETIN_FIELDS; i++)
        if (file->value[i])
            snprintf(room + strlen(room), 512 - strlen(room), "%s%s=%s", room[0] ? " " : "", names[i], file->value[i]);
}

static void
test_files(void)
{
    static dbk_faults faults;
    char said[512];

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        dbk_bulletin_file file;

        faults.n = 0;
        dbk_bulletin_read(&file, cases[i].text, strlen(cases[i].text), &faults);
        say(&file, &faults, said);
        CHECK_STR(cases[i].name, said, cases[i].finds);
        dbk_bulletin_fini(&file);
    }
}

int
main(void)
{
    static const unit_test tests[] = { { "files", test_files } };

    return unit_main("office/bulletin", tests, ARRAY_LEN(tests), 30);
}
