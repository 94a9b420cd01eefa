/// A quick look at whether so many digits may be lost that an answer is worth an examination.
///
/// It goes once over the values, and once over the adjoints, that the answer took, and carries bounds on errors along, in
/// units of 2^-53, all of a step as if it had been rounded. It may be wrong in one way only: where it sees no loss, there
/// is none.
package enum LossScreen {
  /// The error, in these units and relative to an answer, from which on it is examined: nine digits are left.
  static let limit = 0x1p23

  /// Returns a Boolean value indicating whether an answer should be examined.
  ///
  /// - Parameter derivatives: The derivatives of the answer; nil where it is the value alone.
  package static func mayLose(_ point: ProgramPoint, _ derivatives: Derivatives?) -> Bool {
    switch point.values {
    case .numbers(let point): NumberScreen.mayLose(point, derivatives?.adjoints)
    case .elements(let point): NumberScreen.mayLose(point.numbers, derivatives?.adjoints)
    case .arrays(let point):
      ArrayScreen.mayLose(point, derivatives)
    }
  }

  /// Returns a Boolean value indicating whether a number with such an error should be examined.
  @inline(__always)
  static func isLost(_ error: Double, _ value: Double) -> Bool {
    value.isFinite && error != 0 && !(error < limit * value.magnitude)
  }

  /// Returns the error with which a number may have been read.
  @inline(__always)
  static func reading(_ value: Double) -> Double { ReadingError.isShort(value) ? 0 : value.magnitude }
}

/// The screen of a program on numbers.
enum NumberScreen {
  /// Returns a Boolean value indicating whether the value, or a derivative by an input, should be examined.
  ///
  /// - Parameter adjoints: The adjoint of each node; nil where derivatives were not asked for.
  static func mayLose(_ point: Point<Double>, _ adjoints: [Double]?) -> Bool {
    var errors = [Double](repeating: 0, count: point.graph.count)
    var slopes = [Double](repeating: 0, count: adjoints == nil ? 0 : point.graph.count)
    errors.withUnsafeMutableBufferPointer { errors in
      slopes.withUnsafeMutableBufferPointer { carry(point, errors, $0) }
    }
    let output = Int(point.graph.output)
    if LossScreen.isLost(errors[output], point.values[output]) { return true }
    guard let adjoints, adjoints.count == point.graph.count else { return false }
    // What is roughly estimated, and nothing to worry about then, need not be known better.
    return [false, true].allSatisfy { isCareful in
      var changes = [Double](repeating: 0, count: point.graph.count)
      changes.withUnsafeMutableBufferPointer { changes in
        errors.withUnsafeBufferPointer { errors in
          slopes.withUnsafeBufferPointer { carryBack(point, adjoints, errors, $0, changes, isCareful) }
        }
      }
      for input in point.wrt where LossScreen.isLost(changes[Int(input)], adjoints[Int(input)]) { return true }
      return false
    }
  }

  /// Carries the errors of the values forward.
  ///
  /// - Parameter slopes: The derivatives of functions of one number, to be kept; empty where they are not needed.
  private static func carry(
    _ point: Point<Double>, _ errors: UnsafeMutableBufferPointer<Double>, _ slopes: UnsafeMutableBufferPointer<Double>
  ) {
    point.graph.nodes.withUnsafeBufferPointer { nodes in
      point.values.withUnsafeBufferPointer { values in
        for id in 0..<nodes.count {
          let node = nodes[id]
          let z = values[id]
          switch node.kind {
          case .input, .constant: errors[id] = LossScreen.reading(z)
          case .unary:
            let x = Int(node.a)
            let slope = node.primitive.slope(values[x], z)
            if !slopes.isEmpty { slopes[id] = slope }
            errors[id] = product(slope, errors[x]) + 8 * z.magnitude
          case .binary:
            let (x, y) = (Int(node.a), Int(node.b))
            let (first, second) = (errors[x], errors[y])
            if node.primitive == .multiply {
              errors[id] = product(values[y], first) + product(values[x], second) + z.magnitude
            } else if node.primitive == .add || node.primitive == .subtract {
              errors[id] = first + second + z.magnitude
            } else if node.primitive == .divide {
              errors[id] = (first + product(z, second)) / values[y].magnitude + z.magnitude
            } else if node.primitive == .power {
              let slope = Scalar.powerSlope(values[x], values[y])
              let along = second == 0 ? 0 : (z * Scalar.log(values[x].magnitude)).magnitude * second
              errors[id] = product(slope, first) + along + 2 * z.magnitude
            } else if !node.primitive.isCondition {
              errors[id] =
                product(first == 0 ? 0 : node.primitive.slope(values[x], values[y], z, by: 0), first)
                + product(second == 0 ? 0 : node.primitive.slope(values[x], values[y], z, by: 1), second)
                + 64 * z.magnitude
            }
          case .wide:
            let operands = point.graph.operandLists[Int(node.a)..<Int(node.a + node.b)]
            errors[id] = selected(node, operands, values, z).map { errors[$0] } ?? .infinity
          }
        }
      }
    }
  }

