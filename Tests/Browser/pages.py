#!/usr/bin/env python3
"""Opens pages of `trace --format html` in a browser, steps through them, changes values, and compares what they show with
what the program answers: python3 Tests/Browser/pages.py PROGRAM [FOLDER FOR PICTURES]
"""

import os
import subprocess
import sys
import tempfile

from browser import Browser, find

# An expression with its values, and the values that are typed in one after the other.
CASES = [
    ("(x+y)*z", "x=-2 y=5 z=-4", ["x=3 y=5 z=-4", "x=3 y=-0.125 z=7", "x=1e-7 y=1e9 z=12345.675", "x=-2 y=5 z=-4"]),
    ("x1*x2 + sin(x1)", "x1=2 x2=3", ["x1=0.5 x2=3", "x1=100000.5 x2=1", "x1=-3 x2=1/3"]),
    ("sigma(w*x + b)", "w=2 x=-1 b=0.5", ["w=-30 x=4 b=0.5", "w=0.25 x=3 b=-7"]),
    ("log(5*(max(x1,x2)*x3/x4 - (x5+x6))) + 0.5", "x1=3 x2=1 x3=4 x4=2 x5=0.5 x6=1",
     ["x1=3 x2=7.25 x3=4 x4=2 x5=0.5 x6=1", "x1=2 x2=1 x3=3 x4=2 x5=-8 x6=4"]),
    ("max(x,y)*relu(x - 2) + abs(y)^3 + min(x, y, x*y)", "x=3 y=1", ["x=3 y=5", "x=1 y=-2", "x=2.5 y=-0.5"]),
    ("where(x > 1, x^2*y, exp(y) - x) + erf(x)*lgamma(y)", "x=2 y=3", ["x=0.5 y=3", "x=1.75 y=0.1"]),
    ("h = tanh(a*x); g = h*h + h; g/(1 + exp(-g)) + digamma(x)", "a=0.5 x=2", ["a=-1.5 x=0.3", "a=4 x=60"]),
    ("sum((A@v - b)^2)*s", "A=[[1,2],[3,4]] v=[1,-1] b=[0.5,2] s=2", ["s=-0.75"]),
    ("s = 0; for i = 1 to 3 { s = s + x^i*y }; s", "x=1.5 y=2", ["x=-0.5 y=3"]),
    ("θ*cos(θ)+x_2^θ", "θ=1.25 x_2=3", ["θ=2 x_2=0.5"]),
]

# The words of a page without a plain answer: an expression, its values, others, and the words.
SAYINGS = [
    ("max(x,y)*x", "x=2 y=1", "x=2 y=2", "kink at max(2, 2)"),
    ("abs(x-1)", "x=2", "x=1", "kink at abs(0)"),
    ("log(x)*y", "x=2 y=1", "x=-1 y=1", "not finite: log of -1 is nan"),
    ("sqrt(x)*y", "x=2 y=1", "x=0 y=1", "not finite: the derivative of sqrt of 0 is inf"),
    ("if x > 1 { y = x^2 } else { y = -x }; y", "x=2", "x=0.5", "takes another path"),
]

# Wires whose strengths change.
FLOWS = [
    ("max(x,y)*z/w - y", "x=3 y=1 z=4 w=2", "x=2 y=7 z=4 w=2.5"), ("x*x*y + sin(x)", "x=2 y=3", "x=0.01 y=50"),
    ("for i = 1 to 8 { x = sigma(w*x) }", "x=1 w=2", "x=1 w=0.5"),
]

# Text that means something in HTML and in scripts, which has to stay text.
STRANGE = [
    ("where(x < y, x, y)*where(x > 1, y, x) # </script><script>alert(1)</script><img src=x onerror=alert(2)>", "x=2 y=3"),
    ("x*y # ]]> --> <!-- ${alert(3)} `alert(4)` \\u003cscript>", "x=2 y=3"),
    ("èscript*ªb + __proto__*constructor", "èscript=1 ªb=2 __proto__=3 constructor=4"),
]

# All that a reader sees, as texts: answers, rows, sentences of the steps and numbers of the picture.
SEEN = """(() => {
  const shown = (part) => !part.hidden && !part.closest("[hidden]");
  const text = (part) => part.textContent.replace(/\\s+/g, " ").trim();
  const spans = (part) => [...part.childNodes].filter((n) => n.nodeType === 3 || !n.hidden).map((n) => n.textContent).join("");
  return {
    answers: Object.fromEntries([...document.querySelectorAll("dl div")].map((d) => [text(d.children[0]), text(d.children[1])])),
    rows: [...document.querySelectorAll("tr[data-row]")].filter(shown).map((r) => [...r.children].map(text)),
    sentences: [...document.querySelectorAll(".say p[id^=s]")].filter(shown).map((p) => spans(p).replace(/\\s+/g, " ")),
    picture: [...document.querySelectorAll(".picture [data-n]")].map((t) => [t.dataset.n, text(t)]),
    notes: [...document.querySelectorAll(".note")].filter(shown).map(text),
  };
})()"""

failures = []


def expect(condition, *message):
    if not condition:
        print("FAILED:", *message)
        failures.append(message)


