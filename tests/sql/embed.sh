# embed: a statement reaches the program as it stands in its file, whatever C thinks of its characters; only comments go.

mkdir -p "$state/embed"
cat > "$state/embed/odd_characters.sql" <<'SQL'
-- odd_characters: what is said here stays in the file.
SELECT E'\\ \n \'' AS one, '\d+\.\\' AS two,      -- and so does this
       "a ""name""" AS three, '%s 100% -- no comment' AS four, 'C:\new\table'
SQL
printf 'SELECT 2\n' > "$state/embed/second.sql"
awk -f sql/embed.awk "$state"/embed/*.sql > "$state/embed/queries.h"
cat > "$state/embed/say.c" <<'C'
#include <stdio.h>
#include "queries.h"
int main(void) { return fputs(DBK_SQL_ODD_CHARACTERS DBK_SQL_SECOND, stdout) == EOF; }
C
is 'what is embedded compiles' "$("${CC:-cc}" -Wall -Werror -o "$state/embed/say" "$state/embed/say.c" 2>&1)" ''
is 'and is the statement of the file' "$("$state/embed/say")" "$(cat <<'SQL'
SELECT E'\\ \n \'' AS one, '\d+\.\\' AS two,
       "a ""name""" AS three, '%s 100% -- no comment' AS four, 'C:\new\table'
SELECT 2
SQL
)"
