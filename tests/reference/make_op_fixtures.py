"""Writes tests/fixtures/ops.json: for every op, inputs, the output and the gradients as PyTorch has them.

    /usr/bin/python3 tests/reference/make_op_fixtures.py
"""
import json
import math
import pathlib

import torch
import torch.nn.functional as F

FIXTURES = pathlib.Path(__file__).resolve().parents[1] / "fixtures" / "ops.json"


class Operand:
    """A tensor with named axes; its numbers are those that a float32 holds."""

    def __init__(self, axes, *sizes):
        self.axes = axes.split()
        self.value = torch.randn(*sizes).double().requires_grad_()


def numbers(tensor):
    return [x if math.isfinite(x) else {math.inf: "Infinity", -math.inf: "-Infinity"}[x]
            for x in (float(f"{x:.9g}") for x in tensor.detach().flatten().tolist())]


def record(operand):
    return {"axes": operand.axes, "sizes": list(operand.value.shape), "data": numbers(operand.value),
            "gradient": numbers(operand.value.grad)}


def case(op, compute, inputs, weights=(), out_axes=None, params=None, **more):
    """One case: runs compute(*inputs, *weights), and goes back from a random direction."""
    out = compute(*(operand.value for operand in (*inputs, *weights)))
    direction = torch.randn(out.shape).double()
    finite = torch.isfinite(out)
    (out[finite] * direction[finite]).sum().backward()
    return {"op": op, "params": params or {}, **more,
            "in": [record(operand) for operand in inputs], "weight": [record(operand) for operand in weights],
            "out": {"axes": out_axes.split() if out_axes else inputs[0].axes, "sizes": list(out.shape),
                    "data": numbers(out), "gradient": numbers(direction)}}


def embeddings():
    for tokens, shape, axes in (([3, 0, 3, 6], (4,), "pos d_model"), ([1, 2, 2, 1, 5, 0], (2, 3), "batch pos d_model")):
        ids = torch.tensor(tokens).reshape(shape)
        yield case("embedding", lambda w: F.embedding(ids, w), [], [Operand("vocab d_model", 7, 4)], axes,
                   {"index": "tokens"}, tokens=tokens)
    yield case("embedding", lambda w: w[3:5], [], [Operand("context d_model", 8, 4)], "pos d_model",
               {"index": "positions"}, first_position=3)


def elementwise():
    for axes, sizes in (("pos d_model", (3, 6)), ("batch pos d_mlp", (2, 2, 5))):
        yield case("add", torch.add, [Operand(axes, *sizes), Operand(axes, *sizes)])
        yield case("multiply", torch.mul, [Operand(axes, *sizes), Operand(axes, *sizes)])
        yield case("relu", F.relu, [Operand(axes, *sizes)])
        yield case("silu", F.silu, [Operand(axes, *sizes)])
        for kind, approximate in (("erf", "none"), ("tanh", "tanh")):
            compute = torch.nn.GELU(approximate=approximate)
            yield case("gelu", compute, [Operand(axes, *sizes)], params={"kind": kind})


def norms():
    for eps, axes, sizes in ((1e-5, "pos d_model", (3, 8)), (0.1, "batch pos d_model", (2, 2, 5))):
        width = sizes[-1:]
        w, b = Operand("d_model", *width), Operand("d_model", *width)
        yield case("layernorm", lambda x, w, b: F.layer_norm(x, width, w, b, eps), [Operand(axes, *sizes)], [w, b],
                   params={"eps": eps})
        yield case("rmsnorm", lambda x, w: w * (x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + eps)),
                   [Operand(axes, *sizes)], [Operand("d_model", *width)], params={"eps": eps})


def projections():
    for sliced in (False, True):
        yield case("linear", F.linear, [Operand("pos d_model", 3, 6)],
                   [Operand("d_mlp d_model", 5, 6), Operand("d_mlp", 5)], "pos d_mlp", sliced=sliced)
        yield case("linear", lambda x, w: torch.einsum("bpi,hdi->bphd", x, w),
                   [Operand("batch pos d_model", 2, 3, 5)], [Operand("head d_head d_model", 2, 4, 5)],
                   "batch pos head d_head", sliced=sliced)
        yield case("linear", lambda z, w, b: torch.einsum("phd,ihd->pi", z, w) + b, [Operand("pos head d_head", 3, 2, 4)],
                   [Operand("d_model head d_head", 5, 2, 4), Operand("d_model", 5)], "pos d_model", sliced=sliced)
    yield case("unembed", F.linear, [Operand("pos d_model", 2, 5)], [Operand("vocab d_model", 9, 5)], "pos vocab")
    yield case("unembed", F.linear, [Operand("pos d_model", 1, 5)],
               [Operand("vocab d_model", 9, 5), Operand("vocab", 9)], "pos vocab")


