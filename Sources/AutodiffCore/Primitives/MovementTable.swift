/// The rows of operations that move elements.
extension Gate where S: Field {
  static var transpose: Gate {
    .array(
      "transpose", aliases: ["T"], "rows as columns; a vector is its own", arity: .atLeast(1), parameters: ["A"],
      .transpose,
      notation: .transposition, latex: "{#1}^{\\top}",
      .movement(
        Movement(numPy: .function("np.transpose"), plan: { .transposed($0[0], to: $1.shape) }) { x, _ in
          x[0].transposed()
        }), .linear { _, u in u.transposed })
  }

  static var trace: Gate {
    .array(
      "trace", "sum of a square matrix's diagonal", parameters: ["A"], .trace, latex: #"\operatorname{tr}(#1)"#,
      .movement(
        Movement(numPy: .function("np.trace"), plan: { x, _ in .trace(x[0]) }) { x, _ in
          let n = x[0].shape.lengths[0]
          return .scalar((0..<n).reduce(0) { $0 + x[0][$1 * n + $1] })
        }),
      .linear { edge, u in
        let shape = edge.operand.shape
        return u.unbroadcast(to: Shape([shape.lengths[0]])).diagonal(shape: shape)
      })
  }

  static var diag: Gate {
    .array(
      "diag", "a matrix's diagonal, or the diagonal matrix of a vector", .diagonal,
      latex: #"\operatorname{diag}(#1)"#,
      .movement(
        Movement(numPy: .diagonal, plan: { .diagonal($0[0], to: $1.shape) }) { x, operation in
          x[0].diagonal(shape: operation.shape)
        }), .linear { edge, u in u.diagonal(shape: edge.operand.shape) })
  }

  static var tril: Gate { triangle("tril", "elements on and below the diagonal, zeros above", isLower: true) }

  static var triu: Gate { triangle("triu", "elements on and above the diagonal, zeros below", isLower: false) }

  private static func triangle(_ name: String, _ summary: String, isLower: Bool) -> Gate {
    .array(
      name, summary, parameters: ["A"], .triangle, latex: #"\operatorname{\#(name)}(#1)"#,
      .movement(
        Movement(numPy: .function("np.\(name)"), plan: { x, _ in .triangle(x[0], isLower: isLower) }) { x, _ in
          x[0].triangle(isLower: isLower)
        }), .linear { edge, u in S.apply(edge.operation, [u]) }, says: "\(name)(y_bar)")
  }

  static var reshape: Gate {
    .array(
      "reshape", "the same elements, row by row, in another shape", arity: .atLeast(2), parameters: ["x", "m", "n"],
      .reshape, written: .callWithLengths(isSquare: false), .movement(.reshape),
      .linear { edge, u in u.reshaped(to: edge.operand.shape) },
      says: "y_bar in the shape of x")
  }

  static var concat: Gate {
    .array(
      "concat", "arrays one after the other", arity: .atLeast(1), parameters: ["a", "b"], .concatenation,
      .movement(
        Movement(numPy: .concatenation, plan: { .concatenated($0, axis: $1.setting.axis, to: $1.shape) }) {
          Tensor.concat($0, axis: $1.setting.axis)
        }),
      .linear { edge, u in
        let axis = edge.operation.setting.axis
        let start = edge.operands[..<edge.place].reduce(0) { $0 + $1.shape.lengths[axis] }
        return u.sliced(u.shape.selecting(start..<start + edge.operand.shape.lengths[axis], axis: axis))
      }, says: "its own part of y_bar")
  }

  // MARK: - Hidden

  static var stack: Gate {
    .hiddenArray(
      "array of its operands", written: .list,
      .movement(
        Movement(numPy: .list, plan: { x, _ in .joined(x) }) { x, operation in
          Tensor.stack(x, shape: operation.shape)
        }),
      .linear { edge, u in
        let shape = edge.operand.shape
        let flat = u.reshaped(to: Shape([edge.operands.count] + shape.lengths))
        return flat.part(edge.place, axis: 0).reshaped(to: shape)
      })
  }

  static var slice: Gate {
    .hiddenArray(
      "part of an array", written: .part,
      .movement(
        Movement(numPy: .part, plan: { .slice($0[0], $1.setting.subscripts, to: $1.shape) }) { x, operation in
          x[0].sliced(operation.setting.subscripts)
        }), .linear { edge, u in u.scattered(edge.operation.setting.subscripts, into: edge.operand.shape) })
  }

  static var scatter: Gate {
    .hiddenArray(
      "zeros but for a part", written: .placement,
      .movement(
        Movement(numPy: .placement, plan: { .scatter($1.setting.subscripts, into: $1.shape) }) { x, operation in
          x[0].scattered(operation.setting.subscripts, into: operation.shape)
        }), .linear { edge, u in u.sliced(edge.operation.setting.subscripts) })
  }

  static var expand: Gate {
    .hiddenArray(
      "with an axis of length 1 more", written: .unwritten, .movement(.reshape),
      .linear { edge, u in u.reshaped(to: edge.operand.shape) })
  }

  static var permute: Gate {
    .array(
      "transpose", "array with its axes in another order", parameters: ["A"], .given, written: .callWithAxes,
      .movement(
        Movement(numPy: .axes("np.transpose"), plan: { .permuted($0[0], $1.setting.axes, to: $1.shape) }) {
          x, operation in x[0].permuted(operation.setting.axes)
        }),
      .linear { edge, u in
        let axes = edge.operation.setting.axes
        return u.permuted(axes.indices.map { axes.firstIndex(of: $0) ?? 0 })
      }, isHidden: true)
  }

  static var broadcast: Gate {
    .hiddenArray(
      "repeated to a shape", written: .unwritten,
      .movement(
        Movement(numPy: .shaped("np.broadcast_to"), plan: { .broadcast($0[0], to: $1.shape) }) { x, operation in
          x[0].broadcast(to: operation.shape)
        }), .linear { edge, u in u.unbroadcast(to: edge.operand.shape) })
  }

  static var reduceToShape: Gate {
    .hiddenArray(
      "summed over the axes that broadcasting added", written: .sumToShape,
      .movement(
        Movement(numPy: .sumToShape, plan: { .summed($0[0], to: $1.shape) }) { x, operation in
          x[0].sum(to: operation.shape)
        }), .linear { edge, u in u.unbroadcast(to: edge.operand.shape) })
  }
}

extension Movement {
  fileprivate static let reshape = Movement(numPy: .shaped("np.reshape"), plan: { _, _ in .sameElements }) {
    x, operation in x[0].reshaped(to: operation.shape)
  }
}

extension Primitive {
  /// A Boolean value indicating whether it repeats the elements of an array, as primitives that work element by element
  /// do by themselves.
  var repeatsElements: Bool { self == .broadcast }
}
