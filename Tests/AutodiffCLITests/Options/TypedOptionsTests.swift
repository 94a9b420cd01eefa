import AutodiffCore
import Testing

@testable import AutodiffCLI

/// Options as typed values, read once from the command line.
@Suite struct TypedOptionsTests {
  private static func options(_ line: String) throws -> Options {
    let words = try ShellLine.words(of: line)
    let command = try #require(Commands.named(words[0]))
    let written = try WrittenOptions(command.description, words.dropFirst(), among: Commands.descriptions)
    let options = try Options(mannerOf: written)
    try options.readOthers(of: written)
    return options
  }

  @Test func eachFieldIsFilled() throws {
    let check = try Self.options(
      """
      check -e x*y --at x=1 y=2 --wrt ' y ' --wrt x --shape A=2x3 --shape b=4 --expect x=2 --expect y=1 --random 5 --seed 7 \
      --range 1:2,y=-pi:3 --scheme forward --step 1e-4 --rtol 0 --atol 2 --ties first --digits 3 --strict -q --color never
      """)
    #expect(check.expressions == ["x*y"] && check.bindings == ["x=1", "y=2"] && check.bareBindings == ["y=2"])
    #expect(check.wrt == ["y", "x"])
    #expect(check.shapes.map(\.name) == ["A", "b"] && check.shapes.map(\.shape) == [Shape([2, 3]), Shape([4])])
    #expect(check.claims == ["x=2", "y=1"] && check.random == 5 && check.seed == 7)
    #expect(check.ranges.map(\.input) == [nil, "y"] && check.ranges.map(\.bounds) == [1...2, -Double.pi...3])
    #expect(check.scheme == .forward && check.step == 1e-4)
    #expect(check.tolerance.relative == 0 && check.tolerance.absolute == 2 && check.ties == .first)
    #expect(check.manner.digits == 3 && check.manner.isStrict && check.manner.isQuiet && check.manner.color == .never)
    let descend = try Self.options(
      "descend -f loss --points t.csv --columns x,y --batch 3 --jobs 2 --rate 0.5 --steps 9 --momentum 0.9 --tolerance 1e-3"
    )
    #expect(descend.file == "loss" && descend.points == "t.csv" && descend.columns == "x,y")
    #expect(descend.batch == 3 && descend.threads == 2 && descend.rate == 0.5 && descend.steps == 9)
    #expect(descend.momentum == 0.9 && descend.lossTolerance == 1e-3)
    let emit = try Self.options("emit x --language python --name loss --main --derivative jvp --flat --style gates")
    #expect(
      emit.language == .python && emit.functionName == "loss" && emit.hasMain && emit.derivative == .jvp && emit.isFlat
        && emit.style == .gates && emit.arguments == ["x"])
    let grad = try Self.options("grad x --points - --no-header --keep-going --reduce sum --ascii")
    #expect(!grad.writesNames && grad.keepsGoing && grad.reduction == .sum && grad.manner.isASCII)
    let derive = try Self.options("derive x --order 2 --inline --output 1,2")
    #expect(derive.order == 2 && derive.isInline && derive.output == "1,2")
    let trace = try Self.options("trace x --mode forward --direction x=1,y=[1,2] --direction z=2 --expand")
    #expect(trace.traceMode == .forward && trace.direction == "x=1,y=[1,2],z=2" && trace.expandsFunctions)
    #expect(trace.directionNames.contains("z"))
    #expect(try Self.options("jacobian x --mode reverse").jacobianMode == .reverse)
    #expect(try Self.options("vjp x --cotangent [1,2]").cotangent == "[1,2]")
    #expect(try Self.options("check x --sweep").sweepsSteps)
  }

  /// One answer has other formats than each row of a table, or all of them together.
  @Test(arguments: [
    ("grad x", OutputFormat.text), ("grad x --points t", .csv), ("grad x --points t --reduce mean", .text),
    ("grad x --points t --format npy", .npy), ("check x --points t", .text), ("descend x --rate 1 --points t", .text),
    ("graph x", .dot), ("graph x --format mermaid", .mermaid),
    ("graph x --format svg", .svg),
  ])
  func formats(_ line: String, _ format: OutputFormat) throws {
    #expect(try Self.options(line).format == format)
  }

  /// Rules are data beside the command: they name only options that it has.
  @Test func rulesNameOptionsOfTheirCommand() {
    for command in Commands.descriptions {
      for rule in command.rules {
        let named: [Option] =
          switch rule {
          case .needs(let options, let other): options + [other]
          case .excludes(let option, let others): [option] + others
          case .excludesValues(let option, let other, _): [option, other]
          case .requires(let option): [option]
          case .requiresUnless(let option, let other, _): [option, other]
          }
        #expect(named.allSatisfy(command.allOptions.contains), "\(command.name)")
      }
      let offersRows = command.options.contains(.points) && command.name != "descend"
      #expect(command.rowFormats.isEmpty != offersRows, "\(command.name)")
      #expect(command.rowFormats.allSatisfy(command.formats.contains), "\(command.name)")
    }
  }

  /// The short way from a text to a value gives what the long one gives.
  @Test(arguments: [
    "x=3", "x=-3", "x=-0", "x=0", "x=3.", "x=.5", "x=1e-320", "x=2.5E+3", "x1=12345678901234567890123", "_a=1",
    "x=0.1", "e=2", "to=1", "x=3\r",
  ])
  func plainNumbersNeedNoParser(_ text: String) throws {
    var short = Bindings()
    try short.add(text, as: "--at")
    let tree = try DeepStack.parse(SourceText(text), limits: Limits())
    let value = try Constant.value(of: tree, Limits().freeMemory)
    #expect(BindingText.isBindings(text))
    #expect(short.allNames == [tree.names[0]])
    #expect(short.values.map(\.bitPattern) == [value.scalar?.bitPattern])
    let bytes = Array(text.utf8)
    #expect(bytes.withUnsafeBufferPointer { PlainBinding.read($0, 0..<bytes.count) } != nil)
  }

  /// A word is classified as a parser would: it is a binding where a name alone stands before its only sign.
  @Test(arguments: [
    ("x=3", true), (" x = 3", true), ("(x)=3", true), ("+x=3", true), ("x₁=3,y=[1,2]", true), ("α=@f", true),
    ("x", false), ("x^2", false), ("x[2]=5", false), ("x+=1", false), ("x==1", false), ("f(x)=3", false),
    ("2=3", false), ("=3", false), ("x=3,", false), ("x=3;y=2", false), ("x=1\n", false), ("while=3", false),
    ("not=3", false), ("x y=3", false), ("-x=3", false), ("((x)=3", false), ("#x=3", false), ("x'=2", false),
    ("√x=2", false),
  ])
  func bareArguments(_ word: String, _ isBindings: Bool) {
    #expect(BindingText.isBindings(word) == isBindings)
  }
}
