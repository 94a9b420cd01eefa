import AutodiffTestSupport
import Testing

@testable import AutodiffCore

@Suite(.namesCases) struct ParserArrayTests {
  @Test func postOrder() {
    forEach(
      [
        // Lists, in brackets of both kinds and without.
        ("[1]", "1 list1"), ("[a, b, c]", "a b c list3"), ("[a + 1, -b]", "a 1 add b negate list2"),
        ("[a, b; c, d]", "a b list2 c d list2 list2"), ("[a; b; c]", "a list1 b list1 c list1 list3"),
        ("[[a, b], [c, d]]", "a b list2 c d list2 list2"),
        ("[[a, b]; [c, d]]", "a b list2 list1 c d list2 list1 list2"),
        ("[a, b; c]", "a b list2 c list1 list2"), ("[[a], 2]", "a list1 2 list2"), ("[(a)]", "a list1"),
        ("(a, b)", "a b list2"), ("((a, b), c)", "a b list2 c list2"), ("f((a, b))", "a b list2 f()1"),
        ("[(a, b)]", "a b list2 list1"), ("a, b, c", "a b c list3"), ("[a], b", "a list1 b list2"),
        ("q = a, b; q", "a b list2 q"), ("f(x, y) = y, x; f(1, 2)", "p1 p0 list2 1 2 f()2"),
        ("[\na,\nb;\nc,\nd\n]", "a b list2 c d list2 list2"), ("a,\nb", "a b list2"), ("[a # one\n, b]", "a b list2"),
        ("2*[a, b]", "2 a b list2 multiply"), ("[a, b] @ [c, d]", "a b list2 c d list2 matrixMultiply"),
        // Subscripts.
        ("x[1]", "x 1 sub2(i)"), ("x[i, j]", "x i j sub3(i,i)"), ("x[2:4]", "x 2 4 sub3(l:h)"),
        ("x[2:]", "x 2 sub2(l:)"),
        ("x[:3]", "x 3 sub2(:h)"), ("x[:]", "x sub1(:)"), ("W[1, :]", "W 1 sub2(i,:)"), ("W[:, 2]", "W 2 sub2(:,i)"),
        ("W[1:n, 2:]", "W 1 n 2 sub4(l:h,l:)"), ("x[n - 1]", "x n 1 subtract sub2(i)"), ("x[-1]", "x 1 negate sub2(i)"),
        ("x[i[1]]", "x i 1 sub2(i) sub2(i)"), ("x[\n1,\n:\n]", "x 1 sub2(i,:)"), ("[a, b][1]", "a b list2 1 sub2(i)"),
        ("(x)[1]", "x 1 sub2(i)"), ("(a, b)[1]", "a b list2 1 sub2(i)"), ("f(x)[1]", "x f()1 1 sub2(i)"),
        ("f(x)[1][2]", "x f()1 1 sub2(i) 2 sub2(i)"), ("x[[1, 2]]", "x 1 2 list2 sub2(i)"),
        ("[x[1], y[2]]", "x 1 sub2(i) y 2 sub2(i) list2"), ("x[1], y", "x 1 sub2(i) y list2"),
        ("f(x) = x[1]; f(y)", "p0 1 sub2(i) y f()1"),
        // Transposes.
        ("x'", "x transpose"), ("xᵀ", "x transpose"), ("x''", "x transpose transpose"), ("3'", "3 transpose"),
        ("x'[1]", "x transpose 1 sub2(i)"), ("x[1]'", "x 1 sub2(i) transpose"), ("(a + b)'", "a b add transpose"),
        ("[a, b; c, d]'", "a b list2 c d list2 list2 transpose"), ("f(x)'", "x f()1 transpose"),
        ("[a', b']", "a transpose b transpose list2"), ("A' * b", "A transpose b multiply"),
        // They bind tightest.
        ("x[1]²", "x 1 sub2(i) 2 power"), ("x[1]^2", "x 1 sub2(i) 2 power"), ("W'^2", "W transpose 2 power"),
        ("2^x[1]", "2 x 1 sub2(i) power"), ("-x[1]", "x 1 sub2(i) negate"), ("-x'", "x transpose negate"),
        ("√x[1]", "x 1 sub2(i) root"), ("√x'²", "x transpose root 2 power"), ("W@x[1]", "W x 1 sub2(i) matrixMultiply"),
        ("x\n[1]", "x 1 list1"), ("(x\n[1])", "x 1 sub2(i)"),
        // A named argument.
        ("sum(x, axis=1)", "x 1 axis sum()2"), ("sum(x, axis = n - 1)", "x n 1 subtract axis sum()2"),
        ("f(x, y, axis\n=\n2)", "x y 2 axis f()3"), ("sum(x, axis)", "x axis sum()2"), ("axis = 1; axis", "1 axis"),
        ("sum(sum(x, axis=1), axis=2)", "x 1 axis sum()2 2 axis sum()2"),
        ("f(axis) = sum(x, axis=axis); 1", "x p0 axis sum()2 1"),
      ] as [(String, String)]
    ) { (program, nodes) throws in
      let tree = try Parser.parse(SourceText(program))
      #expect(tree.nodes.map { tree.description(of: $0) }.joined(separator: " ") == nodes)
    }
  }

