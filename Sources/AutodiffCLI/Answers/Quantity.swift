import AutodiffCore

/// A named number or array of an answer, and the names of its elements.
struct Quantity {
  enum Kind: Equatable {
    case value
    /// ∂f/∂name
    case derivative(String)
    case secondDerivative(String, String)
    /// The derivative of a higher order by elements of inputs, one after the other.
    case partial([String])
    /// The derivative along an input of a product of `v` with f, or with its gradient.
    case product(String, along: String)
    case tangent
    /// The Jacobian as one matrix.
    case matrix
    /// The Taylor coefficient of a power.
    case coefficient(Int)
    /// The standard uncertainty of the value.
    case uncertainty
    /// The part of the value's variance that comes from an input.
    case share(String)
    /// name/f · ∂f/∂name
    case elasticity(String)
  }

  var kind: Kind
  /// The value, in the shapes of the name's parts one after the other.
  var value: Tensor
  /// The shape of what the first part names.
  var shape: Shape

  init(_ kind: Kind, _ value: Tensor, shape: Shape? = nil) {
    self.kind = kind
    self.value = value
    self.shape = shape ?? value.shape
  }

  /// `df/dW`
  var label: String { parts.first + parts.second }

  /// The label without a string of its own: there may be millions.
  func writeLabel(to out: Output) {
    guard case .derivative(let name) = kind else { return out.write(label) }
    out.write("df/d")
    out.write(name)
  }

  /// The name's parts; each may be followed by an element's place.
  private var parts: (first: String, second: String) {
    switch kind {
    case .value: ("f", "")
    case .derivative(let name): ("df", "/d\(name)")
    case .secondDerivative(let first, let second): ("d2f/d\(first)", "d\(second)")
    case .partial(let names): ("d\(names.count)f/" + names.map { "d" + $0 }.joined(), "")
    case .product(let text, let name): ("d(\(text))/d\(name)", "")
    case .tangent: ("tangent", "")
    case .matrix: ("J", "")
    case .coefficient(let power): ("c\(power)", "")
    case .uncertainty: ("u(f", ")")
    case .share(let name): ("share of \(name)", "")
    case .elasticity(let name): ("\(name)/f·df", "/d\(name)")
    }
  }

  /// The label of each element.
  var labels: [String] { value.scalar == nil ? elementNames().all : [label] }

  /// The labels of the elements of an array, `df[1]/dW[2,3]`.
  ///
  /// - Parameter ascii: whether letters beyond ASCII are spelled.
  func elementNames(ascii: Bool = false) -> ElementNames {
    let rest = Shape(Array(value.shape.lengths.dropFirst(shape.rank)))
    let texts = [(parts.first, shape), (parts.second, rest)]
    return ElementNames(texts.map { (ascii ? ASCII.transcribed($0) : $0, $1) })
  }

  var latex: String {
    switch kind {
    case .value: "f"
    case .derivative(let name): "\\frac{\\partial f}{\\partial \(LaTeX.name(name))}"
    case .secondDerivative(let first, let second): Self.latexPartial([first, second])
    case .partial(let names): Self.latexPartial(names)
    case .product(let text, let name):
      "\\frac{\\partial (\(text == "v.f" ? "v \\cdot f" : "v \\cdot \\nabla f"))}{\\partial \(LaTeX.name(name))}"
    case .tangent: "\\dot f"
    case .matrix: "J"
    case .coefficient(let power): "c_{\(power)}"
    case .uncertainty: "u(f)"
    case .share(let name): "\\mathrm{share}(\(LaTeX.name(name)))"
    case .elasticity(let name):
      "\\frac{\(LaTeX.name(name))}{f} \\frac{\\partial f}{\\partial \(LaTeX.name(name))}"
    }
  }

  /// Returns `\frac{\partial^3 f}{\partial x^2 \partial y}` for derivatives by x, x and y.
  private static func latexPartial(_ names: [String]) -> String {
    var powers: [(name: String, count: Int)] = []
    for name in names {
      if powers.last?.name == name { powers[powers.count - 1].count += 1 } else { powers.append((name, 1)) }
    }
    func power(_ count: Int) -> String { count == 1 ? "" : count < 10 ? "^\(count)" : "^{\(count)}" }
    let below = powers.map { "\\partial \(LaTeX.name($0.name))" + power($0.count) }.joined(separator: " ")
    return "\\frac{\\partial\(power(names.count)) f}{\(below)}"
  }

  /// The keys of quantities in JSON: derivatives are in objects, by input.
  ///
  /// - Parameters:
  ///   - objects: the keys of the objects, which stand there though they may be empty: one for each group of
  ///     derivatives, in the order of the quantities.
  ///   - value: what stands for a quantity's value.
  static func json(_ quantities: [Quantity], objects: [String], value: (Quantity) -> JSON) -> [(String, JSON)] {
    var pairs: [(String, JSON)] = []
    var parts: [[(String, JSON)]] = objects.map { _ in [] }
    var rows: [(name: String, parts: [(String, JSON)])] = []
    var uncertainty: JSON?
    var shares: [(String, JSON)] = []
    for quantity in quantities {
      let value = value(quantity)
      switch quantity.kind {
      case .value: pairs.append(("value", value))
      case .tangent: pairs.append(("tangent", value))
      case .matrix: pairs.append(("jacobian", value))
      case .coefficient: pairs.append((quantity.label, value))
      case .derivative(let name): parts[0].append((name, value))
      // Formulas of higher orders are nested by themselves.
      case .partial: break
      case .uncertainty: uncertainty = value
      case .share(let name): shares.append((name, value))
      case .product(_, let name), .elasticity(let name): parts[parts.count - 1].append((name, value))
      case .secondDerivative(let first, let second):
        if rows.last?.name != first { rows.append((first, [])) }
        rows[rows.count - 1].parts.append((second, value))
      }
    }
    if !rows.isEmpty { parts[parts.count - 1] = rows.map { ($0.name, .object($0.parts)) } }
    let end = uncertainty.map { [("uncertainty", JSON.object([("value", $0), ("shares", .object(shares))]))] } ?? []
    return pairs + zip(objects, parts).map { ($0, .object($1)) } + end
  }
}
