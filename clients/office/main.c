/*
 * daybook-office — the office's program: argv -> a verb, a database -> an exit status of sysexits.h, nothing else.
 */
#include <assert.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/office/call.h"
#include "clients/office/help_words.h"
#include "clients/office/lines.h"
#include "clients/office/pager.h"
#include "clients/words.h"
#include "proto/text.h"

/* Options of a verb. PAGE: html and pdf too. */
enum { PERSON = 1, REASON = 2, REASON_NEEDED = 4 | REASON, FIGURE = 8, ALL = 16, WATCH = 32, SVG = 64,
       BRIEF = 128, PAGE = 256, PERSON_NEEDED = 512 | PERSON, DICTATED = 1024, BEFORE = 2048,
       IN = 4096 };
enum { NO_DB, READS, ACTS };

typedef struct {
    const char *name;
    int       (*run)(dbk_call *call, dbk_err *err);
    int         least, most;         /* words after the verb */
    unsigned    options;
    int         db;
    const char *usage, *meaning, *example;
} verb;

static int version(dbk_call *call, dbk_err *err);
static int help(dbk_call *call, dbk_err *err);

static const verb verbs[] = {
    { "night", dbk_cmd_night, 0, 1, IN, READS, "[DATE] [--in PLACE]",
      N_("who has reported, by subdistrict and branch, and who is missing"), "night 2020-02-18" },
    { "missing", dbk_cmd_list, 0, 1, WATCH | IN, READS, "[DATE] [--in PLACE] [--watch]",
      N_("who is missing, why, and whom to call"), "missing 2020-02-18 --in 田林" },
    { "board", dbk_cmd_board, 0, 2, IN, READS, "[FROM [TO]] [--in PLACE]",
      N_("every committee and night of the campaign, in signs"), "board --in 田林" },
    { "report", dbk_cmd_report, 1, 2, 0, READS, "COMMITTEE [DATE]", N_("one committee's report in full"),
      "report 12 2020-02-18" },
    { "history", dbk_cmd_query, 1, 2, 0, READS, "COMMITTEE [DATE]",
      N_("every revision of a report, and what each changed"), "history 12 2020-02-18" },
    { "total", dbk_cmd_query, 1, 3, FIGURE | IN, READS, "LEVEL [FROM [TO]] [--figure FIGURE] [--in PLACE]",
      N_("totals with who is missing in them, and apart an estimate"),
      "total branch 2020-02-24 2020-03-01 --figure stairwell" },
    { "completeness", dbk_cmd_query, 1, 1, IN, READS, "LEVEL [--in PLACE]",
      N_("how complete and how timely, of nights whose deadline has passed"), "completeness branch" },
    { "trend", dbk_cmd_trend, 1, 1, SVG | IN, READS, "FIGURE [--in PLACE] [--svg FILE]", N_("one figure, night after night"),
      "trend parcel_delivered_count --svg parcels.svg" },
    { "cases", dbk_cmd_list, 0, 1, IN, READS, "[DATE] [--in PLACE]", N_("typical cases of a night"),
      "cases --format csv > cases.csv" },
    { "observations", dbk_cmd_list, 0, 1, IN, READS, "[DATE] [--in PLACE]",
      N_("what was observed, grave risks first"),
      "observations" },
    { "search", dbk_cmd_query, 1, 8, IN, READS, "WORD... [--in PLACE]",
      N_("cases, observations and situations in which all the words stand"), "search 门岗 老人" },
    { "risk close", dbk_cmd_act, 2, 2, REASON_NEEDED, ACTS, "COMMITTEE RISK --reason R",
      N_("close a risk point, saying what was done"), "risk close 12 cb5bf415 --reason 'a lamp was put up'" },
    { "risk assign", dbk_cmd_act, 3, 3, REASON, ACTS, "COMMITTEE RISK OWNER [--reason R]",
      N_("say who follows a risk point up"), "risk assign 12 cb5bf415 'Wang, housing office'" },
    { "risks", dbk_cmd_query, 0, 1, ALL | IN, READS, "[COMMITTEE] [--all] [--in PLACE]",
      N_("risk points that are not closed, grave ones first"), "risks" },
    { "rollcall persons", dbk_cmd_page, 0, 1, IN, READS, "[DATE] [--in PLACE]",
      N_("everybody posted on a date, and what the roll calls say of them"), "rollcall persons 2020-02-18" },
    { "rollcall", dbk_cmd_page, 0, 1, IN, READS, "[DATE] [--in PLACE]",
      N_("who is on post, who has no roll call, whom nobody reached"), "rollcall" },
    { "health", dbk_cmd_health, 0, 1, IN, READS, "[DATE] [--in PLACE]",
      N_("health: counts and who is missing; for the health officer persons"), "health 2020-02-18" },
    { "supplies movements", dbk_cmd_page, 0, 1, IN, READS, "[ITEM] [--in PLACE]",
      N_("stock that came or went: from whom, and who signed"), "supplies movements 防护服" },
    { "supplies balance", dbk_cmd_page, 0, 1, IN, READS, "[ITEM] [--in PLACE]", N_("counts of stock that no movement explains"),
      "supplies balance" },
    { "supplies", dbk_cmd_page, 0, 1, IN, READS, "[ITEM] [--in PLACE]",
      N_("what is lacking by item and place, and who gave what"),
      "supplies 医用口罩" },
    { "supply promise", dbk_cmd_act, 3, 4, REASON, ACTS, "COMMITTEE ITEM QUANTITY [UNIT] [--reason R]",
      N_("promise what a committee last said it needs"), "supply promise 12 防护服 30" },
    { "supply send", dbk_cmd_act, 3, 4, REASON, ACTS, "COMMITTEE ITEM QUANTITY [UNIT] [--reason R]",
      N_("it is on the way"), "supply send 12 防护服 30" },
    { "supply receive", dbk_cmd_act, 3, 4, REASON, ACTS, "COMMITTEE ITEM QUANTITY [UNIT] [--reason R]",
      N_("it has arrived; what was not enough stays lacking"), "supply receive 12 防护服 25" },
    { "supply close", dbk_cmd_act, 2, 3, REASON_NEEDED, ACTS, "COMMITTEE ITEM [UNIT] --reason R",
      N_("the need is settled otherwise"), "supply close 12 防护服 --reason 'bought on the spot'" },
    { "minutes decisions", dbk_cmd_page, 0, 1, 0, READS, "[BRANCH]", N_("all decisions of the meetings, done and open"),
      "minutes decisions 3" },
    { "minutes practices", dbk_cmd_page, 0, 1, 0, READS, "[BRANCH]", N_("practices told at the meetings"),
      "minutes practices" },
    { "minutes", dbk_cmd_page, 0, 1, 0, READS, "[BRANCH]",
      N_("meetings held, none for 8 days, decisions open and overdue"), "minutes" },
    { "signup list", dbk_cmd_page, 0, 0, 0, READS, "", N_("everybody who signed up, and what became of it"),
      "signup list --format csv > volunteers.csv" },
    { "signup import", dbk_cmd_signup_import, 1, 1, 0, ACTS, "FILE.csv",
      N_("volunteers from a CSV file, all of it or nothing"), "signup import volunteers.csv" },
    { "signup", dbk_cmd_page, 0, 0, 0, READS, "",
      N_("sign-ups by hour, departments, batches and branches; who is posted"), "signup" },
    { "bulletin list", dbk_cmd_page, 0, 1, 0, READS, "[NUMBER]",
      N_("bulletins: in force or not, read by how many committees"), "bulletin list" },
    { "bulletin unread", dbk_cmd_page, 0, 1, IN, READS, "[NUMBER] [--in PLACE]",
      N_("who has not read what must be read, and whom to call"), "bulletin unread" },
    { "bulletin publish", dbk_cmd_bulletin_publish, 1, 1, 0, ACTS, "FILE",
      N_("a bulletin from a file, see BULLETIN FILE"), "bulletin publish masks.txt" },
    { "bulletin revoke", dbk_cmd_act, 1, 1, REASON_NEEDED, ACTS, "NUMBER --reason R",
      N_("revoke a bulletin: clients show it so"), "bulletin revoke 12 --reason 'the date was wrong'" },
    { "items", dbk_cmd_query, 0, 1, IN, READS, "[COMMITTEE] [--in PLACE]",
      N_("what earlier nights left open: risks, needs, remarks, returned reports"), "items" },
    { "remark withdraw", dbk_cmd_act, 2, 2, REASON_NEEDED, ACTS, "COMMITTEE REMARK --reason R",
      N_("take a remark back"), "remark withdraw 12 5f3c09ab --reason 'it was another committee'" },
    { "remark", dbk_cmd_act, 2, 2, 0, ACTS, "COMMITTEE TEXT",
      N_("a remark that every report answers from tonight on, until it is solved"),
      "remark 12 'please count the stairwells again'" },
    { "ledger nights", dbk_cmd_query, 0, 0, IN, READS, "[--in PLACE]", N_("home quarantine of all committees, night after night"),
      "ledger nights" },
    { "ledger notices", dbk_cmd_query, 0, 0, IN, READS, "[--in PLACE]",
      N_("where the ledger does not follow from the night before"), "ledger notices" },
    { "ledger releases", dbk_cmd_query, 0, 1, IN, READS, "[DATE] [--in PLACE]",
      N_("who is to be released from home quarantine on a date"), "ledger releases 2020-03-04" },
    { "ledger", dbk_cmd_query, 1, 1, 0, READS, "COMMITTEE", N_("home quarantine at one committee, night after night"),
      "ledger 12" },
    { "reconcile", dbk_cmd_query, 0, 1, IN, READS, "[DATE] [--in PLACE]",
      N_("where roster, roll calls, health and reports differ, by name"), "reconcile" },
    { "receipt", dbk_cmd_query, 1, 4, 0, READS, "CODE", N_("which record a telephone code means"),
      "receipt 4F2K 9QXT" },
    { "audit", dbk_cmd_query, 0, 1, 0, READS, "[SINCE]", N_("every act of the office: who, when, what, why"), "audit" },
    { "doctor", dbk_cmd_query, 0, 0, 0, READS, "", N_("what ought to be right, and whether it is"), "doctor" },
    { "sql", dbk_cmd_sql, 0, 0, 0, NO_DB, "", N_("psql on the same database"), "sql" },
    { "export night", dbk_cmd_export_night, 2, 2, 0, READS, "DATE FILE.xlsx",
      N_("a night as one workbook, a sheet a subject"), "export night 2020-02-18 night.xlsx" },
    { "export campaign", dbk_cmd_export_campaign, 1, 1, 0, READS, "FILE.xlsx",
      N_("the campaign as one workbook, a sheet a subject"), "export campaign campaign.xlsx" },
    { "render list", dbk_cmd_render_list, 0, 0, 0, NO_DB, "", N_("other offices' forms that are installed"),
      "render list" },
    { "render", dbk_cmd_render, 1, 2, IN, READS, "TEMPLATE [DATE] [--in PLACE]",
      N_("another office's form; render list says which there are"),
      "render health-1400 --format xlsx > health.xlsx" },
    { "brief list", dbk_cmd_brief_list, 0, 0, 0, READS, "", N_("the briefs that were made"), "brief list" },
    { "brief show", dbk_cmd_brief_show, 1, 1, PAGE, READS, "NUMBER", N_("a brief that was made, as it was"),
      "brief show 3 --format pdf > brief.pdf" },
    { "brief", dbk_cmd_brief, 0, 1, BRIEF | PAGE, ACTS, "[--as-of TIME] [--night DATE] | --errata [NUMBER]",
      N_("the nightly brief as of a moment, kept; what has changed since"),
      "brief --as-of 22:30 --night 2020-02-18 --format pdf > brief.pdf" },
    { "return", dbk_cmd_act, 2, 2, REASON_NEEDED, ACTS, "COMMITTEE DATE --reason R",
      N_("ask for a correction of a report; it counts until one comes"),
      "return 12 2020-02-18 --reason 'the heads do not add up'" },
    { "excuse withdraw", dbk_cmd_act, 2, 2, REASON_NEEDED, ACTS, "COMMITTEE DATE --reason R",
      N_("take an excuse back"), "excuse withdraw 12 2020-02-18 --reason 'on post after all'" },
    { "excuse", dbk_cmd_act, 2, 2, REASON_NEEDED, ACTS, "COMMITTEE DATE --reason R",
      N_("a committee need not report that night"), "excuse 12 2020-02-18 --reason 'post withdrawn'" },
    { "outage", dbk_cmd_act, 2, 3, REASON_NEEDED, ACTS, "FROM TO [COMMITTEE] --reason R",
      N_("enter a line failure, of one committee or of all"),
      "outage '2020-02-18 21:30' '2020-02-18 22:40' 12 --reason cut" },
    { "redact", dbk_cmd_act, 3, 3, REASON_NEEDED, ACTS, "COMMITTEE DATE FIELD --reason R",
      N_("remove a text of any kind of record; daybook-office(1) lists the fields"),
      "redact 12 2020-02-18 case:1 --reason 'the person asked for it'" },
    { "purge", dbk_cmd_act, 0, 0, REASON_NEEDED | BEFORE, ACTS, "--before DATE --reason R",
      N_("remove texts and persons' health before a date; receipts stay"),
      "purge --before 2020-01-01 --reason 'kept long enough'" },
    { "backup note", dbk_cmd_act, 0, 0, REASON_NEEDED, ACTS, "--reason WHERE",
      N_("a backup was made: doctor counts its age from here"), "backup note --reason /srv/backup/daybook.dump" },
    { "form show", dbk_cmd_form_show, 0, 1, 0, READS, "[VERSION]", N_("the form; as CSV it is the file to edit"),
      "form show --format csv > form.csv" },
    { "form diff", dbk_cmd_form_diff, 1, 1, 0, READS, "FILE.csv", N_("what a file would change of the newest form"),
      "form diff form.csv" },
    { "form load", dbk_cmd_form_load, 2, 2, REASON_NEEDED, ACTS, "FILE.csv DATE --reason R",
      N_("a new version of the form, in force from a date on"),
      "form load form.csv 2020-02-24 --reason 'two new figures'" },
    { "proxy list", dbk_cmd_proxy_list, 0, 1, 0, READS, "[FROM]",
      N_("what was entered by telephone, and whether the original is here"), "proxy list" },
    { "proxy sheet", dbk_cmd_proxy_sheet, 1, 2, 0, READS, "COMMITTEE [DATE]",
      N_("the fields that are dictated; as CSV a file to fill"), "proxy sheet 12 --format csv > dictated.csv" },
    { "proxy", dbk_cmd_proxy, 1, 2, PERSON | REASON | DICTATED, ACTS,
      "COMMITTEE [DATE] [--correct] [--person CODE] [--telephone T] [--file F]",
      N_("enter a report that is dictated over the telephone"), "proxy 12" },
    { "close", dbk_cmd_act, 1, 1, REASON, ACTS, "DATE [--reason R]", N_("close a night: what comes later is held"),
      "close 2020-02-18" },
    { "reopen", dbk_cmd_act, 2, 2, REASON_NEEDED, ACTS, "COMMITTEE DATE --reason R",
      N_("open a closed night for one committee"), "reopen 12 2020-02-18 --reason 'the line was down'" },
    { "invite", dbk_cmd_invite, 1, 1, REASON, ACTS, "PERSON [--reason R]",
      N_("one line by which a person enrols a laptop, within 24 hours"), "invite 王芳" },
    { "key invitations", dbk_cmd_invitations, 0, 0, 0, READS, "",
      N_("who was invited, who redeemed it, and who else tried"), "key invitations" },
    { "key withdraw", dbk_cmd_withdraw, 1, 1, REASON_NEEDED, ACTS, "PERSON --reason R",
      N_("end a person's invitations that are not redeemed"), "key withdraw P012 --reason 'sent to the wrong chat'" },
    { "key approve", dbk_cmd_act, 1, 1, PERSON_NEEDED | REASON, ACTS, "HEX --person CODE [--reason R]",
      N_("let a person's key in"), "key approve 5f3c... --person P012" },
    { "key revoke", dbk_cmd_act, 1, 1, REASON_NEEDED, ACTS, "HEX --reason R", N_("cut a key off at once"),
      "key revoke 5f3c... --reason 'laptop lost'" },
    { "key list", dbk_cmd_keys, 0, 0, 0, READS, "", N_("every key that was ever approved"), "key list" },
    { "roster list", dbk_cmd_roster_list, 0, 1, IN, READS, "[NAME] [--in PLACE]",
      N_("who is posted where, whom to call, who has a key"), "roster list 王 --in 田林" },
    { "roster import", dbk_cmd_roster, 1, 1, 0, ACTS, "FILE.csv", N_("postings from a CSV file, all of it or nothing"),
      "roster import roster.csv" },
    { "help", help, 0, 2, 0, NO_DB, "[VERB]", N_("print this, or more about one verb"), "help key approve" },
    { "version", version, 0, 0, 0, NO_DB, "", N_("print the version"), "version" },
};

