/// The parts of the language that are no functions, a row each.
///
/// Operators and constants are those of the tables that the program goes by; only their examples stand here.
package enum LanguageTable {
  /// The statements.
  package static var statements: [LanguageEntry] {
    [
      LanguageEntry(
        "q = x + y", ["=", "assignment"], "a name for a part",
        [
          ("derivative", "goes through the name to the inputs that it is made of"),
          ("again", "a name that is assigned again has the new value from there on"),
          ("value", "that of the right side; that of the program is the last statement's"),
        ], example: "q = 2 + 3; q*q", is: "25"),
      LanguageEntry(
        "a, b = b, a  x[2] = 5  s += q", ["+=", "-=", "*=", "/=", "part", "x[2] = 5"],
        "several names, a part of an array, an update",
        [
          ("derivative", "what was replaced receives none"),
          ("right side", "a list, one call of a function that ends in one, or an array's elements or rows"),
          ("a part", "takes a value of its shape, or one that is repeated to fill it"),
        ], example: "a, b = 1, 2; a, b = b, a; x = [1, 2]; x[2] = 5; x[1] += a; x", is: "[3, 5]"),
      LanguageEntry(
        "square(u) = u^2", ["function", "def"], "a function of your own",
        [
          ("derivative", "that of its body, as if it stood where the function is called"),
          ("limits", "no function calls itself"),
        ], example: "square(u) = u^2; square(3)", is: "9"),
      LanguageEntry(
        "f(u) = { v = u^2; v + 1 }", ["block", "{", "}"], "with a block, whose names are its own",
        [
          ("results", "several, if it ends in a list: s, p = f(2)"),
          ("arguments", "functions, too, for parameters that it calls: twice(g, u) = g(g(u)); twice(sin, 1)"),
        ], example: "f(u) = { v = u^2; v + 1 }; twice(g, u) = g(g(u)); twice(f, 1)", is: "5"),
      LanguageEntry(
        "for i = 1 to 3 { … }", ["for", "to", "step"], "repeats the block with i = 1, 2, 3",
        [
          ("derivative", "that of all rounds, one after the other; i is a constant"),
          ("bounds", "whole numbers that do not depend on inputs; both are included"),
          ("step", "for i = 9 to 1 step -2 { … } takes another distance"),
          ("value", "that of the last statement that was run"),
        ], example: "s = 0; for i = 1 to 3 { s = s + i^2 }", is: "14"),
      LanguageEntry(
        "for v in x { … }  break", ["in", "break"], "for each element or row; ends the loop",
        [("derivative", "that of all rounds, one after the other")],
        example: "s = 0; for v in [1, 2, 3, 4] { if v > 3 { break }; s += v^2 }; s", is: "14"),
      LanguageEntry(
        "while q > 1 { … }", ["while"], "repeats it as long as the condition holds",
        [
          ("derivative", "that of the rounds that were run"),
          ("at edges", "where the condition turns, both sides' derivatives are told"),
        ], example: "q = 10; while q > 1 { q = q/2 }", is: "0.625"),
      LanguageEntry(
        "if q > 1 { … } else { … }", ["if", "else"], "runs one of the blocks; also else if",
        [
          ("derivative", "that of the block that was run"),
          ("at edges", "where the condition turns, both sides' derivatives are told"),
          ("as a value", "if(condition, a, b) chooses between two values"),
        ], example: "q = 3; if q > 1 { q^2 } else { 1 }", is: "9"),
      LanguageEntry(
        "a, b, c", [","], "several outputs: the array [a, b, c]",
        [("derivative", "a row for each output: jacobian, jvp and vjp")], example: "2*3, 2 + 3", is: "[6, 5]"),
      LanguageEntry(
        "a; b  # …", [";", "#"], "ends a statement, as a new line does; a comment", [],
        example: "2; 3  # three", is: "3"),
    ]
  }

  /// The notation of arrays.
  package static var arrays: [LanguageEntry] {
    let transpose = FunctionDescription(Operator.transpose.primitive)
    return [
      LanguageEntry(
        "[1, 2, 3]  [1, 2; 3, 4]", ["[", "]"], "a vector; a matrix of two rows, also [[1, 2], [3, 4]]",
        [("derivative", "goes to each element")], example: "[[1, 2], [3, 4]]*10", is: "[[10, 20], [30, 40]]"),
      LanguageEntry(
        "x[1]  W[1,2]  W[1]", ["index", "x[1]", "x[i]"], "an element, a row; indices count from 1",
        [("derivative", "goes to that element, and is 0 for the others")], example: "[5, 6, 7][2]", is: "6"),
      LanguageEntry(
        "x[i]  U[ids]  W[r, c]", ["gather", "U[ids]"], "elements or rows by data; r and c pair by pair",
        [
          ("indices", "whole numbers from 1 on, inputs among them; else an error, and in a table a bad row"),
          ("derivative", "adds up where an index repeats; none goes to the index"),
          ("set", "x[ids] = y keeps the last of equal indices, x[ids] += y adds each"),
        ], example: "ids = [3, 1, 1]; [5, 6, 7][ids]", is: "[7, 5, 5]"),
      LanguageEntry(
        "x[2:4]  x[2:]  W[:,1]", [":", "slice"], "a part, both ends included; a column",
        [("derivative", "goes to those elements, and is 0 for the others")], example: "[5, 6, 7][2:]", is: "[6, 7]"),
      LanguageEntry(
        "A'", [sign(Operator.transpose.primitive), "ᵀ"], transpose.summary,
        transpose.facts.filter { $0.title != "also" },
        example: "[[1, 2], [3, 4]]'", is: "[[1, 3], [2, 4]]"),
      LanguageEntry(
        "sum(A, axis=2)", NamedArgument.allCases.map(\.rawValue) + ["named argument"],
        "arguments with names stand last; also keepdims=1",
        [
          ("derivative", "none: whole numbers that do not depend on inputs"),
          ("axis", "the axis that is gone along: 1 over rows, 2 over columns, up to 8"),
          ("keepdims", "keeps an axis that is summed over, with length 1"),
          ("seed", "another row of random numbers: randn(3, seed=2)"),
        ], example: "sum([[1, 2], [3, 4]], axis=2, keepdims=1)", is: "[[3], [7]]"),
      LanguageEntry(
        "length(x)  size(A, k)", ShapeFunction.allCases.map(\.rawValue),
        "lengths, which are constants; also rows, cols",
        [("derivative", "none")] + ShapeFunction.allCases.map { ($0.rawValue, $0.summary) },
        example: "W = zeros(2, 3); rows(W) + 10*size(W, 2)", is: "32"),
    ]
  }

  /// The derivative inside a program.
  package static var derivatives: [LanguageEntry] {
    [
      LanguageEntry(
        "diff(expression, x)", [DifferentiatedNames.function], "derivative of a number by the value of a name",
        [
          ("name", "an input, a parameter, or a name that is assigned; the result has its shape"),
          ("derivative", "goes on through it, to any depth: diff(diff(u^3, u), u)"),
          ("constants", "all that was not computed from the name; stop(x) has the value of x and is one, too"),
        ], example: "u = 3; diff(u^2, u)", is: "6"),
      LanguageEntry(
        "root(expression, u, start)", [RootCalls.function], "the u at which an expression is 0, by Newton's method",
        [
          ("name", "one of its own, local to the expression: a number, or a vector for as many equations"),
          ("start", "the value from which the search begins; the result has its shape"),
          ("derivative", "implicit, by one linear solve and to any order; the start has none"),
        ], example: "root(u^2 - 9, u, 1)", is: "3"),
    ]
  }

  /// The operators, the loosest first.
  package static var operators: [LanguageEntry] {
    operatorPrimitives.compactMap { primitive in
      guard let example = example(primitive) else { return nil }
      let function = FunctionDescription(primitive)
      let names = [sign(primitive)] + otherSigns(primitive)
      // A condition is no value, and has neither derivative nor domain.
      let facts = primitive.isCondition ? [("derivative", "none: it only decides")] : function.facts
      return LanguageEntry(
        form(primitive, function), names, function.summary, [("binds", bindingText(primitive))] + facts,
        example: example.program, is: example.value)
    }
  }

  /// The constants.
  package static var constants: [LanguageEntry] {
    let summaries = [
      "pi": "the circumference of a circle over its diameter", "tau": "the circumference of a circle over its radius",
      "e": "the base of natural logarithms", "inf": "infinity, greater than every number",
    ]
    let all = Lowering.constants
    return all.compactMap { constant in
      guard let summary = summaries[constant.name] else { return nil }
      let names = [constant.name] + all.filter { $0.value == constant.value && $0.name != constant.name }.map(\.name)
      return LanguageEntry(
        names.joined(separator: ", "), names, summary,
        [("derivative", "0"), ("hidden", "by a name that the program assigns, or that is given a value")],
        example: constant.name, is: NumberText()(constant.value))
    }
  }

  /// All rows.
  package static var all: [LanguageEntry] { statements + operators + arrays + derivatives + constants }

  /// Returns the rows of a word or a sign.
  package static func named(_ name: String) -> [LanguageEntry] { all.filter { $0.names.contains(name) } }

  /// Returns the function that a mathematical sign such as `√` stands for; nil for others.
  package static func function(of sign: String) -> Primitive? {
    mathematicalSigns.first { $0.character == sign }.flatMap { Primitive.named($0.sign) }
  }
}
