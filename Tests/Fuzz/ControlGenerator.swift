/// Loops and branches around the statements of the other makers; most of them come to an end soon.
extension Generator {
  /// Statements in braces, with blocks in blocks.
  mutating func controlled(depth: Int, _ inner: (inout Generator) -> String) -> String {
    let separator = random.pick(["; ", "\n", "\r\n", " # so\n", ";;\n"])
    return (0...random.below(3)).map { _ in
      depth == 0 || random.once(in: 3) ? assigned(inner) : control(depth: depth - 1, inner)
    }.joined(separator: separator)
  }

  private mutating func assigned(_ inner: (inout Generator) -> String) -> String {
    random.once(in: 4) ? inner(&self) : random.pick(["q", "q", "s", "x"]) + " = " + inner(&self)
  }

  private mutating func block(depth: Int, _ inner: (inout Generator) -> String) -> String {
    if random.once(in: 20) { return "{}" }
    let (open, close) = random.pick([("{ ", " }"), ("{\n", "\n}"), ("\n{", "}"), ("{;", ";}")])
    return open + controlled(depth: depth, inner) + close
  }

  private mutating func control(depth: Int, _ inner: (inout Generator) -> String) -> String {
    switch random.below(4) {
    case 0:
      let (low, high) = (random.below(5) - 2, random.below(5) - 1)
      let index = random.pick(["i", "j", "x", "e", "to"])
      return "for \(index) = \(low) to \(high) " + block(depth: depth, inner)
    case 1:
      let counter = "k\(depth)"
      return "\(counter) = 0\nwhile \(counter) < \(random.below(4))" + (random.once(in: 2) ? " and " + decision() : "")
        + " { \(counter) = \(counter) + 1; " + controlled(depth: depth, inner) + " }"
    default:
      var text = "if \(decision()) " + block(depth: depth, inner)
      while random.once(in: 3) { text += " else if \(decision()) " + block(depth: depth, inner) }
      return random.once(in: 2) ? text + random.pick([" ", "\n"]) + "else " + block(depth: depth, inner) : text
    }
  }

  /// Now and then exactly at its boundary, as inputs are often whole.
  private mutating func decision() -> String {
    let name = random.pick(["α", "α", "q", "q", "sum(y)", "norm(x)", "x", "i"])
    return random.once(in: 6)
      ? condition(depth: 1)
      : name + random.pick([" > ", " < ", " >= ", " == "])
        + random.pick(["0", "1", "-1", "α", "q"])
  }
}