  /// The last node's, and the statement's where it is an expression.
  @Test(
    arguments: [
      (" [a, b] ", 1..<7), (" (a, b) ", 1..<7), (" a, (b) ", 1..<7), ("  x[1] ", 2..<6), ("(x)[1]", 0..<6),
      ("f(x)[1]'", 0..<8), ("x'[1] ", 0..<5), ("[a][1]", 0..<6), ("xᵀ", 0..<4),
    ] as [(String, Range<Int>)])
  func spans(_ program: String, _ span: Range<Int>) throws {
    let tree = try Parser.parse(SourceText(program))
    #expect(tree.nodes.last?.span == Span(span))
    #expect(tree.statements.last?.span == Span(span))
  }

  @Test func spansOfParts() throws {
    let matrix = try Parser.parse(SourceText("[ (a), b; c ]"))
    #expect(matrix.nodes.filter { $0.kind == .list }.map(\.span) == [Span(2, 8), Span(10, 11), Span(0, 13)])
    let call = try Parser.parse(SourceText("sum(x, axis = 1)"))
    #expect(call.nodes.first { $0.kind == .named }?.span == Span(7, 15))
  }

  @Test func problems() {
    forEach(
      [
        ("[]", .emptyArray, 0..<2), ("x + [ ]", .emptyArray, 4..<7), ("[[], 1]", .emptyArray, 1..<3),
        ("x[]", .emptySubscript, 1..<3),
        ("[1, 2,]", .elementMissing(after: ",", found: "]"), 6..<7),
        ("[1,, 2]", .elementMissing(after: ",", found: ","), 3..<4),
        ("[, 1]", .elementMissing(after: "[", found: ","), 1..<2),
        ("[1; 2;]", .elementMissing(after: ";", found: "]"), 6..<7),
        ("[1;; 2]", .elementMissing(after: ";", found: ";"), 3..<4),
        ("[1, ; 2]", .elementMissing(after: ",", found: ";"), 4..<5),
        ("[1,", .elementMissing(after: ",", found: ""), 3..<3),
        ("(x,)", .elementMissing(after: ",", found: ")"), 3..<4),
        ("x,", .elementMissing(after: ",", found: ""), 2..<2),
        ("x,; y", .elementMissing(after: ",", found: ";"), 2..<3),
        ("q = x,\n", .elementMissing(after: ",", found: ""), 7..<7),
        ("x[1,]", .indexMissing(after: ","), 4..<5), ("x[,1]", .indexMissing(after: "["), 2..<3),
        ("x[1:2:3]", .rangeStep, 5..<6), ("x[::2]", .rangeStep, 3..<4), ("x[1::]", .rangeStep, 4..<5),
        ("x[1; 2]", .rowInSubscript, 3..<4), ("x[1:; 2]", .rowInSubscript, 4..<5),
        ("[1:3]", .rangeOutsideSubscript, 2..<3), ("[1, 2; 1:2]", .rangeOutsideSubscript, 8..<9),
        ("(1:3)", .unexpectedWord(found: ":"), 2..<3), ("1:3", .unexpectedWord(found: ":"), 1..<2),
        ("(1; 2)", .unexpectedWord(found: ";"), 2..<3), ("[(1; 2)]", .unexpectedWord(found: ";"), 3..<4),
        ("f(1; 2)", .unexpectedWord(found: ";"), 3..<4),
        // Brackets.
        ("[1, 2", .unclosedBracket("["), 0..<1), ("x[1", .unclosedBracket("["), 1..<2),
        ("x[1:", .unclosedBracket("["), 1..<2),
        ("(1, 2", .unclosedBracket("("), 0..<1), ("[", .operandExpected(after: "[", found: ""), 1..<1),
        ("[1, 2)", .mismatchedBracket(open: "[", close: ")"), 5..<6),
        ("x[1)", .mismatchedBracket(open: "[", close: ")"), 3..<4),
        ("(1, 2]", .mismatchedBracket(open: "(", close: "]"), 5..<6), ("[1]]", .unopenedBracket("]"), 3..<4),
        // What stands side by side.
        ("2[1]", .missingOperator(left: "2", right: "["), 1..<2),
        ("2 [1]", .missingOperator(left: "2", right: "["), 2..<3),
        ("x[1] y", .missingOperator(left: "]", right: "y"), 5..<6),
        ("x' y", .missingOperator(left: "'", right: "y"), 3..<4),
        ("[1 2]", .missingSeparator(left: "1", right: "2", isRow: false), 3..<4),
        ("[a b; c d]", .missingSeparator(left: "a", right: "b", isRow: false), 3..<4),
        ("[1, 2\n3, 4]", .missingSeparator(left: "2", right: "3", isRow: true), 6..<7),
        ("x[1 2]", .missingSeparator(left: "1", right: "2", isRow: false), 4..<5),
        ("[2x]", .missingOperator(left: "2", right: "x"), 2..<3),
        ("[f(x y)]", .missingOperator(left: "x", right: "y"), 5..<6),
        ("f([1, 2] x)", .missingOperator(left: "]", right: "x"), 9..<10),
        ("x²[1]", .postfixAfterPower("["), 3..<4), ("x²'", .postfixAfterPower("'"), 3..<4),
        ("[x²ᵀ]", .postfixAfterPower("ᵀ"), 4..<7),
        ("'x", .unexpectedWord(found: "'"), 0..<1), ("2 + 'x'", .operandExpected(after: "+", found: "'"), 4..<5),
        // Assignments.
        ("x[1]' = 2", .assignmentToNonName("'"), 6..<7), ("[a, b] = 2", .assignmentToNonName("]"), 7..<8),
        ("1, b = 2", .assignmentInExpression, 5..<6), ("[a = 1]", .assignmentInExpression, 3..<4),
        ("max(a = 1, 2)", .assignmentInCall, 6..<7), ("if(a = 1, 2, 3)", .assignmentInExpression, 5..<6),
        ("sum(x, dim=1)", .assignmentInCall, 10..<11),
        ("sum(x, (axis)=1)", .assignmentToNonName(")"), 13..<14),
        ("sum(axis=1)", .namedFirst(.axis, function: "sum"), 4..<8),
        ("f(seed=1, x)", .namedFirst(.seed, function: "f"), 2..<6),
        ("f(x, axis=1, 2)", .unnamedBehind(.axis, function: "f"), 13..<14),
        ("f(x, axis=1, seed=2, y + 1)", .unnamedBehind(.seed, function: "f"), 21..<26),
        ("f(x, axis=1, axis=2)", .namedTwice(.axis, function: "f"), 13..<19),
        ("f(x, axis=1, keepdims=1, axis=2)", .namedTwice(.axis, function: "f"), 25..<31),
        ("f(x, axis=)", .operandExpected(after: "=", found: ")"), 10..<11),
        // Conditions are no elements.
        ("[a < 1]", .conditionMisplaced(of: ""), 1..<6), ("[1, a < 1]", .conditionMisplaced(of: ""), 4..<9),
        ("(a < 1, 2)", .conditionMisplaced(of: ""), 1..<6), ("1, a < 1", .conditionMisplaced(of: ""), 3..<8),
        ("x[a < 1]", .conditionMisplaced(of: ""), 2..<7), ("x[1:a < 1]", .conditionMisplaced(of: ""), 4..<9),
        ("(a < 1)[1]", .conditionMisplaced(of: ""), 0..<7), ("(a < 1)'", .conditionMisplaced(of: ""), 0..<7),
        ("f(x, axis=a < 1)", .conditionMisplaced(of: ""), 10..<15),
        ("if([1], 2, 3)", .conditionExpected(by: "if"), 3..<6),
      ] as [(String, Problem.Fact, Range<Int>)]
    ) { (program, fact, span) throws in
      #expect(throws: Problem(fact, Span(span))) { try Parser.parse(SourceText(program)) }
    }
  }

