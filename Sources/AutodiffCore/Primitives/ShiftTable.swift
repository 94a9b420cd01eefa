/// The rows of movements that keep all elements: turned round, turned over, and with zeros around them.
extension Gate where S: Field {
  static var roll: Gate {
    .array(
      "roll", "elements k places further along an axis, the last ones first again", arity: .between(2, 3),
      parameters: ["x", "k"], .rolled, latex: #"\operatorname{roll}(#1)"#, written: .callWithNumber,
      .movement(
        Movement(numPy: .rolled, plan: { x, operation in .rolled(x[0], operation.setting) }) { x, operation in
          x[0].moved(.rolled(x[0].shape, operation.setting))
        }),
      .linear { edge, u in
        let (count, axis) = (edge.operation.setting.count, edge.operation.setting.axis)
        return S.apply(ArrayOperation(.roll, .places(-count, axis: axis), shape: u.shape), [u])
      }, says: "roll(y_bar, -k)")
  }

  static var flip: Gate {
    .array(
      "flip", "elements in the reverse order, along an axis or along all", arity: .between(1, 2), parameters: ["x"],
      .flipped, latex: #"\operatorname{flip}(#1)"#,
      .movement(
        Movement(numPy: .flipped, plan: { x, operation in .flipped(x[0], operation.setting) }) { x, operation in
          x[0].moved(.flipped(x[0].shape, operation.setting))
        }), .linear { edge, u in S.apply(edge.operation, [u]) }, says: "flip(y_bar)")
  }

  static var pad: Gate {
    .array(
      "pad", "k zeros on every side of every axis", arity: .exactly(2), parameters: ["x", "k"], .padded,
      latex: #"\operatorname{pad}(#1)"#, written: .callWithNumber,
      .movement(
        Movement(
          numPy: NumPySpelling { .call("np.pad", $0.operands + [String($0.operation.setting.count)]) },
          plan: { .scatter($1.setting.inside($0[0]), into: $1.shape) }
        ) { x, operation in x[0].scattered(operation.setting.inside(x[0].shape), into: operation.shape) }),
      .linear { edge, u in u.sliced(edge.operation.setting.inside(edge.operand.shape)) },
      says: "the part of y_bar inside of the zeros")
  }
}

extension Setting {
  /// The number of places of a movement.
  var count: Int { if case .places(let count, _) = self { count } else { 0 } }

  /// Returns the subscripts of an array in one that has so many more places on every side.
  fileprivate func inside(_ shape: Shape) -> [Subscript] { shape.lengths.map { .range(count..<count + $0) } }
}

extension MovementPlan {
  /// The elements so many places further along an axis.
  fileprivate static func rolled(_ shape: Shape, _ setting: Setting) -> MovementPlan {
    guard case .places(let count, let axis?) = setting else { return .sameElements }
    let length = shape.lengths[axis]
    let turn = (count % length + length) % length
    // The elements that stay in front of the end, and those that come round.
    let parts = [(0, turn, length - turn), (length - turn, 0, turn)].filter { $0.2 > 0 }
    let copies = parts.map { source, target, count in
      var lengths = shape.lengths
      lengths[axis] = count
      return StridedCopy(
        lengths: lengths, source: .init(start: source * shape.strides[axis], strides: shape.strides),
        target: .init(start: target * shape.strides[axis], strides: shape.strides))
    }
    return .copies(copies, .everywhere)
  }

  /// The elements in the reverse order along an axis, or along all of them.
  fileprivate static func flipped(_ shape: Shape, _ setting: Setting) -> MovementPlan {
    var source = StridedCopy.Steps(strides: shape.strides)
    for axis in shape.lengths.indices where setting.reduced ?? axis == axis {
      source.start += (shape.lengths[axis] - 1) * shape.strides[axis]
      source.strides[axis] = -shape.strides[axis]
    }
    return .copies(
      [StridedCopy(lengths: shape.lengths, source: source, target: .init(strides: shape.strides))], .everywhere)
  }
}

extension NumPySpelling {
  fileprivate static let rolled = NumPySpelling { call in
    let setting = call.operation.setting
    return .call("np.roll", call.operands + [String(setting.count), "axis=\(setting.axis)"])
  }

  fileprivate static let flipped = NumPySpelling { call in
    .call("np.flip", call.operands + (call.operation.setting.reduced.map { ["axis=\($0)"] } ?? []))
  }
}

extension Tensor {
  /// Returns this array's elements as a plan moves them, which all go to places of their own in an array of this shape.
  fileprivate func moved(_ plan: MovementPlan) -> Tensor {
    guard case .copies(let copies, _) = plan else { return self }
    return Tensor(shape) { result in
      withElements { x in
        for copy in copies {
          guard let count = copy.lengths.last else { continue }
          var outer = copy
          outer.lengths.removeLast()
          let (from, to) = (outer.source.strides.removeLast(), outer.target.strides.removeLast())
          for place in outer.places {
            for i in 0..<count { result[place.target &+ i &* to] = x[place.source &+ i &* from] }
          }
        }
      }
    }
  }
}
