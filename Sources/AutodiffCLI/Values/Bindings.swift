import AutodiffCore

/// Values by name, in the order in which they were given.
package struct Bindings {
  package private(set) var names = NameTable()
  /// The values by a name's number; nan where the value is an array.
  package private(set) var values: [Double] = []
  package private(set) var arrays: [BoundArray] = []
  package private(set) var uncertainties: [UncertainValue] = []
  /// Names that were given more than one value.
  package private(set) var twice: [String] = []

  /// No values.
  package init() {}

  package struct BoundArray {
    package var name: NameTable.ID
    package var value: Tensor
  }

  /// The standard uncertainty of a value.
  package struct UncertainValue {
    package var name: NameTable.ID
    /// The uncertainty, in the value's shape.
    package var value: Tensor
    /// The place of the sign, or of the file with a column of uncertainties.
    fileprivate var span: Span
    fileprivate var source: SourceText
  }

  package var allNames: [String] { (0..<NameTable.ID(names.count)).map { names[$0] } }

  /// The value of a name by its number.
  package func value(_ id: NameTable.ID) -> Tensor {
    arrays.first { $0.name == id }?.value ?? .scalar(values[Int(id)])
  }

  /// The value of a name; nil where none is given.
  package func known(_ name: String) -> Tensor? { names.find(name).map(value) }

  /// The standard uncertainty of a name's value; nil where none is given.
  package func uncertainty(of name: String) -> UncertainValue? {
    if uncertainties.isEmpty { return nil }
    guard let id = names.find(name) else { return nil }
    return uncertainties.first { $0.name == id }
  }

  /// Asks for values without uncertainties.
  ///
  /// - Parameter user: the command or the option that takes none.
  /// - Throws: the first uncertainty.
  func requireExact(for user: String) throws(Failure) {
    guard let first = uncertainties.first else { return }
    throw .text(Problem(.uncertainty(.notTaken(by: user)), first.span), first.source)
  }

  /// The shapes of the values that are arrays.
  package var shapes: [InputShape] { arrays.map { .init(name: names[$0.name], shape: $0.value.shape) } }

  /// Adds values to start from, of names that have none.
  mutating func add(_ others: Bindings) {
    for name in others.allNames where known(name) == nil {
      if let value = others.known(name) { set(name, value) }
    }
    twice += others.twice
  }

  /// Adds `x1=3,x2=pi/2`, or the lines of the file that `@FILE` names.
  ///
  /// - Throws: a part that is no value of a name, and that a file cannot be read.
  package mutating func add(_ text: String, from host: Host) throws(Failure) {
    if text.hasPrefix("@") {
      try BindingText.forEachBlock(of: String(text.dropFirst()), host) { block throws(Failure) in
        try add(lines: block, host)
      }
    } else {
      let source = SourceText(text, name: nil)
      try BindingText.forEachPart(of: source.bytes[...]) { part throws(Failure) in try add(part, in: source, host) }
    }
  }

  /// Adds values from a text that an option of this name brought.
  ///
  /// - Throws: a part that is no value of a name.
  package mutating func add(_ text: String, as option: String) throws(Failure) {
    let source = SourceText(text, name: option)
    try add(source.bytes[...], in: source, nil)
  }

  /// Adds one `NAME=VALUE`, a part of a longer text.
  ///
  /// - Throws: that it is no value of a name, and that a file cannot be read.
  mutating func add(part: Range<Int>, of source: SourceText, from host: Host) throws(Failure) {
    try add(BindingText.withoutComments(source.bytes)[part], in: source, host)
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

  /// Adds `name=-1.5`, which is nearly every line of a long file, without a detour over the parser.
  ///
  /// - Returns: whether the line is of that form; any other one adds nothing.
  private mutating func addPlain(_ bytes: [UInt8], _ line: Range<Int>) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      guard let (name, value) = PlainBinding.read(bytes, line) else { return false }
      set(UnsafeBufferPointer(rebasing: bytes[name]), value)
      return true
    }
  }

  /// Adds `name=-1.5` of a command line, where a reserved word is no name.
  ///
  /// - Returns: whether the part is of that form; any other one adds nothing.
  private mutating func addPlain(_ part: ArraySlice<UInt8>) -> Bool {
    part.withUnsafeBufferPointer { bytes in
      guard let (name, value) = PlainBinding.read(bytes, 0..<bytes.count) else { return false }
      var lexer = Lexer(UnsafeBufferPointer(rebasing: bytes[name]))
      guard (try? lexer.next())?.kind == .name else { return false }
      set(UnsafeBufferPointer(rebasing: bytes[name]), value)
      return true
    }
  }

  /// Adds `name=[[1, 2], [3, 4]]`, however long, without a graph of its numbers.
  ///
  /// - Returns: whether the part is of that form; any other one adds nothing.
  private mutating func addPlainArray(_ part: ArraySlice<UInt8>) -> Bool {
    part.withUnsafeBufferPointer { bytes in
      guard let (name, value) = PlainArray.read(bytes) else { return false }
      var lexer = Lexer(UnsafeBufferPointer(rebasing: bytes[name]))
      guard (try? lexer.next())?.kind == .name else { return false }
      set(String(decoding: bytes[name], as: UTF8.self), value)
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

  /// Adds one `NAME=VALUE`.
  private mutating func add(_ part: ArraySlice<UInt8>, in source: SourceText, _ host: Host?) throws(Failure) {
    if addPlain(part) || addPlainArray(part) { return }
    if let host {
      if let sign = UncertaintySign.find(in: part) { return try add(part, sign, in: source, host) }
      if let (name, path) = BindingText.file(part) {
        let (value, uncertainty) = try NumericTable.readMeasured(path, of: name, host)
        let isFirst = set(name, value)
        if let uncertainty, isFirst { add(uncertainty, Span(part.startIndex..<part.endIndex), source) }
        return
      }
    }
    let assignment = try Assignment(part, in: source)
    let free = host?.freeMemory ?? Limits().freeMemory
    set(assignment.name, try assignment.placed { () throws(Problem) in try Constant.value(of: assignment.tree, free) })
  }

  /// Adds one `NAME=VALUE±UNCERTAINTY`.
  private mutating func add(
    _ part: ArraySlice<UInt8>, _ sign: Range<Int>, in source: SourceText, _ host: Host
  ) throws(Failure) {
    let before = values.count
    var value = part[..<sign.lowerBound]
    while let last = value.last, last.isBlank { value.removeLast() }
    try add(value, in: source, host)
    let uncertainty = try Uncertainty(part[sign.upperBound...], behind: sign, in: source, host)
    guard values.count > before else { return }
    let shape = self.value(NameTable.ID(before)).shape
    add(try uncertainty.value(of: shape), Span(sign), source)
  }

  /// Adds the uncertainty of the last value.
  private mutating func add(_ uncertainty: Tensor, _ span: Span, _ source: SourceText) {
    let name = NameTable.ID(values.count - 1)
    // A file may have said it already.
    uncertainties.removeAll { $0.name == name }
    uncertainties.append(UncertainValue(name: name, value: uncertainty, span: span, source: source))
  }

  /// - Returns: whether the name had no value before.
  @discardableResult
  private mutating func set(_ name: String, _ value: Tensor) -> Bool {
    var name = name
    let before = values.count
    name.withUTF8 { set($0, value.scalar ?? .nan) }
    if value.scalar == nil, values.count > before {
      arrays.append(BoundArray(name: NameTable.ID(before), value: value))
    }
    return values.count > before
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
