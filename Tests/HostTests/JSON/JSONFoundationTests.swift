import Foundation
import Testing

@testable import Host

/// Mutated documents, read by this parser and by Foundation's: both accept the same, and read the same values.
@Suite struct JSONFoundationTests {
  private static let seeds = [
    #"{"api_key":"frapi_x","api_secret":"s","n":[1,-2.5e3,0.0,true,false,null],"o":{"a":{"b":[]}}}"#,
    #"[[],{},"",0,-1,1e2,"\u00e9\ud83d\ude00\n\"\\","ü😀",{"k":{"k":["deep",[[1]]]}}]"#,
    #" { "type" : "frame" , "image" : "data:image/jpeg;base64,AAAA" , "x" : [ 1 , 2 ] } "#, #""only a string""#,
    "-12.75E-2",
  ]
  private static let inserted = Array("{}[]\",:\\ \n\t0123456789.eE+-tfnul/ab".utf8) + [0xC3, 0xA9, 0xF0, 0x9F, 0x1F]

  @Test(arguments: 0..<8) func bothReadTheSame(seed: UInt64) throws {
    var random = SplitMix(state: seed)
    var accepted = 0
    for _ in 0..<400 {
      var bytes = Array(Self.seeds[Int.random(in: 0..<Self.seeds.count, using: &random)].utf8)
      for _ in 0..<Int.random(in: 0...3, using: &random) { Self.mutate(&bytes, using: &random) }
      // Foundation's recursion is safe up to 512.
      guard bytes.count(where: { $0 == 0x5B || $0 == 0x7B }) < 100 else { continue }
      let own = JSONValue.parse(bytes)
      let other = try? JSONSerialization.jsonObject(with: Data(bytes), options: [.fragmentsAllowed])
      let text = String(decoding: bytes, as: UTF8.self)
      guard let own else {
        // Foundation's one liberty, beyond the grammar: a comma behind the last element.
        let strict = Self.withoutTrailingCommas(bytes)
        #expect(other == nil || (strict != bytes && JSONValue.parse(strict) != nil), "\(text)")
        continue
      }
      accepted += 1
      #expect(other.map { Self.isSame(own, $0) } == true, "\(text)")
    }
    // The mutations must not be so wild that nothing is compared.
    #expect(accepted > 80)
  }

  private static func withoutTrailingCommas(_ bytes: [UInt8]) -> [UInt8] {
    var kept: [UInt8] = []
    // The last comma outside of strings, while nothing but space has followed it.
    var comma: Int?
    var isInString = false
    var isEscaped = false
    for byte in bytes {
      if isInString {
        isInString = byte != 0x22 || isEscaped
        isEscaped = byte == 0x5C && !isEscaped
      } else {
        switch byte {
        case 0x2C: comma = kept.count
        case 0x20, 0x09, 0x0A, 0x0D: break
        case 0x5D, 0x7D:
          if let comma { kept.remove(at: comma) }
          comma = nil
        default:
          comma = nil
          isInString = byte == 0x22
        }
      }
      kept.append(byte)
    }
    return kept
  }

  private static func mutate(_ bytes: inout [UInt8], using random: inout SplitMix) {
    let place = Int.random(in: 0...bytes.count, using: &random)
    switch Int.random(in: 0..<4, using: &random) {
    case 0: bytes.insert(inserted[Int.random(in: 0..<inserted.count, using: &random)], at: place)
    case 1 where place < bytes.count: bytes.remove(at: place)
    case 2 where place < bytes.count: bytes[place] = inserted[Int.random(in: 0..<inserted.count, using: &random)]
    default:
      let end = min(bytes.count, place + Int.random(in: 0..<12, using: &random))
      bytes.insert(contentsOf: bytes[place..<end], at: place)
    }
  }

  private static func isSame(_ own: JSONValue, _ other: Any) -> Bool {
    switch own {
    case .null: other is NSNull
    case .string(let text): (other as? String).map { Array($0.utf8) == Array(text.utf8) } ?? false
    case .bool(let value): (other as? NSNumber).map { isBool($0) && $0.boolValue == value } ?? false
    case .integer(let value): (other as? NSNumber).map { !isBool($0) && $0.intValue == value } ?? false
    case .number(let value): (other as? NSNumber).map { !isBool($0) && $0.doubleValue == value } ?? false
    case .array(let items):
      (other as? [Any]).map { $0.count == items.count && zip(items, $0).allSatisfy { isSame($0, $1) } } ?? false
    case .object(let members):
      (other as? [String: Any]).map { found in
        Set(members.map(\.name)) == Set(found.keys)
          && found.allSatisfy { name, value in own[name].map { isSame($0, value) } ?? false }
      } ?? false
    }
  }

  private static func isBool(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }
}
