/// The examination of second derivatives at a point: of those that an operation at a kink, a condition on its boundary
/// or an undefined result touches.
struct SecondOrderExamination {
  typealias Pair = CurvatureEntries.Pair

  private let arrays: Point<Tensor>
  private let gradient: [Double]
  /// The point over the elements of its arrays; nil if they are too many.
  private lazy var elements = Self.elements(of: arrays)
  private lazy var interactions = elements.map { Interactions($0) }
  /// The operations at a kink on which the output or the path depends.
  private var gates: [Graph.NodeID] = []
  /// The elements that meet each operation at a kink that was asked about.
  private var met: [[Bool]?] = []
  /// The second derivatives that were examined, by the places of the two elements.
  private(set) var entries = CurvatureEntries(count: 0, columns: [])
  /// A Boolean value indicating whether all could be examined that had to be.
  private(set) var isExamined: Bool

  /// Prepares the examination.
  ///
  /// - Parameters:
  ///   - gradient: The derivatives by all elements of `wrt` that are answered.
  ///   - isExamined: A Boolean value indicating whether those were examined.
  init(_ point: Point<Tensor>, _ gradient: [Double], isExamined: Bool) {
    arrays = point
    self.gradient = gradient
    self.isExamined = isExamined
  }

  /// Returns the point over the elements of its arrays; nil if they are too many.
  private static func elements(of point: Point<Tensor>) -> Point<Double>? {
    point.graph.isScalar ? point.asNumbers : try? Unrolled(point, mostNodes: Unrolled.fewNodes).point
  }

  /// Returns the elements with which one has a second derivative that does not vanish by the structure of the program,
  /// and the element itself.
  mutating func partners(of element: Int) -> [Int] {
    interactions?.partners(of: element) ?? Array(gradient.indices)
  }

  /// Examines the second derivatives at kinks.
  ///
  /// - Parameters:
  ///   - program: The program of which the graph is one path; nil if the graph is all there is.
  ///   - suspects: The elements with a second derivative that is not finite.
  mutating func run(_ program: Program?, suspects: [Int]) {
    guard isExamined, arrays.value.isFinite else { return }
    let suspects = suspects.filter { gradient[$0].isFinite }
    guard arrays.mayBend || !suspects.isEmpty else { return }
    guard let elements else {
      isExamined = false
      return
    }
    let graph = elements.graph
    let reached = graph.reached(from: graph.decisions.map(\.condition) + [graph.output])
    let active = graph.active(elements.wrt)
    gates = graph.nodes.indices.filter { reached[$0] && active[$0] && elements.isAtBend($0) }.map { Graph.NodeID($0) }
    let leads = graph.reached(from: gates)
    let rough = gradient.indices.filter { leads[Int(elements.wrt[$0])] || suspects.contains($0) }
    guard !rough.isEmpty else { return }
    guard
      var analysis = CurvatureAnalysis(
        CurveSweep(elements, arrays: arrays, program: program), value: elements.value, gradient: gradient,
        elements: rough)
    else {
      isExamined = false
      return
    }
    entries = analysis.run()
  }

  // MARK: - Reports

  /// Returns the kinks at which second derivatives have sides that differ, or that are not the answer.
  ///
  /// - Parameters:
  ///   - moving: The elements along which second derivatives were asked for; nil for all.
  ///   - answer: A closure that returns the second derivative that is answered.
  mutating func reports(along moving: [Bool]? = nil, _ answer: (Pair) -> Double) -> [KinkReport] {
    guard !entries.isEmpty, let elements else { return [] }
    let names = elements.wrtInputs.map(\.name)
    var reports: [KinkReport] = []
    var places: [Int?] = Array(repeating: nil, count: elements.graph.count)
    for pair in entries.pairs {
      guard let entry = entries[pair], entry.value == nil, isTold(pair, entry, answer(pair)) else { continue }
      if let moving, !moving[pair.row], !moving[pair.column] { continue }
      for gate in blamed(elements, pair) {
        let place = places[Int(gate)] ?? reports.count
        if place == reports.count {
          places[Int(gate)] = place
          reports.append(KinkReport(elements, at: gate, sides: []))
        }
        reports[place].secondSides.append((names[pair.row], names[pair.column], entry.left, entry.right))
      }
    }
    return reports
  }

