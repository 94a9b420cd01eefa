/// The compiler of a recorded graph to a tape: it decides which nodes are worked out at all, in which memory, and by
/// which steps.
struct ArrayTapeCompiler {
  /// The forms in which the outputs of rows are wanted.
  enum Outputs {
    /// There is one for each row.
    case each
    /// They are summed over the rows of a block.
    case summed
  }

  /// The part of the work that a node belongs to.
  enum Phase: Int, Comparable {
    /// Once for all: what depends on inputs that never change.
    case known
    /// Before each pass over rows: what depends on parameters only.
    case fixed
    /// For each block of rows.
    case block

    static func < (left: Phase, right: Phase) -> Bool { left.rawValue < right.rawValue }
  }

  let graph: Graph
  let mostRows: Int
  private let strip: Int
  private let phases: [Phase]
  /// The number of the last node that reads each node's memory.
  private var lastUse: [Int]
  private var isNeeded: [Bool]
  private var places: [ArrayTape.Place?]
  private var layout = ArrayLayout()
  /// The steps of each phase.
  private var steps: [[ArrayStep]] = [[], [], []]
  private var constants: [(start: Int, value: Double)] = []
  private var sums: [RowSum] = []

  /// The number of elements of which some arrays fit into the nearest cache together.
  static let fewElements = 512

  /// Compiles a recording.
  ///
  /// - Parameters:
  ///   - inputs: The phase of each input.
  ///   - mostRows: The greatest number of rows of a block.
  ///   - strip: The greatest number of elements that several steps work out before the next ones, at least a line of
  ///     the layout: of two arrays one of which is repeated in the other, both may be in the same line.
  static func compile(
    _ recording: ArrayRecording, inputs: [Phase], mostRows: Int, outputs: Outputs, strip: Int = fewElements
  ) -> ArrayTape {
    var compiler = ArrayTapeCompiler(recording.graph, inputs, mostRows, strip)
    return compiler.compile(recording, outputs)
  }

  private init(_ graph: Graph, _ inputs: [Phase], _ mostRows: Int, _ strip: Int) {
    self.graph = graph
    self.mostRows = mostRows
    self.strip = max(strip, ArrayLayout.line)
    var phases = [Phase](repeating: .known, count: graph.count)
    for (input, phase) in zip(graph.inputs, inputs) { phases[Int(input)] = phase }
    for id in graph.nodes.indices where !graph.isLeaf(Graph.NodeID(id)) {
      for operand in graph.operands(of: Graph.NodeID(id)) { phases[id] = max(phases[id], phases[Int(operand)]) }
    }
    self.phases = phases
    lastUse = Array(repeating: -1, count: graph.count)
    isNeeded = Array(repeating: false, count: graph.count)
    places = Array(repeating: nil, count: graph.count)
  }

  private mutating func compile(_ recording: ArrayRecording, _ outputs: Outputs) -> ArrayTape {
    var roots = recording.doubts + recording.detours
    switch outputs {
    case .each: roots += recording.outputs
    case .summed:
      sums = recording.outputs.map { RowSum($0, graph, phases.map { $0 == .block }) }
      roots += sums.flatMap(\.operands)
    }
    mark(roots)
    // Results that are read in the end stay.
    for root in roots { lastUse[Int(source(root))] = graph.count }
    let inputs = graph.inputs.map { place(newPlace: Int($0)) }
    for id in graph.nodes.indices where isNeeded[id] { emit(id) }
    let results: [ArrayTape.Place]
    switch outputs {
    case .each: results = recording.outputs.map(place(of:))
    case .summed:
      results = sums.map { sum in
        let total = layout.take(sum.count)
        let place = ArrayTape.Place(start: total, count: sum.count, isOfRows: false)
        for (number, term) in sum.terms.enumerated() {
          steps[Phase.block.rawValue].append(ArrayStep(term.step(self, into: place, adds: number > 0)))
        }
        return place
      }
    }
    let joined = steps.map { ElementwiseGroup.joining($0, strip: strip) }
    return ArrayTape(
      size: layout.size, rows: mostRows, constants: constants, inputs: inputs, outputs: results,
      doubts: recording.doubts.map(place(of:)), detours: recording.detours.map(place(of:)), known: joined[0],
      fixed: joined[1], block: joined[2])
  }

  // MARK: - Needs

  /// Returns the node whose memory a node has.
  func source(_ id: Graph.NodeID) -> Graph.NodeID {
    var id = id
    while let operand = graph.sameElements(as: id) { id = operand }
    return id
  }

  /// Notes which nodes are needed, and by whom they are read last.
  private mutating func mark(_ roots: [Graph.NodeID]) {
    for root in roots { isNeeded[Int(source(root))] = true }
    for id in graph.nodes.indices.reversed() where isNeeded[id] {
      for operand in reads(Graph.NodeID(id)) {
        let source = Int(source(operand.node))
        isNeeded[source] = true
        // Arrays that another phase reads stay.
        lastUse[source] = max(lastUse[source], phases[source] == phases[id] ? id : graph.count)
      }
    }
  }

