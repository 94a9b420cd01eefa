import AutodiffCore

/// A named number or array of an answer, and the names of its elements.
struct Quantity {
  enum Kind {
    case value
    /// ∂f/∂name
    case derivative(String)
    case secondDerivative(String, String)
    /// The derivative along an input of a product of `v` with f, or with its gradient.
    case product(String, along: String)
    case tangent
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
    case .product(let text, let name): ("d(\(text))/d\(name)", "")
    case .tangent: ("tangent", "")
    }
  }

  /// The label of each element.
  var labels: [String] {
    var labels: [String] = []
    forEachLabel { labels.append($0 + $1) }
    return labels
  }

  /// Calls `body` with the label of each element, `df[1]/dW[2,3]`, in the two parts of which there are not as many.
  func forEachLabel(_ body: (_ first: String, _ second: String) -> Void) {
    if case .scalar = value { return body(label, "") }
    let rest = Shape(Array(value.shape.lengths.dropFirst(shape.rank)))
    let seconds = (0..<rest.count).map { rest.subscriptText($0) }
    for place in 0..<shape.count {
      let first = parts.first + shape.subscriptText(place) + parts.second
      for second in seconds { body(first, second) }
    }
  }

  var latex: String {
    switch kind {
    case .value: "f"
    case .derivative(let name): "\\frac{\\partial f}{\\partial \(LaTeX.name(name))}"
    case .secondDerivative(let first, let second):
      "\\frac{\\partial^2 f}{\\partial \(LaTeX.name(first)) \\partial \(LaTeX.name(second))}"
    case .product(let text, let name):
      "\\frac{\\partial (\(text == "v.f" ? "v \\cdot f" : "v \\cdot \\nabla f"))}{\\partial \(LaTeX.name(name))}"
    case .tangent: "\\dot f"
    }
  }

  /// The keys of quantities in JSON: the derivatives are one object.
  ///
  /// - Parameters:
  ///   - isGradient: whether there is such an object, though it may be empty.
  ///   - value: what stands for a quantity's value.
  static func json(_ quantities: [Quantity], isGradient: Bool, value: (Quantity) -> JSON) -> [(String, JSON)] {
    var pairs: [(String, JSON)] = []
    var gradient: [(String, JSON)] = []
    for quantity in quantities {
      let value = value(quantity)
      switch quantity.kind {
      case .derivative(let name): gradient.append((name, value))
      case .tangent: pairs.append(("tangent", value))
      default: pairs.append(("value", value))
      }
    }
    return isGradient ? pairs + [("gradient", .object(gradient))] : pairs
  }
}
