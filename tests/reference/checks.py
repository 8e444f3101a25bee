"""Is the reference right? Compare it with values of others: published ones, and the transformers library's."""
import json
import pathlib

import torch

import tensorfile
from forward import forward

SHARED = pathlib.Path(__file__).resolve().parents[3] / "shared" / "models" / "stories260k"
TOLERANCE = 1e-5  # of the largest magnitude; the others compute partly in float32


def error(actual, expected):
    """The largest difference, relative to the largest magnitude, over what is finite."""
    actual, expected = actual.detach().double(), expected.detach().double()
    if actual.shape != expected.shape:
        raise ValueError(f"shape {tuple(actual.shape)} for {tuple(expected.shape)}")
    finite = torch.isfinite(expected)
    return ((actual - expected)[finite].abs().max() / expected[finite].abs().max()).item()


def report(title, errors):
    """Print the worst of the errors, which are by name; 1 where it is too large, as an exit code."""
    worst = max(errors, key=errors.get)
    good = errors[worst] <= TOLERANCE
    print(f"{title}: {len(errors)} compared, worst {errors[worst]:.1e} at {worst}: {'ok' if good else 'DIFFERS'}")
    return 0 if good else 1


def check_shared():
    if not SHARED.exists():
        print(f"{SHARED}: absent; nothing compared")
        return 0
    config = json.loads((SHARED / "config.json").read_text())
    weights = {name: weight.double() for name, weight in tensorfile.read(SHARED / "model.safetensors").items()}
    expected = tensorfile.read(SHARED / "expected.safetensors")
    tokens = expected.pop("tokens")
    values = forward(config, weights, tokens.long())
    return report(SHARED.name, {name: error(values[name], value) for name, value in expected.items()})


def check_transformers(fixtures):
    return max(check_model(config.parent) for config in sorted(fixtures.glob("*/config.json")))


def check_model(folder):
    from transformers import AutoModelForCausalLM

    expected = tensorfile.read(folder / "expected.safetensors")
    ids = expected["tokens"].long()[None]
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float64, attn_implementation="eager").eval()
    out = model(ids, labels=ids, output_hidden_states=True, output_attentions=True)
    errors = {"logits": error(out.logits[0], expected["logits"])}
    errors["ln_final.normalized"] = error(out.hidden_states[-1][0], expected["ln_final.normalized"])
    for layer, pattern in enumerate(out.attentions):
        block = f"blocks.{layer}."
        errors[block + "resid_pre"] = error(out.hidden_states[layer][0], expected[block + "resid_pre"])
        errors[block + "attn.pattern"] = error(pattern[0], expected[block + "attn.pattern"])
    if (folder / "gradients.safetensors").exists():
        gradients = tensorfile.read(folder / "gradients.safetensors")
        errors["loss"] = error(out.loss.reshape(1), gradients.pop("loss"))
        out.loss.backward()
        weights = dict(model.named_parameters())
        errors.update({"d " + name: error(weights[name].grad, value) for name, value in gradients.items()})
    return report(folder.name, errors)
