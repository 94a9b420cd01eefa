"""Crossings of wires beside Graphviz's, and the time of large pictures.

    python3 Tests/Benchmarks/crossings.py .build/release/autodiff [GRAPHS]

Random programs of up to 200 operations are drawn by `graph --format svg` and, from `graph --format dot`, by Graphviz's
`dot`. In both drawings the lines that cross are counted as an eye sees them, curves as many short straight pieces;
lines that begin or end at one node do not count where they meet there. Wires out of one node share a trunk in the SVG,
whose crossings are counted once, and once more for each wire in it.
"""

import random
import re
import subprocess
import sys
import time
import xml.etree.ElementTree as ET


def program(seed):
    """Returns a program, a statement an operation."""
    draw = random.Random(seed)
    size = draw.choice([10, 20, 30, 50, 80, 120, 200])
    inputs = [f"x{i}" for i in range(1, draw.randint(2, max(3, size // 6)) + 1)]
    reach = draw.randint(3, 20)
    names, lines, used = list(inputs), [], set()
    for index in range(size):
        near = names[-reach:] if draw.random() < 0.8 else names
        x, y = draw.choice(near), draw.choice(near)
        form = draw.choice(["sin({x})", "{x} + {y}", "{x}*{y}", "{x} - {y}", "exp({x})", "max({x}, {y})"])
        lines.append(f"v{index} = " + form.format(x=x, y=y))
        used |= {x, y} if "{y}" in form else {x}
        names.append(f"v{index}")
    loose = [name for name in names if name not in used]
    return "; ".join(lines + [" + ".join(loose)])


def run(*command, text=None):
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout


def wires_of_svg(text):
    """Returns the lines of wires, each with the number of wires in it."""
    root = ET.fromstring(text)
    space = "{http://www.w3.org/2000/svg}"
    group = root.find(space + "g")
    lines = []
    for path in group.findall(space + "path"):
        numbers = [float(x) for x in re.findall(r"-?[0-9.]+", path.get("d"))]
        lines.append(list(zip(numbers[::2], numbers[1::2])))
    following = {}
    for line in lines:
        following.setdefault(line[0], []).append(line)

    def count(line):
        return sum(map(count, following[line[-1]])) if line[-1] in following else 1

    return [(line, count(line)) for line in lines]


def wires_of_dot(text):
    """Returns the edges of Graphviz's drawing as lines, in points."""
    wires = []
    for line in run("dot", "-Tplain", text=text).splitlines():
        words = line.split()
        if words[0] != "edge":
            continue
        numbers = [float(x) for x in words[4 : 4 + 2 * int(words[3])]]
        control = [(72 * x, 72 * y) for x, y in zip(numbers[::2], numbers[1::2])]
        points = [control[0]]
        for start in range(0, len(control) - 1, 3):
            a, b, c, d = control[start : start + 4]
            for step in range(1, 9):
                t = step / 8
                u = 1 - t
                points.append(
                    tuple(u**3 * p + 3 * u * u * t * q + 3 * u * t * t * r + t**3 * s for p, q, r, s in zip(a, b, c, d))
                )
        wires.append((points, 1))
    return wires


def crosses(a, b, c, d):
    def side(p, q, r):
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


def near(p, q, room=24):
    return abs(p[0] - q[0]) < room and abs(p[1] - q[1]) < room


def crossings(wires):
    """Returns the number of pairs of lines that cross, as drawn and weighted by the wires in them."""
    pieces = sorted(
        (min(a[0], b[0]), max(a[0], b[0]), a, b, number)
        for number, (line, _) in enumerate(wires)
        for a, b in zip(line, line[1:])
    )
    found = set()
    for index, (_, right, a, b, one) in enumerate(pieces):
        for left, _, c, d, other in pieces[index + 1 :]:
            if left > right:
                break
            if one == other or not crosses(a, b, c, d):
                continue
            ends = [(wires[one][0][i], wires[other][0][j]) for i in (0, -1) for j in (0, -1)]
            # Lines that share a node meet there, not at a crossing.
            if any(near(p, q) and near(p, r) for p, q in ends for r in (a, b)):
                continue
            found.add((min(one, other), max(one, other)))
    weighted = sum(wires[one][1] * wires[other][1] for one, other in found)
    return len(found), weighted


def main():
    autodiff = sys.argv[1]
    graphs = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    total = [0, 0, 0, 0]
    for seed in range(graphs):
        text = program(seed)
        svg = run(autodiff, "graph", "--format", "svg", "-e", text)
        dot = run(autodiff, "graph", "--format", "dot", "-e", text)
        free = "\n".join(line for line in dot.splitlines() if "rank=source" not in line)
        drawn, by_wire = crossings(wires_of_svg(svg))
        total[0] += drawn
        total[1] += by_wire
        total[2] += crossings(wires_of_dot(dot))[0]
        total[3] += crossings(wires_of_dot(free))[0]
    print(f"{graphs} graphs: {total[0]} crossings as drawn, {total[1]} counted by wires")
    print(f"Graphviz: {total[2]} with the inputs in one column, {total[3]} with inputs anywhere")
    print(f"ratio to the better: {total[0] / min(total[2:]):.2f} as drawn, {total[1] / min(total[2:]):.2f} by wires")
    for size in [500, 2000, 4900]:
        draw = random.Random(size)
        names, lines = ["x1", "x2", "x3"], []
        for index in range(size):
            lines.append(f"v{index} = {draw.choice(names[-12:])} * {draw.choice(names[-12:])}")
            names.append(f"v{index}")
        start = time.perf_counter()
        run(autodiff, "graph", "--format", "svg", "-e", "; ".join(lines + [" + ".join(names[-12:])]))
        print(f"{size} operations: {time.perf_counter() - start:.2f} s")


main()