#define N_VERBS (sizeof verbs / sizeof verbs[0])
#define WORDS_MAX 16
#define HELP_COLUMNS 80

/* ---------------------------------------------------------------- help and version */

static int
version(dbk_call *call, dbk_err *err)
{
    (void)call, (void)err;
    printf("daybook-office %s\n", DBK_VERSION);
    return 0;
}

static void
print_options(void)
{
    printf("%s", _("\nOptions, anywhere:\n"
                   "  -d, --database CONNINFO   e.g. \"host=db dbname=daybook user=zhang\";\n"
                   "                            or PGSERVICE, PGHOST, PGDATABASE, PGUSER, ~/.pgpass\n"
                   "      --format FORMAT       table (for reading), csv, xlsx or json;\n"
                   "                            of a brief html or pdf too\n"
                   "      --lang zh|en          language, else that of the locale\n"));
}

static void
print_verb(const verb *v)
{
    char *line = NULL;

    if (asprintf(&line, "daybook-office %s%s%s", v->name, v->usage[0] ? " " : "", v->usage) < 0)
        return;
    char *wrapped = dbk_lines_wrap(line, HELP_COLUMNS);

    printf("%s\n  %s\n%s", wrapped, _(v->meaning), v->usage[0] ? "\n" : "");
    free(wrapped);
    free(line);
    dbk_help_words(v->usage);
    if ((v->options & REASON) && strstr(v->usage, "--reason") == NULL)
        dbk_help_words("[--reason R]");
    printf(_("\nFor example:\n  daybook-office %s\n"), v->example);
    print_options();
}

