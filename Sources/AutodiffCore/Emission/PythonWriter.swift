/// Writes the function for Python with NumPy: `def f(x1, ...): return value, (d1, ...)`.
final class PythonWriter: StatementWriter<PythonDialect> {
  private let name: String
  private var parameters: [String] = []

  override init(_ program: GradientProgram, name: String) {
    self.name = name
    super.init(program, name: name)
  }

  override var repeatsInLoops: Bool { false }

  override func declare(_ name: String, _ code: Code, isCondition: Bool) { line("\(name) = \(code.text)", depth: 2) }

  /// The names of the inputs, once the function is written.
  var parameterNames: [String] { parameters }

  override func function() -> [String] {
    for input in graph.inputs {
      let name = claim(graph.name(ofInput: input))
      parameters.append(name)
      codes[Int(input)] = Code(text: name)
      let shape = graph.shape(of: input)
      let reshaped = shape.isScalar ? "" : ".reshape(\(shape.pythonTuple))"
      if reached[Int(input)] { line("\(name) = np.asarray(\(name), dtype=float)\(reshaped)") }
    }
    line("with np.errstate(all=\"ignore\"):")
    writeNodes()
    let results = program.derivatives.map { id in
      let text = codes[Int(id)].text
      return graph.shape(of: id).isScalar ? "float(\(text))" : "np.array(\(text))"
    }
    let gradient = results.count == 1 ? "(\(results[0]),)" : "(\(results.joined(separator: ", ")))"
    line("return float(\(codes[Int(program.value)].text)), \(gradient)", depth: 2)
    return ["def \(name)(\(parameters.joined(separator: ", "))):"] + lines
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
    let writer = PythonWriter(source.program, name: source.name)
    let function = writer.function()
    let names = zip(source.program.inputs, writer.parameterNames)
    let wrt = source.program.wrt.map { node in names.first { $0.0 == node }?.1 ?? "" }
    let call =
      [
        "    value, (\(wrt.map { "d" + $0 }.joined(separator: ", "))\(wrt.count == 1 ? "," : "")) = "
          + "\(source.name)(\(writer.parameterNames.joined(separator: ", ")))", "",
        "Numbers, or arrays of the shapes below; derivatives have the shapes of their inputs.",
      ]
      + source.program.inputs.filter { !source.program.graph.shape(of: $0).isScalar }.map {
        "    \(source.program.graph.name(ofInput: $0)): \(source.program.graph.shape(of: $0).text(ascii: true))"
      }
    return (source.hasMain ? ["#!/usr/bin/env python3"] : []) + source.header.lines(call, comment: comment)
      + ["import math"] + (source.hasMain ? ["import sys"] : []) + ["", "import numpy as np", "", ""]
      + definitions(of: writer.helpers).flatMap { [$0, "", ""] } + function
      + (source.hasMain
        ? driver(source.name, source.program.inputs.map { source.program.graph.shape(of: $0) }) : [])
  }
}
