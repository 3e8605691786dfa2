"""What users of such systems complain of, and that they will not complain of it here: fifteen lessons, each with a test
that is named after it (tests/README.md has the table). Those of time and of other offices' forms are elsewhere.
"""
import csv
import io
import json
import os
import re
import subprocess

import reports
from daybook_client import PATIENCE, pb, status_name, take_all
from daybook_flow import BUILD, COMMITTEES, NOBODY_THERE, PROGRAM_S, FlowTest, Laptop, cluster, iso, shift, until
from page import DISK, KILL_BEFORE

CLERK = "clerk_of_lessons"


class Lessons(FlowTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cluster.sql(f"DO $$ BEGIN IF to_regrole('{CLERK}') IS NULL THEN CREATE ROLE {CLERK} LOGIN IN ROLE "
                    "daybook_office; END IF; END $$")

    def laptop(self, name, person):
        return Laptop(self.folder / name, self.daemon, self.server_hex, person).wait_known()

    def office(self, *words, binary=False):
        """What daybook-office prints."""
        command = [BUILD / "daybook-office", "-d", cluster.url(CLERK), "--lang", "en", *[str(word) for word in words]]
        done = subprocess.run(command, capture_output=True, timeout=PROGRAM_S, check=False)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        return done.stdout if binary else done.stdout.decode()

    def office_json(self, *words):
        return json.loads(self.office("--format", "json", *words))

    def report_file(self, committee, day=None, **figures):
        """A good report as a file; `figures` are added by their codes."""
        text = reports.yaml_text(committee, day or self.today)
        lines = "".join(f"  {code}: {value}\n" for code, value in figures.items())
        path = self.folder / f"report-{committee}.yaml"
        path.write_text(text.replace("figures:\n", f"figures:\n{lines}"), encoding="utf-8")
        return path

    def secretary_of(self, committee):
        return next(row["person_code"] for row in cluster.roster if int(row["committee_id"]) == committee
                    and row["secretary"] == "yes" and row["valid_from"] <= iso(self.today) <= row["valid_to"])

    def good(self, said):
        self.assertEqual(said[0], 0, said)
        return said[1]


class TestLessons(Lessons):
    def test_lesson_01_a_retry_on_a_bad_line_makes_no_duplicate(self):
        """200 identical sends: one row, 200 equal receipts."""
        sealed = reports.sealed_report(1, self.today)
        clients = [self.client(1) for _ in range(8)]
        for client in clients * 25:
            client.post(sealed)
        replies = [reply for _, reply in take_all(clients, 200)]
        for reply in replies:
            self.assertIn(status_name(reply), ("ACCEPTED", "DUPLICATE"))
            self.assertEqual(reply.receipt, replies[0].receipt)
        self.assertEqual(sum(reply.status == pb.ACCEPTED for reply in replies), 1)
        self.expect_receipt(self.client(1).ask(sealed), sealed, "DUPLICATE")
        self.assertEqual(self.rows(f"committee_id = 1 AND report_date = '{iso(self.today)}'"), 1)

    def test_lesson_02_a_conflict_is_a_choice_and_nothing_is_stuck(self):
        """Two laptops, one night: whoever was second chooses, and no copy waits for ever."""
        first = self.laptop("first", cluster.person_at(5))
        second = self.laptop("second", self.secretary_of(5))
        self.good(first.run("submit", self.report_file(5)))
        status, out, _ = second.run("submit", self.report_file(5, hotline_count=9))
        self.assertEqual(status, 65)
        program, keyboard, screen = second.on_a_terminal(self, "correct", "5", iso(self.today))
        until(lambda: b"Which (Enter" in b"".join(screen), "three ways out", 30 * PATIENCE)
        for way in (b"let the other one stand", b"send mine as a correction", b"show the difference"):
            self.assertIn(way, b"".join(screen))
        os.write(keyboard, b"2\n")
        until(lambda: b"Seal the correction and send it?" in b"".join(screen), "what it changes, and a question", 30 * PATIENCE)
        os.write(keyboard, b"y\n")
        self.assertEqual(program.wait(timeout=30 * PATIENCE), 0)
        self.assertEqual(self.rows("committee_id = 5 AND revision = 2"), 1)
        self.assertIn("nothing waits", self.good(second.run("flush")))

    def test_lesson_03_of_two_reports_neither_is_dropped_silently_nor_both_counted(self):
        """200 different reports of one night: one row, and 199 that are told which one stands."""
        sealed = [reports.sealed_report(2, self.today) for _ in range(200)]
        clients = [self.client(2) for _ in range(8)]
        for number, one in enumerate(sealed):
            clients[number % 8].post(one)
        replies = [reply for _, reply in take_all(clients, 200)]
        accepted = [reply for reply in replies if reply.status == pb.ACCEPTED]
        self.assertEqual(len(accepted), 1)
        for reply in replies:
            if reply.status != pb.ACCEPTED:
                self.expect(reply, "CONFLICT", "stands")
                self.assertEqual(reply.standing.record_id, accepted[0].receipt.record_id)
        self.assertEqual(self.rows(f"committee_id = 2 AND report_date = '{iso(self.today)}'"), 1)

    def test_lesson_04_an_empty_form_wipes_nothing(self):
        laptop = self.laptop("empty", cluster.person_at(7))
        self.good(laptop.run("submit", self.report_file(7, hotline_count=5)))
        calls = ("SELECT r.revision, value FROM office.report r JOIN office.report_figure f "
                 "USING (committee_id, report_date) WHERE committee_id = 7 AND f.code = 'hotline_count'")
        empty = self.folder / "nothing.yaml"
        empty.write_text(self.good(laptop.run("template", "--committee", 7)), encoding="utf-8")
        for verb in (("submit",), ("correct", "--file")):
            status, _, err = laptop.run(*verb, empty, *(() if verb == ("submit",) else (7, iso(self.today))))
            self.assertEqual(status, 65, err)
        status, _, err = laptop.run("correct", "--file", self.report_file(7), 7, iso(self.today))
        self.assertEqual(status, 65)
        self.assertIn("emptied: calls answered", err)
        self.assertIn("--confirm-clear", err)
        self.assertEqual(cluster.sql(calls), [["1", "5"]])
        self.good(laptop.run("correct", "--confirm-clear", "--file", self.report_file(7), 7, iso(self.today)))
        self.assertEqual(cluster.sql(calls), [["2", ""]])                # meant so: not filled, which is not 0

    def test_lesson_05_a_correction_is_seen_and_what_was_reported_first_is_kept(self):
        client, first = self.client(9), reports.record(9, self.today)
        sealed = reports.seal(first)
        self.expect_receipt(client.ask(sealed), sealed)
        second = reports.set_figure(reports.record(9, self.today, corrects=first.id), 8, 140)
        self.expect(client.ask(reports.seal(second)), "ACCEPTED")
        kept = cluster.value("SELECT encode(sealed, 'hex') FROM daybook.record WHERE committee_id = 9 AND revision = 1")
        self.assertEqual(kept, sealed.hex())
        report = self.office_json("report", 9, iso(self.today))
        self.assertEqual((report["revision"], [r["revision"] for r in report["revisions"]]), (2, [1, 2]))
        self.assertEqual([f["value"] for f in report["figures"] if f["code"] == "temp_check_count"], [140])
        history = self.office("history", 9, iso(self.today), "--format", "csv")
        self.assertRegex(history, r"temperature checks.*100.*140")

    def test_lesson_06_what_was_not_sent_is_on_the_disk_and_what_was_sent_stays_readable(self):
        laptop = self.laptop("kept", cluster.person_at(11))
        self.good(laptop.run("template"))
        status, out, _ = laptop.run("submit", self.report_file(11), endpoint=NOBODY_THERE)
        self.assertEqual(status, 75)
        record = re.search(r"saved \((\S+)\)", out).group(1)
        doctor = laptop.run("doctor", endpoint=NOBODY_THERE)[1]
        self.assertRegex(doctor, rf"out/.*{record}")
        self.assertRegex(doctor, r"(?m)^ILL +connection +.*nothing listens .*errno 111\); check the port in")
        self.good(laptop.run("flush"))
        self.assertRegex(laptop.run("doctor")[1], rf"done/.*{record}")
        shown = self.good(laptop.run("show", 11, iso(self.today), endpoint=NOBODY_THERE))
        self.assertIn(reports.SITUATION[:12], shown)
        code = cluster.value("SELECT code FROM daybook.record WHERE committee_id = 11")
        self.assertIn(f"{code[:4]} {code[4:]}", shown)

    def test_lesson_07_what_waits_is_counted_with_its_reason_and_its_next_try(self):
        laptop = self.laptop("waiting", cluster.person_at(13))
        self.good(laptop.run("template"))
        self.assertEqual(laptop.run("submit", self.report_file(13), endpoint=NOBODY_THERE)[0], 75)
        self.assertRegex(" ".join(laptop.run(endpoint=NOBODY_THERE)[1].split()),
                         r"not delivered yet \(waiting for \d+ s: nothing listens there.*; daybook flush sends it\)")
        waiting = json.loads(laptop.run("status", "--json", endpoint=NOBODY_THERE)[1])["outbox"]
        self.assertEqual([item["state"] for item in waiting], ["waiting"])
        self.assertRegex(waiting[0]["reason"], "nothing listens there")
        self.good(laptop.run("flush"))
        self.assertRegex(laptop.run()[1], r"\(13\) +delivered")

    def test_lesson_08_killed_at_any_step_one_flush_delivers(self):
        """SIGKILL at each call by which `daybook submit` changes the disk; no state of "sending" outlives it."""
        laptop = self.laptop("killed", self.secretary_of(14))
        self.good(laptop.run("template"))
        page = laptop.break_with(self.folder / "page")
        mine = [int(row["committee_id"]) for row in cluster.roster if row["person_code"] == self.secretary_of(14)]
        nights = [(committee, shift(self.today, -back)) for back in range(4) for committee in mine]
        for nth, (committee, day) in enumerate(nights, start=1):
            path = self.report_file(committee, day)
            page.set(family=DISK, nth=nth, deed=KILL_BEFORE)
            status, out, _ = laptop.run("submit", path)
            page.clear()
            if status == 0:
                break                            # it has no nth call any more
            self.good(laptop.run("flush"))
            self.assertEqual(list((laptop.home / "out").glob("*.item")), [])
            if "saved" not in out and self.rows(f"committee_id = {committee} AND report_date = '{iso(day)}'") == 0:
                self.good(laptop.run("submit", path))
            self.assertEqual(self.rows(f"committee_id = {committee} AND report_date = '{iso(day)}'"), 1, f"call {nth}")
        self.assertGreater(nth, 8)
        self.assertEqual(status, 0)

    def test_lesson_09_who_has_not_reported_is_known_by_name_and_telephone(self):
        day = shift(self.today, -1)
        for committee in range(30, 40):
            self.expect(self.client(committee).ask(reports.sealed_report(committee, day)), "ACCEPTED")
        night = self.office_json("night", iso(day))
        missing = self.office_json("missing", iso(day))["missing_committees"]
        self.assertEqual(night["expected"], 53)
        self.assertEqual(night["reported"] + night["missing"], 53)
        self.assertEqual(len(missing), night["missing"])
        self.assertFalse({m["committee_id"] for m in missing} & set(range(30, 40)))
        for one in missing:
            self.assertTrue(one["committee"] and one["contact"] and one["contact_telephone"], one)
        adds_up = "on_time + on_time_outage + late + missing + excused = expected"
        self.assertEqual(cluster.value(f"SELECT bool_and({adds_up}) FROM office.night"), "t")

    def test_lesson_11_excel_opens_it_and_what_excel_saves_is_read(self):
        made = reports.with_case(reports.record(45, self.today), title="=HYPERLINK(1)")
        self.expect(self.client(45).ask(reports.seal(made)), "ACCEPTED")
        raw = self.office("cases", iso(self.today), "--format", "csv", binary=True)
        self.assertTrue(raw.startswith(b"\xef\xbb\xbf"))
        self.assertEqual(raw.count(b"\n"), raw.count(b"\r\n"))
        rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
        self.assertIn("'=HYPERLINK(1)", [row["title"] for row in rows])
        self.assertTrue(self.office("missing", iso(self.today), "--format", "xlsx", binary=True).startswith(b"PK"))
        head = [name for name in cluster.roster[0] if name != "line"]
        lines = [head] + [[str(row[name]) for name in head] for row in cluster.roster]
        text = "".join(",".join(line) + "\r\n" for line in lines)
        before = cluster.value("SELECT count(*) FROM daybook.posting")
        for encoding in ("utf-8", "utf-8-sig", "gb18030"):
            path = self.folder / f"{encoding}.csv"
            path.write_bytes(text.encode(encoding))
            self.assertIn("at 53 committees", self.office("roster", "import", path))
        self.assertLessEqual(int(before), int(cluster.value("SELECT count(*) FROM daybook.posting")))

    def test_lesson_14_corrections_arrive_in_their_order(self):
        """A hundred under way on one connection, each correcting the one before."""
        client, chain, base = self.client(3), [], None
        for _ in range(100):
            made = reports.record(3, self.today, corrects=base)
            chain.append(reports.seal(made))
            base = made.id
        numbers = [client.post(sealed) for sealed in chain]
        replies = {reply.request_id: reply for _, reply in take_all([client], len(chain))}
        for revision, (number, sealed) in enumerate(zip(numbers, chain), start=1):
            self.assertEqual(self.expect_receipt(replies[number], sealed).revision, revision)
        self.assertEqual(self.office_json("report", 3, iso(self.today))["revision"], 100)


class TestRates(Lessons):
    def test_lesson_10_a_rate_does_not_lie(self):
        """An empty shell is no report; what the roster does not expect is told apart, and the doctor tells it too."""
        shell = reports.record(20, self.today, form_version=1)
        del shell.nightly_report.figures[:]
        shell.nightly_report.ClearField("situation")
        self.expect_violation(self.client(20).ask(reports.seal(shell)), "figure.required")
        day = shift(self.today, -2)
        for committee in COMMITTEES:
            self.expect(self.client(committee).ask(reports.sealed_report(committee, day)), "ACCEPTED")
        cluster.sql("DELETE FROM daybook.posting WHERE committee_id = 20 AND valid_from = "
                    f"'{iso(shift(self.today, -3))}'")
        night = cluster.sql(f"SELECT expected, reported, missing, unexpected FROM office.night WHERE report_date = '{iso(day)}'")
        self.assertEqual(night, [["52", "52", "0", "1"]])
        doctor = {row["check"]: row["state"] for row in self.office_json("doctor")["checks"]}
        self.assertNotEqual(doctor["unexpected"], "OK")
        rates = self.office_json("completeness", "night")["completeness"]
        rate = next(row for row in rates if row["name"] == iso(day))
        self.assertEqual((rate["expected"], rate["unexpected"]), (52, 1))
        self.assertEqual(rate["complete_percent"], "101.9")              # not clamped: something is wrong, and shows


class TestForms(Lessons):
    def test_lesson_13_a_new_form_loses_no_column_and_no_figure(self):
        yesterday = shift(self.today, -1)
        client = self.client(4)
        self.expect(client.ask(reports.sealed_report(4, yesterday)), "ACCEPTED")
        cluster.replace_form(yesterday)
        cluster.sql("INSERT INTO daybook.indicator (number, code) VALUES (60, 'elderly_count'); "
                    "INSERT INTO daybook.form_indicator SELECT 2, 60, max(position) + 1, min(group_code), '走访老人', "
                    "'elderly visited', '人', 'people', 0, 2000, false, false FROM daybook.form_indicator "
                    "WHERE version = 2; NOTIFY daybook_directory")
        made = reports.set_figure(reports.record(4, self.today, form_version=2), 60, 7)
        reports.set_figure(made, 200, 3)                             # a form that this office has not heard of yet
        sealed = reports.seal(made)
        until(lambda: client.ask(sealed).status in (pb.ACCEPTED, pb.DUPLICATE), "the new form is in force")
        cells = cluster.sql("SELECT report_date::text, state, value, form_version FROM office.cell "
                            "WHERE committee_id = 4 AND code = 'elderly_count' AND report_date IN "
                            f"('{iso(yesterday)}', '{iso(self.today)}') ORDER BY 1")
        self.assertEqual(cells, [[iso(yesterday), "NOT_ASKED", "", "1"], [iso(self.today), "NUMBER", "7", "2"]])
        report = self.office_json("report", 4, iso(self.today))
        figures = {figure["code"]: (figure["state"], figure["value"]) for figure in report["figures"]}
        self.assertEqual(figures["elderly_count"], ("NUMBER", 7))
        self.assertEqual(figures["temp_check_count"], ("NUMBER", 100))
        raw = cluster.value("SELECT encode(sealed, 'hex') FROM daybook.record WHERE committee_id = 4 AND report_date = "
                            f"'{iso(self.today)}'")
        kept = pb.Record.FromString(bytes.fromhex(raw))
        self.assertIn((200, 3), [(f.indicator, f.value) for f in kept.nightly_report.figures])


del Lessons
