#!/usr/bin/env python3
"""Compares `stepformer tokenizer train` with the Python `tokenizers` library. Needs it installed (made with 0.23).

- The merges learnt without the rule on characters are the library's, in the same order, and so is the vocabulary, on
  texts where no two pairs are equally frequent; that they are not is checked by a slow trainer of its own.
- The library reads the files that stepformer writes, and gives the same ids and the same texts back.

Run from the checkout's root: tests/reference/check_tokenizer_training.py [PROGRAM]. Ends with `ok` in every line.
"""
import collections
import itertools
import json
import pathlib
import random
import subprocess
import sys
import tempfile

from tokenizers import Tokenizer, models, pre_tokenizers, trainers

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else "build/release/stepformer"
SPECIAL = ["<|endoftext|>", "<|user|>", "<|사용자|>"]

TALES = """옛날 어느 마을에 은별이라는 아이가 살았다. 은별이는 아침마다 우물가에 가서 물을 길었다.
어느 날 은행나무 아래에서 은빛 열쇠를 찾았다. "이 열쇠는 누구의 것일까?" 은별이가 물었다.
Once there was a child who lived by the well. It's said that she'd found 12 keys in 2024, and 345 more later.
은행 앞에서 만난 할아버지는 웃으며 말했다. "그것은 마을의 열쇠란다."   The old man smiled  twice.
def main():\n    return {"a": 1, "b": [2, 3]}  # naïve café 漢字 🙂👩\u200d👧
""" * 20

TRICKY = [
    "", " ", "  ", "\n", "\n\n \n", "a", " a", "  a ", "It's we'll I'M don't", "은행 앞에 가서 돈을 찾았다.", "가나다라뷁쓩",
    "한글", "\u1112\u1161\u11ab e\u0301 é", "12 + 34 = 46, 9.11 < 9.9, 1,000,000 ½ Ⅳ ٣", "tab\there\r\n\r\n  end\n",
    "👩\u200d👩\u200d👧 🇰🇷 👍🏽", "\u00a0\u3000\u2003x\u00a0", "<|endoftext|>은별<|user|> hi <|사용자|><|user|", "<|endoftext",
    "x\u0001y\u0007z\u0000w", "\ufeffbom \ufffd", "Ġthe Ċ ġ", "zqxj ∀x∈ℝ _snake_case", "the" * 50, "은" * 50, "\u2028\u0085 a",
]


def train(folder, name, text, *options):
    source, target = folder / "text.txt", folder / f"{name}.json"
    source.write_bytes(text.encode())
    subprocess.run([PROGRAM, "tokenizer", "train", source, *options, "-o", target], check=True, stdout=subprocess.PIPE)
    return target


def tokenize(path, text):
    model = path.parent / path.stem
    model.mkdir(exist_ok=True)
    (model / "tokenizer.json").write_bytes(path.read_bytes())
    out = subprocess.run([PROGRAM, "tokenize", "--model", model, "--json", "-"], input=text.encode(), check=True,
                         stdout=subprocess.PIPE)
    return json.loads(out.stdout)["ids"]


def untokenize(path, ids):
    out = subprocess.run([PROGRAM, "tokenize", "--model", path.parent / path.stem, "--raw", "--decode", "--ids",
                          ",".join(map(str, ids))], check=True, stdout=subprocess.PIPE)
    return out.stdout.decode()


def python_trained(text, size, least):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.train_from_iterator([text], trainers.BpeTrainer(
        vocab_size=size, min_frequency=least, special_tokens=SPECIAL, show_progress=False,
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet())))
    return json.loads(tokenizer.to_str())["model"]


def merges_without_ties(text, count):
    """The merges by the definition, up to the first step where two pairs are equally frequent."""
    words = collections.Counter(word for word, _ in pre_tokenizers.ByteLevel(add_prefix_space=False).pre_tokenize_str(text))
    words = [[list(word), number] for word, number in words.items()]
    merges = []
    while len(merges) < count:
        pairs = collections.Counter()
        for word, number in words:
            for pair in itertools.pairwise(word):
                pairs[pair] += number
        best = pairs.most_common(2)
        if not best or (len(best) > 1 and best[0][1] == best[1][1]):
            break
        left, right = best[0][0]
        merges.append([left, right])
        for entry in words:
            word, joined = entry[0], []
            while word:
                merge = word[:2] == [left, right]
                joined.append(left + right if merge else word[0])
                word = word[2 if merge else 1:]
            entry[0] = joined
    return merges


def sample(letters, length, words, seed):
    """Words whose numbers all differ, out of few letters, so that pairs are shared and ties are rare."""
    chance = random.Random(seed)
    numbers = chance.sample(range(50, 60 * words), words)
    chosen = {"".join(chance.choices(letters, k=length)) for _ in range(words)}
    return "\n".join(f"{word}\n" * number for word, number in zip(sorted(chosen), numbers))


def check_merges(folder):
    for name, letters, length, words in (("latin", "abcdefg", 4, 150), ("hangul", "은을인일임입", 2, 30),
                                         ("mixed", "ab은을인일", 3, 80)):
        text = max((sample(letters, length, words, seed) for seed in range(12)),
                   key=lambda text: len(merges_without_ties(text, 400)))
        expected = merges_without_ties(text, 400)
        size = len(SPECIAL) + 256 + len(expected)
        python = python_trained(text, size, 1)
        ours = json.loads(train(folder, name, text, "--vocab", str(size), "--min-frequency", "1", "--special",
                                ",".join(SPECIAL), "--across-characters").read_text())["model"]
        fine = ours["merges"] == python["merges"] == expected and ours["vocab"] == python["vocab"]
        print(f"{'ok' if fine else 'NOT OK'}: {name}: {len(expected)} merges without a tie, as the library learns them")


def random_text(chance):
    alphabets = [range(0x20, 0x7F), range(0xA0, 0x250), range(0xAC00, 0xD7A4), range(0x1100, 0x1200), range(0, 0x20),
                 range(0x2000, 0x2070), range(0x1F300, 0x1F650), [0x20, 0x0A, 0x09, 0x3000]]
    return "".join(chr(chance.choice(chance.choice(alphabets))) for _ in range(chance.randint(1, 60)))


def check_files(folder):
    chance = random.Random(3)
    texts = TRICKY + [random_text(chance) for _ in range(100)] + TALES.split("\n")[:6]
    for name, options in {"plain": [], "digits": ["--single-digits"], "across": ["--across-characters"],
                          "bytes": ["--vocab", str(256 + len(SPECIAL))]}.items():
        path = train(folder, name, TALES, "--special", ",".join(SPECIAL), "--vocab", "700", *options)
        tokenizer = Tokenizer.from_file(str(path))
        wrong = []
        for text in texts:
            ids = tokenizer.encode(text).ids
            back = tokenizer.decode(ids, skip_special_tokens=False)
            ours_back = untokenize(path, ids) if ids else "\n"
            if tokenize(path, text) != ids or back != text or ours_back.rstrip("\n") != text.rstrip("\n"):
                wrong.append(text)
        print(f"{'NOT OK' if wrong else 'ok'}: {name}: ids and texts of {len(texts)} texts, both ways", *map(repr, wrong))


with tempfile.TemporaryDirectory() as temporary:
    check_merges(pathlib.Path(temporary))
    check_files(pathlib.Path(temporary))
