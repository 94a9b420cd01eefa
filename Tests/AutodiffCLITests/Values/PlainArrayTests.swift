import AutodiffCore
import Testing

@testable import AutodiffCLI

/// The oracle is the way that every other value takes: the parser, lowering and evaluation.
@Suite struct PlainArrayTests {
  private func plain(_ text: String) -> (name: String, value: Tensor)? {
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBufferPointer { bytes in
      PlainArray.read(bytes).map { (String(decoding: bytes[$0.name], as: UTF8.self), $0.value) }
    }
  }

  @Test(arguments: [
    "[1]", "[1, 2, -3]", "[[1, 2.5], [-3e-4, .5]]", "[[1],[2],[3]]", "[[[1,2]],[[3,4]]]", "[ [1 ,2]\n,\t[3,\r\n4] ] ",
    "[[[[[[[[1]]]]]]]]", "[-0, 1.]",
  ])
  func areReadAsByTheParser(_ text: String) throws {
    let own = try #require(plain("W_1=\(text)"))
    #expect(own.name == "W_1")
    let value = try Constant.value(of: try DeepStack.parse(SourceText(text), limits: Limits())) { .max }
    #expect(own.value.shape == value.shape)
    #expect(own.value.elements.map(\.bitPattern) == value.elements.map(\.bitPattern))
  }

  @Test(arguments: [
    "x=1", "x=[]", "x=[1,]", "x=[1", "x=[1]]", "x=[[1,2],[3]]", "x=[1,[2]]", "x=[[1],2]", "x=[1;2]", "x=[1 2]",
    "x=[pi]", "x=[1+1]", "x=[1]+1", "x=[- 1]", "x=[1e999]", "2x=[1]", "=[1]", "x y=[1]", "x=[[1],[[2]]]", "x[1]=[2]",
    "x=[[[[[[[[[1]]]]]]]]]", "x==[1]", "",
  ])
  func areLeftToTheParser(_ text: String) {
    #expect(plain(text) == nil)
  }

  @Test func areValuesOfNames() {
    let files = ["v": Array("W=[[1, 2],\n [3, 4]]\nb=[5, 6] # two\nif=[1]\n".utf8)]
    let run = CommandRun(typed: "eval sum(W@b) --at @v", in: .init(files: files))
    #expect(run.out.isEmpty && run.error.contains("if"))
    #expect(CommandRun(typed: "eval sum(W@b) W=[[1,2],[3,4]],b=[5,6]").out == "f = 56\n")
    #expect(CommandRun(typed: "eval sum(b) b=[1,2] b=[3]").error.contains("more than one value for b"))
  }
}