  @Test func everyBracketNests() throws {
    var limits = Limits()
    limits.nesting = 50
    for (open, close) in [("[", "]"), ("(1,", ")"), ("[1;", "]"), ("x[", "]"), ("x[1:", "]"), ("f(x, axis=", ")")] {
      let nested = { String(repeating: open, count: $0) + "x" + String(repeating: close, count: $0) }
      #expect(throws: Never.self) { try Parser.parse(SourceText(nested(50)), limits: limits) }
      #expect(throws: Problem.self) { try Parser.parse(SourceText(nested(51)), limits: limits) }
    }
  }

  @Test func postfixesAndElementsNeedNoLevels() throws {
    let count = 100_000
    for postfix in ["'", "[1]", "ᵀ[1:2, :]"] {
      let tree = try Parser.parse(SourceText("x" + String(repeating: postfix, count: count)))
      #expect(tree.statements.count == 1)
    }
    for separator in [",", ";"] {
      let tree = try Parser.parse(SourceText("[1" + String(repeating: separator + "1", count: count) + "]"))
      #expect(tree.nodes.last?.count == count + 1)
    }
  }

  @Test func nodesAreSmall() {
    #expect(MemoryLayout<SyntaxTree.Node>.stride == 16)
  }
}

extension SyntaxTree {
  /// A word for a node, as a line of post-order holds it.
  fileprivate func description(of node: Node) -> String {
    switch node.kind {
    case .number: "\(Int(numbers[Int(node.payload)]))"
    case .name: names[node.payload]
    case .parameter: "p\(node.payload)"
    case .local: "local \(names[node.payload])"
    case .operation: Operator(rawValue: UInt8(node.payload)).map { "\($0)" } ?? "?"
    case .call: "\(names[node.payload])()\(node.count)"
    case .list: "list\(node.count)"
    case .subscript:
      "sub\(node.count)(\(selectors[Int(node.payload)].map(\.letters).joined(separator: ",")))"
    case .named: NamedArgument(number: node.payload).rawValue
    }
  }
}

extension Selector {
  fileprivate var letters: String {
    switch self {
    case .index: "i"
    case .range(let hasLow, let hasHigh): (hasLow ? "l" : "") + ":" + (hasHigh ? "h" : "")
    }
  }
}
