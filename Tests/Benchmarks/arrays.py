"""The tasks of Arrays.swift in NumPy (by hand), JAX and CasADi, beside autodiff's, in one run.

    python3 Tests/Benchmarks/arrays.py BENCHMARK        with BENCHMARK the path of autodiff-benchmark
"""

import os
import subprocess
import sys

os.environ["JAX_PLATFORMS"] = "cpu"
os.environ["JAX_ENABLE_X64"] = "1"
import casadi
import jax
import jax.numpy as jnp
import numpy as np

from measure import fastest, numbers


def total(arrays):
    return float(sum(np.sum(np.asarray(array)) for array in arrays))


X, W1, b1, W2, b2 = (numbers(s, i) for s, i in zip([(150, 4), (4, 16), (16,), (16, 3), (3,)], range(1, 6)))
Y = np.array([[1.0 if (3 * i + j) % 3 == (3 * i + j) // 150 else 0.0 for j in range(3)] for i in range(150)])
A, B = numbers((512, 512), 1), numbers((512, 512), 2)
W, x, b = numbers((200, 200), 1), numbers((200,), 2), numbers((200,), 3)
r = numbers((200,), 1)


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


def product_by_hand():
    u = 2 * (A @ B)
    return u @ B.T, A.T @ u


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


symbol = casadi.SX.sym("x", 200)
f = casadi.sum1(100 * (symbol[1:] - symbol[:-1] ** 2) ** 2 + (1 - symbol[:-1]) ** 2)
sparse = casadi.Function("h", [symbol], [casadi.hessian(f, symbol)[0]])

tasks = {
    "network": {
        "NumPy by hand": network_by_hand,
        "JAX, jitted": jitted(jax.grad(network, argnums=(0, 1, 2, 3)), W1, b1, W2, b2),
    },
    "product": {
        "NumPy by hand": product_by_hand,
        "JAX, jitted": jitted(jax.grad(lambda a, c: jnp.sum((a @ c) ** 2), argnums=(0, 1)), A, B),
    },
    "layer": {
        "NumPy by hand": lambda: ((W @ x + b > 0)[:, None] * W,),
        "JAX, jitted": jitted(jax.jacrev(lambda v: jax.nn.relu(W @ v + b)), x),
    },
    "hessian": {
        "NumPy by hand": hessian_by_hand,
        "JAX, jitted": jitted(jax.hessian(rosenbrock), r),
        "CasADi, sparse": lambda: (sparse(r).full(),),
    },
}

own = {}
for line in subprocess.run([sys.argv[1], "arrays"], capture_output=True, text=True, check=True).stdout.splitlines():
    name, nanoseconds, check = line.split()
    own[name] = (float(nanoseconds), float(check))
for name, others in tasks.items():
    nanoseconds, check = own[name]
    print(f"{name}: autodiff {nanoseconds / 1e3:.1f} µs")
    for system, body in others.items():
        taken, result = fastest(body, 20)
        assert abs(total(result) - check) <= 1e-9 * max(1, abs(check)), (name, system, total(result), check)
        print(f"  {system:15} {taken / 1e3:10.1f} µs, autodiff / it = {nanoseconds / taken:.2f}")
