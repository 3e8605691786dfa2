"""The rest of the day: each kind of record is accepted, repeated, refused, corrected, and seen by the office."""
import concurrent.futures

import daybook_client
import reports
from daybook_client import ANSWER_S, Client, pb
from daybook_flow import COMMITTEES, FlowTest, cluster, iso, shift, until


class KindTest(FlowTest):
    """What every kind has in common; a class below says how its records are made."""

    def members(self, committee):
        """Numbers of the persons who are to be named at the committee today: a secretary only where nobody else is."""
        posting = next(p for p in self.client(committee).scope().scope.postings if p.committee_id == committee)
        here = [m for m in posting.members if m.valid_from <= self.today <= m.valid_to]
        return sorted({m.person for m in here if not m.secretary} or {m.person for m in here})

    def stranger(self, committee):
        """The number of a person who is not posted at the committee."""
        here = cluster.sql(f"SELECT person_id FROM daybook.posting WHERE committee_id = {committee}")
        return int(cluster.value("SELECT min(person_id) FROM daybook.person WHERE person_id NOT IN "
                                 f"({', '.join(row[0] for row in here)})"))

    def secretary_key(self, committee):
        """A key of a secretary of the committee; the daemons know it."""
        key = daybook_client.Key()
        code = cluster.value("SELECT min(q.code) FROM daybook.posting p JOIN daybook.person q USING (person_id) WHERE "
                             f"p.committee_id = {committee} AND p.secretary AND '{iso(self.today)}' BETWEEN valid_from AND valid_to")
        cluster.sql(f"SELECT office.approve_key('{key.hex}', '{code}')")

        def known():
            with Client(self.daemon.endpoint, self.server_hex, key) as client:
                return client.handshake()[0] == "succeeded"
        until(known, "the new key is known")
        return key

    def without_secretary_key(self):
        """A committee whose key in cluster.keys is not its secretary's."""
        return next(c for c in COMMITTEES if cluster.value(
            "SELECT count(*) FROM daybook.posting p JOIN daybook.person q USING (person_id) WHERE secretary AND "
            f"committee_id = {c} AND code = '{cluster.person_at(c)}'") == "0")

    def send(self, committee, sealed, key=None):
        """Its verdict; a daemon that has just started may be BUSY first."""
        return self.client(committee, key=key).deliver(sealed, wait_s=ANSWER_S)

    def ask(self, committee, made, key=None):
        return self.send(committee, reports.seal(made), key)


