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

  package var allNames: [String] { (0..<NameTable.ID(names.count)).map { names[$0] } }

  package func value(_ id: NameTable.ID) -> Tensor {
    arrays.first { $0.name == id }?.value ?? .scalar(values[Int(id)])
  }

  /// The value of a name; nil where none is given.
  package func known(_ name: String) -> Tensor? { names.find(name).map(value) }

  /// What the names stand for, so far as it is not a scalar.
  package var shapes: [Lowering.InputShape] { arrays.map { .init(name: names[$0.name], shape: $0.value.shape) } }

  /// Adds `x1=3,x2=pi/2`, or the lines of the file that `@FILE` names.
  package mutating func add(_ text: String, from host: Host) throws(Failure) {
    if text.hasPrefix("@") {
      let file = try Self.file(String(text.dropFirst()), host)
      try add(lines: SourceText(BindingText.withoutEscapes(file.bytes), name: file.name), host)
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
    let bytes = BindingText.withoutComments(source.bytes)
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while start < bytes.count {
      let end = BindingText.endOfLine(bytes, from: start)
      if !addPlain(bytes, start..<end), !isLoss(bytes, start..<end) {
        try add(line: bytes[start..<end], in: source, host)
      }
      start = end + 1
    }
  }

  private mutating func add(line: ArraySlice<UInt8>, in source: SourceText, _ host: Host) throws(Failure) {
    guard line.contains(where: { !$0.isBlank }) else { return }
    try BindingText.forEachPart(of: line) { part throws(Failure) in try add(part, in: source, host) }
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

  /// `12 0.35`, a step and its loss, which `descend` writes above the parameters: all of what it answered is read.
  private func isLoss(_ bytes: [UInt8], _ line: Range<Int>) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      var index = line.lowerBound
      while index < line.upperBound, bytes[index].isDigit { index += 1 }
      guard index > line.lowerBound, index < line.upperBound, bytes[index] == UInt8(ascii: " ") else { return false }
      return DecimalReader.readSigned(bytes, at: index + 1)?.end == line.upperBound
    }
  }

  /// One `NAME=VALUE`.
  private mutating func add(_ part: ArraySlice<UInt8>, in source: SourceText, _ host: Host?) throws(Failure) {
    if let host, let (name, path) = BindingText.file(part) {
      set(name, try NumericTable.read(Self.file(path, host)))
      return
    }
    let assignment = try Assignment(part, in: source)
    set(assignment.name, try assignment.placed { () throws(Problem) in try Self.constant(assignment.tree) })
  }

  /// The value of a constant expression, or of `@FILE`, that an option brought.
  package static func value(of text: String, option: Option, _ host: Host) throws(Failure) -> Tensor {
    if text.hasPrefix("@") { return try NumericTable.read(file(String(text.dropFirst()), host)) }
    let source = SourceText(text, name: option.long)
    var value: Tensor?
    if !text.trimmed.isEmpty {
      do throws(Problem) {
        let tree = try DeepStack.parse(source, limits: Limits())
        if tree.statements.count == 1, case .expression = tree.statements[0].kind { value = try constant(tree) }
      } catch {
        throw .text(error, source)
      }
    }
    guard let value else {
      throw .usage(.invalidNumber(option: option.long, value: text, range: "a number or an array, such as [1,0]"))
    }
    return value
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

  private static func file(_ path: String, _ host: Host) throws(Failure) -> SourceText {
    if path.isEmpty { throw .usage(.noFile) }
    switch path == "-" ? host.readInput() : host.readFile(path) {
    case .success(let bytes): return SourceText(bytes, name: path == "-" ? "standard input" : path)
    case .failure(let error): throw .unreadable(path: path == "-" ? "standard input" : path, error)
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
