"""Dense Jacobians and Hessians beside JAX's and CasADi's, in one run, in double precision on one thread.

    python3 Tests/Benchmarks/dense.py BENCHMARK [PROGRAM]

BENCHMARK is the path of autodiff-benchmark, whose tasks are those of Dense.swift: the work alone, in memory. JAX's
functions are jitted, and the time in which they are compiled is not counted; both modes are measured where there are
two, and the better one counts on either side. CasADi's functions are built before as well, so that only their
evaluation counts.

With PROGRAM, the path of autodiff, each task is measured once more from the start of the program to a file with all
numbers as text, beside JAX's work with NumPy's savetxt.
"""

import os

os.environ["OMP_NUM_THREADS"] = "1"
os.environ["OPENBLAS_NUM_THREADS"] = "1"
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
os.environ["JAX_PLATFORMS"] = "cpu"
os.environ["JAX_ENABLE_X64"] = "1"
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, [max(os.sched_getaffinity(0))])

import subprocess
import sys
import tempfile

import jax
import jax.numpy as jnp
import numpy as np

from measure import fastest, numbers

try:
    import casadi
except ImportError:
    casadi = None


def weighted(matrix):
    elements = np.asarray(matrix).reshape(-1)
    return float(np.sum(elements * (np.arange(elements.size) % 7 + 1)))


square, small = (200, 200), (100, 100)


def rosenbrock(x):
    return jnp.sum(100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2)


def casadi_rosenbrock():
    x = casadi.MX.sym("x", 200)
    value = casadi.sum1(100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2)
    return casadi.Function("f", [x], [casadi.hessian(value, x)[0]]), [numbers((200,), 1)]


def casadi_layer():
    w, x, b = casadi.DM(numbers(square, 1)), casadi.MX.sym("x", 200), casadi.DM(numbers((200,), 3))
    value = casadi.fmax(w @ x + b, 0)
    return casadi.Function("f", [x], [casadi.jacobian(value, x)]), [numbers((200,), 2)]


def casadi_network():
    w1, w2 = casadi.DM(numbers(small, 1)), casadi.DM(numbers(small, 2))
    x = casadi.MX.sym("x", 100)
    value = casadi.tanh(w2 @ casadi.tanh(w1 @ x))
    return casadi.Function("f", [x], [casadi.jacobian(value, x)]), [numbers((100,), 3)]


def casadi_squares():
    a, b = casadi.DM(numbers((300, 200), 1)), casadi.DM(numbers((300,), 3))
    x = casadi.MX.sym("x", 200)
    value = casadi.sumsqr(a @ x - b) / 2
    return casadi.Function("f", [x], [casadi.hessian(value, x)[0]]), [numbers((200,), 2)]


# A task: its name, its function of the moving input and the others, their shapes and seeds, CasADi's function if there
# is one, and the same for the program's command line.
JACOBIANS = [
    ("layer", lambda x, w, b: jax.nn.relu(w @ x + b), [((200,), 2), (square, 1), ((200,), 3)], casadi_layer,
     "relu(W@x + b)", "x W b"),
    ("network", lambda x, w, v: jnp.tanh(v @ jnp.tanh(w @ x)), [((100,), 3), (small, 1), (small, 2)], casadi_network,
     "tanh(V@tanh(W@x))", "x W V"),
    ("softmax", lambda x, a: jax.nn.softmax(a @ x), [((200,), 2), (square, 1)], None, "softmax(A@x)", "x A"),
    ("weights", lambda w, x: jax.nn.relu(w @ x), [((60, 60), 1), ((60,), 2)], None, "relu(W@x)", "W x"),
]
HESSIANS = [
    ("rosenbrock", rosenbrock, [((200,), 1)], casadi_rosenbrock,
     "sum(100*(x[2:] - x[:199]^2)^2 + (1 - x[:199])^2)", "x"),
    ("squares-of-softmax", lambda x: jnp.sum(jax.nn.softmax(x) ** 2), [((100,), 1)], None, "sum(softmax(x)^2)", "x"),
    ("logsumexp", lambda x, a: jax.nn.logsumexp(a @ x), [((200,), 2), ((300, 200), 1)], None, "logsumexp(A@x)", "x A"),
    ("least-squares", lambda x, a, b: 0.5 * jnp.sum((a @ x - b) ** 2), [((200,), 2), ((300, 200), 1), ((300,), 3)],
     casadi_squares, "0.5*sum((A@x - b)^2)", "x A b"),
    ("deep", lambda x, w: jnp.sum(jnp.tanh(w @ jnp.tanh(w @ x)) ** 2), [((200,), 2), (square, 1)], None,
     "sum(tanh(W@tanh(W@x))^2)", "x W"),
]


def jitted(transform, function, arguments):
    ready = jax.jit(transform(function))
    arguments = [jnp.asarray(argument) for argument in arguments]
    return fastest(lambda: ready(*arguments).block_until_ready(), 30)


def whole(program, command, text, names, arguments, result):
    """Returns the nanoseconds from the start of the program to a file, and those of NumPy's for the same numbers."""
    with tempfile.TemporaryDirectory() as folder:
        bindings = []
        for name, argument in zip(names.split(), arguments):
            path = os.path.join(folder, name + ".npy")
            np.save(path, argument)
            bindings.append(f"{name}=@{path}")
        line = [program, command, "--format", "csv", "--wrt", names.split()[0], text, "--at", ",".join(bindings)]

        def run():
            with open(os.path.join(folder, "own.csv"), "w") as file:
                subprocess.run(line, stdout=file, check=True)

        def save():
            flat = np.asarray(result).reshape(-1)
            np.savetxt(os.path.join(folder, "other.csv"), flat, fmt="%.17g")

        return fastest(run, 10)[0], fastest(save, 3)[0]


def main():
    own = {}
    for line in subprocess.run(
        [sys.argv[1], "dense"], stdout=subprocess.PIPE, text=True, check=True
    ).stdout.splitlines():
        name, nanoseconds, check = line.split()
        own[name] = (int(nanoseconds), float(check))
    program = os.path.abspath(sys.argv[2]) if len(sys.argv) > 2 else None
    tasks = [("jacobian", *task) for task in JACOBIANS] + [("hessian", *task) for task in HESSIANS]
    for command, name, function, shapes, other, text, names in tasks:
        arguments = [numbers(*each) for each in shapes]
        ways = {"": jax.hessian} if command == "hessian" else {"-forward": jax.jacfwd, "-reverse": jax.jacrev}
        times = [jitted(transform, function, arguments) for transform in ways.values()]
        theirs, result = min(times, key=lambda pair: pair[0])
        mine, check = min((own[key] for key in own if key in [name + way for way in [*ways, ""]]))
        expected = weighted(result)
        assert abs(check - expected) < 1e-9 * max(1, float(np.abs(np.asarray(result)).sum())), (name, check, expected)
        print(f"{command} {name}: autodiff {mine / 1e3:.0f} µs, JAX {theirs / 1e3:.0f} µs, ratio {mine / theirs:.2f}")
        if other is not None and casadi is not None:
            built, given = other()
            out = fastest(lambda: built(*given), 30)[0]
            print(f"  CasADi {out / 1e3:.0f} µs, ratio {mine / out:.2f}")
        if program:
            run, save = whole(program, command, text, names, arguments, result)
            print(
                f"  from the start to a file of text {run / 1e6:.1f} ms,"
                f" JAX with savetxt {(theirs + save) / 1e6:.1f} ms, ratio {run / (theirs + save):.2f}")


main()