class RollCall(KindTest):
    def made(self, committee, part=1, corrects=None):
        made = reports.head(committee, self.today, pb.ROLL_CALL, part=part, corrects=corrects)
        for person in self.members(committee):
            made.roll_call.entries.add(person=person, state=pb.PRESENT, arrived_at=740, temperature=365, ppe=True)
        return made

    def test_accepted_once_and_the_same_receipt_again(self):
        made = self.made(1)
        sealed = reports.seal(made)
        receipt = self.expect_receipt(self.send(1, sealed), sealed)
        self.assertEqual((receipt.kind, receipt.part, receipt.revision), (pb.ROLL_CALL, 1, 1))
        self.assertEqual(self.expect_receipt(self.send(1, sealed), sealed, "DUPLICATE"), receipt)
        self.assertEqual(cluster.value("SELECT count(*) FROM office.roll_call WHERE committee_id = 1"),
                         str(len(made.roll_call.entries)))

    def test_each_shift_has_its_own_and_the_report_too(self):
        for made in (self.made(2, 1), self.made(2, 2), self.made(2, 3), reports.record(2, self.today)):
            self.expect(self.ask(2, made), "ACCEPTED")
        self.expect(self.ask(2, self.made(2, 2)), "CONFLICT", "stands")

    def test_rejected_with_every_fault_at_once(self):
        made = self.made(3)
        made.part = 4
        entry = made.roll_call.entries[0]
        entry.ClearField("arrived_at")
        entry.temperature = 373
        made.roll_call.entries.add(person=entry.person)
        reply = self.expect(self.ask(3, made), "REJECTED")
        last = len(made.roll_call.entries)
        self.assertEqual([(v.field, v.code) for v in reply.violations], [
            ("part", "part.range"), (f"entries[{last}].person", "person.twice"),
            ("entries[1].arrived_at", "roll_call.arrived_at"), ("entries[1].temperature", "roll_call.fever"),
            (f"entries[{last}].state", "roll_call.not_asked")])

    def test_a_form_version_says_nothing_where_there_is_no_form(self):
        for part, version in ((1, 1), (2, 2 ** 31 - 1), (3, 2 ** 32 - 1)):       # the last one fits no column
            made = self.made(13, part)
            made.form_version = version
            self.expect(self.ask(13, made), "ACCEPTED")
        self.assertEqual(cluster.sql("SELECT DISTINCT form_version FROM daybook.record WHERE committee_id = 13"), [["0"]])
        self.assertTrue(self.daemon.alive())

    def test_forbidden_for_another_committee_and_for_persons_from_elsewhere(self):
        other = cluster.stranger_to(4)
        self.expect(self.ask(other, self.made(4)), "FORBIDDEN", "scope.none")
        made = self.made(4)
        made.roll_call.entries[0].person = self.stranger(4)
        self.expect(self.ask(4, made), "FORBIDDEN", "scope.person")
        until(lambda: cluster.sql("SELECT 1 FROM office.held_records WHERE committee_id = 4 AND kind = 'ROLL_CALL' AND "
                                  "reason = 'scope.person'"), "the office sees what is held")
        self.assertEqual(cluster.value("SELECT state FROM office.committee_night WHERE committee_id = 4 AND "
                                       f"report_date = '{iso(self.today)}'"), "NOT_SEEN")

    def test_a_roster_that_is_put_right_lets_it_in(self):
        made = self.made(5)
        person = made.roll_call.entries[0].person = self.stranger(5)
        sealed = reports.seal(made)
        self.expect(self.send(5, sealed), "FORBIDDEN", "scope.person")
        cluster.sql(f"INSERT INTO daybook.posting VALUES (5, {person}, '{iso(self.today)}', '{iso(self.today)}', false); "
                    "NOTIFY daybook_directory")
        until(lambda: self.send(5, sealed).status in (pb.ACCEPTED, pb.DUPLICATE), "it goes in")

    def test_a_correction_is_what_the_office_sees(self):
        first = self.made(6)
        self.expect(self.ask(6, first), "ACCEPTED")
        second = self.made(6, corrects=first.id)
        second.roll_call.entries[0].state = pb.UNREACHED
        second.roll_call.entries[0].ClearField("arrived_at")
        second.roll_call.entries[0].note = "电话三次无人接听".encode()
        self.assertEqual(self.expect(self.ask(6, second), "ACCEPTED").receipt.revision, 2)
        self.assertEqual(cluster.sql("SELECT state, to_call, on_post FROM office.posted WHERE committee_id = 6 AND "
                                     f"report_date = '{iso(self.today)}' AND to_call"), [["UNREACHED", "t", "f"]])
        self.expect(self.ask(6, self.made(6, part=2, corrects=first.id)), "CONFLICT", "base.unknown")

    def test_who_took_a_shift_stands_beside_who_left_it(self):
        person = self.stranger(20)
        cluster.sql(f"INSERT INTO daybook.posting VALUES (20, {person}, '{iso(self.today)}', '{iso(self.today)}', false); "
                    "NOTIFY daybook_directory")
        until(lambda: len(self.members(20)) > 1, "the daemon knows both")
        made = self.made(20)
        left, took = made.roll_call.entries[:2]
        left.state, left.swapped_with = pb.SWAPPED, took.person
        for field in ("arrived_at", "temperature", "ppe"):
            left.ClearField(field)
        self.expect(self.ask(20, made), "ACCEPTED")
        self.assertEqual(cluster.sql("SELECT swapped_with FROM office.roll_call WHERE committee_id = 20 AND state = 'SWAPPED'"),
                         cluster.sql(f"SELECT name FROM daybook.person WHERE person_id = {took.person}"))

    def test_who_is_on_post_at_two_committees_at_once_is_told(self):
        other = next(c for c in COMMITTEES if c > 9)
        person = self.members(9)[0]
        cluster.sql(f"INSERT INTO daybook.posting (committee_id, person_id, valid_from, valid_to, secretary) SELECT {other}, {person}, "
                    f"'{iso(self.today)}', '{iso(self.today)}', false WHERE NOT EXISTS (SELECT FROM daybook.posting WHERE committee_id = "
                    f"{other} AND person_id = {person}); NOTIFY daybook_directory")
        until(lambda: person in self.members(other), "the roster is known")
        seen = f"SELECT committee_id, elsewhere_too FROM office.roll_call WHERE person_code = (SELECT code FROM daybook.person WHERE " \
               f"person_id = {person}) AND shift = 'MORNING' ORDER BY committee_id"
        self.expect(self.ask(9, self.made(9)), "ACCEPTED")
        self.assertEqual(cluster.sql(seen), [["9", "f"]])
        self.expect(self.ask(other, self.made(other)), "ACCEPTED")
        self.assertEqual(cluster.sql(seen), [["9", "t"], [str(other), "t"]])
        second = self.made(other, part=2)
        self.expect(self.ask(other, second), "ACCEPTED")          # another shift is not at once
        self.assertEqual(cluster.sql(seen.replace("MORNING", "DAY")), [[str(other), "f"]])

    def test_who_was_never_asked_is_on_the_list_by_name(self):
        made = self.made(7)
        del made.roll_call.entries[0]
        missing = self.members(7)[0]
        if made.roll_call.entries:
            self.expect(self.ask(7, made), "ACCEPTED")
        self.assertEqual(cluster.sql("SELECT q.person_id, p.state FROM office.posted p JOIN daybook.person q ON q.code = "
                                     f"p.person_code WHERE p.committee_id = 7 AND p.report_date = '{iso(self.today)}' AND "
                                     "p.to_call"), [[str(missing), "NOT_ASKED"]])

    def test_the_scope_names_everybody_who_is_posted(self):
        for committee in COMMITTEES:
            names = cluster.sql(f"SELECT DISTINCT person_id FROM daybook.posting WHERE committee_id = {committee} AND NOT "
                                f"secretary AND '{iso(self.today)}' BETWEEN valid_from AND valid_to")
            self.assertTrue({int(row[0]) for row in names} <= set(self.members(committee)))


