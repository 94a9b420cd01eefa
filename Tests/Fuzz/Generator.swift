/// Makes requests, from well-formed ones to noise.
struct Generator {
  var random: SplitMix64

  init(seed: UInt64, number: UInt64) {
    var mixer = SplitMix64(seed: seed)
    random = SplitMix64(seed: mixer.next() ^ number &* 0xD134_2543_DE82_EF95)
  }

  mutating func request() -> Request {
    if random.once(in: 5) { return tableRequest() }
    if random.once(in: 2) { return arrayRequest() }
    var request = Request()
    request.arguments = [random.once(in: 40) ? word() : random.once(in: 40) ? "help" : random.pick(Self.commands)]
    if request.arguments == ["functions"] || request.arguments == ["help"], !random.once(in: 4) {
      if random.once(in: 2) { request.arguments.append(random.pick(Self.functions + Self.commands)) }
      return request
    }
    let text = program()
    switch random.below(10) {
    case 0: request.input = bytes(of: text)
    case 1:
      request.files["f.txt"] = bytes(of: text)
      request.arguments += ["-f", "f.txt"]
    case 2: request.arguments += ["-e", text]
    case 3: request.arguments += ["--", text]
    default: request.arguments.append(text)
    }
    bind(&request)
    for _ in 0..<random.below(3) { option(&request) }
    if random.once(in: 15) { request.arguments.shuffle(using: &random) }
    if random.once(in: 30), !request.arguments.isEmpty {
      request.arguments.remove(at: random.below(request.arguments.count))
    }
    if random.once(in: 20) { request.environment = random.pick([[:], ["LC_ALL": "C"], ["LANG": "POSIX"]]) }
    return request
  }

  // MARK: - Command lines

  private static let commands = [
    "eval", "grad", "grad", "check", "trace", "trace", "trace", "graph", "graph", "functions", "jacobian", "hessian",
    "jvp", "vjp", "hvp", "derive", "derive",
  ]

  mutating func option(_ request: inout Request) {
    let command = request.arguments.first ?? ""
    var choices = [
      ["--ascii"], ["-q"], ["--color=always"], ["--color", "never"], ["--digits", random.pick(["1", "6", "17"])],
      [
        "--format",
        random.pick(
          command == "graph" ? ["dot", "mermaid", "svg", "tikz"] : ["text", "json", "csv", "tsv", "markdown", "latex"]),
      ],
      command == "graph" ? ["--quiet"] : ["--format=json"],
    ]
    if command == "graph" { choices += [["--saved"], ["--orient", "down"], ["--format", "svg", "--flow"]] }
    if command == "trace" {
      choices += [
        ["--saved"],
        ["--mode=reverse"], ["--mode", "forward"], ["--mode", "forward", "--direction", "x=1,y=-2"], ["--expand"],
      ]
    }
    if command == "derive" {
      choices += [
        ["--order", random.pick(["1", "2", "2", "3"])], ["--inline"], ["--format", random.pick(["plain", "latex"])],
      ]
    }
    if command == "jacobian" { choices += [["--mode", random.pick(["forward", "reverse"])]] }
    if command == "jvp" || command == "hvp" { choices += [["--direction", "x=1,y=-2"], ["--direction", "x=1"]] }
    if command == "vjp" { choices += [["--cotangent", random.pick(["1", "-2", "0"])]] }
    if command != "eval" {
      choices += [
        ["--strict"], ["--wrt", random.pick(["x", "y,x", "α", "w1"])],
        ["--ties", random.pick(["split", "first", "last"])],
      ]
    }
    if random.once(in: 4) {
      choices = [
        ["--format", random.pick(["plain", "dot", "x"])], ["--mode", random.pick(["primal", "sideways"])],
        ["--digits", random.pick(["0", "x", "-1"])], ["--color", random.pick(["auto", "x"])], ["--ties", "x"],
        ["--wrt", random.pick(["z", "", "x,x", name(), "q"])],
        ["--direction", random.pick(["z=1", "x", name() + "=" + value()])],
        ["--at", bindings()], [word()], ["--" + name()], ["-" + name()], ["--"], ["-h"], ["--help"], ["--version"],
        ["--expand"], ["--output", word()], ["--cotangent", value()], ["--shape", name() + "=" + word()],
      ]
    }
    request.arguments.insert(
      contentsOf: random.pick(choices),
      at: random.once(in: 2) ? min(1, request.arguments.count) : request.arguments.count)
  }

