/// Writes the function for Python with NumPy: `def f(x1, ...): return value, (d1, ...)`.
final class PythonWriter: StatementWriter<PythonDialect> {
  private let name: String
  /// A Boolean value indicating whether the inputs come in one vector, and the derivatives go into one.
  private let isFlat: Bool
  private var parameters: [String] = []
  /// The lengths of the inputs that have letters for sizes, by their names.
  private let lengths: [String: [SizeLength]]
  /// The places of the sizes that are known already.
  private var knownSizes: Set<Int> = []

  init(
    _ program: GradientProgram, name: String, isFlat: Bool = false, sizes: [String] = [],
    lengths: [String: [SizeLength]] = [:]
  ) {
    self.name = name
    self.isFlat = isFlat
    self.lengths = lengths
    super.init(program, name: name, sizes: sizes)
  }

  override var repeatsInLoops: Bool { false }

  override func declare(_ name: String, _ code: Code, isCondition: Bool) { line("\(name) = \(code.text)", depth: 2) }

  /// The names of the inputs, once the function is written.
  var parameterNames: [String] { parameters }
  /// The names of the sizes that it cannot read off its inputs, once it is written.
  var toldSizes: [String] { sizes.indices.filter { !knownSizes.contains($0) }.map { sizes[$0] } }

  override func function() -> [String] {
    if isFlat { writeParts() } else { writeInputs(graph.inputs) }
    line("with np.errstate(all=\"ignore\"):")
    writeNodes()
    writeReturn()
    return ["def \(name)(\(parameters.joined(separator: ", "))):"] + lines
  }

  private func writeInputs(_ inputs: [Graph.NodeID]) {
    for input in inputs {
      let name = claim(graph.name(ofInput: input))
      parameters.append(name)
      codes[Int(input)] = Code(text: name)
      readSizes(of: input, name)
      let shape = graph.shape(of: input)
      let reshaped = shape.isScalar ? "" : ".reshape(\(shape.pythonTuple))"
      if reached[Int(input)] { line("\(name) = np.asarray(\(name), dtype=float)\(reshaped)") }
    }
  }

  /// Reads those sizes off an input that are not known before.
  private func readSizes(of input: Graph.NodeID, _ name: String) {
    let lengths = lengths[graph.name(ofInput: input)] ?? []
    let letters = lengths.map { length in if case .letter(let place) = length { place } else { -1 } }
    let new = letters.enumerated().filter { axis, letter in
      letter >= 0 && !knownSizes.contains(letter) && letters.firstIndex(of: letter) == axis
    }
    if new.isEmpty { return }
    knownSizes.formUnion(new.map(\.element))
    if new.count == letters.count {
      let names = letters.map { sizes[$0] }
      return line("\(names.joined(separator: ", "))\(names.count == 1 ? "," : "") = np.shape(\(name))")
    }
    for (axis, letter) in new { line("\(sizes[letter]) = np.shape(\(name))[\(axis)]") }
  }

  /// Takes the inputs that are differentiated by from a vector, and the parts of the direction from another; other
  /// inputs are further parameters.
  private func writeParts() {
    parameters = ["x"] + (program.directions.isEmpty ? [] : [EmittedAnswer.direction])
    parameters.forEach(reserve)
    let vectors = parameters
    let others = program.inputs.filter { !program.wrt.contains($0) }
    // Their shapes say where the parts of the vectors are.
    if !sizes.isEmpty { writeInputs(others) }
    parameters += toldSizes
    for (parameter, inputs) in zip(vectors, [program.wrt, program.directions]) {
      line("\(parameter) = np.asarray(\(parameter), dtype=float).reshape((\(program.count(inputs)),))")
      var start = 0
      for input in inputs {
        let shape = graph.shape(of: input)
        let end = start + shape.count
        let reshaped = shape.rank > 1 ? ".reshape(\(shape.pythonTuple))" : ""
        if reached[Int(input)] {
          let name = claim(graph.name(ofInput: input))
          codes[Int(input)] = Code(text: name)
          line("\(name) = \(parameter)[\(shape.isScalar ? "\(start)" : "\(start):\(end)")]\(reshaped)")
        }
        start = end
      }
    }
    if sizes.isEmpty { writeInputs(others) }
  }