class HealthReport(KindTest):
    def made(self, committee, corrects=None):
        made = reports.head(committee, self.today, pb.HEALTH_REPORT, corrects=corrects)
        for person in self.members(committee):
            made.health_report.entries.add(person=person, state=pb.WELL, evening=366, symptoms=0)
        return made

    def test_the_whole_life_of_one(self):
        key = self.secretary_key(1)
        first = self.made(1)
        sealed = reports.seal(first)
        receipt = self.expect_receipt(self.send(1, sealed, key), sealed)
        self.assertEqual(self.expect_receipt(self.send(1, sealed, key), sealed, "DUPLICATE"), receipt)
        self.expect(self.ask(1, self.made(1), key), "CONFLICT", "stands")
        self.assertEqual(cluster.sql(f"SELECT * FROM office.health_alarms WHERE report_date = '{iso(self.today)}'"), [])
        second = self.made(1, corrects=first.id)
        ill = second.health_report.entries[0]
        ill.evening, ill.state, ill.symptoms, ill.contact_confirmed = 381, pb.IN_HOSPITAL, 1 << pb.FEVER - 1, True
        self.assertEqual(self.expect(self.ask(1, second, key), "ACCEPTED").receipt.revision, 2)
        self.assertEqual(cluster.sql("SELECT committee_id, alarms, fever, contact FROM office.health_alarms WHERE "
                                     f"report_date = '{iso(self.today)}'"), [["1", "1", "1", "1"]])
        persons = len(second.health_report.entries)
        self.assertEqual(cluster.sql("SELECT reported, persons, well, in_hospital FROM office.health WHERE committee_id = 1 "
                                     f"AND report_date = '{iso(self.today)}'"), [["t", str(persons), str(persons - 1), "1"]])
        self.assertEqual(cluster.sql(f"SELECT symptoms_zh, alarm, evening FROM health.entry WHERE alarm"),
                         [["发热", "t", "38.1"]])

    def test_only_a_secretary_sends_it(self):
        committee = self.without_secretary_key()
        self.expect(self.ask(committee, self.made(committee)), "FORBIDDEN", "scope.secretary")

    def test_rejected_and_from_elsewhere(self):
        key = self.secretary_key(2)
        made = self.made(2)
        made.health_report.entries[0].contact_confirmed = True
        made.health_report.entries[0].ClearField("symptoms")
        reply = self.expect(self.ask(2, made, key), "REJECTED")
        self.assertEqual([(v.field, v.code) for v in reply.violations],
                         [("entries[1].symptoms", "health.symptoms"), ("entries[1].state", "health.alarm")])
        made = self.made(2)
        made.health_report.entries[0].person = self.stranger(2)
        self.expect(self.ask(2, made, key), "FORBIDDEN", "scope.person")
        self.expect(self.ask(cluster.stranger_to(2), self.made(2)), "FORBIDDEN", "scope.none")

    def test_who_is_missing_is_known_by_name(self):
        key = self.secretary_key(3)
        made = self.made(3)
        missing = made.health_report.entries[0].person
        del made.health_report.entries[0]
        if not made.health_report.entries:
            made.health_report.entries.add(person=self.members(3)[-1], state=pb.WELL, evening=366, symptoms=0)
            missing = None
        self.expect(self.ask(3, made, key), "ACCEPTED")
        named = cluster.sql("SELECT q.person_id FROM health.missing m JOIN daybook.person q ON q.code = m.person_code WHERE "
                            f"m.report_date = '{iso(self.today)}'")
        for entry in made.health_report.entries:
            self.assertNotIn([str(entry.person)], named)
        if missing is not None:
            self.assertIn([str(missing)], named)