static void
print_verbs(void)
{
    printf("%s", _("daybook-office [OPTION]... VERB ...    the office's view of the night\n\n"));
    printf("%s", _("Who is missing in a subdistrict, and whom to call:\n"
                   "  daybook-office missing --in 田林\n"
                   "A week of one figure by branch, and who did not report:\n"
                   "  daybook-office total branch 2020-02-24 2020-03-01 --figure stairwell\n"
                   "What another office wants by its hour, as a workbook:\n"
                   "  daybook-office render health-1400 --format xlsx > health.xlsx\n\n"));
    for (size_t i = 0; i < N_VERBS; i++)
        printf("  %s%s%s\n        %s\n", verbs[i].name, verbs[i].usage[0] ? " " : "", verbs[i].usage,
               _(verbs[i].meaning));
    print_options();
    printf("%s", _("\nDATE is YYYY-MM-DD, by default the business date: until 04:00 the day before.\n"
                   "COMMITTEE is a number or an exact name, PERSON a code or a whole name.\n"
                   "See daybook-office(1).\n"));
    printf("%s", _("PLACE is a subdistrict, a branch or a committee, or a part of its name.\n"));
    printf("%s", _("LEVEL is committee, subdistrict, branch, batch, night, week or campaign.\n"
                   "FIGURE is a figure's code or label, or a part of it; form show lists them.\n"));
}

