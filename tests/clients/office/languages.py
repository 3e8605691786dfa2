"""Every verb of the office in both languages: in English no Chinese word, in Chinese no English one, but what people wrote.

    languages.py PROGRAM LATIN HAN PUNCTUATION FOLDER    one line a failure; last line "languages: N passed, N failed"

The three are conninfos of one campaign: in HAN as it was made, in the other two with all that people wrote in Latin letters
(languages.sh). So a Han character in English output, a Latin word in Chinese output, and in PUNCTUATION a half-width comma
beside a Chinese word are the program's own. What the form calls a figure is the form's.
FOLDER holds form.csv, dictated.csv, roster.csv, volunteers.csv, bulletin.txt and sample.ini.
"""
import concurrent.futures
import re
import shlex
import subprocess
import sys

NIGHT = "2020-02-19"
READS = f"""
night {NIGHT}|missing {NIGHT}|board|board {NIGHT} 2020-02-21|report 1 {NIGHT}|report {{explained}}|report {{missing}}|history 1 {NIGHT}
history {{corrected}}|history {{explained}}|total branch|total committee|total night|total campaign|total subdistrict {NIGHT} 2020-02-21
total batch|total week --figure on_duty_count|completeness committee|completeness branch|completeness night
completeness subdistrict|trend on_duty_count|trend on_duty_count --svg {{folder}}/trend.svg|cases {NIGHT}|observations {NIGHT}|search x
risks|risks --all|rollcall persons {NIGHT}|rollcall {NIGHT}|health {NIGHT}|supplies movements|supplies balance|supplies
minutes decisions|minutes practices|minutes|signup list|signup|bulletin list|bulletin unread|items|ledger nights|ledger notices
ledger releases|ledger 1|reconcile {NIGHT}|receipt {{code}}|audit 2020-01-01|doctor|render list|render {{folder}}/sample.ini {NIGHT}
brief list|brief show 1|brief --errata 1|form show|form diff {{folder}}/form.csv|proxy list|proxy sheet 1 {NIGHT}|key invitations|key list
roster list|export night {NIGHT} {{folder}}/night.xlsx|export campaign {{folder}}/campaign.xlsx|help|version
""".replace("\n", "|").strip("|").split("|")
# The acts, in an order in which each finds what it needs; what is refused is said in words too.
ACTS = f"""
return {{reported}} --reason 1|return {{reported}} --reason 1|excuse {{missing}} --reason 1|excuse withdraw {{missing}} --reason 1
excuse withdraw {{missing}} --reason 1|risk assign {{risk}} 1|risk close {{risk}} --reason 1|risk close {{risk}} --reason 1
supply promise {{need}} 1 {{unit}}|supply send {{need}} 1 {{unit}}|supply receive {{need}} 1 {{unit}}|supply close {{need}} {{unit}} --reason 1
supply close {{need}} {{unit}} --reason 1|remark 1 1234|remark withdraw {{remark}} --reason 1
proxy {{missing}} --person {{person}} --file {{folder}}/half.csv|proxy {{missing}} --person {{person}} --file {{folder}}/dictated.csv
proxy {{missing}} --person {{person}} --file {{folder}}/dictated.csv|proxy {{missing}} --correct --person {{person}} --file {{folder}}/dictated.csv
proxy list|close {NIGHT}|close {NIGHT}|reopen 1 {NIGHT} --reason 1|reopen 99 {NIGHT} --reason 1|bulletin publish {{folder}}/bulletin.txt
bulletin publish {{folder}}/roster.csv|bulletin revoke 1 --reason 1|bulletin revoke 1 --reason 1|key approve {{key}} --person {{person}}
key approve 5f3c --person {{person}}|key revoke {{key}} --reason 1|key revoke {{key}} --reason 1|invite {{person}}|invite 9999
key withdraw {{person}} --reason 1|key withdraw {{person}} --reason 1|roster import {{folder}}/roster.csv|roster import {{folder}}/volunteers.csv
signup import {{folder}}/volunteers.csv|signup import {{folder}}/roster.csv|outage '2020-02-18 21:00' '2020-02-18 21:30' --reason 1
outage 1 2 --reason 1|redact {{reported}} situation --reason 1|redact {{reported}} case:77 --reason 1|backup note --reason 1
form load {{folder}}/form.csv 2099-01-01 --reason 1|form load {{folder}}/form.csv 2020-01-01 --reason 1|purge --before 2099-01-01 --reason 1
brief --night {NIGHT} --as-of 23:00|brief --night 2031-01-01|night 2031-01-01|total village|trend nothing|health 2031-01-01|report 99
report {{reported}}|doctor|audit 2020-01-01|key list|key invitations|bulletin list|items|risks --all|supplies|brief --errata 1
purge --before 2020-02-18 --reason 1|report {{reported}}|history {{reported}}|brief show 1
""".replace("\n", "|").strip("|").split("|")
# How else what is read is printed.
FORMATS = {"brief show 1": ("csv", "html"), "trend on_duty_count --svg {folder}/trend.svg": (), "version": (), "help": (),
           f"export night {NIGHT} {{folder}}/night.xlsx": (), "export campaign {folder}/campaign.xlsx": (),
           f"proxy sheet 1 {NIGHT}": (), "form show": ()}
