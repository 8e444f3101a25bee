"""The forward pass of GPT-2 and of the Llama family in plain PyTorch, one line an operation, every value kept by name.

Written to be checked by eye against the papers, not to be fast: no cache, no batch, no fused kernels. Axes are named in
the comments as in einsum strings: p position, q query, k key, h head, g kv_head, e d_head, d d_model, m d_mlp.

GPT-2: Radford et al. 2019. Llama: Touvron et al. 2023, with RMSNorm (Zhang and Sennrich 2019), RoPE (Su et al. 2021),
SwiGLU (Shazeer 2020), grouped heads (Ainslie et al. 2023) and sliding windows (Beltagy et al. 2020, Jiang et al. 2023).
"""
import math

import torch


def gelu_tanh(x):
    return 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


def gelu_erf(x):
    return 0.5 * x * (1 + torch.erf(x / math.sqrt(2)))


ACTIVATIONS = {
    "gelu_new": gelu_tanh,
    "gelu_pytorch_tanh": gelu_tanh,
    "gelu": gelu_erf,
    "relu": lambda x: torch.clamp(x, min=0),
    "silu": lambda x: x / (1 + torch.exp(-x)),
}


def layer_norm(x, gain, bias, eps):
    centred = x - x.mean(-1, keepdim=True)
    variance = (centred**2).mean(-1, keepdim=True)
    return centred / torch.sqrt(variance + eps) * gain + bias


def rms_norm(x, gain, eps):
    return x / torch.sqrt((x**2).mean(-1, keepdim=True) + eps) * gain


def linear(x, weights, name):
    """y[p,o] = sum_i x[p,i] W[o,i] + b[o], with the bias only where the checkpoint has one."""
    y = torch.einsum("pi,oi->po", x, weights[name + ".weight"])
    return y + weights[name + ".bias"] if name + ".bias" in weights else y


def conv1d(x, weights, name):
    """GPT-2 stores its matrices the other way round: y[p,o] = sum_i x[p,i] W[i,o] + b[o]."""
    return torch.einsum("pi,io->po", x, weights[name + ".weight"]) + weights[name + ".bias"]


def split_heads(x, heads):
    return x.reshape(x.shape[0], heads, -1)


