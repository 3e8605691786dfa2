"""Two of the office do the same at the same moment: one clear sentence each, nothing half done, both truths in the audit.

    at_once.py PROGRAM CONNINFO FOLDER    one line a failure; last line "at once: N passed, N failed"

Both logins are inside the act before either may note it: the audit is locked until both wait. CONNINFO is a campaign of
tests/campaign with every kind of record; FOLDER holds roster.csv, form.csv, bulletin.txt, volunteers.csv, dictated.csv.
"""
import datetime as dt
import shlex
import subprocess
import sys
import time

LOGINS = ("office_sample", "office_second")
WAIT_S = 60
KEY = "ab" * 32
BOTH, ONE = 2, 1

# What each act is called with ({name} is a question below), how many of the two do it, what the other is told (a part of
# it), its name in the audit, and what may be counted then: a question whose answer must be the number given.
ACTS = (
    ("remark {reported} 样例:请核对", BOTH, None, "make_remark", ("SELECT count(*) FROM daybook.remark", 2)),
    ("remark withdraw {remark} --reason 样例", ONE, "", "withdraw_remark", None),
    ("return {reported} {night} --reason 样例", ONE, "was returned already", "return_report",
     ("SELECT count(*) FROM daybook.report_return WHERE reason = '样例'", 1)),
    ("excuse {missing} --reason 样例", ONE, "is excused for", "excuse",
     ("SELECT count(*) FROM daybook.excuse WHERE reason = '样例'", 1)),
    ("excuse withdraw {missing} --reason 样例", ONE, "is not excused", "withdraw_excuse",
     ("SELECT count(*) FROM daybook.excuse WHERE reason = '样例'", 0)),
    ("proxy {missing} --person {person} --file {folder}/dictated.csv", ONE, "has entered the report", "enter_by_proxy",
     ("SELECT count(*) FROM daybook.proxy_entry", 1)),
    ("risk assign {risk} 样例王主任", BOTH, None, "assign_risk", None),
    ("risk close {risk} --reason 样例", ONE, "was closed", "close_risk", None),
    ("supply promise {need} 1 {unit}", ONE, "is promised already", "move_need", None),
    ("supply send {need} 1 {unit}", ONE, "is on the way already", "move_need", None),
    ("supply receive {need} 1 {unit}", ONE, "is received already", "move_need", None),
    ("supply close {need} {unit} --reason 样例", ONE, "is settled already", "move_need", None),
    ("close {night}", ONE, "is closed already", "close_night",
     ("SELECT count(*) FROM daybook.night WHERE closed_at IS NOT NULL", 1)),
    ("reopen {reported} {night} --reason 样例", BOTH, None, "reopen", None),
    ("bulletin publish {folder}/bulletin.txt", BOTH, None, "publish_bulletin", None),
    ("bulletin revoke {bulletin} --reason 样例", ONE, "it is revoked already", "revoke_bulletin", None),
    ("key approve " + KEY + " --person {person}", BOTH, None, "approve_key",
     ("SELECT count(*) FROM daybook.client_key WHERE revoked_at IS NULL", 1)),
    ("key revoke " + KEY + " --reason 样例", ONE, "revoked already", "revoke_key",
     ("SELECT count(*) FROM daybook.client_key WHERE revoked_at IS NULL", 0)),
    ("invite {person}", BOTH, None, "invite", ("SELECT count(*) FROM office.invitations WHERE state = 'OPEN'", 2)),
    ("key withdraw {person} --reason 样例", BOTH, None, "withdraw_invitations",
     ("SELECT count(*) FROM office.invitations WHERE state = 'OPEN'", 0)),
    ("form load {folder}/form.csv {later} --reason 样例", ONE, "nothing was imported", "load_form",
     ("SELECT max(version) - {version} FROM office.form", 1)),
    ("roster import {folder}/roster.csv", BOTH, None, "import_roster",
     ("SELECT count(*) FROM daybook.person WHERE code = 'Z1'", 1)),
    ("signup import {folder}/volunteers.csv", BOTH, None, "import_volunteers", None),
    ("outage '2020-02-18 21:00' '2020-02-18 21:30' --reason 样例", BOTH, None, "enter_outage", None),
    ("redact {reported} {night} situation --reason 样例", BOTH, None, "redact", None),
    ("brief --night {night} --as-of 23:00", BOTH, None, "make_brief", ("SELECT count(*) FROM office.briefs", 1)),
    ("purge --before 2020-02-18 --reason 样例", BOTH, None, "purge", None),
    ("backup note --reason 样例", BOTH, None, "note_backup", None),
)
QUESTIONS = {
    "night": "SELECT min(report_date) FROM office.night",
    "reported": "SELECT min(committee_id) FROM office.committee_night WHERE state = 'ACCEPTED' AND report_date = "
                "(SELECT min(report_date) FROM office.night)",
    "missing": "SELECT committee_id || ' ' || report_date FROM office.missing WHERE state = 'NOT_SEEN' ORDER BY report_date, 1 "
               "LIMIT 1",
    "person": "SELECT person_code FROM office.postings WHERE committee_id || ' ' = substring('{missing}' FROM '^[0-9]+ ') "
              "AND substring('{missing}' FROM ' (.*)')::date BETWEEN valid_from AND valid_to ORDER BY 1 LIMIT 1",
    "remark": "SELECT committee_id || ' ' || substr(item, 2) FROM office.open_items WHERE kind = 'REMARK' LIMIT 1",
    "risk": "SELECT committee_id || ' ' || risk_id FROM office.risks WHERE state <> 'CLOSED' ORDER BY 1 LIMIT 1",
    "need": "SELECT committee_id || ' ' || item FROM office.supply_needs WHERE open AND state = 'OPEN' "
            "ORDER BY committee_id, item LIMIT 1",
    "unit": "SELECT unit FROM office.supply_needs WHERE open AND state = 'OPEN' ORDER BY committee_id, item LIMIT 1",
    "bulletin": "SELECT max(number) FROM office.bulletins WHERE state = 'IN_FORCE'",
    "version": "SELECT max(version) FROM office.form",
}


