/// The script of a page: it steps through the rows, and puts new numbers where the old ones stand.
///
/// All that it writes into the page is text, and all that it finds it finds by numbers of nodes: no name and no
/// expression is part of it.
enum PageScript {
  /// Returns the script.
  ///
  /// - Parameter data: The numbers of the page, in JSON.
  /// - Parameter code: The lines of the function that makes the sweep's numbers; none if values cannot be changed.
  /// - Parameter showsFlow: A Boolean value indicating whether wires show the strength of what they send back.
  static func text(data: String, code: [String], showsFlow: Bool) -> String {
    // Blanks and comments are for those who read them here.
    let texts: [String] = code + [common] + (code.isEmpty ? [] : [live]) + (code.isEmpty || !showsFlow ? [] : [flow])
    let lines: [Substring] = texts.flatMap { text in
      text.split(separator: "\n").map { line in line.drop { $0 == " " } }
    }
    let script = lines.filter { !$0.isEmpty && !$0.hasPrefix("//") }.joined(separator: "\n")
    return "\"use strict\";{const page=\(data);\n\(script)\nshow(0);}"
  }

  private static let common = """
    const find = (id) => document.getElementById(id);
    const all = (query) => [...document.querySelectorAll(query)];
    const rows = () => all("tr[data-row]").filter((row) => !row.hidden);
    let step = 0;

    // Marks the row, the sentence, the boxes and the wires of a step; step 0 is the whole.
    function show(wanted) {
      const steps = rows();
      step = Math.max(0, Math.min(steps.length, wanted));
      const row = step > 0 ? steps[step - 1] : null;
      for (const other of all("tr.on")) { other.classList.remove("on"); other.removeAttribute("aria-current"); }
      for (const part of all(".picture .on, .say .now")) part.classList.remove("on", "now");
      find(row ? "s" + row.dataset.row : "whole").classList.add("now");
      if (row) {
        row.classList.add("on");
        row.setAttribute("aria-current", "step");
        const boxes = row.dataset.b.split(" "), wires = row.dataset.w.split(" ");
        for (const part of all(".picture [data-b]")) if (boxes.includes(part.dataset.b)) part.classList.add("on");
        for (const part of all(".picture [data-w]"))
          if (part.dataset.w.split(" ").some((wire) => wires.includes(wire))) part.classList.add("on");
        for (const part of all(`.picture [data-n="${row.dataset.n}"]`)) part.classList.add("on");
        // Where the picture does not stand beside the tables, it stays in sight.
        if (matchMedia("(min-width:60rem)").matches && !document.querySelector(".stacked"))
          row.scrollIntoView({ block: "nearest" });
        const frame = document.querySelector(".drawing .scroll"), part = document.querySelector(".picture .on");
        if (part) {
          const [outer, inner] = [frame.getBoundingClientRect(), part.getBoundingClientRect()];
          if (inner.left < outer.left || inner.right > outer.right)
            frame.scrollLeft += (inner.left + inner.right - outer.left - outer.right) / 2;
        }
      }
      const coming = new Set(row ? steps.slice(step).map((other) => other.dataset.n) : []);
      for (const part of all(".picture [data-n]")) part.classList.toggle("later", coming.has(part.dataset.n));
      const pass = row ? row.closest("table").caption.textContent.toLowerCase() : "the whole";
      const slider = find("step");
      slider.max = steps.length;
      slider.value = step;
      slider.setAttribute("aria-valuetext", row ? `step ${step} of ${steps.length}, ${pass}` : pass);
      find("place").textContent = row ? `${step} of ${steps.length}, ${pass}` : `${steps.length} steps`;
      find("first").disabled = find("back").disabled = step === 0;
      find("next").disabled = find("last").disabled = step === steps.length;
    }

    document.documentElement.classList.add("js");
    find("first").addEventListener("click", () => show(0));
    find("back").addEventListener("click", () => show(step - 1));
    find("next").addEventListener("click", () => show(step + 1));
    find("last").addEventListener("click", () => show(rows().length));
    find("step").addEventListener("input", (event) => show(Number(event.target.value)));
    for (const row of all("tr[data-row]")) row.addEventListener("click", () => show(rows().indexOf(row) + 1));
    document.addEventListener("keydown", (event) => {
      if (event.target.tagName === "INPUT" || event.altKey || event.ctrlKey || event.metaKey) return;
      const move = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (move) { show(step + move); event.preventDefault(); }
      if (event.key === "Home") show(0);
      if (event.key === "End") show(rows().length);
    });
    """

