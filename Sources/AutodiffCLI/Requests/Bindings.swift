import AutodiffCore

/// Values by name, in the order in which they were given.
package struct Bindings {
  package private(set) var names = NameTable()
  /// By a name's number; nan where the value is an array.
  package private(set) var values: [Double] = []
  package private(set) var arrays: [BoundArray] = []
  /// Names that were given more than one value.
  package private(set) var twice: [String] = []

  package init() {}

  package struct BoundArray {
    package var name: NameTable.ID
    package var value: Tensor
  }

  package func value(_ id: NameTable.ID) -> Tensor {
    arrays.first { $0.name == id }?.value ?? .scalar(values[Int(id)])
  }

  /// What the names stand for, so far as it is not a scalar.
  package var shapes: [Lowering.InputShape] { arrays.map { .init(name: names[$0.name], shape: $0.value.shape) } }

  /// Adds `x1=3,x2=pi/2`, or the lines of the file that `@FILE` names.
  package mutating func add(_ text: String, from host: Host) throws(Failure) {
    if text.hasPrefix("@") {
      let path = String(text.dropFirst())
      let bytes: [UInt8]
      switch host.readFile(path) {
      case .success(let content): bytes = content
      case .failure(let error): throw .unreadable(path: path, error)
      }
      try add(lines: SourceText(bytes, name: path), host)
    } else {
      let source = SourceText(text, name: nil)
      try BindingText.forEachPart(of: source.bytes[...]) { part throws(Failure) in try add(part, in: source, host) }
    }
  }

  /// Adds values from a text that an option of this name brought.
  package mutating func add(_ text: String, as option: String) throws(Failure) {
    let source = SourceText(text, name: option)
    try add(source.bytes[...], in: source, nil)
  }

  private mutating func add(lines source: SourceText, _ host: Host) throws(Failure) {
    let bytes = source.bytes
    var start = 0
    while start < bytes.count {
      var end = start
      // A matrix may go on over several lines.
      var open = 0
      while end < bytes.count, bytes[end] != UInt8(ascii: "\n") || open > 0 {
        if bytes[end] == UInt8(ascii: "[") { open += 1 }
        if bytes[end] == UInt8(ascii: "]") { open -= 1 }
        end += 1
      }
      if !addPlain(bytes, start..<end) { try add(line: bytes[start..<end], in: source, host) }
      start = end + 1
    }
  }

  private mutating func add(line: ArraySlice<UInt8>, in source: SourceText, _ host: Host) throws(Failure) {
    let content = line.prefix { $0 != UInt8(ascii: "#") }
    guard content.contains(where: { !$0.isBlank }) else { return }
    try BindingText.forEachPart(of: content) { part throws(Failure) in try add(part, in: source, host) }
  }

  /// `name=-1.5`, which is nearly every line of a long file, without a detour over the parser.
  private mutating func addPlain(_ bytes: [UInt8], _ line: Range<Int>) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      var index = line.lowerBound
      while index < line.upperBound, bytes[index].isPlainNameByte { index += 1 }
      let name = line.lowerBound..<index
      guard !name.isEmpty, !bytes[name.lowerBound].isDigit else { return false }
      guard index < line.upperBound, bytes[index] == UInt8(ascii: "=") else { return false }
      index += 1
      let negative = index < line.upperBound && bytes[index] == UInt8(ascii: "-")
      if negative { index += 1 }
      guard let (value, end) = DecimalReader.read(bytes, at: index), value.isFinite else { return false }
      guard end == line.upperBound || (end + 1 == line.upperBound && bytes[end] == UInt8(ascii: "\r")) else {
        return false
      }
      set(UnsafeBufferPointer(rebasing: bytes[name]), negative ? -value : value)
      return true
    }
  }

  /// One `NAME=VALUE`.
  private mutating func add(_ part: ArraySlice<UInt8>, in source: SourceText, _ host: Host?) throws(Failure) {
    if let host, let (name, path) = BindingText.file(part) {
      set(name, try Self.table(path, host))
      return
    }
    let assignment = try Assignment(part, in: source)
    let value = try assignment.placed { () throws(Problem) in try Self.constant(assignment.tree) }
    set(assignment.name, value)
  }

  /// The value of a text that is no more than a VALUE: a constant expression, or `@FILE`.
  static func value(_ text: String, option: String, from host: Host) throws(Failure) -> Tensor {
    if text.hasPrefix("@") { return try table(String(text.dropFirst()), host) }
    let source = SourceText(text, name: option)
    do throws(Problem) {
      return try constant(DeepStack.parse(source, limits: Limits()))
    } catch {
      throw .text(error, source)
    }
  }

  private static func constant(_ tree: SyntaxTree) throws(Problem) -> Tensor {
    let graph = try Lowering.lower(tree)
    guard graph.inputs.isEmpty else {
      throw Problem(.notConstant(names: graph.inputNames), graph.spans[Int(graph.inputs[0])])
    }
    return graph.isScalar
      ? .scalar(Evaluation.run(graph, inputs: [Double]())[Int(graph.output)])
      : Evaluation.run(graph, inputs: [Tensor]())[Int(graph.output)]
  }

  private static func table(_ path: String, _ host: Host) throws(Failure) -> Tensor {
    switch path == "-" ? host.readInput() : host.readFile(path) {
    case .success(let bytes): return try NumericTable.read(SourceText(bytes, name: path))
    case .failure(let error): throw .unreadable(path: path, error)
    }
  }

  private mutating func set(_ name: String, _ value: Tensor) {
    var name = name
    let before = values.count
    name.withUTF8 { set($0, value.scalar ?? .nan) }
    if value.scalar == nil, values.count > before {
      arrays.append(BoundArray(name: NameTable.ID(before), value: value))
    }
  }

  private mutating func set(_ name: UnsafeBufferPointer<UInt8>, _ value: Double) {
    let id = Int(names.intern(name))
    if id < values.count {
      let text = names[UInt32(id)]
      if !twice.contains(text) { twice.append(text) }
    } else {
      values.append(value)
    }
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }
  fileprivate var isPlainNameByte: Bool {
    isDigit || (self | 0x20) &- UInt8(ascii: "a") < 26 || self == UInt8(ascii: "_")
  }
}
