#!/usr/bin/env python3
"""Writes tests/fixtures/tokenizers/*.json: small tokenizers with what the Python `tokenizers` library makes of texts.

texts.json lists the texts. Each other file holds {"tokenizer": the tokenizer.json, "cases": [{"ids", "plain_ids",
"decoded", "skipped"}] in the order of the texts, "decodings": [{"ids", "text"}]}: ids with special tokens and without,
the text of the former with special tokens and without, and the text of id lists that no encoding made. plain_ids and
skipped are there where they differ from ids and decoded. A decoded text is null where the library fails or put U+FFFD
for bytes that are no UTF-8; ours keeps the bytes.

Run from the checkout's root, with `tokenizers` installed (made with 0.23): tests/reference/make_tokenizer_fixtures.py
"""
import json
import pathlib
import random

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

OUT = pathlib.Path("tests/fixtures/tokenizers")

CORPUS = [
    "The cat sat on the mat, and the dog sat on the log.",
    "It's 2024 and we'll count: 1, 22, 333, 4444 apples.",
    "은행 앞에 가서 돈을 찾았다. 그는 은행나무 아래에 앉았다.",
    "학교에 갔다가 집에 왔다. 돈이 없다. 돈이 있다.",
    "low lower lowest new newer newest wide wider widest",
    "  two  spaces   three\ttab\nline\n\nend ",
    "café naïve Straße ΣΊΣΥΦΟΣ İstanbul ﬁne Ⅳ ①",
] * 3

TEXTS = [
    "", " ", "  ", "a", "The cat", " The cat sat", "The  cat   sat ", "lower newest wider", "it's we'll I'M don't",
    "돈을 찾았다", "은행 은행나무", "가나다라 학교에", "\u1112\u1161\u11ab\u1100\u1173\u11af", "한글", "e\u0301 caf\u00e9 cafe\u0301",
    "1 22 333 4,444.5 ⅷ ½ ٣", "tab\there\nand\r\nthere\n\n\n end", "👩\u200d👩\u200d👧 🇰🇷 👍🏽 🙂", "a-b--c---d", "--a--",
    "!!!What???", "ﬁne ①② ㈜ Å", "İSTANBUL Σίσυφος ẞ", "\u00a0\u3000\u2003x\u00a0", "a\u0300\u0327 a\u0327\u0300",
    "<s>hi</s>", "x<mask>y", "x <mask> y", "  [ADD]  the[ADD]the [ADD]", "theend the end THE END", "<|end|><|end|>",
    "▁already ▁▁marked", "a▁b", "x\u0001y\u0007z", "zqxj 漢字 ∀x∈ℝ", "_snake_case __init__ ‿", "the" * 20,
]

SP = "▁"


def byte_vocabulary():
    return {"<unk>": 0, "<s>": 1, "</s>": 2, **{f"<0x{b:02X}>": 3 + b for b in range(256)}}


def trained(size=330, normalizer=None, pre=None, alphabet=(), specials=("<unk>", "<s>", "</s>"), **model):
    tokenizer = Tokenizer(models.BPE(**model))
    if normalizer:
        tokenizer.normalizer = normalizer
    if pre:
        tokenizer.pre_tokenizer = pre
    affixes = {key: model[key] for key in ("continuing_subword_prefix", "end_of_word_suffix") if key in model}
    trainer = trainers.BpeTrainer(vocab_size=size, special_tokens=list(specials), initial_alphabet=list(alphabet),
                                  show_progress=False, **affixes)
    tokenizer.train_from_iterator(CORPUS, trainer)
    return tokenizer


def byte_level(pre=None, **model):
    pre = pre or pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer = trained(pre=pre, alphabet=pre_tokenizers.ByteLevel.alphabet(), specials=("<s>", "</s>"), **model)
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def sentencepiece(prepend=True):
    """Pieces by hand: the bytes, some characters, and merges learnt over text whose spaces are marks."""
    learnt = trained(size=120, specials=(), normalizer=normalizers.Replace(" ", SP), pre=pre_tokenizers.Metaspace())
    model = json.loads(learnt.to_str())["model"]
    vocabulary = byte_vocabulary()
    for piece in model["vocab"]:
        vocabulary.setdefault(piece, len(vocabulary))
    merges = [tuple(pair) for pair in model["merges"]]
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=merges, unk_token="<unk>", fuse_unk=True,
                                     byte_fallback=True))
    steps = [normalizers.Prepend(SP)] if prepend else []
    tokenizer.normalizer = normalizers.Sequence(steps + [normalizers.Replace(" ", SP)])
    tokenizer.decoder = decoders.Sequence([decoders.Replace(SP, " "), decoders.ByteFallback(), decoders.Fuse(),
                                           decoders.Strip(" ", 1, 0)])
    tokenizer.add_special_tokens(["<unk>", "<s>", "</s>"])
    tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A", pair="<s> $A <s> $B",
                                                             special_tokens=[("<s>", 1)])
    return tokenizer