class SupplySheet(KindTest):
    def made(self, committee, part=1, corrects=None, quantity=20):
        made = reports.head(committee, self.today, pb.SUPPLY_SHEET, part=part, corrects=corrects)
        made.supply_sheet.needs.add(item=pb.PROTECTIVE_SUIT, unit="套".encode(), on_hand=3, daily_use=2, quantity=quantity,
                                    needed_by=shift(self.today, 2), urgency=2)
        return made

    def donated(self, made, quantity):
        made.supply_sheet.movements.add(source=pb.DONATED, item=pb.PROTECTIVE_SUIT, unit="套".encode(), quantity=quantity,
                                        party="样例公司".encode(), signed_by="样例王五".encode())
        return made

    def test_several_a_day_each_with_its_receipt(self):
        for part in (1, 2):
            sealed = reports.seal(self.made(1, part))
            receipt = self.expect_receipt(self.send(1, sealed), sealed)
            self.assertEqual(receipt.part, part)
            self.expect_receipt(self.send(1, sealed), sealed, "DUPLICATE")
        self.expect(self.ask(1, self.made(1, 2)), "CONFLICT", "stands")

    def test_rejected_and_forbidden(self):
        made = self.made(2, part=0, quantity=29)
        made.supply_sheet.movements.add(source=pb.COUNTED_LESS, item=pb.GLOVES, quantity=5)
        reply = self.expect(self.ask(2, made), "REJECTED")
        self.assertEqual([(v.field, v.code) for v in reply.violations], [
            ("part", "part.range"), ("needs[1].quantity", "supply.excess"), ("movements[1].unit", "text.missing"),
            ("movements[1].signed_by", "text.missing"), ("movements[1].reason", "supply.counted")])
        self.expect(self.ask(cluster.stranger_to(2), self.made(2)), "FORBIDDEN", "scope.none")

    def test_a_gift_can_be_traced_and_a_correction_counts(self):
        first = self.donated(self.made(3), 500)
        self.expect(self.ask(3, first), "ACCEPTED")
        self.expect(self.ask(3, self.donated(self.made(3, corrects=first.id), 50)), "ACCEPTED")
        self.assertEqual(cluster.sql("SELECT quantity, change, party, signed_by, revision FROM office.supply_movements WHERE "
                                     "committee_id = 3"), [["50", "50", "样例公司", "样例王五", "2"]])

    def test_the_office_moves_a_need_on_and_the_gap_shrinks(self):
        made = reports.head(4, self.today, pb.SUPPLY_SHEET, part=1)
        made.supply_sheet.needs.add(item=pb.GOGGLES, unit="副".encode(), on_hand=0, daily_use=4, quantity=40,
                                    needed_by=shift(self.today, 1), urgency=3)
        self.expect(self.ask(4, made), "ACCEPTED")

        def gap():
            return cluster.sql("SELECT wanted, promised, on_the_way, gap, urgent FROM office.supply_gap WHERE item = 'GOGGLES'")

        def move(state, quantity):
            cluster.sql(f"SELECT office.move_need(4, '{iso(self.today)}', 1, 1, '{state}', {quantity})")
        self.assertEqual(gap(), [["40", "0", "0", "40", "1"]])
        move("PROMISED", 30)
        self.assertEqual(gap(), [["40", "30", "0", "10", "1"]])
        move("SENT", 25)
        self.assertEqual(gap(), [["40", "0", "25", "15", "1"]])
        for state, quantity, code in (("PROMISED", 1, "already"), ("RECEIVED", 26, "no more is received"), ("LOST", 1, "must be")):
            with self.assertRaisesRegex(RuntimeError, code):
                move(state, quantity)
        move("RECEIVED", 25)
        self.assertEqual(gap(), [["40", "0", "0", "15", "1"]])
        move("CLOSED", 0)
        self.assertEqual(gap(), [])

    def test_of_two_who_move_a_need_at_once_one_is_told(self):
        made = reports.head(7, self.today, pb.SUPPLY_SHEET, part=1)
        made.supply_sheet.needs.add(item=pb.RAINCOAT, unit="件".encode(), on_hand=0, daily_use=4, quantity=40,
                                    needed_by=shift(self.today, 1), urgency=3)
        self.expect(self.ask(7, made), "ACCEPTED")

        def promise(_):
            try:
                return cluster.sql("SELECT office.move_supply(7, 'RAINCOAT', 'PROMISED', 10), pg_sleep(0.2)") and "done"
            except RuntimeError as said:
                return str(said)
        with concurrent.futures.ThreadPoolExecutor(2) as both:
            said = sorted(both.map(promise, range(2)))
        self.assertEqual(said[0], "done")
        self.assertIn("the need is promised already", said[1])
        self.assertEqual(cluster.value("SELECT count(*) FROM daybook.supply_step WHERE committee_id = 7"), "1")

    def test_a_count_that_no_movement_explains(self):
        for back, on_hand, gift in ((2, 3, 0), (0, 50, 40)):
            made = self.made(5)
            made.report_date = shift(self.today, -back)
            made.supply_sheet.needs[0].on_hand = on_hand
            made.supply_sheet.needs[0].needed_by = self.today
            if gift:
                self.donated(made, gift)
            self.expect(self.ask(5, made), "ACCEPTED")
        self.assertEqual(cluster.sql("SELECT previous_on_hand, came, went, on_hand, unexplained FROM office.supply_balance WHERE "
                                     "committee_id = 5"), [["3", "40", "0", "50", "7"]])


