"""Sparse Jacobians and Hessians beside CasADi's, where that is installed.

    python3 Tests/Benchmarks/sparse.py .build/release/autodiff [RUNS]

Each task is a whole run of the program, from the start to the Matrix Market file, with its peak of memory; CasADi's is
what it takes in memory from the symbolic function to the numbers, without a file. The best of some runs counts.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time

try:
    import casadi
except ImportError:
    casadi = None


def relu(count):
    x = casadi.MX.sym("x", count)
    f = casadi.Function("f", [x], [casadi.jacobian(casadi.fmax(x, 0), x)])
    return f(casadi.DM.ones(count))


def dense_layer(rows, columns):
    w, x = casadi.MX.sym("w", rows, columns), casadi.DM.ones(columns)
    f = casadi.Function("f", [w], [casadi.jacobian(w @ x, w)])
    return f(casadi.DM.ones(rows, columns))


def rosenbrock(count):
    x = casadi.MX.sym("x", count)
    value = casadi.sum1(100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2)
    f = casadi.Function("f", [x], [casadi.hessian(value, x)[0]])
    return f(casadi.DM.ones(count))


TASKS = [
    ("relu of 409,600", ["jacobian", "relu(x)", "--at", "x=randn(409600)"], lambda: relu(409_600)),
    (
        "a layer of 1000×4096 by its weights",
        ["jacobian", "W@x", "--wrt", "W", "--at", "W=randn(1000,4096),x=randn(4096)"],
        lambda: dense_layer(1000, 4096),
    ),
    (
        "Rosenbrock in 1,000,000 variables",
        [
            "hessian", "n = length(x); sum(100*(x[2:] - x[:n-1]^2)^2 + (1 - x[:n-1])^2)",
            "--at", "x=randn(1000000)",
        ],
        lambda: rosenbrock(1_000_000),
    ),
]


def best(body, runs):
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        body()
        times.append(time.perf_counter() - start)
    return min(times)


def main():
    program = os.path.abspath(sys.argv[1])
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    for name, command, other in TASKS:
        with tempfile.NamedTemporaryFile(suffix=".mtx") as file:
            line = [program, command[0], "--sparse", "--format", "mtx", *command[1:]]

            def run():
                file.seek(0)
                subprocess.run(line, stdout=file, check=True)

            own = best(run, runs)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        text = f"{name}: {own:.2f} s, at most {peak:.0f} MB so far"
        if casadi:
            text += f"; CasADi {best(other, 1):.2f} s"
        print(text, flush=True)


if __name__ == "__main__":
    main()
