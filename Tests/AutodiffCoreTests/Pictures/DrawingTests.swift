import AutodiffTestSupport
import Testing

@testable import AutodiffCore

/// Nothing in a drawing lies on anything else, whatever is drawn.
@Suite struct DrawingTests {
  @Test(arguments: SceneBuilder.Orientation.allCases) func nothingOverlaps(
    _ orientation: SceneBuilder.Orientation
  ) throws {
    for seed in 1...150 as ClosedRange<UInt64> {
      var pictures = RandomPictures(seed: seed * 2 + (orientation == .down ? 1 : 0))
      // Most are small, as people draw them; a few have 200 operations.
      let size = seed % 50 == 0 ? 200 : Int(seed) % 30 + 1
      let picture = try pictures.picture(operations: size, marksSaved: seed % 3 == 0)
      var choices = SceneBuilder.Choices()
      choices.orientation = orientation
      choices.showsFlow = seed % 4 == 0
      let scene = try #require(SceneBuilder.scene(of: picture, choices))
      #expect(scene.boxes.count > size)
      let faults = DrawingFaults.all(scene, orientation)
      #expect(faults.prefix(3) == [], "seed \(seed): \(faults.count) faults")
    }
  }

  @Test func theCheckerSees() throws {
    var pictures = RandomPictures(seed: 1)
    var scene = try #require(SceneBuilder.scene(of: try pictures.picture(operations: 12), .init()))
    #expect(DrawingFaults.all(scene, .right).isEmpty)
    let good = scene
    scene.boxes[2].centre = scene.boxes[3].centre
    #expect(
      DrawingFaults.all(scene, .right).contains {
        $0.hasSuffix("lies on box \(scene.boxes[3].id) (\(scene.boxes[3].id))")
      })
    scene = good
    scene.wires[0].points.reverse()
    #expect(DrawingFaults.all(scene, .right).contains { $0.includes("goes back") })
    scene = good
    let label = try #require(scene.wires.lastIndex { !$0.labels.isEmpty })
    scene.wires[label].labels[0].point.y += 8
    #expect(DrawingFaults.all(scene, .right).contains { $0.includes("is crossed by") })
    scene = good
    scene.wires[label].labels[0].point.x -= 10_000
    #expect(DrawingFaults.all(scene, .right).contains { $0.hasSuffix("is not in the picture") })
  }

  @Test func largePicturesAreRefused() throws {
    var graph = Graph()
    var node = try graph.input("x", span: .none)
    for _ in 0..<Picture.mostNodes { node = try graph.unary(.sin, node) }
    graph.output = node
    #expect(Picture.size(of: graph) == Picture.mostNodes + 1)
    #expect(SceneBuilder.scene(of: Picture(graph, number: NumberText()), .init()) == nil)
  }
}