def rope_frequencies(config, d_head):
    """Radians per position of each pair of dimensions, after the scaling that the config asks for."""
    theta = config.get("rope_theta", 10000.0)
    frequencies = [theta ** (-2 * i / d_head) for i in range(d_head // 2)]
    scaling = config.get("rope_scaling") or {"rope_type": "default"}
    kind = scaling.get("rope_type", scaling.get("type"))
    if kind == "default":
        return frequencies
    if kind == "linear":
        return [f / scaling["factor"] for f in frequencies]
    if kind == "llama3":
        return [llama3_frequency(f, scaling) for f in frequencies]
    raise ValueError(f"rope_scaling {kind}: unknown")


def llama3_frequency(frequency, scaling):
    """Fast pairs stay, slow pairs are slowed by the factor, those between are blended by their turns per context."""
    low, high = scaling["low_freq_factor"], scaling["high_freq_factor"]
    turns = scaling["original_max_position_embeddings"] * frequency / (2 * math.pi)
    if turns > high:
        return frequency
    if turns < low:
        return frequency / scaling["factor"]
    keep = (turns - low) / (high - low)
    return keep * frequency + (1 - keep) * frequency / scaling["factor"]


def rotate(x, frequencies):
    """RoPE in the half-split layout: dimension i turns together with dimension i + d_head/2. x is p h e."""
    position = torch.arange(x.shape[0], dtype=x.dtype)
    angle = position[:, None, None] * torch.tensor(frequencies, dtype=x.dtype)
    first, second = x.chunk(2, dim=-1)
    cos, sin = torch.cos(angle), torch.sin(angle)
    return torch.cat([first * cos - second * sin, second * cos + first * sin], dim=-1)


def visible(length, window):
    """visible[q,k]: keys up to the query; with a window the last `window` of them, the query's own included."""
    distance = torch.arange(length)[:, None] - torch.arange(length)[None, :]
    return (distance >= 0) & (distance < (window or length))


def attention(values, block, q, k, v, window=None):
    """q is p h e, k and v are p g e; query head h reads kv head h // (heads / kv_heads)."""
    group = q.shape[1] // k.shape[1]
    k, v = k.repeat_interleave(group, dim=1), v.repeat_interleave(group, dim=1)
    scores = torch.einsum("qhe,khe->hqk", q, k) / math.sqrt(q.shape[2])
    masked = scores.masked_fill(~visible(q.shape[0], window), -math.inf)
    weight = torch.exp(masked - masked.amax(-1, keepdim=True))
    pattern = weight / weight.sum(-1, keepdim=True)
    z = torch.einsum("hqk,khe->qhe", pattern, v)
    values.update({block + "attn.scores": scores, block + "attn.masked": masked})
    values.update({block + "attn.pattern": pattern, block + "attn.z": z})
    return z.reshape(z.shape[0], -1)


def unembed(values, x, matrix):
    logits = torch.einsum("pd,vd->pv", x, matrix)
    values["logits"] = logits
    values["probs"] = torch.exp(logits - torch.logsumexp(logits, -1, keepdim=True))


def gpt2(config, weights, tokens):
    weights = {name.removeprefix("transformer."): weight for name, weight in weights.items()}
    eps = config.get("layer_norm_epsilon", 1e-5)
    activation = ACTIVATIONS[config.get("activation_function", "gelu_new")]
    tied = config.get("tie_word_embeddings", True)

    def norm(x, name):
        return layer_norm(x, weights[name + ".weight"], weights[name + ".bias"], eps)

    values = {"embed": weights["wte.weight"][tokens], "pos_embed": weights["wpe.weight"][: len(tokens)]}
    resid = values["embed"] + values["pos_embed"]
    for layer in range(config["n_layer"]):
        block, stored = f"blocks.{layer}.", f"h.{layer}."
        values[block + "resid_pre"] = resid
        x = values[block + "ln1.normalized"] = norm(resid, stored + "ln_1")
        q, k, v = conv1d(x, weights, stored + "attn.c_attn").chunk(3, dim=-1)
        for name, projection in zip("qkv", (q, k, v)):
            values[block + "attn." + name] = split_heads(projection, config["n_head"])
        z = attention(values, block, *(values[block + "attn." + name] for name in "qkv"))
        values[block + "attn_out"] = conv1d(z, weights, stored + "attn.c_proj")
        resid = values[block + "resid_mid"] = resid + values[block + "attn_out"]
        x = values[block + "ln2.normalized"] = norm(resid, stored + "ln_2")
        values[block + "mlp.pre"] = conv1d(x, weights, stored + "mlp.c_fc")
        values[block + "mlp.post"] = activation(values[block + "mlp.pre"])
        values[block + "mlp_out"] = conv1d(values[block + "mlp.post"], weights, stored + "mlp.c_proj")
        resid = values[block + "resid_post"] = resid + values[block + "mlp_out"]
    x = values["ln_final.normalized"] = norm(resid, "ln_f")
    unembed(values, x, weights["wte.weight" if tied else "lm_head.weight"])
    return values


def window_of(config):
    """Mistral's window always counts; Qwen2 writes one into every config and means it only where it says so."""
    if config["model_type"] == "mistral" or config.get("use_sliding_window", False):
        return config.get("sliding_window")
    return None


def llama(config, weights, tokens):
    """Llama, Mistral and Qwen2: they differ in biases, which show in the weights, and in the window."""
    heads = config["num_attention_heads"]
    kv_heads = config.get("num_key_value_heads") or heads
    d_head = config.get("head_dim") or config["hidden_size"] // heads
    eps = config.get("rms_norm_eps", 1e-6)
    activation = ACTIVATIONS[config.get("hidden_act", "silu")]
    tied = config.get("tie_word_embeddings", False)
    frequencies = rope_frequencies(config, d_head)

    values = {"embed": weights["model.embed_tokens.weight"][tokens]}
    resid = values["embed"]
    for layer in range(config["num_hidden_layers"]):
        block, stored = f"blocks.{layer}.", f"model.layers.{layer}."
        values[block + "resid_pre"] = resid
        x = values[block + "ln1.normalized"] = rms_norm(resid, weights[stored + "input_layernorm.weight"], eps)
        for name, count in (("q", heads), ("k", kv_heads), ("v", kv_heads)):
            projection = linear(x, weights, stored + f"self_attn.{name}_proj")
            values[block + "attn." + name] = split_heads(projection, count)
        q = values[block + "attn.rot_q"] = rotate(values[block + "attn.q"], frequencies)
        k = values[block + "attn.rot_k"] = rotate(values[block + "attn.k"], frequencies)
        z = attention(values, block, q, k, values[block + "attn.v"], window_of(config))
        values[block + "attn_out"] = linear(z, weights, stored + "self_attn.o_proj")
        resid = values[block + "resid_mid"] = resid + values[block + "attn_out"]
        x = values[block + "ln2.normalized"] = rms_norm(resid, weights[stored + "post_attention_layernorm.weight"], eps)
        values[block + "mlp.pre"] = linear(x, weights, stored + "mlp.gate_proj")
        values[block + "mlp.pre_linear"] = linear(x, weights, stored + "mlp.up_proj")
        values[block + "mlp.post"] = activation(values[block + "mlp.pre"]) * values[block + "mlp.pre_linear"]
        values[block + "mlp_out"] = linear(values[block + "mlp.post"], weights, stored + "mlp.down_proj")
        resid = values[block + "resid_post"] = resid + values[block + "mlp_out"]
    x = values["ln_final.normalized"] = rms_norm(resid, weights["model.norm.weight"], eps)
    unembed(values, x, weights["model.embed_tokens.weight" if tied else "lm_head.weight"])
    return values


FORWARD = {"gpt2": gpt2, "llama": llama, "mistral": llama, "qwen2": llama}


def forward(config, weights, tokens):
    """Every named value of one pass over the tokens, in the dtype of the weights."""
    return FORWARD[config["model_type"]](config, weights, tokens)


def next_token_loss(logits, tokens):
    """Mean cross-entropy where position i predicts token i+1; the last position has no target."""
    log_probs = logits[:-1] - torch.logsumexp(logits[:-1], -1, keepdim=True)
    return -log_probs[torch.arange(len(tokens) - 1), tokens[1:]].mean()