  /// Most often every name that programs use gets its value.
  private mutating func bind(_ request: inout Request) {
    switch random.below(8) {
    case 0: break
    case 1: request.arguments += ["--at", bindings()]
    case 2:
      request.files["v.txt"] = bytes(of: bindings().replacing(",", with: random.pick(["\n", "\r\n", " # x\n"])))
      request.arguments += ["--at", "@v.txt"]
    default: request.arguments += Self.names.map { $0 + "=" + value() }
    }
  }

  private mutating func bindings() -> String {
    (0...random.below(4)).map { _ in
      switch random.below(12) {
      case 0: soup(length: 4)
      case 1: name()
      case 2: name() + "=@" + word()
      default: name() + random.pick(["=", "=", "=", " = ", "==", ":"]) + value()
      }
    }.joined(separator: random.pick([",", ",", ",", ", ", ";", " "]))
  }

  mutating func value() -> String {
    switch random.below(30) {
    case 0...2: random.pick(["0", "0", "1", "-1"])
    case 3: random.pick(["inf", "-inf", "1e308", "5e-324", "-0", "1e999", "0/0", "[1,2]", "", "pi/2"])
    case 4 where random.once(in: 5): expression(depth: 2)
    default: String(Double(random.below(2001) - 1000) / random.pick([1, 10, 100, 1000]))
    }
  }

  mutating func word() -> String {
    random.pick([
      name(), soup(length: 3), noise(length: 1 + random.below(6)), String(expression(depth: 1)), "", "-", "@", "=",
      "a\nb",
    ])
  }

  // MARK: - Programs

  static let names = ["x", "y", "w1", "α"]

  private mutating func program() -> String {
    switch random.below(20) {
    case 0: return soup(length: 1 + random.below(30))
    case 1: return noise(length: random.below(60))
    case 2: return deep()
    case 3...6: return mutated(statements())
    default: return statements()
    }
  }

  private mutating func name() -> String {
    random.once(in: 50)
      ? random.pick(["q", "r", "e", "pi", "f", "v1", "x_", "café", "変", "x₁", "sin", "if", "for", "where", "T", "sum"])
      : random.pick(Self.names)
  }

  mutating func statements() -> String {
    var lines = (0..<random.below(3)).map { _ in
      random.once(in: 3)
        ? "g(\(random.pick(["a", "a, b", "x"]))) = " + expression(depth: 2)
        : random.pick(["q", "r", "x"]) + " = " + expression(depth: 2)
    }
    if random.once(in: 3) {
      lines.append("q = y")
      lines.append(controlled(depth: 1 + random.below(3)) { $0.expression(depth: 2) })
      if random.once(in: 2) { return lines.joined(separator: "\n") }
    }
    lines.append(expression(depth: 1 + random.below(4)))
    return lines.joined(separator: random.pick(["; ", "\n", "\r\n", "# so\n"]))
  }

  private mutating func expression(depth: Int) -> String {
    if depth == 0 || random.once(in: 6) {
      return random.once(in: 3)
        ? random.pick(["0", "1", "2", "0.5", "3.", ".25", "1e3", "2.5E-3", "1e308", "1e-308", "7", "π"]) : name()
    }
    let next = depth - 1
    switch random.below(12) {
    case 0...4: return expression(depth: next) + random.pick(Self.operators) + expression(depth: next)
    case 5: return "(" + expression(depth: next) + ")"
    case 6: return random.pick(["-", "+", "√"]) + expression(depth: next)
    case 7: return expression(depth: next) + random.pick(["²", "⁻¹", "^2", "^0.5", "^-1", "**3"])
    case 8:
      return random.pick(Self.functionsOfTwo) + "(" + expression(depth: next) + ", " + expression(depth: next) + ")"
    case 9:
      return random.pick(["if", "where"]) + "(" + condition(depth: next) + ", " + expression(depth: next) + ", "
        + expression(depth: next) + ")"
    default: return random.pick(Self.functions) + "(" + expression(depth: next) + ")"
    }
  }