/* ---------------------------------------------------------------- the command line */

typedef struct {
    const char *conninfo, *lang, *format;
    bool        help, version;
    dbk_call    call;
    char       *word[WORDS_MAX];
    int         n_words;
} command;

static const struct option options[] = {
    { "database", required_argument, NULL, 'd' }, { "format", required_argument, NULL, 'f' },
    { "lang", required_argument, NULL, 'l' },     { "person", required_argument, NULL, 'p' },
    { "reason", required_argument, NULL, 'r' },   { "help", no_argument, NULL, 'h' },
    { "version", no_argument, NULL, 'v' },        { "figure", required_argument, NULL, 'F' },
    { "svg", required_argument, NULL, 's' },      { "all", no_argument, NULL, 'a' },
    { "watch", no_argument, NULL, 'w' },          { "as-of", required_argument, NULL, 'o' },
    { "night", required_argument, NULL, 'n' },    { "errata", no_argument, NULL, 'e' },
    { "before", required_argument, NULL, 'b' },   { "in", required_argument, NULL, 'I' },
    { "file", required_argument, NULL, 'i' },     { "telephone", required_argument, NULL, 't' },
    { "correct", no_argument, NULL, 'c' },
    { NULL, 0, NULL, 0 },
};

static int
take_word(command *c, char *word, dbk_err *err)
{
    if (c->n_words == WORDS_MAX)
        return dbk_err_set(err, DBK_E_USAGE, "%s", _("too many words"));
    c->word[c->n_words++] = word;
    return 0;
}