QUESTIONS = {
    "reported": f"SELECT min(committee_id) || ' {NIGHT}' FROM office.committee_night WHERE state = 'ACCEPTED' AND report_date = '{NIGHT}'",
    "missing": "SELECT committee_id || ' ' || report_date FROM office.missing WHERE state = 'NOT_SEEN' ORDER BY report_date, 1 LIMIT 1",
    "explained": "SELECT committee_id || ' ' || report_date FROM office.explanations ORDER BY 1 LIMIT 1",
    "corrected": "SELECT committee_id || ' ' || report_date FROM office.differences WHERE field = 'answer' ORDER BY 1 LIMIT 1",
    "code": "SELECT min(code) FROM office.report",
    "person": "SELECT person_code FROM office.postings WHERE committee_id || ' ' = substring('{missing}' FROM '^[0-9]+ ') "
              "AND substring('{missing}' FROM ' (.*)')::date BETWEEN valid_from AND valid_to ORDER BY 1 LIMIT 1",
    "remark": "SELECT committee_id || ' ' || substr(item, 2) FROM office.open_items WHERE kind = 'REMARK' ORDER BY 1 LIMIT 1",
    "risk": "SELECT committee_id || ' ' || risk_id FROM office.risks WHERE state <> 'CLOSED' ORDER BY 1 LIMIT 1",
    "need": "SELECT committee_id || ' ' || item FROM office.supply_needs WHERE open AND state = 'OPEN' "
            "ORDER BY committee_id, item LIMIT 1",
    "unit": "SELECT unit FROM office.supply_needs WHERE open AND state = 'OPEN' ORDER BY committee_id, item LIMIT 1",
}
# Half-width punctuation that touches a Chinese word: in the Latin campaign every Chinese sentence is the program's.
HALF = re.compile("[\u3400-\u9fff\u201c\u201d\uff00-\uffef][,;:?!()]|[,;:?!()][\u3400-\u9fff\u201c\u201d]")
# What is the form's, and what is typed so.
LABELS = re.compile("体温异常人次\\(≥37.3℃\\)|新增来沪\\(返沪\\)人员登记|“名称: 内容”")
HAN = re.compile("[\u2018-\u201f\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
# What help shows as an example was written by people: places, words to look for, things, a name.
EXAMPLES = re.compile("田林|门岗|老人|防护服|医用口罩|王芳|(?<= )王(?= )")
# A Latin word in Chinese output that is no word: a verb or an option that is typed, a file, a format, a column, a code.
TYPED = re.compile(r"daybook-office[-() \w.]*|--[a-z-]+|[\w./-]*/[\w./-]+|\b[a-z-]+\.(csv|xlsx|txt|ini|html|svg|pdf)\b|\bmigrate\.sh\b|"
                   r"\b(history|brief list|form show|roster list|key approve|daybook keygen)\b|“[a-z_]+”|“?\bon_duty_count\b|"
                   r"应为 committee、subdistrict、branch、batch、night、week 或 campaign|\b(case|explanations)[:.][\w.]+|"
                   r"\b(office_sample|daybook|clerk|enrol_listen|xlsx|csv|json|html|pdf|CSV|XLSX|HTML|PDF|N95)\b|"
                   r"\b[0-9a-f]{4}(-[0-9a-f]{4}){4}\b|\b[0-9a-f]{4,}\b|\b[PSN]\d+\b|\b[rstm][0-9a-f]{8}\b|"
                   r"\b[0-9A-HJ-NP-Z]{4}[ \u00a0]?[0-9A-HJ-NP-Z]{4}\b|^(sample|clerk)\b", re.M)


class Walk:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.failed, self.passed = [], 0

    def ask(self, conninfo, statement):
        return subprocess.run(["psql", "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-d", conninfo, "-c", statement],
                              capture_output=True, text=True, check=True).stdout.strip()

    def run(self, conninfo, language, words):
        done = subprocess.run([self.program, "--lang", "en" if language == "en" else "zh", "-d", f"{conninfo} user=office_sample", *words],
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return done.returncode, done.stdout.decode("utf-8", "replace")

    def line(self, conninfo, language, text, known):
        for name in QUESTIONS:
            if "{" + name + "}" in text and name not in known:
                known[name] = self.ask(conninfo, QUESTIONS[name].replace("{missing}", known.get("missing", "")))
        words = shlex.split(text.format(**known))
        formats = FORMATS.get(text, ("csv",)) if text in READS else ()
        formats = [format for format in formats if language != "punctuation" or format != "csv"]
        for format in (None, *formats):
            status, said = self.run(conninfo, language, words + (["--format", format] if format else []))
            if language == "zh" and format == "csv":
                said = said.split("\r\n")[0]                    # codes stand in the columns of a file
            self.look(f"{language} {' '.join(words)} {format or ''}", language, said, words[0])
            if status > 78 or status < 0 or not said.strip():
                self.failed.append(f"FAILED {language} {text} {format or ''}: exit status {status}, {said[:200]!r}")

    def all(self, conninfo, language):
        known = {"folder": self.folder, "key": "ab" * 32}
        self.run(conninfo, language, shlex.split(f"brief --night {NIGHT} --as-of 23:00"))
        for line in READS + ACTS:
            self.line(conninfo, language, line, known)

    def look(self, name, language, said, verb):
        if "</style>" in said:
            said = re.sub(r"<style>.*?</style>|<[^>]*>|&[a-z]+;", " ", said, flags=re.S)
        if language == "punctuation":
            wrong = [line for line in said.splitlines() if HALF.search(LABELS.sub("", line))]
        elif language == "en":
            wrong = [line for line in said.splitlines() if HAN.search(EXAMPLES.sub("", line) if verb == "help" else line)]
        else:
            wrong = [line for line in said.splitlines() if re.search("[A-Za-z]{2,}", TYPED.sub("", line))]
            if verb in ("help", "form", "version", "sql"):           # what is typed, or a file that comes back
                wrong = []
        if wrong:
            self.failed.append(f"FAILED {name}\n  found  " + "\n         ".join(wrong[:3]))
        else:
            self.passed += 1


def main(program, latin, han, punctuation, folder):
    walk = Walk(program, folder)
    known_verbs = re.findall(r"^  ([a-z]+(?: [a-z]+)?)(?=$|[ ]\[?[A-Z-])", walk.run(latin, "en", ["help"])[1].split("\n\n")[2], re.M)
    walked = [line for line in READS + ACTS]
    for verb in set(known_verbs) - {"sql"}:                         # psql's words
        if any(line == verb or line.startswith(verb + " ") for line in walked):
            walk.passed += 1
        else:
            walk.failed.append(f"FAILED {verb} is not walked")
    with concurrent.futures.ThreadPoolExecutor() as at_once:
        list(at_once.map(walk.all, (latin, han, punctuation), ("en", "zh", "punctuation")))
    print("\n".join(walk.failed + [f"languages: {walk.passed} passed, {len(walk.failed)} failed"]))


if __name__ == "__main__":
    main(*sys.argv[1:])
