extension Primitive {
  package var gate: Gate<Double> { Gate<Double>.table[Int(rawValue)] }

  /// The function of that name, aliases included.
  package static func named(_ name: String) -> Primitive? {
    functions.names.find(name).map { functions.primitives[Int($0)] }
  }

  /// Every name that can stand before a bracket.
  package static var functionNames: [String] { functions.names.all }

  /// Those a user can call, in the order of the table.
  package static var callable: [Primitive] { allCases.filter { $0.callName != nil } }

  /// The name that stands before the bracket; nil for operators and hidden rows.
  package var callName: String? { gate.spellings.first }

  // One field of the row at a time: a copy of all of it costs more than most operations.
  var arity: Arity { Gate<Double>.table[Int(rawValue)].arity }
  var hasExpansion: Bool { Gate<Double>.table[Int(rawValue)].expansion != nil }
  var isUnary: Bool { if case .unary = Gate<Double>.table[Int(rawValue)].value { true } else { false } }
  var isWide: Bool { if case .many = Gate<Double>.table[Int(rawValue)].value { true } else { false } }

  /// A name's number in `names` is its primitive's place in `primitives`. The name table is the one that programs are
  /// read with: a generic dictionary would cost a one-shot call a tenth of its time to set up.
  private static let functions: (names: NameTable, primitives: [Primitive]) = {
    var names = NameTable()
    var primitives: [Primitive] = []
    for primitive in allCases {
      for name in primitive.gate.spellings where names.intern(name) == primitives.count { primitives.append(primitive) }
    }
    return (names, primitives)
  }()
}

extension Gate {
  /// The names of a function: an operator's symbol and the words `and`, `or`, `not` are none.
  package var spellings: [String] {
    switch notation {
    case .function: isHidden ? [] : [name] + aliases
    case .infix, .prefix: aliases
    }
  }
}
