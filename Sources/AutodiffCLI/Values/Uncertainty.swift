import AutodiffCore

/// The text of a standard uncertainty behind a value, `0.1` or `[0.1,0.2]`.
struct Uncertainty {
  private let value: Tensor
  private let span: Span
  private let source: SourceText

  /// - Parameters:
  ///   - text: what stands behind the sign.
  ///   - sign: the place of the sign.
  /// - Throws: a problem in the text, and a value that is no uncertainty.
  init(_ text: ArraySlice<UInt8>, behind sign: Range<Int>, in source: SourceText, _ host: Host) throws(Failure) {
    self.source = source
    let start = text.firstIndex { !$0.isBlank } ?? text.endIndex
    let end = (text.lastIndex { !$0.isBlank }).map { $0 + 1 } ?? start
    span = Span(start..<max(start, end))
    let part = SourceText(Array(text))
    let isBlank = start == text.endIndex
    do throws(Problem) {
      if isBlank { throw Problem(.uncertainty(.missing), nil) }
      let tree = try DeepStack.parse(part, limits: Limits())
      guard tree.statements.count == 1, case .expression = tree.statements[0].kind else {
        throw Problem(.uncertainty(.missing), nil)
      }
      value = try Constant.value(of: tree, host.freeMemory)
    } catch {
      let missing = Problem(error.fact, Span(sign))
      throw .text(error.span == nil ? missing : error.moved(by: text.startIndex), source)
    }
    for element in value.elements {
      if !element.isFinite { throw fault(.notFinite(element)) }
      if element < 0 { throw fault(.negative(element)) }
    }
  }

  /// Returns the uncertainty in the shape of its value; a number is that of every element.
  ///
  /// - Throws: that it has another shape.
  func value(of shape: Shape) throws(Failure) -> Tensor {
    if let number = value.scalar { return Tensor(repeating: number, shape) }
    guard value.shape == shape else { throw fault(.shape(shape, given: value.shape)) }
    return value
  }

  private func fault(_ fault: UncertaintyFault) -> Failure {
    .text(Problem(.uncertainty(fault), span), source)
  }
}
