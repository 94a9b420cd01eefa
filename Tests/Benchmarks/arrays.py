"""The tasks of Arrays.swift in NumPy (by hand), JAX and CasADi, beside autodiff's, in one run.

    python3 Tests/Benchmarks/arrays.py BENCHMARK [THREADS [TASK …]]

BENCHMARK is the path of autodiff-benchmark. Without a number of threads all run with one, then with two. CasADi has one.
"""

import os
import subprocess
import sys

if len(sys.argv) < 3:
    for count in ("1", "2"):
        subprocess.run([sys.executable, *sys.argv, count], check=True)
    sys.exit()
program, threads, chosen = sys.argv[1], sys.argv[2], sys.argv[3:]
os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = threads
os.environ["JAX_PLATFORMS"] = "cpu"
os.environ["JAX_ENABLE_X64"] = "1"
if threads == "1":
    os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
import casadi
import jax
import jax.numpy as jnp
import numpy as np

from measure import fastest, numbers


def total(arrays):
    return float(sum(np.sum(np.asarray(array)) for array in arrays))


X, W1, b1, W2, b2 = (numbers(s, i) for s, i in zip([(150, 4), (4, 16), (16,), (16, 3), (3,)], range(1, 6)))
Y = np.array([[1.0 if (3 * i + j) % 3 == (3 * i + j) // 150 else 0.0 for j in range(3)] for i in range(150)])
W, x, b = numbers((200, 200), 1), numbers((200,), 2), numbers((200,), 3)
r = numbers((200,), 1)
M, right = numbers((1000, 1000), 1) + 10 * np.eye(1000)[::-1], numbers((1000,), 2)


def network_by_hand():
    h = X @ W1 + b1
    z = np.maximum(h, 0)
    s = z @ W2 + b2
    s = s - s.max(axis=1, keepdims=True)
    log = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    delta = (np.exp(log) * Y.sum(axis=1, keepdims=True) - Y) / 150
    dz = (delta @ W2.T) * (h > 0)
    return X.T @ dz, dz.sum(axis=0), z.T @ delta, delta.sum(axis=0)


def network(w1, c1, w2, c2):
    z = jax.nn.relu(X @ w1 + c1)
    return -jnp.sum(Y * jax.nn.log_softmax(z @ w2 + c2)) / 150


def product_by_hand(A, B):
    c = A @ B
    u = 2 * c
    return np.sum(c * c), (u @ B.T, A.T @ u)


def logdet_by_hand():
    return np.linalg.slogdet(M)[1], (np.linalg.inv(M).T,)


def solve_by_hand():
    v = np.linalg.solve(M, right)
    w = np.linalg.solve(M.T, 2 * v)
    return np.sum(v * v), (np.outer(-w, v), w)


def rosenbrock(v):
    return jnp.sum(100 * (v[1:] - v[:-1] ** 2) ** 2 + (1 - v[:-1]) ** 2)


def hessian_by_hand():
    n = len(r)
    h = np.zeros((n, n))
    i = np.arange(n - 1)
    h[i, i] = 1200 * r[:-1] ** 2 - 400 * r[1:] + 2
    h[i + 1, i + 1] += 200
    h[i, i + 1] = h[i + 1, i] = -400 * r[:-1]
    return (h,)


def jitted(f, *arguments):
    compiled = jax.jit(f)
    arguments = [jnp.asarray(a) for a in arguments]
    return lambda: jax.tree_util.tree_leaves(jax.block_until_ready(compiled(*arguments)))


def with_value(f, *arguments):
    """Returns the gradient in JAX, with the value worked out, too."""
    slope = jitted(jax.value_and_grad(f, argnums=tuple(range(len(arguments)))), *arguments)
    return lambda: slope()[1:]


def product(m, k):
    A, B = numbers((m, k), 1), numbers((k, m), 2)
    return {
        "NumPy by hand": lambda: product_by_hand(A, B)[1],
        "JAX, jitted": with_value(lambda a, c: jnp.sum((a @ c) ** 2), A, B),
    }


symbol = casadi.SX.sym("x", 200)
f = casadi.sum1(100 * (symbol[1:] - symbol[:-1] ** 2) ** 2 + (1 - symbol[:-1]) ** 2)
sparse = casadi.Function("h", [symbol], [casadi.hessian(f, symbol)[0]])

# The number of runs of which the fastest counts, and what each system runs.
tasks = {
    "network": (300, lambda: {
        "NumPy by hand": network_by_hand,
        "JAX, jitted": jitted(jax.grad(network, argnums=(0, 1, 2, 3)), W1, b1, W2, b2),
    }),
    "product64x32": (1000, lambda: product(64, 32)),
    "product128": (200, lambda: product(128, 128)),
    "product512": (20, lambda: product(512, 512)),
    "product1000": (5, lambda: product(1000, 1000)),
    "product2000": (2, lambda: product(2000, 2000)),
    "logdet1000": (5, lambda: {
        "NumPy by hand": lambda: logdet_by_hand()[1],
        "JAX, jitted": with_value(lambda a: jnp.linalg.slogdet(a)[1], M),
    }),
    "solve1000": (5, lambda: {
        "NumPy by hand": lambda: solve_by_hand()[1],
        "JAX, jitted": with_value(lambda a, c: jnp.sum(jnp.linalg.solve(a, c) ** 2), M, right),
    }),
    "layer": (300, lambda: {
        "NumPy by hand": lambda: ((W @ x + b > 0)[:, None] * W,),
        "JAX, jitted": jitted(jax.jacrev(lambda v: jax.nn.relu(W @ v + b)), x),
    }),
    "hessian": (100, lambda: {
        "NumPy by hand": hessian_by_hand,
        "JAX, jitted": jitted(jax.hessian(rosenbrock), r),
        "CasADi, sparse": lambda: (sparse(r).full(),),
    }),
}


def own(name):
    command = [program, "arrays", threads, name]
    _, nanoseconds, check = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return float(nanoseconds), float(check)


print(f"{threads} thread{'' if threads == '1' else 's'}")
for name in chosen or tasks:
    runs, prepare = tasks[name]
    systems = prepare()
    best = {}
    # In turns, so that a machine that is busy for a while is so for all.
    for _ in range(3):
        taken, check = own(name)
        best["autodiff"] = min(taken, best.get("autodiff", taken))
        for system, body in systems.items():
            taken, result = fastest(body, runs)
            assert abs(total(result) - check) <= 1e-9 * max(1, abs(check)), (name, system, total(result), check)
            best[system] = min(taken, best.get(system, taken))
    print(f"{name}: autodiff {best['autodiff'] / 1e3:.1f} µs")
    for system in systems:
        print(f"  {system:15} {best[system] / 1e3:10.1f} µs, autodiff / it = {best['autodiff'] / best[system]:.2f}")
    sys.stdout.flush()