/* "-": words come in their order, wherever options stand between them; ":": we say ourselves what is wrong. */
static int
take_arguments(command *c, int argc, char **argv, dbk_err *err)
{
    int option;

    opterr = 0;
    while ((option = getopt_long(argc, argv, "-:d:h", options, NULL)) != -1)
        switch (option) {
        case 1:
            if (take_word(c, optarg, err) != 0)
                return -1;
            break;
        case 'd': c->conninfo = optarg; break;
        case 'f': c->format = optarg; break;
        case 'l': c->lang = optarg; break;
        case 'p': c->call.person = optarg; break;
        case 'r': c->call.reason = optarg; break;
        case 'F': c->call.figure = optarg; break;
        case 's': c->call.svg = optarg; break;
        case 'I': c->call.in = optarg; break;
        case 'b': c->call.before = optarg; break;
        case 'a': c->call.all = true; break;
        case 'w': c->call.watch = true; break;
        case 'o': c->call.as_of = optarg; break;
        case 'n': c->call.night = optarg; break;
        case 'e': c->call.errata = true; break;
        case 'i': c->call.file = optarg; break;
        case 't': c->call.telephone = optarg; break;
        case 'c': c->call.correct = true; break;
        case 'h': c->help = true; break;
        case 'v': c->version = true; break;
        case ':':
            return dbk_err_set(err, DBK_E_USAGE, _("%.60s needs a value"), argv[optind - 1]);
        default:
            return dbk_err_set(err, DBK_E_USAGE, _("there is no option %.60s; see daybook-office help"),
                               argv[optind - 1]);
        }
    for (; optind < argc; optind++)
        if (take_word(c, argv[optind], err) != 0)
            return -1;
    return 0;
}

