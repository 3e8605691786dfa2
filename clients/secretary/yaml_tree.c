#include "clients/secretary/yaml_tree.h"

#include <string.h>
#include <yaml.h>

#include "clients/words.h"

/* A report file needs three: map, list, map. */
#define DEPTH_MAX 6

typedef struct {
    yaml_parser_t   parser;
    dbk_arena      *arena;
    dbk_complaints *found;
    int             last_line;     /* libyaml's end of the file may lie one behind it */
    bool            stopped;       /* the parser cannot go on, or memory is out */
} reading;

static int
line_of(yaml_mark_t mark)
{
    return (int)mark.line + 1;
}

/* ------------------------------------------------------------------ what the parser says, said to a person */

static const struct { const char *context, *problem; bool at_context; const char *words; } riddles[] = {
    { NULL, "cannot start any token", false,
      N_("a value may not begin with this character: put the text between double quotes") },
    { "simple key", NULL, true,
      N_("this line is no \"key: value\": a colon and a space are missing, or a text is not indented") },
    { "quoted scalar", NULL, true, N_("a quotation mark is opened here and never closed") },
    { NULL, "mapping values are not allowed", false,
      N_("a second colon, or indented too deep: put a text with a colon between double quotes, "
         "and begin the line in the column of its neighbours") },
    { "block mapping", NULL, false, N_("wrong indent: this line must begin in the same column as its neighbours") },
    { "block collection", NULL, false,
      N_("wrong indent: each entry of the list must begin with - in the same column") },
    { "block scalar", NULL, false, N_("wrong indent: the lines of a text must be indented alike, with spaces") },
    { "flow", NULL, true,
      N_("a bracket is opened here and not closed: put a text that begins with one between double quotes") },
    { "anchor", NULL, true, N_("a value may not begin with & or *: put the text between double quotes") },
    { "alias", NULL, true, N_("a value may not begin with & or *: put the text between double quotes") },
    { "tag", NULL, true, N_("a value may not begin with !: put the text between double quotes") },
    { "directive", NULL, true, N_("a line may not begin with a percent sign: put # in front of it, or indent it") },
};

static bool
mentions(const char *text, const char *part)
{
    return part == NULL || (text != NULL && strstr(text, part) != NULL);
}

/* The line of a riddle's context. Where an entry is missing, libyaml names that place and not the bracket. */
static int
context_line(const yaml_parser_t *p)
{
    const bool names_entry = mentions(p->context, "flow node") && p->marks.top != p->marks.start;

    return line_of(names_entry ? p->marks.top[-1] : p->context_mark);
}

static void
complain_syntax(reading *r)
{
    const yaml_parser_t *p = &r->parser;
    const int line = line_of(p->problem_mark), problem_line = line < r->last_line ? line : r->last_line;

    for (size_t i = 0; i < sizeof riddles / sizeof riddles[0]; i++)
        if (mentions(p->context, riddles[i].context) && mentions(p->problem, riddles[i].problem)) {
            dbk_complain(r->found, riddles[i].at_context ? context_line(p) : problem_line, "%s", _(riddles[i].words));
            return;
        }
    dbk_complain(r->found, problem_line, _("cannot be read from here on (YAML: %s)"), p->problem ? p->problem : "?");
}

/* ------------------------------------------------------------------ events */

static bool
next_event(reading *r, yaml_event_t *event)
{
    if (r->stopped)
        return false;
    if (yaml_parser_parse(&r->parser, event))
        return true;
    complain_syntax(r);
    r->stopped = true;
    return false;
}

static dbk_yaml *
new_node(reading *r, dbk_yaml_kind kind, int line)
{
    dbk_yaml *node = dbk_arena_take(r->arena, sizeof *node);

    if (node == NULL) {
        dbk_complain(r->found, line, "%s", _("the file holds too much"));
        r->stopped = true;
        return NULL;
    }
    *node = (dbk_yaml){ .kind = kind, .line = line, .text = "" };
    return node;
}

static const char *
keep_text(reading *r, const yaml_event_t *event)
{
    const char *value = (const char *)event->data.scalar.value;
    const size_t n = event->data.scalar.length;
    char *copy = dbk_arena_take(r->arena, n + 1);

    if (copy == NULL) {
        r->stopped = true;
        return "";
    }
    memcpy(copy, value, n);
    copy[n] = '\0';
    if (strlen(copy) != n)
        dbk_complain(r->found, line_of(event->start_mark), _("an invisible character (U+%04X): type this line anew"),
                     0u);
    return copy;
}

static void
refuse_marks(reading *r, const yaml_event_t *event, const yaml_char_t *anchor, const yaml_char_t *tag)
{
    if (anchor)
        dbk_complain(r->found, line_of(event->start_mark), "%s",
                     _("a value may not begin with & or *: put the text between double quotes"));
    if (tag)
        dbk_complain(r->found, line_of(event->start_mark), "%s",
                     _("a value may not begin with !: put the text between double quotes"));
}

static dbk_yaml *read_node(reading *r, const yaml_event_t *event, int depth);

