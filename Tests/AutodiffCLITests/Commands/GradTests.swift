import Testing

@testable import AutodiffCLI

@Suite struct GradTests {
  @Test func answersAsTheManualSays() {
    let run = CommandRun(["grad", "x1*x2 + sin(x1)", "--at", "x1=2,x2=3"])
    #expect(run.out == "f = 6.909297426825682\ndf/dx1 = 2.5838531634528574\ndf/dx2 = 2\n")
    #expect(run.error == "")
    #expect(run.status == .answered)
  }
}