static int
take_format(command *c, dbk_err *err)
{
    static const char *const names[] = { "table", "csv", "json", "xlsx", "html", "pdf" };

    c->call.format = DBK_FORMAT_TABLE;
    for (size_t i = 0; c->format && i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i], c->format) == 0) {
            c->call.format = (dbk_format)i;
            return 0;
        }
    return c->format == NULL ? 0
        : dbk_err_set(err, DBK_E_USAGE, _("--format is table, csv, json or xlsx, not \"%.40s\""), c->format);
}

/* ---------------------------------------------------------------- the verb */

/* The verb that the first words name, and how many they are. NULL: none. */
static const verb *
find_verb(char *const *word, int n, int *words)
{
    for (size_t i = 0; i < N_VERBS; i++) {
        const char *space = strchr(verbs[i].name, ' ');
        const size_t first = space ? (size_t)(space - verbs[i].name) : strlen(verbs[i].name);

        *words = space ? 2 : 1;
        if (n >= *words && strlen(word[0]) == first && strncmp(word[0], verbs[i].name, first) == 0 &&
            (space == NULL || strcmp(word[1], space + 1) == 0))
            return &verbs[i];
    }
    return NULL;
}

/* The first verb of two words that begins with this one; `otherwise` when there is none. */
static const char *
half_a_verb(const char *word, const char *otherwise)
{
    const size_t length = strlen(word);

    for (size_t i = 0; i < N_VERBS; i++)
        if (strncmp(verbs[i].name, word, length) == 0 && verbs[i].name[length] == ' ')
            return verbs[i].name;
    return otherwise;
}

