extension Primitive {
  /// The primitive's row over numbers.
  package var gate: Gate<Double> { Gate<Double>.table[Int(rawValue)] }

  /// Returns the function of a name, or of an alias; nil if there is none.
  ///
  /// The table is searched: an index of it would take a single call longer to make than to go without.
  package static func named(_ name: String) -> Primitive? {
    let table = Gate<Double>.table
    return allCases.first { table[Int($0.rawValue)].isSpelled(name) }
  }

  /// The names that can stand before a bracket.
  package static var functionNames: [String] { allCases.flatMap { $0.gate.spellings } }

  /// The primitives that a user can call, in the order of the table.
  package static var callable: [Primitive] { allCases.filter { $0.callName != nil } }

  /// The name of the function or the sign of the operator; for a factor of a derivative, which the language has no name
  /// for, that of its row: `sech_squared`.
  package var shownName: String {
    if !gate.name.isEmpty { return gate.name }
    return "\(self)".reduce(into: "") { $0 += $1.isUppercase ? "_" + $1.lowercased() : String($1) }
  }

  /// The name by which a formula writes a hidden operation on arrays; the shown one for any other.
  var writtenName: String {
    if case .named(let name) = arrayNotation { return name }
    if case .callWithWindows(_, let name?) = arrayNotation { return name }
    return shownName
  }

  /// The name that stands before a bracket; nil for operators and hidden primitives.
  package var callName: String? { gate.spellings.first }

  /// A Boolean value indicating whether its value is a truth value.
  package var isCondition: Bool { Primitive.less.rawValue...Primitive.not.rawValue ~= rawValue }

  /// A Boolean value indicating whether it is the list of the syntax, `[a, b]`.
  var isList: Bool { self == .stack }

  /// A Boolean value indicating whether it is the subscript of the syntax, `a[i]`.
  var isPart: Bool { self == .slice }

  /// A Boolean value indicating whether it is a gate of which several are one operation that goes by the order of
  /// elements.
  var isPartOfOrder: Bool { self == .firstGreatest || self == .firstLeast }

  /// A Boolean value indicating whether the value is that of the operand, though nothing goes back to it.
  var keepsValue: Bool { self == .stop }

  /// A Boolean value indicating whether it takes parts of an array at indices.
  var isGather: Bool { self == .gather }

  /// Returns a Boolean value indicating whether nothing goes back to an operand, which stays as it is where others move.
  @inline(__always)
  package func holds(_ place: Int) -> Bool {
    self == .stop || self == .lastOccurrence || self == .order || self == .placesOfLeaders
      || place == 1 && (self == .gather || self == .scatterSum)
  }

  /// A Boolean value indicating whether nothing goes back to one of its operands.
  @inline(__always)
  var holdsAnOperand: Bool { holds(1) }

  /// A Boolean value indicating whether it is a sum, a difference, a product, a quotient or a negative.
  var isArithmetic: Bool { Primitive.add.rawValue...Primitive.negate.rawValue ~= rawValue }

  /// A Boolean value indicating whether it is x^y, or its slope in x.
  var isPower: Bool { self == .power || self == .powerSlope }

  /// A Boolean value indicating whether it is a sum, a difference, a product or a quotient.
  var isArithmeticOfTwo: Bool { Primitive.add.rawValue...Primitive.divide.rawValue ~= rawValue }

  /// A Boolean value indicating whether it compares two numbers.
  var isComparison: Bool { Primitive.less.rawValue...Primitive.notEqual.rawValue ~= rawValue }

  // One field of the row is read at a time from here on: a copy of all of it costs more than most operations.

  /// The shapes that its arguments may have.
  package var signature: Signature { Gate<Double>.table[Int(rawValue)].signature }
  var arity: Arity { Gate<Double>.table[Int(rawValue)].arity }
  /// A Boolean value indicating whether it has a definition to be shown.
  var hasDefinition: Bool { Gate<Double>.table[Int(rawValue)].shownDefinition != nil }
  /// A Boolean value indicating whether it is the least or the greatest of its operands.
  var isExtremum: Bool {
    if case .extremum = Gate<Double>.table[Int(rawValue)].derivative { true } else { false }
  }

  /// A Boolean value indicating whether the value is exact: one of the operands, or a whole number.
  var neverRounds: Bool {
    let row = Gate<Double>.table[Int(rawValue)]
    return isCondition
      || (row.kink != nil && (row.selects || row.derivative.isNone || Identities.magnitudes.contains(self)))
  }

  /// A Boolean value indicating whether every reader knows the gate, so that it needs no form.
  var isElementary: Bool {
    switch Gate<Double>.table[Int(rawValue)].computation {
    case .native: true
    case .form, .formAndValue: false
    case .array(let form): !form.isComposition
    }
  }
  /// The way it is written in emitted code; nil for a composition of more elementary gates, and for arrays.
  var spelling: SourceSpelling? {
    if case .native(_, let spelling) = Gate<Double>.table[Int(rawValue)].computation { spelling } else { nil }
  }
  /// A Boolean value indicating whether the C library has the value -0 at -0, and the gate 0.
  var differsAtNegativeZero: Bool { if case .libraryButAtNegativeZero? = spelling { true } else { false } }
  /// A Boolean value indicating whether the value is certain to be nan where an operand is.
  var keepsNaN: Bool { !isArray && !isCondition && !Gate<Double>.table[Int(rawValue)].losesNaN }
  /// A Boolean value indicating whether the value can be -0.
  var hasNegativeZero: Bool { !Gate<Double>.table[Int(rawValue)].isNeverNegativeZero }
  var isSymmetric: Bool { Gate<Double>.table[Int(rawValue)].isSymmetric }
  /// A Boolean value indicating whether it is a function of one number.
  var isUnary: Bool { if case .unary = Gate<Double>.table[Int(rawValue)].value { true } else { false } }
  /// A Boolean value indicating whether it takes any number of operands.
  var isWide: Bool { if case .many = Gate<Double>.table[Int(rawValue)].value { true } else { false } }
}

extension Gate {
  /// The names of a function; an operator's sign and the words `and`, `or`, `not` are none.
  package var spellings: [String] {
    switch notation {
    case .function, .postfix: isHidden ? [] : [name] + aliases
    case .infix, .prefix: aliases
    }
  }

  /// Returns a Boolean value indicating whether a name is one of these.
  fileprivate func isSpelled(_ spelling: String) -> Bool {
    switch notation {
    case .function, .postfix: !isHidden && (name == spelling || aliases.contains(spelling))
    case .infix, .prefix: aliases.contains(spelling)
    }
  }
}
