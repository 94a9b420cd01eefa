#!/usr/bin/env python3
"""Writes the tables of examples/side-by-side.md: what `derive`, SymPy and Maxima say of the same formulas.

    python3 Tests/Benchmarks/formulas.py PROGRAM

Of SymPy's `diff` and its `simplify`, and of Maxima's `diff` and its `ratsimp`, the one with fewer operations is shown.
"""

import re
import subprocess
import sys

import sympy
from sympy import Determinant, Identity, Inverse, MatrixSymbol, OneMatrix, Symbol, Trace, exp, log

PROGRAM = sys.argv[1]

SCALARS = """
x1*x2 + sin(x1); x^2 + 3*x; x*x*x; x/(x+y); exp(-x^2/2); sqrt(x^2+y^2); x^x; 2^x; tanh(x); 1/(1+exp(-x)); (1-x)^2
exp(x)*(x^2+1); erf(x); x*y*z; 1/x; abs(x); (x^2+1)/(x-1); log(x)/x; atan(y/x); sin(x) + sin(2*x); log(x^y); x^(2/3)*x
1/(1-1/x); sqrt((1-x)/(1+x)); x*sqrt(x); log(sqrt(x)); x^(1/3); x*(sin(y)^2 + cos(y)^2); x*y/(x+y); 1/sqrt(x^2 + y^2)
sin(x)*cos(x); sin(x)^2; tan(x); x*exp(-x); x^2*exp(-x^2); log(1+exp(x)); log(x + sqrt(x^2+1)); asin(x); acos(x)
x*log(x) - x; exp(sin(x)); cos(x^2); sin(x)/x; 1/(1+x^2); sqrt(1-x^2); x^n; (a*x+b)/(c*x+d)
exp(-(x-m)^2/(2*s^2))/(s*sqrt(2*pi)); a*exp(-b*x)*cos(w*x); sinh(x)/cosh(x); log(cosh(x)); gamma(x)
-y*log(x) - (1-y)*log(1-x); x1*x2*x3/(x1+x2+x3); (1-x)^2 + 100*(y-x^2)^2; 4*e*((s/r)^12-(s/r)^6)
"""

m, n = sympy.symbols("m n", integer=True, positive=True)
A, B, C = MatrixSymbol("A", m, n), MatrixSymbol("B", n, m), MatrixSymbol("C", m, m)
Q, S, X = (MatrixSymbol(name, n, n) for name in "QSX")
b, v, x = MatrixSymbol("b", m, 1), MatrixSymbol("v", n, 1), MatrixSymbol("x", n, 1)
residual = A * x - b

# A formula, the input by which it is differentiated, and its expression in SymPy's matrix symbols, if it has one.
ARRAYS = [
    ("x'@Q@x", x, x.T * Q * x),
    ("dot(v, x)", x, v.T * x),
    ("sum((A@x - b)^2)", x, residual.T * residual),
    ("sum((A@x - b)^2)", A, residual.T * residual),
    ("trace(A@B)", A, Trace(A * B)),
    ("trace(X)", X, Trace(X)),
    ("logdet(X)", X, log(Determinant(X))),
    ("det(X)", X, Determinant(X)),
    ("trace(inv(X)@S)", X, Trace(Inverse(X) * S)),
    ("trace(X'@X)", X, Trace(X.T * X)),
    ("trace(X@S@X')", X, Trace(X * S * X.T)),
    ("v'@X@x", X, v.T * X * x),
    ("trace(A@B@C)", B, Trace(A * B * C)),
    ("A@x", x, A * x),
    ("x'@inv(X)@x", X, x.T * Inverse(X) * x),
    ("logdet(X) + trace(inv(X)@S)", X, log(Determinant(X)) + Trace(Inverse(X) * S)),
    ("sum(exp(A@x))", x, OneMatrix(1, m) * (A * x).applyfunc(exp)),
    ("norm(x)", x, None),
    ("logsumexp(x)", x, None),
    ("softmax(x)", x, None),
    ("mean(softplus(-b*(A@x)))", x, None),
    ("norm(X)^2", X, Trace(X.T * X)),
    ("sum(sigma(A@x))", x, None),
    ("sum((x - mean(x))^2)", x, None),
    ("variance(x)", x, None),
    ("logdet(eye(n) + X'@X)", X, log(Determinant(Identity(n) + X.T * X))),
    ("-dot(b, log_softmax(A@x))", x, None),
]
SHAPES = {"A": "mxn", "B": "nxm", "C": "mxm", "Q": "nxn", "S": "nxn", "X": "nxn", "b": "m", "v": "n", "x": "n"}


def operations(text):
    """Counts operators and calls."""
    return len(re.findall(r"\*\*|[-+*/^]|[a-zA-Z_]\w*(?=\()", text))


def shorter(*texts):
    return min(texts, key=operations)


def derive(formula, variable, *options):
    words = [PROGRAM, "derive", "-q", "--inline", "--wrt", variable, *options, "-e", formula]
    answer = subprocess.run(words, capture_output=True, text=True)
    return " ".join(answer.stdout.split()).partition(" = ")[2] or "–"


def variable(formula):
    """Returns the input by which a scalar formula is differentiated."""
    return next(name for name in ("x1", "x", "r") if re.search(rf"\b{name}\b", formula))


def by_sympy(formula):
    names = set(re.findall(r"\b[a-zA-Z]\w*\b(?!\()", formula)) - {"pi"}
    symbols = {name: Symbol(name, real=True) for name in names}
    derivative = sympy.sympify(formula.replace("^", "**"), symbols).diff(symbols[variable(formula)])
    return shorter(*(str(form).replace("**", "^") for form in (derivative, sympy.simplify(derivative))))


def by_maxima(formulas):
    # Maxima reads `e` and `x1` as it stands, but `%pi` for pi.
    lines = ["display2d:false$ linel:10000$"]
    for formula in formulas:
        text = formula.replace("pi", "%pi")
        lines.append(f"taken:diff({text},{variable(formula)})$ print(\"=\",string(taken))$ print(\"=\",string(ratsimp(taken)))$")
    command = ["maxima", "--very-quiet", "--batch-string=" + "\n".join(lines)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    texts = [line[2:].strip().replace("%", "") for line in answer.split("\n") if line.startswith("= ")]
    assert len(texts) == 2 * len(formulas), answer
    return [shorter(*texts[place : place + 2]) for place in range(0, len(texts), 2)]


def by_matrices(expression, symbol):
    if expression is None:
        return "–"
    return str(sympy.simplify(expression.diff(symbol))).replace("**", "^")


def row(*cells):
    print("| " + " | ".join(cells) + " |")


def code(text):
    return text if text == "–" else f"`{text}`"


scalars = [formula for formula in re.split(r"[;\n]\s*", SCALARS) if formula]
row("formula", "by", "`derive`", "SymPy", "Maxima")
row(*["---"] * 5)
for formula, maxima in zip(scalars, by_maxima(scalars)):
    own = derive(formula, variable(formula))
    row(code(formula), variable(formula), code(own), code(by_sympy(formula)), code(maxima))
print()
row("formula", "by", "sizes", "`derive`", "SymPy")
row(*["---"] * 5)
for formula, symbol, expression in ARRAYS:
    names = [name for name in SHAPES if re.search(rf"\b{name}\b", formula)]
    sizes = ",".join(f"{name}={SHAPES[name]}" for name in names)
    own = derive(formula, symbol.name, "--shape", sizes)
    row(code(formula), symbol.name, sizes, code(own), code(by_matrices(expression, symbol)))
