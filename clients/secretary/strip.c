#include "clients/secretary/strip.h"

#include <inttypes.h>

#include "clients/words.h"
#include "clients/wrap.h"
#include "proto/dictation.h"
#include "proto/text.h"

#define LABEL_COLUMNS 40

static void
print_figure(size_t place, const Daybook__V1__Indicator *figure, int64_t value, FILE *to)
{
    const ProtobufCBinaryData *label = dbk_words_zh() ? &figure->label_zh : &figure->label_en;
    const size_t width = dbk_text_width(label->data, label->len);

    fprintf(to, "  %3zu  %s%*s  %" PRId64 "-%c\n", place, (const char *)label->data,
            width < LABEL_COLUMNS ? (int)(LABEL_COLUMNS - width) : 1, "", value,
            dbk_dictation_digit(figure->number, value));
}

void
dbk_strip_print(const dbk_sheet *sheet, FILE *to)
{
    const dbk_form_message *form = dbk_form_message_of(sheet->form);
    dbk_figures figures;
    char sum[DBK_DICTATION_SUM_BYTES];

    dbk_sheet_figures(sheet, &figures);
    dbk_wrap_say(to, "%s", _("To be read out to the office: the number on the page, the figure, a dash, its check "
                             "digit.\nWhat is not listed was not filled.\n\n"));
    for (size_t i = 0; i < form->n_indicators; i++) {
        const Daybook__V1__Indicator *figure = form->indicators[i];

        if (figures.value[figure->number] != DBK_FIGURE_NONE)
            print_figure(i + 1, figure, figures.value[figure->number], to);
    }
    dbk_wrap_say(to, _("\nover all figures: %s\n"),
                 dbk_dictation_sum(sheet->committee_id, sheet->report_date, figures.value, sum));
    dbk_wrap_say(to, "%s", _("Then the situation, and a case if there is one. This report stays in your outbox as it "
                             "is:\nwhen the line is back, daybook flush sends it, and it stands instead of what was "
                             "dictated.\n"));
}
