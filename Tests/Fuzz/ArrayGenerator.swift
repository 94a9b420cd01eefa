/// Requests about vectors and matrices: most of them fit together, so that they get past the shapes.
struct ArrayNames {
  /// The lengths that shapes are made of.
  var m: Int
  var n: Int

  enum Kind: Equatable {
    case scalar
    case vector(Int)
    case matrix(Int, Int)

    var shape: [Int] {
      switch self {
      case .scalar: []
      case .vector(let n): [n]
      case .matrix(let m, let n): [m, n]
      }
    }
  }

  var inputs: [(name: String, kind: Kind)] {
    [
      ("x", .vector(n)), ("y", .vector(n)), ("z", .vector(m)), ("W", .matrix(m, n)), ("S", .matrix(n, n)),
      ("b", .scalar), ("α", .scalar),
    ]
  }
}

extension Generator {
  mutating func arrayRequest() -> Request {
    var request = Request()
    let names = ArrayNames(m: 1 + random.below(3), n: 1 + random.below(3))
    let command = random.pick(Self.arrayCommands)
    request.arguments = [command]
    var text = arrayProgram(names, isScalar: ["hessian", "hvp", "grad"].contains(command) && !random.once(in: 8))
    if random.once(in: 10) { text = mutated(text) }
    switch random.below(8) {
    case 0: request.input = someBytes(of: text)
    case 1:
      request.files["f.txt"] = someBytes(of: text)
      request.arguments += ["-f", "f.txt"]
    default: request.arguments += ["-e", text]
    }
    bindArrays(names, &request)
    required(command, names, &request)
    for _ in 0..<random.below(3) { arrayOption(command, names, &request) }
    if random.once(in: 20) { option(&request) }
    if random.once(in: 20) { request.environment = random.pick([[:], ["LC_ALL": "C"]]) }
    return request
  }

  private static let arrayCommands = [
    "eval", "eval", "grad", "grad", "jacobian", "jacobian", "hessian", "jvp", "vjp", "hvp", "trace", "trace", "trace",
    "graph", "check", "derive", "derive", "derive",
  ]

  // MARK: - Values

  private mutating func bindArrays(_ names: ArrayNames, _ request: inout Request) {
    var file = ""
    for (name, kind) in names.inputs where !random.once(in: 60) {
      let kind = random.once(in: 40) ? someKind(names) : kind
      switch random.below(20) {
      case 0, 1:
        request.files[name + ".csv"] = someBytes(of: table(kind))
        request.arguments.append("\(name)=@\(name).csv")
      case 2, 3: file += "\(name) = \(literal(kind, style: .lines))" + random.pick(["\n", "\r\n", " # ]\n", "\n\n"])
      case 4...9: request.arguments += ["--at", "\(name)=\(literal(kind))"]
      default: request.arguments.append("\(name)=\(literal(kind, style: .bare))")
      }
    }
    if !file.isEmpty {
      request.files["v.txt"] = someBytes(of: file)
      request.arguments += ["--at", "@v.txt"]
    }
  }

  private mutating func someBytes(of text: String) -> [UInt8] {
    random.once(in: 12) ? bytes(of: text) : Array(text.utf8)
  }

  private mutating func someKind(_ names: ArrayNames) -> ArrayNames.Kind {
    random.pick([.scalar, .vector(names.m), .vector(4), .matrix(names.n, names.m), .matrix(1, names.n)])
  }

  private mutating func number() -> String {
    switch random.below(16) {
    case 0...3: random.pick(["0", "0", "1", "-1"])
    case 4 where random.once(in: 4): value()
    default: String(Double(random.below(401) - 200) / random.pick([1, 10, 100]))
    }
  }

  /// How a matrix is written: bare arguments have no semicolons.
  private enum Style { case any, bare, lines }

