#!/usr/bin/python3
"""Make tests/fixtures/models: small random models in the Hugging Face layout, with every value of one pass.

Each folder gets config.json and the weights; expected.safetensors with the tokens and every named value, computed in
float64 from the weights as stored and kept as F32; and for some models gradients.safetensors with the mean next-token
cross-entropy and its gradient by every weight. Needs torch and numpy alone; see README.md beside this file.
"""
import argparse
import json
import math
import pathlib
import sys
from dataclasses import dataclass

import numpy as np
import torch

import checks
import tensorfile
from forward import forward, next_token_loss

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "fixtures" / "models"


@dataclass
class Model:
    name: str
    seed: int
    positions: int
    config: dict
    dtype: torch.dtype = torch.float32
    gradients: bool = False
    shards: int = 1
    prefix: str = "transformer."  # GPT-2 alone
    old_buffers: bool = False  # GPT-2 alone: the mask buffers that old checkpoints carry


# No two sizes of a model are equal where they need not be, so that a swapped axis shows. Keys are left out where a
# reader must know the default. Some eps are far larger than usual, so that one that is not honoured shows too.
MODELS = [
    Model(
        name="gpt2-tiny",
        seed=1,
        positions=11,
        gradients=True,
        config={
            "architectures": ["GPT2LMHeadModel"],
            "model_type": "gpt2",
            "vocab_size": 53,
            "n_positions": 19,
            "n_embd": 24,
            "n_layer": 2,
            "n_head": 3,
            "n_inner": None,
            "activation_function": "gelu_new",
            "layer_norm_epsilon": 1e-5,
        },
    ),
    Model(
        name="llama-gqa",
        seed=2,
        positions=12,
        gradients=True,
        config={
            "architectures": ["LlamaForCausalLM"],
            "model_type": "llama",
            "vocab_size": 47,
            "hidden_size": 24,
            "intermediate_size": 40,
            "num_hidden_layers": 2,
            "num_attention_heads": 4,
            "num_key_value_heads": 2,
            "head_dim": 8,
            "max_position_embeddings": 32,
            "rms_norm_eps": 1e-5,
            "rope_theta": 10000.0,
            "hidden_act": "silu",
            "tie_word_embeddings": False,
        },
    ),
    Model(
        name="mistral-window",
        seed=3,
        positions=11,
        dtype=torch.bfloat16,
        config={
            "architectures": ["MistralForCausalLM"],
            "model_type": "mistral",
            "vocab_size": 41,
            "hidden_size": 32,
            "intermediate_size": 52,
            "num_hidden_layers": 2,
            "num_attention_heads": 4,
            "num_key_value_heads": 2,
            "head_dim": 8,
            "sliding_window": 4,
            "max_position_embeddings": 64,
            "rms_norm_eps": 1e-5,
            "rope_theta": 1000000.0,
            "hidden_act": "silu",
            "tie_word_embeddings": False,
        },
    ),
    Model(
        name="qwen2",
        seed=4,
        positions=10,
        dtype=torch.float16,
        config={
            "architectures": ["Qwen2ForCausalLM"],
            "model_type": "qwen2",
            "vocab_size": 59,
            "hidden_size": 24,
            "intermediate_size": 44,
            "num_hidden_layers": 2,
            "num_attention_heads": 6,
            "num_key_value_heads": 3,
            "max_position_embeddings": 64,
            "rms_norm_eps": 0.01,
            "rope_theta": 1000000.0,
            "hidden_act": "silu",
            "sliding_window": 4,
            "use_sliding_window": False,
            "max_window_layers": 2,
            "tie_word_embeddings": True,
        },
    ),
    Model(
        name="llama3-rope",
        seed=5,
        positions=13,
        config={
            "architectures": ["LlamaForCausalLM"],
            "model_type": "llama",
            "vocab_size": 43,
            "hidden_size": 32,
            "intermediate_size": 56,
            "num_hidden_layers": 2,
            "num_attention_heads": 2,
            "max_position_embeddings": 512,
            "rms_norm_eps": 1e-5,
            # Of the eight frequencies two stay, three are blended and three are divided by the factor.
            "rope_theta": 100.0,
            "rope_scaling": {
                "rope_type": "llama3",
                "factor": 8.0,
                "low_freq_factor": 1.0,
                "high_freq_factor": 4.0,
                "original_max_position_embeddings": 64,
            },
            "hidden_act": "silu",
            "tie_word_embeddings": True,
        },
    ),
    Model(
        name="llama-linear",
        seed=6,
        positions=9,
        shards=2,
        config={
            "architectures": ["LlamaForCausalLM"],
            "model_type": "llama",
            "vocab_size": 39,
            "hidden_size": 20,
            "intermediate_size": 36,
            "num_hidden_layers": 2,
            "num_attention_heads": 5,
            "num_key_value_heads": 1,
            "attention_bias": True,
            "max_position_embeddings": 64,
            "rope_scaling": {"type": "linear", "factor": 4.0},
            "hidden_act": "gelu_pytorch_tanh",
        },
    ),
    Model(
        name="gpt2-untied",
        seed=7,
        positions=10,
        prefix="",
        old_buffers=True,
        config={
            "architectures": ["GPT2LMHeadModel"],
            "model_type": "gpt2",
            "vocab_size": 37,
            "n_positions": 16,
            "n_embd": 20,
            "n_layer": 2,
            "n_head": 5,
            "n_inner": 28,
            "activation_function": "gelu",
            "layer_norm_epsilon": 0.01,
            "tie_word_embeddings": False,
        },
    ),
]


