import AutodiffCore

/// Advice where inputs have no value: mostly a name that was misspelt, or a product without its sign.
enum BindingHint {
  /// The constants by the names that other systems give them.
  private static let constants = [
    "pi": "pi", "math_pi": "pi", "tau": "tau", "e": "e", "euler": "e", "exp1": "e", "inf": "inf", "infinity": "inf",
    "infty": "inf",
  ]

  /// Returns the call that a name such as `sinx` runs together; nil for any other name.
  private static func call(in name: String, _ known: Set<String>) -> String? {
    for place in name.indices.dropFirst(2) {
      let (function, rest) = (String(name[..<place]), String(name[place...]))
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      let factor = String(rest.dropFirst(digits.count))
      if !digits.isEmpty, known.contains(factor), Primitive.named(function) != nil {
        return "\(function)(\(digits)*\(factor))"
      }
      let isOperand = known.contains(rest) || (rest.count == 1 && rest.first?.isLetter == true) || Double(rest) != nil
      if isOperand, Primitive.named(function) != nil { return "\(function)(\(rest))" }
    }
    return nil
  }

  static func text(
    _ missing: [String], _ unused: [String], _ given: [String], _ columns: [String]?
  ) -> String? {
    let known = Set(given)
    for name in missing.prefix(10) where name.count < 40 {
      for place in name.indices.dropFirst() where known.contains(String(name[..<place])) {
        guard known.contains(String(name[place...])) else { continue }
        return
          "a product is written \(name[..<place])*\(name[place...]), of matrices \(name[..<place])@\(name[place...])"
      }
    }
    for name in missing.prefix(10) {
      if let similar = unused.first(where: { Similarity.nearest(to: name, among: [$0]) != nil }) {
        return
          "a value is given for \(ProblemText.printable(similar)), which the expression does not use: did you mean \(name)?"
      }
    }
    for name in missing.prefix(10) where name.utf8.count < 100 {
      if let constant = constants[name.lowercased()], unused.isEmpty { return "did you mean \(constant)?" }
      if let call = call(in: name, known) { return "write \(call)" }
    }
    if missing.contains("T"), missing.count == 1 { return "a transpose is written x' or T(x)" }
    let functions = missing.filter { Primitive.named($0) != nil }
    if let function = functions.first { return "a function is written with brackets: \(function)(x)" }
    guard !missing.isEmpty else {
      return columns == nil ? "each name takes one value" : "the table has a column of that name"
    }
    if missing[0].hasSuffix("]") { return "each element of an array takes a column, unless --at gives the array" }
    if let columns {
      if columns.contains(where: { $0.contains("\r") }) {
        return "lines end with carriage returns: tr '\\r' '\\n' makes newlines"
      }
      if columns.count == 1, columns[0].split(separator: " ").count > 1 { return RowProblemText.blanks }
      if columns.allSatisfy({ Double($0) != nil }) {
        return
          "the first line names the columns; --columns \(missing.map { ProblemText.printable($0) }.joined(separator: ",")) is for a table without it"
      }
      return "the table has \(NameList.text(columns, limit: 6)); --at gives what it has not"
    }
    return
      "--at \(missing.prefix(6).map { "\(ProblemText.printable($0))=…" }.joined(separator: ","))\(missing.count > 6 ? ",…" : "")"
  }
}

/// Names in a sentence, as many of them as a person may read.
enum NameList {
  static func text(_ names: [String], limit: Int = 12) -> String {
    let shown = names.prefix(limit).map { ProblemText.printable($0) }.joined(separator: ", ")
    return names.count > limit ? "\(shown), … (\(ProblemText.grouped(names.count)) in all)" : shown
  }
}