static int
no_verb(char *const *word, int n, dbk_err *err)
{
    const char *names[N_VERBS], *nearest;
    char said[64], shown[128];

    for (size_t i = 0; i < N_VERBS; i++)
        names[i] = verbs[i].name;
    snprintf(said, sizeof said, "%s%s%s", word[0], n > 1 ? " " : "", n > 1 ? word[1] : "");
    nearest = dbk_text_nearest(said, names, N_VERBS);
    if (nearest == NULL || n == 1)
        nearest = half_a_verb(word[0], nearest);
    if (nearest == NULL)
        nearest = dbk_text_nearest(word[0], names, N_VERBS);
    dbk_text_shown(word[0], strlen(word[0]), shown, sizeof shown);
    if (nearest)
        return dbk_err_set(err, DBK_E_USAGE, _("there is no verb \"%s\"; did you mean \"%s\"?"), shown, nearest);
    return dbk_err_set(err, DBK_E_USAGE, _("there is no verb \"%s\"; see daybook-office help"), shown);
}

static int
help(dbk_call *call, dbk_err *err)
{
    const verb *v;
    int words;

    if (call->n == 0) {
        print_verbs();
        return 0;
    }
    if ((v = find_verb(call->word, call->n, &words)) == NULL)
        return no_verb(call->word, call->n, err);
    print_verb(v);
    return 0;
}

/* What the verb does to the database; errata of a brief are only read. */
static dbk_db_use
use_of(const verb *v, const dbk_call *call)
{
    return call->watch ? DBK_DB_WATCH : v->db == ACTS && !call->errata ? DBK_DB_ACT : DBK_DB_READ;
}

/* What --in could not mean for a verb. */
static const char *
why_no_place(const verb *v)
{
    static const struct { const char *verb, *why; } whys[] = {
        { "report", N_("--in does not belong here: a report is one committee's, name that") },
        { "history", N_("--in does not belong here: a report is one committee's, name that") },
        { "ledger", N_("--in does not belong here: the ledger is one committee's; ledger nights takes a place") },
        { "minutes", N_("--in does not belong here: meetings are a branch's, name that") },
        { "minutes decisions", N_("--in does not belong here: meetings are a branch's, name that") },
        { "minutes practices", N_("--in does not belong here: meetings are a branch's, name that") },
        { "brief", N_("--in does not belong here: a brief counts every committee") },
        { "export night", N_("--in does not belong here: a workbook has every committee, its sheets can be filtered") },
        { "export campaign", N_("--in does not belong here: a workbook has every committee, its sheets can be filtered") },
    };

    for (size_t i = 0; i < sizeof whys / sizeof whys[0]; i++)
        if (strcmp(v->name, whys[i].verb) == 0)
            return _(whys[i].why);
    return v->db == ACTS ? _("--in does not belong here: an act names what it is done to")
                         : _("--in does not belong here: what is shown is not of a place");
}

/* An option that was given and does not belong to this verb; NULL: none. */
static const char *
misplaced(const verb *v, const dbk_call *call)
{
    const struct { bool given; unsigned option; const char *wrong; } options_given[] = {
        { call->person != NULL, PERSON, _("--person does not belong here") },
        { call->reason != NULL, REASON, _("--reason does not belong here") },
        { call->figure != NULL, FIGURE, _("--figure does not belong here") },
        { call->svg != NULL, SVG, _("--svg does not belong here") },
        { call->in != NULL, IN, why_no_place(v) },
        { call->before != NULL, BEFORE, _("--before does not belong here") },
        { call->all, ALL, _("--all does not belong here") },
        { call->watch, WATCH, _("--watch does not belong here") },
        { call->as_of || call->night || call->errata, BRIEF, _("--as-of, --night and --errata belong to brief") },
        { call->format >= DBK_FORMAT_HTML, PAGE, _("only a brief comes as html or pdf") },
        { call->file || call->telephone || call->correct, DICTATED,
          _("--file, --telephone and --correct do not belong here") },
    };

    for (size_t i = 0; i < sizeof options_given / sizeof options_given[0]; i++)
        if (options_given[i].given && (v->options & options_given[i].option) == 0)
            return options_given[i].wrong;
    return NULL;
}