  private mutating func literal(_ kind: ArrayNames.Kind, style: Style = .any) -> String {
    switch kind {
    case .scalar: return number()
    case .vector(let n):
      let elements = (0..<n).map { _ in number() }
      return random.once(in: 12) ? "ones(\(n))*\(number())" : "[" + elements.joined(separator: ",") + "]"
    case .matrix(let m, let n):
      let rows = (0..<m).map { _ in (0..<n).map { _ in number() }.joined(separator: ",") }
      if style == .lines { return "[" + rows.joined(separator: ";\n  ") + "]" }
      return style == .bare || random.once(in: 2)
        ? "[[" + rows.joined(separator: "],[") + "]]" : "[" + rows.joined(separator: ";") + "]"
    }
  }

  private mutating func table(_ kind: ArrayNames.Kind) -> String {
    let shape = kind.shape + [1, 1]
    let separator = random.pick([",", " ", "\t", ", "])
    var text = random.pick(["", "", "a\(separator)b\n", "# data\n", "\u{FEFF}"])
    for _ in 0..<shape[0] {
      text += (0..<shape[1]).map { _ in number() }.joined(separator: separator) + random.pick(["\n", "\n", "\r\n"])
    }
    return random.once(in: 8) ? mutated(text) : text
  }

  // MARK: - Options

  private mutating func required(_ command: String, _ names: ArrayNames, _ request: inout Request) {
    guard !random.once(in: 30) else { return }
    switch command {
    case "jvp", "hvp": request.arguments += ["--direction", direction(names)]
    case "vjp":
      request.arguments += [
        "--cotangent",
        literal(random.once(in: 3) ? .scalar : random.pick(names.inputs.map(\.kind) + [.vector(2), .matrix(1, 1)])),
      ]
    case "graph" where random.once(in: 2), "derive" where random.once(in: 2):
      request.arguments += [
        "--shape",
        names.inputs.filter { !$0.kind.shape.isEmpty && !random.once(in: 10) }.map { name, kind in
          "\(name)=\(kind.shape.map(String.init).joined(separator: "x"))"
        }.joined(separator: ","),
      ]
    default: break
    }
  }

  private mutating func direction(_ names: ArrayNames) -> String {
    names.inputs.filter { _ in random.once(in: 2) }.map { name, kind in
      "\(name)=\(literal(random.once(in: 20) ? someKind(names) : kind))"
    }.joined(separator: ",")
  }

  private mutating func arrayOption(_ command: String, _ names: ArrayNames, _ request: inout Request) {
    var choices = [
      ["--ascii"], ["-q"], ["--color=always"], ["--digits", random.pick(["1", "3", "17"])], ["--strict"],
      ["--ties", random.pick(["split", "first", "last"])],
      [
        "--format",
        random.pick(
          command == "graph"
            ? ["dot", "mermaid", "svg", "tikz"] : ["text", "json", "csv", "tsv", "plain", "markdown", "latex"]),
      ],
    ]
    let wrt = names.inputs.filter { _ in random.once(in: 3) }.map(\.name).joined(separator: ",")
    choices += [["--wrt", wrt.isEmpty ? "x" : wrt]]
    if ["jacobian", "trace", "hessian", "jvp", "hvp", "graph", "derive"].contains(command) {
      choices += [["--output", random.pick(["1", "2", "1,1", "1,2", "2,1", "q", "r", "0", "4", word()])]]
    }
    if command == "derive" {
      choices += [
        ["--order", "2"], ["--inline"], ["--inline", "--order", "2"], ["--format", random.pick(["plain", "latex"])],
      ]
    }
    if command == "jacobian" { choices += [["--mode", random.pick(["forward", "reverse"])]] }
    if command == "trace" {
      choices += [
        ["--mode", random.pick(["forward", "reverse", "reverse"])], ["--direction", direction(names)], ["--expand"],
      ]
    }
    request.arguments += random.pick(choices)
  }

  // MARK: - Parts and derivatives