  // MARK: - Results

  /// Longer results take a line each.
  private static let mostColumns = 92

  private func writeReturn() {
    let results = program.answers.map(result)
    if program.kind == .gradient || results.count == 1 || results.reduce(0, { $0 + width($1) }) <= Self.mostColumns {
      return line("return \(results.joined(separator: ", "))", depth: 2)
    }
    line("return (", depth: 2)
    for result in results { line(result + ",", depth: 3) }
    line(")", depth: 2)
  }

  private func result(_ answer: GradientProgram.Answer) -> String {
    if isFlat, !program.isNumber(answer) { return flat(answer) }
    let shapes = program.wrt.map { graph.shape(of: $0) }
    switch answer.kind {
    case .value, .tangent: return array(answer.nodes, program.output)
    case .gradient, .product: return Self.tuple(zip(answer.nodes, shapes).map { array([$0], $1) })
    case .jacobian:
      return blocks(answer.nodes[...], program.output, shapes)
    case .hessian:
      var start = 0
      return Self.tuple(
        shapes.map { shape in
          let end = start + shape.count * shapes.count
          defer { start = end }
          return blocks(answer.nodes[start..<end], shape, shapes)
        })
    }
  }

  /// Returns the parts of rows, an array for each input.
  ///
  /// - Parameter shape: The shape of what has a row for each element.
  private func blocks(_ nodes: ArraySlice<Graph.NodeID>, _ shape: Shape, _ shapes: [Shape]) -> String {
    Self.tuple(
      shapes.enumerated().map { place, own in
        let column = stride(from: nodes.startIndex + place, to: nodes.endIndex, by: shapes.count).map { nodes[$0] }
        return array(column, Shape(shape.lengths + own.lengths))
      })
  }

  /// Returns an array of a shape, or a number, of the numbers of nodes.
  private func array(_ nodes: [Graph.NodeID], _ shape: Shape) -> String {
    let texts = nodes.map { codes[Int($0)].text }
    if shape.isScalar { return "float(\(texts[0]))" }
    if nodes.count == 1, graph.shape(of: nodes[0]) == shape { return "np.array(\(texts[0]))" }
    let list = "np.array([\(texts.joined(separator: ", "))])"
    let isRow = shape.rank == 1 && graph.shape(of: nodes[0]).isScalar
    return isRow ? list : "\(list).reshape(\(shape.pythonTuple))"
  }

  /// Returns the numbers of an answer in one vector, or those of a matrix in one.
  private func flat(_ answer: GradientProgram.Answer) -> String {
    let texts = answer.nodes.map { codes[Int($0)].text }
    let columns = program.count(program.wrt)
    let shape =
      answer.kind.isMatrix && columns > 0 ? ".reshape((\(program.count(answer) / columns), \(columns)))" : ""
    if answer.nodes.allSatisfy({ graph.shape(of: $0).isScalar }) {
      return "np.array([\(texts.joined(separator: ", "))], dtype=float)\(shape)"
    }
    if texts.count == 1 { return "np.array(\(texts[0])).reshape(-1)\(shape)" }
    return "np.concatenate((\(texts.map { "np.ravel(\($0))" }.joined(separator: ", "))))\(shape)"
  }

  private static func tuple(_ parts: [String]) -> String {
    parts.count == 1 ? "(\(parts[0]),)" : "(\(parts.joined(separator: ", ")))"
  }

  // MARK: - Arrays

  /// Returns statements for a body, and the expressions of the derivatives behind them.
  ///
  /// - Parameter names: the names of the inputs.
  func body(_ names: [String]) -> (lines: [String], results: [String]) {
    for (input, name) in zip(graph.inputs, names) {
      reserve(name)
      codes[Int(input)] = Code(text: name)
    }
    writeNodes()
    return (lines, program.derivatives.map { codes[Int($0)].text })
  }

