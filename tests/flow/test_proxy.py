"""A report that was dictated over the telephone and entered by the office: the laptop's own becomes its correction."""
import json
import random
import re
import subprocess
import threading

import reports
from daybook_client import Client, pb, seal_hash, telephone_code
from daybook_flow import BUILD, FlowTest, PROGRAM_S, cluster, iso, shift, until

CLERKS = ("clerk", "typist")           # two logins of the office
PROJECTIONS = {"nightly_report": "figures::text, situation, no_case, zero_report",
               "typical_case": "position, title, category, place, story, result, may_publish",
               "observation": "position, kind, category, severity, place, text, needs_office",
               "supply_need": "position, item, unit, on_hand, daily_use, quantity, needed_by, urgency, reason",
               "explanation": "position, rule, text",
               "answered_item": "position, item, answer, text"}


class ProxyTest(FlowTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for clerk in CLERKS:
            cluster.sql(f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{clerk}') THEN "
                        f"CREATE ROLE {clerk} LOGIN IN ROLE daybook_office; END IF; END $$")

    def enter(self, sealed, clerk=CLERKS[0], person=None, telephone="13800000000"):
        """The office's act: (committee, date, revision, id, received, timeliness, code), or the sentence that refuses it."""
        record = pb.Record.FromString(sealed)
        person = person or cluster.person_at(record.committee_id)
        said = cluster.sql(f"SET SESSION AUTHORIZATION {clerk}; SELECT e.* FROM office.enter_by_proxy("
                           f"decode('{sealed.hex()}', 'hex'), decode('{seal_hash(sealed).hex()}', 'hex'), "
                           f"'{telephone_code(record.id, sealed)}', '{person}', '{telephone}') e")
        return said[-1]

    def refused(self, sealed, code, sentence, **more):
        with self.assertRaises(RuntimeError) as said:
            self.enter(sealed, **more)
        self.assertIn(sentence, str(said.exception))
        return str(said.exception)

    def drawn(self, committee, record_id):
        """What stands beside a record, in every table."""
        return {table: cluster.sql(f"SELECT {columns} FROM daybook.{table} WHERE committee_id = {committee} "
                                   f"AND record_id = '{record_id.hex()}' ORDER BY 1")
                for table, columns in PROJECTIONS.items()}

    def record_of(self, sealed):
        return pb.Record.FromString(sealed)


class Original(ProxyTest):
    def test_the_original_becomes_revision_2_and_then_a_correction_3(self):
        day = self.today
        entered = reports.sealed_report(1, day)
        self.assertEqual(self.enter(entered)[2], "1")
        on_time = cluster.value("SELECT timeliness FROM daybook.record WHERE committee_id = 1 AND revision = 1 "
                                f"AND report_date = '{iso(day)}'")
        original = reports.with_case(reports.record(1, day))
        reports.set_figure(original, 8, 140)
        sealed = reports.seal(original)
        with self.client(1) as client:
            receipt = self.expect_receipt(client.ask(sealed), sealed)
            self.assertEqual(receipt.revision, 2)
            self.assertEqual(str(receipt.timeliness), on_time)
            for _ in range(3):
                self.assertEqual(self.expect_receipt(client.ask(sealed), sealed, "DUPLICATE"), receipt)
            correction = reports.sealed_report(1, day, corrects=original.id)
            self.assertEqual(self.expect_receipt(client.ask(correction), correction).revision, 3)
            self.expect(client.ask(reports.sealed_report(1, day)), "CONFLICT", "stands")
        self.assertEqual(cluster.sql("SELECT revision, entered_by_proxy, coalesce(entered_by, '') FROM office.revisions "
                                     f"WHERE committee_id = 1 AND report_date = '{iso(day)}' ORDER BY 1"),
                         [["1", "t", "clerk"], ["2", "f", ""], ["3", "f", ""]])
        self.assertIn(["temp_check_count", "100", "140"],
                      cluster.sql("SELECT field, was, now FROM office.differences WHERE committee_id = 1 AND revision = 2 "
                                  f"AND report_date = '{iso(day)}'"))
        self.assertEqual(cluster.sql("SELECT state, original_revision FROM office.proxy_entries WHERE committee_id = 1"),
                         [["ORIGINAL_HERE", "2"]])

    def test_two_originals_still_conflict_when_they_come_together(self):
        self.enter(reports.sealed_report(2, self.today))
        sealed = [reports.sealed_report(2, self.today) for _ in range(20)]
        clients = [self.client(2) for _ in range(4)]
        for number, one in enumerate(sealed):
            clients[number % 4].post(one)
        replies = [client.take() for number, client in enumerate(clients * 5)]
        self.assertEqual(sorted(pb.Status.Name(r.status) for r in replies), ["ACCEPTED"] + ["CONFLICT"] * 19)
        self.assertEqual([r.receipt.revision for r in replies if r.status == pb.ACCEPTED], [2])
        self.assertEqual(self.rows(f"committee_id = 2 AND report_date = '{iso(self.today)}'"), 2)

    def test_an_entry_is_refused_where_a_report_stands(self):
        sealed = reports.sealed_report(3, self.today)
        with self.client(3) as client:
            self.expect_receipt(client.ask(sealed), sealed)
        said = self.refused(reports.sealed_report(3, self.today), "DB076", "is here: revision 1 from ")
        self.assertIn("号居委会", said)
        self.assertEqual(self.rows(f"committee_id = 3 AND report_date = '{iso(self.today)}'"), 1)

    def test_an_entry_is_corrected_by_an_entry_and_the_original_follows_the_newest(self):
        first = reports.record(4, self.today)
        self.enter(reports.seal(first))
        self.refused(reports.sealed_report(4, self.today), "DB077", "clerk has entered the report", clerk="typist")
        again = reports.sealed_report(4, self.today, corrects=first.id)
        self.assertEqual(self.enter(again, clerk="typist")[2], "2")
        self.refused(reports.sealed_report(4, self.today, corrects=first.id), "DB077", "typist has entered the report")
        original = reports.sealed_report(4, self.today)
        with self.client(4) as client:
            self.assertEqual(self.expect_receipt(client.ask(original), original).revision, 3)
        self.refused(reports.sealed_report(4, self.today, corrects=self.record_of(again).id), "DB076", "is here: revision 3")
        self.assertEqual(cluster.sql("SELECT revision, state FROM office.proxy_entries WHERE committee_id = 4 ORDER BY 1"),
                         [["1", "ENTERED_AGAIN"], ["2", "ORIGINAL_HERE"]])

    def test_two_at_the_office_enter_at_once(self):
        said = []

        def one(clerk):
            try:
                said.append(self.enter(reports.sealed_report(5, self.today), clerk=clerk)[2])
            except RuntimeError as refusal:
                said.append(str(refusal))

        both = [threading.Thread(target=one, args=(clerk,)) for clerk in CLERKS]
        for thread in both:
            thread.start()
        for thread in both:
            thread.join()
        self.assertEqual(said.count("1"), 1, said)
        self.assertIn("has entered the report of committee 5", next(s for s in said if s != "1"))

    def test_many_originals_in_one_batch_with_other_reports(self):
        """Entries at every second committee, then all 53 originals at once: half are revision 2, half revision 1."""
        day = shift(self.today, -1)
        for committee in range(2, 54, 2):
            self.enter(reports.sealed_report(committee, day))
        clients = {c: self.client(c) for c in range(1, 54)}
        sealed = {c: reports.sealed_report(c, day) for c in clients}
        with cluster.lock("daybook.record"):
            for committee, client in clients.items():
                client.post(sealed[committee])
        for committee, client in clients.items():
            receipt = self.expect_receipt(client.take(), sealed[committee])
            self.assertEqual(receipt.revision, 2 - committee % 2)


class Bytes(ProxyTest):
    def test_what_the_office_draws_is_what_the_daemon_draws(self):
        """The same contents sent by a laptop and entered by the office leave the same rows in every table."""
        made = reports.with_case(reports.with_case(reports.record(7, self.today)), "第二个案例")
        report = made.nightly_report
        for kind, severity in ((pb.RISK, 3), (pb.SUGGESTION, None), (pb.THANKS, None)):
            report.observations.add(kind=kind, category=pb.GATE, severity=severity, place="东门".encode(),
                                    text="北门的灯坏了，夜里看不清来人。".encode(), needs_office=severity is not None)
        report.supply_needs.add(item=pb.GLOVES, unit="副".encode(), on_hand=3, daily_use=1, quantity=10,
                                needed_by=shift(self.today, 2), urgency=2, reason="库存不多".encode())
        report.supply_needs.add(item=pb.RAINCOAT, unit="件".encode(), on_hand=0, daily_use=0, quantity=1,
                                needed_by=self.today, urgency=1)
        report.explanations.add(rule="text.personal".encode(), text="没有号码".encode())
        report.answers.add(item=b"r0123abcd", answer=pb.SOLVED, text="灯已换好".encode())
        report.answers.add(item=b"s89abcdef", answer=pb.STILL_THERE)
        reports.set_figure(made, 40, 7)
        sealed = reports.seal(made)
        with self.client(7) as client:
            self.expect_receipt(client.ask(sealed), sealed)
        twin = pb.Record.FromString(sealed)
        twin.committee_id, twin.id = 8, reports.new_id()
        self.enter(reports.seal(twin))
        drawn = self.drawn(7, made.id)
        self.assertTrue(all(drawn.values()), drawn)
        self.assertEqual(self.drawn(8, twin.id), drawn)

    def test_the_form_is_the_one_that_the_daemon_serves(self):
        with self.client(1) as client:
            form = client.ask(query=pb.Query(form=pb.FormQuery(version=1))).form
        self.assertEqual(bytes.fromhex(cluster.value("SELECT encode(office.form_message(1), 'hex')")),
                         form.SerializeToString(deterministic=True))

    def test_on_time_is_decided_as_the_daemon_does(self):
        """The same rule in SQL and in C: before and after the deadline, within and after the grace of an outage over it."""
        day = shift(self.today, -2)
        deadline = cluster.value(f"SELECT extract(epoch FROM deadline)::int8 FROM daybook.night WHERE report_date = '{iso(day)}'")
        cluster.sql(f"INSERT INTO daybook.outage (begins, ends, note) VALUES (to_timestamp({deadline}) - interval '10 minutes', "
                    f"to_timestamp({deadline}) + interval '20 minutes', 'test')")
        for minutes, expected in ((0, "1"), (1, "2"), (50, "2"), (51, "3")):
            self.assertEqual(cluster.value(f"SELECT daybook.timeliness_of('{iso(day)}', to_timestamp({deadline}) "
                                           f"+ interval '{minutes} minutes')"), expected, minutes)
        self.assertEqual(self.enter(reports.sealed_report(9, day))[5], "LATE")

    def test_bytes_that_are_no_report_and_reports_that_are_not_of_the_form(self):
        day, good = self.today, reports.record(10, self.today)
        roll_call = reports.head(10, day, pb.ROLL_CALL, part=1)
        roll_call.roll_call.entries.add(person=1, state=pb.OFF_DUTY)
        no_body = reports.head(10, day, pb.NIGHTLY_REPORT)
        with_part = pb.Record.FromString(reports.seal(good))
        with_part.part = 1
        short_id = pb.Record.FromString(reports.seal(good))
        short_id.id = b"123"
        for wrong in (roll_call, no_body, with_part):
            self.refused(reports.seal(wrong), "DB070", "these bytes are no nightly report")
        sealed = reports.seal(good)
        for cut in (sealed[:-1], sealed[:40], sealed + b"\x0d"):
            with self.assertRaises(RuntimeError) as said:
                cluster.sql(f"SET SESSION AUTHORIZATION clerk; SELECT office.enter_by_proxy(decode('{cut.hex()}', 'hex'), "
                            f"decode('{seal_hash(sealed).hex()}', 'hex'), '{telephone_code(good.id, sealed)}', 'P001', '139')")
            self.assertIn("these bytes are no", str(said.exception))
        self.refused(reports.seal(reports.set_figure(reports.record(10, day), 2, 61)), "DB072", "on_duty_count")
        self.refused(reports.seal(reports.set_figure(reports.record(10, day), 2, None)), "DB072", "on_duty_count")
        self.refused(reports.seal(reports.set_figure(reports.record(10, day), 200, 1)), "DB072", "200")
        self.refused(reports.sealed_report(10, day, form_version=9), "DB071", "form version 9 is not used on")
        self.assertEqual(self.rows("committee_id = 10"), 0)

    def test_nights_and_persons_that_do_not_belong(self):
        self.refused(reports.sealed_report(11, shift(self.today, 1)), "DB073", "has not come yet")
        self.refused(reports.sealed_report(11, 20190101), "DB002", "there is no night of 2019-01-01")
        self.refused(reports.sealed_report(11, self.today), "DB075", "has no posting at committee 11 on",
                     person=cluster.person_at(cluster.stranger_to(11)))
        self.refused(reports.sealed_report(11, self.today), "DB008", "no person with the code", person="NOBODY")
        self.refused(reports.sealed_report(11, self.today), "DB078", "say by which telephone", telephone=" ")
        far = pb.Record.FromString(reports.sealed_report(11, self.today))
        far.committee_id = 9999
        self.refused(reports.seal(far), "DB004", "there is no committee 9999", person="P001")
        self.assertEqual(self.rows("committee_id = 11"), 0)


class Office(ProxyTest):
    """The office's program, as a person uses it; what it enters is what was dictated."""

    def office(self, *words, said=""):
        done = subprocess.run([BUILD / "daybook-office", "--lang", "en", "-d", cluster.url("clerk"), *map(str, words)],
                              input=said, capture_output=True, text=True, timeout=PROGRAM_S)
        self.assertEqual(done.returncode, 0, done.stdout[-2000:] + done.stderr)
        return done.stdout

    def figures(self, chance):
        """Figures by their code that keep to the form and its rules; some are left out."""
        form = cluster.sql("SELECT f.number, i.code, f.least, f.most, f.required FROM daybook.form_indicator f "
                           "JOIN daybook.indicator i ON i.number = f.number WHERE f.version = 1 ORDER BY f.position")
        people = [chance.randint(20, 30), chance.randint(0, 9), chance.randint(0, 9), 0]
        opened, new, released = chance.randint(50, 90), chance.randint(0, 40), chance.randint(0, 40)
        fixed = {1: sum(people), 2: people[0], 3: people[1], 4: people[2], 5: people[3], 8: chance.randint(0, 50000), 9: 0,
                 20: opened, 21: new, 22: released, 23: 0, 24: opened + new - released}
        free = {38: 20000, 39: 20000, 40: 20000, 32: 30000, 30: 10000, 33: 2000}
        values = {code: fixed[int(number)] if int(number) in fixed else chance.randint(0, free[int(number)])
                  for number, code, *_ in form if int(number) in fixed or (int(number) in free and chance.random() < 0.6)}
        return [code for _, code, *_ in form], values

    def stored(self, committee, day):
        return {code: int(value) for code, value in cluster.sql(
            f"SELECT code, value FROM office.report_figure WHERE committee_id = {committee} AND report_date = '{iso(day)}' "
            "AND value IS NOT NULL")}

    def lines(self, fields):
        return "field,value\n" + "".join(f"{field},{value}\n" for field, value in fields.items())

    def test_random_figures_go_there_and_back(self):
        chance, day = random.Random(20200218), self.today
        for committee in range(14, 20):
            codes, values = self.figures(chance)
            if committee % 2:
                answers = ["", "", *(str(values.get(code, "")) for code in codes), reports.SITUATION, "n", "n", "yes"]
                out = self.office("proxy", committee, said="\n".join(answers) + "\n")
                self.assertIn("Entered.", out)
            else:
                sheet = self.lines(values | {"situation": reports.SITUATION, "no_case": "yes"})
                out = self.office("proxy", committee, iso(day), "--person", cluster.person_at(committee), "--file", "-",
                                  "--format", "json", said=sheet)
                self.assertEqual(json.loads(out)["entered"][0]["revision"], 1)
            self.assertEqual(self.stored(committee, day), values)
            sealed = reports.sealed_report(committee, day)
            with self.client(committee) as client:
                self.assertEqual(self.expect_receipt(client.ask(sealed), sealed).revision, 2)
            changed = {row["field"]: (row["was"], row["now"]) for row in
                       json.loads(self.office("history", committee, iso(day), "--format", "json"))["history"]
                       if row["revision"] == 2 and row["field"] in codes}
            now = self.stored(committee, day)
            self.assertEqual(changed, {code: (None if code not in values else str(values[code]),
                                              None if code not in now else str(now[code]))
                                       for code in values.keys() | now.keys() if values.get(code) != now.get(code)})

    def test_what_no_standby_has_confirmed_is_not_called_entered(self):
        """Somebody cancels the wait for the standby: it is done here, and nobody knows whether it lasts."""
        cluster.sql("ALTER ROLE clerk SET synchronous_commit = on")
        cluster.sql("ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
        cluster.sql("SELECT pg_reload_conf()")
        try:
            clerk = subprocess.Popen([BUILD / "daybook-office", "--lang", "en", "-d", cluster.url("clerk"), "remark", "21",
                                      "请核对人数"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            until(lambda: cluster.value("SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity WHERE usename = 'clerk' "
                                        "AND wait_event = 'SyncRep'") != "0", "the act waits for the standby")
            out, err = clerk.communicate(timeout=PROGRAM_S)
        finally:
            cluster.sql("ALTER ROLE clerk RESET synchronous_commit")
            cluster.sql("ALTER SYSTEM RESET synchronous_standby_names")
            cluster.sql("SELECT pg_reload_conf()")
        self.assertEqual((clerk.returncode, out), (69, ""))
        self.assertRegex(err, r"the database is not sure of it \(canceling wait .*\); look whether it was done before you repeat")

    def laptop(self, committee):
        """A home with a key for the committee; what it prints, by the words of the command."""
        home = self.folder / f"home-{committee}"
        environment = {"LC_ALL": "C.UTF-8", "DAYBOOK_LANG": "en", "PATH": "/usr/bin:/bin", "DAYBOOK_HOME": str(home),
                       "DAYBOOK_ENDPOINT": self.daemon.endpoint, "DAYBOOK_SERVER_KEY": self.server_hex}

        def daybook(*words, status=0):
            done = subprocess.run([BUILD / "daybook", *map(str, words)], env=environment, capture_output=True, text=True,
                                  timeout=PROGRAM_S * 2)
            if status is not None:
                self.assertEqual(done.returncode, status, done.stdout + done.stderr)
            return done.stdout

        key = daybook("keygen").split()[0]
        cluster.sql(f"SELECT office.approve_key('{key}', '{cluster.person_at(committee)}')")
        until(lambda: str(committee) in daybook("status", status=None), "the key is known")
        report = home / "report.yaml"
        report.write_text(reports.yaml_text(committee, self.today), encoding="utf-8")
        return daybook, report

    def test_the_laptop_is_told(self):
        """The client's program delivers the original: its receipt says what had been entered."""
        daybook, report = self.laptop(23)
        self.enter(reports.sealed_report(23, self.today))
        said = daybook("submit", report)
        self.assertIn("revision 2", said)
        self.assertIn("the office had entered figures by telephone, yours stand now", said)

    def test_a_strip_read_out_while_the_line_is_dead(self):
        """The strip of the sealed report, typed at the office: any wrong digit is refused; the original changes no figure."""
        daybook, report = self.laptop(24)
        daybook("template", "--committee", 24)
        self.daemon.kill()
        daybook("submit", report, status=75)
        strip = daybook("show", "--dictate", 24)
        heard = {int(place): said for place, said in re.findall(r"^ +(\d+)  .* (\d+-\d)$", strip, re.M)}
        total = re.search(r"over all figures: (\d{4})$", strip, re.M).group(1)
        self.assertEqual(len(heard), len(reports.FIGURES))
        self.assert_sheet_follows(strip, heard)
        answers, wrong = ["", ""], 0
        for place in range(1, 41):
            said = heard.get(place, "")
            for at, right in enumerate(said):
                slips = [digit for digit in "0123456789" if right != "-" and digit != right and not (at == 0 and digit == "0")]
                answers += [said[:at] + digit + said[at + 1:] for digit in slips]
                wrong += len(slips)
            answers.append(said)
        answers += [f"{(int(total) + 1) % 10000:04}", total, reports.SITUATION, "n", "y", "yes"]
        out = self.office("proxy", 24, said="\n".join(answers) + "\n")
        self.assertEqual(out.count("does not agree"), wrong)
        self.assertEqual(out.count("they do not agree"), 1)
        self.assertIn("Entered.", out)
        self.daemon.start()
        self.assertIn("yours stand now", daybook("flush"))
        self.assertEqual(cluster.sql("SELECT revision, timeliness FROM office.revisions WHERE committee_id = 24 ORDER BY 1"),
                         [[str(n), cluster.value("SELECT timeliness FROM office.proxy_entries WHERE committee_id = 24")]
                          for n in (1, 2)])
        self.assertEqual(cluster.sql("SELECT field FROM office.differences WHERE committee_id = 24"), [])

    def assert_sheet_follows(self, strip, heard):
        """The office's sheet has each line under the number that is read out, and what is written there can be entered."""
        names = dict(re.findall(r"^ +(\d+)  (.*?)  +\d+-\d$", strip, re.M))
        sheet = json.loads(self.office("proxy", "sheet", 25, "--format", "json"))["fields"]
        places = {field["place"]: field for field in sheet if field["place"] is not None}
        self.assertEqual(list(places), list(range(1, len(places) + 1)))
        self.assertEqual({int(place): name for place, name in names.items()}, {p: places[p]["label"] for p in heard})
        paper = self.office("proxy", "sheet", 25)
        for place in heard:
            self.assertRegex(paper, rf"(?m)^ *{place}  {re.escape(places[place]['label'].split()[0])}")
        figures = {places[place]["field"]: int(said[:-2]) for place, said in heard.items()}
        self.office("proxy", 25, iso(self.today), "--person", cluster.person_at(25), "--file", "-",
                    said=self.lines(figures | {"situation": reports.SITUATION, "no_case": "yes"}))
        self.assertEqual(self.stored(25, self.today), figures)

    def test_one_daemon_dies_between_the_entry_and_the_original(self):
        self.office("proxy", 21, iso(self.today), "--person", cluster.person_at(21), "--file", "-",
                    said=self.lines(self.figures(random.Random(1))[1] | {"situation": reports.SITUATION, "no_case": "yes"}))
        self.daemon.kill()
        self.daemon.start()
        sealed = reports.sealed_report(21, self.today)
        with self.client(21) as client:
            receipt = self.expect_receipt(client.ask(sealed), sealed)
            self.daemon.kill()
            self.daemon.start()
        with self.client(21) as client:
            self.assertEqual(self.expect_receipt(client.ask(sealed), sealed, "DUPLICATE"), receipt)


class Nights(ProxyTest):
    def test_a_closed_night_takes_no_entry_until_it_is_reopened(self):
        day = shift(self.today, -1)
        cluster.close_night(day)
        sealed = reports.sealed_report(12, day)
        self.refused(sealed, "DB074", "is closed: reopen it for committee 12 first")
        cluster.reopen(12, day)
        self.assertEqual(self.enter(sealed)[2:3], ["1"])

    def test_a_returned_entry_is_settled_by_the_original(self):
        self.enter(reports.sealed_report(13, self.today))
        cluster.sql(f"SELECT office.return_report(13, '{iso(self.today)}', 'the heads do not add up')")
        sealed = reports.sealed_report(13, self.today)
        with self.client(13) as client:
            until(lambda: client.scope().scope.returned, "the daemon knows of the return")
            self.assertEqual(self.expect_receipt(client.ask(sealed), sealed).revision, 2)
            until(lambda: not client.scope().scope.returned, "and that it is settled")


class Restored(ProxyTest):
    def lose(self, committee, revisions):
        """As a backup that is older: these revisions are gone, with all that was drawn from them."""
        ids = f"(SELECT id FROM daybook.record WHERE committee_id = {committee} AND revision = ANY (ARRAY{revisions}))"
        cluster.sql("; ".join(["BEGIN"] + [f"DELETE FROM daybook.{table} WHERE committee_id = {committee} AND record_id IN {ids}"
                                           for table in [*PROJECTIONS, "proxy_entry"]]
                              + [f"DELETE FROM daybook.record WHERE committee_id = {committee} AND id IN {ids}", "COMMIT"]))

    def test_the_original_comes_back_without_the_entry_and_behind_it(self):
        for committee, lost in ((41, [1, 2]), (42, [2])):
            self.enter(reports.sealed_report(committee, self.today))
            sealed = reports.sealed_report(committee, self.today)
            with self.client(committee) as client:
                receipt = self.expect_receipt(client.ask(sealed), sealed)
                self.lose(committee, lost)
                again = self.expect_receipt(client.ask(sealed, earlier=receipt), sealed)
            self.assertEqual((again.received_at_ms, again.timeliness, again.code),
                             (receipt.received_at_ms, receipt.timeliness, receipt.code))
            self.assertEqual(again.revision, 1 if 1 in lost else 2)


class Killed(ProxyTest):
    def test_kill_9_while_originals_are_on_their_way(self):
        """Whatever the daemon had done when it died: every original ends as revision 2, once, and its retries say the same."""
        day, committees = self.today, range(20, 40)
        for committee in committees:
            self.enter(reports.sealed_report(committee, day))
        receipts = {}

        def deliver(committee):
            sealed = reports.sealed_report(committee, day)
            with Client(self.daemon.endpoint, self.server_hex, cluster.keys[committee]) as client:
                receipts[committee] = (sealed, client.deliver(sealed, wait_s=1))

        threads = [threading.Thread(target=deliver, args=(c,)) for c in committees]
        for number, thread in enumerate(threads):
            thread.start()
            if number in (3, 9, 15):
                self.daemon.kill()
                self.daemon.start()
        for thread in threads:
            thread.join()
        for committee in committees:
            sealed, reply = receipts[committee]
            self.assertIn(reply.status, (pb.ACCEPTED, pb.DUPLICATE))
            with self.client(committee) as client:
                again = self.expect_receipt(client.ask(sealed), sealed, "DUPLICATE")
            self.assertEqual(again, reply.receipt)
            self.assertEqual(again.revision, 2)
            self.assertEqual(self.rows(f"committee_id = {committee} AND report_date = '{iso(day)}'"), 2)