class Minutes(KindTest):
    def made(self, committee, part=1, back=0, corrects=None):
        made = reports.head(committee, shift(self.today, -back), pb.MINUTES, part=part, corrects=corrects)
        body = made.minutes
        body.kind, body.mode, body.started_at, body.ended_at = pb.EXCHANGE, pb.ON_SITE, 1900, 2030
        body.chair, body.recorder, body.agenda = "样例书记".encode(), "样例王五".encode(), "交流一周工作".encode()
        body.expected, body.present = 9, 8
        body.absences.add(name="样例赵六".encode(), reason="值夜班".encode())
        body.practices.add(what="错峰代送快递".encode(), effect="投诉少了".encode())
        body.decisions.add(what="补齐额温枪".encode(), owner="样例王五".encode(), due=made.report_date)
        body.next_date = shift(made.report_date, 7)
        return made

    def test_the_whole_life_of_one(self):
        key = self.secretary_key(1)
        first = self.made(1)
        sealed = reports.seal(first)
        receipt = self.expect_receipt(self.send(1, sealed, key), sealed)
        self.assertEqual(self.expect_receipt(self.send(1, sealed, key), sealed, "DUPLICATE"), receipt)
        self.expect(self.ask(1, self.made(1), key), "CONFLICT", "stands")
        self.expect(self.ask(1, self.made(1, part=2), key), "ACCEPTED")
        second = self.made(1, corrects=first.id)
        second.minutes.agenda = "交流一周工作与物资".encode()
        self.expect(self.ask(1, second, key), "ACCEPTED")
        self.assertEqual(cluster.sql("SELECT part, revision, agenda, absent FROM office.meetings WHERE committee_id = 1 ORDER BY "
                                     "part"), [["1", "2", "交流一周工作与物资", "样例赵六(值夜班)"],
                                               ["2", "1", "交流一周工作", "样例赵六(值夜班)"]])
        self.assertEqual(cluster.sql("SELECT overdue, days_since, next_meeting FROM office.branch_meetings b JOIN "
                                     "office.committees c USING (branch_id) WHERE c.committee_id = 1"),
                         [["f", "0", iso(shift(self.today, 7))]])

    def test_rejected_and_forbidden(self):
        key = self.secretary_key(2)
        made = self.made(2)
        made.minutes.ended_at = 1800
        made.minutes.present = 9
        made.minutes.decisions[0].ClearField("owner")
        reply = self.expect(self.ask(2, made, key), "REJECTED")
        self.assertEqual([(v.field, v.code) for v in reply.violations], [
            ("ended_at", "meeting.time"), ("expected", "meeting.people"), ("decisions[1].owner", "text.missing")])
        committee = self.without_secretary_key()
        self.expect(self.ask(committee, self.made(committee)), "FORBIDDEN", "scope.secretary")

    def test_a_decision_is_open_until_later_minutes_settle_it(self):
        key = self.secretary_key(3)

        def decisions():
            return cluster.sql("SELECT position, settled, overdue FROM office.decisions WHERE committee_id = 3 AND report_date = "
                               f"'{iso(shift(self.today, -1))}'")
        self.expect(self.ask(3, self.made(3, back=1), key), "ACCEPTED")
        self.assertEqual(decisions(), [["1", "f", "t"]])
        later = self.made(3)
        later.minutes.settled.add(committee_id=3, date=shift(self.today, -1), part=1, position=1, result="已补齐".encode() * 2)
        self.expect(self.ask(3, later, key), "ACCEPTED")
        self.assertEqual(decisions(), [["1", "t", "f"]])


