extension Primitive {
  package var gate: Gate<Double> { Gate<Double>.table[Int(rawValue)] }

  /// The function of that name, aliases included.
  package static func named(_ name: String) -> Primitive? { byName[name] }

  /// Every name that can stand before a bracket.
  package static var functionNames: [String] { Array(byName.keys) }

  /// Those a user can call, in the order of the table.
  package static var callable: [Primitive] { allCases.filter { $0.callName != nil } }

  /// The name that stands before the bracket; nil for operators and hidden rows.
  package var callName: String? { gate.spellings.first }

  var isUnary: Bool { if case .unary = gate.value { true } else { false } }
  var isWide: Bool { if case .many = gate.value { true } else { false } }

  private static let byName: [String: Primitive] = {
    var names: [String: Primitive] = [:]
    for primitive in allCases {
      for name in primitive.gate.spellings { names[name] = primitive }
    }
    return names
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