static void
read_list(reading *r, dbk_yaml *list, int depth)
{
    const dbk_yaml **end = &list->first;
    yaml_event_t event;

    while (next_event(r, &event)) {
        const bool over = event.type == YAML_SEQUENCE_END_EVENT;
        dbk_yaml *node = over ? NULL : read_node(r, &event, depth);

        yaml_event_delete(&event);
        if (over)
            return;
        if (node) {
            *end = node;
            end = &node->next;
        }
    }
}

/* The value behind a key. Twice the same key: the first stands, the second is complained about. */
static dbk_yaml *
read_value(reading *r, const dbk_yaml *map, const dbk_yaml *key, int depth)
{
    yaml_event_t event;
    const dbk_yaml *before = key && key->kind == DBK_YAML_TEXT ? dbk_yaml_get(map, key->text) : NULL;
    dbk_yaml *value;

    if (!next_event(r, &event))
        return NULL;
    value = read_node(r, &event, depth);
    yaml_event_delete(&event);
    if (value == NULL || key == NULL)
        return NULL;
    if (key->kind != DBK_YAML_TEXT) {
        dbk_complain(r->found, key->line, "%s", _("a key must be one word"));
        return NULL;
    }
    if (before) {
        dbk_complain(r->found, key->line, _("%s is here twice: line %d has it already"), key->text, before->key_line);
        return NULL;
    }
    value->key = key->text;
    value->key_line = key->line;
    return value;
}

static void
read_map(reading *r, dbk_yaml *map, int depth)
{
    const dbk_yaml **end = &map->first;
    yaml_event_t event;

    while (next_event(r, &event)) {
        const bool over = event.type == YAML_MAPPING_END_EVENT;
        const dbk_yaml *key = over ? NULL : read_node(r, &event, depth);
        dbk_yaml *value;

        yaml_event_delete(&event);
        if (over)
            return;
        value = read_value(r, map, key, depth);
        if (value) {
            *end = value;
            end = &value->next;
        }
    }
}

static dbk_yaml *
read_collection(reading *r, const yaml_event_t *event, int depth)
{
    const bool is_map = event->type == YAML_MAPPING_START_EVENT;
    dbk_yaml *node = new_node(r, is_map ? DBK_YAML_MAP : DBK_YAML_LIST, line_of(event->start_mark));

    if (node == NULL)
        return NULL;
    if (depth >= DEPTH_MAX) {
        dbk_complain(r->found, node->line, "%s", _("nested too deep: cannot be read from here on"));
        r->stopped = true;
    } else if (is_map) {
        refuse_marks(r, event, event->data.mapping_start.anchor, event->data.mapping_start.tag);
        read_map(r, node, depth + 1);
    } else {
        refuse_marks(r, event, event->data.sequence_start.anchor, event->data.sequence_start.tag);
        read_list(r, node, depth + 1);
    }
    return node;
}

static dbk_yaml *
read_node(reading *r, const yaml_event_t *event, int depth)
{
    dbk_yaml *node;

    if (event->type == YAML_MAPPING_START_EVENT || event->type == YAML_SEQUENCE_START_EVENT)
        return read_collection(r, event, depth);
    node = new_node(r, DBK_YAML_TEXT, line_of(event->start_mark));
    if (node == NULL)
        return NULL;
    if (event->type == YAML_ALIAS_EVENT) {
        refuse_marks(r, event, event->data.alias.anchor, NULL);
    } else {
        refuse_marks(r, event, event->data.scalar.anchor, event->data.scalar.tag);
        node->text = keep_text(r, event);
    }
    return node;
}

const dbk_yaml *
dbk_yaml_read(const char *text, dbk_arena *arena, dbk_complaints *found, bool *whole)
{
    reading r = { .arena = arena, .found = found, .last_line = 1 };
    const dbk_yaml *root = NULL;
    yaml_event_t event;
    bool over = false;

    *whole = false;
    for (const char *at = text; (at = strchr(at, '\n')) != NULL; at++)
        r.last_line++;
    if (!yaml_parser_initialize(&r.parser)) {
        dbk_complain(found, 0, "%s", _("no memory to read it"));
        return NULL;
    }
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)text, strlen(text));
    while (!over && next_event(&r, &event)) {
        over = event.type == YAML_STREAM_END_EVENT;
        if (event.type == YAML_DOCUMENT_START_EVENT && root) {
            dbk_complain(found, line_of(event.start_mark), "%s", _("a second report begins here: one report a file"));
            over = true;
        } else if (event.type >= YAML_ALIAS_EVENT && event.type <= YAML_MAPPING_START_EVENT && !root) {
            root = read_node(&r, &event, 0);
        }
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&r.parser);
    *whole = !r.stopped;
    return root;
}

/* ------------------------------------------------------------------ asking */

const dbk_yaml *
dbk_yaml_get(const dbk_yaml *map, const char *key)
{
    if (map == NULL || map->kind != DBK_YAML_MAP)
        return NULL;
    for (const dbk_yaml *node = map->first; node; node = node->next)
        if (strcmp(node->key, key) == 0)
            return node;
    return NULL;
}

bool
dbk_yaml_is_empty(const dbk_yaml *node)
{
    if (node == NULL)
        return true;
    if (node->kind == DBK_YAML_TEXT)
        return node->text[strspn(node->text, " \t\n")] == '\0';
    for (const dbk_yaml *child = node->first; child; child = child->next)
        if (!dbk_yaml_is_empty(child))
            return false;
    return true;
}
