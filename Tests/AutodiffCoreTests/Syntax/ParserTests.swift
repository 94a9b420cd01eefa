import AutodiffTestSupport
import Testing

@testable import AutodiffCore

@Suite(.namesCases) struct ParserTests {
  @Test func values() {
    forEach(
      [
        // Precedence and association.
        ("-2^2", -4), ("(-2)^2", 4), ("2^-1", 0.5), ("2^3^2", 512), ("(2^3)^2", 64), ("2^-2^2", 0.0625), ("--3", 3),
        ("-+-3", 3),
        ("2**3", 8), ("2*3+4*5", 26), ("2+3*4-5", 9), ("10-3-2", 5), ("24/4/2", 3), ("24/4*2", 12), ("2*-3", -6),
        ("-2*3", -6),
        ("2^-3*8", 1), ("6/2*(1+2)", 9), ("1 - -1", 2), ("2@3", 6), ("2 + 3 @ 4", 14), ("-3^2 + 10", 1), ("2 - +3", -1),
        ("((((7))))", 7),
        // Accepted spellings.
        ("3×4", 12), ("12÷4", 3), ("5−2", 3), ("3·4", 12), ("√16", 4), ("√16^2", 16), ("√√16", 2), ("-√4", -2),
        ("2√4", .nan),
        ("3²", 9), ("-3²", -9), ("2³²", 4_294_967_296), ("2²^3", 64), ("√9²", 9), ("2⁻¹", 0.5), ("2^3²", 512),
        ("2*√4", 4),
        ("√(9+7)", 4), ("σ(0)", 0.5), ("sigmoid(0)", 0.5), ("logistic(0)", 0.5), ("ln(1)", 0), ("√abs(-4)", 2),
        // Constants.
        ("pi", .pi), ("π", .pi), ("tau", 2 * .pi), ("e", 2.718281828459045), ("inf", .infinity), ("-inf", -.infinity),
        ("2*π", 2 * .pi),
        // Numbers.
        ("3.", 3), (".5", 0.5), ("2.5E-3", 0.0025), ("1e2^2", 1e4), ("0x", .nan),
        // Conditions: or, and, not, comparisons, from the loosest.
        ("if(1 < 2, 10, 20)", 10), ("if(1 > 2 or 3 > 2, 1, 0)", 1), ("if(not 1 > 2 and 2 > 3, 1, 0)", 0),
        ("if(1 > 2 and 1 > 2 or 2 > 1, 1, 0)", 1), ("if(2 > 1 or 2 > 1 and 1 > 2, 1, 0)", 1),
        ("if((2 > 1 or 2 > 1) and 1 > 2, 1, 0)", 0), ("if(not not 1 < 2, 1, 0)", 1),
        ("if(not (1 < 2 and 2 < 1), 1, 0)", 1),
        ("if(1 + 1 == 2, 1, 0)", 1), ("if(1 ≠ 2, 1, 0)", 1), ("if(2 ≤ 2 and 2 ≥ 2, 1, 0)", 1),
        ("where(1 >= 2, 1, 0)", 0),
        ("if(-1 < 1, 1, 0)", 1), ("if((1 < 2), 1, 0)", 1), ("1 + if(1 < 2, 1, 0)", 2),
        // Statements, comments and newlines.
        ("a = 2; a^3", 8), ("a = 2\na + 1", 3), (";;1;;", 1), ("\n\n1\n\n", 1), ("1 # one", 1), ("# nothing\n1", 1),
        ("a = 3 # three\na", 3), ("1 +\n2", 3), ("2 *\n\n 3", 6), ("(1\n+ 2)", 3), ("max(1,\n 2\n)", 2), ("-\n2", -2),
        ("√\n4", 2),
        ("2^\n3", 8), ("if(1 <\n2, 1, 0)", 1), ("1 + # one\n2", 3), ("(1 # one\n+ 2)", 3), ("a = 5", 5),
        ("a = 1; a = a + 1; a", 2),
        ("x₁ = 4; x1", 4), ("1 \r\n", 1), ("1; 2", 2), ("f(x) = x^2; f(3)", 9), ("f(x, y) = x - y\nf(5, 3)", 2),
      ] as [(String, Double)]
    ) { program, value in
      guard !value.isNaN else {
        #expect(problem(in: program) != nil)
        return
      }
      #expect(number(program) == value)
    }
  }

