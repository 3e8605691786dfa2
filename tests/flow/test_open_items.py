"""Open items: what one night raises is asked about on the next, by whoever is posted there, until it is answered SOLVED."""
import hashlib

import reports
from daybook_client import pb
from daybook_flow import cluster, shift
from test_kinds import KindTest


def risk_name(place, text):
    return "r" + hashlib.sha256(f"{place}\n{text}".encode()).hexdigest()[:8]


class OpenItems(KindTest):
    def items(self, committee, date=None, key=None):
        query = pb.ItemsQuery(committee_id=committee, date=date or self.today)
        return self.client(committee, key=key).ask(query=pb.Query(items=query))

    def raise_risk(self, committee, date, text, place="东门"):
        made = reports.record(committee, date)
        made.nightly_report.observations.add(kind=pb.RISK, category=pb.GATE, severity=2, place=place.encode(),
                                             text=text.encode())
        sealed = reports.seal(made)
        self.expect_receipt(self.client(committee).ask(sealed), sealed)
        return risk_name(place, text)

    def answer(self, committee, date, *answers, corrects=None):
        made = reports.record(committee, date, corrects=corrects) if corrects else reports.record(committee, date)
        for item, answer in answers:
            made.nightly_report.answers.add(item=item.encode(), answer=answer)
        sealed = reports.seal(made)
        self.expect_receipt(self.client(committee).ask(sealed), sealed)
        return made.id

    def names(self, committee, date=None, key=None):
        reply = self.expect(self.items(committee, date, key), "ANSWER")
        return [item.item.decode() for item in reply.open_items.items]

    def test_a_risk_until_it_is_solved(self):
        yesterday = shift(self.today, -1)
        self.assertEqual(self.names(21), [])
        risk = self.raise_risk(21, yesterday, "东门夜间照明不足")
        reply = self.expect(self.items(21, key=self.secretary_key(21)), "ANSWER").open_items
        self.assertEqual((reply.committee_id, reply.date, reply.more, len(reply.items)), (21, self.today, 0, 1))
        item = reply.items[0]
        self.assertEqual((item.item.decode(), item.night, item.last_night, item.place.decode(), item.text.decode(),
                          item.severity, item.HasField("answer")),
                         (risk, yesterday, yesterday, "东门", "东门夜间照明不足", 2, False))
        self.assertEqual(self.names(21, shift(yesterday, -1)), [], "an earlier night is not asked about it")
        first = self.answer(21, self.today, (risk, pb.STILL_THERE))
        item = self.expect(self.items(21), "ANSWER").open_items.items[0]
        self.assertEqual((item.answer, item.answered, item.last_night), (pb.STILL_THERE, self.today, self.today))
        second = self.answer(21, self.today, (risk, pb.ESCALATED), corrects=first)
        self.assertEqual(cluster.sql("SELECT state, said FROM office.risks WHERE committee_id = 21"),
                         [["ESCALATED", "ESCALATED"]])
        self.answer(21, self.today, (risk, pb.SOLVED), corrects=second)
        self.assertEqual(self.names(21), [])
        self.assertEqual(cluster.sql("SELECT state, response = said_at - raised_at FROM office.risks WHERE committee_id = 21"),
                         [["SOLVED", "t"]])

    def test_nobody_else_hears_of_it(self):
        self.raise_risk(22, self.today, "东门夜间照明不足")
        stranger = self.client(cluster.stranger_to(22))
        for wrong, status, reason in ((dict(committee_id=22, date=self.today), "FORBIDDEN", "scope.none"),
                                      (dict(committee_id=0, date=self.today), "FORBIDDEN", "scope.none"),
                                      (dict(committee_id=22, date=20200230), "MALFORMED", "request.what"),
                                      (dict(committee_id=2 ** 31, date=self.today), "MALFORMED", "request.what"), ({}, "MALFORMED", "request.what")):
            reply = self.expect(stranger.ask(query=pb.Query(items=pb.ItemsQuery(**wrong))), status, reason)
            self.assertFalse(reply.HasField("open_items"))
        self.expect(self.items(22, shift(self.today, 90)), "FORBIDDEN", "scope.none")

    def test_a_remark_of_the_office(self):
        cluster.sql("SELECT office.make_remark(23, '请补报消毒楼道数')")
        reply = self.expect(self.items(23), "ANSWER").open_items
        self.assertEqual([(i.item[:1], i.night, i.text.decode()) for i in reply.items], [(b"m", self.today, "请补报消毒楼道数")])
        self.answer(23, self.today, (reply.items[0].item.decode(), pb.SOLVED))
        self.assertEqual(self.names(23), [])

    def test_as_many_as_fit_the_oldest_first(self):
        made = reports.record(24, shift(self.today, -1))
        for n in range(20):
            made.nightly_report.observations.add(kind=pb.RISK, category=pb.GATE, severity=1, place=("角" * 60).encode(),
                                                 text=(f"第{n:02}处" + "险" * 496).encode())
        sealed = reports.seal(made)
        self.expect_receipt(self.client(24).ask(sealed), sealed)
        reply = self.expect(self.items(24), "ANSWER").open_items
        self.assertEqual((len(reply.items), reply.more), (20, 0))
        self.assertEqual({len(i.text.decode()) for i in reply.items}, {101}, "cut, and said so")
        self.assertTrue(all(i.text.decode().endswith("…") for i in reply.items))
        cluster.sql("INSERT INTO daybook.remark (committee_id, remark_id, report_date, text) SELECT 24, "
                    f"lpad(to_hex(n), 8, '0'), '{self.today}', repeat('𠀀', 200) FROM generate_series(1, 150) n")
        reply = self.expect(self.items(24), "ANSWER")
        listed = reply.open_items
        self.assertEqual(len(listed.items) + listed.more, 170)
        self.assertGreater(len(listed.items), 80)
        self.assertLess(reply.ByteSize(), 65536)
        self.assertEqual([i.item[:1] for i in listed.items[:20]], [b"r"] * 20, "the oldest ones first")
