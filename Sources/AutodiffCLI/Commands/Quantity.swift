import AutodiffCore

/// A named number or array of an answer, and the names of its elements.
struct Quantity {
  /// What the name is made of; a part that has a shape is followed by an element's place in it.
  struct Part {
    var text: String
    var latex: String
    var shape: Shape
  }

  var parts: [Part]
  /// In the shapes of the parts, one after the other.
  var value: Tensor

  /// `df/dW`
  var label: String {
    guard parts.count > 1 else { return parts[0].text }
    return parts.map(\.text).joined()
  }

  var latex: String { parts.map(\.latex).joined() }

  /// `df[1]/dW[2,3]`
  func label(_ element: Int) -> String {
    if case .scalar = value { return label }
    var text = ""
    var rest = value.count
    var place = element
    for part in parts {
      rest /= max(part.shape.count, 1)
      text += part.text + part.shape.subscriptText(place / max(rest, 1))
      place %= max(rest, 1)
    }
    return text
  }

  // MARK: - What there is to name

  static func value(_ value: Tensor) -> Quantity {
    Quantity(parts: [Part(text: "f", latex: "f", shape: value.shape)], value: value)
  }

  /// ∂f/∂name, in the output's shape followed by the input's.
  static func derivative(_ name: String, _ output: Shape, _ input: Shape, _ value: Tensor) -> Quantity {
    // A scalar's needs no room in memory for a name of parts: there may be millions.
    Quantity(
      parts: [
        Part(text: "df", latex: "\\frac{\\partial f}", shape: output),
        Part(text: "/d\(name)", latex: "{\\partial \(LaTeX.name(name))}", shape: input),
      ], value: value)
  }

  static func secondDerivative(
    _ first: String, _ firstShape: Shape, _ second: String, _ secondShape: Shape, _ value: Tensor
  ) -> Quantity {
    let (x, y) = (LaTeX.name(first), LaTeX.name(second))
    return Quantity(
      parts: [
        Part(text: "d2f/d\(first)", latex: "\\frac{\\partial^2 f}{\\partial \(x)", shape: firstShape),
        Part(text: "d\(second)", latex: " \\partial \(y)}", shape: secondShape),
      ], value: value)
  }

  /// The derivative of a product, along an input.
  static func product(_ text: String, _ latex: String, _ name: String, _ value: Tensor) -> Quantity {
    Quantity(
      parts: [
        Part(
          text: "d(\(text))/d\(name)", latex: "\\frac{\\partial (\(latex))}{\\partial \(LaTeX.name(name))}",
          shape: value.shape)
      ], value: value)
  }

  static func tangent(_ value: Tensor) -> Quantity {
    Quantity(parts: [Part(text: "tangent", latex: "\\dot f", shape: value.shape)], value: value)
  }
}
