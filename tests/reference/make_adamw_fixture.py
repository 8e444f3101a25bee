"""Writes tests/fixtures/adamw.json: five steps of torch.optim.AdamW on two parameters, one with weight decay.

    /usr/bin/python3 tests/reference/make_adamw_fixture.py
"""
import json
import pathlib

import torch

FIXTURE = pathlib.Path(__file__).resolve().parents[1] / "fixtures" / "adamw.json"
SETTINGS = {"beta1": 0.9, "beta2": 0.95, "eps": 1e-8, "weight_decay": 0.1}
RATES = [0.001, 0.002, 0.01, 0.005, 0.0001]


def numbers(tensor):
    return [float(f"{x:.9g}") for x in tensor.detach().flatten().tolist()]


def main():
    torch.manual_seed(5)
    parameters = [torch.randn(7).requires_grad_(), torch.randn(7).requires_grad_()]
    decays = [SETTINGS["weight_decay"], 0.0]
    optimizer = torch.optim.AdamW(
        [{"params": [p], "weight_decay": decay} for p, decay in zip(parameters, decays)],
        betas=(SETTINGS["beta1"], SETTINGS["beta2"]), eps=SETTINGS["eps"])
    fixture = {"settings": SETTINGS, "start": [numbers(p) for p in parameters], "steps": []}
    for rate in RATES:
        for group in optimizer.param_groups:
            group["lr"] = rate
        for p in parameters:
            p.grad = torch.randn(7) * 0.3
        step = {"learning_rate": rate, "gradients": [numbers(p.grad) for p in parameters]}
        optimizer.step()
        fixture["steps"].append({**step, "parameters": [numbers(p) for p in parameters]})
    FIXTURE.write_text(json.dumps(fixture) + "\n")


if __name__ == "__main__":
    main()