  /// A statement that changes a name: a part of an array, several names, a derivative, a function with a block.
  private mutating func changed(_ names: ArrayNames) -> String {
    let operation = random.pick(["=", "=", "+=", "-=", "*=", "/="])
    let places = (0..<1 + random.below(3)).map { _ in index(names) }.joined(separator: ", ")
    switch random.below(9) {
    case 0: return "x[\(index(names))] \(operation) \(scalar(names, 1))"
    case 1: return "x[[\(places)]] \(operation) \(scalar(names, 1))"
    case 2: return "W[\(index(names)),:] \(operation) \(vector(names, names.n, 1))"
    case 3: return "W[:,\(index(names))] \(operation) \(vector(names, names.m, 1))"
    case 4: return "q, b = b, \(scalar(names, 1))"
    case 5: return "q = diff(\(scalar(names, 2)), \(random.pick(["b", "q", "α", "b + 1"])))"
    case 6: return "x = diff(\(scalar(names, 2)), \(random.pick(["x", "x", "W"])))"
    case 7: return "k(a) = { a[1] = b; c = a*a; c, a }; x, y = k(x)"
    default: return "for v in \(random.pick(["x", "W"])) step 1 { q += sum(v); if q > 1 { break } }"
    }
  }

  /// An index, most often one that is in the range.
  private mutating func index(_ names: ArrayNames) -> String {
    random.once(in: 6)
      ? random.pick(["0", "9", "1.5", "b", "x", "[1, 1]", "stop(b)", "size(x, 1)"])
      : random.pick(["1", "1 + 0*b", "1 + step(b)", "length(x)", "rows(W)", "floor(abs(b))"])
  }

  // MARK: - Programs

  private mutating func arrayProgram(_ names: ArrayNames, isScalar: Bool) -> String {
    var lines = [
      "q = " + scalarLeaf(names), "r = " + vector(names, names.n, 2),
      "h(a) = " + random.pick(["a", "relu(a)", "a*a", "a*b", "cumsum([a, a])[2]"]),
    ]
    if random.once(in: 4) { lines.append("q = " + scalar(names, 2)) }
    if random.once(in: 4) { lines.append(random.pick(["x = relu(x)", "W = W*b", "x, W", "g(x) = sum(x)"])) }
    if random.once(in: 3) { lines.append(controlled(depth: 1 + random.below(2)) { $0.scalar(names, 2) }) }
    for _ in 0..<random.below(3) where random.once(in: 2) { lines.append(changed(names)) }
    if random.once(in: 30) { lines.removeFirst() }
    let depth = 1 + random.below(4)
    lines.append(
      isScalar || random.once(in: 3)
        ? scalar(names, depth)
        : random.once(in: 2)
          ? vector(names, random.pick([names.n, names.m, names.n]), depth)
          : random.once(in: 6)
            ? list(names, depth)
            : matrix(names, random.pick([names.m, names.n]), random.pick([names.n, names.m]), depth))
    return lines.joined(separator: random.pick(["; ", "\n"]))
  }

  /// An expression list, or an array of arrays.
  private mutating func list(_ names: ArrayNames, _ depth: Int) -> String {
    let parts = (0...random.below(3)).map { _ in
      random.once(in: 8) ? scalar(names, 1) : random.once(in: 2) ? "r" : vector(names, names.n, depth - 1)
    }
    return random.once(in: 2) ? parts.joined(separator: ", ") : "[" + parts.joined(separator: ", ") + "]"
  }

  private static let elementwise = [
    "sin", "cos", "exp", "log", "sqrt", "abs", "relu", "tanh", "sigma", "sign", "floor", "softplus", "step", "gelu",
    "cbrt", "round", "atan", "log1p", "h", "silu", "leaky_relu",
  ]
  private static let infix = ["+", "-", "*", "/", " + ", "*", "^"]

