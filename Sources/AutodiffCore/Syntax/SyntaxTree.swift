/// The syntax tree of a program as written: its nodes in one array, operands before the node that uses them.
///
/// Post-order makes every pass a loop over a range, with no recursion and no stack to overflow.
package struct SyntaxTree: Sendable {
  /// A node of the tree: a number, a name, or an operation on the operands whose nodes precede it.
  package struct Node: Sendable {
    /// The kinds of node, each with the meaning of `payload`.
    package enum Kind: UInt8, Sendable {
      /// A literal; `payload` is its index in `numbers`.
      case number
      /// A variable or constant; `payload` is the number of its name.
      case name
      /// A parameter of the function being defined; `payload` is its place, counted from 0.
      case parameter
      /// The unknown of a call of `root` in the call's own arguments; `payload` is the number of its name.
      case local
      /// An operator applied to its operands; `payload` is the raw value of an `Operator`.
      case operation
      /// A call; `payload` is the number of the function's name.
      case call
      /// An array, whose elements are the operands; a matrix is a list of its rows.
      case list
      /// A part of an array. The operands are the array and the expressions of its selectors in order; `payload` is an
      /// index in `selectors`.
      case `subscript`
      /// The number that an argument with a name, such as `axis=`, gives behind the others of a call: one operand;
      /// `payload` is the number of the `NamedArgument`.
      case named
    }

    private var kindAndCount: UInt32
    /// The index or number that `kind` gives a meaning to.
    package var payload: UInt32
    /// The place in the text.
    package var span: Span

    /// Creates a node.
    ///
    /// - Parameter count: The number of operands, whose nodes are appended before this one.
    package init(_ kind: Kind, _ payload: UInt32, count: Int = 0, span: Span) {
      kindAndCount = UInt32(kind.rawValue) | UInt32(truncatingIfNeeded: count) << 8
      self.payload = payload
      self.span = span
    }

    /// The kind of the node.
    package var kind: Kind { Kind(rawValue: UInt8(truncatingIfNeeded: kindAndCount)) ?? .number }
    /// The number of operands.
    package var count: Int { Int(kindAndCount >> 8) }

    /// The largest number of operands that a node can count.
    package static let operandLimit = 1 << 24 - 1
  }

  /// A function that the program defines; it is inlined where it is called.
  package struct Definition: Sendable {
    /// The number of the function's name.
    package var name: NameTable.ID
    /// The numbers of the parameters' names.
    package var parameters: [NameTable.ID]
    /// The nodes of the value, in which parameters stand for the arguments of a call; if there is a block, its nodes.
    package var body: Range<Int>
    /// The statements of the block; none if the value is an expression. In a block parameters are names.
    package var block: Range<Int>
    /// The names that are the function's own: its parameters, and in a block those that it assigns.
    package var own: [NameTable.ID]
  }

  /// The left side of an assignment: a name, or a part of the array that it stands for.
  package struct Target: Sendable {
    /// The number of the name.
    package var name: NameTable.ID
    /// The nodes of the name and its selectors' expressions, with the subscript that they end in; none for all of it.
    package var part: Range<Int>
    /// The place in the text.
    package var span: Span
  }

  /// A statement of the program.
  package struct Statement: Sendable {
    /// The kinds of statement.
    package enum Kind: Sendable {
      /// An expression, whose value is that of the program if the statement is the last one run.
      case expression
      /// An assignment to a name; `nodes` are those of the value.
      case assignment(NameTable.ID)
      /// An assignment to several names, or to parts of arrays; `nodes` are those of the value, the numbers are those of
      /// `targets`, and the operator is that of `+=` and its like.
      case assignments(Range<Int>, Operator?)
      /// The definition of a function; the number is its index in `definitions`. The statements of its block follow.
      case definition(Int)
      /// A loop `for` over whole numbers; `nodes` are those of the lower bound, `high` those of the upper one, and `step`
      /// those of the distance, none for 1.
      case loop(NameTable.ID, high: Range<Int>, step: Range<Int>)
      /// A loop `for` over the elements of a vector or the rows of a matrix, whose nodes are `nodes`.
      case each(NameTable.ID)
      /// The end of the nearest loop.
      case `break`
      /// A loop `while`; `nodes` are those of the condition.
      case whileLoop
      /// A branch `if`; `nodes` are those of the condition, and the statements from `alternative` on are those of
      /// `else`.
      case branch(alternative: Int)
    }

    /// The kind of the statement.
    package var kind: Kind
    /// The nodes of its expression, as `kind` says.
    package var nodes: Range<Int>
    /// The place that messages point at: the name on the left of `=`, the head of a loop or branch, or else the
    /// expression.
    package var span: Span
    /// The number of the statement behind this one and the statements that it holds as a loop or branch.
    package var next: Int
  }

  /// The names that the program mentions.
  package var names = NameTable()
  /// The literals of the program.
  package var numbers: [Double] = []
  /// The selectors of each subscript, one for each expression or range between its commas.
  package var selectors: [[Selector]] = []
  /// The nodes in post-order.
  package var nodes: [Node] = []
  /// The left sides of assignments that are more than one name.
  package var targets: [Target] = []
  /// The functions that the program defines, in order.
  package var definitions: [Definition] = []
  /// The statements in order of the text: those of a block follow the loop or branch that holds it.
  package var statements: [Statement] = []

  /// A Boolean value indicating whether the statements that are run may depend on values: a program has a `while` or an
  /// `if` with a block.
  package var decides: Bool {
    statements.contains {
      switch $0.kind {
      case .whileLoop, .branch: true
      case .expression, .assignment, .assignments, .definition, .loop, .each, .break: false
      }
    }
  }
}

/// A selector of a subscript: an index takes one expression, a range those of its ends that are written.
package enum Selector: Equatable, Sendable {
  case index
  case range(hasLow: Bool, hasHigh: Bool)
}

/// The operators and connectives of the language.
package enum Operator: UInt8, Sendable {
  case add, subtract, multiply, divide, matrixMultiply, power, negate, root, transpose
  case less, lessEqual, greater, greaterEqual, equal, notEqual, and, or, not
}