def run(program, *arguments, status=(0,)):
    result = subprocess.run([program, *arguments], capture_output=True, text=True)
    if result.returncode not in status:
        raise RuntimeError(f"{arguments}: {result.stderr}")
    return result.stdout


def write(program, folder, name, *arguments, status=(0,)):
    path = os.path.join(folder, name + ".html")
    with open(path, "w", encoding="utf-8") as file:
        file.write(run(program, *arguments, status=status))
    return path


def type_values(browser, values):
    """Types values into the fields, found by their labels."""
    for value in values.split():
        name, text = value.split("=")
        browser.value(f"""(() => {{
          const label = [...document.querySelectorAll("label")].find((l) => l.querySelector("bdi").textContent === "{name}");
          const input = document.getElementById(label.htmlFor);
          input.focus();
          input.value = "{text}";
          input.dispatchEvent(new Event("input", {{ bubbles: true }}));
          input.blur();
        }})()""")


def step_through(browser, name):
    count = browser.value("Number(document.getElementById('step').max)")
    rows = browser.value("document.querySelectorAll('tr[data-row]:not([hidden])').length")
    expect(count == rows and count > 2, name, "steps", count, rows)
    now = "[...document.querySelectorAll('tr.on')].map((r) => r.dataset.row).join()"
    said = "[...document.querySelectorAll('.say p')].filter((p) => p.offsetParent !== null).map((p) => p.id).join()"
    expect(browser.value(said) == "whole", name, "at first the whole is told")
    seen = []
    for _ in range(count):
        browser.value("document.getElementById('next').click()")
        row = browser.value(now)
        expect(browser.value(said) == "s" + row, name, "the sentence of row", row)
        expect(browser.value("document.querySelectorAll('.picture .on').length") > 0, name, "a mark in the picture", row)
        expect(browser.value("document.querySelectorAll('[aria-current=step]').length") == 1, name, "current row")
        seen.append(row)
    expect(len(set(seen)) == count, name, "each step once", seen)
    expect(browser.value("document.getElementById('next').disabled"), name, "nothing behind the last step")
    browser.value("document.getElementById('next').blur()")
    browser.key("ArrowLeft")
    expect(browser.value(now) == seen[-2], name, "an arrow key steps back")
    browser.key("ArrowRight")
    expect(browser.value(now) == seen[-1], name, "an arrow key steps on")
    browser.value("{ const s = document.getElementById('step'); s.value = 1; s.dispatchEvent(new Event('input')); }")
    expect(browser.value(now) == seen[0], name, "the slider steps")
    expect(browser.value("document.querySelectorAll('.picture .later').length") > 0, name, "later numbers are faint")
    browser.value("document.getElementById('first').click()")
    expect(browser.value(now) == "", name, "back to the whole")


def main():
    program = os.path.abspath(sys.argv[1])
    pictures = sys.argv[2] if len(sys.argv) > 2 else None
    path = find()
    if path is None:
        sys.exit("no Chromium")
    browser = Browser(path)
    folder = tempfile.mkdtemp(prefix="autodiff-pages-")
    try:
        check(browser, program, folder)
        if pictures:
            draw(browser, program, folder, pictures)
    finally:
        browser.close()
    if failures:
        sys.exit(f"{len(failures)} failures")
    print(f"{len(CASES) + len(SAYINGS) + len(STRANGE)} pages: as the program answers, without an error or a request")


