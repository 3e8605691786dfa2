/* What is found in a sheet of supplies: rows of test_check.c. What a need must say stands in the rows of the report. */
static const char supply_sheet_good[] =
    "id = %01%91%D0%C4%00%00%70%00%80%00%00%00%00%00%00%04; committee_id = 12; report_date = 20200218; part = 1;"
    "needs[1].item = 1; needs[1].unit = 套; needs[1].on_hand = 3; needs[1].daily_use = 2; needs[1].quantity = 20;"
    "needs[1].needed_by = 20200220; needs[1].urgency = 2;"
    "movements[1].source = 2; movements[1].item = 1; movements[1].unit = 套; movements[1].quantity = 50;"
    "movements[1].party = 样例公司; movements[1].signed_by = 样例王五";

static const row supply_sheet_rows[] = {
    { "a good sheet", "", "", NULL, NULL },
    { "no part", "part = 0", "part:part.range", "1..99", "0" },
    { "the last part", "part = 99", "", NULL, NULL },
    { "a part too many", "part = 100", "part:part.range", NULL, "100" },
    { "needs alone", "movements = *0", "", NULL, NULL },
    { "movements alone", "needs = *0", "", NULL, NULL },
    { "nothing", "needs = *0; movements = *0", "needs:supply.nothing", "", "" },
    { "11 needs", "needs = *11; "
      "needs[2].item = 2; needs[3].item = 3; needs[4].item = 4; needs[5].item = 5; "
      "needs[6].item = 6; needs[7].item = 7; needs[8].item = 8; needs[9].item = 9; needs[10].unit = 件", "needs:list.long", "0..10", "11" },
    { "the same twice", "needs = *2", "needs[2].item:supply.twice", "", "1" },
    { "the same in another unit", "needs = *2; needs[2].unit = 件", "", NULL, NULL },
    { "21 movements", "movements = *21", "movements:list.long", "0..20", "21" },
    { "needed yesterday", "needs[1].needed_by = 20200217", "needs[1].needed_by:supply.needed_by", NULL, "2020-02-17" },
    { "less than two days, can wait", "needs[1].urgency = 1", "needs[1].urgency:supply.urgency_low", "", "1" },
    { "two days, can wait", "needs[1].urgency = 1; needs[1].on_hand = 4", "", NULL, NULL },
    { "nothing used, can wait", "needs[1].urgency = 1; needs[1].on_hand = 0; needs[1].daily_use = 0", "", NULL, NULL },
    { "for 14 days", "needs[1].quantity = 28", "", NULL, NULL },
    { "for longer", "needs[1].quantity = 29", "needs[1].quantity:supply.excess", "", "29" },
    { "for longer, explained", "needs[1].quantity = 29; explanations[1].rule = supply.excess; "
      "explanations[1].text = 周末停运", "", NULL, NULL },
    { "no source", "movements[1].source = 0", "movements[1].source:enum.unknown", "1..7", "0" },
    { "an unknown source", "movements[1].source = 8", "movements[1].source:enum.unknown", NULL, "8" },
    { "an unknown item", "movements[1].item = 10", "movements[1].item:enum.unknown", "1..9", "10" },
    { "no quantity", "movements[1].quantity = -", "movements[1].quantity:supply.quantity", "", "" },
    { "none of it", "movements[1].quantity = 0", "movements[1].quantity:supply.quantity", "1..1000000", "0" },
    { "a million", "movements[1].quantity = 1000000", "", NULL, NULL },
    { "one more", "movements[1].quantity = 1000001", "movements[1].quantity:supply.quantity", NULL, NULL },
    { "a gift from nobody", "movements[1].party = -", "movements[1].party:supply.party", "", "" },
    { "bought from nobody", "movements[1].source = 3; movements[1].party = -", "", NULL, NULL },
    { "handed on to nobody", "movements[1].source = 5; movements[1].party = -", "movements[1].party:supply.party", "", "" },
    { "signed by nobody", "movements[1].signed_by = -", "movements[1].signed_by:text.missing", "", "" },
    { "a name of 20", "movements[1].signed_by = *20", "", NULL, NULL },
    { "a name of 21", "movements[1].signed_by = *21", "movements[1].signed_by:text.long", "1..20", "21" },
    { "counted less, why?", "movements[1].source = 7", "movements[1].reason:supply.counted", "", "" },
    { "counted more, and why", "movements[1].source = 6; movements[1].reason = 上次漏记", "", NULL, NULL },
};
