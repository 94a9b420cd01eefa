/// The texts of problems with shapes, indices and lengths.
package enum ShapeText {
  /// Returns the message of a fault of shapes in an operation.
  static func message(_ fault: ShapeFault, _ operation: String) -> String {
    let name = ProblemText.quoted(operation)
    switch fault {
    case .differ(let left, let right): return "the shapes \(left.text) and \(right.text) do not fit in \(name)"
    case .needs(let need, let shape): return "\(name) needs \(phrase(need)), not \(phrase(shape))"
    case .axisOutOfRange(let axis, let shape): return "there is no axis \(axis) in \(phrase(shape)) for \(name)"
    case .axisNeeded(let shape): return "\(name) of \(phrase(shape)) needs an axis"
    case .axesNeeded(let shape):
      return "\(name) of \(phrase(shape)) needs each of its axes once"
    case .unexpected(let argument): return "\(name) takes no \(argument.rawValue)"
    case .count(let from, let to):
      return "\(from.count) elements of shape \(from.text) do not fill the shape \(to.text)"
    case .window(let length, let whole): return "a window of \(length) does not fit in a length of \(whole) in \(name)"
    case .imageAndKernel(let image, let kernel):
      return "\(name) needs an image and a kernel, not \(phrase(image)) and \(phrase(kernel))"
    }
  }

  /// Returns advice on a fault of shapes, or nil if there is none.
  static func hint(_ fault: ShapeFault, _ operation: String) -> String? {
    switch fault {
    case .differ(let left, let right): return hint(left, right, operation)
    case .needs(.array, .scalar) where operation == "concat": return "a scalar goes into brackets: concat(x, [1])"
    case .needs(.array, .scalar), .needs(.triples, .scalar), .needs(.vector, .scalar), .needs(.vectors, .scalar):
      return "an array is given as 'x=[1,2,3]'"
    case .needs(.square, _): return "a square matrix has as many rows as columns: [[1,2],[3,4]]"
    case .needs(.vectors, let shape) where shape.rank == 2: return "for matrices write A @ B"
    case .axisOutOfRange(let axis, let shape): return axisHint(axis, shape)
    case .axesNeeded(let shape):
      let axes = (1...max(shape.rank, 1)).map(String.init)
      return "the order of all axes: \(operation)(\((["A"] + axes).joined(separator: ", ")))"
    case .window where operation == "conv": return "zeros on every side make room: conv(x, w, pad=1)"
    case .imageAndKernel:
      return "n and k, H×W and kh×kw, C×H×W and O×C×kh×kw, or N×C×H×W and O×C×kh×kw"
    case .axisNeeded: return "axis=2 takes each row by itself, axis=1 each column"
    case .unexpected(let argument) where operation == "max" || operation == "min":
      return "with \(argument.rawValue)= it takes one array: \(operation)(x, \(argument.rawValue)=1)"
    case .unexpected where Primitive.named(operation)?.signature.isElementwise ?? false:
      return "it takes each element by itself"
    default: return nil
    }
  }

  private static func axisHint(_ axis: String, _ shape: Shape) -> String {
    let axes =
      switch shape.rank {
      case 0: "a scalar has no axes"
      case 1: "a vector has axis=1 only"
      case 2: "axis=1 goes over rows, axis=2 over columns"
      default: "there are axis=1 to axis=\(shape.rank)"
      }
    return shape.rank > 0 && (axis == "0" || axis.hasPrefix("-")) ? "axes count from 1: \(axes)" : axes
  }

  /// Returns advice on shapes that would fit the operation.
  private static func hint(_ left: Shape, _ right: Shape, _ operation: String) -> String? {
    switch operation {
    case "@": return productHint(left, right)
    case "dot": return "both vectors have one length; outer(x, y) is the matrix of all products"
    case "outer": return nil
    case "conv": return "an image C×H×W has as many channels as each kernel of O×C×kh×kw"
    case "solve": return "in solve(A, b) b has as many rows as A"
    case "concat":
      if left.rank != right.rank { return "a vector as a row of a matrix is reshape(x, 1, n)" }
      return left.rank == 2 && left.lengths[0] == right.lengths[0]
        ? "axis=2 puts them side by side" : "what is put below each other has as many columns"
    default: break
    }
    if operation == "*", left.rank == 2 || right.rank == 2 {
      return "'*' works element by element; the product of matrices and vectors is '@'"
    }
    if let vector = [left, right].first(where: { $0.rank == 1 }),
      let other = [left, right].first(where: { $0.rank == 2 })
    {
      let length = vector.lengths[0]
      return other.lengths[0] == length
        ? "a vector stands for a row; as a column it is reshape(x, \(length), 1)"
        : "a vector stands for a row of a matrix, which is as long"
    }
    return "element by element, lengths are equal or 1"
  }

  private static func productHint(_ left: Shape, _ right: Shape) -> String? {
    if left.rank == 1, right.rank == 1 {
      return "both vectors have one length; outer(x, y) is the matrix of all products"
    }
    if left.rank == 2, right.rank == 2, right.lengths[1] == left.lengths[1] {
      return "transpose the second: A @ B' is \(left.lengths[0])×\(right.lengths[0])"
    }
    if left.rank == 2, left.lengths.first == right.lengths.first { return "transpose the first: A' @ B" }
    if right.lengths.last == left.lengths.first { return "the other way round they fit: B @ A" }
    return "the columns of the first must be as many as the rows of the second"
  }

  /// Returns the message of a number that should be whole.
  static func notWhole(_ what: String, _ value: Double?, _ least: Int?) -> String {
    guard let value else { return "\(number(what)) is a number, not an array" }
    if let least, value < Double(least), value == value.rounded() {
      return "\(number(what)) is at least \(least), not \(NumberText()(value))"
    }
    return "\(number(what)) is a whole number, not \(NumberText()(value))"
  }

  static func notWholeHint(_ what: String, _ value: Double?) -> String? {
    guard value == nil, what != "index", what != "bound", NamedArgument(rawValue: what) == nil else { return nil }
    switch what {
    case "reshape": return "the lengths are arguments of their own: reshape(x, 2, 3)"
    case "eye": return "the identity has one length: eye(3)"
    case "range": return "a vector has one length: range(3)"
    case "linspace": return nil
    default: return "the lengths are arguments of their own: \(what)(2, 3)"
    }
  }

  /// Returns advice on an index, axis, bound or length that depends on inputs, with the spelling of `end` and `None`,
  /// which scripting languages write there.
  static func dependsHint(_ what: String, _ names: [String]) -> String {
    if what == "index", names == ["end"] { return "a range goes to the end by itself: x[2:]" }
    if what == "axis", names == ["None"] { return "without an axis the whole array is taken: sum(x)" }
    if what == "bound" { return "write a number, or a loop that goes by values: while i <= n { … }" }
    guard names.count == 1 else { return "shapes are settled before values are: write a number" }
    return "shapes are settled before values are: write a number, or give one by --let \(names[0])=3"
  }

  /// Returns advice on elements of different shapes in an array.
  static func elementsHint(_ first: Shape, _ other: Shape) -> String {
    first.rank == other.rank && first.rank > 0
      ? "the rows of a matrix have one length; concat puts vectors one after the other"
      : "concat(x, [1]) puts arrays one after the other"
  }

  /// Returns the words for the use of a number: an index, an axis, a bound, or a length in a function.
  static func number(_ what: String) -> String {
    switch what {
    case "index": "an index"
    case "axis": "an axis"
    case "bound": "a bound"
    case NamedArgument.keepdims.rawValue: "keepdims"
    case NamedArgument.stride.rawValue: "a stride"
    case NamedArgument.pad.rawValue: "pad"
    case NamedArgument.seed.rawValue: "a seed"
    default: "a length in \(ProblemText.quoted(what))"
    }
  }

  private static func phrase(_ need: ShapeFault.Need) -> String {
    need == .vectors || need == .triples ? need.rawValue : "a \(need.rawValue)"
  }

  /// Returns the words for a shape, such as "a vector of 3" and "a 2×3 matrix".
  package static func phrase(_ shape: Shape) -> String {
    switch shape.rank {
    case 0: "a scalar"
    case 1: "a vector of \(shape.text)"
    case 2: "a \(shape.text) matrix"
    default: "an array of shape \(shape.text)"
    }
  }
}

extension Signature {
  fileprivate var isElementwise: Bool { if case .elementwise = self { true } else { false } }
}