class Office:
    def __init__(self, program, conninfo, folder):
        self.program, self.conninfo = program, conninfo
        self.known = {"folder": folder, "later": (dt.date.today() + dt.timedelta(days=5)).isoformat()}
        self.failed, self.passed = [], 0

    def ask(self, statement):
        return subprocess.run(["psql", "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-d", self.conninfo, "-c", statement],
                              capture_output=True, text=True, check=True).stdout.strip()

    def fill(self, text):
        for name in QUESTIONS:
            if "{" + name + "}" in text and name not in self.known:
                self.known[name] = self.ask(self.fill(QUESTIONS[name]))
        return text.format(**self.known)

    def check(self, name, found, wanted):
        if found == wanted or (isinstance(wanted, str) and isinstance(found, str) and wanted in found):
            self.passed += 1
        else:
            self.failed.append(f"FAILED {name}\n  found  {found}\n  wanted {wanted}")

    def both_wait(self, run):
        """Both are inside, or have ended already."""
        begun = time.monotonic()
        while time.monotonic() < begun + WAIT_S:
            waiting = int(self.ask("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                                   f"AND usename IN {LOGINS} AND wait_event_type = 'Lock'"))
            if waiting + sum(one.poll() is not None for one in run) >= 2:
                return True
            time.sleep(0.02)
        return False

    def at_once(self, words):
        """The act by both logins: exit status and what each said, in the order of the logins."""
        with subprocess.Popen(["psql", "-X", "-q", "-d", self.conninfo], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              text=True) as lock:
            print("BEGIN; LOCK daybook.audit IN EXCLUSIVE MODE;\n\\echo locked", file=lock.stdin, flush=True)
            lock.stdout.readline()
            run = [subprocess.Popen([self.program, "--lang", "en", "-d", f"{self.conninfo} user={login}", *words],
                                    stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
                   for login in LOGINS]
            waited = self.both_wait(run)
            lock.stdin.close()
        said = [one.communicate(timeout=WAIT_S) for one in run]
        return waited, [(one.returncode, out, err) for one, (out, err) in zip(run, said)]

    def act(self, line, doers, told, name, counted):
        words, question = shlex.split(self.fill(line)), self.fill(counted[0]) if counted else None
        before = int(self.ask(f"SELECT count(*) FROM office.audit WHERE act = '{name}'"))
        waited, answers = self.at_once(words)
        self.check(f"{line}: both are in it", waited, True)
        done = [login for login, (status, *_) in zip(LOGINS, answers) if status == 0]
        heard = [err for _, _, err in answers]
        self.check(f"{line}: how many did it", (len(done), heard), (doers, heard))
        for status, _, err in answers:
            if status:
                self.check(f"{line}: the other is refused, not broken", status, 65)
                self.check(f"{line}: in one sentence, and of a file which line", err.count("\n") <= 1 + ("{folder}" in line), True)
                self.check(f"{line}: which", err, told or "")
        notes = self.ask(f"SELECT string_agg(DISTINCT who, ' ' ORDER BY who) FROM (SELECT who FROM office.audit "
                         f"WHERE act = '{name}' ORDER BY at DESC LIMIT (SELECT count(*) - {before} FROM office.audit "
                         f"WHERE act = '{name}')) a")
        if name != "make_brief":
            self.check(f"{line}: the audit", notes, " ".join(sorted(done)))
        if question:
            self.check(f"{line}: nothing twice", int(self.ask(question)), counted[1])


def main(program, conninfo, folder):
    office = Office(program, conninfo, folder)
    for act in ACTS:
        try:
            office.act(*act)
        except Exception as failure:                       # the next act is tried all the same
            office.failed.append(f"FAILED {act[0]}: {type(failure).__name__} {failure}")
    print("\n".join(office.failed + [f"at once: {office.passed} passed, {len(office.failed)} failed"]))
    return 1 if office.failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
