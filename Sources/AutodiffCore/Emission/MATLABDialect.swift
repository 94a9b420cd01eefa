/// MATLAB, as Octave runs it too.
enum MATLABDialect: LeanDialect {
  static let comment = "%"

  static func number(_ value: Double) -> Code {
    if value.isNaN { return Code(text: "NaN") }
    if value.isInfinite { return value > 0 ? Code(text: "Inf") : Code(text: "-Inf", level: Code.prefix) }
    return literal(value)
  }

  static func library(_ name: String) -> String {
    if name == "fabs" { return "abs" }
    if name == "fmod" { return "rem" }
    if helpers[name + "_of"] != nil || lackedRoutines.contains(where: { $0.name == name }) { return name + "_of" }
    return name
  }

  /// The routines' names are apart from those of the functions that there are.
  static func routine(_ name: String) -> String { name + "_of" }

  /// The error functions are there already.
  static let lackedRoutines = Routine.ofLibrary.filter { !$0.name.hasPrefix("erf") }

  static func operatorSign(_ primitive: Primitive) -> String {
    primitive == .notEqual ? "~=" : primitive.gate.name
  }

  static func choice(_ condition: Code, _ value: Code, _ other: Code) -> Code {
    Code(text: "choose(\(condition.text), \(value.text), \(other.text))")
  }

  static func needs(_ text: String) -> [String] { text.includes("choose(") ? ["choose"] : [] }

  static func connective(_ primitive: Primitive, _ operands: [Code]) -> Code {
    if primitive == .not { return Code(text: "~" + operands[0].bracketed(below: Code.atom), level: Code.prefix) }
    return CDialect.connective(primitive, operands)
  }

  static func isNaN(_ operand: Code, negated: Bool) -> Code {
    Code(text: "\(negated ? "~" : "")isnan(\(operand.text))", level: negated ? Code.prefix : Code.atom)
  }

  // MARK: Arrays

  static let clearsArrays = true

  static func constantArray(_ name: String, _ values: [Double]) -> [String] {
    let rows = table(values, indent: "    ").split(separator: "\n").map { "\($0) ..." }
    return ["\(name) = [ ..."] + rows + ["];"]
  }

  static func element(_ array: String, _ place: String) -> String { "\(array)(\(counted(place)))" }

  /// Places are counted from 1.
  private static func counted(_ place: String) -> String {
    let parts = place.split(separator: " ")
    // The last part of a sum may be a number.
    guard let last = parts.last, let number = Int(last), parts.count == 1 || parts[parts.count - 2] == "+" else {
      return place + " + 1"
    }
    return (parts.dropLast().map(String.init) + [String(number + 1)]).joined(separator: " ")
  }

  // MARK: Names

  static let reserved: Set<String> = CDialect.words(
    """
    break case catch classdef continue else elseif end for function global if otherwise parfor persistent return spmd
    switch try while until do unwind_protect unwind_protect_cleanup end_try_catch end_unwind_protect endif endfor
    endwhile endfunction endswitch endparfor endclassdef endenumeration endevents endmethods endproperties endspmd
    enumeration events methods properties __FILE__ __LINE__
    NaN Inf eps ans pi true false zeros reshape size numel choose isnan isfinite isreal abs rem floor ceil fix max log2
    erf erfc hypot atan2 sin cos tan atan sinh cosh tanh asinh exp expm1 nthroot
    x gradient i j k l m n result
    """
  ).union(Routine.all.map { routine($0.name) }).union(lackedRoutines.map { routine($0.name) }).union(helpers.keys)

  /// Names begin with a letter.
  static func isCompilers(_ name: String) -> Bool { name.hasPrefix("_") }
  static func isReserved(_ function: String) -> Bool { isCompilers(function) || reserved.contains(function) }
}
