# embed: sql/queries/NAME.sql -> #define DBK_SQL_NAME "..." ; comment lines at the head stay in the .sql file.
function finish() { if (name != "") printf "\n\n" }
FNR == 1 {
    finish()
    name = FILENAME
    sub(/.*\//, "", name); sub(/\.sql$/, "", name)
    printf "#define DBK_SQL_%s", toupper(name)
}
/^[ \t]*--/ || /^[ \t]*$/ { next }
{
    gsub(/\\/, "&&"); gsub(/"/, "\\\"")
    sub(/[ \t]+--[^']*$/, "")
    printf " \\\n    \"%s\\n\"", $0
}
END { finish() }
