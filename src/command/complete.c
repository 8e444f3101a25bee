/* Completion: what may stand where the cursor is. */
#include <dirent.h>
#include <string.h>

#include "base/utf8.h"
#include "command/command.h"
#include "run/expression.h"
#include "view/theme.h"
#include "view/view.h"

typedef struct Completion {
    const char *word; /* what is there of it */
    size_t length;
    Buffer *out;
    int count;
} Completion;

static void complete_offer(Completion *completion, const char *candidate)
{
    if (strncmp(candidate, completion->word, completion->length) != 0)
        return;
    buffer_format(completion->out, "%s\n", candidate);
    completion->count++;
}

static void complete_verbs(Completion *completion)
{
    for (int i = 0; commands[i]; i++)
        complete_offer(completion, commands[i]->name);
}

static void complete_views(Completion *completion)
{
    for (int i = 0; views[i]; i++)
        complete_offer(completion, views[i]->name);
}

static void complete_choices(Completion *completion, const Command *command)
{
    for (int i = 0; command->choice(i); i++)
        complete_offer(completion, command->choice(i));
}

static void complete_lessons(Completion *completion, const LessonDesk *lessons)
{
    const char *id;
    for (int i = 0; lessons->id && (id = lessons->id(lessons->context, i)); i++)
        complete_offer(completion, id);
}

static void complete_themes(Completion *completion)
{
    Buffer names = {0};
    theme_names(&names);
    for (char *rest = names.bytes, *name; rest && (name = strsep(&rest, "\n"));)
        if (*name)
            complete_offer(completion, name);
    buffer_free(&names);
}

static void complete_names(Completion *completion, const Program *program)
{
    for (ValueId id = 1; id <= program->value_count; id++) {
        complete_offer(completion, program->values[id].name);
        if (program->values[id].alias)
            complete_offer(completion, program->values[id].alias);
    }
}

/* In an expression a name may stand anywhere: its beginning is looked for from the back. */
static void complete_expression(Completion *completion, const Program *program)
{
    const char *start = completion->word + completion->length;
    while (start > completion->word && !strchr("([,+-*/=<>! ", start[-1]))
        start--;
    Buffer names = {0}, *out = completion->out;
    Completion name = {.word = start, .length = strlen(start), .out = &names};
    complete_names(&name, program);
    for (WeightId id = 1; id <= program->weight_count; id++)
        complete_offer(&name, program->weights[id].name);
    for (int i = 0; expression_functions[i].name; i++)
        complete_offer(&name, expression_functions[i].name);
    for (int i = 0; expression_facts[i].name; i++)
        complete_offer(&name, expression_facts[i].name);
    for (const char *line = buffer_text(&names); *line; line += strcspn(line, "\n") + 1)
        buffer_format(out, "%.*s%.*s\n", (int)(start - completion->word), completion->word, (int)strcspn(line, "\n"),
                      line);
    completion->count = name.count;
    buffer_free(&names);
}

static void complete_files(Completion *completion)
{
    Buffer folder = {0}, path = {0};
    const char *slash = strrchr(completion->word, '/');
    size_t prefix = slash ? (size_t)(slash - completion->word) + 1 : 0;
    buffer_append(&folder, completion->word, prefix);
    DIR *directory = opendir(prefix ? folder.bytes : ".");
    for (struct dirent *entry; directory && (entry = readdir(directory));) {
        if (entry->d_name[0] == '.' || strchr(entry->d_name, '\n'))
            continue;
        buffer_clear(&path);
        buffer_format(&path, "%s%s%s", buffer_text(&folder), entry->d_name, entry->d_type == DT_DIR ? "/" : "");
        complete_offer(completion, path.bytes);
    }
    if (directory)
        closedir(directory);
    buffer_free(&folder);
    buffer_free(&path);
}

/* A text that may stand on a line as a word of its own. */
static bool is_plain_word(const char *text, size_t length)
{
    bool plain = length > 0 && utf8_valid_prefix(text, length) == length;
    for (size_t i = 0; i < length && plain; i++)
        plain = (unsigned char)text[i] > ' ' && text[i] != '"' && text[i] != 0x7F;
    return plain;
}

/* Tokens by their texts without a space in front: commands find both spellings. */
static void complete_tokens(Completion *completion, const Tokenizer *tokenizer)
{
    enum { MOST = 100 };
    Buffer text = {0};
    int32_t size = tokenizer && completion->length ? (int32_t)tokenizer_vocabulary_size(tokenizer) : 0, same;
    for (int32_t id = 0; id < size && completion->count < MOST; id++) {
        buffer_clear(&text);
        tokenizer_piece_bytes(tokenizer, id, &text);
        size_t space = text.length && *text.bytes == ' ';
        const char *word = buffer_text(&text) + space;
        if (strncmp(word, completion->word, completion->length) || !is_plain_word(word, text.length - space))
            continue;
        if (!space || !tokenizer_find(tokenizer, word, strlen(word), &same)) /* else it is offered already */
            complete_offer(completion, word);
    }
    buffer_free(&text);
}

static void complete_argument(Completion *completion, const Session *session, const Command *command)
{
    switch (command->kind) {
    case ARGUMENT_NAME:
        complete_names(completion, &session->model->program);
        break;
    case ARGUMENT_EXPRESSION:
    case ARGUMENT_CELL:
        complete_expression(completion, &session->model->program);
        break;
    case ARGUMENT_VIEW:
        complete_views(completion);
        break;
    case ARGUMENT_FILE:
        complete_files(completion);
        break;
    case ARGUMENT_CHOICE:
        complete_choices(completion, command);
        break;
    case ARGUMENT_LESSON:
        complete_choices(completion, command);
        complete_lessons(completion, &session->lessons);
        break;
    case ARGUMENT_THEME:
        complete_themes(completion);
        break;
    case ARGUMENT_COMMAND:
        complete_verbs(completion);
        break;
    case ARGUMENT_TOKEN:
        complete_tokens(completion, session->model->tokenizer);
        break;
    case ARGUMENT_NONE:
    case ARGUMENT_NUMBER:
    case ARGUMENT_TEXT:
        break;
    }
}

int command_complete(const Session *session, const char *line, Buffer *out)
{
    line += strspn(line, " \t");
    size_t verb = strcspn(line, " \t");
    if (!line[verb]) {
        Completion completion = {.word = line, .length = verb, .out = out};
        complete_verbs(&completion);
        return completion.count;
    }
    const Command *command = command_find(line, verb);
    const char *blank = strrchr(line, ' ');
    if (!command || !blank)
        return 0;
    Completion completion = {.word = blank + 1, .length = strlen(blank + 1), .out = out};
    const char *first = line + verb + strspn(line + verb, " ");
    bool second_name = command->kind == ARGUMENT_VIEW && blank > first;
    if (second_name) /* show value NAME */
        complete_expression(&completion, &session->model->program);
    else
        complete_argument(&completion, session, command);
    return completion.count;
}
