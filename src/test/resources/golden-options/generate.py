"""Writes the reference vectors beside this file: optimisers and averages with other settings than PyTorch's defaults.

    python generate.py        (PyTorch 2.13; all in float64)

Stops where a setting moves nothing: its file would prove nothing.
"""

import json
import pathlib

import torch
from torch import optim
from torch.optim.swa_utils import AveragedModel, get_ema_avg_fn

# What optimisers keep as scalars too, such as NAdam's product of momenta.
torch.set_default_dtype(torch.float64)

FOLDER = pathlib.Path(__file__).parent
ROWS, COLUMNS, STEPS = 7, 5, 16

RULES = {
    "sgd_decay": (optim.SGD, dict(lr=0.05, weight_decay=0.3)),
    "momentum_low": (optim.SGD, dict(lr=0.05, momentum=0.6)),
    "momentum_dampening": (optim.SGD, dict(lr=0.05, momentum=0.8, dampening=0.4)),
    "momentum_full_dampening": (optim.SGD, dict(lr=0.05, momentum=0.8, dampening=1.0)),
    "momentum_dampening_decay": (optim.SGD, dict(lr=0.05, momentum=0.8, dampening=0.4, weight_decay=0.3)),
    "nesterov_low_decay": (optim.SGD, dict(lr=0.05, momentum=0.6, nesterov=True, weight_decay=0.3)),
    "adagrad_rate_decay": (optim.Adagrad, dict(lr=0.1, lr_decay=0.2)),
    "adagrad_initial": (optim.Adagrad, dict(lr=0.1, initial_accumulator_value=0.5)),
    "adagrad_all": (
        optim.Adagrad,
        dict(lr=0.1, lr_decay=0.2, initial_accumulator_value=0.5, eps=0.05, weight_decay=0.3),
    ),
    "adadelta_rho": (optim.Adadelta, dict(lr=0.7, rho=0.6)),
    "adadelta_all": (optim.Adadelta, dict(lr=0.7, rho=0.6, eps=1e-3, weight_decay=0.3)),
    "rmsprop_alpha": (optim.RMSprop, dict(lr=0.02, alpha=0.7)),
    "rmsprop_centered": (optim.RMSprop, dict(lr=0.02, alpha=0.7, eps=1e-2, centered=True)),
    "rmsprop_momentum": (optim.RMSprop, dict(lr=0.01, momentum=0.5)),
    "rmsprop_all": (
        optim.RMSprop,
        dict(lr=0.01, alpha=0.7, eps=1e-2, momentum=0.5, centered=True, weight_decay=0.3),
    ),
    "adam_betas": (optim.Adam, dict(lr=0.05, betas=(0.6, 0.8))),
    "adam_no_beta1": (optim.Adam, dict(lr=0.05, betas=(0.0, 0.8))),
    "adam_all": (optim.Adam, dict(lr=0.05, betas=(0.6, 0.8), eps=1e-2, weight_decay=0.3)),
    "adamw_all": (optim.AdamW, dict(lr=0.05, betas=(0.6, 0.8), eps=1e-2, weight_decay=0.3)),
    "amsgrad_betas": (optim.Adam, dict(lr=0.05, betas=(0.6, 0.5), amsgrad=True)),
    "amsgrad_all": (optim.Adam, dict(lr=0.05, betas=(0.6, 0.5), eps=1e-2, weight_decay=0.3, amsgrad=True)),
    "nadam_betas": (optim.NAdam, dict(lr=0.05, betas=(0.6, 0.8))),
    "nadam_momentum_decay": (optim.NAdam, dict(lr=0.05, momentum_decay=0.5)),
    "nadam_all": (
        optim.NAdam,
        dict(lr=0.05, betas=(0.6, 0.8), eps=1e-2, momentum_decay=0.5, weight_decay=0.3),
    ),
}


def tensor(x):
    return {"shape": list(x.shape), "data": x.detach().flatten().tolist()}


def problem(name):
    """Each file has its own; some start where tanh is flat, so that gradients grow before they fall."""
    seed = sum((i + 1) * ord(letter) for i, letter in enumerate(name))
    draw = torch.Generator().manual_seed(seed)
    a = torch.randn(ROWS, COLUMNS, generator=draw)
    b = torch.randn(ROWS, generator=draw)
    start = 1.5 * torch.randn(COLUMNS, generator=draw)
    return a, b, start


