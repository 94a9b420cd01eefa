/// Source code for every size, made of the codes at a few sizes: all that differs between them are numbers, and each of
/// those is one expression in the names of the sizes.
package struct SizedCode {
  private let names: [String]
  private let lattice: SizeLattice
  private let dialect: any SizedDialect.Type
  /// The expressions for the numbers so far.
  private var known: [[String]: Code?] = [:]
  /// The places of the letters that statements use.
  private var used: Set<Int> = []

  /// - Returns: nil for a language that has no such code.
  package init?(_ code: SourceCode, _ lattice: SizeLattice) {
    guard let dialect = code.language.dialect as? any SizedDialect.Type else { return nil }
    self.dialect = dialect
    self.lattice = lattice
    names = code.sizeNames
  }

  /// Returns a Boolean value indicating whether two codes differ in nothing but numbers.
  package static func haveSameForm(_ one: [String], _ other: [String]) -> Bool {
    one.count == other.count
      && zip(one, other).allSatisfy { line, otherLine in
        if line == otherLine { return true }
        let (tokens, others) = (SizedToken.all(line), SizedToken.all(otherLine))
        return tokens.count == others.count
          && zip(tokens, others).allSatisfy { $0.kind == $1.kind && ($0.kind == .number || $0.text == $1.text) }
      }
  }

  /// Returns the code for every size.
  ///
  /// - Parameter codes: The lines of the code at each point of the lattice.
  /// - Returns: nil where a number is no expression in the sizes.
  package mutating func lines(_ codes: [[String]]) -> [String]? {
    guard let first = codes.first, codes.dropFirst().allSatisfy({ Self.haveSameForm(first, $0) }) else { return nil }
    var lines: [String] = []
    for (place, line) in first.enumerated() {
      let all = codes.map { $0[place] }
      if all.allSatisfy({ $0 == line }) {
        lines.append(line)
      } else {
        guard let merged = self.line(all) else { return nil }
        lines.append(merged)
      }
    }
    // The statement that a size is not used goes where it is used.
    let isSuperfluous = Set(used.compactMap { dialect.unused(names[$0]) })
    return lines.filter { line in !isSuperfluous.contains(String(line.drop { $0 == " " })) }
  }

  private mutating func line(_ lines: [String]) -> String? {
    let all = lines.map(SizedToken.all)
    guard let first = all.first else { return nil }
    let isComment = lines[0].drop { $0 == " " }.hasPrefix(dialect.comment)
    var result = ""
    for (place, token) in first.enumerated() {
      let texts = all.map { $0[place].text }
      if texts.allSatisfy({ $0 == token.text }) {
        result += token.text
        continue
      }
      guard let code = expression(texts, isComment: isComment) else { return nil }
      let rest = first[(place + 1)...]
      let isLength = rest.first?.text == "x" || place > 0 && first[place - 1].text == "x"
      let next = rest.first { $0.kind != .blank }?.text ?? ""
      let level = isComment && isLength ? Code.atom : level(after: result.last { $0 != " " }, before: next)
      result += code.bracketed(below: level)
    }
    return result
  }

  /// Returns the level of an expression that takes the place of a number without brackets.
  private func level(after previous: Character?, before next: String) -> Int {
    if previous == "*" || previous == "/" || next == "^" { return Code.atom }
    if previous.map({ "=(,[{".contains($0) }) ?? true, ["", ";", ",", ")", "]", "}"].contains(next) {
      return Code.choice
    }
    return previous == "-" || ["*", "/"].contains(next) ? Code.product : Code.sum
  }

  // MARK: - Expressions

  private mutating func expression(_ texts: [String], isComment: Bool) -> Code? {
    let key = texts + (isComment ? ["comment"] : [])
    if let known = known[key] { return known }
    let wholes = texts.compactMap { Int($0) }
    let code = wholes.count == texts.count ? whole(wholes, isComment) : number(texts.compactMap { Double($0) })
    known[key] = .some(code)
    return code
  }

  /// Returns a polynomial as code.
  private func code(_ polynomial: SizePolynomial, _ powers: SizePolynomial.Powers = .products) -> Code {
    let terms = polynomial.terms
    let isAtom = terms.count == 1 && (terms[0].degree == 0 || terms[0].degree == 1 && terms[0].coefficient == 1)
    return Code(
      text: polynomial.text(names, powers), level: isAtom ? Code.atom : terms.count == 1 ? Code.product : Code.sum)
  }

  private mutating func whole(_ values: [Int], _ isComment: Bool) -> Code? {
    guard let (polynomial, divisor) = lattice.quotient(through: values) else { return nil }
    if !isComment { used.formUnion(polynomial.usedLetters) }
    let code = code(polynomial, isComment ? .signs : .products)
    if divisor == 1 { return code }
    if isComment {
      return Code(text: "\(code.bracketed(below: Code.atom))/\(divisor)", level: Code.product)
    }
    return dialect.quotient(Code(text: code.text, level: Code.sum), divisor)
  }

  /// Returns a polynomial as a number of floating point.
  private func number(_ polynomial: SizePolynomial) -> Code {
    let terms = polynomial.terms
    if terms.allSatisfy({ $0.coefficient > 0 }) { return dialect.asNumber(code(polynomial)) }
    // A whole number without a sign would not go below 0.
    var text = ""
    for term in terms {
      var factors = zip(names, term.powers).flatMap { name, power in
        [String](repeating: dialect.asNumber(Code(text: name)).bracketed(below: Code.product), count: power)
      }
      let size = Double(term.coefficient.magnitude)
      if size != 1 || factors.isEmpty { factors.insert(dialect.number(size).text, at: 0) }
      let sign = term.coefficient < 0 ? (text.isEmpty ? "-" : " - ") : text.isEmpty ? "" : " + "
      text += sign + factors.joined(separator: "*")
    }
    return Code(text: text, level: Code.sum)
  }

  private mutating func number(_ values: [Double]) -> Code? {
    guard let ratio = SizeRatio(values, lattice) else { return nil }
    used.formUnion(ratio.numerator.usedLetters.union(ratio.denominator.usedLetters))
    let (top, bottom) = (ratio.numerator.number == 1, ratio.denominator.number == 1)
    let (numerator, denominator) = (self.number(ratio.numerator), self.number(ratio.denominator))
    func product(_ factor: Code) -> Code {
      if ratio.factor == 1 { return factor }
      return Code(
        text: "\(dialect.number(ratio.factor).text)*\(factor.bracketed(below: Code.atom))", level: Code.product)
    }
    func quotient(_ numerator: Code, _ denominator: Code) -> Code {
      Code(
        text: "\(numerator.bracketed(below: Code.product))/\(denominator.bracketed(below: Code.atom))",
        level: Code.product)
    }
    if ratio.isRoot {
      if bottom { return product(dialect.root(numerator)) }
      if top { return quotient(dialect.number(ratio.factor), dialect.root(denominator)) }
      return product(dialect.root(quotient(numerator, denominator)))
    }
    if bottom { return product(numerator) }
    return quotient(top ? dialect.number(ratio.factor) : product(numerator), denominator)
  }
}