class Bulletins(KindTest):
    def publish(self, **words):
        named = ", ".join(f"{name} => {value}" for name, value in
                          ({"kind": "'NOTICE'", "title": "'口罩发放'", "body": "'明天上午发放。'"} | words).items())
        return int(cluster.value(f"SELECT office.publish_bulletin({named})"))

    def page(self, client, after=0):
        return list(client.ask(query=pb.Query(bulletins=pb.BulletinQuery(after=after))).bulletins)

    def fetch(self, committee, after=0, client=None):
        """As a client does: again and again after the last one that came, until none comes."""
        client, got = client or self.client(committee), []
        while page := self.page(client, got[-1].serial if got else after):
            got += page
        return got

    def wait_for(self, committee, number):
        client = self.client(committee)
        return until(lambda: next((b for b in self.fetch(committee, 0, client) if b.number == number), None),
                     "the bulletin is there")

    def read(self, committee, number):
        made = reports.head(committee, self.today, pb.BULLETIN_READ, part=number)
        made.bulletin_read.read_at_ms = made.sealed_at_ms
        return made

    def test_published_fetched_read_and_no_more_unread(self):
        number = self.publish(must_ack="true")
        said = self.wait_for(1, number)
        self.assertEqual((said.title.decode(), said.body.decode(), said.must_ack), ("口罩发放", "明天上午发放。", True))
        self.assertIn(1, said.committees)
        self.assertGreaterEqual(self.client(1).scope().bulletin_serial, said.serial)

        def unread():
            return {int(row[0]) for row in cluster.sql(f"SELECT committee_id FROM office.bulletin_unread WHERE number = {number}")}
        self.assertIn(1, unread())
        sealed = reports.seal(self.read(1, number))
        receipt = self.expect_receipt(self.send(1, sealed), sealed)
        self.assertEqual(self.expect_receipt(self.send(1, sealed), sealed, "DUPLICATE"), receipt)
        self.expect(self.ask(1, self.read(1, number)), "CONFLICT", "stands")
        self.assertNotIn(1, unread())
        self.assertEqual(cluster.value(f"SELECT concerned - has_read FROM office.bulletins WHERE number = {number}"),
                         str(len(unread())))

    def test_a_night_that_is_closed_does_not_hold_it(self):
        day, number = shift(self.today, -1), self.publish(must_ack="true")
        cluster.close_night(day)
        self.wait_closed(self.client(6), day)
        called = reports.head(6, day, pb.ROLL_CALL, part=1)
        called.roll_call.entries.add(person=self.members(6)[0], state=pb.PRESENT, arrived_at=740)
        self.expect(self.ask(6, called), "CLOSED", "night.closed")
        read = self.read(6, number)
        read.report_date = day
        sealed = reports.seal(read)
        self.expect_receipt(self.send(6, sealed), sealed)
        self.assertEqual(cluster.sql(f"SELECT 1 FROM office.bulletin_unread WHERE number = {number} AND committee_id = 6"), [])

    def test_rejected_and_forbidden(self):
        self.expect_violation(self.ask(2, self.read(2, 0)), "part.range", "part")
        self.expect(self.ask(cluster.stranger_to(2), self.read(2, 1)), "FORBIDDEN", "scope.none")

    def test_only_those_hear_it_whom_it_concerns(self):
        number = self.publish(audience="'committee'", audience_id="3")
        self.assertEqual(list(self.wait_for(3, number).committees), [3])
        other = cluster.stranger_to(3)
        self.assertEqual([b.number for b in self.fetch(other) if b.number == number], [])

    def test_what_is_superseded_or_revoked_comes_again_and_says_so(self):
        first = self.publish()
        serial = self.wait_for(4, first).serial
        second = self.publish(supersedes=first, title="'口罩发放(更正)'")
        self.wait_for(4, second)
        again = next(b for b in self.fetch(4, serial) if b.number == first)
        self.assertEqual((again.superseded_by, again.revoked), (second, False))
        cluster.sql(f"SELECT office.revoke_bulletin({second}, '取消')")
        until(lambda: self.wait_for(4, second).revoked, "it is revoked")
        self.assertEqual(cluster.sql(f"SELECT state FROM office.bulletins WHERE number IN ({first}, {second}) ORDER BY number"),
                         [["SUPERSEDED"], ["REVOKED"]])

    def test_the_office_is_told_what_is_wrong(self):
        for words, said in (({"kind": "'POLICY'"}, "who issued it"), ({"kind": "'GOSSIP'"}, "must be POLICY"),
                            ({"title": "''"}, "a title of 1 to 60"), ({"supersedes": 30000}, "no bulletin 30000"),
                            ({"audience": "'branch'", "audience_id": "999"}, "is not known")):
            with self.assertRaisesRegex(RuntimeError, said):
                self.publish(**words)
        with self.assertRaisesRegex(RuntimeError, "no bulletin 30000"):
            cluster.sql("SELECT office.revoke_bulletin(30000, '取消')")

    def test_what_does_not_fit_one_answer_comes_in_several(self):
        for _ in range(6):
            last = self.publish(body="repeat('汉', 4000)")
        self.wait_for(5, last)
        client = self.client(5)
        got = [b.number for b in self.fetch(5, 0, client)]
        self.assertEqual(len(got), len(set(got)))
        self.assertLess(len(self.page(client)), len(got))
