#!/usr/bin/env python3
"""Counts the steps to the minima of the problems in examples/minimisation, beside SciPy.

    python3 Tests/Benchmarks/minima.py PROGRAM

SciPy minimises what `emit` writes. Its Newton methods get differences of that gradient for a Hessian. A number in
brackets is a value that is none of the published minima.
"""

import pathlib
import re
import subprocess
import sys
import warnings

import numpy as np
from scipy.optimize import minimize

PROGRAM = sys.argv[1]
FOLDER = pathlib.Path(__file__).resolve().parents[2] / "examples" / "minimisation"


class Problem:
    """A program with its published minima and its standard start."""

    def __init__(self, path):
        self.path = str(path)
        first, second = path.read_text().split("\n")[:2]
        self.name, minima = re.match(r"# (.*)\. Minima: (.*)\. Start:", first).groups()
        self.minima = [float(text) for text in minima.split(", ")]
        self.start = np.array([float(text) for text in second[second.index("[") + 1 : -1].split(",")])
        scope = {}
        exec(self.call("emit", "--language", "python", "--shape", f"x={len(self.start)}", "-q"), scope)
        self.function = scope["f"]

    def call(self, command, *options):
        words = [PROGRAM, command, "-f", self.path, *options]
        return subprocess.run(words, capture_output=True, text=True, check=True).stdout

    def own(self, method):
        """Returns the number of steps of `descend`, and the loss that it reaches."""
        values = "x=[" + ",".join(repr(float(x)) for x in self.start) + "]"
        answer = self.call("descend", values, "--method", method, "--steps", "1000", "-q")
        step, loss = [line for line in answer.split("\n") if line[:1].isdigit()][-1].split()
        return int(step), float(loss)

    def both(self, x):
        value, gradient = self.function(x)
        gradient = gradient[0] if isinstance(gradient, tuple) else gradient
        return float(value), np.asarray(gradient, float).reshape(-1)

    def hessian(self, x):
        rows = []
        for place in range(len(x)):
            step = np.zeros(len(x))
            step[place] = 6e-6 * max(1e-3, abs(x[place]))
            rows.append((self.both(x + step)[1] - self.both(x - step)[1]) / (2 * step[place]))
        return (np.array(rows) + np.array(rows).T) / 2

    def other(self, method, options):
        """Returns the number of SciPy's iterations, and the loss that it reaches."""
        hessian = {} if method == "L-BFGS-B" else {"hess": self.hessian}
        options = {"maxiter": 1000, **options}
        answer = minimize(self.both, self.start, jac=True, method=method, options=options, **hessian)
        return answer.nit, answer.fun

    def text(self, result):
        steps, loss = result
        is_reached = any(abs(loss - minimum) <= 1e-4 * minimum + 1e-12 for minimum in self.minima)
        return f"{steps}" if is_reached else f"{steps} ({loss:.3g})"


def main():
    warnings.filterwarnings("ignore")
    print("| problem | n | lbfgs | newton | L-BFGS-B | Newton-CG | trust-exact |")
    print("| --- | --: | --: | --: | --: | --: | --: |")
    for path in sorted(FOLDER.glob("*.txt")):
        problem = Problem(path)
        results = [
            problem.own("lbfgs"),
            problem.own("newton"),
            problem.other("L-BFGS-B", {"maxfun": 20000, "ftol": 0, "gtol": 1e-12}),
            problem.other("Newton-CG", {"xtol": 1e-10}),
            problem.other("trust-exact", {"gtol": 1e-8}),
        ]
        cells = [problem.name, str(len(problem.start)), *map(problem.text, results)]
        print("| " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
