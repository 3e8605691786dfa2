/*
 * editor — a text in the person's own editor, and what came of it.
 */
#ifndef DBK_SECRETARY_EDITOR_H
#define DBK_SECRETARY_EDITOR_H

#include "proto/err.h"

/*
 * Write `text` into a file of its own, run $VISUAL, $EDITOR or an editor that Debian always has, and read it back.
 *   suffix   of the file's name, such as ".yaml": editors choose their colours by it
 *   returns  the text, malloc'd, yours; NULL: err says why (no editor, the editor failed)
 */
char *dbk_editor_run(const char *text, const char *suffix, dbk_err *err);

/*
 * The same in a file `name` of a folder of ours, which stays there whatever becomes of this program or of the editor,
 * until dbk_editor_done(). What the person saved counts even when the editor ended badly.
 *   errors   as above; then nothing was saved, and the file is gone
 */
char *dbk_editor_keep(int folder, const char *name, const char *text, dbk_err *err);
void  dbk_editor_done(int folder, const char *name);

#endif