  private mutating func scalar(_ names: ArrayNames, _ depth: Int) -> String {
    guard depth > 0 else { return random.once(in: 6) ? "q" : scalarLeaf(names) }
    let next = depth - 1
    let n = random.pick([names.n, names.n, names.m])
    switch random.below(16) {
    case 0, 1: return scalar(names, next) + random.pick(Self.infix) + scalar(names, next)
    case 2: return random.pick(Self.elementwise) + "(" + scalar(names, next) + ")"
    case 3, 4:
      return random.pick([
        "sum", "mean", "prod", "norm", "logsumexp", "variance", "median", "argmax", "argmin", "max", "min",
      ]) + "("
        + (random.once(in: 2) ? vector(names, n, next) : matrix(names, names.m, names.n, next)) + ")"
    case 5: return "dot(" + vector(names, n, next) + ", " + vector(names, n, next) + ")"
    case 6: return "(" + vector(names, n, next) + ")" + random.pick(["@", "·"]) + "(" + vector(names, n, next) + ")"
    case 7: return random.pick(["det", "trace", "logdet"]) + "(" + matrix(names, n, n, next) + ")"
    case 8: return "(" + vector(names, n, next) + ")[\(index(n))]"
    case 9: return "(" + matrix(names, n, names.n, next) + ")[\(index(n)),\(index(names.n))]"
    case 10:
      return "if(" + condition(scalar(names, next)) + ", " + scalar(names, next) + ", " + scalar(names, next) + ")"
    case 11: return random.pick(["max", "min", "hypot"]) + "(" + scalar(names, next) + ", " + scalar(names, next) + ")"
    case 12: return "sum(if(" + condition(vector(names, n, next)) + ", " + vector(names, n, next) + ", 0))"
    default: return "sum(" + vector(names, n, next) + ")"
    }
  }

  private mutating func scalarLeaf(_ names: ArrayNames) -> String {
    random.pick(["b", "α", "2", "0.5", "0", "x[1]", "W[1,1]", "pi", "W[1,\(names.n)]"])
  }

  private mutating func condition(_ left: String) -> String {
    left + random.pick([" > ", " <= ", "==", "<"]) + random.pick(["0", "1", "b", left])
  }

  private mutating func vector(_ names: ArrayNames, _ n: Int, _ depth: Int) -> String {
    guard depth > 0 else {
      if random.once(in: 4) {
        return "[" + (0..<n).map { _ in random.pick(["1", "b", "0", "-2.5", "q"]) }.joined(separator: ", ") + "]"
      }
      return n == names.n
        ? random.pick(["x", "y", "x", "y[:]", "x"]) : n == names.m ? "z" : random.pick(["ones", "zeros"]) + "(\(n))"
    }
    let next = depth - 1
    let k = random.pick([names.n, names.m])
    switch random.below(20) {
    case 0, 1: return vector(names, n, next) + random.pick(Self.infix) + vector(names, n, next)
    case 2: return scalar(names, next) + random.pick(["*", "/", "+"]) + vector(names, n, next)
    case 3, 4: return random.pick(Self.elementwise) + "(" + vector(names, n, next) + ")"
    case 5, 6: return "(" + matrix(names, n, k, next) + ")@(" + vector(names, k, next) + ")"
    case 7: return "(" + vector(names, k, next) + ")@(" + matrix(names, k, n, next) + ")"
    case 8: return "(" + matrix(names, k, n, next) + ")[\(index(k))" + random.pick([",:]", "]"])
    case 9: return "(" + matrix(names, n, k, next) + ")[:,\(index(k))]"
    case 10:
      return random.pick(["sum", "mean", "prod", "norm", "logsumexp", "variance", "max", "min"]) + "("
        + (random.once(in: 2) ? matrix(names, k, n, next) + ", axis=1)" : matrix(names, n, k, next) + ", axis=2)")
    case 11:
      return random.pick(["softmax(", "log_softmax(", "cumsum(", "cummax(", "sort(", "flip("]) + vector(names, n, next)
        + ")"
    case 12 where random.once(in: 2):
      return "roll(" + vector(names, n, next) + ", " + random.pick(["1", "-1", "3"]) + ")"
    case 12 where n > 2: return "pad(" + vector(names, n - 2, next) + ", 1)"
    case 12: return "solve(" + matrix(names, n, n, next) + ", " + vector(names, n, next) + ")"
    case 13: return "diag(" + matrix(names, n, n, next) + ")"
    case 14 where n > 1:
      return "concat(" + vector(names, 1, next) + ", " + vector(names, n - 1, next) + ")"
    case 15: return "reshape(" + matrix(names, 1, n, next) + ", \(n))"
    case 16:
      return random.pick(["max", "min", "atan2"]) + "(" + vector(names, n, next) + ", " + vector(names, n, next) + ")"
    case 17:
      return "where(" + condition(vector(names, n, next)) + ", " + vector(names, n, next) + ", " + scalar(names, next)
        + ")"
    case 18:
      return "(" + vector(names, n + 1, next) + ")[" + random.pick(["2:", "1:\(n)", "2:\(n + 1)", ":\(n)"]) + "]"
    default: return "[" + (0..<n).map { _ in scalar(names, next) }.joined(separator: ", ") + "]"
    }
  }

