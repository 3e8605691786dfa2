"""What stands is read by those it concerns: the newest revision whole, and nothing to anybody else."""
import daybook_client
import reports
from daybook_client import pb, take_all
from daybook_flow import cluster, iso, shift, until
from test_kinds import KindTest


class Reading(KindTest):
    def look(self, committee, key=None, client=None, **query):
        """The answer to a RecordQuery for tonight's report of the committee, or as `query` says."""
        query = {"committee_id": committee, "report_date": self.today, "kind": pb.NIGHTLY_REPORT} | query
        return (client or self.client(committee, key=key)).ask(query=pb.Query(record=pb.RecordQuery(**query)))

    def expect_standing(self, reply, sealed, revision):
        """The answer is these bytes, with what the database knows of them."""
        self.expect(reply, "ANSWER")
        self.assertFalse(reply.HasField("receipt"))
        record, it = pb.Record.FromString(sealed), reply.standing
        self.assertEqual((it.record_id, it.revision, it.sealed), (record.id, revision, sealed))
        self.assertEqual(it.hash, daybook_client.seal_hash(sealed))
        self.assertEqual(it.code, daybook_client.telephone_code(record.id, sealed))
        row = cluster.sql("SELECT timeliness, (extract(epoch FROM received_at) * 1000)::int8 FROM daybook.record "
                          f"WHERE committee_id = {record.committee_id} AND id = '{record.id.hex()}'")
        self.assertEqual(row, [[str(it.timeliness), str(it.received_at_ms)]])
        return it

    def test_the_newest_revision_whole(self):
        client = self.client(1)
        nothing = self.expect(self.look(1, client=client), "ANSWER")
        self.assertFalse(nothing.HasField("standing"))
        first = reports.sealed_report(1, self.today)
        self.expect(client.ask(first), "ACCEPTED")
        standing = self.expect_standing(self.look(1, client=client), first, 1)
        self.assertEqual(standing.sender.decode(), client.scope().scope.person.decode())
        second = reports.sealed_report(1, self.today, corrects=standing.record_id)
        self.expect(client.ask(second), "ACCEPTED")
        self.expect_standing(self.look(1, client=client), second, 2)

    def test_a_colleague_sees_it_from_another_laptop(self):
        sealed = reports.sealed_report(2, self.today)
        self.expect(self.client(2).ask(sealed), "ACCEPTED")
        standing = self.expect_standing(self.look(2, key=self.secretary_key(2)), sealed, 1)
        self.assertEqual(standing.sender.decode(), self.client(2).scope().scope.person.decode())

    def test_nobody_else_sees_it(self):
        self.expect(self.client(3).ask(reports.sealed_report(3, self.today)), "ACCEPTED")
        other = self.client(cluster.stranger_to(3))
        self.expect(self.look(3, client=other), "FORBIDDEN", "scope.none")
        self.expect(self.look(3, report_date=shift(self.today, 90)), "FORBIDDEN", "scope.none")
        self.expect(self.look(0, client=other), "FORBIDDEN", "scope.none")
        for wrong in ({"kind": 0}, {"report_date": 20201399}, {"part": 40000}, {"committee_id": 2 ** 31}):
            reply = self.expect(self.look(3, **wrong), "MALFORMED", "request.what")
            self.assertFalse(reply.HasField("standing"))
        self.expect(self.client(3).ask(query=pb.Query(record=pb.RecordQuery())), "MALFORMED", "request.what")

    def handed(self, committee, key=None, date=None):
        """Who has handed in what there: {(kind, part): (revision, sender)}."""
        query = pb.Query(handed=pb.HandedQuery(date=date or self.today))
        reply = self.expect(self.client(committee, key=key).ask(query=query), "ANSWER")
        self.assertEqual(reply.handed.date, date or self.today)
        self.assertGreater(reply.handed.as_of_ms, 0)
        for record in reply.handed.records:
            self.assertFalse(record.standing.HasField("sealed") or record.standing.HasField("hash"))
        return {(it.kind, it.part): (it.standing.revision, it.standing.sender.decode())
                for it in reply.handed.records if it.committee_id == committee}

    def test_what_is_handed_in_is_told_without_its_text(self):
        self.assertEqual(self.handed(8), {})
        first = reports.sealed_report(8, self.today)
        self.expect(self.client(8).ask(first), "ACCEPTED")
        second = reports.sealed_report(8, self.today, corrects=pb.Record.FromString(first).id)
        self.expect(self.client(8, key=self.secretary_key(8)).ask(second), "ACCEPTED")
        me = self.client(8).scope().scope.person.decode()
        secretary = self.client(8, key=self.secretary_key(8)).scope().scope.person.decode()
        self.assertEqual(self.handed(8), {(pb.NIGHTLY_REPORT, 0): (2, secretary)})
        calls = reports.head(8, self.today, pb.ROLL_CALL, part=2)
        health = reports.head(8, self.today, pb.HEALTH_REPORT)
        for person in self.members(8):
            calls.roll_call.entries.add(person=person, state=pb.PRESENT, arrived_at=740)
            health.health_report.entries.add(person=person, state=pb.WELL, evening=366, symptoms=0)
        self.expect(self.ask(8, calls), "ACCEPTED")
        self.expect(self.ask(8, health, self.secretary_key(8)), "ACCEPTED")
        seen = {(pb.NIGHTLY_REPORT, 0): (2, secretary), (pb.ROLL_CALL, 2): (1, me)}
        self.assertEqual(self.handed(8), seen)
        self.assertEqual(self.handed(8, key=self.secretary_key(8)), seen | {(pb.HEALTH_REPORT, 0): (1, secretary)})
        self.assertEqual(self.handed(8, date=shift(self.today, -1)), {})
        self.assertEqual(self.handed(8, key=cluster.keys[cluster.stranger_to(8)]), {})

    def test_a_revoked_key_sees_nothing(self):
        key = cluster.approve(4)
        until(lambda: self.client(4, key=key).handshake()[0] == "succeeded", "the new key is known")
        client = self.client(4, key=key)
        self.expect(self.look(4, client=client), "ANSWER")
        cluster.revoke(key)
        until(lambda: self.look(4, client=client).status == pb.FORBIDDEN, "revoked")
        self.expect(self.look(4, client=client), "FORBIDDEN", "key.revoked")

    def test_each_part_is_one_of_its_own(self):
        made = reports.head(5, self.today, pb.ROLL_CALL, part=2)
        for person in self.members(5):
            made.roll_call.entries.add(person=person, state=pb.PRESENT, arrived_at=740)
        self.expect(self.ask(5, made), "ACCEPTED")
        self.expect_standing(self.look(5, kind=pb.ROLL_CALL, part=2), reports.seal(made), 1)
        for other in ({"part": 1}, {"part": 0}):
            self.assertFalse(self.look(5, kind=pb.ROLL_CALL, **other).HasField("standing"))

    def test_health_is_for_its_sender_alone(self):
        key = self.secretary_key(6)
        made = reports.head(6, self.today, pb.HEALTH_REPORT)
        for person in self.members(6):
            made.health_report.entries.add(person=person, state=pb.WELL, evening=366, symptoms=0)
        self.expect(self.ask(6, made, key), "ACCEPTED")
        self.expect_standing(self.look(6, key=key, kind=pb.HEALTH_REPORT), reports.seal(made), 1)
        code = cluster.value("INSERT INTO daybook.person (code, name) VALUES ('P900', '样例书记二') RETURNING code")
        cluster.sql("INSERT INTO daybook.posting (committee_id, person_id, valid_from, valid_to, secretary) SELECT 6, "
                    f"person_id, '{iso(self.today)}', '{iso(self.today)}', true FROM daybook.person WHERE code = '{code}'")
        second = daybook_client.Key()
        cluster.sql(f"SELECT office.approve_key('{second.hex}', '{code}')")
        until(lambda: self.client(6, key=second).handshake()[0] == "succeeded", "the new key is known")
        reply = self.expect(self.look(6, key=second, kind=pb.HEALTH_REPORT), "FORBIDDEN", "record.confidential")
        self.assertFalse(reply.HasField("standing"))
        self.expect(self.look(6, key=second), "ANSWER")
        committee = self.without_secretary_key()
        for kind in (pb.HEALTH_REPORT, pb.MINUTES):
            self.expect(self.look(committee, kind=kind), "FORBIDDEN", "scope.secretary")

    def test_what_was_removed_does_not_come_back(self):
        client, sealed = self.client(7), reports.sealed_report(7, self.today)
        self.expect(client.ask(sealed), "ACCEPTED")
        cluster.sql(f"SELECT office.redact(7, '{iso(self.today)}', 'situation', 'test')")
        standing = self.expect(self.look(7, client=client), "ANSWER").standing
        self.assertFalse(standing.HasField("sealed"))
        self.assertEqual(standing.hash, daybook_client.seal_hash(sealed))

    def test_many_at_once_are_answered_or_busy_and_hold_no_report_up(self):
        reader, writer = self.client(8), self.client(9)
        query = pb.Query(record=pb.RecordQuery(committee_id=8, report_date=self.today, kind=pb.NIGHTLY_REPORT))
        for _ in range(120):
            reader.post(query=query)
        sealed = reports.sealed_report(9, self.today)
        self.expect_receipt(writer.deliver(sealed), sealed)
        for _, reply in take_all([reader], 120):
            if reply.status == pb.BUSY:
                self.assertIn(reply.reason, ("key.full", "queue.full"))
            else:
                self.expect(reply, "ANSWER")

    def test_a_locked_table_holds_readers_up_and_nobody_else(self):
        reader = self.client(10)
        asked = pb.RecordQuery(committee_id=10, report_date=self.today, kind=pb.NIGHTLY_REPORT)
        with cluster.lock("daybook.record"):
            for _ in range(6):
                reader.post(query=pb.Query(record=asked))
            self.expect(self.client(11).scope(), "ANSWER")
            refused = [reply.reason for _, reply in take_all([reader], 2)]
            self.assertEqual(refused, ["key.full", "key.full"])
        for _, reply in take_all([reader], 4):
            self.expect(reply, "ANSWER")


class ReadingWithoutDatabase(KindTest):
    def test_busy_while_the_database_is_away(self):
        client = self.client(1)
        query = pb.Query(record=pb.RecordQuery(committee_id=1, report_date=self.today, kind=pb.NIGHTLY_REPORT))
        self.expect(client.ask(query=query), "ANSWER")
        cluster.stop()
        try:
            until(lambda: client.ask(query=query).status == pb.BUSY, "busy")
            self.expect(client.ask(query=query), "BUSY", "store.away")
        finally:
            cluster.start()
        until(lambda: client.ask(query=query).status == pb.ANSWER, "back")
