/// A quick look at whether so many digits may be lost that an answer is worth an examination.
///
/// It goes once over the values, and once over the adjoints, that the answer took. For numbers it carries one sample of
/// errors along, each of a random size that is greater than the rounding error, so that errors which come to nothing
/// together stay small: what they do to the answer is far below the bound only where many come together by chance. For
/// arrays it carries bounds.
///
/// Source: D. S. Parker, "Monte Carlo arithmetic" (1997), with derivatives in place of repeated evaluations.
package enum LossScreen {
  /// The error, in units of 2^-53 and relative to an answer, from which on it is examined: ten digits are left.
  static let limit = 0x1p20

  /// Returns a Boolean value indicating whether an answer should be examined.
  ///
  /// - Parameter derivatives: The derivatives of the answer; nil where it is the value alone.
  package static func mayLose(_ point: ProgramPoint, _ derivatives: Derivatives?) -> Bool {
    switch point.values {
    case .numbers(let point): NumberScreen.mayLose(point, derivatives?.adjoints)
    case .elements(let point): NumberScreen.mayLose(point.numbers, derivatives?.adjoints)
    case .arrays(let point): ArrayScreen.mayLose(point, derivatives)
    }
  }

  /// Returns a Boolean value indicating whether a number with such an error should be examined.
  @inline(__always)
  static func isLost(_ error: Double, _ value: Double) -> Bool {
    value.isFinite && error != 0 && !(error.magnitude < limit * value.magnitude)
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
    let count = point.graph.count
    var errors = [Double](repeating: 0, count: count)
    errors.withUnsafeMutableBufferPointer { carry(point, $0) }
    let output = Int(point.graph.output)
    if LossScreen.isLost(errors[output], point.values[output]) { return true }
    guard let adjoints, adjoints.count == count else { return false }
    guard losesDerivatives(point, adjoints, errors, isCareful: false) else { return false }
    // An estimate that is nothing to worry about need not be known better.
    return losesDerivatives(point, adjoints, errors, isCareful: true)
  }

  private static func losesDerivatives(
    _ point: Point<Double>, _ adjoints: [Double], _ errors: [Double], isCareful: Bool
  ) -> Bool {
    var changes = [Double](repeating: 0, count: adjoints.count)
    changes.withUnsafeMutableBufferPointer { changes in
      errors.withUnsafeBufferPointer { carryBack(point, adjoints, $0, changes, isCareful) }
    }
    for input in point.wrt where LossScreen.isLost(changes[Int(input)], adjoints[Int(input)]) { return true }
    return false
  }

  /// Returns a number of random sign from 1 to 2 for a node.
  @inline(__always)
  private static func sample(_ id: Int) -> Double {
    let bits = (UInt64(truncatingIfNeeded: id) &+ 1) &* 0x9E37_79B9_7F4A_7C15
    return Double(bitPattern: bits & 0x800F_FFFF_FFFF_FFFF | 0x3FF0_0000_0000_0000)
  }

  /// Returns a product, 0 for an error of 0.
  @inline(__always)
  private static func product(_ slope: Double, _ error: Double) -> Double { error == 0 ? 0 : slope * error }

  /// Carries the errors of the values forward.
  private static func carry(_ point: Point<Double>, _ errors: UnsafeMutableBufferPointer<Double>) {
    point.graph.nodes.withUnsafeBufferPointer { nodes in
      point.values.withUnsafeBufferPointer { values in
        for id in 0..<nodes.count {
          let node = nodes[id]
          let z = values[id]
          switch node.kind {
          case .input, .constant: errors[id] = sample(id) * LossScreen.reading(z)
          case .unary:
            let x = Int(node.a)
            let error = errors[x]
            let carried = error == 0 ? 0 : node.primitive.slope(values[x], z) * error
            errors[id] = node.primitive == .negate ? carried : carried + sample(id) * 8 * z.magnitude
          case .binary:
            let (x, y) = (Int(node.a), Int(node.b))
            let (first, second) = (errors[x], errors[y])
            if node.primitive == .multiply {
              errors[id] = values[y] * first + values[x] * second + sample(id) * z.magnitude
            } else if node.primitive == .add {
              errors[id] = first + second + sample(id) * z.magnitude
            } else if node.primitive == .subtract {
              errors[id] = first - second + sample(id) * z.magnitude
            } else if node.primitive == .divide {
              errors[id] = (first - product(z, second)) / values[y] + sample(id) * z.magnitude
            } else if node.primitive == .power {
              let along = second == 0 ? 0 : z * Scalar.log(values[x].magnitude) * second
              let slope = first == 0 ? 0 : Scalar.powerSlope(values[x], values[y])
              errors[id] = product(slope, first) + along + sample(id) * 2 * z.magnitude
            } else if !node.primitive.isCondition {
              errors[id] =
                product(first == 0 ? 0 : node.primitive.slope(values[x], values[y], z, by: 0), first)
                + product(second == 0 ? 0 : node.primitive.slope(values[x], values[y], z, by: 1), second)
                + sample(id) * 64 * z.magnitude
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

  /// Carries the errors of the adjoints back.
  private static func carryBack(
    _ point: Point<Double>, _ adjoints: [Double], _ errors: UnsafeBufferPointer<Double>,
    _ changes: UnsafeMutableBufferPointer<Double>, _ isCareful: Bool
  ) {
    let graph = point.graph
    graph.nodes.withUnsafeBufferPointer { nodes in
      point.values.withUnsafeBufferPointer { values in
        adjoints.withUnsafeBufferPointer { adjoints in
          for id in stride(from: Int(graph.output), through: 0, by: -1) {
            let (adjoint, change) = (adjoints[id], changes[id])
            if adjoint == 0, change == 0 { continue }
            let node = nodes[id]
            // The rounding of contributions, and of the sums that they go into.
            let sent = change + 3 * sample(id) * adjoint
            /// Adds to an operand's error that of a contribution with this local derivative and its error.
            @inline(__always) func send(_ operand: Int, _ local: Double, _ error: Double) {
              changes[operand] += product(local, sent) + product(adjoint, error)
            }
            switch node.kind {
            case .input, .constant: continue
            case .unary:
              let x = Int(node.a)
              if !nodes[x].isVariable { continue }
              if node.primitive == .negate {
                changes[x] -= sent
                continue
              }
              let (a, error) = (values[x], errors[x])
              let slope = node.primitive.slope(a, values[id])
              let curvature =
                error == 0
                ? 0
                : isCareful
                  ? node.primitive.curvature(a, values[id]) : Primitive.roughCurvature(a, values[id], slope)
              send(x, slope, product(curvature, error))
            case .binary:
              let (x, y) = (Int(node.a), Int(node.b))
              let (first, second) = (errors[x], errors[y])
              if node.primitive == .multiply {
                // Parts that go to constants are not looked at, and asking first would take longer.
                changes[x] += values[y] * sent + adjoint * second
                changes[y] += values[x] * sent + adjoint * first
              } else if node.primitive == .add {
                changes[x] += sent
                changes[y] += sent
              } else if node.primitive == .subtract {
                changes[x] += sent
                changes[y] -= sent
              } else if node.primitive == .divide {
                let (b, z) = (values[y], values[id])
                let error = product(1 / b, second)
                if nodes[x].isVariable { send(x, 1 / b, -product(1 / b, error)) }
                if nodes[y].isVariable { send(y, -z / b, product(z / b, error) - product(1 / b, errors[id])) }
              } else if node.primitive == .power, !nodes[y].isVariable {
                let (a, b) = (values[x], values[y])
                let slope = Scalar.powerSlope(a, b)
                let curvature = first == 0 ? 0 : b * Scalar.powerSlope(a, b - 1)
                send(x, slope, product(curvature, first) + product(slope / b, second))
              } else if !node.primitive.isCondition {
                let (a, b, z) = (values[x], values[y], values[id])
                if nodes[x].isVariable {
                  send(
                    x, node.primitive.slope(a, b, z, by: 0),
                    node.primitive.slopeChange(a, b, z, by: 0, off: first.magnitude, second.magnitude))
                }
                if nodes[y].isVariable {
                  send(
                    y, node.primitive.slope(a, b, z, by: 1),
                    node.primitive.slopeChange(a, b, z, by: 1, off: first.magnitude, second.magnitude))
                }
              }
            case .wide:
              let operands = graph.operandLists[Int(node.a)..<Int(node.a + node.b)]
              if let operand = selected(node, operands, values, values[id]) {
                changes[operand] += sent
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
