#include "clients/secretary/cmd.h"

#include <stdio.h>
#include <string.h>

#include "clients/secretary/verbs.h"
#include "clients/words.h"

static void
print_options(const dbk_option *options, const char *before, const char *after)
{
    for (; options && options->name; options++)
        printf("%s--%s%s", before, options->name, after);
}

static void
bash(const dbk_verb *const *verbs, size_t n)
{
    printf("# bash completion of daybook, made by: daybook completion bash\n"
           "_daybook() {\n"
           "    local word=${COMP_WORDS[COMP_CWORD]} verb= i\n"
           "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
           "        case ${COMP_WORDS[i]} in\n"
           "            --home|--endpoint|--server-key|--lang) ((i++)) ;;\n"
           "            -*) ;;\n"
           "            *) verb=${COMP_WORDS[i]}; break ;;\n"
           "        esac\n"
           "    done\n"
           "    local options= verbs='");
    for (size_t i = 0; i < n; i++)
        printf("%s%s", i > 0 ? " " : "", verbs[i]->name);
    printf("'\n    case $verb in\n        '') options=\"$verbs");
    print_options(dbk_common_options, " ", "");
    printf("\" ;;\n        help) options=$verbs ;;\n");
    for (size_t i = 0; i < n; i++) {
        if (verbs[i]->options == NULL)
            continue;
        printf("        %s) options='", verbs[i]->name);
        print_options(verbs[i]->options, "", " ");
        printf("--help' ;;\n");
    }
    printf("    esac\n"
           "    if [[ $word == -* || -z $verb || $verb == help ]]; then\n"
           "        COMPREPLY=($(compgen -W \"$options\" -- \"$word\"))\n"
           "    else\n"
           "        COMPREPLY=($(compgen -f -- \"$word\"))\n"
           "    fi\n"
           "}\n"
           "complete -o filenames -F _daybook daybook\n");
}

/* Inside single quotes of zsh; brackets and colons would end a description. */
static void
print_described(const char *text)
{
    for (; *text; text++)
        if (*text == '\'')
            fputs("'\\''", stdout);
        else if (*text == '[' || *text == ']' || *text == ':')
            printf("\\%c", *text);
        else
            fputc(*text, stdout);
}

/* What may stand behind an option: a file, a folder, or one of the words between bars. */
static void
zsh_value(const char *value)
{
    printf(":%s", value);
    if (strcmp(value, "FILE") == 0)
        printf(":_files");
    else if (strcmp(value, "FOLDER") == 0)
        printf(":_directories");
    else if (strchr(value, '|')) {
        printf(":(");
        for (; *value; value++)
            fputc(*value == '|' ? ' ' : *value, stdout);
        fputc(')', stdout);
    }
}

static void
zsh_options(const dbk_option *options)
{
    for (; options && options->name; options++) {
        printf(" \\\n                '--%s[", options->name);
        print_described(_(options->meaning));
        fputc(']', stdout);
        if (options->value)
            zsh_value(options->value);
        fputc('\'', stdout);
    }
}

static void
zsh(const dbk_verb *const *verbs, size_t n)
{
    printf("#compdef daybook\n# zsh completion of daybook, made by: daybook completion zsh\n"
           "_daybook() {\n    local -a verbs\n    verbs=(\n");
    for (size_t i = 0; i < n; i++) {
        printf("        '%s:", verbs[i]->name);
        print_described(_(verbs[i]->meaning));
        printf("'\n");
    }
    printf("    )\n    local curcontext=$curcontext state line\n    _arguments -C");
    zsh_options(dbk_common_options);
    printf(" \\\n                '1:verb:->verb' '*::argument:->argument'\n"
           "    case $state in\n        verb) _describe verb verbs ;;\n        argument)\n"
           "            case $line[1] in\n"
           "                help) _describe verb verbs ;;\n");
    for (size_t i = 0; i < n; i++)
        if (verbs[i]->options) {
            printf("                %s) _arguments", verbs[i]->name);
            zsh_options(verbs[i]->options);
            printf(" \\\n                '*:file:_files' ;;\n");
        }
    printf("                *) _files ;;\n            esac ;;\n    esac\n}\n_daybook \"$@\"\n");
}

static int
completion(dbk_desk *desk, int argc, char **argv, dbk_err *err)
{
    size_t n;
    const dbk_verb *const *verbs = dbk_verbs(&n);

    (void)desk;
    if (argc == 2 && strcmp(argv[1], "bash") == 0)
        bash(verbs, n);
    else if (argc == 2 && strcmp(argv[1], "zsh") == 0)
        zsh(verbs, n);
    else
        return dbk_err_set(err, DBK_E_USAGE, "%s", _("for which shell? bash or zsh"));
    return 0;
}

const dbk_verb dbk_verb_completion = {
    "completion", completion, false, "bash|zsh", N_("print what lets your shell complete verbs and options"), "", NULL,
    "daybook completion bash > ~/.local/share/bash-completion/completions/daybook",
};
