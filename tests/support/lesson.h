/* A small lesson in a temporary folder, with every kind of question that a model without a tokenizer can be asked. */
#ifndef SUPPORT_LESSON_H
#define SUPPORT_LESSON_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "base/file.h"
#include "lesson/lesson.h"
#include "support/folder.h"

static const char lesson_json[] =
    "{\"format\": 1, \"id\": \"small\", \"minutes\": 5, \"facts\": [\"2017\"], \"steps\": [\n"
    " {\"id\": \"read\", \"run\": [\"prompt --ids 3,1,4\"], \"expect\": [\"text.positions == 3\"]},\n"
    " {\"id\": \"choose\", \"run\": [\"prompt --ids 3,1,4\", \"finish\"], \"hints\": 2,\n"
    "  \"expect\": [\"prob(top(1)) > prob(top(40))\"],\n"
    "  \"question\": {\"kind\": \"choice\", \"options\": [{\"id\": \"yes\", \"right\": \"model.layers == 2\"},\n"
    "                {\"id\": \"no\", \"right\": \"model.layers == 3\"}]}},\n"
    " {\"id\": \"count\", \"run\": [\"prompt --ids 3,1,4\"],\n"
    "  \"question\": {\"kind\": \"number\", \"answer\": \"model.heads\", \"wrong\": [\"model.layers\"]}},\n"
    " {\"id\": \"seek\", \"run\": [\"prompt --ids 3,1,4\", \"finish\"],\n"
    "  \"question\": {\"kind\": \"find\", \"where\": \"{layer} == 1 and {head} == 2\",\n"
    "                \"solution\": [\"layer 1\", \"head 2\"], \"wrong\": [[\"layer 1\"], [\"head 2\"]]}},\n"
    " {\"id\": \"act\", \"run\": [\"prompt --ids 3,1,4\"],\n"
    "  \"question\": {\"kind\": \"do\", \"goal\": [\"{temperature} > 0.5\", \"text.passes >= 2\"],\n"
    "                \"solution\": [\"temperature 0.75\", \"generate 1\"], \"wrong\": [[\"generate 1\"]]}},\n"
    " {\"id\": \"tell\", \"question\": {\"kind\": \"write\"}}]}\n";

static const char lesson_en[] =
    "# A small lesson\n\nAbout little.\n\n"
    "## read: Reading\nThere are {{text.positions}} tokens since 2017.\n\n"
    "## choose: Choosing\nSome *prose*.\n### task\nChoose.\n### option yes\nYes\n\nIt has {{model.layers}} layers.\n"
    "### option no\nNo\n\nIt has not.\n### hint 1\nThink.\n### hint 2\nThink on.\n### notes\nDeep.\n### answer\nYes.\n"
    "## count: Counting\nHow many heads?\n### task\nCount.\n### right\nJust so: {{model.heads}}.\n### wrong\nNo.\n"
    "### answer\nThere are {{model.heads}}.\n"
    "## seek: Seeking\nSeek.\n### task\nFind.\n### right\nFound at {{{layer}}}.\n### wrong\nNot here.\n### "
    "answer\nThere.\n"
    "## act: Acting\nAct.\n### task\nDo.\n### right\nDone.\n### wrong\nNot yet.\n### answer\nSo.\n"
    "## tell: Telling\nTell.\n### task\nWrite.\n";

static const char lesson_ko[] =
    "# 작은 단원\n\n조금만.\n\n"
    "## read: 읽기\n2017년부터 토큰은 {{text.positions}}개.\n\n"
    "## choose: 고르기\n글 *조금*.\n### task\n고르세요.\n### option yes\n네\n\n층은 {{model.layers}}개입니다.\n"
    "### option no\n아니요\n\n아닙니다.\n### hint 1\n생각하세요.\n### hint 2\n더 생각하세요.\n### notes\n깊이.\n### "
    "answer\n네.\n"
    "## count: 세기\n헤드는 몇 개?\n### task\n세세요.\n### right\n{{model.heads}}개.\n### wrong\n아닙니다.\n"
    "### answer\n{{model.heads}}개입니다.\n"
    "## seek: 찾기\n찾기.\n### task\n찾으세요.\n### right\n{{{layer}}}층.\n### wrong\n여기가 아닙니다.\n### "
    "answer\n거기.\n"
    "## act: 하기\n하기.\n### task\n하세요.\n### right\n됐습니다.\n### wrong\n아직.\n### answer\n이렇게.\n"
    "## tell: 말하기\n말.\n### task\n쓰세요.\n";

/* The text with the first `from` replaced by `to`; fails the test where it is not there. free() it. */
static inline char *with(const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);
    if (!at)
        fail_msg("\"%s\" is not in the text", from);
    Buffer out = {0};
    buffer_append(&out, text, (size_t)(at - text));
    buffer_append_text(&out, to);
    buffer_append_text(&out, at + strlen(from));
    return buffer_take(&out);
}

static inline void write_text(void **state, const char *name, const char *text)
{
    Error error = {0};
    if (file_write(path_in(state, name).text, text, strlen(text), &error) != STATUS_OK)
        fail_msg("%s", error.message);
}

/* Writes the lesson as 01-small; a text that is NULL leaves that language out. Returns its folder. */
static inline Path write_lesson(void **state, const char *json, const char *en, const char *ko)
{
    mkdir(path_in(state, "01-small").text, 0700);
    write_text(state, "01-small/lesson.json", json);
    if (en)
        write_text(state, "01-small/en.md", en);
    if (ko)
        write_text(state, "01-small/ko.md", ko);
    return path_in(state, "01-small");
}

static inline Lesson *open_lesson(void **state)
{
    Lesson *lesson = NULL;
    Error error = {0};
    if (lesson_open(write_lesson(state, lesson_json, lesson_en, lesson_ko).text, &lesson, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    return lesson;
}

#endif
