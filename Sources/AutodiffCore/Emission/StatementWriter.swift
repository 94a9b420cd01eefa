/// Turns the nodes of a gradient's graph into statements: nodes that are used once and short stand within the
/// expression of their user, all others get a name.
///
/// Subclasses know what their language does with arrays.
class StatementWriter<D: Dialect> {
  let program: GradientProgram
  let graph: Graph
  private(set) var names: Identifiers
  /// The text of each node where it is used.
  var codes: [Code]
  var lines: [String] = []
  /// The functions written out that the code calls.
  var helpers: Set<String> = []
  let reached: [Bool]
  let uses: [Int]
  /// Nodes that loops use, in which nothing is to be worked out over and over.
  private let isUsedByArrays: [Bool]
  /// The names of sizes that the function is told or reads off its inputs; none where all are numbers.
  let sizes: [String]

  /// - Parameter sizes: The names of the sizes; the program is one of those that the function is made of.
  init(_ program: GradientProgram, name: String, sizes: [String] = []) {
    self.program = program
    self.sizes = sizes
    graph = program.graph
    names = Identifiers(reserved: D.reserved, isCompilers: D.isCompilers)
    _ = names.claim(name)
    for size in sizes { names.reserve(size) }
    codes = Array(repeating: Code(text: ""), count: graph.count)
    let outputs = program.answers.flatMap(\.nodes)
    reached = graph.reached(from: outputs)
    var uses = [Int](repeating: 0, count: graph.count)
    var isUsedByArrays = [Bool](repeating: false, count: graph.count)
    for output in outputs { uses[Int(output)] += 1 }
    for id in graph.nodes.indices where reached[id] {
      let node = graph.nodes[id]
      let isArray = node.kind == .wide && node.primitive.isArray || !graph.shape(of: Graph.NodeID(id)).isScalar
      for operand in graph.operands(of: Graph.NodeID(id)) {
        uses[Int(operand)] += 1
        if isArray { isUsedByArrays[Int(operand)] = true }
      }
    }
    self.uses = uses
    self.isUsedByArrays = isUsedByArrays
  }

  // MARK: - For subclasses

  /// A Boolean value indicating whether operands of operations on arrays are worked out once for each element.
  var repeatsInLoops: Bool { true }

  var indent: String { "    " }
  func declare(_ name: String, _ code: Code, isCondition: Bool) {}
  /// Writes an operation on arrays, or a gate whose value is one.
  func writeArray(_ id: Graph.NodeID) {}

  /// The function alone; afterwards `helpers` are known.
  func function() -> [String] { [] }

  // MARK: - Statements

  func claim(_ name: String) -> String { names.claim(name) }

  /// Keeps a name for what is called so.
  func reserve(_ name: String) { names.reserve(name) }

  /// Returns a new name for a node: its label, or the next temporary.
  func claimName(_ id: Graph.NodeID) -> String { graph.labels[id].map { names.claim($0) } ?? names.next() }

  func line(_ text: String, depth: Int = 1) {
    lines.append(String(repeating: indent, count: depth) + text)
  }

  /// One copy does for all languages.
  @inline(never)
  @_semantics("optimize.sil.specialize.generic.never")
  func writeNodes() {
    for id in graph.nodes.indices where reached[id] {
      let node = graph.nodes[id]
      switch node.kind {
      case .input: break
      case .constant: codes[id] = D.number(graph.constants[Int(node.a)])
      case .unary, .binary, .wide:
        let id = Graph.NodeID(id)
        if node.kind == .wide && node.primitive.isArray || !graph.shape(of: id).isScalar {
          writeArray(id)
        } else {
          store(id, gate(id, graph.operands(of: id).map { codes[Int($0)] }))
        }
      }
    }
  }

  func gate(_ id: Graph.NodeID, _ operands: [Code]) -> Code {
    let node = graph.nodes[Int(id)]
    if let name = D.function(node.primitive), D.lacks(name) { helpers.insert(name) }
    let isSame = node.kind == .binary && node.a == node.b
    return D.gate(node.primitive, operands, isNaNTest: isSame && node.primitive == .equal)
  }

  /// Returns the number of bytes of an expression; where sizes have names, but for the digits of numbers, which are
  /// others for each size.
  func width(_ text: String) -> Int {
    if sizes.isEmpty { return text.utf8.count }
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    var (width, isNumber) = (0, false)
    for byte in text.utf8 {
      let isPart = digits.contains(byte) || isNumber && [UInt8(ascii: "."), UInt8(ascii: "e")].contains(byte)
      if !isPart { width += 1 }
      isNumber = isPart
    }
    return width
  }

  /// Keeps an expression, under a name where it is long or used more than once.
  func store(_ id: Graph.NodeID, _ code: Code) {
    let node = graph.nodes[Int(id)]
    let isCondition = node.primitive.isCondition
    let isRepeated = repeatsInLoops && isUsedByArrays[Int(id)]
    let width = width(code.text)
    let isTrivial = node.primitive == .negate && graph.isLeaf(node.a) || isCondition && width <= 24
    if width <= D.longestExpression, !isRepeated, isTrivial || uses[Int(id)] <= 1, graph.labels[id] == nil {
      codes[Int(id)] = code
      return
    }
    let name = claimName(id)
    declare(name, code, isCondition: isCondition)
    codes[Int(id)] = Code(text: name)
  }
}