  /// Returns the operand that a gate of several passed on; nil for another gate.
  @inline(__always)
  private static func selected(
    _ node: Graph.Node, _ operands: ArraySlice<Graph.NodeID>, _ values: UnsafeBufferPointer<Double>, _ z: Double
  ) -> Int? {
    let first = operands.startIndex
    if node.primitive == .choose {
      return Int(operands[values[Int(operands[first])] != 0 ? first + 1 : first + 2])
    }
    for operand in operands where values[Int(operand)] == z { return Int(operand) }
    return nil
  }

  /// Returns the size of a product, 0 for a factor of 0.
  @inline(__always)
  private static func product(_ slope: Double, _ error: Double) -> Double {
    error == 0 ? 0 : (slope * error).magnitude
  }

  /// Carries the errors of the adjoints back.
  private static func carryBack(
    _ point: Point<Double>, _ adjoints: [Double], _ errors: UnsafeBufferPointer<Double>,
    _ slopes: UnsafeBufferPointer<Double>, _ changes: UnsafeMutableBufferPointer<Double>, _ isCareful: Bool
  ) {
    let graph = point.graph
    graph.nodes.withUnsafeBufferPointer { nodes in
      point.values.withUnsafeBufferPointer { values in
        adjoints.withUnsafeBufferPointer { adjoints in
          for id in stride(from: Int(graph.output), through: 0, by: -1) {
            let (adjoint, change) = (adjoints[id].magnitude, changes[id])
            if adjoint == 0, change == 0 { continue }
            let node = nodes[id]
            /// Adds to an operand's error that of a contribution with this local derivative and its error.
            @inline(__always) func send(_ operand: Int, _ local: Double, _ error: Double) {
              changes[operand] += product(local, change + 3 * adjoint) + product(adjoint, error)
            }
            switch node.kind {
            case .input, .constant: continue
            case .unary:
              let (x, slope) = (Int(node.a), slopes[id])
              if !nodes[x].isVariable { continue }
              let error = errors[x]
              let curvature =
                error == 0
                ? 0
                : isCareful
                  ? node.primitive.curvature(values[x], values[id])
                  : Primitive.roughCurvature(values[x], values[id], slope)
              send(x, slope, product(curvature, error))
            case .binary:
              let (x, y) = (Int(node.a), Int(node.b))
              let (a, b, z) = (values[x], values[y], values[id])
              let (first, second) = (errors[x], errors[y])
              if node.primitive == .multiply {
                if nodes[x].isVariable { send(x, b, second) }
                if nodes[y].isVariable { send(y, a, first) }
              } else if node.primitive == .add || node.primitive == .subtract {
                if nodes[x].isVariable { changes[x] += change + adjoint }
                if nodes[y].isVariable { changes[y] += change + adjoint }
              } else if node.primitive == .divide {
                let error = product(1 / b, second)
                if nodes[x].isVariable { send(x, 1 / b, product(1 / b, error)) }
                if nodes[y].isVariable { send(y, z / b, product(1 / b, errors[id]) + product(z / b, error)) }
              } else if node.primitive == .power, !nodes[y].isVariable {
                let slope = Scalar.powerSlope(a, b)
                send(x, slope, product(b * Scalar.powerSlope(a, b - 1), first) + product(slope / b, second))
              } else if !node.primitive.isCondition {
                if nodes[x].isVariable {
                  send(
                    x, node.primitive.slope(a, b, z, by: 0),
                    node.primitive.slopeChange(a, b, z, by: 0, off: first, second))
                }
                if nodes[y].isVariable {
                  send(
                    y, node.primitive.slope(a, b, z, by: 1),
                    node.primitive.slopeChange(a, b, z, by: 1, off: first, second))
                }
              }
            case .wide:
              let operands = graph.operandLists[Int(node.a)..<Int(node.a + node.b)]
              if let operand = selected(node, operands, values, values[id]) {
                changes[operand] += change + adjoint
              } else {
                for operand in operands { changes[Int(operand)] = .infinity }
              }
            }
          }
        }
      }
    }
  }
}