  override func writeArray(_ id: Graph.NodeID) {
    let node = graph.nodes[Int(id)]
    let ids = graph.operands(of: id)
    guard node.kind == .wide, node.primitive.isArray else { return store(id, gate(id, ids.map { codes[Int($0)] })) }
    store(id, expression(graph.operation(id), ids))
  }

  private func expression(_ operation: ArrayOperation, _ ids: [Graph.NodeID]) -> Code {
    guard let spelling = operation.primitive.arrayForm?.numPy else {
      assertionFailure("the elementary form has written out what is composed")
      return PythonDialect.number(.nan)
    }
    let expression = spelling.write(
      NumPySpelling.Call(
        operation: operation, operands: ids.map { codes[Int($0)].text },
        atoms: ids.map { codes[Int($0)].bracketed(below: Code.atom) }, shapes: ids.map { graph.shape(of: $0) }))
    if let function = expression.function, PythonDialect.lacks(function) { helpers.insert(function) }
    return Code(text: expression.text)
  }
}

extension PythonDialect: SourceDialect {
  static func lines(_ source: SourceCode) -> [String] {
    if let gates = source.gates { return gates.lines(source) }
    let writer = PythonWriter(
      source.program, name: source.name, isFlat: source.isFlat, sizes: source.sizeNames,
      lengths: source.sizes?.lengths ?? [:])
    let function = writer.function()
    let call = source.isFlat ? flatCall(source, writer) : call(source, writer.parameterNames)
    return (source.hasMain ? ["#!/usr/bin/env python3"] : []) + source.header.lines(call, comment: comment)
      + ["import math"] + (source.hasMain ? ["import sys"] : []) + ["", "import numpy as np", "", ""]
      + definitions(of: writer.helpers).flatMap { [$0, "", ""] } + function
      + (source.hasMain
        ? driver(
          source.name, source.program.inputs.map { source.program.graph.shape(of: $0) }) : [])
  }

  private static func flatCall(_ source: SourceCode, _ writer: PythonWriter) -> [String] {
    var header = source.header
    header.sizes = writer.toldSizes
    let element = { (array: String, place: String) in "\(array)[\(place)]" }
    let names = source.program.answers.map(\.kind.rawValue).joined(separator: ", ")
    return ["    \(names) = \(source.name)(\(writer.parameterNames.joined(separator: ", ")))", ""]
      + header.arguments(of: source.program.wrt, element)
  }

  static func call(_ source: SourceCode, _ parameters: [String]) -> [String] {
    let names = zip(source.program.inputs, parameters)
    let wrt = source.program.wrt.map { node in names.first { $0.0 == node }?.1 ?? "" }
    let results = source.program.answers.map { assigned($0.kind, wrt) }.joined(separator: ", ")
    return
      [
        "    \(results) = \(source.name)(\(parameters.joined(separator: ", ")))", "",
        "Numbers, or arrays of the shapes below; \(shapes(source.program.kind))",
      ]
      + source.program.inputs.filter { !source.program.graph.shape(of: $0).isScalar }.map {
        "    \(source.program.graph.name(ofInput: $0)): \(source.program.graph.shape(of: $0).text(ascii: true))"
      }
  }
}

extension PythonDialect {
  /// Returns the names of what a function gives, as one would assign it.
  private static func assigned(_ answer: EmittedAnswer, _ wrt: [String]) -> String {
    func tuple(_ parts: [String]) -> String { "(\(parts.joined(separator: ", "))\(parts.count == 1 ? "," : ""))" }
    switch answer {
    case .value, .tangent: return answer.rawValue
    case .gradient, .jacobian: return tuple(wrt.map { "d" + $0 })
    case .product: return tuple(wrt.map { "h" + $0 })
    case .hessian: return tuple(wrt.map { row in tuple(wrt.map { "d\(row)d\($0)" }) })
    }
  }

  private static func shapes(_ kind: EmittedDerivative) -> String {
    switch kind {
    case .gradient: "derivatives have the shapes of their inputs."
    case .jacobian: "derivatives have f's shape, then their input's."
    case .hessian: "second derivatives have the shapes of both inputs."
    case .hvp: "the direction and the product have those of their inputs."
    case .jvp: "the direction has those of its inputs, the tangent f's."
    }
  }
}