def gpt2_shapes(config, prefix):
    """Conv1D matrices are (in, out)."""
    d_model, d_mlp = config["n_embd"], config["n_inner"] or 4 * config["n_embd"]
    shapes = {"wte.weight": (config["vocab_size"], d_model), "wpe.weight": (config["n_positions"], d_model)}
    for layer in range(config["n_layer"]):
        h = f"h.{layer}."
        for norm in ("ln_1", "ln_2"):
            shapes.update({h + norm + ".weight": (d_model,), h + norm + ".bias": (d_model,)})
        for name, inside, outside in (
            ("attn.c_attn", d_model, 3 * d_model),
            ("attn.c_proj", d_model, d_model),
            ("mlp.c_fc", d_model, d_mlp),
            ("mlp.c_proj", d_mlp, d_model),
        ):
            shapes.update({h + name + ".weight": (inside, outside), h + name + ".bias": (outside,)})
    shapes.update({"ln_f.weight": (d_model,), "ln_f.bias": (d_model,)})
    shapes = {prefix + name: shape for name, shape in shapes.items()}
    if not config.get("tie_word_embeddings", True):
        shapes["lm_head.weight"] = (config["vocab_size"], d_model)
    return shapes


def llama_shapes(config):
    """Linear matrices are (out, in)."""
    d_model, d_mlp, heads = config["hidden_size"], config["intermediate_size"], config["num_attention_heads"]
    d_head = config.get("head_dim", d_model // heads)
    d_query, d_kv = heads * d_head, config.get("num_key_value_heads", heads) * d_head
    every_bias = config.get("attention_bias", False)
    qkv_bias = every_bias or config["model_type"] == "qwen2"
    shapes = {"model.embed_tokens.weight": (config["vocab_size"], d_model)}
    for layer in range(config["num_hidden_layers"]):
        block = f"model.layers.{layer}."
        shapes[block + "input_layernorm.weight"] = (d_model,)
        shapes[block + "post_attention_layernorm.weight"] = (d_model,)
        for name, outside, inside, bias in (
            ("self_attn.q_proj", d_query, d_model, qkv_bias),
            ("self_attn.k_proj", d_kv, d_model, qkv_bias),
            ("self_attn.v_proj", d_kv, d_model, qkv_bias),
            ("self_attn.o_proj", d_model, d_query, every_bias),
            ("mlp.gate_proj", d_mlp, d_model, False),
            ("mlp.up_proj", d_mlp, d_model, False),
            ("mlp.down_proj", d_model, d_mlp, False),
        ):
            shapes[block + name + ".weight"] = (outside, inside)
            if bias:
                shapes[block + name + ".bias"] = (outside,)
    shapes["model.norm.weight"] = (d_model,)
    if not config.get("tie_word_embeddings", False):
        shapes["lm_head.weight"] = (config["vocab_size"], d_model)
    return shapes


def random_weight(random, name, shape):
    """Large enough that attention is far from uniform, small enough that no softmax saturates."""
    noise = random.standard_normal(shape)
    if name.endswith(".bias"):
        return 0.2 * noise
    if len(shape) == 1:  # a norm's gain
        return 1 + 0.3 * noise
    if any(part in name for part in ("wte", "wpe", "embed_tokens")):
        return 0.5 * noise
    fan_in = shape[0] if "c_" in name else shape[1]
    return 1.2 / math.sqrt(fan_in) * noise


def make_weights(model, random):
    if model.config["model_type"] == "gpt2":
        shapes = gpt2_shapes(model.config, model.prefix)
    else:
        shapes = llama_shapes(model.config)
    return {name: torch.tensor(random_weight(random, name, shape)).to(model.dtype) for name, shape in shapes.items()}


def make_tokens(model, random):
    tokens = random.randint(model.config["vocab_size"], size=model.positions)
    tokens[-3] = tokens[1]  # a token that occurs twice: its embedding's gradient is a sum
    return torch.tensor(tokens, dtype=torch.int32)


def old_buffers(config):
    """The causal mask and the value behind it, as GPT-2 checkpoints used to store them; both dtypes occurred."""
    n = config["n_positions"]
    mask = torch.ones(n, n).tril().reshape(1, 1, n, n)
    buffers = {}
    for layer, dtype in zip(range(config["n_layer"]), (torch.uint8, torch.bool)):
        buffers[f"h.{layer}.attn.bias"] = mask.to(dtype)
        buffers[f"h.{layer}.attn.masked_bias"] = torch.tensor(-10000.0)
    return buffers


def write_weights(folder, weights, shards):
    metadata = {"format": "pt"}
    if shards == 1:
        tensorfile.write(folder / "model.safetensors", weights, metadata)
        return
    names, where = list(weights), {}
    for shard in range(shards):
        file = f"model-{shard + 1:05}-of-{shards:05}.safetensors"
        part = names[shard * len(names) // shards : (shard + 1) * len(names) // shards]
        tensorfile.write(folder / file, {name: weights[name] for name in part}, metadata)
        where.update({name: file for name in part})
    size = sum(weight.numel() * weight.element_size() for weight in weights.values())
    write_json(folder / "model.safetensors.index.json", {"metadata": {"total_size": size}, "weight_map": where})


def write_json(path, value):
    path.write_text(json.dumps(value, indent=2) + "\n")


def as_float32(tensors):
    return {name: tensor.detach().float() for name, tensor in tensors.items()}


def make(model):
    random = np.random.RandomState(model.seed)  # its stream is frozen across numpy versions
    folder = FOLDER / model.name
    folder.mkdir(parents=True, exist_ok=True)
    stored = make_weights(model, random)
    tokens = make_tokens(model, random)
    exact = {name: weight.double().requires_grad_() for name, weight in stored.items()}
    values = forward(model.config, exact, tokens.long())

    dtype = str(model.dtype).removeprefix("torch.")
    write_json(folder / "config.json", {**model.config, "bos_token_id": 0, "eos_token_id": 1, "torch_dtype": dtype})
    write_weights(folder, {**stored, **(old_buffers(model.config) if model.old_buffers else {})}, model.shards)
    tensorfile.write(folder / "expected.safetensors", {"tokens": tokens, **as_float32(values)})
    if model.gradients:
        loss = next_token_loss(values["logits"], tokens.long())
        loss.backward()
        gradients = {name: weight.grad for name, weight in exact.items()}
        tensorfile.write(folder / "gradients.safetensors", as_float32({"loss": loss.reshape(1), **gradients}))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check-shared", action="store_true", help="compare forward.py with ../shared/models")
    parser.add_argument("--check-transformers", action="store_true", help="compare the fixtures with transformers")
    arguments = parser.parse_args()
    if arguments.check_shared:
        sys.exit(checks.check_shared())
    if arguments.check_transformers:
        sys.exit(checks.check_transformers(FOLDER))
    for model in MODELS:
        make(model)
        print(f"{FOLDER / model.name}: made")


if __name__ == "__main__":
    main()