  mutating func condition(depth: Int) -> String {
    if depth > 0, random.once(in: 3) {
      return random.once(in: 2)
        ? "not " + condition(depth: depth - 1)
        : "(" + condition(depth: depth - 1) + random.pick([" and ", " or "]) + condition(depth: depth - 1) + ")"
    }
    return expression(depth: depth) + random.pick(["<", "<=", ">", ">=", " == ", "!=", "≤", "≠"])
      + expression(depth: depth)
  }

  private static let operators = ["+", "-", "*", "/", "^", " + ", " * ", "×", "÷", "−", "·", "@", "**"]
  private static let functions = [
    "exp", "expm1", "log", "ln", "log1p", "log2", "log10", "sqrt", "cbrt", "abs", "sign", "floor", "ceil", "round",
    "sin",
    "cos", "tan", "sec", "csc", "cot", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh",
    "sigma",
    "sigmoid", "softplus", "relu", "leaky_relu", "elu", "silu", "gelu", "step", "erf", "erfc", "gamma", "lgamma",
    "digamma", "σ", "max", "erfinv", "normcdf", "Φ", "lambertw", "logit", "sinc", "stop",
  ]
  private static let functionsOfTwo = [
    "max", "min", "hypot", "atan2", "mod", "pow", "polygamma", "beta", "lbeta", "gammainc", "besselj", "xlogy", "diff",
  ]

  /// Long rows and deep nests, within what a batch has time for.
  private mutating func deep() -> String {
    let count = random.once(in: 20) ? 20_000 : 1 + random.below(300)
    let (open, close) = random.pick([
      ("(", ")"), ("sin(", ")"), ("-", ""), ("x^", ""), ("√", ""), ("not ", ""), ("x+", ""), ("", "²"), ("max(x,", ")"),
      ("if(x>0,", ",1)"), ("[", "]"), ("{", "}"), ("x=", ""), ("1;", ""), ("q=x\n", ""),
    ])
    let missing = random.once(in: 3) ? random.below(3) : 0
    return String(repeating: open, count: count) + name() + String(repeating: close, count: max(0, count - missing))
  }

  // MARK: - Noise

  private static let tokens =
    operators + functions + names + [
      "(", ")", "(", ")", ",", ";", "\n", "=", "==", "<", ">", "[", "]", "{", "}", "'", ":", "#", "if", "else", "for",
      "while", "not", "and", "or", "where", "1", "2.5", "1e999", "1.2.3", ".", "..", "!", "%", "&", "|", "$", "\\",
      "\"", "?",
      " ", "  ", "\t", "²", "⁻", "√", "ᵀ", "π", "∞", "\u{200B}", "\u{301}", "😀", "変", "\r\n", "to", "step", "in",
      "break", "+=", "_", "e", "inf",
    ]

  mutating func soup(length: Int) -> String {
    (0..<length).map { _ in random.pick(Self.tokens) }.joined(separator: random.pick(["", " "]))
  }

  mutating func noise(length: Int) -> String {
    var text = ""
    for _ in 0..<length {
      let bound: UInt32 = random.pick([0x80, 0x80, 0x250, 0x2300, 0x1_F700, 0x11_0000])
      text.unicodeScalars.append(Unicode.Scalar(UInt32(random.below(Int(bound)))) ?? "\u{FFFD}")
    }
    return text
  }

  /// A file may hold anything, so now and then some of its bytes are any.
  mutating func bytes(of text: String) -> [UInt8] {
    var bytes = Array(text.utf8)
    guard random.once(in: 3) else { return bytes }
    for _ in 0...random.below(3) { bytes.insert(UInt8(random.below(256)), at: random.below(bytes.count + 1)) }
    return bytes
  }

  mutating func mutated(_ text: String) -> String {
    var characters = Array(text.unicodeScalars)
    for _ in 0...random.below(4) {
      let place = random.below(characters.count + 1)
      switch random.below(5) {
      case 0 where place < characters.count: characters.remove(at: place)
      case 1 where place < characters.count: characters.insert(characters[place], at: place)
      case 2 where place + 1 < characters.count: characters.swapAt(place, place + 1)
      case 3:
        characters.removeSubrange(min(place, characters.count)..<min(characters.count, place + 1 + random.below(5)))
      default: characters.insert(contentsOf: random.pick(Self.tokens).unicodeScalars, at: place)
      }
    }
    return String(String.UnicodeScalarView(characters))
  }
}
