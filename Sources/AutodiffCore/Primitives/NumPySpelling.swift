/// An operation on arrays as an expression of Python with NumPy.
package struct NumPySpelling: Sendable {
  /// An expression, and the function that it calls.
  struct Expression {
    var text: String
    var function: String?

    static func call(_ function: String, _ arguments: [String]) -> Expression {
      Expression(text: "\(function)(\(arguments.joined(separator: ", ")))", function: function)
    }
  }

  /// The operation that is to be written.
  struct Call {
    var operation: ArrayOperation
    /// The operands as arguments.
    var operands: [String]
    /// The operands as what a subscript can follow.
    var atoms: [String]
    var shapes: [Shape]

    var tuple: String { operation.shape.pythonTuple }
  }

  let write: @Sendable (Call) -> Expression

  // MARK: - Functions

  /// A function of the operands.
  static func function(_ name: String) -> NumPySpelling { NumPySpelling { .call(name, $0.operands) } }

  /// A function that is told the axis where there is one.
  static func reduction(_ name: String) -> NumPySpelling {
    NumPySpelling { call in
      .call(name, call.operands + (call.operation.setting.reduced.map { ["axis=\($0)"] } ?? []))
    }
  }

  /// A function that gives a place, counted from 0, and is told the axis where there is one.
  static func placeOfExtremum(_ name: String) -> NumPySpelling {
    NumPySpelling { call in
      let axis = call.operation.setting.reduced.map { ["axis=\($0)"] } ?? []
      return Expression(text: "(\(name)(\((call.operands + axis).joined(separator: ", "))) + 1.0)")
    }
  }

  /// A function that is always told the axis.
  static func scan(_ name: String) -> NumPySpelling {
    NumPySpelling { .call(name, $0.operands + ["axis=\($0.operation.setting.axis)"]) }
  }

  /// A function that is told the shape of the result.
  static func shaped(_ name: String) -> NumPySpelling { NumPySpelling { .call(name, $0.operands + [$0.tuple]) } }

  /// A function that is told how many rows the result has.
  static func square(_ name: String) -> NumPySpelling {
    NumPySpelling { .call(name, [String($0.operation.shape.lengths[0])]) }
  }

  /// A function that is told the order of the axes.
  static func axes(_ name: String) -> NumPySpelling {
    NumPySpelling { .call(name, $0.operands + [Shape($0.operation.setting.axes).pythonTuple]) }
  }

  // MARK: - Expressions

  static let list = NumPySpelling { call in
    if call.shapes.allSatisfy(\.isScalar) {
      let list = "np.array([\(call.operands.joined(separator: ", "))])"
      return Expression(text: call.operation.shape.rank == 1 ? list : "\(list).reshape(\(call.tuple))")
    }
    let parts = call.operands.map { "np.ravel(\($0))" }.joined(separator: ", ")
    return Expression(text: "np.concatenate([\(parts)]).reshape(\(call.tuple))")
  }

  static let concatenation = NumPySpelling { call in
    .call("np.concatenate", ["[\(call.operands.joined(separator: ", "))]", "axis=\(call.operation.setting.axis)"])
  }

  static let sumToShape = NumPySpelling { call in
    let (own, shape) = (call.shapes[0], call.operation.shape)
    if shape.isScalar { return .call("np.sum", call.operands) }
    let kept = [Int](repeating: 1, count: own.rank - shape.rank) + shape.lengths
    let axes = own.lengths.indices.filter { own.lengths[$0] != kept[$0] }.map { "\($0)," }.joined(separator: " ")
    return Expression(text: "np.sum(\(call.operands[0]), axis=(\(axes))).reshape(\(call.tuple))")
  }

  static let part = NumPySpelling { Expression(text: "\($0.atoms[0])[\(places($0.operation))]") }

  static let placement = NumPySpelling { call in
    .call("scatter", [call.operands[0], call.tuple, "np.s_[\(places(call.operation))]"])
  }

  static let diagonal = NumPySpelling { call in
    let (own, lengths) = (call.shapes[0], call.operation.shape.lengths)
    if own.rank == 2 || lengths[0] == lengths[1] { return .call("np.diag", call.operands) }
    let places = "np.arange(\(own.count))"
    return .call("scatter", [call.operands[0], call.tuple, "(\(places), \(places))"])
  }

  static let runningSumFromEnd = NumPySpelling { call in
    let axis = call.operation.setting.axis
    return Expression(text: "np.flip(np.cumsum(np.flip(\(call.operands[0]), \(axis)), axis=\(axis)), \(axis))")
  }

  private static func places(_ operation: ArrayOperation) -> String {
    operation.setting.subscripts.map { place in
      switch place {
      case .index(let index): String(index)
      case .range(let range): "\(range.lowerBound):\(range.upperBound)"
      }
    }.joined(separator: ", ")
  }
}

extension Shape {
  /// `(2, 3)`, and `(2,)` for one axis.
  var pythonTuple: String {
    let lengths = lengths.map(String.init).joined(separator: ", ")
    return rank == 1 ? "(\(lengths),)" : "(\(lengths))"
  }
}