  private mutating func matrix(_ names: ArrayNames, _ m: Int, _ n: Int, _ depth: Int) -> String {
    guard depth > 0 else {
      if m == names.m, n == names.n, !random.once(in: 4) { return "W" }
      if m == names.n, n == names.n, !random.once(in: 4) { return "S" }
      if m == names.n, n == names.m, !random.once(in: 4) { return random.pick(["W'", "Wᵀ", "transpose(W)", "T(W)"]) }
      return random.pick([
        "ones(\(m),\(n))", "zeros(\(m), \(n))", literal(.matrix(m, n)), m == n ? "eye(\(n))" : "ones(\(m),\(n))",
      ])
    }
    let next = depth - 1
    let k = random.pick([names.n, names.m])
    switch random.below(18) {
    case 0, 1: return matrix(names, m, n, next) + random.pick(Self.infix) + matrix(names, m, n, next)
    case 2: return matrix(names, m, n, next) + random.pick(["+", "*"]) + vector(names, n, next)
    case 3, 4: return random.pick(Self.elementwise) + "(" + matrix(names, m, n, next) + ")"
    case 5, 6: return "(" + matrix(names, m, k, next) + ")@(" + matrix(names, k, n, next) + ")"
    case 7: return "outer(" + vector(names, m, next) + ", " + vector(names, n, next) + ")"
    case 8: return "(" + matrix(names, n, m, next) + ")'"
    case 9 where m == n: return random.pick(["inv(", "diag(diag("]) + matrix(names, n, n, next) + ")"
    case 10 where m == n: return "diag(" + vector(names, n, next) + ")"
    case 11:
      return random.pick(["softmax", "log_softmax", "cumsum", "cummax", "sort", "flip"]) + "("
        + matrix(names, m, n, next) + ", axis="
        + random.pick(["1", "2"]) + ")"
    case 12: return "solve(" + matrix(names, m, m, next) + ", " + matrix(names, m, n, next) + ")"
    case 13 where m > 1:
      return "concat(" + matrix(names, 1, n, next) + ", " + matrix(names, m - 1, n, next) + ", axis=1)"
    case 14 where n > 1:
      return "concat(" + matrix(names, m, 1, next) + ", " + matrix(names, m, n - 1, next) + ", axis=2)"
    case 15: return "reshape(" + matrix(names, n, m, next) + ", \(m), \(n))"
    case 16: return "(" + matrix(names, m + 1, n, next) + ")[2:,:]"
    default:
      return "[" + (0..<m).map { _ in vector(names, n, next) }.joined(separator: ", ") + "]"
    }
  }

  private mutating func index(_ length: Int) -> String {
    random.once(in: 40) ? random.pick(["0", "-1", "\(length + 1)", "1.5", "b"]) : String(1 + random.below(length))
  }
}
