/// A program as written: its nodes in one array, operands before the node that uses them.
///
/// Post-order makes every pass a loop over a range, with no recursion and no stack to overflow.
package struct SyntaxTree: Sendable {
  package struct Node: Sendable {
    package enum Kind: UInt8, Sendable {
      /// `payload` counts in `numbers`.
      case number
      /// `payload` is a name's number.
      case name
      /// `payload` is the place among the parameters of the function being defined.
      case parameter
      /// `payload` is an `Operator`.
      case operation
      /// `payload` is the function's name.
      case call
      /// An array of its operands; a matrix is a list of its rows.
      case list
      /// The array, then the expressions of each selector in order; `payload` counts in `selectors`.
      case `subscript`
      /// Marks its one operand as what a call's last argument `axis=…` says.
      case axis
    }

    private var kindAndCount: UInt32
    package var payload: UInt32
    package var span: Span

    package init(_ kind: Kind, _ payload: UInt32, count: Int = 0, span: Span) {
      kindAndCount = UInt32(kind.rawValue) | UInt32(truncatingIfNeeded: count) << 8
      self.payload = payload
      self.span = span
    }

    package var kind: Kind { Kind(rawValue: UInt8(truncatingIfNeeded: kindAndCount)) ?? .number }
    /// How many operands precede it.
    package var count: Int { Int(kindAndCount >> 8) }

    /// As many operands as a node can count.
    package static let operandLimit = 1 << 24 - 1
  }

  /// A function of the user's: inlined where it is called.
  package struct Definition: Sendable {
    package var name: NameTable.ID
    package var parameters: [NameTable.ID]
    package var body: Range<Int>
  }

  package struct Statement: Sendable {
    package enum Kind: Sendable {
      case expression
      case assignment(NameTable.ID)
      case definition(Int)
      /// `nodes` are the lower bound's, `high` the upper one's.
      case loop(NameTable.ID, high: Range<Int>)
      /// `nodes` are the condition's.
      case whileLoop
      /// `nodes` are the condition's; from `alternative` on the statements are those of `else`.
      case branch(alternative: Int)
    }

    package var kind: Kind
    package var nodes: Range<Int>
    /// The name on the left of `=`, the head of a loop or branch, else the whole expression.
    package var span: Span
    /// The number of the next statement beside this one: what a loop or branch holds comes before it.
    package var next: Int
  }

  package var names = NameTable()
  package var numbers: [Double] = []
  /// What stands in the brackets of a subscript, between its commas.
  package var selectors: [[Selector]] = []
  package var nodes: [Node] = []
  package var definitions: [Definition] = []
  /// Each block's statements follow the loop or branch that holds them.
  package var statements: [Statement] = []

  /// Whether which statements are run may depend on values.
  package var decides: Bool {
    statements.contains {
      switch $0.kind {
      case .whileLoop, .branch: true
      case .expression, .assignment, .definition, .loop: false
      }
    }
  }
}

/// One place of a subscript: an index takes one expression, a range those of its ends that are written.
package enum Selector: Equatable, Sendable {
  case index
  case range(hasLow: Bool, hasHigh: Bool)
}

/// The operators and connectives of the language.
package enum Operator: UInt8, Sendable {
  case add, subtract, multiply, divide, matrixMultiply, power, negate, root, transpose
  case less, lessEqual, greater, greaterEqual, equal, notEqual, and, or, not
}