def check(browser, program, folder):
    for number, (expression, point, others) in enumerate(CASES):
        page = write(program, folder, f"case{number}", "trace", "--format", "html", expression, *point.split())
        browser.open(page)
        first = browser.value(SEEN)
        step_through(browser, expression)
        for other in others:
            type_values(browser, other)
            now = browser.value(SEEN)
            values = dict(value.split("=", 1) for value in point.split())
            values.update(value.split("=", 1) for value in other.split())
            full = [f"{name}={value}" for name, value in values.items()]
            answer = run(program, "grad", "--digits", "6", expression, *full)
            # Matrices take several lines there; the page drawn anew is compared with below.
            for line in answer.splitlines():
                if " = " not in line or "[[" in line:
                    continue
                name, text = line.split(" = ", 1)
                expect(now["answers"].get(name) == text, expression, other, line, now["answers"].get(name))
            fresh = write(program, folder, "fresh", "trace", "--format", "html", expression, *full)
            complaints = browser.complaints(page)
            expect(not complaints, expression, complaints)
            state = browser.value(SEEN)
            browser.open(fresh)
            anew = browser.value(SEEN)
            for part in ("answers", "rows", "sentences"):
                expect(state[part] == anew[part], expression, other, part, difference(state[part], anew[part]))
            # A page that is drawn anew has no Σ where one wire does, so the numbers are found by their names.
            expect(state["picture"] == anew["picture"], expression, other, difference(state["picture"], anew["picture"]))
            browser.open(page)
            step_to = others.index(other) + 1
            for earlier in others[:step_to]:
                type_values(browser, earlier)
        browser.value("document.getElementById('reset').click()")
        expect(browser.value(SEEN) == first, expression, "the first values bring back the first page")
        expect(not browser.complaints(page), expression, browser.complaints(page))
    for number, (expression, point, other, words) in enumerate(SAYINGS):
        page = write(program, folder, f"saying{number}", "trace", "--format", "html", expression, *point.split())
        browser.open(page)
        expect(browser.value(SEEN)["notes"] == [note for note in browser.value(SEEN)["notes"] if "path" in note],
               expression, "nothing to say at first")
        type_values(browser, other)
        notes = browser.value(SEEN)["notes"]
        expect(any(words in note for note in notes), expression, other, notes)
        if "path" in words:
            shown = browser.value(SEEN)["answers"]
            expect(all(text == "\u2014" for text in shown.values()), expression, "no number of another path", shown)
        type_values(browser, "x=abc" if "x" in point else point)
        expect(browser.value("document.querySelector('[aria-invalid=true]') !== null"), expression, "no number")
        expect(not browser.complaints(page), expression, browser.complaints(page))
    for number, (expression, point) in enumerate(STRANGE):
        page = write(program, folder, f"strange{number}", "trace", "--format", "html", expression, *point.split())
        browser.open(page)
        step_through(browser, expression)
        expect(browser.value("document.scripts.length") == 1, expression, "one script")
        expect(browser.value("document.images.length") == 0, expression, "no image")
        expect(browser.value("document.querySelector('h1 bdi').textContent") == expression, expression, "the text itself")
        complaints = browser.complaints(page)
        expect(not complaints, expression, complaints)
        # The policy of the page stops what does not belong to it.
        browser.value("{ const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s); }")
        expect(browser.value("window.ran") is None, expression, "a script that was added does not run")
    # Wires are as strong as in a page that is drawn anew.
    strengths = """[...document.querySelectorAll(".picture [data-w]")].map(
      (p) => p.dataset.w + " " + [...p.classList].join()).sort()"""
    for expression, point, other in FLOWS:
        page = write(program, folder, "flow", "graph", "--format", "html", "--flow", expression, *point.split())
        browser.open(page)
        type_values(browser, other)
        changed = browser.value(strengths)
        browser.open(write(program, folder, "anew", "graph", "--format", "html", "--flow", expression, *other.split()))
        anew = browser.value(strengths)
        expect(changed == anew, expression, other, "strengths of wires", difference(changed, anew))
    # The same bytes each time, few of them, and no page without values.
    arguments = ("trace", "--format", "html", "sigma(w1*x1 + w2*x2 + b)*tanh(x1)", "w1=1", "w2=2", "x1=3", "x2=-1", "b=0.5")
    page = run(program, *arguments)
    expect(page == run(program, *arguments), "the same bytes")
    expect(len(page.encode()) < 40_000, "the size of a page", len(page.encode()))
    # A phone's width: nothing but pictures and tables is wider than the screen, and these scroll by themselves.
    page = write(program, folder, "phone", *arguments)
    browser.size(400, 800)
    browser.open(page)
    width = browser.value("document.documentElement.scrollWidth")
    expect(width <= 400, "the width of a page on a phone", width)
    # Each control has a name, and the focus goes from top to bottom.
    names = browser.value("""[...document.querySelectorAll("button,input")].map((part) =>
      part.labels && part.labels[0] ? part.labels[0].textContent : part.getAttribute("aria-label") || part.textContent)""")
    expect(all(names), "names of controls", names)
    expect(browser.value("[...document.querySelectorAll('[tabindex]')].every((part) => part.tabIndex === 0)"), "focus order")
    tree = browser.page("Accessibility.getFullAXTree")["nodes"]
    roles = {node["role"]["value"] for node in tree if "role" in node}
    expect({"button", "slider", "textbox", "table", "image", "main", "status"} <= roles, "roles", sorted(roles))
    browser.page("Emulation.clearDeviceMetricsOverride")


def difference(one, other):
    if isinstance(one, dict):
        one, other = list(one.items()), list(other.items())
    return [pair for pair in zip(one, other) if pair[0] != pair[1]][:3] or (len(one), len(other))


def draw(browser, program, folder, pictures):
    """Pictures of a page for a person to look at: light, dark, on a phone and on paper."""
    os.makedirs(pictures, exist_ok=True)
    page = write(
        program, folder, "drawn", "graph", "--format", "html", "--saved", "--flow",
        "sigma(log(5*(max(x1,x2)*x3/x4 - (x5+x6))) + 0.5)", *"x1=3 x2=1 x3=4 x4=2 x5=0.5 x6=1".split())
    for name, width, scheme in (("light", 1300, "light"), ("dark", 1300, "dark"), ("phone", 400, "light")):
        browser.size(width, 900)
        browser.scheme(scheme)
        browser.open(page)
        if name != "light":
            for _ in range(17):
                browser.value("document.getElementById('next').click()")
        browser.picture(os.path.join(pictures, name + ".png"))
    browser.scheme("light")
    browser.paper(os.path.join(pictures, "paper.pdf"))
    browser.page("Emulation.setEmulatedMedia", media="print")
    browser.size(800, 900)
    browser.picture(os.path.join(pictures, "paper.png"))


if __name__ == "__main__":
    main()