static int
check_usage(const verb *v, const dbk_call *call, dbk_err *err)
{
    const char *wrong = misplaced(v, call);

    if (call->n < v->least || call->n > v->most)
        wrong = call->n < v->least ? _("something is missing") : _("too many words");
    else if (wrong == NULL && call->person == NULL && (v->options & PERSON_NEEDED) == PERSON_NEEDED)
        wrong = _("--person is needed: whose key is it?");
    else if (wrong == NULL && call->reason == NULL && (v->options & REASON_NEEDED) == REASON_NEEDED)
        wrong = _("--reason is needed: it is kept with your name");
    else if (wrong == NULL && call->before == NULL && (v->options & BEFORE) != 0)
        wrong = _("--before is needed: a date, before which nothing is kept");
    if (wrong == NULL && call->format == DBK_FORMAT_XLSX && (v->db == NO_DB || use_of(v, call) == DBK_DB_ACT))
        wrong = _("only what is read comes as xlsx");
    if (wrong)
        return dbk_err_set(err, DBK_E_USAGE, _("%s; it is: daybook-office %s %s"), wrong, v->name, v->usage);
    return 0;
}

static int
run_verb(const verb *v, command *c, dbk_err *err)
{
    int rc = -1;

    if (check_usage(v, &c->call, err) != 0)
        return -1;
    if (v->db != NO_DB) {
        c->call.db = dbk_db_open(c->conninfo, use_of(v, &c->call), err);
        if (c->call.db == NULL)
            return -1;
    }
    if (v->db != NO_DB && use_of(v, &c->call) == DBK_DB_READ && c->call.format == DBK_FORMAT_TABLE)
        dbk_pager_start();
    rc = v->run(&c->call, err);
    dbk_db_close(&c->call.db);
    dbk_pager_end();
    return rc;
}

static int
run(command *c, int argc, char **argv, dbk_err *err)
{
    int words = 0;

    dbk_words_init("daybook-office", NULL);
    if (take_arguments(c, argc, argv, err) != 0)
        return -1;
    if (c->lang && strcmp(c->lang, "zh") != 0 && strcmp(c->lang, "en") != 0)
        return dbk_err_set(err, DBK_E_USAGE, _("--lang is zh or en, not \"%.40s\""), c->lang);
    if (c->lang)
        dbk_words_init("daybook-office", c->lang);
    if (take_format(c, err) != 0)
        return -1;
    if (c->version)
        return version(&c->call, err);
    const verb *v = find_verb(c->word, c->n_words, &words);

    c->call.word = c->word + (v ? words : 0);
    c->call.n = c->n_words - (v ? words : 0);
    if (v == NULL && c->n_words > 0)
        return no_verb(c->word, c->n_words, err);
    if (v && c->help)
        return print_verb(v), 0;
    if (v == NULL) {
        print_verbs();
        return c->help ? 0 : dbk_err_set(err, DBK_E_USAGE, "%s", _("say what to do"));
    }
    c->call.verb = v->name;
    c->call.conninfo = c->conninfo;
    return run_verb(v, c, err);
}

int
main(int argc, char **argv)
{
    command c = { .call = { .verb = NULL } };
    dbk_err err = { 0 };
    int rc = run(&c, argc, argv, &err);

    if (rc == 0 && (fflush(stdout) != 0 || ferror(stdout)))
        rc = dbk_err_sys(&err, "%s", _("cannot write the output"));
    if (rc != 0) {
        char shown[DBK_ERR_TEXT_BYTES * 3];

        fflush(stdout);
        fprintf(stderr, "daybook-office: %s\n", dbk_text_shown(err.text, strlen(err.text), shown, sizeof shown));
    }
    return rc == 0 ? 0 : dbk_code_exit(err.code);
}