  @Test func problems() {
    forEach(
      [
        ("2x", .missingOperator(left: "2", right: "x"), 1..<2),
        ("x y", .missingOperator(left: "x", right: "y"), 2..<3),
        ("(x)(y)", .missingOperator(left: ")", right: "("), 3..<4),
        ("x +", .operandExpected(after: "+", found: ""), 3..<3),
        ("", .emptyProgram, 0..<0),
        ("# only a comment", .emptyProgram, 16..<16),
        ("f(x) = x", .noValue, 0..<1),
        ("(x + 1", .unclosedBracket("("), 0..<1),
        ("x + 1)", .unopenedBracket(")"), 5..<6),
        ("(x + 1]", .mismatchedBracket(open: "(", close: "]"), 6..<7),
        ("x = ", .operandExpected(after: "=", found: ""), 4..<4),
        ("1 + (x = 2)", .assignmentInExpression, 7..<8),
        ("3 = x", .assignmentToNonName("3"), 2..<3),
        ("x < 2", .conditionMisplaced(of: ""), 0..<5),
        ("sin(x < 2)", .conditionMisplaced(of: "sin"), 4..<9),
        ("(x < 2) + 1", .conditionMisplaced(of: "+"), 0..<7),
        ("if(x, 1, 2)", .conditionExpected(by: "if"), 3..<4),
        ("if(x and y > 1, 1, 2)", .conditionExpected(by: "and"), 3..<4),
        ("if(1 < x < 2, 1, 0)", .chainedComparison("<"), 9..<10),
        ("f(x, x) = x; f(1, 2)", .duplicateParameter("x"), 5..<6),
        ("sin(x) = x; sin(1)", .builtinRedefined("sin"), 0..<3),
        ("1 + while", .reservedWord("while"), 4..<9),
        ("x ++", .operandExpected(after: "+", found: ""), 4..<4),
        ("x * / y", .operandExpected(after: "*", found: "/"), 4..<5),
        ("frobnicate(x)", .unknownFunction("frobnicate", similar: nil, isVariable: false), 0..<10),
        ("sim(x)", .unknownFunction("sim", similar: "sin", isVariable: false), 0..<3),
        ("sin(x, y)", .wrongArgumentCount(function: "sin", accepts: .exactly(1), given: 2), 0..<9),
        ("sin()", .wrongArgumentCount(function: "sin", accepts: .exactly(1), given: 0), 0..<5),
        ("f(x) = f(x); f(1)", .recursion("f"), 7..<11),
        ("f(a) = a; f(1, 2)", .wrongArgumentCount(function: "f", accepts: .exactly(1), given: 2), 10..<17),
      ] as [(String, Problem.Fact, Range<Int>)]
    ) { program, fact, span in
      let found = problem(in: program)
      #expect(found?.fact == fact)
      #expect(found?.span == Span(span))
    }
  }

  @Test func isRejected() {
    forEach([
      "sin(x", "f(x", "x^", "x,", "@x", "x..y", "if", "if()", "if(x>1)", "√", "x²²y", "not x", "*", "1;;)", "²",
    ]) { (program: String) in
      #expect(problem(in: program) != nil)
    }
  }

  /// Far deeper than the machine's stack would go, were a level to take much of it.
  @Test func manyLevels() throws {
    var limits = Limits()
    limits.nesting = 50
    #expect(throws: Problem.self) { try Parser.parse(SourceText(String(repeating: "(", count: 51)), limits: limits) }
    let nested = String(repeating: "(", count: 50) + "x" + String(repeating: ")", count: 50)
    #expect(throws: Never.self) { try Parser.parse(SourceText(nested), limits: limits) }
  }

  @Test func signsAndSumsNeedNoLevels() throws {
    let count = 100_000
    #expect(number(String(repeating: "-", count: count) + "3") == 3)
    #expect(number(String(repeating: "√", count: count) + "1") == 1)
    #expect(number("1" + String(repeating: "+1", count: count)) == Double(count + 1))
    #expect(number("a=1" + String(repeating: ";a=a+1", count: count)) == Double(count + 1))
  }
}
