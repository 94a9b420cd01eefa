/// The drawing of a picture as a scene: it measures boxes and labels, has them laid out, and puts wires, arrows and
/// texts at their places.
///
/// The look is that of the figures of Stanford's course CS231n: the value above a wire, the gradient below it.
package struct SceneBuilder {
  /// The directions in which the layers follow each other.
  package enum Orientation: String, CaseIterable, Sendable {
    case right, down
  }

  /// The choices of a drawing.
  package struct Choices: Sendable {
    package var orientation = Orientation.right
    /// A Boolean value indicating whether wires are as wide and dark as the adjoints along them are great.
    package var showsFlow = false
    /// The way in which numbers of the legend are written.
    package var number = NumberText()
    /// A Boolean value indicating whether texts have room for other numbers, which may be put in their places.
    package var leavesRoom = false
    /// The title, such as the program's text.
    package var title = ""
    /// Creates the usual choices.
    package init() {}
  }

  private let picture: Picture
  private let choices: Choices
  private var graph = WiredBoxes()
  private var boxes: [Scene.Box] = []
  private var number: [String: Int] = [:]
  /// The wires of the picture that are drawn, by their numbers in the layout.
  private var wires: [Picture.Wire] = []
  private let flow: Flow

  /// Returns the scene of a picture.
  ///
  /// - Returns: nil if the picture is too large to be laid out.
  package static func scene(of picture: Picture, _ choices: Choices) -> Scene? {
    guard picture.inputs.count + picture.gates.count <= Picture.mostNodes else { return nil }
    let builder = SceneBuilder(picture, choices)
    var distances = LayeredLayout.Distances()
    if choices.orientation == .down { (distances.inFront, distances.behind, distances.slope) = (20, 10, 4) }
    return LayeredLayout(builder.graph, distances, limit: mostPlaces).map(builder.scene)
  }

  /// The greatest number of places in the layers of a drawing, so that nobody waits for one that is of no use.
  static let mostPlaces = 120_000

  private var isDown: Bool { choices.orientation == .down }

  private init(_ picture: Picture, _ choices: Choices) {
    self.picture = picture
    self.choices = choices
    flow = Flow(picture.wires.compactMap(\.sent))
    let folded = Set(picture.gates.compactMap { $0.folded?.constant })
    for input in picture.inputs { add(input.id, input.name, .input, below: input.total) }
    graph.starts = Array(picture.inputs.indices).filter { index in
      picture.wires.contains { $0.from == picture.inputs[index].id }
    }
    for constant in picture.constants where !folded.contains(constant.id) { add(constant.id, constant.text, .constant) }
    for gate in picture.gates { add(gate) }
    add(Picture.outputID, "f", .output)
    for wire in picture.wires where !folded.contains(wire.from) {
      guard let source = number[wire.from], let target = number[wire.to] else { continue }
      wires.append(wire)
      graph.wires.append(WiredBoxes.Wire(from: source, to: target, label: size(of: wire)))
    }
  }

  // MARK: - Sizes

  /// The width above which a name is abridged, in pixels.
  private static let widestName = 150
  private static let radius = 18.0
  /// The height of a line of small text, in pixels.
  private static let line = 15

  /// Adds a name or a number without an outline.
  private mutating func add(_ id: String, _ name: String, _ role: Scene.Role, below total: String? = nil) {
    let text = TextExtent.abridged(name, to: Self.widestName, size: role.size, isBold: role.isBold)
    let width = role.width(text) + 8
    let sum = total.map { "Σ \($0)" }
    let sumWidth = sum.map { self.width($0, .total) + 8 } ?? 0
    add(
      id, .none(width: Double(width), height: 22), [(text, role)] + (sum.map { [($0, .total)] } ?? []), above: 0,
      below: sumWidth, formula: text == name ? "" : name)
  }

  /// Adds a gate: its sign in a circle or its name in a capsule, with what the program calls its result.
  private mutating func add(_ gate: Picture.Gate) {
    let role = Scene.Role.operation
    let full = gate.folded?.text ?? Picture.drawn(gate.symbol)
    let text = TextExtent.abridged(full, to: Self.widestName, size: role.size)
    let width = Double(role.width(text))
    let outline: Scene.Outline =
      width <= 1.6 * Self.radius ? .circle(radius: Self.radius) : .capsule(width: width + 18, height: 2 * Self.radius)
    let label = gate.label.map { TextExtent.abridged($0, to: Self.widestName, size: Scene.Role.name.size) }
    let sum = gate.total.map { "Σ \($0)" }
    add(
      gate.id, outline,
      [(text, role)] + (label.map { [($0, .name)] } ?? []) + (sum.map { [($0, .total)] } ?? []),
      above: label.map { Scene.Role.name.width($0) } ?? 0,
      below: sum.map { self.width($0, .total) } ?? 0,
      formula: gate.formula)
  }

  /// Adds a box.
  ///
  /// - Parameter above: The width of the text above it, or left of it where layers go down; 0 for none.
  /// - Parameter below: The width of the text below it, or right of it.
  private mutating func add(
    _ id: String, _ outline: Scene.Outline, _ texts: [(text: String, role: Scene.Role)], above: Int, below: Int,
    formula: String
  ) {
    let half = outline.half
    let size: WiredBoxes.Size
    if isDown {
      size = WiredBoxes.Size(
        length: Int((2 * half.y).rounded(.up)), before: Int(half.x.rounded(.up)) + (above > 0 ? above + 6 : 0),
        after: Int(half.x.rounded(.up)) + (below > 0 ? below + 6 : 0))
    } else {
      size = WiredBoxes.Size(
        length: max(Int((2 * half.x).rounded(.up)), above, below),
        before: Int(half.y.rounded(.up)) + (above > 0 ? Self.line : 0),
        after: Int(half.y.rounded(.up)) + (below > 0 ? Self.line : 0))
    }
    number[id] = boxes.count
    graph.boxes.append(size)
    boxes.append(
      Scene.Box(
        id: id, outline: outline, centre: Scene.Point(x: 0, y: 0),
        labels: texts.map {
          Scene.Label(
            text: $0.text, role: $0.role, shows: $0.role == .total ? .total(id) : .box(id),
            point: Scene.Point(x: 0, y: 0), anchor: .middle)
        }, formula: formula))
  }

  /// Returns the width of a number, or of another one that may take its place.
  private func width(_ text: String, _ role: Scene.Role) -> Int {
    max(role.width(text), choices.leavesRoom ? role.width(Self.roomiest) : 0)
  }

  /// A number that takes as much room as most do.
  private static let roomiest = "-0.1234"

  private func size(of wire: Picture.Wire) -> WiredBoxes.Size {
    let (value, gradient) = (
      wire.value.map { width($0, .value) } ?? 0, wire.gradient.map { width($0, .adjoint) } ?? 0
    )
    if isDown {
      let length = value + gradient > 0 ? Self.line + 3 : 0
      return WiredBoxes.Size(
        length: length, before: value > 0 ? value + 6 : 0, after: gradient > 0 ? gradient + 6 : 0)
    }
    let length = max(value, gradient) > 0 ? max(value, gradient) + 6 : 0
    return WiredBoxes.Size(
      length: length, before: value > 0 ? Self.line + 2 : 0, after: gradient > 0 ? Self.line + 2 : 0)
  }

  // MARK: - Places

  private static let margin = 14.0

  /// Returns a point of the layout in the picture.
  private func point(_ along: Double, _ across: Double) -> Scene.Point {
    isDown
      ? Scene.Point(x: Self.margin + across, y: Self.margin + along)
      : Scene.Point(x: Self.margin + along, y: Self.margin + across)
  }

  private func point(_ point: LayeredLayout.Point) -> Scene.Point {
    self.point(Double(point.along), Double(point.across))
  }

  private func scene(_ layout: LayeredLayout) -> Scene {
    var scene = Scene(
      title: choices.title, description: description, width: 0, height: 0, boxes: boxes, wires: [], keptMarks: [],
      legend: [])
    for index in boxes.indices { place(&scene.boxes[index], at: layout.boxes[index]) }
    for stretch in layout.stretches { scene.wires.append(wire(stretch, layout, scene.boxes)) }
    for wire in scene.wires { scene.keptMarks += keptMarks(wire) }
    scene.keptMarks += resultMarks(scene.boxes)
    let extent = point(layout.extent)
    (scene.width, scene.height) = (extent.x + Self.margin, extent.y + Self.margin)
    addLegend(&scene)
    return scene
  }

  /// Puts a box and its texts to their places.
  private func place(_ box: inout Scene.Box, at start: LayeredLayout.Point) {
    let half = box.outline.half
    box.centre = point(Double(start.along) + (isDown ? half.y : half.x), Double(start.across))
    let (left, right) = (box.centre.x - half.x, box.centre.x + half.x)
    for index in box.labels.indices {
      let role = box.labels[index].role
      let baseline = box.centre.y + 0.36 * Double(role.size)
      let isNarrow = box.labels[index].width <= 2 * half.x
      switch role {
      case .name where isDown:
        (box.labels[index].point, box.labels[index].anchor) = (Scene.Point(x: left - 5, y: baseline), .end)
      case .total where isDown:
        (box.labels[index].point, box.labels[index].anchor) = (Scene.Point(x: right + 5, y: baseline), .start)
      case .name:
        box.labels[index].point = Scene.Point(x: isNarrow ? box.centre.x : left, y: box.centre.y - half.y - 5)
        box.labels[index].anchor = isNarrow ? .middle : .start
      case .total:
        let inset = box.outline.isNone ? 4.0 : 0
        box.labels[index].point = Scene.Point(
          x: isNarrow ? box.centre.x : left + inset, y: box.centre.y + half.y + 11)
        box.labels[index].anchor = isNarrow ? .middle : .start
      case .operation, .input, .output, .constant, .value, .adjoint, .legend:
        box.labels[index].point = Scene.Point(x: box.centre.x, y: baseline)
      }
    }
  }

  // MARK: - Wires

  private func wire(_ stretch: LayeredLayout.Stretch, _ layout: LayeredLayout, _ placed: [Scene.Box]) -> Scene.Wire {
    var points = stretch.points.map(point)
    if stretch.beginsAtBox { begin(&points, at: placed[stretch.source], length: graph.boxes[stretch.source].length) }
    if let target = stretch.target { end(&points, at: placed[target]) }
    let sent = stretch.wires.compactMap { wires[$0].sent }
    let strength: Flow.Strength? =
      choices.showsFlow && !sent.isEmpty
      ? flow.strength(sent.dropFirst().reduce(sent[0]) { $0 + $1 }) : nil
    return Scene.Wire(
      source: placed[stretch.source].id, targets: stretch.wires.map { (wires[$0].to, wires[$0].place) },
      points: points, hasTip: stretch.target != nil, parts: stretch.target == nil,
      labels: stretch.target == nil ? [] : stretch.wires.flatMap { labels(wires[$0], at: layout.labels[$0]) },
      flow: strength)
  }

  /// Has a wire begin at the outline of its box.
  private func begin(_ points: inout [Scene.Point], at box: Scene.Box, length: Int) {
    let middle = rim(of: box, offset: 0, isExit: true)
    // A wire first goes along a text that makes the room longer than the outline.
    let isWhole = length <= Int((2 * along(box.outline.half)).rounded(.up))
    guard isWhole, points.count > 1 else { return points.insert(middle, at: 0) }
    points[0] = radial(of: box, towards: points[1], isExit: true) ?? middle
  }

  /// Has a wire end at the outline of its box, with room for the tip of an arrow.
  private func end(_ points: inout [Scene.Point], at box: Scene.Box) {
    guard points.count > 1 else { return }
    let before = points[points.count - 2]
    if let tip = radial(of: box, towards: before, isExit: false) {
      points[points.count - 1] = tip
      return
    }
    // A steep wire would come upon the texts above and below the box: it straightens in front of it.
    let isAfter = across(before) > across(box.centre)
    let tip = rim(of: box, offset: (isAfter ? 0.5 : -0.5) * across(box.outline.half), isExit: false)
    points[points.count - 1] =
      isDown
      ? Scene.Point(x: tip.x, y: box.centre.y - box.outline.half.y - Self.straight)
      : Scene.Point(x: box.centre.x - box.outline.half.x - Self.straight, y: tip.y)
    points.append(tip)
  }

  /// The length of the straight piece in front of a box, in pixels.
  private static let straight = 10.0

  private func along(_ point: Scene.Point) -> Double { isDown ? point.y : point.x }
  private func across(_ point: Scene.Point) -> Double { isDown ? point.x : point.y }

  /// Returns the point of an outline that a straight line from another point to the centre meets; nil if the line is so
  /// steep that it would leave the room in front of the box, or behind it.
  private func radial(of box: Scene.Box, towards other: Scene.Point, isExit: Bool) -> Scene.Point? {
    let (ahead, aside) = (abs(along(other) - along(box.centre)), across(other) - across(box.centre))
    let (reach, half) = (along(box.outline.half), across(box.outline.half))
    switch box.outline {
    case .circle(let radius):
      let sine = max(-0.6, min(0.6, aside / (ahead * ahead + aside * aside).squareRoot()))
      let tip = rim(of: box, offset: sine * radius, isExit: isExit)
      // The place at which the line passes the end of the circle's room.
      let depth = reach - abs(along(tip) - along(box.centre))
      let passage = sine * radius + (aside - sine * radius) * depth / max(1, ahead - reach + depth)
      return abs(passage) <= half ? tip : nil
    case .capsule:
      let offset = max(-0.4, min(0.4, aside / max(1, ahead) * reach / (2 * half))) * half
      return rim(of: box, offset: offset, isExit: isExit)
    case .none:
      return rim(of: box, offset: 0, isExit: isExit)
    }
  }

  /// Returns a point of a box's outline, so many pixels across from its middle.
  private func rim(of box: Scene.Box, offset: Double, isExit: Bool) -> Scene.Point {
    let half = along(box.outline.half)
    let reach: Double =
      if case .circle(let radius) = box.outline { (radius * radius - offset * offset).squareRoot() } else { half }
    let front = isExit ? reach : -reach
    return isDown
      ? Scene.Point(x: box.centre.x + offset, y: box.centre.y + front)
      : Scene.Point(x: box.centre.x + front, y: box.centre.y + offset)
  }

  private func labels(_ wire: Picture.Wire, at middle: LayeredLayout.Point) -> [Scene.Label] {
    let middle = point(middle)
    let (value, adjoint): (Scene.Point, Scene.Point)
    if isDown {
      value = Scene.Point(x: middle.x - 5, y: middle.y + 4)
      adjoint = Scene.Point(x: middle.x + 5, y: middle.y + 4)
    } else {
      value = Scene.Point(x: middle.x, y: middle.y - 5)
      adjoint = Scene.Point(x: middle.x, y: middle.y + 14)
    }
    return [
      wire.value.map {
        Scene.Label(
          text: $0, role: .value, shows: .value(wire.from), point: value,
          anchor: isDown ? .end : .middle)
      },
      wire.gradient.map {
        Scene.Label(
          text: $0, role: .adjoint, shows: .sent(wire.to, place: wire.place), point: adjoint,
          anchor: isDown ? .start : .middle)
      },
    ].compactMap { $0 }
  }

  // MARK: - Kept values

  /// Returns the marks at the ends of a wire for values that the gate it leads to keeps.
  private func keptMarks(_ wire: Scene.Wire) -> [Scene.KeptMark] {
    guard wire.hasTip, wire.points.count > 1, let target = wire.targets.first, let part = kept(target.box)?.operands,
      part.indices.contains(target.place), let kept = part[target.place]
    else { return [] }
    // In front of the arrow, on the last piece of the line.
    let (tip, before) = (wire.points[wire.points.count - 1], wire.points[wire.points.count - 2])
    let (dx, dy) = (before.x - tip.x, before.y - tip.y)
    let length = max(1, (dx * dx + dy * dy).squareRoot())
    let distance = min(15, length)
    return [
      Scene.KeptMark(
        box: target.box, centre: Scene.Point(x: tip.x + dx / length * distance, y: tip.y + dy / length * distance),
        isSide: kept == .side)
    ]
  }

  /// Returns the marks on the rims of gates that keep their results.
  private func resultMarks(_ boxes: [Scene.Box]) -> [Scene.KeptMark] {
    boxes.compactMap { box in
      guard let part = kept(box.id)?.result else { return nil }
      return Scene.KeptMark(box: box.id, centre: rim(of: box, offset: 0, isExit: true), isSide: part == .side)
    }
  }

  private func kept(_ id: String) -> SavedValues? {
    guard let index = number[id] else { return nil }
    let firstGate = boxes.count - 1 - picture.gates.count
    return index >= firstGate && index < boxes.count - 1 ? picture.gates[index - firstGate].saved : nil
  }

  // MARK: - Words

  /// The picture in words, for a reader who does not see it.
  private var description: String {
    let gates = picture.gates.prefix(Self.mostDescribed).map(\.formula)
    let more = picture.gates.count > Self.mostDescribed ? "; … (\(picture.gates.count) operations in all)" : ""
    var sentences = [gates.joined(separator: "; ") + more]
    if let output = picture.wires.last?.value { sentences.append("f = \(output)") }
    if picture.hasGradients {
      let inputs = picture.inputs.prefix(Self.mostDescribed).compactMap { input -> String? in
        let gradient = input.total ?? picture.wires.first { $0.from == input.id }?.gradient
        return gradient.map { "df/d\(input.name) = \($0)" }
      }
      sentences.append(inputs.joined(separator: "; "))
    }
    return sentences.filter { !$0.isEmpty }.map { $0 + "." }.joined(separator: " ")
  }

  private static let mostDescribed = 60

  /// Adds the lines below a picture that say what its marks mean.
  private func addLegend(_ scene: inout Scene) {
    var lines: [(mark: Scene.LegendMark, text: String)] = []
    let hasTotals = picture.inputs.contains { $0.total != nil } || picture.gates.contains { $0.total != nil }
    if picture.hasValues {
      let (first, second) = isDown ? ("left of a wire", "right") : ("above a wire", "below")
      lines.append(
        (
          .none,
          picture.hasGradients
            ? "\(first): the value; \(second): the gradient" + (hasTotals ? "; Σ: its sum over all wires" : "")
            : "\(first): the value"
        ))
    }
    if !scene.keptMarks.isEmpty {
      lines.append((.kept(isSide: false), "kept for the way back"))
      if scene.keptMarks.contains(where: \.isSide) { lines.append((.kept(isSide: true), "only which side is kept")) }
    }
    if choices.showsFlow {
      let words = choices.leavesRoom ? ["most sent back", "less", "least"] : []
      for (index, size) in flow.samples.enumerated() {
        let text = words.isEmpty ? "\(NumberText(digits: 2)(size)) sent back" : words[index]
        lines.append((.flow(flow.strength(.scalar(size))), text))
      }
      if scene.wires.contains(where: { $0.flow == .nothing }) { lines.append((.flow(.nothing), "nothing sent back")) }
    }
    guard !lines.isEmpty else { return }
    var y = scene.height + 8
    for (mark, text) in lines {
      if case .none = mark {
        scene.legend.append((mark, label(text, Self.margin, y)))
        y += 16
      }
    }
    // Marks stand side by side as long as there is room.
    var x = Self.margin
    for (mark, text) in lines {
      if case .none = mark { continue }
      let width = Double(Scene.Role.legend.width(text)) + 50
      if x > Self.margin, x + width > max(scene.width, 380) {
        x = Self.margin
        y += 16
      }
      let mine: Double = if case .flow = mark { 34 } else { 14 }
      scene.legend.append((mark, label(text, x + mine, y)))
      x += mine + Double(Scene.Role.legend.width(text)) + 16
    }
    let right = scene.legend.map { $0.label.left + $0.label.width }.max() ?? 0
    scene.width = max(scene.width, right + Self.margin)
    scene.height = (scene.legend.map(\.label.bottom).max() ?? 0) + 8
  }

  private func label(_ text: String, _ x: Double, _ y: Double) -> Scene.Label {
    Scene.Label(text: text, role: .legend, point: Scene.Point(x: x, y: y), anchor: .start)
  }
}

extension Scene.Outline {
  fileprivate var isNone: Bool { if case .none = self { true } else { false } }
}