def characters(normalizer=None, pre=None, decoder=None, **model):
    """A vocabulary of characters and a few words; small, for tests of one stage."""
    model = {"unk_token": "<unk>", **model}
    tokenizer = trained(size=115, normalizer=normalizer, pre=pre, alphabet="-_,.!▁<>[]|/'\t\n", **model)
    tokenizer.decoder = decoder or decoders.Fuse()
    return tokenizer


def normalizer_fixtures():
    n = normalizers
    for name, normalizer in {
        "nfc": n.NFC(), "nfd": n.NFD(), "nfkc": n.NFKC(), "nfkd": n.NFKD(), "lowercase": n.Lowercase(),
        "strip": n.Strip(), "strip_left": n.Strip(left=True, right=False), "strip_right": n.Strip(left=False, right=True),
        "replace_string": n.Replace("the", "THE"), "replace_regex": n.Replace(Regex(r"\s+"), " "),
        "replace_lookahead": n.Replace(Regex(r"a(?=\w)"), "A"), "replace_empty_match": n.Replace(Regex(r"x*"), "-"),
        "replace_words": n.Replace(Regex(r"^\w+|[\h]+$"), "W"), "delete_spaces": n.Replace(" ", ""),
        "prepend": n.Prepend("_"), "sequence": n.Sequence([n.NFKD(), n.Lowercase(), n.Strip(), n.Prepend(SP)]),
    }.items():
        yield f"normalizer_{name}", characters(normalizer=normalizer)


def pretokenizer_fixtures():
    p = pre_tokenizers
    for behavior in ("removed", "isolated", "merged_with_previous", "merged_with_next", "contiguous"):
        yield f"split_string_{behavior}", characters(pre=p.Split("-", behavior))
        yield f"split_regex_{behavior}", characters(pre=p.Split(Regex(r"\s|-"), behavior))
        yield f"split_invert_{behavior}", characters(pre=p.Split(Regex(r"\w+"), behavior, invert=True))
    yield "split_groups", characters(pre=p.Split(Regex(r"(\s)|((a)|(t))+"), "isolated"))
    yield "split_empty", characters(pre=p.Split("", "isolated"))
    yield "punctuation", characters(pre=p.Punctuation())
    yield "whitespace", characters(pre=p.Whitespace())
    yield "whitespace_split", characters(pre=p.WhitespaceSplit())
    yield "digits", characters(pre=p.Digits())
    yield "digits_individual", characters(pre=p.Digits(individual_digits=True))
    for scheme in ("always", "first", "never"):
        for split in (True, False):
            tokenizer = characters(pre=p.Metaspace(prepend_scheme=scheme, split=split))
            tokenizer.decoder = decoders.Metaspace(prepend_scheme=scheme)
            tokenizer.add_tokens([AddedToken("[ADD]", normalized=False)])
            yield f"metaspace_{scheme}_{'split' if split else 'whole'}", tokenizer
    yield "pretokenizer_sequence", characters(pre=p.Sequence([p.WhitespaceSplit(), p.Digits(True), p.Punctuation(),
                                                              p.Metaspace(prepend_scheme="first")]))
    yield "strip_then_metaspace_first", characters(normalizer=normalizers.Strip(), pre=p.Metaspace(prepend_scheme="first"))
    yield "delete_then_metaspace_first", characters(normalizer=normalizers.Replace("T", ""),
                                                    pre=p.Metaspace(prepend_scheme="first"))
    yield "squeeze_then_metaspace_first", characters(normalizer=normalizers.Replace(Regex(r"\s+|The"), "_"),
                                                     pre=p.Metaspace(prepend_scheme="first"))


CONTRACTIONS = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+"
                r"|\s+(?!\S)|\s+")


def byte_level_fixtures():
    p = pre_tokenizers
    yield "byte_level", byte_level()
    yield "byte_level_prefix_space", byte_level(p.ByteLevel(add_prefix_space=True))
    yield "byte_level_no_regex", byte_level(p.ByteLevel(add_prefix_space=False, use_regex=False))
    split = p.Sequence([p.Split(Regex(CONTRACTIONS), "isolated"), p.ByteLevel(add_prefix_space=False, use_regex=False)])
    tokenizer = byte_level(split, ignore_merges=True)
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.post_processor = processors.Sequence([
        processors.ByteLevel(trim_offsets=False),
        processors.TemplateProcessing(single="<s> $A </s>", pair="<s> $A $B", special_tokens=[("<s>", 0), ("</s>", 1)])])
    yield "byte_level_split_template", tokenizer
    tokenizer = byte_level()
    tokenizer.add_special_tokens([AddedToken("<|end|>", normalized=True), "<mask>"])
    tokenizer.add_tokens([AddedToken("돈을"), AddedToken("  "), AddedToken("THE", normalized=False)])
    yield "byte_level_added", tokenizer


