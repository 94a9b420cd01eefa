/// The step of a node: a loop over memory, chosen when the tape is made.
struct ArrayStep {
  let run: ArrayTape.Step
  /// The step as one that may be divided; nil if it may not.
  let part: ElementwisePart?

  init(_ run: @escaping ArrayTape.Step) {
    self.run = run
    part = nil
  }

  init(_ part: ElementwisePart) {
    run = { memory, rows in part.run(memory, 0, part.result.total(rows)) }
    self.part = part
  }

  /// Chooses the step of a node.
  ///
  /// - Parameter result: The memory of the node.
  init(_ tape: ArrayTapeCompiler, _ id: Graph.NodeID, _ result: ArrayTape.Place) {
    let primitive = tape.graph.nodes[Int(id)].primitive
    let reads = tape.reads(id).map { read in
      ArrayOperand(
        place: tape.place(of: read.node), shape: tape.graph.shape(of: read.node), isTransposed: read.isTransposed)
    }
    guard primitive.isArray else {
      self = ElementwiseStep.step(primitive, reads, result, tape.graph.shape(of: id))
      return
    }
    self.init(Self.arrayStep(primitive, tape.graph.operation(id), reads, result))
  }

  private static func arrayStep(
    _ primitive: Primitive, _ operation: ArrayOperation, _ reads: [ArrayOperand], _ result: ArrayTape.Place
  ) -> ArrayTape.Step {
    switch primitive.arrayForm {
    case .contraction(let contraction): ProductStep.step(axes: contraction.axes, reads, result)
    case .movement(let movement):
      MovementStep.step(movement.plan(reads.map(\.shape), operation), reads, result)
        ?? TensorStep.step(operation, reads, result)
    case .gathering(let gathering):
      GatherStep.step(gathering, gathering.whole(reads[0].shape, operation), reads, result)
    case .reduction(let form):
      LaneStep.step(form.kernel, operation, reads[0], result) ?? TensorStep.step(operation, reads, result)
    case .scan(let form):
      LaneStep.step(form.kernel, operation, reads[0], result) ?? TensorStep.step(operation, reads, result)
    case .composition(let composition):
      LaneStep.step(composition.pairedLanes, operation, reads, result) ?? TensorStep.step(operation, reads, result)
    case .filling, .factorization, nil: TensorStep.step(operation, reads, result)
    }
  }
}

/// An operand of a step.
struct ArrayOperand: Sendable {
  var place: ArrayTape.Place
  var shape: Shape
  var isTransposed = false

  /// Returns the first number of a row's array.
  @inline(__always)
  func start(_ memory: ArrayTape.Memory, row: Int) -> UnsafePointer<Double> {
    UnsafePointer(memory + (place.start &+ row &* place.rowStep))
  }
}

/// Steps that have no loop of their own: whole arrays are handed over. Of transposed operands there are only those of
/// `solve`, whose factors serve both.
enum TensorStep {
  /// Returns the step of an operation on arrays.
  static func step(_ operation: ArrayOperation, _ operands: [ArrayOperand], _ result: ArrayTape.Place) -> ArrayTape.Step
  {
    // An operation on lanes works on those of all rows at once.
    if result.isOfRows, let form = operation.primitive.arrayForm, form.isOfLanes,
      operands.allSatisfy({ $0.place.isOfRows && $0.shape == operands[0].shape })
    {
      return { memory, rows in
        let lanes = operation.acrossRows(rows, operands[0].shape)
        let tensors = operands.map { operand in
          Tensor(
            lanes.operand,
            Array(UnsafeBufferPointer(start: operand.start(memory, row: 0), count: operand.place.total(rows))))
        }
        write(Tensor.apply(lanes.operation, tensors), to: memory + result.start, count: result.total(rows))
      }
    }
    return { memory, rows in
      for row in 0..<(result.isOfRows ? rows : 1) {
        let tensors = operands.map { operand in
          Tensor(
            operand.shape,
            Array(UnsafeBufferPointer(start: operand.start(memory, row: row), count: operand.place.count)))
        }
        let value =
          operands[0].isTransposed
          ? Tensor.transposedSolution(tensors[0], tensors[1]) : Tensor.apply(operation, tensors)
        write(value, to: memory + result.start + row * result.rowStep, count: result.count)
      }
    }
  }

  private static func write(_ value: Tensor, to place: ArrayTape.Memory, count: Int) {
    value.withElements { elements in
      if elements.count == count, let start = elements.baseAddress {
        place.update(from: start, count: count)
      } else {
        place.update(repeating: .nan, count: count)
      }
    }
  }
}

extension ArrayForm {
  /// A Boolean value indicating whether the operation goes lane by lane along one axis.
  var isOfLanes: Bool {
    switch self {
    case .reduction, .scan: true
    case .composition(let composition): composition.isOfLanes
    case .filling, .movement, .gathering, .contraction, .factorization: false
    }
  }
}
