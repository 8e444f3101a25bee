"""Reads a model folder that stepformer wrote, runs it in PyTorch and compares the logits with stepformer's own.

    /usr/bin/python3 tests/reference/read_checkpoint.py FOLDER... [--stepformer build/release/stepformer]
                                                                  [--transformers]

Every line must end with `ok`. With --transformers the Python transformers library reads the folders too.
"""
import argparse
import json
import pathlib
import subprocess
import tempfile

import torch

import tensorfile
from forward import forward

TOLERANCE = 1e-4


def stepformer_logits(program, folder, ids):
    with tempfile.TemporaryDirectory() as place:
        values = pathlib.Path(place) / "values.safetensors"
        subprocess.run([program, "trace", "--model", folder, "--ids", ",".join(map(str, ids)), "--only", "logits",
                        "--save", values], check=True, stdout=subprocess.DEVNULL)
        return tensorfile.read(values)["logits"].double()


def reference_logits(folder, config, ids):
    """forward.py's names for GPT-2 go without the prefix that Hugging Face puts before all but the head."""
    stored = tensorfile.read(folder / "model.safetensors")
    weights = {name.removeprefix("transformer."): weight.double() for name, weight in stored.items()}
    return forward(config, weights, torch.tensor(ids))["logits"].double()


def transformers_logits(folder, ids):
    from transformers import AutoModelForCausalLM
    model = AutoModelForCausalLM.from_pretrained(folder, torch_dtype=torch.float32)
    with torch.no_grad():
        return model(torch.tensor([ids])).logits[0].double()


def report(title, actual, expected):
    worst = (actual - expected).abs().max().item()
    print(f"{title}: {expected.numel()} logits, worst difference {worst:.1e}: {'ok' if worst <= TOLERANCE else 'DIFFERS'}")
    return 0 if worst <= TOLERANCE else 1


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=pathlib.Path)
    parser.add_argument("--stepformer", default="build/release/stepformer")
    parser.add_argument("--transformers", action="store_true")
    options = parser.parse_args()
    failed = 0
    for folder in options.folders:
        config = json.loads((folder / "config.json").read_text())
        torch.manual_seed(1)
        ids = torch.randint(0, config["vocab_size"], (24,)).tolist()
        actual = stepformer_logits(options.stepformer, folder, ids)
        failed |= report(f"{folder}, PyTorch", actual, reference_logits(folder, config, ids))
        if options.transformers:
            failed |= report(f"{folder}, transformers", actual, transformers_logits(folder, ids))
    return failed


if __name__ == "__main__":
    raise SystemExit(main())