def walk(rule, options, a, b, start, after=lambda v, optimizer: None):
    """The options with all defaults, the loss before each step and the parameters after it."""
    v = torch.nn.Parameter(start.clone())
    optimizer = rule([v], **options)
    losses, path = [], []
    for _ in range(STEPS):
        optimizer.zero_grad()
        loss = (torch.tanh(a @ v - b) ** 2).sum()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        path.append(v.detach().clone())
        after(v, optimizer)
    every = {k: x for k, x in optimizer.param_groups[0].items() if k not in ("params", "foreach", "fused")}
    return every, losses, path


def require_effect(name, rule, options, a, b, start, path):
    """Each setting put back to its default must lead elsewhere, by far more than the tolerance."""
    for setting in options.keys() - {"lr"}:
        if setting == "momentum" and (options.get("nesterov") or options.get("dampening")):
            continue  # the others mean nothing without
        rest = {k: x for k, x in options.items() if k != setting}
        if setting == "weight_decay":
            rest[setting] = 0  # AdamW's default is another
        other = walk(rule, rest, a, b, start)[2]
        far = max((p - q).abs().max() / p.abs().max() for p, q in zip(path, other))
        assert far > 1e-3, f"{name}: {setting} moves the path by {far:.1e} only"


def write(name, about, **content):
    text = json.dumps({"about": about, "torch": torch.__version__, **content}, separators=(",", ":"))
    (FOLDER / f"{name}.json").write_text(text)


def write_rules():
    for name, (rule, options) in RULES.items():
        a, b, start = problem(name)
        every, losses, path = walk(rule, options, a, b, start)
        require_effect(name, rule, options, a, b, start, path)
        write(
            f"optim_{name}",
            "loss = sum(tanh(A v - b)^2); loss before and v after each step",
            A=tensor(a),
            b=tensor(b),
            start=tensor(start),
            options=every,
            losses=losses,
            path=[tensor(p) for p in path],
        )


def write_average(name, about, path, start, averages, **settings):
    write(
        f"average_{name}",
        about,
        start=tensor(start),
        path=[tensor(p) for p in path],
        averages=[tensor(p) for p in averages],
        **settings,
    )


def averaged(path, start, average):
    """The averages after each step by PyTorch's AveragedModel, which begins with the start itself."""
    v = torch.nn.Module()
    v.register_parameter("v", torch.nn.Parameter(start.clone()))
    model = AveragedModel(v, avg_fn=average)
    model.update_parameters(v)
    averages = []
    for p in path:
        v.v.data.copy_(p)
        model.update_parameters(v)
        averages.append(model.module.v.detach().clone())
    return averages


def write_averages():
    a, b, start = problem("average")
    path = walk(optim.SGD, dict(lr=0.1, momentum=0.8), a, b, start)[2]

    # Below the warm-up's first share the decay is what it says from step 1.
    ema = averaged(path, start, get_ema_avg_fn(0.15))
    write_average("ema", "exponential moving average of path, from start on", path, start, ema, decay=0.15)

    def warmed(decay):
        return lambda mean, v, n: get_ema_avg_fn(min(decay, (1.0 + n.item()) / (10.0 + n.item())))(mean, v, n)

    # update_parameters has counted the start, so that n is the number of the step.
    ema = averaged(path, start, warmed(0.5))
    about = "the same with the decay min(decay, (1 + t) / (10 + t)) in step t"
    write_average("ema_warmed", about, path, start, ema, decay=0.5)

    mean = averaged(path, start, None)
    write_average("mean", "plain mean of start and path", path, start, mean, since=0)

    # torch.optim.ASGD as plain descent: it averages from the parameters after step t0 + 2 on.
    t0, means = 3, []
    options = dict(lr=0.1, lambd=0, alpha=0, t0=t0)
    path = walk(optim.ASGD, options, a, b, start, lambda v, o: means.append(o.state[v]["ax"].clone()))[2]
    about = "torch.optim.ASGD's path and averages, of the parameters from step `since` on"
    write_average("asgd", about, path, start, means, since=t0 + 2)


write_rules()
write_averages()