def model_fixtures():
    yield "sentencepiece", sentencepiece()
    tokenizer = sentencepiece(prepend=False)
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="first", split=False)
    tokenizer.normalizer = normalizers.NFC()
    yield "sentencepiece_metaspace", tokenizer
    yield "unknown_fused", characters(fuse_unk=True)
    yield "unknown_apart", characters(fuse_unk=False)
    yield "unknown_dropped", trained(size=100)
    tokenizer = characters(pre=pre_tokenizers.Whitespace(), end_of_word_suffix="</w>", decoder=decoders.BPEDecoder())
    yield "end_of_word", tokenizer
    yield "continuing_prefix", characters(pre=pre_tokenizers.Whitespace(), continuing_subword_prefix="##")
    tokenizer = Tokenizer(models.BPE(vocab={"<unk>": 0, "<0x61>": 1, "<0xEB>": 2, "b": 3, "c": 4, "bc": 5},
                                     merges=[("b", "c")], unk_token="<unk>", byte_fallback=True, fuse_unk=True))
    yield "few_bytes", tokenizer
    tokenizer = Tokenizer(models.BPE(vocab={c: i for i, c in enumerate(["a", "b", "aa", "ab", "aab", "ba"])},
                                     merges=[("a", "b"), ("a", "a"), ("a", "ab"), ("aa", "b"), ("b", "a")]))
    yield "two_ways_to_one_token", tokenizer


def added_fixtures():
    lower = normalizers.Lowercase()
    for name, flags in {
        "single_word": {"single_word": True}, "lstrip": {"lstrip": True}, "rstrip": {"rstrip": True},
        "both_strips": {"lstrip": True, "rstrip": True}, "verbatim": {"normalized": False},
        "verbatim_single_word": {"normalized": False, "single_word": True, "lstrip": True},
    }.items():
        tokenizer = characters(normalizer=lower)
        tokenizer.add_tokens([AddedToken(text, **flags) for text in ("[ADD]", "THE", "end", "the e", "돈", "é")])
        tokenizer.add_special_tokens([AddedToken("<mask>", **{"normalized": False, **flags}), "<|end|>"])
        yield f"added_{name}", tokenizer
    tokenizer = characters(normalizer=normalizers.Sequence([normalizers.Prepend(SP), normalizers.Replace(" ", SP)]))
    tokenizer.add_tokens([AddedToken("the"), AddedToken(" cat", normalized=False), AddedToken(" ", rstrip=True)])
    yield "added_prepended", tokenizer


def decoder_fixtures():
    d = decoders
    for name, decoder in {
        "none": None, "strip": d.Strip("t", 1, 0), "strip_end": d.Sequence([d.Fuse(), d.Strip(" ", 2, 2)]),
        "replace_regex": d.Replace(Regex("[aeiou]"), "*"), "replace_fused": d.Sequence([d.Fuse(), d.Replace("he", "HE")]),
        "byte_fallback": d.Sequence([d.ByteFallback(), d.Fuse()]), "byte_level_strip": d.Sequence([d.ByteLevel(), d.Strip("a", 1, 0)]),
        "metaspace_never": d.Metaspace(prepend_scheme="never"), "metaspace_mark": d.Metaspace(replacement="_"),
    }.items():
        tokenizer = characters(decoder=decoder)
        if decoder is None:
            data = json.loads(tokenizer.to_str())
            data["decoder"] = None
            tokenizer = Tokenizer.from_str(json.dumps(data))
        yield f"decoder_{name}", tokenizer


def older_merges(data):
    """The same tokenizer with merges as "a b", as files before 2024 have them."""
    data["model"]["merges"] = [" ".join(pair) for pair in data["model"]["merges"]]
    return data


def decode(tokenizer, ids, skip_special_tokens):
    try:
        text = tokenizer.decode(ids, skip_special_tokens=skip_special_tokens)
    except BaseException as failure:  # the library's panics, on some empty texts, are no Exception
        if type(failure).__name__ != "PanicException":
            raise
        return None
    return None if "\ufffd" in text else text


def case(tokenizer, text):
    ids = tokenizer.encode(text).ids
    plain = tokenizer.encode(text, add_special_tokens=False).ids
    decoded, skipped = decode(tokenizer, ids, False), decode(tokenizer, ids, True)
    return ({"ids": ids, "decoded": decoded} | ({"plain_ids": plain} if plain != ids else {})
            | ({"skipped": skipped} if skipped != decoded else {}))


def fixture(name, tokenizer):
    data = json.loads(tokenizer.to_str())
    if name == "byte_level":
        data = older_merges(data)
        tokenizer = Tokenizer.from_str(json.dumps(data))
    chance = random.Random(name)
    vocabulary = sorted(tokenizer.get_vocab(with_added_tokens=True).values())
    lists = [chance.choices(vocabulary, k=chance.randint(1, 12)) for _ in range(8)]
    return {"tokenizer": data, "cases": [case(tokenizer, text) for text in TEXTS],
            "decodings": [{"ids": ids, "text": decode(tokenizer, ids, False)} for ids in lists]}


def write(name, data):
    (OUT / f"{name}.json").write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n")


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    for old in OUT.glob("*.json"):
        old.unlink()
    write("texts", TEXTS)
    for source in (normalizer_fixtures, pretokenizer_fixtures, byte_level_fixtures, model_fixtures, added_fixtures,
                   decoder_fixtures):
        for name, tokenizer in source():
            write(name, fixture(name, tokenizer))
    print(sum(path.stat().st_size for path in OUT.glob("*.json")), "bytes in", len(list(OUT.glob("*.json"))), "files")


main()
