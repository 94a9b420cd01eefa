/// Shapes that do not fit, in words.
enum ShapeText {
  static func message(_ fault: ShapeFault, _ operation: String) -> String {
    let name = ProblemText.quoted(operation)
    switch fault {
    case .differ(let left, let right): return "the shapes \(left.text) and \(right.text) do not fit in \(name)"
    case .needs(let need, let shape): return "\(name) needs \(phrase(need)), not \(phrase(shape))"
    case .axisOutOfRange(let axis, let shape): return "there is no axis \(axis) in \(phrase(shape)) for \(name)"
    case .axisNeeded(let shape): return "\(name) of \(phrase(shape)) needs an axis"
    case .axisUnexpected: return "\(name) takes no axis"
    case .count(let from, let to):
      return "\(from.count) elements of shape \(from.text) do not fill the shape \(to.text)"
    }
  }

  static func hint(_ fault: ShapeFault, _ operation: String) -> String? {
    switch fault {
    case .differ(let left, let right): return hint(left, right, operation)
    case .needs(.array, .scalar), .needs(.vector, .scalar), .needs(.vectors, .scalar):
      return "an array is given as x=[1,2,3]"
    case .needs(.square, _): return "a square matrix has as many rows as columns: [[1,2],[3,4]]"
    case .needs(.vectors, _): return "for matrices write A @ B"
    case .axisOutOfRange(_, let shape):
      return shape.rank == 1 ? "a vector has axis=1 only" : "axis=1 goes over rows, axis=2 over columns"
    case .axisNeeded: return "axis=2 takes each row by itself, axis=1 each column"
    default: return nil
    }
  }

  /// What would fit.
  private static func hint(_ left: Shape, _ right: Shape, _ operation: String) -> String? {
    if operation == "@" {
      if left.rank == 2, right.lengths.last == left.lengths.last {
        return right.rank == 2
          ? "transpose the second: A @ B' is \(left.lengths[0])×\(right.lengths[0])" : nil
      }
      if left.rank == 2, left.lengths.first == right.lengths.first { return "transpose the first: A' @ B" }
      return "the columns of the first must be as many as the rows of the second"
    }
    if operation == "+" || operation == "*" || operation == "-" || operation == "/",
      left.rank == 2 || right.rank == 2
    {
      return "a vector is added to each row of a matrix whose rows are as long; '@' multiplies matrices"
    }
    return nil
  }

  static func notWhole(_ what: String, _ value: Double?) -> String {
    guard let value else { return "\(number(what)) is a number, not an array" }
    return "\(number(what)) is a whole number, not \(NumberText()(value))"
  }

  /// What a number is for.
  static func number(_ what: String) -> String {
    switch what {
    case "index": "an index"
    case "axis": "an axis"
    default: "a length in \(ProblemText.quoted(what))"
    }
  }

  private static func phrase(_ need: ShapeFault.Need) -> String {
    need == .vectors ? need.rawValue : "a \(need.rawValue)"
  }

  private static func phrase(_ shape: Shape) -> String {
    switch shape.rank {
    case 0: "a scalar"
    case 1: "a vector of \(shape.text)"
    case 2: "a \(shape.text) matrix"
    default: "an array of shape \(shape.text)"
    }
  }
}