  private static let live = """
    // A number as autodiff writes it: so many significant digits, halves to even.
    function spell(value, digits) {
      if (Number.isNaN(value)) return "nan";
      if (!Number.isFinite(value)) return value < 0 ? "-inf" : "inf";
      const sign = value < 0 || Object.is(value, -0) ? "-" : "";
      if (value === 0) return sign + "0";
      let [number, power] = Math.abs(value).toExponential(digits - 1).split("e");
      const [exact, own] = Math.abs(value).toExponential(100).split("e");
      const whole = exact.replace(".", "");
      // Halves are rounded up here, and back where the digit before is even.
      if (/^50*$/.test(whole.slice(digits)) && Number(whole[digits - 1]) % 2 === 0)
        [number, power] = [whole.slice(0, digits), own];
      number = number.replace(".", "").replace(/0+$/, "");
      const e = Number(power);
      if (e < -4 || e >= digits)
        return sign + number[0] + (number.length > 1 ? "." + number.slice(1) : "")
          + "e" + (e < 0 ? "-" : "+") + String(Math.abs(e)).padStart(2, "0");
      if (e < 0) return sign + "0." + "0".repeat(-e - 1) + number;
      const rest = number.slice(e + 1);
      return sign + number.slice(0, e + 1).padEnd(e + 1, "0") + (rest ? "." + rest : "");
    }

    function nested(numbers, lengths, digits) {
      if (lengths.length === 0) return spell(numbers[0], digits);
      const part = numbers.length / lengths[0], parts = [];
      for (let i = 0; i < lengths[0]; i++) parts.push(nested(numbers.slice(i * part, (i + 1) * part), lengths.slice(1), digits));
      return "[" + parts.join(", ") + "]";
    }

    function written(slot, numbers, digits) {
      const start = Number(slot.dataset.q);
      const lengths = (slot.dataset.h || "").split(" ").filter(Boolean).map(Number);
      const text = nested(numbers.slice(start, start + lengths.reduce((a, b) => a * b, 1)), lengths, digits);
      if (slot.dataset.s === "t") return numbers[start] !== 0 ? "true" : "false";
      if (slot.dataset.s === "f" && text.startsWith("-")) return "(" + text + ")";
      return (slot.dataset.p || "") + text;
    }

    // The texts that the page came with, for the values that it came with.
    const slots = all("[data-q],[data-sum]");
    const texts = slots.map((slot) => slot.textContent);
    const parts = all("tr[data-edge],tr[data-sums],.say [data-edge],.say [data-sums]");
    const hidden = parts.map((part) => part.hidden);
    const first = page.x.slice();
    const x = first.slice();

    function isSame(a, b) { return Object.is(a, b); }

    function update() {
      const row = rows()[step - 1];
      const isFirst = x.every((value, place) => isSame(value, first[place]));
      const numbers = sweep(x).gradient.map(Number);
      const isPath = page.guards.every(([start, count, holds, length]) =>
        length === 0 ? (numbers[start] !== 0) === (holds === 1)
          : numbers.slice(start, start + count).every((i) => Number.isInteger(i) && i >= 1 && i <= length));
      // Nothing goes back over an edge to what was not chosen, and from what nothing came back to.
      const reached = new Set([page.output]);
      const sends = page.edges.map(([from, to, sent, count, local, selects]) => {
        const isOpen = reached.has(from) && !(selects && numbers.slice(local, local + count).every((l) => l === 0));
        if (isOpen) reached.add(to);
        return isOpen;
      });
      slots.forEach((slot, place) => {
        const digits = slot.closest("svg") ? page.digits[1] : page.digits[0];
        if (isFirst) slot.textContent = texts[place];
        else if (!isPath && !page.given.includes(Number(slot.dataset.q))) slot.textContent = "\\u2014";
        else if (slot.dataset.sum !== undefined) {
          slot.textContent = slot.dataset.sum.split(" ").map(Number).filter((edge) => sends[edge]).map((edge, i) => {
            const value = numbers[page.edges[edge][2]];
            return i === 0 ? spell(value, digits) : value < 0 ? " - " + spell(-value, digits) : " + " + spell(value, digits);
          }).join("");
        } else slot.textContent = written(slot, numbers, digits);
      });
      parts.forEach((part, place) => {
        const sums = part.dataset.sums, edge = Number(part.dataset.edge);
        if (isFirst || !isPath) part.hidden = hidden[place];
        else if (sums !== undefined) part.hidden = sums.split(" ").filter((edge) => sends[edge]).length < 2;
        else if (part.dataset.if === undefined) part.hidden = !sends[edge];
        else part.hidden = (numbers[page.edges[edge][4]] === 1 ? "0" : "1") !== part.dataset.if;
      });
      find("notes").hidden = !isFirst;
      for (const note of all("[data-kink]")) {
        const [start, count] = note.dataset.kink.split(" ").map(Number);
        note.hidden = isFirst || !isPath || !numbers.slice(start, start + count).some((at) => at !== 0);
      }
      find("path").hidden = isPath;
      // The first operation whose own value is not finite, else the first edge whose derivative is not.
      const isFinite = (start, count) => numbers.slice(start, start + count).every(Number.isFinite);
      let cause = null;
      for (const note of all("[data-undefined]")) {
        const [start, count, ...operands] = note.dataset.undefined.split(" ").map(Number);
        let fails = !cause && !isFirst && isPath && !isFinite(start, count);
        for (let i = 0; i < operands.length; i += 2) fails = fails && isFinite(operands[i], operands[i + 1]);
        note.hidden = !fails;
        if (fails) cause = note;
      }
      const lost = cause || isFirst || !isPath ? -1 : page.edges.findIndex(([, , sent, size, , , up, count], edge) =>
        sends[edge] && isFinite(up, count) && !isFinite(sent, size));
      find("lost").hidden = lost < 0;
      if (lost >= 0) {
        const [from, , , , local, , up, , isNumber] = page.edges[lost];
        const place = document.querySelector(`[data-node="${from}"] span`).textContent;
        const [above, own] = [numbers[up], numbers[local]];
        const isOwn = Number.isNaN(own) || !Number.isFinite(own) && above !== 0;
        find("lost").textContent = "not finite: " + (!isNumber ? "what goes back through " + place
          : isOwn ? `the derivative of ${place} is ${spell(own, page.digits[0])}`
          : `${spell(above, page.digits[0])} \\u00b7 ${spell(own, page.digits[0])} on the way back through ${place}`);
      }
      find("reset").disabled = isFirst;
      if (page.flow && !isFirst) shade(numbers, sends);
      const steps = rows();
      show(row ? (steps.includes(row) ? steps.indexOf(row) + 1 : step) : 0);
    }

    // A decimal, with a fraction at most; nothing else is a number here.
    function read(text) {
      const number = "[+-]?(?:[0-9]+\\\\.?[0-9]*|\\\\.[0-9]+)(?:[eE][+-]?[0-9]+)?";
      const match = text.trim().replace(/\\u2212/g, "-").match(new RegExp(`^(${number})(?:\\\\s*/\\\\s*(${number}))?$`));
      return match ? Number(match[1]) / (match[2] === undefined ? 1 : Number(match[2])) : NaN;
    }

    for (const input of all("input[data-x]")) {
      const place = Number(input.dataset.x), value = first[place];
      const unit = 5 * Math.pow(10, Math.floor(Math.log10(Math.abs(value) || 1)) - 2);
      const slider = find("r" + place);
      const slide = () => Number((value + slider.value * unit).toPrecision(12));
      slider.addEventListener("input", () => { input.value = String(x[place] = slide()); accept(); });
      const accept = () => {
        input.removeAttribute("aria-invalid");
        slider.setAttribute("aria-valuetext", input.value);
        update();
      };
      input.addEventListener("input", () => {
        const typed = read(input.value);
        if (!Number.isFinite(typed)) return input.setAttribute("aria-invalid", "true");
        x[place] = typed;
        slider.value = Math.round((typed - value) / unit);
        accept();
      });
      input.addEventListener("keydown", (event) => {
        const move = { ArrowDown: -1, ArrowUp: 1 }[event.key];
        if (!move) return;
        event.preventDefault();
        x[place] = Number((x[place] + move * unit).toPrecision(12));
        input.value = String(x[place]);
        slider.value = Math.round((x[place] - value) / unit);
        accept();
      });
      input.addEventListener("reset", () => {
        input.value = input.defaultValue;
        slider.value = 0;
        x[place] = value;
        accept();
      });
    }
    find("reset").addEventListener("click", () => {
      for (const input of all("input[data-x]")) input.dispatchEvent(new Event("reset"));
    });
    """