def llama3(frequencies, factor, low, high, context):
    """Llama 3.1's scaling, by wavelengths."""
    wavelengths = 2 * math.pi / frequencies
    smooth = (context / wavelengths - low) / (high - low)
    scaled = torch.where(wavelengths > context / low, frequencies / factor, frequencies)
    blended = (1 - smooth) * frequencies / factor + smooth * frequencies
    between = (wavelengths <= context / low) & (wavelengths >= context / high)
    return torch.where(between, blended, scaled)


def turn(x, frequencies, first):
    """Rotary embedding of [..., pos, head, d_head] in the half-split layout."""
    angles = torch.outer(torch.arange(first, first + x.shape[-3]).double(), frequencies)
    cosine, sine = (torch.cat((f(angles), f(angles)), -1)[:, None] for f in (torch.cos, torch.sin))
    half = x.shape[-1] // 2
    return x * cosine + torch.cat((-x[..., half:], x[..., :half]), -1) * sine


def ropes():
    def frequencies(d_head, theta):
        return 1 / theta ** (torch.arange(0, d_head, 2).double() / d_head)

    settings = ((8, 10000.0, {}, "pos head d_head", (3, 2, 8), 0),
                (8, 500000.0, {"linear": 4.0}, "batch pos kv_head d_head", (2, 2, 1, 8), 0),
                (16, 10000.0, {"llama3": [8.0, 1.0, 4.0, 64.0]}, "pos kv_head d_head", (2, 2, 16), 5000))
    for d_head, theta, scaling, axes, sizes, first in settings:
        f = frequencies(d_head, theta) / scaling.get("linear", 1)
        f = llama3(f, *scaling["llama3"]) if "llama3" in scaling else f
        yield case("rope", lambda x: turn(x, f, first), [Operand(axes, *sizes)],
                   params={"theta": theta, **scaling, "frequencies": numbers(f)}, first_position=first)


def attention():
    for heads, kv_heads, queries, keys in ((2, 2, 3, 3), (4, 2, 2, 5), (4, 1, 1, 4)):
        group, d_head = heads // kv_heads, 4
        q, k, v = (Operand(f"pos {name} d_head", positions, count, d_head)
                   for name, positions, count in (("head", queries, heads), ("kv_head", keys, kv_heads),
                                                  ("kv_head", keys, kv_heads)))
        pattern = Operand("head query key", heads, queries, keys)
        at = {"first_position": keys - queries}
        yield case("scores", lambda q, k: torch.einsum("qhd,khd->hqk", q, k.repeat_interleave(group, 1)) / d_head ** 0.5,
                   [q, k], out_axes="head query key", params={"scale": d_head ** -0.5}, **at)
        yield case("mix", lambda p, v: torch.einsum("hqk,khd->qhd", p, v.repeat_interleave(group, 1)),
                   [pattern, v], out_axes="pos head d_head", **at)
    q, k = Operand("batch pos head d_head", 2, 3, 4, 2), Operand("batch pos kv_head d_head", 2, 3, 2, 2)
    yield case("scores", lambda q, k: torch.einsum("bqhd,bkhd->bhqk", q, k.repeat_interleave(2, 2)) / 2 ** 0.5,
               [q, k], out_axes="batch head query key", params={"scale": 2 ** -0.5})


def masks():
    for kind, window, queries, keys in (("causal", 0, 4, 4), ("causal", 0, 2, 5), ("sliding", 2, 5, 5),
                                        ("sliding", 3, 2, 6), ("none", 0, 3, 3)):
        query, key = torch.arange(keys - queries, keys)[:, None], torch.arange(keys)[None]
        hidden = (key > query) & (kind != "none")
        if kind == "sliding":
            hidden = hidden | (key <= query - window)
        yield case("mask", lambda x: x.masked_fill(hidden, -math.inf), [Operand("head query key", 2, queries, keys)],
                   params={"kind": kind, "window": window}, first_position=keys - queries)


def softmaxes():
    yield case("softmax", lambda x: F.softmax(x, -1), [Operand("head query key", 2, 3, 3)])
    yield case("softmax", lambda x: F.softmax(x, -1), [Operand("batch pos vocab", 2, 2, 7)])
    large = Operand("pos vocab", 1, 5)
    large.value.data = (200 + 60 * large.value.data).float().double()
    yield case("softmax", lambda x: F.softmax(x, -1), [large])
    masked = Operand("head query key", 1, 4, 4)
    masked.value.data.masked_fill_(torch.ones(4, 4).triu(1).bool(), -math.inf)
    yield case("softmax", lambda x: F.softmax(x, -1), [masked])


def main():
    torch.manual_seed(1)
    families = (embeddings, elementwise, norms, projections, ropes, attention, masks, softmaxes)
    lines = [json.dumps(fixture) for family in families for fixture in family()]
    FIXTURES.parent.mkdir(parents=True, exist_ok=True)
    FIXTURES.write_text("[\n" + ",\n".join(lines) + "\n]\n")


if __name__ == "__main__":
    main()