  /// Returns the arrays that a node's step reads: its operands, or what they repeat or turn over.
  func reads(_ id: Graph.NodeID) -> [ArrayRead] {
    let node = graph.nodes[Int(id)]
    if graph.isLeaf(id) { return [] }
    return graph.operands(of: id).enumerated().map { place, operand in
      // Loops over one operand know nothing of numbers that stand for all.
      if !node.primitive.isArray, node.kind != .unary, let narrow = graph.operand(of: operand, where: \.repeatsElements)
      {
        return ArrayRead(node: narrow)
      }
      if node.primitive.readsTransposed(place), graph.shape(of: operand).rank == 2,
        let turned = graph.operand(of: operand, where: { $0 == .transpose })
      {
        return ArrayRead(node: turned, isTransposed: true)
      }
      return ArrayRead(node: operand)
    }
  }

  // MARK: - Memory

  private mutating func place(newPlace id: Int) -> ArrayTape.Place {
    let count = graph.shape(of: Graph.NodeID(id)).count
    let isOfRows = phases[id] == .block
    let start = layout.take(
      isOfRows ? count * mostRows : count, freedIn: graph.isLeaf(Graph.NodeID(id)) ? nil : phases[id])
    let place = ArrayTape.Place(start: start, count: count, isOfRows: isOfRows)
    places[id] = place
    return place
  }

  /// Returns the memory of a node.
  func place(of id: Graph.NodeID) -> ArrayTape.Place {
    places[Int(source(id))] ?? ArrayTape.Place(start: 0, count: 0, isOfRows: false)
  }

  // MARK: - Steps

  private mutating func emit(_ id: Int) {
    let node = graph.nodes[id]
    switch node.kind {
    case .input: return
    case .constant:
      constants.append((place(newPlace: id).start, graph.constants[Int(node.a)]))
    case .unary, .binary, .wide:
      let result = place(newPlace: id)
      steps[phases[id].rawValue].append(ArrayStep(self, Graph.NodeID(id), result))
      for read in Set(reads(Graph.NodeID(id)).map { Int(source($0.node)) }) where lastUse[read] == id {
        if let place = places[read], !graph.isLeaf(Graph.NodeID(read)) {
          layout.give(back: place.start, place.total(mostRows), in: phases[read])
        }
      }
    }
  }
}

/// An array that a step reads.
struct ArrayRead {
  var node: Graph.NodeID
  /// A Boolean value indicating whether its rows are read as columns.
  var isTransposed = false
}

extension Primitive {
  /// Returns a Boolean value indicating whether its step reads the rows of an operand's matrix as columns, so that it
  /// need not be transposed.
  fileprivate func readsTransposed(_ place: Int) -> Bool {
    switch arrayForm {
    case .contraction(let contraction): contraction.axes == 1
    case .factorization(let form): form.result == .solution && place == 0
    case .filling, .movement, .gathering, .reduction, .scan, .composition, nil: false
    }
  }
}

extension Graph {
  /// Returns the operand of a node of a certain primitive; nil if it is another one.
  func operand(of id: NodeID, where isRight: (Primitive) -> Bool) -> NodeID? {
    if isLeaf(id) || !isRight(nodes[Int(id)].primitive) { return nil }
    return operands(of: id).first
  }

  /// Returns a Boolean value indicating whether a node has the products of all pairs of two vectors' elements.
  func multipliesPairs(_ id: NodeID) -> Bool {
    guard !isLeaf(id), nodes[Int(id)].primitive.isArray,
      case .contraction(let contraction) = nodes[Int(id)].primitive.arrayForm
    else { return false }
    return contraction.axes == 0
  }

  /// Returns the node that has the same elements in the same order; nil if there is none.
  func sameElements(as id: NodeID) -> NodeID? {
    guard !isLeaf(id), nodes[Int(id)].primitive.isArray, let form = nodes[Int(id)].primitive.arrayForm,
      case .movement(let movement) = form
    else { return nil }
    let operands = operands(of: id)
    guard operands.count == 1, case .sameElements = movement.plan(operands.map(shape), operation(id)) else {
      return nil
    }
    return operands[0]
  }
}

/// A layout of arrays in one memory, in which freed room is used again by the same phase.
struct ArrayLayout {
  private(set) var size = 0
  private var free: [ArrayTapeCompiler.Phase: [Int: [Int]]] = [:]

  /// The numbers of a cache line, at which every array begins.
  static let line = 8

  /// Returns the beginning of room for `count` numbers.
  ///
  /// - Parameter phase: The phase whose freed room may be taken; nil if the room has to be new.
  mutating func take(_ count: Int, freedIn phase: ArrayTapeCompiler.Phase? = nil) -> Int {
    let count = Self.padded(count)
    if let phase, let start = free[phase]?[count]?.popLast() { return start }
    defer { size += count }
    return size
  }

  /// Takes room back.
  mutating func give(back start: Int, _ count: Int, in phase: ArrayTapeCompiler.Phase) {
    free[phase, default: [:]][Self.padded(count), default: []].append(start)
  }

  private static func padded(_ count: Int) -> Int { (count + line - 1) / line * line }
}