  private static let flow = """
    // Wires as wide and dark as what they send back, on a scale of logarithms: the strengths of `--flow`.
    function shade(numbers, sends) {
      const sums = new Map();
      for (const wire of all(".wires [data-w]")) {
        const edges = wire.dataset.w.split(" ").map((name) => page.wires[name]).filter((edge) => edge !== undefined);
        if (wire.dataset.w === "f.0") sums.set(wire, Math.max(...page.seed.map(Math.abs)));
        if (edges.length === 0) continue;
        const [, , start, count] = page.edges[edges[0]];
        const sum = numbers.slice(start, start + count).map((_, i) =>
          edges.reduce((sum, edge) => sum + (sends[edge] ? numbers[page.edges[edge][2] + i] : 0), 0));
        sums.set(wire, Math.max(...sum.map(Math.abs)));
      }
      const sizes = page.edges.map(([, , start, count], edge) =>
        sends[edge] ? Math.max(...numbers.slice(start, start + count).map(Math.abs)) : 0).filter((s) => s > 0 && Number.isFinite(s));
      sizes.push(...page.seed.map(Math.abs).filter((s) => s > 0));
      const [low, high] = [Math.log10(Math.min(...sizes)), Math.log10(Math.max(...sizes))];
      const least = high - low < 1 ? 1 - (high - low) : 0;
      for (const wire of all(".picture [data-w]")) {
        const size = sums.get(wire) ?? sums.get(all(".wires [data-w]").find((w) => w.dataset.w === wire.dataset.w));
        if (size === undefined) continue;
        const part = Number.isFinite(size) && high > low ? (Math.log10(size) - low) / (high - low) : 1;
        const strength = size === 0 ? 0 : 1 + Math.max(0, Math.min(8, Math.round((least + (1 - least) * part) * 8)));
        for (let i = 0; i < 10; i++) wire.classList.toggle("flow" + i, i === strength);
      }
    }
    """
}
