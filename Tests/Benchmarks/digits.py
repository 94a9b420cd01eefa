"""A step of descent for the network 64-32-10 over 1,797 rows, in autodiff and beside it in NumPy by hand, JAX and PyTorch
where they are installed: doubles, one thread each.

    python3 Tests/Benchmarks/digits.py PROGRAM        with PROGRAM the path of autodiff's release build

Times are user time of a step, the least of several runs; ratios of one run are to be trusted, the times themselves less.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
os.environ["JAX_PLATFORMS"] = "cpu"
os.environ["JAX_ENABLE_X64"] = "1"
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
import numpy as np

ROWS, RATE = 1797, 0.1
random = np.random.default_rng(1)
X = random.integers(0, 17, (ROWS, 64)) / 16
Y = np.eye(10)[random.integers(0, 10, ROWS)]
START = [
    random.normal(size=(64, 32)) / 8,
    np.full(32, 0.01),
    random.normal(size=(32, 10)) / 6,
    np.zeros(10),
]
ROW_PROGRAM = "h = tanh(x@W1 + b1)\n-sum(y*log_softmax(h@W2 + b2))\n"
MATRIX_PROGRAM = f"H = tanh(X@W1 + b1)\n-sum(Y*log_softmax(H@W2 + b2, axis=2))/{ROWS}\n"


def user_time(command):
    """The user time of a command, and its last loss."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    losses = [line for line in answer.splitlines() if line[:1].isdigit()]
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before, float(losses[-1].split()[1])


def by_steps(command, steps, runs=3):
    """The time of a step: that of many steps less that of one."""
    most = min(user_time(command + ["--steps", str(steps + 1)]) for _ in range(runs))
    least = min(user_time(command + ["--steps", "1"]) for _ in range(runs))
    return (most[0] - least[0]) / steps, most[1]


def in_process(step, parameters, steps, runs=3):
    best = float("inf")
    for _ in range(runs):
        values = parameters
        start = time.process_time()
        for number in range(steps):
            values = step(values, number)
        best = min(best, (time.process_time() - start) / steps)
    return best


def slope_by_hand(parameters, x, y):
    w1, b1, w2, b2 = parameters
    h = np.tanh(x @ w1 + b1)
    z = h @ w2 + b2
    z = z - z.max(axis=1, keepdims=True)
    e = np.exp(z)
    delta = (e / e.sum(axis=1, keepdims=True) - y) / len(x)
    back = (delta @ w2.T) * (1 - h * h)
    return [x.T @ back, back.sum(axis=0), h.T @ delta, delta.sum(axis=0)]


def numpy_step(rows):
    def step(parameters, number):
        first = (number * rows) % (ROWS - rows + 1)
        slope = slope_by_hand(parameters, X[first : first + rows], Y[first : first + rows])
        return [p - RATE * s for p, s in zip(parameters, slope)]

    return step


def jax_step(rows):
    import jax
    import jax.numpy as jnp

    def loss(parameters, x, y):
        w1, b1, w2, b2 = parameters
        return -jnp.sum(y * jax.nn.log_softmax(jnp.tanh(x @ w1 + b1) @ w2 + b2)) / x.shape[0]

    x, y = jnp.asarray(X), jnp.asarray(Y)

    @jax.jit
    def update(parameters, first):
        some = [jax.lax.dynamic_slice_in_dim(array, first, rows) for array in (x, y)] if rows < ROWS else [x, y]
        return [p - RATE * s for p, s in zip(parameters, jax.grad(loss)(parameters, *some))]

    def step(parameters, number):
        return jax.block_until_ready(update(parameters, (number * rows) % (ROWS - rows + 1)))

    step([jnp.asarray(p) for p in START], 0)
    return step


def torch_step(rows):
    import torch

    torch.set_num_threads(1)
    x, y = torch.tensor(X), torch.tensor(Y)

    def step(parameters, number):
        first = (number * rows) % (ROWS - rows + 1)
        values = [torch.as_tensor(p).detach().requires_grad_() for p in parameters]
        w1, b1, w2, b2 = values
        z = torch.tanh(x[first : first + rows] @ w1 + b1) @ w2 + b2
        loss = -(y[first : first + rows] * torch.log_softmax(z, 1)).sum() / rows
        loss.backward()
        with torch.no_grad():
            return [p - RATE * p.grad for p in values]

    return step


def main(program):
    with tempfile.TemporaryDirectory() as folder:
        names = [f"x[{i + 1}]" for i in range(64)] + [f"y[{i + 1}]" for i in range(10)]
        table = os.path.join(folder, "rows.csv")
        np.savetxt(table, np.hstack([X, Y]), delimiter=",", fmt="%.17g", header=",".join(names), comments="")
        paths = {}
        for name, value in [("X", X), ("Y", Y)] + list(zip(["W1", "b1", "W2", "b2"], START)):
            paths[name] = os.path.join(folder, name + ".npy")
            np.save(paths[name], value)
        start = ",".join(f"{name}=@{paths[name]}" for name in ("W1", "b1", "W2", "b2"))
        rate = ["--rate", str(RATE), "--jobs", "1"]
        rows = [program, "descend", ROW_PROGRAM, "--at", start, "--points", table] + rate
        matrix = [program, "descend", MATRIX_PROGRAM, "--at", f"{start},X=@{paths['X']},Y=@{paths['Y']}"]
        matrix += ["--wrt", "W1,b1,W2,b2", "--rate", str(RATE)]
        full = {"autodiff, rows": by_steps(rows, 200), "autodiff, matrices": by_steps(matrix, 200)}
        batch = {"autodiff, rows": by_steps(rows + ["--batch", "32"], 5000)}
    for name, make in [("NumPy by hand", numpy_step), ("JAX", jax_step), ("PyTorch", torch_step)]:
        try:
            full[name] = (in_process(make(ROWS), START, 200), None)
            batch[name] = (in_process(make(32), START, 3000), None)
        except ImportError:
            print(f"{name}: not installed")
    for title, times in [("all rows", full), ("batches of 32", batch)]:
        own = times["autodiff, rows"][0]
        for name, (seconds, loss) in times.items():
            tail = f"   loss {loss}" if loss is not None else ""
            print(f"{title:14} {name:20} {seconds * 1e6:9.1f} us   {own / seconds:5.2f} times{tail}")


main(sys.argv[1])