  /// Returns a Boolean value indicating whether a second derivative that does not exist is one that a reader is to hear
  /// of: not that of a kink whose sides are both the answer, nor the mirror image of one that has the same sides.
  private func isTold(_ pair: Pair, _ entry: CurvatureAnalysis.Entry, _ answer: Double) -> Bool {
    if entry.isOfKink {
      return pair.row == pair.column && answer.isFinite && (entry.left != answer || entry.right != answer)
    }
    guard let mirror = entries[pair.mirrored], !mirror.isOfKink, pair.row > pair.column else {
      return true
    }
    func differ(_ one: Double, _ other: Double) -> Bool {
      !Hessian.agree(one, other, entry.error) && !(one.isNaN && other.isNaN)
    }
    return differ(mirror.left, entry.left) || differ(mirror.right, entry.right)
  }

  /// Returns the operations at a kink that move with the second element and meet the first, else those that move with the
  /// first; the output if there are none.
  private mutating func blamed(_ elements: Point<Double>, _ pair: Pair) -> [Graph.NodeID] {
    for (place, other) in [(pair.column, pair.row), (pair.row, pair.column)] {
      let moved = elements.graph.active([elements.wrt[place]])
      var found: [Graph.NodeID] = []
      for (index, gate) in gates.enumerated() where moved[Int(gate)] {
        if place == other || meeting(index)[other] { found.append(gate) }
      }
      if !found.isEmpty { return found.reversed() }
    }
    return [elements.graph.output]
  }

  /// Returns for each element whether it meets an operation at a kink, or leads to it.
  private mutating func meeting(_ index: Int) -> [Bool] {
    if met.isEmpty { met = Array(repeating: nil, count: gates.count) }
    if let known = met[index] { return known }
    var result = [Bool](repeating: false, count: gradient.count)
    let gate = gates[index]
    for place in interactions?.partners(ofNode: gate) ?? [] { result[place] = true }
    met[index] = result
    return result
  }
}

extension KinkReport {
  /// Creates the report of an operation.
  fileprivate init(_ point: Point<Double>, at id: Graph.NodeID, sides: [(input: String, left: Double, right: Double)]) {
    let primitive = point.graph.nodes[Int(id)].primitive
    self.init(
      primitive: primitive, operands: point.graph.operands(of: id).map { point.values[Int($0)] },
      span: point.graph.spans[Int(id)], kind: primitive.gate.kink?.kind ?? .kink, sides: sides)
  }
}

extension Point<Double> {
  /// Returns a Boolean value indicating whether a node is at a kink, or where its second derivative changes.
  fileprivate func isAtBend(_ id: Int) -> Bool {
    let node = graph.nodes[id]
    guard node.kind != .input, node.kind != .constant, let kink = node.primitive.gate.kink else { return false }
    let operands = graph.operands(of: Graph.NodeID(id)).map { values[Int($0)] }
    return kink.isAt(operands) || kink.isBend(operands)
  }
}

extension Point<Tensor> {
  /// A Boolean value indicating whether a primitive that depends on an input of `wrt` is at a kink, or where its second
  /// derivative changes.
  var mayBend: Bool {
    if mayKink { return true }
    let active = graph.active(wrt)
    return graph.nodes.indices.contains { id in
      let node = graph.nodes[id]
      guard active[id], !graph.isLeaf(Graph.NodeID(id)), !node.primitive.isArray, let kink = node.primitive.gate.kink
      else { return false }
      let operands = graph.operands(of: Graph.NodeID(id)).map { values[Int($0)] }
      return Tensor.combine(operands) { kink.isBend($0) ? 1 : 0 }.elements.contains(1)
    }
  }
}
