/// The spelling of names and numbers in LaTeX's mathematics.
package enum LaTeX {
  /// The template of a product of matrices.
  static let juxtaposition = "#1 #2"
  /// The beginning of a list of cases.
  static let cases = "\\begin{cases} "
  /// The end of a transpose.
  static let transposition = "}^{\\top}"
  /// The sign of a differential.
  static let differential = "\\mathrm{d}"

  /// Returns the spelling of a name: `x1` is x₁, the name of a Greek letter that letter, a longer name upright.
  package static func name(_ name: String) -> String {
    // The name of an adjoint is LaTeX already.
    if name.hasPrefix("\\") { return name }
    if name.hasSuffix("]"), let open = name.firstIndex(of: "[") {
      let base = Self.name(String(name[..<open]))
      let places = name[name.index(after: open)...].dropLast()
      return (base.includes("_{") ? "{\(base)}" : base) + "_{\(places)}"
    }
    let scalars = name.unicodeScalars
    let digits = String(String.UnicodeScalarView(scalars.reversed().prefix { ("0"..."9").contains($0) }.reversed()))
    var stem = String(String.UnicodeScalarView(scalars.dropLast(digits.count)))
    if !digits.isEmpty, stem.count > 1, stem.hasSuffix("_") { stem.removeLast() }
    if let letter = letters[stem] { stem = letter }
    let base: String
    if greek.contains(stem) {
      base = "\\\(stem)"
    } else if stem.unicodeScalars.count == 1, stem != "_" {
      base = stem
    } else {
      base = "\\mathrm{\(escaped(stem))}"
    }
    return digits.isEmpty ? base : "\(base)_{\(digits)}"
  }

  /// Returns a name with a bar: the adjoint of the variable called `name`.
  package static func adjoint(_ name: String) -> String { accented(name, "bar", "overline") }

  /// Returns a name with an accent, a wide one over several letters.
  private static func accented(_ name: String, _ narrow: String, _ wide: String) -> String {
    let text = Self.name(name)
    let parts = text.split(separator: "_", maxSplits: 1, omittingEmptySubsequences: false)
    guard !text.includes("\\_"), parts.count == 2, parts[1].hasPrefix("{") else {
      return text.count > 1 && !text.hasPrefix("\\") || text.hasPrefix("\\mathrm")
        ? "\\\(wide){\(text)}" : "\\\(narrow){\(text)}"
    }
    return "\\\(narrow){\(parts[0])}_\(parts[1])"
  }

  /// Returns the spelling of a function without a notation of its own.
  package static func function(_ name: String) -> String { "\\operatorname{\(escaped(name))}" }

  /// Returns the spelling of a number that `NumberText` wrote.
  package static func number(_ text: String) -> String {
    switch text {
    case "nan": return "\\mathrm{nan}"
    case "inf": return "\\infty"
    case "-inf": return "-\\infty"
    default:
      let parts = text.split(separator: "e")
      guard parts.count == 2, let exponent = Int(parts[1]) else { return text }
      return "\(parts[0]) \\cdot 10^{\(exponent)}"
    }
  }

  /// Returns the levels of a function whose LaTeX has no brackets: how tightly its operands must bind, and how tightly
  /// it binds itself. It is nil for a function whose LaTeX brackets its operands.
  static func open(_ template: String) -> (operands: Int, level: Int)? {
    switch template {
    case "e^{#1}": (0, 9)
    case "e^{#1} - 1": (0, 5)
    case #"#1 \bmod #2"#: (8, 5)
    case #"#1 \cdot #2"#, #"#1 \otimes #2"#, #"\sum #1"#, #"\prod #1"#: (7, 6)
    case "{#1}^{-1}": (Notation.atomLevel, 10)
    case "{#1}^{-1} #2": (9, 6)
    case #"\sqrt{#1^{2} + #2^{2}}"#: (10, Notation.atomLevel)
    default: nil
    }
  }

  /// Returns a Boolean value indicating whether a function reaches as far to the right as the products that follow it.
  static func isOpenToTheRight(_ template: String) -> Bool {
    template.hasPrefix("\\sum") || template.hasPrefix("\\prod")
  }

  /// Returns the cases of a choice, the last of which may be cases themselves, as one list.
  static func joinedCases(_ text: String, _ last: String) -> String {
    let end = " \\end{cases}"
    let tail = last + " & \\text{else}" + end
    guard last.hasPrefix(cases), last.hasSuffix(end), text.hasSuffix(tail) else { return text }
    return String(text.dropLast(tail.count)) + last.dropFirst(cases.count)
  }

  /// Returns a template with its arguments filled in: `#1`, `#2`, …, or `#*` for all of them with commas between.
  static func fill(_ template: String, _ arguments: [String]) -> String {
    var result = ""
    var rest = Substring(template)
    while let hash = rest.firstIndex(of: "#") {
      result += rest[..<hash]
      rest = rest[rest.index(after: hash)...]
      let mark = rest.removeFirst()
      if mark == "*" {
        result += arguments.joined(separator: ", ")
      } else if let place = mark.wholeNumberValue, arguments.indices.contains(place - 1) {
        result += arguments[place - 1]
      }
    }
    return result + rest
  }

  /// Returns a text with the characters escaped that LaTeX takes for commands.
  package static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "_", "%", "&", "#", "$", "{", "}": result += "\\\(character)"
      case "\\": result += "\\textbackslash{}"
      case "^": result += "\\textasciicircum{}"
      case "~": result += "\\textasciitilde{}"
      case "<": result += "\\textless{}"
      case ">": result += "\\textgreater{}"
      // Two hyphens would be a dash.
      case "-": result += result.hasSuffix("-") ? "{}-" : "-"
      default: result.append(character)
      }
    }
  }

  private static let letters: [String: String] = [
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
    "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma",
    "τ": "tau", "υ": "upsilon", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
  ]

  private static let greek: Set<String> = [
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi",
    "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
  ]
}
